//! Roles come in; labels in sections about nothing in particular whose passage says what is collected get theirs.

use super::context::Context;
use super::prose::plainly_collected;
use super::titles::{attribute, data_noun};
use crate::statement::polarity::Polarity;
use crate::statement::role::{Role, heading_role};
use std::collections::BTreeSet;

/// Where a list belongs: its heading, its lead-in, its item.
type Place = (Option<usize>, Option<usize>, Option<usize>);

/// Gives the role of collection to labels that say it in so many words, and to the data that is named beside them.
pub(super) fn adopt(context: &mut Context<'_>) {
    let loose: Vec<usize> = (0..context.statement.blocks.len()).filter(|&block| is_loose(context, block)).collect();
    let telling: Vec<usize> =
        loose.iter().copied().filter(|&block| plainly_collected(&own_body(context, block))).collect();
    let places: BTreeSet<Place> = telling.iter().map(|&block| place(context, block)).collect();
    // Among labels that nearly all name data, one that says that something is taken in does, too.
    let of_data = |&&block: &&usize| telling.contains(&block) || data_noun(words(context, block));
    let among_data: BTreeSet<Place> = places
        .iter()
        .copied()
        .filter(|&at| {
            let there: Vec<usize> = loose.iter().copied().filter(|&block| place(context, block) == at).collect();
            there.len() >= 3 && there.iter().filter(of_data).count() * 4 >= there.len() * 3
        })
        .collect();
    for block in loose {
        let beside =
            || places.contains(&place(context, block)) && data_noun(words(context, block)) && !denied(context, block);
        let taken = || {
            among_data.contains(&place(context, block))
                && context.judged(&own_body(context, block)).collects
                && !denied(context, block)
        };
        if telling.contains(&block) || beside() || taken() {
            context.roles[block] = Role::Collect;
        }
    }
}

fn is_loose(context: &Context<'_>, block: usize) -> bool {
    let Some(label) = context.labels[block] else { return false };
    let named = label.strong || context.statement.blocks[block].is_item();
    context.roles[block] == Role::Neutral
        && named
        && attribute(words(context, block)).is_none()
        && matches!(heading_role(words(context, block)), Role::Neutral | Role::Collect | Role::Cookies)
}

fn denied(context: &Context<'_>, block: usize) -> bool {
    let judged = context.judged(&own_body(context, block));
    judged.first == Some(Polarity::Denies) || judged.nothing_collected()
}

fn words<'s>(context: &Context<'s>, block: usize) -> &'s str {
    context.labels[block].map_or("", |label| &context.plain(block)[label.from..label.to])
}

fn own_body(context: &Context<'_>, block: usize) -> String {
    let plain = context.plain(block);
    let from = context.labels[block].map_or(0, |label| label.body.min(plain.len()));
    plain[from..].to_string()
}

fn place(context: &Context<'_>, block: usize) -> Place {
    let entry = &context.statement.blocks[block];
    (entry.heading, entry.lead, entry.parent)
}
