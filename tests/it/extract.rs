//! What `extract` reads off Rust and SQL texts.

mod print;

use print::{item, show};
use privacy_lint::extract::rust;

#[test]
fn a_struct_with_its_derives_and_fields() {
    let text = r#"
/// A new account.
///
/// More.
#[derive(Debug, serde::Deserialize)]
#[cfg_attr(feature = "db", derive(Queryable), diesel(table_name = users))]
pub struct SignUp<T: Clone> where T: Send {
    /// Where to write to.
    #[serde(rename = "mail", default)]
    pub email: Option<String>,
    age: Vec<(u8, &'static T)>,
}
"#;
    assert_eq!(
        show(text),
        "pub struct SignUp<T: Clone + Send> \
           #[derive(Debug, serde::Deserialize)] #[?derive(Queryable)] #[?diesel(table_name = users)] \
           /// A new account.\n\
         \x20 email: Option<String> #[serde(rename = \"mail\", default)] /// Where to write to.\n\
         \x20 age: Vec<(u8, &T)>\n"
    );
    let facts = rust(text.as_bytes());
    assert_eq!(item(&facts, "SignUp").doc, facts.items[0].doc);
}

#[test]
fn log_macros_read_as_keys_sigils_and_captures() {
    let text = r#"
fn f() {
    tracing::info!(target: "auth", user.email = %mail, ?err, %self.id, name, count = 3, "hi {name:?} {} {0:>w$}", name = 1);
}
"#;
    assert_eq!(
        show(text),
        "fn f()\n  { tracing::info!(target: \"auth\", user.email = %mail, ?err, %self.id, name, count = 3, \
         \"hi {name:?} {} {0:>w$}\"[name:? | 0:>w$ w], name = 1); }\n"
    );
}
