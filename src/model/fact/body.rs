//! The bodies of one file: its expressions and patterns with their places, packed until someone looks.
//!
//! Most bodies of a project are never looked at again after extraction: no rule names anything in them. Packed
//! they take a twentieth of the memory, and they are kept and carried just so.

use super::{Expr, Pat};
use crate::model::code::{self, Code, Element, In, Out};
use crate::model::place::Span;
use std::sync::OnceLock;

/// Nodes, and the span of each.
pub type Nodes<'n, T> = (&'n [T], &'n [Span]);

/// Arenas that `ExprId` and `PatId` index, packed.
#[derive(Debug, Clone, Default)]
pub struct Bodies {
    packed: Box<[u8]>,
    open: OnceLock<Box<Arenas>>,
}

/// Expressions of every body, const and template, and patterns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arenas {
    /// Expressions.
    pub exprs: Box<[Expr]>,
    /// Span of each expression.
    pub expr_spans: Box<[Span]>,
    /// Patterns.
    pub pats: Box<[Pat]>,
    /// Span of each pattern.
    pub pat_spans: Box<[Span]>,
}

impl Bodies {
    /// Packs expressions and patterns, each with its places.
    pub fn pack(exprs: Nodes<'_, Expr>, pats: Nodes<'_, Pat>) -> Self {
        Self { packed: code::written(|out| put_arenas(exprs, pats, out)).into(), open: OnceLock::new() }
    }

    /// Whether someone has looked.
    pub fn is_open(&self) -> bool {
        self.open.get().is_some()
    }

    /// Opens them at the first look. Bytes that were not packed here are no bodies.
    pub fn open(&self) -> &Arenas {
        self.open.get_or_init(|| Box::new(code::decode(&self.packed).unwrap_or_default()))
    }
}

impl PartialEq for Bodies {
    fn eq(&self, other: &Self) -> bool {
        self.packed == other.packed
    }
}

impl Eq for Bodies {}

impl Code for Bodies {
    fn put(&self, out: &mut Out) {
        self.packed.put(out);
    }
    fn take(input: &mut In<'_>) -> Option<Self> {
        Some(Self { packed: Code::take(input)?, open: OnceLock::new() })
    }
}

impl Code for Arenas {
    fn put(&self, out: &mut Out) {
        put_arenas((&self.exprs, &self.expr_spans), (&self.pats, &self.pat_spans), out);
    }

    fn take(input: &mut In<'_>) -> Option<Self> {
        let (exprs, expr_spans) = nodes(input, |input, at| input.near.expr = at)?;
        let (pats, pat_spans) = nodes(input, |input, at| input.near.pat = at)?;
        Some(Self { exprs, expr_spans, pats, pat_spans })
    }
}

/// Nodes and where each stands.
type Placed<T> = (Box<[T]>, Box<[Span]>);

fn put_arenas((exprs, expr_spans): Nodes<'_, Expr>, (pats, pat_spans): Nodes<'_, Pat>, out: &mut Out) {
    out.number(exprs.len() as u32);
    for (at, (expr, span)) in exprs.iter().zip(expr_spans).enumerate() {
        out.near.expr = at as u32;
        span.put(out);
        expr.put(out);
    }
    out.number(pats.len() as u32);
    for (at, (pat, span)) in pats.iter().zip(pat_spans).enumerate() {
        out.near.pat = at as u32;
        span.put(out);
        pat.put(out);
    }
}

/// Nodes with their places; the ids in each are counted from its own.
fn nodes<T: Element>(input: &mut In<'_>, begin: fn(&mut In<'_>, u32)) -> Option<Placed<T>> {
    let len = input.number()?;
    let (mut nodes, mut spans) = (Vec::new(), Vec::new());
    if len as usize <= input.left() {
        nodes.reserve_exact(len as usize);
        spans.reserve_exact(len as usize);
    }
    for at in 0..len {
        begin(input, at);
        spans.push(Span::take(input)?);
        nodes.push(T::take(input)?);
    }
    Some((nodes.into(), spans.into()))
}
