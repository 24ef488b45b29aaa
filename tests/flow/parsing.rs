//# configuration from lines
use std::collections::BTreeMap;
#[derive(Debug, Default, Clone)]
struct Config {
    sections: BTreeMap<String, Section>,
    path: Option<std::path::PathBuf>,
    lines: usize,
}
#[derive(Debug, Default, Clone)]
struct Section {
    values: BTreeMap<String, Value>,
}
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Number(i64),
    List(Vec<Value>),
    Flag(bool),
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if let Ok(number) = text.parse() {
            return Value::Number(number);
        }
        match text {
            "yes" | "true" => Value::Flag(true),
            "no" | "false" => Value::Flag(false),
            list if list.starts_with('[') => {
                Value::List(list.trim_matches(|c| c == '[' || c == ']').split(',').map(Value::from).collect())
            }
            other => Value::Text(other.trim_matches('"').into()),
        }
    }
}
impl Value {
    fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }
    fn flag(&self) -> bool {
        matches!(self, Value::Flag(true))
    }
    fn items(&self) -> &[Value] {
        match self {
            Value::List(list) => list,
            _ => std::slice::from_ref(self),
        }
    }
}
#[derive(Debug)]
enum ConfigError {
    Syntax { line: usize, text: String },
    Missing(&'static str),
}
impl Config {
    fn parse(text: &str) -> Result<Self, ConfigError> {
        let mut config = Config::default();
        let mut current = String::from("main");
        for (at, line) in text.lines().enumerate() {
            config.lines += 1;
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                current = name.to_string();
                continue;
            }
            let Some((key, value)) = line.split_once('=') else {
                return Err(ConfigError::Syntax { line: at + 1, text: line.to_string() });
            };
            config
                .sections
                .entry(current.clone())
                .or_default()
                .values
                .insert(key.trim().to_string(), Value::from(value.trim()));
        }
        Ok(config)
    }
    fn get(&self, section: &str, key: &str) -> Option<&Value> {
        self.sections.get(section)?.values.get(key)
    }
    fn require(&self, key: &'static str) -> Result<&Value, ConfigError> {
        self.get("main", key).ok_or(ConfigError::Missing(key))
    }
}
fn configures() -> Result<(), ConfigError> {
    let config = Config::parse(&source())?;
    sink(config.lines);
    //^ none
    sink(config.get("main", "name").and_then(Value::as_text));
    //^ flow
    sink(config.require("debug")?.flag());
    //^ none
    for item in config.require("list")?.items() {
        match item {
            Value::Text(text) => sink(text),
            //^ flow
            Value::Number(number) => sink(number),
            //^ flow
            Value::Flag(flag) => sink(flag),
            //^ none
            Value::List(list) => sink(list.len()),
            //^ none
        }
    }
    sink(format!("{:?}", config.path));
    //^ none
    match Config::parse(&source()) {
        Err(ConfigError::Syntax { line, text }) => {
            sink(line);
            //^ none
            sink(text);
            //^ flow
        }
        Err(ConfigError::Missing(key)) => sink(key),
        //^ none
        Ok(_) => {}
    }
    Ok(())
}

//# a reader of frames
struct Frames<R> {
    from: R,
    buffer: Vec<u8>,
    seen: usize,
}
enum Frame {
    Data { id: u32, body: Vec<u8> },
    Ping,
    End,
}
impl<R: std::io::Read> Frames<R> {
    fn over(from: R) -> Self {
        Frames { from, buffer: Vec::with_capacity(64), seen: 0 }
    }
    fn next_frame(&mut self) -> std::io::Result<Option<Frame>> {
        let mut head = [0u8; 5];
        if self.from.read(&mut head)? == 0 {
            return Ok(None);
        }
        self.seen += 1;
        let size = u32::from_be_bytes(head[1..].try_into().unwrap());
        Ok(Some(match head[0] {
            0 => Frame::Ping,
            1 => {
                self.buffer.resize(size as usize, 0);
                self.from.read_exact(&mut self.buffer)?;
                Frame::Data { id: size, body: std::mem::take(&mut self.buffer) }
            }
            _ => Frame::End,
        }))
    }
}
impl<R: std::io::Read> Iterator for Frames<R> {
    type Item = Frame;
    fn next(&mut self) -> Option<Frame> {
        self.next_frame().ok().flatten()
    }
}
fn frames() -> std::io::Result<()> {
    let mut frames = Frames::over(std::io::Cursor::new(source().into_bytes()));
    while let Some(frame) = frames.next_frame()? {
        match frame {
            Frame::Data { id, body } => {
                sink(String::from_utf8_lossy(&body));
                //^ flow
                sink(id);
                //^ flow
            }
            Frame::Ping => sink(frames.seen),
            //^ none
            Frame::End => break,
        }
    }
    for frame in Frames::over(&b"fixed"[..]) {
        if let Frame::Data { body, .. } = frame {
            sink(body);
            //^ none
        }
    }
    Ok(())
}

//# a stack machine
#[derive(Clone, Debug)]
enum Op {
    Push(String),
    Join,
    Length,
    Drop,
}
#[derive(Default)]
struct Machine {
    stack: Vec<String>,
    steps: u32,
    error: Option<&'static str>,
}
impl Machine {
    fn pop(&mut self) -> Result<String, &'static str> {
        self.stack.pop().ok_or("empty")
    }
    fn step(&mut self, op: &Op) -> Result<(), &'static str> {
        self.steps += 1;
        match op {
            Op::Push(text) => self.stack.push(text.clone()),
            Op::Join => {
                let (b, a) = (self.pop()?, self.pop()?);
                self.stack.push(a + &b);
            }
            Op::Length => {
                let top = self.pop()?;
                self.stack.push(top.len().to_string());
            }
            Op::Drop => drop(self.pop()?),
        }
        Ok(())
    }
    fn run(mut self, program: &[Op]) -> Self {
        for op in program {
            if let Err(why) = self.step(op) {
                self.error = Some(why);
                break;
            }
        }
        self
    }
}
fn machines() {
    let done = Machine::default().run(&[Op::Push(source()), Op::Push("a".into()), Op::Join]);
    sink(done.stack.last());
    //^ flow
    sink(done.steps);
    //^ none
    sink(done.error);
    //^ none
    let clean = Machine::default().run(&[Op::Push("b".into()), Op::Length]);
    sink(clean.stack);
    //^ none
}

//# numbers made of text
fn digits(text: &str) -> impl Iterator<Item = u32> + '_ {
    text.chars().filter_map(|c| c.to_digit(10))
}
fn checksum(text: &str) -> Option<u32> {
    let sum: u32 = digits(text).enumerate().map(|(at, d)| if at % 2 == 0 { d } else { d * 2 % 9 }).sum();
    (sum % 10 == 0).then_some(sum)
}
fn masked(text: &str) -> String {
    let keep = text.len().saturating_sub(4);
    text.char_indices().map(|(at, c)| if at < keep { '*' } else { c }).collect()
}
fn hidden(text: &str) -> String {
    text.chars().map(|_| '*').collect()
}
fn checksums() {
    let card = source();
    sink(checksum(&card));
    //^ flow
    sink(checksum(&card).is_some());
    //^ none
    sink(masked(&card));
    //^ flow
    sink(hidden(&card));
    //^ none
    let groups: Vec<String> = card.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    sink(groups.join(" "));
    //^ flow
    let hex: String = card.bytes().map(|b| format!("{b:02x}")).collect();
    sink(hex);
    //^ flow
    let value = u64::from_str_radix(&hex, 16).unwrap_or(0);
    sink(value);
    //^ flow
    let valid = digits(&card).count() == 16 && card.chars().all(|c| c.is_ascii_digit());
    sink(valid);
    //^ none
    let parsed: Result<Vec<u32>, _> = card.split('-').map(str::parse::<u32>).collect();
    if let Ok(parsed) = parsed {
        sink(parsed);
        //^ flow
    }
}
