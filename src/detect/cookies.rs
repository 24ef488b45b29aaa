//! The name under which something is read from a cookie, a visitor's session or a header of a project's own comes in,
//! what it holds goes out.

use super::calls::Read;
use super::judge::{no, yes};
use crate::packs::Detectors;
use crate::packs::words::words;

/// What a cookie holds that is read by this name.
pub(super) fn cookie(name: Option<&str>) -> Option<Read> {
    let name = name.unwrap_or("a cookie");
    let said = words(name);
    let state = ["csrf", "xsrf", "theme", "flash", "redirect", "nonce", "pkce", "consent"];
    if said.iter().any(|word| state.contains(&word.as_str())) {
        return Some((Vec::new(), 0, vec![no("cookie/state", format!("`{name}` holds state, not a person's data"))]));
    }
    let session = ["session", "sid", "token", "auth", "jwt", "login", "remember", "id", "user"];
    let key = match said.iter().any(|word| session.contains(&word.as_str())) || said.len() == 2 {
        true => "user.authorization.token",
        false => "user.device.cookie",
    };
    Some((vec![key.to_owned()], 2, vec![yes("cookie/read", format!("the cookie `{name}` is read"))]))
}

/// What a visitor's session holds under this name.
pub(super) fn session(name: Option<&str>) -> Option<Read> {
    let name = name?;
    let said = words(name);
    if said.iter().any(|word| {
        ["csrf", "state", "nonce", "pkce", "flash", "redirect", "verifier", "locale"].contains(&word.as_str())
    }) {
        let reason = format!("`{name}` holds the state of a protocol");
        return Some((Vec::new(), 0, vec![no("session/state", reason)]));
    }
    let key = match said.iter().any(|word| ["signup", "registration", "profile", "pending"].contains(&word.as_str())) {
        true => "user.account.username",
        false => "user.authorization.token",
    };
    Some((vec![key.to_owned()], 2, vec![yes("session/read", format!("`{name}` is read from the visitor's session"))]))
}

/// `x-APP-token`, `x-APP-user`: a header of a project's own that lets somebody in or says who asks. What lets parts
/// of a service speak to each other is nobody's.
pub(super) fn own_header(det: &Detectors, header: &str) -> Option<Read> {
    // `token` alone is the request's.
    const ALONE: [&str; 6] = ["token", "access-token", "auth-token", "api-token", "api-key", "session-token"];
    let lower = header.to_lowercase();
    let said = words(lower.strip_prefix("x-").or(ALONE.contains(&lower.as_str()).then_some(&*lower))?);
    let class = |word: &String| det.qualifiers.class(std::slice::from_ref(word));
    let of_api = said == ["api", "key"];
    let key = match said.last()?.as_str() {
        "token" | "password" | "otp" => "user.authorization.credentials",
        "key" if of_api => "user.authorization.credentials",
        "email" | "username" | "user" => "user.account.username",
        "fingerprint" => "user.device.device_id",
        "id" if said.iter().any(|word| matches!(word.as_str(), "device" | "machine")) => "user.device.device_id",
        _ => return None,
    };
    let of_service = |word: &String| {
        matches!(class(word), Some("server" | "state" | "thing")) || matches!(word.as_str(), "intra" | "upload")
    };
    if !of_api && said.iter().any(of_service) {
        return None;
    }
    let reason = format!("the request header `{header}` is read");
    Some((vec![key.to_owned()], 2, vec![yes("call/own-header", reason)]))
}
