//! Types, modules and bodies that report about a machine or the use of a program come in; every field, key and
//! property they report goes out. Here the name means little: that it is sent is what counts.

use super::asked::of_clients;
use super::declared::{Declared, declared};
use super::each::of_files;
use super::judge::{Place, Verdict, confidence, judge, yes};
use super::owners::Owner;
use super::place::{attribute, derived};
use super::report_names::{is_collector, is_handle, is_record, keeps_itself, of_crash, reports};
use super::rooms::{Rooms, is_report};
use super::sent::sent;
use super::told::told;
use super::{Detection, Seed, builds, event_names, events, helpers, machines, meters};
use crate::link::{Def, Workspace};
use crate::model::fact::{ExprId, FileFacts, ItemKind};
use crate::model::inventory::{Evidence, PointKind, SinkKind};
use crate::model::project::TargetKind;
use crate::packs::words::words;
use crate::packs::{Beginnings, Detectors, Role, RoleOf};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Where telemetry is gathered and sent.
#[derive(Debug, Default)]
pub(super) struct Telemetry {
    /// Types that are sent.
    pub types: BTreeSet<Def>,
    /// Functions that gather or send.
    pub functions: BTreeSet<Def>,
    /// Those of them that say so, by their own name or by where they stand.
    pub named: BTreeSet<Def>,
    /// Functions of other business in which events are sent.
    pub emitters: BTreeSet<Def>,
    /// Functions that make a record which is sent: what they read is told, what else they do is not.
    pub fillers: BTreeSet<Def>,
    /// What is handed to those that send: an object, pairs, the name of an event; and where.
    pub told: Vec<(Def, ExprId)>,
    /// What functions of other business do where the program panics, in words of telemetry.
    pub hooks: BTreeMap<Def, ExprId>,
}

/// Finds the types and functions of telemetry.
pub(super) fn find(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>) -> Telemetry {
    let rooms = Rooms::of(ws);
    let mut found = Telemetry { types: types(ws, det, owners, &rooms), ..Telemetry::default() };
    found.types.extend(machines::described(ws, det, owners));
    let words_of_it = det.owners.beginnings("telemetry");
    let speaking = of_files(ws, |file| speaking(ws, det, &words_of_it, file).into_iter().collect());
    for told in speaking.iter().flat_map(|(_, functions)| functions) {
        found.types.extend(told.sent.iter().filter(|ty| owners.contains_key(ty)));
    }
    let sent = sent(ws, det, owners, &found.types);
    found.types.extend(&sent.types);
    let unnamed = speaking
        .par_iter()
        .flat_map_iter(|(said, functions)| functions.iter().filter(|told| !told.named).map(move |told| (said, told)));
    // A report that writes itself down is made at the start, by who does all else as well.
    let made: BTreeSet<Def> = found.types.iter().copied().filter(|ty| !keeps_itself(ws, *ty)).collect();
    let builders: Vec<Def> = unnamed
        .clone()
        .filter(|(said, told)| builds::builds_report(ws, told.def, told.body, said, &made))
        .map(|(_, told)| told.def)
        .collect();
    found.hooks =
        unnamed.filter_map(|(said, told)| Some((told.def, builds::hook_in(ws, told.def, told.body, said)?))).collect();
    let functions = || speaking.iter().flat_map(|(_, functions)| functions);
    found.named = functions().filter(|told| told.named).map(|told| told.def).collect();
    found.functions = found.named.iter().copied().chain(builders).collect();
    found.functions.extend(&sent.senders);
    found.fillers = sent.fillers.difference(&found.functions).copied().collect();
    found.told = sent.told;
    let emits = functions().filter(|told| told.emits && !found.functions.contains(&told.def));
    found.emitters = emits.map(|told| told.def).collect();
    hold_inner(ws, det, &rooms, &mut found.types, &sent.types);
    let helpers = helpers::of(ws, &found.functions);
    found.functions.extend(helpers);
    found
}

/// A function with a body, and what it does with telemetry.
struct Told {
    def: Def,
    body: ExprId,
    /// It says so, by its own name or by where it stands.
    named: bool,
    /// The types it sends, and whether it sends events at all.
    sent: BTreeSet<Def>,
    emits: bool,
}

/// The functions of a file that may speak of telemetry, and which of the file's names do.
fn speaking(ws: &Workspace, det: &Detectors, words_of_it: &Beginnings, file: usize) -> Option<(Vec<bool>, Vec<Told>)> {
    let facts = &ws.files[file];
    // Names are interned: each is split once, and most files end here.
    let says = |name: &str| words_of_it.may_be_in(name) && says_telemetry(det, &words(name));
    let said: Vec<bool> = facts.names.iter().map(says).collect();
    let module = (module_says_telemetry(ws, det, file) && !sets_up_logging(facts)) || speaks_to_analytics(det, facts);
    if !module && !said.contains(&true) && !facts.names.iter().any(events::may_track) {
        return None;
    }
    let told = facts.items.iter().enumerate().filter_map(|(at, item)| {
        let def = Def::new(file, crate::model::fact::ItemId(at as u32));
        let ItemKind::Fn(function) = &item.kind else { return None };
        let body = function.body?;
        let of_type = |ty: Def| {
            let name = words(ws.name_of(ty));
            type_says_telemetry(det, &name)
                && name.first().is_none_or(|first| !matches!(first.as_str(), "mock" | "fake"))
        };
        let named = module
            || said[item.name.at()] && !asks_analysis(facts.name(item.name))
            || ws.owner(def).is_some_and(of_type);
        let (sent, emits) = events::sent(ws, det, def, body, named);
        Some(Told { def, body, named: named || of_telemetry_trait(ws, det, def), sent, emits })
    });
    let told = told.collect();
    Some((said, told))
}

/// `get_analytics`: an interface's question about what is analysed.
fn asks_analysis(name: &str) -> bool {
    let said = words(name);
    let any = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    any(&["analytics", "analytic"]) && any(&["get", "list", "query", "fetch", "read", "show", "view", "export"])
}

/// A method of a trait that telemetry declares: `impl analytics::Aggregate for Searches`.
fn of_telemetry_trait(ws: &Workspace, det: &Detectors, def: Def) -> bool {
    let Some(parent) = ws.item(def).parent else { return false };
    let (_, of) = ws.impl_of(Def { file: def.file, item: parent });
    of.is_some_and(|of| in_telemetry_module(ws, det, of) || says_telemetry(det, &words(ws.name_of(of))))
}

/// A file that hands properties to a service for product analytics.
fn speaks_to_analytics(det: &Detectors, facts: &FileFacts) -> bool {
    let is_service = |name: &str| {
        let told = |rule: &crate::packs::ApiRule| {
            matches!(&rule.role, Role::Sink { kind: SinkKind::Telemetry, recipient: Some(_) }) && rule.krate == name
        };
        det.apis.iter().any(told)
    };
    let hands = |name: &str| matches!(name, "insert_prop" | "insert_property" | "with_property" | "identify" | "track");
    facts.names.iter().any(hands)
        && facts
            .uses
            .iter()
            .any(|import| import.path.segments.first().is_some_and(|segment| is_service(facts.name(segment.name))))
}

/// Many programs call the module that sets up their logging `telemetry`; it reports nothing.
fn sets_up_logging(facts: &FileFacts) -> bool {
    facts.uses.iter().any(|import| {
        let first = import.path.segments.first().map_or("", |segment| facts.name(segment.name));
        matches!(
            first,
            "tracing_subscriber" | "tracing_appender" | "tracing_bunyan_formatter" | "tracing_opentelemetry"
        )
    })
}

/// Adds what telemetry types and telemetry code report.
pub(super) fn add(
    ws: &Workspace,
    det: &Detectors,
    owners: &BTreeMap<Def, Owner>,
    telemetry: &Telemetry,
    found: &mut Vec<Detection>,
) {
    for &def in &telemetry.types {
        fields(ws, det, owners, &telemetry.types, def, found);
        found.extend(event_names::variants(ws, det, def));
    }
    for &def in &telemetry.functions {
        let ItemKind::Fn(function) = &ws.item(def).kind else { continue };
        if let Some(body) = function.body {
            events::properties(ws, det, def, body, found);
        }
    }
    for (&def, &hook) in &telemetry.hooks {
        events::properties(ws, det, def, hook, found);
    }
    for &def in &telemetry.emitters {
        let ItemKind::Fn(function) = &ws.item(def).kind else { continue };
        if let Some(body) = function.body {
            events::emissions(ws, det, def, body, found);
        }
    }
    for at in &telemetry.told {
        told(ws, det, &telemetry.types, *at, found);
    }
    found.extend(meters::points(ws, det));
    found.extend(of_files(ws, |file| events::constants(ws, det, file)));
    // What the program shows to whoever receives its events tells nothing of anybody.
    found.retain(|found| found.kind != PointKind::Event || !is_key_of_service(&found.name));
}

/// `api_key`: by what a service of telemetry knows which program reports.
fn is_key_of_service(name: &str) -> bool {
    const KEYS: [&str; 8] = [
        "api_key",
        "apikey",
        "api_secret",
        "write_key",
        "project_key",
        "project_token",
        "client_key",
        "measurement_id",
    ];
    KEYS.contains(&name)
}

/// Whether words speak of telemetry: `telemetry`, `usage report`, `crash report`.
pub(super) fn says_telemetry(det: &Detectors, said: &[String]) -> bool {
    // OpenTelemetry is a format, whoever's data is in it.
    let is_format =
        |from: usize| from > 0 && said[from] == "telemetry" && matches!(said[from - 1].as_str(), "open" | "otel");
    (0..said.len()).filter(|&from| det.owners.begins(&said[from]) && !is_format(from)).any(|from| {
        (from + 1..=said.len().min(from + 3)).any(|to| det.owners.class(&said[from..to]) == Some("telemetry"))
    })
}

/// Whether the name of a type says telemetry. `DimensionAnalytics` is the analysis of something.
fn type_says_telemetry(det: &Detectors, said: &[String]) -> bool {
    const OF_USE: [&str; 16] = [
        "usage",
        "product",
        "telemetry",
        "event",
        "app",
        "cli",
        "anonymous",
        "instance",
        "user",
        "client",
        "server",
        "collect",
        "command",
        "session",
        "report",
        "my",
    ];
    // What a benchmark counts is told to whoever runs it.
    if said.iter().any(|word| matches!(word.as_str(), "bench" | "benchmark")) {
        return false;
    }
    let analyses = said
        .windows(2)
        .any(|pair| matches!(pair[1].as_str(), "analytics" | "analytic") && !OF_USE.contains(&pair[0].as_str()));
    if analyses && !is_record(said) {
        return false;
    }
    says_telemetry(det, said)
}

/// The types that are sent as telemetry: called so, or held by one that is and written in telemetry code.
fn types(ws: &Workspace, det: &Detectors, owners: &BTreeMap<Def, Owner>, rooms: &Rooms) -> BTreeSet<Def> {
    let mut found: BTreeSet<Def> = BTreeSet::new();
    for &def in owners.keys() {
        let name = words(ws.name_of(def));
        let is_record = || {
            is_record(&name) && is_written(ws, def) && (in_telemetry_module(ws, det, def) || of_crash(ws, def, &name))
        };
        let is_of_room = || rooms.has(def.file as usize) && is_report(&name) && is_written(ws, def);
        let told = || is_written(ws, def) || is_collector(&name) || keeps_itself(ws, def);
        if type_says_telemetry(det, &name) && reports(&name) && told() || is_record() || is_of_room() {
            if is_choice(ws, def) || traces(ws, def.file as usize) {
                continue;
            }
            found.insert(def);
        }
    }
    hold_inner(ws, det, rooms, &mut found, &BTreeSet::new());
    found
}

/// `Telemetry { enabled, endpoint }`: what somebody chose about telemetry, kept among the settings.
fn is_choice(ws: &Workspace, def: Def) -> bool {
    let facts = ws.facts(def);
    let named = |words: &[&str]| {
        let fields = super::owners::fields_of(ws.item(def));
        fields.iter().any(|field| words.contains(&facts.name(field.name)))
    };
    let modules = &ws.homes[def.file as usize].module;
    let holds_settings = |module: &String| {
        words(module).iter().any(|word| matches!(word.as_str(), "setting" | "config" | "configuration"))
    };
    let among_settings = modules.last().is_some_and(holds_settings);
    // `config::directives::telemetry`: what is read there is somebody's choice, whatever it chooses.
    let is_read = derived(facts, &ws.item(def).attrs).iter().any(|name| name == "Deserialize");
    is_read && modules.iter().any(holds_settings)
        || named(&["enabled", "enable", "disabled", "disable", "opt_out", "consent", "consented"])
            && (among_settings || named(&["endpoint", "consent_asked", "url", "interval"]))
}

/// What a report holds is reported with it: what stands beside it, and of those that are seen to be `sent` all that the
/// workspace declares and that is no setting of the program's.
fn hold_inner(ws: &Workspace, det: &Detectors, rooms: &Rooms, found: &mut BTreeSet<Def>, sent: &BTreeSet<Def>) {
    let mut open: Vec<Def> = found.iter().copied().collect();
    let mut sent = sent.clone();
    while let Some(def) = open.pop() {
        let of_nobody = ws.homes[def.file as usize].package.is_none();
        let client = is_written(ws, def) && (of_nobody || of_clients(ws, def.file as usize));
        for ty in field_types(ws, def) {
            let Some(inner) = ty.local else { continue };
            // What a client writes down is written down whole; a service tells of its parts by what it calls them.
            let whole = client && !is_setting(ws, inner);
            let beside =
                inner.file == def.file || in_telemetry_module(ws, det, inner) || rooms.has(inner.file as usize);
            let with_it = sent.contains(&def) && !is_setting(ws, inner);
            if with_it {
                sent.insert(inner);
            }
            if (beside || with_it || whole || machines::is_machine(ws, inner))
                && is_written(ws, inner)
                && holds_data(ws, inner)
                && found.insert(inner)
            {
                open.push(inner);
            }
        }
    }
}

fn is_setting(ws: &Workspace, def: Def) -> bool {
    let name = words(ws.name_of(def));
    let settles = |word: &String| {
        ["config", "configuration", "setting", "option", "param", "parameter", "args", "opt"].contains(&word.as_str())
    };
    name.iter().any(settles)
}

/// A struct, or an enum of which a variant has named fields or holds another type of ours: the others are vocabularies,
/// and the field that holds one of their words is the datum.
pub(super) fn holds_data(ws: &Workspace, def: Def) -> bool {
    match &ws.item(def).kind {
        ItemKind::Struct { .. } => true,
        ItemKind::Enum { variants, .. } => variants.iter().any(|variant| {
            let fields = &variant.fields;
            let is_struct = |ty| declared(ws, def.file as usize, Some(def.item), ty).class == "struct";
            !fields.list.is_empty() && (!fields.tuple || fields.list.iter().any(|field| is_struct(field.ty)))
        }),
        _ => false,
    }
}

/// It is serialised, or a message of a wire format.
pub(super) fn is_written(ws: &Workspace, def: Def) -> bool {
    derived(ws.facts(def), &ws.item(def).attrs).iter().any(|name| {
        matches!(name.as_str(), "Serialize" | "Message" | "Encode" | "ToJson" | "BorshSerialize" | "IntoValue")
    })
}

fn in_telemetry_module(ws: &Workspace, det: &Detectors, def: Def) -> bool {
    module_says_telemetry(ws, det, def.file as usize)
}

pub(super) fn module_says_telemetry(ws: &Workspace, det: &Detectors, file: usize) -> bool {
    let home = &ws.homes[file];
    let krate = words(home.krate.split('@').next().unwrap_or_default());
    // A program that is called `analytics` analyses; it is a library that gathers.
    let runs = || {
        let package = home.package.and_then(|package| ws.project.packages.get(package));
        package.is_some_and(|package| package.targets.iter().any(|target| target.kind == TargetKind::Bin))
    };
    says_telemetry(det, &krate) && !runs() && !traces(ws, file)
        || home.module.iter().any(|module| says_telemetry(det, &words(module)))
}

/// A package that keeps spans and what is below which: many call that telemetry, and it tells how a program ran, to
/// whoever runs it.
fn traces(ws: &Workspace, file: usize) -> bool {
    const BELOW: &str = "parent_span_id";
    let Some(package) = ws.homes[file].package else { return false };
    let keeps = |at: usize| {
        let facts = &ws.files[at];
        facts.names.iter().any(|name| name == BELOW)
            && super::place::items_in(ws, at).any(|def| ws.has_field(def, BELOW) && !ws.is_test(def))
    };
    (0..ws.files.len()).any(|at| ws.homes[at].package == Some(package) && keeps(at))
}

fn field_types(ws: &Workspace, def: Def) -> Vec<Declared> {
    let tys: Vec<_> = match &ws.item(def).kind {
        ItemKind::Struct { fields, .. } => fields.list.iter().map(|field| field.ty).collect(),
        ItemKind::Enum { variants, .. } => {
            variants.iter().flat_map(|variant| &variant.fields.list).map(|field| field.ty).collect()
        }
        _ => Vec::new(),
    };
    tys.into_iter().map(|ty| declared(ws, def.file as usize, Some(def.item), ty)).collect()
}

fn fields(
    ws: &Workspace,
    det: &Detectors,
    owners: &BTreeMap<Def, Owner>,
    types: &BTreeSet<Def>,
    def: Def,
    found: &mut Vec<Detection>,
) {
    let facts = ws.facts(def);
    let item = ws.item(def);
    let Some(owner) = owners.get(&def) else { return };
    let written = is_written(ws, def);
    let listed: Vec<(&crate::model::fact::Field, Seed)> = match &item.kind {
        ItemKind::Struct { fields, .. } if !fields.tuple => {
            fields.list.iter().enumerate().map(|(at, field)| (field, Seed::Field(def, at))).collect()
        }
        ItemKind::Enum { variants, .. } => variants
            .iter()
            .enumerate()
            .flat_map(|(which, variant)| {
                let fields = variant.fields.list.iter().enumerate().filter(|_| !variant.fields.tuple);
                fields.map(move |(at, field)| (field, Seed::VariantField(def, which, at)))
            })
            .collect(),
        _ => Vec::new(),
    };
    for (field, seed) in listed {
        let ty = declared(ws, def.file as usize, Some(def.item), field.ty);
        let name = facts.name(field.name);
        // What the report holds is judged inside; handles and locks are no data.
        let is_flat = attribute(facts, &field.attrs, "serde", "flatten").is_some();
        let is_judged = |inner: Def| match ws.item(inner).kind {
            // A type of one unnamed field is the datum itself.
            ItemKind::Struct { ref fields, .. } => !(fields.tuple && fields.list.len() == 1),
            // Which of its variants is told is a datum of its own, where it has a name of its own.
            _ => is_flat && holds_data(ws, inner),
        };
        if ty.local.is_some_and(|inner| types.contains(&inner) && is_judged(inner)) {
            continue;
        }
        if !written
            && ty.class != "map"
            && (ty.names.iter().any(|name| matches!(name.as_str(), "Arc" | "Mutex" | "RwLock" | "Sender" | "Rc"))
                || matches!(ty.class, "struct" | "enum" | "other") && !ty.local.is_some_and(|of| is_one_number(ws, of)))
        {
            continue;
        }
        let is_handle = || ty.names.last().is_some_and(|name| is_handle(&words(name)));
        if is_key_of_service(name) || !written && is_handle() {
            continue;
        }
        let left_out = ["skip", "skip_serializing"];
        if left_out.iter().any(|key| attribute(facts, &field.attrs, "serde", key).is_some()) {
            continue;
        }
        // Of a collector's own fields, those that the packs know nothing of steer it.
        let verdict = reported(det, owner, name, &ty, &owner.title, &words(&owner.title));
        let said = verdict.evidence.iter().filter(|evidence| evidence.supports).count() > 1;
        if !written
            && !said
            && ty.class == "number"
            && ty.names.len() == 1
            && kind_of_report(det, &words(name), &[]) == USE
        {
            continue;
        }
        found.push(Detection::of_field(ws, def, field, name, &owner.group, verdict, seed));
    }
}

/// `struct Metric(AtomicUsize)`.
fn is_one_number(ws: &Workspace, def: Def) -> bool {
    match &ws.item(def).kind {
        ItemKind::Struct { fields, .. } => match &fields.list[..] {
            [one] => fields.tuple && declared(ws, def.file as usize, Some(def.item), one.ty).class == "number",
            _ => false,
        },
        _ => false,
    }
}

/// A name that is reported: what the packs know of it, else a kind of use or of machine by its words or those of what it
/// is about.
pub(super) fn reported(
    det: &Detectors,
    owner: &Owner,
    name: &str,
    ty: &Declared,
    by: &str,
    about: &[String],
) -> Verdict {
    let mut aware = owner.clone();
    aware.class = "telemetry".to_owned();
    aware.contexts.insert("telemetry".to_owned());
    aware.roles.insert(RoleOf::Input, ("telemetry/report".to_owned(), "it is reported".to_owned()));
    let mut verdict = judge(det, &Place { name, declared: ty, owner: &aware, what: "field" });
    // What a report calls a session is a run of the program; nobody signs in with it.
    let names_run = words(name).last().is_some_and(|last| last == "id");
    if names_run && verdict.keys.first().is_some_and(|key| key.starts_with("user.authorization")) {
        verdict.keys = vec![kind_of_report(det, &words(name), about).to_owned()];
    }
    let evidence: Evidence = yes("telemetry/report", format!("`{by}` is sent as telemetry"));
    if verdict.keys.is_empty() {
        verdict.keys = vec![kind_of_report(det, &words(name), about).to_owned()];
        verdict.confidence = confidence(2);
    }
    verdict.evidence.insert(0, evidence);
    verdict
}

/// `write_requests_max_1m` is about write requests, whichever statistic of them is taken.
fn without_statistic(name: &[String]) -> &[String] {
    let is_statistic = |word: &String| {
        let span = word.strip_prefix('p').unwrap_or(word).trim_end_matches(['s', 'm', 'h', 'd']);
        matches!(word.as_str(), "min" | "max" | "avg" | "sum" | "mean" | "median" | "percent" | "mb" | "kb" | "gb")
            || !span.is_empty() && span.chars().all(|c| c.is_ascii_digit())
    };
    let mut rest = name;
    while let Some((last, before)) = rest.split_last()
        && before.len() > 1
        && is_statistic(last)
    {
        rest = before;
    }
    rest
}

/// What is reported without a word that tells more.
const USE: &str = "user.behavior.feature_usage";

/// Whether a name as a whole is one that the packs know reports by.
pub(super) fn is_report_word(det: &Detectors, name: &str) -> bool {
    det.reports.contains_key(&words(name))
}

/// Which kind of telemetry a name is, by its last word that tells.
pub(super) fn kind_of_report<'a>(det: &'a Detectors, name: &[String], owner: &[String]) -> &'a str {
    let name = without_statistic(name);
    // `collection_id` and `event_id` say which of the program's things was used or which time it was, no device.
    const OF_RUN: [&str; 9] =
        ["event", "invocation", "interaction", "request", "run", "correlation", "trace", "command", "execution"];
    if let [.., of, last] = name
        && last == "id"
        && (OF_RUN.contains(&of.as_str())
            || matches!(det.owners.class(std::slice::from_ref(of)), Some("thing" | "content")))
    {
        return USE;
    }
    let told = |said: &[String]| {
        (1..=said.len()).rev().find_map(|end| {
            (end.saturating_sub(3)..end).find_map(|from| det.reports.get(&said[from..end]).map(String::as_str))
        })
    };
    told(name).or_else(|| told(owner)).unwrap_or(USE)
}
