//# what a function reads of a variant
enum Event {
    Joined { name: String },
    Left { name: String },
}
fn reports(event: Event) {
    match event {
        Event::Joined { name } => {
            sink(name);
            //^ flow
        }
        Event::Left { name } => {
            sink(name);
            //^ none
        }
    }
}
fn joins() {
    reports(Event::Joined { name: source() });
    reports(Event::Left { name: String::new() });
}

//# the error of a result that holds data
fn shows_error(given: Result<String, String>) {
    if let Err(e) = given {
        sink(e);
        //^ none
    }
}
fn shows_value(given: Result<String, String>) {
    if let Ok(value) = given {
        sink(value);
        //^ flow
    }
}
fn gives_ok() {
    shows_error(Ok(source()));
    shows_value(Ok(source()));
}
fn shows_failure(given: Result<String, String>) {
    match given {
        Err(e) => {
            sink(e);
            //^ flow
        }
        Ok(value) => {
            sink(value);
            //^ none
        }
    }
}
fn gives_err() {
    shows_failure(Err(source()));
}

//# a part, where another caller gives data as a whole
struct Both {
    mail: String,
    town: String,
}
fn town_of(both: &Both) -> String {
    both.town.trim().to_owned()
}
fn all_of_it() {
    let both: Both = read(source());
    sink(town_of(&both));
    //^ flow
}
fn one_of_both() {
    let both = Both { mail: source(), town: String::new() };
    sink(town_of(&both));
    //^ none
}

//# the error of what waits for a value
struct Answer {
    inner: Body,
}
impl Answer {
    async fn bytes(self) -> Result<Vec<u8>, Failure> {
        Ok(self.inner.collect().await.map_err(Failure::new)?.to_vec())
    }
}
struct Failure {
    cause: String,
}
impl Failure {
    fn new<E: Into<String>>(cause: E) -> Self {
        Failure { cause: cause.into() }
    }
}
async fn asks() {
    let answer = Answer { inner: call(source()) };
    match answer.bytes().await {
        Ok(bytes) => {
            sink(bytes);
            //^ flow
        }
        Err(failure) => {
            sink(failure.cause);
            //^ none
        }
    }
}
