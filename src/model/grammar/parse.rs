//! The words of one sentence come in, its clauses go out, or what is wrong at which word.

use super::words::{self, OPTIONS, Token, VERBS, is_id, near, nearest_id};
use crate::model::mark::{Allow, CategoryRef, Clause, GrammarError, Options, Transform, Verb, Word};
use crate::model::place::Span;
use std::ops::Range;

type Parsed<T> = Result<T, Box<GrammarError>>;

/// Reads one sentence and adds its clauses; those before an error stay.
pub(super) fn sentence(
    text: &str,
    words: &[Token<'_>],
    place: &dyn Fn(Range<usize>) -> Span,
    clauses: &mut Vec<Clause>,
) -> Parsed<()> {
    let mut parser = Parser { text, words, next: 0, place };
    parser.looks_like_a_mark()?;
    loop {
        let clause = parser.clause()?;
        let last = matches!(clause.verb, Verb::NotPersonal(_) | Verb::Allow(_));
        clauses.push(clause);
        if last || parser.done() {
            return Ok(());
        }
        let semicolon = parser.advance();
        if parser.done() {
            return Err(parser.error_at(semicolon, "nothing follows this `;`", "remove it, or write another clause"));
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    words: &'a [Token<'a>],
    next: usize,
    place: &'a dyn Fn(Range<usize>) -> Span,
}

impl<'a> Parser<'a> {
    fn done(&self) -> bool {
        self.next == self.words.len()
    }

    fn peek(&self) -> &'a str {
        self.words.get(self.next).map_or("", |token| token.text)
    }

    fn at_end_of_clause(&self) -> bool {
        self.done() || self.peek() == ";"
    }

    /// Takes the next word; its index, or that of the last word when there is none.
    fn advance(&mut self) -> usize {
        let taken = self.next.min(self.words.len().saturating_sub(1));
        self.next = (self.next + 1).min(self.words.len());
        taken
    }

    fn word(&self, index: usize) -> Word {
        let token = &self.words[index];
        Word { text: token.text.to_owned(), span: (self.place)(token.at.clone()) }
    }

    fn error_at(&self, index: usize, message: impl Into<String>, help: impl Into<String>) -> Box<GrammarError> {
        let span = (self.place)(self.words[index].at.clone());
        Box::new(GrammarError { span, message: message.into(), help: help.into(), not_a_mark: false, meant: None })
    }

    /// The next word is none of the grammar's, but near one.
    fn misspelled(&self, kind: &str, meant: &str) -> Box<GrammarError> {
        let message = format!("unknown {kind} `{}`", self.peek());
        let mut error = self.error_at(self.next, message, format!("did you mean `{meant}`?"));
        error.meant = Some(meant.to_owned());
        error
    }

    /// Something else was needed here: at the next word, or after the last one.
    fn missing(&self, what: &str, help: impl Into<String>) -> Box<GrammarError> {
        if self.at_end_of_clause() {
            let before = self.next.saturating_sub(1);
            return self.error_at(before, format!("{what} is missing after `{}`", self.words[before].text), help);
        }
        self.error_at(self.next, format!("`{}` stands where {what} is needed", self.peek()), help)
    }

    /// A comment that happens to begin with the marker is prose unless its beginning follows the grammar so far
    /// that a typing error is the likelier reading.
    fn looks_like_a_mark(&self) -> Parsed<()> {
        let first = self.words[0].text;
        let second = self.words.get(1).map_or("", |token| token.text);
        let third = self.words.get(2).map_or("", |token| token.text);
        let continues = |word: &str| {
            ["", ",", ";", "and"].contains(&word) || OPTIONS.contains(&word) || near(word, OPTIONS).is_some()
        };
        let id = first.split('.').next().unwrap_or(first);
        let plausible = if VERBS.contains(&first) || first == "everything" {
            true
        } else if near(first, VERBS) == Some("not") {
            // `note that …`
            near(second, &["personal"]).is_some() || is_id(id) && continues(second)
        } else if near(first, VERBS).is_some() {
            // `Logs are kept …` is prose, `colects credentials` is not.
            !first.starts_with(char::is_uppercase) || is_id(second) && (second.contains('-') || third.is_empty())
        } else if OPTIONS.contains(&first) {
            is_id(second) && (third.is_empty() || OPTIONS.contains(&third) || [",", ";", "and"].contains(&third))
        } else if is_id(id) {
            id.contains('-') || first.ends_with('.') || continues(second)
        } else {
            first.contains(['-', '_']) && nearest_id(id).is_some()
        };
        if plausible {
            return Ok(());
        }
        let mut error = self.error_at(
            0,
            format!("`{first}` is neither a verb of the grammar nor a category, so this comment is not read"),
            "begin with a category or a verb such as `collects`, or do not begin the comment with `PRIVACY:`",
        );
        error.not_a_mark = true;
        Err(error)
    }

    fn clause(&mut self) -> Parsed<Clause> {
        let first = self.next;
        let mut clause = match self.peek() {
            "unauthenticated" => {
                self.advance();
                let clause = self.bare(Verb::Unauthenticated);
                if !self.at_end_of_clause() {
                    return Err(
                        self.missing("the end of the clause", "`unauthenticated` stands alone; separate by `;`")
                    );
                }
                clause
            }
            "not" => self.not_personal()?,
            "allow" => self.allow()?,
            _ => self.data_clause()?,
        };
        let words = &self.words[first..self.next];
        if let (Some(from), Some(to)) = (words.first(), words.last()) {
            clause.span = (self.place)(from.at.clone()).to((self.place)(to.at.clone()));
        }
        Ok(clause)
    }

    fn bare(&self, verb: Verb) -> Clause {
        Clause { verb, span: Span::default(), categories: Vec::new(), options: Options::default() }
    }

    fn data_clause(&mut self) -> Parsed<Clause> {
        let verb = self.peek();
        if is_clause_verb(verb) {
            self.advance();
        } else if let Some(meant) = near(verb, VERBS).filter(|_| !self.next_is_list()) {
            return Err(self.misspelled("verb", meant));
        }
        if verb == "trains" {
            self.keyword("on", "write `trains on` and the categories")?;
        }
        let categories = self.categories()?;
        let mut takes_options = true;
        let verb = match verb {
            "infers" => {
                self.keyword("from", "`infers` names what it infers from: `infers interests from interactions`")?;
                Verb::Infers(self.categories()?)
            }
            "stores" => {
                self.keyword(
                    "in",
                    "`stores` names the store: `stores credentials in accounts`; options come after it",
                )?;
                Verb::Stores(self.id("a store")?)
            }
            "discloses" => {
                let help =
                    "`discloses` names the recipient: `discloses device-data to crash-service`; options come after it";
                self.keyword("to", help)?;
                Verb::Discloses(self.id("a recipient")?)
            }
            "processes" => {
                let help =
                    "`processes` names the method: `processes voice-data by human-review`; options come after it";
                self.keyword("by", help)?;
                Verb::Processes(self.id("a method")?)
            }
            "deletes" => {
                takes_options = false;
                self.keyword("from", "`deletes` names the store: `deletes everything from accounts`")?;
                Verb::Deletes(self.id("a store")?)
            }
            "logs" => Verb::Logs,
            "reviews" => Verb::Reviews,
            "trains" => Verb::TrainsOn,
            other => match Transform::of_verb(other) {
                Some(transform) => {
                    takes_options = false;
                    Verb::Transforms(transform)
                }
                None => Verb::Collects,
            },
        };
        let mut clause = Clause { categories, ..self.bare(verb) };
        if takes_options {
            clause.options = self.options()?;
        } else if !self.at_end_of_clause() {
            return Err(self.missing("the end of the clause", "this verb takes no options; separate clauses by `;`"));
        }
        Ok(clause)
    }

    /// Whether the word after the next continues a list or an option, so that the next word is a category.
    fn next_is_list(&self) -> bool {
        let after = self.words.get(self.next + 1).map_or("", |token| token.text);
        is_id(self.peek()) && (["", ",", ";", "and"].contains(&after) || OPTIONS.contains(&after))
    }

    fn keyword(&mut self, keyword: &str, help: &str) -> Parsed<()> {
        if self.peek() == keyword {
            self.advance();
            return Ok(());
        }
        Err(self.missing(&format!("`{keyword}`"), help))
    }

    fn categories(&mut self) -> Parsed<Vec<CategoryRef>> {
        if self.peek() == "everything" {
            let id = self.advance();
            return Ok(vec![CategoryRef { id: self.word(id), element: None }]);
        }
        let mut list = vec![self.category()?];
        while self.joined() {
            list.push(self.category()?);
        }
        Ok(list)
    }

    /// Takes `,`, `and` or `, and`.
    fn joined(&mut self) -> bool {
        let before = self.next;
        if self.peek() == "," {
            self.advance();
        }
        if self.peek() == "and" {
            self.advance();
        }
        self.next > before
    }

    fn category(&mut self) -> Parsed<CategoryRef> {
        let token = match self.words.get(self.next) {
            Some(token) if token.text.contains('.') => token.clone(),
            _ => return Ok(CategoryRef { id: self.id("a category")?, element: None }),
        };
        let dot = token.text.find('.').unwrap_or(0);
        let (id, element) = (&token.text[..dot], &token.text[dot + 1..]);
        if !is_id(id) || !is_id(element) {
            let (message, help) = match element {
                "" => (format!("`{}` ends with a `.` in the middle of the sentence", token.text), SEPARATE.to_owned()),
                _ => (format!("`{}` is not a category with an element", token.text), IDS.to_owned()),
            };
            return Err(self.error_at(self.next, message, help));
        }
        self.advance();
        let middle = token.at.start + dot;
        let word = |text: &str, at| Word { text: text.to_owned(), span: (self.place)(at) };
        let element = word(element, middle + 1..token.at.end);
        Ok(CategoryRef { id: word(id, token.at.start..middle), element: Some(element) })
    }

    fn id(&mut self, what: &str) -> Parsed<Word> {
        let word = self.peek();
        if is_id(word) {
            let index = self.advance();
            return Ok(self.word(index));
        }
        if !self.at_end_of_clause() {
            if let Some(id) = nearest_id(word) {
                return Err(self.error_at(self.next, format!("`{word}` is not an id"), format!("write `{id}`")));
            }
            if words::is_keyword(word) {
                let message = format!("the keyword `{word}` stands where {what} is needed");
                return Err(self.error_at(self.next, message, "keywords of the grammar are not ids"));
            }
        }
        Err(self.missing(what, IDS))
    }

    fn ids(&mut self, what: &str) -> Parsed<Vec<Word>> {
        let mut list = vec![self.id(what)?];
        while self.joined() {
            list.push(self.id(what)?);
        }
        Ok(list)
    }

    fn options(&mut self) -> Parsed<Options> {
        let mut options = Options::default();
        while !self.at_end_of_clause() {
            let keyword = self.peek();
            if !OPTIONS.contains(&keyword) {
                return Err(self.no_option());
            }
            if options_said(&options).contains(&keyword) {
                let help = "name several with `,` or `and` after one keyword";
                return Err(self.error_at(self.next, format!("`{keyword}` is said twice"), help));
            }
            self.advance();
            match keyword {
                "from" => options.sources = self.ids("a source")?,
                "for" => options.purposes = self.ids("a purpose")?,
                "under" => options.bases = self.ids("a legal basis")?,
                "of" => options.subjects = self.ids("a data subject")?,
                "when" => options.gate = Some(self.path()?),
                "kept" => options.kept = Some(self.duration()?),
                "on" => options.product = Some(self.id("a product")?),
                _ => options.activity = Some(self.id("an activity")?),
            }
        }
        Ok(options)
    }

    fn no_option(&self) -> Box<GrammarError> {
        let word = self.peek();
        if let Some(meant) = near(word, OPTIONS) {
            return self.misspelled("keyword", meant);
        }
        let help = match word {
            ":" => "only `not personal` and `allow` are followed by `:` and a reason",
            "," | "and" => "only lists of ids are joined; separate clauses by `;`",
            word if VERBS.contains(&word) => SEPARATE,
            word if is_id(word) => {
                "join ids by `,` or `and`; an option begins with from, for, under, when, of, kept, on or in"
            }
            _ => "an option begins with from, for, under, when, of, kept, on or in; separate clauses by `;`",
        };
        self.error_at(self.next, format!("`{word}` does not continue the sentence"), help)
    }

    fn path(&mut self) -> Parsed<Word> {
        if words::is_path(self.peek()) {
            let index = self.advance();
            return Ok(self.word(index));
        }
        let help = match self.peek().split_once('(') {
            Some((path, _)) if words::is_path(path) => format!("write the path alone: `when {path}`"),
            _ => "`when` names the Rust function or value that asked: `when consent::voice`".into(),
        };
        Err(self.missing("a Rust path", help))
    }

    fn duration(&mut self) -> Parsed<Word> {
        let word = self.peek();
        if words::is_duration(word) {
            let index = self.advance();
            return Ok(self.word(index));
        }
        let upper = word.to_uppercase();
        let after = self.words.get(self.next + 1).map_or("", |token| token.text);
        let unit = after.chars().next().map(|c| c.to_ascii_uppercase()).filter(|c| "DWMY".contains(*c));
        let help = match unit {
            _ if words::is_duration(&upper) => format!("write `{upper}`"),
            Some(unit) if words::is_duration(&format!("P{word}{unit}")) => format!("write `P{word}{unit}`"),
            _ => "write P30D, P2W, P6M, P1Y (days, weeks, months, years) or until-deletion".into(),
        };
        Err(self.missing("a duration", help))
    }

    fn not_personal(&mut self) -> Parsed<Clause> {
        const FORM: &str = "write `not personal: ` and the reason";
        self.advance();
        self.keyword("personal", FORM)?;
        let reason = self.reason(FORM)?;
        Ok(self.bare(Verb::NotPersonal(reason)))
    }

    fn allow(&mut self) -> Parsed<Clause> {
        const FORM: &str = "write `allow LINT by OWNER until YYYY-MM-DD: reason`";
        self.advance();
        let name = self.peek();
        if !name.chars().all(|c| c.is_ascii_lowercase() || c == '_') || name.is_empty() || words::is_keyword(name) {
            let kebab = name.replace('-', "_").to_lowercase();
            let snake = !kebab.is_empty() && kebab.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            let help = if snake && kebab != name { format!("write `{kebab}`") } else { FORM.into() };
            return Err(self.missing("the name of a lint", help));
        }
        let lint = self.advance();
        self.keyword("by", FORM)?;
        if self.at_end_of_clause() || [":", ","].contains(&self.peek()) || self.peek() == "until" {
            return Err(self.missing("an owner", FORM));
        }
        let owner = self.advance();
        self.keyword("until", FORM)?;
        if !words::is_date(self.peek()) {
            return Err(self.missing("a date", "write a day of the calendar as YYYY-MM-DD"));
        }
        let until = self.advance();
        let (lint, owner, until) = (self.word(lint), self.word(owner), self.word(until));
        let reason = self.reason(FORM)?;
        Ok(self.bare(Verb::Allow(Allow { lint, owner, until, reason })))
    }

    /// `:` and everything to the end of the line, a final `.` included.
    fn reason(&mut self, form: &str) -> Parsed<Word> {
        self.keyword(":", form)?;
        let Some(first) = self.words.get(self.next) else {
            return Err(self.missing("a reason", form));
        };
        let start = first.at.start;
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let reason = self.text[start..line_end].trim_end();
        self.next = self.words.len();
        Ok(Word { text: reason.to_owned(), span: (self.place)(start..start + reason.len()) })
    }
}

const IDS: &str = "ids are lower case, words joined by `-`; an element follows a `.`";
const SEPARATE: &str = "separate clauses by `;`";

fn is_clause_verb(word: &str) -> bool {
    VERBS.contains(&word) && !["not", "allow", "unauthenticated"].contains(&word)
}

fn options_said(options: &Options) -> Vec<&'static str> {
    let said = [
        !options.sources.is_empty(),
        !options.purposes.is_empty(),
        !options.bases.is_empty(),
        options.gate.is_some(),
        !options.subjects.is_empty(),
        options.kept.is_some(),
        options.product.is_some(),
        options.activity.is_some(),
    ];
    OPTIONS.iter().zip(said).filter(|(_, said)| *said).map(|(keyword, _)| *keyword).collect()
}
