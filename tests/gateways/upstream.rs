//! Servers that fail, each in one way, for a gateway to stand in front of. And a client that reads what the gateway says.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::ops::Range;
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread;
use std::time::Duration;

use back_soon::http::{Method, Response, Status};
use back_soon::id::Address;
use back_soon::time::Timestamp;

/// How the server behind a gateway fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fault {
    /// Nothing listens.
    Refuse,
    /// It takes the request and resets the connection.
    Reset,
    /// It takes the request and closes the connection.
    Close,
    /// It answers with what is not HTTP.
    Garbage,
    /// It takes the request and never answers.
    Hang,
    /// It answers itself that it is busy: 503, a page of its own.
    Busy,
    /// Its name leads nowhere.
    Nameless,
    /// It is asked for TLS and speaks none.
    Plain,
}

impl Fault {
    pub(crate) const ALL: [Self; 8] =
        [Self::Refuse, Self::Reset, Self::Close, Self::Garbage, Self::Hang, Self::Busy, Self::Nameless, Self::Plain];

    /// The path under which gateways lead there.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Refuse => "/refuse",
            Self::Reset => "/reset",
            Self::Close => "/close",
            Self::Garbage => "/garbage",
            Self::Hang => "/hang",
            Self::Busy => "/busy",
            Self::Nameless => "/nameless",
            Self::Plain => "/plain",
        }
    }
}

/// A server for each fault: its port.
#[derive(Debug)]
pub(crate) struct Upstreams([(Fault, u16); 8]);

impl Upstreams {
    /// Starts them. They end with the test's process.
    pub(crate) fn start() -> Self {
        Self(Fault::ALL.map(|fault| (fault, start(fault))))
    }

    pub(crate) fn port(&self, fault: Fault) -> u16 {
        self.0.iter().find(|(known, _)| *known == fault).unwrap().1
    }
}

/// Where ports are taken from: below the range that the system gives out by itself (32768 and up on Linux), so that a port kept
/// closed on purpose, or not open yet, is not given to a client or a server of another test meanwhile.
const PORTS: Range<u16> = 10_000..20_000;

/// A port that nobody uses, and that nobody here is given again.
pub(crate) fn free_port() -> u16 {
    listener().local_addr().unwrap().port()
}

/// On a port that nobody used, and that nobody here is given again.
fn listener() -> TcpListener {
    static GIVEN: AtomicU16 = AtomicU16::new(0);
    // Runs side by side begin in different places.
    let first = (std::process::id() % 100) as u16 * 100;
    PORTS
        .map(|_| PORTS.start + first.wrapping_add(GIVEN.fetch_add(1, Ordering::Relaxed)) % (PORTS.end - PORTS.start))
        .find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok())
        .expect("one of ten thousand ports is free")
}

fn start(fault: Fault) -> u16 {
    if matches!(fault, Fault::Refuse | Fault::Nameless) {
        return free_port();
    }
    let listener = listener();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || fail(fault, stream));
        }
    });
    port
}

fn fail(fault: Fault, mut stream: TcpStream) {
    match fault {
        // What is not read when a socket closes makes it a reset.
        Fault::Reset => {
            let _ = stream.peek(&mut [0]);
        }
        Fault::Hang => {
            let mut all = Vec::new();
            let _ = stream.read_to_end(&mut all);
        }
        Fault::Close => {
            read_head(&mut stream);
        }
        Fault::Garbage | Fault::Plain => {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"\x15\x03\x01 this is not HTTP at all \xff\xfe\r\n\r\n");
            let _ = stream.shutdown(Shutdown::Write);
            thread::sleep(Duration::from_millis(100)); // so that it is read before the reset
        }
        Fault::Busy => {
            read_head(&mut stream);
            let body = "<html><body><h1>The shop is too busy, come back later</h1></body></html>";
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 503 Service Unavailable\r\nServer: shop/1.0\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
        }
        Fault::Refuse | Fault::Nameless => {}
    }
}

fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        head.push(byte[0]);
    }
}

/// What a gateway answers a browser that asks for `target` (a path, or for forward proxies an address). `None` where nothing
/// that is HTTP comes.
pub(crate) fn ask(port: u16, target: &str) -> Option<(Response, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let mut request = String::new();
    let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    let _ = write!(
        request,
        "GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: {agent}\r\nAccept: text/html,*/*;q=0.8\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let split = all.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&all[..split]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
    let chunked = headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("transfer-encoding") && value.trim().eq_ignore_ascii_case("chunked")
    });
    let body = if chunked { unchunk(&all[split + 4..]) } else { all[split + 4..].to_vec() };
    let response = Response {
        address: Address::parse("https://shop.example.com/").unwrap(),
        method: Method::Get,
        status: Status::new(status),
        headers: headers.into_iter().collect(),
        received: Timestamp::from_millis(0),
        sent_from: None,
    };
    Some((response, String::from_utf8_lossy(&body).into_owned()))
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(at) = rest.windows(2).position(|window| window == b"\r\n") {
        let digits = std::str::from_utf8(&rest[..at]).unwrap_or_default();
        let size = usize::from_str_radix(digits.split(';').next().unwrap_or_default().trim(), 16).unwrap_or(0);
        let from = at + 2;
        if size == 0 || rest.len() < from + size + 2 {
            break;
        }
        body.extend_from_slice(&rest[from..from + size]);
        rest = &rest[from + size + 2..];
    }
    body
}
