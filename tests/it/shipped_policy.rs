//! Every entry of the shipped policy can be annotated without a finding, and violated with a finding at the very word.

use crate::project::{Marked, Project};
use privacy_lint::policy::{Allowed, Category, CombineAt, Deny, Policy, Predicate, Rule, load};
use std::collections::BTreeSet;

/// What needs permission names this gate; what is of a special category is claimed by an activity with a condition.
const GATE: &str = "pub fn asked() -> bool {\n    true\n}\n\n";
const ACTIVITY: &str =
    "\n[activities.test]\ncode = [\"app::*\"]\nspecial_condition = \"9(2)(a)\"\ninternal = \"a test\"\n";

fn text() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policy.toml");
    std::fs::read_to_string(path).expect("the shipped policy") + ACTIVITY
}

fn policy() -> Policy {
    let no_base = |path: &str| panic!("{path} is not asked for");
    let lints: Vec<&str> = privacy_lint::check::LINTS.iter().map(|lint| lint.name).collect();
    load("policy.toml", &text(), &no_base, &lints).expect("the shipped policy is well formed")
}

/// Annotated code, and the findings that it shall have.
struct Sheet {
    code: String,
    expected: BTreeSet<(String, u32, u32, u32)>,
    entries: u32,
}

impl Sheet {
    fn new() -> Self {
        Self { code: GATE.to_owned(), expected: BTreeSet::new(), entries: 0 }
    }

    /// An annotated struct without a finding.
    fn clean(&mut self, sentence: &str) {
        self.entries += 1;
        self.code += &format!("// PRIVACY: {sentence}\npub struct Item{}(pub u32);\n\n", self.entries);
    }

    /// An annotated struct with a finding at the last of these words.
    fn wrong(&mut self, lint: &str, word: &str, sentence: &str) {
        let line = self.code.lines().count() as u32 + 1;
        let at = sentence.rfind(word).expect("a word of the sentence");
        let column = ("// PRIVACY: ".len() + at) as u32 + 1;
        self.expected.insert((lint.to_owned(), line, column, column + word.len() as u32));
        self.clean(sentence);
    }

    fn run(&self, policy: &str) {
        let project = Project::new();
        project.put("policy.toml", policy);
        project.put("src/lib.rs", &self.code);
        let outcome = project.check(&[]);
        assert!(outcome.errors.is_empty(), "{:#?}", outcome.errors);
        let told = outcome.findings.iter().filter(|finding| finding.lint != "unused_declaration");
        let found: BTreeSet<(String, u32, u32, u32)> = told
            .map(|finding| {
                let place = Marked::of(finding);
                assert_eq!(place.path, "src/lib.rs", "{}", finding.message);
                (finding.lint.clone(), place.line, place.column, place.end)
            })
            .collect();
        let numbered: String =
            self.code.lines().enumerate().map(|(at, line)| format!("{:4} {line}\n", at + 1)).collect();
        let missing: Vec<_> = self.expected.difference(&found).collect();
        let surplus: Vec<_> = found.difference(&self.expected).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "missing {missing:#?}\nsurplus {surplus:#?}\n{numbered}");
    }
}

/// A source that the policy allows for a category and that asks no permission, else `you`.
fn source(policy: &Policy, category: &Category) -> String {
    let asks = |id: &str| policy.sources[id].choice.is_some();
    match &category.sources {
        Allowed::Ids(ids) => ids.iter().find(|id| !asks(id)).unwrap_or(&ids[0]).clone(),
        _ => "you".to_owned(),
    }
}

/// A category that says of which sources it comes, the given one among them or not.
fn with_source<'p>(policy: &'p Policy, source: &str, among: bool) -> Option<&'p str> {
    let suits = |category: &&Category| match &category.sources {
        Allowed::Ids(ids) => plain(category) && ids.iter().any(|id| id == source) == among,
        _ => plain(category) && among,
    };
    policy.categories.values().find(suits).map(|category| category.entry.id.as_str())
}

fn plain(category: &Category) -> bool {
    !category.heading && !category.catch_all
}

#[test]
fn every_category() {
    let policy = policy();
    assert_eq!(policy.categories.values().filter(|category| !category.heading).count(), 28);
    let mut sheet = Sheet::new();
    for (id, category) in &policy.categories {
        let from = source(&policy, category);
        let rest = format!("from {from} for provide-products under contract when asked");
        match plain(category) {
            true => sheet.clean(&format!("{id} {rest}")),
            false => sheet.wrong("too_broad_category", id, &format!("{id} {rest}")),
        }
        let typo = format!("{id}-x");
        sheet.wrong("undeclared_category", &typo, &format!("{typo} {rest}"));
        for element in category.elements.keys().filter(|_| plain(category)) {
            sheet.clean(&format!("{id}.{element} {rest}"));
        }
        if plain(category) {
            sheet.wrong("undeclared_category", "no-such-part", &format!("{id}.no-such-part {rest}"));
        }
    }
    sheet.run(&text());
}

#[test]
fn every_source() {
    let policy = policy();
    assert_eq!(policy.sources.len(), 10);
    let mut sheet = Sheet::new();
    for (id, source) in &policy.sources {
        let rest = "for provide-products under contract";
        if let Some(category) = with_source(&policy, id, true) {
            sheet.clean(&format!("{category} from {id} {rest} when asked"));
            if source.choice.is_some() {
                sheet.wrong(
                    "missing_gate",
                    &format!("{category} from {id} {rest}"),
                    &format!("{category} from {id} {rest}"),
                );
            }
        }
        let other = with_source(&policy, id, false).unwrap_or("bought-data");
        sheet.wrong("undeclared_source", id, &format!("{other} {rest} when asked from {id}"));
        let typo = format!("{id}-x");
        sheet.wrong("undeclared_source", &typo, &format!("{other} {rest} from {typo}"));
    }
    // Everybody may give every category of the shipped policy something; a house can be stricter.
    sheet.run(&(text() + "\n[categories.bought-data]\nsources = [\"data-brokers\"]\n"));
}

#[test]
fn every_purpose() {
    let policy = policy();
    let mut sheet = Sheet::new();
    for id in policy.purposes.keys() {
        sheet.clean(&format!("credentials from you for {id} under contract"));
        let typo = format!("{id}-x");
        sheet.wrong("undeclared_purpose", &typo, &format!("credentials from you under contract for {typo}"));
    }
    sheet.run(&text());
    // The statement allocates no purpose; a house that narrows them is held to that.
    for narrowed in ["provide-products", "operate-business"] {
        let text = text().replace("purposes = \"*\"", &format!("purposes = [\"{narrowed}\"]"));
        let mut sheet = Sheet::new();
        for id in policy.purposes.keys() {
            let sentence = format!("credentials from you under contract for {id}");
            match policy.is_purpose_below(id, narrowed) {
                true => sheet.clean(&sentence),
                false => sheet.wrong("undeclared_purpose", id, &sentence),
            }
        }
        sheet.run(&text);
    }
}

#[test]
fn every_legal_basis() {
    let policy = policy();
    assert_eq!(policy.bases.len(), 4);
    let sentence = |basis: &str| format!("credentials from you for provide-products under {basis}");
    let mut sheet = Sheet::new();
    for id in policy.bases.keys() {
        sheet.clean(&sentence(id));
        let typo = format!("{id}-x");
        sheet.wrong("unstated_basis", &typo, &sentence(&typo));
    }
    sheet.run(&text());
    for stated in policy.bases.keys() {
        let text = text() + &format!("bases = [\"{stated}\"]\n");
        let mut sheet = Sheet::new();
        for id in policy.bases.keys() {
            match id == stated {
                true => sheet.clean(&sentence(id)),
                false => sheet.wrong("unstated_basis", id, &sentence(id)),
            }
        }
        sheet.run(&text);
    }
}

#[test]
fn every_method_subject_store_and_product() {
    let policy = policy();
    let mut sheet = Sheet::new();
    let mut both = |id: &str, sentence: &dyn Fn(&str) -> String| {
        sheet.clean(&sentence(id));
        let typo = format!("{id}-x");
        sheet.wrong("malformed_annotation", &typo, &sentence(&typo));
    };
    for id in policy.processing.keys() {
        both(id, &|id| format!("processes searches-and-commands by {id}"));
    }
    for id in policy.subjects.keys() {
        both(id, &|id| format!("credentials from you for provide-products under contract of {id}"));
    }
    for id in policy.stores.keys() {
        both(id, &|id| format!("stores communications in {id}"));
    }
    for id in policy.products.keys() {
        both(id, &|id| format!("credentials from you for provide-products under contract on {id}"));
    }
    sheet.run(&text());
}

#[test]
fn every_rule() {
    let policy = policy();
    assert!(policy.rules.len() >= 2);
    let mut sheet = Sheet::new();
    for rule in &policy.rules {
        match &rule.deny {
            Deny::Combine { of, at } => combination(&policy, rule, of, at, &mut sheet),
            Deny::Processing { method, of } => processing(&policy, rule, method, of, &mut sheet),
            other => panic!("this test has no snippet for {other:?} yet"),
        }
    }
    sheet.run(&text());
}

fn combination(policy: &Policy, rule: &Rule, of: &[Predicate], at: &[CombineAt], sheet: &mut Sheet) {
    assert!(at.contains(&CombineAt::Type), "{}: this test speaks of types", rule.entry.id);
    let fields: Vec<String> = of.iter().filter_map(|predicate| one_of(policy, predicate)).collect();
    for broken in [false, true] {
        sheet.entries += 1;
        if broken && of.contains(&Predicate::Unauthenticated) {
            sheet.code += "// PRIVACY: unauthenticated\n";
        }
        sheet.code += &format!("pub struct Item{} {{\n", sheet.entries);
        for (at, category) in fields.iter().enumerate() {
            let from = source(policy, &policy.categories[category.as_str()]);
            sheet.code +=
                &format!("    // PRIVACY: {category} from {from} for provide-products under contract when asked\n");
            if broken && at + 1 == fields.len() {
                let line = sheet.code.lines().count() as u32 + 1;
                sheet.expected.insert(("forbidden_combination".to_owned(), line, 9, 15));
            }
            sheet.code += &format!("    pub value{at}: u32,\n");
        }
        sheet.code += "}\n\n";
    }
}

fn processing(policy: &Policy, rule: &Rule, method: &str, of: &Predicate, sheet: &mut Sheet) {
    let category = one_of(policy, of).expect("a category");
    let sentence = match policy.processing[method].kind.as_str() {
        "human" => format!("reviews {category}"),
        "training" => format!("trains on {category}"),
        _ => format!("processes {category} by {method}"),
    };
    sheet.wrong("forbidden_processing", &sentence, &sentence);
    let transform = rule.except.iter().find_map(|except| except.transform.as_ref()).expect("a transform is excepted");
    sheet.clean(&format!("{transform} {category}; {sentence}"));
}

/// A category of which a predicate holds; none for what is no category.
fn one_of(policy: &Policy, predicate: &Predicate) -> Option<String> {
    let direct = |wanted: bool| policy.categories.values().find(|c| plain(c) && c.identifies_directly == Some(wanted));
    match predicate {
        Predicate::Category(id) => Some(id.clone()),
        Predicate::Identifies(wanted) => direct(*wanted).map(|category| category.entry.id.clone()),
        Predicate::Any(any) => any.iter().find_map(|predicate| one_of(policy, predicate)),
        _ => None,
    }
}

/// What the statement names nowhere, not even by "such as": collecting it is undeclared, and must be.
const NOT_NAMED: [&str; 9] = [
    "user.biometrics",
    "user.criminal_history",
    "user.demographic.political_opinion",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.sexual_orientation",
    "user.demographic.union_membership",
    "user.government_id",
    "user.health",
];

#[test]
fn every_key_that_a_pack_can_find_has_a_category() {
    let policy = policy();
    let detectors = privacy_lint::packs::load(&[]).expect("the built-in packs");
    let found = detectors.found_keys();
    assert!(found.len() > 80, "{found:?}");
    let category = |key: &str| policy.category_of_key(key).map(|covered| covered.category.entry.id.clone());
    for key in found {
        let is_voice = key == "user.biometrics.voice";
        let named = is_voice || !NOT_NAMED.iter().any(|prefix| privacy_lint::model::dotted::is_within(key, prefix));
        assert_eq!(category(key).is_some(), named, "{key}: {:?}", category(key));
    }
    for (key, wanted) in [
        ("user.account.external_id", "name-and-contact-data"),
        ("user.account", "name-and-contact-data"),
        ("user.unique_id", "name-and-contact-data"),
        ("user.device.hardware", "device-connectivity-and-configuration-data"),
        ("user.account.history", "payment-and-account-history"),
        ("user.authorization.token", "credentials"),
        ("user.financial", "payment-data"),
    ] {
        assert_eq!(category(key).as_deref(), Some(wanted), "{key}");
    }
}

/// What the statement names in no category is no category's: the finding says which data key nobody covers.
#[test]
fn what_the_statement_does_not_name_is_undeclared_and_called_by_its_key() {
    let uncovered = [
        ("medical_condition", "user.health.condition"),
        ("diagnosis", "user.health.medical_diagnosis"),
        ("medical_record_number", "user.health.record_id"),
        ("passport_number", "user.government_id.passport_number"),
        ("social_security_number", "user.government_id.national_identification_number"),
        ("criminal_record", "user.criminal_history"),
        ("face_template", "user.biometrics"),
        ("fingerprint_image", "user.biometrics.fingerprint"),
        ("religion", "user.demographic.religious_belief"),
        ("ethnicity", "user.demographic.race_ethnicity"),
        ("political_opinion", "user.demographic.political_opinion"),
        ("sexual_orientation", "user.demographic.sexual_orientation"),
        ("union_membership", "user.demographic.union_membership"),
    ];
    let fields: String = uncovered.iter().map(|(name, _)| format!("    pub {name}: String,\n")).collect();
    let project = Project::new();
    project.put("policy.toml", &text());
    project.put("src/lib.rs", &format!("#[derive(serde::Deserialize)]\npub struct Patient {{\n{fields}}}\n"));
    let outcome = project.check(&[]);
    assert!(outcome.errors.is_empty(), "{:#?}", outcome.errors);
    let found: Vec<(&str, u32, &str)> = outcome
        .findings
        .iter()
        .filter(|finding| finding.path == "src/lib.rs")
        .map(|finding| (finding.lint.as_str(), finding.region.line, finding.message.as_str()))
        .collect();
    let wanted: Vec<String> = uncovered
        .iter()
        .map(|(name, key)| format!("`{name}` collects `{key}`, which no category of the policy covers"))
        .collect();
    let expected: Vec<(&str, u32, &str)> =
        wanted.iter().zip(3..).map(|(message, line)| ("undeclared_collection", line, message.as_str())).collect();
    assert_eq!(found, expected);
}
