//! A host, SDK crate or name seen in the code comes in; the recipient that the policy declares for it goes out.

use super::Policy;
use globset::Glob;

impl Policy {
    /// The declared recipient behind a host (`hosts`, globs), an SDK (`crates`) or its own id.
    pub fn recipient_named(&self, seen: &str) -> Option<&str> {
        let holds = |glob: &String| glob == seen || Glob::new(glob).is_ok_and(|g| g.compile_matcher().is_match(seen));
        let found = self.recipients.iter().find(|(id, recipient)| {
            *id == seen || recipient.hosts.iter().any(holds) || recipient.crates.iter().any(holds)
        });
        found.map(|(id, _)| id.as_str())
    }
}
