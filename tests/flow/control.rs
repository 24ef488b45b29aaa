//# a branch
fn branch(flag: bool) {
    let mut a = String::new();
    if flag {
        a = source();
        sink(&a);
        //^ flow
    } else {
        sink(&a);
        //^ none
    }
    sink(a);
    //^ flow
}

//# both branches clean it
fn cleaned_in_both(flag: bool) {
    let mut a = source();
    if flag {
        a = String::new();
    } else {
        a = String::from("x");
    }
    sink(a);
    //^ none
}

//# a condition is not a flow
fn condition() {
    let a = source();
    let b = if a.is_empty() { 1 } else { 2 };
    sink(b);
    //^ none
    sink(a);
    //^ flow
}

//# the value of if and match
fn values(flag: bool, n: u32) {
    let a = if flag { source() } else { String::new() };
    sink(a);
    //^ flow
    let b = match n {
        0 => String::new(),
        1 => source(),
        _ => String::from("x"),
    };
    sink(b);
    //^ flow
    let c = match n {
        0 => 1,
        _ => 2,
    };
    sink(c);
    //^ none
}

//# early return
fn early_return(flag: bool) {
    let mut a = source();
    if flag {
        sink(a);
        //^ flow
        return;
    }
    a = String::new();
    sink(a);
    //^ none
}

//# a return of one branch
fn returned_early(flag: bool) -> String {
    if flag {
        return source();
    }
    String::new()
}
fn returns_clean(flag: bool) -> String {
    if flag {
        return String::new();
    }
    String::from("x")
}
fn uses_early_return() {
    sink(returned_early(true));
    //^ flow
    sink(returns_clean(true));
    //^ none
}

//# while
fn while_loop() {
    let mut a = String::new();
    let mut n = 0;
    while n < 3 {
        sink(&a);
        //^ flow
        a = source();
        n += 1;
    }
    sink(a);
    //^ flow
    sink(n);
    //^ none
}

//# loop with break
fn loop_break() {
    let a = loop {
        let b = source();
        break b;
    };
    sink(a);
    //^ flow
    let c = loop {
        break 5;
    };
    sink(c);
    //^ none
}

//# labelled blocks
fn labelled(flag: bool) {
    let a = 'out: {
        if flag {
            break 'out source();
        }
        String::new()
    };
    sink(a);
    //^ flow
    let b = 'out: {
        if flag {
            break 'out 1;
        }
        2
    };
    sink(b);
    //^ none
}

//# labelled loops
fn labelled_loop() {
    let mut a = String::new();
    'outer: for i in 0..3 {
        for _ in 0..3 {
            if i == 1 {
                a = source();
                continue 'outer;
            }
        }
        break 'outer;
    }
    sink(a);
    //^ flow
}

//# for
fn for_loop() {
    let list = vec![source()];
    for item in &list {
        sink(item);
        //^ flow
    }
    for n in 0..3 {
        sink(n);
        //^ none
    }
}

//# a write to elements in a loop
fn for_mut() {
    let mut list = vec![String::new()];
    for item in list.iter_mut() {
        *item = source();
    }
    sink(&list);
    //^ flow
    let mut other = vec![String::new()];
    for item in other.iter_mut() {
        *item = String::from("x");
    }
    sink(&other);
    //^ none
}

//# if let
fn if_let(a: Option<u32>) {
    let found = Some(source());
    if let Some(text) = found {
        sink(text);
        //^ flow
    }
    if let Some(text) = a {
        sink(text);
        //^ none
    }
}

//# let else
fn let_else() {
    let found: Option<String> = Some(source());
    let Some(text) = found else { return };
    sink(text);
    //^ flow
    let other: Option<u32> = Some(3);
    let Some(number) = other else { return };
    sink(number);
    //^ none
}

//# let chains
fn let_chain(a: Option<String>) {
    if let Some(text) = Some(source())
        && let Some(other) = a
    {
        sink(text);
        //^ flow
        sink(other);
        //^ none
    }
}

//# while let
fn while_let() {
    let mut list = vec![source()];
    while let Some(text) = list.pop() {
        sink(text);
        //^ flow
    }
    let mut other = vec![1];
    while let Some(text) = other.pop() {
        sink(text);
        //^ none
    }
}

//# bindings with @
fn at_binding() {
    match number() {
        n @ 1..=9 => sink(n),
        //^ flow
        _ => {}
    }
    match 3 {
        n @ 1..=9 => sink(n),
        //^ none
        _ => {}
    }
}

//# or patterns
enum Either {
    Left(String),
    Right(String),
}
fn or_pattern() {
    match Either::Right(source()) {
        Either::Left(text) | Either::Right(text) => sink(text),
        //^ flow
    }
    match Either::Right(String::new()) {
        Either::Left(text) | Either::Right(text) => sink(text),
        //^ none
    }
}

//# slice patterns
fn slices() {
    let list = [source(), source()];
    if let [first, ..] = &list {
        sink(first);
        //^ flow
    }
    let numbers = [1, 2];
    let [a, b] = numbers;
    sink(a + b);
    //^ none
}

//# rest in tuple patterns
fn rest_patterns() {
    let (first, .., last) = (1, 2, source());
    sink(first);
    //^ none
    sink(last);
    //^ flow
}

//# match on a reference
fn match_reference() {
    let mut shape = Either::Left(String::new());
    match &mut shape {
        Either::Left(text) => *text = source(),
        Either::Right(_) => {}
    }
    if let Either::Left(text) = &shape {
        sink(text);
        //^ flow
    }
    if let Either::Right(text) = &shape {
        sink(text);
        //^ none
    }
}

//# the question mark
fn fallible() -> Result<String, u32> {
    Ok(source())
}
fn fallible_clean() -> Result<String, u32> {
    Ok(String::new())
}
fn question() -> Result<(), u32> {
    let a = fallible()?;
    sink(a);
    //^ flow
    let b = fallible_clean()?;
    sink(b);
    //^ none
    Ok(())
}

//# errors
fn fails() -> Result<u32, String> {
    Err(source())
}
fn errors() {
    match fails() {
        Ok(number) => sink(number),
        //^ none
        Err(text) => sink(text),
        //^ flow
    }
}

//# errors through the question mark
fn passes_error() -> Result<u32, String> {
    let n = fails()?;
    sink(n);
    //^ none
    Ok(n)
}
fn sees_error() {
    if let Err(text) = passes_error() {
        sink(text);
        //^ flow
    }
}

//# unsafe blocks
fn in_unsafe() {
    let a = unsafe { source() };
    sink(a);
    //^ flow
    let b = unsafe { 3 };
    sink(b);
    //^ none
}

//# errors that the question mark converts
struct Inner(String);
struct Outer {
    text: String,
}
struct Silent {
    text: String,
}
impl From<Inner> for Outer {
    fn from(inner: Inner) -> Self {
        Outer { text: inner.0 }
    }
}
impl From<Inner> for Silent {
    fn from(_: Inner) -> Self {
        Silent { text: String::new() }
    }
}
fn fails_inside() -> Result<u32, Inner> {
    Err(Inner(source()))
}
fn tells() -> Result<u32, Outer> {
    Ok(fails_inside()? + 1)
}
fn keeps_silent() -> Result<u32, Silent> {
    Ok(fails_inside()? + 1)
}
fn sees_converted() {
    if let Err(outer) = tells() {
        sink(outer.text);
        //^ flow
    }
    if let Err(silent) = keeps_silent() {
        sink(silent.text);
        //^ none
    }
}
