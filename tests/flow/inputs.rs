//! source std::env::args
//! source std::fs::read_to_string
//! source std::fs::File::open
//! source std::io::stdin
//! source std::net::TcpStream::connect
//! source reqwest::get
//! source tokio::fs::read_to_string
//! source tokio::fs::File::open
//! source tokio::net::TcpStream::connect
//! source hyper::Request.into_body
//! source hyper::Request.uri
//! source warp::filters::body.json
//! source actix_web::web::Bytes.to_vec
//! source rocket::Data.open
//! source multer::Multipart.next_field
//! source tokio_postgres::Client.query
//! source tokio_tungstenite::WebSocketStream.next
//! packs

//# arguments by hand
struct Options {
    verbose: bool,
    files: Vec<String>,
    level: u8,
    name: Option<String>,
}
fn options() -> Result<Options, String> {
    let mut options = Options { verbose: false, files: Vec::new(), level: 0, name: None };
    let mut args = std::env::args().skip(1).peekable();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "-v" | "--verbose" => options.verbose = true,
            "-n" => options.name = args.next(),
            "-l" => {
                let text = args.next().ok_or("level?")?;
                options.level = text.parse().map_err(|_| format!("{text} is no level"))?;
            }
            other if other.starts_with('-') => return Err(format!("unknown option {other}")),
            _ => options.files.push(arg),
        }
    }
    if options.files.is_empty() {
        return Err("no files".to_string());
    }
    Ok(options)
}
fn uses_options() {
    match options() {
        Ok(options) => {
            sink(options.verbose);
            //^ none
            sink(options.level);
            //^ flow
            sink(&options.files[0]);
            //^ flow
            sink(options.files.len());
            //^ none
            sink(options.name.unwrap_or_else(|| "nobody".into()));
            //^ flow
        }
        Err(why) => sink(why),
        //^ flow
    }
}

//# words of a file counted
fn counted(path: &str) -> std::io::Result<std::collections::BTreeMap<String, usize>> {
    let mut words = std::collections::BTreeMap::new();
    for word in std::fs::read_to_string(path)?.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *words.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    Ok(words)
}
fn counts() -> std::io::Result<()> {
    for (word, count) in counted("a")? {
        sink(word);
        //^ flow
        sink(count);
        //^ none
    }
    let most = counted("b")?.into_iter().max_by_key(|(_, count)| *count);
    if let Some((word, times)) = most {
        sink(word);
        //^ flow
        sink(times);
        //^ none
    }
    Ok(())
}

//# a reader chosen at run time
fn reader(path: Option<&str>) -> std::io::Result<Box<dyn std::io::BufRead>> {
    Ok(match path {
        None | Some("-") => Box::new(std::io::stdin().lock()),
        Some(path) => Box::new(std::io::BufReader::new(std::fs::File::open(path)?)),
    })
}
fn chosen() -> std::io::Result<()> {
    use std::io::{BufRead, Read};
    let mut input = reader(None)?;
    let mut first = String::new();
    let read = input.read_line(&mut first)?;
    sink(first);
    //^ flow
    sink(read);
    //^ none
    for line in reader(Some("a"))?.lines() {
        let line = line?;
        if let [name, age] = line.split('\t').collect::<Vec<_>>()[..] {
            sink(name);
            //^ flow
            sink(age.parse::<u8>().ok());
            //^ flow
        }
    }
    let mut all = String::new();
    reader(Some("b"))?.read_to_string(&mut all)?;
    sink(all.lines().count());
    //^ none
    sink(all.lines().last());
    //^ flow
    let mut fixed = String::new();
    "fixed".as_bytes().read_to_string(&mut fixed)?;
    sink(fixed);
    //^ none
    Ok(())
}

//# a small protocol over a socket
struct Connection {
    reader: std::io::BufReader<std::net::TcpStream>,
    writer: std::net::TcpStream,
    sent: usize,
}
#[derive(Debug)]
enum Reply {
    Line(String),
    Number(i64),
    Error { code: u16, message: String },
}
impl Connection {
    fn open(host: &str) -> std::io::Result<Self> {
        let stream = std::net::TcpStream::connect(host)?;
        let reader = std::io::BufReader::new(stream.try_clone()?);
        Ok(Connection { reader, writer: stream, sent: 0 })
    }
    fn ask(&mut self, what: &str) -> std::io::Result<Reply> {
        use std::io::{BufRead, Write};
        self.sent += self.writer.write(what.as_bytes())?;
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        let line = line.trim_end();
        Ok(match line.as_bytes().first() {
            Some(b':') => Reply::Number(line[1..].parse().unwrap_or(0)),
            Some(b'-') => {
                let (code, message) = line[1..].split_once(' ').unwrap_or(("0", line));
                Reply::Error { code: code.parse().unwrap_or_default(), message: message.to_string() }
            }
            _ => Reply::Line(line.to_string()),
        })
    }
}
fn asks() -> std::io::Result<()> {
    let mut connection = Connection::open("a:1")?;
    match connection.ask("name")? {
        Reply::Line(line) => sink(line),
        //^ flow
        Reply::Number(number) => sink(number),
        //^ flow
        Reply::Error { code, message } => {
            sink(code);
            //^ flow
            sink(message);
            //^ flow
        }
    }
    sink(connection.sent);
    //^ none
    Ok(())
}

//# a server that answers lines
async fn served(stream: tokio::net::TcpStream) -> std::io::Result<()> {
    use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
    let stream = tokio::net::TcpStream::connect("a:1").await?;
    let (read, mut write) = stream.into_split();
    let mut lines = tokio::io::BufReader::new(read).lines();
    while let Some(line) = lines.next_line().await? {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("say"), Some(what)) => sink(what),
            //^ flow
            (Some("quit"), None) => break,
            (other, _) => sink(other),
            //^ flow
        }
        write.write_all(b"ok\n").await?;
    }
    let mut taken = tokio::fs::File::open("a").await?.take(16);
    let mut head = Vec::new();
    taken.read_to_end(&mut head).await?;
    sink(head);
    //^ flow
    let mut until = Vec::new();
    tokio::io::BufReader::new(tokio::fs::File::open("b").await?).read_until(0, &mut until).await?;
    sink(until);
    //^ flow
    let mut copied: Vec<u8> = Vec::new();
    let n = tokio::io::copy(&mut tokio::fs::File::open("c").await?, &mut copied).await?;
    sink(copied);
    //^ flow
    sink(n);
    //^ none
    Ok(())
}

//# bodies of requests
async fn bodies(request: hyper::Request<hyper::body::Incoming>, other: hyper::Request<hyper::body::Incoming>) -> anyhow::Result<()> {
    use http_body_util::BodyExt;
    let query = request.uri().query().unwrap_or("");
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        sink(key);
        //^ flow
        sink(value);
        //^ flow
    }
    sink(request.uri().path());
    //^ flow
    let whole = request.into_body().collect().await?.to_bytes();
    let value: serde_json::Value = serde_json::from_slice(&whole)?;
    sink(value["name"].as_str());
    //^ flow
    let mut body = other.into_body();
    while let Some(frame) = body.frame().await {
        if let Some(part) = frame?.data_ref() {
            sink(part);
            //^ flow
        }
    }
    Ok(())
}

//# parts of forms
async fn parts(mut form: multer::Multipart<'_>) -> anyhow::Result<()> {
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_string();
        sink(name);
        //^ flow
        sink(field.text().await?);
        //^ flow
    }
    if let Some(mut field) = form.next_field().await? {
        while let Some(chunk) = field.chunk().await? {
            sink(chunk);
            //^ flow
        }
    }
    Ok(())
}

//# rows as structs
struct User {
    id: i32,
    mail: String,
    admin: bool,
}
impl TryFrom<&tokio_postgres::Row> for User {
    type Error = tokio_postgres::Error;
    fn try_from(row: &tokio_postgres::Row) -> Result<Self, Self::Error> {
        Ok(User { id: row.try_get("id")?, mail: row.try_get("mail")?, admin: false })
    }
}
async fn users(client: &tokio_postgres::Client) -> Result<Vec<User>, tokio_postgres::Error> {
    client.query("select id, mail from users", &[]).await?.iter().map(User::try_from).collect()
}
async fn reads_users(client: &tokio_postgres::Client) -> anyhow::Result<()> {
    for user in users(client).await? {
        sink(&user.mail);
        //^ flow
        sink(user.id);
        //^ flow
        sink(user.admin);
        //^ none
    }
    Ok(())
}

//# an address that was asked
async fn fetched(client: &reqwest::Client) -> anyhow::Result<()> {
    let response = reqwest::get("https://a.example").await?;
    let length = response.content_length();
    sink(length);
    //^ none
    if !response.status().is_success() {
        anyhow::bail!("status {}", response.status());
    }
    let text = response.text().await?;
    let document = scraper::Html::parse_document(&text);
    let selector = scraper::Selector::parse("a").unwrap();
    for link in document.select(&selector) {
        sink(link.inner_html());
        //^ flow
        sink(link.value().attr("href"));
        //^ flow
    }
    let (mut good, mut bad) = (0, 0);
    for line in text.lines() {
        if line.is_empty() { bad += 1 } else { good += 1 }
    }
    sink(good + bad);
    //^ none
    Ok(())
}
