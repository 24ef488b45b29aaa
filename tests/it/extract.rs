//! What `extract` reads off Rust and SQL texts.

mod print;

use print::{item, show};
use privacy_lint::extract::{rust, sql, tables_in};
use privacy_lint::model::fact::{Expr, FileFacts, ItemKind, MacroValue};
use privacy_lint::model::place::Span;
use proptest::prelude::*;

#[test]
fn a_struct_with_its_derives_and_fields() {
    let text = r#"
/// A new account.
///
/// More.
#[derive(Debug, serde::Deserialize)]
#[cfg_attr(feature = "db", derive(Queryable), diesel(table_name = users))]
pub struct SignUp<T: Clone> where T: Send {
    /// Where to write to.
    #[serde(rename = "mail", default)]
    pub email: Option<String>,
    age: Vec<(u8, &'static T)>,
}
"#;
    assert_eq!(
        show(text),
        "pub struct SignUp<T: Clone + Send> \
           #[derive(`Debug`, `serde::Deserialize`)] #[?derive(`Queryable`)] #[?diesel(table_name = users)] \
           /// A new account.\n\
         \x20 email: Option<String> #[serde(rename = \"mail\", default)] /// Where to write to.\n\
         \x20 age: Vec<(u8, &T)>\n"
    );
    let facts = rust(text.as_bytes());
    assert_eq!(item(&facts, "SignUp").doc, facts.items[0].doc);
}

#[test]
fn log_macros_read_as_keys_sigils_and_captures() {
    let text = r#"
fn f() {
    tracing::info!(target: "auth", user.email = %mail, ?err, %self.id, name, count = 3, "hi {name:?} {} {0:>w$}", name = 1);
}
"#;
    assert_eq!(
        show(text),
        "fn f()\n  { tracing::info!(target: \"auth\", user.email = %mail, ?err, %self.id, name, count = 3, \
         \"hi {name:?} {} {0:>w$}\"[name:? | 0:>w$ w], name = 1); }\n"
    );
}

/// The text of every capture and field name of a file, in order.
fn places(facts: &FileFacts, text: &str) -> Vec<String> {
    let mut places = Vec::new();
    let mut put = |span: Span| places.push(text[span.range()].to_string());
    for (_, expr, _) in facts.exprs() {
        match expr {
            Expr::Field(_, _, span) => put(*span),
            Expr::Method(call) => put(call.name_span),
            Expr::Macro(call) => {
                for arg in &call.args {
                    if arg.key.is_some() {
                        put(arg.key_span);
                    }
                    if let MacroValue::Str(_, captures) = &arg.value {
                        captures.iter().for_each(|capture| put(capture.span));
                    }
                }
            }
            _ => {}
        }
    }
    places
}

#[test]
fn names_stand_where_they_are_written() {
    let text = "fn f(u: U) { log!(target: \"é\", a.b = u.mail.trim(), \"\\u{7b}é\\n{x:?} {{no}} {y:w$.p$} {}\", r#\"\"{z}\"\"#); }";
    let expected = ["mail", "trim", "target", "a.b", "x", "y", "w", "p", "", "z"];
    for head in ["", "\u{feff}", "#!/usr/bin/env rust\r\n", "---\n[dependencies]\n---\n", "// é\r\n"] {
        let text = format!("{head}{text}");
        assert_eq!(places(&rust(text.as_bytes()), &text), expected, "after {head:?}");
    }
}

#[test]
fn bodies_read_as_written() {
    let text = r#"
impl<T> Store<T> for Db where T: Row {
    async fn save(&mut self, user: &User, Json(b): Json<B>) -> Result<(), E> {
        let Some(mail) = user.mail.as_ref() else { return Err(E::None) };
        for (i, x) in b.iter().enumerate() { if let A::B { c, .. } = x { self.all[i] += c as u64; } }
        match mail.len() { 0 | 1 => {} n if n > 3 => drop(&mut *self), _ => loop { break } }
        self.db.query::<Row>("x", &[&mail]).await?;
        Ok(())
    }
}
"#;
    assert_eq!(
        show(text),
        "impl<T: Row> Store<T> for Db\n\
         \x20 async fn save(&mut self, user: &User, Json(b): Json<B>) -> Result<(), E>\n\
         \x20   { let Some(mail) = user.mail.as_ref() else { return Err(E::None) }; \
         for (i, x) in b.iter().enumerate() { if let A::B { c: c } = x { self.all[i] Add= (c as u64); } }; \
         match mail.len() { 0 | 1 => {  }, n if (n Gt 3) => drop(&mut *self), _ => loop { break  } }; \
         self.db.query::<Row>(\"x\", &[&mail]).await?; Ok(()) }\n"
    );
}

/// The one macro call of a function body, as text.
fn call(source: &str) -> String {
    let shown = show(&format!("fn f() {{ {source} }}"));
    let body = shown.lines().nth(1).unwrap_or_default().trim();
    body.trim_start_matches("{ ").trim_end_matches(" }").trim_end_matches(';').to_string()
}

#[test]
fn json_objects_are_groups() {
    assert_eq!(
        call(r#"json!({ "mail": u.mail, "deep": { "a": [1, { "b": null }] }, key: 2 })"#),
        "json!({mail: u.mail, deep: {a: {1, {b: null}}}, key: 2})"
    );
    assert_eq!(call("info!({ user.id = 3, ?err }, \"x\")"), "info!({user.id = 3, ?err}, \"x\")");
}

#[test]
fn commas_inside_generics_and_closures_do_not_split() {
    assert_eq!(call("m!(f::<A, B>(x), |a, b| a, y)"), "m!(f<A, B>(x), |a, b| a, y)");
    assert_eq!(call("vec![x; 3]"), "vec!(x, 3)");
}

#[test]
fn tables_read_with_their_columns() {
    let text = "diesel::table! {\n  /// People.\n  users (id) {\n    id -> Int4,\n    #[max_length = 9]\n    email -> Nullable<Varchar>,\n  }\n}";
    assert_eq!(show(text), "diesel::table!(users {id -> Int4, email -> Nullable<Varchar>})\n");
}

#[test]
fn code_in_macro_bodies_is_code() {
    assert_eq!(
        call("select! { m = rx.recv() => { send(m); } _ = stop, if x => {} }"),
        "select!(code { { let m = rx.recv().await; { send(m); } }; { let _ = stop.await; x; {  } }; })"
    );
    assert_eq!(call("stream! { for x in y { yield x; } }"), "stream!(code { for x in y { yield x; } })");
    let shown = show(
        "lazy_static! { static ref A: Regex = re(); }\ncfg_if! { if #[cfg(unix)] { fn a() {} } else { fn b() {} } }",
    );
    assert_eq!(
        shown,
        "lazy_static!(code { item A; })\n  static A: Regex = re()\n\
         cfg_if!(code { item a; item b; })\n  fn a()\n    {  }\n  fn b()\n    {  }\n"
    );
}

#[test]
fn macro_rules_become_templates() {
    let text = r#"
macro_rules! audit {
    (user $u:expr, $($k:ident = $v:expr),* $(,)?) => { $crate::send(format!("{}", $u.mail)); $(log!($k = %$v);)* };
    ($b:block) => { $b };
}
"#;
    assert_eq!(
        show(text),
        "macro audit\n\
         \x20 (u:expr, k:ident*, v:expr*) [user] => { crate::send(format!(\"{}\"[|], $u.mail)); log!($k = %$v); }\n\
         \x20 (b:block) [] => { { $b } }\n"
    );
}

#[test]
fn test_code_is_told_and_inherited() {
    let text = "#[cfg(all(test, unix))] mod t { fn helper() {} }\n#[tokio::test] async fn a() {}\n\
                #[cfg(not(test))] fn b() {}\n#[cfg(any(test, fuzz))] fn c() {}\n#[rstest] fn d() {}";
    let facts = rust(text.as_bytes());
    let tests: Vec<&str> = facts.items.iter().filter(|item| item.test).map(|item| facts.name(item.name)).collect();
    assert_eq!(tests, ["t", "helper", "a", "d"]);
    let whole = rust(b"#![cfg(test)]\nfn a() {}");
    assert!(whole.items[0].test);
}

#[test]
fn one_bad_statement_loses_itself_alone() {
    let text = "fn good() {}\nmod m { struct A { x: u8 } pub impl A { fn f() { a(); let x = = 1; b() } fn g() {} } }\nenum = ;\nfn last() {}";
    let shown = show(text);
    for kept in ["fn good()", "struct A", "impl A", "fn f()", "{ a(); b() }", "fn g()", "fn last()"] {
        assert!(shown.contains(kept), "{kept} in\n{shown}");
    }
    let facts = rust(text.as_bytes());
    let lost: Vec<&str> = facts.gaps.iter().map(|gap| &text[gap.span.range()]).collect();
    assert_eq!(lost, ["let x = = 1;", "enum = ;"]);
    assert!(facts.gaps.iter().all(|gap| !gap.whole_file));
}

#[test]
fn a_text_that_does_not_lex_keeps_its_other_items() {
    let text = "fn a() {\n    b();\n}\nfn c() {\n    d((;\n}\nfn e() {\n    f();\n}\n";
    let facts = rust(text.as_bytes());
    let names: Vec<&str> = facts.items.iter().map(|item| facts.name(item.name)).collect();
    assert_eq!(names, ["a", "e"]);
    assert_eq!(facts.gaps.len(), 1);
    assert!(!facts.gaps[0].whole_file);
    let broken = rust(b"fn a( {");
    assert!(broken.gaps[0].whole_file);
}

#[test]
fn depth_is_a_gap_and_no_crash() {
    let parens = format!("fn f() {{ {}1{} }}", "(".repeat(100_000), ")".repeat(100_000));
    let generics = format!("type A = {}u8{};", "A<".repeat(20_000), ">".repeat(20_000));
    let chain = format!("fn f() {{ a{} }}", ".b()".repeat(100_000));
    let prefix = format!("fn f() {{ {}a }}", "-".repeat(100_000));
    let sum = format!("fn f() {{ a{}; }}", " + a".repeat(100_000));
    let elses = format!("fn f() {{ {} {{}} }}", "if a {} else ".repeat(100_000));
    for text in [parens, generics, chain, prefix, sum, elses] {
        let facts = rust(text.as_bytes());
        assert!(facts.gaps.iter().any(|gap| gap.whole_file), "{}", &text[..30]);
    }
    let fine = format!("fn f() {{ {}1{}; a{}; }}", "(".repeat(200), ")".repeat(200), ".b()".repeat(2000));
    assert_eq!(rust(fine.as_bytes()).gaps, []);
}

#[test]
fn bytes_that_are_no_text_keep_their_places() {
    let facts = rust(b"fn a() {} // \xff\xfe\nfn b() {}");
    assert_eq!(facts.items[1].name_span, Span::new(19, 20));
    assert_eq!(facts.gaps.len(), 1);
}

#[test]
fn functions_without_a_body_are_read() {
    let facts = rust(b"impl A { #[custom] pub fn f(mail: &str); }\nfn g(b: u8);");
    let names: Vec<&str> = facts.items.iter().map(|item| facts.name(item.name)).collect();
    assert_eq!(names, ["", "f", "g"]);
    assert_eq!(facts.gaps, []);
}

#[test]
fn many_files_come_back_in_their_order() {
    use privacy_lint::model::project::{Language, SourceFile};
    let file = |path: &str, language, size| SourceFile { path: path.to_string(), package: None, language, size };
    let files = [file("a", Language::Rust, 1), file("gone", Language::Rust, 2), file("b", Language::Sql, 3)];
    let read = |path: &str| match path {
        "a" => Ok(b"fn a() {}".to_vec()),
        "b" => Ok(b"create table b (c int)".to_vec()),
        other => Err(other.to_string()),
    };
    for threads in [Some(1), Some(3), None] {
        let facts = privacy_lint::extract::all(&files, threads, &read);
        assert_eq!(facts[0].as_ref().map(|facts| facts.items.len()), Ok(1));
        assert_eq!(facts[1], Err("gone".to_string()));
        assert_eq!(facts[2].as_ref().map(|facts| facts.tables.len()), Ok(1));
    }
}

#[test]
fn uses_flatten() {
    let facts = rust(b"pub use a::{self, b::{C as D, *}, _e};");
    let uses: Vec<String> = facts
        .uses
        .iter()
        .map(|of| format!("{} as {}", facts.path_text(&of.path), of.alias.map_or("*", |alias| facts.name(alias))))
        .collect();
    assert_eq!(uses, ["a as a", "a::b::C as D", "a::b as *", "a::_e as _e"]);
}

#[test]
fn items_in_functions_have_the_function_as_parent() {
    let facts = rust(b"fn outer() { struct Inner { a: u8 } m! { fn deep() {} } }");
    assert!(matches!(facts.items[0].kind, ItemKind::Fn(_)));
    assert!(facts.items[1..].iter().all(|item| item.parent.is_some_and(|parent| parent.0 == 0)));
    assert_eq!(facts.items.len(), 3);
}

#[test]
fn sql_tables_of_several_dialects() {
    let text = r#"
-- CREATE TABLE no (a int);
CREATE TABLE IF NOT EXISTS public."user accounts" (
  id BIGSERIAL PRIMARY KEY,
  `e-mail` character varying(255) NOT NULL DEFAULT 'a, b); --',
  [Born] date, -- when, (born)
  key text, price numeric(10, 2) CHECK (price > 0),
  tags text[] NULL,
  CONSTRAINT u UNIQUE (id), PRIMARY KEY (id), KEY idx (price)
) ENGINE = InnoDB;
ALTER TABLE ONLY users ADD COLUMN IF NOT EXISTS phone varchar(9), ADD CONSTRAINT x UNIQUE (a), DROP COLUMN b;
ALTER TABLE a ADD x int, y int;
CREATE FUNCTION f() AS $body$ CREATE TABLE hidden (a int); $body$;
CREATE TABLE t AS SELECT a, b FROM c;
CREATE TABLE open (name tex"#;
    let shown: Vec<String> = tables_in(text)
        .iter()
        .map(|table| {
            let columns: Vec<String> =
                table.columns.iter().map(|column| format!("{}: {}", column.name, column.ty)).collect();
            format!("{}{} [{}]", if table.created { "" } else { "+" }, table.name, columns.join(", "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "user accounts [id: bigserial, e-mail: character varying(255), Born: date, key: text, price: numeric(10, 2), tags: text[]]",
            "+users [phone: varchar(9)]",
            "+a [x: int, y: int]",
            "t []",
            "open [name: tex]",
        ]
    );
    let facts = sql(text.as_bytes());
    let name = facts.tables[0].columns[1].name_span;
    assert_eq!(&text[name.range()], "`e-mail`");
}

/// Every place lies inside the text, at characters.
fn assert_sound(bytes: &[u8]) {
    let facts = rust(bytes);
    let text: String =
        bytes.utf8_chunks().flat_map(|chunk| [chunk.valid().to_string(), "?".repeat(chunk.invalid().len())]).collect();
    let spans = facts.exprs().map(|(.., span)| span).chain(facts.pats().map(|(_, span)| span));
    let spans = spans.chain(facts.items.iter().flat_map(|item| [item.span, item.name_span]));
    for span in spans.chain(facts.gaps.iter().map(|gap| gap.span)) {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    }
    sql(bytes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        assert_sound(&bytes);
    }

    #[test]
    fn no_tokens_make_it_panic(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..60)) {
        assert_sound(words.join(" ").as_bytes());
        assert_sound(words.concat().as_bytes());
    }
}

const WORDS: &[&str] = &[
    "fn",
    "f",
    "é",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    ",",
    ";",
    ":",
    "::",
    "=",
    "=>",
    "->",
    "#",
    "!",
    "$",
    "m!",
    "macro_rules!",
    "\"{x} {} {{ {y:w$}\"",
    "r#\"{z}\"#",
    "'a",
    "'b'",
    "1",
    "1.5",
    "impl",
    "struct",
    "enum",
    "let",
    "mut",
    "match",
    "if",
    "else",
    "for",
    "in",
    "select!",
    "json!",
    "table!",
    "%",
    "?",
    "..",
    "&",
    "*",
    "|",
    "async",
    "pub",
    "where",
    "\n",
    "\r\n",
    "//c\n",
    "/*",
    "*/",
    "\"",
    "CREATE TABLE",
    "ALTER TABLE",
    "ADD",
    "$a$",
    "self",
    "crate",
    "$x:expr",
    "$($x),*",
];
