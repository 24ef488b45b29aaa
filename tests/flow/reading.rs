//! source std::env::args
//! source std::env::var
//! source std::env::vars
//! source std::fs::read
//! source std::fs::read_to_string
//! source std::fs::File::open
//! source std::io::stdin
//! source std::net::TcpStream::connect
//! source std::io::read_to_string
//! packs

//# arguments of the command line
fn arguments() {
    let all: Vec<String> = std::env::args().collect();
    sink(&all[1]);
    //^ flow
    sink(all.len());
    //^ none
    sink(std::env::args().nth(1).expect("a name"));
    //^ flow
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "--help" => sink("help"),
            //^ none
            other => sink(other),
            //^ flow
        }
    }
    let mut args = std::env::args();
    let program = args.next();
    while let Some(arg) = args.next() {
        if let Some(value) = arg.strip_prefix("--name=") {
            sink(value);
            //^ flow
        }
    }
}

//# variables of the environment
fn variables() {
    if let Ok(value) = std::env::var("NAME") {
        sink(value);
        //^ flow
    }
    match std::env::var("PORT") {
        Ok(port) => sink(port.parse::<u16>().unwrap_or(80)),
        //^ flow
        Err(error) => sink(error),
        //^ none
    }
    for (name, value) in std::env::vars() {
        sink(format!("{name}={value}"));
        //^ flow
    }
    sink(std::env::var("DEBUG").is_ok());
    //^ none
    let home = std::env::var("HOME").map(std::path::PathBuf::from).unwrap_or_default();
    sink(home.join("x"));
    //^ flow
}

//# a file as a whole
fn whole_file() -> std::io::Result<()> {
    let text = std::fs::read_to_string("a.txt")?;
    for line in text.lines() {
        let parts: Vec<&str> = line.split(',').map(str::trim).collect();
        sink(parts[0]);
        //^ flow
    }
    let raw = std::fs::read("a.bin")?;
    sink(raw.iter().map(|b| format!("{b:02x}")).collect::<String>());
    //^ flow
    sink(raw.len());
    //^ none
    Ok(())
}

//# a file by a buffered reader
fn buffered() -> std::io::Result<()> {
    use std::io::{BufRead, Read};
    let reader = std::io::BufReader::new(std::fs::File::open("a.txt")?);
    for line in reader.lines() {
        let line = line?;
        sink(line);
        //^ flow
    }
    let mut reader = std::io::BufReader::new(std::fs::File::open("b.txt")?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        sink(line.trim_end());
        //^ flow
        line.clear();
    }
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest)?;
    sink(rest);
    //^ flow
    let mut until = Vec::new();
    let count = reader.read_until(b',', &mut until)?;
    sink(until);
    //^ flow
    sink(count);
    //^ none
    Ok(())
}

//# bytes of a file
fn file_bytes() -> std::io::Result<()> {
    use std::io::{BufRead, Read};
    let mut file = std::fs::File::open("a.bin")?;
    let mut head = [0u8; 16];
    file.read_exact(&mut head)?;
    sink(head);
    //^ flow
    let mut buffer = vec![0; 1024];
    let count = file.read(&mut buffer)?;
    sink(&buffer[..count]);
    //^ flow
    let clean = [0u8; 4];
    sink(clean);
    //^ none
    let mut limited = file.take(10);
    let mut text = String::new();
    limited.read_to_string(&mut text)?;
    sink(text);
    //^ flow
    for byte in std::fs::File::open("c")?.bytes() {
        sink(byte?);
        //^ flow
    }
    for part in std::io::BufReader::new(std::fs::File::open("d")?).split(b';') {
        sink(part?);
        //^ flow
    }
    let mut reader = std::io::BufReader::new(std::fs::File::open("d")?);
    let held = reader.fill_buf()?;
    sink(held);
    //^ flow
    Ok(())
}

//# standard input
fn standard_input() -> std::io::Result<()> {
    use std::io::{BufRead, Read};
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    sink(line);
    //^ flow
    let stdin = std::io::stdin();
    for line in stdin.lock().lines() {
        sink(line?);
        //^ flow
    }
    for line in std::io::stdin().lines().map_while(Result::ok) {
        sink(line);
        //^ flow
    }
    let mut all = String::new();
    std::io::stdin().lock().read_to_string(&mut all)?;
    sink(all);
    //^ flow
    sink(std::io::read_to_string(std::io::stdin())?);
    //^ flow
    let mut quiet = String::new();
    sink(quiet);
    //^ none
    Ok(())
}

//# a socket
fn socket() -> std::io::Result<()> {
    use std::io::{BufRead, Read, Write};
    let mut stream = std::net::TcpStream::connect("a.example:80")?;
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    sink(String::from_utf8_lossy(&answer));
    //^ flow
    let mut reader = std::io::BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    sink(line);
    //^ flow
    let chained = std::io::Cursor::new("head").chain(stream);
    let mut text = String::new();
    std::io::BufReader::new(chained).read_to_string(&mut text)?;
    sink(text);
    //^ flow
    Ok(())
}

//# copied from a reader
fn copied() -> std::io::Result<()> {
    let mut file = std::fs::File::open("a")?;
    let mut held = Vec::new();
    std::io::copy(&mut file, &mut held)?;
    sink(held);
    //^ flow
    let mut cursor = std::io::Cursor::new(Vec::new());
    std::io::copy(&mut std::fs::File::open("b")?, &mut cursor)?;
    sink(cursor.into_inner());
    //^ flow
    let mut other = Vec::new();
    std::io::copy(&mut "fixed".as_bytes(), &mut other)?;
    sink(other);
    //^ none
    Ok(())
}
