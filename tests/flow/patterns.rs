//# ranges and literals in patterns
fn range_patterns() {
    match number() {
        0 => sink(0),
        //^ none
        small @ 1..=9 => sink(small),
        //^ flow
        10.. => sink("large"),
        //^ none
    }
}

//# patterns inside patterns
enum Shape {
    Circle { at: (String, u32) },
    Line(Option<Box<Shape>>, String),
    Empty,
}
fn nested_patterns() {
    let shape = Shape::Line(Some(Box::new(Shape::Circle { at: (source(), 1) })), String::new());
    if let Shape::Line(Some(inner), label) = shape {
        sink(label);
        //^ none
        if let Shape::Circle { at: (name, size) } = *inner {
            sink(name);
            //^ flow
            sink(size);
            //^ none
        }
    }
}

//# ref and ref mut
fn by_reference() {
    let mut pair = (String::new(), String::new());
    {
        let (ref mut left, ref right) = pair;
        *left = source();
        sink(right);
        //^ none
    }
    sink(pair.0);
    //^ flow
    sink(pair.1);
    //^ none
}

//# binding by @ with parts
fn bound_whole() {
    let whole @ (first, second) = (source(), String::new());
    sink(&whole.0);
    //^ flow
    sink(first);
    //^ flow
    sink(second);
    //^ none
}

//# slices with a rest that has a name
fn slice_rest(list: &[u32]) {
    let mine = vec![number(), number()];
    match mine.as_slice() {
        [] => sink("none"),
        //^ none
        [only] => sink(only),
        //^ flow
        [head, tail @ ..] => {
            sink(head);
            //^ flow
            sink(tail);
            //^ flow
        }
    }
    if let [head, .., last] = list {
        sink(head);
        //^ none
        sink(last);
        //^ none
    }
}

//# an or-pattern that binds in both alternatives
enum Contact {
    Mail(String),
    Phone(String),
    Town(String),
}
fn either_of(contact: Contact) -> String {
    match contact {
        Contact::Mail(text) | Contact::Phone(text) => text,
        Contact::Town(_) => String::new(),
    }
}
fn or_patterns() {
    sink(either_of(Contact::Phone(source())));
    //^ flow
    sink(either_of(Contact::Town(source())));
    //^ none
}

//# guards
fn guards() {
    let text = source();
    let said = match &text {
        long if long.len() > 10 => "long",
        _ => "short",
    };
    sink(said);
    //^ none
    let kept = match text {
        long if long.len() > 10 => long,
        _ => String::new(),
    };
    sink(kept);
    //^ flow
}

//# references in patterns
fn reference_patterns() {
    let list = vec![(number(), 1u32)];
    for &(a, b) in &list {
        sink(a);
        //^ flow
        sink(b);
        //^ none
    }
    let texts = [(source(), 1)];
    for (text, _) in texts.iter() {
        sink(text);
        //^ flow
    }
    list.iter().for_each(|&(a, b)| {
        sink(a);
        //^ flow
        sink(b);
        //^ none
    });
}

//# boxes and matches on them
struct Chain {
    value: String,
    next: Option<Box<Chain>>,
}
fn chained() {
    let chain = Chain { value: String::new(), next: Some(Box::new(Chain { value: source(), next: None })) };
    sink(&chain.value);
    //^ none
    if let Some(next) = &chain.next {
        sink(&next.value);
        //^ flow
    }
    let mut at = Some(&chain);
    while let Some(one) = at {
        sink(&one.value);
        //^ flow
        at = one.next.as_deref();
    }
}

//# constants and paths as patterns
const LIMIT: u32 = 10;
fn constant_patterns() {
    let said = match number() {
        LIMIT => 1,
        u32::MAX => 2,
        other => other,
    };
    sink(said);
    //^ flow
    let fixed = match number() {
        LIMIT => 1,
        _ => 2,
    };
    sink(fixed);
    //^ none
}

//# if let with else if let
fn else_if_let(first: Option<u32>) {
    let second = Some(number());
    if let Some(one) = first {
        sink(one);
        //^ none
    } else if let Some(two) = second {
        sink(two);
        //^ flow
    }
}

//# matches and let else with several variants
fn let_else_variant(contact: Contact) {
    let mine = Contact::Mail(source());
    let Contact::Mail(address) = mine else { return };
    sink(address);
    //^ flow
    let Contact::Mail(given) = contact else { return };
    sink(given);
    //^ none
}
