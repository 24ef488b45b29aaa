//# taking a list apart
fn taken_apart() {
    let mut list = vec![source(), String::new()];
    let tail = list.split_off(1);
    sink(tail);
    //^ flow
    let drained: Vec<String> = list.drain(..).collect();
    sink(drained);
    //^ flow
    let (left, right) = [number(), 2].split_at(1);
    sink(left);
    //^ flow
    let parts: Vec<&[u32]> = [number()].chunks(2).collect();
    sink(parts[0]);
    //^ flow
}

//# changing a list in place
fn in_place() {
    let mut list = vec![String::new(), String::new()];
    for text in list.iter_mut() {
        *text = source();
    }
    sink(&list);
    //^ flow
    let mut filled = [0u32; 4];
    filled.fill(number());
    sink(filled);
    //^ flow
    let mut swapped = vec![1u32];
    swapped.resize(3, number());
    sink(&swapped);
    //^ flow
    let mut still = vec![3u32, 1];
    still.sort();
    still.dedup();
    still.reverse();
    sink(still);
    //^ none
    let mut spliced = vec![1u32];
    spliced.splice(0..1, [number()]);
    sink(spliced);
    //^ flow
}

//# searching a list
fn searched() {
    let list = vec![number(), 2];
    sink(list.iter().position(|one| *one == 2));
    //^ none
    sink(list.binary_search(&2).is_ok());
    //^ none
    sink(list.iter().find(|one| **one > 1));
    //^ flow
    sink(list.iter().max());
    //^ flow
    sink(list.iter().copied().min_by_key(|one| one % 3));
    //^ flow
    sink(list.contains(&3));
    //^ none
    sink(list.last().copied().unwrap_or_default());
    //^ flow
    sink(list.get(0..1));
    //^ flow
}

//# queues, heaps, linked lists
fn queues() {
    let mut queue = std::collections::VecDeque::new();
    queue.push_back(source());
    sink(queue.pop_front());
    //^ flow
    let mut heap = std::collections::BinaryHeap::new();
    heap.push(number());
    sink(heap.peek());
    //^ flow
    sink(heap.into_sorted_vec());
    //^ flow
    let mut list = std::collections::LinkedList::new();
    list.push_back(1);
    sink(list.front());
    //^ none
    list.push_front(number());
    sink(list.iter().next());
    //^ flow
    let mut reversed = std::collections::BinaryHeap::new();
    reversed.push(std::cmp::Reverse(number()));
    if let Some(std::cmp::Reverse(least)) = reversed.pop() {
        sink(least);
        //^ flow
    }
}

//# map entries by match
fn entry_match() {
    use std::collections::hash_map::Entry;
    let mut map: std::collections::HashMap<u32, String> = std::collections::HashMap::new();
    match map.entry(1) {
        Entry::Occupied(held) => sink(held.get().clone()),
        //^ none
        Entry::Vacant(empty) => {
            empty.insert(source());
        }
    }
    sink(map.get(&1));
    //^ flow
    if let Entry::Occupied(mut held) = map.entry(1) {
        sink(held.get());
        //^ flow
        held.insert(String::new());
    }
}

//# map ways in and out
fn map_ways() {
    let mut map = std::collections::BTreeMap::new();
    map.insert(1, source());
    sink(map.first_key_value().map(|(key, _)| *key));
    //^ none
    sink(map.range(0..3).map(|(_, value)| value.clone()).collect::<Vec<_>>());
    //^ flow
    sink(map.pop_first());
    //^ flow
    let made: std::collections::HashMap<&str, String> = [("a", source()), ("b", String::new())].into();
    sink(&made["a"]);
    //^ flow
    for name in made.keys() {
        sink(name);
        //^ none
    }
    let pairs: std::collections::HashMap<String, u32> = vec![(source(), 1)].into_iter().collect();
    for (name, count) in &pairs {
        sink(name);
        //^ flow
        sink(count);
        //^ none
    }
    sink(pairs.values().sum::<u32>());
    //^ none
    let mut counts = std::collections::HashMap::new();
    *counts.entry("a").or_insert(0u32) += number();
    sink(counts["a"]);
    //^ flow
    if let Some(count) = counts.get_mut("a") {
        *count = 0;
    }
    sink(counts.remove("b"));
    //^ flow
}

//# sets put together
fn set_operations() {
    let a: std::collections::HashSet<String> = [source()].into();
    let b: std::collections::HashSet<String> = ["x".to_string()].into_iter().collect();
    sink(a.union(&b).cloned().collect::<Vec<_>>());
    //^ flow
    sink(a.difference(&b).next());
    //^ flow
    sink(&a | &b);
    //^ flow
    sink(a.is_subset(&b));
    //^ none
    sink(b.iter().next());
    //^ none
}

//# more of iterators
fn iterators() {
    let list = vec![source()];
    sink(list.iter().map(|text| text.as_str()).rev().last());
    //^ flow
    sink(list.iter().flat_map(|text| text.chars()).collect::<String>());
    //^ flow
    sink(list.iter().filter_map(|text| text.strip_prefix("a")).next());
    //^ flow
    sink(list.iter().try_fold(String::new(), |all, one| Some(all + one)));
    //^ flow
    let (even, odd): (Vec<u32>, Vec<u32>) = [number()].into_iter().partition(|n| n % 2 == 0);
    sink(even);
    //^ flow
    sink(odd);
    //^ flow
    sink(list.iter().scan(0, |at, _| { *at += 1; Some(*at) }).collect::<Vec<_>>());
    //^ none
    sink(list.windows(2).map(|pair| pair[0].clone()).collect::<Vec<_>>());
    //^ flow
    sink(std::iter::repeat_n(source(), 2).collect::<Vec<_>>());
    //^ flow
    sink(std::iter::empty::<u32>().chain([number()]).sum::<u32>());
    //^ flow
    sink(list.iter().cycle().step_by(2).take(3).skip_while(|text| text.is_empty()).collect::<Vec<_>>());
    //^ flow
    sink(list.iter().cmp(["a"].iter()));
    //^ none
    let mut peeking = list.iter().peekable();
    while let Some(one) = peeking.next_if(|one| one.len() > 1) {
        sink(one);
        //^ flow
    }
    sink(list.iter().map_while(|text| text.parse::<u32>().ok()).product::<u32>());
    //^ flow
    sink(list.iter().min_by(|a, b| a.len().cmp(&b.len())));
    //^ flow
    sink((1..4).zip(list.iter()).map(|(n, _)| n).collect::<Vec<_>>());
    //^ none
}

//# options put together
fn options() {
    let some = Some(source());
    let none: Option<String> = None;
    sink(none.clone().or(some.clone()));
    //^ flow
    sink(none.clone().or_else(|| some.clone()));
    //^ flow
    sink(some.clone().and(Some(1)));
    //^ none
    sink(some.clone().and_then(|text| text.chars().next()));
    //^ flow
    sink(some.clone().zip(Some(1)).map(|(_, n)| n));
    //^ none
    sink(some.clone().filter(|text| text.len() > 1));
    //^ flow
    sink(some.as_ref().map_or(0, |text| text.len()));
    //^ none
    sink(some.as_deref().unwrap_or_default());
    //^ flow
    sink(some.iter().next());
    //^ flow
    sink(some.clone().into_iter().chain(none.clone()).collect::<Vec<_>>());
    //^ flow
    let mut slot = None;
    slot.get_or_insert_with(|| source()).push('a');
    sink(&slot);
    //^ flow
    let old = slot.replace(String::new());
    sink(old);
    //^ flow
    sink(slot);
    //^ none
    sink(some.clone().is_some_and(|text| text.len() > 3));
    //^ none
    sink(some.clone().xor(none.clone()));
    //^ flow
    sink(some.ok_or("missing").unwrap());
    //^ flow
    sink(none.ok_or_else(|| source()).unwrap_err());
    //^ flow
}

//# results put together
fn results(given: Result<u32, String>) {
    let good: Result<String, u32> = Ok(source());
    let bad: Result<u32, String> = Err(source());
    sink(good.clone().map(|text| text + "a").unwrap());
    //^ flow
    sink(bad.clone().unwrap_or(3));
    //^ none
    sink(bad.clone().unwrap_or_else(|text| text.len() as u32));
    //^ none
    sink(bad.clone().map_err(|text| text + "!").unwrap_err());
    //^ flow
    sink(bad.clone().or_else(|text| Err::<u32, String>(text)).err());
    //^ flow
    sink(good.as_ref().ok().cloned());
    //^ flow
    sink(good.iter().next());
    //^ flow
    sink(good.clone().and_then(|text| text.parse::<u32>().map_err(|_| 1)));
    //^ flow
    sink(good.clone().is_ok_and(|text| text.len() > 1));
    //^ none
    sink(Some(good.clone()).transpose());
    //^ flow
    sink(good.map_or_else(|code| code.to_string(), |text| text));
    //^ flow
    sink(given.map_err(|text| text.len()));
    //^ none
    match bad {
        Ok(number) => sink(number),
        //^ none
        Err(text) => sink(text),
        //^ flow
    }
}

//# Any and downcasts
fn downcasts() {
    let held: Box<dyn std::any::Any> = Box::new(source());
    if let Ok(text) = held.downcast::<String>() {
        sink(text);
        //^ flow
    }
    sink(std::any::type_name::<String>());
    //^ none
}

//# mem
fn memory() {
    let mut place = source();
    let old = std::mem::replace(&mut place, String::new());
    sink(old);
    //^ flow
    sink(&place);
    //^ none
    let mut other = source();
    std::mem::swap(&mut place, &mut other);
    sink(&place);
    //^ flow
    sink(&other);
    //^ none
    sink(std::mem::take(&mut place));
    //^ flow
    sink(std::mem::size_of_val(&other));
    //^ none
    let held = std::mem::ManuallyDrop::new(source());
    sink(held.as_str());
    //^ flow
    let mut cell = std::mem::MaybeUninit::<u32>::uninit();
    cell.write(number());
    sink(unsafe { cell.assume_init() });
    //^ flow
}
