//# format
fn formatting() {
    let a = source();
    let b = String::new();
    sink(format!("{}", a));
    //^ flow
    sink(format!("{a}"));
    //^ flow
    sink(format!("{0} {1}", b, a));
    //^ flow
    sink(format!("{name}", name = a));
    //^ flow
    sink(format!("{b} {:?}", b));
    //^ none
    sink(format!("{a:?}"));
    //^ flow
}

//# print
fn printing() {
    let a = source();
    let b = String::new();
    println!("{a}");
    //^ flow
    eprintln!("{} {}", b, a);
    //^ flow
    println!("{b}");
    //^ none
    print!("a");
    //^ none
    dbg!(&a);
    //^ flow
}

//# log
fn logging() {
    let mail = source();
    let size = 3;
    log::info!("{}", mail);
    //^ flow
    log::info!("{size}");
    //^ none
    log::warn!(target: "mail", "{mail}");
    //^ flow
    log::error!(user = mail.as_str(); "failed");
    //^ flow
    log::debug!(size; "failed");
    //^ none
}

//# tracing fields
fn tracing_fields() {
    let mail = source();
    let size = 3;
    tracing::info!(user.email = %mail, "signed up");
    //^ flow
    tracing::info!(mail, "signed up");
    //^ flow
    tracing::info!(?mail);
    //^ flow
    tracing::info!(size, "signed up");
    //^ none
    tracing::error!(error = ?size, "no {size}");
    //^ none
    tracing::warn!(size, "no {mail}");
    //^ flow
    let _span = tracing::info_span!("request", mail = %mail).entered();
    //^ flow
}

//# panics and assertions
fn panics(flag: u32) {
    let mail = source();
    assert!(flag > 1, "no {mail}");
    //^ flow
    assert_eq!(mail, "x");
    //^ none
    if flag == 2 {
        panic!("no {}", mail);
        //^ flow
    }
    if flag == 3 {
        panic!("no");
        //^ none
    }
}

//# write into a buffer
fn buffers() {
    let mut out = String::new();
    write!(out, "{}", 3).unwrap();
    println!("{out}");
    //^ none
    writeln!(&mut out, "{}", source()).unwrap();
    println!("{out}");
    //^ flow
}

//# derived Debug
#[derive(Debug)]
struct User {
    mail: String,
    size: u32,
}
fn derived() {
    let user = User { mail: source(), size: 1 };
    println!("{:?}", user);
    //^ flow
    println!("{}", user.size);
    //^ none
}

//# Debug by hand
struct Hidden {
    mail: String,
    size: u32,
}
impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hidden").field("size", &self.size).finish()
    }
}
fn by_hand() {
    let user = Hidden { mail: source(), size: 1 };
    println!("{user:?}");
    //^ none
    println!("{}", user.mail);
    //^ flow
}

//# Display by hand
struct Shown {
    mail: String,
    size: u32,
}
impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.mail)
    }
}
fn displayed() {
    let user = Shown { mail: source(), size: 1 };
    println!("{user}");
    //^ flow
    println!("{}", user.to_string());
    //^ flow
    let other = Shown { mail: String::new(), size: number() };
    println!("{other}");
    //^ none
}

//# a redacted struct inside another
#[derive(Debug)]
struct Session {
    user: Hidden,
    id: u32,
}
fn inside() {
    let session = Session { user: Hidden { mail: source(), size: 1 }, id: 2 };
    println!("{session:?}");
    //^ none
    let list = vec![session];
    println!("{:?}", list);
    //^ none
    let other = Some(User { mail: source(), size: 1 });
    println!("{other:?}");
    //^ flow
}

//# wrappers that redact
struct Login {
    password: secrecy::SecretString,
    name: String,
}
fn wrapped(login: Login) {
    let secret = secrecy::SecretString::from(source());
    println!("{:?}", secret);
    //^ none
    println!("{}", secret.expose_secret());
    //^ flow
}

//# fields that Debug skips
#[derive(derivative::Derivative)]
#[derivative(Debug)]
struct Skipping {
    #[derivative(Debug = "ignore")]
    mail: String,
    size: u32,
}
fn skipping() {
    let value = Skipping { mail: source(), size: 1 };
    println!("{:?}", value);
    //^ none
    println!("{:?}", value.mail);
    //^ flow
}

//# vec and json
fn collections() {
    let a = source();
    let list = vec![String::new(), a.clone()];
    println!("{:?}", list);
    //^ flow
    let body = serde_json::json!({ "mail": a, "size": 3 });
    sink(&body["size"]);
    //^ none
    sink(&body["mail"]);
    //^ flow
    sink(body);
    //^ flow
    sink(serde_json::json!({ "size": 3 }));
    //^ none
}

//# unknown macros
fn unknown_macros() {
    let a = source();
    sink(something!(a, 3));
    //^ flow
    sink(something!(3));
    //^ none
}

//# macros of the project
macro_rules! pick_first {
    ($a:expr, $b:expr) => {
        $a
    };
}
macro_rules! report {
    ($text:expr) => {
        println!("report: {}", $text)
    };
}
fn own_macros() {
    let a = source();
    sink(pick_first!(a.clone(), 3));
    //^ flow
    sink(pick_first!(3, a.clone()));
    //^ none
}

//# errors that carry text
fn carries() -> anyhow::Result<u32> {
    anyhow::bail!("no {}", source())
}
fn carries_clean() -> anyhow::Result<u32> {
    anyhow::bail!("no {}", 3)
}
fn error_text() {
    if let Err(error) = carries() {
        println!("{error}");
        //^ flow
    }
    if let Err(error) = carries_clean() {
        println!("{error}");
        //^ none
    }
}

//# matches
fn matching() {
    let a = source();
    sink(matches!(a.as_str(), "x"));
    //^ none
    sink(stringify!(a));
    //^ none
    sink(concat_all!(a));
    //^ flow
}

//# a debug builder is none of the program's own
struct Upload {
    key: String,
}
impl Upload {
    fn finish(&self) {
        sink(&self.key);
        //^ none
    }
}
struct Limiter {
    mail: String,
}
impl std::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limiter").field("mail", &self.mail).finish()
    }
}
fn shown_by_a_builder() {
    let limiter = Limiter { mail: source() };
    sink(format!("{limiter:?}"));
    //^ flow
}
