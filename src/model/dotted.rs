//! Two dotted names come in (data keys, a category and its element); whether one is the other or lies in it goes out.

/// `user.contact.email` is within `user.contact`, and `user.contacts` is not.
pub fn is_within(name: &str, whole: &str) -> bool {
    name.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
