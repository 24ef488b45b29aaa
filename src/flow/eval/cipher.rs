//! A call that encrypts, decrypts, signs or opens comes in; what it is given without the keys goes out: what is made or
//! opened with a key does not tell the key.

use super::{Ev, Eval};
use crate::model::fact::{Expr, ExprId};

impl Eval<'_, '_> {
    /// What a call is given and called on, without keys, where it is one that works with keys: `cipher.decrypt(nonce, text)`
    /// is called on one, `text.decrypt(&key)` is given one.
    pub(super) fn without_keys(&self, name: &str, receiver: Ev, given: Vec<Ev>, args: &[ExprId]) -> (Ev, Vec<Ev>) {
        if keeps_secret(name) && receiver.t.external_path().is_some_and(builds) {
            return (receiver, given.into_iter().map(|_| Ev::clean()).collect());
        }
        let works = works_with_keys(name) && !args.is_empty();
        if !works && !opens(name) {
            return (receiver, given);
        }
        let is: fn(&str) -> bool = if works { is_key } else { is_secret };
        let are_keys: Vec<bool> = args.iter().map(|&arg| self.called(arg).is_some_and(is)).collect();
        let receiver = if works && !are_keys.contains(&true) { Ev::clean() } else { receiver };
        let without = |(value, is_key): (Ev, bool)| if is_key { Ev::clean() } else { value };
        (receiver, given.into_iter().zip(are_keys).map(without).collect())
    }

    /// The name that stands for a value.
    fn called(&self, id: ExprId) -> Option<&str> {
        let facts = self.facts();
        match facts.expr(id) {
            Expr::Ref(_, inner) | Expr::Deref(inner) | Expr::Try(inner) | Expr::Await(inner) => self.called(*inner),
            Expr::Method(call) if call.args.is_empty() => self.called(call.receiver),
            Expr::Path(path) => Some(facts.last(path)),
            Expr::Field(_, name, _) => Some(facts.name(*name)),
            _ => None,
        }
    }
}

fn is_key(name: &str) -> bool {
    matches!(name, "key" | "secret" | "sk" | "pk" | "keypair") || name.ends_with("_key") || name.ends_with("_secret")
}

/// Whether a value is called what opens something.
fn is_secret(name: &str) -> bool {
    is_key(name)
        || matches!(name, "pass" | "pw" | "pwd" | "creds" | "pin")
        || ["password", "passphrase", "passwd", "credential"].into_iter().any(|word| name.contains(word))
}

/// Whether a type of elsewhere is how something is set up, by its name; what a request is filled with is sent.
fn builds(path: &str) -> bool {
    ["Builder", "Config", "Options", "Client"].into_iter().any(|end| path.ends_with(end))
}

/// Whether a function that is not at hand tells a builder by which secret to open what it builds: `with_credentials(…)`.
fn keeps_secret(name: &str) -> bool {
    let Some(what) = name.strip_prefix("with_").or(name.strip_prefix("set_")) else { return false };
    is_secret(what) || matches!(what, "auth" | "basic_auth" | "token" | "bearer_token" | "access_token" | "api_token")
}

/// Whether a function that is not at hand gives what it opens with a secret, by its name: `repo.open(&credentials)`.
fn opens(name: &str) -> bool {
    let name = name.strip_prefix("try_").unwrap_or(name);
    ["open", "unlock", "login", "log_in", "connect", "authenticate", "init", "mount"]
        .into_iter()
        .any(|act| name.strip_prefix(act).is_some_and(|rest| rest.is_empty() || rest.starts_with('_')))
}

/// Whether a function that is not at hand works with a key, by its name (`sign_in` and `verify_link` do not).
fn works_with_keys(name: &str) -> bool {
    let signs = |act: &str| {
        let rest = name.strip_prefix("try_").unwrap_or(name).strip_prefix(act);
        rest.is_some_and(|rest| {
            matches!(rest, "" | "_with" | "_message" | "_detached" | "_strict" | "_signature" | "_prehashed" | "_bytes")
        })
    };
    name.contains("decrypt")
        || name.contains("encrypt")
        || name.starts_with("secretbox")
        || name.starts_with("open_in_place")
        || name.starts_with("seal_in_place")
        || ["sign", "verify", "seal", "unseal"].into_iter().any(signs)
}
