//! What a call reads and where it stands come in; why it tells of the program itself and its parts, and of nobody's
//! machine, goes out.

use super::asked::{is_command_line, serves};
use super::walk::{Order, name_called};
use crate::link::{Def, Workspace};
use crate::model::fact::{Expr, ItemKind};
use crate::packs::words::words;

/// The rule and the reason.
pub(super) fn why<'a>(
    ws: &Workspace,
    def: Def,
    order: &dyn Fn() -> &'a Order,
    telemetry: bool,
    name: &str,
    keys: &[String],
) -> Option<(&'static str, String)> {
    match keys.first()?.as_str() {
        "user.device.ip_address" => {
            let node = |word| ("call/node", format!("a {word} of the service itself is asked, nobody's machine"));
            let reached = || ("call/connected", "it is the address of what the program itself connects to".to_owned());
            let shown = || ("call/shown", "it only shows what the program holds already".to_owned());
            among_nodes(ws, def)
                .map(node)
                .or_else(|| (name == "peer_addr" && connects(ws, def, order())).then(reached))
                .or_else(|| shows(ws, def).then(shown))
        }
        "user.device.hostname" if !telemetry && keeps_house(ws, def) => {
            Some(("call/service", "a service asks for the name of the machine it runs on".to_owned()))
        }
        "user.device.path" if name == "current_exe" && starts(ws, def, order()) => {
            Some(("call/start", "the program starts itself again by it".to_owned()))
        }
        _ => None,
    }
}

/// `Command::new(exe)` in a body.
fn starts(ws: &Workspace, def: Def, order: &Order) -> bool {
    let facts = ws.facts(def);
    order.iter().any(|(id, _)| match facts.expr(*id) {
        Expr::Call(callee, args) if args.len() == 1 => {
            matches!(facts.expr(*callee), Expr::Path(path) if facts.path_text(path).ends_with("Command::new"))
        }
        _ => false,
    })
}

/// `fn register_worker`, `impl RaftNode`: what speaks here are the parts of one service.
fn among_nodes(ws: &Workspace, def: Def) -> Option<String> {
    const NODES: [&str; 8] = ["worker", "node", "replica", "shard", "raft", "compactor", "coordinator", "executor"];
    let name = |def: Def| words(ws.name_of(def));
    let owner = ws.owner(def).map(name).unwrap_or_default();
    name(def).into_iter().chain(owner).find(|word| NODES.contains(&word.as_str()))
}

/// The connection is opened here, not taken: whoever is at its other end is no visitor.
fn connects(ws: &Workspace, def: Def, order: &Order) -> bool {
    let facts = ws.facts(def);
    let called = order.iter().filter_map(|(id, _)| name_called(facts, *id));
    let names: Vec<&str> = called.chain([facts.name(ws.item(def).name)]).collect();
    let begins = |verb: &str| names.iter().any(|name| words(name).first().is_some_and(|first| first == verb));
    begins("connect") && !begins("accept")
}

/// `fn fmt` of `Debug` or `Display`.
fn shows(ws: &Workspace, def: Def) -> bool {
    let facts = ws.facts(def);
    let item = ws.item(def);
    let of_trait =
        item.parent.is_some_and(|parent| matches!(facts.item(parent).kind, ItemKind::Impl { of: Some(_), .. }));
    facts.name(item.name) == "fmt" && of_trait
}

/// `fn init_logging`, `mod metrics` of a service: its own log and measures say where it runs.
fn keeps_house(ws: &Workspace, def: Def) -> bool {
    const ROOMS: [&str; 9] =
        ["log", "logging", "logger", "metric", "reporter", "statsd", "tracing", "prometheus", "monitoring"];
    let file = def.file as usize;
    let modules = ws.homes[file].module.iter().flat_map(|module| words(module));
    let name = words(ws.name_of(def));
    modules.chain(name).any(|word| ROOMS.contains(&word.as_str()))
        && !is_command_line(ws, file)
        && ws.homes[file].package.is_some_and(|package| serves(ws, package))
}
