//@ crate core_lib
//# a generic trait of another crate with a default method
pub mod prelude {
    pub use crate::codec::{Codec, Json};
    pub use crate::{Error, Result};
}
pub type Result<T, E = Error> = std::result::Result<T, E>;
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    detail: Option<String>,
}
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Parse,
    Io,
}
impl Error {
    pub fn new(kind: Kind) -> Self {
        Error { kind, detail: None }
    }
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
    pub fn kind(&self) -> Kind {
        self.kind
    }
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }
}
pub mod codec {
    use crate::{Error, Kind, Result};
    pub trait Codec {
        type Out;
        fn decode(&self, text: &str) -> Result<Self::Out>;
        fn decode_all(&self, lines: &str) -> Result<Vec<Self::Out>> {
            lines.lines().map(|line| self.decode(line)).collect()
        }
    }
    #[derive(Default)]
    pub struct Json {
        pub strict: bool,
    }
    impl Codec for Json {
        type Out = Vec<(String, String)>;
        fn decode(&self, text: &str) -> Result<Self::Out> {
            let mut pairs = Vec::new();
            for part in text.split(',') {
                let (key, value) = part.split_once(':').ok_or_else(|| Error::new(Kind::Parse).with(part))?;
                if self.strict && key.is_empty() {
                    return Err(Error::new(Kind::Io));
                }
                pairs.push((key.trim().to_owned(), value.trim().to_owned()));
            }
            Ok(pairs)
        }
    }
}
//@ crate server
use core_lib::prelude::*;
fn decodes() -> Result<()> {
    let json = Json::default();
    for (key, value) in json.decode(&source())? {
        sink(key);
        //^ flow
        sink(value);
        //^ flow
    }
    for pairs in json.decode_all("a:b")? {
        sink(pairs);
        //^ none
    }
    let all = json.decode_all(&source())?;
    sink(all.len());
    //^ none
    sink(&all[0][0].1);
    //^ flow
    if let Err(error) = json.decode(&source()) {
        sink(error.kind());
        //^ none
        sink(error.detail());
        //^ flow
    }
    sink(json.strict);
    //^ none
    Ok(())
}

//# a registry of the other crate's trait
pub struct Upper;
impl Codec for Upper {
    type Out = String;
    fn decode(&self, text: &str) -> Result<String> {
        Ok(text.to_uppercase())
    }
}
pub struct Registry {
    codecs: std::collections::HashMap<&'static str, Box<dyn Codec<Out = String> + Send + Sync>>,
}
impl Registry {
    pub fn with(mut self, name: &'static str, codec: impl Codec<Out = String> + Send + Sync + 'static) -> Self {
        self.codecs.insert(name, Box::new(codec));
        self
    }
    pub fn decode(&self, name: &str, text: &str) -> Option<String> {
        self.codecs.get(name)?.decode(text).ok()
    }
}
//@ crate tool
fn registers() {
    let registry = server::Registry { codecs: Default::default() }.with("upper", server::Upper);
    sink(registry.decode("upper", &source()));
    //^ flow
    sink(registry.decode("upper", "a"));
    //^ none
}

//# errors of two crates
#[derive(Debug)]
enum ToolError {
    Core(core_lib::Error),
    Usage(String),
}
impl From<core_lib::Error> for ToolError {
    fn from(error: core_lib::Error) -> Self {
        ToolError::Core(error)
    }
}
fn works(text: &str) -> Result<usize, ToolError> {
    use core_lib::codec::Codec;
    let json = core_lib::codec::Json { strict: true };
    let pairs = json.decode(text)?;
    if pairs.is_empty() {
        return Err(ToolError::Usage(format!("nothing in {text}")));
    }
    Ok(pairs.len())
}
fn reports() {
    match works(&source()) {
        Ok(count) => sink(count),
        //^ none
        Err(ToolError::Core(error)) => sink(error.detail()),
        //^ flow
        Err(ToolError::Usage(text)) => sink(text),
        //^ flow
    }
}
