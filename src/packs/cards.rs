//! The lint cards of `rules/lints/` come in, `Card`s go out.

use super::built_in;
use crate::model::card::Card;

/// Every lint's card. A card that does not parse would be a fault of the build; a test reads them all.
pub fn cards() -> Vec<Card> {
    let mut cards: Vec<Card> = built_in("lints").iter().filter_map(|(_, text)| toml::from_str(text).ok()).collect();
    cards.sort_by(|a, b| a.id.cmp(&b.id));
    cards
}
