//! To come.

/// Follows the data of a survey's points.
pub fn inventory(
    _ws: &crate::link::Workspace,
    _detectors: &crate::packs::Detectors,
    _survey: &crate::survey::Survey,
) -> (Vec<crate::model::inventory::Flow>, Vec<crate::model::inventory::Gap>) {
    (Vec::new(), Vec::new())
}
