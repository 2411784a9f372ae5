//! What broke, as a closed list, and what a status alone tells of it.

use super::saved::by_id;
use super::{Gateway, Role};

/// What broke behind a failed response, as finely as status, headers and body justify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// The failure of this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.id() == id)
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

by_id!(Failure);
