//# a block as a value
fn block_value() {
    let text = {
        let inner = source();
        inner
    };
    sink(text);
    //^ flow
    let other = {
        source();
        String::new()
    };
    sink(other);
    //^ none
}

//# arrays and their places
fn arrays() {
    let mut list = [String::new(), String::new()];
    sink(&list);
    //^ none
    list[1] = source();
    sink(&list[1]);
    //^ flow
    let repeated = [number(); 4];
    sink(repeated[2]);
    //^ flow
    let clean = [[0u8; 3]; 2];
    sink(clean[0][1]);
    //^ none
}

//# tuples and tuple structs inside each other
struct Pair(String, (u32, String));
fn nested_tuples() {
    let pair = Pair(String::new(), (1, source()));
    sink(pair.1.1);
    //^ flow
    let other = Pair(source(), (1, String::new()));
    sink(other.1.1);
    //^ none
    sink(other.0);
    //^ flow
}

//# swapping by a tuple assignment
fn swaps() {
    let (mut a, mut b) = (source(), String::new());
    (a, b) = (b, a);
    sink(a);
    //^ none
    sink(b);
    //^ flow
}

//# destructuring assignment
struct Point {
    x: u32,
    y: u32,
}
fn destructured() {
    let (x, y);
    Point { x, y } = Point { x: number(), y: 2 };
    sink(x);
    //^ flow
    sink(y);
    //^ none
    let mut first = 0;
    let mut rest = 0;
    [first, _, rest] = [1, 2, 3];
    sink(first + rest);
    //^ none
    (first, ..) = (number(), 1, 2);
    sink(first);
    //^ flow
}

//# a range and its ends
fn ranges() {
    let range = 0..number();
    sink(range.end);
    //^ flow
    sink(range.start);
    //^ none
    for at in 0..number() {
        sink(at);
        //^ flow
    }
    for at in 0..3 {
        sink(at);
        //^ none
    }
}

//# casts
fn casts() {
    let wide = number() as u64;
    sink(wide);
    //^ flow
    let far = (number() as f32 * 1.5) as i8;
    sink(far);
    //^ flow
    let letter = b'a' as char;
    sink(letter);
    //^ none
}

//# unary and binary operators
fn operators() {
    sink(!number());
    //^ flow
    sink(-(number() as i32));
    //^ flow
    sink(number() << 3 | 1);
    //^ flow
    sink(number() > 3 && number() < 7);
    //^ none
    let mut sum = 1;
    sum ^= number();
    sink(sum);
    //^ flow
    sum = 0;
    sink(sum);
    //^ none
}

//# values of loop and while with labels
fn loop_values() {
    let found = 'outer: loop {
        for step in 0..3 {
            if step == 2 {
                break 'outer source();
            }
        }
        break String::new();
    };
    sink(found);
    //^ flow
    let quiet = loop {
        let unused = source();
        if unused.len() > 2 {
            break 1;
        }
    };
    sink(quiet);
    //^ none
}

//# return of a nested closure is not the function's
fn closure_return() -> u32 {
    let check = |text: &str| -> bool {
        if text.is_empty() {
            return false;
        }
        true
    };
    check(&source());
    7
}
fn uses_closure_return() {
    sink(closure_return());
    //^ none
}

//# const blocks and const items
const GREETING: &str = "hello";
const fn doubled(of: u32) -> u32 {
    of * 2
}
fn constants() {
    sink(const { 3 + 4 });
    //^ none
    sink(GREETING);
    //^ none
    sink(doubled(number()));
    //^ flow
}

//# functional update
#[derive(Clone, Default)]
struct Settings {
    name: String,
    mail: String,
    size: u32,
}
fn updates() {
    let base = Settings { name: source(), ..Default::default() };
    let changed = Settings { name: String::new(), ..base.clone() };
    sink(changed.name);
    //^ none
    let kept = Settings { size: 3, ..base };
    sink(kept.name);
    //^ flow
    sink(kept.mail);
    //^ none
}

//# shorthand fields and renamed patterns
fn shorthand() {
    let mail = source();
    let name = String::new();
    let made = Settings { name, mail, size: 0 };
    let Settings { name: a, mail: b, .. } = &made;
    sink(a);
    //^ none
    sink(b);
    //^ flow
}

//# await of several futures
async fn fetched() -> String {
    source()
}
async fn empty() -> String {
    String::new()
}
async fn awaits() {
    let one = fetched();
    let other = empty();
    sink(one.await);
    //^ flow
    sink(other.await);
    //^ none
    let made = async move { fetched().await + "!" };
    sink(made.await);
    //^ flow
}

//# underscore and drop
fn underscores() {
    let _ = source();
    let _unused = source();
    sink(1);
    //^ none
    sink(_unused);
    //^ flow
}
