//! Declared types come in, cheap types without references and boxes go out: enough to choose a method.

use crate::link::{Def, Namespace, Resolved, Workspace};
use crate::model::fact::{Generics, ItemId, ItemKind, Path, Sym, Ty, TyId};
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
        self.external_path().and_then(|path| path.rsplit("::").next()).unwrap_or("")
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

/// Reads a declared type.
pub(super) fn lower(ws: &Workspace, scope: Scope<'_>, ty: TyId) -> Type {
    lower_to(ws, scope, ty, 0)
}

fn lower_to(ws: &Workspace, scope: Scope<'_>, ty: TyId, depth: u8) -> Type {
    let facts = &ws.files[scope.file];
    if depth > 6 {
        return Type::Unknown;
    }
    match facts.ty(ty) {
        Ty::Ref(_, inner) => lower_to(ws, scope, *inner, depth),
        Ty::Slice(inner) => Type::external("[]", vec![lower_to(ws, scope, *inner, depth + 1)]),
        Ty::Tuple(list) => Type::Tuple(list.iter().map(|&ty| lower_to(ws, scope, ty, depth + 1)).collect()),
        Ty::Fn(_, ret) => {
            Type::Callable(Arc::new(ret.map(|ty| lower_to(ws, scope, ty, depth + 1)).unwrap_or_default()))
        }
        Ty::Bounds(paths) => bounds(ws, scope, paths, depth),
        Ty::Path(path) => lower_path(ws, scope, path, depth),
        Ty::Other => Type::Unknown,
    }
}

fn bounds(ws: &Workspace, scope: Scope<'_>, paths: &[Path], depth: u8) -> Type {
    let facts = &ws.files[scope.file];
    let mut list = Vec::new();
    for path in paths {
        let name = facts.last(path);
        let args = path.segments.last().map(|segment| &segment.args[..]).unwrap_or_default();
        match (name, args) {
            ("Fn" | "FnMut" | "FnOnce", [.., ret]) => {
                return Type::Callable(Arc::new(lower_to(ws, scope, *ret, depth + 1)));
            }
            ("Future" | "Into" | "AsRef" | "Borrow" | "Deref" | "DerefMut", [one]) => {
                return lower_to(ws, scope, *one, depth + 1);
            }
            ("Iterator" | "IntoIterator" | "Stream" | "DoubleEndedIterator" | "ExactSizeIterator", [one]) => {
                return Type::list_of(lower_to(ws, scope, *one, depth + 1));
            }
            _ => {}
        }
        match ws.resolve_in(Namespace::Type, scope.file, scope.item, path) {
            Resolved::Def(def) => list.push(Bound::Def(def)),
            Resolved::External(path) => list.push(Bound::External(path.into())),
            _ => list.push(Bound::External(name.into())),
        }
    }
    if list.is_empty() { Type::Unknown } else { Type::Bounds(list.into()) }
}

/// Reads a path to a type.
pub(super) fn lower_path(ws: &Workspace, scope: Scope<'_>, path: &Path, depth: u8) -> Type {
    let facts = &ws.files[scope.file];
    let Some(last) = path.segments.last() else { return Type::Unknown };
    if let [only] = &path.segments[..] {
        if facts.name(only.name) == "Self" {
            return scope.this.clone();
        }
        if let Some((_, ty)) = scope.generics.iter().find(|(name, _)| *name == only.name) {
            return ty.clone();
        }
        if let Some(found) = generic_bounds(ws, scope, only.name, depth) {
            return found;
        }
    }
    let args = || -> Vec<Type> { last.args.iter().map(|&ty| lower_to(ws, scope, ty, depth + 1)).collect() };
    let name = facts.name(last.name);
    if matches!(name, "Box" | "Rc" | "Arc" | "Pin" | "Cow" | "ManuallyDrop" | "NonNull") && !last.args.is_empty() {
        return lower_to(ws, scope, last.args[last.args.len() - 1], depth + 1);
    }
    match ws.resolve_in(Namespace::Type, scope.file, scope.item, path) {
        Resolved::Def(def) => of_item(ws, def, args(), depth),
        Resolved::External(path) => Type::external(&path, args()),
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

fn of_item(ws: &Workspace, def: Def, args: Vec<Type>, depth: u8) -> Type {
    match &ws.item(def).kind {
        ItemKind::Struct { .. } | ItemKind::Enum { .. } => Type::Def(def, args.into()),
        ItemKind::Trait { .. } => Type::Bounds(vec![Bound::Def(def)].into()),
        ItemKind::Alias { ty: Some(ty), generics } => {
            let names = substitution(generics, &args);
            let item = ws.item(def).parent;
            let scope = Scope { file: def.file as usize, item, this: &Type::Unknown, generics: &names };
            lower_to(ws, scope, *ty, depth + 1)
        }
        _ => Type::Unknown,
    }
}

/// Generic names with the types given for them.
pub(super) fn substitution(generics: &Generics, args: &[Type]) -> Vec<(Sym, Type)> {
    generics.params.iter().zip(args).map(|((name, _), ty)| (*name, ty.clone())).collect()
}

/// The bounds of a generic parameter of the items around.
fn generic_bounds(ws: &Workspace, scope: Scope<'_>, name: Sym, depth: u8) -> Option<Type> {
    let facts = &ws.files[scope.file];
    let mut at = scope.item;
    while let Some(id) = at {
        let item = facts.item(id);
        let generics = match &item.kind {
            ItemKind::Fn(function) => Some(&function.generics),
            ItemKind::Impl { generics, .. } | ItemKind::Trait { generics, .. } | ItemKind::Struct { generics, .. } => {
                Some(generics)
            }
            _ => None,
        };
        if let Some((_, paths)) = generics.and_then(|list| list.params.iter().find(|(param, _)| *param == name)) {
            return Some(bounds(ws, scope, paths, depth + 1));
        }
        at = item.parent;
    }
    None
}

/// The type of a field of a struct (or of any variant that has it).
pub(super) fn field(ws: &Workspace, ty: &Type, name: &str) -> Type {
    match ty {
        Type::Def(def, args) => {
            let facts = ws.facts(*def);
            let (generics, found) = match &ws.item(*def).kind {
                ItemKind::Struct { generics, fields } => {
                    (generics, fields.list.iter().find(|field| facts.name(field.name) == name))
                }
                _ => return Type::Unknown,
            };
            let Some(found) = found else { return Type::Unknown };
            let names = substitution(generics, args);
            lower(ws, Scope { file: def.file as usize, item: Some(def.item), this: ty, generics: &names }, found.ty)
        }
        Type::Tuple(list) => name.parse::<usize>().ok().and_then(|at| list.get(at)).cloned().unwrap_or_default(),
        // `json.0` of an extractor, and fields seen through a wrapper that derefs.
        Type::External(_, args) if args.len() == 1 && name == "0" => args[0].clone(),
        Type::External(_, args) if args.len() == 1 => field(ws, &args[0], name),
        _ => Type::Unknown,
    }
}

/// The type of a field of a variant.
pub(super) fn variant_field(ws: &Workspace, ty: &Type, def: Def, variant: usize, name: &str) -> Type {
    let ItemKind::Enum { generics, variants } = &ws.item(def).kind else { return Type::Unknown };
    let facts = ws.facts(def);
    let found = variants
        .get(variant)
        .and_then(|variant| variant.fields.list.iter().find(|field| facts.name(field.name) == name));
    let Some(found) = found else { return Type::Unknown };
    let names = substitution(generics, ty.args());
    lower(ws, Scope { file: def.file as usize, item: Some(def.item), this: ty, generics: &names }, found.ty)
}

/// What `Self` is around an item.
pub(super) fn this_type(ws: &Workspace, def: Def) -> Type {
    let facts = ws.facts(def);
    let mut at = facts.item(def.item).parent;
    while let Some(id) = at {
        let item = facts.item(id);
        match &item.kind {
            ItemKind::Impl { on, .. } => {
                let scope = Scope { file: def.file as usize, item: Some(id), this: &Type::Unknown, generics: &[] };
                return lower(ws, scope, *on);
            }
            ItemKind::Trait { .. } => {
                return Type::Bounds(vec![Bound::Def(Def { file: def.file, item: id })].into());
            }
            _ => at = item.parent,
        }
    }
    Type::Unknown
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
