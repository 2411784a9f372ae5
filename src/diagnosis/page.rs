//! What kind of page a failed response brought, whoever made it.

/// The kind of a failed response's body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// The body has not been read.
    #[default]
    Unread,
    /// There is none.
    Empty,
    /// The standard page of the server that made it.
    Standard,
    /// A framework's page for developers, with the inside of the program on it.
    Debug,
    /// The word of an application that it cannot reach its database.
    Database,
    /// An answer for programs: JSON or the like.
    Api,
    /// Anything else: somebody's own words.
    Other,
}

impl Page {
    /// Every kind, in the order above.
    pub const ALL: [Self; 7] =
        [Self::Unread, Self::Empty, Self::Standard, Self::Debug, Self::Database, Self::Api, Self::Other];

    /// Its id: stable, in lower case, for machines.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Empty => "empty",
            Self::Standard => "standard",
            Self::Debug => "debug",
            Self::Database => "database",
            Self::Api => "api",
            Self::Other => "other",
        }
    }

    /// The kind of this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.id() == id)
    }
}
