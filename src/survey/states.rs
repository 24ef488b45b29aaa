//! Points and their flows come in; each point learns whether its datum is kept and sent.

use crate::model::inventory::{DatumState, Inventory, SinkKind};
use std::collections::BTreeMap;

/// Writes the states that the flows show.
pub fn states(inventory: &mut Inventory) {
    let mut seen: BTreeMap<&str, Vec<DatumState>> = BTreeMap::new();
    for flow in &inventory.flows {
        let state = match flow.sink.kind {
            SinkKind::Storage | SinkKind::File => DatumState::Kept,
            SinkKind::Network | SinkKind::ExternalService | SinkKind::Telemetry => DatumState::Sent,
            SinkKind::Log | SinkKind::Process | SinkKind::Display | SinkKind::Response => continue,
        };
        if let Some(point) = &flow.point {
            seen.entry(point).or_default().push(state);
        }
    }
    for point in &mut inventory.points {
        point.states.extend(seen.get(point.id.as_str()).into_iter().flatten());
        point.states.sort();
        point.states.dedup();
    }
}
