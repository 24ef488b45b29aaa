//! What a program asks of whoever runs it comes in: the text of a prompt, the name of an environment variable, a setting
//! of git. What is asked for goes out, when it is a person's.

use super::calls::Read;
use super::declared::Declared;
use super::each::of_files;
use super::judge::{Place, judge, yes};
use super::owners::Owner;
use super::place::{items_in, literal};
use super::roles::bound;
use super::walk::{Order, below};
use crate::link::{Def, Workspace, is_library_of};
use crate::model::fact::{Expr, ExprId, FileFacts, ItemKind, MacroArg, MacroValue, Ty};
use crate::model::project::{Package, TargetKind};
use crate::packs::words::words;
use crate::packs::{Detectors, RoleOf};
use std::collections::BTreeSet;

/// Whether a call of this name may ask somebody: `prompt_text`, `ask_for`, `with_prompt`, `get_user_input`.
pub(super) fn may_ask(name: &str) -> bool {
    name.contains("prompt") || name.contains("user_input") || name == "ask" || name.starts_with("ask_")
}

/// `prompt_text("Enter your 2FA code")`: what the text asks for.
pub(super) fn prompted(det: &Detectors, facts: &FileFacts, args: &[ExprId]) -> Option<Read> {
    let text = args.iter().take(2).find_map(|arg| text(facts, *arg))?;
    let noun = asked_for(text)?;
    let reason = format!("somebody is asked “{}”", text.trim());
    named(det, &noun, RoleOf::Input, &reason).or_else(|| token(det, &words(&noun), reason))
}

/// `print!("Email: ")` in a body that reads a line of the input: what the text asks for.
pub(super) fn printed<'a>(
    det: &Detectors,
    facts: &FileFacts,
    order: &dyn Fn() -> &'a Order,
    args: &[MacroArg],
) -> Option<Read> {
    let said = args.iter().find_map(|arg| match arg.value {
        MacroValue::Str(text, _) => literal(facts, text),
        _ => None,
    })?;
    let noun = said.trim_end().strip_suffix([':', '>']).and_then(asked_for)?;
    let reads_line = |id: ExprId| matches!(facts.expr(id), Expr::Method(call) if facts.name(call.name) == "read_line");
    if !order().iter().any(|(id, _)| reads_line(*id)) {
        return None;
    }
    named(det, &noun, RoleOf::Input, &format!("somebody is asked “{}”", said.trim()))
}

/// `stdin().read_line(&mut email)`: what the line is kept as.
pub(super) fn line(det: &Detectors, facts: &FileFacts, args: &[ExprId]) -> Option<Read> {
    let [kept] = args else { return None };
    let Expr::Ref(_, inner) = facts.expr(*kept) else { return None };
    let Expr::Path(path) = facts.expr(*inner) else { return None };
    let name = facts.last(path);
    named(det, name, RoleOf::Input, &format!("a line of the input is kept as `{name}`"))
}

/// `Command::new("whoami")`: a program that says who runs it, or where.
pub(super) fn program(facts: &FileFacts, args: &[ExprId]) -> Option<Read> {
    let (key, what) = told_by_program(literal(facts, *args.first()?)?)?;
    Some((vec![key.to_owned()], 2, vec![yes("asked/program", format!("another program is asked for {what}"))]))
}

/// What a program tells that another starts, by its name.
pub(super) fn told_by_program(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "whoami" | "logname" => Some(("user.account.username", "who runs the program")),
        "hostname" => Some(("user.device.hostname", "the name of the machine")),
        _ => None,
    }
}

/// `matches.get_one::<String>("token")`: what whoever runs the program says by a flag of its command line.
pub(super) fn argument(ws: &Workspace, det: &Detectors, file: usize, name: &str, args: &[ExprId]) -> Option<Read> {
    let [arg] = args else { return None };
    let flag = literal(&ws.files[file], *arg).filter(|_| may_take(name) && is_command_line(ws, file))?;
    let name = flag.replace('-', "_");
    let reason = format!("`--{flag}` of the command line is read");
    named(det, &name, RoleOf::Args, &reason).or_else(|| token(det, &words(&name), reason))
}

/// Whether a call of this name takes a flag of the command line.
pub(super) fn may_take(name: &str) -> bool {
    matches!(name, "get_one" | "get_many" | "remove_one" | "remove_many" | "value_of" | "values_of" | "value_of_t")
}

/// A literal, or that of a `format!`.
fn text(facts: &FileFacts, id: ExprId) -> Option<&str> {
    match facts.expr(id) {
        Expr::Ref(_, inner) => text(facts, *inner),
        Expr::Macro(call) if facts.last(&call.path) == "format" => match &call.args.first()?.value {
            MacroValue::Str(value, _) => literal(facts, *value),
            _ => None,
        },
        _ => literal(facts, id),
    }
}

/// The noun at the end of what is said before it is explained: `Password` of `Password for {}: `. A question that is
/// answered by yes or no asks for nothing.
fn asked_for(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    if lower.contains('?') && !lower.starts_with("what") {
        return None;
    }
    let said = lower.split(['(', '[', ':', ',', '?', '{', '.', '<']).next()?;
    let said = [" for ", " to ", " of ", " that ", " from ", " in "].iter().fold(said, |said, particle| {
        let said = said.trim();
        said.split(particle).next().unwrap_or(said)
    });
    let noun: Vec<&str> = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (1..=8).contains(&noun.len()).then(|| noun.join("_"))
}

/// `FORGE_API_TOKEN` of a program with a command line: whoever runs it signs in with it. A server's are its own.
pub(super) fn variable(ws: &Workspace, det: &Detectors, file: usize, variable: &str) -> Option<Read> {
    // What a build is told is told by whoever builds.
    if ws.homes[file].krate.contains("@build")
        || !is_command_line(ws, file)
        || !variable.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    {
        return None;
    }
    // A shell's variable for the working directory is no password, a desktop's for its windows no key.
    let name = variable.to_lowercase();
    if name.ends_with("pwd") || name.starts_with("xdg_") {
        return None;
    }
    let reason = format!("the environment variable `{variable}` is read");
    let said = words(&name);
    // `REGISTRY_USERNAME` opens a registry for a job.
    if said.iter().any(|word| matches!(word.as_str(), "ghcr" | "docker" | "registry")) {
        return None;
    }
    // What is called as the program itself lets its user in: `SENTRY_TOKEN` of `sentry-cli`.
    let own = ws.homes[file].package.map(|at| words(&ws.project.packages[at].name)).unwrap_or_default();
    let own = said.iter().take_while(|word| own.contains(word)).count();
    let rest = &said[own.min(said.len() - 1)..];
    named(det, &rest.join("_"), RoleOf::Args, &reason).or_else(|| token(det, rest, reason).filter(|_| said.len() > 1))
}

/// `FORGE_ANALYTICS_ID`, `FORGE_MACHINE_UUID`; not `FORGE_CLIENT_ID`, which names the program.
pub(super) fn names_identifier(variable: &str) -> bool {
    const OF: [&str; 9] =
        ["analytics", "telemetry", "machine", "device", "anonymous", "distinct", "user", "install", "installation"];
    let said = words(&variable.to_lowercase());
    matches!(&said[..], [.., of, last] if OF.contains(&of.as_str()) && matches!(last.as_str(), "id" | "uuid"))
}

/// `fn env_var(name: &str) -> Result<String> { std::env::var(name)… }`: it reads what it is told to.
pub(super) fn readers_of_variables(ws: &Workspace) -> BTreeSet<Def> {
    let reads = |facts: &FileFacts, body: ExprId, name: &str| {
        below(facts, body).into_iter().any(|(id, _)| {
            let Expr::Call(callee, args) = facts.expr(id) else { return false };
            let Expr::Path(path) = facts.expr(*callee) else { return false };
            let of_environment = path.segments.len() > 1 && matches!(facts.last(path), "var" | "var_os");
            let given = args.first().map(|arg| match facts.expr(*arg) {
                Expr::Ref(_, inner) => *inner,
                _ => *arg,
            });
            let named = |id| matches!(facts.expr(id), Expr::Path(path) if facts.last(path) == name);
            of_environment && facts.path_text(path).contains("env::") && given.is_some_and(named)
        })
    };
    let found = of_files(ws, |file| {
        let facts = &ws.files[file];
        if !facts.names.iter().any(|name| name == "var" || name == "var_os") {
            return Vec::new();
        }
        let hands_on = |def: &Def| {
            let ItemKind::Fn(function) = &ws.item(*def).kind else { return false };
            // `fn has_var(name: &str) -> bool` keeps nothing of it.
            let tests =
                function.ret.is_some_and(|ret| matches!(facts.ty(ret), Ty::Path(path) if facts.last(path) == "bool"));
            let name = function.params.first().filter(|_| !tests).and_then(|param| bound(facts, param.pat));
            matches!((name, function.body), (Some(name), Some(body)) if reads(facts, body, name))
        };
        items_in(ws, file).filter(hands_on).collect()
    });
    found.into_iter().collect()
}

/// What lets a program of somebody's in; a job's own is no person's.
fn token(det: &Detectors, said: &[String], reason: String) -> Option<Read> {
    let of_job = |word: &String| {
        ["ci", "job", "github", "gitlab", "gh", "action", "npm", "cargo", "continuation", "next", "page", "csrf"]
            .contains(&word.as_str())
            || det.qualifiers.class(std::slice::from_ref(word)) == Some("server")
    };
    let lets_in = said.ends_with(&["token".to_owned()]) || said.ends_with(&["api".to_owned(), "key".to_owned()]);
    let key = "user.authorization.token".to_owned();
    (lets_in && !said.iter().any(of_job)).then(|| (vec![key], 1, vec![yes("asked/variable", reason)]))
}

/// Methods that are given the name of a setting, or an argument of another program.
const TAKES_SETTING: [&str; 8] =
    ["get_string", "get_str", "get_entry", "string", "string_by_key", "get", "arg", "args"];

/// What another program is asked by for what lets in whoever runs this one.
const ASKS_TOKEN: [&[&str]; 4] =
    [&["auth", "token"], &["print-access-token"], &["get-access-token"], &["credential", "fill"]];

/// Whether a call of this name asks for a setting of git or for a token, in a file with these names.
pub(super) fn may_ask_program(facts: &FileFacts, name: &str) -> bool {
    let asks =
        |text: &str| setting_of_git(text).is_some() || ASKS_TOKEN.iter().any(|asked| asked.last() == Some(&text));
    TAKES_SETTING.contains(&name) && facts.names.iter().any(asks)
}

/// What a setting of git tells, or a format of its log.
fn setting_of_git(text: &str) -> Option<&'static str> {
    match text {
        "user.name" => Some("user.name"),
        "user.email" | "GIT_AUTHOR_IDENT" | "GIT_COMMITTER_IDENT" => Some("user.contact.email"),
        // Whoever committed, as the log tells it.
        _ if text.contains("%ae") || text.contains("%ce") => Some("user.contact.email"),
        _ if text.contains("format") && (text.contains("%an") || text.contains("%cn")) => Some("user.name"),
        _ => None,
    }
}

/// `config.get_string("user.email")`, `Command::new("git").args(["config", "user.name"])`.
pub(super) fn git_setting(facts: &FileFacts, name: &str, args: &[ExprId]) -> Option<Read> {
    if !TAKES_SETTING.contains(&name) {
        return None;
    }
    let of = |id: ExprId| setting_of_git(literal(facts, id)?);
    let listed = |id: ExprId| match list_of(facts, id) {
        Some(parts) => parts.iter().find_map(|part| of(*part)),
        None => of(id),
    };
    if let Some(read) = args.iter().find_map(|arg| token_of_program(facts, *arg)) {
        return Some(read);
    }
    let key = args.iter().find_map(|arg| listed(*arg))?;
    Some((vec![key.to_owned()], 2, vec![yes("asked/git", "git's setting of who commits is read".to_owned())]))
}

/// `Command::new("gh").args(["auth", "token"])`: another program is asked for what lets in whoever runs this one.
fn token_of_program(facts: &FileFacts, id: ExprId) -> Option<Read> {
    let said: Vec<&str> = list_of(facts, id)?.iter().filter_map(|part| literal(facts, *part)).collect();
    let asks = ASKS_TOKEN.iter().any(|asked| said.windows(asked.len()).any(|part| part == *asked));
    let reason = format!("another program is asked by `{}`", said.join(" "));
    asks.then(|| (vec!["user.authorization.token".to_owned()], 2, vec![yes("asked/program", reason)]))
}

/// The parts of an array, or of a reference to one.
fn list_of(facts: &FileFacts, id: ExprId) -> Option<&[ExprId]> {
    match facts.expr(id) {
        Expr::Array(parts) => Some(parts),
        Expr::Ref(_, inner) => match facts.expr(*inner) {
            Expr::Array(parts) => Some(parts),
            _ => None,
        },
        _ => None,
    }
}

/// What an own name of a variable or of a prompt stands for: how somebody signs in, or is reached.
pub(super) fn named(det: &Detectors, name: &str, role: RoleOf, reason: &str) -> Option<Read> {
    let mut owner = Owner { class: "unknown".to_owned(), title: name.to_owned(), ..Owner::default() };
    owner.contexts.extend(["unknown", "unknown-row"].map(str::to_owned));
    owner.roles.insert(role, ("asked/person".to_owned(), reason.to_owned()));
    let text = Declared { class: "text", ..Declared::default() };
    let mut verdict = judge(det, &Place { name, declared: &text, owner: &owner, what: "answer" });
    const OF_PERSON: [&str; 4] = ["user.authorization", "user.contact", "user.account.username", "user.name"];
    let first = verdict.keys.first()?;
    if !OF_PERSON.iter().any(|key| first.starts_with(key)) {
        return None;
    }
    verdict.evidence.insert(0, yes("asked/person", reason.to_owned()));
    Some((verdict.keys, 2, verdict.evidence))
}

/// A program with a command line that serves nobody, or only whoever signs in: it is called a command line, or opens a
/// browser. And a library of such programs alone.
pub(super) fn is_command_line(ws: &Workspace, file: usize) -> bool {
    const BROWSERS: [&str; 4] = ["webbrowser", "open", "opener", "keyring"];
    let Some(package) = ws.homes[file].package else { return false };
    of_programs(ws, package, &|at| {
        let program = &ws.project.packages[at];
        let called = words(&program.name).iter().any(|word| word == "cli");
        // What a program of many commands uses for one of them is not what it is.
        let listens = if at == package { depends(program, &SERVERS) } else { serves(ws, at) };
        takes_flags(program) && (!listens || called || depends(program, &BROWSERS))
    })
}

/// A package of programs with a command line that listen to nothing: what they keep among their settings is the user's.
pub(super) fn serves_nobody(ws: &Workspace, file: usize) -> bool {
    ws.homes[file].package.is_some_and(|package| is_quiet_command(ws, package))
}

pub(super) fn is_quiet_command(ws: &Workspace, package: usize) -> bool {
    of_programs(ws, package, &|at| takes_flags(&ws.project.packages[at]) && !serves(ws, at))
}

/// A package that answers requests itself.
pub(super) fn answers_requests(ws: &Workspace, file: usize) -> bool {
    ws.homes[file].package.is_some_and(|package| serves(ws, package))
}

/// A package of programs none of which listens, whatever they look like.
pub(super) fn of_clients(ws: &Workspace, file: usize) -> bool {
    ws.homes[file].package.is_some_and(|package| is_client(ws, package))
}

pub(super) fn is_client(ws: &Workspace, package: usize) -> bool {
    !serves(ws, package) && of_programs(ws, package, &|at| !serves(ws, at))
}

/// Of each file, whether something holds of its package, which is looked at once.
pub(super) fn by_file(ws: &Workspace, holds: fn(&Workspace, usize) -> bool) -> Vec<bool> {
    let of: Vec<bool> = (0..ws.project.packages.len()).map(|package| holds(ws, package)).collect();
    ws.homes.iter().map(|home| home.package.is_some_and(|package| of[package])).collect()
}

/// Whether it holds of the programs that a package is part of: of itself, or of all that use its library.
fn of_programs(ws: &Workspace, package: usize, holds: &dyn Fn(usize) -> bool) -> bool {
    let packages = &ws.project.packages;
    let runs = |at: &usize| packages[*at].targets.iter().any(|target| target.kind == TargetKind::Bin);
    if runs(&package) {
        return holds(package);
    }
    let uses = |at: &usize| ws.uses(*at, package);
    let mut programs = (0..packages.len()).filter(runs).filter(uses).peekable();
    if programs.peek().is_some() { programs.all(holds) } else { holds(package) }
}

const SERVERS: [&str; 11] =
    ["axum", "actix_web", "rocket", "warp", "poem", "salvo", "tide", "tonic", "gotham", "pingora", "ntex"];

fn takes_flags(package: &Package) -> bool {
    depends(package, &["clap", "structopt", "argh", "pico_args", "lexopt", "bpaf", "gumdrop", "docopt"])
}

/// Whether a file is of a program that serves others, or of none that is known: a machine that it runs on is nobody's.
pub(super) fn of_service(ws: &Workspace, file: usize) -> bool {
    ws.homes[file].package.is_none_or(|package| serves(ws, package))
}

/// Whether a package, or what it uses of this workspace, listens. What opens a window listens to itself.
pub(super) fn serves(ws: &Workspace, package: usize) -> bool {
    let listens = |package| needs(ws, package, &SERVERS) && !depends(&ws.project.packages[package], &WINDOWS);
    ws.services(listens)[package]
}

const WINDOWS: [&str; 10] = ["tauri", "wry", "tao", "iced", "eframe", "gtk4", "relm4", "slint", "gpui", "fltk"];

/// Whether a package, or what it uses of this workspace, depends on one of these crates.
fn needs(ws: &Workspace, package: usize, list: &[&str]) -> bool {
    let mut packages = ws.project.packages.iter().enumerate();
    packages.any(|(at, used)| ws.uses(package, at) && depends(used, list))
}

/// By what a program hears of people, beside serving them: other services, a database, a window, letters.
const HEARS_BY: [&str; 39] = [
    "hyper",
    "reqwest",
    "ureq",
    "surf",
    "isahc",
    "attohttpc",
    "curl",
    "awc",
    "gloo_net",
    "tungstenite",
    "tokio_tungstenite",
    "sqlx",
    "diesel",
    "sea_orm",
    "rusqlite",
    "postgres",
    "tokio_postgres",
    "mongodb",
    "mysql",
    "mysql_async",
    "redis",
    "tauri",
    "dioxus",
    "leptos",
    "yew",
    "iced",
    "eframe",
    "slint",
    "gtk",
    "gtk4",
    "async_graphql",
    "juniper",
    "prost",
    "lettre",
    "teloxide",
    "serenity",
    "worker",
    "lambda_runtime",
    "lambda_http",
];

/// Whether a program that a file is part of hears of people at all. One that does not reads files, and the messages of
/// other programs.
pub(super) fn hears(ws: &Workspace, file: usize) -> bool {
    let Some(package) = ws.homes[file].package else { return true };
    let packages = &ws.project.packages;
    // One that depends on nothing does not show by what it hears.
    if packages[package].dependencies.is_empty() {
        return true;
    }
    let hears = |program: usize| serves(ws, program) || needs(ws, program, &HEARS_BY);
    (0..packages.len()).any(|program| ws.uses(program, package) && hears(program))
}

fn depends(package: &Package, list: &[&str]) -> bool {
    let is_listed = |package: &str| list.iter().any(|krate| is_library_of(package, krate));
    package.dependencies.iter().any(|dependency| is_listed(&dependency.package))
}
