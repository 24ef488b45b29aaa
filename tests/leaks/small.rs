use crate::SignUp;
use std::io::{Read, Write};
fn z1(form: SignUp) { let lines = [format!("mail: {}", form.email), String::from("end")]; for line in lines.iter().take(1) { println!("{line}"); } } //~ display
fn z2(form: SignUp) { let mut out = std::io::stdout().lock(); for part in form.email.as_bytes().chunks(3) { out.write_all(part).unwrap(); } } //~ display
fn z3(form: SignUp) { let text = std::fmt::format(format_args!("{}", form.password)); log::debug!("{text}"); } //~ log
fn z4(form: SignUp) { let mut s = form.email; s.retain(|c| c != '.'); s.push('!'); log::info!("{s}"); } //~ log
fn z5(form: SignUp) { let e: Result<u8, _> = form.email.parse::<u8>(); log::info!("{}", e.is_err()); }
fn z6(form: SignUp) { let file = std::fs::File::create("a").unwrap(); let mut out = std::io::BufWriter::with_capacity(9, file); out.write_all(form.email.as_bytes()).unwrap(); } //~ file
fn z7(form: SignUp) { let file = std::sync::Arc::new(std::sync::Mutex::new(std::fs::File::create("a").unwrap())); let copy = file.clone(); std::thread::spawn(move || writeln!(copy.lock().unwrap(), "{}", form.email)); } //~ file
fn z8(form: SignUp) { let mut text = String::new(); form.email.as_bytes().take(4).read_to_string(&mut text).unwrap(); eprintln!("{text}"); } //~ display
async fn z9(form: SignUp, mut tx: tokio::net::tcp::OwnedWriteHalf) { use tokio::io::AsyncWriteExt; tx.write_all(format!("{}\r\n", form.email).as_bytes()).await.unwrap(); } //~ network
async fn z10(form: SignUp) -> Result<(), reqwest::Error> { let text = reqwest::Client::new().post("https://a.example").json(&[form]).send().await?.text().await?; tracing::info!("{text}"); Ok(()) } //~ network
async fn z11(form: SignUp, pool: sqlx::SqlitePool) { for word in form.email.split('.') { sqlx::query("insert into w values (?)").bind(word).execute(&pool).await.unwrap(); } } //~ storage
fn z12(form: SignUp, conn: &rusqlite::Connection) { let rows: Vec<String> = vec![form.email]; for row in &rows { conn.execute("insert into u values (?)", rusqlite::params![row, 1]).unwrap(); } } //~ storage
fn z13(form: SignUp, c: &mut postgres::Client) { let mut t = c.transaction().unwrap(); t.execute("insert into u values ($1)", &[&form.email.trim()]).unwrap(); t.commit().unwrap(); } //~ storage
fn z14(form: SignUp) { let v = serde_json::json!({ "user": { "mail": form.email, "n": 1 } }); println!("{}", v["user"]["mail"]); } //~ display
fn z15(form: SignUp) { let v = serde_json::json!({ "user": { "mail": form.email, "n": 1 } }); println!("{}", v["user"]["n"]); }
fn z16(form: SignUp) { let t: (u8, (String, u8)) = (1, (form.email, 2)); let (_, (mail, n)) = t; println!("{n}"); println!("{mail}"); } //~ display
fn z17(form: SignUp) { let a = [form.email.len() as u8, 1]; println!("{a:?}"); }
fn z18(form: SignUp) { let x = Some(&form.email).map(|m| m.len()).unwrap_or(0); println!("{x}"); }
fn z19(form: SignUp) { let mut opt = None; opt.replace(form.email); println!("{opt:?}"); } //~ display
fn z20(form: SignUp) { let kept = std::cell::RefCell::new(vec![]); kept.borrow_mut().push(form.email); println!("{}", kept.borrow().join(" ")); } //~ display
enum Step { Ask, Told(String), Done }
fn step(s: Step, mail: &str) -> Step { match s { Step::Ask => Step::Told(mail.to_string()), Step::Told(_) | Step::Done => Step::Done } }
fn z21(form: SignUp) { if let Step::Told(mail) = step(Step::Ask, &form.email) { println!("{mail}"); } } //~ display
fn z22(form: SignUp) { match step(Step::Ask, &form.email) { Step::Done => println!("done"), _ => {} } }
struct Repo { rows: Vec<SignUp> }
impl Repo { fn find(&self, mail: &str) -> Option<&SignUp> { self.rows.iter().find(|r| r.email == mail) } fn count(&self) -> usize { self.rows.len() } }
fn z23(form: SignUp) { let repo = Repo { rows: vec![form] }; println!("{}", repo.count()); if let Some(r) = repo.find("x") { println!("{}", r.card_number); } } //~ display
fn z24(form: SignUp) { let f: fn(&SignUp) -> &str = |f| &f.email; println!("{}", f(&form)); } //~ display
fn z25(form: SignUp) { let s = form.password.as_str(); let masked: String = s.chars().enumerate().map(|(i, c)| if i == 0 { c } else { '*' }).collect(); println!("{masked}"); } //~ display
fn z26(form: SignUp) { let n = form.password.chars().filter(|c| c.is_numeric()).count(); println!("{n}"); }
fn z27(form: SignUp) { log::info!("{}", std::any::type_name_of_val(&form.email)); }
async fn z28(form: SignUp) { let (a, b) = tokio::join!(async { form.email.clone() }, async { 1 }); tracing::info!("{b}"); tracing::info!("{a}"); } //~ log
fn z29(form: SignUp) { std::thread::scope(|s| { s.spawn(|| println!("{}", form.email)); }); } //~ display
fn z30(form: SignUp) { let p = Box::into_raw(Box::new(form.email)); let b = unsafe { Box::from_raw(p) }; println!("{b}"); } //~ display
