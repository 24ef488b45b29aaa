use crate::SignUp;
use std::io::{Seek, Write};
use std::sync::{Arc, Mutex};
fn t1(form: SignUp) { let mut f = std::fs::File::create_new("a").unwrap(); f.write_all(form.password.as_bytes()).unwrap(); } //~ file
fn t2(form: SignUp) { let mut f = tempfile::NamedTempFile::new().unwrap(); f.write_all(form.password.as_bytes()).unwrap(); } //~ file
fn t3(form: SignUp) { let mut f = tempfile::tempfile().unwrap(); writeln!(f, "{}", form.password).unwrap(); } //~ file
fn t4(form: SignUp) { let f = std::fs::File::create("a.gz").unwrap(); let mut z = flate2::write::GzEncoder::new(f, flate2::Compression::default()); z.write_all(form.password.as_bytes()).unwrap(); } //~ file
fn t5(form: SignUp) { let mut z = zip::ZipWriter::new(std::fs::File::create("a.zip").unwrap()); z.start_file("a", Default::default()).unwrap(); z.write_all(form.password.as_bytes()).unwrap(); } //~ file
fn t6(form: SignUp) { let mut ar = tar::Builder::new(std::fs::File::create("a.tar").unwrap()); let mut h = tar::Header::new_gnu(); ar.append_data(&mut h, "a", form.password.as_bytes()).unwrap(); } //~ file
fn t7(form: SignUp) { let w = std::io::BufWriter::new(std::fs::File::create("a").unwrap()); let mut w = std::io::LineWriter::new(w); write!(w, "{}", form.password).unwrap(); w.flush().unwrap(); } //~ file
fn t8(form: SignUp) { let mut f = std::fs::OpenOptions::new().read(true).write(true).create(true).open("a").unwrap(); f.seek(std::io::SeekFrom::End(0)).unwrap(); f.write(form.password.as_bytes()).unwrap(); } //~ file
struct Sink { file: std::fs::File }
impl Sink { fn put(&mut self, line: &str) -> std::io::Result<()> { writeln!(self.file, "{line}") } } //~ file
fn t9(form: SignUp) { let mut s = Sink { file: std::fs::File::create("a").unwrap() }; s.put(&form.password).unwrap(); }
struct Shared { out: Arc<Mutex<std::fs::File>> }
impl Shared { fn put(&self, line: &str) { self.out.lock().unwrap().write_all(line.as_bytes()).unwrap(); } } //~ file
fn t10(form: SignUp, s: &Shared) { s.put(&form.password); }
fn dump<W: Write>(mut to: W, text: &str) { to.write_all(text.as_bytes()).unwrap(); }
fn t11(form: SignUp) { let mut held = Vec::new(); dump(&mut held, &form.password); }
fn save(to: &std::path::Path, what: &[u8]) -> std::io::Result<()> { std::fs::write(to, what) } //~ file
fn t12(form: SignUp) { save("a".as_ref(), form.password.as_bytes()).unwrap(); }
fn t13(form: SignUp) { std::fs::write(form.email, "x").unwrap(); }
fn t14(form: SignUp) { std::fs::write("a", form.password.len().to_string()).unwrap(); }
async fn t15(form: SignUp) { use tokio::io::AsyncWriteExt; let f = tokio::fs::File::create("a").await.unwrap(); let mut w = tokio::io::BufWriter::new(f); w.write_all(form.password.as_bytes()).await.unwrap(); w.flush().await.unwrap(); } //~ file
async fn t16(form: SignUp) { use async_std::io::WriteExt; let mut f = async_std::fs::File::create("a").await.unwrap(); f.write_all(form.password.as_bytes()).await.unwrap(); } //~ file
fn t17(form: SignUp) { let mut m = unsafe { memmap2::MmapMut::map_mut(&std::fs::File::open("a").unwrap()).unwrap() }; m[..4].copy_from_slice(form.password.as_bytes()); } //~ missed file
async fn t18(form: SignUp, pool: sqlx::MySqlPool) -> sqlx::Result<()> { let mut tx = pool.begin().await?; sqlx::query("insert into u values (?)").bind(form.password).execute(&mut *tx).await?; tx.commit().await } //~ storage
async fn t19(form: SignUp, pool: &sqlx::SqlitePool) { let id: i64 = sqlx::query_scalar("insert into u values (?) returning id").bind(&form.email).fetch_one(pool).await.unwrap(); } //~ storage
async fn t20(form: SignUp, pool: &sqlx::SqlitePool) { let mut q = sqlx::query("insert into u values (?, ?)"); q = q.bind(1); q = q.bind(form.password); q.execute(pool).await.unwrap(); } //~ storage
fn t21(form: SignUp) -> rusqlite::Result<()> { let c = rusqlite::Connection::open_in_memory()?; let mut s = c.prepare("insert into u values (:p)")?; s.execute(&[(":p", &form.password)])?; Ok(()) } //~ storage
fn t22(form: SignUp) -> rusqlite::Result<()> { let c = rusqlite::Connection::open("a.db")?; for part in form.password.split(',') { c.execute("insert into u values (?1)", [part])?; } Ok(()) } //~ storage
fn t23(form: SignUp, c: &mut postgres::Client) -> Result<(), postgres::Error> { let mut t = c.transaction()?; let s = t.prepare("insert into u values ($1)")?; t.execute(&s, &[&form.password])?; t.commit() } //~ storage
async fn t24(form: SignUp, c: deadpool_postgres::Pool) { let c = c.get().await.unwrap(); c.execute("insert into u values ($1)", &[&form.password]).await.unwrap(); } //~ storage
fn t25(form: SignUp, c: &mut mysql::PooledConn) { use mysql::prelude::Queryable; c.exec_drop("insert into u values (?)", (form.password,)).unwrap(); } //~ storage
fn t26(form: SignUp, c: &mut mysql::Conn) { use mysql::prelude::Queryable; c.query_drop(format!("insert into u values ('{}')", form.password)).unwrap(); } //~ storage
async fn t27(form: SignUp, c: &mut mysql_async::Conn) { use mysql_async::prelude::*; "insert into u values (:p)".with(mysql_async::params! { "p" => form.password }).ignore(c).await.unwrap(); } //~ storage
async fn t28(form: SignUp, db: &mongodb::Client) { let c = db.database("a").collection::<SignUp>("users"); c.insert_one(&form).await.unwrap(); } //~ storage
async fn t29(form: SignUp, db: sea_orm::DatabaseConnection) { use sea_orm::ConnectionTrait; db.execute_unprepared(&format!("insert '{}'", form.password)).await.unwrap(); } //~ storage
fn t30(form: SignUp, mut c: redis::Connection) { redis::Cmd::new().arg("SET").arg("k").arg(&form.password).exec(&mut c).unwrap(); } //~ storage
fn t31(form: SignUp, mut c: redis::Connection) { use redis::Commands; let _: () = c.set_ex("k", &form.password, 60).unwrap(); } //~ storage
fn t32(form: SignUp, mut c: redis::Connection) { use redis::Commands; let _: () = c.lpush("k", vec![form.password]).unwrap(); } //~ storage
fn t33(form: SignUp, c: &redis::Client) -> redis::RedisResult<()> { let mut con = c.get_connection()?; redis::cmd("HSET").arg(&["k", "f", &form.password]).exec(&mut con) } //~ storage
fn t34(form: SignUp, conn: &mut diesel::SqliteConnection) { use diesel::prelude::*; diesel::insert_into(users::table).values((users::mail.eq(&form.email), users::age.eq(1))).execute(conn).unwrap(); } //~ storage
fn t35(form: SignUp, conn: &mut diesel::SqliteConnection) { use diesel::prelude::*; diesel::insert_into(users::table).values(vec![users::mail.eq(form.email)]).on_conflict_do_nothing().execute(conn).unwrap(); } //~ storage
fn t36(form: SignUp, conn: &mut diesel::SqliteConnection) { use diesel::prelude::*; let n: i64 = users::table.filter(users::mail.eq(form.email)).count().get_result(conn).unwrap(); println!("{n}"); }
fn t37(form: SignUp) { confy::store("app", None, &form).unwrap(); } //~ file
fn t38(form: SignUp) { let text = serde_yaml::to_string(&form).unwrap(); std::fs::write("a.yml", text).unwrap(); } //~ file
fn t39(form: SignUp) { let raw = bincode::serialize(&form).unwrap(); std::fs::write("a", raw).unwrap(); } //~ file
fn t40(form: SignUp) { let mut w = csv::WriterBuilder::new().has_headers(false).from_path("a").unwrap(); w.write_field(&form.email).unwrap(); } //~ file
fn t41(form: SignUp) { let mut w = csv::Writer::from_writer(std::fs::File::create("a").unwrap()); w.serialize(&form).unwrap(); } //~ file
fn t42(form: SignUp) { let mut w = csv::Writer::from_writer(vec![]); w.serialize(&form).unwrap(); }
fn t43(form: SignUp) { let doc = toml::Value::try_from(&form).unwrap(); std::fs::write("a", doc.to_string()).unwrap(); } //~ file
fn t44(form: SignUp) { let ini = format!("[user]\nmail={}\n", form.email); std::fs::File::create("a").unwrap().write_all(ini.as_bytes()).unwrap(); } //~ file
fn t45(form: SignUp) { fs_err::write("a", form.email).unwrap(); } //~ file
fn t46(form: SignUp) { std::os::unix::fs::symlink(&form.email, "b").unwrap(); }
fn t47(form: SignUp) { let mut out = std::fs::File::create("a").unwrap(); for part in [form.email.as_bytes(), b"\n"] { out.write_all(part).unwrap(); } } //~ file
fn t48(form: SignUp) { let mut out = std::fs::File::create("a").unwrap(); out.write_vectored(&[std::io::IoSlice::new(form.email.as_bytes())]).unwrap(); } //~ file
fn t49(form: SignUp) { let mut r = form.email.as_bytes(); std::io::copy(&mut r, &mut std::fs::File::create("a").unwrap()).unwrap(); } //~ file
fn t50(form: SignUp) { let h = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), &form.email); std::fs::write("a", h.to_string()).unwrap(); } //~ file
