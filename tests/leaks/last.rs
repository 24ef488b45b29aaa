use crate::SignUp;
use std::collections::HashMap;
use std::io::{BufWriter, Write};
fn y1(form: SignUp) { let line = format!("{:?}", (form.email.as_str(), 1)); log::info!("{line}"); } //~ log
fn y2(form: SignUp) { let mut fields = HashMap::new(); fields.insert("mail", form.email); tracing::info!(?fields); } //~ log
fn y3(form: SignUp) { let text: String = vec![form.email, "x".into()].into_iter().map(|s| s + "\n").collect(); print!("{text}"); } //~ display
fn y4(form: SignUp) { let o = Some(form.email).filter(|m| m.contains('@')); match o { Some(m) => log::info!("{m}"), None => log::info!("none") } } //~ log
struct Ctx<'a> { form: &'a SignUp, out: BufWriter<std::fs::File> }
impl Ctx<'_> { fn dump(&mut self) -> std::io::Result<()> { writeln!(self.out, "{}", self.form.password) } } //~ file
fn y5(form: SignUp) { let mut c = Ctx { form: &form, out: BufWriter::new(std::fs::File::create("a").unwrap()) }; c.dump().unwrap(); }
fn y6(form: SignUp) { let f = |who: &str| log::warn!("{who}"); f(&form.email); } //~ log
fn y7(form: SignUp) { let names: Vec<&str> = form.email.split('.').collect(); if let Some(last) = names.last() { eprintln!("{last}"); } } //~ display
fn y8(form: SignUp) { let c = form.email.chars().next(); println!("{}", c.is_some()); }
fn y9(form: SignUp) { let Ok(n) = form.card_number.parse::<u64>() else { return }; println!("{}", n / 10); } //~ display
async fn y10(form: SignUp) -> Result<(), reqwest::Error> { let client = reqwest::Client::builder().user_agent("x").build()?; let req = client.post("https://a.example").query(&[("m", &form.email)]); req.send().await?.error_for_status()?; Ok(()) } //~ network
async fn y11(form: SignUp) { let body = format!("mail={}", form.email); let req = http::Request::builder().method("POST").uri("https://a.example").body(body).unwrap(); let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http(); client.request(req).await.unwrap(); } //~ network
fn y12(form: SignUp) { let m = lettre::Message::builder().from("a@a.example".parse().unwrap()).to("b@a.example".parse().unwrap()).subject("new").body(format!("{}", form.email)).unwrap(); lettre::Transport::send(&lettre::SmtpTransport::unencrypted_localhost(), &m).unwrap(); } //~ network
fn y13(form: SignUp, conn: &mut diesel::PgConnection) -> diesel::QueryResult<usize> { use diesel::prelude::*; diesel::update(users::table.filter(users::id.eq(1))).set((users::mail.eq(&form.email), users::age.eq(3))).execute(conn) } //~ storage
fn y14(form: SignUp, conn: &rusqlite::Connection) -> rusqlite::Result<()> { let tx = conn.unchecked_transaction()?; { let mut s = tx.prepare("insert into u values (?)")?; for word in form.email.split('.') { s.execute([word])?; } } tx.commit() } //~ storage
async fn y15(form: SignUp, db: mongodb::Database) -> mongodb::error::Result<()> { let doc = mongodb::bson::doc! { "mail": &form.email, "n": 1 }; db.collection("users").insert_one(doc).await?; Ok(()) } //~ storage
async fn y16(form: SignUp, con: &mut redis::aio::ConnectionManager) -> redis::RedisResult<()> { use redis::AsyncCommands; con.set_ex::<_, _, ()>("k", serde_json::to_string(&form).unwrap(), 9).await } //~ storage
fn y17(form: SignUp, db: &sled::Db) -> sled::Result<()> { db.update_and_fetch("k", |_| Some(form.email.as_bytes().to_vec()))?; Ok(()) } //~ missed storage
fn y18(form: SignUp) { std::fs::create_dir_all(format!("/home/{}", form.email)).unwrap(); }
fn y19(form: SignUp) { let mut f = std::fs::File::options().append(true).open("a").unwrap(); std::io::Write::write_fmt(&mut f, format_args!("{}", form.email)).unwrap(); } //~ file
fn y20(form: SignUp) { let p = std::process::Command::new("sh").env("MAIL", form.email).spawn().unwrap(); } //~ process
fn y21(form: SignUp) { let hash = argon2::hash_encoded(form.password.as_bytes(), b"salt", &argon2::Config::default()).unwrap(); std::fs::write("h", hash).unwrap(); } //~ file
fn y22(form: SignUp) { let same = form.password == std::env::var("SECRET").unwrap_or_default(); log::info!("{same}"); }
fn y23(form: SignUp) { let ord = form.email.cmp(&String::from("b")); log::info!("{ord:?}"); }
fn y24(form: SignUp) { let first = form.email.bytes().position(|b| b == b'@'); log::info!("{first:?}"); }
fn y25(form: SignUp) { let v = vec![form]; let total = v.iter().map(|f| f.email.len() + f.password.len()).sum::<usize>(); log::info!("{total}"); }
fn y26(form: SignUp) { let forms = vec![form]; let mails: Vec<_> = forms.iter().map(|f| &f.email).collect(); log::info!("{mails:?}"); } //~ log
fn y27(form: SignUp) { let forms = vec![form]; let by: HashMap<_, _> = forms.into_iter().map(|f| (f.email.clone(), f)).collect(); for (mail, f) in &by { log::info!("{mail}"); } } //~ log
fn y28(form: SignUp) { let (a, b) = rayon::join(|| form.email.to_uppercase(), || 1); println!("{b}"); println!("{a}"); } //~ display
fn y29(form: SignUp) { let cell = std::sync::OnceLock::new(); cell.set(form.email).unwrap(); println!("{}", cell.get().unwrap()); } //~ display
static LAST: std::sync::Mutex<Option<String>> = std::sync::Mutex::new(None);
fn y30(form: SignUp) { *LAST.lock().unwrap() = Some(form.email); }
fn y31() { if let Some(mail) = LAST.lock().unwrap().as_ref() { println!("{mail}"); } } //~ display
trait Notify { fn notify(&self, what: &str) -> Result<(), String>; fn twice(&self, what: &str) -> Result<(), String> { self.notify(what)?; self.notify(what) } }
struct Mailer { from: String } struct Silent;
impl Notify for Mailer { fn notify(&self, what: &str) -> Result<(), String> { println!("{}: {what}", self.from); Ok(()) } } //~ display
impl Notify for Silent { fn notify(&self, _: &str) -> Result<(), String> { println!("-"); Ok(()) } }
fn y32(form: SignUp) { let n: Box<dyn Notify> = Box::new(Mailer { from: String::new() }); n.twice(&form.email).unwrap(); }
fn y33(form: SignUp) { Silent.twice(&form.email).unwrap(); }
async fn y34(form: SignUp) { let s = futures::stream::iter([form.email]); futures::pin_mut!(s); while let Some(m) = futures::StreamExt::next(&mut s).await { tracing::info!("{m}"); } } //~ log
async fn y35(form: SignUp) { let m = std::sync::Arc::new(tokio::sync::Mutex::new(String::new())); { let m = m.clone(); tokio::spawn(async move { m.lock().await.push_str(&form.email) }).await.unwrap(); } tracing::info!("{}", m.lock().await); } //~ log
fn y36(form: SignUp) { let x = Box::new(form); let SignUp { email, .. } = *x; println!("{email}"); } //~ display
fn y37(form: SignUp) { let r = std::rc::Rc::new(std::cell::RefCell::new(String::new())); let w = std::rc::Rc::downgrade(&r); w.upgrade().unwrap().borrow_mut().push_str(&form.email); println!("{}", r.borrow()); } //~ display
fn y38(form: SignUp) { let mut it = form.email.splitn(2, '@'); let (Some(a), Some(_)) = (it.next(), it.next()) else { return }; println!("{a}"); } //~ display
fn y39(form: SignUp) { let mut v = vec![0u8; 4]; v[..2].copy_from_slice(&form.email.as_bytes()[..2]); println!("{v:?}"); } //~ display
fn y40(form: SignUp) { println!("{}", concat!("a", "b")); let _ = form; }
