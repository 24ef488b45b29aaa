use crate::SignUp;
use std::io::Write;
async fn w1(axum::extract::Json(form): axum::extract::Json<SignUp>) -> String { let s = serde_json::to_string_pretty(&form).unwrap(); tokio::fs::write("a", &s).await.unwrap(); s } //~ file
fn w2(form: SignUp, dir: &std::path::Path) -> std::io::Result<()> { let path = dir.join("users.txt"); let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path)?; file.write_all(form.email.as_bytes())?; file.write_all(b"\n") } //~ file
fn w3(form: SignUp) -> anyhow::Result<()> { let file = std::fs::File::create("a")?; let mut gz = flate2::write::GzEncoder::new(std::io::BufWriter::new(file), flate2::Compression::fast()); serde_json::to_writer(&mut gz, &form)?; gz.finish()?; Ok(()) } //~ file
struct Writer<W: Write> { inner: W, count: usize }
impl<W: Write> Writer<W> { fn line(&mut self, text: &str) -> std::io::Result<()> { self.count += 1; writeln!(self.inner, "{} {text}", self.count) } } //~ missed file
fn w4(form: SignUp) { let mut w = Writer { inner: std::fs::File::create("a").unwrap(), count: 0 }; w.line(&form.email).unwrap(); println!("{}", w.count); }
async fn w5(form: SignUp, mut stream: tokio::net::TcpStream) -> std::io::Result<()> { use tokio::io::AsyncWriteExt; let (_, mut out) = tokio::io::split(stream); out.write_all(form.email.as_bytes()).await } //~ network
async fn w6(form: SignUp) { let stream = tokio::net::TcpStream::connect("a:1").await.unwrap(); let mut out = tokio::io::BufWriter::new(stream); tokio::io::AsyncWriteExt::write_all(&mut out, form.email.as_bytes()).await.unwrap(); } //~ network
fn w7(form: SignUp) { let sock = std::net::UdpSocket::bind("a:1").unwrap(); sock.connect("b:1").unwrap(); sock.send(format!("{}", form.email).as_bytes()).unwrap(); } //~ network
fn w8(form: SignUp, c: native_tls::TlsConnector) { let s = std::net::TcpStream::connect("a:1").unwrap(); let mut s = c.connect("a", s).unwrap(); s.write_all(form.email.as_bytes()).unwrap(); } //~ network
fn w9(form: SignUp) { let mut child = std::process::Command::new("mail").stdin(std::process::Stdio::piped()).spawn().unwrap(); let mut stdin = child.stdin.take().unwrap(); writeln!(stdin, "{}", form.email).unwrap(); } //~ process
fn w10(form: SignUp) { let out = std::process::Command::new("whois").arg("-h").arg(&form.email).output().unwrap(); println!("{}", String::from_utf8_lossy(&out.stdout)); } //~ process
async fn w11(form: SignUp, client: &reqwest::Client) -> reqwest::Result<u16> { let body = serde_json::json!({ "to": [form.email], "n": 1 }); let response = client.post("https://a.example").bearer_auth("t").json(&body).send().await?; Ok(response.status().as_u16()) } //~ network
fn w12(form: SignUp) { let url = format!("https://a.example/users/{}/x", urlencoding::encode(&form.email)); let _ = reqwest::blocking::Client::new().delete(url).send(); } //~ network
fn w13(form: SignUp) { let mut url = url::Url::parse("https://a.example").unwrap(); url.path_segments_mut().unwrap().push(&form.email); ureq::get(url.as_str()).call().unwrap(); } //~ network
async fn w14(form: SignUp, tx: tokio::sync::mpsc::Sender<SignUp>) { tx.send(form).await.unwrap(); }
async fn w15(mut rx: tokio::sync::mpsc::Receiver<SignUp>) { while let Some(form) = rx.recv().await { tracing::info!(mail = %form.email); } } //~ log
fn w16(form: SignUp) -> Result<(), String> { if form.password.len() < 8 { return Err(format!("{} is too short", form.password)); } Ok(()) }
fn w17(form: SignUp) { match w16(form) { Ok(()) => {}, Err(why) => log::warn!("{why}") } } //~ log
fn w18(form: SignUp) { w16(form).unwrap_or_else(|why| eprintln!("{why}")); } //~ display
fn w19(form: SignUp) { let line = std::iter::once(form.email.as_str()).chain(["a", "b"]).collect::<Vec<_>>().join(";"); std::fs::write("a.csv", line).unwrap(); } //~ file
fn w20(form: SignUp) { let masked = format!("{}***", &form.card_number[..0]); log::info!("{}", "x".repeat(form.card_number.len())); }
fn w21(form: SignUp) { let tail = &form.card_number[form.card_number.len() - 4..]; log::info!("card …{tail}"); } //~ log
fn w22(form: SignUp) { let n = form.card_number.parse::<u64>().unwrap_or_default() % 97; log::info!("{n}"); } //~ log
fn w23(form: SignUp) { if form.card_number.starts_with('4') { log::info!("visa"); } else { log::info!("other"); } }
enum Kind { Visa, Other }
fn kind(number: &str) -> Kind { if number.starts_with('4') { Kind::Visa } else { Kind::Other } }
impl std::fmt::Display for Kind { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { match self { Kind::Visa => write!(f, "visa"), Kind::Other => write!(f, "other") } } }
fn w24(form: SignUp) { log::info!("{}", kind(&form.card_number)); }
#[derive(serde::Serialize)] struct Event<'a> { name: &'static str, mail: &'a str, at: u64 }
async fn w25(form: SignUp, c: reqwest::Client) { let e = Event { name: "signup", mail: &form.email, at: 1 }; c.post("https://a.example").body(serde_json::to_vec(&e).unwrap()).send().await.unwrap(); } //~ network
fn w26(form: SignUp) { let e = Event { name: "signup", mail: &form.email, at: 1 }; log::info!("{} {}", e.name, e.at); }
fn w27(form: SignUp, conn: &rusqlite::Connection) -> rusqlite::Result<usize> { let mut stmt = conn.prepare("update u set mail = ?1 where id = ?2")?; stmt.execute((form.email, 1)) } //~ storage
fn w28(form: SignUp, pool: &r2d2::Pool<r2d2_sqlite::SqliteConnectionManager>) { let conn = pool.get().unwrap(); conn.execute("insert into u values (?1)", [&form.email]).unwrap(); } //~ storage
async fn w29(form: SignUp, pool: sqlx::PgPool) -> sqlx::Result<()> { let mut conn = pool.acquire().await?; sqlx::query("insert into u values ($1)").bind(&form.email).execute(&mut *conn).await?; Ok(()) } //~ storage
async fn w30(form: SignUp, redis: redis::Client) -> redis::RedisResult<()> { let mut con = redis.get_multiplexed_async_connection().await?; redis::cmd("SET").arg("mail").arg(form.email).query_async(&mut con).await } //~ storage
