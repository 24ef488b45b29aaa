//! Every position of a mark, each with the node it speaks of; and the same after rustfmt.

use super::bindings;
use std::io::Write;
use std::process::{Command, Stdio};

/// Name, code, what its marks speak of.
type Case = (&'static str, &'static str, &'static [&'static str]);

/// Own-line marks: the next node.
const OWN_LINE: &[Case] = &[
    ("struct", "// PRIVACY: credentials\nstruct S {\n    a: u8,\n}\n", &["type S"]),
    ("enum", "// PRIVACY: credentials\npub(crate) enum E {\n    A,\n}\n", &["type E"]),
    ("union", "// PRIVACY: credentials\nunion U {\n    a: u8,\n}\n", &["type U"]),
    ("type alias", "// PRIVACY: credentials\ntype Email = String;\n", &["type Email"]),
    ("function", "// PRIVACY: credentials\nasync fn login() {}\n", &["function login"]),
    ("trait", "// PRIVACY: credentials\ntrait Store {}\n", &["trait Store"]),
    ("impl", "struct S;\n// PRIVACY: credentials\nimpl S {\n    fn f() {}\n}\n", &["impl S"]),
    (
        "impl of a trait",
        "struct S;\n// PRIVACY: credentials\nimpl Clone for S {\n    fn clone(&self) -> S {\n        S\n    }\n}\n",
        &["impl S"],
    ),
    ("inline module", "// PRIVACY: credentials\nmod users {\n    struct S;\n}\n", &["module users"]),
    ("module in a file", "// PRIVACY: credentials\nmod users;\n", &["module users"]),
    ("const", "// PRIVACY: credentials\nconst KEY: &str = \"k\";\n", &["item KEY"]),
    ("static", "// PRIVACY: credentials\nstatic KEY: &str = \"k\";\n", &["item KEY"]),
    ("use", "// PRIVACY: credentials\nuse std::env::var;\n", &["item std::env::var"]),
    ("item macro", "// PRIVACY: credentials\nthread_local!(static A: u8 = 1);\n", &["item thread_local"]),
    ("macro_rules", "// PRIVACY: credentials\nmacro_rules! m {\n    () => {};\n}\n", &["item m"]),
    (
        "extern function",
        "extern \"C\" {\n    // PRIVACY: credentials\n    fn getlogin() -> *const u8;\n}\n",
        &["function getlogin"],
    ),
    (
        "field",
        "struct S {\n    // PRIVACY: credentials\n    pub password: String,\n    b: u8,\n}\n",
        &["field password"],
    ),
    (
        "second field",
        "struct S {\n    a: u8,\n    // PRIVACY: credentials\n    password: String,\n}\n",
        &["field password"],
    ),
    ("tuple field", "struct S(\n    // PRIVACY: credentials\n    pub String,\n    u8,\n);\n", &["field String"]),
    ("variant", "enum E {\n    A,\n    // PRIVACY: credentials\n    Login(String),\n}\n", &["variant Login"]),
    (
        "field of a variant",
        "enum E {\n    A {\n        // PRIVACY: credentials\n        password: String,\n    },\n}\n",
        &["field password"],
    ),
    ("union field", "union U {\n    // PRIVACY: credentials\n    pin: u32,\n    b: u8,\n}\n", &["field pin"]),
    ("method", "impl S {\n    // PRIVACY: credentials\n    pub fn login(&self) {}\n}\n", &["function login"]),
    ("associated const", "impl S {\n    // PRIVACY: credentials\n    const KEY: u8 = 1;\n}\n", &["item KEY"]),
    ("trait method", "trait T {\n    // PRIVACY: credentials\n    fn login(&self);\n}\n", &["function login"]),
    ("associated type", "trait T {\n    // PRIVACY: credentials\n    type Email;\n}\n", &["type Email"]),
    (
        "parameter",
        "fn f(\n    // PRIVACY: credentials\n    password: String,\n    b: u8,\n) {\n}\n",
        &["parameter password"],
    ),
    (
        "second parameter",
        "fn f(\n    a: u8,\n    // PRIVACY: credentials\n    mut password: String,\n) {\n}\n",
        &["parameter password"],
    ),
    (
        "destructured parameter",
        "fn f(\n    // PRIVACY: credentials\n    Json(body): Json<Body>,\n) {\n}\n",
        &["parameter Json"],
    ),
    (
        "receiver",
        "impl S {\n    fn f(\n        // PRIVACY: credentials\n        &self,\n        b: u8,\n    ) {\n    }\n}\n",
        &["parameter self"],
    ),
    ("let", "fn f() {\n    // PRIVACY: credentials\n    let password = read();\n}\n", &["statement password"]),
    (
        "call statement",
        "fn f() {\n    // PRIVACY: logs credentials\n    audit::write(a, b);\n}\n",
        &["statement write"],
    ),
    ("method statement", "fn f() {\n    // PRIVACY: logs credentials\n    log.write(a);\n}\n", &["statement write"]),
    (
        "macro statement",
        "fn f() {\n    // PRIVACY: logs credentials\n    println!(\"{}\", a);\n}\n",
        &["statement println"],
    ),
    ("assignment", "fn f() {\n    // PRIVACY: credentials\n    self.password = x;\n}\n", &["statement password"]),
    (
        "tail expression",
        "fn f() -> u8 {\n    let a = 1;\n    // PRIVACY: credentials\n    read(a)\n}\n",
        &["statement read"],
    ),
    ("if statement", "fn f() {\n    // PRIVACY: credentials\n    if a {\n        b();\n    }\n}\n", &["statement if"]),
    (
        "item in a function",
        "fn f() {\n    // PRIVACY: credentials\n    struct S {\n        a: u8,\n    }\n}\n",
        &["type S"],
    ),
    (
        "arm",
        "fn f() {\n    match a {\n        // PRIVACY: credentials\n        Event::Login(x) => g(x),\n        _ => {}\n    }\n}\n",
        &["arm Event::Login"],
    ),
    (
        "last arm",
        "fn f() {\n    match a {\n        A => {}\n        // PRIVACY: credentials\n        _ => g(),\n    }\n}\n",
        &["arm _"],
    ),
    (
        "first argument",
        "fn f() {\n    send(\n        // PRIVACY: credentials\n        user.password(),\n        b,\n    );\n}\n",
        &["argument password"],
    ),
    (
        "method argument",
        "fn f() {\n    client.send(\n        // PRIVACY: credentials\n        &password,\n        b,\n    );\n}\n",
        &["argument password"],
    ),
    (
        "field of a literal",
        "fn f() {\n    let a = User {\n        x: 1,\n        // PRIVACY: credentials\n        password: p,\n    };\n}\n",
        &["argument password"],
    ),
    (
        "shorthand field of a literal",
        "fn f() {\n    let a = User {\n        // PRIVACY: credentials\n        password,\n        x: 1,\n    };\n}\n",
        &["argument password"],
    ),
    (
        "field of a pattern",
        "fn f() {\n    let User {\n        // PRIVACY: credentials\n        password,\n        ..\n    } = user;\n}\n",
        &["argument password"],
    ),
    (
        "chain link",
        "fn f() {\n    let ip = request\n        .headers()\n        // PRIVACY: ip-address\n        .get(\"x-forwarded-for\")\n        .cloned();\n}\n",
        &["chain-link get"],
    ),
    (
        "first chain link",
        "fn f() {\n    request_of_the_connection\n        // PRIVACY: ip-address\n        .peer_addr()\n        .and_then(store_it_somewhere)\n        .map(forget_it_again);\n}\n",
        &["chain-link peer_addr"],
    ),
    (
        "await link",
        "async fn f() {\n    let body = request\n        .send(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)\n        // PRIVACY: content\n        .await;\n}\n",
        &["chain-link await"],
    ),
    (
        "macro argument",
        "fn f() {\n    info!(\n        \"{} {}\",\n        a,\n        // PRIVACY: credentials\n        password,\n    );\n}\n",
        &["argument password"],
    ),
    (
        "key of a tracing macro",
        "fn f() {\n    info!(\n        a,\n        // PRIVACY: credentials\n        user.password = %password,\n        \"done\",\n    );\n}\n",
        &["argument user"],
    ),
    (
        "key of json!",
        "fn f() {\n    send(json!({\n        \"a\": 1,\n        // PRIVACY: credentials\n        \"password\": user.password,\n    }));\n}\n",
        &["argument \"password\""],
    ),
    (
        "column of table!",
        "diesel::table! {\n    users (id) {\n        id -> Int4,\n        // PRIVACY: name-and-contact-data\n        email -> Varchar,\n    }\n}\n",
        &["column email"],
    ),
    (
        "table of table!",
        "table! {\n    use diesel::sql_types::*;\n\n    // PRIVACY: name-and-contact-data\n    users (id) {\n        id -> Int4,\n    }\n}\n",
        &["table users"],
    ),
    (
        "item in a macro",
        "cfg_something! {\n    // PRIVACY: credentials\n    pub struct S {\n        a: u8,\n    }\n}\n",
        &["type S"],
    ),
    (
        "field in a macro",
        "pin_project! {\n    struct S {\n        // PRIVACY: credentials\n        password: String,\n    }\n}\n",
        &["field password"],
    ),
    (
        "statement in a macro",
        "fn f() {\n    block! {\n        let a = 1;\n        // PRIVACY: credentials\n        let password = read();\n    }\n}\n",
        &["statement password"],
    ),
    (
        "arm of select!",
        "async fn f() {\n    tokio::select! {\n        a = one() => { g(a) }\n        // PRIVACY: credentials\n        b = two() => { g(b) }\n    }\n}\n",
        &["arm b"],
    ),
    (
        "body of macro_rules",
        "macro_rules! user {\n    ($name:ident, $($field:ident: $ty:ty),*) => {\n        pub struct $name {\n            // PRIVACY: credentials\n            password: String,\n            $($field: $ty,)*\n        }\n    };\n}\n",
        &["field password"],
    ),
    (
        "struct of macro_rules",
        "macro_rules! user {\n    ($name:ident) => {\n        // PRIVACY: credentials\n        pub struct $name {\n            a: u8,\n        }\n    };\n}\n",
        &["type $name"],
    ),
    (
        "repeated field of macro_rules",
        "macro_rules! user {\n    ($($field:ident)*) => {\n        struct User {\n            // PRIVACY: credentials\n            $($field: String,)*\n        }\n    };\n}\n",
        &["field $field"],
    ),
    (
        "closure parameter",
        "fn f() {\n    each(\n        |// PRIVACY: credentials\n         password: String| { g(password) },\n    );\n}\n",
        &["parameter password"],
    ),
    (
        "let initialiser",
        "fn f() {\n    let password =\n        // PRIVACY: credentials\n        read_the_password();\n}\n",
        &["statement password"],
    ),
    (
        "operand",
        "fn f() {\n    let all = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n        // PRIVACY: credentials\n        + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb;\n}\n",
        &["statement all"],
    ),
];

/// What stands between a mark and its node, and forms of comment.
const BETWEEN: &[Case] = &[
    (
        "attributes",
        "// PRIVACY: credentials\n#[derive(Clone)]\n#[serde(deny_unknown_fields)]\nstruct S;\n",
        &["type S"],
    ),
    (
        "doc comments",
        "struct S {\n    // PRIVACY: credentials\n    /// The password.\n    #[serde(default)]\n    // as typed\n    password: String,\n}\n",
        &["field password"],
    ),
    ("between attribute and item", "#[derive(Clone)]\n// PRIVACY: credentials\n#[repr(C)]\nstruct S;\n", &["type S"]),
    (
        "after an attribute",
        "struct S {\n    #[serde(default)] // PRIVACY: credentials\n    password: String,\n    b: u8,\n}\n",
        &["field password"],
    ),
    ("doc comment as carrier", "/// A user.\n/// PRIVACY: credentials\nstruct S;\n", &["type S"]),
    ("block comment", "/* PRIVACY: credentials */\nstruct S;\n", &["type S"]),
    ("block doc comment", "/** PRIVACY: credentials\n  * from you */\nstruct S;\n", &["type S"]),
    (
        "block comment on the line of its parameter",
        "fn f(a: u8, /* PRIVACY: credentials */ password: String) {}\n",
        &["parameter password"],
    ),
    (
        "block comment before a comma",
        "fn f(password: String /* PRIVACY: credentials */, b: u8) {}\n",
        &["parameter password"],
    ),
    ("blank line", "// PRIVACY: credentials\n\nstruct S;\n", &["dangling"]),
    ("blank line after a doc comment", "// PRIVACY: credentials\n/// Doc.\n\nstruct S;\n", &["dangling"]),
    ("end of the block", "fn f() {\n    g();\n    // PRIVACY: credentials\n}\n", &["dangling"]),
    ("end of the struct", "struct S {\n    a: u8,\n    // PRIVACY: credentials\n}\n", &["dangling"]),
    ("end of the file", "struct S;\n// PRIVACY: credentials\n", &["dangling"]),
    ("joined lines", "// PRIVACY: credentials\n// PRIVACY: stores credentials in accounts\nstruct S;\n", &["type S"]),
    (
        "two marks apart",
        "// PRIVACY: credentials\n// a note\n// PRIVACY: logs credentials\nstruct S;\n",
        &["type S", "type S"],
    ),
    (
        "marks of neighbours",
        "struct S {\n    a: String, // PRIVACY: content\n    // PRIVACY: credentials\n    b: String,\n}\n",
        &["field a", "field b"],
    ),
];

/// Marks at the end of a line: the outermost node that ends there.
const TRAILING: &[Case] = &[
    ("field", "struct S {\n    password: String, // PRIVACY: credentials\n    b: u8,\n}\n", &["field password"]),
    (
        "last field",
        "struct S {\n    a: u8,\n    password: Vec<String>, // PRIVACY: credentials\n}\n",
        &["field password"],
    ),
    ("variant", "enum E {\n    Login(String), // PRIVACY: credentials\n    B,\n}\n", &["variant Login"]),
    (
        "parameter",
        "fn f(\n    password: String, // PRIVACY: credentials\n    b: u8,\n) {\n}\n",
        &["parameter password"],
    ),
    ("let", "fn f() {\n    let password = read(a); // PRIVACY: credentials\n    g();\n}\n", &["statement password"]),
    ("call", "fn f() {\n    log(user, password); // PRIVACY: logs credentials\n    g();\n}\n", &["statement log"]),
    ("tail expression", "fn f() -> u8 {\n    read(a, b) // PRIVACY: credentials\n}\n", &["statement read"]),
    (
        "argument",
        "fn f() {\n    send(\n        a,\n        user.password(), // PRIVACY: credentials\n        b,\n    );\n}\n",
        &["argument password"],
    ),
    (
        "macro argument",
        "fn f() {\n    info!(\n        \"{}\",\n        password, // PRIVACY: credentials\n    );\n}\n",
        &["argument password"],
    ),
    (
        "field of a literal",
        "fn f() {\n    let a = User {\n        password: read(p), // PRIVACY: credentials\n        x: 1,\n    };\n}\n",
        &["argument password"],
    ),
    (
        "chain link",
        "fn f() {\n    let ip = request_of_the_connection\n        .headers()\n        .get(\"x-forwarded-for\") // PRIVACY: ip-address\n        .and_then(parse_the_address);\n}\n",
        &["chain-link get"],
    ),
    (
        "end of a chain",
        "fn f() {\n    let ip = request_of_the_connection\n        .headers()\n        .get(\"x-forwarded-for\")\n        .and_then(parse_the_address); // PRIVACY: ip-address\n    g();\n}\n",
        &["statement ip"],
    ),
    (
        "arm",
        "fn f() {\n    match a {\n        Login(x) => g(x), // PRIVACY: credentials\n        _ => {}\n    }\n}\n",
        &["arm Login"],
    ),
    (
        "column",
        "table! {\n    users (id) {\n        id -> Int4,\n        email -> Varchar, // PRIVACY: name-and-contact-data\n    }\n}\n",
        &["column email"],
    ),
    ("const", "const KEY: &str = \"k\"; // PRIVACY: credentials\nstruct S;\n", &["item KEY"]),
    ("tuple struct", "struct Email(String); // PRIVACY: name-and-contact-data\n", &["field String"]),
    (
        "block comment",
        "struct S {\n    password: String, /* PRIVACY: credentials */\n    b: u8,\n}\n",
        &["field password"],
    ),
    ("two parameters", "trait T {\n    fn f(a: u8, b: u8); // PRIVACY: credentials\n    fn g();\n}\n", &["malformed"]),
];

/// Name, code, what its mark speaks of as written, and after rustfmt has moved it.
type Moved = (&'static str, &'static str, &'static str, &'static str);

/// Comments that rustfmt moves. Behind an opening brace a mark is dangling, so that nobody formats it into another
/// meaning unwarned; before an argument that is not the first, only an attribute is safe.
const MOVED: &[Moved] = &[
    ("struct", "struct S { // PRIVACY: credentials\n    a: u8,\n}\n", "dangling", "field a"),
    ("function", "fn f() { // PRIVACY: credentials\n    g();\n}\n", "dangling", "statement g"),
    ("impl", "impl S { // PRIVACY: credentials\n    fn f() {}\n}\n", "dangling", "function f"),
    ("call", "fn f() {\n    g( // PRIVACY: credentials\n        a,\n    );\n}\n", "dangling", "argument a"),
    ("one-line struct", "struct S { a: u8, b: u8 } // PRIVACY: credentials\n", "malformed", "dangling"),
    (
        "later argument",
        "fn f() {\n    send(\n        a,\n        // PRIVACY: credentials\n        password,\n    );\n}\n",
        "argument password",
        "argument a",
    ),
    (
        "later element",
        "fn f() {\n    let a = [\n        x,\n        // PRIVACY: credentials\n        password,\n    ];\n}\n",
        "argument password",
        "argument x",
    ),
    (
        "later tuple element",
        "fn f() {\n    let a = (\n        x,\n        // PRIVACY: credentials\n        password,\n    );\n}\n",
        "argument password",
        "argument x",
    ),
];

/// Defaults for what is around.
const INNER: &[Case] = &[
    ("file", "//! The users.\n//! PRIVACY: credentials\n\nstruct S;\n", &["file"]),
    ("module", "mod users {\n    //! PRIVACY: credentials\n    struct S;\n}\n", &["module users"]),
    ("inner attribute of the file", "#![cfg_attr(false, privacy(\"credentials\"))]\nstruct S;\n", &["file"]),
    (
        "inner attribute of a module",
        "mod users {\n    #![cfg_attr(false, privacy(\"credentials\"))]\n    struct S;\n}\n",
        &["module users"],
    ),
    (
        "inner attribute of a function",
        "fn f() {\n    #![cfg_attr(false, privacy(\"credentials\"))]\n    g();\n}\n",
        &["function f"],
    ),
    (
        "inner attribute of an impl",
        "impl S {\n    #![cfg_attr(false, privacy(\"credentials\"))]\n    fn f() {}\n}\n",
        &["impl S"],
    ),
    ("inner block comment", "/*! PRIVACY: credentials */\nstruct S;\n", &["file"]),
];

/// Attributes as carriers, in every position that rustc accepts.
const ATTRIBUTES: &[Case] = &[
    ("function", "#[cfg_attr(false, privacy(\"credentials\"))]\n\nfn f() {}\n", &["function f"]),
    ("any()", "#[cfg_attr(any(), privacy(\"credentials\"))]\n#[inline]\nfn f() {}\n", &["function f"]),
    (
        "field",
        "struct S {\n    #[cfg_attr(false, privacy(\"credentials\"))]\n    password: String,\n}\n",
        &["field password"],
    ),
    (
        "variant",
        "enum E {\n    #[cfg_attr(false, privacy(\"credentials\"))]\n    Login(String),\n}\n",
        &["variant Login"],
    ),
    (
        "parameter",
        "fn f(#[cfg_attr(false, privacy(\"credentials\"))] password: String, b: u8) {}\n",
        &["parameter password"],
    ),
    (
        "closure parameter",
        "fn f() {\n    let c = |#[cfg_attr(false, privacy(\"credentials\"))] password: String| g(password);\n}\n",
        &["parameter password"],
    ),
    (
        "let",
        "fn f() {\n    #[cfg_attr(false, privacy(\"credentials\"))]\n    let password = read();\n}\n",
        &["statement password"],
    ),
    (
        "call statement",
        "fn f() {\n    #[cfg_attr(false, privacy(\"credentials\"))]\n    read();\n}\n",
        &["statement read"],
    ),
    (
        "arm",
        "fn f() {\n    match a {\n        #[cfg_attr(false, privacy(\"credentials\"))]\n        Login(x) => g(x),\n        _ => {}\n    }\n}\n",
        &["arm Login"],
    ),
    (
        "argument",
        "fn f() {\n    g(\n        a,\n        #[cfg_attr(false, privacy(\"credentials\"))]\n        password,\n    );\n}\n",
        &["argument password"],
    ),
    (
        "array element",
        "fn f() {\n    let a = [\n        #[cfg_attr(false, privacy(\"credentials\"))]\n        password,\n        b,\n    ];\n}\n",
        &["argument password"],
    ),
    (
        "item in a macro",
        "m! {\n    #[cfg_attr(false, privacy(\"credentials\"))]\n    struct S {\n        a: u8,\n    }\n}\n",
        &["type S"],
    ),
    (
        "body of macro_rules",
        "macro_rules! m {\n    ($n:ident) => {\n        #[cfg_attr(false, privacy(\"credentials\"))]\n        struct $n;\n    };\n}\n",
        &["type $n"],
    ),
];

const ALL: &[(&str, &[Case])] = &[
    ("own line", OWN_LINE),
    ("between", BETWEEN),
    ("trailing", TRAILING),
    ("inner", INNER),
    ("attribute", ATTRIBUTES),
];

#[test]
fn a_mark_speaks_of_the_node_at_its_place() {
    let mut failures = String::new();
    for (group, cases) in ALL {
        for (name, code, expected) in *cases {
            let found = bindings(code);
            if found != *expected {
                failures += &format!("{group}, {name}: expected {expected:?}, found {found:?} in\n{code}\n");
            }
        }
    }
    for (name, code, expected, _) in MOVED {
        assert_eq!(bindings(code), [*expected], "{name}");
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(ALL.iter().map(|(_, cases)| cases.len()).sum::<usize>() >= 65);
}

#[test]
fn rustfmt_does_not_change_what_a_mark_speaks_of() {
    if Command::new("rustfmt").arg("--version").output().is_err() {
        eprintln!("NOTICE: rustfmt is not installed, so bindings after formatting were not tested");
        return;
    }
    let mut failures = String::new();
    for (group, cases) in ALL {
        for (name, code, expected) in *cases {
            let Some(formatted) = rustfmt(code) else {
                failures += &format!("{group}, {name}: rustfmt refuses\n{code}\n");
                continue;
            };
            let found = bindings(&formatted);
            if found != *expected {
                failures += &format!("{group}, {name}: expected {expected:?}, found {found:?} in\n{formatted}\n");
            }
        }
    }
    for (name, code, _, expected) in MOVED {
        assert_eq!(rustfmt(code).map(|formatted| bindings(&formatted)), Some(vec![(*expected).to_owned()]), "{name}");
    }
    assert!(failures.is_empty(), "{failures}");
}

fn rustfmt(code: &str) -> Option<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=100"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(code.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}
