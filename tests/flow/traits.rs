//# a trait method by the receiver's type
trait Speak {
    fn speak(&self) -> String;
    fn twice(&self) -> String {
        format!("{}{}", self.speak(), self.speak())
    }
}
struct Loud;
struct Quiet;
impl Speak for Loud {
    fn speak(&self) -> String {
        source()
    }
}
impl Speak for Quiet {
    fn speak(&self) -> String {
        String::new()
    }
}
fn by_type() {
    let loud = Loud;
    sink(loud.speak());
    //^ flow
    let quiet = Quiet;
    sink(quiet.speak());
    //^ none
}

//# dyn Trait
fn dynamic(speaker: &dyn Speak) {
    sink(speaker.speak());
    //^ flow
}

//# generic bounds
fn bounded<T: Speak>(speaker: T) {
    sink(speaker.speak());
    //^ flow
}

//# impl Trait
fn implemented(speaker: impl Speak) {
    sink(speaker.speak());
    //^ flow
}

//# default bodies
trait Label {
    fn label(&self) -> String {
        source()
    }
    fn size(&self) -> u32 {
        3
    }
}
impl Label for Loud {}
impl Label for Quiet {
    fn label(&self) -> String {
        String::new()
    }
}
fn default_bodies() {
    let loud = Loud;
    sink(loud.label());
    //^ flow
    sink(loud.size());
    //^ none
    let quiet = Quiet;
    sink(quiet.label());
    //^ none
}

//# paths of traits and types
fn paths() {
    let loud = Loud;
    sink(Speak::speak(&loud));
    //^ flow
    sink(<Loud as Label>::label(&loud));
    //^ flow
    let quiet = Quiet;
    sink(Quiet::speak(&quiet));
    //^ none
}

//# associated functions of a trait
trait Make {
    fn make() -> String;
}
impl Make for Loud {
    fn make() -> String {
        source()
    }
}
impl Make for Quiet {
    fn make() -> String {
        String::new()
    }
}
fn made<T: Make>() {
    sink(T::make());
    //^ flow
}
fn made_known() {
    sink(Quiet::make());
    //^ none
    sink(<Loud as Make>::make());
    //^ flow
}

//# operators
struct Text(String);
impl std::ops::Add for Text {
    type Output = Text;
    fn add(self, other: Text) -> Text {
        Text(other.0)
    }
}
fn operators() {
    let a = Text(source()) + Text(String::new());
    sink(a.0);
    //^ none
    let b = Text(String::new()) + Text(source());
    sink(b.0);
    //^ flow
}

//# compound assignment
impl std::ops::AddAssign<String> for Text {
    fn add_assign(&mut self, other: String) {
        self.0.push_str(&other);
    }
}
fn compound() {
    let mut a = Text(String::new());
    a += String::from("x");
    sink(&a.0);
    //^ none
    a += source();
    sink(&a.0);
    //^ flow
}

//# Deref
struct Guard {
    inner: String,
    note: String,
}
impl std::ops::Deref for Guard {
    type Target = String;
    fn deref(&self) -> &String {
        &self.inner
    }
}
fn dereferenced() {
    let guard = Guard { inner: source(), note: String::new() };
    sink(&*guard);
    //^ flow
    let other = Guard { inner: String::new(), note: source() };
    sink(&*other);
    //^ none
}

//# Index
struct Table {
    rows: Vec<String>,
    note: String,
}
impl std::ops::Index<usize> for Table {
    type Output = String;
    fn index(&self, at: usize) -> &String {
        &self.rows[at]
    }
}
fn indexed() {
    let table = Table { rows: vec![source()], note: String::new() };
    sink(&table[0]);
    //^ flow
    let other = Table { rows: Vec::new(), note: source() };
    sink(&other[0]);
    //^ none
}

//# Iterator
struct Walk {
    items: Vec<String>,
    note: String,
}
impl Iterator for Walk {
    type Item = String;
    fn next(&mut self) -> Option<String> {
        self.items.pop()
    }
}
fn iterated() {
    for item in (Walk { items: vec![source()], note: String::new() }) {
        sink(item);
        //^ flow
    }
    for item in (Walk { items: Vec::new(), note: source() }) {
        sink(item);
        //^ none
    }
}

//# From
impl From<String> for Text {
    fn from(text: String) -> Self {
        Text(text)
    }
}
fn from() {
    let a = Text::from(source());
    sink(a.0);
    //^ flow
    let b = Text::from(String::new());
    sink(b.0);
    //^ none
    let c: Text = source().into();
    sink(c.0);
    //^ flow
}

//# a trait for a type of elsewhere
trait Shout {
    fn shout(&self) -> String;
}
impl Shout for str {
    fn shout(&self) -> String {
        self.to_uppercase()
    }
}
fn extension() {
    sink(source().shout());
    //^ flow
    sink("x".shout());
    //^ none
}

//# Clone by hand
impl Clone for Guard {
    fn clone(&self) -> Self {
        Guard { inner: self.inner.clone(), note: String::new() }
    }
}
fn cloned() {
    let guard = Guard { inner: source(), note: source() };
    let copy = guard.clone();
    sink(&copy.inner);
    //^ flow
    sink(&copy.note);
    //^ none
}

//# a struct that holds a trait object
struct Holder {
    speaker: Box<dyn Speak>,
    size: u32,
}
fn held(holder: &Holder) {
    sink(holder.speaker.speak());
    //^ flow
    sink(holder.size);
    //^ none
}

//# supertraits
trait Base {
    fn base(&self) -> String;
}
trait Above: Base {
    fn above(&self) -> u32 {
        1
    }
}
impl Base for Loud {
    fn base(&self) -> String {
        source()
    }
}
impl Above for Loud {}
fn supertrait<T: Above>(value: T) {
    sink(value.base());
    //^ flow
    sink(value.above());
    //^ none
}

//# methods that only their name points to, of several types: data passes, but none starts in them
struct Gate;
struct Wall;
impl Gate {
    fn inscription(&self) -> String {
        source()
    }
    fn painted(&self, text: String) -> String {
        text
    }
}
impl Wall {
    fn inscription(&self) -> String {
        source()
    }
    fn painted(&self, text: String) -> String {
        text
    }
}
fn only_named() {
    let thing = elsewhere::thing();
    sink(thing.inscription());
    //^ none
    sink(thing.painted(source()));
    //^ flow
    sink(Gate.inscription());
    //^ flow
}

//# service, storage, driver: each behind a trait with two implementations
trait Layer {
    fn hand_down(&self, text: String) -> String;
}
struct Plain;
struct Counted;
impl Layer for Plain {
    fn hand_down(&self, text: String) -> String {
        text
    }
}
impl Layer for Counted {
    fn hand_down(&self, text: String) -> String {
        text
    }
}
fn three_layers(service: &dyn Layer, storage: &dyn Layer, driver: &dyn Layer) {
    let stored = service.hand_down(source());
    let sent = storage.hand_down(stored);
    let arrived = driver.hand_down(sent);
    sink(arrived);
    //^ flow
}

//# four calls in a row that can each mean several functions: said as a gap, not claimed
fn four_layers(first: &dyn Layer, second: &dyn Layer, third: &dyn Layer, fourth: &dyn Layer) {
    let one = first.hand_down(source());
    let two = second.hand_down(one);
    let three = third.hand_down(two);
    let four = fourth.hand_down(three);
    sink(four);
    //^ none
}

//# a function called deref that dereferences nothing
trait Fetched {
    fn deref(id: &str) -> String;
}
struct Article {
    id: String,
    text: String,
}
impl Fetched for Article {
    fn deref(id: &str) -> String {
        sink(id);
        //^ none
        String::new()
    }
}
fn not_dereferenced() {
    let article = Article { id: source(), text: String::new() };
    article.publish();
    sink(article.id);
    //^ flow
}

//# a method of what is dereferenced to, elsewhere
struct Pooled(elsewhere::Connection);
impl Deref for Pooled {
    type Target = elsewhere::Connection;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
struct Counter;
impl Counter {
    fn begin(&self, text: String) {
        sink(text);
        //^ none
    }
}
fn begins_elsewhere(pooled: Pooled) {
    pooled.begin(source());
}
struct Held(Counting);
impl Deref for Held {
    type Target = Counting;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
struct Counting;
impl Counting {
    fn starts(&self, text: String) {
        sink(text);
        //^ flow
    }
}
fn begins_here(held: Held) {
    held.starts(source());
}

//# a method of what a handle's content is dereferenced to
trait Rows {
    fn named(&self, key: &str) -> String;
}
struct Tables {
    names: Vec<String>,
}
impl Rows for Tables {
    fn named(&self, _key: &str) -> String {
        self.names[0].clone()
    }
}
enum Storage {
    Kept(Tables),
}
impl Deref for Storage {
    type Target = dyn Rows;
    fn deref(&self) -> &Self::Target {
        match self {
            Storage::Kept(tables) => tables,
        }
    }
}
fn asks_a_handle(storage: &elsewhere::State<Storage>) {
    sink(storage.named(&source()));
    //^ none
}
fn asks_what_it_holds() {
    let storage: elsewhere::State<Storage> = elsewhere::State::from(Storage::Kept(Tables { names: vec![source()] }));
    sink(storage.named("key"));
    //^ flow
}
