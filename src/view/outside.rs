//! Whether it is down for others too: what is known without asking, who else can tell, and another way in.
//!
//! All of it is links and buttons: nothing goes anywhere before it is pressed, and of private hosts there is none.

use super::checks::checks;
use super::help::fold;
use super::node::{Attribute, Element, Node, Precision, SLOT, Tag, around};
use crate::diagnosis::Failure;
use crate::id::Address;
use crate::outage::{Net, Outage, Visit};
use crate::reach::checkers::{Learns, Link, Links, links, proxies, status_pages};
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
    let Some(host) = PublicHost::of(visit.address(), around.settings) else {
        parts.push(Tag::P.text(words.everyone_private()));
        return parts;
    };
    let Links { checkers, copies } = links(visit.address(), outage.diagnosis.failure, around.settings);
    parts.extend(listed(words.everyone_links(), checkers, words));
    parts.extend(listed(words.copies_text(), copies, words));
    parts.extend(listed(words.status_pages_text(), status_pages(&outage.diagnosis), words));
    parts.push(checks(outage, &host, words));
    parts.push(another_way(words));
    parts
}

/// Who else can tell of a site that does not fail here, or was only asked. Of a private one nobody can.
pub(super) fn others(address: &Address, settings: &Settings, words: &Words) -> Option<Element> {
    let links = listed(words.everyone_links(), links(address, Failure::Unknown, settings).checkers, words)?;
    Some(fold(words.everyone_title(), links))
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

/// Folded away: what a proxy's operator sees comes before the proxies.
fn another_way(words: &Words) -> Element {
    fold(words.way_title(), Tag::P.text(words.way_network())).set(Attribute::Class("way")).with_all(listed(
        words.way_proxy(),
        proxies().collect(),
        words,
    ))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{WAIT, address_of, at, in_one_line, outage, page, visit};
    use super::*;
    use crate::diagnosis::Gateway;
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
        h2: Is it down for others too?
        ul.facts
          li: Your connection works. Other sites that loaded in the last minute: 3.
          li
            This site last loaded well here at 
            (time 500)
            .
        div.outside
          p: These can tell. Each opens in a new tab. All we pass on is the name of the site, and nothing before you press.
          ul
            li
              a [href=https://dnschecker.org/#A/shop.example.com] [target=_blank] [rel=noreferrer noopener]: DNS Checker
            li
              a [href=https://downforeveryoneorjustme.com/shop.example.com] [target=_blank] [rel=noreferrer noopener]: Down for Everyone or Just Me
            li
              a [href=https://www.isitdownrightnow.com/shop.example.com.html] [target=_blank] [rel=noreferrer noopener]: Is It Down Right Now?
            li
              a [href=https://check-host.net/check-http?host=shop.example.com] [target=_blank] [rel=noreferrer noopener]: Check-Host
              span: makes its answer public
            li
              a [href=https://www.uptrends.com/tools/uptime?url=shop.example.com] [target=_blank] [rel=noreferrer noopener]: Uptrends
        div.outside
          p: These archives may hold a saved copy of this page. They learn the page’s address, without what stands behind the question mark.
          ul
            li
              a [href=https://web.archive.org/web/2/https://shop.example.com/cart] [target=_blank] [rel=noreferrer noopener]: Wayback Machine
            li
              a [href=https://archive.ph/newest/https://shop.example.com/cart] [target=_blank] [rel=noreferrer noopener]: archive.today
        div.outside
          p: Companies that the site relies on tell of their own trouble here:
          ul
            li
              a [href=https://www.cloudflarestatus.com/] [target=_blank] [rel=noreferrer noopener]: Cloudflare
        div.outside
          p [role=status]: Or have it checked from six places around the world by Globalping, a free public service.
          div.acts
            button.plain [data-press=ask-outside]: Check from around the world
        details.way
          summary: Another way in
          p: First try a different network, such as your phone’s mobile data.
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
    fn known_without_asking_or_not_to_be_known() {
        let top = |address, net, known| {
            let drawn = drawn(address, Failure::OriginTimeout, net, known);
            let top = drawn.split_once("div.outside").map_or(drawn.as_str(), |(top, _)| top);
            in_one_line(top)
        };
        let offline = Net::Offline { looked: at(1) };
        let rich = Known { others: 1, good: Some(at(500)), sent_aside: false };
        let all = [
            top(PAGE, Net::Online, Known::default()),
            top(PAGE, Net::Online, rich),
            top(PAGE, Net::Online, Known { sent_aside: true, ..rich }),
            top(PAGE, offline, rich),
            top("http://nas.local/", Net::Online, rich),
            top("http://nas.local/", offline, Known::default()),
        ];
        insta::assert_snapshot!(all.join("\n"), @r"
        h2: Is it down for others too?
        h2: Is it down for others too? | li: Your connection works. Other sites that loaded in the last minute: 1. | This site last loaded well here at | (time 500) | .
        h2: Is it down for others too? | li: Your network may want you to sign in first: a page was just sent on to an address inside it. | This site last loaded well here at | (time 500) | .
        h2: Is it down for others too? | li: Your computer is not connected to the internet. | This site last loaded well here at | (time 500) | .
        h2: Is it down for others too? | li: Your connection works. Other sites that loaded in the last minute: 1. | This site last loaded well here at | (time 500) | . | p: This address belongs to your own computer or network. Nobody outside can tell whether it works, so nobody is asked.
        h2: Is it down for others too? | li: Your computer is not connected to the internet. | p: This address belongs to your own computer or network. Nobody outside can tell whether it works, so nobody is asked.
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
