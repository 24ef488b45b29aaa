//# associated types
trait Store {
    type Item;
    fn get(&self) -> Self::Item;
}
struct Mails {
    list: Vec<String>,
}
impl Store for Mails {
    type Item = String;
    fn get(&self) -> String {
        self.list[0].clone()
    }
}
struct Sizes;
impl Store for Sizes {
    type Item = u32;
    fn get(&self) -> u32 {
        3
    }
}
fn shown<S: Store>(store: &S) -> S::Item {
    store.get()
}
fn associated() {
    let mails = Mails { list: vec![source()] };
    sink(shown(&mails));
    //^ flow
    sink(shown(&Sizes));
    //^ none
}

//# associated consts and functions of a trait
trait Kind {
    const NAME: &'static str;
    fn make(text: String) -> Self;
    fn text(&self) -> &str;
}
struct Plain(String);
impl Kind for Plain {
    const NAME: &'static str = "plain";
    fn make(text: String) -> Self {
        Plain(text)
    }
    fn text(&self) -> &str {
        &self.0
    }
}
struct Hidden;
impl Kind for Hidden {
    const NAME: &'static str = "hidden";
    fn make(_: String) -> Self {
        Hidden
    }
    fn text(&self) -> &str {
        "***"
    }
}
fn made<K: Kind>(text: String) -> K {
    K::make(text)
}
fn kinds() {
    sink(Plain::NAME);
    //^ none
    let plain = made::<Plain>(source());
    sink(plain.text());
    //^ flow
    let hidden = Hidden::make(source());
    sink(hidden.text());
    //^ none
}

//# operators that are written by hand
#[derive(Clone)]
struct Text(String);
impl std::ops::Add for Text {
    type Output = Text;
    fn add(self, other: Text) -> Text {
        Text(self.0 + &other.0)
    }
}
impl std::ops::AddAssign<&str> for Text {
    fn add_assign(&mut self, other: &str) {
        self.0.push_str(other);
    }
}
impl std::ops::Neg for Text {
    type Output = Text;
    fn neg(self) -> Text {
        Text(self.0.chars().rev().collect())
    }
}
impl std::ops::Not for Text {
    type Output = bool;
    fn not(self) -> bool {
        self.0.is_empty()
    }
}
fn by_hand() {
    let both = Text(source()) + Text(String::new());
    sink(both.0);
    //^ flow
    let mut grown = Text(String::new());
    grown += &source();
    sink(&grown.0);
    //^ flow
    sink((-Text(source())).0);
    //^ flow
    sink(!Text(source()));
    //^ none
}

//# index by hand
struct Grid {
    cells: Vec<String>,
    name: String,
}
impl std::ops::Index<usize> for Grid {
    type Output = String;
    fn index(&self, at: usize) -> &String {
        &self.cells[at]
    }
}
impl std::ops::IndexMut<usize> for Grid {
    fn index_mut(&mut self, at: usize) -> &mut String {
        &mut self.cells[at]
    }
}
fn grids() {
    let mut grid = Grid { cells: vec![String::new()], name: String::new() };
    grid[0] = source();
    sink(&grid[0]);
    //^ flow
    sink(&grid.name);
    //^ none
}

//# deref by hand
struct Wrapper {
    inner: Settings,
    note: String,
}
struct Settings {
    mail: String,
}
impl std::ops::Deref for Wrapper {
    type Target = Settings;
    fn deref(&self) -> &Settings {
        &self.inner
    }
}
impl std::ops::DerefMut for Wrapper {
    fn deref_mut(&mut self) -> &mut Settings {
        &mut self.inner
    }
}
fn derefs() {
    let wrapper = Wrapper { inner: Settings { mail: source() }, note: String::new() };
    sink(&wrapper.mail);
    //^ flow
    sink(&wrapper.note);
    //^ none
    let mut other = Wrapper { inner: Settings { mail: String::new() }, note: source() };
    sink(&other.mail);
    //^ none
    other.mail = source();
    sink(&other.inner.mail);
    //^ flow
}

//# an iterator by hand
struct Countdown {
    left: u32,
    word: String,
}
impl Iterator for Countdown {
    type Item = String;
    fn next(&mut self) -> Option<String> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        Some(self.word.clone())
    }
}
fn iterates() {
    for word in (Countdown { left: 3, word: source() }) {
        sink(word);
        //^ flow
    }
    let words: Vec<String> = Countdown { left: number(), word: String::new() }.map(|word| word + "a").collect();
    sink(words);
    //^ none
    let taken: Vec<String> = Countdown { left: 1, word: source() }.take(2).collect();
    sink(taken);
    //^ flow
}

//# IntoIterator by hand
struct Basket {
    items: Vec<String>,
    label: String,
}
impl IntoIterator for Basket {
    type Item = String;
    type IntoIter = std::vec::IntoIter<String>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
impl FromIterator<String> for Basket {
    fn from_iter<I: IntoIterator<Item = String>>(items: I) -> Self {
        Basket { items: items.into_iter().collect(), label: String::new() }
    }
}
fn baskets() {
    for item in (Basket { items: vec![source()], label: String::new() }) {
        sink(item);
        //^ flow
    }
    for item in (Basket { items: vec![], label: source() }) {
        sink(item);
        //^ none
    }
    let basket: Basket = vec![source()].into_iter().collect();
    sink(&basket.items);
    //^ flow
    sink(&basket.label);
    //^ none
}

//# blanket impls and extension traits
trait Loud {
    fn loud(&self) -> String;
}
impl<T: std::fmt::Display> Loud for T {
    fn loud(&self) -> String {
        format!("{self}!")
    }
}
fn blanket() {
    sink(source().loud());
    //^ flow
    sink(3.loud());
    //^ none
}

//# trait objects in a collection
trait Part {
    fn render(&self) -> String;
}
struct Title(String);
struct Line;
impl Part for Title {
    fn render(&self) -> String {
        self.0.to_uppercase()
    }
}
impl Part for Line {
    fn render(&self) -> String {
        "---".into()
    }
}
fn rendered() {
    let parts: Vec<Box<dyn Part>> = vec![Box::new(Title(source())), Box::new(Line)];
    let page: String = parts.iter().map(|part| part.render()).collect::<Vec<_>>().join("\n");
    sink(page);
    //^ flow
    let lines: Vec<Box<dyn Part>> = vec![Box::new(Line)];
    for line in &lines {
        sink(line.render());
        //^ none
    }
}

//# Default, Clone, PartialEq by derive and by hand
#[derive(Default, Clone, PartialEq)]
struct Account {
    mail: String,
    seats: u32,
}
struct Copied {
    mail: String,
}
impl Clone for Copied {
    fn clone(&self) -> Self {
        Copied { mail: String::from("copied") }
    }
}
fn derived() {
    let fresh = Account::default();
    sink(&fresh.mail);
    //^ none
    let mine = Account { mail: source(), seats: 1 };
    sink(mine == fresh);
    //^ none
    sink(mine.clone().mail);
    //^ flow
    sink(mine.clone().seats);
    //^ none
    sink(Copied { mail: source() }.clone().mail);
    //^ none
}
