//! Changing what is kept: one choice at a time, or all of it out of a file. What is wrong changes nothing.

use super::kept::Kept;
use super::link::{Link, Target};
use super::site::{Host, Site};
use super::{Checking, LANGUAGE_WORDS, Look, MOST_HOSTS, MOST_LINKS, MOST_SITES, Settings, Theme, VERSION, Why, Wrong};
use super::{note, own_links};

/// A change that the reader asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// To choose a word; the empty one takes a site's own choice away.
    Set(Field, String),
    /// To add to a list what the reader wrote.
    Add(List, String),
    /// To take an item out of a list.
    Remove(List, String),
    /// To have everything as at first.
    Reset,
}

/// What can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// [`Settings::theme`].
    Theme,
    /// [`Settings::language`].
    Language,
    /// [`Settings::look`].
    Look,
    /// [`Settings::checking`].
    Checking,
    /// [`Settings::outside`]: `off` alone, since leave is given where it is asked for.
    Outside,
    /// The look of a site.
    SiteLook(String),
    /// When a site is asked.
    SiteChecking(String),
    /// Whether a link is shown: `on`, `off`.
    LinkOn(String),
    /// The place of a link: `up` or `down` from where it is.
    LinkPlace(String),
}

/// The lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// [`Settings::sites`].
    Sites,
    /// [`Settings::links`].
    Links,
    /// [`Settings::hosts`].
    Hosts,
}

impl List {
    /// The name by which it is kept.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::Links => "links",
            Self::Hosts => "hosts",
        }
    }

    /// The list of that name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Sites, Self::Links, Self::Hosts].into_iter().find(|list| list.word() == word)
    }
}

impl Field {
    /// Its name in messages; [`parse`](Self::parse) reads it back.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Theme => "theme".to_owned(),
            Self::Language => "language".to_owned(),
            Self::Look => "look".to_owned(),
            Self::Checking => "checking".to_owned(),
            Self::Outside => "outside".to_owned(),
            Self::SiteLook(site) => format!("site-look {site}"),
            Self::SiteChecking(site) => format!("site-checking {site}"),
            Self::LinkOn(link) => format!("link-on {link}"),
            Self::LinkPlace(link) => format!("link-place {link}"),
        }
    }

    /// The field of that name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (name, item) = word.split_once(' ').unwrap_or((word, ""));
        let item = || item.to_owned();
        Some(match name {
            "theme" => Self::Theme,
            "language" => Self::Language,
            "look" => Self::Look,
            "checking" => Self::Checking,
            "outside" => Self::Outside,
            "site-look" => Self::SiteLook(item()),
            "site-checking" => Self::SiteChecking(item()),
            "link-on" => Self::LinkOn(item()),
            "link-place" => Self::LinkPlace(item()),
            _ => return None,
        })
    }
}

impl Edit {
    /// Changes what is kept.
    ///
    /// # Errors
    ///
    /// Why it cannot be; nothing has changed then. The same as for what is read: [`Why::NotHost`] for a site `"a b"`,
    /// [`Why::NoSlot`] for a link `"https://a.test/"`, [`Why::Double`] for what is there, [`Why::NotOneOf`] for a theme
    /// `"pink"`.
    pub fn apply(self, kept: &mut Kept) -> Result<(), Why> {
        let settings = Settings::read(kept, &mut Vec::new());
        match self {
            Self::Reset => *kept = Kept::Nothing,
            Self::Set(Field::Theme, word) => set(kept, "theme", &word, Theme::WORDS)?,
            Self::Set(Field::Language, word) => set(kept, "language", &word, &LANGUAGE_WORDS)?,
            Self::Set(Field::Look, word) => set(kept, "look", &word, Look::WORDS)?,
            Self::Set(Field::Checking, word) => set(kept, "checking", &word, Checking::WORDS)?,
            Self::Set(Field::Outside, word) if word == "off" => kept.remove("outside"),
            Self::Set(Field::Outside, _) => return Err(Why::NotOneOf(&["off"])),
            Self::Set(Field::SiteLook(site), word) => set_at(kept, &site, "look", &word, Look::WORDS)?,
            Self::Set(Field::SiteChecking(site), word) => set_at(kept, &site, "checking", &word, Checking::WORDS)?,
            Self::Set(Field::LinkOn(id), word) => {
                let mut links = settings.links;
                let place = place_of(&links, &id)?;
                links.iter_mut().skip(place).take(1).for_each(|link| link.on = word == "on");
                write_links(kept, &links);
            }
            Self::Set(Field::LinkPlace(id), word) => {
                let mut links = settings.links;
                let place = place_of(&links, &id)?;
                let other = if word == "up" { place.saturating_sub(1) } else { place + 1 };
                if other < links.len() {
                    links.swap(place, other);
                }
                write_links(kept, &links);
            }
            Self::Add(List::Sites, text) => {
                let site = Site::parse(&text)?;
                room(settings.sites.len(), MOST_SITES, settings.sites.iter().any(|rule| rule.site == site))?;
                let mut sites = kept.get("sites").clone();
                sites.put(site.as_str(), Kept::Fields(Vec::new()));
                kept.put("sites", sites);
            }
            Self::Add(List::Links, text) => {
                let target = Target::parse(&text)?;
                let mut links = settings.links;
                room(own_links(&links), MOST_LINKS, links.iter().any(|link| link.target == target))?;
                links.push(Link { target, on: true });
                write_links(kept, &links);
            }
            Self::Add(List::Hosts, text) => {
                let host = Host::parse(&text)?;
                let mut hosts = settings.hosts;
                room(hosts.len(), MOST_HOSTS, hosts.contains(&host))?;
                hosts.push(host);
                write_hosts(kept, &hosts);
            }
            Self::Remove(List::Sites, item) => {
                let key = key_of(kept, &Site::parse(&item)?);
                let mut sites = kept.get("sites").clone();
                sites.remove(&key);
                kept.put("sites", sites);
            }
            Self::Remove(List::Links, item) => {
                let mut links = settings.links;
                links.retain(|link| link.target.as_str() != item);
                write_links(kept, &links);
            }
            Self::Remove(List::Hosts, item) => {
                let mut hosts = settings.hosts;
                hosts.retain(|host| host.as_str() != item);
                write_hosts(kept, &hosts);
            }
        }
        stamp(kept);
        Ok(())
    }
}

/// Takes what a file holds for settings.
///
/// # Errors
///
/// Everything that is wrong in it; at least a version must be there, and none later than [`VERSION`]. What it holds beside
/// what we know is kept.
pub fn import(kept: Kept) -> Result<Kept, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let version = kept.get("version");
    if !matches!(version, Kept::Number(number) if (1.0..=f64::from(VERSION)).contains(number)) {
        note(version, "version", Why::Version, &mut wrong);
    }
    let _checked = Settings::read(&kept, &mut wrong);
    if wrong.is_empty() { Ok(kept) } else { Err(wrong) }
}

/// Says in which version settings are kept, where nothing does.
pub fn stamp(kept: &mut Kept) {
    if *kept.get("version") == Kept::Nothing {
        kept.put("version", Kept::Number(f64::from(VERSION)));
    }
}

fn set(kept: &mut Kept, name: &str, word: &str, words: &'static [&'static str]) -> Result<(), Why> {
    if word.is_empty() {
        kept.remove(name);
    } else if words.contains(&word) {
        kept.put(name, word.into());
    } else {
        return Err(Why::NotOneOf(words));
    }
    Ok(())
}

/// Sets what a site that has a rule has of its own.
fn set_at(kept: &mut Kept, site: &str, name: &str, word: &str, words: &'static [&'static str]) -> Result<(), Why> {
    let key = key_of(kept, &Site::parse(site)?);
    let mut sites = kept.get("sites").clone();
    let mut rule = sites.get(&key).clone();
    if rule == Kept::Nothing {
        return Err(Why::NotHost);
    }
    set(&mut rule, name, word, words)?;
    sites.put(&key, rule);
    kept.put("sites", sites);
    Ok(())
}

/// The name by which a site is kept: a file may have written it in another way than we do.
fn key_of(kept: &Kept, site: &Site) -> String {
    let mut keys = kept.get("sites").fields().iter().map(|(key, _)| key);
    let found = keys.find(|key| Site::parse(key).as_ref() == Ok(site));
    found.map_or_else(|| site.as_str().to_owned(), Clone::clone)
}

const fn room(there: usize, most: usize, double: bool) -> Result<(), Why> {
    match (double, there < most) {
        (true, _) => Err(Why::Double),
        (false, false) => Err(Why::TooMany(most)),
        (false, true) => Ok(()),
    }
}

fn place_of(links: &[Link], id: &str) -> Result<usize, Why> {
    links.iter().position(|link| link.target.as_str() == id).ok_or(Why::NotWeb)
}

fn write_links(kept: &mut Kept, links: &[Link]) {
    let written = |link: &Link| {
        Kept::Fields(vec![("to".to_owned(), link.target.as_str().into()), ("on".to_owned(), Kept::Flag(link.on))])
    };
    let unread = |one: &Kept| one.get("to").text().is_none_or(|text| Target::parse(text).is_err());
    rewrite(kept, "links", links.iter().map(written).collect(), unread);
}

fn write_hosts(kept: &mut Kept, hosts: &[Host]) {
    let written = hosts.iter().map(|host| host.as_str().into()).collect();
    rewrite(kept, "hosts", written, |one| one.text().is_none_or(|text| Host::parse(text).is_err()));
}

/// Puts new items in place of those that we know; the others stay behind them.
fn rewrite(kept: &mut Kept, name: &str, mut items: Vec<Kept>, unread: impl Fn(&Kept) -> bool) {
    items.extend(kept.get(name).items().iter().filter(|one| unread(one)).cloned());
    kept.put(name, Kept::List(items));
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn read(kept: &Kept) -> (Settings, Vec<Wrong>) {
        let mut wrong = Vec::new();
        (Settings::read(kept, &mut wrong), wrong)
    }

    #[track_caller]
    fn check(json: &str, edit: Edit, expected: Result<&str, Why>) {
        let before = Kept::from(serde_json::from_str::<serde_json::Value>(json).unwrap());
        let mut kept = before.clone();
        match expected {
            Ok(json) => {
                assert_eq!(edit.apply(&mut kept), Ok(()));
                assert_eq!(serde_json::to_string(&kept).unwrap(), json);
            }
            Err(why) => {
                assert_eq!(edit.apply(&mut kept), Err(why));
                assert_eq!(kept, before);
            }
        }
    }

    fn set(field: Field, word: &str) -> Edit {
        Edit::Set(field, word.to_owned())
    }

    fn add(list: List, text: &str) -> Edit {
        Edit::Add(list, text.to_owned())
    }

    #[test]
    fn choices_are_set() {
        check("{}", set(Field::Theme, "dark"), Ok(r#"{"theme":"dark","version":1.0}"#));
        check(r#"{"theme":"dark","version":1}"#, set(Field::Theme, ""), Ok(r#"{"version":1.0}"#));
        check("null", set(Field::Look, "card"), Ok(r#"{"look":"card","version":1.0}"#));
        check("{}", set(Field::Theme, "pink"), Err(Why::NotOneOf(Theme::WORDS)));
        check("{}", set(Field::Language, "tlh"), Err(Why::NotOneOf(&LANGUAGE_WORDS)));
    }

    #[test]
    fn leave_for_checks_from_outside_can_be_taken_back_and_not_be_given() {
        check(r#"{"outside":true,"version":1}"#, set(Field::Outside, "off"), Ok(r#"{"version":1.0}"#));
        for word in ["on", "true", ""] {
            check("{}", set(Field::Outside, word), Err(Why::NotOneOf(&["off"])));
        }
        assert_eq!(Field::parse(&Field::Outside.word()), Some(Field::Outside));
    }

    #[test]
    fn sites_have_choices_of_their_own() {
        let eager = |site: &str| set(Field::SiteChecking(site.to_owned()), "eager");
        check("{}", add(List::Sites, "A.test"), Ok(r#"{"sites":{"a.test":{}},"version":1.0}"#));
        let sites = r#"{"version":1,"sites":{"A.test":{"later":true}}}"#;
        check(sites, eager("a.test"), Ok(r#"{"sites":{"A.test":{"later":true,"checking":"eager"}},"version":1.0}"#));
        check(sites, eager("b.test"), Err(Why::NotHost));
        check(sites, add(List::Sites, "a.TEST"), Err(Why::Double));
        check(sites, add(List::Sites, "a test"), Err(Why::NotHost));
        check(sites, Edit::Remove(List::Sites, "a.test".to_owned()), Ok(r#"{"sites":{},"version":1.0}"#));
    }

    #[test]
    fn links_are_ordered_shown_and_added() {
        let mut kept = Kept::Nothing;
        let own = "https://a.test/{host}";
        for edit in [
            add(List::Links, own),
            set(Field::LinkPlace(own.to_owned()), "up"),
            set(Field::LinkPlace("downforeveryoneorjustme".to_owned()), "up"),
            set(Field::LinkOn("uptrends".to_owned()), "off"),
        ] {
            assert_eq!(edit.apply(&mut kept), Ok(()));
        }
        let (settings, wrong) = read(&kept);
        assert_eq!(wrong, []);
        let ids: Vec<_> = settings.links.iter().map(|link| link.target.as_str()).collect();
        assert_eq!(ids[..2], ["downforeveryoneorjustme", "isitdownrightnow"]);
        assert_eq!(ids[7..], [own, "archive-today"]);
        let off = |link: &&Link| !link.on;
        assert_eq!(
            settings.links.iter().filter(off).map(|link| link.target.as_str()).collect::<Vec<_>>(),
            ["uptrends"]
        );
        assert_eq!(add(List::Links, own).apply(&mut kept), Err(Why::Double));
        assert_eq!(add(List::Links, "https://a.test/").apply(&mut kept), Err(Why::NoSlot));
        Edit::Remove(List::Links, own.to_owned()).apply(&mut kept).unwrap();
        assert_eq!(read(&kept).0.links.len(), 8);
    }

    #[test]
    fn there_is_an_end_to_every_list() {
        for (list, most) in [(List::Sites, MOST_SITES), (List::Links, MOST_LINKS), (List::Hosts, MOST_HOSTS)] {
            let mut kept = Kept::Nothing;
            let text = |n: usize| match list {
                List::Links => format!("https://a{n}.test/{{host}}"),
                List::Sites | List::Hosts => format!("a{n}.test"),
            };
            for n in 0..most {
                assert_eq!(add(list, &text(n)).apply(&mut kept), Ok(()), "{n}");
            }
            assert_eq!(add(list, &text(most)).apply(&mut kept), Err(Why::TooMany(most)));
            assert_eq!(read(&kept).1, []);
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn what_is_wrong_in_a_file_is_named() {
        let file = serde_json::json!({
            "version": 1,
            "theme": "pink",
            "look": 7,
            "sites": { "a b": {}, "a.test": { "look": "huge" }, "b.test": 1 },
            "links": [{ "to": "https://a.test/" }, { "to": "uptrends", "on": false }, { "to": "uptrends" }],
            "hosts": "intranet",
        });
        let wrong = import(file.into()).unwrap_err();
        let told: Vec<_> =
            wrong.iter().map(|wrong| format!("{}: {:?} {:?}", wrong.at, wrong.value, wrong.why)).collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        theme: "pink" NotOneOf(["system", "light", "dark"])
        look: "" NotOneOf(["full", "card", "badge"])
        sites › a b: "a b" NotHost
        sites › a.test › look: "huge" NotOneOf(["full", "card", "badge"])
        sites › b.test: "" Kind
        links › 1: "https://a.test/" NoSlot
        links › 3: "uptrends" Double
        hosts: "intranet" Kind
        "#);
        for version in [serde_json::json!(2), serde_json::json!(0), serde_json::json!("1"), serde_json::Value::Null] {
            let wrong = import(serde_json::json!({ "version": version }).into()).unwrap_err();
            assert_eq!(wrong.iter().map(|wrong| wrong.why).collect::<Vec<_>>(), [Why::Version]);
        }
    }
}
