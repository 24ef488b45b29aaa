//# splitting in two
fn split_in_two() {
    let line = source();
    if let Some((key, value)) = line.split_once('=') {
        sink(key);
        //^ flow
        sink(value);
        //^ flow
    }
    let (left, right) = line.split_at(3);
    sink(left);
    //^ flow
    sink(right);
    //^ flow
    if let Some((a, b)) = "a=b".rsplit_once('=') {
        sink(a);
        //^ none
        sink(b);
        //^ none
    }
}

//# prefixes and suffixes
fn affixes() {
    let line = source();
    sink(line.strip_prefix("mail:").unwrap_or(""));
    //^ flow
    sink(line.trim_end_matches('/').trim_start_matches(char::is_whitespace));
    //^ flow
    sink("fixed".strip_suffix(line.as_str()));
    //^ none
    sink(line.find('@'));
    //^ none
    sink(line.matches('a').count());
    //^ none
}

//# parts by position
fn by_position() {
    let line = source();
    sink(line.get(1..4));
    //^ flow
    sink(line.chars().nth(2));
    //^ flow
    sink(line.bytes().last());
    //^ flow
    sink(line.char_indices().map(|(at, _)| at).max());
    //^ none
    for (at, letter) in line.char_indices() {
        sink(at);
        //^ none
        sink(letter);
        //^ flow
    }
}

//# building with capacity, insert, retain, drain
fn built() {
    let mut text = String::with_capacity(10);
    text.insert_str(0, &source());
    text.insert(0, '<');
    sink(&text);
    //^ flow
    let cut: String = text.drain(..3).collect();
    sink(cut);
    //^ flow
    text.truncate(4);
    sink(&text);
    //^ flow
    let mut letters = String::new();
    letters.extend(source().chars().filter(|c| c.is_alphabetic()));
    sink(&letters);
    //^ flow
    letters.clear();
    letters += "a";
    sink(letters);
    //^ none
}

//# write! into a string
fn written() {
    use std::fmt::Write;
    let mut text = String::new();
    write!(text, "{}-{}", 1, source()).unwrap();
    sink(&text);
    //^ flow
    let mut plain = String::new();
    writeln!(&mut plain, "{}", source().len()).unwrap();
    sink(plain);
    //^ none
}

//# formatting with names, widths and positions
fn formats() {
    let mail = source();
    let width = 10;
    sink(format!("{mail:>width$}"));
    //^ flow
    sink(format!("{0:?} {0:#?}", mail));
    //^ flow
    sink(format!("{name}", name = mail));
    //^ flow
    sink(format!("{:?}", mail.len()));
    //^ none
    sink(format!("{{mail}} {width}"));
    //^ none
    sink(format_args!("{}", mail).to_string());
    //^ flow
}

//# joining and repeating
fn joins() {
    let list = vec![source(), String::from("x")];
    sink(list.join(","));
    //^ flow
    sink(list.concat());
    //^ flow
    sink(source().repeat(2));
    //^ flow
    sink("-".repeat(number() as usize));
    //^ none
    sink([String::new(), source()].join(" "));
    //^ flow
}

//# bytes and back
fn bytes() {
    let raw = source().into_bytes();
    sink(String::from_utf8(raw.clone()).unwrap());
    //^ flow
    sink(std::str::from_utf8(&raw[2..]).unwrap());
    //^ flow
    sink(String::from_utf8_lossy(&raw).into_owned());
    //^ flow
    let mut buffer = [0u8; 8];
    buffer.copy_from_slice(&raw[..8]);
    sink(buffer);
    //^ flow
    let mut other = [0u8; 8];
    other[..4].clone_from_slice(&raw[..4]);
    sink(other);
    //^ flow
    sink([0u8; 8]);
    //^ none
}

//# numbers to bytes and back
fn numbers() {
    let raw = number().to_be_bytes();
    sink(raw);
    //^ flow
    sink(u32::from_le_bytes(raw));
    //^ flow
    sink(number().checked_add(1));
    //^ flow
    sink(number().wrapping_mul(3).saturating_sub(1).pow(2));
    //^ flow
    sink(number().count_ones());
    //^ flow
    sink(u64::from(number()));
    //^ flow
    sink(i8::try_from(number()).unwrap());
    //^ flow
    sink(1u32.max(2));
    //^ none
    sink(2u32.max(number()));
    //^ flow
    sink(number().clamp(1, 4));
    //^ flow
}

//# Cow
fn cows(plain: bool) {
    let text = source();
    let cow: std::borrow::Cow<str> = if plain { "x".into() } else { std::borrow::Cow::Borrowed(&text) };
    sink(cow.to_string());
    //^ flow
    let mut owned = std::borrow::Cow::Borrowed("a");
    owned.to_mut().push_str(&source());
    sink(owned.into_owned());
    //^ flow
    let other: std::borrow::Cow<str> = std::borrow::Cow::Owned(String::new());
    sink(other);
    //^ none
}

//# paths
fn paths() {
    let base = std::path::PathBuf::from(source());
    sink(base.join("a.txt"));
    //^ flow
    sink(base.display().to_string());
    //^ flow
    sink(base.file_name().unwrap().to_string_lossy());
    //^ flow
    sink(base.parent());
    //^ flow
    let mut fixed = std::path::PathBuf::from("/tmp");
    fixed.push(source());
    sink(fixed.with_extension("txt"));
    //^ flow
    sink(std::path::Path::new("/tmp").join(source()));
    //^ flow
    sink(std::path::Path::new("/tmp").join("b"));
    //^ none
    sink(base.exists());
    //^ none
}
