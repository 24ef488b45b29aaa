//! source csv::Reader.records
//! source csv::Reader.deserialize
//! source postgres::Row.get
//! source tokio_postgres::Client.query_one
//! source sqlx::Row.get
//! source mongodb::Cursor.try_next
//! source redis::Commands.get
//! source zip::ZipArchive.by_name
//! source flate2::read::GzDecoder::new
//! source tokio::sync::mpsc::Receiver.recv
//! source clap::ArgMatches.get_one
//! source rand::random
//! source actix_web::HttpRequest.headers
//! source axum::http::HeaderMap.get
//! source tungstenite::WebSocket.read
//! source native_tls::TlsStream.read -> arg0
//! packs

//# records of csv
#[derive(serde::Deserialize)]
struct Row {
    name: String,
    size: u32,
}
fn records(mut reader: csv::Reader<std::fs::File>) -> Result<(), csv::Error> {
    for record in reader.records() {
        let record = record?;
        sink(record.get(0));
        //^ flow
        for field in record.iter() {
            sink(field);
            //^ flow
        }
        sink(record.len());
        //^ none
    }
    let rows: Vec<Row> = reader.deserialize().collect::<Result<_, _>>()?;
    sink(&rows[0].name);
    //^ flow
    for row in reader.deserialize::<Row>().flatten() {
        sink(row.size);
        //^ flow
    }
    Ok(())
}

//# rows
async fn rows(row: postgres::Row, client: &tokio_postgres::Client, sqlite: sqlx::sqlite::SqliteRow) -> anyhow::Result<()> {
    let name: String = row.get("name");
    sink(name.trim());
    //^ flow
    let row = client.query_one("select name, size from a", &[]).await?;
    let (name, size): (String, i32) = (row.get(0), row.get(1));
    sink(name);
    //^ flow
    sink(size);
    //^ flow
    use sqlx::Row;
    let name: Option<String> = sqlite.get("name");
    sink(name.unwrap_or_default());
    //^ flow
    Ok(())
}

//# documents one after the other
async fn documents(mut cursor: mongodb::Cursor<Row>) -> anyhow::Result<()> {
    use futures::TryStreamExt;
    while let Some(row) = cursor.try_next().await? {
        sink(row.name);
        //^ flow
    }
    Ok(())
}

//# keys of redis
fn keys(con: &mut redis::Connection) -> redis::RedisResult<()> {
    use redis::Commands;
    let held: Option<String> = con.get("k")?;
    if let Some(held) = held {
        sink(held);
        //^ flow
    }
    let _: () = con.set("k", "v")?;
    Ok(())
}

//# archives and packed streams
fn archives() -> anyhow::Result<()> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::empty())?;
    let mut file = archive.by_name("a.txt")?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    sink(text);
    //^ flow
    sink(file.name());
    //^ flow
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(std::io::empty()).read_to_end(&mut unpacked)?;
    sink(unpacked);
    //^ flow
    Ok(())
}

//# arguments that clap read
fn arguments(matches: clap::ArgMatches) {
    if let Some(name) = matches.get_one::<String>("name") {
        sink(name);
        //^ flow
    }
    let port: u16 = *matches.get_one("port").unwrap_or(&80);
    sink(port);
    //^ flow
    sink(matches.contains_id("name"));
    //^ none
}

//# headers of a request
fn headers(request: actix_web::HttpRequest, held: axum::http::HeaderMap) {
    if let Some(agent) = request.headers().get("user-agent") {
        sink(agent.to_str().unwrap_or(""));
        //^ flow
    }
    let found = held.get("x").and_then(|value| value.to_str().ok()).map(str::to_owned);
    sink(found);
    //^ flow
    sink(held.contains_key("x"));
    //^ none
    sink(held.len());
    //^ none
}

//# messages of sockets
fn messages(mut socket: tungstenite::WebSocket<std::net::TcpStream>) -> anyhow::Result<()> {
    loop {
        match socket.read()? {
            tungstenite::Message::Text(text) => sink(text),
            //^ flow
            tungstenite::Message::Binary(raw) => sink(raw.len()),
            //^ none
            tungstenite::Message::Close(_) => break,
            other => sink(other.into_data()),
            //^ flow
        }
    }
    Ok(())
}

//# a stream behind TLS
fn secured(mut stream: native_tls::TlsStream<std::net::TcpStream>) -> std::io::Result<()> {
    use std::io::Read;
    let mut buffer = [0; 32];
    let n = stream.read(&mut buffer)?;
    sink(std::str::from_utf8(&buffer[..n]).unwrap());
    //^ flow
    Ok(())
}

//# chance
fn chance() {
    let n: u32 = rand::random();
    sink(n % 6 + 1);
    //^ flow
    let token = (0..8).map(|_| rand::random::<u8>()).map(|b| format!("{b:02x}")).collect::<String>();
    sink(token);
    //^ flow
}
