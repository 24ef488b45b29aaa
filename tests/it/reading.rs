//! The reader of tokens and `syn` must say the same of a file: every fact, every place. What `syn` does not read,
//! the reader must decline.
//!
//! `PRIVACY_LINT_READING=<folder>[:<folder>…]` compares them on every Rust file below, and prints how many are equal,
//! left to `syn` and why, and different.

use privacy_lint::extract::{by_syn, by_tokens};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What came of comparing.
#[derive(Default)]
struct Compared {
    bytes: usize,
    equal: usize,
    different: Vec<String>,
    declined: BTreeMap<&'static str, (usize, usize)>,
}

impl Compared {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        self.bytes += bytes.len();
        match by_tokens(bytes) {
            Err(why) => {
                let entry = self.declined.entry(why).or_default();
                *entry = (entry.0 + 1, entry.1 + bytes.len());
            }
            Ok(facts) if facts == by_syn(bytes) => self.equal += 1,
            Ok(_) => self.different.push(name.to_owned()),
        }
    }

    fn declined_bytes(&self) -> usize {
        self.declined.values().map(|&(_, bytes)| bytes).sum()
    }

    fn none_differs(&self) {
        assert!(self.different.is_empty(), "read differently: {:#?}", self.different);
    }
}

fn rust_files(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && entry.file_name() != "target" => folders.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|end| end == "rs") => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

fn own() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["src", "tests", "benches", "examples"].iter().flat_map(|folder| rust_files(&root.join(folder))).collect()
}

fn compare(files: &[PathBuf]) -> Compared {
    let mut compared = Compared::default();
    for path in files {
        compared.add(&path.display().to_string(), &std::fs::read(path).unwrap());
    }
    compared
}

#[test]
fn our_own_sources_read_alike() {
    let compared = compare(&own());
    compared.none_differs();
    assert!(compared.equal > 300, "only {} files of our own were read from tokens", compared.equal);
}

#[test]
fn sources_of_the_registry_read_alike() {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let files = home.map(|home| rust_files(&home.join("registry/src"))).unwrap_or_default();
    if files.is_empty() {
        eprintln!("skipped: cargo has no sources of other crates here");
        return;
    }
    // A file of each twenty is enough for every run; PRIVACY_LINT_READING compares them all.
    let files: Vec<PathBuf> = files.into_iter().step_by(20).collect();
    let compared = compare(&files);
    compared.none_differs();
    let share = compared.declined_bytes() as f64 / compared.bytes as f64;
    assert!(share < 0.1, "{share} of the bytes are left to syn: {:?}", compared.declined);
}

#[test]
fn given_trees_read_alike() {
    let Ok(places) = std::env::var("PRIVACY_LINT_READING") else { return };
    let files: Vec<PathBuf> = places.split(':').flat_map(|place| rust_files(Path::new(place))).collect();
    let compared = compare(&files);
    let share = compared.declined_bytes() as f64 / compared.bytes.max(1) as f64 * 100.0;
    eprintln!("{} files of {} bytes: {} equal", files.len(), compared.bytes, compared.equal);
    eprintln!("left to syn, {share:.2} % of the bytes: {:#?}", compared.declined);
    compared.none_differs();
}

/// Items that are read from tokens, one a line; each must be read so, and read like `syn` reads it.
const READ: &[&str] = &[
    "fn f() { let x: Vec<Vec<u8>>= Vec::new(); }",
    "fn f() { let x: Box<dyn Fn(u8) -> Vec<u8>> = a >= b && c >> 2 == d >>= 3; }",
    "fn f() { a::<Vec<Vec<u8>>>(b).c::<D<E>>()?.await.0.1.2; }",
    "fn f() { if x == (Y { a: 1 }) {} match a { B { c } if c > 1 => {} D(..) | E => 2, _ => {} } }",
    "fn f() { while let Some(x) = y.next() && let Ok(z) = x && z > 0 { continue 'a; } }",
    "fn f() { for (i, x) in a.iter().enumerate() {} 'a: loop { break 'a 5; } 'b: { break 'b } }",
    "fn f() { let c = |a, &b: &u8, (d, _)| -> u8 { a }; let d = move || async move { x.await }; || {} }",
    "fn f() { let c = async || 1; async { 2 }; unsafe { 3 } const { 4 } }",
    "fn f() { let a = 1..2; let b = ..; let c = ..=5; let d = 3..; x[..n]; x[1..]; for i in 0..n {} }",
    "fn f() { match x { 0..=9 | 10.. => 1, ..=-5 => 2, A::B..=C => 3, 'a'..='z' => 4, -1 => 5, _ => 6 } }",
    "fn f() { let [a, rest @ .., b] = x else { return; }; let (a, .., b) = y; let &mut ref z = w; }",
    "fn f() { x.0.1; x.0 .1; 1.0; 1.; 2.0e-5; 1e3f32; 0xff_u8; 0b1010; 0o17; 1_000usize; 1f32; 5.pow(2); }",
    "fn f() { \"a\\n\\u{e9}\\x41\\\n   b\"; r\"a\\b\"; r#\"a\"b\"#; b\"\\xff\\n\"; br##\"a\"#\"##; c\"d\"; 'a'; '\\''; b'\\n'; 'é'; }",
    "fn f<'a, T: ?Sized + 'a, const N: usize = { 3 }>(x: &'a mut T, y: [u8; N]) -> impl Iterator<Item = u8> + 'a where T: Clone, for<'b> &'b T: Copy, Self: Sized {}",
    "unsafe extern \"C\" fn f(a: u8, ...) {} async fn g() {} const fn h() {} const unsafe fn i() {}",
    "extern \"C\" { fn a(x: u8); static B: u8; } extern crate a as b; extern crate self as c;",
    "pub(crate) struct A<T = u8>(pub T, pub(in a::b) u8) where T: B; struct C; struct D { pub a: u8, #[x] b: (u8,) }",
    "union U { a: u8, b: f32 } enum E<T> { A, B(T), C { d: T } = 3, #[cfg(test)] F = 1 << 2 }",
    "trait T<A>: B + for<'a> C<'a> where A: D { type X<'a>: E where Self: 'a; const Y: u8 = 1; fn f(&self) -> u8 { 1 } fn g(self: Box<Self>); m!(); }",
    "impl<T> !Send for A<T> {} unsafe impl<'a, T: B> C<T> for D<'a, T> where T: E { type X = u8; const Y: u8 = 2; fn f(mut self) {} m! {} }",
    "impl A { #![allow(x)] fn f() { #![deny(y)] //! inner\n } } mod m { //! doc\n #![cfg(test)] use super::*; }",
    "use a::{self, b::{c as d, *}, e as _}; use ::f; pub use self::g; use super::super::h;",
    "#[cfg(all(test, not(a)))] mod t {} #[cfg(any(test, b))] mod u; #[path = \"x.rs\"] mod v; #[tokio::test] fn w() {}",
    "#[derive(A, B)] #[serde(rename = \"a\", default, with = \"b::c\")] #[doc = \"Text.\"] #[doc(hidden)] struct S;",
    "#[cfg_attr(feature = \"x\", derive(A), doc = \"y\")] struct S; #[unsafe(no_mangle)] fn f() {} #[a = concat!(\"b\")] fn g() {}",
    "/// First\n/// line.\n///\n/// More.\nfn f() {} /** Block\n * doc */ fn g() {} /* a /* nested */ b */ //// no doc\nfn h() {}",
    "fn f() { #[a] let x = 1; #[b] x.y(); #[c] { 1 } #[d] if x {} f(#[e] 1, #[f] |#[g] x| x); S { #[h] a: 1, ..b } }",
    "fn f() { match x { #[a] B => {} C if d => e, | F | G => { 1 }.h(), I => J {}, K => m! {}, L => return, } }",
    "fn f() { println!(\"{a} {b:?} {0:>width$} {{}}\", c, d = e.f(), ?g, %h); info!(target: \"t\", user.id = %x, \"m\"); }",
    "fn f() { vec![0 as T; n]; matches!(x, A | B); json!({ \"a\": 1, \"b\": [c, { \"d\": e }] }); assert!(a == b, \"c\"); }",
    "fn f() { select! { x = a => b, _ = c, if d => e } cfg_if! { if #[cfg(a)] { fn g() {} } else { fn h() {} } } }",
    "m! { static ref A: u8 = 1 } thread_local! { static B: u8 = 1; } table! { users (id) { id -> Integer, n -> Nullable<Text>, } }",
    "m! { pub fn f<'a>(x: &'a u8) where T: 'static {} } m!(#[a] b = c, d: E<F>, g(h) i); quote! { #(#a),* }",
    "macro_rules! m { ($a:expr, $($b:ident),*) => { f($a); $($b)* }; () => {}; }",
    "fn f() { let x = if a { b } else if let C = d { e } else { g }; match h {} .i(); if j {} - 1; *k = l; &raw const n; }",
    "fn f() { m! { a } m!{}.b(); m![c]; m!(d); ; ; { } 1 }",
    "fn f() { return; } fn g() { return a + b; } fn h() -> ! { loop { break; } } fn i() { yield 1; try { a? } }",
    "fn f() { <A as B>::c::<D>(); <[u8]>::e; A::<B>::C { d }; A::<B> { c: 1 }; Self::D(e); crate::f!(); ::g::h(); }",
    "fn f() { a as u8 as usize + b as *const c_void as i64; (a as B) < c; d as E<F> + 1; -a as u8; !b & c; &*d; **e; }",
    "fn f() { a = b = c; a += b..c; a || b && c == d | e ^ f & g << h + i * j; a..b == c; }",
    "fn f() { let union = 1; let auto = 2; let default = 3; let r#type = union; raw = safe; gen(dyn_); macro_rules; }",
    "type A<T> = fn(&T, x: u8) -> B; type C = dyn D + 'static; type E = for<'a> fn(&'a u8); type F = (u8,); type G = !;",
    "type A = Box<dyn Fn(u8, &str) -> Result<(), E> + Send + 'static>; type B = impl ?Sized + C<D = E, F: G, 3, -1, { 4 }, 'a>;",
    "type A = <B as C>::D<E>; type F = *mut [u8; 4]; type G = m!(u8); const _: () = assert!(true); static mut H: u8 = 1;",
    "fn f(&self, a: u8) {} fn g(&'a mut self) {} fn h(self: &Self) {} fn i((a, b): (u8, u8), [c, ..]: [u8; 3], _: u8) {}",
    "fn f() { struct A; impl A { fn g() {} } use b::c; fn h() {} const D: u8 = 1; macro_rules! i { () => {} } }",
    "fn f((a): u8, (b @ (c)): (D)) {}",
    "fn f() { m!(a: #[b] \"{c}\", /// d\n \"{e}\"); n!(g = /// h\n \"{i}\"); }",
    "fn f() { m!(#[a] x + #[b] _); n!(|#[c] d| #[e] _); }",
    "\u{feff}fn f() {}",
    "#!/usr/bin/env run\nfn f() {}",
    "#![allow(a)]\n//! Doc.\nfn f() {}",
    "fn f() {\r\n    let a = \"b\r\n c\";\r\n}\r\n/// d\r\nfn g() {}\r\n",
    "fn f() { let é = 1; }",
    "// é\nfn f() { \"é\"; g(\"ü\", x); m!(static y: u8 = 1;) }",
    "",
];

/// Texts that are not read from tokens alone, most of them because `syn` does not read them either.
const LEFT: &[&str] = &[
    "fn f() { let x = 1 }",
    "fn f() { a < b < c; }",
    "fn f() { a as u8.b(); }",
    "fn f() { if x { #![inner] } }",
    "fn f() { f(a b); }",
    "fn f() { match x { A => 1 B => 2 } }",
    "fn f(a: u8, self) {}",
    "fn f(a: u8, mut self: B) {}",
    "fn f() { let A | B = c; }",
    "fn f() { break 'a: loop {}; }",
    "fn f() { g(#[a] ..); }",
    "fn f() { let x = A {} else { return }; }",
    "fn f() { [a; b c]; }",
    "fn f() { match x { [a.., b] => 1 } }",
    "fn f() { x...y; }",
    "impl !A {}",
    "struct A { b: u8 c: u8 }",
    "struct A(u8)",
    "pub impl A {}",
    "use a::b",
    "mod a { fn }",
    "fn f() { \"a\\q\"; }",
    "fn f() { 'ab'; }",
    "fn f() { (]; }",
    "/* open",
    "fn f() { 1é; }",
    "let x = 1;",
    "#[a b] fn f() {}",
    "fn f() { #[a] _ = x; }",
    "fn f() { |#[a] 0..=1| x; }",
    "// PRIVACY: email\nfn f() {}",
];

#[test]
fn tricky_forms_are_read_and_read_alike() {
    for text in READ {
        match by_tokens(text.as_bytes()) {
            // Letters beyond ASCII in names are left to `syn`.
            Err(why) => assert!(!text.is_ascii() && text.contains("let é"), "declined, {why}: {text}"),
            Ok(facts) => assert_eq!(facts, by_syn(text.as_bytes()), "{text}"),
        }
    }
}

#[test]
fn what_syn_rejects_is_left_to_it() {
    for text in LEFT {
        assert!(by_tokens(text.as_bytes()).is_err(), "read from tokens: {text}");
    }
}

/// The bytes with one of a few kinds of damage.
fn damaged(bytes: &[u8], random: u64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.is_empty() {
        return bytes;
    }
    let (at, other) = ((random >> 20) as usize % bytes.len(), (random >> 33) as usize % bytes.len());
    match random % 5 {
        0 => bytes.truncate(at),
        1 => drop(bytes.remove(at)),
        2 => bytes.insert(at, bytes[other]),
        3 => bytes.swap(at, other),
        _ => drop(bytes.drain(at..(at + 1 + other % 12).min(bytes.len()))),
    }
    bytes
}

#[test]
fn damaged_files_read_alike() {
    let mut compared = Compared::default();
    for (number, path) in own().iter().enumerate() {
        let bytes = std::fs::read(path).unwrap();
        let random = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        compared.add(&path.display().to_string(), &damaged(&bytes, random));
    }
    compared.none_differs();
}

/// Pieces of code that meet in every order.
const PIECES: &[&str] = &[
    "a", "b", "A", "self", "Self", "1", "2.0", "\"s{x}\"", "'c'", "'l", "true", "_", "+", "-", "*", "&", "&&", "|",
    "||", "<", ">", ">>", "=", "==", "=>", "<=", "..", "..=", ".", ",", ";", ":", "::", "?", "!", "#", "->", "as",
    "let", "if", "else", "match", "for", "in", "while", "loop", "return", "break", "move", "async", "unsafe", "const",
    "mut", "ref", "fn", "struct", "impl", "where", "dyn", "use", "static", "%", "await", "box", "yield", "try",
    "union", "()", "{}", "[]", "(a)", "{ a }", "[a]", "(a, b)", "{ a: b }", "m!", "<A>", "::<A>", "#[a]", "|a|", "'l:",
    "$x", "/// d\n",
];

fn soup(longest: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 1..longest).prop_map(|picked| {
        let picked: Vec<&str> = picked.into_iter().map(|at| PIECES[at]).collect();
        picked.join(" ")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_in_any_order_read_alike(soup in soup(9), around in 0usize..7) {
        let text = match around {
            0 => format!("fn f() {{ {soup} }}"),
            1 => format!("fn f() {{ let {soup} = x; }}"),
            2 => format!("fn f() {{ m!({soup}); }}"),
            3 => format!("type T = {soup};"),
            4 => format!("fn f() {{ match x {{ {soup} => y }} }}"),
            5 => format!("#[{soup}] fn f() {{}}"),
            _ => soup,
        };
        if let Ok(facts) = by_tokens(text.as_bytes()) {
            prop_assert_eq!(facts, by_syn(text.as_bytes()), "{}", text);
        }
    }
}
