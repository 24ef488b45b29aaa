//! Files come in; those go out that are of a room in which a program reports of itself under no word of telemetry: its
//! module or package is called after statistics or diagnostics, it reads the machine, tells by an identifier which run or
//! whose machine it is, and writes a report or sends one.

use crate::link::Workspace;
use crate::model::project::TargetKind;
use crate::packs::words::words;
use std::collections::BTreeMap;

/// Of each file, whether it is of such a room.
#[derive(Debug)]
pub(super) struct Rooms(Vec<bool>);

/// What speaks for a room.
#[derive(Debug, Default, Clone, Copy)]
struct Signs {
    machine: bool,
    identifier: bool,
    report: bool,
}

impl Signs {
    fn add(&mut self, other: Signs) {
        self.machine |= other.machine;
        self.identifier |= other.identifier;
        self.report |= other.report;
    }
}

/// A package, and how deep in its modules the room begins.
type Room<'a> = (usize, &'a [String]);

impl Rooms {
    pub(super) fn of(ws: &Workspace) -> Self {
        let rooms: Vec<Vec<Room<'_>>> = (0..ws.files.len()).map(|file| rooms_around(ws, file)).collect();
        let mut signs: BTreeMap<Room<'_>, Signs> = BTreeMap::new();
        for (file, rooms) in rooms.iter().enumerate().filter(|(_, rooms)| !rooms.is_empty()) {
            let here = look(ws, file);
            for room in rooms {
                signs.entry(*room).or_default().add(here);
            }
        }
        let reports = |room: &Room<'_>| signs.get(room).is_some_and(|of| of.machine && of.identifier && of.report);
        Rooms(rooms.iter().map(|rooms| rooms.iter().any(reports)).collect())
    }

    pub(super) fn has(&self, file: usize) -> bool {
        self.0[file]
    }
}

/// The package and the modules around a file that are called so.
fn rooms_around(ws: &Workspace, file: usize) -> Vec<Room<'_>> {
    let home = &ws.homes[file];
    let Some(package) = home.package.filter(|_| !home.test) else { return Vec::new() };
    let of = &ws.project.packages[package];
    let is_library = !of.targets.iter().any(|target| target.kind == TargetKind::Bin);
    let modules = home.module.iter().enumerate().filter(|(_, module)| is_called_so(module));
    let mut found: Vec<Room<'_>> = modules.map(|(at, _)| (package, &home.module[..=at])).collect();
    if is_library && is_called_so(&of.name) {
        found.push((package, &[]));
    }
    found
}

fn is_called_so(name: &str) -> bool {
    const ROOMS: [&str; 8] =
        ["statistic", "stat", "stats", "diagnostic", "usage", "reporting", "reporter", "heartbeat"];
    words(name).iter().any(|word| ROOMS.contains(&word.as_str()))
}

fn look(ws: &Workspace, file: usize) -> Signs {
    const OF_MACHINE: [&str; 6] = ["sysinfo", "sys_info", "os_info", "whoami", "gethostname", "uname"];
    const SENDS: [&str; 6] = ["reqwest", "hyper", "ureq", "awc", "isahc", "surf"];
    const IDENTIFIERS: [&str; 8] = [
        "distinct_id",
        "anonymous_id",
        "client_id",
        "machine_id",
        "install_id",
        "installation_id",
        "deployment_id",
        "stats_id",
    ];
    let mut signs = Signs::default();
    for name in ws.files[file].names.iter() {
        signs.machine |= OF_MACHINE.contains(&name);
        signs.identifier |= IDENTIFIERS.contains(&name);
        signs.report |= SENDS.contains(&name) || name.starts_with(char::is_uppercase) && is_report(&words(name));
    }
    signs
}

/// `ClientStatsReport`, `SessionReportV2`; not what whoever runs the program asks it for.
pub(super) fn is_report(name: &[String]) -> bool {
    const SHOWN: [&str; 10] =
        ["monitoring", "prometheus", "response", "display", "json", "doctor", "debug", "support", "bench", "test"];
    if name.iter().any(|word| SHOWN.contains(&word.as_str())) {
        return false;
    }
    let version = |word: &String| {
        word.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
    };
    let head = name.iter().rev().find(|word| !version(word) && word.parse::<u32>().is_err() && *word != "v");
    head.is_some_and(|head| matches!(head.as_str(), "report" | "ping" | "heartbeat" | "payload"))
}
