//! Blocks about legal bases come in; the bases that they name go out, and no others.

use super::context::Context;
use super::tables::Table;
use super::{Basis, Derived, Found, merge};
use crate::statement::block::Text;
use crate::statement::ids::id;
use crate::statement::role::Role;
use crate::statement::sentence::{folded, says, sentences};

/// Id, title, article of the GDPR, words.
const KNOWN: [(&str, &str, &str, &[&str]); 6] = [
    ("consent", "Consent", "6(1)(a)", &["with your consent", "your consent", "consent", "consented"]),
    ("contract", "Contract", "6(1)(b)", &["contract", "contracts", "contractual", "agreement", "commitments to you"]),
    (
        "legal-obligation",
        "Legal obligation",
        "6(1)(c)",
        &["legal obligations", "legal obligation", "obligation under law", "comply with the law"],
    ),
    ("vital-interests", "Vital interests", "6(1)(d)", &["vital interests", "vital interest"]),
    ("public-task", "Public task", "6(1)(e)", &["public task", "public interest"]),
    (
        "legitimate-interests",
        "Legitimate interests",
        "6(1)(f)",
        &["legitimate interests", "legitimate interest", "legitimate business interests"],
    ),
];

/// The id of the basis that a label names: "Contract", "Our legitimate interests".
pub(super) fn basis_of(label: &str) -> Option<&'static str> {
    let text = folded(label);
    let short = text.split_whitespace().count() <= 4;
    KNOWN.iter().find(|(_, _, _, words)| short && says(&text, words)).map(|&(id, ..)| id)
}

/// Finds the bases and, from tables, those of each purpose.
pub(super) fn derive(context: &Context<'_>, tables: &[Table], derived: &mut Derived) {
    let mut bases = Vec::new();
    for block in 0..context.statement.blocks.len() {
        let entry = &context.statement.blocks[block];
        if entry.is_heading() {
            continue;
        }
        let plain = context.plain(block);
        for (from, to) in sentences(plain) {
            let sentence = &plain[from..to];
            let speaks =
                says(&folded(sentence), &["legal bas~", "lawful bas~", "legal ground~", "legal reasons", "grounds"]);
            if speaks && !says(&folded(sentence), &["right to", "withdraw"]) || context.roles[block] == Role::Basis {
                named(context, block, &entry.text, from, to, &mut bases);
            }
        }
    }
    for table in tables {
        let (Some(column), purpose) = (table.basis, table.purpose) else { continue };
        for &row in &table.rows {
            let cells = &context.statement.blocks[row].cells;
            let Some(cell) = cells.get(column) else { continue };
            let ids = named(context, row, cell, 0, cell.plain.len(), &mut bases);
            let Some(words) = purpose.and_then(|at| cells.get(at)) else { continue };
            let wanted = id(&words.plain);
            for purpose in derived.purposes.iter_mut().filter(|purpose| wanted.contains(&purpose.found.id)) {
                for id in &ids {
                    if !purpose.bases.contains(id) {
                        purpose.bases.push(id.clone());
                    }
                }
            }
        }
    }
    derived.bases = bases;
}

fn named(
    context: &Context<'_>,
    block: usize,
    text: &Text,
    from: usize,
    to: usize,
    bases: &mut Vec<Basis>,
) -> Vec<String> {
    let sentence = text.plain[from..to].to_ascii_lowercase();
    let mut ids = Vec::new();
    for (id, title, article, words) in KNOWN {
        let hit = words.iter().find_map(|word| sentence.find(word).map(|at| (at, word.len())));
        let Some((at, len)) = hit else { continue };
        ids.push(id.to_string());
        let passage = context.passage(block, text, from + at, from + at + len);
        let found = Found {
            id: id.to_string(),
            title: title.to_string(),
            passages: vec![passage],
            cue: "words for a legal basis",
        };
        let known = bases.iter().any(|basis: &Basis| basis.found.id == id);
        if !known {
            merge(bases, Basis { found, article }, |basis| &mut basis.found);
        }
    }
    ids
}
