//# join handles
async fn handles() {
    let handle = tokio::spawn(async { source() });
    sink(handle.await.unwrap());
    //^ flow
    let other = tokio::task::spawn_blocking(|| 3);
    sink(other.await.unwrap());
    //^ none
    let mut set = tokio::task::JoinSet::new();
    set.spawn(async { source() });
    while let Some(done) = set.join_next().await {
        sink(done.unwrap());
        //^ flow
    }
    let list = futures::future::join_all(vec![tokio::spawn(async { number() })]).await;
    for one in list {
        sink(one.unwrap());
        //^ flow
    }
}

//# join and try_join
async fn told() -> Result<String, u32> {
    Ok(source())
}
async fn quiet() -> Result<String, u32> {
    Ok(String::new())
}
async fn joined() {
    let (a, b) = tokio::join!(told(), quiet());
    sink(a.unwrap());
    //^ flow
    sink(b.unwrap());
    //^ none
    if let Ok((a, b)) = tokio::try_join!(quiet(), told()) {
        sink(a);
        //^ none
        sink(b);
        //^ flow
    }
    let (a, b) = futures::join!(told(), quiet());
    sink(a);
    //^ flow
    sink(b);
    //^ none
    let (a, b) = futures::future::join(quiet(), told()).await;
    sink(a);
    //^ none
    sink(b);
    //^ flow
}

//# select
async fn selects(mut stop: tokio::sync::mpsc::Receiver<u32>) {
    let (tx, mut rx) = tokio::sync::mpsc::channel(4);
    tx.send(source()).await.unwrap();
    tokio::select! {
        Some(text) = rx.recv() => {
            sink(text);
            //^ flow
        }
        code = stop.recv() => {
            sink(code);
            //^ none
        }
        else => {}
    }
    let out = tokio::select! {
        text = told() => text.unwrap(),
        _ = tokio::time::sleep(std::time::Duration::from_secs(1)) => String::new(),
    };
    sink(out);
    //^ flow
}

//# channels of tokio
async fn channels() {
    let (tx, rx) = tokio::sync::oneshot::channel();
    tx.send(source()).unwrap();
    sink(rx.await.unwrap());
    //^ flow
    let (tx, mut rx) = tokio::sync::watch::channel(String::new());
    tx.send(source()).unwrap();
    rx.changed().await.unwrap();
    sink(rx.borrow().clone());
    //^ flow
    let (tx, mut rx) = tokio::sync::broadcast::channel(4);
    tx.send(source()).unwrap();
    sink(rx.recv().await.unwrap());
    //^ flow
    let (tx, mut rx) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        tx.send(source()).unwrap();
    });
    while let Some(text) = rx.recv().await {
        sink(text);
        //^ flow
    }
    let (tx, rx) = tokio::sync::oneshot::channel::<u32>();
    tx.send(1).unwrap();
    sink(rx.await);
    //^ none
}

//# locks of tokio
struct Shared {
    name: tokio::sync::Mutex<String>,
    size: tokio::sync::RwLock<u32>,
}
async fn locks() {
    let shared = std::sync::Arc::new(Shared { name: Default::default(), size: tokio::sync::RwLock::new(0) });
    let other = shared.clone();
    tokio::spawn(async move {
        *other.name.lock().await = source();
    });
    sink(shared.name.lock().await.clone());
    //^ flow
    sink(*shared.size.read().await);
    //^ none
    *shared.size.write().await += number();
    sink(*shared.size.read().await);
    //^ flow
}

//# timeouts
async fn timed() {
    let got = tokio::time::timeout(std::time::Duration::from_secs(1), told()).await;
    match got {
        Ok(Ok(text)) => sink(text),
        //^ flow
        Ok(Err(code)) => sink(code),
        //^ none
        Err(elapsed) => sink(elapsed),
        //^ none
    }
}

//# streams
async fn streams() {
    use futures::stream::{self, StreamExt, TryStreamExt};
    let mut one = stream::iter(vec![source()]).map(|text| text + "a").filter(|text| futures::future::ready(text.len() > 1)).boxed();
    while let Some(text) = one.next().await {
        sink(text);
        //^ flow
    }
    let all: Vec<String> = stream::once(async { source() }).collect().await;
    sink(all);
    //^ flow
    stream::iter([source()]).for_each(|text| async move { sink(text) }).await;
    //^ flow
    stream::iter([number()]).for_each_concurrent(2, |n| async move { sink(n) }).await;
    //^ flow
    let sum = stream::iter([number()]).fold(0, |sum, n| async move { sum + n }).await;
    sink(sum);
    //^ flow
    let tried: Result<Vec<String>, u32> = stream::iter([Ok(source())]).try_collect().await;
    sink(tried.unwrap());
    //^ flow
    let then: Vec<String> = stream::iter([source()]).then(|text| async move { text }).collect().await;
    sink(then);
    //^ flow
    let buffered: Vec<String> = stream::iter([1]).map(|_| async { source() }).buffer_unordered(2).collect().await;
    sink(buffered);
    //^ flow
    let unfolded: Vec<u32> = stream::unfold(number(), |n| async move { Some((n, n + 1)) }).take(3).collect().await;
    sink(unfolded);
    //^ flow
    let clean: Vec<u32> = stream::iter([1, 2]).collect().await;
    sink(clean);
    //^ none
}

//# futures put together
async fn combined() {
    use futures::future::{self, FutureExt, TryFutureExt};
    sink(future::ready(source()).await);
    //^ flow
    sink(told().map(|r| r.unwrap()).await);
    //^ flow
    sink(told().and_then(|text| async move { Ok(text + "a") }).await.unwrap());
    //^ flow
    sink(quiet().map_ok(|text| text.len()).await);
    //^ none
    let boxed: std::pin::Pin<Box<dyn std::future::Future<Output = Result<String, u32>>>> = Box::pin(told());
    sink(boxed.await);
    //^ flow
    let chosen = future::select(Box::pin(told()), Box::pin(quiet())).await;
    if let future::Either::Left((text, _)) = chosen {
        sink(text);
        //^ flow
    }
    sink(async { 3 }.await);
    //^ none
}

//# sinks
async fn sinks_of_futures() {
    use futures::{SinkExt, StreamExt};
    let (mut tx, mut rx) = futures::channel::mpsc::channel(3);
    tx.send(source()).await.unwrap();
    sink(rx.next().await);
    //^ flow
    let (tx, rx) = futures::channel::oneshot::channel();
    tx.send(source()).unwrap();
    sink(rx.await);
    //^ flow
}
