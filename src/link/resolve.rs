//! A path and the place where it is written come in; what it means goes out.

use super::names::Name;
use super::prelude::{prelude, std_macro};
use super::{Def, Resolved, Workspace};
use crate::model::fact::{ItemId, ItemKind, Path, Ty};
use std::cell::RefCell;

/// What kind of name is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Namespace {
    /// Modules and types.
    Type,
    /// Functions, constants, constructors.
    Value,
    /// Macros.
    Macro,
    /// Whatever there is, modules last.
    Any,
}

/// Chains of re-exports longer than this are taken for cycles.
const DEEPEST_REEXPORT: u8 = 24;

pub(super) fn path(ws: &Workspace, wanted: Namespace, file: usize, scope: Option<ItemId>, path: &Path) -> Resolved {
    Lookup { ws, depth: 0, asked: &Asked::default() }.written(wanted, file, scope, path)
}

/// A type of another name in the module that a path leads into.
pub(super) fn beside(ws: &Workspace, file: usize, scope: Option<ItemId>, path: &Path, name: &str) -> Resolved {
    let facts = &ws.files[file];
    let mut names: Vec<&str> = path.segments.iter().map(|segment| facts.name(segment.name)).collect();
    names.pop();
    names.push(name);
    let from = ws.names.scope_of(&ws.files, file, scope);
    Lookup { ws, depth: 0, asked: &Asked::default() }.path(Namespace::Type, from, path.global, &names)
}

/// Whether a written path leads to something of the workspace; the last name may be a field.
pub(super) fn exists(ws: &Workspace, file: usize, scope: Option<ItemId>, names: &[&str]) -> bool {
    let leads = |names: &[&str]| -> Resolved {
        let asked = Asked::default();
        let lookup = Lookup { ws, depth: 0, asked: &asked };
        if names.first() == Some(&"Self") {
            return lookup.of_self(Namespace::Any, file, scope, &names[1..]);
        }
        let from = ws.names.scope_of(&ws.files, file, scope);
        match lookup.path(Namespace::Any, from, false, names) {
            Resolved::Unknown => {
                let root = ws.names.crates[ws.names.scopes[from].krate].root;
                root.map_or(Resolved::Unknown, |root| lookup.in_module(Namespace::Any, root, names))
            }
            found => found,
        }
    };
    if matches!(leads(names), Resolved::Def(_) | Resolved::Variant(..)) {
        return true;
    }
    let Some((&last, owner)) = names.split_last().filter(|(_, owner)| !owner.is_empty()) else { return false };
    matches!(leads(owner), Resolved::Def(def) if ws.has_field(def, last))
}

/// What each glob imports from: a module or enum of the workspace, another crate. Some globs are named through what
/// others bring, so this goes in rounds until nothing new is learned.
pub(super) fn glob_targets(ws: &mut Workspace) {
    let globs: Vec<(usize, (u32, u32))> = ws
        .names
        .scopes
        .iter()
        .enumerate()
        .flat_map(|(scope, table)| table.globs.iter().map(move |&glob| (scope, glob)))
        .collect();
    loop {
        let mut found = Vec::new();
        for &(scope, glob) in globs.iter().filter(|(_, glob)| !ws.names.glob_targets.contains_key(glob)) {
            let facts = &ws.files[glob.0 as usize];
            let path = &facts.uses[glob.1 as usize].path;
            let names: Vec<&str> = path.segments.iter().map(|segment| facts.name(segment.name)).collect();
            match (Lookup { ws, depth: 0, asked: &Asked::default() }).glob_target(scope, path.global, &names) {
                Resolved::Unknown => {}
                target => found.push((glob, target)),
            }
        }
        if found.is_empty() {
            break;
        }
        ws.names.glob_targets.extend(found);
    }
}

/// A scope of the workspace that a path leads to, a crate's root above all: it stands as `\0N` for the scope N.
pub(super) fn root(scope: usize) -> Resolved {
    Resolved::External(format!("\0{scope}").into())
}

/// The scope that stands so.
fn scope_of_root(path: &str) -> Option<usize> {
    path.strip_prefix('\0')?.parse().ok()
}

/// Through another crate's glob may come any name: only types and macros look like one.
fn through_foreign_glob(wanted: Namespace, prefix: &str, name: &str) -> Resolved {
    let like_a_name = wanted == Namespace::Macro || name.starts_with(|c: char| c.is_ascii_uppercase());
    if like_a_name && prelude(name).is_none() && !std_macro(name) {
        Resolved::External(format!("{prefix}::{name}").into())
    } else {
        Resolved::Unknown
    }
}

struct Lookup<'a> {
    ws: &'a Workspace,
    depth: u8,
    asked: &'a Asked,
}

/// What imports have asked for within one lookup, with the answer once it is known: modules that import from each other
/// through globs would else ask the same over and over.
type Asked = RefCell<Vec<(usize, Namespace, Box<str>, Resolved)>>;

impl Lookup<'_> {
    /// A path as it is written in a file.
    fn written(&self, wanted: Namespace, file: usize, scope: Option<ItemId>, path: &Path) -> Resolved {
        let facts = &self.ws.files[file];
        let names: Vec<&str> = path.segments.iter().map(|segment| facts.name(segment.name)).collect();
        if names.first() == Some(&"Self") {
            return self.of_self(wanted, file, scope, &names[1..]);
        }
        if let Some(ty) = path.qself
            && let (Some(&name), Ty::Path(inner)) = (names.last(), facts.ty(ty))
            && let Resolved::Def(def) = self.written(Namespace::Type, file, scope, inner)
            && let Some(&method) = self.ws.methods(def, name).first()
        {
            return Resolved::Def(method);
        }
        let from = self.ws.names.scope_of(&self.ws.files, file, scope);
        self.path(wanted, from, path.global, &names)
    }

    /// What `Self` means at a place, and the rest of the path in it.
    fn of_self(&self, wanted: Namespace, file: usize, scope: Option<ItemId>, rest: &[&str]) -> Resolved {
        let ws = self.ws;
        let mut at = scope;
        while let Some(id) = at {
            let item = ws.files[file].item(id);
            let owner = match &item.kind {
                ItemKind::Impl { on, .. } => match ws.names.impls.heads.get(&Def::new(file, id)) {
                    Some(&(Some(ty), _)) => Some(ty),
                    _ => match ws.files[file].ty(*on) {
                        Ty::Path(path) => match self.written(Namespace::Type, file, item.parent, path) {
                            Resolved::Def(def) => Some(def),
                            _ => None,
                        },
                        _ => None,
                    },
                },
                ItemKind::Trait { .. } | ItemKind::Struct { .. } | ItemKind::Enum { .. } => Some(Def::new(file, id)),
                _ => None,
            };
            if let Some(owner) = owner {
                return self.walk(wanted, Resolved::Def(owner), rest);
            }
            at = item.parent;
        }
        Resolved::Unknown
    }

    fn deeper(&self) -> Self {
        Lookup { depth: self.depth + 1, ..*self }
    }

    fn path(&self, wanted: Namespace, from: usize, global: bool, names: &[&str]) -> Resolved {
        if self.depth > DEEPEST_REEXPORT {
            return Resolved::Unknown;
        }
        let Some((&first, rest)) = names.split_first() else { return Resolved::Unknown };
        let scopes = &self.ws.names.scopes;
        if global {
            return self.walk(wanted, self.extern_crate(scopes[from].krate, first), rest);
        }
        match first {
            "crate" => match self.ws.names.crates[scopes[from].krate].root {
                Some(root) => self.in_module(wanted, root, rest),
                None => Resolved::Unknown,
            },
            "self" => self.in_module(wanted, self.module(from), rest),
            "super" => match self.above(self.module(from)) {
                Some(parent) => self.in_module(wanted, parent, rest),
                None => Resolved::Unknown,
            },
            _ => {
                let first_wanted = if rest.is_empty() { wanted } else { Namespace::Type };
                let found = self.name_around(first_wanted, from, first);
                self.walk(wanted, found, rest)
            }
        }
    }

    fn glob_target(&self, scope: usize, global: bool, prefix: &[&str]) -> Resolved {
        let climbs = prefix.iter().take_while(|name| **name == "super").count();
        match prefix {
            [] => Resolved::Unknown,
            ["crate"] => self.ws.names.crates[self.ws.names.scopes[scope].krate].root.map_or(Resolved::Unknown, root),
            ["self"] => Resolved::Unknown,
            _ if climbs == prefix.len() => {
                let above = (0..climbs).try_fold(self.module(scope), |module, _| self.above(module));
                above.map_or(Resolved::Unknown, root)
            }
            _ => self.path(Namespace::Type, scope, global, prefix),
        }
    }

    /// Nearest enclosing module of a scope.
    fn module(&self, mut scope: usize) -> usize {
        while let (false, Some(parent)) = (self.ws.names.scopes[scope].is_module, self.ws.names.scopes[scope].parent) {
            scope = parent;
        }
        scope
    }

    fn above(&self, module: usize) -> Option<usize> {
        self.ws.names.scopes[module].parent.map(|parent| self.module(parent))
    }

    /// The rest of a path inside a module; `super::super` climbs on.
    fn in_module(&self, wanted: Namespace, module: usize, names: &[&str]) -> Resolved {
        let Some((&first, rest)) = names.split_first() else { return Resolved::Unknown };
        if first == "super" {
            return self.above(module).map_or(Resolved::Unknown, |parent| self.in_module(wanted, parent, rest));
        }
        let first_wanted = if rest.is_empty() { wanted } else { Namespace::Type };
        let found = self.name_in(first_wanted, module, first);
        self.walk(wanted, found, rest)
    }

    /// A name looked up outwards: function bodies, the module, macros of the crate, other crates, the prelude.
    fn name_around(&self, wanted: Namespace, from: usize, name: &str) -> Resolved {
        let mut at = from;
        let mut perhaps = Resolved::Unknown;
        loop {
            let scope = &self.ws.names.scopes[at];
            let found = self.name_in(wanted, at, name);
            // What a body's glob of another crate brings is not seen: a name that stands further out is likelier.
            let guessed = !scope.is_module && self.is_guessed(wanted, at, name, &found);
            if found != Resolved::Unknown && !guessed {
                return found;
            }
            if perhaps == Resolved::Unknown {
                perhaps = found;
            }
            match scope.parent {
                Some(parent) if !scope.is_module => at = parent,
                _ => break,
            }
        }
        if perhaps != Resolved::Unknown {
            return perhaps;
        }
        let krate = self.ws.names.scopes[from].krate;
        if matches!(wanted, Namespace::Macro | Namespace::Any)
            && let Some(&def) = self.ws.names.macros.get(&(krate, name.into())).and_then(|defs| defs.last())
        {
            return Resolved::Def(def);
        }
        match self.extern_crate(krate, name) {
            Resolved::Unknown => prelude(name).map_or(Resolved::Unknown, |path| Resolved::External(path.into())),
            found => found,
        }
    }

    fn extern_crate(&self, krate: usize, name: &str) -> Resolved {
        self.ws.names.outside[krate].get(name).cloned().unwrap_or(Resolved::Unknown)
    }

    /// A name that a module or body has: items, imports, then what its globs bring.
    fn name_in(&self, wanted: Namespace, scope: usize, name: &str) -> Resolved {
        if self.depth > DEEPEST_REEXPORT {
            return Resolved::Unknown;
        }
        if self.depth == 0 {
            return self.name_or_glob(wanted, scope, name);
        }
        let is_it = |(at, of, called, _): &&(usize, Namespace, Box<str>, Resolved)| {
            *at == scope && *of == wanted && &**called == name
        };
        if let Some((.., answer)) = self.asked.borrow().iter().find(is_it) {
            return answer.clone();
        }
        let at = self.asked.borrow().len();
        self.asked.borrow_mut().push((scope, wanted, name.into(), Resolved::Unknown));
        let found = self.name_or_glob(wanted, scope, name);
        self.asked.borrow_mut()[at].3 = found.clone();
        found
    }

    /// Whether a name is only there since some glob of another crate may bring it.
    fn is_guessed(&self, wanted: Namespace, scope: usize, name: &str, found: &Resolved) -> bool {
        matches!(found, Resolved::External(_)) && self.own_name(wanted, scope, name) == Resolved::Unknown
    }

    /// A name that a module or body itself has: items and imports.
    fn own_name(&self, wanted: Namespace, scope: usize, name: &str) -> Resolved {
        let mut second_choice = Resolved::Unknown;
        for entry in self.ws.names.scopes[scope].named(self.ws, name) {
            let found = match entry {
                Name::Item(def) => Resolved::Def(def),
                Name::Import(file, at) => self.import(wanted, file as usize, at as usize, scope),
            };
            match self.fits(wanted, &found) {
                Fit::Yes => return found,
                Fit::Perhaps if second_choice == Resolved::Unknown => second_choice = found,
                _ => {}
            }
        }
        second_choice
    }

    fn import(&self, wanted: Namespace, file: usize, at: usize, scope: usize) -> Resolved {
        let facts = &self.ws.files[file];
        let path = &facts.uses[at].path;
        let names: Vec<&str> = path.segments.iter().map(|segment| facts.name(segment.name)).collect();
        let deeper = self.deeper();
        // `use tracing::tracing;` and `use log;` name the crate, not the import itself.
        if let (Some(&first), false) = (names.first(), path.global) {
            let itself = facts.uses[at].alias.is_some_and(|alias| facts.name(alias) == first);
            if itself && !matches!(first, "crate" | "self" | "super") {
                let krate = self.ws.names.scopes[scope].krate;
                let outside = self.extern_crate(krate, first);
                if outside != Resolved::Unknown {
                    return deeper.walk(wanted, outside, &names[1..]);
                }
                if names.len() == 1 {
                    return Resolved::Unknown;
                }
            }
        }
        deeper.path(wanted, scope, path.global, &names)
    }

    /// A name that a module has or its globs bring, each module entered once. No recursion: a program may have one glob
    /// behind another for as long as it likes.
    fn name_or_glob(&self, wanted: Namespace, scope: usize, name: &str) -> Resolved {
        let mut entered = Vec::new();
        let mut ahead = vec![Ahead::Module(scope)];
        while let Some(next) = ahead.pop() {
            let found = match next {
                Ahead::Module(scope) if entered.contains(&scope) => Resolved::Unknown,
                Ahead::Module(scope) => {
                    entered.push(scope);
                    let own = self.own_name(wanted, scope, name);
                    if own == Resolved::Unknown {
                        let globs = self.ws.names.scopes[scope].globs.iter().rev();
                        ahead.extend(globs.filter_map(|glob| self.behind(glob)));
                    }
                    own
                }
                Ahead::Members(def) => self.member(wanted, def, name),
                Ahead::Foreign(prefix) => through_foreign_glob(wanted, prefix, name),
            };
            if found != Resolved::Unknown {
                return found;
            }
        }
        Resolved::Unknown
    }

    /// What a glob brings its names from.
    fn behind(&self, glob: &(u32, u32)) -> Option<Ahead<'_>> {
        match self.ws.names.glob_targets.get(glob)? {
            Resolved::External(prefix) => Some(scope_of_root(prefix).map_or(Ahead::Foreign(prefix), Ahead::Module)),
            Resolved::Def(def) => match self.ws.names.opened.get(def) {
                Some(&module) => Some(Ahead::Module(module)),
                None => Some(Ahead::Members(*def)),
            },
            _ => None,
        }
    }

    /// The rest of a path inside what its beginning means.
    fn walk(&self, wanted: Namespace, start: Resolved, rest: &[&str]) -> Resolved {
        let mut at = start;
        for (index, &name) in rest.iter().enumerate() {
            let step_wanted = if index + 1 == rest.len() { wanted } else { Namespace::Type };
            at = match at {
                Resolved::Def(def) => self.member(step_wanted, def, name),
                Resolved::External(path) => match scope_of_root(&path) {
                    Some(root) => self.name_in(step_wanted, root, name),
                    None => Resolved::External(format!("{path}::{name}").into()),
                },
                Resolved::Variant(..) | Resolved::Unknown => return Resolved::Unknown,
            };
        }
        match at {
            Resolved::External(path) if path.starts_with('\0') && !rest.is_empty() => Resolved::Unknown,
            at => at,
        }
    }

    /// A name inside an item: of a module, an enum, a type's impls, a trait, an alias' target.
    fn member(&self, wanted: Namespace, def: Def, name: &str) -> Resolved {
        let ws = self.ws;
        let facts = ws.facts(def);
        match &ws.item(def).kind {
            ItemKind::Mod { .. } => match ws.names.opened.get(&def) {
                Some(&scope) if self.depth <= DEEPEST_REEXPORT => self.name_in(wanted, scope, name),
                _ => Resolved::Unknown,
            },
            ItemKind::Enum { variants, .. } => {
                match variants.iter().position(|variant| facts.name(variant.name) == name) {
                    Some(at) => Resolved::Variant(def, at),
                    None => self.associated(def, name),
                }
            }
            ItemKind::Alias { ty: Some(ty), .. } => match facts.ty(*ty) {
                Ty::Path(path) => {
                    // Aliases may name each other in a circle.
                    let deeper = self.deeper();
                    let target = deeper.written(Namespace::Type, def.file as usize, ws.item(def).parent, path);
                    deeper.walk(wanted, target, &[name])
                }
                _ => Resolved::Unknown,
            },
            _ => self.associated(def, name),
        }
    }

    fn associated(&self, def: Def, name: &str) -> Resolved {
        let named = |&id: &ItemId| self.ws.facts(def).name(self.ws.facts(def).item(id).name) == name;
        if let Some(&method) = self.ws.methods(def, name).first() {
            return Resolved::Def(method);
        }
        if let Some(&id) = self.ws.children(def).iter().find(|id| named(id)) {
            return Resolved::Def(Def { file: def.file, item: id });
        }
        for &block in self.ws.impls(def) {
            let facts = self.ws.facts(block);
            let found = self.ws.children(block).iter().find(|&&id| facts.name(facts.item(id).name) == name);
            if let Some(&id) = found {
                return Resolved::Def(Def { file: block.file, item: id });
            }
        }
        Resolved::Unknown
    }

    fn fits(&self, wanted: Namespace, found: &Resolved) -> Fit {
        let Resolved::Def(def) = found else {
            return match found {
                Resolved::Unknown => Fit::No,
                Resolved::External(path) if path.starts_with('\0') && wanted != Namespace::Type => Fit::Perhaps,
                _ => Fit::Yes,
            };
        };
        let kind = &self.ws.item(*def).kind;
        let is_type = matches!(
            kind,
            ItemKind::Mod { .. }
                | ItemKind::Struct { .. }
                | ItemKind::Enum { .. }
                | ItemKind::Trait { .. }
                | ItemKind::Alias { .. }
                | ItemKind::ExternCrate(_)
        );
        let is_macro = matches!(kind, ItemKind::MacroRules(_));
        let fit = match wanted {
            Namespace::Type => is_type,
            Namespace::Macro => is_macro,
            Namespace::Value => !is_macro && (!is_type || matches!(kind, ItemKind::Struct { .. })),
            Namespace::Any => !matches!(kind, ItemKind::Mod { .. }),
        };
        match (fit, wanted) {
            (true, _) => Fit::Yes,
            (false, Namespace::Macro) => Fit::No,
            (false, Namespace::Type) if is_macro => Fit::No,
            _ => Fit::Perhaps,
        }
    }
}

/// Where a name that a glob may bring is still to be looked for.
enum Ahead<'a> {
    Module(usize),
    Members(Def),
    Foreign(&'a str),
}

enum Fit {
    Yes,
    Perhaps,
    No,
}
