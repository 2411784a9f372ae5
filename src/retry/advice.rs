//! What a failure allows: whether asking again can help at all.

use serde::{Deserialize, Serialize};

use crate::diagnosis::Failure;

/// What to do about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Ask again: such failures pass.
    Ask,
    /// Do not ask again: it would fail again, or make things worse.
    Leave(Reason),
}

/// Why asking again does not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A firewall or a rule refused the reader's request.
    Blocked,
    /// A limit was reached; each further request counts against it.
    Quota,
    /// The network the reader is in wants a sign-in first.
    SignIn,
}

impl Advice {
    /// What `failure` allows.
    #[must_use]
    pub const fn on(failure: Failure) -> Self {
        match failure {
            Failure::OriginRefused
            | Failure::OriginTimeout
            | Failure::OriginUnreachable
            | Failure::OriginOverloaded
            | Failure::Maintenance
            | Failure::InvalidResponse
            | Failure::Dns
            | Failure::Tls
            | Failure::AppCrash
            | Failure::Unknown => Self::Ask,
            Failure::Blocked => Self::Leave(Reason::Blocked),
            Failure::Quota => Self::Leave(Reason::Quota),
            Failure::CaptivePortal => Self::Leave(Reason::SignIn),
        }
    }
}
