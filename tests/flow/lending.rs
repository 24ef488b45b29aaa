//# a library with loans
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::ops::{AddAssign, Index, IndexMut, Range};
use std::rc::{Rc, Weak};

type Id = u32;
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Medium {
    Book { title: String, pages: u16 },
    Film { title: String, minutes: u16 },
    Unknown,
}
impl Medium {
    fn title(&self) -> Cow<'_, str> {
        match self {
            Medium::Book { title, .. } | Medium::Film { title, .. } => Cow::Borrowed(title),
            Medium::Unknown => Cow::Owned(format!("?")),
        }
    }
    fn size(&self) -> u16 {
        match *self {
            Medium::Book { pages, .. } => pages,
            Medium::Film { minutes, .. } => minutes,
            Medium::Unknown => 0,
        }
    }
    fn rename(&mut self, to: &str) -> Option<String> {
        match self {
            Self::Book { title, .. } | Self::Film { title, .. } => Some(std::mem::replace(title, to.to_owned())),
            Self::Unknown => None,
        }
    }
}
struct Reader {
    name: RefCell<String>,
    loans: RefCell<Vec<Weak<Loan>>>,
    visits: Cell<u32>,
}
struct Loan {
    reader: Rc<Reader>,
    medium: Medium,
    days: Range<u32>,
}
#[derive(Default)]
struct Library {
    media: Vec<Medium>,
    loans: Vec<Rc<Loan>>,
    waiting: HashMap<Id, VecDeque<Rc<Reader>>>,
    tags: BTreeSet<(Id, String)>,
}
impl Index<Id> for Library {
    type Output = Medium;
    fn index(&self, id: Id) -> &Medium {
        self.media.get(id as usize).unwrap_or(&Medium::Unknown)
    }
}
impl IndexMut<Id> for Library {
    fn index_mut(&mut self, id: Id) -> &mut Medium {
        &mut self.media[id as usize]
    }
}
impl AddAssign<Medium> for Library {
    fn add_assign(&mut self, medium: Medium) {
        self.media.push(medium);
    }
}
impl Library {
    fn lend(&mut self, id: Id, to: &Rc<Reader>) -> Result<Rc<Loan>, Medium> {
        if self.loans.iter().any(|loan| loan.medium == self[id]) {
            self.waiting.entry(id).or_default().push_back(Rc::clone(to));
            return Err(self[id].clone());
        }
        let loan = Rc::new(Loan { reader: to.clone(), medium: self[id].clone(), days: 0..14 });
        to.loans.borrow_mut().push(Rc::downgrade(&loan));
        to.visits.set(to.visits.get() + 1);
        self.loans.push(loan.clone());
        Ok(loan)
    }
    fn next_for(&mut self, id: Id) -> Option<Rc<Reader>> {
        self.waiting.get_mut(&id)?.pop_front()
    }
    fn titles(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.media.iter().map(Medium::title)
    }
    fn tagged<'a>(&'a self, tag: &'a str) -> Vec<&'a Medium> {
        self.tags.iter().filter(|(_, t)| t == tag).map(|(id, _)| &self[*id]).collect()
    }
}
fn reader(name: String) -> Rc<Reader> {
    Rc::new(Reader { name: RefCell::new(name), loans: Default::default(), visits: Cell::new(0) })
}
fn titles_that_are_told() {
    let mut library = Library::default();
    library += Medium::Book { title: source(), pages: 300 };
    sink(library[0].title());
    //^ flow
    sink(library[0].size());
    //^ none
    for title in library.titles() {
        sink(title);
        //^ flow
    }
    let old = library[0].rename("new");
    sink(old);
    //^ flow
    let anna = reader("Anna".into());
    match library.lend(0, &anna) {
        Ok(loan) => {
            sink(loan.days.end);
            //^ none
            sink(loan.reader.name.borrow().clone());
            //^ none
            sink(loan.medium.title());
            //^ flow
        }
        Err(Medium::Film { minutes, .. }) => sink(minutes),
        //^ none
        Err(other) => sink(other.title()),
        //^ flow
    }
    library.tags.insert((0, "old".to_string()));
    sink(library.tagged("old").len());
    //^ none
    sink(library.tagged("old").first().map(|medium| medium.title()));
    //^ flow
}
fn readers_that_are_told() {
    let mut library = Library::default();
    library += Medium::Unknown;
    let anna = reader(source());
    let ben = reader(String::new());
    sink(ben.name.borrow().len());
    //^ none
    sink(ben.name.borrow().clone());
    //^ none
    let loan = library.lend(0, &anna).ok();
    sink(loan.as_ref().map(|loan| loan.reader.name.borrow().clone()));
    //^ flow
    sink(loan.map(|loan| loan.medium.size()));
    //^ none
    if let Some(next) = library.next_for(0) {
        sink(next.name.take());
        //^ flow
        sink(next.visits.get());
        //^ none
    }
    for loan in anna.loans.borrow().iter().filter_map(Weak::upgrade) {
        sink(loan.medium.title());
        //^ none
        sink(loan.reader.name.borrow().to_uppercase());
        //^ flow
    }
}

//# a chain of middlewares
struct Request {
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}
struct Response {
    status: u16,
    body: String,
}
trait Middleware {
    fn call(&self, request: Request, next: &dyn Fn(Request) -> Response) -> Response;
}
struct Logs {
    seen: RefCell<Vec<String>>,
}
struct Limits {
    most: usize,
}
struct Strips;
impl Middleware for Logs {
    fn call(&self, request: Request, next: &dyn Fn(Request) -> Response) -> Response {
        self.seen.borrow_mut().push(request.path.clone());
        let response = next(request);
        self.seen.borrow_mut().push(response.status.to_string());
        response
    }
}
impl Middleware for Limits {
    fn call(&self, request: Request, next: &dyn Fn(Request) -> Response) -> Response {
        match &request.body {
            Some(body) if body.len() > self.most => Response { status: 413, body: String::from("too large") },
            _ => next(request),
        }
    }
}
impl Middleware for Strips {
    fn call(&self, mut request: Request, next: &dyn Fn(Request) -> Response) -> Response {
        request.headers.clear();
        next(request)
    }
}
fn echo(request: Request) -> Response {
    let body = request.body.map(|body| String::from_utf8_lossy(&body).into_owned()).unwrap_or_default();
    Response { status: 200, body }
}
fn names(request: Request) -> Response {
    let body = request.headers.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    Response { status: 200, body }
}
fn handled() {
    let logs = Logs { seen: RefCell::default() };
    let request = Request { path: "/".into(), headers: vec![], body: Some(source().into_bytes()) };
    let response = logs.call(request, &|request| Limits { most: 9 }.call(request, &echo));
    sink(response.body);
    //^ flow
    sink(response.status);
    //^ none
    sink(logs.seen.borrow().join(","));
    //^ none
    let request = Request { path: "/".into(), headers: vec![("a".into(), source())], body: None };
    let response = Strips.call(request, &|request| names(request));
    sink(response.body);
    //^ none
    let request = Request { path: source(), headers: vec![("a".into(), source())], body: None };
    let response = logs.call(request, &names);
    sink(response.body);
    //^ flow
    sink(logs.seen.into_inner().concat());
    //^ flow
}

//# undo and redo
trait Edit {
    fn apply(&self, text: &mut String);
    fn undo(&self, text: &mut String);
}
struct Insert {
    at: usize,
    what: String,
}
struct Erase {
    range: Range<usize>,
    was: RefCell<String>,
}
impl Edit for Insert {
    fn apply(&self, text: &mut String) {
        text.insert_str(self.at, &self.what);
    }
    fn undo(&self, text: &mut String) {
        text.replace_range(self.at..self.at + self.what.len(), "");
    }
}
impl Edit for Erase {
    fn apply(&self, text: &mut String) {
        let was: String = text.drain(self.range.clone()).collect();
        self.was.replace(was);
    }
    fn undo(&self, text: &mut String) {
        text.insert_str(self.range.start, &self.was.borrow());
    }
}
#[derive(Default)]
struct Editor {
    text: String,
    done: Vec<Box<dyn Edit>>,
    undone: Vec<Box<dyn Edit>>,
}
impl Editor {
    fn edit<E: Edit + 'static>(&mut self, edit: E) -> &mut Self {
        edit.apply(&mut self.text);
        self.done.push(Box::new(edit));
        self.undone.clear();
        self
    }
    fn undo(&mut self) -> bool {
        let Some(edit) = self.done.pop() else { return false };
        edit.undo(&mut self.text);
        self.undone.push(edit);
        true
    }
}
fn edits() {
    let mut editor = Editor::default();
    editor.edit(Insert { at: 0, what: source() }).edit(Insert { at: 0, what: "a".into() });
    sink(&editor.text);
    //^ flow
    sink(editor.undo());
    //^ none
    sink(editor.done.len());
    //^ none
    let mut quiet = Editor::default();
    quiet.edit(Insert { at: 0, what: "b".into() });
    sink(&quiet.text);
    //^ none
}
