use crate::SignUp;
use std::{cell::RefCell, rc::Rc, sync::{Arc, Mutex, mpsc}, collections::HashMap, borrow::Cow};
fn e1(form: SignUp) { let x = Some(form.email).zip(Some(1)); if let Some((e, n)) = x { println!("{e}"); println!("{n}"); } } //~ display
fn e2(form: SignUp) { let mut o = Some(form.email); let t = o.take(); println!("{t:?}"); } //~ display
fn e3(form: SignUp) { let mut o = Some(form.email); let t = o.take();
 println!("{o:?}"); }
fn e4(form: SignUp) { let mut o = None; let r = o.replace(form.email);
 println!("{r:?}");
 println!("{o:?}"); } //~ display
fn e5(form: SignUp) { let mut a = form.email; let mut b = String::new(); std::mem::swap(&mut a, &mut b);
 println!("{a}");
 println!("{b}"); } //~ display
fn e6(form: SignUp) { let c = Rc::new(RefCell::new(String::new())); let d = c.clone(); d.borrow_mut().push_str(&form.email); println!("{}", c.borrow()); } //~ display
fn e7(form: SignUp) { let m = Arc::new(Mutex::new(Vec::new())); { let m = Arc::clone(&m); std::thread::spawn(move || m.lock().unwrap().push(form.email)); } println!("{:?}", m.lock().unwrap()); } //~ display
fn e8(form: SignUp) { let c: Cow<str> = Cow::Owned(form.email); println!("{}", c.into_owned()); } //~ display
trait Say { fn say(&self) -> String; }
struct A(String); struct B(u8);
impl Say for A { fn say(&self) -> String { self.0.clone() } }
impl Say for B { fn say(&self) -> String { self.0.to_string() } }
fn e9(form: SignUp) { let b: Box<dyn Say> = Box::new(A(form.email)); println!("{}", b.say()); } //~ display
trait Get { type Out; fn get(self) -> Self::Out; }
impl Get for A { type Out = String; fn get(self) -> String { self.0 } }
fn run<G: Get>(g: G) -> G::Out { g.get() }
fn e10(form: SignUp) { println!("{}", run(A(form.email))); } //~ display
struct D { inner: String, other: String }
impl std::ops::Deref for D { type Target = String; fn deref(&self) -> &String { &self.inner } }
fn e11(form: SignUp) { let d = D { inner: form.email, other: String::new() }; println!("{}", d.to_uppercase()); //~ display
 println!("{}", d.other); }
fn e11b(form: SignUp) { let d = D { inner: form.email, other: String::new() }; println!("{}", *d); } //~ display
struct Store { items: Vec<String> }
impl std::ops::Index<usize> for Store { type Output = String; fn index(&self, i: usize) -> &String { &self.items[i] } }
fn e12(form: SignUp) { let s = Store { items: vec![form.email] }; println!("{}", s[0]); } //~ display
impl std::ops::Add for A { type Output = A; fn add(self, o: A) -> A { A(self.0 + &o.0) } }
fn e13(form: SignUp) { let a = A(form.email) + A(String::new()); println!("{}", a.0); } //~ display
fn e14(form: SignUp) { let v: Vec<String> = vec![form.email].into_iter().chain(std::iter::once(String::new())).collect(); for w in v.windows(2) { println!("{}", w[0]); } } //~ display
fn e15(form: SignUp) { let v = vec![form.email]; let s = v.iter().fold(String::new(), |acc, x| acc + x); println!("{s}"); } //~ display
fn e16(form: SignUp) { let (user, host) = form.email.split_once('@').unwrap(); println!("{host}"); } //~ display
fn e17(form: SignUp) { let s: String = form.email.chars().rev().collect(); println!("{s}"); } //~ display
fn e18(form: SignUp) { let p: Vec<&str> = form.email.trim().split('@').collect(); println!("{}", p[0]); } //~ display
fn e19(form: SignUp) { let x = 'a: { if form.email.is_empty() { break 'a String::new(); } break 'a form.email; }; println!("{x}"); } //~ display
fn e20(form: SignUp) { let Some(e) = Some(form.email) else { return }; println!("{e}"); } //~ display
fn e21(form: SignUp) { match Some(form.email) { Some(e) if e.len() > 2 => println!("{e}"), _ => {} } } //~ display
fn e22(form: SignUp) { match form.email.len() { n @ 1..=5 => println!("{n}"), _ => {} } }
fn e23(form: SignUp) { match form { whole @ SignUp { .. } => println!("{}", whole.email) } } //~ display
static LAST: Mutex<Option<String>> = Mutex::new(None);
fn e24(form: SignUp) { *LAST.lock().unwrap() = Some(form.email); }
fn e25() { println!("{:?}", LAST.lock().unwrap()); } //~ display
fn e26(form: SignUp) { let (tx, rx) = mpsc::channel(); std::thread::spawn(move || tx.send(form.email).unwrap()); println!("{}", rx.recv().unwrap()); } //~ display
async fn e27(form: SignUp) { let (tx, mut rx) = tokio::sync::mpsc::channel(1); tokio::spawn(async move { tx.send(form.email).await.unwrap(); }); while let Some(x) = rx.recv().await { println!("{x}"); } } //~ display
fn e28(form: SignUp) { let (tx, rx) = crossbeam_channel::unbounded(); tx.send(form.email).unwrap(); for x in rx.iter() { println!("{x}"); } } //~ display
fn e29(form: SignUp) { let (tx, rx) = flume::unbounded(); tx.send(form.email).unwrap(); for x in rx { println!("{x}"); } } //~ display
async fn e30(form: SignUp) { let f = async move { form.email }; let (e, _) = tokio::join!(f, async { 1 }); println!("{e}"); } //~ display
async fn e31(form: SignUp) { tokio::select! { e = async { form.email } => { println!("{e}"); } _ = async {} => {} } } //~ display
async fn e32(form: SignUp) { let s = async_stream::stream! { yield form.email; }; futures::pin_mut!(s); while let Some(x) = futures::StreamExt::next(&mut s).await { println!("{x}"); } } //~ missed display
async fn e33(form: SignUp) { use futures::StreamExt; let mut s = futures::stream::iter(vec![form.email]).map(|x| x + "a"); while let Some(x) = s.next().await { println!("{x}"); } } //~ display
fn e34(form: SignUp) { let SignUp { email, .. } = form; println!("{email}"); } //~ display
#[derive(Clone, Default)] struct Cfg { name: String, mail: String, n: u8 }
fn e35(form: SignUp) { let base = Cfg { mail: form.email, ..Default::default() }; let c = Cfg { name: String::new(), ..base }; println!("{}", c.mail); } //~ display
fn e36(form: SignUp) { let base = Cfg { mail: form.email, ..Default::default() }; let c = Cfg { mail: String::new(), ..base }; println!("{}", c.mail); }
fn e37(form: SignUp) -> Result<(), String> { let r = Some(form.email).ok_or("none".to_string())?; println!("{r}"); Ok(()) } //~ display
fn e38(form: SignUp) { let s = Some(form.email).map_or_else(String::new, |x| x + "!"); println!("{s}"); } //~ display
fn e39(form: SignUp) { let r: Result<u8, _> = form.email.parse::<u8>().map_err(|_| form.email.clone()); if let Err(e) = r { println!("{e}"); } } //~ display
fn e40(form: SignUp) { let mut map = HashMap::new(); map.entry("a").or_insert_with(Vec::new).push(form.email); for (k, v) in &map { println!("{v:?}"); } } //~ display
fn e41(form: SignUp) { let mut map: HashMap<&str, String> = HashMap::new(); map.insert("a", form.email); if let Some(x) = map.get("a") { println!("{x}"); } } //~ display
fn e42(form: SignUp) { let f = |s: &str| format!("<{s}>"); let g = move || f(&form.email); println!("{}", g()); } //~ display
fn apply<F: Fn(String) -> String>(f: F, s: String) -> String { f(s) }
fn e43(form: SignUp) { println!("{}", apply(|s| s.to_lowercase(), form.email)); } //~ display
fn e44(form: SignUp) { let old = std::mem::replace(&mut { form.email }, String::new()); println!("{old}"); } //~ display
fn e45(mut form: SignUp) { let t = std::mem::take(&mut form.email);
 println!("{}", form.email); //~ false display
 println!("{t}"); } //~ display
fn e46(form: SignUp) { let b = form.email.into_bytes(); let s = String::from_utf8_lossy(&b[1..]).to_string(); println!("{s}"); } //~ display
fn e47(form: SignUp) { let a = [form.email.as_str(), "x"]; let [first, second] = a; println!("{first}"); //~ display
 println!("{second}"); } //~ false display
fn e48(form: SignUp) { let n = form.email.len(); println!("{n}"); }
fn e49(form: SignUp) { if form.email == "x" { println!("same"); } }
fn e50(form: SignUp) { let h = std::thread::spawn(move || form.email); println!("{}", h.join().unwrap()); } //~ display
fn e51(form: SignUp) { if let Some(e) = Some(&form.email) && e.len() > 3 { println!("{e}"); } } //~ display
fn e52(form: SignUp) { let x: &dyn std::any::Any = &form.email; if let Some(s) = x.downcast_ref::<String>() { println!("{s}"); } } //~ display
fn e53(form: SignUp) { let mut it = vec![form.email].into_iter().peekable(); while let Some(x) = it.next() { println!("{x}"); } } //~ display
fn e54(form: SignUp) { let v: Result<Vec<String>, ()> = vec![form.email].into_iter().map(Ok).collect(); println!("{:?}", v.unwrap()); } //~ display
fn e55(form: SignUp) { let x = form.email.replace('@', " at "); println!("{x}"); } //~ display
fn e56(form: SignUp) { let cell = std::cell::Cell::new(form.email); println!("{}", cell.into_inner()); } //~ display
fn e57(form: SignUp) { let lock = std::sync::OnceLock::new(); println!("{}", lock.get_or_init(|| form.email)); } //~ display
fn e58(form: SignUp) { let (a, b): (Vec<String>, Vec<u8>) = vec![(form.email, 1u8)].into_iter().unzip(); println!("{a:?}"); //~ display
 println!("{b:?}"); }
fn g1(form: SignUp) { match form.email.parse::<u32>() { Ok(n) => println!("{n}"), Err(_) => {} } } //~ display
fn g2(form: SignUp) { match form.email.parse::<u32>() { Ok(_) => {}, Err(e) => println!("{e}") } }
fn g3(form: SignUp) { if let Err(e) = form.email.parse::<std::net::IpAddr>() { println!("{e}"); } }
fn g4(form: SignUp) { let n: u32 = form.email.trim().parse().unwrap_or(0); println!("{n}"); } //~ display
fn g5(form: SignUp) { let r: Result<u32, String> = form.email.parse::<u32>().map_err(|e| e.to_string()); if let Err(e) = r { println!("{e}"); } }
fn g6(form: SignUp) { let r: Result<u32, String> = form.email.parse::<u32>().map_err(|e| format!("{}: {e}", form.email)); if let Err(e) = r { println!("{e}"); } } //~ display
fn g7(form: SignUp) { if let Err(e) = std::str::from_utf8(form.email.as_bytes()) { println!("{e}"); } }
fn g8(form: SignUp) { println!("{}", std::str::from_utf8(form.email.as_bytes()).unwrap()); } //~ display
fn g9(form: SignUp) { if let Err(e) = String::from_utf8(form.email.into_bytes()) { println!("{:?}", e.into_bytes()); } } //~ missed display
fn g10(form: SignUp) { if let Err(e) = u64::from_str_radix(&form.email, 16) { println!("{e}"); } }
fn g11(form: SignUp) { println!("{:?}", u64::from_str_radix(&form.email, 16)); } //~ display
struct Mail(String); struct BadMail(String);
impl std::str::FromStr for Mail { type Err = BadMail; fn from_str(s: &str) -> Result<Mail, BadMail> { if s.contains('@') { Ok(Mail(s.to_string())) } else { Err(BadMail(s.to_string())) } } }
fn g12(form: SignUp) { if let Err(e) = form.email.parse::<Mail>() { println!("{}", e.0); } } //~ display
fn g13(form: SignUp) { let m: Mail = form.email.parse().unwrap_or(Mail(String::new())); println!("{}", m.0); } //~ display
fn g14(form: SignUp) { match "7".parse::<u32>() { Err(e) => println!("{e}"), Ok(n) => println!("{n} {}", form.email.len()) } }
struct Low { mail: String, seat: String } struct Mid { low: Low } struct Up { mid: Mid } struct Top { up: Up } struct Whole { top: Top }
fn whole(mail: String, seat: String) -> Whole { Whole { top: Top { up: Up { mid: Mid { low: Low { mail, seat } } } } } }
fn h1_mail(w: &Whole) { println!("{}", w.top.up.mid.low.mail); } //~ display
fn h1_seat(w: &Whole) { println!("{}", w.top.up.mid.low.seat); }
fn h1(form: SignUp) { let w = whole(form.email, String::new()); h1_mail(&w); h1_seat(&w); }
fn h2_mail(w: &Whole) { println!("{}", w.top.up.mid.low.mail); }
fn h2_seat(w: &Whole) { println!("{}", w.top.up.mid.low.seat); } //~ display
fn h2(form: SignUp) { let w = whole(String::new(), form.email); h2_mail(&w); h2_seat(&w); }
fn h3_mid(w: &Whole) -> &Mid { &w.top.up.mid }
fn h3(form: SignUp) { let w = whole(form.email, String::new()); println!("{}", h3_mid(&w).low.seat); }
fn h4(form: SignUp) { let w = whole(form.email, String::new()); println!("{}", h3_mid(&w).low.mail); } //~ display
struct Parts { first: String, second: String }
fn h5_both(w: &(u8, (u8, (u8, (u8, Parts))))) { println!("{}", w.1.1.1.1.second); }
fn h5(form: SignUp) { h5_both(&(1, (2, (3, (4, Parts { first: form.email, second: String::new() }))))); }
fn h6_both(w: &(u8, (u8, (u8, (u8, Parts))))) { println!("{}", w.1.1.1.1.first); } //~ display
fn h6(form: SignUp) { h6_both(&(1, (2, (3, (4, Parts { first: form.email, second: String::new() }))))); }
async fn i1(form: SignUp, tx: tokio::sync::mpsc::Sender<String>) { if let Err(e) = tx.send_timeout(form.email, std::time::Duration::from_secs(1)).await { println!("{e}"); } }
fn i2(form: SignUp) { let (tx, rx) = mpsc::sync_channel(1); tx.send_timeout(form.email, std::time::Duration::from_secs(1)).unwrap(); println!("{}", rx.recv().unwrap()); } //~ display
async fn j1(axum::extract::Path((email, note)): axum::extract::Path<(String, String)>) { println!("{note}"); }
async fn j2(axum::extract::Path((email, note)): axum::extract::Path<(String, String)>) { println!("{email}"); } //~ display
enum Act { Add { mail: String, note: String }, Drop { mail: String } }
enum Job { Run { port: u16 }, Act { act: Option<Act> } }
fn j3_do(job: Option<Job>) { if let Some(Job::Act { act: Some(Act::Add { note, mail }) }) = job { println!("{note}{mail}"); } }
fn j3(form: SignUp) { j3_do(Some(Job::Act { act: Some(Act::Drop { mail: form.email }) })); }
fn j4_do(job: Option<Job>) { if let Some(Job::Act { act: Some(Act::Drop { mail }) }) = job { println!("{mail}"); } } //~ display
fn j4(form: SignUp) { j4_do(Some(Job::Act { act: Some(Act::Drop { mail: form.email }) })); }
struct Follow { id: String, object: String }
impl tower::Activity for Follow { type Actor = String; }
fn j5_tell<A: tower::Activity>(a: A) { println!("{}", a.id()); }
fn j5(form: SignUp) { j5_tell(Follow { id: String::new(), object: form.email }); }
fn j6_tell<A: tower::Activity>(a: A) { println!("{}", a.id()); } //~ display
fn j6(form: SignUp) { j6_tell(Follow { id: form.email, object: String::new() }); }
#[derive(Debug)] struct Meter(u8);
impl tower::Collector for Meter { fn collect(&self) -> Vec<String> { println!("{:?}", self); Vec::new() } }
fn j7(form: SignUp) { let parts: Vec<&str> = form.email.split('@').collect(); println!("{parts:?}"); } //~ display
async fn j8((axum::extract::Path(email), note): (axum::extract::Path<String>, String)) { println!("{note}"); }
async fn j9((axum::extract::Path(email), note): (axum::extract::Path<String>, String)) { println!("{email}"); } //~ display
fn k1(form: SignUp, text: &[u8]) { let key = form.password; let plain = tower::decrypt(text, &key); println!("{plain:?}"); }
fn k2(form: SignUp, text: &[u8]) { let cipher = tower::Cipher::new(form.password); let plain = cipher.decrypt_with(b"1", text).unwrap(); println!("{plain:?}"); }
fn k3(form: SignUp, key: &[u8]) { let plain = tower::decrypt(form.password, key); println!("{plain:?}"); } //~ display
fn k3b(form: SignUp) { let mail = tower::Mail::new(form.email).verify_link("x").send_to("y"); println!("{mail:?}"); } //~ display
fn k4(form: SignUp, key: &[u8]) { let plain = form.password.decrypt_with(&key); println!("{plain:?}"); } //~ display
fn k5(form: SignUp, vault: tower::Vault) { let open = vault.open(&form.password).unwrap(); println!("{:?}", open.names()); }
fn k6(form: SignUp, vault: tower::Vault) { let open = vault.open(&form.email).unwrap(); println!("{:?}", open.names()); } //~ display
fn k7(form: SignUp) { let credentials = tower::Credentials::Password(form.password); let open = tower::login(form.email, &credentials); println!("{open:?}"); } //~ display
fn k8(form: SignUp, client: &tower::Client) { let file = tower::Upload::new("a.txt", form.password).invoke(client).unwrap(); println!("{}", file.address()); }
fn k9(form: SignUp) { let file = tower::Upload::new("a.txt", form.password); println!("{}", file.text()); } //~ display
trait Task { fn work(&self) -> String; fn start(&self) { println!("{}", self.work()); } }
struct Loud { note: String }
struct Still { note: String }
impl Task for Loud { fn work(&self) -> String { self.note.clone() } }
impl Task for Still { fn work(&self) -> String { String::new() } }
trait Chore { fn work(&self) -> String; fn start(&self) { println!("{}", self.work()); } } //~ display
struct Busy { note: String }
impl Chore for Busy { fn work(&self) -> String { self.note.clone() } }
fn k5(form: SignUp) { Still { note: form.email }.start(); }
fn k6(form: SignUp) { Busy { note: form.email }.start(); }
// What counts words holds none of them.
struct Read { text: String, words: u32 }
fn words_in(text: &str) -> u32 { outside::words_in(text) }
fn counted(form: SignUp) { println!("{}", words_in(&form.email)); }
fn cast(form: SignUp) { println!("{}", outside::weigh(form.email) as i64); }
fn show_count(n: Option<u32>) { println!("{n:?}"); }
fn handed(form: SignUp) { show_count(outside::weigh(form.email)); }
fn read_of(form: SignUp) { let read: Read = outside::read(form.email);
 println!("{}", read.words);
 println!("{}", read.text); } //~ display
fn built(form: SignUp) { let store = outside::Builder::new().with_credentials(form.email).with_bucket("b").build(); println!("{:?}", store.get("a")); }
fn built_of(form: SignUp) { let store = outside::Builder::new().with_folder(form.email).build(); println!("{store:?}"); } //~ display
