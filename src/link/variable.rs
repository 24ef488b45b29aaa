//! A variable's name and a place that reads it come in; what the variable was given goes out.

use crate::model::fact::{Expr, ExprId, FileFacts, Pat, PatId, Stmt, Sym};
use crate::model::place::Span;

/// What the last `let` before a place gave to a variable of the function.
pub(crate) fn variable(facts: &FileFacts, function: Span, name: Sym, before: Span) -> Option<ExprId> {
    let blocks = facts.exprs().filter(|(.., span)| function.contains(*span));
    let lets = blocks.flat_map(|(_, expr, _)| match expr {
        Expr::Block(_, stmts) => &stmts[..],
        _ => &[],
    });
    let mut found: Option<(u32, ExprId)> = None;
    for stmt in lets {
        let Stmt::Let(one) = stmt else { continue };
        let Some(init) = one.init.filter(|_| binds(facts, one.pat, name)) else { continue };
        if one.span.end <= before.start && found.is_none_or(|(start, _)| start < one.span.start) {
            found = Some((one.span.start, init));
        }
    }
    found.map(|(_, init)| init)
}

/// Whether a pattern is a variable of this name.
pub(crate) fn binds(facts: &FileFacts, pat: PatId, name: Sym) -> bool {
    match facts.pat(pat) {
        Pat::Bind { name: bound, .. } => *bound == name,
        Pat::Typed(inner, _) | Pat::Ref(inner) => binds(facts, *inner, name),
        _ => false,
    }
}
