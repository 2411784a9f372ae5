//! What broke, as a closed list, and what a status or a sentence tells of it, whoever says it.

use serde::{Deserialize, Serialize};

use super::sign::Sign::{self, Body, Code, Whole};
use super::{Gateway, Role};

/// What broke behind a failed response, as finely as status, headers and body justify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The server behind refused the connection: it is not running, or not listening.
    OriginRefused,
    /// The server behind did not answer in time.
    OriginTimeout,
    /// No answer could be had from it; refused, reset, name and certificate cannot be told apart.
    OriginUnreachable,
    /// It, or its queue, is full; or no healthy server is left.
    OriginOverloaded,
    /// It is down on purpose.
    Maintenance,
    /// It answered, and the gateway could not make sense of the answer.
    InvalidResponse,
    /// The gateway could not find the server's name.
    Dns,
    /// No secure connection between gateway and server.
    Tls,
    /// A firewall or a rule refused this request.
    Blocked,
    /// A limit was reached: rate, plan, bandwidth.
    Quota,
    /// The application itself failed.
    AppCrash,
    /// The local network wants a sign-in first.
    CaptivePortal,
    /// No more than the status can be told.
    Unknown,
}

impl Failure {
    /// Every failure, in the order above.
    pub const ALL: [Self; 13] = [
        Self::OriginRefused,
        Self::OriginTimeout,
        Self::OriginUnreachable,
        Self::OriginOverloaded,
        Self::Maintenance,
        Self::InvalidResponse,
        Self::Dns,
        Self::Tls,
        Self::Blocked,
        Self::Quota,
        Self::AppCrash,
        Self::CaptivePortal,
        Self::Unknown,
    ];

    /// Its id: stable, in lower case, for machines.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::OriginRefused => "origin-refused",
            Self::OriginTimeout => "origin-timeout",
            Self::OriginUnreachable => "origin-unreachable",
            Self::OriginOverloaded => "origin-overloaded",
            Self::Maintenance => "maintenance",
            Self::InvalidResponse => "invalid-response",
            Self::Dns => "dns",
            Self::Tls => "tls",
            Self::Blocked => "blocked",
            Self::Quota => "quota",
            Self::AppCrash => "app-crash",
            Self::CaptivePortal => "captive-portal",
            Self::Unknown => "unknown",
        }
    }

    /// What the status alone means on a page of `gateway` that says no more.
    ///
    /// Sources: RFC 9110, section 15.6; RFC 6585 (511); developers.cloudflare.com, "Cloudflare 5xx errors" (520 to 530, which
    /// nobody else gives another meaning); 509 as Apache's and cPanel's bandwidth modules use it; 529 as Pantheon's.
    pub(super) const fn of_status(code: u16, gateway: Option<Gateway>) -> Self {
        let app = match gateway {
            Some(gateway) => matches!(gateway.role(), Role::App),
            None => false,
        };
        match code {
            500 => Self::AppCrash,
            // An application that says "bad gateway" of itself may mean anything by it.
            502 if app => Self::Unknown,
            502 | 523 => Self::OriginUnreachable,
            504 | 522 | 524 => Self::OriginTimeout,
            509 => Self::Quota,
            511 => Self::CaptivePortal,
            520 => Self::InvalidResponse,
            521 => Self::OriginRefused,
            525 | 526 => Self::Tls,
            529 => Self::OriginOverloaded,
            _ => Self::Unknown,
        }
    }
}

/// Statuses that servers answer with for others.
const RELAY: Sign = Code(502, 504);
/// Statuses of a site that is closed on purpose.
const CLOSED: Sign = Code(503, 503);

/// Sentences that tell what broke whoever says them: the first counts.
///
/// Words for errors of the network are those of libc's `strerror` and `gai_strerror`, of Go's `net`, of Node's `libuv` and
/// of OpenSSL, which most software hands through. They count only where one server speaks of another: in a 500 they are a
/// failing application's talk of its database.
pub(super) const PHRASES: &[(&[Sign], Failure)] = &[
    // The descriptions of 503 that Apache, Werkzeug and Tomcat have: they name all that RFC 9110 does, and maintenance too.
    (&[Body("maintenance downtime or capacity problems")], Failure::OriginOverloaded),
    (&[Body("temporary overload or scheduled maintenance")], Failure::OriginOverloaded),
    (&[Body("temporary overloading or maintenance")], Failure::OriginOverloaded),
    (&[CLOSED, Body("maintenance")], Failure::Maintenance),
    (&[CLOSED, Body("back soon")], Failure::Maintenance),
    (&[CLOSED, Body("be right back")], Failure::Maintenance),
    (&[CLOSED, Body("being updated")], Failure::Maintenance),
    (&[CLOSED, Body("being upgraded")], Failure::Maintenance),
    (&[CLOSED, Body("upgrade in progress")], Failure::Maintenance),
    (&[CLOSED, Body("Wartung")], Failure::Maintenance),
    (&[CLOSED, Body("mantenimiento")], Failure::Maintenance),
    (&[CLOSED, Body("manutenzione")], Failure::Maintenance),
    (&[CLOSED, Body("manutenção")], Failure::Maintenance),
    (&[CLOSED, Body("onderhoud")], Failure::Maintenance),
    (&[CLOSED, Body("メンテナンス")], Failure::Maintenance),
    (&[CLOSED, Body("维护")], Failure::Maintenance),
    (&[CLOSED, Body("технические работы")], Failure::Maintenance),
    (&[RELAY, Body("connection refused")], Failure::OriginRefused),
    (&[RELAY, Body("ECONNREFUSED")], Failure::OriginRefused),
    (&[RELAY, Body("no such host")], Failure::Dns),
    (&[RELAY, Body("ENOTFOUND")], Failure::Dns),
    (&[RELAY, Body("EAI_AGAIN")], Failure::Dns),
    (&[RELAY, Body("Name or service not known")], Failure::Dns),
    (&[RELAY, Body("failure in name resolution")], Failure::Dns),
    (&[RELAY, Body("name resolution failed")], Failure::Dns),
    (&[RELAY, Body("could not resolve host")], Failure::Dns),
    (&[RELAY, Body("x509:")], Failure::Tls),
    (&[RELAY, Body("self signed certificate")], Failure::Tls),
    (&[RELAY, Body("self-signed certificate")], Failure::Tls),
    (&[RELAY, Body("certificate verify failed")], Failure::Tls),
    (&[RELAY, Body("certificate has expired")], Failure::Tls),
    (&[RELAY, Body("SSL handshake")], Failure::Tls),
    (&[RELAY, Body("TLS handshake")], Failure::Tls),
    (&[RELAY, Body("ETIMEDOUT")], Failure::OriginTimeout),
    (&[RELAY, Body("i/o timeout")], Failure::OriginTimeout),
    (&[RELAY, Body("context deadline exceeded")], Failure::OriginTimeout),
    (&[RELAY, Body("timed out")], Failure::OriginTimeout),
    (&[RELAY, Body("no route to host")], Failure::OriginUnreachable),
    (&[RELAY, Body("EHOSTUNREACH")], Failure::OriginUnreachable),
    (&[RELAY, Body("ECONNRESET")], Failure::InvalidResponse),
    (&[RELAY, Body("connection reset by peer")], Failure::InvalidResponse),
    (&[RELAY, Body("socket hang up")], Failure::InvalidResponse),
    (&[RELAY, Body("unexpected EOF")], Failure::InvalidResponse),
    (&[Code(500, 509), Body("bandwidth limit exceeded")], Failure::Quota),
    (&[Code(500, 509), Body("resource limit is reached")], Failure::Quota),
    (&[CLOSED, Body("rate limit")], Failure::Quota),
    (&[CLOSED, Body("too many requests")], Failure::Quota),
    (&[CLOSED, Body("quota exceeded")], Failure::Quota),
    (&[CLOSED, Body("quota has been exceeded")], Failure::Quota),
    (&[CLOSED, Body("overload")], Failure::OriginOverloaded),
    (&[CLOSED, Body("at capacity")], Failure::OriginOverloaded),
    (&[CLOSED, Body("over capacity")], Failure::OriginOverloaded),
    (&[CLOSED, Body("too busy")], Failure::OriginOverloaded),
    (&[CLOSED, Body("is busy")], Failure::OriginOverloaded),
    (&[CLOSED, Body("says: busy")], Failure::OriginOverloaded),
    (&[CLOSED, Body("temporarily busy")], Failure::OriginOverloaded),
    (&[CLOSED, Whole("busy")], Failure::OriginOverloaded),
    (&[CLOSED, Body("too many connections")], Failure::OriginOverloaded),
    (&[CLOSED, Body("too many people")], Failure::OriginOverloaded),
    (&[CLOSED, Body("too many users")], Failure::OriginOverloaded),
    (&[CLOSED, Body("pool exhausted")], Failure::OriginOverloaded),
    (&[CLOSED, Body("high traffic")], Failure::OriginOverloaded),
    (&[CLOSED, Body("high load")], Failure::OriginOverloaded),
    (&[CLOSED, Body("heavy load")], Failure::OriginOverloaded),
    (&[CLOSED, Body("high demand")], Failure::OriginOverloaded),
    (&[CLOSED, Body("queue full")], Failure::OriginOverloaded),
    (&[CLOSED, Body("queue is full")], Failure::OriginOverloaded),
];
