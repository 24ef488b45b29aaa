// `people::email` is a column that is a collection point.

//# columns selected
fn selected(conn: &mut Conn) {
    let rows = people::table.select((people::id, people::email)).load::<(i64, String)>(conn).unwrap();
    for (id, email) in rows {
        sink(id);
        //^ none
        sink(email);
        //^ flow
    }
    let one = people::table.select(people::email.nullable()).first::<Option<String>>(conn).optional().unwrap();
    sink(one);
    //^ flow
    let known = people::table.select(people::id).first::<i64>(conn).unwrap();
    sink(known);
    //^ none
}

//# rows by what they were searched
fn searched(conn: &mut Conn) {
    let wanted = source();
    let found = people::table.filter(people::email.eq(&wanted)).count().get_result::<i64>(conn).unwrap();
    sink(found);
    //^ none
    sink(&wanted);
    //^ flow
    diesel::update(people::table).set(people::email.eq(&wanted)).execute(conn).unwrap();
    sink(conn);
    //^ none
    let id = sqlx::query_scalar::<_, i64>("SELECT id FROM people WHERE email = $1").bind(&wanted).fetch_one(&pool);
    sink(id);
    //^ none
}

//# returned columns
fn returned(conn: &mut Conn) {
    let made = diesel::insert_into(people::table).values(new()).returning(people::email).get_results::<String>(conn);
    for email in made.unwrap() {
        sink(email);
        //^ flow
    }
}

//# error of a call that is not followed
fn errors() {
    match elsewhere(source()) {
        Ok(value) => sink(value),
        //^ flow
        Err(error) => sink(error),
        //^ none
    }
    if let Err(error) = std::fs::write("a", source()).context("not written") {
        sink(error);
        //^ none
    }
    let named = Named { name: source() };
    if let Err(error) = told_of(&named) {
        sink(error);
        //^ none
    }
    let failed: Result<(), String> = Err(source());
    if let Err(error) = failed {
        sink(error);
        //^ flow
    }
    let told = check().with_context(|| format!("of {}", source()));
    sink(told.unwrap_err());
    //^ flow
}

struct Named {
    name: String,
}
fn told_of(named: &Named) -> Result<u32, Failure> {
    let number = elsewhere(named)?;
    Ok(number)
}

fn check() -> Result<u32, u32> {
    Ok(1)
}

//# closures that a function is given and does not call
struct Jobs {
    run: Box<dyn Fn(String)>,
    name: String,
}
impl Jobs {
    fn name(&self) -> String {
        self.name.clone()
    }
    fn call(&self, value: String) {
        (self.run)(value);
    }
}
fn not_called() {
    let jobs = Jobs { run: Box::new(|value| sink(value)), name: source() };
    //^ flow
    sink(jobs.name());
    //^ flow
    jobs.call(source());
    let quiet = Jobs { run: Box::new(|value| sink(value)), name: String::new() };
    //^ none
    sink(quiet.name());
    //^ none
}

//# data that only the callee brings to a closure
fn with_datum(then: impl Fn(String)) {
    then(source());
}
fn brought() {
    with_datum(|value| sink(value));
    //^ flow
}
fn with_both(then: impl Fn(String)) {
    with_datum(then);
}
fn brought_through() {
    with_both(|value| sink(value));
    //^ flow
}

//# methods that are not at hand
struct Note {
    id: String,
    text: String,
    author: String,
}
fn getters(note: Note) {
    let note = Note { id: String::new(), text: source(), author: String::new() };
    sink(note.id());
    //^ none
    sink(note.text());
    //^ flow
    sink(note.rendered());
    //^ flow
}

//# rows of a client that is not at hand
async fn rows_of_another_client(client: &Client) -> Result<(), Error> {
    let wanted = source();
    let sql = "SELECT id FROM people WHERE email = $1";
    let found: i64 = client.query_as_one(sql, &[&wanted]).await?;
    sink(found);
    //^ none
    let read: i64 = client.query_row("select id from people where email = ?1", [&wanted], |row| row.get(0))?;
    sink(read);
    //^ none
    let made = client.query_as_one("INSERT INTO people (email) VALUES ($1) RETURNING email", &[&wanted]).await?;
    sink(made);
    //^ flow
    Ok(())
}
