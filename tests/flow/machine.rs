//! source std::fs::read_dir
//! source std::fs::read_link
//! source std::env::current_dir
//! source std::env::var_os
//! source std::env::args_os
//! source std::net::UdpSocket.recv -> arg0
//! source std::net::TcpListener.accept
//! source std::net::TcpListener.incoming
//! source std::process::Child.wait_with_output
//! source std::io::Read.read -> arg0
//! source std::io::BufRead.read_line -> arg0
//! source std::thread::current
//! packs

//# folders
fn folders() -> std::io::Result<()> {
    for entry in std::fs::read_dir("a")? {
        let entry = entry?;
        sink(entry.path());
        //^ flow
        sink(entry.file_name().to_string_lossy());
        //^ flow
        sink(entry.file_type()?.is_dir());
        //^ none
    }
    let names: Vec<_> = std::fs::read_dir("b")?.filter_map(Result::ok).map(|entry| entry.file_name()).collect();
    sink(names);
    //^ flow
    sink(std::fs::read_link("c")?.display().to_string());
    //^ flow
    sink(std::env::current_dir()?.to_str());
    //^ flow
    let here = std::env::current_dir().unwrap_or_else(|_| ".".into());
    sink(here.components().last());
    //^ flow
    sink(here.is_absolute());
    //^ none
    Ok(())
}

//# os strings
fn os_strings() {
    if let Some(home) = std::env::var_os("HOME") {
        sink(home.into_string().unwrap());
        //^ flow
    }
    for arg in std::env::args_os() {
        match arg.to_str() {
            Some(text) => sink(text),
            //^ flow
            None => sink("no text"),
            //^ none
        }
    }
}

//# listeners
fn listeners(listener: std::net::TcpListener, udp: std::net::UdpSocket) -> std::io::Result<()> {
    use std::io::{BufRead, Read};
    for stream in listener.incoming() {
        let mut reader = std::io::BufReader::new(stream?);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        sink(line);
        //^ flow
    }
    let (mut stream, address) = listener.accept()?;
    sink(address.ip().to_string());
    //^ flow
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    sink(text);
    //^ flow
    let mut packet = [0; 9];
    let size = udp.recv(&mut packet)?;
    sink(&packet[..size]);
    //^ flow
    sink(size);
    //^ none
    Ok(())
}

//# any reader
fn any_reader<R: std::io::Read>(mut from: R) -> std::io::Result<Vec<u8>> {
    let mut buffer = [0u8; 128];
    let mut all = Vec::new();
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        all.extend_from_slice(&buffer[..n]);
    }
    Ok(all)
}
fn dyn_reader(from: &mut dyn std::io::BufRead) -> std::io::Result<String> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
fn reads_any() -> std::io::Result<()> {
    sink(any_reader(std::io::empty())?);
    //^ flow
    sink(dyn_reader(&mut std::io::empty())?);
    //^ flow
    Ok(())
}

//# a child's output
fn child() -> std::io::Result<()> {
    let child = std::process::Command::new("id").stdout(std::process::Stdio::piped()).spawn()?;
    let output = child.wait_with_output()?;
    sink(output.stdout);
    //^ flow
    sink(output.status);
    //^ none
    Ok(())
}

//# cells that are filled once
fn once_cells() {
    let cell: std::cell::OnceCell<String> = std::cell::OnceCell::new();
    cell.set(source()).unwrap();
    sink(cell.get());
    //^ flow
    let lazy = std::cell::LazyCell::new(|| source());
    sink(lazy.len());
    //^ none
    sink(lazy.to_uppercase());
    //^ flow
    let quiet = std::sync::OnceLock::<u32>::new();
    sink(quiet.get());
    //^ none
    let cell = std::cell::Cell::new(1u32);
    let old = cell.replace(number());
    sink(old);
    //^ none
    sink(cell.take());
    //^ flow
    let swapped = std::cell::RefCell::new(source());
    let there = swapped.replace(String::new());
    sink(there);
    //^ flow
    sink(swapped.into_inner());
    //^ none
}
static TABLE: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| vec![source()]);
fn lazy_table() {
    sink(TABLE.iter().next());
    //^ flow
    sink(TABLE[0].as_str());
    //^ flow
    sink(TABLE.len());
    //^ none
}

//# shared state of threads
struct Counter {
    count: std::sync::atomic::AtomicUsize,
    names: std::sync::Mutex<Vec<String>>,
    ready: std::sync::Condvar,
}
fn threads() {
    let counter = std::sync::Arc::new(Counter { count: Default::default(), names: Default::default(), ready: Default::default() });
    let handles: Vec<_> = (0..3)
        .map(|n| {
            let counter = std::sync::Arc::clone(&counter);
            std::thread::spawn(move || {
                counter.names.lock().unwrap().push(source());
                counter.count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                counter.ready.notify_all();
                n
            })
        })
        .collect();
    for handle in handles {
        sink(handle.join().unwrap());
        //^ none
    }
    sink(counter.count.load(std::sync::atomic::Ordering::Relaxed));
    //^ none
    let names = counter.names.lock().unwrap();
    sink(names.join(","));
    //^ flow
    let mut guard = counter.ready.wait(names).unwrap();
    sink(guard.pop());
    //^ flow
    std::thread::scope(|scope| {
        let handle = scope.spawn(|| source());
        sink(handle.join().unwrap());
        //^ flow
    });
    let named = std::thread::Builder::new().name("a".into()).spawn(|| source()).unwrap();
    sink(named.join().unwrap());
    //^ flow
}

//# weak handles
struct Parent {
    name: std::cell::RefCell<String>,
    children: std::cell::RefCell<Vec<std::rc::Rc<Child>>>,
}
struct Child {
    parent: std::cell::RefCell<std::rc::Weak<Parent>>,
    age: u32,
}
fn weak() {
    let parent = std::rc::Rc::new(Parent { name: Default::default(), children: Default::default() });
    let child = std::rc::Rc::new(Child { parent: Default::default(), age: 3 });
    *child.parent.borrow_mut() = std::rc::Rc::downgrade(&parent);
    parent.children.borrow_mut().push(child.clone());
    *parent.name.borrow_mut() = source();
    if let Some(parent) = child.parent.borrow().upgrade() {
        sink(parent.name.borrow().clone());
        //^ flow
    }
    sink(child.age);
    //^ none
    let mut shared = std::rc::Rc::new(vec![1u32]);
    std::rc::Rc::make_mut(&mut shared).push(number());
    sink(shared[0]);
    //^ flow
    sink(std::rc::Rc::strong_count(&shared));
    //^ none
    let plain = std::rc::Rc::try_unwrap(shared).unwrap_or_default();
    sink(plain);
    //^ flow
}

//# c strings and slices of raw parts
fn c_strings() {
    let text = std::ffi::CString::new(source()).unwrap();
    sink(text.to_bytes().len());
    //^ none
    sink(text.as_bytes_with_nul());
    //^ flow
    let raw = text.into_raw();
    sink(unsafe { std::ffi::CStr::from_ptr(raw) }.to_str().unwrap());
    //^ flow
    let list = [number(), 2];
    let part = unsafe { std::slice::from_raw_parts(list.as_ptr(), 1) };
    sink(part[0]);
    //^ flow
    let boxed = Box::new(source());
    let raw = Box::into_raw(boxed);
    let back = unsafe { Box::from_raw(raw) };
    sink(*back);
    //^ flow
    let leaked: &'static str = Box::leak(source().into_boxed_str());
    sink(leaked);
    //^ flow
    let mut cell = 1u32;
    let at = &raw mut cell;
    unsafe { at.write(number()) };
    sink(cell);
    //^ flow
}

//# control flow and polls
fn flows_of_control() {
    use std::ops::ControlFlow;
    let found = [source()].into_iter().try_for_each(|text| if text.len() > 3 { ControlFlow::Break(text) } else { ControlFlow::Continue(()) });
    if let ControlFlow::Break(text) = found {
        sink(text);
        //^ flow
    }
    let poll = std::task::Poll::Ready(source());
    match poll {
        std::task::Poll::Ready(text) => sink(text),
        //^ flow
        std::task::Poll::Pending => {}
    }
    let bound = std::ops::Bound::Included(number());
    if let std::ops::Bound::Included(n) = bound {
        sink(n);
        //^ flow
    }
}

//# texts taken apart in further ways
fn further_texts() {
    let text = source();
    sink(text.lines().enumerate().map(|(at, _)| at).sum::<usize>());
    //^ none
    sink(text.split(|c: char| c == ',' || c == ';').filter(|part| !part.is_empty()).collect::<Vec<_>>());
    //^ flow
    sink(text.chars().filter(char::is_ascii_digit).collect::<String>());
    //^ flow
    sink(text.char_indices().filter(|(_, c)| *c == 'a').map(|(at, _)| at).collect::<Vec<_>>());
    //^ none
    sink(text.escape_debug().to_string());
    //^ flow
    sink(text.bytes().fold(0u32, |sum, b| sum + b as u32));
    //^ flow
    sink(text.to_ascii_uppercase().into_boxed_str());
    //^ flow
    let mut mine = text.clone();
    mine.make_ascii_lowercase();
    sink(&mine);
    //^ flow
    mine.replace_range(0..2, "xx");
    sink(&mine);
    //^ flow
    let mut other = String::from("abc");
    other.replace_range(.., &text);
    sink(&other);
    //^ flow
    let last = other.pop();
    sink(last);
    //^ flow
    let removed = other.remove(0);
    sink(removed);
    //^ flow
    sink(text.parse::<f64>().map(|n| n * 2.0));
    //^ flow
    sink(text.trim().is_empty());
    //^ none
    sink(text.as_str().cmp("b") as i8);
    //^ none
    sink(char::from_digit(3, 10));
    //^ none
    sink(char::from_u32(number()).map(|c| c.to_string()));
    //^ flow
    sink(text.split_terminator('\n').rev().next());
    //^ flow
    sink(text.rfind('a').unwrap_or(0));
    //^ none
    let (mut words, mut numbers) = (vec![], vec![]);
    for word in text.split(' ') {
        match word.parse::<i64>() {
            Ok(n) => numbers.push(n),
            Err(_) => words.push(word),
        }
    }
    sink(words);
    //^ flow
    sink(numbers);
    //^ flow
    sink(format!("{:>8}|{:<8}|{:^8}", "a", text, 1));
    //^ flow
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    sink(String::from_iter(letters));
    //^ flow
    sink(std::iter::zip(text.chars(), 0..).map(|(_, n)| n).max());
    //^ none
}
