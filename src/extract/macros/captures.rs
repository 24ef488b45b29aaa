//! A string literal's source text in, its `{…}` captures out, each with its exact place.

use crate::extract::lower::Lower;
use crate::model::fact::{Capture, Expr, Path};
use crate::model::place::Span;

impl Lower<'_> {
    /// The captures of a literal written as `repr` at `start`. Works on the written text, so that a place is
    /// right whatever escapes stand before it.
    pub(in crate::extract) fn captures(&mut self, repr: &str, start: u32) -> Vec<Capture> {
        let mut captures = Vec::new();
        let (Some(open), Some(close)) = (repr.find('"'), repr.rfind('"')) else { return captures };
        let raw = repr[..open].contains('r');
        let bytes = repr.as_bytes();
        let mut at = open + 1;
        while at < close {
            match bytes[at] {
                // `\u{7b}` has braces of its own.
                b'\\' if !raw && bytes.get(at + 1) == Some(&b'u') => {
                    at = memchr::memchr(b'}', &bytes[at..close]).map_or(close, |end| at + end + 1);
                }
                b'\\' if !raw => at += 2,
                b'{' if bytes.get(at + 1) == Some(&b'{') => at += 2,
                b'{' => {
                    let Some(end) = memchr::memchr2(b'}', b'{', &bytes[at + 1..close]) else { break };
                    let end = at + 1 + end;
                    if bytes[end] == b'{' {
                        at = end;
                        continue;
                    }
                    self.capture(repr, at + 1, end, start, &mut captures);
                    at = end + 1;
                }
                _ => at += 1,
            }
        }
        captures
    }

    /// One `{…}` between two offsets of the literal; names in its spec follow as captures of their own.
    fn capture(&mut self, repr: &str, from: usize, to: usize, start: u32, out: &mut Vec<Capture>) {
        let inside = &repr[from..to];
        let (name, spec) = inside.split_once(':').unwrap_or((inside, ""));
        let lead = name.len() - name.trim_start().len();
        let trimmed = name.trim();
        if !(trimmed.is_empty() || is_name(trimmed) || trimmed.bytes().all(|b| b.is_ascii_digit())) {
            return;
        }
        let at = from + lead;
        out.push(self.named(trimmed, spec.trim(), start, at));
        let spec_at = from + name.len() + 1;
        let mut word = 0;
        for (dollar, _) in spec.match_indices('$') {
            let begin = spec[word..dollar].rfind(|c: char| !(c.is_alphanumeric() || c == '_'));
            let begin = begin.map_or(word, |at| word + at + spec[word + at..].chars().next().map_or(1, char::len_utf8));
            let argument = &spec[begin..dollar];
            if is_name(argument) {
                out.push(self.named(argument, "", start, spec_at + begin));
            }
            word = dollar + 1;
        }
    }

    fn named(&mut self, name: &str, spec: &str, start: u32, at: usize) -> Capture {
        let span = Span::new(start as usize + at, start as usize + at + name.len());
        let sym = self.sym(name.strip_prefix("r#").unwrap_or(name));
        let spec = self.sym(spec);
        let expr = is_name(name).then(|| self.push(Expr::Path(Path::single(sym, span)), span));
        Capture { name: sym, spec, span, expr }
    }
}

fn is_name(text: &str) -> bool {
    let text = text.strip_prefix("r#").unwrap_or(text);
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
}
