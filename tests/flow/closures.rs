//# a closure's result
fn result() {
    let f = || source();
    sink(f());
    //^ flow
    let g = || 3;
    sink(g());
    //^ none
}

//# a closure's parameter
fn parameter() {
    let f = |text: String| sink(text);
    //^ flow
    f(source());
    let g = |text: String| sink(text);
    //^ none
    g(String::new());
}

//# captures
fn captures() {
    let a = source();
    let f = || sink(&a);
    //^ flow
    f();
    let b = String::new();
    let g = move || sink(b);
    //^ none
    g();
}

//# a capture that is written
fn written_capture() {
    let mut a = String::new();
    let mut f = || a = source();
    f();
    sink(a);
    //^ flow
    let mut b = String::new();
    let mut g = |text: String| b = text;
    g(String::new());
    sink(b);
    //^ none
}

//# a closure that only returns what it is given
fn identity_closure() {
    let f = |text: String| text;
    let a = f(source());
    let b = f(String::new());
    sink(a);
    //^ flow
    sink(b);
    //^ none
}

//# a closure passed to a function
fn apply<F: Fn(String) -> String>(f: F, text: String) -> String {
    f(text)
}
fn passed() {
    let a = apply(|text| text, source());
    sink(a);
    //^ flow
    let b = apply(|_| String::new(), source());
    sink(b);
    //^ none
    let c = apply(|_| source(), String::new());
    sink(c);
    //^ flow
}

//# a function passed to a function
fn echo(text: String) -> String {
    text
}
fn blank(_text: String) -> String {
    String::new()
}
fn passed_function() {
    sink(apply(echo, source()));
    //^ flow
    sink(apply(blank, source()));
    //^ none
}

//# a closure passed as impl Fn and dyn Fn
fn give(f: impl Fn() -> String) -> String {
    f()
}
fn give_dyn(f: &dyn Fn() -> String) -> String {
    f()
}
fn passed_impl() {
    sink(give(|| source()));
    //^ flow
    sink(give(String::new));
    //^ none
    sink(give_dyn(&|| source()));
    //^ flow
    sink(give_dyn(&|| String::new()));
    //^ none
}

//# a returned closure
fn make(text: String) -> impl Fn() -> String {
    move || text.clone()
}
fn returned() {
    sink(make(source())());
    //^ flow
    sink(make(String::new())());
    //^ none
}

//# a boxed closure in a struct
struct Job {
    run: Box<dyn Fn(String) -> String>,
}
fn in_struct() {
    let job = Job { run: Box::new(|text| text) };
    sink((job.run)(source()));
    //^ flow
    sink((job.run)(String::new()));
    //^ none
}

//# a callback that logs
fn each(items: Vec<String>, f: impl Fn(&str)) {
    for item in items {
        f(&item);
    }
}
fn callback() {
    each(vec![source()], |text| sink(text));
    //^ flow
    each(vec![String::new()], |text| sink(text));
    //^ none
}

//# threads
fn threads() {
    let a = source();
    let handle = std::thread::spawn(move || a);
    sink(handle.join().unwrap());
    //^ flow
    let handle = std::thread::spawn(|| 3);
    sink(handle.join().unwrap());
    //^ none
}

//# a thread's body
fn thread_body() {
    let a = source();
    let b = String::new();
    std::thread::spawn(move || {
        sink(a);
        //^ flow
        sink(b);
        //^ none
    });
}

//# closures of Option
fn option_closures() {
    let a = Some(source()).map(|text| text.to_uppercase());
    sink(a);
    //^ flow
    let b = Some(source()).map(|text| text.len());
    sink(b);
    //^ none
    let c = None.unwrap_or_else(|| source());
    sink(c);
    //^ flow
    let d = Some(source()).map_or(0, |_| 3);
    sink(d);
    //^ none
    let e = Some(source()).and_then(|text| Some((text, 1)));
    if let Some((text, number)) = e {
        sink(text);
        //^ flow
        sink(number);
        //^ none
    }
}

//# closures of iterators
fn iterator_closures() {
    let list = vec![(source(), 1)];
    for text in list.iter().map(|(text, _)| text) {
        sink(text);
        //^ flow
    }
    for number in list.iter().map(|(_, number)| number) {
        sink(number);
        //^ none
    }
    list.iter().for_each(|(text, number)| {
        sink(text);
        //^ flow
        sink(number);
        //^ none
    });
    let sum = list.iter().fold(String::new(), |all, (text, _)| all + text);
    sink(sum);
    //^ flow
    let count = list.iter().fold(0, |all, (_, number)| all + number);
    sink(count);
    //^ none
}

//# filters
fn filters() {
    let list = vec![source()];
    let kept: Vec<String> = list.into_iter().filter(|text| text.len() > 3).collect();
    sink(&kept[0]);
    //^ flow
    let found = vec![1, 2].into_iter().find(|n| *n > 1);
    sink(found);
    //^ none
}

//# async blocks
async fn async_block() {
    let a = source();
    let later = async move { a };
    sink(later.await);
    //^ flow
    let other = async { 3 };
    sink(other.await);
    //^ none
}

//# async functions
async fn fetch() -> String {
    source()
}
async fn fetch_clean() -> String {
    String::new()
}
async fn uses_async() {
    sink(fetch().await);
    //^ flow
    sink(fetch_clean().await);
    //^ none
}

//# spawned tasks
async fn tasks() {
    let a = source();
    let handle = tokio::spawn(async move { a });
    sink(handle.await.unwrap());
    //^ flow
    let other = tokio::spawn(async { 3 });
    sink(other.await.unwrap());
    //^ none
}

//# a closure nobody is seen to call
fn uncalled() {
    let a = source();
    let b = String::new();
    register(move || {
        sink(a);
        //^ flow
        sink(b);
        //^ none
    });
}

//# a closure that only logs, given to a function
fn around(work: impl Fn()) {
    work()
}
struct Signed {
    mail: String,
}
fn logging_closures() {
    let mail = source();
    let signed = Signed { mail: source() };
    let size = 3;
    around(|| tracing::info!(mail, "signed up"));
    //^ flow
    around(|| tracing::info!(?mail));
    //^ flow
    around(|| tracing::info!(signed.mail));
    //^ flow
    around(|| tracing::info!(user.email = %signed.mail, "signed up"));
    //^ flow
    around(|| log::info!("{mail}"));
    //^ flow
    around(|| tracing::info!(size, "signed up"));
    //^ none
    around(|| sink(detected()));
    //^ flow
}
