//! A declared type comes in, what kind of value it holds goes out: text, number, struct of the workspace….

use super::place::last_name;
use crate::link::{Def, Resolved, Workspace};
use crate::model::fact::{ItemId, ItemKind, Path, Ty, TyId};

/// What is known of a declared type once its wrappers are off.
#[derive(Debug, Clone, Default)]
pub(super) struct Declared {
    /// `text`, `number`, `bool`, `time`, `enum`, `struct`, `map` or `other`.
    pub class: &'static str,
    /// Last names of the paths met, outermost first.
    pub names: Vec<String>,
    /// The struct or enum of the workspace at the core.
    pub local: Option<Def>,
    /// It holds several.
    pub many: bool,
}

const WRAPPERS: [&str; 52] = [
    "Option",
    "Box",
    "Rc",
    "Arc",
    "Cow",
    "Result",
    "Mutex",
    "RwLock",
    "RefCell",
    "Cell",
    "OnceCell",
    "Lazy",
    "Pin",
    "Nullable",
    "Json",
    "Form",
    "Query",
    "Path",
    "Extension",
    "TypedHeader",
    "State",
    "Data",
    "Valid",
    "Validated",
    "Garde",
    "Qs",
    "Jsonb",
    "Multipart",
    "Secret",
    "SecretBox",
    "Sensitive",
    "Zeroizing",
    "Redacted",
    "Protected",
    "Hidden",
    "Maybe",
    "MaybeUndefined",
    "Patch",
    "Undefined",
    "ActiveValue",
    "Bson",
    "QsQuery",
    "Text",
    "Spanned",
    "DisplayFromStr",
    "Vec1",
    "Header",
    "Text_",
    "ReqData",
    "Set",
    "NonEmpty",
    "Trim",
];
const LISTS: [&str; 14] = [
    "Vec",
    "VecDeque",
    "HashSet",
    "BTreeSet",
    "IndexSet",
    "SmallVec",
    "Array",
    "FxHashSet",
    "List",
    "ArrayVec",
    "Slice",
    "LinkedList",
    "Paginated",
    "Page",
];
const MAPS: [&str; 7] = ["HashMap", "BTreeMap", "IndexMap", "FxHashMap", "AHashMap", "DashMap", "Map"];
const NUMBERS: [&str; 34] = [
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "f32",
    "f64",
    "Decimal",
    "BigDecimal",
    "BigInt",
    "BigInteger",
    "Int2",
    "Int4",
    "Int8",
    "Integer",
    "SmallInt",
    "Float",
    "Double",
    "Float4",
    "Float8",
    "Numeric",
    "Oid",
    "AtomicU64",
    "AtomicUsize",
    "AtomicU32",
    "TinyInt",
    "Unsigned",
];
const TIMES: [&str; 24] = [
    "DateTime",
    "NaiveDate",
    "NaiveDateTime",
    "NaiveTime",
    "OffsetDateTime",
    "PrimitiveDateTime",
    "SystemTime",
    "Instant",
    "Duration",
    "Timestamp",
    "Timestamptz",
    "Zoned",
    "Date",
    "Time",
    "Interval",
    "TimestamptzSqlite",
    "Datetime",
    "DateTimeUtc",
    "DateTimeWithTimeZone",
    "Span",
    "Period",
    "TimeDelta",
    "Month",
    "Weekday",
];

/// Whether what a field holds is a parameter of its type: `data: T`.
pub(super) fn is_parameter(ws: &Workspace, of: Def, field: &Declared) -> bool {
    let (ItemKind::Struct { generics, .. } | ItemKind::Enum { generics, .. }) = &ws.item(of).kind else { return false };
    let [name] = &field.names[..] else { return false };
    generics.params.iter().any(|(param, _)| ws.facts(of).name(*param) == name)
}

/// What a type of a file holds.
pub(super) fn declared(ws: &Workspace, file: usize, scope: Option<ItemId>, ty: TyId) -> Declared {
    let mut found = Declared { class: "other", ..Declared::default() };
    look(ws, file, scope, ty, &mut found, 0);
    found
}

fn look(ws: &Workspace, file: usize, scope: Option<ItemId>, ty: TyId, found: &mut Declared, depth: usize) {
    if depth > 8 {
        return;
    }
    match ws.files[file].ty(ty) {
        Ty::Ref(_, inner) => look(ws, file, scope, *inner, found, depth + 1),
        Ty::Slice(inner) => {
            look(ws, file, scope, *inner, found, depth + 1);
            bytes_or_list(found);
        }
        Ty::Path(path) => named(ws, file, scope, path, found, depth),
        Ty::Bounds(paths) => {
            found.names.extend(paths.iter().map(|path| ws.files[file].last(path).to_owned()));
            // `impl Into<String>`, `impl AsRef<str>`.
            found.class = "other";
        }
        _ => found.class = "other",
    }
}

fn bytes_or_list(found: &mut Declared) {
    if found.names.last().is_some_and(|name| name == "u8") {
        found.class = "text";
    } else {
        found.many = true;
    }
}

fn named(ws: &Workspace, file: usize, scope: Option<ItemId>, path: &Path, found: &mut Declared, depth: usize) {
    let facts = &ws.files[file];
    let Some(segment) = path.segments.last() else { return };
    let name = facts.name(segment.name).to_owned();
    found.names.push(name.clone());
    // Names of the prelude and of well-known wrappers are not looked up: most types are nothing else.
    let known = path.segments.len() == 1 && is_well_known(&name, !segment.args.is_empty());
    let resolved = if known { Resolved::Unknown } else { ws.resolve(file, scope, path) };
    if let Resolved::Def(def) = resolved {
        // `type Result<T> = std::result::Result<T, Error>`: what it is given is what it holds.
        if let (ItemKind::Alias { .. }, Some(&first)) = (&ws.item(def).kind, segment.args.first()) {
            return look(ws, file, scope, first, found, depth + 1);
        }
        return of_workspace(ws, def, found, depth);
    }
    if let (Some(&last), true) = (segment.args.last(), MAPS.contains(&name.as_str())) {
        look(ws, file, scope, last, found, depth + 1);
        found.class = "map";
        return;
    }
    if let (Some(&first), true) = (segment.args.first(), LISTS.contains(&name.as_str())) {
        look(ws, file, scope, first, found, depth + 1);
        return bytes_or_list(found);
    }
    // `ObjectId<User>` of a library is the key of one, not one.
    if name.len() > 2 && name.ends_with("Id") && segment.args.len() == 1 {
        found.class = "text";
        return;
    }
    if let (Some(&first), true) = (segment.args.first(), WRAPPERS.contains(&name.as_str()) || segment.args.len() == 1)
        && !TIMES.contains(&name.as_str())
    {
        look(ws, file, scope, first, found, depth + 1);
        // `SecretSlice<u8>`.
        if found.names.last().is_some_and(|name| name == "u8") {
            found.class = "text";
        }
        return;
    }
    found.class = class_of_name(&name);
}

fn is_well_known(name: &str, generic: bool) -> bool {
    match generic {
        true => WRAPPERS.contains(&name) || LISTS.contains(&name) || MAPS.contains(&name) || TIMES.contains(&name),
        false => {
            matches!(name, "String" | "str" | "bool" | "char" | "PathBuf" | "Uuid" | "Self") || NUMBERS.contains(&name)
        }
    }
}

fn class_of_name(name: &str) -> &'static str {
    let bare = name.trim_start_matches("NonZero").to_lowercase();
    match name {
        "bool" | "Bool" | "AtomicBool" | "Boolean" => "bool",
        _ if MAPS.contains(&name) => "map",
        _ if NUMBERS.contains(&name) || NUMBERS.contains(&bare.as_str()) => "number",
        _ if TIMES.contains(&name) => "time",
        _ => "text",
    }
}

fn of_workspace(ws: &Workspace, def: Def, found: &mut Declared, depth: usize) {
    let item = ws.item(def);
    let file = def.file as usize;
    match &item.kind {
        ItemKind::Enum { .. } => {
            found.class = "enum";
            found.local = Some(def);
        }
        ItemKind::Struct { fields, .. } => {
            found.local = Some(def);
            match &*fields.list {
                // A newtype is what it wraps, whatever it marks itself with.
                [only, rest @ ..] if fields.tuple && rest.iter().all(|field| is_marker(ws, file, field.ty)) => {
                    let local = found.local;
                    look(ws, file, item.parent, only.ty, found, depth + 1);
                    let is_marked = !rest.is_empty() && found.class == "struct";
                    if is_marked || !matches!(found.class, "struct" | "enum") {
                        found.local = local;
                    }
                }
                // A type without fields is a marker (`table!`'s SQL types): its value is text to us.
                [] => found.class = "text",
                _ => found.class = "struct",
            }
        }
        ItemKind::Alias { ty: Some(ty), .. } => look(ws, file, item.parent, *ty, found, depth + 1),
        _ => found.class = "other",
    }
}

/// `PhantomData<T>` holds nothing.
fn is_marker(ws: &Workspace, file: usize, ty: TyId) -> bool {
    matches!(ws.files[file].ty(ty), Ty::Path(path) if ws.files[file].last(path) == "PhantomData")
}

/// The class of a column's type in SQL or diesel's `table!`, by its name.
pub(super) fn sql_class(name: &str) -> &'static str {
    let lower = name.to_lowercase();
    let first = last_name(lower.split(['(', ' ', '<']).next().unwrap_or_default());
    match first {
        "bool" | "boolean" => "bool",
        // Clickhouse counts bits.
        "uint8" | "uint16" | "uint32" | "uint64" | "int16" | "int32" | "int64" | "float32" | "float64" | "int"
        | "int2" | "int4" | "int8" | "integer" | "bigint" | "smallint" | "tinyint" | "serial" | "bigserial"
        | "float" | "float4" | "float8" | "double" | "real" | "numeric" | "decimal" | "unsigned" | "oid"
        | "mediumint" => "number",
        "timestamp" | "timestamptz" | "datetime" | "date" | "time" | "interval" | "timestamptzsqlite" => "time",
        "enum" => "enum",
        _ => "text",
    }
}
