//! Every format of `check` on one hand-made run.

use crate::render_fixture::*;
use privacy_lint::render::{Format, Look, check};

#[test]
fn human_shows_code_and_policy_in_one_picture() {
    for width in [80, 120] {
        let mut bench = Bench::new();
        bench.outcome.findings = vec![undeclared()];
        bench.look = Look { width, ..Look::default() };
        let out = check(Format::Human, &bench.run());
        assert!(out.lines().all(|line| line.chars().count() <= width), "wider than {width}:\n{out}");
        golden(&format!("human-one-{width}.txt"), &out);
    }
}

#[test]
fn human_shows_flows_first_and_the_line_to_write() {
    let out = check(Format::Human, &Bench::new().run());
    golden("human.txt", &out);
    let place = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words} is not in\n{out}"));
    assert!(place("privacy::sensitive_log [warn]") < place("privacy::undeclared_collection [deny]"));
    place("// PRIVACY: not personal: REASON");
    place("3 findings (1 deny, 2 warn)");
    place("anchors not checked");
}
