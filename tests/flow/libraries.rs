//! packs
use serde::{Deserialize, Serialize};

//# serde_json by value and by type
#[derive(Serialize, Deserialize, Clone)]
struct Person {
    name: String,
    age: u32,
}
fn json_values() {
    let value: serde_json::Value = serde_json::from_str(&source()).unwrap();
    sink(value["name"].as_str().unwrap());
    //^ flow
    sink(value.get("name").and_then(|v| v.as_str()));
    //^ flow
    sink(value.pointer("/a/b"));
    //^ flow
    if let Some(list) = value.as_array() {
        for one in list {
            sink(one.to_string());
            //^ flow
        }
    }
    let person: Person = serde_json::from_value(value).unwrap();
    sink(person.name);
    //^ flow
    let made = serde_json::json!({ "name": source(), "age": 3 });
    sink(&made["name"]);
    //^ flow
    sink(&made["age"]);
    //^ none
    sink(serde_json::to_string_pretty(&Person { name: source(), age: 1 }).unwrap());
    //^ flow
    sink(serde_json::to_vec(&Person { name: String::new(), age: 1 }).unwrap());
    //^ none
    let mut map = serde_json::Map::new();
    map.insert("a".into(), serde_json::Value::String(source()));
    sink(serde_json::Value::Object(map));
    //^ flow
    let mut out = Vec::new();
    serde_json::to_writer(&mut out, &Person { name: source(), age: 1 }).unwrap();
    sink(out);
    //^ flow
    match serde_json::from_slice::<Person>(source().as_bytes()) {
        Ok(person) => sink(person.age),
        //^ flow
        Err(error) => sink(error.line()),
        //^ none
    }
}

//# other formats
fn other_formats() {
    let person: Person = toml::from_str(&source()).unwrap();
    sink(person.name);
    //^ flow
    let table = source().parse::<toml::Table>().unwrap();
    sink(table["name"].as_str());
    //^ flow
    let yaml: Person = serde_yaml::from_str(&source()).unwrap();
    sink(yaml.age);
    //^ flow
    let mut reader = csv::Reader::from_reader(source().as_bytes());
    for record in reader.records() {
        let record = record.unwrap();
        sink(&record[0]);
        //^ flow
    }
    let raw = source();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(raw.as_bytes());
    for person in reader.deserialize::<Person>() {
        sink(person.unwrap().name);
        //^ flow
    }
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(&[source(), String::new()]).unwrap();
    sink(writer.into_inner().unwrap());
    //^ flow
    let encoded = bincode::serialize(&Person { name: source(), age: 0 }).unwrap();
    let back: Person = bincode::deserialize(&encoded).unwrap();
    sink(back.name);
    //^ flow
    sink(rmp_serde::to_vec(&(1, 2)).unwrap());
    //^ none
}

//# base64 and hex
fn encodings() {
    use base64::Engine;
    let encoded = base64::engine::general_purpose::STANDARD.encode(source());
    sink(&encoded);
    //^ flow
    sink(base64::engine::general_purpose::STANDARD.decode(&encoded).unwrap());
    //^ flow
    sink(hex::encode(source()));
    //^ flow
    sink(hex::decode(source()).unwrap());
    //^ flow
    let mut text = String::new();
    base64::engine::general_purpose::URL_SAFE.encode_string(source(), &mut text);
    sink(text);
    //^ flow
    sink(percent_encoding::utf8_percent_encode(&source(), percent_encoding::NON_ALPHANUMERIC).to_string());
    //^ flow
    sink(urlencoding::decode(&source()).unwrap());
    //^ flow
    sink(hex::encode([1, 2]));
    //^ none
}

//# regex
fn regexes() {
    let pattern = regex::Regex::new(r"(\w+)@(\w+)").unwrap();
    let text = source();
    if let Some(found) = pattern.captures(&text) {
        sink(&found[1]);
        //^ flow
        sink(found.get(2).map(|part| part.as_str()));
        //^ flow
        sink(found.name("user").unwrap().as_str());
        //^ flow
    }
    sink(pattern.find(&text).map(|m| m.as_str()));
    //^ flow
    sink(pattern.find(&text).map(|m| m.start()));
    //^ none
    sink(pattern.replace_all(&text, "x").into_owned());
    //^ flow
    sink(pattern.replace("fixed", text.as_str()));
    //^ flow
    for part in pattern.split(&text) {
        sink(part);
        //^ flow
    }
    for one in pattern.find_iter(&text) {
        sink(one.as_str());
        //^ flow
    }
    for found in pattern.captures_iter(&text) {
        let (_, [user, host]) = found.extract();
        sink(user);
        //^ flow
    }
    sink(pattern.is_match(&text));
    //^ none
    sink(pattern.as_str());
    //^ none
}

//# addresses
fn addresses() {
    let mut url = url::Url::parse(&source()).unwrap();
    sink(url.host_str());
    //^ flow
    sink(url.path().to_owned());
    //^ flow
    for (name, value) in url.query_pairs() {
        sink(value);
        //^ flow
    }
    let mut fixed = url::Url::parse("https://a.example").unwrap();
    sink(fixed.as_str());
    //^ none
    fixed.query_pairs_mut().append_pair("q", &source());
    sink(fixed.as_str());
    //^ flow
    let joined = url::Url::parse("https://a.example").unwrap().join(&source()).unwrap();
    sink(joined.to_string());
    //^ flow
    let mut set = url::Url::parse("https://a.example").unwrap();
    set.set_path(&source());
    sink(set.into_string());
    //^ flow
}

//# bytes
fn byte_buffers() {
    use bytes::{Buf, BufMut, Bytes, BytesMut};
    let whole = Bytes::from(source());
    sink(whole.slice(1..3));
    //^ flow
    let mut buffer = BytesMut::new();
    buffer.put_u8(1);
    sink(&buffer[..]);
    //^ none
    buffer.put(whole.clone());
    sink(buffer.clone().freeze());
    //^ flow
    let head = buffer.split_to(2);
    sink(head);
    //^ flow
    buffer.extend_from_slice(source().as_bytes());
    sink(buffer.get_u8());
    //^ flow
    let mut other = BytesMut::with_capacity(4);
    other.put_u32(number());
    sink(other.freeze());
    //^ flow
}

//# itertools and either
fn iter_tools() {
    use itertools::Itertools;
    let list = vec![source()];
    sink(list.iter().join(", "));
    //^ flow
    sink(list.iter().sorted().collect_vec());
    //^ flow
    for (a, b) in list.iter().tuple_windows() {
        sink(a);
        //^ flow
        sink(b);
        //^ flow
    }
    let grouped = list.iter().into_group_map_by(|text| text.len());
    sink(grouped.values().next());
    //^ flow
    sink(list.iter().unique().format("-").to_string());
    //^ flow
    for either in itertools::merge(vec![number()], vec![1]) {
        sink(either);
        //^ flow
    }
    let side: either::Either<String, u32> = either::Either::Left(source());
    sink(side.clone().left());
    //^ flow
    sink(side.clone().right());
    //^ none
    sink(side.either(|text| text, |n| n.to_string()));
    //^ flow
    for (at, text) in list.iter().enumerate().dropping(1) {
        sink(text);
        //^ flow
    }
    sink(list.iter().counts().len());
    //^ none
}

//# cells and locks of other crates
static HELD: once_cell::sync::Lazy<parking_lot::Mutex<String>> = once_cell::sync::Lazy::new(Default::default);
static ONCE: once_cell::sync::OnceCell<String> = once_cell::sync::OnceCell::new();
fn put_aside() {
    *HELD.lock() = source();
    ONCE.set(source()).unwrap();
}
fn other_cells() {
    sink(HELD.lock().clone());
    //^ flow
    sink(ONCE.get());
    //^ flow
    let lock = parking_lot::RwLock::new(String::new());
    sink(lock.read().clone());
    //^ none
    lock.write().push_str(&source());
    sink(lock.read().as_str());
    //^ flow
    let map = dashmap::DashMap::new();
    map.insert(1, source());
    sink(map.get(&1).unwrap().value().clone());
    //^ flow
    for entry in map.iter() {
        sink(entry.key());
        //^ none
        sink(entry.value());
        //^ flow
    }
    if let Some(mut entry) = map.get_mut(&1) {
        entry.push('a');
    }
    let (tx, rx) = crossbeam::channel::bounded(1);
    tx.send(source()).unwrap();
    sink(rx.recv());
    //^ flow
    for got in rx.iter() {
        sink(got);
        //^ flow
    }
    let swap = arc_swap::ArcSwap::from_pointee(String::new());
    swap.store(std::sync::Arc::new(source()));
    sink(swap.load().as_str());
    //^ flow
}

//# lists and maps of other crates
fn other_containers() {
    let mut map = indexmap::IndexMap::new();
    map.insert("a", source());
    sink(map.get_index(0).unwrap().1);
    //^ flow
    sink(map.get_index(0).unwrap().0);
    //^ none
    sink(map.first());
    //^ flow
    let mut small: smallvec::SmallVec<[String; 4]> = smallvec::SmallVec::new();
    small.push(source());
    sink(small.iter().next());
    //^ flow
    let mut array = arrayvec::ArrayVec::<u32, 4>::new();
    array.push(number());
    sink(array.pop());
    //^ flow
    let list = smallvec::smallvec![1u32, 2];
    sink(list[0]);
    //^ none
    let held: Vec<u32> = rayon::iter::ParallelIterator::collect(rayon::prelude::IntoParallelIterator::into_par_iter(vec![number()]));
    sink(held);
    //^ flow
}

//# rayon
fn parallel() {
    use rayon::prelude::*;
    let list = vec![source()];
    let longer: Vec<String> = list.par_iter().map(|text| text.to_uppercase()).collect();
    sink(longer);
    //^ flow
    list.par_iter().for_each(|text| sink(text));
    //^ flow
    sink(list.par_iter().map(|text| text.len()).sum::<usize>());
    //^ none
    let (a, b) = rayon::join(|| source(), || 3);
    sink(a);
    //^ flow
    sink(b);
    //^ none
    sink(list.par_iter().cloned().reduce(String::new, |a, b| a + &b));
    //^ flow
    let mut lines = vec![String::new()];
    lines.par_iter_mut().for_each(|line| *line = source());
    sink(lines);
    //^ flow
}
