use std::io::{Read, BufRead};
fn s1() { let email = std::env::var("EMAIL").unwrap(); println!("{email}"); } //~ display
fn s2() { let u = std::env::var_os("USER"); println!("{u:?}"); } //~ display
fn s3() { for (k, v) in std::env::vars() { if k == "EMAIL" { println!("{v}"); } } }
fn s4() { let mut password = String::new(); std::io::stdin().read_line(&mut password).unwrap(); println!("{password}"); } //~ missed display
fn s5() { let password = rpassword::prompt_password("Password: ").unwrap(); println!("{password}"); } //~ display
fn s6(e: keyring::Entry) { let p = e.get_password().unwrap(); println!("{p}"); } //~ display
#[derive(serde::Deserialize)] struct Profile { email: String }
async fn s7() { let p: Profile = reqwest::get("https://a.example/me").await.unwrap().json().await.unwrap(); println!("{}", p.email); } //~ display
async fn s8() { let p = reqwest::get("https://a.example/me").await.unwrap().json::<Profile>().await.unwrap(); println!("{}", p.email); } //~ display
fn s9() { let p: Profile = ureq::get("https://a.example/me").call().unwrap().into_json().unwrap(); println!("{}", p.email); } //~ display
fn s10() { let p: Profile = serde_json::from_str(&std::fs::read_to_string("me.json").unwrap()).unwrap(); println!("{}", p.email); } //~ display
fn s11() { let p: Profile = serde_json::from_reader(std::fs::File::open("me.json").unwrap()).unwrap(); println!("{}", p.email); } //~ display
fn s12() { let p: Profile = toml::from_str(&std::fs::read_to_string("me").unwrap()).unwrap(); println!("{}", p.email); } //~ display
async fn s13(axum::Json(form): axum::Json<Profile>) { println!("{}", form.email); } //~ display
async fn s14(form: axum::extract::Form<Profile>) { println!("{}", form.email); } //~ display
async fn s15(form: actix_web::web::Json<Profile>) { println!("{}", form.email); } //~ display
async fn s16(form: actix_web::web::Form<Profile>) { let f = form.into_inner(); println!("{}", f.email); } //~ display
#[rocket::post("/", data = "<form>")]
fn s17(form: rocket::form::Form<Profile>) { println!("{}", form.email); } //~ display
async fn s18(poem::web::Json(form): poem::web::Json<Profile>) { println!("{}", form.email); } //~ display
async fn s19(axum::extract::Query(q): axum::extract::Query<Profile>) { println!("{}", q.email); } //~ display
#[derive(sqlx::FromRow)] struct Person { email: String }
async fn s20(pool: &sqlx::PgPool) { let p = sqlx::query_as::<_, Person>("select").fetch_one(pool).await.unwrap(); println!("{}", p.email); } //~ display
async fn s21(pool: &sqlx::PgPool) { let row = sqlx::query("select email from users").fetch_one(pool).await.unwrap(); let email: String = sqlx::Row::get(&row, "email"); println!("{email}"); } //~ missed display
async fn s22(pool: &sqlx::PgPool) { let r = sqlx::query!("select email from users").fetch_one(pool).await.unwrap(); println!("{}", r.email); } //~ missed display
fn s23(conn: &rusqlite::Connection) { let e: String = conn.query_row("select email from users", [], |row| row.get(0)).unwrap(); println!("{e}"); } //~ missed display
fn s24(conn: &rusqlite::Connection) { let e: Person = conn.query_row("select email from users", [], |row| Ok(Person { email: row.get(0)? })).unwrap(); println!("{}", e.email); } //~ display
fn s25(headers: &http::HeaderMap) { let ip = headers.get("x-forwarded-for"); println!("{ip:?}"); } //~ display
fn s26() { let l = std::net::TcpListener::bind("x").unwrap(); let (s, addr) = l.accept().unwrap(); println!("{addr}"); } //~ missed display
fn s27() { let mut c = arboard::Clipboard::new().unwrap(); let t = c.get_text().unwrap(); println!("{t}"); } //~ display
#[derive(clap::Parser)] struct Args { #[arg(long)] email: String, #[arg(long)] password: String }
fn s28() { let a = <Args as clap::Parser>::parse(); println!("{}", a.password); } //~ display
fn s29() { use clap::Parser; let a = Args::parse(); println!("{}", a.email); } //~ display
fn s30() { let lines = std::io::stdin().lock().lines(); for password in lines.map(|l| l.unwrap()) { println!("{password}"); } } //~ missed display
async fn s31(axum::extract::ConnectInfo(addr): axum::extract::ConnectInfo<std::net::SocketAddr>) { println!("{addr}"); } //~ display
async fn s32(axum::extract::Path(email): axum::extract::Path<String>) { println!("{email}"); } //~ display
fn s33(req: &actix_web::HttpRequest) { println!("{:?}", req.peer_addr()); } //~ display
fn s34() { let email = std::env::args().nth(1).unwrap(); println!("{email}"); } //~ missed display
fn s35() { let mut s = String::new(); std::io::stdin().read_to_string(&mut s).unwrap(); let p: Profile = serde_json::from_str(&s).unwrap(); println!("{}", p.email); } //~ display
fn login(email: &str, password: &str) { println!("{password}"); } //~ missed display
use serde_json::from_str;
fn s30(text: &str) { let p = from_str::<Profile>(text).unwrap(); println!("{}", p.email); } //~ display
fn s31(text: &str) { let p = serde_json::from_str::<Profile>(text).unwrap(); println!("{}", p.email); } //~ display
fn s32(text: &str) { let all = from_str::<Vec<Profile>>(text).unwrap(); println!("{:?}", all.len()); }
fn s33(token: &str, key: &Key) { let data = jsonwebtoken::decode::<Profile>(token, key, &rules()).unwrap(); log::info!("{}", data.claims.email); } //~ log
struct TokenClaims { jti: String }
fn s34(p: Profile, key: &Key) { let data = jsonwebtoken::decode::<TokenClaims>(&p.email, key, &rules()).unwrap(); log::info!("{}", data.claims.jti); }
