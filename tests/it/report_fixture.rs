//! A shop of three crates, four activities, five recipients and two products, made by hand for the report.

use indexmap::IndexMap;
use privacy_lint::model::finding::{AnchorRef, Finding, Level};
use privacy_lint::model::inventory::*;
use privacy_lint::model::outcome::Outcome;
use privacy_lint::model::place::Region;
use privacy_lint::policy::*;

fn entry(id: &str, title: &str, line: u32, quote: Option<(&str, u32)>) -> Entry {
    let anchors =
        quote.map(|(quote, line)| Anchor { document: "notice".into(), quote: quote.into(), line, ..Anchor::default() });
    Entry {
        id: id.into(),
        title: title.into(),
        region: Region { line, column: 1, end_line: line, end_column: 2 },
        anchors: anchors.into_iter().collect(),
        ..Entry::default()
    }
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn keyed<T>(entries: Vec<(&str, T)>) -> IndexMap<String, T> {
    entries.into_iter().map(|(id, entry)| (id.to_string(), entry)).collect()
}

pub(crate) fn policy() -> Policy {
    let category = |id: &str, title: &str, line, quote, covers: &[&str]| Category {
        entry: entry(id, title, line, Some((quote, line + 40))),
        covers: covers.iter().map(|key| (key.to_string(), Region::default())).collect(),
        recipients: Allowed::NotStated,
        ..Category::default()
    };
    let mut location =
        category("location-data", "Location data", 40, "Data about your device's location", &["user.location"]);
    location.choice = Some(Choice::OptIn);
    location.sensitivity = Sensitivity::High;
    location.retention = Retention::Days(30);
    location.purposes = Allowed::Ids(ids(&["deliver-orders"]));
    let mut precise = category(
        "precise-location",
        "Precise location",
        48,
        "Precise location data can be GPS data",
        &["user.location.precise"],
    );
    precise.parent = Some("location-data".into());
    let recipient = |id: &str, title: &str, role: &str, countries: &[&str]| Recipient {
        entry: entry(id, title, 90, None),
        role: Some(role.into()),
        countries: ids(countries),
        safeguard: (countries == ["US"]).then(|| "standard contractual clauses".into()),
        ..Recipient::default()
    };
    let activity = |id: &str, title: &str, purposes: &[&str], bases: &[&str]| Activity {
        entry: entry(id, title, 120, None),
        role: Some("controller".into()),
        subjects: ids(&["customer"]),
        purposes: ids(purposes),
        bases: ids(bases),
        owner: Some("shop-team".into()),
        ..Activity::default()
    };
    let mut support = activity("support", "Helping customers of other shops", &["help-people"], &["contract"]);
    support.role = Some("processor".into());
    support.on_behalf_of = Some("partner shops".into());
    let mut delivery = activity("delivery", "Delivering orders", &["deliver-orders"], &["contract"]);
    delivery.retention = Retention::Days(30);
    delivery.dpia = Some("done 2024-05".into());
    delivery.recipients = ids(&["courier"]);
    let purpose = |id: &str, title: &str, quote| Purpose {
        entry: entry(id, title, 70, Some((quote, 30))),
        bases: ids(&["contract"]),
        ..Purpose::default()
    };
    let product = |id: &str, title: &str, crates: &[&str]| Product {
        entry: entry(id, title, 150, None),
        crates: ids(crates),
        ..Product::default()
    };
    Policy {
        path: "policy.toml".into(),
        digest: "5f2a".into(),
        organisation: Organisation { name: Some("Example Shop".into()), ..Organisation::default() },
        documents: keyed(vec![(
            "notice",
            Document {
                entry: entry("notice", "Example Shop Privacy Notice", 3, None),
                kind: "notice".into(),
                updated: Some("2024-03".into()),
                ..Document::default()
            },
        )]),
        sources: keyed(vec![
            (
                "you",
                Source {
                    entry: entry("you", "You", 10, Some(("You provide some of this data directly", 12))),
                    ..Source::default()
                },
            ),
            (
                "device",
                Source {
                    entry: entry("device", "Your device", 14, Some(("some of it by collecting data", 13))),
                    ..Source::default()
                },
            ),
            ("partners", Source { entry: entry("partners", "Partner shops", 18, None), ..Source::default() }),
        ]),
        purposes: keyed(vec![
            ("deliver-orders", purpose("deliver-orders", "Deliver orders", "to deliver what you order")),
            ("help-people", purpose("help-people", "Help people", "to help you with your questions")),
            ("advertise", purpose("advertise", "Advertise to you", "to show you advertising")),
        ]),
        bases: keyed(vec![("contract", Basis { entry: entry("contract", "Contract", 80, None), ..Basis::default() })]),
        recipients: keyed(vec![
            ("courier", recipient("courier", "Courier Ltd", "processor", &["DE"])),
            ("mailer", recipient("mailer", "Mailer Inc", "processor", &["US"])),
            ("payments", recipient("payments", "Payments AG", "controller", &["CH"])),
            ("crash-service", recipient("crash-service", "Crash Service", "processor", &["US"])),
            ("tax-office", recipient("tax-office", "Tax office", "authority", &[])),
        ]),
        stores: keyed(vec![(
            "orders-db",
            Store { entry: entry("orders-db", "Orders database", 110, None), retention: Retention::Days(3650) },
        )]),
        products: keyed(vec![
            ("shop", product("shop", "Shop", &["shop-*"])),
            ("desk", product("desk", "Help desk", &["desk"])),
        ]),
        categories: keyed(vec![
            (
                "contact-data",
                category(
                    "contact-data",
                    "Contact data",
                    30,
                    "Your name, email address and phone number",
                    &["user.contact", "user.name"],
                ),
            ),
            ("location-data", location),
            ("precise-location", precise),
            (
                "payment-data",
                category("payment-data", "Payment data", 52, "Data to process payments", &["user.financial"]),
            ),
            (
                "interests",
                category(
                    "interests",
                    "Interests",
                    58,
                    "Data about your interests and favorites",
                    &["user.preferences"],
                ),
            ),
        ]),
        activities: keyed(vec![
            ("accounts", activity("accounts", "Running customer accounts", &["deliver-orders"], &["contract"])),
            ("delivery", delivery),
            ("support", support),
            ("statistics", activity("statistics", "Counting what is used", &[], &[])),
        ]),
        promises: vec![Promise {
            entry: entry("no-sale", "We do not sell data", 160, Some(("We do not sell", 90))),
            checked_by: vec![],
            manual: Some("contracts are reviewed each year".into()),
        }],
        outside: vec![Outside {
            entry: entry("warehouse", "Reporting warehouse", 170, None),
            owner: Some("data-team".into()),
            categories: ids(&["contact-data"]),
            retention: Some("2 years".into()),
            ..Outside::default()
        }],
        ..Policy::default()
    }
}

struct Datum(&'static str, &'static str, &'static str, &'static str, Option<&'static str>, &'static str);

const DATA: [Datum; 9] = [
    Datum("shop_web::accounts::SignUp::email", "contact-data", "user.contact.email", "you", Some("accounts"), "shop"),
    Datum("shop_web::accounts::SignUp::name", "contact-data", "user.name", "you", Some("accounts"), "shop"),
    Datum(
        "shop_web::delivery::Address::street",
        "contact-data",
        "user.contact.address",
        "you",
        Some("delivery"),
        "shop",
    ),
    Datum(
        "shop_web::delivery::track(position)",
        "precise-location",
        "user.location.precise",
        "device",
        Some("delivery"),
        "shop",
    ),
    Datum(
        "shop_web::delivery::Ping::cell",
        "location-data",
        "user.location.imprecise",
        "device",
        Some("delivery"),
        "shop",
    ),
    Datum("shop_pay::Card::number", "payment-data", "user.financial.card", "you", Some("accounts"), "shop"),
    Datum("desk::ticket::Ticket::phone", "contact-data", "user.contact.phone", "partners", Some("support"), "desk"),
    Datum("desk::ticket::Ticket::illness", "", "user.health", "", Some("support"), "desk"),
    Datum("desk::metrics::ip", "", "user.device.ip", "", None, "desk"),
];

pub(crate) fn inventory() -> Inventory {
    let points: Vec<Point> = DATA
        .iter()
        .zip(1..)
        .map(|(datum, n)| Point {
            id: format!("p{n}"),
            path: format!(
                "{}/src/{}.rs",
                datum.0.split("::").next().unwrap_or("").replace('_', "-"),
                if n % 2 == 0 { "model" } else { "api" }
            ),
            region: Region { line: n * 7, column: 5, end_line: n * 7, end_column: 10 },
            item: datum.0.into(),
            name: datum.0.rsplit("::").next().unwrap_or("").into(),
            categories: ids(&[datum.1]).into_iter().filter(|id| !id.is_empty()).collect(),
            keys: ids(&[datum.2]),
            found_by: if datum.3.is_empty() {
                vec![FoundBy::Detected]
            } else {
                vec![FoundBy::Annotated, FoundBy::Detected]
            },
            sources: ids(&[datum.3]).into_iter().filter(|id| !id.is_empty()).collect(),
            purposes: if n <= 3 { ids(&["deliver-orders"]) } else { vec![] },
            product: Some(datum.5.into()),
            activity: datum.4.map(Into::into),
            states: vec![DatumState::Collected],
            krate: datum.0.split("::").next().unwrap_or("").into(),
            ..Point::default()
        })
        .collect();
    let flow = |n: u32, point: usize, kind: SinkKind, api: &str, recipient: Option<&str>, transforms: &[&str]| {
        let from: &Point = &points[point];
        Flow {
            id: format!("f{n}"),
            point: Some(from.id.clone()),
            source: FlowSource { path: from.path.clone(), line: from.region.line, ..FlowSource::default() },
            sink: Sink {
                path: from.path.clone(),
                line: 100 + n,
                column: 5,
                end_line: 100 + n,
                kind,
                api: api.into(),
                recipient: recipient.map(Into::into),
            },
            categories: from.categories.clone(),
            keys: from.keys.clone(),
            transforms: ids(transforms),
            state: if transforms.is_empty() { FlowState::Plain } else { FlowState::Pseudonymised },
            steps: vec![
                Step { path: from.path.clone(), line: from.region.line, what: "collected".into() },
                Step { path: from.path.clone(), line: 100 + n, what: format!("passed to {api}") },
            ],
            ..Flow::default()
        }
    };
    let flows = vec![
        flow(1, 0, SinkKind::Network, "lettre::SmtpTransport::send", Some("mailer"), &[]),
        flow(2, 0, SinkKind::Log, "tracing::info!", None, &[]),
        flow(3, 3, SinkKind::Network, "reqwest::RequestBuilder::json", Some("courier"), &[]),
        flow(4, 2, SinkKind::Network, "reqwest::RequestBuilder::json", Some("courier"), &[]),
        flow(5, 5, SinkKind::ExternalService, "stripe::Charge::create", Some("payments"), &[]),
        flow(6, 8, SinkKind::Telemetry, "posthog::capture", Some("posthog.example"), &["hash"]),
        flow(7, 1, SinkKind::Storage, "sqlx::query!", None, &[]),
        flow(8, 6, SinkKind::Storage, "sqlx::query!", None, &["hash"]),
    ];
    let mark = |n: u32, verb: &str, category: &str, object: &str, point: &str| MarkRow {
        id: format!("m{n}"),
        verb: verb.into(),
        categories: ids(&[category]),
        object: Some(object.into()),
        point: Some(point.into()),
        path: "shop-web/src/api.rs".into(),
        line: n,
        ..MarkRow::default()
    };
    Inventory {
        points,
        flows,
        marks: vec![
            mark(1, "stores", "contact-data", "orders-db", "p1"),
            mark(2, "discloses", "payment-data", "tax-office", "p6"),
        ],
        declarations: vec![Declaration {
            kind: "purpose".into(),
            id: "advertise".into(),
            title: "Advertise to you".into(),
            line: 70,
            used_by: vec![],
            state: Usage::Unused,
            anchor: None,
        }],
        rules: vec![],
        waivers: vec![WaiverRow {
            lint: "sensitive_log".into(),
            at: "shop_web::accounts::login".into(),
            path: "shop-web/src/api.rs".into(),
            line: 55,
            owner: Some("shop-team".into()),
            until: Some("2026-12-31".into()),
            reason: "until the new logger is in".into(),
            state: "used".into(),
        }],
        gaps: vec![Gap { path: "desk/src/odd.rs".into(), line: 3, reason: "an item does not parse".into() }],
        scope: Scope {
            files: 41,
            lines: 5120,
            bytes: 160_000,
            packages: ids(&["desk", "shop-pay", "shop-web"]),
            left_out: vec![],
        },
    }
}

pub(crate) fn outcome() -> Outcome {
    let finding = |lint: &str, level, message: &str, line, print: &str| Finding {
        lint: lint.into(),
        level,
        path: "desk/src/model.rs".into(),
        region: Region { line, column: 5, end_line: line, end_column: 12 },
        message: message.into(),
        help: "declare it in a category, or stop collecting it".into(),
        group: print.into(),
        fingerprint: print.into(),
        ..Finding::default()
    };
    let mut health = finding(
        "undeclared_collection",
        Level::Deny,
        "`Ticket::illness` collects `user.health`, which no category covers",
        56,
        "aa01",
    );
    health.anchor = Some(AnchorRef {
        document: "notice".into(),
        quote: "Your name, email address and phone number".into(),
        line: 70,
        sentence: None,
    });
    Outcome {
        packs: vec!["std@0.1.0".into()],
        policy: Some(("policy.toml".into(), "5f2a".into())),
        inventory: inventory(),
        findings: vec![
            health,
            finding(
                "unused_declaration",
                Level::Warn,
                "the purpose `advertise` is declared, and no code has it",
                70,
                "aa02",
            ),
        ],
        ..Outcome::default()
    }
}
