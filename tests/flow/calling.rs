//# closures that return closures
fn adder(prefix: String) -> impl Fn(&str) -> String {
    move |text| format!("{prefix}{text}")
}
fn twice(first: String) -> Box<dyn Fn(String) -> Box<dyn Fn() -> String>> {
    Box::new(move |second| {
        let first = first.clone();
        Box::new(move || format!("{first}{second}"))
    })
}
fn curried() {
    let with = adder(source());
    sink(with("a"));
    //^ flow
    let plain = adder(String::new());
    sink(plain("a"));
    //^ none
    sink(plain(&source()));
    //^ flow
    sink(twice(String::new())(source())());
    //^ flow
    sink(twice(String::new())(String::new())());
    //^ none
}

//# closures kept in maps and options
struct Hooks {
    by_name: std::collections::HashMap<String, Box<dyn Fn(&str) -> String>>,
    last: Option<Box<dyn FnOnce(String)>>,
}
impl Hooks {
    fn on(&mut self, name: &str, hook: impl Fn(&str) -> String + 'static) {
        self.by_name.insert(name.to_string(), Box::new(hook));
    }
    fn call(&self, name: &str, text: &str) -> Option<String> {
        let hook = self.by_name.get(name)?;
        Some(hook(text))
    }
    fn finish(&mut self, text: String) {
        if let Some(last) = self.last.take() {
            last(text);
        }
    }
}
fn hooked() {
    let mut hooks = Hooks { by_name: Default::default(), last: None };
    hooks.on("up", |text| text.to_uppercase());
    sink(hooks.call("up", &source()));
    //^ flow
    hooks.last = Some(Box::new(|text| sink(text)));
    //^ flow
    hooks.finish(source());
}
fn hooked_quietly() {
    let mut hooks = Hooks { by_name: Default::default(), last: Some(Box::new(|text| sink(text))) };
    //^ none
    hooks.on("length", |text| text.len().to_string());
    sink(hooks.call("length", &source()));
    //^ none
    hooks.finish(String::new());
}

//# closures that change what they capture
fn changing() {
    let mut last = String::new();
    let mut keep = |text: String| last = text;
    keep(source());
    sink(&last);
    //^ flow
    let mut total = 0;
    let mut add = |n: u32| {
        total += n;
        total
    };
    add(1);
    sink(add(2));
    //^ none
    let mut list = vec![];
    (0..3).for_each(|_| list.push(number()));
    sink(list);
    //^ flow
    let mut quiet = String::new();
    let mut forget = |_: String| quiet.clear();
    forget(source());
    sink(quiet);
    //^ none
}

//# functions as generic parameters
fn apply<A, B>(value: A, with: fn(A) -> B) -> B {
    with(value)
}
fn compose<A, B, C>(first: impl Fn(A) -> B, then: impl Fn(B) -> C) -> impl Fn(A) -> C {
    move |value| then(first(value))
}
fn length(text: String) -> usize {
    text.len()
}
fn same(text: String) -> String {
    text
}
struct Boxed(String);
fn composed() {
    sink(apply(source(), same));
    //^ flow
    sink(apply(source(), length));
    //^ none
    sink(apply(source(), Boxed).0);
    //^ flow
    sink(apply(source(), Some));
    //^ flow
    sink(apply(source(), |text| text + "a"));
    //^ flow
    sink(compose(same, |text: String| text + "b")(source()));
    //^ flow
    sink(compose(same, length)(source()));
    //^ none
}

//# async closures, traits and pinned futures
#[async_trait::async_trait]
trait Fetch {
    async fn fetch(&self, key: &str) -> Result<String, String>;
}
struct Remote {
    token: String,
}
#[async_trait::async_trait]
impl Fetch for Remote {
    async fn fetch(&self, key: &str) -> Result<String, String> {
        if key.is_empty() {
            return Err(self.token.clone());
        }
        Ok(key.to_string())
    }
}
fn later(text: String) -> std::pin::Pin<Box<dyn Future<Output = String> + Send>> {
    Box::pin(async move { text })
}
async fn fetches() {
    let remote = Remote { token: source() };
    match remote.fetch("a").await {
        Ok(key) => sink(key),
        //^ none
        Err(token) => sink(token),
        //^ flow
    }
    let boxed: Box<dyn Fetch> = Box::new(Remote { token: String::new() });
    sink(boxed.fetch(&source()).await.unwrap());
    //^ flow
    sink(later(source()).await);
    //^ flow
    let closure = async |text: String| text + "!";
    sink(closure(source()).await);
    //^ flow
    let blocks = vec![later(String::new()), later(source())];
    for block in blocks {
        sink(block.await);
        //^ flow
    }
    sink(later(String::new()).await);
    //^ none
}

//# a future by hand
struct Delay {
    text: Option<String>,
    polls: u32,
}
impl Future for Delay {
    type Output = String;
    fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<String> {
        self.polls += 1;
        if self.polls < 3 {
            cx.waker().wake_by_ref();
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(self.text.take().unwrap_or_default())
    }
}
async fn delays() {
    sink(Delay { text: Some(source()), polls: 0 }.await);
    //^ flow
    sink(Delay { text: None, polls: number() }.await);
    //^ none
}
