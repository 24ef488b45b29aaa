//# let chains and nested options
fn chains(given: Option<Option<String>>) {
    let held = Some(Some(source()));
    if let Some(Some(text)) = &held && text.len() > 2 {
        sink(text);
        //^ flow
    }
    if let Some(inner) = given && let Some(text) = inner {
        sink(text);
        //^ none
    }
    sink(held.clone().flatten());
    //^ flow
    let Some(Some(text)) = held else { return };
    sink(text);
    //^ flow
    let double: Result<Option<String>, u32> = Ok(Some(source()));
    sink(double.clone().transpose().map(|r| r.is_ok()));
    //^ none
    match double {
        Ok(Some(text)) => sink(text),
        //^ flow
        Ok(None) => {}
        Err(code) => sink(code),
        //^ none
    }
}

//# enums that hold enums
enum Tree {
    Leaf(String),
    Pair(Box<Tree>, Box<Tree>),
    Marked { tag: Tag, below: Vec<Tree> },
}
#[derive(Clone)]
enum Tag {
    Name(String),
    Count(usize),
}
impl Tree {
    fn leaves(&self) -> Vec<&str> {
        match self {
            Tree::Leaf(text) => vec![text],
            Tree::Pair(a, b) => a.leaves().into_iter().chain(b.leaves()).collect(),
            Tree::Marked { below, .. } => below.iter().flat_map(Tree::leaves).collect(),
        }
    }
    fn tags(&self) -> Vec<Tag> {
        match self {
            Tree::Marked { tag, below } => {
                let mut all = vec![tag.clone()];
                below.iter().for_each(|tree| all.append(&mut tree.tags()));
                all
            }
            _ => Vec::new(),
        }
    }
    fn map(self, with: &dyn Fn(String) -> String) -> Tree {
        match self {
            Tree::Leaf(text) => Tree::Leaf(with(text)),
            Tree::Pair(a, b) => Tree::Pair(Box::new(a.map(with)), Box::new(b.map(with))),
            other => other,
        }
    }
}
fn trees() {
    let tree = Tree::Pair(Box::new(Tree::Leaf(source())), Box::new(Tree::Leaf(String::new())));
    sink(tree.leaves());
    //^ flow
    sink(tree.tags().len());
    //^ none
    let mapped = tree.map(&|text| text + "!");
    sink(mapped.leaves().join(" "));
    //^ flow
    let marked = Tree::Marked { tag: Tag::Name(source()), below: vec![Tree::Leaf("a".into())] };
    sink(marked.leaves());
    //^ false: parts of an enum that holds itself are not told apart to any depth
    for tag in marked.tags() {
        match tag {
            Tag::Name(name) => sink(name),
            //^ flow
            Tag::Count(count) => sink(count),
            //^ none
        }
    }
    let hidden = Tree::Leaf(source()).map(&|_| String::from("x"));
    sink(hidden.leaves());
    //^ false: a closure given to a function that calls itself is not followed in each round
}

//# AsRef, Borrow and Into in parameters
fn as_text(text: impl AsRef<str>) -> String {
    text.as_ref().to_owned()
}
fn into_text<T: Into<String>>(text: T) -> String {
    text.into()
}
fn borrowed<B: std::borrow::Borrow<str>>(text: B) -> usize {
    text.borrow().len()
}
fn as_path<P: AsRef<std::path::Path>>(path: P) -> std::path::PathBuf {
    path.as_ref().join("x")
}
fn conversions() {
    sink(as_text(source()));
    //^ flow
    sink(as_text("a"));
    //^ none
    sink(into_text(source().as_str()));
    //^ flow
    sink(borrowed(source()));
    //^ none
    sink(as_path(source()));
    //^ flow
    let number: i64 = number().into();
    sink(number);
    //^ flow
    let letters: Box<str> = source().into();
    sink(letters);
    //^ flow
    let shared: std::sync::Arc<str> = std::sync::Arc::from(source());
    sink(shared.to_string());
    //^ flow
    let bytes: Vec<u8> = source().into();
    sink(bytes);
    //^ flow
    let chars: Vec<char> = source().chars().collect();
    let text: String = chars.iter().collect();
    sink(text);
    //^ flow
}

//# statics of every kind
static NAMES: std::sync::RwLock<Vec<String>> = std::sync::RwLock::new(Vec::new());
static READY: std::sync::Once = std::sync::Once::new();
static FLAG: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
const LIMITS: [u32; 2] = [1, 2];
fn registers() {
    READY.call_once(|| NAMES.write().unwrap().push(source()));
    FLAG.store(true, std::sync::atomic::Ordering::Release);
}
fn registered() {
    sink(NAMES.read().unwrap().first());
    //^ flow
    sink(NAMES.read().unwrap().len());
    //^ none
    sink(FLAG.load(std::sync::atomic::Ordering::Acquire));
    //^ none
    sink(LIMITS[1]);
    //^ none
}

//# traits with generic parameters
trait Handle<E> {
    fn handle(&mut self, event: E);
}
struct Opened(String);
struct Closed(u32);
#[derive(Default)]
struct Watcher {
    names: Vec<String>,
    codes: Vec<u32>,
}
impl Handle<Opened> for Watcher {
    fn handle(&mut self, event: Opened) {
        self.names.push(event.0);
    }
}
impl Handle<Closed> for Watcher {
    fn handle(&mut self, event: Closed) {
        self.codes.push(event.0);
    }
}
fn deliver<E, H: Handle<E>>(to: &mut H, event: E) {
    to.handle(event);
}
fn watched() {
    let mut watcher = Watcher::default();
    deliver(&mut watcher, Opened(source()));
    sink(&watcher.names);
    //^ flow
    let mut other = Watcher::default();
    other.handle(Closed(number()));
    sink(&other.codes);
    //^ flow
    sink(&other.names);
    //^ none
}

//# pinned and boxed things, copies on write
fn boxed_things() {
    let mut boxed: Box<[String]> = vec![source()].into_boxed_slice();
    boxed[0].push('a');
    sink(&boxed[0]);
    //^ flow
    let text: std::rc::Rc<String> = std::rc::Rc::new(source());
    let again = std::rc::Rc::clone(&text);
    sink(again.as_str());
    //^ flow
    let mut shared = std::sync::Arc::new(vec![String::new()]);
    std::sync::Arc::get_mut(&mut shared).unwrap().push(source());
    sink(shared.iter().next());
    //^ flow
    let pinned = std::pin::Pin::new(&text);
    sink(pinned.len());
    //^ none
    let boxed_fn: Box<dyn Fn() -> String> = Box::new(move || text.to_string());
    sink(boxed_fn());
    //^ flow
    let dynamic: Box<dyn std::fmt::Display> = Box::new(source());
    sink(dynamic.to_string());
    //^ flow
    let nothing: Box<dyn std::fmt::Display> = Box::new(3);
    sink(format!("{nothing}"));
    //^ none
}

//# blocks that end early
fn early(flag: bool) -> Option<String> {
    let text = 'found: {
        if flag {
            break 'found source();
        }
        String::new()
    };
    if text.is_empty() {
        return None;
    }
    let first = text.lines().next()?;
    Some(first.to_owned())
}
fn ends() {
    sink(early(true));
    //^ flow
    let counted = || -> Option<usize> {
        let text = early(false)?;
        Some(text.len())
    };
    sink(counted());
    //^ none
    let tried = (|| -> Result<String, String> {
        let text = early(true).ok_or("none")?;
        if text.len() > 3 {
            return Err(text);
        }
        Ok("short".into())
    })();
    match tried {
        Ok(text) => sink(text),
        //^ none
        Err(text) => sink(text),
        //^ flow
    }
}
