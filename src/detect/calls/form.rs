//! A map that a handler takes comes in; what is read out of it by name goes out: `Form(fields)`, `fields.get("email")`.

use super::{Body, Read};
use crate::detect::params;
use crate::model::fact::{Expr, ExprId};

impl Body<'_> {
    /// `params.get("password")` of `Query(params): Query<HashMap<String, String>>`.
    pub(super) fn of_form(&self, receiver: ExprId, name: &str) -> Option<Read> {
        let Expr::Path(path) = self.facts.expr(receiver) else { return None };
        let types = self.locals().get(self.facts.last(path))?;
        let says = |any: &[&str]| types.iter().any(|ty| any.contains(&ty.as_str()));
        if path.segments.len() > 1 || !says(&["Query", "Form", "Json"]) || !says(&["HashMap", "BTreeMap"]) {
            return None;
        }
        let handler = self.facts.name(self.ws.item(self.def).name);
        params::scalar(self.det, handler, name).map(|(keys, evidence)| (keys, 2, evidence))
    }
}
