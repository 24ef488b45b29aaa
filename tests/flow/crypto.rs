//! packs

//# digests and keys
fn digests() {
    use sha2::Digest;
    let mut hasher = sha2::Sha256::new();
    hasher.update(source());
    hasher.update(b"salt");
    sink(hasher.finalize());
    //^ flow
    sink(hex::encode(sha2::Sha512::digest(source().as_bytes())));
    //^ flow
    sink(format!("{:x}", md5::compute(source())));
    //^ flow
    let clean = sha2::Sha256::new().chain_update("fixed").finalize();
    sink(clean);
    //^ none
    let chained = sha2::Sha256::new().chain_update(source()).finalize();
    sink(chained.to_vec());
    //^ flow
    let hash = bcrypt::hash(source(), 10).unwrap();
    sink(hash);
    //^ flow
    sink(bcrypt::verify("a", &source()).unwrap());
    //^ none
}

//# hashes of std
fn std_hashes() {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    source().hash(&mut hasher);
    sink(hasher.finish());
    //^ flow
    let mut other = DefaultHasher::new();
    3u32.hash(&mut other);
    sink(other.finish());
    //^ none
    let mut third = DefaultHasher::new();
    third.write(source().as_bytes());
    sink(third.finish());
    //^ flow
}

//# times and addresses
fn times() {
    let wait = std::time::Duration::from_secs(number() as u64);
    sink(wait.as_millis());
    //^ flow
    sink(std::time::Instant::now().elapsed());
    //^ none
    let address: std::net::SocketAddr = source().parse().unwrap();
    sink(address.ip());
    //^ flow
    sink(address.port());
    //^ flow
    let ip = source().parse::<std::net::Ipv4Addr>().unwrap();
    sink(ip.octets());
    //^ flow
    sink(ip.is_loopback());
    //^ none
    let made = std::net::IpAddr::from([127, 0, 0, 1]);
    sink(made.to_string());
    //^ none
    let from = std::net::SocketAddr::new(made, number() as u16);
    sink(from);
    //^ flow
    let date = chrono::NaiveDate::parse_from_str(&source(), "%Y").unwrap();
    sink(date.format("%d").to_string());
    //^ flow
    sink(chrono::Utc::now().to_rfc3339());
    //^ none
    let id = uuid::Uuid::parse_str(&source()).unwrap();
    sink(id.to_string());
    //^ flow
    sink(uuid::Uuid::new_v4());
    //^ none
}

//# semver, bit flags, small strings
fn small_things() {
    let version: semver::Version = source().parse().unwrap();
    sink(version.major);
    //^ flow
    let text = smol_str::SmolStr::new(source());
    sink(text.as_str());
    //^ flow
    let compact = compact_str::CompactString::from(source());
    sink(compact.to_uppercase());
    //^ flow
    let ordered = ordered_float::OrderedFloat(number() as f64);
    sink(ordered.0);
    //^ flow
    let secret = secrecy::SecretString::from(source());
    sink(secrecy::ExposeSecret::expose_secret(&secret));
    //^ flow
    let zero = zeroize::Zeroizing::new(source());
    sink(zero.as_str());
    //^ flow
    let bits = bitvec::vec::BitVec::<u8>::from_vec(source().into_bytes());
    sink(bits.as_raw_slice());
    //^ flow
    let pair = either::Either::<String, u32>::Right(number());
    sink(pair.left());
    //^ none
    let numbered = itertools::izip!(vec![1], vec![source()]).map(|(n, _)| n).collect::<Vec<_>>();
    sink(numbered);
    //^ none
    let boxed = arcstr::ArcStr::from(source());
    sink(boxed.len());
    //^ none
}
