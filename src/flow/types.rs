//! Declared types come in, cheap types without references and boxes go out: enough to choose a method.
//! What a type means wherever it is asked for is remembered.

use super::rules;
use crate::link::{Def, Namespace, Resolved, Workspace};
use crate::model::fact::{Generics, ItemId, ItemKind, Path, Sym, Ty, TyId};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// A type as far as it is known. References, `Box`, `Rc`, `Arc`, `Pin` and `Cow` are looked through.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Type {
    /// Not known.
    #[default]
    Unknown,
    /// A struct, enum or union of the workspace, with its arguments.
    Def(Def, Arc<[Type]>),
    /// A type of elsewhere or a primitive, with its arguments. A path ending in `::?` is some type of that crate.
    External(Arc<str>, Arc<[Type]>),
    /// A tuple.
    Tuple(Arc<[Type]>),
    /// Anything with these traits.
    Bounds(Arc<[Bound]>),
    /// `fn` and closure types: what they return.
    Callable(Arc<Type>),
}

/// A trait bound.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bound {
    /// A trait of the workspace.
    Def(Def),
    /// Another.
    External(Arc<str>),
}

/// Where a type is written and what `Self` and the generic names mean there.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) file: usize,
    pub(super) item: Option<ItemId>,
    pub(super) this: &'a Type,
    pub(super) generics: &'a [(Sym, Type)],
}

impl Type {
    pub(super) fn external(path: &str, args: Vec<Type>) -> Self {
        Self::External(path.into(), args.into())
    }
    pub(super) fn list_of(elem: Type) -> Self {
        Self::external("std::vec::Vec", vec![elem])
    }
    pub(super) fn is_known(&self) -> bool {
        *self != Self::Unknown
    }
    /// Whether only its crate is known.
    pub(super) fn is_some_of_crate(&self) -> bool {
        self.external_path().is_some_and(|path| path.ends_with("::?"))
    }
    /// Whether its values are numbers or switches. Text can be taken apart into bytes and units of UTF-16.
    pub(super) fn counts(&self) -> bool {
        const COUNT: [&str; 11] = ["u32", "u64", "u128", "usize", "i32", "i64", "i128", "isize", "f32", "f64", "bool"];
        match self {
            Self::External(path, args) if args.is_empty() => COUNT.contains(&&**path),
            _ => self.last() == "Option" && self.arg(0).counts(),
        }
    }
    /// Whether it is an end of a channel that messages come out of.
    pub(super) fn is_receiver(&self) -> bool {
        matches!(self.last(), "Receiver" | "UnboundedReceiver") && self.args().len() == 1
    }
    /// Whether it is a pool of connections.
    pub(super) fn is_pool(&self) -> bool {
        self.last() == "Pool"
    }
    /// Whether it is what a database keeps documents of a type in.
    pub(super) fn is_collection(&self) -> bool {
        matches!(self.last(), "Collection" | "Tree" | "Table")
    }
    /// Whether it is a struct or enum of the workspace, or holds some: `Vec<User>`.
    pub(super) fn speaks_of_workspace(&self) -> bool {
        self.def().is_some() || self.args().iter().any(Self::speaks_of_workspace)
    }
    /// The struct or enum of the workspace.
    pub(super) fn def(&self) -> Option<Def> {
        if let Self::Def(def, _) = self { Some(*def) } else { None }
    }
    pub(super) fn args(&self) -> &[Type] {
        match self {
            Self::Def(_, args) | Self::External(_, args) | Self::Tuple(args) => args,
            _ => &[],
        }
    }
    fn arg(&self, at: usize) -> Type {
        self.args().get(at).cloned().unwrap_or_default()
    }
    /// The path of a type of elsewhere.
    pub(super) fn external_path(&self) -> Option<&str> {
        if let Self::External(path, _) = self { Some(path) } else { None }
    }
    fn last(&self) -> &str {
        self.external_path().map_or("", rules::last)
    }
    pub(super) fn is_map(&self) -> bool {
        matches!(self.last(), "HashMap" | "BTreeMap" | "IndexMap" | "FxHashMap" | "DashMap" | "AHashMap" | "Map")
            && self.args().len() != 1
    }
    pub(super) fn is_list(&self) -> bool {
        matches!(
            self.last(),
            "Vec" | "VecDeque" | "HashSet" | "BTreeSet" | "IndexSet" | "BinaryHeap" | "SmallVec" | "LinkedList" | "[]"
        )
    }
    /// Whether it is a type of a library other than `std` that is no collection.
    pub(super) fn is_of_library(&self) -> bool {
        let known = |path: &str| path.contains("::") && !path.starts_with("std::") && !path.starts_with("?::");
        self.external_path().is_some_and(known) && !self.is_map() && !self.is_list() && self.args().is_empty()
    }
    /// Whether what is written to it stays in memory.
    pub(super) fn is_memory(&self) -> bool {
        self.is_list() || matches!(self.last(), "String" | "BytesMut" | "Cursor")
    }
    /// What iterating gives.
    pub(super) fn element(&self) -> Type {
        if self.is_map() {
            return Type::Tuple(vec![self.arg(0), self.arg(1)].into());
        }
        match self {
            Type::External(..) if self.is_list() || self.is_wrapper() => self.arg(0),
            Type::External(..) if self.args().len() == 1 => self.arg(0).element(),
            _ => Type::Unknown,
        }
    }
    /// The value type of a map, the element of a list.
    pub(super) fn indexed(&self) -> Type {
        if self.is_map() { self.arg(1) } else { self.element() }
    }
    /// Whether it is an `Option` or a `Result`.
    pub(super) fn wraps(&self) -> bool {
        matches!(self.last(), "Option" | "Result")
    }
    fn is_wrapper(&self) -> bool {
        matches!(self.last(), "Option" | "Result" | "Poll")
    }
    /// What `unwrap`, `?` and the like give; the type itself when it wraps nothing.
    pub(super) fn unwrapped(&self) -> Type {
        if self.is_wrapper() || matches!(self.last(), "Mutex" | "RwLock" | "RefCell" | "Cell" | "OnceCell" | "OnceLock")
        {
            self.arg(0)
        } else {
            self.clone()
        }
    }
    /// The error of a `Result`.
    pub(super) fn error(&self) -> Type {
        if self.last() == "Result" { self.arg(1) } else { Type::Unknown }
    }
    /// The inside of a single-argument wrapper of another crate (`Json<User>`).
    pub(super) fn inner(&self) -> Type {
        match self {
            Type::External(_, args) if args.len() == 1 => args[0].clone(),
            _ => self.clone(),
        }
    }
}

/// Where a type is written: file, item, which one.
type Written = (u32, Option<ItemId>, TyId);

/// The declared types of a workspace, read when they are asked for.
pub(super) struct Types<'a> {
    ws: &'a Workspace,
    /// None where it depends on what `Self` and the generic names are.
    lowered: RefCell<FxHashMap<Written, Option<Type>>>,
    /// What `Self` is, by impl block.
    selves: RefCell<FxHashMap<Def, Type>>,
    /// Whether what is being read depends on them.
    depends: Cell<bool>,
}

impl<'a> Types<'a> {
    pub(super) fn new(ws: &'a Workspace) -> Self {
        Self { ws, lowered: RefCell::default(), selves: RefCell::default(), depends: Cell::new(false) }
    }

    /// The workspace they are declared in.
    pub(super) fn ws(&self) -> &'a Workspace {
        self.ws
    }

    /// A declared type that was read before and is the same whatever `Self` and the generic names are.
    pub(super) fn fixed(&self, def: Def, ty: TyId) -> Option<Type> {
        self.lowered.borrow().get(&(def.file, Some(def.item), ty)).cloned().flatten()
    }

    /// Reads a declared type.
    pub(super) fn lower(&self, scope: Scope<'_>, ty: TyId) -> Type {
        let place = (scope.file as u32, scope.item, ty);
        let known = self.lowered.borrow().get(&place).cloned();
        if let Some(Some(known)) = known {
            return known;
        }
        self.depends.set(false);
        let found = self.lower_to(scope, ty, 0);
        if known.is_none() {
            self.lowered.borrow_mut().insert(place, (!self.depends.get()).then(|| found.clone()));
        }
        found
    }

    fn lower_to(&self, scope: Scope<'_>, ty: TyId, depth: u8) -> Type {
        let facts = &self.ws.files[scope.file];
        if depth > 6 {
            return Type::Unknown;
        }
        match facts.ty(ty) {
            Ty::Ref(_, inner) => self.lower_to(scope, *inner, depth),
            Ty::Slice(inner) => Type::external("[]", vec![self.lower_to(scope, *inner, depth + 1)]),
            Ty::Tuple(list) => Type::Tuple(list.iter().map(|&ty| self.lower_to(scope, ty, depth + 1)).collect()),
            Ty::Fn(_, ret) => {
                Type::Callable(Arc::new(ret.map(|ty| self.lower_to(scope, ty, depth + 1)).unwrap_or_default()))
            }
            Ty::Bounds(paths) => self.bounds(scope, paths, depth),
            Ty::Path(path) => self.lower_path(scope, path, depth),
            Ty::Other => Type::Unknown,
        }
    }

    fn bounds(&self, scope: Scope<'_>, paths: &[Path], depth: u8) -> Type {
        let facts = &self.ws.files[scope.file];
        let mut list = Vec::new();
        for path in paths {
            let name = facts.last(path);
            let args = path.segments.last().map(|segment| &segment.args[..]).unwrap_or_default();
            match (name, args) {
                ("Fn" | "FnMut" | "FnOnce", [.., ret]) => {
                    return Type::Callable(Arc::new(self.lower_to(scope, *ret, depth + 1)));
                }
                ("Future" | "Into" | "AsRef" | "Borrow" | "Deref" | "DerefMut", [one]) => {
                    return self.lower_to(scope, *one, depth + 1);
                }
                ("Iterator" | "IntoIterator" | "Stream" | "DoubleEndedIterator" | "ExactSizeIterator", [one]) => {
                    return Type::list_of(self.lower_to(scope, *one, depth + 1));
                }
                _ => {}
            }
            match self.ws.resolve_in(Namespace::Type, scope.file, scope.item, path) {
                Resolved::Def(def) => list.push(Bound::Def(def)),
                Resolved::External(path) => list.push(Bound::External(path)),
                _ => list.push(Bound::External(name.into())),
            }
        }
        if list.is_empty() { Type::Unknown } else { Type::Bounds(list.into()) }
    }

    /// Reads a path to a type.
    pub(super) fn lower_path(&self, scope: Scope<'_>, path: &Path, depth: u8) -> Type {
        let facts = &self.ws.files[scope.file];
        let Some(last) = path.segments.last() else { return Type::Unknown };
        if let [only] = &path.segments[..] {
            if facts.name(only.name) == "Self" {
                self.depends.set(true);
                return scope.this.clone();
            }
            if let Some((_, ty)) = scope.generics.iter().find(|(name, _)| *name == only.name) {
                self.depends.set(true);
                return ty.clone();
            }
            if let Some(found) = self.generic_bounds(scope, only.name, depth) {
                self.depends.set(true);
                return found;
            }
        }
        let args = || -> Vec<Type> { last.args.iter().map(|&ty| self.lower_to(scope, ty, depth + 1)).collect() };
        let name = facts.name(last.name);
        if matches!(name, "Box" | "Rc" | "Arc" | "Pin" | "Cow" | "ManuallyDrop" | "NonNull") && !last.args.is_empty() {
            return self.lower_to(scope, last.args[last.args.len() - 1], depth + 1);
        }
        if matches!(name, "LazyLock" | "LazyCell" | "Lazy") && !last.args.is_empty() {
            return self.lower_to(scope, last.args[0], depth + 1);
        }
        match self.ws.resolve_in(Namespace::Type, scope.file, scope.item, path) {
            Resolved::Def(def) => self.of_item(def, args(), depth),
            Resolved::External(path) => Type::External(path, args().into()),
            Resolved::Variant(def, _) => Type::Def(def, Arc::from([])),
            Resolved::Unknown if path.segments.len() == 1 => match name {
                "Option" | "Result" | "Vec" | "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet" | "VecDeque" => {
                    Type::external(&format!("std::{name}"), args())
                }
                // A type that some glob brings.
                _ if name.starts_with(char::is_uppercase) => Type::external(&format!("?::{name}"), args()),
                _ => Type::external(name, Vec::new()),
            },
            // A crate that is not known to be a dependency.
            Resolved::Unknown if name.starts_with(char::is_uppercase) => Type::external(&facts.path_text(path), args()),
            Resolved::Unknown => Type::Unknown,
        }
    }

    fn of_item(&self, def: Def, args: Vec<Type>, depth: u8) -> Type {
        match &self.ws.item(def).kind {
            ItemKind::Struct { .. } | ItemKind::Enum { .. } => Type::Def(def, args.into()),
            ItemKind::Trait { .. } => Type::Bounds(vec![Bound::Def(def)].into()),
            ItemKind::Alias { ty: Some(ty), generics } => {
                let names = substitution_of_all(generics, &args);
                let item = self.ws.item(def).parent;
                let scope = Scope { file: def.file as usize, item, this: &Type::Unknown, generics: &names };
                self.lower_to(scope, *ty, depth + 1)
            }
            _ => Type::Unknown,
        }
    }

    /// The bounds of a generic parameter of the items around.
    fn generic_bounds(&self, scope: Scope<'_>, name: Sym, depth: u8) -> Option<Type> {
        let facts = &self.ws.files[scope.file];
        let mut at = scope.item;
        while let Some(id) = at {
            let item = facts.item(id);
            let generics = match &item.kind {
                ItemKind::Fn(function) => Some(&function.generics),
                ItemKind::Impl { generics, .. }
                | ItemKind::Trait { generics, .. }
                | ItemKind::Struct { generics, .. } => Some(generics),
                _ => None,
            };
            if let Some((_, paths)) = generics.and_then(|list| list.params.iter().find(|(param, _)| *param == name)) {
                return Some(self.bounds(scope, paths, depth + 1));
            }
            at = item.parent;
        }
        None
    }

    /// The type of a field of a struct (or of any variant that has it).
    pub(super) fn field(&self, ty: &Type, name: &str) -> Type {
        match ty {
            Type::Def(def, args) => {
                let facts = self.ws.facts(*def);
                let (generics, found) = match &self.ws.item(*def).kind {
                    ItemKind::Struct { generics, fields } => {
                        (generics, fields.list.iter().find(|field| facts.name(field.name) == name))
                    }
                    _ => return Type::Unknown,
                };
                let Some(found) = found else {
                    // `decode::<Claims>(token)?.claims`: the call is known by the type that is named at it.
                    return if name == "claims" { ty.clone() } else { Type::Unknown };
                };
                let names = substitution(generics, args);
                self.lower(
                    Scope { file: def.file as usize, item: Some(def.item), this: ty, generics: &names },
                    found.ty,
                )
            }
            Type::Tuple(list) => name.parse::<usize>().ok().and_then(|at| list.get(at)).cloned().unwrap_or_default(),
            Type::External(path, _) if name == "stdin" && path.ends_with("process::Child") => {
                Type::external("std::process::ChildStdin", Vec::new())
            }
            // A pair that a function of another crate gives.
            Type::External(..) if ty.is_some_of_crate() && name.parse::<usize>().is_ok() => ty.clone(),
            // `json.0` of an extractor, and fields seen through a wrapper that derefs.
            Type::External(_, args) if args.len() == 1 && name == "0" => args[0].clone(),
            Type::External(_, args) if args.len() == 1 => self.field(&args[0], name),
            _ => Type::Unknown,
        }
    }

    /// The type of a field of a variant.
    pub(super) fn variant_field(&self, ty: &Type, def: Def, variant: usize, name: &str) -> Type {
        let ItemKind::Enum { generics, variants } = &self.ws.item(def).kind else { return Type::Unknown };
        let facts = self.ws.facts(def);
        let found = variants
            .get(variant)
            .and_then(|variant| variant.fields.list.iter().find(|field| facts.name(field.name) == name));
        let Some(found) = found else { return Type::Unknown };
        let names = substitution(generics, ty.args());
        self.lower(Scope { file: def.file as usize, item: Some(def.item), this: ty, generics: &names }, found.ty)
    }

    /// What `Self` is around an item.
    pub(super) fn this_type(&self, def: Def) -> Type {
        let facts = self.ws.facts(def);
        let mut at = facts.item(def.item).parent;
        while let Some(id) = at {
            let item = facts.item(id);
            match &item.kind {
                ItemKind::Impl { on, .. } => {
                    let block = Def { file: def.file, item: id };
                    if let Some(known) = self.selves.borrow().get(&block) {
                        return known.clone();
                    }
                    let scope = Scope { file: def.file as usize, item: Some(id), this: &Type::Unknown, generics: &[] };
                    let found = self.lower(scope, *on);
                    self.selves.borrow_mut().insert(block, found.clone());
                    return found;
                }
                ItemKind::Trait { .. } => {
                    return Type::Bounds(vec![Bound::Def(Def { file: def.file, item: id })].into());
                }
                _ => at = item.parent,
            }
        }
        Type::Unknown
    }
}

/// Generic names with the types given for them.
pub(super) fn substitution(generics: &Generics, args: &[Type]) -> Vec<(Sym, Type)> {
    generics.params.iter().zip(args).map(|((name, _), ty)| (*name, ty.clone())).collect()
}

/// The same, for an alias: what is left to a default is not known.
fn substitution_of_all(generics: &Generics, args: &[Type]) -> Vec<(Sym, Type)> {
    let given = |at: usize| args.get(at).cloned().unwrap_or_default();
    generics.params.iter().enumerate().map(|(at, (name, _))| (*name, given(at))).collect()
}

/// Whether a constant or static keeps what its methods are given: a constant never does, a static when its type has a
/// cell inside that holds more than a connection, or is one of the workspace.
pub(super) fn keeps(ws: &Workspace, def: Def) -> bool {
    match &ws.item(def).kind {
        ItemKind::Const { is_static: true, ty: Some(ty), .. } => is_cell(ws, def, *ty),
        ItemKind::Const { is_static, .. } => *is_static,
        _ => true,
    }
}

fn is_cell(ws: &Workspace, def: Def, ty: TyId) -> bool {
    const WRAPPERS: [&str; 7] = ["Lazy", "LazyLock", "LazyCell", "Arc", "Box", "Rc", "Option"];
    const CELLS: [&str; 9] = ["Cell", "Lock", "Mutex", "Map", "Set", "Vec", "Queue", "Sender", "Swap"];
    let facts = ws.facts(def);
    match facts.ty(ty) {
        Ty::Ref(_, inner) => is_cell(ws, def, *inner),
        Ty::Path(path) => {
            let Some(last) = path.segments.last() else { return true };
            let name = facts.name(last.name);
            if WRAPPERS.contains(&name) {
                return last.args.iter().any(|&arg| is_cell(ws, def, arg));
            }
            if !last.args.is_empty() && last.args.iter().all(|&arg| is_handle(ws, def, arg)) {
                return false;
            }
            let known = ws.resolve_in(Namespace::Type, def.file as usize, Some(def.item), path);
            name.starts_with("Atomic")
                || CELLS.iter().any(|cell| name.contains(cell))
                || !matches!(known, Resolved::External(_))
        }
        _ => true,
    }
}

/// A connection to what is elsewhere: what goes through it does not stay in it.
fn is_handle(ws: &Workspace, def: Def, ty: TyId) -> bool {
    const HANDLES: [&str; 8] = ["Client", "Connection", "Pool", "Database", "Db", "Handle", "Runtime", "Registry"];
    let facts = ws.facts(def);
    let Ty::Path(path) = facts.ty(ty) else { return false };
    let Some(last) = path.segments.last() else { return false };
    if !HANDLES.iter().any(|handle| facts.name(last.name).ends_with(handle)) {
        return !last.args.is_empty() && last.args.iter().all(|&arg| is_handle(ws, def, arg));
    }
    let known = ws.resolve_in(Namespace::Type, def.file as usize, Some(def.item), path);
    !matches!(known, Resolved::Def(_))
}
