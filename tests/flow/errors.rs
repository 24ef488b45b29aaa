//# errors that hold what failed
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("no such user {0}")]
    NoUser(String),
    #[error("bad size {size}")]
    BadSize { size: u32, name: String },
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
fn checks(name: &str) -> Result<u32, Failure> {
    if name.len() > 3 {
        return Err(Failure::NoUser(name.to_owned()));
    }
    if name.is_empty() {
        return Err(Failure::BadSize { size: 0, name: name.to_owned() });
    }
    Ok(name.len() as u32)
}
fn fails() {
    match checks(&source()) {
        Ok(size) => sink(size),
        //^ none
        Err(Failure::NoUser(name)) => sink(name),
        //^ flow
        Err(Failure::BadSize { size, .. }) => sink(size),
        //^ none
        Err(other) => sink(other.to_string()),
        //^ flow
    }
}

//# context of anyhow
fn reads(path: &str) -> anyhow::Result<u32> {
    use anyhow::Context;
    let text = std::fs::read_to_string("fixed").with_context(|| format!("reading {path}"))?;
    anyhow::ensure!(!text.is_empty(), "{path} is empty");
    if text.len() > 9 {
        anyhow::bail!("too long: {}", text.len());
    }
    text.parse().context("no number")
}
fn with_anyhow() {
    if let Err(error) = reads(&source()) {
        sink(format!("{error:#}"));
        //^ flow
    }
    if let Ok(count) = reads(&source()) {
        sink(count);
        //^ none
    }
    let made = anyhow::anyhow!("no {}", source());
    sink(made.to_string());
    //^ flow
    let plain = anyhow::Error::msg("fixed");
    sink(plain);
    //^ none
    let told = anyhow::Error::msg(source()).context("more");
    sink(told.root_cause().to_string());
    //^ flow
}

//# boxed errors
fn boxed(name: &str) -> Result<(), Box<dyn std::error::Error>> {
    if name == "x" {
        return Err(name.into());
    }
    if name == "y" {
        return Err(format!("bad {name}").into());
    }
    Err("fixed")?
}
fn with_boxed() {
    if let Err(error) = boxed(&source()) {
        sink(error.to_string());
        //^ flow
    }
    if let Err(error) = boxed("y") {
        sink(error.to_string());
        //^ none
    }
}

//# errors converted by From
struct Outer(String);
struct Inner(String, u32);
impl From<Inner> for Outer {
    fn from(inner: Inner) -> Outer {
        Outer(inner.0)
    }
}
struct Still(u32);
impl From<Inner> for Still {
    fn from(inner: Inner) -> Still {
        Still(inner.1)
    }
}
fn inner(name: String) -> Result<(), Inner> {
    Err(Inner(name, 3))
}
fn outer() -> Result<(), Outer> {
    inner(source())?;
    Ok(())
}
fn still() -> Result<(), Still> {
    inner(source())?;
    Ok(())
}
fn converts() {
    if let Err(Outer(text)) = outer() {
        sink(text);
        //^ flow
    }
    if let Err(Still(code)) = still() {
        sink(code);
        //^ none
    }
}

//# panics that are caught
fn caught() {
    let result = std::panic::catch_unwind(|| source());
    sink(result.unwrap());
    //^ flow
    let handle = std::thread::spawn(|| 1u32);
    sink(handle.join().unwrap_or(2));
    //^ none
}

//# options and results collected
fn collected() {
    let all: Option<Vec<String>> = vec![Some(source()), None].into_iter().collect();
    sink(all);
    //^ flow
    let sum: Result<u32, String> = vec![Ok(1), Err(source())].into_iter().sum();
    sink(sum.unwrap_err());
    //^ flow
    let (good, bad): (Vec<_>, Vec<_>) = vec![Ok::<u32, String>(1), Err(source())].into_iter().partition(|r| r.is_ok());
    sink(bad.into_iter().filter_map(Result::err).collect::<Vec<_>>());
    //^ flow
    let lines: Vec<u32> = "1 2".split(' ').flat_map(|word| word.parse()).collect();
    sink(lines);
    //^ none
}
