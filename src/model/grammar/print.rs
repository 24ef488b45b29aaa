//! Clauses come in, the shortest sentence that says them goes out.

use crate::model::mark::{CategoryRef, Clause, Options, Verb, Word};

/// The canonical form: `collects` is left out, options stand in the order of the grammar. A clause whose reason
/// runs to the end of its line is followed by a line break, so that `parse` reads the same clauses again.
pub fn print(clauses: &[Clause]) -> String {
    let mut text = String::new();
    for (at, clause) in clauses.iter().enumerate() {
        if at > 0 {
            let reason_before = matches!(clauses[at - 1].verb, Verb::NotPersonal(_) | Verb::Allow(_));
            text.push_str(if reason_before { "\n" } else { "; " });
        }
        text.push_str(&clause_text(clause));
    }
    text
}

fn clause_text(clause: &Clause) -> String {
    let categories = category_list(&clause.categories);
    let said = match &clause.verb {
        Verb::Collects => categories,
        Verb::Infers(from) => format!("infers {categories} from {}", category_list(from)),
        Verb::Stores(store) => format!("stores {categories} in {}", store.text),
        Verb::Discloses(recipient) => format!("discloses {categories} to {}", recipient.text),
        Verb::Logs => format!("logs {categories}"),
        Verb::Reviews => format!("reviews {categories}"),
        Verb::TrainsOn => format!("trains on {categories}"),
        Verb::Processes(method) => format!("processes {categories} by {}", method.text),
        Verb::Transforms(transform) => format!("{} {categories}", transform.verb()),
        Verb::Deletes(store) => format!("deletes {categories} from {}", store.text),
        Verb::Unauthenticated => "unauthenticated".into(),
        Verb::NotPersonal(reason) => format!("not personal: {}", reason.text),
        Verb::Allow(allow) => format!(
            "allow {} by {} until {}: {}",
            allow.lint.text, allow.owner.text, allow.until.text, allow.reason.text
        ),
    };
    said + &options_text(&clause.options)
}

fn options_text(options: &Options) -> String {
    let one = |word: &Option<Word>| word.iter().map(|word| word.text.clone()).collect::<String>();
    let parts = [
        ("from", word_list(&options.sources)),
        ("for", word_list(&options.purposes)),
        ("under", word_list(&options.bases)),
        ("when", one(&options.gate)),
        ("of", word_list(&options.subjects)),
        ("kept", one(&options.kept)),
        ("on", one(&options.product)),
        ("in", one(&options.activity)),
    ];
    parts.iter().filter(|(_, said)| !said.is_empty()).map(|(key, said)| format!(" {key} {said}")).collect()
}

fn word_list(words: &[Word]) -> String {
    join(words.iter().map(|word| word.text.clone()).collect())
}

fn category_list(categories: &[CategoryRef]) -> String {
    let text = |category: &CategoryRef| match &category.element {
        Some(element) => format!("{}.{}", category.id.text, element.text),
        None => category.id.text.clone(),
    };
    join(categories.iter().map(text).collect())
}

fn join(mut words: Vec<String>) -> String {
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        Some(last) => last,
        None => String::new(),
    }
}
