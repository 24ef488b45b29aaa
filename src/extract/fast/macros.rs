//! Macro calls in, `MacroCall` out: the same shapes as `extract::macros` gives. A body that is not read for
//! certain goes to `syn` by itself.

use super::Read;
use super::cursor::Reader;
use super::kind::Kind;
use crate::extract::macros::{ITEMS, STATEMENTS, Style};
use crate::model::fact::{MacroArg, MacroCall, MacroValue, Path, Separator, Stmt};
use crate::model::place::Span;

impl Reader<'_> {
    /// Takes the group after `path!`.
    pub(super) fn macro_call(&mut self, path: Path) -> Read<MacroCall> {
        let open = self.at;
        if !self.kind().opens() {
            return self.decline("a macro without a body");
        }
        let close = self.tokens[open].close as usize;
        let span = path.span.to(self.span_at(close));
        let args = self.macro_args(open, close)?;
        self.at = close + 1;
        Ok(MacroCall { path, args: args.into(), span })
    }

    fn macro_args(&mut self, open: usize, close: usize) -> Read<Vec<MacroArg>> {
        if open + 1 == close {
            return Ok(Vec::new());
        }
        let braces = self.kind_at(open) == Kind::OpenBrace;
        let before = self.lower.checkpoint();
        let around = (self.lower.parent, self.lower.test, self.attrs.len());
        self.at = open + 1;
        match self.known_args(close, braces) {
            Ok(args) => Ok(args),
            Err(_) => {
                self.lower.rewind(before);
                (self.lower.parent, self.lower.test) = (around.0, around.1);
                self.attrs.truncate(around.2);
                self.through_syn(open + 1, close, |lower, tokens| Some(lower.macro_args(tokens, braces)))
            }
        }
    }

    fn known_args(&mut self, close: usize, braces: bool) -> Read<Vec<MacroArg>> {
        let args = match self.looks_like_code(braces)? {
            true => {
                let first = self.at;
                let stmts = self.stmts()?;
                self.code(first, stmts)
            }
            false => self.args(Style::Call)?,
        };
        if self.at == close { Ok(args) } else { self.decline("tokens left over") }
    }

    fn code(&mut self, first: usize, stmts: Vec<Stmt>) -> Vec<MacroArg> {
        let span = self.since(first);
        let key_span = Span { start: span.start, end: span.start };
        let value = MacroValue::Code(stmts.into());
        vec![MacroArg { key: None, key_span, separator: Separator::None, sigil: None, value, span }]
    }

    /// Whether the body is statements; what could be anything else is declined.
    fn looks_like_code(&self, braces: bool) -> Read<bool> {
        let mut first = "";
        let (mut begun, mut semicolon, mut assigns, mut arrows, mut odd) = (false, false, false, false, false);
        let mut after_eq = false;
        let mut at = self.at;
        loop {
            let kind = self.kind_at(at);
            match kind {
                kind if kind.ends() => break,
                kind if kind.is_word() => {
                    if !begun {
                        first = self.text_at(at);
                    }
                    (begun, after_eq) = (true, false);
                    odd |= kind == Kind::Static;
                }
                Kind::Pound | Kind::Bang | Kind::Doc | Kind::InnerDoc => after_eq = false,
                kind if kind.is_punct() => {
                    begun = true;
                    semicolon |= kind == Kind::Semi;
                    arrows |= kind == Kind::Gt && after_eq;
                    after_eq = kind == Kind::Eq;
                    assigns |= after_eq && !self.is_joint(at);
                }
                Kind::OpenBracket => {}
                Kind::OpenParen => {
                    begun = true;
                    odd |= self.holds_in(at);
                }
                _ => begun = true,
            }
            at = self.past(at);
        }
        let conditional = self.is(Kind::If) && matches!(self.kind_at(self.at + 1), Kind::Pound | Kind::Doc);
        if assigns && arrows || conditional {
            return self.decline("a macro of a form of its own");
        }
        let items = ITEMS.contains(&first);
        if !(items || STATEMENTS.contains(&first) && (braces || semicolon) || braces && semicolon) {
            return Ok(false);
        }
        if odd { self.decline("a macro of a form of its own") } else { Ok(true) }
    }

    /// Whether punctuation follows at once.
    fn is_joint(&self, at: usize) -> bool {
        let next = self.kind_at(at + 1);
        (next.is_punct() || next == Kind::Char) && self.tokens[at].end == self.tokens[at + 1].start
    }

    /// Whether `in` stands right inside a group.
    fn holds_in(&self, open: usize) -> bool {
        let mut at = open + 1;
        while !self.kind_at(at).ends() {
            if self.kind_at(at) == Kind::In {
                return true;
            }
            at = self.past(at);
        }
        false
    }
}
