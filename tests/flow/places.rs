//# a local
fn local() {
    let a = source();
    sink(a);
    //^ flow
    let b = 1;
    sink(b);
    //^ none
}

//# strong update of a local
fn strong_update() {
    let mut a = source();
    sink(&a);
    //^ flow
    a = String::new();
    sink(a);
    //^ none
}

//# shadowing
fn shadowing() {
    let a = source();
    let a = a.len();
    sink(a);
    //^ none
    let b = String::new();
    sink(&b);
    //^ none
    let b = source();
    sink(b);
    //^ flow
}

//# a field of a struct
struct Pair {
    left: String,
    right: String,
}
fn field() {
    let pair = Pair { left: source(), right: String::new() };
    sink(pair.left);
    //^ flow
    sink(pair.right);
    //^ none
}

//# a write to a field
fn field_write() {
    let mut pair = Pair { left: String::new(), right: String::new() };
    pair.right = source();
    sink(&pair.left);
    //^ none
    sink(&pair.right);
    //^ flow
    pair.right = String::new();
    sink(&pair.right);
    //^ none
    sink(pair);
    //^ none
}

//# a whole struct
fn whole_struct() {
    let pair = Pair { left: source(), right: String::new() };
    sink(pair);
    //^ flow
    let clean = Pair { left: String::new(), right: String::new() };
    sink(clean);
    //^ none
}

//# a nested field
struct Outer {
    pair: Pair,
    note: String,
}
fn nested_field() {
    let mut outer = Outer { pair: Pair { left: String::new(), right: source() }, note: String::new() };
    sink(&outer.pair.left);
    //^ none
    sink(&outer.pair.right);
    //^ flow
    sink(&outer.note);
    //^ none
    outer.pair = Pair { left: source(), right: String::new() };
    sink(&outer.pair.right);
    //^ none
    sink(&outer.pair.left);
    //^ flow
}

//# struct update syntax
fn update_syntax() {
    let old = Pair { left: source(), right: source() };
    let new = Pair { left: String::new(), ..old };
    sink(&new.left);
    //^ none
    sink(&new.right);
    //^ flow
}

//# shorthand fields
fn shorthand() {
    let left = source();
    let right = String::new();
    let pair = Pair { left, right };
    sink(&pair.left);
    //^ flow
    sink(&pair.right);
    //^ none
}

//# tuples
fn tuples() {
    let pair = (source(), 1);
    sink(&pair.0);
    //^ flow
    sink(pair.1);
    //^ none
    let (a, b) = (1, source());
    sink(a);
    //^ none
    sink(b);
    //^ flow
}

//# nested tuples
fn nested_tuples() {
    let deep = ((1, source()), 2);
    sink((deep.0).0);
    //^ none
    sink((deep.0).1);
    //^ flow
    sink(deep.1);
    //^ none
}

//# tuple structs
struct Name(String, u32);
fn tuple_struct() {
    let name = Name(source(), 3);
    sink(&name.0);
    //^ flow
    sink(name.1);
    //^ none
    let Name(text, number) = name;
    sink(text);
    //^ flow
    sink(number);
    //^ none
}

//# variants of an enum
enum Shape {
    Named(String),
    Sized { label: String, size: u32 },
    Empty,
}
fn variants() {
    let shape = Shape::Sized { label: source(), size: 2 };
    match shape {
        Shape::Named(text) => sink(text),
        //^ none
        Shape::Sized { label, size } => {
            sink(label);
            //^ flow
            sink(size);
            //^ none
        }
        Shape::Empty => {}
    }
}

//# a reference
fn reference() {
    let a = source();
    let b = &a;
    sink(b);
    //^ flow
    sink(*b);
    //^ flow
    let c = String::new();
    let d = &c;
    sink(d);
    //^ none
}

//# a write through &mut
fn write_through() {
    let mut a = String::new();
    let r = &mut a;
    *r = source();
    sink(a);
    //^ flow
    let mut b = source();
    let r = &mut b;
    *r = String::new();
    sink(b);
    //^ none
}

//# a write through &mut to a field
fn write_through_field() {
    let mut pair = Pair { left: String::new(), right: String::new() };
    let r = &mut pair.left;
    *r = source();
    sink(&pair.left);
    //^ flow
    sink(&pair.right);
    //^ none
}

//# a reference that may be either of two
fn either_reference(flag: bool) {
    let mut a = String::new();
    let mut b = String::new();
    let c = String::new();
    let r = if flag { &mut a } else { &mut b };
    *r = source();
    sink(a);
    //^ flow
    sink(b);
    //^ flow
    sink(c);
    //^ none
}

//# boxes and counted pointers
fn boxes() {
    let a = Box::new(source());
    sink(*a);
    //^ flow
    let b = std::rc::Rc::new(String::new());
    sink(b);
    //^ none
    let c = std::sync::Arc::new(source());
    let d = std::sync::Arc::clone(&c);
    sink(d);
    //^ flow
}

//# an assignment of an element
fn elements() {
    let mut list = [String::new(), String::new()];
    sink(&list[0]);
    //^ none
    list[0] = source();
    sink(&list[0]);
    //^ flow
}

//# destructuring assignment
fn destructuring_assignment() {
    let (mut a, mut b) = (String::new(), String::new());
    (a, b) = (source(), String::new());
    sink(a);
    //^ flow
    sink(b);
    //^ none
}

//# constants and statics
const GREETING: &str = "hello";
static COUNT: u32 = 1;
fn constants() {
    sink(GREETING);
    //^ none
    sink(COUNT);
    //^ none
}

//# a static that is written elsewhere
static LAST: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());
static OTHER: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());
fn fill_static() {
    *LAST.lock().unwrap() = source();
}
fn read_static() {
    sink(LAST.lock().unwrap().clone());
    //^ flow
    sink(OTHER.lock().unwrap().clone());
    //^ none
}

//# swap, replace and take
fn swapping() {
    let mut a = source();
    let mut b = String::new();
    std::mem::swap(&mut a, &mut b);
    sink(&a);
    //^ none
    sink(&b);
    //^ flow
    let old = std::mem::replace(&mut b, String::new());
    sink(&b);
    //^ none
    sink(old);
    //^ flow
    let mut c = source();
    let taken = std::mem::take(&mut c);
    sink(c);
    //^ none
    sink(taken);
    //^ flow
}

//# casts and arithmetic
fn arithmetic() {
    let a = number() as u64 + 1;
    sink(a);
    //^ flow
    sink(-a);
    //^ flow
    sink(a > 3);
    //^ none
    let mut b = 0;
    b += number();
    sink(b);
    //^ flow
}

//# ref patterns
fn ref_patterns() {
    let mut pair = Pair { left: source(), right: String::new() };
    let Pair { ref left, ref mut right } = pair;
    sink(left);
    //^ flow
    *right = source();
    sink(&pair.right);
    //^ flow
    let ref r = String::new();
    sink(r);
    //^ none
}

//# deep inside what is passed on
struct Guest {
    surname: String,
}
struct Visit {
    guest: Guest,
}
struct Quota {
    ceiling: String,
}
struct Core {
    visit: Visit,
    quota: Quota,
}
struct Hub {
    core: Core,
}
struct Surround {
    hub: Hub,
}
fn deep() {
    let guest = Guest { surname: source() };
    let core = Core { visit: Visit { guest }, quota: Quota { ceiling: String::new() } };
    let surround = Surround { hub: Hub { core } };
    says_surname(&surround);
    says_ceiling(&surround);
}
fn says_surname(surround: &Surround) {
    sink(&surround.hub.core.visit.guest.surname);
    //^ flow
}
fn says_ceiling(surround: &Surround) {
    sink(&surround.hub.core.quota.ceiling);
    //^ none
}

//# several references in one value
struct Label<'a> {
    recipient: &'a str,
    street: &'a str,
    town: &'a str,
}
fn several() {
    let (recipient, street, town) = (source(), String::new(), String::new());
    print_label(&Label { recipient: &recipient, street: &street, town: &town });
    let (recipient, street, town) = (String::new(), source(), String::new());
    stick_label(&Label { recipient: &recipient, street: &street, town: &town });
    let (recipient, street, town) = (String::new(), String::new(), source());
    throw_label(&Label { recipient: &recipient, street: &street, town: &town });
}
fn print_label(label: &Label) {
    sink(label);
    //^ flow
}
fn stick_label(label: &Label) {
    sink(label);
    //^ flow
}
fn throw_label(label: &Label) {
    sink(label);
    //^ flow
}
