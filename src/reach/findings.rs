//! What checks from outside have found, and what follows from it; pure.
//!
//! Not here: how a check comes to it (`check`), and how answers are read (`world`, `resolvers`).

use serde::{Deserialize, Serialize};

use super::check::Kind;

/// What a check has found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Findings {
    /// What it asked.
    pub kind: Kind,
    /// Who was asked, and what they got.
    pub places: Vec<Place>,
}

/// One place in the world, or one name service.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Its name: city and country, or whose service it is.
    pub name: String,
    /// Degrees to the east, -180 to 180, and to the north, -90 to 90; `None` for a service, which is everywhere.
    pub spot: Option<(i16, i16)>,
    /// What it got.
    pub got: Got,
}

/// What a place got.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Got {
    /// Nothing yet.
    Pending,
    /// No answer.
    Silence,
    /// The front page's status.
    Status(u16),
    /// Answers to its pings.
    Echo {
        /// The middle one of their times in milliseconds, rounded down.
        ms: u16,
        /// How many pings were lost, in percent.
        lost: u16,
    },
    /// An answer of the site's own server, so many steps away.
    Reached(u16),
    /// No answer from beyond a step of the way.
    Lost {
        /// Which step it is: the last that answered.
        step: u16,
        /// What it is called.
        name: String,
    },
    /// The addresses of the name; none where it has other entries only.
    Addresses(Vec<String>),
    /// The word that there is no such name.
    NoName,
}

/// What the places together say of the front page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// None could load it.
    Everyone,
    /// All could.
    Elsewhere,
    /// Some could.
    Some,
}

/// What those together say that have looked a name up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accord {
    /// Two have addresses for the name, and at least one is the same.
    Same,
    /// Two have addresses, and none is the same.
    Differ,
    /// All say that there is no such name.
    NoName,
    /// Anything else.
    Split,
}

impl Findings {
    /// How many places have an answer, and for how many of them it is a good one.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let (mut all, mut good) = (0, 0);
        for place in &self.places {
            all += usize::from(!matches!(place.got, Got::Pending));
            good += usize::from(place.got.is_good());
        }
        (all, good)
    }

    /// What they say of the front page.
    pub(super) fn verdict(&self) -> Verdict {
        match self.counts() {
            (_, 0) => Verdict::Everyone,
            (all, good) if all == good => Verdict::Elsewhere,
            _ => Verdict::Some,
        }
    }

    /// Whether it is worth telling: one place alone says little, and name services that are silent say nothing of a name.
    pub(super) fn says_something(&self) -> bool {
        let silent = self.places.iter().all(|place| matches!(place.got, Got::Silence));
        self.counts().0 > 1 && !(silent && self.kind == Kind::Resolvers)
    }

    /// What they say of a name.
    #[must_use]
    pub fn accord(&self) -> Accord {
        match self.places.as_slice() {
            places if places.iter().all(|place| matches!(place.got, Got::NoName)) => Accord::NoName,
            [Place { got: Got::Addresses(one), .. }, Place { got: Got::Addresses(other), .. }] => {
                let same = one == other || one.iter().any(|address| other.contains(address));
                if same { Accord::Same } else { Accord::Differ }
            }
            _ => Accord::Split,
        }
    }
}

impl Got {
    /// Whether it tells that the site, or its name, is there.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        match self {
            Self::Status(status) => *status < 500,
            Self::Echo { .. } | Self::Reached(_) | Self::Addresses(_) => true,
            Self::Pending | Self::Silence | Self::Lost { .. } | Self::NoName => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn addresses(texts: &[&str]) -> Got {
        Got::Addresses(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn what_two_say_of_a_name() {
        for (got, accord) in [
            ([addresses(&["1.1.1.1", "2.2.2.2"]), addresses(&["2.2.2.2"])], Some(Accord::Same)),
            ([addresses(&[]), addresses(&[])], Some(Accord::Same)),
            ([addresses(&["1.1.1.1"]), addresses(&["2.2.2.2"])], Some(Accord::Differ)),
            ([Got::NoName, Got::NoName], Some(Accord::NoName)),
            ([Got::NoName, addresses(&["1.1.1.1"])], Some(Accord::Split)),
            ([Got::NoName, Got::Silence], Some(Accord::Split)),
            ([Got::Silence, Got::Silence], None),
        ] {
            let place = |got: &Got| Place { name: String::new(), spot: None, got: got.clone() };
            let found = Findings { kind: Kind::Resolvers, places: got.iter().map(place).collect() };
            assert_eq!(found.says_something().then(|| found.accord()), accord, "{got:?}");
        }
    }
}
