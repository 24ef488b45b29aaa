//! A method call on a query of a database comes in, the rows that it gives go out: what was selected or what the
//! declared row holds, and never what the rows were searched by.

use super::call::At;
use super::{Ev, Eval};
use crate::flow::path::Key;
use crate::flow::rules;
use crate::flow::std_table::{self, Sem};
use crate::flow::types::Type;
use crate::flow::value::Value;
use crate::link::Resolved;
use crate::model::fact::{Expr, ExprId, MacroCall, MacroValue, MethodCall, Path};

/// The query of a crate, its row not known.
fn query_of(krate: &str) -> Type {
    Type::external(&format!("{krate}::?query"), vec![Type::Unknown])
}

/// The row type of a query, and the crate it is a query of.
fn row_of(ty: &Type) -> Option<(&str, &Type)> {
    let krate = ty.external_path()?.strip_suffix("::?query")?;
    Some((krate, ty.args().first()?))
}

/// The type of a text that asks a database for rows.
const SELECTS: &str = "str::?selects";
/// The type of a text that changes rows: what comes back may be what was put there.
const CHANGES: &str = "str::?changes";

/// The type of a literal, where it tells what a call that is given the text does.
pub(super) fn type_of_text(text: &str) -> Type {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let begins = |known: &[&str]| known.iter().any(|word| word.eq_ignore_ascii_case(first));
    match words.next() {
        Some(_) if begins(&["select"]) => Type::external(SELECTS, Vec::new()),
        Some(_) if begins(&["insert", "update", "replace", "merge", "delete"]) => Type::external(CHANGES, Vec::new()),
        _ => Type::Unknown,
    }
}

/// Whether a statement is among the arguments that changes rows.
pub(super) fn changes_rows(given: &[Ev]) -> bool {
    given.iter().any(|value| value.t.external_path() == Some(CHANGES))
}

impl<'a> Eval<'_, 'a> {
    /// A call that is not at hand is given a statement that selects: its answer holds rows, not what they are
    /// searched by. Rows are read by closures (`|row| row.get(0)`), which get nothing that is known.
    pub(super) fn asks_for_rows(&mut self, given: &[Ev], at: At) -> Option<Ev> {
        let asks = given.iter().any(|value| value.t.external_path() == Some(SELECTS));
        asks.then(|| Ev::untyped(self.run_all(given, Vec::new(), at)))
    }

    /// `users::table`: where a query starts.
    pub(super) fn query_path(&self, path: &Path) -> Option<Type> {
        let [.., of, last] = &path.segments[..] else { return None };
        let is_table = self.name(last.name) == "table" && self.name(of.name).starts_with(char::is_lowercase);
        is_table.then(|| query_of("diesel"))
    }

    /// `diesel::update(…)`, `sqlx::query_as::<_, User>(…)`, `User::query()`: a call of elsewhere that
    /// begins a query.
    pub(super) fn query_call(&self, full: &str, path: &Path, given: usize) -> Option<Type> {
        let (owner, name) = full.rsplit_once("::")?;
        let last = path.segments.last()?;
        match (owner, name) {
            (
                "diesel" | "diesel::dsl",
                "insert_into" | "update" | "delete" | "replace_into" | "insert_or_ignore_into",
            ) => Some(query_of("diesel")),
            ("diesel", "sql_query") | (_, "belonging_to") => Some(query_of("diesel")),
            ("sqlx", "query" | "query_as" | "query_scalar" | "query_with" | "query_as_with" | "query_scalar_with") => {
                let row = last.args.last().filter(|_| name != "query").map(|&ty| self.lower(ty)).unwrap_or_default();
                Some(Type::external("sqlx::?query", vec![row]))
            }
            (_, "find" | "find_by_id" | "find_with_linked") if rules::last(owner) == "Entity" => {
                Some(Type::external("sea_orm::?query", vec![self.model_beside(path)]))
            }
            (_, "query") if given == 0 => {
                let row = self.lower_path(&path.without_last());
                row.def().map(|_| Type::external("diesel::?query", vec![row]))
            }
            _ => None,
        }
    }

    /// The `Model` of the module that an `Entity` is named in: sea-orm's derive makes the one for the other.
    fn model_beside(&self, path: &Path) -> Type {
        let frame = self.frame();
        match self.ws.resolve_beside(frame.file as usize, frame.item, &path.without_last(), "Model") {
            Resolved::Def(def) => Type::Def(def, [].into()),
            _ => Type::Unknown,
        }
    }

    /// `sqlx::query_as!(User, …)`: the query that a macro begins.
    pub(super) fn query_macro(&self, path: &str, name: &str, call: &MacroCall) -> Option<Type> {
        if !path.starts_with("sqlx") {
            return None;
        }
        let row = match (name, call.args.first().map(|arg| &arg.value)) {
            ("query" | "query_unchecked" | "query_scalar" | "query_scalar_unchecked", Some(_)) => Type::Unknown,
            ("query_as" | "query_as_unchecked", Some(MacroValue::Expr(first))) => match self.facts().expr(*first) {
                Expr::Path(path) => self.lower_path(path),
                _ => Type::Unknown,
            },
            ("query_as" | "query_as_unchecked", Some(MacroValue::Ty(ty))) => self.lower(*ty),
            _ => return None,
        };
        Some(Type::external("sqlx::?query", vec![row]))
    }

    /// A method on a query; nothing when the receiver is none.
    pub(super) fn query_method(&mut self, name: &str, receiver: &Ev, call: &'a MethodCall, at: At) -> Option<Ev> {
        let (krate, row) = row_of(&receiver.t)?;
        let (krate, mut row) = (krate.to_owned(), row.clone());
        let content = self.deref(&receiver.v);
        let given = match name {
            "set" | "values" if krate == "diesel" => call.args.iter().map(|&arg| self.assigned(arg)).collect(),
            _ => self.eval_all(&call.args),
        };
        let found = self.method_rules(name, Some(&format!("{krate}::?")));
        if !found.is_empty() {
            self.apply_rules(&found, Some(receiver), &given, at, &format!("{krate}::{name}"), name);
        }
        if let Some(declared) = call.generics.last().map(|&ty| self.lower(ty)).filter(Type::is_known) {
            row = declared;
        }
        let mut value = content;
        if matches!(name, "select" | "returning") {
            let (columns, ty) = call.args.first().map(|&arg| self.selected(arg)).unwrap_or_default();
            value = columns;
            if ty.is_known() {
                row = ty;
            }
        }
        let result = |ok: Type| Type::external("std::result::Result", vec![ok]);
        let rows = |eval: &mut Self| if value.is_clean() { eval.template(&row, 0) } else { value.clone() };
        Some(match name {
            "first" | "get_result" | "get" | "fetch_one" | "exec_with_returning" | "insert" => {
                let v = rows(self);
                Ev::new(v, result(row))
            }
            "fetch_optional" | "one_or_none" | "one" => {
                let v = rows(self);
                Ev::new(v, result(Type::external("std::option::Option", vec![row])))
            }
            "load" | "get_results" | "load_iter" | "load_stream" | "all" | "fetch_all" | "fetch" | "stream" => {
                let v = rows(self);
                Ev::new(Value::wrapped(Key::ELEM, v), result(Type::list_of(row)))
            }
            "execute" | "exec" => Ev::clean(),
            _ => match std_table::method(name) {
                Some(sem @ (Sem::Map | Sem::Unwrap | Sem::UnwrapOr | Sem::MapErr | Sem::Each)) => {
                    let v = rows(self);
                    self.semantics(sem, name, Ev::new(v, row), given, at)
                }
                _ => Ev::new(value, Type::external(&format!("{krate}::?query"), vec![row])),
            },
        })
    }

    /// Several together: columns, or rows in a list.
    fn all_assigned(&mut self, args: impl Iterator<Item = ExprId>) -> Ev {
        let mut all = Value::CLEAN;
        for arg in args {
            let one = self.assigned(arg).v;
            all = self.join(&all, &one);
        }
        Ev::untyped(all)
    }

    /// What columns are set to: `(users::name.eq(name), users::mail.eq(mail))` compares nothing.
    fn assigned(&mut self, arg: ExprId) -> Ev {
        match self.facts().expr(arg) {
            Expr::Tuple(list) | Expr::Array(list) => self.all_assigned(list.iter().copied()),
            Expr::Macro(call) if self.facts().last(&call.path) == "vec" => {
                self.all_assigned(call.args.iter().filter_map(|arg| match arg.value {
                    MacroValue::Expr(row) => Some(row),
                    _ => None,
                }))
            }
            Expr::Ref(_, inner) => self.assigned(*inner),
            Expr::Method(call) if self.name(call.name) == "eq" && call.args.len() == 1 => self.eval(call.args[0]),
            _ => self.eval(arg),
        }
    }

    /// What `.select(…)` picks: the columns by their place, or a row type (`User::as_select()`).
    fn selected(&mut self, arg: ExprId) -> (Value, Type) {
        match self.facts().expr(arg) {
            Expr::Tuple(list) => {
                let mut kids = Vec::new();
                let mut types = Vec::new();
                for (at, &column) in list.iter().enumerate() {
                    let (value, ty) = self.selected(column);
                    types.push(ty);
                    if !value.is_clean() {
                        kids.push((self.eng.paths.field(&at.to_string()), value));
                    }
                }
                (Value::with_kids(kids), Type::Tuple(types.into()))
            }
            Expr::Path(path) => (self.column(path), Type::Unknown),
            // `users::email.nullable()`.
            Expr::Method(call) => self.selected(call.receiver),
            Expr::Call(callee, _) => match self.facts().expr(*callee) {
                Expr::Path(path) if matches!(self.facts().last(path), "as_select" | "as_returning") => {
                    let ty = self.lower_path(&path.without_last());
                    (self.template(&ty, 0), ty)
                }
                _ => (Value::CLEAN, Type::Unknown),
            },
            _ => (Value::CLEAN, Type::Unknown),
        }
    }

    /// The datum of a column that is a collection point.
    fn column(&mut self, path: &Path) -> Value {
        let name = self.facts().last(path);
        let table = path.segments.len().checked_sub(2).map(|at| self.name(path.segments[at].name)).unwrap_or_default();
        let Some(source) = self.eng.column(table, name) else { return Value::CLEAN };
        Value::atoms(vec![self.eng.start(source, "is read from a column")])
    }
}
