//! "Is it down for everyone?": what is known without asking, who else can tell, and another way in.
//!
//! All of it is links and buttons: nothing goes anywhere before it is pressed, and of private hosts there is none.

use std::borrow::Cow;

use super::icon::drawing;
use super::node::{Attribute, Element, Node, Precision, SLOT, Tag, around};
use super::now::button;
use crate::outage::{Net, Outage, Press, Visit};
use crate::reach::checkers::{Learns, Link, Links, links, proxies, status_pages};
use crate::reach::world::{Check, Place, Trouble, Verdict};
use crate::reach::{Known, PublicHost};
use crate::settings::Settings;
use crate::words::Words;

/// What a view needs to know of the world around an outage.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The reader's choices.
    pub settings: &'a Settings,
    /// What is known without asking.
    pub known: Known,
}

/// The answers, and the ways to get one.
pub(super) fn everyone(visit: &Visit, outage: &Outage, net: Net, around: Around<'_>, words: &Words) -> Vec<Element> {
    let mut parts = vec![Tag::H2.text(words.everyone_title())];
    let known = known(net, around.known, words);
    parts.extend((!known.is_empty()).then(|| Tag::Ul.class("facts").with_all(known)));
    let Some(_host) = PublicHost::of(visit.address(), around.settings) else {
        parts.push(Tag::P.text(words.everyone_private()));
        return parts;
    };
    let Links { checkers, copies } = links(visit.address(), outage.diagnosis.failure, around.settings);
    parts.extend(listed(words.everyone_links(), checkers, words));
    parts.extend(listed(words.copies_text(), copies, words));
    parts.extend(listed(words.status_pages_text(), status_pages(&outage.diagnosis), words));
    parts.extend(check(outage, words));
    parts.push(another_way(words));
    parts
}

/// What is known without asking anyone.
fn known(net: Net, known: Known, words: &Words) -> Vec<Element> {
    let fact = |text: String| vec![Node::Text(text)];
    let connection = match net {
        Net::Offline { .. } => Some(fact(words.known_offline())),
        Net::Online if known.sent_aside => Some(fact(words.known_aside())),
        Net::Online => (known.others > 0).then(|| fact(words.known_works(&known.others))),
    };
    let good = known.good.map(|at| around(&words.known_good(&SLOT), Node::Time { at, precision: Precision::Minutes }));
    connection.into_iter().chain(good).map(|fact| Tag::Li.element().with_all(fact)).collect()
}

fn listed(text: String, links: Vec<Link>, words: &Words) -> Option<Element> {
    let items: Vec<Element> = links.into_iter().map(|link| item(link, words)).collect();
    (!items.is_empty())
        .then(|| Tag::Div.class("outside").with(Tag::P.text(text)).with(Tag::Ul.element().with_all(items)))
}

fn item(link: Link, words: &Words) -> Element {
    let public = (link.learns == Learns::HostInPublic).then(|| Tag::Span.text(words.learns_public()));
    let to = Attribute::Outside(link.to);
    let link = Tag::A.element().set(to).set(Attribute::NewTab).set(Attribute::NoReferrer).text(link.name);
    Tag::Li.element().with(link).text(" ").with_all(public)
}

/// The headline and the line under it, where a check from around the world says more than the answer itself.
pub(super) fn verdict(outage: &Outage, host: &str, words: &Words) -> Option<(String, String)> {
    let findings = outage.check.findings()?;
    let (all, good) = findings.counts();
    Some(match findings.verdict()? {
        Verdict::Everyone => (words.headline_everyone(&host), words.lead_everyone(&all)),
        Verdict::Elsewhere => (words.headline_elsewhere(&host), words.lead_elsewhere(&all)),
        Verdict::Some => (words.headline_some(&host), words.lead_some(&good, &all)),
    })
}

/// The question whether the service may hear of the site; `None` where it is not asked.
pub(super) fn consent(outage: &Outage, words: &Words) -> Option<Element> {
    (outage.check == Check::Consent).then(|| {
        let acts = [
            button("plain", Press::AllowOutside, words.button_allow_outside()),
            button("quiet", Press::RefuseOutside, words.button_refuse_outside()),
        ];
        Tag::Div.class("outside").with(Tag::P.text(words.check_consent())).with(Tag::Div.class("acts").with_all(acts))
    })
}

/// The check from around the world: to be had, under way, or done.
fn check(outage: &Outage, words: &Words) -> Option<Element> {
    let (said, places) = match &outage.check {
        Check::Consent => return consent(outage, words),
        Check::Never => (words.check_text(), None),
        Check::Asking(asking) => (words.check_asking(), Some(&asking.places)),
        Check::Done(findings) => (words.check_done(), Some(&findings.places)),
        Check::Failed(Trouble::Limited(Some(wait))) => (words.check_limited(&wait.as_millis().div_ceil(60_000)), None),
        Check::Failed(Trouble::Limited(None)) => (words.check_limited(&60), None),
        Check::Failed(Trouble::Unreached | Trouble::Unreadable) => (words.check_failed(), None),
    };
    let ask = button("plain", Press::AskOutside, words.button_check_outside());
    let ask = if matches!(outage.check, Check::Asking(_)) { ask.set(Attribute::Disabled) } else { ask };
    let places = places
        .filter(|places| !places.is_empty())
        .map(|places| Tag::Div.class("world").with(map(places)).with(table(places, words)));
    let said = Tag::P.element().set(Attribute::Role("status")).text(said);
    Some(Tag::Div.class("outside").with(said).with_all(places).with(Tag::Div.class("acts").with(ask)))
}

/// A place a line, with what it got in words.
fn table(places: &[Place], words: &Words) -> Element {
    let lines = places.iter().map(|place| {
        let (state, got) = match place.status {
            None => ("idle", words.place_asking()),
            Some(0) => ("broken", words.outcome_silent()),
            Some(code) if place.loads() => ("works", words.place_loads(&code)),
            Some(code) => ("broken", words.outcome_failed(&code)),
        };
        let name = Tag::Span.text(place.name.as_str());
        Tag::Li.element().set(Attribute::State(state)).with(name).text(" ").with(Tag::Span.text(got))
    });
    Tag::Ol.class("checks").with_all(lines)
}

/// Degrees to the east and to the south of the picture's upper left corner: coasts in a few strokes, then the places.
const LAND: &str = "M15 25l40-8 55 0 15 18-25 20-15 5 0 10 10 5-20 0-20-20-8-20zM103 82l20 2 22 16-18 28-10 20-6-6-2-30-8-16zM165 58l20-5 25 5 12 22 10 3-14 25-8 18-10 0-8-26-22-8-8-18zM172 52l4-14 22-18 90-6 60 10-20 16-20 18-22 22-10 8-10-14-8 8-10-22-30 6-8-8-20-4zM295 108l14-8 16 4 8 16-8 10-14-6-14 4z";

/// The world, with a mark for each place: a tick's dot, a cross, a ring. For the eye: the table says the same.
fn map(places: &[Place]) -> Element {
    let (mut good, mut bad, mut open) = (String::new(), String::new(), String::new());
    for place in places {
        let (x, y) = (i32::from(place.east) + 180, 90 - i32::from(place.north));
        let (into, shape) = match place.status {
            None => (&mut open, "m-4 0a4 4 0 1 1 8 0a4 4 0 1 1-8 0"),
            Some(_) if place.loads() => (&mut good, "m-5 0l4 4 7-8"),
            Some(_) => (&mut bad, "m-4-4l8 8m0-8l-8 8"),
        };
        for part in ["M", &x.to_string(), " ", &y.to_string(), shape] {
            into.push_str(part);
        }
    }
    let part = |class, course| drawing(class, "0 0 360 160", course);
    Tag::Div.class("map").with(part("land", Cow::Borrowed(LAND))).with_all([
        part("good", Cow::Owned(good)),
        part("bad", Cow::Owned(bad)),
        part("open", Cow::Owned(open)),
    ])
}

/// Folded away: what a proxy's operator sees comes before the proxies.
fn another_way(words: &Words) -> Element {
    Tag::Details
        .class("way")
        .with(Tag::Summary.text(words.way_title()))
        .with(Tag::P.text(words.way_network()))
        .with_all(listed(words.way_proxy(), proxies().collect(), words))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{WAIT, address_of, at, outage, page, visit};
    use super::*;
    use crate::diagnosis::{Failure, Gateway};
    use crate::http::Method;
    use crate::outage::Cover;
    use crate::settings::kept::Kept;
    use crate::words::tests::english;

    fn drawn(address: &str, failure: Failure, net: Net, known: Known) -> String {
        let settings = Settings::read(&Kept::Nothing, &mut Vec::new());
        let mut visit = visit(Method::Get, page(Cover::Full));
        visit.response.address = address_of(address);
        let mut outage = outage(failure, WAIT);
        outage.diagnosis.gateway = Some(Gateway::Cloudflare);
        let around = Around { settings: &settings, known };
        everyone(&visit, &outage, net, around, &english()).into_iter().map(|part| outline(&part.into())).collect()
    }

    const PAGE: &str = "https://shop.example.com/cart?id=1";

    #[test]
    fn links_and_what_they_learn() {
        let known = Known { others: 3, good: Some(at(500)), sent_aside: false };
        insta::assert_snapshot!(drawn(PAGE, Failure::Dns, Net::Online, known), @r"
        h2: Is it down for everyone?
        ul.facts
          li: Your connection works: other sites that loaded in the last minute: 3.
          li
            This site last loaded well here at 
            (time 500)
            .
        div.outside
          p: These can tell. Each opens in a new tab and learns the name of the site and your internet address, nothing more. Nothing goes there before you press.
          ul
            li
              a [href=https://dnschecker.org/#A/shop.example.com] [target=_blank] [rel=noreferrer noopener]: DNS Checker
            li
              a [href=https://downforeveryoneorjustme.com/shop.example.com] [target=_blank] [rel=noreferrer noopener]: Down for Everyone or Just Me
            li
              a [href=https://www.isitdownrightnow.com/shop.example.com.html] [target=_blank] [rel=noreferrer noopener]: Is It Down Right Now?
            li
              a [href=https://check-host.net/check-http?host=shop.example.com] [target=_blank] [rel=noreferrer noopener]: Check-Host
              span: shows its answer to anyone
            li
              a [href=https://www.uptrends.com/tools/uptime?url=shop.example.com] [target=_blank] [rel=noreferrer noopener]: Uptrends
        div.outside
          p: A saved copy of this page may be here. They learn the page's address, without what stands behind the question mark.
          ul
            li
              a [href=https://web.archive.org/web/2/https://shop.example.com/cart] [target=_blank] [rel=noreferrer noopener]: Wayback Machine
            li
              a [href=https://archive.ph/newest/https://shop.example.com/cart] [target=_blank] [rel=noreferrer noopener]: archive.today
        div.outside
          p: Those who stand in front of the site say here how they are:
          ul
            li
              a [href=https://www.cloudflarestatus.com/] [target=_blank] [rel=noreferrer noopener]: Cloudflare
        div.outside
          p [role=status]: Or have it checked from six places around the world by Globalping, a free public service.
          div.acts
            button.plain [data-press=ask-outside]: Check from around the world
        details.way
          summary: Another way in
          p: First try a different network, such as your phone's mobile data. Nobody else learns of it.
          div.outside
            p: A public web proxy loads the page in your place. Whoever runs it sees everything and can change it: every page, every word that you type, every password. Never sign in through one. The links go to their front pages; the address is not passed on.
            ul
              li
                a [href=https://www.croxyproxy.com/] [target=_blank] [rel=noreferrer noopener]: CroxyProxy
              li
                a [href=https://hide.me/en/proxy] [target=_blank] [rel=noreferrer noopener]: hide.me
              li
                a [href=https://www.proxysite.com/] [target=_blank] [rel=noreferrer noopener]: ProxySite
        ");
    }

    #[test]
    fn every_link_leads_into_a_tab_of_its_own_and_tells_nobody_where_it_stood() {
        let drawn = drawn(PAGE, Failure::Tls, Net::Online, Known::default());
        let links: Vec<_> = drawn.lines().filter(|line| line.trim_start().starts_with("a ")).collect();
        assert!(links.len() > 10, "{drawn}");
        for link in links {
            assert!(link.contains("[target=_blank] [rel=noreferrer noopener]") && !link.contains("id=1"), "{link}");
        }
    }

    #[test]
    fn of_private_hosts_nobody_is_told() {
        for address in ["http://localhost:3000/", "http://192.168.0.1/", "http://nas.local/", "http://intranet/"] {
            let drawn = drawn(address, Failure::Dns, Net::Online, Known::default());
            assert!(drawn.contains("so nobody is asked") && !drawn.contains("href"), "{drawn}");
        }
    }

    #[test]
    fn what_is_known_without_asking() {
        let told = |net, others, sent_aside| {
            let drawn = drawn(PAGE, Failure::Dns, net, Known { others, good: None, sent_aside });
            drawn.lines().find(|line| line.contains("li: ")).map(|line| line.trim().to_owned())
        };
        assert_eq!(told(Net::Online, 0, false), None);
        assert!(told(Net::Online, 3, false).unwrap().contains("last minute: 3."));
        assert!(told(Net::Online, 3, true).unwrap().contains("sign in first"));
        assert!(told(Net::Offline { looked: at(1) }, 3, true).unwrap().contains("not connected"));
    }
}
