//! Columns of `table!` and of migrations: what stands before them does not hide them, and what one migration adds counts
//! for what another created.

use privacy_lint::model::project::{Language, Project, SourceFile};
use privacy_lint::{detect, extract, link, packs};

/// The places (`file:line item`) that are found in these files.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let language = |path: &str| if path.ends_with(".sql") { Language::Sql } else { Language::Rust };
    let file = |&(path, text): &(&str, &str)| SourceFile {
        path: path.to_owned(),
        package: None,
        language: language(path),
        size: text.len() as u64,
    };
    let project = Project { files: files.iter().map(file).collect(), ..Project::default() };
    let facts = files.iter().map(|(path, text)| extract::one(language(path), text.as_bytes()));
    let ws = link::link(project, facts.collect());
    let detectors = packs::load(&[]).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let place = |point: &detect::Detection| {
        let line = ws.files[point.file].lines.line(point.span.start);
        format!("{}:{line} {}", ws.project.files[point.file].path, point.item)
    };
    detect::detect(&ws, &detectors).iter().map(place).collect()
}

#[test]
fn a_table_with_imports_before_it() {
    let text = "diesel::table! {\n    use diesel::sql_types::*;\n    use crate::schema::sql_types::Kind;\n\n    users (id) {\n        \
                id -> Int4,\n        email -> Nullable<Varchar>,\n        kind -> Kind,\n    }\n}\n";
    assert_eq!(found(&[("src/schema.rs", text)]), ["src/schema.rs:7 users.email"]);
}

#[test]
fn a_column_that_another_migration_adds_tells_whose_the_row_is() {
    let create = "CREATE TABLE notes (\n    id BIGINT PRIMARY KEY,\n    body TEXT NOT NULL\n);\n";
    let alter = "ALTER TABLE notes ADD COLUMN user_id BIGINT;\n";
    assert_eq!(found(&[("migrations/1.sql", create)]), Vec::<String>::new());
    let whole = found(&[("migrations/1.sql", create), ("migrations/2.sql", alter)]);
    assert_eq!(whole, ["migrations/1.sql:3 notes.body"]);
}

#[test]
fn an_added_column_is_judged_by_what_was_there() {
    let create = "CREATE TABLE notes (\n    id BIGINT PRIMARY KEY,\n    user_id BIGINT NOT NULL\n);\n";
    let alter = "ALTER TABLE notes\n    ADD COLUMN body TEXT;\n";
    let whole = found(&[("migrations/1.sql", create), ("migrations/2.sql", alter)]);
    assert_eq!(whole, ["migrations/2.sql:2 notes.body"]);
}

#[test]
fn tables_of_tests_are_tests() {
    let create = "CREATE TABLE users (\n    email TEXT\n);\n";
    assert_eq!(found(&[("migrations/1.sql", create)]), ["migrations/1.sql:2 users.email"]);
    let test = |path: &str| {
        let language = Language::Sql;
        let file = SourceFile { path: path.to_owned(), package: None, language, size: 1 };
        let project = Project { files: vec![file], ..Project::default() };
        let ws = link::link(project, vec![extract::one(language, create.as_bytes())]);
        let detectors = packs::load(&[]).expect("the built-in packs");
        detect::detect(&ws, &detectors).iter().all(|point| point.test)
    };
    for path in [
        "tests/cases/1.sql",
        "e2e_test/1.sql",
        "db/fixtures/1.sql",
        "benchmarks/src/shop.sql",
        "speed/bench_data/shop.sql",
        "crates/sync/test_old_migrations/1.sql",
    ] {
        assert!(test(path), "{path}");
    }
    assert!(!test("db/1.sql") && !test("contest/1.sql"));
}

#[test]
fn the_key_of_a_row_in_bytes_names_nobody() {
    let create =
        "CREATE TABLE _session (\n    user BLOB NOT NULL REFERENCES _user(id),\n    refresh_token TEXT NOT NULL\n);\n";
    assert_eq!(found(&[("migrations/1.sql", create)]), ["migrations/1.sql:3 _session.refresh_token"]);
}

#[test]
fn columns_that_only_a_query_names() {
    let save = "fn save(db: &Db) {\n    db.execute(\n        \"INSERT INTO members (email, rank)\n         \
                VALUES (?1, ?2)\",\n    );\n    db.execute(\"INSERT INTO members (email) VALUES (?1)\");\n}\n";
    assert_eq!(found(&[("src/db.rs", save)]), ["src/db.rs:3 members.email"]);
    // Where the table is created, that is the place.
    let create = "CREATE TABLE members (\n    email TEXT\n);\n";
    let both = found(&[("migrations/1.sql", create), ("src/db.rs", save)]);
    assert_eq!(both, ["migrations/1.sql:2 members.email"]);
}

#[test]
fn a_count_of_tokens_lets_nobody_in() {
    let table = |ty: &str| format!("CREATE TABLE asked (\n    user_id String,\n    token {ty}\n);\n");
    assert_eq!(found(&[("migrations/1/up.sql", &table("UInt64"))]), Vec::<String>::new());
    assert_eq!(found(&[("migrations/1/up.sql", &table("TEXT"))]), ["migrations/1/up.sql:3 asked.token"]);
}
