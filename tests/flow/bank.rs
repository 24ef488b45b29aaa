//# accounts, a ledger and its errors
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, RwLock};

#[derive(Debug, Clone, PartialEq)]
pub struct Iban(String);
impl std::str::FromStr for Iban {
    type Err = IbanError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if text.len() < 15 {
            return Err(IbanError::Short { given: text });
        }
        match text.chars().next() {
            Some(c) if c.is_ascii_uppercase() => Ok(Iban(text)),
            Some(c) => Err(IbanError::Letter(c)),
            None => Err(IbanError::Empty),
        }
    }
}
impl TryFrom<&str> for Iban {
    type Error = IbanError;
    fn try_from(text: &str) -> Result<Self, IbanError> {
        text.parse()
    }
}
impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}…{}", &self.0[..2], "*".repeat(4))
    }
}
#[derive(Debug)]
pub enum IbanError {
    Short { given: String },
    Letter(char),
    Empty,
}
impl fmt::Display for IbanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short { .. } => f.write_str("too short"),
            Self::Letter(c) => write!(f, "begins with {c}"),
            Self::Empty => write!(f, "empty"),
        }
    }
}
impl std::error::Error for IbanError {}
fn ibans() {
    match source().parse::<Iban>() {
        Ok(iban) => sink(iban.0),
        //^ flow
        Err(IbanError::Short { given }) => sink(given),
        //^ flow
        Err(error) => sink(error),
        //^ flow
    }
    let iban = Iban::try_from(source().as_str());
    if let Err(IbanError::Empty) = iban {
        sink("empty");
        //^ none
    }
}

#[derive(Clone, Default)]
struct Ledger {
    inner: Arc<RwLock<Book>>,
}
#[derive(Default)]
struct Book {
    accounts: HashMap<u32, Account>,
    history: Vec<Entry>,
    next: u32,
}
#[derive(Default, Clone)]
struct Account {
    owner: String,
    cents: i64,
}
#[derive(Clone)]
enum Entry {
    Opened { id: u32, owner: String },
    Moved { from: u32, to: u32, cents: i64, memo: Option<String> },
}
impl Ledger {
    fn open(&self, owner: &str) -> u32 {
        let mut book = self.inner.write().unwrap();
        let id = book.next;
        book.next += 1;
        book.accounts.insert(id, Account { owner: owner.to_owned(), cents: 0 });
        book.history.push(Entry::Opened { id, owner: owner.to_owned() });
        id
    }
    fn transfer(&self, from: u32, to: u32, cents: i64, memo: Option<String>) -> Result<(), String> {
        let mut book = self.inner.write().map_err(|_| "poisoned".to_string())?;
        let payer = book.accounts.get_mut(&from).ok_or_else(|| format!("no account {from}"))?;
        if payer.cents < cents {
            return Err(format!("{} has too little", payer.owner));
        }
        payer.cents -= cents;
        book.accounts.entry(to).or_default().cents += cents;
        book.history.push(Entry::Moved { from, to, cents, memo });
        Ok(())
    }
    fn owner(&self, id: u32) -> Option<String> {
        self.inner.read().ok()?.accounts.get(&id).map(|account| account.owner.clone())
    }
    fn balance(&self, id: u32) -> i64 {
        self.inner.read().unwrap().accounts.get(&id).map_or(0, |account| account.cents)
    }
    fn memos(&self) -> Vec<String> {
        let book = self.inner.read().unwrap();
        book.history
            .iter()
            .filter_map(|entry| match entry {
                Entry::Moved { memo: Some(memo), .. } => Some(memo.clone()),
                _ => None,
            })
            .collect()
    }
    fn amounts(&self) -> i64 {
        let book = self.inner.read().unwrap();
        book.history.iter().map(|entry| if let Entry::Moved { cents, .. } = entry { *cents } else { 0 }).sum()
    }
}
fn ledgers() {
    let ledger = Ledger::default();
    let other = ledger.clone();
    let id = other.open(&source());
    sink(id);
    //^ none
    sink(ledger.owner(id));
    //^ flow
    sink(ledger.balance(id));
    //^ none
    sink(ledger.memos());
    //^ none
    match ledger.transfer(id, 2, 5, None) {
        Ok(()) => {}
        Err(why) => sink(why),
        //^ flow
    }
}
fn memos() {
    let ledger = Ledger::default();
    let (a, b) = (ledger.open("a"), ledger.open("b"));
    ledger.transfer(a, b, 3, Some(source())).unwrap_or_default();
    sink(ledger.memos());
    //^ flow
    sink(ledger.amounts());
    //^ none
    sink(ledger.owner(a));
    //^ none
}

//# a template with holes
enum Piece<'a> {
    Text(&'a str),
    Hole { name: &'a str, filter: Option<&'a str> },
}
struct Template<'a> {
    pieces: Vec<Piece<'a>>,
}
impl<'a> Template<'a> {
    fn parse(mut text: &'a str) -> Result<Self, usize> {
        let mut pieces = Vec::new();
        while let Some(at) = text.find("{{") {
            let (before, rest) = text.split_at(at);
            pieces.push(Piece::Text(before));
            let end = rest.find("}}").ok_or(at)?;
            let (name, filter) = match rest[2..end].split_once('|') {
                Some((name, filter)) => (name, Some(filter)),
                None => (&rest[2..end], None),
            };
            pieces.push(Piece::Hole { name, filter });
            text = &rest[end + 2..];
        }
        pieces.push(Piece::Text(text));
        Ok(Template { pieces })
    }
    fn render<'v>(&self, values: impl Fn(&str) -> Option<&'v str>) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Hole { name, filter } => {
                    let value = values(name).unwrap_or("?");
                    match *filter {
                        Some("upper") => out.extend(value.chars().flat_map(char::to_uppercase)),
                        Some("length") => out += &value.len().to_string(),
                        _ => out += value,
                    }
                }
            }
        }
        out
    }
}
fn templates() {
    let template = Template::parse("hello {{name|upper}}").unwrap_or(Template { pieces: vec![] });
    let name = source();
    sink(template.render(|key| if key == "name" { Some(&name) } else { None }));
    //^ flow
    sink(template.render(|_| Some("fixed")));
    //^ none
    let text = source();
    if let Err(at) = Template::parse(&text) {
        sink(at);
        //^ none
    }
    if let Ok(given) = Template::parse(&text) {
        sink(given.render(|_| None));
        //^ flow
        sink(given.pieces.len());
        //^ none
    }
}

//# a retry with backoff
struct Retry {
    tries: u32,
    wait: std::time::Duration,
}
#[derive(Debug)]
struct GaveUp<E> {
    tries: u32,
    last: E,
}
impl Retry {
    fn run<T, E, F>(&self, mut attempt: F) -> Result<T, GaveUp<E>>
    where
        F: FnMut(u32) -> Result<T, E>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match attempt(tries) {
                Ok(value) => return Ok(value),
                Err(last) if tries >= self.tries => return Err(GaveUp { tries, last }),
                Err(_) => std::thread::sleep(self.wait * tries),
            }
        }
    }
}
fn retries() {
    let retry = Retry { tries: 3, wait: std::time::Duration::from_millis(1) };
    let secret = source();
    let got = retry.run(|n| if n > 1 { Ok(secret.clone()) } else { Err("again") });
    match got {
        Ok(text) => sink(text),
        //^ flow
        Err(gave_up) => {
            sink(gave_up.last);
            //^ none
            sink(gave_up.tries);
            //^ none
        }
    }
    let lost: Result<u32, GaveUp<String>> = retry.run(|_| Err(source()));
    if let Err(GaveUp { tries, last }) = lost {
        sink(tries);
        //^ none
        sink(last);
        //^ flow
    }
}
