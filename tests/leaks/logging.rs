use crate::SignUp;
use log::{info, warn};
fn a1(form: SignUp) { info!("x {}", form.password); } //~ log
fn a2(form: SignUp) { log::debug!(target: "auth", "{p}", p = form.password); } //~ log
fn a3(form: SignUp) { let password = form.password; log::error!("{password:?}"); } //~ log
fn a4(form: SignUp) { tracing::info!(email = %form.email, "hi"); } //~ log
fn a5(form: SignUp) { tracing::event!(tracing::Level::INFO, ?form.email); } //~ log
fn a6(form: SignUp) { let email = form.email; tracing::warn!(%email, "x"); } //~ log
fn a7(form: SignUp) { println!("{:?}", form); } //~ display
fn a8(form: SignUp) { eprintln!("{0} {0}", form.card_number); } //~ display
fn a9(form: SignUp) { dbg!(&form.email); } //~ display
fn a10(form: SignUp) { panic!("no {}", form.email); } //~ display
fn a11(form: SignUp) { assert_eq!(form.password.len(), 8, "bad {}", form.password); } //~ display
fn a12(form: SignUp, log: &slog::Logger) { slog::info!(log, "in"; "email" => form.email); } //~ log
fn a13(form: SignUp, logger: &slog::Logger) { slog::warn!(logger, "in {}", form.email; "n" => 1); } //~ log
fn a14(form: SignUp) { log::log!(log::Level::Info, "{}", form.email); } //~ log
fn a15(form: SignUp) {
    let line = format!("user {}", form.email);
    let boxed = Some(line).map(|l| l.to_uppercase()).unwrap_or_else(String::new);
    warn!("{}", boxed); //~ log
}
struct Shown(String);
impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "<{}>", self.0) }
}
struct Hidden(String);
impl std::fmt::Display for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "<hidden>") }
}
fn a16(form: SignUp) { info!("{}", Shown(form.email)); } //~ log
fn a17(form: SignUp) { info!("{}", Hidden(form.email)); }
#[derive(Debug)] struct Wrap { inner: Vec<String> }
fn a18(form: SignUp) { let w = Wrap { inner: vec![form.email] }; log::trace!("{:#?}", w); } //~ log
fn a19(form: SignUp) { std::io::Write::write_all(&mut std::io::stdout(), form.email.as_bytes()).unwrap(); } //~ display
fn a20(form: SignUp) { use std::io::Write; writeln!(std::io::stderr(), "{}", form.email).unwrap(); } //~ display
fn a21(form: SignUp) { use std::io::Write; let mut out = std::io::stdout().lock(); writeln!(out, "{}", form.email).unwrap(); } //~ display
fn a22(form: SignUp) { use std::io::Write; let mut out = std::io::BufWriter::new(std::io::stdout()); out.write(form.email.as_bytes()).unwrap(); } //~ display
fn a23(form: SignUp) { log::logger().log(&log::Record::builder().args(format_args!("{}", form.email)).build()); } //~ missed log
fn a24(form: SignUp) { let span = tracing::info_span!("login", email = form.email.as_str()); } //~ log
fn a25(form: SignUp) { tracing::Span::current().record("email", form.email.as_str()); } //~ log
#[tracing::instrument] //~ log
fn a26(form: SignUp) {}
#[tracing::instrument(skip(form))]
fn a27(form: SignUp) {}
#[tracing::instrument(skip_all, fields(email = %form.email))] //~ log
fn a28(form: SignUp) {}
fn a29(form: SignUp) { Option::<u8>::None.expect(&format!("for {}", form.email)); } //~ display
fn a30(form: SignUp) { unreachable!("{}", form.password) } //~ display
fn a31(form: SignUp) { todo!("{}", form.password) } //~ display
fn a32(form: SignUp) { let r: Result<u8, String> = Err(form.password); r.unwrap(); } //~ missed display
fn a33(form: SignUp) -> anyhow::Result<()> { anyhow::bail!("bad {}", form.password) }
fn a34(form: SignUp) { if let Err(e) = a33(form) { log::error!("{e}"); } } //~ log
fn a35(form: SignUp) { log::info!(email = form.email.as_str(); "kv"); } //~ log
fn a36(form: SignUp) { info!("{}", form.password.len()); }
fn a37(form: SignUp) { std::panic::panic_any(form.email); } //~ display
fn a38(form: SignUp) { debug_assert!(false, "x {}", form.email); } //~ display
fn a39(form: SignUp) { let mut s = String::new(); std::fmt::Write::write_fmt(&mut s, format_args!("{}", form.email)).unwrap(); info!("{s}"); } //~ log
fn a40(form: SignUp) { log::info!("{:>1$}", "a", form.password.len()); }
fn a41(form: SignUp) { let p = &form.password; info!("{p:>width$}", width = 10); } //~ log
fn a42(form: SignUp) { let _ = std::io::stdout().write_fmt(format_args!("{}", form.email)); } //~ display
fn a43(form: SignUp) { let t = std::io::stdout(); let mut h = t.lock(); h.write_all(form.email.as_bytes()).unwrap(); } //~ display
#[tracing::instrument(skip_all, fields(password))]
fn a44(password: String, form: SignUp) {}
#[cfg_attr(not(test), tracing::instrument(skip(form), fields(email)))]
fn a45(form: SignUp, email: &str) {}
#[tracing::instrument(skip_all, fields(%form.email))] //~ log
fn a46(form: SignUp) {}
#[tracing::instrument(skip(form))] async fn i90(axum::Json(form): axum::Json<SignUp>) {}
#[tracing::instrument(skip(other))] async fn i91(axum::Json(form): axum::Json<SignUp>, other: u8) {} //~ log
#[derive(Debug)] enum Outcome { Made(SignUp), A, B, C, D, E, F, G, H }
#[derive(Debug)] enum Answer { Made(SignUp), Refused }
#[derive(Debug)] enum SendError { Refused(SignUp), Late }
fn n1(outcome: Outcome) { log::info!("{outcome:?}"); }
fn n2(answer: Answer) { log::info!("{answer:?}"); } //~ log
fn n3(error: SendError) { log::info!("{error:?}"); }
fn n4(outcome: Outcome) { if let Outcome::Made(form) = outcome { log::info!("{}", form.email); } } //~ log
fn n5(error: SendError) { match error { SendError::Refused(form) => log::info!("{form:?}"), SendError::Late => {} } } //~ log
fn n6(form: SignUp) { let error = SendError::Refused(form); log::info!("{error:?}"); } //~ log
fn n7(form: SignUp) { let outcome = Outcome::Made(form); log::info!("{outcome:?}"); } //~ log
#[derive(Debug)] enum Task { Send { batch: Vec<(u8, SignUp, bool)> }, Stop }
fn n8(task: Task) { log::info!("{task:?}"); } //~ log
