//! Syntax trees in, facts out: one growing `FileFacts` and what is around the node being read.

mod attr;
mod expr;
mod item;
mod member;
mod pat;
mod ty;

pub(super) use attr::{are_test, names_a_test};

use super::intern::Interner;
use crate::model::fact::{Bodies, Expr, ExprId, FactGap, FileFacts, Item, ItemId, Pat, PatId, Sym, Ty, TyId, Use};
use crate::model::place::Span;
use proc_macro2::Ident;
use std::cell::RefCell;
use std::fmt::Write;

/// How a metavariable of a macro template is written as an identifier while it is parsed.
pub(super) const HOLE: &str = "__HOLE_";

/// Facts that still grow.
#[derive(Default)]
pub(super) struct Growing {
    pub(super) items: Vec<Item>,
    pub(super) uses: Vec<Use>,
    pub(super) types: Vec<Ty>,
    pub(super) gaps: Vec<FactGap>,
    pub(super) exprs: Vec<Expr>,
    pub(super) expr_spans: Vec<Span>,
    pub(super) pats: Vec<Pat>,
    pub(super) pat_spans: Vec<Span>,
}

/// Most nodes whose room is kept for the next file.
const ROOM: usize = 1 << 16;

thread_local! {
    /// Emptied arenas of an earlier file: a tree has many files, and room is dear to get.
    static EMPTIED: RefCell<Growing> = RefCell::default();
}

impl Growing {
    fn with_room() -> Self {
        EMPTIED.take()
    }

    fn keep_room(mut self) {
        if self.exprs.capacity() <= ROOM && self.pats.capacity() <= ROOM {
            self.exprs.clear();
            self.expr_spans.clear();
            self.pats.clear();
            self.pat_spans.clear();
            EMPTIED.set(self);
        }
    }
}

/// Reads the trees of one file into facts.
pub(super) struct Lower<'a> {
    /// The text that was parsed; spans count its bytes.
    pub(super) text: &'a str,
    places: Places,
    pub(super) names: Interner,
    pub(super) facts: Growing,
    /// The item around the node being read.
    pub(super) parent: Option<ItemId>,
    /// The node being read is test code.
    pub(super) test: bool,
    spelling: String,
}

/// Where the lines of a piece of the text begin: tokens tell their places by line and column of what was parsed.
#[derive(Default)]
struct Places {
    /// Byte offset in the whole text of each line of the piece.
    lines: Vec<u32>,
    end: usize,
    ascii: bool,
}

impl Places {
    fn of(text: &str, piece: std::ops::Range<usize>) -> Self {
        let inside = &text[piece.clone()];
        let breaks = memchr::memchr_iter(b'\n', inside.as_bytes()).map(|at| (piece.start + at) as u32 + 1);
        let lines = std::iter::once(piece.start as u32).chain(breaks).collect();
        Self { lines, end: piece.end, ascii: inside.is_ascii() }
    }

    fn at(&self, text: &str, span: proc_macro2::Span) -> Span {
        let (start, end) = (span.start(), span.end());
        // No tokens have no place.
        if start == end && start.line <= 1 && start.column == 0 {
            return Span::default();
        }
        Span::new(self.offset(text, start), self.offset(text, end))
    }

    fn offset(&self, text: &str, place: proc_macro2::LineColumn) -> usize {
        let start = self.lines.get(place.line.wrapping_sub(1)).map_or(0, |&start| start as usize);
        if self.ascii {
            return (start + place.column).min(self.end);
        }
        let line = text.get(start..self.end).unwrap_or_default();
        line.char_indices().nth(place.column).map_or(self.end, |(at, _)| start + at)
    }
}

/// How far the facts had grown.
#[derive(Clone, Copy)]
pub(super) struct Checkpoint {
    lens: [usize; 7],
}

impl<'a> Lower<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { places: Places::of(text, 0..text.len()), ..Self::without_places(text) }
    }

    /// For facts that are not read from `syn`'s trees: a piece says its lines when it is given to `syn`.
    pub(super) fn without_places(text: &'a str) -> Self {
        Self {
            text,
            places: Places::default(),
            names: Interner::new(),
            facts: Growing::with_room(),
            parent: None,
            test: false,
            spelling: String::new(),
        }
    }

    /// Gives a piece of the text to `syn`, whose places are then those of the piece.
    pub(super) fn in_piece<R>(&mut self, piece: std::ops::Range<usize>, read: impl FnOnce(&mut Self) -> R) -> R {
        let outer = std::mem::replace(&mut self.places, Places::of(self.text, piece));
        let done = read(self);
        self.places = outer;
        done
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        let facts = &self.facts;
        let lens = [
            self.names.len(),
            facts.items.len(),
            facts.uses.len(),
            facts.types.len(),
            facts.gaps.len(),
            facts.exprs.len(),
            facts.pats.len(),
        ];
        Checkpoint { lens }
    }

    /// Forgets all that was read since.
    pub(super) fn rewind(&mut self, to: Checkpoint) {
        let [names, items, uses, types, gaps, exprs, pats] = to.lens;
        self.names.truncate(names);
        let facts = &mut self.facts;
        facts.items.truncate(items);
        facts.uses.truncate(uses);
        facts.types.truncate(types);
        facts.gaps.truncate(gaps);
        facts.exprs.truncate(exprs);
        facts.expr_spans.truncate(exprs);
        facts.pats.truncate(pats);
        facts.pat_spans.truncate(pats);
    }

    pub(super) fn finish(self) -> FileFacts {
        let mut facts = self.facts;
        let done = FileFacts {
            names: self.names.into_names(),
            items: std::mem::take(&mut facts.items).into(),
            uses: std::mem::take(&mut facts.uses).into(),
            types: std::mem::take(&mut facts.types).into(),
            bodies: Bodies::pack((&facts.exprs, &facts.expr_spans), (&facts.pats, &facts.pat_spans)),
            gaps: std::mem::take(&mut facts.gaps),
            ..FileFacts::default()
        };
        facts.keep_room();
        done
    }

    /// The place of a token or joined span. By lines and columns: `byte_range` keeps a tree of all offsets
    /// asked for, which costs as much as parsing.
    pub(super) fn at(&self, span: proc_macro2::Span) -> Span {
        self.places.at(self.text, span)
    }

    pub(super) fn sym(&mut self, text: &str) -> Sym {
        self.names.sym(text)
    }

    /// The name of an identifier: without `r#`; a hole as `$name`.
    pub(super) fn ident(&mut self, ident: &Ident) -> Sym {
        let text = self.spelt(ident);
        let sym = match text.strip_prefix(HOLE) {
            Some(hole) => self.sym(&format!("${hole}")),
            None => self.sym(text.strip_prefix("r#").unwrap_or(&text)),
        };
        self.spelling = text;
        sym
    }

    /// The metavariable that an identifier stands for.
    pub(super) fn hole(&mut self, ident: &Ident) -> Option<Sym> {
        let text = self.spelt(ident);
        let hole = text.strip_prefix(HOLE).map(|hole| self.sym(hole));
        self.spelling = text;
        hole
    }

    /// The identifier as written, in the one buffer that is handed back to `spelling`: every name of a file
    /// comes by here.
    fn spelt(&mut self, ident: &Ident) -> String {
        let mut text = std::mem::take(&mut self.spelling);
        text.clear();
        let _ = write!(text, "{ident}");
        text
    }

    pub(super) fn push(&mut self, expr: Expr, span: Span) -> ExprId {
        self.facts.exprs.push(expr);
        self.facts.expr_spans.push(span);
        ExprId(self.facts.exprs.len() as u32 - 1)
    }

    /// The id of the expression that is pushed next.
    pub(super) fn next_expr(&self) -> ExprId {
        ExprId(self.facts.exprs.len() as u32)
    }

    pub(super) fn span_of(&self, id: ExprId) -> Span {
        self.facts.expr_spans[id.at()]
    }

    pub(super) fn push_pat(&mut self, pat: Pat, span: Span) -> PatId {
        self.facts.pats.push(pat);
        self.facts.pat_spans.push(span);
        PatId(self.facts.pats.len() as u32 - 1)
    }

    pub(super) fn pat_span(&self, id: PatId) -> Span {
        self.facts.pat_spans[id.at()]
    }

    pub(super) fn push_ty(&mut self, ty: Ty) -> TyId {
        self.facts.types.push(ty);
        TyId(self.facts.types.len() as u32 - 1)
    }

    /// Reads something whose gaps are no gaps of the file: a macro's body may be a language of its own.
    pub(super) fn without_gaps<R>(&mut self, read: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.facts.gaps.len();
        let done = read(self);
        self.facts.gaps.truncate(before);
        done
    }

    pub(super) fn gap(&mut self, span: Span, reason: impl Into<String>) {
        self.facts.gaps.push(FactGap { span, reason: reason.into(), whole_file: false });
    }
}
