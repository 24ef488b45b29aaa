//! Seeds and rules come in; functions are evaluated on demand until nothing new is found, and flows go out.

mod found;
mod planted;

use super::entry::Entry;
use super::eval::Eval;
use super::fields::Fields;
use super::hits::{Known, functions_that_speak};
use super::joint::Joint;
use super::mentions::Mentions;
use super::path::Paths;
use super::roots::{Said, Speaks};
use super::rules;
use super::steps::Steps;
use super::summary::Summary;
use super::turns::{Method, REACHES, Run, Turns};
use super::types::Types;
use super::value::{Atom, Origin, Value};
use super::work;
use super::{COUNTED, FlowGap, Flows, Rules, Seed, SourcePlace, TRANSFORMS};
use crate::extract::side_by_side;
use crate::link::{Def, Workspace};
use crate::model::fact::ItemKind;
use crate::model::inventory::SinkKind;
use crate::model::place::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How deep calls are followed into each other before the rest is left to the work list.
const CALL_DEPTH: usize = 48;
/// Why a flow, or what a function gives, is not claimed.
const DOUBTFUL: &str = "data may come here through several calls that can each mean several functions";
/// Why what is received is not.
const FROM_ANYONE: &str = "messages of this type are received in many places: which of them come here is not followed";
/// How many entries of a function are told apart; further ones are joined with all before.
const ENTRIES: usize = 3;
/// With more entries than this, inputs that hold data do so as a whole.
const WIDE_ENTRIES: usize = 5;
/// A message type that is received in more places than these is a bus: which message comes where is not seen.
const RECEIVERS: usize = 4;

/// What makes two sources one: seed, rule, file, span.
type SourceKey = (Option<usize>, Option<usize>, usize, (u32, u32));

/// A sink in the code.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) file: u32,
    pub(super) span: Span,
    pub(super) end: u32,
    pub(super) kind: SinkKind,
    pub(super) api: String,
    pub(super) recipient: Option<String>,
}

/// A static, const or channel that several functions share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Shared {
    /// A static or const.
    Item(Def),
    /// The channel of a message type.
    Channel(String),
}

/// What the evaluation of all functions shares.
pub(super) struct Engine<'a> {
    pub(super) ws: &'a Workspace,
    pub(super) rules: &'a Rules,
    pub(super) seeds: &'a [Seed],
    pub(super) types: &'a Types<'a>,
    pub(super) paths: Paths,
    pub(super) steps: Steps,
    pub(super) sites: Vec<Site>,
    site_ids: FxHashMap<(u32, u32, SinkKind), u32>,
    sources: Vec<SourcePlace>,
    source_ids: FxHashMap<SourceKey, u32>,
    entries: FxHashMap<Method, Vec<Arc<Entry>>>,
    summaries: FxHashMap<Run, Arc<Summary>>,
    nothing: Arc<Summary>,
    joint: Joint,
    running: Vec<Run>,
    roots: FxHashSet<Def>,
    pub(super) mentions: Mentions,
    brings: FxHashSet<Def>,
    /// Statics and constants whose first value speaks of data.
    told: FxHashSet<Def>,
    turns: Turns,
    /// What the evaluations inside the current one cost.
    pub(super) nested: u64,
    /// The work after which no further function is evaluated for its callers.
    calls_end: u64,
    /// The work after which nothing is evaluated.
    end: u64,
    pub(super) shared_ids: FxHashMap<Shared, u32>,
    pub(super) shared: Vec<Value>,
    shared_readers: FxHashMap<u32, BTreeSet<Run>>,
    /// Where messages of a channel are received.
    received: FxHashMap<u32, BTreeSet<(u32, Span)>>,
    found: BTreeMap<(u32, u32, u8), u32>,
    gaps: BTreeSet<FlowGap>,
    /// Calls that data starts at, by file.
    pub(super) call_seeds: FxHashMap<u32, FxHashMap<Span, u32>>,
    pub(super) param_seeds: FxHashMap<Def, Vec<(usize, u32)>>,
    pub(super) field_seeds: FxHashMap<Def, Vec<(String, Option<String>, u32)>>,
    pub(super) type_seeds: FxHashMap<Def, u32>,
    column_seeds: FxHashMap<String, Vec<(String, u32)>>,
    pub(super) templates: FxHashMap<Def, Value>,
    /// Transforms that a mark states: file and node, bits.
    marks: FxHashMap<u32, Vec<(Span, bool, u8)>>,
    pub(super) item_rules: FxHashMap<Def, Arc<[u32]>>,
}

impl<'a> Engine<'a> {
    pub(super) fn new(types: &'a Types<'a>, rules: &'a Rules, seeds: &'a [Seed]) -> Self {
        let ws = types.ws();
        let began = work::done();
        let allowance = work::allowance(ws.files.iter().map(|facts| facts.lines.lines() as u64).sum());
        let mut engine = Self {
            ws,
            rules,
            seeds,
            types,
            paths: Paths::new(),
            steps: Steps::default(),
            sites: Vec::new(),
            site_ids: FxHashMap::default(),
            sources: Vec::new(),
            source_ids: FxHashMap::default(),
            entries: FxHashMap::default(),
            summaries: FxHashMap::default(),
            nothing: Arc::default(),
            joint: Joint::default(),
            running: Vec::new(),
            roots: FxHashSet::default(),
            mentions: Mentions::new(ws.files.len()),
            brings: FxHashSet::default(),
            told: FxHashSet::default(),
            turns: Turns::default(),
            nested: 0,
            calls_end: began + allowance / 2,
            end: began + allowance,
            shared_ids: FxHashMap::default(),
            shared: Vec::new(),
            shared_readers: FxHashMap::default(),
            received: FxHashMap::default(),
            found: BTreeMap::new(),
            gaps: BTreeSet::new(),
            call_seeds: FxHashMap::default(),
            param_seeds: FxHashMap::default(),
            field_seeds: FxHashMap::default(),
            type_seeds: FxHashMap::default(),
            column_seeds: FxHashMap::default(),
            templates: FxHashMap::default(),
            marks: FxHashMap::default(),
            item_rules: FxHashMap::default(),
        };
        engine.declare();
        engine.plant();
        engine.read_marks();
        engine
    }

    /// The number of a source.
    pub(super) fn source(&mut self, place: SourcePlace) -> u32 {
        let id = (place.seed, place.rule, place.file, place.span);
        if let Some(&known) = self.source_ids.get(&id) {
            return known;
        }
        let number = self.sources.len() as u32;
        self.sources.push(place);
        self.source_ids.insert(id, number);
        number
    }

    /// The name token of a source.
    pub(super) fn source_span(&self, source: u32) -> Span {
        let (start, end) = self.sources[source as usize].span;
        Span { start, end }
    }

    /// A taint that starts here.
    pub(super) fn start(&mut self, source: u32, what: &str) -> Atom {
        let (file, span) = (self.sources[source as usize].file as u32, self.source_span(source));
        let step = self.steps.push(0, file, span, what, 0);
        Atom { origin: Origin::Source(source), via: 0, fields: Fields::WHOLE, step }
    }

    /// The source that a column is; where the table is not known, only when no other has such a column.
    pub(super) fn column(&self, table: &str, name: &str) -> Option<u32> {
        let known = self.column_seeds.get(name)?;
        match (known.iter().find(|(of, _)| of == table), &known[..]) {
            (Some((_, source)), _) => Some(*source),
            (None, [(_, source)]) if table.is_empty() || table == "dsl" => Some(*source),
            _ => None,
        }
    }

    /// The number of a sink.
    pub(super) fn site(&mut self, site: Site) -> u32 {
        let id = (site.file, site.span.start, site.kind);
        if let Some(&known) = self.site_ids.get(&id) {
            return known;
        }
        let number = self.sites.len() as u32;
        self.sites.push(site);
        self.site_ids.insert(id, number);
        number
    }

    /// A datum of a source reaches a sink.
    pub(super) fn reach(&mut self, source: u32, site: u32, atom: Atom) {
        if atom.via & COUNTED != 0 && self.is_worded(source) {
            return;
        }
        if self.steps.is_doubtful(atom.step) {
            let Site { file, span, .. } = self.sites[site as usize];
            self.gap(file, span, DOUBTFUL);
        } else {
            self.found.entry((site, source, atom.via & !COUNTED)).or_insert(atom.step);
        }
    }

    /// Something could not be followed.
    pub(super) fn gap(&mut self, file: u32, span: Span, reason: &str) {
        self.gaps.insert(FlowGap { file: file as usize, span: (span.start, span.end), reason: reason.to_owned() });
    }

    /// The number of something shared, and that `reader` looks at it.
    pub(super) fn shared_id(&mut self, shared: Shared, reader: Option<Run>) -> u32 {
        let next = self.shared.len() as u32;
        let id = *self.shared_ids.entry(shared).or_insert(next);
        if id == next {
            self.shared.push(Value::CLEAN);
        }
        if let Some(reader) = reader {
            self.shared_readers.entry(id).or_default().insert(reader);
        }
        id
    }

    /// Data is left in something shared: whoever reads it is evaluated anew.
    pub(super) fn publish(&mut self, id: u32, value: &Value) {
        let joined = self.shared[id as usize].joined(value, &mut self.paths);
        if joined != self.shared[id as usize] {
            self.shared[id as usize] = joined;
            let readers = self.shared_readers.get(&id).cloned().unwrap_or_default();
            self.turns.enqueue(readers);
        }
    }

    /// Messages of a channel are received at a place, with data in them; whether what comes there can be told.
    pub(super) fn receive(&mut self, channel: u32, file: u32, span: Span) -> bool {
        let places = self.received.entry(channel).or_default();
        places.insert((file, span));
        places.len() <= RECEIVERS
    }

    /// Where messages are received of which it is not seen who sent them.
    fn received_from_anyone(&self) -> impl Iterator<Item = (u32, Span)> {
        self.received.values().filter(|places| places.len() > RECEIVERS).flatten().copied()
    }

    /// The rules that name a function of the workspace.
    pub(super) fn rules_of(&mut self, def: Def) -> Arc<[u32]> {
        if let Some(known) = self.item_rules.get(&def) {
            return known.clone();
        }
        let found: Arc<[u32]> = self.rules.item(self.ws, def).into();
        self.item_rules.insert(def, found.clone());
        found
    }

    /// Whether a function is being evaluated.
    pub(super) fn is_running(&self, def: Def) -> bool {
        self.running.iter().any(|run| run.def() == def)
    }

    /// The entry to evaluate a function for, when its inputs hold data as `wanted` says: one that was evaluated
    /// and covers it, else a new one, wider the more there are.
    fn entry(&mut self, method: Method, wanted: Entry) -> u32 {
        let known = self.entries.entry(method).or_insert_with(|| vec![Arc::default()]);
        let covering = known.iter().skip(1).position(|entry| entry.covers(&wanted, &self.paths));
        if let Some(at) = covering {
            return at as u32 + 1;
        }
        let mut entry = wanted;
        let costly = self.turns.is_costly(method);
        if known.len() > ENTRIES || costly && known.len() > 1 {
            entry = known.iter().fold(entry, |all, one| all.union(one, &mut self.paths));
        }
        if known.len() > WIDE_ENTRIES || costly && known.len() > 2 {
            entry = entry.whole(&mut self.paths);
        }
        known.push(Arc::new(entry));
        known.len() as u32 - 1
    }

    /// What a call of a function does that puts data where `wanted` says; evaluates it when it was not yet.
    pub(super) fn summary(&mut self, method: Method, wanted: Entry, caller: Run) -> Arc<Summary> {
        let run = Run { method, entry: self.entry(method, wanted) };
        self.turns.call(run, caller);
        if let Some(known) = self.summaries.get(&run) {
            return known.clone();
        }
        if self.turns.is_beyond(run) {
            return self.nothing.clone();
        }
        // Half is kept for where data starts: without those, nothing would be seen to flow.
        if work::done() > self.calls_end {
            self.give_up(method.def);
            return self.nothing.clone();
        }
        if self.running.len() > CALL_DEPTH {
            self.summaries.entry(run).or_default();
            self.turns.enqueue([run]);
            return self.nothing.clone();
        }
        self.evaluate(run);
        self.summaries.get(&run).unwrap_or(&self.nothing).clone()
    }

    /// What a function does that does nothing with data.
    pub(super) fn nothing(&self) -> Arc<Summary> {
        self.nothing.clone()
    }

    /// What functions do that one call can mean.
    pub(super) fn together(&mut self, functions: Vec<Def>, summaries: Vec<Arc<Summary>>) -> Arc<Summary> {
        self.joint.of(functions, summaries, &mut self.paths)
    }

    fn evaluate(&mut self, run: Run) {
        if self.running.contains(&run) {
            return;
        }
        self.summaries.entry(run).or_default();
        self.running.push(run);
        for _ in 0..4 {
            let new = self.evaluate_once(run);
            let old = self.summaries.get(&run).cloned().unwrap_or_default();
            if *old == new {
                break;
            }
            self.summaries.insert(run, Arc::new(new));
            let callers = self.turns.callers(run);
            let recursive = callers.contains(&run);
            // The one that waits for it goes on with what is new.
            let waiting = self.running.len().checked_sub(2).map(|at| self.running[at]);
            self.turns.enqueue(callers.into_iter().filter(|caller| *caller != run && Some(*caller) != waiting));
            if !recursive {
                break;
            }
        }
        self.running.pop();
        self.turns.ended(run);
    }

    fn evaluate_once(&mut self, run: Run) -> Summary {
        let entry = match self.entries.get(&run.method) {
            Some(known) => known[run.entry as usize].clone(),
            None => Arc::default(),
        };
        let back = self.paths.enter(entry);
        let (before, outer) = (work::done(), std::mem::take(&mut self.nested));
        let mut summary = Eval::function(self, run);
        if summary.drop_doubtful(&self.steps) {
            let span = self.ws.item(run.def()).name_span;
            self.gap(run.def().file, span, DOUBTFUL);
        }
        let all = work::done() - before;
        let own = all.saturating_sub(self.nested);
        self.nested = outer + all;
        self.turns.spend(run.method, own);
        self.paths.leave(back);
        summary
    }

    /// Whether a call gives data that the caller did not put in, or hands it to what it is given to call.
    pub(super) fn brings(&self, def: Def) -> bool {
        self.brings.contains(&def)
    }

    /// Whether it names what data starts at.
    pub(super) fn is_root(&self, def: Def) -> bool {
        self.roots.contains(&def)
    }

    /// Evaluates a function for the data that starts in it or comes by its calls; its parameters hold nothing
    /// but their seeds.
    fn evaluate_root(&mut self, def: Def) {
        let run = Run::root(def);
        self.running.push(run);
        let effects = self.evaluate_once(run);
        self.running.pop();
        if effects.brings_data() {
            self.brings.insert(def);
        }
    }

    /// Evaluates from the roots outwards until nothing changes: first what is few calls away, then the rest.
    pub(super) fn run(mut self, tests: bool, threads: Option<usize>) -> Flows {
        let mut speaks = Speaks::at_first(&self);
        let mut said = Said::default();
        for reach in REACHES {
            self.go_on_to(reach);
            loop {
                self.evaluate_roots(&speaks, tests, threads);
                self.settle();
                speaks = said.more(&self);
                if speaks.is_empty() {
                    break;
                }
            }
        }
        self.into_flows()
    }

    fn evaluate_roots(&mut self, speaks: &Speaks, tests: bool, threads: Option<usize>) {
        let known = Known { ws: self.ws, rules: self.rules, brings: &self.brings };
        let mentions = &mut self.mentions;
        for def in side_by_side(threads, || functions_that_speak(known, speaks, mentions)) {
            if self.ws.is_test(def) && !tests {
                continue;
            }
            if matches!(self.ws.item(def).kind, ItemKind::Const { .. }) {
                self.told.insert(def);
                continue;
            }
            if work::done() > self.end {
                self.give_up(def);
            } else {
                self.roots.insert(def);
                self.evaluate_root(def);
            }
        }
    }

    /// Follows calls so far, those that were too far away before included.
    fn go_on_to(&mut self, reach: u16) {
        for run in self.turns.reach_to(reach) {
            if self.summaries.contains_key(&run) {
                continue;
            }
            if work::done() > self.calls_end {
                self.give_up(run.def());
            } else {
                self.evaluate(run);
            }
        }
    }

    /// The functions whose calls give data.
    pub(super) fn bringing(&self) -> impl Iterator<Item = Def> {
        self.brings.iter().copied()
    }

    /// The names by which functions get at statics and channels that hold data.
    pub(super) fn shared_names(&self) -> Vec<String> {
        let name = |def: Def| self.ws.name_of(def).to_owned();
        let mut names: Vec<String> = self.told.iter().map(|&def| name(def)).collect();
        for (shared, &id) in &self.shared_ids {
            if self.shared[id as usize].is_clean() {
                continue;
            }
            match shared {
                Shared::Item(def) => names.push(name(*def)),
                Shared::Channel(ty) => names.push(rules::last(ty).to_owned()),
            }
        }
        names.sort_unstable();
        names
    }

    fn settle(&mut self) {
        while let Some(run) = self.turns.next() {
            if !self.turns.may_go_on(run) || work::done() > self.end {
                self.give_up(run.def());
            } else if run.is_root() {
                self.evaluate_root(run.def());
            } else {
                self.evaluate(run);
            }
        }
    }

    fn give_up(&mut self, def: Def) {
        let span = self.ws.item(def).name_span;
        self.gap(def.file, span, "what this function does with data was not followed to its end");
    }
}

/// The bit that stands for a transform.
pub(super) fn transform_bit(transform: crate::model::mark::Transform) -> u8 {
    let at = TRANSFORMS.iter().position(|(known, _)| *known == transform).unwrap_or(0);
    1 << at
}
