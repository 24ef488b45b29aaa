//! A clause that names a gate comes in; whether the code is seen to ask it on every way to the collection goes out.

use super::{Survey, Told};
use crate::link::{Calls, Def, Namespace, Resolved, Workspace};
use crate::model::fact::{
    BinaryOp, Expr, ExprId, FileFacts, ItemKind, Lit, MacroValue, Pat, PatId, Stmt, Sym, UnaryOp,
};
use crate::model::mark::NodeKind;
use crate::model::place::Span;

/// How many calls lie at most between the gate and the collection.
const DEPTH: u8 = 6;

/// Tells each point with a gate whether every way to it is seen to ask.
pub(super) fn look(survey: &mut Survey) {
    let calls = Calls::new(survey.ws);
    let asked = |at: usize| {
        let told = &survey.told[at];
        let gate = told.options.gate.as_ref();
        gate.is_none_or(|gate| is_asked_first(&calls, survey.ws, told, &gate.id))
    };
    let points = survey.points.iter().zip(&survey.backing);
    let seen: Vec<bool> =
        points.map(|(point, backing)| point.gate.is_some() && backing.iter().all(|&at| asked(at))).collect();
    for (point, seen) in survey.points.iter_mut().zip(seen) {
        point.gate_seen = seen;
    }
}

/// Whether every way to what a clause collects asks the gate first, as far as the code is read.
fn is_asked_first(calls: &Calls, ws: &Workspace, told: &Told, gate: &str) -> bool {
    let Some(file) = told.file else { return false };
    let names: Vec<&str> = gate.split("::").collect();
    let asked = Asked { calls, ws, names: &names };
    let sites = match told.node {
        Some(NodeKind::Type | NodeKind::Field | NodeKind::Variant) => made_at(ws, file, told.span),
        Some(NodeKind::Function | NodeKind::Parameter) => match function_at(ws, file, told.span) {
            Some(def) => return asked.by_function(def, DEPTH),
            None => return false,
        },
        Some(NodeKind::Statement | NodeKind::Arm | NodeKind::Argument | NodeKind::ChainLink) => vec![(file, told.span)],
        _ => Vec::new(),
    };
    !sites.is_empty() && sites.iter().all(|&(file, span)| asked.before(file, span, DEPTH))
}

fn function_at(ws: &Workspace, file: usize, span: Span) -> Option<Def> {
    ws.function_around(file, Span { start: span.start, end: span.start })
}

/// Where the struct around a field, or of a mark, is made outside of tests.
fn made_at(ws: &Workspace, file: usize, span: Span) -> Vec<(usize, Span)> {
    let items = ws.files[file].items.iter().enumerate();
    let is_type = |kind: &ItemKind| matches!(kind, ItemKind::Struct { .. } | ItemKind::Enum { .. });
    let ty = items.rev().find(|(_, item)| is_type(&item.kind) && item.span.contains(span)).map(|(at, _)| at);
    let Some(ty) = ty.map(|at| Def { file: file as u32, item: crate::model::fact::ItemId(at as u32) }) else {
        return Vec::new();
    };
    ws.made(ty).into_iter().map(|place| (place.file, ws.files[place.file].expr_span(place.id))).collect()
}

/// A gate, and how it is looked for.
struct Asked<'a> {
    calls: &'a Calls<'a>,
    ws: &'a Workspace,
    /// The gate's path.
    names: &'a [&'a str],
}

impl Asked<'_> {
    /// Whether a function asks before it does anything else, or each of its callers asks before it is called.
    fn by_function(&self, def: Def, depth: u8) -> bool {
        let ItemKind::Fn(function) = &self.ws.item(def).kind else { return false };
        let facts = self.ws.facts(def);
        let reads = Reads { asked: self, facts, file: def.file as usize };
        let first = function.body.and_then(|body| match facts.expr(body) {
            Expr::Block(_, stmts) => stmts.first(),
            _ => None,
        });
        first.is_some_and(|first| reads.turns_back(first)) || self.by_callers(def, depth)
    }

    fn by_callers(&self, def: Def, depth: u8) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let callers = self.calls.of(def);
        let asks = |file: usize, id: ExprId| self.before(file, self.ws.files[file].expr_span(id), depth);
        !callers.is_empty() && callers.iter().all(|place| asks(place.file, place.id))
    }

    /// Whether the gate is asked on every way to a place.
    fn before(&self, file: usize, span: Span, depth: u8) -> bool {
        let Some(def) = self.ws.function_around(file, span) else { return false };
        let facts = &self.ws.files[file];
        let reads = Reads { asked: self, facts, file };
        let body = self.ws.item(def).span;
        let mut around = facts.exprs().filter(|(.., of)| body.contains(*of) && of.contains(span));
        around.any(|(_, expr, _)| reads.guards(expr, span)) || self.by_callers(def, depth)
    }
}

/// Reads the conditions of one file.
struct Reads<'a> {
    asked: &'a Asked<'a>,
    facts: &'a FileFacts,
    file: usize,
}

impl Reads<'_> {
    /// Whether an expression around a place is only gone into, up to the place, once the gate has said yes.
    fn guards(&self, expr: &Expr, place: Span) -> bool {
        let holds = |id: ExprId| self.facts.expr_span(id).contains(place);
        match expr {
            Expr::Block(_, stmts) => {
                let before = stmts.iter().take_while(|stmt| self.end(stmt).is_some_and(|end| end <= place.start));
                before.into_iter().any(|stmt| self.turns_back(stmt))
            }
            Expr::If(condition, then, otherwise) => {
                holds(*then) && self.when_true(*condition)
                    || otherwise.is_some_and(&holds) && self.when_false(*condition)
            }
            Expr::While(_, condition, body) => holds(*body) && self.when_true(*condition),
            Expr::Match(scrutinee, arms) => {
                arms.iter().any(|arm| holds(arm.body) && self.says_yes(arm.pat) && self.is_gate(*scrutinee))
                    || arms.iter().any(|arm| holds(arm.body) && arm.guard.is_some_and(|guard| self.when_true(guard)))
            }
            Expr::Binary(BinaryOp::And, left, right) => holds(*right) && self.when_true(*left),
            Expr::Binary(BinaryOp::Or, left, right) => holds(*right) && self.when_false(*left),
            Expr::Method(call) => {
                self.facts.name(call.name) == "then"
                    && call.args.iter().any(|&arg| holds(arg))
                    && self.when_true(call.receiver)
            }
            _ => false,
        }
    }

    fn end(&self, stmt: &Stmt) -> Option<u32> {
        match stmt {
            Stmt::Let(one) => Some(one.span.end),
            Stmt::Expr(id) | Stmt::Value(id) => Some(self.facts.expr_span(*id).end),
            Stmt::Item(id) => Some(self.facts.item(*id).span.end),
        }
    }

    /// Whether a statement goes no further without the gate's yes.
    fn turns_back(&self, stmt: &Stmt) -> bool {
        match stmt {
            Stmt::Let(one) => match (one.init, one.otherwise) {
                (Some(init), Some(_)) => self.is_gate(init) && self.says_yes(one.pat),
                (Some(init), None) => self.is_asked_or_fails(init),
                _ => false,
            },
            Stmt::Expr(id) | Stmt::Value(id) => match self.facts.expr(*id) {
                Expr::If(condition, then, None) => self.when_false(*condition) && self.leaves(*then),
                Expr::If(condition, then, Some(otherwise)) => {
                    self.when_false(*condition) && self.leaves(*then)
                        || self.when_true(*condition) && self.leaves(*otherwise)
                }
                Expr::Match(scrutinee, arms) => {
                    self.is_gate(*scrutinee) && arms.iter().all(|arm| self.says_yes(arm.pat) || self.leaves(arm.body))
                }
                Expr::Macro(call) if matches!(self.facts.last(&call.path), "ensure" | "assert") => {
                    matches!(call.args.first().map(|arg| &arg.value), Some(MacroValue::Expr(id)) if self.when_true(*id))
                }
                _ => self.is_asked_or_fails(*id),
            },
            Stmt::Item(_) => false,
        }
    }

    /// `gate()?`, `gate().ok_or(Refused)?`.
    fn is_asked_or_fails(&self, id: ExprId) -> bool {
        matches!(self.facts.expr(id), Expr::Try(inner) if self.is_gate(*inner))
    }

    fn leaves(&self, id: ExprId) -> bool {
        match self.facts.expr(id) {
            Expr::Return(_) | Expr::Break(..) | Expr::Continue(_) => true,
            Expr::Block(_, stmts) => stmts.iter().any(|stmt| match stmt {
                Stmt::Expr(id) | Stmt::Value(id) => self.leaves(*id),
                _ => false,
            }),
            Expr::Macro(call) => {
                matches!(self.facts.last(&call.path), "panic" | "bail" | "unreachable" | "todo" | "unimplemented")
            }
            Expr::Call(callee, _) => {
                matches!(self.facts.expr(*callee), Expr::Path(path) if self.facts.last(path) == "exit")
            }
            _ => false,
        }
    }

    /// Whether the gate has said yes where a condition holds.
    fn when_true(&self, id: ExprId) -> bool {
        match self.facts.expr(id) {
            Expr::Unary(UnaryOp::Not, inner) => self.when_false(*inner),
            Expr::Binary(BinaryOp::And, a, b) => self.when_true(*a) || self.when_true(*b),
            Expr::Binary(BinaryOp::Or, a, b) => self.when_true(*a) && self.when_true(*b),
            Expr::Binary(BinaryOp::Eq, a, b) => self.is_gate(*a) && !self.is_no(*b),
            Expr::Binary(BinaryOp::Ne, a, b) => self.is_gate(*a) && self.is_no(*b),
            Expr::Let(pat, inner) => self.says_yes(*pat) && self.is_gate(*inner),
            Expr::Macro(call) if self.facts.last(&call.path) == "matches" => {
                matches!(call.args.first().map(|arg| &arg.value), Some(MacroValue::Expr(id)) if self.is_gate(*id))
            }
            Expr::Method(call) if matches!(self.facts.name(call.name), "is_none" | "is_err") => false,
            _ => self.is_gate(id),
        }
    }

    /// Whether the gate has said yes where a condition does not hold.
    fn when_false(&self, id: ExprId) -> bool {
        match self.facts.expr(id) {
            Expr::Unary(UnaryOp::Not, inner) => self.when_true(*inner),
            Expr::Binary(BinaryOp::Or, a, b) => self.when_false(*a) || self.when_false(*b),
            Expr::Binary(BinaryOp::And, a, b) => self.when_false(*a) && self.when_false(*b),
            Expr::Binary(BinaryOp::Eq, a, b) => self.is_gate(*a) && self.is_no(*b),
            Expr::Binary(BinaryOp::Ne, a, b) => self.is_gate(*a) && !self.is_no(*b),
            Expr::Method(call) => {
                matches!(self.facts.name(call.name), "is_none" | "is_err") && self.is_gate(call.receiver)
            }
            _ => false,
        }
    }

    fn is_no(&self, id: ExprId) -> bool {
        match self.facts.expr(id) {
            Expr::Lit(Lit::Bool(value)) => !value,
            Expr::Path(path) => is_refusal(self.facts.last(path)),
            _ => false,
        }
    }

    fn says_yes(&self, pat: PatId) -> bool {
        match self.facts.pat(pat) {
            Pat::Lit(Some(Lit::Bool(value))) => *value,
            Pat::TupleStruct(path, _) | Pat::Path(path) | Pat::Struct(path, _) => !is_refusal(self.facts.last(path)),
            Pat::Bind { name, sub: None, .. } => {
                let name = self.facts.name(*name);
                name.starts_with(char::is_uppercase) && !is_refusal(name)
            }
            Pat::Ref(inner) => self.says_yes(*inner),
            _ => false,
        }
    }

    /// Whether an expression is the gate's answer: its call, its field, a variable that holds the answer.
    fn is_gate(&self, id: ExprId) -> bool {
        let Some(&wanted) = self.asked.names.last() else { return false };
        match self.facts.expr(id) {
            Expr::Call(callee, _) => self.is_gate_path(*callee),
            Expr::Path(path) => match &path.segments[..] {
                [one] if self.facts.name(one.name) != wanted => {
                    self.variable(one.name, path.span).is_some_and(|init| self.is_gate(init))
                }
                _ => self.is_gate_path(id),
            },
            Expr::Field(_, name, _) => self.facts.name(*name) == wanted,
            Expr::Method(call) => {
                let name = self.facts.name(call.name);
                let keeps = matches!(
                    name,
                    "is_some"
                        | "is_ok"
                        | "unwrap_or"
                        | "unwrap_or_default"
                        | "unwrap"
                        | "expect"
                        | "load"
                        | "get"
                        | "clone"
                        | "ok_or"
                        | "ok_or_else"
                        | "as_ref"
                        | "await"
                        | "is_some_and"
                        | "is_ok_and"
                        | "map_err"
                        | "context"
                );
                name == wanted || keeps && self.is_gate(call.receiver)
            }
            Expr::Await(inner) | Expr::Try(inner) | Expr::Ref(_, inner) | Expr::Deref(inner) => self.is_gate(*inner),
            _ => false,
        }
    }

    /// A path that means the gate, and no other item of its name.
    fn is_gate_path(&self, id: ExprId) -> bool {
        let Expr::Path(path) = self.facts.expr(id) else { return false };
        let names = self.asked.names;
        if names.last() != Some(&self.facts.last(path)) {
            return false;
        }
        let ws = self.asked.ws;
        let around = ws.function_around(self.file, path.span).map(|def| def.item);
        let Resolved::Def(def) = ws.resolve_in(Namespace::Value, self.file, around, path) else { return true };
        let whole = ws.item_path(def);
        let said = names.iter().filter(|name| !matches!(**name, "crate" | "self" | "super" | "Self"));
        let mut names_of_def = whole.rsplit("::");
        // A field or an associated function of a type is said with the type's name.
        said.rev().all(|name| names_of_def.next() == Some(*name))
    }

    /// What a variable of the same function was given before a place.
    fn variable(&self, name: Sym, before: Span) -> Option<ExprId> {
        let function = self.asked.ws.item(self.asked.ws.function_around(self.file, before)?).span;
        crate::link::variable(self.facts, function, name, before)
    }
}

fn is_refusal(name: &str) -> bool {
    matches!(name, "None" | "Err" | "Denied" | "Deny" | "No" | "Off" | "Disabled" | "Refused" | "Declined" | "Unknown")
}
