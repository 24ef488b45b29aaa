//! Facts written as bytes are the same when read back, and bytes that are something else are refused quietly.

use privacy_lint::extract::rust;
use privacy_lint::model::code::{decode, encode};
use privacy_lint::model::fact::{Bodies, Expr, ExprId, FileFacts, Function, ItemKind, Lit, MacroValue};
use proptest::prelude::*;
use std::path::Path;

/// Rust files of this package, examples included.
fn texts() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src", "tests", "examples"].map(|folder| walkdir::WalkDir::new(root.join(folder)));
    let files = folders.into_iter().flatten().flatten().filter(|entry| {
        let path = entry.path();
        path.extension().is_some_and(|ending| ending == "rs") && !path.components().any(|c| c.as_os_str() == "target")
    });
    files.map(|entry| std::fs::read(entry.path()).expect("a file")).collect()
}

#[test]
fn what_is_written_is_read_back() {
    let texts = texts();
    assert!(texts.len() > 100, "there is something to write");
    for text in texts {
        let facts = rust(&text);
        let read: FileFacts = decode(&encode(&facts)).expect("what was written here");
        assert_eq!(read, facts);
        let (exprs, expr_spans): (Vec<_>, Vec<_>) = read.exprs().map(|(_, expr, span)| (expr.clone(), span)).unzip();
        let (pats, pat_spans): (Vec<_>, Vec<_>) = read.pats().map(|(pat, span)| (pat.clone(), span)).unzip();
        let again = Bodies::pack((&exprs, &expr_spans), (&pats, &pat_spans));
        assert_eq!(again, facts.bodies, "packing bodies again gives the same");
    }
}

#[test]
fn a_file_without_bodies_is_read_back() {
    let files = [FileFacts::default(), rust(b""), privacy_lint::extract::sql(b"CREATE TABLE users (email text)")];
    for facts in files {
        assert_eq!(decode(&encode(&facts)), Some(facts));
    }
}

#[test]
fn every_span_and_id_of_a_body_comes_back() {
    let text =
        "fn f(a: A) -> u8 { let (b, c) = a.pair(); match b { Some(x @ 1..=9) => x, _ => g::<u8>(c, \"{a}\")? } }";
    let facts = rust(text.as_bytes());
    let read: FileFacts = decode(&encode(&facts)).expect("what was written here");
    let places = |facts: &FileFacts| {
        let spans = facts.exprs().map(|(.., span)| span).chain(facts.pats().map(|(_, span)| span));
        spans.map(|span| text[span.range()].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(places(&read), places(&facts));
    assert!(places(&read).contains(&"g::<u8>(c, \"{a}\")?".to_owned()), "{:?}", places(&read));
    assert!(places(&read).contains(&"x @ 1..=9".to_owned()), "{:?}", places(&read));
}

/// Whoever looks for a name reads only the functions that it may stand in.
#[test]
fn the_expressions_of_a_body_are_those_from_its_first_on() {
    for text in texts() {
        let facts = rust(&text);
        for item in &facts.items {
            let ItemKind::Fn(Function { first, body: Some(body), .. }) = &item.kind else { continue };
            let inside = facts.expr_span(*body);
            let of_body = |id: ExprId| (first.0..=body.0).contains(&id.0);
            for (id, _, span) in facts.exprs().filter(|(.., span)| span.end > span.start) {
                assert_eq!(of_body(id), inside.contains(span), "{:?}", facts.name(item.name));
            }
        }
    }
}

#[test]
fn an_expression_is_found_by_each_of_its_names() {
    for text in texts() {
        let facts = rust(&text);
        for (id, expr, _) in facts.exprs().step_by(13) {
            let name = match expr {
                Expr::Method(call) => call.name,
                Expr::Field(_, name, _) => *name,
                Expr::Lit(Lit::Str(text)) => *text,
                _ => continue,
            };
            assert!(facts.exprs_near(|near| near == name).any(|(found, ..)| found == id));
            assert!(facts.exprs_around(|near| near == name).any(|(found, ..)| found == id));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn other_bytes_are_no_facts_and_no_panic(noise in proptest::collection::vec(any::<u8>(), 0..300), at in 0.0..1.0f64, byte: u8) {
        let _ = decode::<FileFacts>(&noise);
        let mut bytes = encode(&rust(b"struct S { a: Vec<u8> } fn f(s: S) { log!(\"{s}\", a = [1, 2]); s.a.push(1) }"));
        let place = (bytes.len() as f64 * at) as usize;
        bytes[place] ^= byte;
        if let Some(facts) = decode::<FileFacts>(&bytes) {
            let _ = facts.exprs().count() + facts.pats().count();
        }
        bytes.truncate(place);
        prop_assert_eq!(decode::<FileFacts>(&bytes), None, "cut at {}", place);
    }
}

#[test]
fn nesting_without_end_is_refused() {
    // Macro arguments in groups in groups: a group of one argument without key and sigil, at the same place.
    let nested = |levels: usize| {
        let mut bytes = [2, 1, 0, 0, 0, 0, 0].repeat(levels);
        bytes.extend([5, 0]);
        bytes.extend([0, 0].repeat(levels));
        bytes
    };
    assert!(matches!(decode(&nested(100)), Some(MacroValue::Group(_))));
    assert_eq!(decode::<MacroValue>(&nested(100_000)), None);
}
