use crate::SignUp;
use std::io::{BufRead, Read, Write};
fn u1() { let mail = std::env::var("EMAIL").unwrap_or_else(|_| "none".into()); println!("{}", mail.trim()); } //~ display
fn u2() { match std::env::var("EMAIL") { Ok(mail) => log::info!("{mail}"), Err(e) => log::warn!("{e}") } } //~ log
fn u3() { if let Some(mail) = std::env::var_os("EMAIL") { log::info!("{}", mail.to_string_lossy()); } } //~ log
fn u4() -> Option<()> { let user = std::env::var("USER").ok()?; log::info!("{}", user); Some(()) } //~ log
fn u5() { let user = option_env!("USER"); log::info!("{user:?}"); }
fn u6(e: &keyring::Entry) -> keyring::Result<()> { let p = e.get_password()?; std::fs::write("p", p).unwrap(); Ok(()) } //~ file
fn u7() { let p = rpassword::read_password().unwrap(); log::debug!("{p}"); } //~ log
fn u8() { let id = std::fs::read_to_string("/etc/machine-id").unwrap(); reqwest::blocking::get(format!("https://a.example/{}", id.trim())).unwrap(); } //~ network
fn u9() { let mut id = String::new(); std::fs::File::open("/etc/machine-id").unwrap().read_to_string(&mut id).unwrap(); println!("{id}"); } //~ display
fn u10(h: &http::HeaderMap) { if let Some(v) = h.get("x-forwarded-for") { log::info!("{}", v.to_str().unwrap()); } } //~ log
fn u11(h: &axum::http::HeaderMap) { let agent = h.get(http::header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or(""); log::info!("{agent}"); } //~ log
fn u12(s: &std::net::TcpStream) { let from = s.peer_addr().unwrap(); log::info!("{}", from.ip()); } //~ log
async fn u13(s: tokio::net::TcpStream) -> std::io::Result<()> { tracing::info!("{}", s.peer_addr()?); Ok(()) } //~ log
#[derive(serde::Deserialize, Debug)] struct Profile { email: String, name: String, theme: String }
fn u14(text: &str) { let p = serde_json::from_str::<Profile>(text).map_err(|e| e.to_string()); if let Ok(Profile { email, .. }) = p { println!("{email}"); } } //~ display
fn u15(text: &str) { let Ok(p) = toml::from_str::<Profile>(text) else { return }; log::info!("{p:?}"); } //~ log
fn u16(text: &str) { let all: Vec<Profile> = serde_json::from_str(text).unwrap(); for p in &all { println!("{}", p.email); } } //~ display
fn u17(text: &str) { let all: std::collections::HashMap<String, Profile> = serde_json::from_str(text).unwrap(); for (k, p) in all { println!("{}", p.email); } } //~ display
fn u18(text: &str) { let p: Profile = serde_json::from_str(text).unwrap(); println!("{}", p.theme); } //~ display
fn u19(text: &[u8]) { for p in serde_json::Deserializer::from_slice(text).into_iter::<Profile>() { println!("{}", p.unwrap().email); } } //~ display
fn u20() { let mut r = csv::Reader::from_path("a").unwrap(); for p in r.deserialize() { let p: Profile = p.unwrap(); println!("{}", p.email); } } //~ display
fn u21() { let mut r = csv::Reader::from_path("a").unwrap(); let all = r.deserialize::<Profile>().collect::<Result<Vec<_>, _>>().unwrap(); println!("{}", all[0].email); } //~ display
async fn u22(c: reqwest::Client) -> reqwest::Result<()> { let p = c.get("https://a.example").send().await?.error_for_status()?.json::<Profile>().await?; std::fs::write("p", p.email).unwrap(); Ok(()) } //~ file
async fn u23(axum::Json(Profile { email, .. }): axum::Json<Profile>) { tracing::info!(%email); } //~ log
async fn u24(body: axum::extract::Json<Profile>) { let p = body.0; tracing::info!("{}", p.name); } //~ log
async fn u25(form: actix_web::web::Query<Profile>) { log::info!("{}", form.0.email); } //~ log
async fn u26(axum::extract::State(db): axum::extract::State<sqlx::PgPool>, axum::Form(f): axum::Form<Profile>) { sqlx::query("insert into p values ($1)").bind(f.email).execute(&db).await.unwrap(); } //~ storage
struct App { db: sqlx::PgPool, client: reqwest::Client }
impl App {
    async fn keep(&self, p: &Profile) { sqlx::query("insert into p values ($1)").bind(&p.email).execute(&self.db).await.unwrap(); } //~ storage
    async fn tell(&self, p: &Profile) { self.client.post("https://a.example").json(p).send().await.unwrap(); } //~ network
    async fn both(&self, p: Profile) { self.keep(&p).await; self.tell(&p).await; }
}
async fn u27(app: std::sync::Arc<App>, axum::Json(p): axum::Json<Profile>) { app.both(p).await; }
#[derive(clap::Parser)] struct Cli { #[arg(long, env = "EMAIL")] email: Option<String>, #[command(subcommand)] command: Cmd }
#[derive(clap::Subcommand)] enum Cmd { Login { #[arg(long)] password: String }, List }
fn u28() { let cli = <Cli as clap::Parser>::parse(); match cli.command { Cmd::Login { password } => println!("{password}"), Cmd::List => println!("list") } } //~ display
fn u29() { let cli = <Cli as clap::Parser>::parse(); if let Some(email) = &cli.email { eprintln!("{email}"); } } //~ display
fn u30(form: SignUp) { let mut log = std::fs::OpenOptions::new().append(true).create(true).open("log").unwrap(); writeln!(log, "{}: login {:?}", 1, form.email).unwrap(); } //~ file
fn u31(form: SignUp) -> String { let text = format!("<b>{}</b>", form.email); text }
fn u32(form: SignUp) { println!("{}", u31(form)); } //~ display
fn u33(form: SignUp) { let (tx, rx) = std::sync::mpsc::channel(); std::thread::spawn(move || tx.send(form.email).unwrap()); for mail in rx { println!("{mail}"); } } //~ display
fn u34(form: SignUp) { let job: Box<dyn FnOnce() + Send> = Box::new(move || println!("{}", form.password)); job(); } //~ display
fn u35(form: SignUp) { let s: &'static str = Box::leak(form.email.into_boxed_str()); log::info!("{s}"); } //~ log
trait Channel { fn deliver(&self, text: &str); }
struct Console; struct Nothing;
impl Channel for Console { fn deliver(&self, text: &str) { println!("{text}"); } } //~ display
impl Channel for Nothing { fn deliver(&self, _text: &str) { println!("delivered"); } }
fn u36(form: SignUp, channels: &[Box<dyn Channel>]) { for c in channels { c.deliver(&form.email); } }
struct Secret<T>(T);
impl<T> std::fmt::Display for Secret<T> { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("[hidden]") } }
impl<T> Secret<T> { fn reveal(&self) -> &T { &self.0 } }
fn u37(form: SignUp) { let s = Secret(form.password); println!("{s}"); }
fn u38(form: SignUp) { let s = Secret(form.password); println!("{}", s.reveal()); } //~ display
fn u39(form: SignUp) { let short: String = form.card_number.chars().rev().take(4).collect(); println!("{short}"); } //~ display
fn u40(form: SignUp) { println!("{}", form.email.is_empty()); }
fn u41(form: SignUp) { let hash = sha2::Sha256::digest(form.password.as_bytes()); println!("{hash:x}"); } //~ display
fn u42(form: SignUp) { use sha2::Digest; let mut h = sha2::Sha256::new(); h.update(&form.password); let out = h.finalize(); println!("{}", hex::encode(out)); } //~ display
fn u43(form: SignUp) { let ok = bcrypt::verify(&form.password, "hash").unwrap(); println!("{ok}"); }
fn u44(form: SignUp) { let r = std::panic::catch_unwind(|| form.email.clone()); if let Ok(mail) = r { println!("{mail}"); } } //~ display
fn u45(form: SignUp) { let mut out = Vec::new(); out.write_all(form.email.as_bytes()).unwrap(); std::io::stdout().write_all(&out).unwrap(); } //~ display
fn u46(form: SignUp) { let reader = std::io::Cursor::new(form.email); for line in reader.lines() { println!("{}", line.unwrap()); } } //~ display
fn u47(form: SignUp) { println!("{}", std::mem::size_of_val(&form.email)); }
fn u48(form: SignUp) { let nums = [form.email.len(), form.password.len()]; println!("{nums:?}"); }
fn u49(form: SignUp) { let map: std::collections::BTreeMap<_, _> = [("mail", form.email), ("x", String::new())].into_iter().collect(); println!("{map:?}"); } //~ display
fn u50(form: SignUp) { let map: std::collections::BTreeMap<_, _> = [("mail", form.email)].into_iter().collect(); for k in map.keys() { println!("{k}"); } }
