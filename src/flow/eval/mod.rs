//! One function comes in with all its parameters unknown; its summary goes out, and the flows seen inside it.

mod call;
mod cipher;
mod closure;
mod control;
mod dispatch;
mod effect;
mod expr;
mod handles;
mod instrument;
mod keeping;
mod macros;
mod method;
mod pat;
mod place;
mod query;
mod rule;
mod seed;
mod std_call;
mod std_effect;
mod std_value;
mod write;

pub(super) use seed::is_told;

use super::engine::{Engine, Shared};
use super::fields::Fields;
use super::path::{Key, PathId};
use super::state::State;
use super::summary::{Reach, Summary};
use super::turns::Run;
use super::types::{Scope, Type};
use super::value::{Atom, Node, Origin, Place, Value};
use super::{COUNTED, work};
use crate::link::{Def, Workspace};
use crate::model::fact::{
    Expr, ExprId, FileFacts, Function, ItemId, ItemKind, Pat, PatId, Path, Receiver, Stmt, Sym, Ty, TyId,
};
use crate::model::place::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// How deep closures and functions that take closures are followed into each other.
const INLINE_DEPTH: usize = 4;
/// How often a loop's body is evaluated before its state is taken as it is.
const LOOP_ROUNDS: usize = 6;
/// How many expressions are evaluated for one function, those of what is followed in place included.
const FUEL: u32 = 20_000;
/// Expressions nested deeper than this are not followed.
const NESTING: u32 = 400;

/// A value and what is known of its type.
#[derive(Debug, Clone, Default)]
pub(super) struct Ev {
    pub(super) v: Value,
    pub(super) t: Type,
}

impl Ev {
    fn new(v: Value, t: Type) -> Self {
        Self { v, t }
    }
    fn clean() -> Self {
        Self::default()
    }
    fn untyped(v: Value) -> Self {
        Self { v, t: Type::Unknown }
    }
    /// As what a number or a switch keeps of it, where it is one.
    fn counted(self) -> Self {
        if self.v.is_clean() || !self.t.counts() { self } else { Self { v: self.v.via(COUNTED), t: self.t } }
    }
}

/// What names mean at a point of the text.
#[derive(Debug, Clone, Default)]
struct Frame {
    id: u32,
    file: u32,
    item: Option<ItemId>,
    names: Vec<(Sym, u32)>,
    receiver: Option<u32>,
    this: Type,
    generics: Vec<(Sym, Type)>,
    /// Metavariables of a macro: the argument and the frame it is written in.
    holes: Vec<(Sym, Vec<ExprId>, usize)>,
    /// The closure whose body this is.
    closure: Option<(u32, ExprId)>,
}

/// Where `return` goes.
#[derive(Default)]
struct Exit {
    value: Value,
    ty: Type,
    state: State,
    /// What the function is declared to return.
    declared: Type,
    /// The value at the end of its body.
    tail: Option<ExprId>,
}

/// Where `break` and `continue` go.
struct Loop {
    label: Option<Sym>,
    breaks: State,
    continues: State,
    value: Value,
}

#[derive(Debug, Clone, Default)]
struct Local {
    ty: Type,
    mutable: bool,
}

/// The evaluation of one function.
pub(super) struct Eval<'e, 'a> {
    pub(super) eng: &'e mut Engine<'a>,
    pub(super) ws: &'a Workspace,
    owner: Run,
    inputs: u32,
    frames: Vec<Frame>,
    cur: usize,
    frame_ids: FxHashMap<(u32, u32, u32), u32>,
    slots: FxHashMap<(u32, u32, u32), u32>,
    locals: Vec<Local>,
    pub(super) state: State,
    exits: Vec<Exit>,
    loops: Vec<Loop>,
    sinks: Vec<Reach>,
    reached: FxHashSet<(u32, Origin, u8)>,
    shared_locals: Vec<(u32, u32)>,
    /// Those of them that stay as they are.
    constants: FxHashSet<u32>,
    pending: Vec<Value>,
    ran: FxHashSet<(u32, ExprId, u32)>,
    inlined: Vec<Def>,
    /// How doubtful the call that is followed is: it can mean several functions,
    doubts: u16,
    /// so many that none is evaluated anew,
    one_of_many: bool,
    /// and only by their names, the receiver's type being unknown: what starts in them is not claimed.
    guessed: bool,
    nesting: u32,
    fuel: u32,
    /// What was done before.
    began: u64,
    /// The expression that is being evaluated.
    site: ExprId,
    /// What stands before the `.await` that is being evaluated.
    awaiting: Option<(u32, ExprId)>,
    inline: bool,
    feeds: bool,
    statement: Option<ExprId>,
    /// How many places the value that is being printed may still be asked for.
    pub(super) printing: u32,
    /// Keys of the arguments of the macro call that rules are applied to.
    macro_keys: Vec<Option<String>>,
}

impl<'e, 'a> Eval<'e, 'a> {
    /// Evaluates a function of the workspace.
    /// The paths' entry says where its parameters hold data.
    pub(super) fn function(eng: &'e mut Engine<'a>, run: Run) -> Summary {
        let (ws, def) = (eng.ws, run.def());
        let ItemKind::Fn(function) = &ws.item(def).kind else { return Summary::default() };
        let Some(body) = function.body else { return Summary::default() };
        let mut eval = Self {
            eng,
            ws,
            owner: run,
            inputs: 0,
            frames: Vec::new(),
            cur: 0,
            frame_ids: FxHashMap::default(),
            slots: FxHashMap::default(),
            locals: Vec::new(),
            state: State::new(),
            exits: Vec::new(),
            loops: Vec::new(),
            sinks: Vec::new(),
            reached: FxHashSet::default(),
            shared_locals: Vec::new(),
            constants: FxHashSet::default(),
            pending: Vec::new(),
            ran: FxHashSet::default(),
            inlined: vec![def],
            one_of_many: false,
            guessed: false,
            doubts: 0,
            nesting: 0,
            fuel: FUEL,
            began: work::done(),
            site: ExprId(0),
            awaiting: None,
            inline: false,
            feeds: false,
            statement: None,
            printing: 0,
            macro_keys: Vec::new(),
        };
        eval.whole(def, function, body, run.is_root())
    }

    fn whole(&mut self, def: Def, function: &'a Function, body: ExprId, concrete: bool) -> Summary {
        let this = match self.owner.method.of {
            Some(of) => Type::Def(of, [].into()),
            None => self.eng.types.this_type(def),
        };
        self.frames.push(Frame { file: def.file, item: Some(def.item), this, ..Frame::default() });
        let count = function.params.len() + usize::from(function.receiver.is_some());
        self.inputs = count as u32;
        for root in 0..count {
            self.locals.push(Local::default());
            if concrete {
                continue;
            }
            self.state.set_local(root as u32, Value::atoms(vec![Atom::given(root as u16)]), &mut self.eng.paths);
        }
        let references = self.enter(def, function);
        self.instrumented(def, function, body);
        let before: Vec<Value> = (0..count).map(|root| self.state.local(root as u32)).collect();
        self.push_exit_of(function);
        let tail = self.eval(body);
        let (ret, _) = self.pop_exit(tail);
        self.run_pending();
        self.drop_locals();
        let ret = self.returned(function, ret);
        self.respond(def, function, body, &ret);
        let via = self.eng.marked(def.file, self.ws.item(def).span, true);
        let ret = ret.via(via);
        self.summarise(&before, &references, &ret)
    }

    /// What a destructor of the workspace does with what it is the end of.
    fn drop_locals(&mut self) {
        if self.ws.methods_named("drop").is_empty() {
            return;
        }
        for local in self.inputs..self.locals.len() as u32 {
            let ty = self.locals[local as usize].ty.clone();
            let Some(drop) = ty.def().and_then(|def| self.ws.methods(def, "drop").first().copied()) else { continue };
            let place = Place { local, path: PathId::ROOT, mutable: true, shared: false };
            self.call_function(drop, vec![Ev::new(Value::reference(vec![place]), ty)], None);
        }
    }

    /// Binds the parameters; tells which inputs are references.
    fn enter(&mut self, def: Def, function: &'a Function) -> Vec<bool> {
        let facts = self.facts();
        let mut references = Vec::new();
        let mut root = 0;
        if let Some(receiver) = function.receiver {
            let place = Place { local: 0, path: PathId::ROOT, mutable: receiver != Receiver::Ref, shared: false };
            let local = self.new_local(self.frames[0].this.clone(), receiver != Receiver::Ref);
            self.state.set_local(local, Value::reference(vec![place]), &mut self.eng.paths);
            self.frames[0].receiver = Some(local);
            let this = self.frames[0].this.clone();
            self.locals[0] = Local { ty: this.clone(), mutable: true };
            self.plant(0, &this);
            references.push(receiver != Receiver::Value);
            root = 1;
        }
        let seeds = self.eng.param_seeds.get(&def).cloned().unwrap_or_default();
        for (index, param) in function.params.iter().enumerate() {
            let ty = self.lower(param.ty);
            let by_ref = matches!(facts.ty(param.ty), Ty::Ref(..));
            let mutable = match facts.ty(param.ty) {
                Ty::Ref(mutable, _) => *mutable,
                _ => matches!(facts.pat(param.pat), Pat::Bind { mutable: true, .. }),
            };
            self.locals[root as usize] = Local { ty: ty.clone(), mutable: true };
            if ty.counts() && !by_ref {
                let given = self.state.local(root).via(COUNTED);
                self.state.set_local(root, given, &mut self.eng.paths);
            }
            for (_, source) in seeds.iter().filter(|(at, _)| *at == index) {
                let atom = self.eng.start(*source, "enters as a parameter");
                let datum = self.where_bound(param.pat, self.eng.source_span(*source), Value::atoms(vec![atom]));
                let value = self.state.local(root).joined(&datum, &mut self.eng.paths);
                self.state.set_local(root, value, &mut self.eng.paths);
            }
            self.plant(root, &ty);
            let place = Place { local: root, path: PathId::ROOT, mutable, shared: false };
            self.bind(param.pat, Ev::new(Value::reference(vec![place]), ty));
            references.push(by_ref);
            root += 1;
        }
        references
    }

    /// A datum that has its name in a pattern, as what the pattern is of holds it: `Path((user, key))`.
    fn where_bound(&mut self, pat: PatId, name: Span, datum: Value) -> Value {
        let facts = self.facts();
        match facts.pat(pat) {
            Pat::TupleStruct(_, list) if list.len() == 1 => self.where_bound(list[0], name, datum),
            Pat::Tuple(list) => match list.iter().position(|&part| facts.pat_span(part).contains(name)) {
                Some(at) => {
                    let key = self.eng.paths.field(&at.to_string());
                    let inner = self.where_bound(list[at], name, datum);
                    Value::wrapped(key, inner)
                }
                None => datum,
            },
            _ => datum,
        }
    }

    /// Adds what a value of a type holds by itself.
    fn plant(&mut self, local: u32, ty: &Type) {
        let seeded = self.template(ty, 0);
        if !seeded.is_clean() {
            let value = self.state.local(local).joined(&seeded, &mut self.eng.paths);
            self.state.set_local(local, value, &mut self.eng.paths);
        }
    }

    /// What the function returns, with what its declared type says when nothing is known of it.
    fn returned(&mut self, function: &'a Function, ret: Value) -> Value {
        if ret.is_clean()
            && let Some(ty) = function.ret
        {
            let ty = self.lower(ty);
            return self.template(&ty, 0);
        }
        ret
    }

    fn summarise(&mut self, before: &[Value], references: &[bool], ret: &Value) -> Summary {
        let mut summary = Summary {
            inline: self.inline || ret.has_calls(),
            feeds: self.feeds,
            by_ref: references.to_vec(),
            ..Summary::default()
        };
        let mut done = FxHashMap::default();
        summary.ret = self.export(ret, references, &mut done);
        for (root, old) in before.iter().enumerate() {
            let now = self.state.local(root as u32);
            if now != *old {
                let now = self.export(&now, references, &mut done);
                summary.outs.push((root as u16, now));
            }
        }
        let shared: Vec<(u32, u32)> = self.shared_locals.clone();
        for (id, local) in shared {
            if self.constants.contains(&local) {
                continue;
            }
            let now = self.state.local(local);
            let now = self.export(&now, references, &mut done);
            if now != self.eng.shared[id as usize] {
                let sources = only_sources(&now);
                self.eng.publish(id, &sources);
                if sources != now {
                    summary.globals.push((id, now));
                }
            }
        }
        summary.sinks = std::mem::take(&mut self.sinks);
        summary.sinks.sort_by_key(Reach::id);
        summary
    }

    /// A value as callers can read it: references to inputs stay, others are replaced by what is there.
    fn export(&mut self, value: &Value, references: &[bool], done: &mut FxHashMap<(u32, PathId), Value>) -> Value {
        let Some(node) = &value.0 else { return Value::CLEAN };
        if self.has_spent() {
            return value.itself(&|place| references.get(place.local as usize) == Some(&true));
        }
        let mut out = Node { atoms: node.atoms.clone(), ..Node::default() };
        for (key, kid) in &node.kids {
            out.kids.push((*key, self.export(kid, references, done)));
        }
        let mut more = Value::CLEAN;
        for place in &node.refs {
            if references.get(place.local as usize) == Some(&true) {
                out.refs.push(*place);
            } else {
                let id = (place.local, place.path);
                if !done.contains_key(&id) {
                    // What refers to itself ends here.
                    done.insert(id, Value::CLEAN);
                    let there = self.state.read(*place, &mut self.eng.paths);
                    let there = self.export(&there, references, done);
                    done.insert(id, there);
                }
                let there = done.get(&id).cloned().unwrap_or_default();
                more = more.joined(&there, &mut self.eng.paths);
            }
        }
        Value::from(out).joined(&more, &mut self.eng.paths).limited(&mut self.eng.paths)
    }

    fn push_exit(&mut self) {
        self.exits.push(Exit::default());
    }

    fn push_exit_of(&mut self, function: &'a Function) {
        self.push_exit();
        let declared = function.ret.map(|ret| self.lower(ret));
        let tail = function.body.and_then(|body| match self.facts().expr(body) {
            Expr::Block(_, stmts) => match stmts.last() {
                Some(Stmt::Value(tail)) => Some(*tail),
                _ => None,
            },
            _ => None,
        });
        if let (Some(exit), Some(declared)) = (self.exits.last_mut(), declared) {
            exit.declared = declared;
            exit.tail = tail;
        }
    }

    /// Joins what `return` gave with the tail.
    fn pop_exit(&mut self, tail: Ev) -> (Value, Type) {
        let Some(exit) = self.exits.pop() else { return (tail.v, tail.t) };
        let value = if self.state.live { exit.value.joined(&tail.v, &mut self.eng.paths) } else { exit.value };
        self.state.join(&exit.state, &mut self.eng.paths);
        self.state.live = true;
        (value, if tail.t.is_known() { tail.t } else { exit.ty })
    }

    fn leave(&mut self, value: Ev) {
        if let Some(exit) = self.exits.last_mut() {
            exit.value = exit.value.joined(&value.v, &mut self.eng.paths);
            if value.t.is_known() {
                exit.ty = value.t;
            }
            exit.state.join(&self.state, &mut self.eng.paths);
        }
    }

    fn frame(&self) -> &Frame {
        &self.frames[self.cur]
    }
    fn facts(&self) -> &'a FileFacts {
        &self.ws.files[self.frame().file as usize]
    }
    fn file(&self) -> u32 {
        self.frame().file
    }
    fn name(&self, sym: Sym) -> &'a str {
        self.facts().name(sym)
    }
    fn lower(&self, ty: TyId) -> Type {
        let frame = self.frame();
        let scope = Scope { file: frame.file as usize, item: frame.item, this: &frame.this, generics: &frame.generics };
        self.eng.types.lower(scope, ty)
    }
    fn lower_path(&self, path: &Path) -> Type {
        let frame = self.frame();
        let scope = Scope { file: frame.file as usize, item: frame.item, this: &frame.this, generics: &frame.generics };
        self.eng.types.lower_path(scope, path, 0)
    }

    fn new_local(&mut self, ty: Type, mutable: bool) -> u32 {
        self.locals.push(Local { ty, mutable });
        self.locals.len() as u32 - 1
    }

    /// The variable that belongs to a pattern or expression of the current frame.
    fn slot(&mut self, kind: u32, id: u32) -> u32 {
        let key = (self.frame().id, self.file() << 2 | kind, id);
        if let Some(&local) = self.slots.get(&key) {
            return local;
        }
        let local = self.new_local(Type::Unknown, true);
        self.slots.insert(key, local);
        local
    }

    /// A variable for the value of an expression that has no name.
    fn temporary(&mut self, expr: ExprId, value: Value) -> u32 {
        let local = self.slot(1, expr.0);
        self.state.set_local(local, value, &mut self.eng.paths);
        local
    }

    fn child_frame(&mut self, site: ExprId, what: u32) -> u32 {
        let next = self.frame_ids.len() as u32 + 1;
        *self.frame_ids.entry((self.frame().id, site.0 ^ (self.file() << 20), what)).or_insert(next)
    }

    fn find_local(&self, path: &Path) -> Option<u32> {
        let [only] = &path.segments[..] else { return None };
        if path.global || path.qself.is_some() {
            return None;
        }
        let frame = self.frame();
        if self.name(only.name) == "self" {
            return frame.receiver;
        }
        frame.names.iter().rev().find(|(name, _)| *name == only.name).map(|(_, local)| *local)
    }

    /// The variable that stands for a static, const or channel in this function.
    fn shared_local(&mut self, shared: Shared) -> u32 {
        let id = self.eng.shared_id(shared, Some(self.owner));
        self.local_of(id)
    }

    /// The same, of what has a number.
    fn local_of(&mut self, id: u32) -> u32 {
        if let Some((_, local)) = self.shared_locals.iter().find(|(known, _)| *known == id) {
            return *local;
        }
        let local = self.new_local(Type::Unknown, true);
        self.shared_locals.push((id, local));
        let value = self.eng.shared[id as usize].clone();
        self.state.set_local(local, value, &mut self.eng.paths);
        local
    }

    fn join(&mut self, a: &Value, b: &Value) -> Value {
        a.joined(b, &mut self.eng.paths)
    }
    fn project(&mut self, value: &Value, key: Key) -> Value {
        value.project(key, &mut self.eng.paths)
    }
    fn flatten(&mut self, value: &Value) -> Vec<Atom> {
        self.state.flatten(value, &mut self.eng.paths)
    }
    /// Something made of all data in a value.
    pub(super) fn flat(&mut self, value: &Value) -> Value {
        let mut atoms = self.flatten(value);
        atoms.iter_mut().for_each(|atom| atom.fields = Fields::WHOLE);
        Value::atoms(atoms)
    }
    pub(super) fn deref(&mut self, value: &Value) -> Value {
        self.state.deref(value, &mut self.eng.paths)
    }

    /// Adds a step to everything in a value.
    fn stepped(&mut self, value: Value, span: Span, what: &str) -> Value {
        if value.is_clean() {
            return value;
        }
        let file = self.file();
        let doubts = self.doubts;
        let steps = &mut self.eng.steps;
        value.map_atoms(&mut |atom| {
            if matches!(atom.origin, Origin::Source(_)) || atom.step != 0 {
                atom.step = steps.push(atom.step, file, span, what, doubts);
            }
        })
    }

    /// Evaluates a body in a frame of its own.
    fn in_frame<T>(&mut self, frame: Frame, run: impl FnOnce(&mut Self) -> T) -> T {
        let back = self.cur;
        self.frames.push(frame);
        self.cur = self.frames.len() - 1;
        let out = run(self);
        self.frames.pop();
        self.cur = back;
        out
    }
}

/// The part of a value that comes from sources.
fn only_sources(value: &Value) -> Value {
    let Some(node) = &value.0 else { return Value::CLEAN };
    let atoms = node.atoms.iter().copied().filter(|atom| matches!(atom.origin, Origin::Source(_))).collect();
    let kids = node.kids.iter().map(|(key, kid)| (*key, only_sources(kid))).collect();
    Node { atoms, kids, ..Node::default() }.into()
}
