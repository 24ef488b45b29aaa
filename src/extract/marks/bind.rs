//! A carrier's place, the tokens and the nodes come in; what the mark speaks of goes out.

use super::attributes;
use super::lexer::{Kind, Token};
use super::nodes::{Node, Nodes};
use crate::model::mark::{Binding, Carrier, NodeKind};
use std::ops::Range;

/// Everything binding looks at.
pub(super) struct Binder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    nodes: Nodes,
}

/// Why a mark at the end of a line speaks of nothing although something ends there.
pub(super) const TWO_END: &str = "two things end on this line, so the annotation could speak of either";

impl<'a> Binder<'a> {
    /// Nodes come with their attributes and leave without.
    pub(super) fn new(text: &'a str, tokens: &'a [Token], mut nodes: Nodes) -> Self {
        for node in &mut nodes.list {
            let first = tokens.partition_point(|token| token.end <= node.span.start as usize);
            if let Some(token) = tokens.get(past_attributes(text, tokens, first)) {
                node.span.start = (token.start as u32).clamp(node.span.start, node.span.end);
            }
        }
        Self { text, tokens, nodes }
    }

    /// What the carrier speaks of.
    pub(super) fn bind(&self, whole: &Range<usize>, carrier: Carrier) -> Binding {
        match carrier {
            Carrier::InnerComment | Carrier::InnerAttribute => self.around(whole.start),
            Carrier::Comment => self.comment(whole),
            _ => self.following(whole.end, false),
        }
    }

    fn comment(&self, whole: &Range<usize>) -> Binding {
        let first = self.tokens.partition_point(|token| token.start < whole.start);
        let before = self.tokens[..first].iter().rposition(|token| !token.is_comment());
        let Some(before) = before.filter(|&before| !self.breaks(self.tokens[before].end..whole.start)) else {
            return self.following(whole.end, true);
        };
        let after = self.tokens[first..].iter().find(|token| token.start >= whole.end && !token.is_comment());
        let previous = self.tokens[before];
        match after.filter(|after| !self.breaks(whole.end..after.start)) {
            // `f(a /* PRIVACY: x */, b)`
            Some(next) if next.kind == Kind::Close || [",", ";"].contains(&self.word(*next)) => {
                self.ending_at(whole, |node| node.span.end as usize == previous.end)
            }
            Some(_) => self.following(whole.end, false),
            // `|// PRIVACY: x` and the parameter on the next line, as rustfmt leaves it.
            None if self.word(previous) == "|" => self.following(whole.end, true),
            None if previous.kind == Kind::Open => self.after_open(previous),
            None if self.ends_attribute(before) => self.following(whole.end, true),
            None => self.trailing(whole),
        }
    }

    fn word(&self, token: Token) -> &str {
        &self.text[token.start..token.end]
    }

    /// Whether a line ends in the range.
    fn breaks(&self, range: Range<usize>) -> bool {
        self.text[range].contains('\n')
    }

    fn ends_attribute(&self, index: usize) -> bool {
        let starts = (0..index).rev().take(256);
        self.word(self.tokens[index]) == "]"
            && starts.filter_map(|at| attributes::at(self.text, self.tokens, at)).any(|a| a.tokens.end == index + 1)
    }

    /// The next node: attributes and comments skipped, and nothing but them.
    fn following(&self, from: usize, blank_line_ends: bool) -> Binding {
        let mut index = self.tokens.partition_point(|token| token.start < from);
        let mut end = from;
        let mut blank_before = false;
        while let Some(&token) = self.tokens.get(index) {
            blank_before |= self.text[end..token.start].matches('\n').count() > 1;
            let next = past_one(self.text, self.tokens, index);
            if next == index {
                break;
            }
            end = self.tokens[next - 1].end;
            index = next;
        }
        let Some(mut token) = self.tokens.get(index).copied() else {
            return dangling("nothing follows it", None);
        };
        if blank_before && blank_line_ends {
            let move_to = (token.kind != Kind::Close).then(|| self.line_start(token.start));
            return dangling("a blank line separates it from what follows", move_to);
        }
        if token.kind == Kind::Close {
            return dangling(&format!("nothing follows it before the closing `{}`", self.word(token)), None);
        }
        // `$( $name: String, )*` in a macro's template.
        while self.word(token) == "$" && self.tokens.get(index + 1).is_some_and(|next| self.word(*next) == "(") {
            index = past_attributes(self.text, self.tokens, index + 2);
            match self.tokens.get(index) {
                Some(&next) => token = next,
                None => break,
            }
        }
        let start = token.start;
        let here = self.nodes.list.iter().filter(|node| node.span.start as usize == start);
        // The first of equals is the outer one: parents are listed before their children.
        if let Some(node) = here.rev().max_by_key(|node| node.span.end) {
            return bound(node);
        }
        match self.innermost(start, |kind| HOLDS_OPERANDS.contains(&kind)) {
            Some(node) if self.nodes.operands.contains(&start) => bound(node),
            _ => {
                let reason =
                    format!("no item, field, parameter, statement or argument begins at `{}`", self.word(token));
                dangling(&reason, self.innermost(start, |_| true).map(|node| self.line_start(node.span.start as usize)))
            }
        }
    }

    /// Innermost node around a byte, of a kind.
    fn innermost(&self, at: usize, kind: impl Fn(NodeKind) -> bool) -> Option<&Node> {
        let around = |node: &&Node| node.span.start as usize <= at && at < node.span.end as usize && kind(node.kind);
        self.nodes.list.iter().filter(around).min_by_key(|node| node.span.end - node.span.start)
    }

    /// `//!` and `#![…]` speak of what they stand in.
    fn around(&self, at: usize) -> Binding {
        let holds = |kind| matches!(kind, NodeKind::Module | NodeKind::Impl | NodeKind::Function | NodeKind::Trait);
        self.innermost(at, holds).map_or(Binding::Module, bound)
    }

    /// rustfmt moves such a comment to a line of its own inside the braces, where it would speak of something else.
    fn after_open(&self, open: Token) -> Binding {
        let reason = format!("it follows an opening `{}`, from where rustfmt moves it inside", self.word(open));
        let node = self.innermost(open.start, |_| true);
        dangling(&reason, node.map(|node| self.line_start(node.span.start as usize)))
    }

    fn trailing(&self, whole: &Range<usize>) -> Binding {
        self.ending_at(whole, |node| {
            let end = node.span.end as usize;
            end <= whole.start && !self.breaks(end.saturating_sub(1)..whole.start)
        })
    }

    /// The outermost node among those that end where a mark looks.
    fn ending_at(&self, whole: &Range<usize>, ends: impl Fn(&Node) -> bool) -> Binding {
        let can_trail = |node: &&Node| ends(node) && (TRAILS.contains(&node.kind) && node.call);
        let candidates: Vec<&Node> = self.nodes.list.iter().filter(can_trail).collect();
        let inside = |inner: &Node, outer: &Node| outer.span != inner.span && outer.span.contains(inner.span);
        let mut outermost: Vec<&Node> = Vec::new();
        for node in &candidates {
            let covered = candidates.iter().any(|other| inside(node, other));
            if !covered && !outermost.iter().any(|other| other.span == node.span) {
                outermost.push(node);
            }
        }
        match outermost[..] {
            [node] => bound(node),
            [] => self.one_line_item(whole, ends),
            _ => dangling(TWO_END, None),
        }
    }

    /// `const KEY: &str = "…"; // PRIVACY: credentials`
    fn one_line_item(&self, whole: &Range<usize>, ends: impl Fn(&Node) -> bool) -> Binding {
        let one_line = |node: &&Node| ends(node) && !self.breaks(node.span.start as usize..whole.start);
        let item = self.nodes.list.iter().filter(one_line).filter(|node| node.kind != NodeKind::ChainLink);
        if let Some(node) = item.max_by_key(|node| node.span.end - node.span.start) {
            return bound(node);
        }
        let before = self.text[..whole.start].trim_end().len().saturating_sub(1);
        let node = self.innermost(before, |_| true);
        let move_to = node.map(|node| self.line_start(node.span.start as usize));
        dangling("nothing that an annotation can speak of ends on this line", move_to)
    }

    fn line_start(&self, at: usize) -> u32 {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1) as u32
    }
}

/// Nodes inside of which an operand may be marked; the mark then speaks of them.
const HOLDS_OPERANDS: &[NodeKind] =
    &[NodeKind::Statement, NodeKind::Argument, NodeKind::Arm, NodeKind::Item, NodeKind::Field, NodeKind::Variant];

/// Nodes that a mark at the end of their line speaks of.
const TRAILS: &[NodeKind] = &[
    NodeKind::Parameter,
    NodeKind::Field,
    NodeKind::Variant,
    NodeKind::Argument,
    NodeKind::ChainLink,
    NodeKind::Statement,
    NodeKind::Arm,
    NodeKind::Column,
];

/// The index after the comment or attribute at `index`; `index` itself when there is none.
fn past_one(text: &str, tokens: &[Token], index: usize) -> usize {
    match tokens.get(index) {
        Some(token) if token.is_comment() => index + 1,
        Some(_) => attributes::at(text, tokens, index).map_or(index, |attribute| attribute.tokens.end),
        None => index,
    }
}

fn past_attributes(text: &str, tokens: &[Token], mut index: usize) -> usize {
    loop {
        let next = past_one(text, tokens, index);
        if next == index {
            return index;
        }
        index = next;
    }
}

fn bound(node: &Node) -> Binding {
    Binding::Node { kind: node.kind, span: node.span, name: node.name }
}

fn dangling(reason: &str, move_to: Option<u32>) -> Binding {
    Binding::Dangling { reason: reason.to_owned(), move_to }
}
