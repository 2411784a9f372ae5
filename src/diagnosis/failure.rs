//! What broke, as a closed list, and what a status alone tells of it.

use serde::{Deserialize, Serialize};

use super::Gateway;
use crate::http::Status;

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

    /// What `status` means when `gateway` says it on a page with `body`.
    pub(super) fn of(status: Status, gateway: Option<Gateway>, body: &str) -> Self {
        if status.code() == 503 && says_maintenance(body) {
            return Self::Maintenance;
        }
        match (status.code(), gateway) {
            (500, _) => Self::AppCrash,
            // HAProxy's 502 means "invalid or incomplete response" only; what it cannot reach is a 503 (its manual, 1.3.1).
            (502, Some(Gateway::HaProxy)) => Self::InvalidResponse,
            (502, _) => Self::OriginUnreachable,
            (503, Some(gateway)) => gateway.meaning_of_503(),
            (504, _) => Self::OriginTimeout,
            (511, _) => Self::CaptivePortal,
            (520..=530, Some(Gateway::Cloudflare)) => cloudflare(status),
            _ => Self::Unknown,
        }
    }
}

/// "Down for maintenance" in the words that WordPress, nginx how-tos and hosting panels use.
fn says_maintenance(body: &str) -> bool {
    body.to_ascii_lowercase().contains("maintenance")
}

/// Cloudflare's own codes. Source: developers.cloudflare.com, "Cloudflare 5xx errors".
const fn cloudflare(status: Status) -> Failure {
    match status.code() {
        520 => Failure::InvalidResponse,
        521 => Failure::OriginRefused,
        522 | 524 => Failure::OriginTimeout,
        523 => Failure::OriginUnreachable,
        525 | 526 => Failure::Tls,
        _ => Failure::Unknown,
    }
}
