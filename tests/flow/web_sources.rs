//! source reqwest::get
//! source reqwest::blocking::get
//! source reqwest::RequestBuilder.send
//! source hyper_util::client::legacy::Client.request
//! source ureq::Request.call
//! source actix_web::web::Payload.next
//! source rusqlite::Statement.query
//! source rusqlite::Connection.query_row
//! source postgres::Client.query
//! source sqlx::query::Query.fetch_all
//! source redis::Cmd.query
//! source mongodb::Collection.find_one
//! packs
use serde::Deserialize;
#[derive(Deserialize)]
struct Answer {
    name: String,
    size: u32,
}

//# answers of reqwest
async fn reqwest_answers() -> Result<(), reqwest::Error> {
    let text = reqwest::get("https://a.example").await?.text().await?;
    sink(&text);
    //^ flow
    let answer: Answer = reqwest::get("https://a.example").await?.json().await?;
    sink(answer.name);
    //^ flow
    let response = reqwest::Client::new().get("https://a.example").send().await?;
    sink(response.status());
    //^ none
    let raw = response.bytes().await?;
    sink(&raw[..]);
    //^ flow
    let mut response = reqwest::Client::new().get("https://a.example").send().await?;
    while let Some(chunk) = response.chunk().await? {
        sink(chunk);
        //^ flow
    }
    let response = reqwest::get("https://a.example").await?.error_for_status()?;
    if let Some(kind) = response.headers().get("content-type") {
        sink(kind.to_str().unwrap());
        //^ flow
    }
    use futures::StreamExt;
    let mut parts = reqwest::get("https://a.example").await?.bytes_stream();
    while let Some(part) = parts.next().await {
        sink(part?);
        //^ flow
    }
    let answer = reqwest::get("https://a.example").await?.json::<serde_json::Value>().await?;
    sink(answer["a"][0]["b"].as_str());
    //^ flow
    Ok(())
}

//# blocking answers
fn blocking_answers() -> Result<(), Box<dyn std::error::Error>> {
    let text = reqwest::blocking::get("https://a.example")?.text()?;
    for line in text.lines() {
        sink(line);
        //^ flow
    }
    let answer: Answer = reqwest::blocking::get("https://a.example")?.json()?;
    sink(answer.size);
    //^ flow
    let mut held = Vec::new();
    reqwest::blocking::get("https://a.example")?.copy_to(&mut held)?;
    sink(held);
    //^ flow
    use std::io::Read;
    let mut body = String::new();
    reqwest::blocking::get("https://a.example")?.read_to_string(&mut body)?;
    sink(body);
    //^ flow
    let text = ureq::get("https://a.example").call()?.into_string()?;
    sink(text);
    //^ flow
    let mut raw = Vec::new();
    ureq::get("https://a.example").call()?.into_reader().read_to_end(&mut raw)?;
    sink(raw);
    //^ flow
    Ok(())
}

//# answers of hyper
async fn hyper_answers(client: hyper_util::client::legacy::Client<(), String>, request: http::Request<String>) {
    use http_body_util::BodyExt;
    let response = client.request(request).await.unwrap();
    sink(response.status());
    //^ none
    let (parts, body) = response.into_parts();
    sink(parts.headers.get("x"));
    //^ flow
    let whole = body.collect().await.unwrap().to_bytes();
    sink(String::from_utf8(whole.to_vec()).unwrap());
    //^ flow
}
async fn hyper_frames(client: hyper_util::client::legacy::Client<(), String>, request: http::Request<String>) {
    use http_body_util::BodyExt;
    let mut response = client.request(request).await.unwrap();
    while let Some(frame) = response.frame().await {
        if let Ok(data) = frame.unwrap().into_data() {
            sink(data);
            //^ flow
        }
    }
}

//# rows of rusqlite
fn rusqlite_rows(conn: &rusqlite::Connection) -> rusqlite::Result<()> {
    let name: String = conn.query_row("select name from a", [], |row| row.get(0))?;
    sink(name);
    //^ flow
    let mut statement = conn.prepare("select name from a")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get("name")?;
        sink(name);
        //^ flow
    }
    Ok(())
}

//# rows of postgres
fn postgres_rows(client: &mut postgres::Client) -> Result<(), postgres::Error> {
    for row in client.query("select name from a", &[])? {
        let name: &str = row.get(0);
        sink(name);
        //^ flow
        let size: i32 = row.get("size");
        sink(size);
        //^ flow
        sink(row.try_get::<_, String>("x")?);
        //^ flow
        sink(row.len());
        //^ none
    }
    Ok(())
}

//# answers of redis
fn redis_answers(conn: &mut redis::Connection) -> redis::RedisResult<()> {
    let got: String = redis::cmd("GET").arg("k").query(conn)?;
    sink(got);
    //^ flow
    Ok(())
}

//# documents of mongodb
async fn documents(people: mongodb::Collection<Answer>) {
    if let Ok(Some(found)) = people.find_one(mongodb::bson::doc! {}).await {
        sink(found.name);
        //^ flow
    }
}
