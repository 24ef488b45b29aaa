//! A workspace item comes in, small questions about its surroundings are answered: scope, names, literals.

use super::declared::declared;
use super::walk::Order;
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{
    Attr, Expr, ExprId, FileFacts, Function, ItemId, ItemKind, Lit, MacroArg, MacroValue, Pat, PatId, Path, Stmt,
};
use std::collections::BTreeMap;

/// Every item of the workspace.
pub(super) fn items(ws: &Workspace) -> impl Iterator<Item = Def> + '_ {
    (0..ws.files.len()).flat_map(|file| items_in(ws, file))
}

/// Every item of a file.
pub(super) fn items_in(ws: &Workspace, file: usize) -> impl Iterator<Item = Def> + use<> {
    (0..ws.files[file].items.len()).map(move |item| Def::new(file, ItemId(item as u32)))
}

/// The path an attribute's argument holds, as text: `serde::Deserialize`.
pub(super) fn argument_path(facts: &FileFacts, arg: &MacroArg) -> String {
    match &arg.value {
        MacroValue::Expr(id) => match facts.expr(*id) {
            Expr::Path(path) => facts.path_text(path),
            _ => String::new(),
        },
        MacroValue::Ty(id) => match facts.ty(*id) {
            crate::model::fact::Ty::Path(path) => facts.path_text(path),
            _ => String::new(),
        },
        MacroValue::Tokens(sym) => match arg.key {
            Some(key) if facts.name(*sym).is_empty() => facts.name(key).to_owned(),
            _ => facts.name(*sym).to_owned(),
        },
        _ => String::new(),
    }
}

/// The last name of a path in text.
pub(super) fn last_name(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

/// Names of the derives among these attributes, with those in `cfg_attr`, and the attributes' own names.
pub(super) fn derived(facts: &FileFacts, attrs: &[Attr]) -> Vec<String> {
    let mut names = Vec::new();
    for attr in attrs {
        let name = facts.last(&attr.path);
        if matches!(name, "derive" | "derive_where") {
            for path in attr.args.iter().map(|arg| argument_path(facts, arg)) {
                names.push(last_name(&path).to_owned());
                // `sqlx::Type` is another's than `specta::Type`.
                if path.contains("::") {
                    names.push(path);
                }
            }
        } else {
            names.push(name.to_owned());
        }
    }
    names
}

/// The value of `key` in an attribute called `name`: `table_name` of `#[diesel(table_name = users)]`.
pub(super) fn attribute(facts: &FileFacts, attrs: &[Attr], name: &str, key: &str) -> Option<String> {
    let named = attrs.iter().filter(|attr| facts.last(&attr.path) == name);
    named.flat_map(|attr| &attr.args).find_map(|arg| {
        let given = arg.key.map(|key| facts.name(key).to_owned());
        let is_it = given.as_deref() == Some(key) || (given.is_none() && argument_path(facts, arg) == key);
        is_it.then(|| argument_text(facts, arg))
    })
}

/// What an argument says, as text.
pub(super) fn argument_text(facts: &FileFacts, arg: &MacroArg) -> String {
    match &arg.value {
        MacroValue::Str(id, _) => literal(facts, *id).unwrap_or_default().to_owned(),
        _ => argument_path(facts, arg),
    }
}

/// A string literal's text, through `&` and `.into()`-like calls left aside.
pub(super) fn literal(facts: &FileFacts, id: ExprId) -> Option<&str> {
    match facts.expr(id) {
        Expr::Lit(Lit::Str(sym) | Lit::Bytes(sym)) => Some(facts.name(*sym)),
        Expr::Ref(_, inner) => literal(facts, *inner),
        _ => None,
    }
}

/// The text an expression stands for: a literal, a const of the workspace, or a well-known header constant.
pub(super) fn constant(ws: &Workspace, file: usize, scope: Option<ItemId>, id: ExprId) -> Option<String> {
    let facts = &ws.files[file];
    if let Some(text) = literal(facts, id) {
        return Some(text.to_owned());
    }
    match facts.expr(id) {
        Expr::Ref(_, inner) => constant(ws, file, scope, *inner),
        Expr::Path(path) => constant_path(ws, file, scope, path),
        // `HeaderName::from_static("x-real-ip")`, `"x".to_owned()`.
        Expr::Call(_, args) => args.iter().find_map(|arg| literal(facts, *arg)).map(str::to_owned),
        Expr::Method(call) => literal(facts, call.receiver).map(str::to_owned),
        _ => None,
    }
}

fn constant_path(ws: &Workspace, file: usize, scope: Option<ItemId>, path: &Path) -> Option<String> {
    let facts = &ws.files[file];
    let last = facts.last(path);
    match ws.resolve(file, scope, path) {
        Resolved::Def(def) => match &ws.item(def).kind {
            ItemKind::Const { value: Some(value), .. } => constant(ws, def.file as usize, ws.item(def).parent, *value),
            _ => None,
        },
        Resolved::External(full) if full.contains("header") => Some(header_name(last)),
        // `header::COOKIE` through a glob or a prelude.
        _ if is_constant_name(last) && facts.path_text(path).contains("header") => Some(header_name(last)),
        _ if is_constant_name(last) && path.segments.len() == 1 => Some(header_name(last)),
        _ => None,
    }
}

fn is_constant_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') && name.len() > 1
}

/// `USER_AGENT` as the header it names.
fn header_name(constant: &str) -> String {
    constant.to_lowercase().replace('_', "-")
}

/// The words of the module a file stands for: its last module, its folder for `mod.rs`, its crate for a root.
pub(super) fn module_words(ws: &Workspace, file: usize) -> Vec<String> {
    let home = &ws.homes[file];
    let name = home.module.last().map_or(home.krate.as_str(), String::as_str);
    crate::packs::words::words(name)
}

/// Declared types of parameters and lets, by the local's name.
pub(super) fn locals(
    ws: &Workspace,
    def: Def,
    function: Option<&Function>,
    order: &Order,
) -> BTreeMap<String, Vec<String>> {
    let facts = ws.facts(def);
    let mut types = BTreeMap::new();
    let mut add = |pat, ty| {
        if let Some(name) = single(facts, pat) {
            types.insert(name, declared(ws, def.file as usize, Some(def.item), ty).names);
        }
    };
    for param in function.into_iter().flat_map(|function| &function.params) {
        add(param.pat, param.ty);
    }
    for (id, _) in order {
        if let Expr::Block(_, statements) = facts.expr(*id) {
            for statement in statements {
                if let Stmt::Let(binding) = statement
                    && let Some(ty) = binding.ty
                {
                    add(binding.pat, ty);
                }
            }
        }
    }
    types
}

fn single(facts: &FileFacts, pat: PatId) -> Option<String> {
    match facts.pat(pat) {
        Pat::Bind { name, .. } => Some(facts.name(*name).to_owned()),
        Pat::TupleStruct(_, parts) if parts.len() == 1 => single(facts, parts[0]),
        Pat::Typed(inner, _) | Pat::Ref(inner) => single(facts, *inner),
        _ => None,
    }
}
