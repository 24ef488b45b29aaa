//! The sentences of annotations: text comes in, clauses with a span for every word go out, and back.
//!
//! Pure text: which ids exist is the policy's business, so an unknown category parses and is judged later.

mod parse;
mod print;
mod words;

pub use print::print;
pub use words::{is_id, is_keyword};

use super::mark::{Clause, GrammarError};
use super::place::Span;
use std::ops::Range;

/// Reads the sentences of one mark.
///
/// Each line of `text` is a sentence of its own, as if joined by `;`; a reason ends with its line. Continued
/// lines are the caller's to join with a space. `place` turns a byte range of `text` into a place in the file.
/// The clauses before the first error are returned with it.
pub fn parse(text: &str, place: &dyn Fn(Range<usize>) -> Span) -> (Vec<Clause>, Option<GrammarError>) {
    let mut clauses = Vec::new();
    let mut start = 0;
    let mut said = false;
    for line in text.split('\n') {
        let words = words::split(line, start);
        start += line.len() + 1;
        if words.is_empty() {
            continue;
        }
        said = true;
        if let Err(error) = parse::sentence(text, &words, place, &mut clauses) {
            return (clauses, Some(*error));
        }
    }
    if said {
        return (clauses, None);
    }
    let error = GrammarError {
        span: place(0..text.len()),
        message: "the annotation says nothing".into(),
        help: "name the data, such as `PRIVACY: credentials from you`".into(),
        not_a_mark: false,
        meant: None,
    };
    (clauses, Some(error))
}

/// The grammar, for the command that prints it.
pub const GRAMMAR: &str = r#"An annotation is a comment whose text begins with `PRIVACY:`, or an inert attribute:

    // PRIVACY: name-and-contact-data from you for provide-products under contract
    #[cfg_attr(false, privacy("collects voice-data when consent::voice"))]

Its grammar:

    mark     = clause { ";" clause } [ ";" last ] | last          one trailing "." is allowed
    clause   = [ "collects" ] cats { option }
             | "infers" cats "from" cats { option }
             | "stores" cats "in" store { option }
             | "discloses" cats "to" recipient { option }
             | "logs" cats { option }
             | ( "reviews" | "trains on" ) cats { option }
             | "processes" cats "by" method { option }
             | ( "hashes" | "encrypts" | "tokenizes" | "coarsens" | "redacts" | "deidentifies" | "anonymizes" ) cats
             | "deletes" cats "from" store
             | "unauthenticated"
    last     = "not personal" ":" reason
             | "allow" lint "by" owner "until" date ":" reason
    option   = "from" sources        where the data comes from
             | "for" purposes        what it is used for
             | "under" bases         the legal basis
             | "when" path           the Rust function or value that asked for permission
             | "of" subjects         whose data it is
             | "kept" duration       how long
             | "on" product          in which product
             | "in" activity         in which processing activity
    cats     = category { join category } | "everything"
    category = id [ "." element ]
    sources, purposes, bases, subjects = id { join id }
    join     = "," | "and" | "," "and"
    duration = "P" number ( "D" | "W" | "M" | "Y" ) | "until-deletion"     a month counts 30 days, a year 365
    date     = YYYY-MM-DD

Options stand in any order, none twice. Ids are those of policy.toml: lower case, words joined by `-`; the words
quoted above are not ids. A reason runs to the end of the comment. What an annotation leaves out is inherited: from
the type, the impl, the module, the crate, then from the processing activity.

Where an annotation stands decides what it speaks of:

- alone on its line: of what comes next, be it an item, field, variant, parameter, statement, match arm, argument, link
  of a method chain or column; attributes, doc comments and other comments between do not matter, a blank line does;
- after code, at the end of a line: of the outermost parameter, field, variant, argument, chain link or statement that
  ends on that line;
- as `//!` or inner attribute: of everything in the module, unless said otherwise there; likewise on `impl` or `mod`.

Lines that each begin with `// PRIVACY:` and follow each other are joined; a `//` line indented by two more spaces
continues the sentence.
"#;
