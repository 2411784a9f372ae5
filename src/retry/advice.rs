//! What a failure allows: whether asking again can help at all, and how much a question costs those who are asked.

use serde::{Deserialize, Serialize};

use crate::diagnosis::Failure;

/// What to do about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Ask again: such failures pass.
    Ask(Tempo),
    /// Do not ask again: it would fail again, or make things worse.
    Leave(Reason),
}

/// How fast to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tempo {
    /// The server behind is down and the gateway says so: a question costs next to nothing, and such servers come back.
    Quick,
    /// The question may have cost the server work: half as often.
    Careful,
    /// It is down on purpose, and for a while: a quarter as often.
    Slow,
    /// Somebody has to mend a setting: an eighth as often.
    Rare,
}

impl Tempo {
    /// How many times as long the waits are as the shortest, and how many times as long a round goes on.
    #[must_use]
    pub const fn times(self) -> u64 {
        match self {
            Self::Quick => 1,
            Self::Careful => 2,
            Self::Slow => 4,
            Self::Rare => 8,
        }
    }
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
            Failure::OriginRefused | Failure::OriginUnreachable | Failure::InvalidResponse => Self::Ask(Tempo::Quick),
            // What cannot be told is treated as if it had cost the server work.
            Failure::OriginTimeout | Failure::OriginOverloaded | Failure::AppCrash | Failure::Unknown => {
                Self::Ask(Tempo::Careful)
            }
            Failure::Maintenance => Self::Ask(Tempo::Slow),
            Failure::Dns | Failure::Tls => Self::Ask(Tempo::Rare),
            Failure::Blocked => Self::Leave(Reason::Blocked),
            Failure::Quota => Self::Leave(Reason::Quota),
            Failure::CaptivePortal => Self::Leave(Reason::SignIn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn each_failure_has_its_advice() {
        let table = [
            (Failure::OriginRefused, Advice::Ask(Tempo::Quick)),
            (Failure::OriginTimeout, Advice::Ask(Tempo::Careful)),
            (Failure::OriginUnreachable, Advice::Ask(Tempo::Quick)),
            (Failure::OriginOverloaded, Advice::Ask(Tempo::Careful)),
            (Failure::Maintenance, Advice::Ask(Tempo::Slow)),
            (Failure::InvalidResponse, Advice::Ask(Tempo::Quick)),
            (Failure::Dns, Advice::Ask(Tempo::Rare)),
            (Failure::Tls, Advice::Ask(Tempo::Rare)),
            (Failure::Blocked, Advice::Leave(Reason::Blocked)),
            (Failure::Quota, Advice::Leave(Reason::Quota)),
            (Failure::AppCrash, Advice::Ask(Tempo::Careful)),
            (Failure::CaptivePortal, Advice::Leave(Reason::SignIn)),
            (Failure::Unknown, Advice::Ask(Tempo::Careful)),
        ];
        assert_eq!(table.map(|(failure, _)| failure), Failure::ALL);
        for (failure, advice) in table {
            assert_eq!(Advice::on(failure), advice, "{failure:?}");
        }
    }
}
