//! `unanalysed_source`: code of a target that could not be read, so that nothing is known of it.

use super::Input;
use super::draft::{Draft, finding};
use crate::model::finding::Finding;
use crate::model::project::TargetKind;

pub(super) fn run(input: &Input, findings: &mut Vec<Finding>) {
    let ws = input.survey.ws;
    for (file, facts) in ws.files.iter().enumerate() {
        let home = &ws.homes[file];
        if home.target == TargetKind::Orphan || (home.test && !input.tests) {
            continue;
        }
        for gap in &facts.gaps {
            let path = &ws.project.files[file].path;
            let what = if gap.whole_file { "this file" } else { "this item" };
            let message = format!("{what} was not analysed: {}", gap.reason);
            let mut found = finding("unanalysed_source", path, facts.lines.region(gap.span), message)
                .label("nothing is known of this")
                .help("if it compiles, report it; or exclude the package with `--exclude`, and say so");
            found.item.clone_from(path);
            found.group.clone_from(path);
            findings.push(found);
        }
    }
}
