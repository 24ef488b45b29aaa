//! A call that encrypts, decrypts or signs comes in; what it is given without the keys goes out: what is made with a key
//! does not tell the key.

use super::{Ev, Eval};
use crate::model::fact::{Expr, ExprId};

impl Eval<'_, '_> {
    /// What a function is given, without keys, where it is one that works with keys.
    pub(super) fn without_keys(&self, name: &str, given: Vec<Ev>, args: &[ExprId]) -> Vec<Ev> {
        if !works_with_keys(name) {
            return given;
        }
        let keep = |(value, &arg): (Ev, &ExprId)| if self.is_key(arg) { Ev::clean() } else { value };
        given.into_iter().zip(args).map(keep).collect()
    }

    /// Whether a method works with the key that it is called on: `cipher.decrypt(nonce, text)`, as against
    /// `text.decrypt(&key)`.
    pub(super) fn is_called_on_key(&self, name: &str, args: &[ExprId]) -> bool {
        works_with_keys(name) && !args.is_empty() && !args.iter().any(|&arg| self.is_key(arg))
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
