//! An expression comes in, its direct sub-expressions go out, whatever it is.

use crate::model::fact::{Expr, ExprId, FileFacts, MacroArg, MacroValue, Stmt};

/// Expressions, each with the one around it.
pub(super) type Order = [(ExprId, Option<ExprId>)];

/// The last name of what an expression calls, if it is a call by a path or of a method.
pub(super) fn name_called(facts: &FileFacts, id: ExprId) -> Option<&str> {
    match facts.expr(id) {
        Expr::Method(call) => Some(facts.name(call.name)),
        Expr::Call(callee, _) => match facts.expr(*callee) {
            Expr::Path(path) => Some(facts.last(path)),
            _ => None,
        },
        _ => None,
    }
}

/// The direct children of an expression, those in macro arguments included.
pub(super) fn children(facts: &FileFacts, id: ExprId, out: &mut Vec<ExprId>) {
    match facts.expr(id) {
        Expr::Path(_) | Expr::Lit(_) | Expr::Continue(_) | Expr::Hole(_) => {}
        Expr::Field(a, ..)
        | Expr::Ref(_, a)
        | Expr::Unary(_, a)
        | Expr::Async(a)
        | Expr::TryBlock(a)
        | Expr::Let(_, a)
        | Expr::Loop(_, a)
        | Expr::Await(a)
        | Expr::Deref(a)
        | Expr::Try(a)
        | Expr::Cast(a, _) => out.push(*a),
        Expr::Index(a, b)
        | Expr::Binary(_, a, b)
        | Expr::Assign(a, b)
        | Expr::AssignOp(_, a, b)
        | Expr::Repeat(a, b)
        | Expr::While(_, a, b)
        | Expr::For(_, _, a, b) => out.extend([*a, *b]),
        Expr::Call(callee, args) => {
            out.push(*callee);
            out.extend(args);
        }
        Expr::Method(call) => {
            out.push(call.receiver);
            out.extend(&call.args);
        }
        Expr::Macro(call) => in_args(&call.args, out),
        Expr::Struct(literal) => {
            out.extend(literal.fields.iter().map(|(_, _, value)| *value));
            out.extend(literal.rest);
        }
        Expr::Tuple(parts) | Expr::Array(parts) | Expr::Other(parts) => out.extend(parts),
        Expr::Block(_, statements) => in_statements(statements, out),
        Expr::If(condition, then, otherwise) => {
            out.extend([*condition, *then]);
            out.extend(otherwise);
        }
        Expr::Match(value, arms) => {
            out.push(*value);
            for arm in arms {
                out.extend(arm.guard);
                out.push(arm.body);
            }
        }
        Expr::Closure(closure) => out.push(closure.body),
        Expr::Return(value) | Expr::Break(_, value) | Expr::Yield(value) => out.extend(value),
        Expr::Range(a, b) => {
            out.extend(a);
            out.extend(b);
        }
    }
}

fn in_statements(statements: &[Stmt], out: &mut Vec<ExprId>) {
    for statement in statements {
        match statement {
            Stmt::Let(binding) => {
                out.extend(binding.init);
                out.extend(binding.otherwise);
            }
            Stmt::Expr(value) | Stmt::Value(value) => out.push(*value),
            Stmt::Item(_) => {}
        }
    }
}

fn in_args(args: &[MacroArg], out: &mut Vec<ExprId>) {
    for arg in args {
        match &arg.value {
            MacroValue::Expr(value) => out.push(*value),
            MacroValue::Str(value, captures) => {
                out.push(*value);
                out.extend(captures.iter().filter_map(|capture| capture.expr));
            }
            MacroValue::Group(inner) => in_args(inner, out),
            MacroValue::Code(statements) => in_statements(statements, out),
            MacroValue::Ty(_) | MacroValue::Tokens(_) => {}
        }
    }
}

/// Everything below an expression in source order, each with the one that holds it.
pub(super) fn below(facts: &FileFacts, root: ExprId) -> Vec<(ExprId, Option<ExprId>)> {
    let mut order = Vec::new();
    let mut open = vec![(root, None)];
    let mut children_of = Vec::new();
    while let Some((id, parent)) = open.pop() {
        order.push((id, parent));
        children_of.clear();
        children(facts, id, &mut children_of);
        open.extend(children_of.iter().rev().map(|child| (*child, Some(id))));
    }
    order
}
