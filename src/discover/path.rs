//! Relative paths with `/` → joined, normalised, taken apart. Nothing here touches a disk.

use std::path::{Component, Path};

/// `dir/name`, where the empty `dir` is the root.
pub(super) fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

/// The folder of a path; empty for the root and for what lies in it.
pub(super) fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..slash])
}

/// The last component.
pub(super) fn file_name(path: &str) -> &str {
    path.rfind('/').map_or(path, |slash| &path[slash + 1..])
}

/// The last component without its extension.
pub(super) fn stem(path: &str) -> &str {
    let name = file_name(path);
    name.rfind('.').filter(|&dot| dot > 0).map_or(name, |dot| &name[..dot])
}

/// Whether `path` is `dir` or lies below it.
pub(super) fn starts_with(path: &str, dir: &str) -> bool {
    dir.is_empty() || path.strip_prefix(dir).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The path itself, then each folder above it, the root last.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |at| if at.is_empty() { None } else { Some(parent(at)) })
}

/// `written` as seen from `dir`, with `.` and `..` resolved by the letter. `None` when it is absolute or
/// leads above the root.
pub(super) fn resolve(dir: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = dir.split('/').filter(|part| !part.is_empty()).collect();
    for component in Path::new(written).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

/// A path of the system, relative to the root, with `/`. `None` when a name is not UTF-8.
pub(super) fn from_system(path: &Path) -> Option<String> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leaves_the_root_is_none() {
        assert_eq!(resolve("a/b", "../c/./d.rs").as_deref(), Some("a/c/d.rs"));
        assert_eq!(resolve("a", "../.."), None);
        assert_eq!(resolve("a", "/etc/passwd"), None);
        assert_eq!(resolve("", "").as_deref(), Some(""));
    }

    #[test]
    fn a_neighbour_with_the_same_beginning_is_not_inside() {
        assert!(starts_with("crates/a/src", "crates/a"));
        assert!(starts_with("crates/a", "crates/a"));
        assert!(!starts_with("crates/ab", "crates/a"));
        assert!(starts_with("x", ""));
    }

    #[test]
    fn ancestors_end_at_the_root() {
        assert_eq!(ancestors("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
    }
}
