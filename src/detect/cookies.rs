//! The name under which something is read from a cookie or a visitor's session comes in, what it holds goes out.

use super::calls::Read;
use super::judge::{no, yes};
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
