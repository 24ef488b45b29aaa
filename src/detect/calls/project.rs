//! A call of a function of the project's own comes in; what it reads goes out: of another service's people, of the machine,
//! or what a guard of the project takes from a request.

use super::{Body, Read};
use crate::detect::declared::Declared;
use crate::detect::judge::{Place, judge};
use crate::detect::machines;
use crate::link::Def;
use crate::model::fact::{ExprId, ItemKind};

impl Body<'_> {
    /// A call of a client's method whose answer is a person of another service: `github.current_user(&auth)`.
    pub(super) fn identity_service(&self, name: &str) -> Option<Read> {
        let (client_file, read) = self.apis.identity.get(name)?;
        (*client_file != self.file).then(|| read.clone())
    }

    /// In telemetry code, the project's own reader of the machine: `total_memory_bytes()`.
    pub(super) fn machine_reading(&self, def: Def, name: &str, args: &[ExprId]) -> Option<Read> {
        let ItemKind::Fn(function) = &self.ws.item(def).kind else { return None };
        if !self.telemetry || args.len() > 1 || function.ret.is_none() {
            return None;
        }
        machines::read_by(name)
    }

    /// A guard of the project called by hand: `AuthHeader::optional_from_request_parts(parts)`.
    pub(super) fn wrapper(&self, def: Def, name: &str) -> Option<Read> {
        if !is_guard_call(name) {
            return None;
        }
        let owner = self.owners.get(&self.ws.owner(def)?)?;
        // Delegation inside the guard itself reads nothing new.
        if self.ws.owner(self.def) == self.ws.owner(def) {
            return None;
        }
        let ty = Declared { class: "text", ..Default::default() };
        let place = Place { name: &owner.title, declared: &ty, owner, what: "guard" };
        let verdict = judge(self.det, &place);
        (!verdict.keys.is_empty()).then_some((verdict.keys, 2, verdict.evidence))
    }
}

/// The methods by which frameworks take a value from a request.
pub(super) fn is_guard_call(name: &str) -> bool {
    matches!(
        name,
        "from_request"
            | "from_request_parts"
            | "from_request_without_body"
            | "optional_from_request_parts"
            | "optional_from_request"
            | "extract"
    )
}
