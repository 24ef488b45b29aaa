//# an actor with a mailbox
use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};
enum Command {
    Put { key: String, value: String },
    Get { key: String, answer: oneshot::Sender<Option<String>> },
    Size { answer: oneshot::Sender<usize> },
}
struct Actor {
    inbox: mpsc::Receiver<Command>,
    held: HashMap<String, String>,
}
impl Actor {
    async fn run(mut self) {
        while let Some(command) = self.inbox.recv().await {
            self.handle(command);
        }
    }
    fn handle(&mut self, command: Command) {
        match command {
            Command::Put { key, value } => {
                self.held.insert(key, value);
            }
            Command::Get { key, answer } => {
                let _ = answer.send(self.held.get(&key).cloned());
            }
            Command::Size { answer } => {
                let _ = answer.send(self.held.len());
            }
        }
    }
}
#[derive(Clone)]
struct Handle {
    to: mpsc::Sender<Command>,
}
impl Handle {
    fn start() -> Self {
        let (to, inbox) = mpsc::channel(8);
        tokio::spawn(Actor { inbox, held: HashMap::new() }.run());
        Handle { to }
    }
    async fn put(&self, key: &str, value: String) {
        let _ = self.to.send(Command::Put { key: key.to_owned(), value }).await;
    }
    async fn get(&self, key: &str) -> Option<String> {
        let (answer, got) = oneshot::channel();
        self.to.send(Command::Get { key: key.to_owned(), answer }).await.ok()?;
        got.await.ok().flatten()
    }
    async fn size(&self) -> usize {
        let (answer, got) = oneshot::channel();
        if self.to.send(Command::Size { answer }).await.is_err() {
            return 0;
        }
        got.await.unwrap_or_default()
    }
}
async fn acts() {
    let handle = Handle::start();
    handle.put("name", source()).await;
    sink(handle.size().await);
    //^ none
}

//# workers over a queue
async fn workers(jobs: Vec<String>) -> Vec<Result<usize, String>> {
    let queue = std::sync::Arc::new(tokio::sync::Mutex::new(jobs));
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let queue = queue.clone();
        tasks.push(tokio::spawn(async move {
            let mut done = Vec::new();
            while let Some(job) = queue.lock().await.pop() {
                done.push(if job.len() > 3 { Ok(job.len()) } else { Err(job) });
            }
            done
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap_or_default());
    }
    all
}
async fn works() {
    for result in workers(vec![source()]).await {
        match result {
            Ok(length) => sink(length),
            //^ none
            Err(job) => sink(job),
            //^ flow
        }
    }
    for result in workers(vec![String::new()]).await {
        sink(result);
        //^ none
    }
}

//# a stream that is transformed
fn numbered(lines: impl futures::Stream<Item = String>) -> impl futures::Stream<Item = (usize, String)> {
    use futures::StreamExt;
    lines.enumerate().filter(|(_, line)| futures::future::ready(!line.is_empty())).map(|(at, line)| (at + 1, line))
}
async fn streams() {
    use futures::StreamExt;
    let mut lines = Box::pin(numbered(futures::stream::iter(vec![source()])));
    while let Some((at, line)) = lines.next().await {
        sink(at);
        //^ none
        sink(line);
        //^ flow
    }
    let sizes: Vec<usize> = futures::stream::iter(vec![source()]).map(|line| line.len()).collect().await;
    sink(sizes);
    //^ none
    let first = futures::stream::iter(vec![Err(3), Ok(source())]).filter_map(|r: Result<String, u32>| async { r.ok() }).next().await;
    sink(first);
    //^ flow
    let (good, bad): (Vec<_>, Vec<_>) = futures::stream::iter([number()]).collect::<Vec<_>>().await.into_iter().partition(|n| *n > 3);
    sink(good);
    //^ flow
    sink(bad);
    //^ flow
    let zipped: Vec<(u32, String)> = futures::stream::iter([1, 2]).zip(futures::stream::iter([source()])).collect().await;
    sink(zipped[0].0);
    //^ none
    sink(&zipped[0].1);
    //^ flow
    let chunks: Vec<Vec<String>> = futures::stream::iter(vec![source()]).chunks(2).collect().await;
    sink(&chunks[0]);
    //^ flow
    let chained: Vec<String> = futures::stream::iter(vec![String::new()]).chain(futures::stream::once(async { source() })).collect().await;
    sink(chained);
    //^ flow
    let mut peekable = Box::pin(futures::stream::iter(vec![source()]).peekable());
    sink(peekable.as_mut().peek().await);
    //^ flow
}

//# one of several futures
async fn quick(text: String) -> Result<String, u32> {
    if text.is_empty() { Err(number()) } else { Ok(text) }
}
async fn races() {
    let (a, b) = (quick(source()), quick("fixed".into()));
    tokio::pin!(a);
    tokio::pin!(b);
    tokio::select! {
        biased;
        result = &mut a => match result {
            Ok(text) => sink(text),
            //^ flow
            Err(code) => sink(code),
            //^ flow
        },
        Ok(text) = &mut b => sink(text),
        //^ none
    }
    let limited = tokio::time::timeout(std::time::Duration::from_secs(1), quick(source())).await;
    if let Ok(Ok(text)) = limited {
        sink(text);
        //^ flow
    }
    let tried = futures::future::try_join_all(vec![quick(source())]).await;
    sink(tried.unwrap_or_default());
    //^ flow
    let done = futures::future::select_all(vec![Box::pin(quick("a".into()))]).await;
    sink(done.1);
    //^ none
    let maybe: Option<String> = async { Some(source().get(0..2)?.to_string()) }.await;
    sink(maybe);
    //^ flow
}

//# a barrier of locks and notices
struct Board {
    notes: tokio::sync::RwLock<Vec<String>>,
    notice: tokio::sync::Notify,
    version: std::sync::atomic::AtomicU64,
    latest: tokio::sync::watch::Sender<Option<String>>,
}
impl Board {
    async fn add(&self, note: String) {
        self.latest.send_replace(Some(note.clone()));
        self.notes.write().await.push(note);
        self.version.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        self.notice.notify_waiters();
    }
    async fn all(&self) -> Vec<String> {
        self.notice.notified().await;
        self.notes.read().await.to_vec()
    }
    fn version(&self) -> u64 {
        self.version.load(std::sync::atomic::Ordering::SeqCst)
    }
    fn latest(&self) -> Option<String> {
        self.latest.borrow().clone()
    }
}
async fn boards(board: std::sync::Arc<Board>) {
    board.add(source()).await;
    sink(board.all().await);
    //^ flow
    sink(board.version());
    //^ none
    sink(board.latest());
    //^ flow
}
