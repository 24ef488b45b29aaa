//! Detection on a folder given by `PRIVACY_LINT_POINTS=DIR,OUT`: writes what was found as the labels want it, one JSON
//! list of path, line, data keys and name, and beside it what was refused. Nothing is asked of it when the variable is not set.

use privacy_lint::link::Workspace;
use privacy_lint::{detect, discover, extract, link, packs};

/// Reads and links a folder.
pub(crate) fn workspace(root: &std::path::Path) -> Workspace {
    let options = discover::Options { start: root.to_owned(), ..discover::Options::default() };
    let found = discover::discover(&options).expect("a place to start from");
    let facts = extract::all(&found.project.files, None, &|path: &str| found.tree.read(path));
    let facts = facts.into_iter().map(|facts| facts.unwrap_or_default()).collect();
    link::link(found.project, facts)
}

#[test]
fn points_of_a_folder() {
    let Ok(asked) = std::env::var("PRIVACY_LINT_POINTS") else { return };
    let detectors = packs::load(&[]).unwrap_or_else(|problems| panic!("{problems:#?}"));
    for pair in asked.split(';') {
        let (root, out) = pair.split_once(',').expect("DIR,OUT");
        let started = std::time::Instant::now();
        let ws = workspace(std::path::Path::new(root));
        let linked = started.elapsed();
        let (found, refused): (Vec<_>, Vec<_>) = detect::considered(&ws, &detectors)
            .into_iter()
            .filter(|point| !point.test)
            .partition(|point| !point.keys.is_empty());
        let told = |points: &[detect::Detection]| -> Vec<serde_json::Value> {
            points
            .iter()
            .map(|point| {
                serde_json::json!({
                    "path": ws.project.files[point.file].path,
                    "line": ws.files[point.file].lines.line(point.span.start),
                    "kind": "collect",
                    "keys": point.keys,
                    "ident": point.name,
                    "item": point.item,
                    "how": format!("{:?} {:?}", point.kind, point.confidence),
                    "why": point.evidence.iter().map(|e| format!("{}{}: {}", if e.supports { "+" } else { "-" }, e.rule, e.reason)).collect::<Vec<_>>(),
                })
            })
            .collect()
        };
        let (rows, refused) = (told(&found), told(&refused));
        eprintln!("{root}: {} points, linked {linked:?}, all {:?}", rows.len(), started.elapsed());
        for (place, rows) in [(out.to_owned(), rows), (format!("{out}.refused"), refused)] {
            std::fs::write(place, serde_json::to_string_pretty(&rows).expect("JSON")).expect("written");
        }
    }
}
