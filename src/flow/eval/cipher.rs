//! A call that encrypts, decrypts or signs comes in; what it is given without the keys goes out: what is made with a key
//! does not tell the key.

use super::{Ev, Eval};
use crate::model::fact::{Expr, ExprId};

impl Eval<'_, '_> {
    /// What a call is given and called on, without keys, where it is one that works with keys: `cipher.decrypt(nonce, text)`
    /// is called on one, `text.decrypt(&key)` is given one.
    pub(super) fn without_keys(&self, name: &str, receiver: Ev, given: Vec<Ev>, args: &[ExprId]) -> (Ev, Vec<Ev>) {
        if args.is_empty() || !works_with_keys(name) {
            return (receiver, given);
        }
        let are_keys: Vec<bool> = args.iter().map(|&arg| self.is_key(arg)).collect();
        let receiver = if are_keys.contains(&true) { receiver } else { Ev::clean() };
        let without = |(value, is_key): (Ev, bool)| if is_key { Ev::clean() } else { value };
        (receiver, given.into_iter().zip(are_keys).map(without).collect())
    }

    /// Whether an expression is called a key.
    fn is_key(&self, id: ExprId) -> bool {
        let facts = self.facts();
        let name = match facts.expr(id) {
            Expr::Ref(_, inner) | Expr::Deref(inner) | Expr::Try(inner) | Expr::Await(inner) => {
                return self.is_key(*inner);
            }
            Expr::Method(call) if call.args.is_empty() => return self.is_key(call.receiver),
            Expr::Path(path) => facts.last(path),
            Expr::Field(_, name, _) => facts.name(*name),
            _ => return false,
        };
        matches!(name, "key" | "secret" | "sk" | "pk" | "keypair")
            || name.ends_with("_key")
            || name.ends_with("_secret")
    }
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
