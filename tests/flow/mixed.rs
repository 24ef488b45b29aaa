//# a matrix by rows and columns
struct Matrix<const R: usize, const C: usize> {
    cells: [[i64; C]; R],
    label: String,
}
impl<const R: usize, const C: usize> Matrix<R, C> {
    fn filled(with: i64) -> Self {
        Matrix { cells: [[with; C]; R], label: String::new() }
    }
    fn row(&self, at: usize) -> &[i64; C] {
        &self.cells[at]
    }
    fn column(&self, at: usize) -> Vec<i64> {
        self.cells.iter().map(|row| row[at]).collect()
    }
    fn turned(&self) -> Matrix<C, R> {
        let mut out = Matrix::<C, R>::filled(0);
        for (r, row) in self.cells.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                out.cells[c][r] = *cell;
            }
        }
        out
    }
}
impl<const R: usize, const C: usize> std::ops::Mul<i64> for Matrix<R, C> {
    type Output = Self;
    fn mul(mut self, by: i64) -> Self {
        self.cells.iter_mut().flatten().for_each(|cell| *cell *= by);
        self
    }
}
fn matrices() {
    let matrix = Matrix::<2, 3>::filled(number() as i64);
    sink(matrix.row(0)[1]);
    //^ flow
    sink(matrix.column(2));
    //^ flow
    sink(matrix.turned().cells[0][1]);
    //^ flow
    sink(matrix.label.as_str());
    //^ none
    let plain = Matrix::<2, 2>::filled(1) * number() as i64;
    sink(plain.cells[1][1]);
    //^ flow
    sink(Matrix::<2, 2>::filled(4).turned().row(0));
    //^ none
}

//# intervals and comparisons
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
struct Span {
    from: u32,
    to: u32,
}
impl Span {
    fn of(range: std::ops::RangeInclusive<u32>) -> Self {
        Span { from: *range.start(), to: *range.end() }
    }
    fn joined(self, other: Span) -> Span {
        Span { from: self.from.min(other.from), to: self.to.max(other.to) }
    }
    fn overlaps(&self, other: &Span) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}
impl From<Span> for std::ops::Range<u32> {
    fn from(span: Span) -> Self {
        span.from..span.to
    }
}
fn spans() {
    let mine = Span { from: 1, to: number() };
    sink(mine.from);
    //^ none
    let both = mine.joined(Span { from: 0, to: 9 });
    sink(both.to);
    //^ flow
    sink(both.from);
    //^ none
    sink(mine.overlaps(&both));
    //^ none
    sink(Span::of(1..=number()).to);
    //^ flow
    let mut sorted = vec![mine, both];
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    sink(sorted.first().map(|span| span.from));
    //^ none
    sink(sorted.iter().map(|span| span.to - span.from).sum::<u32>());
    //^ flow
}

//# a tokenizer with lifetimes and errors
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind<'t> {
    Name(&'t str),
    Text(&'t str),
    Sign(char),
}
#[derive(Debug)]
struct At<T> {
    line: usize,
    what: T,
}
struct Reader<'t> {
    rest: &'t str,
    line: usize,
}
impl<'t> Reader<'t> {
    fn take(&mut self, count: usize) -> &'t str {
        let (head, rest) = self.rest.split_at(count);
        self.rest = rest;
        self.line += head.matches('\n').count();
        head
    }
}
impl<'t> Iterator for Reader<'t> {
    type Item = Result<At<Kind<'t>>, At<String>>;
    fn next(&mut self) -> Option<Self::Item> {
        let skip = self.rest.len() - self.rest.trim_start().len();
        self.take(skip);
        let line = self.line;
        let first = self.rest.chars().next()?;
        Some(match first {
            c if c.is_alphabetic() => {
                let end = self.rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest.len());
                Ok(At { line, what: Kind::Name(self.take(end)) })
            }
            '"' => match self.rest[1..].find('"') {
                Some(end) => Ok(At { line, what: Kind::Text(&self.take(end + 2)[1..end + 1]) }),
                None => Err(At { line, what: format!("no end: {}", self.rest) }),
            },
            other => {
                self.take(other.len_utf8());
                Ok(At { line, what: Kind::Sign(other) })
            }
        })
    }
}
fn tokenized() -> Result<(), At<String>> {
    let text = source();
    for token in (Reader { rest: &text, line: 1 }) {
        let At { line, what } = token?;
        sink(line);
        //^ none
        match what {
            Kind::Name(name) | Kind::Text(name) => sink(name),
            //^ flow
            Kind::Sign(sign) => sink(sign),
            //^ flow
        }
    }
    let names: Vec<&str> = Reader { rest: "a b", line: 1 }
        .filter_map(Result::ok)
        .filter_map(|at| if let Kind::Name(name) = at.what { Some(name) } else { None })
        .collect();
    sink(names);
    //^ none
    let failed = Reader { rest: &text, line: 1 }.find_map(Result::err);
    if let Some(At { line, what }) = failed {
        sink(line);
        //^ none
        sink(what);
        //^ flow
    }
    Ok(())
}

//# inventories of traits and counts
trait Entity {
    const KIND: &'static str;
    type Key: Clone + std::fmt::Display;
    fn key(&self) -> Self::Key;
    fn label(&self) -> String {
        format!("{} {}", Self::KIND, self.key())
    }
}
struct User {
    mail: String,
}
struct Room {
    number: u16,
    note: String,
}
impl Entity for User {
    const KIND: &'static str = "user";
    type Key = String;
    fn key(&self) -> String {
        self.mail.clone()
    }
}
impl Entity for Room {
    const KIND: &'static str = "room";
    type Key = u16;
    fn key(&self) -> u16 {
        self.number
    }
}
struct Shelf<E: Entity> {
    held: Vec<E>,
    asked: std::cell::Cell<u32>,
}
impl<E: Entity> Shelf<E> {
    fn new(held: Vec<E>) -> Self {
        Shelf { held, asked: std::cell::Cell::new(0) }
    }
    fn keys(&self) -> Vec<E::Key> {
        self.asked.set(self.asked.get() + 1);
        self.held.iter().map(|entity| entity.key()).collect()
    }
    fn labels(&self) -> String {
        self.held.iter().map(E::label).collect::<Vec<_>>().join("\n")
    }
}
fn shelves() {
    let users = Shelf::new(vec![User { mail: source() }]);
    sink(users.keys());
    //^ flow
    sink(users.labels());
    //^ flow
    sink(users.asked.get());
    //^ none
    let rooms = Shelf::new(vec![Room { number: 3, note: source() }]);
    sink(rooms.held[0].key());
    //^ none
    sink(&rooms.held[0].note);
    //^ flow
}

//# what is shown by Display, Debug and hand
#[derive(Debug)]
struct Shown {
    name: String,
    secret: Hidden,
}
#[derive(Clone, PartialEq)]
struct Hidden(String);
impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Hidden").field(&self.0.len()).finish()
    }
}
impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.name)
    }
}
impl std::fmt::LowerHex for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for byte in self.0.bytes() {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}
fn printed() {
    let shown = Shown { name: String::new(), secret: Hidden(source()) };
    sink(format!("{shown:?}"));
    //^ none
    sink(format!("{shown}"));
    //^ none
    sink(format!("{:x}", shown.secret));
    //^ flow
    let named = Shown { name: source(), secret: Hidden(String::new()) };
    sink(named.to_string());
    //^ flow
    sink(format!("{named:#?}"));
    //^ flow
}

//# work that is put off
struct Later {
    jobs: std::collections::BinaryHeap<Job>,
    done: Vec<(u32, String)>,
}
struct Job {
    due: u32,
    run: Box<dyn FnOnce() -> String>,
}
impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        self.due == other.due
    }
}
impl Eq for Job {}
impl PartialOrd for Job {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Job {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.due.cmp(&self.due)
    }
}
impl Later {
    fn plan(&mut self, due: u32, run: impl FnOnce() -> String + 'static) {
        self.jobs.push(Job { due, run: Box::new(run) });
    }
    fn until(&mut self, now: u32) -> usize {
        let mut count = 0;
        while self.jobs.peek().is_some_and(|job| job.due <= now) {
            let Some(Job { due, run }) = self.jobs.pop() else { break };
            self.done.push((due, run()));
            count += 1;
        }
        count
    }
}
fn planned() {
    let mut later = Later { jobs: Default::default(), done: Vec::new() };
    let text = source();
    later.plan(3, move || text + "!");
    later.plan(4, String::new);
    sink(later.until(9));
    //^ none
    sink(later.done[0].0);
    //^ none
    sink(&later.done[0].1);
    //^ flow
    let mut quiet = Later { jobs: Default::default(), done: vec![] };
    quiet.plan(1, || "x".to_string());
    quiet.until(2);
    sink(quiet.done);
    //^ none
}
