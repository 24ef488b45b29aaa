//# shadowing
fn shadows() {
    let text = source();
    let text = text.len();
    sink(text);
    //^ none
    let value = 1;
    {
        let value = number();
        sink(value);
        //^ flow
    }
    sink(value);
    //^ none
    let list = vec![source()];
    let list: Vec<usize> = list.iter().map(|text| text.len()).collect();
    sink(list);
    //^ none
}

//# fields that are written one by one
#[derive(Default, Clone)]
struct Deep {
    a: Inner,
    b: Inner,
    list: Vec<Inner>,
}
#[derive(Default, Clone)]
struct Inner {
    x: String,
    y: String,
    more: Option<Box<Inner>>,
}
fn one_by_one() {
    let mut deep = Deep::default();
    deep.a.x = source();
    sink(&deep.a.y);
    //^ none
    sink(&deep.b.x);
    //^ none
    sink(&deep.a.x);
    //^ flow
    deep.b = deep.a.clone();
    sink(&deep.b.x);
    //^ flow
    deep.a = Inner::default();
    sink(&deep.a.x);
    //^ none
    deep.list.push(Inner { y: source(), ..Default::default() });
    sink(&deep.list[0].x);
    //^ none
    sink(&deep.list[0].y);
    //^ flow
    deep.a.more = Some(Box::new(Inner { x: source(), ..Inner::default() }));
    sink(&deep.a.more.as_ref().unwrap().x);
    //^ flow
    sink(&deep.a.more.as_ref().unwrap().y);
    //^ none
    if let Some(more) = deep.a.more.as_mut() {
        more.x.clear();
        more.y = source();
    }
    sink(&deep.a.more.as_ref().unwrap().y);
    //^ flow
}

//# references kept in structs
struct View<'a> {
    text: &'a str,
    place: &'a mut String,
}
impl<'a> View<'a> {
    fn copy(&mut self) {
        self.place.push_str(self.text);
    }
    fn text(&self) -> &'a str {
        self.text
    }
}
fn views() {
    let text = source();
    let mut place = String::new();
    let mut view = View { text: &text, place: &mut place };
    sink(view.text());
    //^ flow
    view.copy();
    sink(place);
    //^ flow
    let mut other = String::new();
    let mut quiet = View { text: "a", place: &mut other };
    quiet.copy();
    sink(other);
    //^ none
}

//# references to parts of lists
fn parts_of_lists() {
    let mut list = vec![String::new(), String::new()];
    if let [first, ..] = list.as_mut_slice() {
        *first = source();
    }
    sink(&list);
    //^ flow
    let mut pairs = vec![(1, String::new())];
    for (n, text) in pairs.iter_mut() {
        *n += 1;
        *text = source();
    }
    sink(pairs[0].0);
    //^ none
    sink(&pairs[0].1);
    //^ flow
    let mut grid = vec![vec![0u32; 3]; 3];
    grid[1][2] = number();
    sink(grid[1][2]);
    //^ flow
    sink(grid.len());
    //^ none
    let (left, right) = list.split_at_mut(1);
    left[0].clear();
    right[0].push('a');
    let mut cells = [String::new(), String::new()];
    let [_, second] = &mut cells;
    second.push_str(&source());
    sink(&cells[1]);
    //^ flow
    let mut words = vec!["a".to_string()];
    words.last_mut().unwrap().push_str(&source());
    sink(words.concat());
    //^ flow
    words.iter_mut().for_each(|word| word.clear());
    words[0] = "x".into();
    let mut chunks = [1u32, 2, 3, 4];
    for chunk in chunks.chunks_mut(2) {
        chunk[0] = number();
    }
    sink(chunks);
    //^ flow
}

//# choosing a place
fn longer<'a>(a: &'a mut String, b: &'a mut String) -> &'a mut String {
    if a.len() > b.len() { a } else { b }
}
fn chosen(flag: bool) {
    let (mut a, mut b, mut c) = (String::new(), String::new(), String::new());
    *longer(&mut a, &mut b) = source();
    sink(&a);
    //^ flow
    sink(&b);
    //^ flow
    sink(&c);
    //^ none
    let target = if flag { &mut c } else { &mut a };
    target.push_str(&source());
    sink(&c);
    //^ flow
    let mut d = String::new();
    let at = match flag {
        true => &mut d,
        false => return,
    };
    at.push('x');
    sink(d);
    //^ none
}

//# values moved in and out of options
struct Slot {
    held: Option<String>,
    old: Vec<String>,
}
impl Slot {
    fn put(&mut self, text: String) -> Option<String> {
        let before = self.held.replace(text);
        if let Some(before) = &before {
            self.old.push(before.clone());
        }
        before
    }
    fn get(&mut self) -> String {
        self.held.take().unwrap_or_else(|| "none".to_string())
    }
    fn peek(&self) -> Option<&str> {
        self.held.as_deref()
    }
}
fn slots() {
    let mut slot = Slot { held: None, old: vec![] };
    sink(slot.put(source()));
    //^ none
    sink(slot.peek());
    //^ flow
    sink(&slot.old);
    //^ none
    sink(slot.put(String::new()));
    //^ flow
    sink(&slot.old);
    //^ flow
    sink(slot.peek());
    //^ none
    let mut other = Slot { held: Some(source()), old: vec![] };
    sink(other.get());
    //^ flow
    sink(other.get());
    //^ none
}

//# loops that carry data on
fn carried() {
    let (mut before, mut now) = (String::new(), String::new());
    for _ in 0..3 {
        sink(&before);
        //^ flow
        before = now;
        now = source();
    }
    let mut stack = vec![source()];
    let mut seen = Vec::new();
    while let Some(top) = stack.pop() {
        if top.len() > 3 {
            stack.push(top[1..].to_string());
        } else {
            seen.push(top);
        }
    }
    sink(seen);
    //^ flow
    let mut n = 0;
    let found = loop {
        n += 1;
        if n > 3 {
            break None;
        }
        if n == number() {
            break Some(n);
        }
    };
    sink(found);
    //^ none
}
