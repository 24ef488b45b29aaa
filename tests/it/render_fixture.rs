//! A small hand-made run that every format is tested on: two files, a policy, one finding of each shape.

use indexmap::IndexMap;
use privacy_lint::model::card::Card;
use privacy_lint::model::finding::{AnchorRef, Finding, Fix, Level, Related};
use privacy_lint::model::inventory::*;
use privacy_lint::model::outcome::Outcome;
use privacy_lint::model::place::Region;
use privacy_lint::model::project::{Package, Project, SourceFile, Target, TargetKind};
use privacy_lint::policy::*;
use privacy_lint::render::{Look, Run};
use std::sync::Arc;

pub(crate) const SIGNUP: &str = "\
use serde::Deserialize;

#[derive(Deserialize)]
pub struct SignUp {
    pub email: String,
    pub nickname: String,
}

pub fn register(form: SignUp) {
    let masked = form.email.clone();
    tracing::info!(email = %masked, \"registered\");
}
";

pub(crate) const POLICY: &str = "\
version = 1

[documents.notice]
kind = \"notice\"

[categories.name-and-contact-data]
covers = [\"user.name\"]
anchor = { quote = \"Your first and last name\", line = 60 }

[purposes.advertise]
title = \"Advertise and market to you\"
";

pub(crate) fn region(line: u32, column: u32, end_column: u32) -> Region {
    Region { line, column, end_line: line, end_column }
}

pub(crate) fn text(path: &str) -> Option<Arc<str>> {
    match path {
        "src/signup.rs" => Some(SIGNUP.into()),
        "policy.toml" => Some(POLICY.into()),
        _ => None,
    }
}

/// The region of the first `needle` in a text, found by hand-written words and not by the tool.
pub(crate) fn find(text: &str, needle: &str) -> Region {
    let at = text.find(needle).expect("the fixture holds it");
    let line = text[..at].matches('\n').count() as u32 + 1;
    let column = text[..at].rsplit('\n').next().unwrap_or("").chars().count() as u32 + 1;
    region(line, column, column + needle.chars().count() as u32)
}

fn entry(id: &str, title: &str, region: Region) -> Entry {
    Entry { id: id.into(), title: title.into(), region, ..Entry::default() }
}

pub(crate) fn policy() -> Policy {
    let anchor =
        Anchor { document: "notice".into(), quote: "Your first and last name".into(), line: 60, ..Anchor::default() };
    let mut contact = entry("name-and-contact-data", "Name and contact data", find(POLICY, "name-and-contact-data"));
    contact.anchors.push(anchor);
    let document = Document {
        entry: entry("notice", "Example Privacy Statement", find(POLICY, "notice")),
        kind: "notice".into(),
        updated: Some("2020-11".into()),
        ..Document::default()
    };
    Policy {
        path: "policy.toml".into(),
        text: POLICY.into(),
        digest: "d1".into(),
        documents: IndexMap::from([("notice".into(), document)]),
        categories: IndexMap::from([(
            "name-and-contact-data".into(),
            Category { entry: contact, covers: vec![("user.name".into(), Region::default())], ..Category::default() },
        )]),
        purposes: IndexMap::from([(
            "advertise".into(),
            Purpose {
                entry: entry("advertise", "Advertise and market to you", find(POLICY, "advertise")),
                ..Purpose::default()
            },
        )]),
        ..Policy::default()
    }
}

pub(crate) fn undeclared() -> Finding {
    Finding {
        lint: "undeclared_collection".into(),
        level: Level::Deny,
        path: "src/signup.rs".into(),
        region: find(SIGNUP, "email"),
        message: "`SignUp::email` collects `user.contact.email`, which no category of the policy covers".into(),
        label: "collected here, from the request".into(),
        help: "if the statement covers it, add the key to a category's `covers`; if not, stop collecting it or change the statement".into(),
        key: Some("user.contact.email".into()),
        group: "demo::signup::SignUp user.contact.email".into(),
        item: "demo::signup::SignUp::email".into(),
        anchor: Some(AnchorRef {
            document: "notice".into(),
            quote: "Your first and last name".into(),
            line: 60,
            sentence: None,
        }),
        related: vec![Related {
            path: "policy.toml".into(),
            line: 7,
            region: find(POLICY, "[\"user.name\"]"),
            message: "the nearest category covers only these".into(),
        }],
        fingerprint: "f00d01".into(),
        ..Finding::default()
    }
}

pub(crate) fn leak() -> Finding {
    let at = find(SIGNUP, "tracing::info!");
    Finding {
        lint: "sensitive_log".into(),
        level: Level::Warn,
        path: "src/signup.rs".into(),
        region: at,
        message: "`user.contact.email` is written to a log".into(),
        label: "logged here".into(),
        help: "log an id instead, or redact it".into(),
        key: Some("user.contact.email".into()),
        group: "demo::signup::SignUp user.contact.email".into(),
        item: "demo::signup::register".into(),
        related: vec![
            Related {
                path: "src/signup.rs".into(),
                line: 5,
                region: find(SIGNUP, "email"),
                message: "collected".into(),
            },
            Related {
                path: "src/signup.rs".into(),
                line: 10,
                region: find(SIGNUP, "masked"),
                message: "bound to `masked`".into(),
            },
        ],
        fingerprint: "f00d02".into(),
        ..Finding::default()
    }
}

pub(crate) fn unused() -> Finding {
    let at = find(POLICY, "advertise");
    Finding {
        lint: "unused_declaration".into(),
        level: Level::Warn,
        path: "policy.toml".into(),
        region: at,
        message: "the purpose `advertise` is declared, and no code has it".into(),
        label: "declared here".into(),
        help: "remove it, or annotate the code that does it".into(),
        group: "purpose advertise".into(),
        fingerprint: "f00d03".into(),
        fix: Some(Fix {
            title: "remove the declaration".into(),
            machine_applicable: true,
            path: "policy.toml".into(),
            start: POLICY.find("[purposes.advertise]").unwrap_or(0) as u32,
            end: POLICY.len() as u32,
            replacement: String::new(),
        }),
        ..Finding::default()
    }
}

pub(crate) fn inventory() -> Inventory {
    let email = Point {
        id: "p1".into(),
        path: "src/signup.rs".into(),
        region: find(SIGNUP, "email"),
        item: "demo::signup::SignUp::email".into(),
        name: "email".into(),
        keys: vec!["user.contact.email".into()],
        found_by: vec![FoundBy::Detected],
        confidence: Confidence::Likely,
        states: vec![DatumState::Collected],
        group: "demo::signup::SignUp user.contact.email".into(),
        krate: "demo".into(),
        evidence: vec![Evidence {
            rule: "contact/email".into(),
            reason: "named `email` in a `Deserialize` type".into(),
            supports: true,
        }],
        ..Point::default()
    };
    let nickname = Point {
        id: "p2".into(),
        path: "src/signup.rs".into(),
        region: find(SIGNUP, "nickname"),
        item: "demo::signup::SignUp::nickname".into(),
        name: "nickname".into(),
        categories: vec!["name-and-contact-data".into()],
        keys: vec!["user.name".into()],
        found_by: vec![FoundBy::Annotated, FoundBy::Detected],
        sources: vec!["you".into()],
        states: vec![DatumState::Collected],
        krate: "demo".into(),
        ..Point::default()
    };
    let sink = find(SIGNUP, "tracing::info!");
    let flow = Flow {
        id: "f1".into(),
        point: Some("p1".into()),
        source: FlowSource {
            path: "src/signup.rs".into(),
            line: 5,
            ty: Some("SignUp".into()),
            ..FlowSource::default()
        },
        sink: Sink {
            path: "src/signup.rs".into(),
            line: sink.line,
            column: sink.column,
            end_line: sink.line,
            kind: SinkKind::Log,
            api: "tracing::info!".into(),
            recipient: None,
        },
        keys: vec!["user.contact.email".into()],
        steps: vec![
            Step { path: "src/signup.rs".into(), line: 5, what: "field `email`".into() },
            Step { path: "src/signup.rs".into(), line: 10, what: "bound to `masked`".into() },
            Step { path: "src/signup.rs".into(), line: 11, what: "logged by `tracing::info!`".into() },
        ],
        ..Flow::default()
    };
    let declaration = |kind: &str, id: &str, title: &str, line, used_by: &[&str], state| Declaration {
        kind: kind.into(),
        id: id.into(),
        title: title.into(),
        line,
        used_by: used_by.iter().map(ToString::to_string).collect(),
        state,
        anchor: None,
    };
    Inventory {
        points: vec![email, nickname],
        flows: vec![flow],
        declarations: vec![
            declaration("category", "name-and-contact-data", "Name and contact data", 6, &["p2"], Usage::Used),
            declaration("purpose", "advertise", "Advertise and market to you", 10, &[], Usage::Unused),
        ],
        gaps: vec![Gap { path: "src/odd.rs".into(), line: 3, reason: "an item does not parse".into() }],
        scope: Scope { files: 2, lines: 14, bytes: 300, packages: vec!["demo".into()], left_out: vec![] },
        ..Inventory::default()
    }
}

pub(crate) fn outcome() -> Outcome {
    let mut waived = leak();
    waived.lint = "unannotated_collection".into();
    waived.fingerprint = "f00d04".into();
    Outcome {
        packs: vec!["std@0.1.0".into()],
        policy: Some(("policy.toml".into(), "d1".into())),
        inventory: inventory(),
        findings: vec![unused(), undeclared(), leak()],
        waived: vec![(waived, "until the new logger is in (team-a, until 2026-12-31)".into())],
        errors: vec![],
        notes: vec!["anchors not checked: the text of notice is not at hand".into()],
    }
}

pub(crate) fn cards() -> Vec<Card> {
    ["undeclared_collection", "sensitive_log", "unused_declaration", "unannotated_collection"]
        .map(|id| Card {
            id: id.into(),
            group: "code".into(),
            default: if id == "undeclared_collection" { Level::Deny } else { Level::Warn },
            summary: format!("what {id} is about"),
            what: "Looks at each point.".into(),
            why: "People were told something else.".into(),
            how_to_fix: "Declare it\nor stop.\n\n    // PRIVACY: credentials".into(),
            limits: "Sees Rust alone.".into(),
            ..Card::default()
        })
        .to_vec()
}

pub(crate) fn project() -> Project {
    Project {
        packages: vec![Package {
            name: "demo".into(),
            manifest: "Cargo.toml".into(),
            edition: 2024,
            targets: vec![Target { kind: TargetKind::Lib, name: "demo".into(), root: "src/lib.rs".into() }],
            selected: true,
            ..Package::default()
        }],
        files: vec![SourceFile {
            path: "src/signup.rs".into(),
            package: Some(0),
            language: privacy_lint::model::project::Language::Rust,
            size: 300,
        }],
        ..Project::default()
    }
}

/// Everything owned that a run borrows.
pub(crate) struct Bench {
    pub(crate) outcome: Outcome,
    pub(crate) policy: Policy,
    pub(crate) cards: Vec<Card>,
    pub(crate) project: Project,
    pub(crate) look: Look,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { outcome: outcome(), policy: policy(), cards: cards(), project: project(), look: Look::default() }
    }

    pub(crate) fn run(&self) -> Run<'_> {
        Run {
            outcome: &self.outcome,
            policy: Some(&self.policy),
            texts: &text,
            cards: &self.cards,
            project: Some(&self.project),
            root: "/w",
            look: &self.look,
        }
    }
}

/// Compares with `tests/goldens/NAME`; `BLESS=1` writes it.
pub(crate) fn golden(name: &str, actual: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(&path, actual).expect("the golden can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{name} differs; BLESS=1 writes it. Now:\n{actual}");
}
