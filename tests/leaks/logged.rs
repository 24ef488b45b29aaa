use crate::SignUp;
use std::fmt::Write as _;
use std::io::Write as _;
fn l1(form: SignUp) { log::info!("{:?}", Some(&form.email)); } //~ log
fn l2(form: SignUp) { log::warn!("{}", form.password.chars().take(3).collect::<String>()); } //~ log
fn l3(form: SignUp) { let line = ["user=", &form.email].concat(); log::info!("{line}"); } //~ log
fn l4(form: SignUp) { log::info!("{}", if form.email.is_empty() { "none" } else { &form.email }); } //~ log
fn l5(form: SignUp) { log::info!("{}", if form.email.is_empty() { "none" } else { "some" }); }
fn l6(form: SignUp) { let mut line = String::new(); write!(line, "{}", form.email).unwrap(); log::info!("{}", line); } //~ log
fn l7(form: SignUp) { log::error!(target: "x", "{e}", e = &form.email[..2]); } //~ log
fn l8(form: SignUp) { tracing::error!(error = ?form.email, user = "x", "failed"); } //~ log
fn l9(form: SignUp) { tracing::info!(form.email, "shorthand"); } //~ log
fn l10(form: SignUp) { tracing::debug!(user.mail = form.email, "dotted"); } //~ log
fn l11(form: SignUp) { tracing::info!(name: "login", target: "auth", mail = %form.email); } //~ log
fn l12(form: SignUp) { let _guard = tracing::span!(tracing::Level::INFO, "login", mail = %form.email).entered(); } //~ log
fn l13(form: SignUp) { tracing::info!(length = form.email.len(), "fine"); }
fn l14(form: SignUp) { tracing::trace!(parent: None, "{}", form.email); } //~ log
fn l15(form: SignUp, log: slog::Logger) { slog::error!(log, "x"; "mail" => %form.email); } //~ log
fn l16(form: SignUp, log: slog::Logger) { slog::debug!(log, "x"; slog::o!("mail" => form.email)); } //~ log
fn l17(form: SignUp, log: slog::Logger) { let child = log.new(slog::o!("mail" => form.email)); slog::info!(child, "in"); } //~ log
fn l18(form: SignUp) { std::io::stderr().write_all(format!("{}\n", form.email).as_bytes()).unwrap(); } //~ display
fn l19(form: SignUp) { let out = std::io::stdout(); let mut out = std::io::LineWriter::new(out.lock()); out.write_fmt(format_args!("{}", form.email)).unwrap(); } //~ display
fn l20(form: SignUp) { let boxed: Box<dyn std::error::Error> = form.email.into(); log::error!("{boxed}"); } //~ log
#[derive(Debug)] struct Ctx { who: String, at: u32 }
impl Ctx { fn tell(&self) { log::info!("{self:?}"); } } //~ log
fn l21(form: SignUp) { Ctx { who: form.email, at: 1 }.tell(); }
impl Ctx { fn tell_at(&self) { log::info!("{}", self.at); } }
fn l22(form: SignUp) { Ctx { who: form.email, at: 1 }.tell_at(); }
struct Masked(String);
impl std::fmt::Debug for Masked { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str("***") } }
fn l23(form: SignUp) { log::info!("{:?}", Masked(form.password)); }
#[derive(Debug)] struct Session { id: u32, secret: Masked }
fn l24(form: SignUp) { log::info!("{:?}", Session { id: 1, secret: Masked(form.password) }); }
fn l25(form: SignUp) { macro_rules! say { ($($t:tt)*) => { log::info!($($t)*) } } say!("{}", form.email); } //~ log
fn l26(form: SignUp) { log::info!("{}", serde_json::to_string(&form).unwrap()); } //~ log
fn l27(form: SignUp) { log::info!("{}", serde_json::json!({ "mail": form.email })); } //~ log
fn l28(form: SignUp) { let pairs = vec![("mail", form.email.as_str()), ("x", "y")]; for (k, v) in pairs { log::info!("{k}={v}"); } } //~ log
fn l29(form: SignUp) { for letter in form.password.chars() { log::trace!("{letter}"); } } //~ log
fn l30(form: SignUp) { let r: Result<(), String> = Err(form.email); if let Err(ref e) = r { log::warn!("{e}"); } } //~ log
fn l31(form: SignUp) { let r: Result<(), String> = Err(form.email); r.map_err(|e| log::warn!("{e}")).ok(); } //~ log
fn l32(form: SignUp) { let r: Result<(), String> = Err(form.email); r.inspect_err(|e| log::warn!("{e}")).ok(); } //~ log
fn l33(form: SignUp) { (|| log::info!("{}", form.email))(); } //~ log
fn l34(form: SignUp) { std::thread::spawn(move || { log::info!("{}", form.email); }); } //~ log
async fn l35(form: SignUp) { tokio::spawn(async move { tracing::info!("{}", form.email); }); } //~ log
fn l36(form: SignUp) { use tracing::Instrument; let _ = async {}.instrument(tracing::info_span!("x", mail = %form.email)); } //~ log
fn l37(form: SignUp) { assert!(form.email.contains('@'), "no mail: {:?}", form.email); } //~ display
fn l38(form: SignUp) { assert!(form.email.contains('@'), "no mail"); }
fn l39(form: SignUp) { let hidden = "*".repeat(form.password.len()); log::info!("{hidden}"); }
fn l40(form: SignUp) { log::info!("{}", form.email == "root@a.example"); }
fn l41(form: SignUp) { let SignUp { ref password, .. } = form; log::info!("{password}"); } //~ log
fn l42(form: SignUp) { let Some((name, host)) = form.email.split_once('@') else { return }; log::info!("{name} at {host}"); } //~ log
fn l43(form: SignUp) { let n = form.email.matches('@').count(); log::info!("{n}"); }
fn l44(form: SignUp) { let v: Vec<u8> = form.email.bytes().map(|b| b ^ 1).collect(); log::info!("{v:?}"); } //~ log
fn l45(form: SignUp) { let s: std::borrow::Cow<str> = String::from_utf8_lossy(form.email.as_bytes()); log::info!("{s}"); } //~ log
fn l46(form: SignUp) { let c = std::ffi::CString::new(form.email).unwrap(); log::info!("{:?}", c.as_c_str()); } //~ log
fn l47(form: SignUp) { let o = std::ffi::OsString::from(form.email); log::info!("{}", o.to_string_lossy()); } //~ log
fn l48(form: SignUp) { let p = std::path::Path::new("/home").join(&form.email); log::info!("{}", p.display()); } //~ log
fn l49(form: SignUp) { let mut parts = form.email.rsplitn(2, '@'); let host = parts.next().unwrap(); log::info!("{host}"); } //~ log
fn l50(form: SignUp) { env_logger::builder().format(|f, r| writeln!(f, "{}", r.args())).init(); log::info!("{}", form.email); } //~ log
