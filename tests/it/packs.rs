//! Every entry of every built-in pack is reached by an example of its own file, and each file says what it leaves alone.

use privacy_lint::{detect, packs};

#[test]
fn every_entry_is_proven_by_an_example() {
    let detectors = packs::load(&[]).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let problems = detect::prove(&detectors, &|_| true);
    let told: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.path.as_deref().unwrap_or_default(), problem.message))
        .collect();
    assert!(told.is_empty(), "{} problems\n{}", told.len(), told.join("\n"));
}

#[test]
fn an_entry_without_an_example_is_reported() {
    let pack = "[pack]\ntitle = \"t\"\n[[header]]\nid = \"a\"\nnames = [\"x-frob-user\"]\nkey = \"user.name\"\n";
    let detectors = packs::load(&[("mine.toml".to_owned(), pack.to_owned())]).expect("it loads");
    let problems = detect::prove(&detectors, &|pack| pack == "mine");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("mine/a"), "{}", problems[0].message);
}

#[test]
fn an_example_that_finds_something_else_is_reported() {
    let pack = "[pack]\ntitle = \"t\"\n[[header]]\nid = \"a\"\nnames = [\"x-frob-user\"]\nkey = \"user.name\"\n[[example]]\nrust = '''\nfn f(headers: &http::HeaderMap) {\n    headers.get(\"x-frob-user\");\n    //      ^^^ user.contact.email\n}\n'''\n";
    let detectors = packs::load(&[("mine.toml".to_owned(), pack.to_owned())]).expect("it loads");
    let problems = detect::prove(&detectors, &|pack| pack == "mine");
    assert!(problems.iter().any(|problem| problem.message.contains("expects user.contact.email")), "{problems:#?}");
}
