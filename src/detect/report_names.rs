//! The name of a type comes in; whether it is a report, or the machinery around one, goes out.

use super::telemetry::is_written;
use crate::link::{Def, Workspace};
use crate::packs::words::words;

/// The head of the name is a report, not the machinery around it.
pub(super) fn reports(name: &[String]) -> bool {
    // `UsageStatsIn`, `…Out`: what an interface takes and answers.
    const MACHINERY: [&str; 45] = [
        "in",
        "out",
        "update",
        "preference",
        "toggle",
        "config",
        "setting",
        "option",
        "service",
        "reporter",
        "client",
        "error",
        "handle",
        "arg",
        "manager",
        "sender",
        "worker",
        "builder",
        "layer",
        "guard",
        "kind",
        "type",
        "level",
        "filter",
        "subscriber",
        "exporter",
        "provider",
        "handler",
        "middleware",
        "state",
        "context",
        "timer",
        "mode",
        "transport",
        "backend",
        "sink",
        "param",
        "query",
        "detail",
        "preview",
        "consent",
        "status",
        "response",
        "opt",
        "endpoint",
    ];
    name.last().is_some_and(|last| !MACHINERY.contains(&last.as_str()))
}

/// `struct PreviewEvent`, where it stands in a module of telemetry.
pub(super) fn is_record(name: &[String]) -> bool {
    name.last().is_some_and(|last| matches!(last.as_str(), "event" | "report" | "payload" | "ping" | "heartbeat"))
}

/// `panic_hook::Report`: what is written down where a program fails.
pub(super) fn of_crash(ws: &Workspace, def: Def, name: &[String]) -> bool {
    let modules = ws.homes[def.file as usize].module.iter().flat_map(|module| words(module));
    name.last().is_some_and(|last| last == "report")
        && modules.into_iter().any(|word| matches!(word.as_str(), "panic" | "crash"))
}

/// `TelemetryReport` that has a method `send`: it writes itself down.
pub(super) fn keeps_itself(ws: &Workspace, def: Def) -> bool {
    let name = words(ws.name_of(def));
    !is_written(ws, def)
        && is_record(&name)
        && ["send", "report", "submit", "flush"].iter().any(|verb| !ws.methods(def, verb).is_empty())
}

pub(super) fn is_collector(name: &[String]) -> bool {
    name.last().is_some_and(|last| matches!(last.as_str(), "collector" | "recorder"))
}

/// `Option<Recorder>`: by what a report is sent is no part of it.
pub(super) fn is_handle(name: &[String]) -> bool {
    const HANDLES: [&str; 6] = ["recorder", "client", "sender", "handle", "reporter", "logger"];
    name.last().is_some_and(|last| HANDLES.contains(&last.as_str()))
}
