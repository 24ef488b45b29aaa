//! What a method is called on comes in; the words and types that tell it go out, and whether a rule's method is meant.

use super::Body;
use crate::detect::place::last_name;
use crate::link::Def;
use crate::model::fact::{Expr, ExprId, MethodCall};
use crate::packs::words::words;
use crate::packs::{ApiRule, ApiTarget};
use std::collections::BTreeSet;

/// What types of any crate are called at their end.
const ENDS: [&str; 8] = ["parser", "client", "builder", "reader", "request", "context", "connection", "manager"];

impl Body<'_> {
    /// Words for what a method is called on: names and types of the chain's links.
    pub(super) fn receiver(&self, id: ExprId) -> Vec<String> {
        match self.facts.expr(id) {
            Expr::Method(call) => {
                let name = self.facts.name(call.name);
                match name {
                    // These hand on what they are called on.
                    "as_ref" | "as_mut" | "clone" | "borrow" | "lock" | "read" | "write" | "unwrap" | "expect"
                    | "iter" => self.receiver(call.receiver),
                    _ => words(name),
                }
            }
            Expr::Field(base, name, _) => {
                let mut said = words(self.facts.name(*name));
                if said.len() == 1 && said[0].chars().all(|c| c.is_ascii_digit()) {
                    said = self.receiver(*base);
                }
                said
            }
            Expr::Path(path) => {
                let name = self.facts.last(path);
                let mut said = words(name);
                said.extend(self.locals().get(name).into_iter().flatten().flat_map(|ty| words(ty)));
                said
            }
            Expr::Ref(_, inner)
            | Expr::Try(inner)
            | Expr::Await(inner)
            | Expr::Deref(inner)
            | Expr::Index(inner, _) => self.receiver(*inner),
            Expr::Call(callee, _) => self.receiver(*callee),
            _ => Vec::new(),
        }
    }

    /// A method rule fits where its crate is in reach, and its type where that can be told.
    pub(super) fn method_fits(&self, rule: &ApiRule, call: &MethodCall, receiver: &[String]) -> bool {
        let ApiTarget::Method(ty, _) = &rule.target else { return false };
        if rule.krate != "std" && !self.ws.depends_on(self.file, &rule.krate) {
            return false;
        }
        if self.is_local_method(call) {
            return false;
        }
        match ty {
            None => true,
            Some(ty) => {
                let wanted = words(last_name(ty));
                let known = self.receiver_types(call.receiver);
                if known.is_empty() && self.is_own(last_name(ty), self.facts.name(call.name)) {
                    return false;
                }
                if known.is_empty() {
                    // Untyped: the words of the chain must name the type; one that many types end in tells where
                    // the file speaks of this one.
                    let is_named = |name: &str| self.facts.names.find(name).is_some();
                    let tells = |word: &String| {
                        wanted.len() == 1
                            || !ENDS.contains(&word.as_str())
                            || is_named(last_name(ty))
                            || is_named(&rule.krate)
                    };
                    return wanted.iter().any(|word| receiver.contains(word) && tells(word))
                        || wanted.len() == 1 && receiver.is_empty();
                }
                known.iter().any(|name| name == last_name(ty))
            }
        }
    }

    pub(super) fn receiver_types(&self, id: ExprId) -> Vec<String> {
        match self.facts.expr(id) {
            Expr::Path(path) if path.segments.len() == 1 => {
                self.locals().get(self.facts.last(path)).cloned().unwrap_or_default()
            }
            Expr::Ref(_, inner) => self.receiver_types(*inner),
            Expr::Call(callee, _) => match self.facts.expr(*callee) {
                // `Type::new()`.
                Expr::Path(path) if path.segments.len() > 1 => {
                    path.segments.iter().map(|segment| self.facts.name(segment.name).to_owned()).collect()
                }
                _ => Vec::new(),
            },
            // `Dialog { message }.prompt()`.
            Expr::Struct(literal) => vec![self.facts.last(&literal.path).to_owned()],
            _ => Vec::new(),
        }
    }

    /// Whether a type of the workspace of that name, which can be meant here, has such a method itself.
    fn is_own(&self, ty: &str, method: &str) -> bool {
        let (ws, file) = (self.ws, self.file);
        let called_so = |owner: Def| ws.name_of(owner) == ty;
        let methods = ws.methods_named(method).iter();
        methods
            .copied()
            .filter(|&method| ws.owner(method).is_some_and(called_so))
            .any(|method| ws.may_call(file, method))
    }

    fn is_local_method(&self, call: &MethodCall) -> bool {
        let name = self.facts.name(call.name);
        let types: BTreeSet<String> = self.receiver_types(call.receiver).into_iter().collect();
        !types.is_empty()
            && self
                .ws
                .methods_named(name)
                .iter()
                .any(|&method| self.ws.owner(method).is_some_and(|ty| types.contains(self.ws.name_of(ty))))
    }
}
