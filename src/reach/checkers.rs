//! The services that we know to tell whether a site is reachable, or to have a copy of it.
//!
//! Lives here: their names. Not here: which of them the reader wants, and in which order (`settings`).

/// A service to link to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// How settings name it.
    pub id: &'static str,
    /// How it names itself.
    pub name: &'static str,
}

/// All of them, in the order in which they are offered.
pub const SERVICES: [Service; 8] = [
    Service { id: "downforeveryoneorjustme", name: "Down for Everyone or Just Me" },
    Service { id: "isitdownrightnow", name: "Is It Down Right Now?" },
    Service { id: "check-host", name: "Check-Host" },
    Service { id: "uptrends", name: "Uptrends" },
    Service { id: "dnschecker", name: "DNS Checker" },
    Service { id: "ssllabs", name: "SSL Labs" },
    Service { id: "wayback", name: "Wayback Machine" },
    Service { id: "archive-today", name: "archive.today" },
];
