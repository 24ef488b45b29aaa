//# generic functions with where clauses
trait Show {
    fn show(&self) -> String;
}
impl Show for String {
    fn show(&self) -> String {
        self.clone()
    }
}
impl<T: Show> Show for Option<T> {
    fn show(&self) -> String {
        self.as_ref().map(|inner| inner.show()).unwrap_or_default()
    }
}
impl<T: Show> Show for Vec<T> {
    fn show(&self) -> String {
        self.iter().map(Show::show).collect::<Vec<_>>().join(",")
    }
}
impl<A: Show, B: Show> Show for (A, B) {
    fn show(&self) -> String {
        format!("{} {}", self.0.show(), self.1.show())
    }
}
fn showing<T>(value: &T) -> String
where
    T: Show + ?Sized,
{
    value.show()
}
fn shows() {
    sink(showing(&source()));
    //^ flow
    sink(showing(&Some(vec![source()])));
    //^ flow
    sink(showing(&(String::new(), String::new())));
    //^ none
}

//# const generics and arrays
struct Ring<T, const N: usize> {
    cells: [Option<T>; N],
    at: usize,
}
impl<T: Copy, const N: usize> Ring<T, N> {
    const SIZE: usize = N;
    fn new() -> Self {
        Ring { cells: [None; N], at: 0 }
    }
    fn put(&mut self, value: T) {
        self.cells[self.at % N] = Some(value);
        self.at += 1;
    }
    fn newest(&self) -> Option<&T> {
        self.cells[(self.at - 1) % N].as_ref()
    }
    fn all(&self) -> impl Iterator<Item = &T> + '_ {
        self.cells.iter().flatten()
    }
}
fn rings() {
    let mut ring: Ring<u32, 4> = Ring::new();
    sink(ring.newest());
    //^ none
    ring.put(number());
    sink(ring.newest());
    //^ flow
    sink(ring.at);
    //^ none
    for value in ring.all() {
        sink(value);
        //^ flow
    }
    sink(Ring::<u32, 3>::SIZE);
    //^ none
}

//# phantom types
struct Locked;
struct Open;
struct Vault<State> {
    content: String,
    tries: u32,
    state: std::marker::PhantomData<State>,
}
impl Vault<Locked> {
    fn new(content: String) -> Self {
        Vault { content, tries: 0, state: std::marker::PhantomData }
    }
    fn open(self, key: &str) -> Result<Vault<Open>, Vault<Locked>> {
        if key == "x" {
            Ok(Vault { content: self.content, tries: self.tries, state: std::marker::PhantomData })
        } else {
            Err(Vault { tries: self.tries + 1, ..self })
        }
    }
}
impl Vault<Open> {
    fn read(&self) -> &str {
        &self.content
    }
}
fn vaults() {
    match Vault::new(source()).open("y") {
        Ok(vault) => sink(vault.read()),
        //^ flow
        Err(vault) => sink(vault.tries),
        //^ none
    }
    if let Ok(vault) = Vault::new(String::new()).open(&source()) {
        sink(vault.read());
        //^ none
    }
}

//# iterators that are returned and adapted
struct Windows<I: Iterator> {
    inner: I,
    last: Option<I::Item>,
}
impl<I> Iterator for Windows<I>
where
    I: Iterator,
    I::Item: Clone,
{
    type Item = (I::Item, I::Item);
    fn next(&mut self) -> Option<Self::Item> {
        let next = self.inner.next()?;
        let pair = (self.last.clone()?, next.clone());
        self.last = Some(next);
        Some(pair)
    }
}
trait PairsExt: Iterator + Sized {
    fn pairs(mut self) -> Windows<Self> {
        let last = self.next();
        Windows { inner: self, last }
    }
}
impl<I: Iterator> PairsExt for I {}
fn evens<'a>(list: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    list.iter().copied().filter(|n| n % 2 == 0)
}
fn boxed(list: Vec<u32>, up: bool) -> Box<dyn Iterator<Item = u32>> {
    if up { Box::new(list.into_iter()) } else { Box::new(list.into_iter().rev()) }
}
fn adapted() {
    let list = vec![number(), 2];
    for n in evens(&list) {
        sink(n);
        //^ flow
    }
    sink(boxed(list.clone(), true).last());
    //^ flow
    for (a, b) in list.into_iter().pairs() {
        sink(a);
        //^ flow
        sink(b);
        //^ flow
    }
    sink(evens(&[1, 2]).count());
    //^ none
    sink(boxed(vec![1], false).next());
    //^ none
}

//# traits with generic methods and associated types
trait Convert {
    type Error;
    fn convert<T: From<String>>(&self) -> Result<T, Self::Error>;
}
struct Raw(String);
struct Wrapped(String);
impl From<String> for Wrapped {
    fn from(text: String) -> Self {
        Wrapped(text)
    }
}
impl Convert for Raw {
    type Error = String;
    fn convert<T: From<String>>(&self) -> Result<T, String> {
        if self.0.is_empty() {
            return Err("empty".into());
        }
        Ok(T::from(self.0.clone()))
    }
}
fn convert_all() {
    let made: Wrapped = Raw(source()).convert().unwrap();
    sink(made.0);
    //^ flow
    if let Err(error) = Raw(source()).convert::<Wrapped>() {
        sink(error);
        //^ none
    }
}

//# supertraits and default methods
trait Named {
    fn name(&self) -> String;
}
trait Greets: Named {
    fn greeting(&self) -> String {
        format!("hello {}", self.name())
    }
}
struct Person {
    name: String,
    age: u32,
}
struct Robot {
    id: u32,
    secret: String,
}
impl Named for Person {
    fn name(&self) -> String {
        self.name.clone()
    }
}
impl Named for Robot {
    fn name(&self) -> String {
        format!("robot {}", self.id)
    }
}
impl Greets for Person {}
impl Greets for Robot {}
fn greet(who: &dyn Greets) -> String {
    who.greeting()
}
fn greets() {
    sink(Person { name: source(), age: 1 }.greeting());
    //^ flow
    sink(Robot { id: 1, secret: source() }.greeting());
    //^ none
    sink(greet(&Person { name: source(), age: 1 }));
    //^ flow
    sink(Person { name: String::new(), age: number() }.greeting());
    //^ none
}

//# PartialOrd, Ord and Hash by hand
#[derive(PartialEq, Eq)]
struct Rank(u32, String);
impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Rank {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0).then_with(|| self.1.len().cmp(&other.1.len()))
    }
}
fn ranked() {
    let mut list = vec![Rank(1, source()), Rank(2, String::new())];
    list.sort();
    sink(list[0].0);
    //^ none
    sink(&list[1].1);
    //^ flow
    let best = list.iter().max().unwrap();
    sink(best.0);
    //^ none
    sink(&best.1);
    //^ flow
    sink(std::cmp::max(1, number()));
    //^ flow
    sink(Rank(number(), String::new()) < Rank(1, String::new()));
    //^ none
}

//# callbacks that are methods
struct Counter {
    seen: Vec<String>,
}
impl Counter {
    fn see(&mut self, text: String) {
        self.seen.push(text);
    }
    fn each<F>(list: Vec<String>, mut each: F)
    where
        F: FnMut(String),
    {
        for text in list {
            each(text);
        }
    }
}
fn counts() {
    let mut counter = Counter { seen: Vec::new() };
    Counter::each(vec![source()], |text| counter.see(text));
    sink(&counter.seen);
    //^ flow
    let mut other = Counter { seen: Vec::new() };
    Counter::each(vec![String::new()], |text| other.see(text));
    sink(other.seen);
    //^ none
    let lengths: Vec<usize> = vec![source()].iter().map(String::len).collect();
    sink(lengths);
    //^ none
    let upper: Vec<String> = vec![source()].iter().map(|text| str::to_uppercase(text)).collect();
    sink(upper);
    //^ flow
    let words: Vec<String> = vec![source()].iter().map(String::as_str).map(str::to_owned).collect();
    sink(words);
    //^ flow
}
