//! A macro call comes in, read by the family its name belongs to; what it gives, prints or sends goes out.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::path::Key;
use crate::flow::sinks;
use crate::flow::types::Type;
use crate::flow::value::{Node, Value};
use crate::link::{Namespace, Resolved};
use crate::model::fact::{Capture, ExprId, ItemKind, MacroArg, MacroCall, MacroValue, Separator, Stmt};
use crate::model::inventory::SinkKind;
use crate::model::place::Span;
use crate::packs::{Role, Root};

impl<'a> Eval<'_, 'a> {
    pub(super) fn eval_macro(&mut self, id: ExprId, call: &'a MacroCall) -> Ev {
        let name = self.facts().last(&call.path);
        let frame = self.frame();
        let resolved = self.ws.resolve_in(Namespace::Macro, frame.file as usize, frame.item, &call.path);
        let span = self.macro_span(call, name);
        let at = At { expr: id, span, end: call.span.end };
        let (path, known) = match &resolved {
            Resolved::Def(def) => {
                let rules = self.eng.rules_of(*def);
                if !rules.is_empty() {
                    let api = self.ws.item_path(*def);
                    return self.macro_by_rules(&rules, call, at, &api, name);
                }
                if let ItemKind::MacroRules(arms) = &self.ws.item(*def).kind
                    && let Some(out) = self.instantiate(id, def.file, def.item, arms, call)
                {
                    return out;
                }
                (name.to_owned(), true)
            }
            Resolved::External(path) => (path.to_string(), true),
            _ => (self.facts().path_text(&call.path), false),
        };
        let rules = self.macro_rules(&path, known);
        if !rules.is_empty() && !self.says_what_is_known(&rules, &path, name) {
            let out = self.macro_by_rules(&rules, call, at, &path, name);
            return match self.query_macro(&path, name, call) {
                Some(query) => Ev::new(Value::CLEAN, query),
                None => out,
            };
        }
        let out = self.family(&path, name, call, at);
        self.with_call_seed(id, out)
    }

    /// Whether rules say no more of a macro of a known family than the family does, which knows what of the arguments
    /// is shown and where it stands.
    fn says_what_is_known(&self, rules: &[u32], path: &str, name: &str) -> bool {
        let known = sinks::logging_macro(path, name).or_else(|| sinks::printing_macro(name));
        rules.iter().map(|&at| &self.eng.rules.list[at as usize]).all(|rule| {
            let takes_all = rule.from.iter().all(|access| access.root == Root::AnyArg && access.path.is_empty());
            match rule.role {
                Role::Sink { kind, recipient: None } => Some(kind) == known && takes_all,
                Role::Pass => name == "json",
                _ => false,
            }
        })
    }

    fn macro_span(&self, call: &MacroCall, name: &str) -> Span {
        let end = call.path.span.end.max(call.path.span.start + name.len() as u32);
        Span { start: end - name.len() as u32, end }
    }

    fn family(&mut self, path: &str, name: &'a str, call: &'a MacroCall, at: At) -> Ev {
        let text = || Type::external("std::string::String", Vec::new());
        if let Some(kind) = sinks::logging_macro(path, name) {
            let data = self.logged(call, 0);
            self.sink(data, kind, &format!("{}!", sinks::canonical_macro(path, name)), None, at);
            return Ev::clean();
        }
        match name {
            "format" | "format_args" | "formatdoc" | "format_smolstr" | "format_compact" | "concat_string" | "eyre"
            | "anyhow" | "err_msg" | "format_err" | "err" => Ev::new(self.formatted(&call.args), text()),
            "bail" => {
                let error = self.formatted(&call.args);
                self.fail(error);
                Ev::clean()
            }
            "ensure" => {
                if let Some(first) = call.args.first() {
                    self.argument(first);
                }
                let error = self.formatted(call.args.get(1..).unwrap_or_default());
                let state = self.state.clone();
                self.fail(error);
                self.state = state;
                Ev::clean()
            }
            "println" | "print" | "eprintln" | "eprint" => {
                let data = self.formatted(&call.args);
                self.sink(data, SinkKind::Display, &format!("std::{name}!"), None, at);
                Ev::clean()
            }
            "dbg" => {
                let mut out = Ev::clean();
                for arg in &call.args {
                    out = self.argument(arg);
                    let data = self.printed(&out.v, &out.t, true);
                    self.sink(data, SinkKind::Display, "std::dbg!", None, at);
                }
                out
            }
            "panic" | "todo" | "unimplemented" | "unreachable" => {
                let data = self.formatted(&call.args);
                self.sink(data, SinkKind::Display, &format!("std::{name}!"), None, at);
                self.state.live = false;
                Ev::clean()
            }
            "assert" | "debug_assert" => self.assertion(call, 1, name, at),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => self.assertion(call, 2, name, at),
            "write" | "writeln" => self.written(call, at),
            "vec" | "smallvec" | "arrayvec" | "vec_deque" | "hashset" | "btreeset" | "array" | "stack" => {
                let mut all = Ev::clean();
                for arg in &call.args {
                    let one = self.argument(arg);
                    all.v = self.join(&all.v, &one.v);
                    if one.t.is_known() && !all.t.is_known() {
                        all.t = one.t;
                    }
                }
                Ev::new(Value::wrapped(Key::ELEM, all.v), Type::list_of(all.t))
            }
            "hashmap" | "btreemap" | "indexmap" | "maplit" => {
                let mut values = Value::CLEAN;
                for arg in &call.args {
                    let value = self.argument(arg).v;
                    values = self.join(&values, &value);
                }
                Ev::untyped(Value::with_kids(vec![(Key::MAP_KEY, Value::CLEAN), (Key::MAP_VALUE, values)]))
            }
            "json" => {
                let mut value = Value::CLEAN;
                for arg in &call.args {
                    let one = self.nested(&arg.value);
                    let key = arg.key.map(|key| self.name(key));
                    let one = match key {
                        Some(key) => {
                            let key = self.eng.paths.field(key);
                            Value::wrapped(key, one)
                        }
                        None => one,
                    };
                    value = self.join(&value, &one);
                }
                Ev::new(value, Type::external("serde_json::Value", Vec::new()))
            }
            "matches" | "stringify" | "include_str" | "include_bytes" | "env" | "cfg" | "line" | "file" | "column"
            | "module_path" | "offset_of" => {
                if let Some(first) = call.args.first() {
                    self.argument(first);
                }
                Ev::clean()
            }
            "join" | "try_join" => {
                let mut kids = Vec::new();
                for (index, arg) in call.args.iter().enumerate() {
                    let one = self.argument(arg).v;
                    kids.push((self.eng.paths.field(&index.to_string()), one));
                }
                Ev::untyped(Value::with_kids(kids))
            }
            "izip" => {
                let mut kids = Vec::new();
                for (index, arg) in call.args.iter().enumerate() {
                    let list = self.argument(arg);
                    let one = self.iterated(&list).v;
                    kids.push((self.eng.paths.field(&index.to_string()), one));
                }
                Ev::new(Value::wrapped(Key::ELEM, Value::with_kids(kids)), Type::list_of(Type::Unknown))
            }
            "pin" | "black_box" | "ready" | "try" | "addr_of" | "addr_of_mut" | "identity" | "move" | "lazy" => {
                call.args.first().map_or_else(Ev::clean, |arg| self.argument(arg))
            }
            _ => {
                let mut all = Value::CLEAN;
                for arg in &call.args {
                    let one = self.spread(arg);
                    all = self.join(&all, &one);
                }
                Ev::untyped(all)
            }
        }
    }

    fn fail(&mut self, error: Value) {
        if self.state.live {
            let key = self.eng.paths.known.err;
            self.leave(Ev::untyped(Value::wrapped(key, error)));
            self.state.live = false;
        }
    }

    fn assertion(&mut self, call: &'a MacroCall, values: usize, name: &str, at: At) -> Ev {
        for arg in call.args.iter().take(values) {
            self.argument(arg);
        }
        let data = self.formatted(call.args.get(values..).unwrap_or_default());
        self.sink(data, SinkKind::Display, &format!("std::{name}!"), None, at);
        Ev::clean()
    }

    /// `write!(to, …)`: into the place, and to whoever stands behind it.
    fn written(&mut self, call: &'a MacroCall, at: At) -> Ev {
        let Some((to, rest)) = call.args.split_first() else { return Ev::clean() };
        let data = self.formatted(rest);
        let MacroValue::Expr(to) = &to.value else { return Ev::clean() };
        let (places, ty) = match self.places(*to) {
            Some(found) => found,
            None => {
                let value = self.eval(*to);
                (value.v.refs().to_vec(), value.t)
            }
        };
        let owner = self.owner_path(&ty);
        let given = vec![Ev::untyped(data.clone())];
        for name in ["write_fmt", "write_all", "write"] {
            let rules = self.method_rules(name, owner.as_deref());
            if !rules.is_empty() && ty.def().is_none() {
                let api = format!("{}::{name}", owner.clone().unwrap_or_default());
                let receiver = Ev::new(Value::reference(places.clone()), ty.clone());
                self.apply_rules(&rules, Some(&receiver), &given, at, &api, name);
                break;
            }
        }
        if let Some(kind) = sinks::behind(&ty).or_else(|| owner.as_deref().and_then(sinks::writer)) {
            self.sink(data.clone(), kind, "std::write!", None, at);
        }
        if let Some(def) = ty.def() {
            for name in ["write_fmt", "write_str", "write_all", "write"] {
                if let Some(&method) = self.ws.methods(def, name).first() {
                    let receiver = Ev::new(Value::reference(places.clone()), ty.clone());
                    self.call_function(method, vec![receiver, Ev::untyped(data.clone())], Some(at));
                    return Ev::clean();
                }
            }
        }
        let places = self.chase(places);
        if !data.is_clean() {
            self.state.write_all(&places, &data, true, &mut self.eng.paths);
        }
        Ev::clean()
    }

    /// The value of an argument.
    pub(super) fn argument(&mut self, arg: &'a MacroArg) -> Ev {
        match &arg.value {
            MacroValue::Expr(expr) => self.eval(*expr),
            MacroValue::Str(_, captures) => Ev::untyped(self.captured(captures, &[])),
            _ => Ev::untyped(self.spread(arg)),
        }
    }

    /// Everything an argument of an unknown macro holds.
    pub(super) fn spread(&mut self, arg: &'a MacroArg) -> Value {
        match &arg.value {
            MacroValue::Expr(expr) => {
                let value = self.eval(*expr).v;
                self.flat(&value)
            }
            MacroValue::Str(_, captures) => self.captured(captures, &[]),
            MacroValue::Group(list) => {
                let mut all = Value::CLEAN;
                for arg in list {
                    let one = self.spread(arg);
                    all = self.join(&all, &one);
                }
                all
            }
            MacroValue::Code(stmts) => self.code(stmts),
            MacroValue::Tokens(_) => match arg.key {
                Some(key) if arg.separator == Separator::None => self.named(key),
                _ => Value::CLEAN,
            },
            MacroValue::Ty(_) => Value::CLEAN,
        }
    }

    fn code(&mut self, stmts: &'a [Stmt]) -> Value {
        let mut value = Value::CLEAN;
        for stmt in stmts {
            match stmt {
                Stmt::Let(_) | Stmt::Item(_) => {
                    if let Stmt::Let(stmt) = stmt {
                        self.let_statement(stmt);
                    }
                }
                Stmt::Expr(expr) | Stmt::Value(expr) => {
                    let one = self.eval(*expr).v;
                    value = self.join(&value, &one);
                }
            }
        }
        value
    }

    /// A bare name or dotted name as a macro has it (`info!(user.email)`).
    fn named(&mut self, name: crate::model::fact::Sym) -> Value {
        let text = self.name(name);
        let mut parts = text.split('.');
        let Some(first) = parts.next() else { return Value::CLEAN };
        let facts = self.facts();
        let Some(at) = facts.names.iter().position(|known| known == first) else { return Value::CLEAN };
        let sym = crate::model::fact::Sym(at as u32);
        let frame = self.frame();
        let local = if first == "self" {
            frame.receiver
        } else {
            frame.names.iter().rev().find(|(known, _)| *known == sym).map(|(_, local)| *local)
        };
        let Some(local) = local else { return Value::CLEAN };
        let mut value = self.state.local(local);
        for part in parts {
            let key = self.eng.paths.field(part);
            let content = self.deref(&value);
            value = self.project(&content, key);
        }
        value
    }

    /// Values of a `json!` body, structure kept.
    fn nested(&mut self, value: &'a MacroValue) -> Value {
        match value {
            MacroValue::Expr(expr) => {
                let value = self.eval(*expr).v;
                self.state.resolve(&value, &mut self.eng.paths)
            }
            MacroValue::Group(list) => {
                let mut node = Value::CLEAN;
                for arg in list {
                    let one = self.nested(&arg.value);
                    let key = match arg.key {
                        Some(key) => {
                            let name = self.name(key);
                            self.eng.paths.field(name)
                        }
                        None => Key::ELEM,
                    };
                    node = self.join(&node, &Value::wrapped(key, one));
                }
                node
            }
            MacroValue::Str(_, captures) => self.captured(captures, &[]),
            _ => Value::CLEAN,
        }
    }

    /// What a formatting macro puts together: the format string's captures and the arguments they name.
    pub(super) fn formatted(&mut self, args: &'a [MacroArg]) -> Value {
        let Some(at) = args.iter().position(|arg| arg.key.is_none() && matches!(arg.value, MacroValue::Str(..))) else {
            let mut all = Value::CLEAN;
            for arg in args {
                let one = self.argument(arg);
                let one = self.printed(&one.v, &one.t, false);
                all = self.join(&all, &one);
            }
            return all;
        };
        let mut all = Value::CLEAN;
        for arg in &args[..at] {
            let one = self.argument(arg);
            let one = self.printed(&one.v, &one.t, false);
            all = self.join(&all, &one);
        }
        if let MacroValue::Str(_, captures) = &args[at].value {
            let one = self.captured(captures, &args[at + 1..]);
            all = self.join(&all, &one);
        }
        all
    }

    /// The values that the braces of a format string name.
    fn captured(&mut self, captures: &'a [Capture], args: &'a [MacroArg]) -> Value {
        let values: Vec<(Option<&str>, Ev)> =
            args.iter().map(|arg| (arg.key.map(|key| self.name(key)), self.argument(arg))).collect();
        let mut all = Value::CLEAN;
        let mut next = 0;
        let mut used = vec![false; values.len()];
        for capture in captures {
            let name = self.name(capture.name);
            let debug = self.name(capture.spec).contains('?');
            let found = if name.is_empty() {
                next += 1;
                Some(next - 1)
            } else if let Ok(index) = name.parse::<usize>() {
                Some(index)
            } else {
                values.iter().position(|(key, _)| *key == Some(name))
            };
            if self.name(capture.spec).contains(".*") && name.is_empty() {
                // `{:.*}` takes its precision first.
                next += 1;
                if let Some(slot) = used.get_mut(next - 2) {
                    *slot = true;
                }
            }
            let found = if self.name(capture.spec).contains(".*") && name.is_empty() { Some(next - 1) } else { found };
            let value = match found.and_then(|index| values.get(index)) {
                Some((_, value)) => {
                    if let Some(slot) = found.and_then(|index| used.get_mut(index)) {
                        *slot = true;
                    }
                    value.clone()
                }
                None => match capture.expr {
                    Some(expr) => self.eval(expr),
                    None => Ev::clean(),
                },
            };
            let one = self.printed(&value.v, &value.t, debug);
            all = self.join(&all, &one);
        }
        if captures.is_empty() {
            for (_, value) in &values {
                let one = self.printed(&value.v, &value.t, false);
                all = self.join(&all, &one);
            }
        }
        all
    }

    /// What a logging macro writes: message, arguments, fields; `target:` and the like are none of it.
    fn logged(&mut self, call: &'a MacroCall, skip: usize) -> Value {
        let mut all = Value::CLEAN;
        let args = &call.args[skip.min(call.args.len())..];
        let message = args
            .iter()
            .position(|arg| arg.key.is_none() && arg.sigil.is_none() && matches!(arg.value, MacroValue::Str(..)));
        for (index, arg) in args.iter().enumerate() {
            if message.is_some_and(|message| index >= message) {
                break;
            }
            let one = self.field_of_log(arg);
            all = self.join(&all, &one);
        }
        if let Some(at) = message {
            let one = self.formatted(&args[at..]);
            all = self.join(&all, &one);
            // `slog`: key-values after the message, by `=>`.
            for arg in args[at + 1..].iter().filter(|arg| arg.separator == Separator::FatArrow) {
                let one = self.field_of_log(arg);
                all = self.join(&all, &one);
            }
        }
        all
    }

    pub(super) fn field_of_log(&mut self, arg: &'a MacroArg) -> Value {
        let key = arg.key.map(|key| self.name(key));
        if arg.separator == Separator::Colon && matches!(key, Some("target" | "parent" | "logger" | "name" | "level")) {
            return Value::CLEAN;
        }
        let debug = arg.sigil == Some('?') || key.is_some_and(|key| key.ends_with(":?"));
        match &arg.value {
            MacroValue::Group(list) => {
                let mut all = Value::CLEAN;
                for arg in list {
                    let one = self.field_of_log(arg);
                    all = self.join(&all, &one);
                }
                all
            }
            MacroValue::Tokens(_) => {
                let value = self.spread(arg);
                self.printed(&value, &Type::Unknown, debug)
            }
            _ => {
                let value = self.argument(arg);
                self.printed(&value.v, &value.t, debug)
            }
        }
    }

    fn macro_by_rules(&mut self, rules: &[u32], call: &'a MacroCall, at: At, api: &str, name: &str) -> Ev {
        let mut given = Vec::new();
        let format =
            call.args.iter().any(|arg| matches!(&arg.value, MacroValue::Str(_, captures) if !captures.is_empty()));
        for arg in &call.args {
            given.push(if format && matches!(arg.value, MacroValue::Str(..)) {
                Ev::untyped(self.formatted(std::slice::from_ref(arg)))
            } else {
                self.argument(arg)
            });
        }
        let keys: Vec<Option<String>> =
            call.args.iter().map(|arg| arg.key.map(|key| self.name(key).to_owned())).collect();
        self.macro_keys = keys;
        let out = self.apply_rules(rules, None, &given, at, &format!("{api}!"), name);
        self.macro_keys.clear();
        let out = match out {
            Some(out) => out,
            None => {
                let mut all = Value::CLEAN;
                for value in &given {
                    let flat = self.flat(&value.v);
                    all = self.join(&all, &flat);
                }
                Value::from(Node { ..all.0.as_deref().cloned().unwrap_or_default() })
            }
        };
        Ev::untyped(out)
    }
}
