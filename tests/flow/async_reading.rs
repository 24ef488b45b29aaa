//! source tokio::fs::read
//! source tokio::fs::read_to_string
//! source tokio::fs::File::open
//! source tokio::io::stdin
//! source tokio::net::TcpStream::connect
//! source tokio::net::TcpListener.accept
//! source tokio::net::UdpSocket.recv_from -> arg0
//! source async_std::fs::read_to_string
//! source async_std::io::stdin
//! source tokio::process::Command.output
//! source std::process::Command.output
//! source std::os::unix::net::UnixStream::connect
//! packs
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};

//# files of tokio
async fn tokio_files() -> std::io::Result<()> {
    let text = tokio::fs::read_to_string("a").await?;
    sink(text.lines().next());
    //^ flow
    sink(tokio::fs::read("b").await?.len());
    //^ none
    let mut file = tokio::fs::File::open("c").await?;
    let mut all = Vec::new();
    file.read_to_end(&mut all).await?;
    sink(all);
    //^ flow
    let reader = tokio::io::BufReader::new(tokio::fs::File::open("d").await?);
    let mut lines = reader.lines();
    while let Some(line) = lines.next_line().await? {
        sink(line);
        //^ flow
    }
    let mut file = tokio::fs::File::open("e").await?;
    let small = file.read_u8().await?;
    sink(small);
    //^ flow
    let wide = file.read_i32_le().await?;
    sink(wide);
    //^ flow
    let mut buffer = bytes::BytesMut::with_capacity(64);
    let count = file.read_buf(&mut buffer).await?;
    sink(&buffer[..count]);
    //^ flow
    sink(count);
    //^ none
    Ok(())
}

//# standard input of tokio
async fn tokio_stdin() -> std::io::Result<()> {
    let mut lines = tokio::io::BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        sink(line);
        //^ flow
    }
    let mut buffer = [0u8; 10];
    let mut input = tokio::io::stdin();
    let n = input.read(&mut buffer).await?;
    sink(&buffer[..n]);
    //^ flow
    let mut chunks = tokio::io::BufReader::new(tokio::io::stdin()).split(b',');
    while let Some(chunk) = chunks.next_segment().await? {
        sink(chunk);
        //^ flow
    }
    let mut line = String::new();
    tokio::io::BufReader::new(tokio::io::stdin()).read_line(&mut line).await?;
    sink(line);
    //^ flow
    Ok(())
}

//# sockets of tokio
async fn tokio_sockets(listener: tokio::net::TcpListener, udp: tokio::net::UdpSocket) -> std::io::Result<()> {
    let stream = tokio::net::TcpStream::connect("a.example:80").await?;
    let (mut read, mut write) = stream.into_split();
    write.write_all(b"hello").await?;
    let mut answer = String::new();
    read.read_to_string(&mut answer).await?;
    sink(answer);
    //^ flow
    let (mut socket, _) = listener.accept().await?;
    let mut buffer = vec![0; 64];
    loop {
        let n = socket.read(&mut buffer).await?;
        if n == 0 {
            break;
        }
        sink(&buffer[0..n]);
        //^ flow
    }
    let mut packet = [0u8; 512];
    let (size, from) = udp.recv_from(&mut packet).await?;
    sink(&packet[..size]);
    //^ flow
    sink(size);
    //^ none
    let stream = tokio::net::TcpStream::connect("b.example:80").await?;
    stream.readable().await?;
    let mut held = vec![0; 16];
    match stream.try_read(&mut held) {
        Ok(n) => sink(&held[..n]),
        //^ flow
        Err(_) => {}
    }
    Ok(())
}

//# framed and split streams
async fn framed() {
    use futures::{SinkExt, StreamExt};
    let stream = tokio::net::TcpStream::connect("a.example:80").await.unwrap();
    let mut framed = tokio_util::codec::Framed::new(stream, tokio_util::codec::LinesCodec::new());
    while let Some(Ok(line)) = framed.next().await {
        sink(line);
        //^ flow
    }
    let stream = tokio::net::TcpStream::connect("a.example:80").await.unwrap();
    let (sender, mut receiver) = tokio_util::codec::Framed::new(stream, tokio_util::codec::LinesCodec::new()).split();
    let got = receiver.next().await.unwrap().unwrap();
    sink(got);
    //^ flow
}

//# files of async-std
async fn async_std_files() -> std::io::Result<()> {
    let text = async_std::fs::read_to_string("a").await?;
    sink(text);
    //^ flow
    let mut line = String::new();
    async_std::io::stdin().read_line(&mut line).await?;
    sink(line);
    //^ flow
    Ok(())
}

//# what a command prints
async fn commands() -> std::io::Result<()> {
    let done = std::process::Command::new("id").arg("-un").output()?;
    sink(String::from_utf8_lossy(&done.stdout).trim());
    //^ flow
    sink(String::from_utf8(done.stderr).unwrap());
    //^ flow
    sink(done.status.code());
    //^ none
    let done = tokio::process::Command::new("id").output().await?;
    sink(std::str::from_utf8(&done.stdout).unwrap());
    //^ flow
    sink(done.status.success());
    //^ none
    Ok(())
}

//# unix sockets
fn unix_sockets() -> std::io::Result<()> {
    use std::io::Read;
    let mut stream = std::os::unix::net::UnixStream::connect("/tmp/a")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    sink(text);
    //^ flow
    Ok(())
}
