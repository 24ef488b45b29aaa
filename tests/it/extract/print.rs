//! Facts as compact text, for expectations.

use privacy_lint::extract::rust;
use privacy_lint::model::fact::*;

/// The facts of a text, one item a line.
pub(super) fn show(text: &str) -> String {
    let facts = rust(text.as_bytes());
    let mut out = String::new();
    for at in 0..facts.items.len() {
        if facts.items[at].parent.is_none() {
            Printer { facts: &facts }.item(ItemId(at as u32), 0, &mut out);
        }
    }
    for gap in &facts.gaps {
        let place = &text[gap.span.range()];
        out.push_str(&format!("gap{} `{place}`: {}\n", if gap.whole_file { " (whole file)" } else { "" }, gap.reason));
    }
    out
}

/// The item of a name.
pub(super) fn item<'f>(facts: &'f FileFacts, name: &str) -> &'f Item {
    facts.items.iter().find(|item| facts.name(item.name) == name).expect("no item of this name")
}

struct Printer<'f> {
    facts: &'f FileFacts,
}

fn list<T>(items: &[T], between: &str, show: impl Fn(&T) -> String) -> String {
    items.iter().map(show).collect::<Vec<_>>().join(between)
}

impl Printer<'_> {
    fn name(&self, sym: Sym) -> &str {
        self.facts.name(sym)
    }

    fn item(&self, id: ItemId, depth: usize, out: &mut String) {
        let item = self.facts.item(id);
        let name = self.name(item.name);
        let indent = "  ".repeat(depth);
        out.push_str(&indent);
        if item.test {
            out.push_str("test ");
        }
        if item.public {
            out.push_str("pub ");
        }
        let mut below = String::new();
        let line = match &item.kind {
            ItemKind::Mod { inline, path } => {
                let path = path.map(|path| format!(" at {}", self.name(path))).unwrap_or_default();
                format!("mod {name}{path}{}", if *inline { "" } else { ";" })
            }
            ItemKind::Struct { generics, fields } => {
                below = self.fields(fields, depth + 1);
                format!("struct {name}{}", self.generics(generics))
            }
            ItemKind::Enum { generics, variants } => {
                for variant in variants {
                    let attrs = self.attrs(&variant.attrs);
                    below.push_str(&format!("{indent}  {}{attrs}{}\n", self.name(variant.name), self.doc(variant.doc)));
                    below.push_str(&self.fields(&variant.fields, depth + 2));
                }
                format!("enum {name}{}", self.generics(generics))
            }
            ItemKind::Trait { generics, supertraits } => {
                let supertraits = list(supertraits, " + ", |path| self.path(path));
                format!("trait {name}{}: {supertraits}", self.generics(generics))
            }
            ItemKind::Impl { generics, of, on } => {
                let of = of.as_ref().map(|of| format!("{} for ", self.path(of))).unwrap_or_default();
                format!("impl{} {of}{}", self.generics(generics), self.ty(*on))
            }
            ItemKind::Fn(function) => {
                if let Some(body) = function.body {
                    below = format!("{indent}  {}\n", self.expr(body));
                }
                let receiver = match function.receiver {
                    None => "",
                    Some(Receiver::Value) => "self, ",
                    Some(Receiver::Ref) => "&self, ",
                    Some(Receiver::RefMut) => "&mut self, ",
                };
                let params = list(&function.params, ", ", |param| {
                    format!("{}: {}{}", self.pat(param.pat), self.ty(param.ty), self.attrs(&param.attrs))
                });
                let ret = function.ret.map(|ret| format!(" -> {}", self.ty(ret))).unwrap_or_default();
                let is_async = if function.is_async { "async " } else { "" };
                format!("{is_async}fn {name}{}({receiver}{params}){ret}", self.generics(&function.generics))
            }
            ItemKind::Const { ty, value, is_static } => {
                let ty = ty.map(|ty| format!(": {}", self.ty(ty))).unwrap_or_default();
                let value = value.map(|value| format!(" = {}", self.expr(value))).unwrap_or_default();
                format!("{} {name}{ty}{value}", if *is_static { "static" } else { "const" })
            }
            ItemKind::Alias { generics, ty } => {
                let ty = ty.map(|ty| format!(" = {}", self.ty(ty))).unwrap_or_default();
                format!("type {name}{}{ty}", self.generics(generics))
            }
            ItemKind::MacroRules(arms) => {
                for arm in arms {
                    let holes = list(&arm.holes, ", ", |(name, fragment, repeated)| {
                        format!("{}:{}{}", self.name(*name), self.name(*fragment), if *repeated { "*" } else { "" })
                    });
                    let literals = list(&arm.literals, " ", |literal| self.name(*literal).to_string());
                    let template = arm.template.map_or("none".to_string(), |id| self.expr(id));
                    below.push_str(&format!("{indent}  ({holes}) [{literals}] => {template}\n"));
                }
                format!("macro {name}")
            }
            ItemKind::MacroCall(call) => self.call(call),
            ItemKind::ExternCrate(of) => format!("extern crate {} as {name}", self.name(*of)),
            ItemKind::Foreign => "extern".to_string(),
        };
        out.push_str(&format!("{line}{}{}\n{below}", self.attrs(&item.attrs), self.doc(item.doc)));
        for at in 0..self.facts.items.len() {
            if self.facts.items[at].parent == Some(id) {
                self.item(ItemId(at as u32), depth + 1, out);
            }
        }
    }

    fn doc(&self, doc: Sym) -> String {
        let text = self.name(doc);
        if text.is_empty() { String::new() } else { format!(" /// {text}") }
    }

    fn attrs(&self, attrs: &[Attr]) -> String {
        list(attrs, "", |attr| {
            let args = if attr.args.is_empty() { String::new() } else { format!("({})", self.args(&attr.args)) };
            format!(" #[{}{}{args}]", if attr.conditional { "?" } else { "" }, self.path(&attr.path))
        })
    }

    fn fields(&self, fields: &Fields, depth: usize) -> String {
        list(&fields.list, "", |field| {
            let indent = "  ".repeat(depth);
            let (name, ty, attrs) = (self.name(field.name), self.ty(field.ty), self.attrs(&field.attrs));
            format!("{indent}{name}: {ty}{attrs}{}\n", self.doc(field.doc))
        })
    }

    fn generics(&self, generics: &Generics) -> String {
        if generics.params.is_empty() {
            return String::new();
        }
        let params = list(&generics.params, ", ", |(name, bounds)| {
            let bounds = list(bounds, " + ", |path| self.path(path));
            if bounds.is_empty() { self.name(*name).to_string() } else { format!("{}: {bounds}", self.name(*name)) }
        });
        format!("<{params}>")
    }

    fn path(&self, path: &Path) -> String {
        let segments = list(&path.segments, "::", |segment| {
            let args = list(&segment.args, ", ", |ty| self.ty(*ty));
            let args = if args.is_empty() { args } else { format!("<{args}>") };
            format!("{}{args}", self.name(segment.name))
        });
        let qself = path.qself.map(|ty| format!("<{}>", self.ty(ty))).unwrap_or_default();
        format!("{qself}{}{segments}", if path.global { "::" } else { "" })
    }

    fn ty(&self, id: TyId) -> String {
        let many = |types: &[TyId]| list(types, ", ", |ty| self.ty(*ty));
        match self.facts.ty(id) {
            Ty::Path(path) => self.path(path),
            Ty::Ref(mutable, of) => format!("&{}{}", if *mutable { "mut " } else { "" }, self.ty(*of)),
            Ty::Slice(of) => format!("[{}]", self.ty(*of)),
            Ty::Tuple(of) => format!("({})", many(of)),
            Ty::Fn(of, None) => format!("fn({})", many(of)),
            Ty::Fn(of, Some(ret)) => format!("fn({}) -> {}", many(of), self.ty(*ret)),
            Ty::Bounds(of) => format!("bounds {}", list(of, " + ", |path| self.path(path))),
            Ty::Other => "?".to_string(),
        }
    }

    fn pat(&self, id: PatId) -> String {
        let many = |pats: &[PatId]| list(pats, ", ", |pat| self.pat(*pat));
        match self.facts.pat(id) {
            Pat::Wild => "_".to_string(),
            Pat::Rest => "..".to_string(),
            Pat::Bind { name, by_ref, mutable, sub } => {
                let sub = sub.map(|sub| format!(" @ {}", self.pat(sub))).unwrap_or_default();
                let (by_ref, mutable) = (if *by_ref { "ref " } else { "" }, if *mutable { "mut " } else { "" });
                format!("{by_ref}{mutable}{}{sub}", self.name(*name))
            }
            Pat::Tuple(of) => format!("({})", many(of)),
            Pat::Slice(of) => format!("[{}]", many(of)),
            Pat::TupleStruct(path, of) => format!("{}({})", self.path(path), many(of)),
            Pat::Struct(path, fields) => {
                let fields = list(fields, ", ", |(name, pat)| format!("{}: {}", self.name(*name), self.pat(*pat)));
                format!("{} {{ {fields} }}", self.path(path))
            }
            Pat::Path(path) => self.path(path),
            Pat::Lit(Some(lit)) => self.lit(lit),
            Pat::Lit(None) => "range".to_string(),
            Pat::Or(of) => list(of, " | ", |pat| self.pat(*pat)),
            Pat::Ref(of) => format!("&{}", self.pat(*of)),
            Pat::Typed(of, ty) => format!("{}: {}", self.pat(*of), self.ty(*ty)),
        }
    }

    fn lit(&self, lit: &Lit) -> String {
        match lit {
            Lit::Str(text) => format!("\"{}\"", self.name(*text)),
            Lit::Bytes(text) => format!("b\"{}\"", self.name(*text)),
            Lit::Int(digits) => self.name(*digits).to_string(),
            Lit::Float => "float".to_string(),
            Lit::Bool(value) => value.to_string(),
            Lit::Char(c) => format!("{c:?}"),
        }
    }

    fn call(&self, call: &MacroCall) -> String {
        format!("{}!({})", self.path(&call.path), self.args(&call.args))
    }

    fn args(&self, args: &[MacroArg]) -> String {
        list(args, ", ", |arg| {
            let key = arg.key.map(|key| self.name(key).to_string()).unwrap_or_default();
            let between = match (arg.key, arg.separator) {
                (None, _) => "",
                (_, Separator::Colon) => ": ",
                (_, Separator::Equals) => " = ",
                (_, Separator::FatArrow) => " => ",
                (_, Separator::Arrow) => " -> ",
                (_, Separator::Braces) => " ",
                _ => "",
            };
            let sigil = arg.sigil.map(String::from).unwrap_or_default();
            let value = match &arg.value {
                MacroValue::Expr(id) => self.expr(*id),
                MacroValue::Str(id, captures) if captures.is_empty() => self.expr(*id),
                MacroValue::Str(id, captures) => format!("{}[{}]", self.expr(*id), self.captures(captures)),
                MacroValue::Group(args) if arg.separator == Separator::Parens => format!("({})", self.args(args)),
                MacroValue::Group(args) => format!("{{{}}}", self.args(args)),
                MacroValue::Ty(ty) => self.ty(*ty),
                MacroValue::Code(stmts) => format!("code {{ {} }}", self.stmts(stmts)),
                MacroValue::Tokens(text) => format!("`{}`", self.name(*text)),
            };
            format!("{key}{between}{sigil}{value}")
        })
    }

    fn captures(&self, captures: &[Capture]) -> String {
        list(captures, " ", |capture| {
            let name = if capture.name == Sym(0) { "|" } else { self.name(capture.name) };
            let spec = self.name(capture.spec);
            if spec.is_empty() { name.to_string() } else { format!("{name}:{spec}") }
        })
    }

    fn stmts(&self, stmts: &[Stmt]) -> String {
        list(stmts, " ", |stmt| match stmt {
            Stmt::Let(of) => {
                let ty = of.ty.map(|ty| format!(": {}", self.ty(ty))).unwrap_or_default();
                let init = of.init.map(|init| format!(" = {}", self.expr(init))).unwrap_or_default();
                let otherwise = of.otherwise.map(|id| format!(" else {}", self.expr(id))).unwrap_or_default();
                format!("let {}{ty}{init}{otherwise};", self.pat(of.pat))
            }
            Stmt::Expr(id) => format!("{};", self.expr(*id)),
            Stmt::Value(id) => self.expr(*id),
            Stmt::Item(id) => format!("item {};", self.name(self.facts.item(*id).name)),
        })
    }

    fn expr(&self, id: ExprId) -> String {
        let e = |id: &ExprId| self.expr(*id);
        let many = |ids: &[ExprId]| list(ids, ", ", |id| self.expr(*id));
        let label = |label: &Option<Sym>| label.map(|label| format!("'{} ", self.name(label))).unwrap_or_default();
        let option = |id: &Option<ExprId>| id.map(|id| self.expr(id)).unwrap_or_default();
        match self.facts.expr(id) {
            Expr::Path(path) => self.path(path),
            Expr::Lit(lit) => self.lit(lit),
            Expr::Field(base, name, _) => format!("{}.{}", e(base), self.name(*name)),
            Expr::Index(base, index) => format!("{}[{}]", e(base), e(index)),
            Expr::Ref(mutable, of) => format!("&{}{}", if *mutable { "mut " } else { "" }, e(of)),
            Expr::Deref(of) => format!("*{}", e(of)),
            Expr::Unary(op, of) => format!("{op:?}({})", e(of)),
            Expr::Binary(op, a, b) => format!("({} {op:?} {})", e(a), e(b)),
            Expr::Assign(a, b) => format!("{} = {}", e(a), e(b)),
            Expr::AssignOp(op, a, b) => format!("{} {op:?}= {}", e(a), e(b)),
            Expr::Call(f, args) => format!("{}({})", e(f), many(args)),
            Expr::Method(call) => {
                let generics = list(&call.generics, ", ", |ty| self.ty(*ty));
                let generics = if generics.is_empty() { generics } else { format!("::<{generics}>") };
                format!("{}.{}{generics}({})", e(&call.receiver), self.name(call.name), many(&call.args))
            }
            Expr::Macro(call) => self.call(call),
            Expr::Struct(of) => {
                let fields = list(&of.fields, ", ", |(name, _, id)| format!("{}: {}", self.name(*name), e(id)));
                let rest = of.rest.map(|rest| format!(", ..{}", e(&rest))).unwrap_or_default();
                format!("{} {{ {fields}{rest} }}", self.path(&of.path))
            }
            Expr::Tuple(of) => format!("({})", many(of)),
            Expr::Array(of) => format!("[{}]", many(of)),
            Expr::Repeat(of, n) => format!("[{}; {}]", e(of), e(n)),
            Expr::Block(name, stmts) => format!("{}{{ {} }}", label(name), self.stmts(stmts)),
            Expr::Async(of) => format!("async {}", e(of)),
            Expr::TryBlock(of) => format!("try {}", e(of)),
            Expr::If(c, then, None) => format!("if {} {}", e(c), e(then)),
            Expr::If(c, then, Some(otherwise)) => format!("if {} {} else {}", e(c), e(then), e(otherwise)),
            Expr::Let(pat, of) => format!("let {} = {}", self.pat(*pat), e(of)),
            Expr::Match(on, arms) => {
                let arms = list(arms, ", ", |arm| {
                    let guard = arm.guard.map(|guard| format!(" if {}", e(&guard))).unwrap_or_default();
                    format!("{}{guard} => {}", self.pat(arm.pat), e(&arm.body))
                });
                format!("match {} {{ {arms} }}", e(on))
            }
            Expr::Loop(name, body) => format!("{}loop {}", label(name), e(body)),
            Expr::While(name, c, body) => format!("{}while {} {}", label(name), e(c), e(body)),
            Expr::For(name, pat, over, body) => {
                format!("{}for {} in {} {}", label(name), self.pat(*pat), e(over), e(body))
            }
            Expr::Closure(of) => {
                let params = list(&of.params, ", ", |(pat, ty)| match ty {
                    Some(ty) => format!("{}: {}", self.pat(*pat), self.ty(*ty)),
                    None => self.pat(*pat),
                });
                format!("{}|{params}| {}", if of.is_async { "async " } else { "" }, e(&of.body))
            }
            Expr::Return(of) => format!("return {}", option(of)),
            Expr::Break(name, of) => format!("break {}{}", label(name), option(of)),
            Expr::Continue(name) => format!("continue {}", label(name)),
            Expr::Yield(of) => format!("yield {}", option(of)),
            Expr::Await(of) => format!("{}.await", e(of)),
            Expr::Try(of) => format!("{}?", e(of)),
            Expr::Cast(of, ty) => format!("({} as {})", e(of), self.ty(*ty)),
            Expr::Range(a, b) => format!("{}..{}", option(a), option(b)),
            Expr::Hole(name) => format!("${}", self.name(*name)),
            Expr::Other(of) => format!("other({})", many(of)),
        }
    }
}
