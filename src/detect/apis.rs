//! The packs' reading rules come in, ordered by the last name of what they name; whether a name can read anything, and
//! whether a rule speaks of a function, goes out.

use super::calls::Read;
use super::owners::Owner;
use super::place::last_name;
use super::{asked, identity};
use crate::link::{Def, Workspace};
use crate::model::fact::Chosen;
use crate::packs::{ApiRule, ApiTarget, Detectors, Role};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Reading rules by the last name of what they name.
pub(super) struct Apis<'a> {
    pub functions: FxHashMap<&'a str, Vec<&'a ApiRule>>,
    pub methods: FxHashMap<&'a str, Vec<&'a ApiRule>>,
    pub macros: FxHashMap<&'a str, Vec<&'a ApiRule>>,
    /// Methods of clients that answer with a person of another service, by name.
    pub identity: BTreeMap<String, (usize, Read)>,
    /// Functions of the workspace that read the environment variable whose name they are given.
    pub of_variables: BTreeSet<Def>,
    names_of_variables: BTreeSet<String>,
}

/// Calls that are looked at whatever the packs say.
const READS: [&str; 24] = [
    "read_line",
    "typed_try_get",
    "get",
    "get_all",
    "get_one",
    "header",
    "get_pending",
    "get_private",
    "typed_get",
    "header_value",
    "cookie",
    "var",
    "var_os",
    "read_to_string",
    "read",
    "open",
    "read_dir",
    "from_request",
    "from_request_parts",
    "from_request_without_body",
    "extract",
    "extract_parts",
    "extract_with_state",
    "extract_parts_with_state",
];

impl<'a> Apis<'a> {
    pub(super) fn of(ws: &Workspace, det: &'a Detectors, owners: &BTreeMap<Def, Owner>) -> Self {
        let identity = identity::methods(ws, owners);
        let of_variables = asked::readers_of_variables(ws);
        let names_of_variables = of_variables.iter().map(|def| ws.name_of(*def).to_owned()).collect();
        let mut apis = Apis {
            functions: FxHashMap::default(),
            methods: FxHashMap::default(),
            macros: FxHashMap::default(),
            identity,
            of_variables,
            names_of_variables,
        };
        for rule in det.apis.iter().filter(|rule| matches!(rule.role, Role::Source(_))) {
            match &rule.target {
                ApiTarget::Function(path) => apis.functions.entry(last_name(path)).or_default().push(rule),
                ApiTarget::Method(_, name) => apis.methods.entry(name).or_default().push(rule),
                ApiTarget::Macro(path) => apis.macros.entry(last_name(path)).or_default().push(rule),
                _ => {}
            }
        }
        apis
    }

    /// The names of a file whose calls can read anything there: most are common ones, and read something only beside others.
    pub(super) fn telling(&self, ws: &Workspace, det: &Detectors, file: usize) -> Chosen {
        let facts = &ws.files[file];
        let any = |is_it: &dyn Fn(&str) -> bool| facts.names.iter().any(is_it);
        let has = |wanted: &str| facts.names.find(wanted).is_some();
        // What a function belongs to is named where it is called or imported.
        let of = |path: &str| path.rsplit("::").nth(1).is_none_or(has);
        let may_call = |rule: &&ApiRule| matches!(&rule.target, ApiTarget::Function(path) if of(path));
        let may_use = |rule: &&ApiRule| ws.may_use(file, &rule.krate);
        facts.names.choose(|name| {
            let beside = || match name {
                "join" | "push" => any(&|text| det.files.contains_key(text)),
                "print" | "eprint" => has("read_line"),
                "new" => has("Command") && any(&|text| asked::told_by_program(text).is_some()),
                _ => asked::may_ask_program(facts, name),
            };
            READS.contains(&name)
                || asked::may_ask(name)
                || asked::may_take(name)
                || name.starts_with("optional_from_request")
                || self.macros.contains_key(name)
                || self.identity.contains_key(name)
                || self.names_of_variables.contains(name)
                || self.functions.get(name).is_some_and(|rules| rules.iter().any(may_call))
                || self.methods.get(name).is_some_and(|rules| rules.iter().any(may_use))
                || beside()
        })
    }
}

/// Whether a rule speaks of the function of this full path.
pub(super) fn function_fits(rule: &ApiRule, full: &str) -> bool {
    let ApiTarget::Function(path) = &rule.target else { return false };
    let full = full.trim_start_matches("::");
    let full = full
        .strip_prefix("core::")
        .or(full.strip_prefix("alloc::"))
        .map_or(full.to_owned(), |rest| format!("std::{rest}"));
    // A path through a re-export or a partial `use` still ends in the last two names.
    let tail = |text: &str| text.rsplit("::").take(2).map(str::to_owned).collect::<Vec<_>>();
    let krate = full.split("::").next().unwrap_or_default();
    *path == full || (tail(path) == tail(&full) && (krate == rule.krate || full.split("::").count() == 2))
}
