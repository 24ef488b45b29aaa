//! A short statement comes in; what is derived from it is held against what a careful reader lists.

use privacy_lint::statement::{Derived, derive, read};

pub(crate) fn derived(name: &str, text: &str) -> Derived {
    derive(&read(name, text.as_bytes()).expect("the statement is readable"))
}

#[track_caller]
pub(crate) fn categories_are(text: &str, expected: &[&str]) {
    lists_categories(&derived("privacy.md", text), text, expected);
}

#[track_caller]
pub(crate) fn purposes_are(text: &str, expected: &[&str]) {
    lists_purposes(&derived("privacy.md", text), text, expected);
}

#[track_caller]
pub(crate) fn gives(name: &str, text: &str, categories: &[&str], purposes: &[&str]) {
    let derived = derived(name, text);
    lists_categories(&derived, text, categories);
    lists_purposes(&derived, text, purposes);
}

#[track_caller]
fn lists_categories(derived: &Derived, text: &str, expected: &[&str]) {
    let found: Vec<_> = derived.categories.iter().map(|category| category.found.id.as_str()).collect();
    assert_eq!(found, expected, "{text}");
}

#[track_caller]
fn lists_purposes(derived: &Derived, text: &str, expected: &[&str]) {
    let found: Vec<_> = derived.purposes.iter().map(|purpose| purpose.found.id.as_str()).collect();
    assert_eq!(found, expected, "{text}");
}
