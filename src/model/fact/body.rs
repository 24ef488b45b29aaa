//! The bodies of one file: its expressions and patterns with their places, packed page by page until someone looks.
//!
//! Most code of a project is never looked at again after extraction: no rule names anything in it. Packed it takes a
//! tenth of the memory, and it is kept and carried just so. A page says first which names stand in it: whoever looks
//! for a name opens no other.

use super::{Expr, Pat, Sym};
use crate::model::code::{self, Code, Element, In, Near, Out};
use crate::model::place::Span;
use std::ops::Range;
use std::sync::OnceLock;

/// Nodes, and the span of each.
pub type Nodes<'n, T> = (&'n [T], &'n [Span]);

/// How many nodes stand on a page.
const PAGE: usize = 64;

/// Arenas that `ExprId` and `PatId` index, packed.
#[derive(Debug, Clone, Default)]
pub struct Bodies {
    packed: Box<[u8]>,
    exprs: Pages<Expr>,
    pats: Pages<Pat>,
}

/// The nodes of one kind.
#[derive(Debug, Clone)]
struct Pages<T> {
    /// How many nodes there are.
    len: usize,
    list: Box<[Page<T>]>,
}

#[derive(Debug, Clone)]
struct Page<T> {
    /// Where its names begin among the packed bytes, and where its nodes do.
    names: u32,
    nodes: u32,
    open: OnceLock<Box<[(T, Span)]>>,
}

/// What stands in bodies.
pub(super) trait Node: Element + 'static {
    /// What stands where nothing does: bytes that were not packed here are no bodies.
    const NOTHING: &'static (Self, Span);
    /// What ids of its kind are counted from.
    fn near(near: &mut Near) -> &mut u32;
}

impl Node for Expr {
    const NOTHING: &'static (Self, Span) = &(Expr::Continue(None), Span { start: 0, end: 0 });
    fn near(near: &mut Near) -> &mut u32 {
        &mut near.expr
    }
}

impl Node for Pat {
    const NOTHING: &'static (Self, Span) = &(Pat::Wild, Span { start: 0, end: 0 });
    fn near(near: &mut Near) -> &mut u32 {
        &mut near.pat
    }
}

impl Bodies {
    /// Packs expressions and patterns, each with its places.
    pub fn pack(exprs: Nodes<'_, Expr>, pats: Nodes<'_, Pat>) -> Self {
        let packed = code::written(|out| {
            put_pages(exprs, out);
            put_pages(pats, out);
        });
        Self::of(packed.into()).unwrap_or_default()
    }

    fn of(packed: Box<[u8]>) -> Option<Self> {
        if packed.is_empty() {
            return Some(Self::default());
        }
        let mut input = In::new(&packed);
        let (exprs, pats) = (Pages::find(&mut input, packed.len())?, Pages::find(&mut input, packed.len())?);
        (input.left() == 0).then_some(Self { packed, exprs, pats })
    }

    /// An expression and its place.
    pub(super) fn expr(&self, at: usize) -> &(Expr, Span) {
        self.exprs.node(&self.packed, at)
    }

    /// A pattern and its place.
    pub(super) fn pat(&self, at: usize) -> &(Pat, Span) {
        self.pats.node(&self.packed, at)
    }

    /// All expressions with their numbers.
    pub(super) fn exprs(&self) -> impl Iterator<Item = (u32, &(Expr, Span))> {
        self.exprs.nodes(&self.packed, |_| true)
    }

    /// The expressions of the pages that a name of the kind stands on, with their numbers.
    pub(super) fn exprs_near<'b>(
        &'b self,
        named: impl Fn(Sym) -> bool + 'b,
    ) -> impl Iterator<Item = (u32, &'b (Expr, Span))> {
        self.exprs.nodes(&self.packed, move |page| page.names(&self.packed).any(&named))
    }

    /// All patterns.
    pub(super) fn pats(&self) -> impl Iterator<Item = &(Pat, Span)> {
        self.pats.nodes(&self.packed, |_| true).map(|(_, node)| node)
    }

    /// The patterns of the pages that a name of the kind stands on, with their numbers.
    pub(super) fn pats_near<'b>(
        &'b self,
        named: impl Fn(Sym) -> bool + 'b,
    ) -> impl Iterator<Item = (u32, &'b (Pat, Span))> {
        self.pats.nodes(&self.packed, move |page| page.names(&self.packed).any(&named))
    }

    /// How many expressions there are.
    pub(super) fn exprs_len(&self) -> usize {
        self.exprs.len
    }

    /// The numbers of those of a range on whose page a name of the kind stands.
    pub(super) fn exprs_among<'b>(
        &'b self,
        exprs: Range<usize>,
        named: impl Fn(Sym) -> bool + 'b,
    ) -> impl Iterator<Item = usize> + 'b {
        let pages = exprs.start / PAGE..exprs.end.div_ceil(PAGE).min(self.exprs.list.len());
        let pages = pages.filter(move |&page| self.exprs.list[page].names(&self.packed).any(&named));
        pages.flat_map(move |page| exprs.start.max(page * PAGE)..exprs.end.min((page + 1) * PAGE))
    }

    /// Whether a name of the kind stands among these expressions, or near them.
    pub(super) fn names_near(&self, exprs: &Range<usize>, named: impl Fn(Sym) -> bool) -> bool {
        self.exprs_among(exprs.clone(), named).next().is_some()
    }
}

impl<T: Node> Pages<T> {
    /// Finds the names of all pages, then the nodes of each behind their length, and steps over them.
    fn find(input: &mut In<'_>, total: usize) -> Option<Self> {
        let len = input.number()? as usize;
        let mut list = Vec::new();
        for _ in 0..len.div_ceil(PAGE) {
            let names = (total - input.left()) as u32;
            for _ in 0..input.number()? {
                input.number()?;
            }
            list.push(Page { names, nodes: 0, open: OnceLock::new() });
        }
        for page in &mut list {
            let nodes = input.raw()?;
            page.nodes = (total - input.left() - nodes.len()) as u32;
        }
        Some(Self { len, list: list.into() })
    }

    fn node(&self, packed: &[u8], at: usize) -> &(T, Span) {
        let page = self.list.get(at / PAGE);
        page.and_then(|page| page.open(packed, self.on(at / PAGE)).get(at % PAGE)).unwrap_or(T::NOTHING)
    }

    fn nodes<'p>(
        &'p self,
        packed: &'p [u8],
        wanted: impl Fn(&Page<T>) -> bool + 'p,
    ) -> impl Iterator<Item = (u32, &'p (T, Span))> {
        let pages = self.list.iter().enumerate().filter(move |(_, page)| wanted(page));
        pages.flat_map(|(number, page)| {
            let on = self.on(number);
            on.clone().map(|at| at as u32).zip(page.open(packed, on))
        })
    }

    /// The numbers of the nodes on a page.
    fn on(&self, page: usize) -> Range<usize> {
        page * PAGE..((page + 1) * PAGE).min(self.len)
    }
}

impl<T: Node> Page<T> {
    fn names<'p>(&self, packed: &'p [u8]) -> impl Iterator<Item = Sym> + use<'p, T> {
        let mut input = In::new(&packed[self.names as usize..]);
        let (mut left, mut last) = (input.number().unwrap_or(0), 0u32);
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            last = input.number()?.wrapping_add(last);
            Some(Sym(last))
        })
    }

    fn open(&self, packed: &[u8], nodes_at: Range<usize>) -> &[(T, Span)] {
        self.open.get_or_init(|| read(&packed[self.nodes as usize..], nodes_at).unwrap_or_default())
    }
}

/// The nodes of a page; the ids in each are counted from its own.
fn read<T: Node>(packed: &[u8], nodes_at: Range<usize>) -> Option<Box<[(T, Span)]>> {
    let mut input = In::new(packed);
    let mut nodes = Vec::with_capacity(nodes_at.len());
    for at in nodes_at {
        *T::near(&mut input.near) = at as u32;
        let span = Span::take(&mut input)?;
        nodes.push((T::take(&mut input)?, span));
    }
    Some(nodes.into())
}

fn put_pages<T: Node>((nodes, spans): Nodes<'_, T>, out: &mut Out) {
    out.number(nodes.len() as u32);
    let mut pages = Out::default();
    for (number, (nodes, spans)) in nodes.chunks(PAGE).zip(spans.chunks(PAGE)).enumerate() {
        let mut inside = Out::listing_names();
        for (at, (node, span)) in (number * PAGE..).zip(nodes.iter().zip(spans)) {
            *T::near(&mut inside.near) = at as u32;
            span.put(&mut inside);
            node.put(&mut inside);
        }
        inside.put_apart(out, &mut pages);
    }
    out.append(pages);
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { len: 0, list: Box::default() }
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
        Self::of(Code::take(input)?)
    }
}
