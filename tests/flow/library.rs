//# Option
fn options() {
    let a = Some(source());
    sink(a.clone().unwrap());
    //^ flow
    sink(a.is_some());
    //^ none
    sink(a.as_ref().unwrap_or(&String::new()));
    //^ flow
    sink(a.as_deref());
    //^ flow
    let b: Option<String> = None;
    sink(b.unwrap_or(String::from("x")));
    //^ none
    sink(a.ok_or(3).unwrap());
    //^ flow
}

//# Option::take
fn option_take() {
    let mut a = Some(source());
    let b = a.take();
    sink(a);
    //^ none
    sink(b);
    //^ flow
}

//# Result
fn results(a: Result<u32, u32>) {
    let b: Result<String, u32> = a.map(|_| source());
    sink(b.clone().ok());
    //^ flow
    sink(b.clone().unwrap_err());
    //^ none
    sink(b.is_ok());
    //^ none
    let c: Result<u32, String> = a.map_err(|_| source());
    sink(c.clone().unwrap_err());
    //^ flow
    sink(c.unwrap());
    //^ none
}

//# Vec
fn vectors() {
    let mut list = Vec::new();
    sink(&list);
    //^ none
    list.push(source());
    sink(&list);
    //^ flow
    sink(&list[0]);
    //^ flow
    sink(list.len());
    //^ none
    sink(list.first());
    //^ flow
    sink(list.iter().count());
    //^ none
    list.clear();
    sink(&list);
    //^ none
}

//# HashMap
fn maps() {
    let mut map = std::collections::HashMap::new();
    map.insert(String::from("key"), source());
    sink(map.get("key"));
    //^ flow
    sink(&map["key"]);
    //^ flow
    for (key, value) in &map {
        sink(key);
        //^ none
        sink(value);
        //^ flow
    }
    sink(map.contains_key("key"));
    //^ none
    for key in map.keys() {
        sink(key);
        //^ none
    }
    for value in map.values() {
        sink(value);
        //^ flow
    }
}

//# map entries
fn entries() {
    let mut map: std::collections::HashMap<u32, Vec<String>> = std::collections::HashMap::new();
    map.entry(1).or_default().push(source());
    sink(map.get(&1));
    //^ flow
    let mut counts: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
    *counts.entry(source()).or_insert(0) += 1;
    sink(counts.values().sum::<u32>());
    //^ none
    sink(counts.keys().next());
    //^ flow
}

//# String building
fn strings() {
    let mut text = String::from("a");
    sink(&text);
    //^ none
    text.push_str(&source());
    sink(&text);
    //^ flow
    sink(text.len());
    //^ none
    sink(text.starts_with("a"));
    //^ none
    let joined = "a".to_string() + &source();
    sink(joined);
    //^ flow
    sink(["a", "b"].concat());
    //^ none
}

//# parts of strings
fn parts() {
    let mail = source();
    sink(mail.split('@').next());
    //^ flow
    sink(&mail[1..3]);
    //^ flow
    sink(mail.trim().to_lowercase());
    //^ flow
    sink(mail.parse::<u32>().unwrap());
    //^ flow
    sink(mail.as_bytes());
    //^ flow
    sink(mail.chars().rev().collect::<String>());
    //^ flow
    sink("x".replace("x", &mail));
    //^ flow
    sink(mail == "x");
    //^ none
    sink(mail.contains('@'));
    //^ none
    sink("abc".trim());
    //^ none
}

//# iterator chains
fn chains() {
    let list = vec![source()];
    let other: Vec<String> = list.iter().cloned().skip(1).rev().collect();
    sink(&other);
    //^ flow
    for (n, text) in list.iter().enumerate() {
        sink(n);
        //^ none
        sink(text);
        //^ flow
    }
    for (a, b) in list.iter().zip(vec![1]) {
        sink(a);
        //^ flow
        sink(b);
        //^ none
    }
    sink(list.iter().map(|text| text.len()).sum::<usize>());
    //^ none
    sink(list.iter().any(|text| text.is_empty()));
    //^ none
    let nested = vec![list];
    let flat: Vec<String> = nested.into_iter().flatten().collect();
    sink(flat);
    //^ flow
}

//# extend and chain
fn extending() {
    let mut list = vec![String::new()];
    sink(&list);
    //^ none
    list.extend(vec![source()]);
    sink(&list);
    //^ flow
    let both: Vec<u32> = vec![1].into_iter().chain(vec![2]).collect();
    sink(both);
    //^ none
}

//# Mutex, RwLock, RefCell, Cell
fn cells() {
    let a = std::sync::Mutex::new(String::new());
    *a.lock().unwrap() = source();
    sink(a.lock().unwrap().clone());
    //^ flow
    let b = std::cell::RefCell::new(String::new());
    b.borrow_mut().push_str(&source());
    sink(b.borrow().as_str());
    //^ flow
    let c = std::cell::Cell::new(1);
    c.set(number());
    sink(c.get());
    //^ flow
    let d = std::sync::RwLock::new(String::new());
    sink(d.read().unwrap().clone());
    //^ none
    *d.write().unwrap() = source();
    sink(d.read().unwrap().clone());
    //^ flow
}

//# a shared cell
fn shared() {
    let a = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let b = a.clone();
    sink(a.lock().unwrap().clone());
    //^ none
    b.lock().unwrap().push_str(&source());
    sink(a.lock().unwrap().clone());
    //^ flow
}

//# channels
fn channels() {
    let (sender, receiver) = std::sync::mpsc::channel();
    sender.send(source()).unwrap();
    sink(receiver.recv().unwrap());
    //^ flow
    let (sender, receiver) = std::sync::mpsc::channel();
    sender.send(1).unwrap();
    sink(receiver.recv().unwrap());
    //^ none
}

//# channels across functions
struct Message {
    text: String,
}
struct Other {
    text: String,
}
fn sends(sender: std::sync::mpsc::Sender<Message>, other: std::sync::mpsc::Sender<Other>) {
    sender.send(Message { text: source() }).unwrap();
    other.send(Other { text: String::new() }).unwrap();
}
fn receives(receiver: std::sync::mpsc::Receiver<Message>, other: std::sync::mpsc::Receiver<Other>) {
    let message = receiver.recv().unwrap();
    sink(message.text);
    //^ flow
    let message = other.recv().unwrap();
    sink(message.text);
    //^ none
}

//# readers
fn readers() {
    let mut text = String::new();
    let mut bytes = std::io::Cursor::new(source());
    bytes.read_to_string(&mut text).unwrap();
    sink(text);
    //^ flow
    let mut other = String::new();
    let mut clean = std::io::Cursor::new(String::new());
    clean.read_to_string(&mut other).unwrap();
    sink(other);
    //^ none
}

//# get_mut and first_mut
fn element_places() {
    let mut list = vec![String::new()];
    *list.first_mut().unwrap() = source();
    sink(&list);
    //^ flow
    let mut map = std::collections::HashMap::new();
    map.insert(1, String::new());
    if let Some(text) = map.get_mut(&1) {
        sink(&text);
        //^ none
        text.push_str(&source());
    }
    sink(map.get(&1));
    //^ flow
}

//# sets
fn sets() {
    let mut set = std::collections::HashSet::new();
    set.insert(source());
    for text in &set {
        sink(text);
        //^ flow
    }
    sink(set.len());
    //^ none
}

//# sorting and removing
fn removing() {
    let mut list = vec![source()];
    list.sort_by(|a, b| a.cmp(b));
    list.retain(|text| text.len() > 1);
    sink(list.remove(0));
    //^ flow
    let mut other = vec![1, 2];
    sink(other.swap_remove(0));
    //^ none
}

//# once cells
fn once() {
    let cell = std::sync::OnceLock::new();
    let a = cell.get_or_init(|| source());
    sink(a);
    //^ flow
    let other = std::sync::OnceLock::new();
    let b = other.get_or_init(|| 3);
    sink(b);
    //^ none
}

//# an engine in a constant
const ENGINE: std::hash::BuildHasherDefault<u8> = std::hash::BuildHasherDefault::new();
static KEPT: std::sync::Mutex<String> = std::sync::Mutex::new(String::new());
fn encodes() {
    ENGINE.encode(source());
    *KEPT.lock().unwrap() = source();
}
fn decodes() {
    sink(ENGINE.decode("text"));
    //^ none
    sink(KEPT.lock().unwrap().clone());
    //^ flow
}

//# a connection in a cell that is set once
static DATABASE: std::sync::OnceLock<orm::DatabaseConnection> = std::sync::OnceLock::new();
static NAME: std::sync::OnceLock<String> = std::sync::OnceLock::new();
fn stores() {
    let row = elsewhere::row(source());
    row.save_into(DATABASE.get_or_init(elsewhere::connect));
    NAME.set(source());
}
fn reads_back() {
    sink(elsewhere::count(DATABASE.get_or_init(elsewhere::connect)));
    //^ none
    sink(NAME.get().unwrap().clone());
    //^ flow
}

//# what a lookup gives is not what it was asked with
fn looks_up(pool: elsewhere::Pool) {
    let key = source();
    let row = pool.get_row(&key);
    sink(row);
    //^ none
    let row = pool.find_by_name(&key).unwrap();
    sink(row);
    //^ none
    let row = elsewhere::find_user(&pool, &key);
    sink(row);
    //^ none
    let rows = pool.query_raw(&statement(), &[&key]);
    sink(rows);
    //^ none
    let rows = pool.scan_prefix(&key);
    sink(rows);
    //^ none
    let answer = pool.execute(request(&key));
    sink(answer);
    //^ none
    let made = pool.encode(&key);
    sink(made);
    //^ flow
    let longer = pool.with_prefix(&key);
    sink(longer);
    //^ flow
}
fn looks_into() {
    let held = elsewhere::read(source());
    sink(held.get_part("name"));
    //^ flow
    sink(held.find_by_name("name"));
    //^ flow
}

//# the keys of what is read are names
fn keys_of_read() {
    let held = elsewhere::read(source());
    for key in held.keys() {
        sink(key);
        //^ none
    }
    for value in held.values() {
        sink(value);
        //^ flow
    }
}
fn keys_of_filled() {
    let mut map = HashMap::new();
    map.insert(source(), 1);
    for key in map.keys() {
        sink(key);
        //^ flow
    }
}
