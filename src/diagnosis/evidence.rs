//! What a statement about a response rests on, and how far it can be trusted.

/// One thing in a response that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// Where it stood.
    pub place: Place,
    /// What stood there, as far as it was looked for: at most [`Evidence::MAX_WORDS`] bytes.
    pub words: String,
}

impl Evidence {
    /// How many bytes of what was found are kept.
    pub const MAX_WORDS: usize = 100;

    /// Words of the header called `name`, as far as they stand in one line.
    pub(super) fn header(name: &str, value: &str) -> Self {
        Self { place: Place::Header(name.to_owned()), words: cut(value.split('\n').next().unwrap_or_default()) }
    }

    /// The host of the page that sent the reader on.
    pub(super) fn redirect(host: &str) -> Self {
        Self { place: Place::Redirect, words: cut(host) }
    }

    /// Words of the body.
    pub(super) fn body(words: &str) -> Self {
        Self { place: Place::Body, words: cut(words) }
    }
}

fn cut(words: &str) -> String {
    words.get(..words.floor_char_boundary(Evidence::MAX_WORDS)).unwrap_or_default().to_owned()
}

/// Where in a response something stood.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the header of this name, in lower case.
    Header(String),
    /// In the body.
    Body,
    /// In the way to it: the host that sent the reader on.
    Redirect,
}

/// How far a diagnosis can be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// The status is all there is.
    #[default]
    Guess,
    /// A header names a server, and the body has not been read yet; or a sentence tells what broke, and not who says so.
    Possible,
    /// The page is somebody's own, but the headers that should be with it are not.
    Likely,
    /// A header that only this server sets, or a page that only it makes.
    Sure,
}

impl Confidence {
    /// Every degree, in the order above.
    pub const ALL: [Self; 4] = [Self::Guess, Self::Possible, Self::Likely, Self::Sure];

    /// Its id: stable, in lower case, for machines.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }

    /// The degree of this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|confidence| confidence.id() == id)
    }

    /// As a number from 0 to 1.
    #[must_use]
    pub const fn as_fraction(self) -> f32 {
        match self {
            Self::Guess => 0.3,
            Self::Possible => 0.5,
            Self::Likely => 0.8,
            Self::Sure => 0.95,
        }
    }
}
