//! Real gateways of Debian's packages, with servers behind them that fail in every way: what really comes back is diagnosed.
//! Those that are not installed are skipped, with a printed line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy spares `#[test]` functions, not the functions around them in a test of its own crate"
)]

mod servers;
mod upstream;

use back_soon::diagnosis::{Failure, Gateway, diagnose};
use servers::Server;
use upstream::{Fault, Upstreams, ask};

/// What each fault is to be called; the gateway itself is the author, but of the server's own "busy", which it passes on.
type Table<'a> = &'a [(Fault, Failure)];

/// Whether a gateway leaves its name on what it passes on.
#[derive(Clone, Copy, PartialEq)]
enum Trace {
    Left,
    None,
}

#[track_caller]
fn check(server: &Server, target: impl Fn(Fault) -> String, gateway: Gateway, trace: Trace, table: Table<'_>) {
    for (fault, failure) in table {
        let (response, body) =
            ask(server.port, &target(*fault)).unwrap_or_else(|| panic!("{gateway:?} {fault:?}: no answer"));
        let got = diagnose(&response, &body);
        let author = (*fault != Fault::Busy).then_some(gateway);
        let said = format!("{gateway:?} {fault:?}: {response:?} {body:?}");
        assert_eq!((got.gateway, got.failure), (author, *failure), "{said}");
        if *fault == Fault::Busy {
            assert_eq!(got.relays.contains(&gateway), trace == Trace::Left, "{said}");
        }
    }
}

fn path(fault: Fault) -> String {
    fault.path().to_owned()
}

#[test]
fn nginx() {
    let upstreams = Upstreams::start();
    let Some(server) = servers::nginx(&upstreams) else { return };
    let table = [
        (Fault::Refuse, Failure::OriginUnreachable),
        (Fault::Reset, Failure::OriginUnreachable),
        (Fault::Close, Failure::OriginUnreachable),
        // No garbage: nginx takes it for HTTP/0.9 and hands it on as it is, without a head.
        (Fault::Hang, Failure::OriginTimeout),
        (Fault::Busy, Failure::OriginOverloaded),
        (Fault::Nameless, Failure::OriginUnreachable),
        (Fault::Plain, Failure::OriginUnreachable),
    ];
    check(&server, path, Gateway::Nginx, Trace::Left, &table);
    check(&server, |_| "/limit".to_owned(), Gateway::Nginx, Trace::Left, &[(Fault::Hang, Failure::OriginOverloaded)]);
}

#[test]
fn haproxy() {
    let upstreams = Upstreams::start();
    let Some(server) = servers::haproxy(&upstreams) else { return };
    let table = [
        (Fault::Refuse, Failure::OriginUnreachable),
        (Fault::Reset, Failure::InvalidResponse),
        (Fault::Close, Failure::InvalidResponse),
        (Fault::Garbage, Failure::InvalidResponse),
        (Fault::Hang, Failure::OriginTimeout),
        (Fault::Busy, Failure::OriginOverloaded),
        (Fault::Nameless, Failure::OriginUnreachable),
        (Fault::Plain, Failure::OriginUnreachable),
    ];
    check(&server, path, Gateway::HaProxy, Trace::None, &table);
}

#[test]
fn varnish() {
    let upstreams = Upstreams::start();
    let Some(server) = servers::varnish(&upstreams) else { return };
    let table = servers::VARNISH_FAULTS.map(|fault| match fault {
        Fault::Busy => (fault, Failure::OriginOverloaded),
        _ => (fault, Failure::OriginUnreachable),
    });
    check(&server, path, Gateway::Varnish, Trace::Left, &table);
}

#[test]
fn apache() {
    let upstreams = Upstreams::start();
    let Some(server) = servers::apache(&upstreams) else { return };
    let table = [
        (Fault::Refuse, Failure::OriginUnreachable),
        (Fault::Reset, Failure::InvalidResponse),
        (Fault::Close, Failure::InvalidResponse),
        (Fault::Hang, Failure::InvalidResponse),
        (Fault::Nameless, Failure::Dns),
        (Fault::Plain, Failure::Tls),
    ];
    check(&server, path, Gateway::Apache, Trace::None, &table);
}

#[test]
fn caddy() {
    let upstreams = Upstreams::start();
    let Some(server) = servers::caddy(&upstreams) else { return };
    let table = [
        (Fault::Refuse, Failure::OriginUnreachable),
        (Fault::Reset, Failure::OriginUnreachable),
        (Fault::Close, Failure::OriginUnreachable),
        (Fault::Garbage, Failure::OriginUnreachable),
        (Fault::Hang, Failure::OriginTimeout),
        (Fault::Busy, Failure::OriginOverloaded),
        (Fault::Nameless, Failure::OriginUnreachable),
        (Fault::Plain, Failure::OriginUnreachable),
    ];
    check(&server, path, Gateway::Caddy, Trace::Left, &table);
}

#[test]
fn lighttpd() {
    let upstreams = Upstreams::start();
    let Some(server) = servers::lighttpd(&upstreams) else { return };
    let table = [
        (Fault::Refuse, Failure::OriginUnreachable),
        (Fault::Reset, Failure::AppCrash),
        (Fault::Close, Failure::AppCrash),
        (Fault::Garbage, Failure::InvalidResponse),
        (Fault::Hang, Failure::OriginTimeout),
        (Fault::Busy, Failure::OriginOverloaded),
    ];
    check(&server, path, Gateway::Lighttpd, Trace::None, &table);
}

#[test]
fn squid() {
    let upstreams = Upstreams::start();
    let Some(server) = servers::squid() else { return };
    let table = [
        (Fault::Refuse, Failure::OriginRefused),
        (Fault::Reset, Failure::InvalidResponse),
        (Fault::Close, Failure::InvalidResponse),
        (Fault::Hang, Failure::OriginTimeout),
        (Fault::Busy, Failure::OriginOverloaded),
        // Squid 5.7 calls it ERR_READ_ERROR, not ERR_DNS_FAIL.
        (Fault::Nameless, Failure::InvalidResponse),
        (Fault::Plain, Failure::Tls),
    ];
    check(&server, |fault| servers::forward(&upstreams, fault), Gateway::Squid, Trace::Left, &table);
}

#[test]
fn trafficserver() {
    let upstreams = Upstreams::start();
    let Some(server) = servers::trafficserver(&upstreams) else { return };
    let table = [
        (Fault::Refuse, Failure::OriginUnreachable),
        (Fault::Reset, Failure::InvalidResponse),
        (Fault::Close, Failure::InvalidResponse),
        (Fault::Garbage, Failure::InvalidResponse),
        (Fault::Hang, Failure::OriginTimeout),
        (Fault::Busy, Failure::OriginOverloaded),
        (Fault::Nameless, Failure::Dns),
        (Fault::Plain, Failure::OriginUnreachable),
    ];
    check(&server, path, Gateway::TrafficServer, Trace::Left, &table);
}
