//# slices in further ways
fn slice_ways() {
    let list = vec![source(), String::new()];
    if let Some((first, rest)) = list.split_first() {
        sink(first);
        //^ flow
        sink(rest.len());
        //^ none
    }
    let mut turned = list.clone();
    turned.rotate_left(1);
    sink(turned.first());
    //^ flow
    sink(list.iter().rev().skip_while(|text| text.is_empty()).next());
    //^ flow
    sink(list.rchunks(1).next());
    //^ flow
    sink(list.split(|text| text.is_empty()).next());
    //^ flow
    sink(list.concat().len());
    //^ none
    sink(list.iter().map(String::len).max());
    //^ none
    sink(list.as_slice().to_vec());
    //^ flow
    let array: [String; 2] = list.clone().try_into().unwrap();
    sink(&array[0]);
    //^ flow
    sink(array.map(|text| text.len()));
    //^ none
    let mut by_key = list.clone();
    by_key.sort_by_key(|text| std::cmp::Reverse(text.len()));
    sink(by_key.iter().position(|text| text.is_empty()));
    //^ none
    let joined: Vec<String> = [list.as_slice(), &[String::new()]].concat();
    sink(joined);
    //^ flow
    let copied = std::array::from_fn::<u32, 3, _>(|at| at as u32 + number());
    sink(copied);
    //^ flow
    let counted = std::array::from_fn::<usize, 3, _>(|at| at);
    sink(counted);
    //^ none
    let bytes: &[u8] = source().as_bytes();
    sink(bytes.iter().map(|b| *b as u32).sum::<u32>());
    //^ flow
    sink(bytes.first().copied().unwrap_or(0));
    //^ flow
    sink(bytes.iter().filter(|b| b.is_ascii()).count());
    //^ none
    sink(bytes.eq_ignore_ascii_case(b"x"));
    //^ none
    sink(bytes.to_ascii_lowercase());
    //^ flow
    sink(bytes.escape_ascii().to_string());
    //^ flow
}

//# iterators in further ways
fn iterator_ways() {
    let list = vec![(1u32, source()), (2, String::new())];
    let (numbers, texts): (Vec<u32>, Vec<String>) = list.iter().cloned().unzip();
    sink(numbers);
    //^ none
    sink(texts);
    //^ flow
    let mut items = list.iter();
    let first = items.by_ref().next();
    sink(first);
    //^ flow
    for (n, text) in items {
        sink(n);
        //^ none
        sink(text);
        //^ flow
    }
    let longest = list.iter().max_by(|a, b| a.1.len().cmp(&b.1.len())).map(|(n, _)| n);
    sink(longest);
    //^ none
    let found = list.iter().find_map(|(n, text)| (*n == 1).then(|| text.clone()));
    sink(found);
    //^ flow
    let nested: Vec<Vec<String>> = vec![vec![source()], vec![]];
    sink(nested.iter().flatten().count());
    //^ none
    sink(nested.iter().map(|inner| inner.len()).collect::<Vec<_>>());
    //^ none
    sink(nested.concat());
    //^ flow
    sink(nested.into_iter().flat_map(|inner| inner.into_iter()).last());
    //^ flow
    let grouped = list.iter().fold(std::collections::HashMap::new(), |mut map, (n, text)| {
        map.entry(*n).or_insert_with(Vec::new).push(text.clone());
        map
    });
    for (n, texts) in &grouped {
        sink(n);
        //^ none
        sink(texts);
        //^ flow
    }
    let indexed: std::collections::BTreeMap<usize, String> = list.into_iter().map(|(_, text)| text).enumerate().collect();
    sink(indexed.keys().next());
    //^ none
    sink(indexed.values().next());
    //^ flow
    sink(indexed.into_values().collect::<Vec<_>>());
    //^ flow
    let total: u32 = std::iter::successors(Some(1u32), |n| (*n < 9).then_some(n * 2)).sum();
    sink(total);
    //^ none
    let grown: Vec<u32> = std::iter::successors(Some(number()), |n| n.checked_sub(1)).collect();
    sink(grown);
    //^ flow
    let mut left = 3;
    let made: Vec<String> = std::iter::from_fn(|| { left -= 1; (left > 0).then(|| source()) }).collect();
    sink(made);
    //^ flow
    sink(left);
    //^ none
    let text: String = ["a", "b"].iter().map(|s| s.to_string()).chain(std::iter::once(source())).intersperse(",".into()).collect();
    sink(text);
    //^ flow
    let same = [1, 2].iter().eq([number()].iter());
    sink(same);
    //^ none
    let done: Result<(), String> = ["x"].iter().try_for_each(|_| Err(source()));
    sink(done.unwrap_err());
    //^ flow
    let rest: Vec<u32> = (0..number()).filter(|n| n % 2 == 0).map(|n| n + 1).collect();
    sink(rest);
    //^ flow
    let none: Vec<u32> = (0..9).rev().step_by(2).collect();
    sink(none);
    //^ none
}

//# maps in further ways
fn map_ways() {
    use std::collections::{BTreeMap, HashMap, HashSet};
    let mut map: HashMap<String, u32> = HashMap::new();
    map.insert(source(), 1);
    if let Some((key, value)) = map.get_key_value("a") {
        sink(key);
        //^ flow
        sink(value);
        //^ none
    }
    let mut names: Vec<&String> = map.keys().collect();
    names.sort();
    sink(names);
    //^ flow
    for value in map.values_mut() {
        *value += 1;
    }
    sink(map.values().copied().max());
    //^ none
    sink(map.iter().map(|(key, _)| key.clone()).collect::<HashSet<_>>());
    //^ flow
    map.retain(|key, value| !key.is_empty() && *value > 0);
    sink(map.len());
    //^ none
    for (key, value) in map.drain() {
        sink(key);
        //^ flow
        sink(value);
        //^ none
    }
    sink(map.keys().next());
    //^ none
    let mut nested: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    nested.entry(1).or_default().insert(2, source());
    sink(nested[&1][&2].as_str());
    //^ flow
    sink(nested.get(&1).and_then(|inner| inner.get(&2)));
    //^ flow
    sink(nested.get(&1).map(|inner| inner.len()));
    //^ none
    let mut ends: BTreeMap<u32, String> = BTreeMap::new();
    ends.insert(3, source());
    if let Some((key, value)) = ends.last_key_value() {
        sink(key);
        //^ none
        sink(value);
        //^ flow
    }
    if let Some(mut entry) = ends.first_entry() {
        entry.get_mut().push('a');
        sink(entry.get());
        //^ flow
    }
    let other = ends.split_off(&2);
    sink(other);
    //^ flow
    let merged: HashMap<u32, String> = ends.into_iter().chain([(4, String::new())]).collect();
    sink(merged.contains_key(&4));
    //^ none
    sink(merged.get(&3).cloned().unwrap_or_default());
    //^ flow
    let updated = merged.into_iter().map(|(key, value)| (key, value.len())).collect::<HashMap<_, _>>();
    sink(updated[&3]);
    //^ none
}
