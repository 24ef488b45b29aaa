//# an order that goes through checks
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::rc::Rc;
use std::cell::RefCell;

#[derive(Debug, Clone)]
struct Customer {
    name: String,
    card: Card,
    points: u32,
}
#[derive(Clone)]
struct Card {
    number: String,
    expires: (u8, u16),
}
impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Card").field("expires", &self.expires).finish_non_exhaustive()
    }
}
#[derive(Debug)]
enum OrderError {
    Declined { customer: Customer, code: u32 },
    Empty,
    Other(Box<dyn std::error::Error>),
}
impl From<std::num::ParseIntError> for OrderError {
    fn from(error: std::num::ParseIntError) -> Self {
        OrderError::Other(Box::new(error))
    }
}
struct Order {
    by: Rc<Customer>,
    lines: Vec<Line>,
    notes: BTreeMap<String, String>,
}
struct Line {
    article: String,
    count: u32,
}
impl Order {
    fn new(by: Customer) -> Self {
        Order { by: Rc::new(by), lines: Vec::new(), notes: BTreeMap::new() }
    }
    fn line(mut self, article: &str, count: &str) -> Result<Self, OrderError> {
        let count = count.parse()?;
        self.lines.push(Line { article: article.to_string(), count });
        Ok(self)
    }
    fn note(&mut self, key: &str, text: String) -> &mut Self {
        self.notes.insert(key.into(), text);
        self
    }
    fn total(&self) -> u32 {
        self.lines.iter().map(|line| line.count * 3).sum()
    }
    fn check(self) -> Result<Receipt, OrderError> {
        if self.lines.is_empty() {
            return Err(OrderError::Empty);
        }
        if self.by.points < 3 {
            let customer = (*self.by).clone();
            return Err(OrderError::Declined { customer, code: 7 });
        }
        Ok(Receipt { to: self.by.name.clone(), total: self.total(), lines: self.lines.len() })
    }
}
struct Receipt {
    to: String,
    total: u32,
    lines: usize,
}
fn orders() -> Result<(), OrderError> {
    let card = Card { number: source(), expires: (1, 2030) };
    let customer = Customer { name: "A".into(), card, points: 1 };
    sink(format!("{customer:?}"));
    //^ none
    let mut order = Order::new(customer).line("tea", "2")?;
    order.note("to", source()).note("from", String::new());
    sink(order.total());
    //^ none
    sink(&order.notes["to"]);
    //^ flow
    sink(&order.by.card.number);
    //^ flow
    sink(order.by.card.expires.1);
    //^ none
    match order.check() {
        Ok(receipt) => {
            sink(receipt.to);
            //^ none
            sink(receipt.total);
            //^ none
        }
        Err(OrderError::Declined { customer, code }) => {
            sink(customer.card.number);
            //^ flow
            sink(code);
            //^ none
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
fn orders_by_name() -> Result<(), OrderError> {
    let customer = Customer { name: source(), card: Card { number: String::new(), expires: (1, 1) }, points: 9 };
    sink(format!("{:?}", customer));
    //^ flow
    let receipt = Order::new(customer).line("tea", "3")?.line("milk", "1")?.check()?;
    sink(receipt.to);
    //^ flow
    sink(receipt.lines);
    //^ none
    Ok(())
}

//# a tree with shared nodes
#[derive(Default)]
struct Node {
    label: RefCell<String>,
    children: RefCell<Vec<Rc<Node>>>,
    weight: std::cell::Cell<u32>,
}
impl Node {
    fn named(label: impl ToString) -> Rc<Self> {
        let node = Rc::new(Node::default());
        node.label.replace(label.to_string());
        node
    }
    fn add(self: &Rc<Self>, child: Rc<Node>) -> Rc<Self> {
        self.children.borrow_mut().push(child);
        Rc::clone(self)
    }
    fn depth(&self) -> usize {
        1 + self.children.borrow().iter().map(|child| child.depth()).max().unwrap_or(0)
    }
    fn labels(&self) -> Vec<String> {
        let mut all = vec![self.label.borrow().clone()];
        for child in self.children.borrow().iter() {
            all.extend(child.labels());
        }
        all
    }
}
fn trees() {
    let root = Node::named("root");
    let leaf = Node::named(source());
    root.add(leaf.clone());
    sink(root.depth());
    //^ none
    sink(root.labels());
    //^ flow
    sink(root.label.borrow().as_str());
    //^ none
    sink(root.weight.get());
    //^ none
    leaf.weight.set(number());
    sink(root.children.borrow()[0].weight.get());
    //^ flow
}

//# a command table
type Handler = fn(&mut Session, &[&str]) -> Result<String, String>;
struct Session {
    user: Option<String>,
    log: Vec<String>,
    count: usize,
}
fn login(session: &mut Session, args: &[&str]) -> Result<String, String> {
    let [name, ..] = args else { return Err("who?".to_string()) };
    session.user = Some(name.to_string());
    Ok(format!("hello {name}"))
}
fn count(session: &mut Session, _: &[&str]) -> Result<String, String> {
    session.count += 1;
    Ok(session.count.to_string())
}
fn commands() -> HashMap<&'static str, Handler> {
    let mut table: HashMap<&'static str, Handler> = HashMap::new();
    table.insert("login", login);
    table.insert("count", count as Handler);
    table
}
fn runs(line: &str, session: &mut Session) -> String {
    let mut words = line.split_whitespace();
    let name = words.next().unwrap_or_default();
    let args: Vec<&str> = words.collect();
    match commands().get(name) {
        Some(handler) => handler(session, &args).unwrap_or_else(|error| error),
        None => format!("{name}?"),
    }
}
fn shell() {
    let mut session = Session { user: None, log: Vec::new(), count: 0 };
    let answer = runs(&source(), &mut session);
    sink(answer);
    //^ flow
    sink(session.user);
    //^ flow
    sink(session.log);
    //^ none
}

//# a visitor
enum Expr {
    Text(String),
    Number(u32),
    Call { name: String, args: Vec<Expr> },
}
trait Visitor {
    fn text(&mut self, _text: &str) {}
    fn number(&mut self, _number: u32) {}
    fn visit(&mut self, expr: &Expr) {
        match expr {
            Expr::Text(text) => self.text(text),
            Expr::Number(number) => self.number(*number),
            Expr::Call { args, .. } => args.iter().for_each(|arg| self.visit(arg)),
        }
    }
}
#[derive(Default)]
struct Texts(Vec<String>);
impl Visitor for Texts {
    fn text(&mut self, text: &str) {
        self.0.push(text.to_owned());
    }
}
#[derive(Default)]
struct Sum {
    all: u32,
}
impl Visitor for Sum {
    fn number(&mut self, number: u32) {
        self.all += number;
    }
}
fn visits() {
    let expr = Expr::Call { name: String::new(), args: vec![Expr::Text(source()), Expr::Number(3)] };
    let mut texts = Texts::default();
    texts.visit(&expr);
    sink(texts.0);
    //^ flow
    let mut sum = Sum::default();
    sum.visit(&expr);
    sink(sum.all);
    //^ none
    if let Expr::Call { name, .. } = &expr {
        sink(name);
        //^ none
    }
}

//# a pipeline of closures
struct Pipeline<T> {
    steps: Vec<(String, Box<dyn Fn(T) -> T>)>,
}
impl<T: Clone + 'static> Pipeline<T> {
    fn new() -> Self {
        Pipeline { steps: vec![] }
    }
    fn step(mut self, name: &str, step: impl Fn(T) -> T + 'static) -> Self {
        self.steps.push((name.to_string(), Box::new(step)));
        self
    }
    fn run(&self, start: T) -> T {
        self.steps.iter().fold(start, |value, (_, step)| step(value))
    }
    fn trace(&self, start: T, mut each: impl FnMut(&str, &T)) -> T {
        let mut value = start;
        for (name, step) in &self.steps {
            value = step(value.clone());
            each(name, &value);
        }
        value
    }
}
fn pipelines() {
    let pipeline = Pipeline::new().step("trim", |text: String| text.trim().to_string()).step("low", |text| text.to_lowercase());
    sink(pipeline.run(source()));
    //^ flow
    sink(pipeline.run(String::new()));
    //^ none
    let mut seen = Vec::new();
    pipeline.trace(source(), |name, value| {
        sink(name);
        //^ none
        seen.push(value.clone());
    });
    sink(seen);
    //^ flow
    let secret = source();
    let hiding: Pipeline<String> = Pipeline::new().step("hide", move |text| text + &secret);
    sink(hiding.run("a".into()));
    //^ flow
    let counting: Pipeline<u32> = Pipeline::new().step("more", |n| n + 1);
    sink(counting.run(1));
    //^ none
}
