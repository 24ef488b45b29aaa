use crate::SignUp;
use std::io::Write;
async fn c1(form: SignUp) { reqwest::get(format!("http://a.example/?e={}", form.email)).await.unwrap(); } //~ network
async fn c2(form: SignUp) { let c = reqwest::Client::new(); c.post("http://a.example").body(form.email).send().await.unwrap(); } //~ network
async fn c3(form: SignUp) { reqwest::Client::new().post("http://a.example").json(&serde_json::json!({"e": form.email})).send().await.unwrap(); } //~ network
async fn c4(form: SignUp) { let c = reqwest::Client::builder().build().unwrap(); c.post("https://a.example").form(&[("e", form.email)]).send().await.unwrap(); } //~ network
async fn c5(form: SignUp) { let mut m = std::collections::HashMap::new(); m.insert("e", form.email); reqwest::Client::new().get("http://a.example").query(&m).send().await.unwrap(); } //~ network
async fn c6(form: SignUp) { reqwest::Client::new().get("http://a.example").header("x-email", form.email).send().await.unwrap(); } //~ network
fn c7(form: SignUp) { let url = reqwest::Url::parse(&format!("http://a.example/{}", form.email)).unwrap(); reqwest::blocking::get(url).unwrap(); } //~ network
async fn c8(form: SignUp) { let mut url = reqwest::Url::parse("http://a.example").unwrap(); url.query_pairs_mut().append_pair("e", &form.email); reqwest::get(url).await.unwrap(); } //~ network
async fn c9(form: SignUp) { let mut url = url::Url::parse("http://a.example").unwrap(); url.set_query(Some(&form.email)); reqwest::Client::new().get(url).send().await.unwrap(); } //~ network
async fn c10(form: SignUp) { let c = reqwest::Client::new(); let req = c.post("http://a.example").body(form.email).build().unwrap(); c.execute(req).await.unwrap(); } //~ network
async fn c11(form: SignUp) { let c = reqwest::Client::new(); let req = reqwest::Request::new(reqwest::Method::GET, format!("http://a/{}", form.email).parse().unwrap()); c.execute(req).await.unwrap(); } //~ network
async fn c12(form: SignUp) { let part = reqwest::multipart::Form::new().text("e", form.email); reqwest::Client::new().post("http://a.example").multipart(part).send().await.unwrap(); } //~ network
async fn c13(form: SignUp, client: hyper_util::client::legacy::Client<(), String>) { let req = hyper::Request::builder().uri("http://a.example").body(form.email).unwrap(); client.request(req).await.unwrap(); } //~ network
async fn c14(form: SignUp, client: hyper_util::client::legacy::Client<(), String>) { let req = hyper::Request::builder().method("GET").uri(format!("http://a.example/{}", form.email)).body(String::new()).unwrap(); client.request(req).await.unwrap(); } //~ network
async fn c15(form: SignUp, client: hyper::Client<hyper::client::HttpConnector>) { let uri = format!("http://a.example/{}", form.email).parse::<hyper::Uri>().unwrap(); client.get(uri).await.unwrap(); } //~ network
fn c16(form: SignUp) { ureq::get(&format!("http://a.example/{}", form.email)).call().unwrap(); } //~ network
fn c17(form: SignUp) { ureq::post("http://a.example").send_json(ureq::json!({"e": form.email})).unwrap(); } //~ network
fn c18(form: SignUp) { ureq::post("http://a.example").send_string(&form.email).unwrap(); } //~ network
fn c19(form: SignUp) { let agent = ureq::Agent::new(); agent.post("http://a.example").send_form(&[("e", &form.email)]).unwrap(); } //~ network
async fn c20(form: SignUp) { awc::Client::default().post("http://a.example").send_json(&form).await.unwrap(); } //~ network
async fn c21(form: SignUp) { let client = awc::Client::default(); client.get(format!("http://a.example/{}", form.email)).send().await.unwrap(); } //~ network
async fn c22(form: SignUp) { surf::post("http://a.example").body_string(form.email).await.unwrap(); } //~ network
async fn c23(form: SignUp) { surf::get(format!("http://a.example/{}", form.email)).recv_string().await.unwrap(); } //~ network
fn c24(form: SignUp) { isahc::post("http://a.example", form.email).unwrap(); } //~ network
fn c25(form: SignUp) { isahc::Request::post("http://a.example").body(form.email).unwrap().send().unwrap(); } //~ network
fn c26(form: SignUp) { let mut s = std::net::TcpStream::connect("a:1").unwrap(); s.write_all(form.email.as_bytes()).unwrap(); } //~ network
fn c27(form: SignUp) { let mut s = std::net::TcpStream::connect("a:1").unwrap(); write!(s, "{}", form.email).unwrap(); } //~ network
async fn c28(form: SignUp) { use tokio::io::AsyncWriteExt; let mut s = tokio::net::TcpStream::connect("a:1").await.unwrap(); s.write_all(form.email.as_bytes()).await.unwrap(); } //~ network
fn c29(form: SignUp) { let s = std::net::UdpSocket::bind("a:0").unwrap(); s.send_to(form.email.as_bytes(), "b:1").unwrap(); } //~ network
async fn c30(form: SignUp, s: tokio::net::UdpSocket) { s.send(form.email.as_bytes()).await.unwrap(); } //~ network
fn c31(form: SignUp) { let (mut ws, _) = tungstenite::connect("ws://a.example").unwrap(); ws.send(tungstenite::Message::Text(form.email.into())).unwrap(); } //~ network
async fn c32(form: SignUp) { use futures::SinkExt; let (mut ws, _) = tokio_tungstenite::connect_async("ws://a.example").await.unwrap(); ws.send(tokio_tungstenite::tungstenite::Message::text(form.email)).await.unwrap(); } //~ network
async fn c33(form: SignUp) { use futures::{SinkExt, StreamExt}; let (ws, _) = tokio_tungstenite::connect_async("ws://a.example").await.unwrap(); let (mut write, read) = ws.split(); write.send(form.email.into()).await.unwrap(); } //~ network
fn c34(form: SignUp, mailer: lettre::SmtpTransport) { use lettre::Transport; let m = lettre::Message::builder().to("a@b.example".parse().unwrap()).body(form.email).unwrap(); mailer.send(&m).unwrap(); } //~ network
fn c35(form: SignUp) { use lettre::Transport; let m = lettre::Message::builder().to(form.email.parse().unwrap()).body(String::new()).unwrap(); let mailer = lettre::SmtpTransport::relay("smtp.a.example").unwrap().build(); mailer.send(&m).unwrap(); } //~ network
async fn c36(form: SignUp, c: mail_send::SmtpClient<()>) { let m = mail_send::mail_builder::MessageBuilder::new().to(form.email).text_body("x"); c.send(m).await.unwrap(); } //~ network
async fn c37(form: SignUp, c: &async_nats::Client) { c.publish("s", form.email.into()).await.unwrap(); } //~ network
async fn c38(form: SignUp, p: &rdkafka::producer::FutureProducer) { p.send(rdkafka::producer::FutureRecord::to("t").payload(&form.email).key("k"), std::time::Duration::ZERO).await.unwrap(); } //~ network
async fn c39(form: SignUp, ch: &lapin::Channel) { ch.basic_publish("", "q", Default::default(), form.email.as_bytes(), Default::default()).await.unwrap(); } //~ network
async fn c40(form: SignUp, c: &rumqttc::AsyncClient) { c.publish("t", rumqttc::QoS::AtLeastOnce, false, form.email).await.unwrap(); } //~ network
async fn c41(form: SignUp, s: &mut quinn::SendStream) { s.write_all(form.email.as_bytes()).await.unwrap(); } //~ network
fn c42(form: SignUp) { std::process::Command::new("curl").arg(form.email).status().unwrap(); } //~ process
fn c43(form: SignUp) { std::process::Command::new("sh").args(["-c", &format!("echo {}", form.email)]).env("E", &form.password).spawn().unwrap(); } //~ process
async fn c44(form: SignUp) { tokio::process::Command::new("curl").arg(form.email).status().await.unwrap(); } //~ process
fn c45(form: SignUp) { use std::process::*; let mut c = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap(); c.stdin.as_mut().unwrap().write_all(form.email.as_bytes()).unwrap(); } //~ process
fn c46(form: SignUp) { let mut s = std::os::unix::net::UnixStream::connect("a").unwrap(); s.write_all(form.email.as_bytes()).unwrap(); } //~ network
async fn c47(form: SignUp, s: tokio::net::TcpStream) { use tokio::io::AsyncWriteExt; let (r, mut w) = s.into_split(); w.write_all(form.email.as_bytes()).await.unwrap(); } //~ network
async fn c48(form: SignUp, sender: &mut hyper::client::conn::http1::SendRequest<String>) { let req = http::Request::post("/").body(form.email).unwrap(); sender.send_request(req).await.unwrap(); } //~ network
async fn c49(form: SignUp) { let host = "http://a.example".to_owned(); let url = host + "/" + &form.email; reqwest::Client::new().get(&url).send().await.unwrap(); } //~ network
async fn c50(form: SignUp) { let req = reqwest::Client::new().request(reqwest::Method::PUT, ["http://a.example", &form.email].join("/")); req.send().await.unwrap(); } //~ network
async fn c51(form: SignUp) { let req = reqwest::Client::new().get("https://a.example").basic_auth(form.email, Some(form.password)); req.send().await.unwrap(); }
async fn answer1(form: SignUp) { let a = reqwest::Client::new().post("https://a.example").json(&form).send().await.unwrap(); println!("{:?}", a.text().await); } //~ network
struct Api { client: reqwest::Client, key: String }
impl Api { async fn ask(&self) -> String { self.client.get("https://a.example").header("x-key", &self.key).send().await.unwrap().text().await.unwrap() } } //~ network
async fn answer2(form: SignUp) { let api = Api { client: reqwest::Client::new(), key: form.password }; println!("{}", api.ask().await); }
fn answer3(form: SignUp) { let a = ureq::post("https://a.example").send_string(&form.email).unwrap(); println!("{:?}", a.into_string()); } //~ network
async fn answer4(form: SignUp) { if let Err(e) = reqwest::Client::new().post("https://a.example").body(form.email).send().await { println!("{e}"); } } //~ network
#[derive(Clone)] struct OwnService(tower::util::BoxCloneService<String, String, ()>);
impl tower::Service<String> for OwnService { type Response = String; fn call(&mut self, request: String) -> Self::Future { self.0.call(request) } }
async fn s90(own: OwnService, form: SignUp) { let answer = own.oneshot(form.email).await.unwrap(); println!("{answer}"); }
async fn s91(own: OwnService, form: SignUp) { let answer = own.wrapped(form.email).await.unwrap(); println!("{answer}"); } //~ display
async fn keep1(form: SignUp, mut c: tower::Directory) { let done = c.enter("cn", &form.email).await.unwrap(); println!("{done:?}"); let left = c.leave("x").await.unwrap(); println!("{left:?}"); }
fn keep2(form: SignUp, mut c: tower::Directory) { let done = c.enter("cn", &form.email); println!("{done:?}"); } //~ display
async fn act1(form: SignUp, c: tower::Client) { let made = tower::Method::create(&c, form.email).await.unwrap(); println!("{}", made.id); }
fn c90(form: SignUp, mailer: lettre::FileTransport) { use lettre::Transport; let m = lettre::Message::builder().to(form.email.parse().unwrap()).body(String::new()).unwrap(); mailer.send(&m).unwrap(); } //~ file
fn c91(form: SignUp, mailer: lettre::transport::stub::StubTransport) { use lettre::Transport; let m = lettre::Message::builder().to(form.email.parse().unwrap()).body(String::new()).unwrap(); mailer.send(&m).unwrap(); }
