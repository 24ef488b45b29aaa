//! `-p` and `--exclude` → which packages are in scope, and what to say of a pattern that names none.

use crate::model::finding::Problem;
use crate::model::project::Package;
use globset::GlobBuilder;

/// Sets `Package::selected`; a pattern that matches nothing is a problem.
pub(super) fn select(packages: &mut [Package], wanted: &[String], unwanted: &[String]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let chosen = matches(packages, "-p", wanted, &mut problems);
    let dropped = matches(packages, "--exclude", unwanted, &mut problems);
    for (package, (chosen, dropped)) in packages.iter_mut().zip(chosen.into_iter().zip(dropped)) {
        package.selected = (wanted.is_empty() || chosen) && !dropped;
    }
    problems
}

/// For each package, whether a pattern names it.
fn matches(packages: &[Package], flag: &str, patterns: &[String], problems: &mut Vec<Problem>) -> Vec<bool> {
    let mut named = vec![false; packages.len()];
    for pattern in patterns {
        // `name@version`, as cargo writes package ids; a workspace has one version of each.
        let name = pattern.split('@').next().unwrap_or(pattern);
        let glob = match GlobBuilder::new(name).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                let message = format!("`{flag} {pattern}` is no pattern: {}", error.kind());
                problems.push(Problem::new(message, "write a package's name, or a pattern such as `api-*`"));
                continue;
            }
        };
        let mut any = false;
        for (package, named) in packages.iter().zip(&mut named) {
            if package.name == name || glob.is_match(&package.name) {
                *named = true;
                any = true;
            }
        }
        if !any {
            problems.push(Problem::new(format!("`{flag} {pattern}` matches no package"), help(packages, name)));
        }
    }
    named
}

fn help(packages: &[Package], name: &str) -> String {
    const MOST_NAMES: usize = 8;
    if let Some(near) = nearest(name, packages.iter().map(|package| package.name.as_str())) {
        return format!("did you mean `{near}`?");
    }
    if packages.is_empty() {
        return "there is no package here: leave the flag out".to_owned();
    }
    let mut names: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    names.sort_unstable();
    let more = names.len().saturating_sub(MOST_NAMES);
    let shown = names[..names.len().min(MOST_NAMES)].join(", ");
    if more == 0 { format!("the packages are {shown}") } else { format!("the packages are {shown} and {more} more") }
}

/// The name that was probably meant.
pub(super) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = names.map(|known| (strsim::damerau_levenshtein(name, known), known)).min()?;
    // One slip in three letters, as rustc allows.
    (near.0 <= (name.chars().count() / 3).max(1)).then_some(near.1)
}
