//! Categories, purposes and sources come in; the links that the text makes between them go out, and the data keys that
//! each category alone covers.

use super::context::Context;
use super::naming::known;
use super::phrase::{noun, title};
use super::tables::{self, Table};
use super::{Derived, Links};
use crate::statement::ids::id;
use crate::statement::keys::keys;
use crate::statement::role::source_heading;
use std::collections::BTreeMap;

/// Links categories to sources, purposes and recipients where the text makes the link; "*" where it speaks of all data.
pub(super) fn link(context: &Context<'_>, tables: &[Table], derived: &mut Derived) {
    let all = if derived.purposes.is_empty() { Links::NotStated } else { Links::All };
    for category in &mut derived.categories {
        category.purposes = all.clone();
        category.sources = if derived.sources.is_empty() { Links::NotStated } else { Links::All };
    }
    for table in tables {
        let (Some(purpose), Some(data)) = (table.purpose, table.category) else { continue };
        for &row in &table.rows {
            let cells = &context.statement.blocks[row].cells;
            let (Some(purpose), Some(data)) = (cells.get(purpose), cells.get(data)) else { continue };
            let wanted = purpose_ids(purpose, derived);
            let named: Vec<String> = tables::entries(data)
                .into_iter()
                .map(|range| data.plain[range].to_string())
                .chain([data.plain.clone()])
                .filter_map(|words| {
                    let (from, to) = noun(&words);
                    known(&derived.categories, &words[from..to])
                })
                .collect();
            for category in derived.categories.iter_mut().filter(|category| named.contains(&category.found.id)) {
                add_links(&mut category.purposes, &wanted);
            }
        }
    }
    introduced(context, derived);
    let headed: Vec<(String, Option<usize>)> = derived
        .categories
        .iter()
        .map(|category| {
            (
                category.found.id.clone(),
                category.found.passages.first().and_then(|p| context.statement.blocks[p.block].heading),
            )
        })
        .collect();
    for (category, heading) in headed {
        // A group such as "Information you provide" says where what stands under it comes from.
        let mut at = heading;
        while let Some(heading) = at {
            let plain = context.plain(heading);
            if source_heading(plain) {
                let source = id(&title(trim_group(plain)));
                let known = derived.sources.iter().any(|known| known.found.id == source);
                let linked = derived.categories.iter_mut().find(|known| known.found.id == category);
                if let Some(category) = linked.filter(|_| known) {
                    category.sources = Links::Ids(vec![source]);
                }
                break;
            }
            at = context.statement.blocks[heading].heading;
        }
    }
    for at in 0..derived.categories.len() {
        let id = derived.categories[at].found.id.clone();
        derived.categories[at].heading = derived.categories[at].covers.is_empty()
            && derived.categories[at].elements.is_empty()
            && derived.categories.iter().any(|other| other.parent.as_deref() == Some(id.as_str()));
        let period = derived.retention.iter().find(|known| known.category.as_deref() == Some(id.as_str()));
        derived.categories[at].retention = period.map(|known| known.period.clone());
    }
}

/// "We collect the following information to provide goods:": what stands under it is for that.
fn introduced(context: &Context<'_>, derived: &mut Derived) {
    let purposes: BTreeMap<usize, String> = derived
        .purposes
        .iter()
        .filter(|purpose| purpose.found.cue == super::purposes::LEAD_IN)
        .flat_map(|purpose| purpose.found.passages.iter().map(|passage| (passage.block, purpose.found.id.clone())))
        .collect();
    for category in &mut derived.categories {
        for passage in &category.found.passages {
            let lead = context.statement.introduced_by(passage.block);
            if let Some(purpose) = lead.and_then(|lead| purposes.get(&lead)) {
                add_links(&mut category.purposes, std::slice::from_ref(purpose));
            }
        }
    }
}

/// A group heading without its number.
pub(super) fn trim_group(heading: &str) -> &str {
    heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ')).trim_end_matches(':')
}

fn purpose_ids(cell: &crate::statement::block::Text, derived: &Derived) -> Vec<String> {
    let said = id(&cell.plain);
    derived
        .purposes
        .iter()
        .filter(|purpose| said.contains(&purpose.found.id))
        .map(|purpose| purpose.found.id.clone())
        .collect()
}

fn add_links(links: &mut Links, ids: &[String]) {
    if ids.is_empty() {
        return;
    }
    match links {
        Links::Ids(known) => {
            for id in ids {
                if !known.contains(id) {
                    known.push(id.clone());
                }
            }
        }
        _ => *links = Links::Ids(ids.to_vec()),
    }
}

/// Gives each data key to one category alone, as a policy demands: to the one whose title names it, else to the first
/// whose parts or text do.
pub(super) fn allocate(derived: &mut Derived) {
    let mut taken: Vec<String> = Vec::new();
    let mut own: Vec<Vec<String>> = Vec::new();
    for category in &derived.categories {
        let mut mine = Vec::new();
        if !category.catch_all {
            for key in keys(&category.found.title) {
                if !taken.contains(&key) {
                    taken.push(key.clone());
                    mine.push(key);
                }
            }
        }
        own.push(mine);
    }
    for (category, mut mine) in derived.categories.iter_mut().zip(own) {
        for part in &mut category.elements {
            part.covers.retain(|key| !category.catch_all && !taken.contains(key));
            taken.extend(part.covers.iter().cloned());
        }
        for key in std::mem::take(&mut category.covers) {
            if !category.catch_all && !taken.contains(&key) {
                taken.push(key.clone());
                mine.push(key);
            }
        }
        category.covers = mine;
    }
}
