//! The address of a request comes in, as the code writes it; whether it says telemetry goes out: by its text, its names, or
//! what a constant, a field or a function that is called as an address holds.

use super::place::literal;
use super::telemetry::says_telemetry;
use super::walk::{Order, below};
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{Expr, ExprId, ItemKind};
use crate::packs::Detectors;
use crate::packs::words::words;

/// How many names, fields and calls an address is read through.
const DEPTH: usize = 3;

/// Reads what an address says.
pub(super) struct Look<'a> {
    pub ws: &'a Workspace,
    pub det: &'a Detectors,
    pub def: Def,
    pub order: &'a Order,
}

impl Look<'_> {
    /// Whether a literal, a name or what a name was given says telemetry.
    pub(super) fn says(&self, id: ExprId, depth: usize) -> bool {
        let facts = self.ws.facts(self.def);
        let named = |name: &str| says_telemetry(self.det, &words(name));
        below(facts, id).into_iter().any(|(id, _)| match facts.expr(id) {
            Expr::Lit(_) => literal(facts, id).is_some_and(|text| address_says(self.det, text)),
            Expr::Method(call) => named(facts.name(call.name)),
            Expr::Field(base, name, _) => {
                named(facts.name(*name)) || depth < DEPTH && self.field_says(*base, facts.name(*name), depth + 1)
            }
            Expr::Path(path) => {
                named(facts.last(path))
                    || depth < DEPTH
                        && match self.ws.resolve(self.def.file as usize, Some(self.def.item), path) {
                            Resolved::Def(def) => self.item_says(def, depth + 1),
                            _ => self.bound(facts.last(path)).is_some_and(|init| self.says(init, depth + 1)),
                        }
            }
            _ => false,
        })
    }

    /// What the last `let` of the body gives to a name.
    fn bound(&self, name: &str) -> Option<ExprId> {
        let facts = self.ws.facts(self.def);
        let lets = super::roles::lets(facts, self.order);
        lets.filter(|(pat, _)| super::roles::bound(facts, *pat) == Some(name)).filter_map(|(_, init)| init).last()
    }

    /// A constant's text, and that of a function which is called as an address.
    fn item_says(&self, def: Def, depth: usize) -> bool {
        const ADDRESS: [&str; 6] = ["url", "uri", "endpoint", "address", "host", "base"];
        let name = words(self.ws.name_of(def));
        let value = match &self.ws.item(def).kind {
            ItemKind::Const { value, .. } => *value,
            ItemKind::Fn(function) if name.iter().any(|word| ADDRESS.contains(&word.as_str())) => function.body,
            _ => None,
        };
        value.is_some_and(|value| {
            let order = below(self.ws.facts(def), value);
            Look { def, order: &order, ..*self }.says(value, depth)
        })
    }

    /// What `self.base_url` is set to wherever its type is made.
    fn field_says(&self, base: ExprId, name: &str, depth: usize) -> bool {
        let facts = self.ws.facts(self.def);
        if !matches!(facts.expr(base), Expr::Path(path) if facts.last(path) == "self") {
            return false;
        }
        let Some(owner) = self.ws.owner(self.def) else { return false };
        self.ws.made(owner).into_iter().any(|place| {
            let facts = &self.ws.files[place.file];
            let Expr::Struct(made) = facts.expr(place.id) else { return false };
            let given = made.fields.iter().find(|(field, ..)| facts.name(*field) == name);
            let around = self.ws.function_around(place.file, facts.expr_span(place.id));
            given.zip(around).is_some_and(|((.., value), def)| Look { def, order: &[], ..*self }.says(*value, depth))
        })
    }
}

/// Whether an address is where telemetry goes: `https://telemetry.forge.dev/v1`, `https://eu.posthog.com/capture`.
pub(super) fn address_says(det: &Detectors, text: &str) -> bool {
    const SERVICES: [&str; 13] = [
        "posthog.",
        "posthog.com",
        "mixpanel.com",
        "amplitude.com",
        "segment.io",
        "rudderstack.com",
        "aptabase.com",
        "plausible.io",
        "umami.is",
        "matomo.cloud",
        "heap.io",
        "scarf.sh",
        "bugsnag.com",
    ];
    // Where the whole address is written, one word of it may say it.
    const PARTS: [&str; 6] = ["usage", "stats", "heartbeat", "phonehome", "crash", "crashes"];
    if text.contains(' ') {
        return false;
    }
    let lower = text.to_lowercase();
    let is_address = lower.contains("://") && !lower.contains("localhost") && !lower.contains("127.0.0.1");
    let mut parts = lower.split(['/', '.', '?', ':', '-']);
    says_telemetry(det, &words(text))
        || SERVICES.iter().any(|service| lower.contains(service))
        || is_address && parts.any(|part| PARTS.contains(&part))
}
