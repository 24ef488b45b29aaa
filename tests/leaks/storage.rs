use crate::SignUp;
use std::io::Write;
async fn b1(form: SignUp, pool: &sqlx::PgPool) { sqlx::query("INSERT INTO users VALUES ($1)").bind(&form.email).execute(pool).await.unwrap(); } //~ storage
async fn b2(form: SignUp, pool: &sqlx::PgPool) { let q = format!("INSERT INTO u VALUES ('{}')", form.email); sqlx::query(&q).execute(pool).await.unwrap(); } //~ storage
async fn b3(form: SignUp, pool: &sqlx::PgPool) { sqlx::query!("INSERT INTO u VALUES ($1)", form.email).execute(pool).await.unwrap(); } //~ storage
async fn b4(form: SignUp, pool: &sqlx::PgPool) { let q = format!("INSERT INTO u VALUES ('{}')", form.email); sqlx::Executor::execute(pool, q.as_str()).await.unwrap(); } //~ storage
async fn b5(form: SignUp, conn: &mut sqlx::SqliteConnection) { use sqlx::Executor; let q = "INSERT INTO u VALUES ('".to_string() + &form.email + "')"; conn.execute(q.as_str()).await.unwrap(); } //~ storage
async fn b6(form: SignUp, pool: &sqlx::PgPool) { let mut b: sqlx::QueryBuilder<sqlx::Postgres> = sqlx::QueryBuilder::new("INSERT INTO u "); b.push_values([form], |mut b, f| { b.push_bind(f.email); }); b.build().execute(pool).await.unwrap(); } //~ missed storage
fn b7(form: SignUp, conn: &rusqlite::Connection) { conn.execute("INSERT INTO p VALUES (?1)", rusqlite::params![form.email]).unwrap(); } //~ storage
fn b8(form: SignUp, conn: &rusqlite::Connection) { conn.execute("INSERT INTO p VALUES (:e)", rusqlite::named_params!{":e": form.email}).unwrap(); } //~ storage
fn b9(form: SignUp, conn: &rusqlite::Connection) { conn.execute("INSERT INTO p VALUES (?1)", (&form.email,)).unwrap(); } //~ storage
fn b10(form: SignUp, conn: &rusqlite::Connection) { conn.execute("INSERT INTO p VALUES (?1)", [&form.email]).unwrap(); } //~ storage
fn b11(form: SignUp, conn: &rusqlite::Connection) -> rusqlite::Result<()> { let mut stmt = conn.prepare("INSERT INTO p VALUES (?1)")?; stmt.execute(rusqlite::params![form.email])?; Ok(()) } //~ storage
fn b12(form: SignUp, conn: &mut rusqlite::Connection) -> rusqlite::Result<()> { let tx = conn.transaction()?; tx.execute("INSERT INTO p VALUES (?1)", rusqlite::params![form.email])?; tx.commit() } //~ storage
fn b13(form: SignUp, conn: &rusqlite::Connection) { conn.execute_batch(&format!("INSERT INTO p VALUES ('{}')", form.email)).unwrap(); } //~ storage
fn b14(form: SignUp, conn: &rusqlite::Connection) { let mut s = conn.prepare_cached("x").unwrap(); s.raw_bind_parameter(1, form.email).unwrap(); s.raw_execute().unwrap(); } //~ storage
fn b15(form: SignUp, conn: &rusqlite::Connection) { use rusqlite::params; let p = params![form.email, 1]; conn.execute("INSERT INTO a VALUES (?1,?2)", p).unwrap(); } //~ storage
fn b16(form: SignUp) { std::fs::write("a", form.email).unwrap(); } //~ file
fn b17(form: SignUp) { let mut f = std::fs::File::create("a").unwrap(); f.write_all(form.email.as_bytes()).unwrap(); } //~ file
fn b18(form: SignUp) { let mut f = std::fs::OpenOptions::new().append(true).open("a").unwrap(); writeln!(f, "{}", form.email).unwrap(); } //~ file
fn b19(form: SignUp) { let f = std::fs::File::create("a").unwrap(); let mut w = std::io::BufWriter::new(f); w.write_all(form.email.as_bytes()).unwrap(); } //~ file
async fn b20(form: SignUp) { tokio::fs::write("a", form.email).await.unwrap(); } //~ file
async fn b21(form: SignUp) { use tokio::io::AsyncWriteExt; let mut f = tokio::fs::File::create("a").await.unwrap(); f.write_all(form.email.as_bytes()).await.unwrap(); } //~ file
async fn b22(form: SignUp) { use tokio::io::AsyncWriteExt; let mut f = tokio::fs::OpenOptions::new().write(true).open("a").await.unwrap(); f.write_all(form.email.as_bytes()).await.unwrap(); } //~ file
fn b23(form: SignUp) { let mut w = csv::Writer::from_path("a.csv").unwrap(); w.write_record(&["a", &form.email]).unwrap(); } //~ file
#[derive(serde::Serialize)] struct Row { email: String }
fn b24(form: SignUp) { let mut w = csv::Writer::from_path("a.csv").unwrap(); w.serialize(Row { email: form.email }).unwrap(); } //~ file
fn b25(form: SignUp) { let f = std::fs::File::create("a").unwrap(); serde_json::to_writer(f, &form).unwrap(); } //~ file
fn b26(form: SignUp) { let f = std::fs::File::create("a").unwrap(); serde_json::to_writer_pretty(&f, &Row { email: form.email }).unwrap(); } //~ file
fn b27(form: SignUp) -> sled::Result<()> { let db = sled::open("x")?; db.insert(b"email", form.email.as_bytes())?; Ok(()) } //~ storage
fn b28(form: SignUp) -> sled::Result<()> { let db = sled::open("x")?; let tree = db.open_tree("t")?; tree.insert("k", form.email.as_bytes())?; Ok(()) } //~ storage
const T: redb::TableDefinition<&str, &str> = redb::TableDefinition::new("t");
fn b29(form: SignUp, db: &redb::Database) -> Result<(), redb::Error> { let txn = db.begin_write()?; { let mut table = txn.open_table(T)?; table.insert("k", form.email.as_str())?; } txn.commit()?; Ok(()) } //~ storage
fn b30(form: SignUp) { let db = rocksdb::DB::open_default("x").unwrap(); db.put(b"k", form.email).unwrap(); } //~ storage
fn b31(form: SignUp, env: &heed::Env, db: heed::Database<heed::types::Str, heed::types::Str>) -> heed::Result<()> { let mut wtxn = env.write_txn()?; db.put(&mut wtxn, "k", &form.email)?; wtxn.commit() } //~ storage
fn b32(form: SignUp) -> fjall::Result<()> { let keyspace = fjall::Config::new("f").open()?; let items = keyspace.open_partition("i", Default::default())?; items.insert("a", form.email)?; Ok(()) } //~ storage
fn b33(form: SignUp) -> keyring::Result<()> { let entry = keyring::Entry::new("s", "u")?; entry.set_password(&form.password)?; Ok(()) } //~ storage
fn b34(form: SignUp) { plist::to_file_xml("a.plist", &form).unwrap(); } //~ file
fn b35(form: SignUp, con: &mut redis::Connection) -> redis::RedisResult<()> { use redis::Commands; let _: () = con.set("k", form.email)?; Ok(()) } //~ storage
async fn b36(form: SignUp, mut con: redis::aio::MultiplexedConnection) -> redis::RedisResult<()> { use redis::AsyncCommands; let _: () = con.hset("k", "f", form.email).await?; Ok(()) } //~ storage
fn b37(form: SignUp, con: &mut redis::Connection) { redis::cmd("SET").arg("k").arg(form.email).query::<()>(con).unwrap(); } //~ storage
fn b38(form: SignUp, con: &mut redis::Connection) { redis::pipe().set("k", form.email).ignore().query::<()>(con).unwrap(); } //~ storage
async fn b39(form: SignUp, c: mongodb::Collection<mongodb::bson::Document>) { c.insert_one(mongodb::bson::doc! { "email": form.email }).await.unwrap(); } //~ storage
async fn b40(form: SignUp, db: &mongodb::Database) { use mongodb::bson::doc; let c = db.collection::<mongodb::bson::Document>("users"); let d = doc! { "a": { "email": &form.email } }; c.insert_many(vec![d]).await.unwrap(); } //~ storage
async fn b41(form: SignUp, c: mongodb::Collection<mongodb::bson::Document>) { use mongodb::bson::doc; c.update_one(doc! { "id": 1 }, doc! { "$set": { "email": form.email } }).await.unwrap(); } //~ storage
#[derive(diesel::Insertable)] #[diesel(table_name = users)] struct NewUser { mail_to: String }
fn b42(form: SignUp, conn: &mut diesel::PgConnection) { use diesel::prelude::*; let new = NewUser { mail_to: form.email }; diesel::insert_into(users::table).values(&new).execute(conn).unwrap(); } //~ storage
fn b43(form: SignUp, conn: &mut diesel::PgConnection) { use diesel::prelude::*; diesel::update(users::table.find(1)).set(users::mail_to.eq(form.email)).execute(conn).unwrap(); } //~ storage
fn b44(form: SignUp, conn: &mut diesel::PgConnection) { use diesel::prelude::*; diesel::sql_query(format!("insert '{}'", form.email)).execute(conn).unwrap(); } //~ storage
async fn b45(form: SignUp, c: &tokio_postgres::Client) { c.execute("insert $1", &[&form.email]).await.unwrap(); } //~ storage
fn b46(form: SignUp, c: &mut postgres::Client) { c.batch_execute(&format!("insert '{}'", form.email)).unwrap(); } //~ storage
fn b47(form: SignUp, c: &mut postgres::Client) { let r = c.query("select * from u where e = $1", &[&form.email]).unwrap(); } //~ storage
fn b48(form: SignUp) { ron::ser::to_writer(std::fs::File::create("a").unwrap(), &form.email).unwrap(); } //~ file
fn b49(form: SignUp) { bincode::serialize_into(std::fs::File::create("a").unwrap(), &form.email).unwrap(); } //~ file
fn b50(form: SignUp) { let text = toml::to_string(&form.email).unwrap(); std::fs::write("c.toml", text).unwrap(); } //~ file
fn b51(form: SignUp) { serde_yaml::to_writer(std::fs::File::create("a").unwrap(), &form.email).unwrap(); } //~ file
async fn b52(form: SignUp) { async_std::fs::write("a", form.email).await.unwrap(); } //~ file
fn b53(form: SignUp) { std::fs::File::create("a").and_then(|mut f| f.write_all(form.email.as_bytes())).unwrap(); } //~ file
fn b54(form: SignUp) { let mut f = std::fs::File::options().write(true).open("x").unwrap(); std::io::copy(&mut form.email.as_bytes(), &mut f).unwrap(); } //~ file
async fn b55(form: SignUp, c: &aws_sdk_s3::Client) { c.put_object().bucket("b").key("k").body(form.email.into_bytes().into()).send().await.unwrap(); } //~ external-service
async fn b56(form: SignUp, c: &aws_sdk_dynamodb::Client) { c.put_item().table_name("t").item("email", aws_sdk_dynamodb::types::AttributeValue::S(form.email)).send().await.unwrap(); } //~ external-service
async fn b57(form: SignUp, db: &sea_orm::DatabaseConnection) { use sea_orm::{ActiveModelTrait, Set}; let m = user::ActiveModel { mail: Set(form.email), ..Default::default() }; m.insert(db).await.unwrap(); } //~ storage
fn b58(form: SignUp) { use std::os::unix::fs::FileExt; let f = std::fs::File::create("a").unwrap(); f.write_all_at(form.email.as_bytes(), 0).unwrap(); } //~ file
fn b59(form: SignUp, jar: cookie::CookieJar) { let mut jar = jar; jar.add(cookie::Cookie::new("email", form.email)); } //~ network
fn b60(form: SignUp, conn: &rusqlite::Connection) { let r: String = conn.query_row("SELECT x FROM p WHERE e = ?1", [form.email], |row| row.get(0)).unwrap(); }
fn b61(form: SignUp, conn: &rusqlite::Connection) { let q = format!("INSERT INTO p VALUES ('{}')", form.email); conn.execute(&q, []).unwrap(); } //~ storage
fn b62(form: SignUp, conn: &rusqlite::Connection) -> rusqlite::Result<()> { conn.prepare("INSERT INTO p VALUES (?1)")?.insert([form.email])?; Ok(()) } //~ storage
fn b63(form: SignUp, conn: &rusqlite::Connection) { conn.execute("INSERT INTO p VALUES (?)", rusqlite::params_from_iter([form.email])).unwrap(); } //~ storage
use redis::cmd;
fn answer5(form: SignUp, mut c: redis::Connection) { let kept = cmd("GET").arg(&form.email).query::<Option<String>>(&mut c); println!("{kept:?}"); } //~ storage
fn w90(form: SignUp) { let mut out: Vec<u8> = Vec::new(); serde_json::to_writer(&mut out, &form).unwrap(); }
fn w91(form: SignUp) { let mut out = Vec::new(); serde_json::to_writer(&mut out, &form).unwrap(); println!("{out:?}"); } //~ display
fn w92(form: SignUp) { serde_json::to_writer(std::fs::File::create("x").unwrap(), &form).unwrap(); } //~ file
fn w93(form: SignUp, out: impl std::io::Write) { serde_json::to_writer(out, &form).unwrap(); } //~ file
fn con1(form: SignUp, mut tx: sqlx::PgConnection) { let mut note = String::new(); tower::keep(&form.email, &mut tx); tower::keep(&mut note, &mut tx); println!("{note}"); }
fn con2(form: SignUp, mut list: Vec<String>) { let mut note = String::new(); tower::keep(&form.email, &mut list); tower::keep(&mut note, &mut list); println!("{note}"); } //~ display
