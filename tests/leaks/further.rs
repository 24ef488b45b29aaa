use crate::SignUp;
use std::io::Write;
#[derive(Debug, Clone, serde::Serialize)] struct Audit { who: String, what: &'static str, at: u64 }
impl From<&SignUp> for Audit { fn from(form: &SignUp) -> Self { Audit { who: form.email.clone(), what: "signup", at: 0 } } }
fn x1(form: SignUp) { let audit = Audit::from(&form); log::info!("{audit:?}"); } //~ log
fn x2(form: SignUp) { let audit: Audit = (&form).into(); log::info!("{} {}", audit.what, audit.at); }
fn x3(form: SignUp) { let line = serde_json::to_string(&Audit::from(&form)).unwrap_or_default(); writeln!(std::io::stderr(), "{line}").ok(); } //~ display
struct Logger { prefix: String, out: Box<dyn Write> }
impl Logger { fn log(&mut self, args: std::fmt::Arguments<'_>) { log::info!("{}{}", self.prefix, args); } } //~ log
fn x4(form: SignUp, logger: &mut Logger) { logger.log(format_args!("mail {}", form.email)); }
macro_rules! audit { ($level:ident, $($arg:tt)+) => { log::$level!(target: "audit", $($arg)+) }; }
fn x5(form: SignUp) { audit!(warn, "{} signed up", form.email); } //~ missed log
fn x6(form: SignUp) { audit!(warn, "somebody signed up: {}", form.email.len()); }
struct Guard<'a>(&'a str);
impl Drop for Guard<'_> { fn drop(&mut self) { log::debug!("done with {}", self.0); } } //~ log
fn x7(form: SignUp) { let _guard = Guard(&form.email); }
fn x8(form: SignUp) { let users = std::sync::Mutex::new(Vec::new()); users.lock().unwrap().push(form); for user in users.lock().unwrap().iter() { log::info!("{}", user.email); } } //~ log
fn x9(form: SignUp) -> Result<(), Box<dyn std::error::Error>> { Err(format!("no such user: {}", form.email))? }
fn x10(form: SignUp) { if let Err(e) = x9(form) { eprintln!("error: {e}"); } } //~ display
#[derive(Debug, thiserror::Error)] enum Bad { #[error("bad mail {0}")] Mail(String), #[error("bad form")] Form }
fn x11(form: SignUp) -> Result<(), Bad> { Err(Bad::Mail(form.email)) }
fn x12(form: SignUp) { x11(form).unwrap_or_else(|e| log::error!("{e}")); } //~ log
fn x13(form: SignUp) -> Result<(), Bad> { if form.email.is_empty() { Err(Bad::Form) } else { Ok(()) } }
fn x14(form: SignUp) { if let Err(e) = x13(form) { log::error!("{e}"); } }
const QUERY: &str = "insert into users (mail, secret) values ($1, $2)";
async fn x15(form: SignUp, pool: &sqlx::PgPool) -> sqlx::Result<()> { sqlx::query(QUERY).bind(form.email).bind(form.password).execute(pool).await.map(|_| ()) } //~ storage
async fn x16(form: SignUp, pool: &sqlx::PgPool) { let n: i64 = sqlx::query_scalar("select count(*) from users where mail = $1").bind(&form.email).fetch_one(pool).await.unwrap(); log::info!("{n}"); } //~ false storage
fn x17(form: SignUp) { let mut cmd = std::process::Command::new("useradd"); cmd.arg("-m"); cmd.arg(&form.email); cmd.status().unwrap(); } //~ process
fn x18(form: SignUp) { std::env::set_var("MAIL", &form.email); }
fn x19(form: SignUp) { let (name, host) = form.email.split_at(form.email.find('@').unwrap_or(0)); println!("{host}"); } //~ display
fn x20(form: SignUp) { let mut names = std::collections::HashSet::new(); if !names.insert(form.email.clone()) { println!("twice"); } println!("{}", names.len()); }
fn x21(form: SignUp) { let t = std::thread::Builder::new().name(form.email.clone()).spawn(|| {}).unwrap(); t.join().unwrap(); }
async fn x22(form: SignUp) { let h = tokio::spawn(async move { format!("hi {}", form.email) }); tracing::info!("{}", h.await.unwrap()); } //~ log
async fn x23(form: SignUp, url: reqwest::Url) { let mut url = url; url.set_query(Some(&format!("m={}", form.email))); reqwest::get(url).await.unwrap(); } //~ network
fn x24(form: SignUp) { let d = serde_json::to_value(&form).unwrap(); if let Some(m) = d.get("email").and_then(|v| v.as_str()) { println!("{m}"); } } //~ display
fn x25(form: SignUp) { let bytes = bincode::serialize(&form).unwrap(); let back: SignUp = bincode::deserialize(&bytes).unwrap(); println!("{}", back.email); } //~ display
fn x26(form: SignUp) { let file = tempfile::NamedTempFile::new().unwrap(); std::fs::write(file.path(), &form.email).unwrap(); } //~ file
fn x27(form: SignUp) { let mut buf = Vec::new(); { let mut w = std::io::BufWriter::new(&mut buf); w.write_all(form.email.as_bytes()).unwrap(); } println!("{}", buf.len()); }
fn x28(form: SignUp) { let mut buf = Vec::new(); { let mut w = std::io::BufWriter::new(&mut buf); w.write_all(form.email.as_bytes()).unwrap(); } println!("{buf:?}"); } //~ display
fn x29(form: SignUp, tx: &std::sync::mpsc::Sender<Audit>) { tx.send(Audit::from(&form)).unwrap(); }
fn x30(rx: std::sync::mpsc::Receiver<Audit>) { for audit in rx.iter() { println!("{}", audit.who); } } //~ display
