//! Where a sentence comes from: what is read, what is joined, what is left alone, and where its words stand.

use super::{bindings, speaks_of};
use privacy_lint::extract::marks::{marks_of, read_sql};
use privacy_lint::model::fact::{SqlColumn, SqlTable, Sym};
use privacy_lint::model::grammar::print;
use privacy_lint::model::mark::Carrier;
use privacy_lint::model::place::Span;
use proptest::prelude::*;

fn texts(code: &str) -> Vec<String> {
    marks_of(code).into_iter().map(|mark| mark.text).collect()
}

#[test]
fn only_comments_and_inert_attributes_are_read() {
    let code = r##"
        // a note about PRIVACY: credentials
        const A: &str = "// PRIVACY: credentials";
        const B: &str = r#" "// PRIVACY: credentials
        // PRIVACY: credentials"#;
        const C: char = '"'; const D: &str = "/* PRIVACY: credentials */ #[cfg_attr(false, privacy(\"x\"))]";
        #[doc = "PRIVACY: credentials"]
        struct S<'a>(&'a str);
        /* a /* PRIVACY: credentials */ b */
        fn f() { println!("PRIVACY: credentials"); }
    "##;
    assert_eq!(texts(code), Vec::<String>::new());
}

#[test]
fn lines_join_and_continue() {
    let joined = "// PRIVACY: credentials\n//   from you\n//     for x\n// PRIVACY: logs credentials\nstruct S;\n";
    assert_eq!(texts(joined), ["credentials from you for x; logs credentials"]);
    assert_eq!(texts("// PRIVACY: credentials\n// from you\nstruct S;\n"), ["credentials"]);
    assert_eq!(texts("/* PRIVACY: credentials\n * from you\n */\nstruct S;\n"), ["credentials from you"]);
    assert_eq!(texts("// PRIVACY: TODO ask\n// PRIVACY: credentials\nstruct S;\n"), ["TODO ask", "credentials"]);
    let reason = "// PRIVACY: allow sensitive_log by a until 2030-01-01: r\n// PRIVACY: credentials\nstruct S;\n";
    assert_eq!(marks_of(reason)[0].clauses.len(), 2);
}

#[test]
fn words_stand_where_they_are_written() {
    let code = "\u{feff}#!/usr/bin/env run\n// é PRIVACY\n// PRIVACY: credentials\n//   fron you\nstruct S;\n";
    let mark = &marks_of(code)[0];
    let error = mark.error.as_ref().expect("`fron` is no keyword");
    assert_eq!(&code[error.span.range()], "fron");
    assert_eq!(
        &code[mark.clauses.first().map_or(mark.span, |clause| clause.span).range()],
        "credentials\n//   fron you"
    );
    assert_eq!(bindings(code), ["type S"]);

    for literal in ["\"credentials fron you\"", "r#\"credentials fron you\"#", "\"credentials \\\n      fron you\""] {
        let code = format!("#[cfg_attr(false, privacy({literal}))]\nstruct S;\n");
        let error = marks_of(&code)[0].error.clone().expect("`fron` is no keyword");
        assert_eq!(&code[error.span.range()], "fron", "{literal}");
    }
}

#[test]
fn an_empty_annotation_is_an_error() {
    for code in ["// PRIVACY:\nstruct S;\n", "#[cfg_attr(false, privacy())]\nstruct S;\n"] {
        assert!(marks_of(code)[0].error.is_some(), "{code}");
    }
}

#[test]
fn data_privacy_classes_are_marks() {
    let code = "use data_privacy::*;\n#[classified(Contoso::CustomerContent)]\nstruct Name(String);\nstruct User {\n    \
                pub email: Sensitive<String>,\n    #[classified(Contoso::PIIData)]\n    phone: String,\n}\n";
    let marks = marks_of(code);
    let said: Vec<_> = marks.iter().map(|mark| (&*mark.text, print(&mark.clauses), speaks_of(code, mark))).collect();
    assert_eq!(
        said,
        [
            ("Contoso::CustomerContent", "customer-content".to_owned(), "type Name".to_owned()),
            ("Sensitive<String>", String::new(), "field email".to_owned()),
            ("Contoso::PIIData", "pii-data".to_owned(), "field phone".to_owned()),
        ]
    );
    assert!(marks.iter().all(|mark| mark.carrier == Carrier::DataPrivacy));
    assert_eq!(texts("struct User {\n    email: Sensitive<String>,\n}\n"), Vec::<String>::new());
}

/// Tables as the extract stage would read them: `users` with each of the columns, a line or a comma ending them.
fn table(text: &str, created: bool, columns: &[&str]) -> SqlTable {
    let find = |word: &str| {
        let at = text.find(word).expect("the word is in the text");
        Span::new(at, at + word.len())
    };
    let column = |name: &&str| {
        let name_span = find(name);
        let rest = &text[name_span.start as usize..];
        let end = rest.find([',', ';', ')', '\n']).unwrap_or(rest.len());
        let span = Span::new(name_span.start as usize, name_span.start as usize + end);
        SqlColumn { name: Sym(0), name_span, span, ty: Sym(0) }
    };
    SqlTable { name: Sym(0), name_span: find("users"), created, columns: columns.iter().map(column).collect() }
}

#[test]
fn sql_comments_speak_of_columns_and_tables() {
    let create = "-- PRIVACY: credentials\nCREATE TABLE IF NOT EXISTS users (\n  id int,\n  -- PRIVACY: content\n  \
                  --   from you\n  body text,\n  mail text, -- PRIVACY: contact-data\n  -- PRIVACY: device-data\n\n  agent text\n);\n";
    let marks = read_sql(create, &[table(create, true, &["id", "body", "mail", "agent"])]);
    let said: Vec<String> = marks.iter().map(|mark| format!("{}: {}", speaks_of(create, mark), mark.text)).collect();
    assert_eq!(
        said,
        [
            "table users: credentials",
            "column body: content from you",
            "column mail: contact-data",
            "dangling: device-data"
        ]
    );
    let alter = "SELECT '-- PRIVACY: no';\n-- PRIVACY: content\nALTER TABLE users ADD COLUMN body text;\n";
    let marks = read_sql(alter, &[table(alter, false, &["body"])]);
    assert_eq!(marks.iter().map(|mark| speaks_of(alter, mark)).collect::<Vec<_>>(), ["column body"]);
}

#[test]
fn code_that_does_not_parse_keeps_its_marks() {
    assert_eq!(bindings("// PRIVACY: credentials\nstruct S { a: }\n"), ["dangling"]);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "// PRIVACY: a-b", "/* PRIVACY: a-b", "*/", "\n", "\n\n", "#[cfg_attr(false, privacy(\"a\\", "\"))]", "{", "}", "(",
            ")", "struct S", ";", "é", "'", "\"", "r#\"", "#", "[", "]", "$", "//   from you", "-- PRIVACY: x", "$$", "\\",
            "#[classified(T::V)]", "//! PRIVACY: a-b", "b'", "data_privacy Sensitive<",
        ]), 0..14)
    ) {
        let text = pieces.concat();
        for mark in marks_of(&text).into_iter().chain(read_sql(&text, &[])) {
            prop_assert!(text.get(mark.span.range()).is_some(), "{:?} in {}", mark, text);
        }
    }
}
