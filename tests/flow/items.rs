//# statics that are written
static mut LAST: u32 = 0;
static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
static OTHER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
fn write_statics() {
    unsafe {
        LAST = number();
    }
    COUNT.store(number(), std::sync::atomic::Ordering::SeqCst);
    OTHER.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
}
fn read_statics() {
    sink(unsafe { LAST });
    //^ flow
    sink(COUNT.load(std::sync::atomic::Ordering::SeqCst));
    //^ flow
    sink(OTHER.load(std::sync::atomic::Ordering::SeqCst));
    //^ none
}

//# thread locals
thread_local! {
    static CURRENT: std::cell::RefCell<String> = std::cell::RefCell::new(String::new());
    static NOTHING: std::cell::RefCell<String> = std::cell::RefCell::new(String::new());
}
fn sets_current() {
    CURRENT.with(|cell| *cell.borrow_mut() = source());
}
fn gets_current() {
    CURRENT.with(|cell| sink(cell.borrow().clone()));
    //^ flow
    NOTHING.with(|cell| sink(cell.borrow().clone()));
    //^ none
}

//# unions
union Bits {
    whole: u32,
    parts: [u8; 4],
}
fn unions() {
    let bits = Bits { whole: number() };
    sink(unsafe { bits.parts });
    //^ missed: the fields of a union are not known to be one place
    let clean = Bits { whole: 1 };
    sink(unsafe { clean.whole });
    //^ none
}

//# raw pointers
fn pointers() {
    let mut text = String::new();
    let at = &mut text as *mut String;
    unsafe {
        *at = source();
    }
    sink(text);
    //^ flow
    let value = number();
    let there: *const u32 = &value;
    sink(unsafe { *there });
    //^ flow
    let mut target = 0u32;
    unsafe { std::ptr::write(&mut target, number()) };
    sink(unsafe { std::ptr::read(&target) });
    //^ flow
    let zero = 0u32;
    let raw = std::ptr::addr_of!(zero);
    sink(unsafe { raw.read() });
    //^ none
}

//# enums with discriminants and data
#[repr(u8)]
enum Level {
    Low = 1,
    High = 2,
}
fn discriminants() {
    sink(Level::High as u8);
    //^ none
    let level = if number() > 3 { Level::Low } else { Level::High };
    sink(level as u8);
    //^ none
}

//# type aliases and generic structs
type Named<T> = Labelled<T>;
struct Labelled<T> {
    label: String,
    value: T,
}
impl<T> Labelled<T> {
    fn new(label: &str, value: T) -> Self {
        Self { label: label.to_owned(), value }
    }
    fn map<U>(self, with: impl FnOnce(T) -> U) -> Labelled<U> {
        Labelled { label: self.label, value: with(self.value) }
    }
    fn into_value(self) -> T {
        self.value
    }
}
fn generic_structs() {
    let made: Named<String> = Labelled::new("a", source());
    let longer = made.map(|text| text.len().to_string() + &text);
    sink(&longer.label);
    //^ none
    sink(longer.into_value());
    //^ flow
    let clean = Labelled::new(&source(), 3u8);
    sink(clean.into_value());
    //^ none
}

//# functions in functions and modules
mod outer {
    pub mod inner {
        pub fn pass(text: String) -> String {
            super::again(text)
        }
    }
    fn again(text: String) -> String {
        fn same(text: String) -> String {
            text
        }
        same(text)
    }
    pub use self::inner::pass as handed;
}
use outer::handed as renamed;
fn modules() {
    sink(renamed(source()));
    //^ flow
    sink(outer::inner::pass(String::new()));
    //^ none
}

//# macros by example
macro_rules! doubled {
    ($e:expr) => {
        format!("{}{}", $e, $e)
    };
}
macro_rules! first_of {
    ($first:expr $(, $rest:expr)*) => {
        $first
    };
}
macro_rules! record {
    ($name:ident { $($field:ident : $ty:ty),* }) => {
        struct $name { $($field: $ty),* }
    };
}
macro_rules! emit {
    (to $target:expr, $($value:expr),+) => {{
        $( $target.push($value); )+
    }};
}
record!(Card { owner: String, colour: String });
fn macros() {
    sink(doubled!(source()));
    //^ flow
    sink(doubled!("a"));
    //^ none
    let mut list = Vec::new();
    emit!(to list, source(), String::new());
    sink(list);
    //^ missed: an argument of a macro that a word of its own stands before
    let card = Card { owner: source(), colour: String::new() };
    sink(card.owner);
    //^ flow
    sink(card.colour);
    //^ none
}

//# extern functions
extern "C" {
    fn strlen(text: *const i8) -> usize;
    fn getenv(name: *const i8) -> *const i8;
}
fn externs() {
    let fixed = c"HOME";
    sink(unsafe { getenv(fixed.as_ptr()) });
    //^ none
}

//# destructors
struct Guard {
    what: String,
}
impl Drop for Guard {
    fn drop(&mut self) {
        sink(&self.what);
        //^ flow
    }
}
struct Quiet {
    what: String,
}
impl Drop for Quiet {
    fn drop(&mut self) {
        sink(&self.what);
        //^ none
    }
}
fn dropped() {
    let _guard = Guard { what: source() };
    let _quiet = Quiet { what: String::new() };
}
