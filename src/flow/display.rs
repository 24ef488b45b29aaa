//! A value and its type come in, what `{}` or `{:?}` shows of it goes out.

use super::eval::{Ev, Eval};
use super::rules;
use super::types::Type;
use super::value::Value;
use crate::link::Def;
use crate::model::fact::{Attr, Fields, ItemKind, MacroValue};

/// Wrappers of other crates that print a placeholder.
const REDACTING: &[(&str, &str)] = &[
    ("secrecy", ""),
    ("redact", "Secret"),
    ("redacted", "Redacted"),
    ("data_privacy", "Sensitive"),
    ("veil", ""),
    ("secret", ""),
    ("secrets", ""),
    ("redactrs", ""),
    ("masking", "Secret"),
];

/// Of how many places inside a value it is asked whether they are shown; further ones are taken to be.
const PRINTED: u32 = 256;

impl Eval<'_, '_> {
    /// What printing shows of a value.
    pub(super) fn printed(&mut self, value: &Value, ty: &Type, debug: bool) -> Value {
        if value.is_clean() && !ty.is_known() {
            return Value::CLEAN;
        }
        self.printing = PRINTED;
        self.printed_in(value, ty, debug, 0)
    }

    fn printed_in(&mut self, value: &Value, ty: &Type, debug: bool, depth: u8) -> Value {
        self.printing = self.printing.saturating_sub(1);
        if depth > 5 || self.printing == 0 {
            return self.flat(value);
        }
        match ty {
            Type::Def(def, _) => self.printed_item(value, ty, *def, debug, depth),
            Type::External(path, args) => {
                let krate = path.split("::").next().unwrap_or("");
                let name = rules::last(path);
                let redacts = REDACTING.iter().any(|(known, ty)| *known == krate && (ty.is_empty() || *ty == name));
                if redacts || matches!(name, "SecretString" | "SecretBox" | "SecretVec") {
                    return Value::CLEAN;
                }
                let inner = args.iter().any(|arg| matches!(arg, Type::Def(..)) || self.redacted_inside(arg));
                if !inner {
                    return self.flat(value);
                }
                let content = self.deref(value);
                let mut out = Value::CLEAN;
                if let Some(node) = content.0.clone() {
                    for (key, kid) in &node.kids {
                        let index = if *key == super::path::Key::MAP_VALUE { 1 } else { 0 };
                        let arg = if *key == self.eng.paths.known.err { args.get(1) } else { args.get(index) };
                        let arg = arg.or(args.first()).cloned().unwrap_or_default();
                        let one = self.printed_in(kid, &arg, debug, depth + 1);
                        out = out.joined(&one, &mut self.eng.paths);
                    }
                    if !node.atoms.is_empty() || node.kids.is_empty() {
                        let arg = args[args.len() - 1].clone();
                        let known = self.eng.paths.known;
                        let key = match name {
                            "Option" => known.some,
                            "Result" => known.ok,
                            _ if ty.is_map() => super::path::Key::MAP_VALUE,
                            _ => super::path::Key::ELEM,
                        };
                        let atoms = Value::atoms(node.atoms.clone());
                        let inner = atoms.project(key, &mut self.eng.paths);
                        let one = self.printed_in(&inner, &arg, debug, depth + 1);
                        out = out.joined(&one, &mut self.eng.paths);
                    }
                }
                out
            }
            Type::Tuple(list) => {
                let content = self.deref(value);
                let mut out = Value::CLEAN;
                for (index, ty) in list.iter().enumerate() {
                    let key = self.eng.paths.field(&index.to_string());
                    let part = content.project(key, &mut self.eng.paths);
                    let one = self.printed_in(&part, ty, debug, depth + 1);
                    out = out.joined(&one, &mut self.eng.paths);
                }
                out
            }
            _ => self.flat(value),
        }
    }

    fn redacted_inside(&self, ty: &Type) -> bool {
        match ty {
            Type::External(path, args) => {
                let krate = path.split("::").next().unwrap_or("");
                REDACTING.iter().any(|(known, _)| *known == krate) || args.iter().any(|arg| self.redacted_inside(arg))
            }
            Type::Tuple(args) => args.iter().any(|arg| self.redacted_inside(arg)),
            Type::Def(..) => true,
            _ => false,
        }
    }

    fn printed_item(&mut self, value: &Value, ty: &Type, def: Def, debug: bool, depth: u8) -> Value {
        let value = if value.is_clean() { self.template(ty, 0) } else { value.clone() };
        let wanted = if debug { "Debug" } else { "Display" };
        if let Some(fmt) = self.formatter(def, wanted) {
            return self.printed_by(fmt, &value, ty);
        }
        let item = self.ws.item(def);
        if !debug && !self.derives(&item.attrs, def, "Display") {
            return self.flat(&value);
        }
        if self.derives(&item.attrs, def, "Redact") {
            return self.printed_fields(&value, ty, def, debug, depth, true);
        }
        self.printed_fields(&value, ty, def, debug, depth, false)
    }

    fn printed_fields(&mut self, value: &Value, ty: &Type, def: Def, debug: bool, depth: u8, redacts: bool) -> Value {
        let content = self.deref(value);
        let item = self.ws.item(def);
        let whole = redacts && item.attrs.iter().any(|attr| self.word_in(attr, def, "redact", "all"));
        let mut out = Value::CLEAN;
        match &item.kind {
            ItemKind::Struct { fields, .. } => {
                for field in &fields.list {
                    if self.hidden(&field.attrs, def, redacts) || whole {
                        continue;
                    }
                    let name = self.ws.facts(def).name(field.name);
                    let key = self.eng.paths.field(name);
                    let part = content.project(key, &mut self.eng.paths);
                    let field_ty = self.eng.types.field(ty, name);
                    let one = self.printed_in(&part, &field_ty, debug, depth + 1);
                    out = out.joined(&one, &mut self.eng.paths);
                }
            }
            ItemKind::Enum { variants, .. } => {
                // Where it is known which variant has data, no other has; else the type says what there may be.
                let is_known = self.state.holds_data(&content, &mut self.eng.paths);
                if !is_known && !self.is_told_by_type(ty, def, variants.len()) {
                    return out;
                }
                for (at, variant) in variants.iter().enumerate() {
                    let name = self.ws.facts(def).name(variant.name);
                    let Fields { list, .. } = &variant.fields;
                    for field in list {
                        if self.hidden(&field.attrs, def, redacts) || self.hidden(&variant.attrs, def, redacts) || whole
                        {
                            continue;
                        }
                        let field_name = self.ws.facts(def).name(field.name);
                        let key = self.eng.paths.variant(name, field_name);
                        let part = content.project(key, &mut self.eng.paths);
                        if is_known && !self.state.holds_data(&part, &mut self.eng.paths) {
                            continue;
                        }
                        let field_ty = self.eng.types.variant_field(ty, def, at, field_name);
                        let one = self.printed_in(&part, &field_ty, debug, depth + 1);
                        out = out.joined(&one, &mut self.eng.paths);
                    }
                }
            }
            _ => return self.flat(value),
        }
        out
    }

    /// The hand-written `fmt` of a type for `Debug` or `Display`.
    fn formatter(&self, def: Def, wanted: &str) -> Option<Def> {
        for &block in self.ws.impls(def) {
            let facts = self.ws.facts(block);
            let ItemKind::Impl { of: Some(of), .. } = &self.ws.item(block).kind else { continue };
            if facts.last(of) == wanted {
                let found = self.ws.children(block).iter().copied().find(|&id| {
                    matches!(facts.item(id).kind, ItemKind::Fn(_)) && facts.name(facts.item(id).name) == "fmt"
                });
                if let Some(item) = found {
                    return Some(Def { file: block.file, item });
                }
            }
        }
        None
    }

    /// What a hand-written `fmt` writes to its formatter.
    fn printed_by(&mut self, fmt: Def, value: &Value, ty: &Type) -> Value {
        if self.eng.is_running(fmt) {
            return self.flat(value);
        }
        let receiver = self.borrow_for_print(value.clone());
        let (formatter, sink) = self.formatter_place();
        self.call_silently(
            fmt,
            vec![
                Ev { v: receiver, t: ty.clone() },
                Ev { v: sink, t: Type::external("std::fmt::Formatter", Vec::new()) },
            ],
        );
        let written = self.state.local(formatter);
        let out = self.flat(&written);
        self.state.set_local(formatter, Value::CLEAN, &mut self.eng.paths);
        out
    }

    fn derives(&self, attrs: &[Attr], def: Def, name: &str) -> bool {
        let facts = self.ws.facts(def);
        attrs.iter().any(|attr| {
            facts.last(&attr.path) == "derive"
                && attr.args.iter().any(|arg| match &arg.value {
                    MacroValue::Tokens(text) if arg.key.is_none() => {
                        facts.name(*text).rsplit("::").next() == Some(name)
                    }
                    _ => arg.key.is_some_and(|key| facts.name(key) == name),
                })
        })
    }

    /// Whether an attribute keeps a field out of what is printed.
    fn hidden(&self, attrs: &[Attr], def: Def, redacts: bool) -> bool {
        let has = |path: &str, word: &str| attrs.iter().any(|attr| self.word_in(attr, def, path, word));
        let plain = |path: &str| attrs.iter().any(|attr| self.ws.facts(def).last(&attr.path) == path);
        has("debug", "skip")
            || has("debug", "ignore")
            || has("derivative", "ignore")
            || has("educe", "ignore")
            || has("educe", "Debug")
            || has("derive_where", "skip")
            || has("debug_stub", "")
            || has("display", "skip")
            || (redacts && plain("redact") && !has("redact", "skip"))
    }

    /// Whether an attribute has a word among its arguments, at any depth.
    fn word_in(&self, attr: &Attr, def: Def, path: &str, word: &str) -> bool {
        let facts = self.ws.facts(def);
        fn holds(facts: &crate::model::fact::FileFacts, args: &[crate::model::fact::MacroArg], word: &str) -> bool {
            args.iter().any(|arg| {
                arg.key.is_some_and(|key| facts.name(key) == word)
                    || match &arg.value {
                        MacroValue::Expr(expr) => {
                            matches!(facts.expr(*expr), crate::model::fact::Expr::Path(path) if facts.last(path) == word)
                        }
                        MacroValue::Str(expr, _) => matches!(facts.expr(*expr),
                            crate::model::fact::Expr::Lit(crate::model::fact::Lit::Str(text)) if facts.name(*text) == word),
                        MacroValue::Group(list) => holds(facts, list, word),
                        MacroValue::Tokens(text) => facts.name(*text).split(|c: char| !c.is_alphanumeric()).any(|part| part == word),
                        _ => false,
                    }
            })
        }
        facts.last(&attr.path) == path && (word.is_empty() || holds(facts, &attr.args, word))
    }
}
