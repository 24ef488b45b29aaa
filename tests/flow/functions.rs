//# arguments
fn takes(text: String) {
    sink(text);
    //^ flow
}
fn takes_clean(text: String) {
    sink(text);
    //^ none
}
fn passes() {
    takes(source());
    takes_clean(String::new());
}

//# returns
fn gives() -> String {
    source()
}
fn gives_clean() -> String {
    String::new()
}
fn uses_returns() {
    sink(gives());
    //^ flow
    sink(gives_clean());
    //^ none
}

//# one helper, two callers
fn same(text: String) -> String {
    text
}
fn two_callers() {
    let a = same(source());
    let b = same(String::new());
    sink(a);
    //^ flow
    sink(b);
    //^ none
}

//# which argument
fn second(_a: String, b: String) -> String {
    b
}
fn which() {
    sink(second(source(), String::new()));
    //^ none
    sink(second(String::new(), source()));
    //^ flow
}

//# a field of what is returned
fn pair() -> (String, String) {
    (source(), String::new())
}
fn uses_pair() {
    let (a, b) = pair();
    sink(a);
    //^ flow
    sink(b);
    //^ none
}

//# &mut arguments
fn fill(to: &mut String) {
    *to = source();
}
fn fill_clean(to: &mut String) {
    *to = String::new();
}
fn leave(_to: &mut String) -> String {
    source()
}
fn mutable_arguments() {
    let mut a = String::new();
    fill(&mut a);
    sink(&a);
    //^ flow
    fill_clean(&mut a);
    sink(&a);
    //^ none
    let mut b = String::new();
    leave(&mut b);
    sink(b);
    //^ none
}

//# &mut arguments deep
struct Account {
    mail: String,
    nick: String,
}
fn fill_mail(account: &mut Account, mail: String) {
    account.mail = mail;
}
fn deep_arguments() {
    let mut account = Account { mail: String::new(), nick: source() };
    fill_mail(&mut account, String::new());
    sink(&account.mail);
    //^ none
    fill_mail(&mut account, source());
    sink(&account.mail);
    //^ flow
    account.nick = String::new();
    sink(&account.nick);
    //^ none
}

//# copying from one &mut to another
fn copy_into(from: &str, to: &mut String) {
    to.push_str(from);
}
fn copying() {
    let mut a = String::new();
    copy_into("x", &mut a);
    sink(&a);
    //^ none
    copy_into(&source(), &mut a);
    sink(&a);
    //^ flow
}

//# methods
impl Account {
    fn new(mail: String) -> Self {
        Account { mail, nick: String::new() }
    }
    fn mail(&self) -> &str {
        &self.mail
    }
    fn nick(&self) -> &str {
        &self.nick
    }
    fn set_mail(&mut self, mail: String) {
        self.mail = mail;
    }
    fn into_mail(self) -> String {
        self.mail
    }
    fn mail_mut(&mut self) -> &mut String {
        &mut self.mail
    }
}
fn methods() {
    let account = Account::new(source());
    sink(account.mail());
    //^ flow
    sink(account.nick());
    //^ none
    sink(account.into_mail());
    //^ flow
}

//# setters
fn setters() {
    let mut account = Account::new(String::new());
    sink(account.mail());
    //^ none
    account.set_mail(source());
    sink(account.mail());
    //^ flow
    sink(account.nick());
    //^ none
    account.set_mail(String::new());
    sink(account.mail());
    //^ none
}

//# writing through a returned reference
fn returned_reference() {
    let mut account = Account::new(String::new());
    *account.mail_mut() = source();
    sink(account.mail());
    //^ flow
    sink(account.nick());
    //^ none
}

//# builders by value
#[derive(Default)]
struct Builder {
    name: String,
    size: u32,
}
impl Builder {
    fn name(mut self, name: String) -> Self {
        self.name = name;
        self
    }
    fn size(mut self, size: u32) -> Self {
        self.size = size;
        self
    }
    fn build(self) -> Account {
        Account { mail: self.name, nick: String::new() }
    }
}
fn builders() {
    let account = Builder::default().name(source()).size(2).build();
    sink(&account.mail);
    //^ flow
    sink(&account.nick);
    //^ none
    let clean = Builder::default().name(String::new()).size(2).build();
    sink(&clean.mail);
    //^ none
}

//# builders by &mut self
#[derive(Default)]
struct Command {
    text: String,
    other: String,
}
impl Command {
    fn text(&mut self, text: String) -> &mut Self {
        self.text = text;
        self
    }
    fn other(&mut self, text: String) -> &mut Self {
        self.other = text;
        self
    }
}
fn mutable_builders() {
    let mut command = Command::default();
    command.text(source()).other(String::new());
    sink(&command.text);
    //^ flow
    sink(&command.other);
    //^ none
}

//# recursion
fn countdown(n: u32, text: String) -> String {
    if n == 0 { text } else { countdown(n - 1, text) }
}
fn recursion() {
    sink(countdown(3, source()));
    //^ flow
    sink(countdown(3, String::new()));
    //^ none
}

//# mutual recursion
fn even(n: u32) -> String {
    if n == 0 { source() } else { odd(n - 1) }
}
fn odd(n: u32) -> String {
    if n == 0 { String::new() } else { even(n - 1) }
}
fn mutual() {
    sink(even(4));
    //^ flow
    sink(odd(4));
    //^ flow
}

//# a sink far down
fn outer_call(text: &str) {
    middle_call(text, "x");
}
fn middle_call(a: &str, b: &str) {
    sink(a);
    //^ flow
    sink(b);
    //^ none
}
fn far_down() {
    outer_call(&source());
}

//# patterns in parameters
fn takes_pair((a, b): (String, u32)) {
    sink(a);
    //^ flow
    sink(b);
    //^ none
}
fn passes_pair() {
    takes_pair((source(), 3));
}

//# functions as values
fn function_values() {
    let f = source;
    sink(f());
    //^ flow
    let g: fn(String) -> String = same;
    sink(g(String::new()));
    //^ none
    sink(g(source()));
    //^ flow
}

//# constructors as values
fn constructor_values() {
    let list: Vec<Option<String>> = vec![source()].into_iter().map(Some).collect();
    for item in list {
        sink(item);
        //^ flow
    }
    let other: Vec<Option<u32>> = vec![1].into_iter().map(Some).collect();
    for item in other {
        sink(item);
        //^ none
    }
}

//# nested functions
fn nested() {
    fn inner(text: String) -> String {
        text
    }
    sink(inner(source()));
    //^ flow
    sink(inner(String::new()));
    //^ none
}

//# generic functions
fn generic<T>(value: T) -> T {
    value
}
fn generics() {
    let (a, b) = generic((source(), 1));
    sink(a);
    //^ flow
    sink(b);
    //^ none
}

//# associated consts
impl Account {
    const LIMIT: u32 = 3;
}
fn associated() {
    sink(Account::LIMIT);
    //^ none
    sink(source());
    //^ flow
}

//# functions of another module
mod other {
    pub fn get() -> String {
        super::source()
    }
    pub mod deep {
        pub fn clean() -> String {
            String::new()
        }
    }
}
use other::deep;
fn modules() {
    sink(other::get());
    //^ flow
    sink(deep::clean());
    //^ none
}

//# unknown functions
fn unknown() {
    let a = elsewhere::convert(source());
    sink(a);
    //^ flow
    let b = elsewhere::convert(3);
    sink(b);
    //^ none
    let mut c = String::new();
    elsewhere::fill(&source(), &mut c);
    sink(c);
    //^ flow
    let d = String::new();
    elsewhere::look(&source(), &d);
    sink(d);
    //^ none
}

//# functions handed to a router
fn gives_profile() -> String {
    source()
}
fn takes_form(text: String) {
    sink(text);
    //^ none
}
fn routes() {
    router().get(gives_profile).post(takes_form);
    sink(router().get(gives_profile));
    //^ none
}
fn hands_over(text: String) {
    sink(text);
    //^ flow
}
fn later() {
    run_later(hands_over, source());
}

//# a call of itself, once on the way
fn say_reversed(first: String, second: String, depth: u32) {
    if depth == 0 {
        sink(first);
        //^ flow
        return;
    }
    say_reversed(second, first, depth - 1);
}
fn reversed() {
    say_reversed(String::new(), source(), 1);
}

//# a round of calls, gone around twice before the sink: said as a gap, not claimed
fn knock(slots: Slots) {
    open_door(slots);
}
fn open_door(slots: Slots) {
    step_in(slots);
}
fn step_in(slots: Slots) {
    sink(slots.first);
    //^ none
    knock(Slots { first: slots.second, second: slots.third, third: String::new() });
}
struct Slots {
    first: String,
    second: String,
    third: String,
}
fn around() {
    knock(Slots { first: String::new(), second: String::new(), third: source() });
}
