//! Words come in, words in colour go out, where colour is wanted. Colour is never the only sign.

use crate::render::Look;

/// Paints or does not.
#[derive(Clone, Copy)]
pub(super) struct Paint(bool);

impl Paint {
    /// As the look says.
    pub(super) fn new(look: &Look) -> Self {
        Self(look.color)
    }

    /// For headings.
    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// For what matters less.
    pub(super) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// For what fails the run.
    pub(super) fn red(self, text: &str) -> String {
        self.with("1;31", text)
    }

    /// For what is only said.
    pub(super) fn yellow(self, text: &str) -> String {
        self.with("1;33", text)
    }

    /// For what is well, and for words to write.
    pub(super) fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}
