//! Names of macros and writers and the shape of functions come in, the kinds of sink they are go out.

use super::rules;
use super::types::Type;
use crate::link::{Def, Workspace};
use crate::model::fact::{Attr, Expr, ExprId, FileFacts, Function, Ty, TyId};
use crate::model::inventory::SinkKind;
use crate::model::place::Span;

const LEVELS: &[&str] = &["trace", "debug", "info", "warn", "error"];
const LOG_CRATES: &[&str] = &[
    "log",
    "tracing",
    "slog",
    "slog_scope",
    "fern",
    "log4rs",
    "env_logger",
    "defmt",
    "slog_stdlog",
    "ftlog",
    "logforth",
];

/// The kind of sink a logging macro is; `path` is resolved or as written.
pub(super) fn logging_macro(path: &str, name: &str) -> Option<SinkKind> {
    let krate = path.split("::").next().unwrap_or("");
    let level = LEVELS.contains(&name);
    let tracing = matches!(
        name,
        "event" | "span" | "trace_span" | "debug_span" | "info_span" | "warn_span" | "error_span" | "enabled"
    );
    let slog = matches!(
        name,
        "slog_trace" | "slog_debug" | "slog_info" | "slog_warn" | "slog_error" | "slog_crit" | "crit" | "slog_log"
    );
    if name == "enabled" || name == "log_enabled" {
        return None;
    }
    let known = level || tracing || slog || name == "log";
    let by_crate = LOG_CRATES.contains(&krate) && known;
    let bare = !path.contains("::") && (level || slog || tracing && name != "event" && name != "span" || name == "log");
    (by_crate || bare).then_some(SinkKind::Log)
}

/// The name a logging macro goes by in reports.
pub(super) fn canonical_macro(path: &str, name: &str) -> String {
    if path.contains("::") { path.to_owned() } else { name.to_owned() }
}

/// The kind of sink a printing macro of the standard library is.
pub(super) fn printing_macro(name: &str) -> Option<SinkKind> {
    matches!(name, "println" | "print" | "eprintln" | "eprint" | "dbg").then_some(SinkKind::Display)
}

/// The kind of sink that writing to a type is.
pub(super) fn writer(owner: &str) -> Option<SinkKind> {
    let name = rules::last(owner);
    Some(match name {
        "Stdout" | "Stderr" | "StdoutLock" | "StderrLock" => SinkKind::Display,
        "File" | "NamedTempFile" | "SpooledTempFile" => SinkKind::File,
        "TcpStream" | "UdpSocket" | "UnixStream" | "UnixDatagram" | "OwnedWriteHalf" => SinkKind::Network,
        "ChildStdin" => SinkKind::Process,
        _ => return None,
    })
}

/// The kind of sink that stands behind a writer: itself or what it writes into (`GzEncoder<File>`, `Mutex<File>`).
pub(super) fn behind(writer_type: &Type) -> Option<SinkKind> {
    let owner = writer_type.external_path()?;
    writer(owner).or_else(|| writer_type.args().first().and_then(behind))
}

/// Whether a method of a writer writes its argument.
pub(super) fn writes(method: &str) -> bool {
    matches!(
        method,
        "write"
            | "write_all"
            | "write_fmt"
            | "write_at"
            | "write_all_at"
            | "write_vectored"
            | "write_all_vectored"
            | "write_buf"
            | "write_all_buf"
            | "send"
            | "send_to"
            | "try_write"
            | "try_send"
            | "try_send_to"
    )
}

/// Whether what a function returns goes back to a requester: by its routing attribute or its return type.
pub(super) fn answers(ws: &Workspace, def: Def, function: &Function) -> bool {
    let item = ws.item(def);
    let facts = ws.facts(def);
    item.attrs.iter().any(|attr| routes(facts, attr)) || function.ret.is_some_and(|ty| is_response(facts, ty, 0))
}

fn routes(facts: &FileFacts, attr: &Attr) -> bool {
    matches!(
        facts.last(&attr.path),
        "get" | "post" | "put" | "delete" | "patch" | "head" | "route" | "handler" | "endpoint" | "debug_handler"
    )
}

fn is_response(facts: &FileFacts, ty: TyId, depth: u8) -> bool {
    if depth > 4 {
        return false;
    }
    match facts.ty(ty) {
        Ty::Path(path) => {
            let name = facts.last(path);
            matches!(name, "HttpResponse" | "Response" | "Json" | "Html" | "Redirect" | "HttpResult" | "JsonResponse")
                || matches!(name, "Result" | "Option" | "Box" | "Pin" | "ApiResult" | "AppResult")
                    && path
                        .segments
                        .last()
                        .is_some_and(|last| last.args.first().is_some_and(|&arg| is_response(facts, arg, depth + 1)))
        }
        Ty::Tuple(list) => list.iter().any(|&ty| is_response(facts, ty, depth + 1)),
        Ty::Bounds(paths) => {
            paths.iter().any(|path| matches!(facts.last(path), "IntoResponse" | "Responder" | "Reply"))
        }
        _ => false,
    }
}

/// Where the request that a builder's method belongs to says its method and address: one request is one sink.
pub(super) fn request(facts: &FileFacts, id: ExprId) -> Option<Span> {
    let mut at = id;
    while let Expr::Method(call) = facts.expr(at) {
        let verb =
            matches!(facts.name(call.name), "get" | "post" | "put" | "patch" | "delete" | "head" | "request" | "uri");
        if verb && !call.args.is_empty() {
            return Some(call.name_span);
        }
        at = call.receiver;
    }
    None
}
