//! The outside services that we link to: who tells whether a site is up, who has a copy of it, who stands in front of it and
//! says how they are, and who passes pages on.
//!
//! Lives here: their names, the forms of their addresses, and what each learns. Not here: which of them the reader wants, and
//! in which order (`settings`). A link is the reader's press: nothing of it is loaded before.

use super::{PublicHost, private};
use crate::cut::replaced;
use crate::diagnosis::{Diagnosis, Failure, Gateway};
use crate::id::Address;
use crate::settings::Settings;
use crate::settings::link::Target;

/// A service to link to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// How settings name it.
    pub id: &'static str,
    /// How it names itself.
    pub name: &'static str,
    /// Its address for a site: `{host}` stands for the host, `{page}` for the page without query and fragment.
    form: &'static str,
    /// What it learns.
    learns: Learns,
    /// When it is shown.
    shown: Shown,
}

/// What whoever a link leads to learns of the reader, beside their internet address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learns {
    /// Which host.
    Host,
    /// Which host; and the answer can be seen by anyone.
    HostInPublic,
    /// Which page, without query and fragment.
    Page,
    /// Nothing but that somebody comes.
    Nothing,
}

/// When a service is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Always,
    /// Before the others where one of these broke.
    First(&'static [Failure]),
    /// Before the others where one of these broke, and else not at all.
    Only(&'static [Failure]),
}

macro_rules! services {
    ($($id:literal $name:literal $form:literal $learns:ident $shown:expr;)*) => {
        /// All of them, in the order in which they are offered.
        pub const SERVICES: [Service; [$($id),*].len()] = [
            $(Service { id: $id, name: $name, form: $form, learns: Learns::$learns, shown: $shown }),*
        ];
    };
}

services! {
    "downforeveryoneorjustme" "Down for Everyone or Just Me" "https://downforeveryoneorjustme.com/{host}" Host Shown::Always;
    "isitdownrightnow" "Is It Down Right Now?" "https://www.isitdownrightnow.com/{host}.html" Host Shown::Always;
    "check-host" "Check-Host" "https://check-host.net/check-http?host={host}" HostInPublic Shown::Always;
    "uptrends" "Uptrends" "https://www.uptrends.com/tools/uptime?url={host}" Host Shown::Always;
    "dnschecker" "DNS Checker" "https://dnschecker.org/#A/{host}" Host Shown::First(&[Failure::Dns]);
    "ssllabs" "SSL Labs" "https://www.ssllabs.com/ssltest/analyze.html?d={host}&hideResults=on" Host Shown::Only(&[Failure::Tls]);
    "wayback" "Wayback Machine" "https://web.archive.org/web/2/{page}" Page Shown::Always;
    "archive-today" "archive.today" "https://archive.ph/newest/{page}" Page Shown::Always;
}

/// Where those say how they are that stand before sites. Their own pages; nothing is said to them of the site.
#[rustfmt::skip]
const STATUS_PAGES: &[(&[Gateway], &str)] = &[
    (&[Gateway::Akamai], "https://www.akamaistatus.com/"),
    (&[Gateway::AwsAlb, Gateway::AwsApiGateway, Gateway::AwsCloudfront, Gateway::AwsS3], "https://health.aws.amazon.com/health/status"),
    (&[Gateway::AzureAppGateway, Gateway::AzureAppService, Gateway::AzureFrontDoor], "https://azure.status.microsoft/"),
    (&[Gateway::Bunny], "https://status.bunny.net/"),
    (&[Gateway::Cloudflare, Gateway::CloudflareTunnel], "https://www.cloudflarestatus.com/"),
    (&[Gateway::DigitalOcean], "https://status.digitalocean.com/"),
    (&[Gateway::Fastly], "https://www.fastlystatus.com/"),
    (&[Gateway::FlyIo], "https://status.flyio.net/"),
    (&[Gateway::GitHub], "https://www.githubstatus.com/"),
    (&[Gateway::GoogleFrontend, Gateway::GoogleLb], "https://status.cloud.google.com/"),
    (&[Gateway::Heroku], "https://status.heroku.com/"),
    (&[Gateway::Imperva], "https://status.imperva.com/"),
    (&[Gateway::KeyCdn], "https://status.keycdn.com/"),
    (&[Gateway::Netlify], "https://www.netlifystatus.com/"),
    (&[Gateway::Ngrok], "https://status.ngrok.com/"),
    (&[Gateway::Railway], "https://status.railway.com/"),
    (&[Gateway::Render], "https://status.render.com/"),
    (&[Gateway::Shopify], "https://www.shopifystatus.com/"),
    (&[Gateway::Squarespace], "https://status.squarespace.com/"),
    (&[Gateway::Sucuri], "https://status.sucuri.net/"),
    (&[Gateway::Vercel], "https://www.vercel-status.com/"),
    (&[Gateway::Wix], "https://status.wix.com/"),
];

/// Public web proxies, by their home pages: no address is passed on.
const PROXIES: [(&str, &str); 3] = [
    ("CroxyProxy", "https://www.croxyproxy.com/"),
    ("hide.me", "https://hide.me/en/proxy"),
    ("ProxySite", "https://www.proxysite.com/"),
];

/// A link to an outside service. It can only be made here, so that none leads elsewhere than a table or the reader says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What to call it.
    pub name: String,
    /// What it tells whoever it leads to.
    pub learns: Learns,
    /// Where it leads.
    pub to: Outside,
}

/// An address outside, fragment included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside(String);

impl Outside {
    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who can tell whether the site is up, and who may have a copy: two lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Who can tell whether it is up.
    pub checkers: Vec<Link>,
    /// Who may have a copy.
    pub copies: Vec<Link>,
}

/// The links that the reader wants, in their order, but first those that fit what broke.
#[must_use]
pub fn links(address: &Address, failure: Failure, settings: &Settings) -> Links {
    let mut links = Links::default();
    let Some(host) = PublicHost::of(address, settings) else { return links };
    let mut first = 0;
    for wanted in settings.links.iter().filter(|wanted| wanted.on) {
        match &wanted.target {
            Target::Known(service) => {
                let fits = service.fits(failure);
                let number = private::is_number(host.as_str());
                let Some(early) = fits.filter(|_| !(number && service.is_of_names())) else { continue };
                let link = service.link(&host, address);
                match (service.learns, early) {
                    (Learns::Page, _) => links.copies.push(link),
                    (_, true) => {
                        links.checkers.insert(first, link);
                        first += 1;
                    }
                    (_, false) => links.checkers.push(link),
                }
            }
            Target::Own(template) => links.checkers.push(Link {
                name: wanted.target.name(),
                learns: Learns::Host,
                to: Outside(template.fill(host.as_str())),
            }),
        }
    }
    links
}

/// Where those say how they are that stood before the site, each page once.
#[must_use]
pub fn status_pages(diagnosis: &Diagnosis) -> Vec<Link> {
    let mut pages: Vec<Link> = Vec::new();
    for gateway in diagnosis.gateway.iter().chain(&diagnosis.relays) {
        let page = STATUS_PAGES.iter().find(|(gateways, _)| gateways.contains(gateway));
        let page =
            page.map(|(_, page)| Outside((*page).to_owned())).filter(|to| pages.iter().all(|link| link.to != *to));
        pages.extend(page.map(|to| Link { name: gateway.name().to_owned(), learns: Learns::Nothing, to }));
    }
    pages
}

/// The home pages of public web proxies.
pub fn proxies() -> impl Iterator<Item = Link> {
    PROXIES.into_iter().map(|(name, page)| Link {
        name: name.to_owned(),
        learns: Learns::Nothing,
        to: Outside(page.to_owned()),
    })
}

impl Service {
    /// Whether it is shown for `failure`: before others, or not; `None` where it is not shown.
    fn fits(&self, failure: Failure) -> Option<bool> {
        match self.shown {
            Shown::Always => Some(false),
            Shown::First(failures) => Some(failures.contains(&failure)),
            Shown::Only(failures) => failures.contains(&failure).then_some(true),
        }
    }

    /// Whether it can only tell of names, not of numbers.
    fn is_of_names(&self) -> bool {
        !matches!(self.shown, Shown::Always)
    }

    fn link(&self, host: &PublicHost, address: &Address) -> Link {
        let page = address.as_str().split(['?', '#']).next().unwrap_or_default();
        let to = replaced(&replaced(self.form, "{host}", host.as_str()), "{page}", page);
        Link { name: self.name.to_owned(), learns: self.learns, to: Outside(to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Status;
    use crate::settings::kept::Kept;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn settings(json: &str) -> Settings {
        Settings::read(&Kept::from(serde_json::from_str::<serde_json::Value>(json).unwrap()), &mut Vec::new())
    }

    fn of(address: &str, failure: Failure, json: &str) -> Links {
        links(&Address::parse(address).unwrap(), failure, &settings(json))
    }

    const PAGE: &str = "https://shop.example.com:8443/cart?secret=1";

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn the_table() {
        let written = |links: &[Link]| {
            links
                .iter()
                .map(|link| format!("{}: {} {:?}", link.name, link.to.as_str(), link.learns))
                .collect::<Vec<_>>()
        };
        let links = of(PAGE, Failure::Tls, "{}");
        insta::assert_snapshot!(written(&links.checkers).join("\n"), @r"
        SSL Labs: https://www.ssllabs.com/ssltest/analyze.html?d=shop.example.com&hideResults=on Host
        Down for Everyone or Just Me: https://downforeveryoneorjustme.com/shop.example.com Host
        Is It Down Right Now?: https://www.isitdownrightnow.com/shop.example.com.html Host
        Check-Host: https://check-host.net/check-http?host=shop.example.com HostInPublic
        Uptrends: https://www.uptrends.com/tools/uptime?url=shop.example.com Host
        DNS Checker: https://dnschecker.org/#A/shop.example.com Host
        ");
        insta::assert_snapshot!(written(&links.copies).join("\n"), @r"
        Wayback Machine: https://web.archive.org/web/2/https://shop.example.com:8443/cart Page
        archive.today: https://archive.ph/newest/https://shop.example.com:8443/cart Page
        ");
        insta::assert_snapshot!(written(&proxies().collect::<Vec<_>>()).join("\n"), @r"
        CroxyProxy: https://www.croxyproxy.com/ Nothing
        hide.me: https://hide.me/en/proxy Nothing
        ProxySite: https://www.proxysite.com/ Nothing
        ");
    }

    #[test]
    fn what_broke_comes_first() {
        let names = |failure| of(PAGE, failure, "{}").checkers.into_iter().map(|link| link.name).collect::<Vec<_>>();
        let usual = names(Failure::Unknown);
        assert_eq!(usual.first().map(String::as_str), Some("Down for Everyone or Just Me"));
        assert!(usual.iter().any(|name| name == "DNS Checker") && usual.iter().all(|name| name != "SSL Labs"));
        assert_eq!(names(Failure::Dns).first().map(String::as_str), Some("DNS Checker"));
        assert_eq!(names(Failure::Tls).first().map(String::as_str), Some("SSL Labs"));
        for failure in Failure::ALL {
            assert!(names(failure).len() >= usual.len(), "{failure:?}");
        }
    }

    #[test]
    fn the_reader_chooses() {
        let own =
            r#"{"links":[{"to":"https://a.test/#A/{host}"},{"to":"uptrends"},{"to":"isitdownrightnow","on":false}]}"#;
        let names: Vec<_> = of(PAGE, Failure::Unknown, own).checkers.into_iter().map(|link| link.to.0).collect();
        assert_eq!(
            names[..2],
            ["https://a.test/#A/shop.example.com", "https://www.uptrends.com/tools/uptime?url=shop.example.com"]
        );
        assert!(names.iter().all(|name| !name.contains("isitdownrightnow")));
    }

    #[test]
    fn only_the_host_leaves_and_of_a_private_one_nothing() {
        for failure in Failure::ALL {
            let Links { checkers, copies } = of(PAGE, failure, r#"{"links":[{"to":"https://a.test/{host}"}]}"#);
            for link in &checkers {
                assert!(!link.to.0.contains("cart") && !link.to.0.contains("8443"), "{link:?}");
                assert!(link.to.0.contains("shop.example.com"), "{link:?}");
            }
            assert!(copies.iter().all(|link| link.to.0.ends_with("/cart")), "{copies:?}");
            assert!(copies.len() == 2 && checkers.len() > 4);
            for private in
                ["http://localhost:8080/", "http://10.0.0.1/", "http://wiki/", "http://[::1]/", "http://a.local/"]
            {
                assert_eq!(
                    of(private, failure, r#"{"links":[{"to":"https://a.test/{host}"}]}"#),
                    Links::default(),
                    "{private}"
                );
            }
        }
        assert_eq!(of(PAGE, Failure::Dns, r#"{"hosts":["example.com"]}"#), Links::default());
    }

    #[test]
    fn whoever_stood_before_the_site_has_one_status_page() {
        let diagnosis = |gateway, relays| Diagnosis { gateway, relays, ..Diagnosis::of_status(Status::new(502)) };
        let pages = |gateway, relays| {
            status_pages(&diagnosis(gateway, relays)).into_iter().map(|link| link.to.0).collect::<Vec<_>>()
        };
        assert_eq!(pages(Some(Gateway::Nginx), vec![]), Vec::<String>::new());
        assert_eq!(
            pages(None, vec![Gateway::Cloudflare, Gateway::CloudflareTunnel]),
            ["https://www.cloudflarestatus.com/"]
        );
        let both = pages(Some(Gateway::AwsAlb), vec![Gateway::Fastly]);
        assert_eq!(both, ["https://health.aws.amazon.com/health/status", "https://www.fastlystatus.com/"]);
        for (gateways, page) in STATUS_PAGES {
            assert!(Address::parse(page).is_ok_and(|address| address.as_str() == *page), "{page}");
            assert!(
                gateways
                    .iter()
                    .all(|gateway| STATUS_PAGES.iter().filter(|(all, _)| all.contains(gateway)).count() == 1)
            );
        }
    }
}
