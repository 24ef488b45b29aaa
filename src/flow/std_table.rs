//! The name of a method of the standard library comes in, what it does with data goes out. By name alone: the
//! names below mean the same on every type that has them.

use super::rules;

/// What a method does with its receiver and arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sem {
    /// The receiver itself; references stay references.
    Alias,
    /// What the receiver holds.
    Copy,
    /// The same, one by one.
    Iterate,
    /// A clone: handles stay handles.
    Clone,
    /// Printed by `Display`.
    Show,
    /// Nothing of it.
    Stop,
    /// Parts or repetitions of a text or list; the arguments say which, and are no part of them.
    Piece,
    /// What an `Option` or `Result` holds.
    Unwrap,
    /// What it holds, or the argument (a value or a closure).
    UnwrapOr,
    /// The error.
    UnwrapErr,
    /// `Result` to `Option`.
    Ok,
    /// The error as `Option`.
    Err,
    /// The receiver, or the argument's error.
    OkOr,
    /// The receiver or the argument.
    Either,
    /// `and_then`, `and`: the argument's result, the receiver's error.
    Then,
    /// `map` of options, results, iterators, streams, futures.
    Map,
    /// `map_err`, `or_else`: the closure sees the error.
    MapErr,
    /// `map_or(default, f)`, `map_or_else(default, f)`.
    MapOr,
    /// The closure's results are flattened into one.
    FlatMap,
    /// The closure sees each element; the receiver goes on.
    Filter,
    /// The closure sees each element; nothing goes on.
    Each,
    /// The closure sees each element and gives a presence.
    Test,
    /// One element, in an `Option`; not removed.
    Element,
    /// One element as a place that can be written.
    ElementMut,
    /// One element for a predicate.
    Find,
    /// `fold(init, f)`.
    Fold,
    /// `reduce(f)`.
    Reduce,
    /// Pairs with a position.
    Enumerate,
    /// Pairs with another.
    Zip,
    /// The receiver's elements and the argument's.
    Chain,
    /// `flatten`.
    Flatten,
    /// `unzip`, `partition`: two collections.
    Unzip,
    /// Adds an argument as an element.
    Push,
    /// `insert(key, value)`, `insert(element)`.
    Insert,
    /// Adds the argument's elements.
    Extend,
    /// `remove(key)`, `pop`: an element, no longer there.
    Remove,
    /// Empties the receiver.
    Clear,
    /// Gives what is there and leaves nothing.
    Take,
    /// Puts the argument there and gives the old.
    Replace,
    /// Puts the argument there.
    Set,
    /// The keys of a map.
    Keys,
    /// The values of a map.
    Values,
    /// `entry(key)`.
    Entry,
    /// `or_insert(value)`, `or_insert_with(f)`, `get_or_insert_with(f)`, `get_or_init(f)`.
    OrInsert,
    /// Changes what is there by a closure.
    Modify,
    /// Calls the closure argument with the receiver's content.
    With,
    /// Fills the argument from the receiver.
    ReadInto,
    /// Appends the argument to the receiver.
    Append,
    /// Sends to a channel.
    Send,
    /// Receives from a channel.
    Receive,
    /// Keeps only what the closure says.
    Retain,
    /// `bool::then(f)`.
    BoolThen,
}

/// What a process printed, and how it ended.
pub(super) const OUTPUT: &str = "std::process::Output";

/// The type that a method of a type gives, where what is done to it later hangs on that: files and children that are
/// opened step by step (tokio's are called alike).
pub(super) fn gives(owner: &str, method: &str) -> Option<&'static str> {
    let of_crate = |std: &'static str, tokio: &'static str| if owner.starts_with("tokio") { tokio } else { std };
    Some(match (rules::last(owner), method) {
        ("OpenOptions", "open") => of_crate("std::fs::File", "tokio::fs::File"),
        (
            "OpenOptions",
            "read" | "write" | "append" | "truncate" | "create" | "create_new" | "mode" | "custom_flags",
        ) => of_crate("std::fs::OpenOptions", "tokio::fs::OpenOptions"),
        ("File", "options") => of_crate("std::fs::OpenOptions", "tokio::fs::OpenOptions"),
        (
            "Command",
            "stdin" | "stdout" | "stderr" | "arg" | "args" | "env" | "envs" | "current_dir" | "kill_on_drop"
            | "env_clear",
        ) => of_crate("std::process::Command", "tokio::process::Command"),
        ("Command", "spawn") => of_crate("std::process::Child", "tokio::process::Child"),
        ("Command", "output") | ("Child", "wait_with_output") => OUTPUT,
        _ => return None,
    })
}

/// What a method of the standard library does.
pub(super) fn method(name: &str) -> Option<Sem> {
    Some(match name {
        "as_mut" | "borrow_mut" | "lock" | "write" | "get_mut" | "by_ref" | "deref_mut" | "as_deref_mut"
        | "iter_mut" | "par_iter_mut" | "as_mut_slice" | "as_pin_mut" | "borrow" | "blocking_lock" | "try_lock"
        | "lock_owned" | "upgrade" | "as_mut_ptr" | "as_ptr" | "downgrade" | "as_mut_str" | "blocking_write"
        | "chunks_mut" | "query_pairs_mut" | "to_mut" | "make_mut" => Sem::Alias,
        "iter" | "into_iter" | "rev" | "skip" | "step_by" | "peekable" | "fuse" | "cycle" | "drain" | "chunks"
        | "windows" | "copied" | "par_iter" | "into_par_iter" | "par_bridge" | "par_chunks" => Sem::Iterate,
        "deref"
        | "as_ref"
        | "as_deref"
        | "as_slice"
        | "into_inner"
        | "to_vec"
        | "into_boxed_slice"
        | "to_owned"
        | "into"
        | "collect"
        | "into_vec"
        | "as_deref_some"
        | "sorted"
        | "dedup"
        | "stream"
        | "into_stream"
        | "boxed"
        | "join_all"
        | "into_future"
        | "into_values_iter"
        | "leak"
        | "into_boxed_str"
        | "into_sorted_vec"
        | "try_into"
        | "unwrap_unchecked_copy"
        | "from_ref"
        | "load"
        | "pin"
        | "as_any"
        | "try_collect"
        | "detach"
        | "sum"
        | "product"
        | "split_off"
        | "iter_ref"
        | "fetch_ref"
        | "optional" => Sem::Copy,
        "clone" | "cloned" | "try_clone" | "clone_box" => Sem::Clone,
        "to_string" => Sem::Show,
        "len"
        | "is_empty"
        | "is_some"
        | "is_none"
        | "is_ok"
        | "is_err"
        | "contains"
        | "contains_key"
        | "starts_with"
        | "ends_with"
        | "eq"
        | "ne"
        | "cmp"
        | "partial_cmp"
        | "lt"
        | "le"
        | "gt"
        | "ge"
        | "capacity"
        | "count"
        | "content_length"
        | "eq_ignore_ascii_case"
        | "is_char_boundary"
        | "is_null"
        | "size_hint"
        | "type_id"
        | "is_finished"
        | "status"
        | "status_code"
        | "is_ascii"
        | "is_alphabetic"
        | "is_numeric"
        | "is_dir"
        | "is_file"
        | "exists"
        | "strong_count"
        | "weak_count"
        | "elapsed"
        | "is_alphanumeric"
        | "is_uppercase"
        | "is_lowercase"
        | "is_digit"
        | "is_whitespace"
        | "is_ascii_digit"
        | "is_nan"
        | "is_subset"
        | "is_superset"
        | "is_disjoint"
        | "is_sorted"
        | "ptr_eq"
        | "char_count"
        | "is_match" => Sem::Stop,
        "strip_prefix" | "strip_suffix" | "trim_matches" | "trim_start_matches" | "trim_end_matches" | "split"
        | "rsplit" | "splitn" | "rsplitn" | "split_terminator" | "rsplit_terminator" | "split_inclusive"
        | "split_once" | "rsplit_once" | "matches" | "rmatches" | "repeat" => Sem::Piece,
        "unwrap" | "expect" | "unwrap_unchecked" | "assume_init" | "unwrap_or_default" | "unwrap_or_log" => Sem::Unwrap,
        "unwrap_or" | "unwrap_or_else" => Sem::UnwrapOr,
        "unwrap_err" | "expect_err" | "into_err" => Sem::UnwrapErr,
        "ok" => Sem::Ok,
        "err" => Sem::Err,
        "ok_or" | "ok_or_else" | "context" | "with_context" | "wrap_err" | "wrap_err_with" => Sem::OkOr,
        "or" | "xor" => Sem::Either,
        "and_then" | "and" | "then_ok" => Sem::Then,
        "map" | "map_ok" | "map_while" => Sem::Map,
        "map_err" | "or_else" => Sem::MapErr,
        "map_or" | "map_or_else" => Sem::MapOr,
        "flat_map" | "filter_map" => Sem::FlatMap,
        "filter"
        | "inspect"
        | "inspect_err"
        | "take_while"
        | "skip_while"
        | "sort_by"
        | "sort_by_key"
        | "sort_unstable_by"
        | "sort_unstable_by_key"
        | "dedup_by_key"
        | "inspect_ok"
        | "sort_by_cached_key" => Sem::Filter,
        "for_each" | "try_for_each" | "for_each_concurrent" => Sem::Each,
        "any" | "all" | "position" | "is_some_and" | "is_ok_and" | "is_none_or" | "is_err_and" | "rposition" => {
            Sem::Test
        }
        "get" | "first" | "last" | "next" | "peek" | "nth" | "min" | "max" | "next_back" | "front" | "back"
        | "get_key_value" | "get_index" | "first_key_value" | "last_key_value" | "choose" | "try_next" => Sem::Element,
        "first_mut" | "last_mut" | "front_mut" | "back_mut" | "peek_mut" => Sem::ElementMut,
        "find" | "max_by_key" | "min_by_key" | "max_by" | "min_by" | "rfind" => Sem::Find,
        "find_map" => Sem::FlatMap,
        "fold" | "try_fold" | "scan" | "rfold" => Sem::Fold,
        "reduce" => Sem::Reduce,
        "enumerate" | "char_indices" => Sem::Enumerate,
        "zip" => Sem::Zip,
        "chain" | "union" | "intersection" => Sem::Chain,
        "flatten" | "transpose" => Sem::Flatten,
        "unzip" | "partition" | "split_at" | "split_first" | "split_last" => Sem::Unzip,
        "push" | "push_back" | "push_front" | "append_one" => Sem::Push,
        "insert" => Sem::Insert,
        "extend" | "append" | "extend_from_slice" | "push_all" => Sem::Extend,
        "remove" | "pop" | "pop_front" | "pop_back" | "swap_remove" | "pop_first" | "pop_last" | "remove_entry" => {
            Sem::Remove
        }
        "clear" | "zeroize" => Sem::Clear,
        "take" => Sem::Take,
        "replace" => Sem::Replace,
        "set" | "store" | "insert_value" => Sem::Set,
        "keys" | "into_keys" => Sem::Keys,
        "values" | "into_values" | "values_mut" => Sem::Values,
        "entry" => Sem::Entry,
        "or_insert" | "or_insert_with" | "or_default" | "get_or_insert_with" | "get_or_init" | "get_or_insert"
        | "or_insert_with_key" | "insert_with" => Sem::OrInsert,
        "and_modify" | "update" | "send_modify" | "send_if_modified" => Sem::Modify,
        "with" | "with_borrow" | "with_borrow_mut" => Sem::With,
        "read_line" | "read_to_string" | "read_to_end" | "read_exact" | "read_until" => Sem::ReadInto,
        "push_str" | "write_str" | "write_char" | "insert_str" | "put_slice" | "write_all" | "append_pair"
        | "append_key_only" | "extend_pairs" => Sem::Append,
        "send" | "send_replace" | "try_send" | "blocking_send" | "send_async" | "unbounded_send" | "send_timeout"
        | "send_deadline" => Sem::Send,
        "recv" | "try_recv" | "blocking_recv" | "recv_async" | "recv_timeout" | "try_iter" => Sem::Receive,
        "retain" | "retain_mut" => Sem::Retain,
        "then" | "then_some" => Sem::BoolThen,
        _ => return None,
    })
}

/// Whether a call of elsewhere, by its name, gives what something else answers: a row by its key, rows of a statement,
/// a server's answer to a request. A method asks its receiver; a function is given that too, and what only takes a
/// part of its argument (`get_domain(mail)`) is named alike.
pub(super) fn asks(name: &str, given: usize, is_method: bool) -> bool {
    let begins = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    let in_its_argument = ["find_iter", "find_at", "find_all", "find_overlapping"];
    if given == 0 || begins(&in_its_argument) || name.contains("_or_") || name.contains("_from_") {
        return false;
    }
    let by_any = begins(&["find_", "fetch_", "lookup_", "search_", "load_by", "get_by", "exchange_"])
        || matches!(name, "find" | "lookup" | "search");
    if !is_method {
        return by_any || name == "get" && given > 1;
    }
    by_any
        || begins(&["get_", "multi_get", "scan_", "seek", "list_", "load_one", "prefix_iter", "iterator_cf", "keys_"])
        || matches!(name, "fetch" | "scan" | "range" | "prefix" | "execute" | "perform")
        || given > 1 && (name == "query" || begins(&["query_"]))
        || name.ends_with("_prefix") && !begins(&["with_", "add_", "set_", "push_"])
}

/// Whether a method of elsewhere that is given something, by its name, has a server do what it is called on
/// (`Upload::new(file, password).invoke(&client)`): what comes back is the server's.
pub(super) fn sends(name: &str) -> bool {
    matches!(name, "invoke" | "send" | "send_with" | "submit" | "upload")
}

/// Whether a method, by its name, says yes or no of what it is called on.
pub(super) fn tells_whether(name: &str) -> bool {
    name.starts_with("is_") || name.starts_with("has_")
}

/// Whether an awaited function of elsewhere, by its name, has a client do something and gives what the server made of it.
pub(super) fn acts(name: &str, given: usize) -> bool {
    given > 1 && matches!(name, "create" | "insert" | "update" | "upsert" | "delete" | "retrieve" | "list")
}

/// Whether a method of the standard library gives an iterator, by its name.
pub(super) fn iterates(name: &str) -> bool {
    use Sem::{Chain, Enumerate, Filter, FlatMap, Iterate, Keys, Map, Values, Zip};
    matches!(method(name), Some(Iterate | Map | Filter | FlatMap | Enumerate | Zip | Chain | Keys | Values))
        || matches!(name, "iter_mut" | "chunks_mut" | "cloned" | "chars" | "bytes" | "lines" | "split_whitespace")
}

/// Whether a method takes a text apart, by its name and how many it is given: `line.split(',')`.
pub(super) fn parts_of_text(name: &str, given: usize) -> bool {
    match name {
        "lines" | "split_whitespace" | "split_ascii_whitespace" => given == 0,
        "split" | "rsplit" | "split_terminator" | "split_inclusive" => given == 1,
        "splitn" | "rsplitn" => given == 2,
        _ => false,
    }
}

/// What a function of the standard library does, by the last two names of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// Its argument.
    Same,
    /// A handle to a cell of its own that clones share.
    Cell,
    /// A new channel: two handles to one cell.
    Channel,
    /// Exchanges two places.
    Swap,
    /// Puts a value there and gives the old.
    Replace,
    /// Leaves nothing there and gives the old.
    Take,
    /// Runs a closure or future and gives what it gives.
    Run,
    /// Runs several and gives what each gives, by its place.
    Together,
    /// Gives what one of several gives, which it was, and the others.
    OneOf,
    /// The same, in a `Result` or handle.
    Spawn,
    /// Nothing.
    Nothing,
    /// A list of one.
    Once,
    /// Calls a closure with handles.
    Scope,
    /// Copies a reader into a writer.
    CopyInto,
    /// Calls a closure for elements.
    FromFn,
    /// Writes the second argument through the first.
    Write,
}

/// What a function of the standard library (or one like it) does.
pub(super) fn function(path: &str) -> Option<Function> {
    let mut names = path.rsplit("::");
    let last = names.next().unwrap_or("");
    let owner = names.next().unwrap_or("");
    Some(match (owner, last) {
        ("Arc" | "Rc", "new" | "from" | "pin") | ("sync", "new") => Function::Cell,
        (
            "Arc" | "Rc",
            "clone" | "make_mut" | "get_mut" | "into_inner" | "try_unwrap" | "unwrap_or_clone" | "downgrade",
        ) => Function::Same,
        ("LazyLock" | "LazyCell" | "Lazy", "new") => Function::Run,
        (
            "Box" | "Pin" | "Mutex" | "RwLock" | "RefCell" | "Cell" | "OnceCell" | "OnceLock" | "Cow" | "Some"
            | "Wrapping" | "Reverse" | "ManuallyDrop" | "AssertUnwindSafe" | "UnsafeCell" | "BufReader" | "BufWriter"
            | "LineWriter" | "Cursor" | "NonNull",
            "new" | "from" | "pin" | "new_unchecked" | "Owned" | "Borrowed" | "with_value",
        ) => Function::Same,
        ("mem" | "ptr", "transmute" | "read" | "forget_not" | "from_ref" | "from_mut") => Function::Same,
        (
            "String" | "Vec" | "PathBuf" | "OsString" | "HashMap" | "BTreeMap" | "HashSet" | "VecDeque",
            "from" | "from_iter",
        ) => Function::Same,
        ("ptr", "write") => Function::Write,
        ("mem", "swap") | ("ptr", "swap") => Function::Swap,
        ("mem", "replace") => Function::Replace,
        ("mem", "take") => Function::Take,
        ("mem", "drop" | "forget" | "size_of_val" | "discriminant")
        | ("thread", "sleep")
        | ("", "drop")
        | ("any", "type_name_of_val") => Function::Nothing,
        (
            "mpsc" | "channel" | "oneshot" | "broadcast" | "watch" | "flume" | "crossbeam_channel" | "async_channel"
            | "unbounded",
            "channel" | "sync_channel" | "unbounded_channel" | "unbounded" | "bounded",
        ) => Function::Channel,
        (
            "thread" | "tokio" | "task" | "rayon" | "async_std" | "smol" | "actix_rt" | "rt" | "runtime",
            "spawn" | "spawn_blocking" | "spawn_local",
        ) => Function::Spawn,
        (
            _,
            "block_on" | "block_in_place" | "catch_unwind" | "identity" | "ready" | "timeout" | "lazy" | "black_box"
            | "from_future" | "poll_fn" | "unconstrained",
        ) => Function::Run,
        ("web", "block") => Function::Spawn,
        ("rayon", "join") | ("future" | "futures", "join" | "join3" | "join4" | "try_join" | "try_join3") => {
            Function::Together
        }
        ("future" | "futures", "select_all" | "select_ok") => Function::OneOf,
        ("iter", "once" | "repeat") | ("slice", "from_ref") => Function::Once,
        ("iter", "repeat_with" | "from_fn" | "successors") => Function::FromFn,
        ("thread" | "rayon", "scope") => Function::Scope,
        ("io", "copy") => Function::CopyInto,
        _ => return None,
    })
}
