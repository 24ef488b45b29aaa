//# a small parser
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Number(u32),
    Open,
    Close,
}
struct Lexer<'a> {
    letters: std::iter::Peekable<std::str::Chars<'a>>,
    line: u32,
}
impl<'a> Lexer<'a> {
    fn new(text: &'a str) -> Self {
        Lexer { letters: text.chars().peekable(), line: 1 }
    }
    fn next_token(&mut self) -> Option<Token> {
        while let Some(&c) = self.letters.peek() {
            match c {
                '(' => {
                    self.letters.next();
                    return Some(Token::Open);
                }
                ')' => {
                    self.letters.next();
                    return Some(Token::Close);
                }
                '\n' => {
                    self.line += 1;
                    self.letters.next();
                }
                c if c.is_alphabetic() => return Some(self.word()),
                _ => {
                    self.letters.next();
                }
            }
        }
        None
    }
    fn word(&mut self) -> Token {
        let mut word = String::new();
        while let Some(&c) = self.letters.peek() {
            if !c.is_alphabetic() {
                break;
            }
            word.push(c);
            self.letters.next();
        }
        Token::Word(word)
    }
}
fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer::new(text);
    let mut list = Vec::new();
    while let Some(token) = lexer.next_token() {
        list.push(token);
    }
    list
}
fn parses() {
    let text = source();
    for token in tokens(&text) {
        if let Token::Word(word) = token {
            sink(word);
            //^ flow
        }
    }
    let mut lexer = Lexer::new(&text);
    lexer.next_token();
    sink(lexer.line);
    //^ none
}

//# a state machine
enum State {
    Waiting,
    Greeting { name: String },
    Serving { name: String, count: u32 },
    Done(String),
}
impl State {
    fn next(self, input: &str) -> State {
        match self {
            State::Waiting => State::Greeting { name: input.to_owned() },
            State::Greeting { name } => State::Serving { name, count: 0 },
            State::Serving { name, count } if count > 3 => State::Done(name),
            State::Serving { name, count } => State::Serving { name, count: count + 1 },
            State::Done(name) => State::Done(name),
        }
    }
}
fn runs_machine() {
    let mut state = State::Waiting;
    for input in [source(), String::new()] {
        state = state.next(&input);
    }
    match state {
        State::Serving { name, count } => {
            sink(count);
            //^ none
            sink(name);
            //^ flow
        }
        State::Done(name) => sink(name),
        //^ flow
        _ => {}
    }
}

//# a builder with closures and checks
#[derive(Default)]
struct Builder {
    to: Option<String>,
    subject: Option<String>,
    hooks: Vec<Box<dyn Fn(&Mail)>>,
}
struct Mail {
    to: String,
    subject: String,
}
#[derive(Debug)]
enum BuildError {
    Missing(&'static str),
    Invalid { value: String },
}
impl std::fmt::Display for BuildError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BuildError::Missing(name) => write!(f, "{name} is missing"),
            BuildError::Invalid { value } => write!(f, "{value} is not valid"),
        }
    }
}
impl Builder {
    fn to(mut self, to: impl Into<String>) -> Self {
        self.to = Some(to.into());
        self
    }
    fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
    fn hook(mut self, hook: impl Fn(&Mail) + 'static) -> Self {
        self.hooks.push(Box::new(hook));
        self
    }
    fn build(self) -> Result<Mail, BuildError> {
        let to = self.to.ok_or(BuildError::Missing("to"))?;
        if !to.contains('@') {
            return Err(BuildError::Invalid { value: to });
        }
        let mail = Mail { to, subject: self.subject.unwrap_or_default() };
        for hook in &self.hooks {
            hook(&mail);
        }
        Ok(mail)
    }
}
fn builds() {
    let built = Builder::default()
        .to(source())
        .subject("hello")
        .hook(|mail| sink(mail.to.as_str()))
        //^ flow
        .hook(|mail| sink(mail.subject.as_str()))
        //^ none
        .build();
    match built {
        Ok(mail) => {
            sink(mail.subject);
            //^ none
            sink(mail.to);
            //^ flow
        }
        Err(error) => sink(error.to_string()),
        //^ flow
    }
}

//# an event bus
struct Bus<E> {
    listeners: Vec<Box<dyn FnMut(&E)>>,
}
impl<E> Bus<E> {
    fn new() -> Self {
        Bus { listeners: Vec::new() }
    }
    fn listen<F: FnMut(&E) + 'static>(&mut self, listener: F) {
        self.listeners.push(Box::new(listener));
    }
    fn publish(&mut self, event: E) {
        for listener in self.listeners.iter_mut() {
            listener(&event);
        }
    }
}
struct Joined {
    name: String,
    room: u32,
}
fn publishes() {
    let mut bus = Bus::new();
    bus.listen(|joined: &Joined| sink(joined.name.clone()));
    //^ flow
    bus.listen(|joined: &Joined| sink(joined.room));
    //^ none
    bus.publish(Joined { name: source(), room: 3 });
}

//# a cache by key
struct Cache<K, V> {
    held: std::collections::HashMap<K, V>,
    order: std::collections::VecDeque<K>,
    size: usize,
}
impl<K: std::hash::Hash + Eq + Clone, V: Clone> Cache<K, V> {
    fn new(size: usize) -> Self {
        Self { held: std::collections::HashMap::new(), order: std::collections::VecDeque::new(), size }
    }
    fn put(&mut self, key: K, value: V) -> Option<V> {
        if self.order.len() >= self.size {
            if let Some(oldest) = self.order.pop_front() {
                self.held.remove(&oldest);
            }
        }
        self.order.push_back(key.clone());
        self.held.insert(key, value)
    }
    fn get(&self, key: &K) -> Option<&V> {
        self.held.get(key)
    }
    fn get_or_make(&mut self, key: K, make: impl FnOnce(&K) -> V) -> V {
        if let Some(known) = self.get(&key) {
            return known.clone();
        }
        let value = make(&key);
        self.put(key, value.clone());
        value
    }
}
fn caches() {
    let mut cache = Cache::new(4);
    cache.put(1u32, source());
    sink(cache.get(&1));
    //^ flow
    let mut other: Cache<u32, String> = Cache::new(4);
    sink(other.get_or_make(2, |_| source()));
    //^ flow
    sink(other.size);
    //^ none
    let mut quiet: Cache<u32, u32> = Cache::new(4);
    quiet.put(1, 2);
    sink(quiet.get(&1));
    //^ none
}
