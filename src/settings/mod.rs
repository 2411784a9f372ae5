//! What the reader may choose, as it is used.
//!
//! Lives here: the choices, and how they are read from what is kept. How they are kept is in `kept`, how a site or a link is
//! written in `site` and `link`, how a choice is changed in `edit`. Not here: where they are kept (`browser`), and how they
//! look on their page (`view`).

pub mod edit;
pub mod kept;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod laws;
pub mod link;
pub mod site;

use crate::id::WebOrigin;
use crate::reach::checkers::SERVICES;
use crate::retry::style::Style;
use kept::Kept;
use link::Link;
use site::{Host, Site};

/// The version in which settings are kept; a file with a later one is not taken in.
pub const VERSION: u32 = 1;
/// How many sites may have choices of their own.
pub const MOST_SITES: usize = 100;
/// How many hosts may be called private.
pub const MOST_HOSTS: usize = 100;
/// How many links of their own a reader may have.
pub const MOST_LINKS: usize = 20;

/// Makes a closed list of words to choose from.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name { $($(#[$what])* $variant,)* }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            const WORDS: &[&str] = &[$($word),*];

            /// The word by which it is kept.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            fn read(kept: &Kept, at: &str, wrong: &mut Vec<Wrong>) -> Option<Self> {
                pick(kept, at, Self::WORDS, wrong).and_then(|place| Self::ALL.get(place).copied())
            }
        }
    };
}

choice! {
    /// Light or dark.
    Theme {
        /// As the computer is set.
        #[default]
        System = "system",
        /// Dark words on light paper.
        Light = "light",
        /// Light words on dark paper.
        Dark = "dark",
    }
}

choice! {
    /// How much of a failed page help covers at most.
    Look {
        /// All of it, where there is nothing on it but an error.
        #[default]
        Full = "full",
        /// A corner.
        Card = "card",
        /// Nothing: the toolbar icon and its popup alone tell.
        Badge = "badge",
    }
}

choice! {
    /// When we ask a site whether it is back.
    Checking {
        /// By ourselves, half as often.
        Gentle = "gentle",
        /// By ourselves, ever less often.
        #[default]
        Balanced = "balanced",
        /// By ourselves, twice as often.
        Eager = "eager",
        /// Only when the reader presses "Check now".
        WhenAsked = "when-asked",
    }
}

impl Checking {
    /// How often we ask by ourselves. Who asks only on a press may still want a page to be watched.
    #[must_use]
    pub const fn style(self) -> Style {
        match self {
            Self::Gentle => Style::Gentle,
            Self::Balanced | Self::WhenAsked => Style::Balanced,
            Self::Eager => Style::Eager,
        }
    }
}

/// The languages that there are words in, each with its name in itself. `tests/documents.rs` holds them to `_locales`.
pub const LANGUAGES: [(&str, &str); 1] = [("en", "English")];

/// What we speak: one of [`LANGUAGES`], or as the browser does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language(Option<&'static str>);

impl Language {
    /// The word for the browser's language.
    pub const BROWSER: &str = "browser";
    /// As the browser does.
    pub const BROWSERS: Self = Self(None);

    /// The word by which it is kept.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.0.unwrap_or(Self::BROWSER)
    }

    /// The language to speak where the browser speaks `browsers`, a tag such as `pt-BR`: that one, or the same without the
    /// country, or English.
    #[must_use]
    pub fn tag(self, browsers: &str) -> &'static str {
        let tags = || LANGUAGES.into_iter().map(|(tag, _)| tag);
        let alike = |wish: &str| tags().find(|tag| tag.replace('_', "-").eq_ignore_ascii_case(wish));
        let wish = browsers.replace('_', "-");
        let plain = wish.split('-').next().unwrap_or_default();
        self.0.or_else(|| alike(&wish)).or_else(|| alike(plain)).unwrap_or("en")
    }
}

/// What a site has of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which site.
    pub site: Site,
    /// How much help covers there; as elsewhere where it is `None`.
    pub look: Option<Look>,
    /// When it is asked; as others where it is `None`.
    pub checking: Option<Checking>,
}

/// The reader's choices, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// What we speak.
    pub language: Language,
    /// How much of a failed page help covers at most.
    pub look: Look,
    /// When we ask a site whether it is back.
    pub checking: Checking,
    /// What single sites have of their own, at most [`MOST_SITES`].
    pub sites: Vec<Rule>,
    /// The services to link to, in this order: all of [`SERVICES`], and at most [`MOST_LINKS`] of the reader's own.
    pub links: Vec<Link>,
    /// Whether the reader has agreed that sites are checked from around the world when they press for it.
    pub outside: bool,
    /// Hosts that nobody outside is asked about, at most [`MOST_HOSTS`].
    pub hosts: Vec<Host>,
}

/// What is wrong with a kept value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The names that lead to it, with ` › ` between them.
    pub at: String,
    /// What it holds, shortened; nothing where it is no text.
    pub value: String,
    /// Why that is none.
    pub why: Why,
}

/// Why a value cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is none of these words.
    NotOneOf(&'static [&'static str]),
    /// It is data of another kind than belongs there.
    Kind,
    /// It is neither a host nor a web origin.
    NotHost,
    /// It begins with neither `http://` nor `https://`, or no host follows.
    NotWeb,
    /// `{host}` does not stand in it.
    NoSlot,
    /// Something else stands in braces.
    OtherSlot,
    /// It is there already.
    Double,
    /// There are as many as may be.
    TooMany(usize),
    /// The settings come from a later version, or say none.
    Version,
    /// The text is no JSON.
    NotJson,
    /// The browser's sync did not take it, as it does with more than 8 KB; it was saved on this computer alone.
    NotSynced,
}

impl Settings {
    /// Reads what is kept: what cannot be read is as if it had not been set, and named in `wrong`.
    #[must_use]
    pub fn read(kept: &Kept, wrong: &mut Vec<Wrong>) -> Self {
        let language = LANGUAGE_WORDS.get(pick(kept.get("language"), "language", &LANGUAGE_WORDS, wrong).unwrap_or(0));
        Self {
            theme: Theme::read(kept.get("theme"), "theme", wrong).unwrap_or_default(),
            language: Language(language.copied().filter(|tag| *tag != Language::BROWSER)),
            look: Look::read(kept.get("look"), "look", wrong).unwrap_or_default(),
            checking: Checking::read(kept.get("checking"), "checking", wrong).unwrap_or_default(),
            sites: rules(kept.get("sites"), wrong),
            links: links(kept.get("links"), wrong),
            outside: kept.get("outside") == &Kept::Flag(true),
            hosts: hosts(kept.get("hosts"), wrong),
        }
    }

    /// How much help covers at most on a page of `origin`.
    #[must_use]
    pub fn look_at(&self, origin: &WebOrigin) -> Look {
        self.closest(origin, |rule| rule.look).unwrap_or(self.look)
    }

    /// When `origin` is asked.
    #[must_use]
    pub fn checking_of(&self, origin: &WebOrigin) -> Checking {
        self.closest(origin, |rule| rule.checking).unwrap_or(self.checking)
    }

    /// Whether the reader has called a host private.
    #[must_use]
    pub fn is_private(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.covers(host))
    }

    /// What the closest rule for an origin that says something of it says.
    fn closest<T>(&self, origin: &WebOrigin, own: impl Fn(&Rule) -> Option<T>) -> Option<T> {
        let rules = self.sites.iter().filter(|rule| rule.site.covers(origin));
        let said = rules.filter_map(|rule| Some((rule.site.closeness(), own(rule)?)));
        said.max_by_key(|(closeness, _)| *closeness).map(|(_, own)| own)
    }
}

/// [`Language::BROWSER`], and the tags of [`LANGUAGES`].
const LANGUAGE_WORDS: [&str; LANGUAGES.len() + 1] = [Language::BROWSER, "en"];

/// Notes what is wrong with `kept`.
fn note(kept: &Kept, at: &str, why: Why, wrong: &mut Vec<Wrong>) {
    let value = kept.text().unwrap_or_default().chars().take(60).collect();
    wrong.push(Wrong { at: at.to_owned(), value, why });
}

/// The place of a kept text among `words`; `None` where there is none.
fn pick(kept: &Kept, at: &str, words: &'static [&'static str], wrong: &mut Vec<Wrong>) -> Option<usize> {
    let found = words.iter().position(|word| kept.text() == Some(word));
    if found.is_none() && *kept != Kept::Nothing {
        note(kept, at, Why::NotOneOf(words), wrong);
    }
    found
}

fn rules(kept: &Kept, wrong: &mut Vec<Wrong>) -> Vec<Rule> {
    if !matches!(kept, Kept::Nothing | Kept::Fields(_)) {
        note(kept, "sites", Why::Kind, wrong);
    }
    let mut rules: Vec<Rule> = Vec::new();
    for (name, own) in kept.fields() {
        let at = format!("sites › {name}");
        match Site::parse(name) {
            _ if !matches!(own, Kept::Fields(_)) => note(own, &at, Why::Kind, wrong),
            Err(why) => note(&name.as_str().into(), &at, why, wrong),
            Ok(_) if rules.len() >= MOST_SITES => note(own, &at, Why::TooMany(MOST_SITES), wrong),
            Ok(site) if rules.iter().any(|rule| rule.site == site) => note(own, &at, Why::Double, wrong),
            Ok(site) => {
                // Browsers keep fields in no order.
                let place = rules.partition_point(|rule| rule.site.as_str() < site.as_str());
                rules.insert(
                    place,
                    Rule {
                        site,
                        look: Look::read(own.get("look"), &format!("{at} › look"), wrong),
                        checking: Checking::read(own.get("checking"), &format!("{at} › checking"), wrong),
                    },
                );
            }
        }
    }
    rules
}

fn links(kept: &Kept, wrong: &mut Vec<Wrong>) -> Vec<Link> {
    if !matches!(kept, Kept::Nothing | Kept::List(_)) {
        note(kept, "links", Why::Kind, wrong);
    }
    let mut links: Vec<Link> = Vec::new();
    for (place, one) in kept.items().iter().enumerate() {
        let at = format!("links › {}", place + 1);
        let (target, on) = (one.get("to"), one.get("on") != &Kept::Flag(false));
        match target.text().map_or(Err(Why::Kind), link::Target::parse) {
            Err(why) => note(target, &at, why, wrong),
            Ok(target) if links.iter().any(|link| link.target == target) => {
                note(one.get("to"), &at, Why::Double, wrong);
            }
            Ok(link::Target::Own(_)) if own_links(&links) >= MOST_LINKS => {
                note(target, &at, Why::TooMany(MOST_LINKS), wrong);
            }
            Ok(target) => links.push(Link { target, on }),
        }
    }
    for service in SERVICES {
        let target = link::Target::Known(service);
        if links.iter().all(|link| link.target != target) {
            links.push(Link { target, on: true });
        }
    }
    links
}

fn own_links(links: &[Link]) -> usize {
    links.iter().filter(|link| matches!(link.target, link::Target::Own(_))).count()
}

fn hosts(kept: &Kept, wrong: &mut Vec<Wrong>) -> Vec<Host> {
    if !matches!(kept, Kept::Nothing | Kept::List(_)) {
        note(kept, "hosts", Why::Kind, wrong);
    }
    let mut hosts: Vec<Host> = Vec::new();
    for (place, one) in kept.items().iter().enumerate() {
        let at = format!("hosts › {}", place + 1);
        match one.text().map_or(Err(Why::Kind), Host::parse) {
            Err(why) => note(one, &at, why, wrong),
            Ok(host) if hosts.contains(&host) => note(one, &at, Why::Double, wrong),
            Ok(_) if hosts.len() >= MOST_HOSTS => note(one, &at, Why::TooMany(MOST_HOSTS), wrong),
            Ok(host) => hosts.push(host),
        }
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Address;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn read(json: &str) -> Settings {
        Settings::read(&serde_json::from_str::<serde_json::Value>(json).unwrap().into(), &mut Vec::new())
    }

    #[track_caller]
    fn check(json: &str, expected: Checking) {
        assert_eq!(read(json).checking, expected, "{json}");
    }

    #[test]
    fn kept_choices() {
        check("{}", Checking::Balanced);
        check(r#"{"checking":"when-asked"}"#, Checking::WhenAsked);
        check(r#"{"checking":"gentle"}"#, Checking::Gentle);
        check(r#"{"checking":"by-telepathy","colour":"green"}"#, Checking::Balanced);
        check(r#"{"checking":null}"#, Checking::Balanced);
        check("[1, 2]", Checking::Balanced);
    }

    #[test]
    fn the_closest_rule_counts() {
        let settings = read(
            r#"{"look":"card","sites":{
                "a.test":{"look":"badge","checking":"gentle"},
                "https://www.a.test:81":{"checking":"eager"},
                "www.a.test":{"look":"full"}}}"#,
        );
        let at = |address: &str| {
            let origin = Address::parse(address).unwrap().origin();
            (settings.look_at(&origin), settings.checking_of(&origin))
        };
        assert_eq!(at("https://b.test/"), (Look::Card, Checking::Balanced));
        assert_eq!(at("https://a.test/"), (Look::Badge, Checking::Gentle));
        assert_eq!(at("http://www.a.test/"), (Look::Full, Checking::Gentle));
        assert_eq!(at("https://www.a.test:81/"), (Look::Full, Checking::Eager));
    }

    #[test]
    fn private_hosts() {
        let settings = read(r#"{"hosts":["corp.test", "a b", "[::1]", 7]}"#);
        assert_eq!(settings.hosts.len(), 2);
        assert!(settings.is_private("wiki.corp.test") && settings.is_private("[::1]"));
        assert!(!settings.is_private("notcorp.test"));
    }

    #[test]
    fn languages() {
        let words = LANGUAGE_WORDS.into_iter().skip(1);
        assert!(words.eq(LANGUAGES.into_iter().map(|(tag, _)| tag)), "{LANGUAGE_WORDS:?}");
        let browser = Language::default();
        assert_eq!(browser.word(), "browser");
        for tag in ["en", "en-GB", "en_US", "tlh", ""] {
            assert_eq!(browser.tag(tag), "en", "{tag}");
        }
        assert_eq!(read(r#"{"language":"en"}"#).language.tag("de"), "en");
        assert_eq!(read(r#"{"language":"tlh"}"#).language, browser);
    }
}
