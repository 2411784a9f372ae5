//! For people who run the site: the few commands that find the cause, filled in.
//!
//! Does the name lead anywhere, does the server answer when it is asked past the gateway, and what did the gateway's log say
//! (`logs`).

use super::account::Front;
use super::logs::{self, Source};
use super::node::{Attribute, Element, Tag};
use crate::cut::cut_at;
use crate::diagnosis::{Diagnosis, Failure};
use crate::id::Address;
use crate::outage::Visit;
use crate::time::Timestamp;
use crate::words::Words;

/// The part with the commands.
pub(super) fn commands(visit: &Visit, diagnosis: &Diagnosis, words: &Words) -> Element {
    let commands = told(visit.address(), visit.response.received, diagnosis, words);
    let commands = commands.into_iter().map(|(caption, command)| copyable(caption, command, words));
    Tag::Div.class("fold").with(Tag::P.text(words.owner_intro())).with_all(commands)
}

/// A caption, and under it a text that can be copied.
pub(super) fn copyable(caption: String, text: String, words: &Words) -> Element {
    let copy = copies("copy", text.clone(), words.button_copy(), words);
    let code = Tag::Code.element().set(Attribute::Dir("ltr".to_owned())).text(text);
    Tag::Div.class("command").with(Tag::P.class("caption").text(caption)).with(code).with(copy)
}

/// A button that copies `text`.
pub(super) fn copies(class: &'static str, text: String, says: String, words: &Words) -> Element {
    Tag::Button.class(class).set(Attribute::Copy(text)).set(Attribute::Copied(words.button_copied())).text(says)
}

/// Captions and commands.
fn told(address: &Address, at: Timestamp, diagnosis: &Diagnosis, words: &Words) -> Vec<(String, String)> {
    let name = name_command(address).map(|command| (words.owner_name(), command));
    let way = matches!(diagnosis.failure, Failure::OriginTimeout | Failure::OriginUnreachable)
        .then(|| (words.owner_way(), "ping -c 3 SERVER_ADDRESS; mtr -rwc 10 SERVER_ADDRESS".to_owned()));
    let log = log_command(at, diagnosis, words);
    name.into_iter().chain([answer_command(address, diagnosis, words)]).chain(way).chain(log).collect()
}

/// Where the name leads; `None` where the host is a number already, or this computer.
fn name_command(address: &Address) -> Option<String> {
    let host = address.host();
    let number = host.starts_with('[') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (!number && host != "localhost").then(|| format!("dig +short {}", quoted(host)))
}

/// What is there when nobody stands before it: each step of the connection, and the head of the answer.
fn answer_command(address: &Address, diagnosis: &Diagnosis, words: &Words) -> (String, String) {
    let ask = "curl -sv -m 30 -o /dev/null";
    let url = quoted(address.as_str());
    match Front::of(diagnosis) {
        // What the owner cannot look into can be gone round.
        Front::Service(gateway) => {
            let resolve = quoted(&format!("{}:{}:SERVER_ADDRESS", address.host(), port(address)));
            (words.owner_past(&gateway.name()), format!("{ask} --resolve {resolve} {url}"))
        }
        Front::Proxy(gateway) => {
            let host = quoted(&format!("Host: {}", address.host()));
            let path = address.as_str().get(address.origin().as_str().len()..).unwrap_or("/");
            let local = quoted(&format!("http://127.0.0.1:APP_PORT{path}"));
            (words.owner_behind(&gateway.name()), format!("{ask} -H {host} {local}"))
        }
        Front::Own(gateway) => (words.owner_direct(&gateway.name()), format!("{ask} --noproxy '*' {url}")),
        Front::Someone | Front::App(_) | Front::Unsure | Front::SignIn => {
            (words.owner_answer(), format!("{ask} {url}"))
        }
    }
}

/// What the gateway itself can tell, or else the first that we know on the way.
fn log_command(at: Timestamp, diagnosis: &Diagnosis, words: &Words) -> Option<(String, String)> {
    let Some(gateway) = diagnosis.gateway.or_else(|| diagnosis.relays.first().copied()) else {
        return Some((words.owner_journal(), Source::Behind.command(at)));
    };
    let source = logs::of(gateway)?;
    let caption = match source {
        Source::File(..) | Source::Journal(..) | Source::Log(_) => words.owner_log(&gateway.name()),
        Source::Health(_) => words.owner_health(&gateway.name()),
        Source::Firewall => words.owner_firewall(&gateway.name()),
        Source::Behind => words.owner_journal(),
    };
    Some((caption, source.command(at)))
}

/// The port in the address, or the one that its scheme stands for.
fn port(address: &Address) -> String {
    let (origin, host) = (address.origin(), address.host());
    let (scheme, authority) = cut_at(origin.as_str(), "://").unwrap_or_default();
    let named = authority.strip_prefix(host).and_then(|port| port.strip_prefix(':'));
    named.unwrap_or(if scheme == "https" { "443" } else { "80" }).to_owned()
}

/// `text` as one word of a shell, whatever stands in it: the page chose the address, and the owner will run this.
fn quoted(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/%=@,+".contains(&b);
    if text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Gateway;
    use crate::http::Status;
    use crate::words::tests::english;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    fn behind(gateway: Option<Gateway>) -> Diagnosis {
        Diagnosis { gateway, ..Diagnosis::of_status(Status::new(502)) }
    }

    #[track_caller]
    fn check(text: &str, name: Option<&str>, gateway: Option<Gateway>, answer: &str) {
        assert_eq!(name_command(&address(text)).as_deref(), name, "{text}");
        let (_, command) = answer_command(&address(text), &behind(gateway), &english());
        assert_eq!(command.strip_prefix("curl -sv -m 30 -o /dev/null "), Some(answer), "{text} {gateway:?}");
    }

    #[test]
    fn commands_of_an_address() {
        check("https://a.test/a", Some("dig +short a.test"), None, "https://a.test/a");
        check("http://192.0.2.7/", None, None, "http://192.0.2.7/");
        check("http://localhost:8080/", None, None, "http://localhost:8080/");
        check("http://[2001:db8::1]/", None, None, "'http://[2001:db8::1]/'");
        let nginx = Some(Gateway::Nginx);
        check(
            "https://a.test/b?c=d",
            Some("dig +short a.test"),
            nginx,
            "-H 'Host: a.test' 'http://127.0.0.1:APP_PORT/b?c=d'",
        );
        check("https://a.test/", Some("dig +short a.test"), Some(Gateway::Squid), "--noproxy '*' https://a.test/");
        check("https://a.test/", Some("dig +short a.test"), Some(Gateway::Rails), "https://a.test/");
    }

    #[test]
    fn the_way_past_a_service_keeps_the_port() {
        for (text, port) in [("https://a.test/", "443"), ("http://a.test/", "80"), ("https://a.test:8443/x", "8443")] {
            let expected = format!("--resolve a.test:{port}:SERVER_ADDRESS {text}");
            check(text, Some("dig +short a.test"), Some(Gateway::Cloudflare), &expected);
        }
    }

    /// A shell is asked what it makes of the commands: the address must come out as one word, and nothing be run.
    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn no_address_can_add_to_a_command() {
        let hostile =
            ["/?x=$(id>/dev/tty)&y=1", "/';id;'", "/`id`", "/\"$HOME\"", "/\\';id", "/?a|id>b<c", "/~*[a]{b,c}", "/!x"];
        for (at, gateway) in
            [None, Some(Gateway::Nginx), Some(Gateway::Fastly), Some(Gateway::Squid)].iter().enumerate()
        {
            for path in hostile {
                let text = format!("http://a{at};id.test{path}");
                let (_, command) = answer_command(&address(&text), &behind(*gateway), &english());
                let script = format!("set -f; curl() {{ printf '%s\\n' \"$@\"; }}\n{command}");
                let told = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
                let told = String::from_utf8(told.stdout).unwrap();
                let last = told.lines().last().unwrap();
                let url =
                    if *gateway == Some(Gateway::Nginx) { format!("http://127.0.0.1:APP_PORT{path}") } else { text };
                assert_eq!(last, url, "{command}");
            }
        }
        assert_eq!(name_command(&address("http://a;rm/")).as_deref(), Some("dig +short 'a;rm'"));
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn commands_for_each_kind_of_front() {
        use Failure::{Blocked, CaptivePortal, Dns, OriginRefused, OriginTimeout};
        let drawn = |failure, gateway| {
            let diagnosis = Diagnosis { failure, ..behind(gateway) };
            let told =
                told(&address("https://a.test:8443/b?c=d"), Timestamp::from_millis(60_000), &diagnosis, &english());
            let lines = told.into_iter().map(|(caption, command)| format!("  {caption}\n    {command}\n"));
            format!("{failure:?}, {gateway:?}\n{}", lines.collect::<String>())
        };
        let all = [
            drawn(OriginTimeout, Some(Gateway::Cloudflare)),
            drawn(OriginRefused, Some(Gateway::HaProxy)),
            drawn(Blocked, Some(Gateway::Cloudflare)),
            drawn(Dns, Some(Gateway::Squid)),
            drawn(OriginRefused, None),
            drawn(Failure::AppCrash, Some(Gateway::Rails)),
            drawn(CaptivePortal, None),
        ];
        insta::assert_snapshot!(all.concat(), @r#"
        OriginTimeout, Some(Cloudflare)
          Where does the name lead?
            dig +short a.test
          What does your server say when asked past Cloudflare? Put in its address.
            curl -sv -m 30 -o /dev/null --resolve a.test:8443:SERVER_ADDRESS 'https://a.test:8443/b?c=d'
          Where does the way to your server end? Put in its address.
            ping -c 3 SERVER_ADDRESS; mtr -rwc 10 SERVER_ADDRESS
          Does a firewall on your server keep Cloudflare out?
            sudo nft list ruleset | grep -iE 'drop|reject'
        OriginRefused, Some(HaProxy)
          Where does the name lead?
            dig +short a.test
          What does your server say when asked past HAProxy? Run this where HAProxy runs, and put in the port.
            curl -sv -m 30 -o /dev/null -H 'Host: a.test' 'http://127.0.0.1:APP_PORT/b?c=d'
          What did the log of HAProxy say at that time?
            for m in {-5..1}; do LC_ALL=C date -d "$m min 1970-01-01 00:01:00 UTC" '+%d/%b/%Y:%H:%M'; done | sudo grep -hsFf - /var/log/haproxy.log | grep --color -E ' (SC|sC|SH|sH|SD|sD|sQ|PC|PH)[-A-Z]{2} |NOSRV|$'
        Blocked, Some(Cloudflare)
          Where does the name lead?
            dig +short a.test
          What does your server say when asked past Cloudflare? Put in its address.
            curl -sv -m 30 -o /dev/null --resolve a.test:8443:SERVER_ADDRESS 'https://a.test:8443/b?c=d'
          Does a firewall on your server keep Cloudflare out?
            sudo nft list ruleset | grep -iE 'drop|reject'
        Dns, Some(Squid)
          Where does the name lead?
            dig +short a.test
          What does the site say when asked past Squid?
            curl -sv -m 30 -o /dev/null --noproxy '*' 'https://a.test:8443/b?c=d'
          What did the log of Squid say at that time?
            sudo awk '$1 >= 0 && $1 <= 120 && $4 ~ /50[0-9]$/' /var/log/squid/access.log
        OriginRefused, None
          Where does the name lead?
            dig +short a.test
          What does the site answer?
            curl -sv -m 30 -o /dev/null 'https://a.test:8443/b?c=d'
          Which errors did your server note at that time?
            sudo journalctl --since '1970-01-01 00:00:00 UTC' --until '1970-01-01 00:02:00 UTC' | grep -iE 'error|fail|refused|killed|timed out'
        AppCrash, Some(Rails)
          Where does the name lead?
            dig +short a.test
          What does the site answer?
            curl -sv -m 30 -o /dev/null 'https://a.test:8443/b?c=d'
          What did the log of Ruby on Rails say at that time?
            for m in {-5..1}; do LC_ALL=C date -d "$m min 1970-01-01 00:01:00 UTC" '+%Y-%m-%dT%H:%M'; done | sudo grep -hsFf - log/production.log | grep --color -E 'FATAL|Error|Timeout|$'
        CaptivePortal, None
          Where does the name lead?
            dig +short a.test
          What does the site answer?
            curl -sv -m 30 -o /dev/null 'https://a.test:8443/b?c=d'
          Which errors did your server note at that time?
            sudo journalctl --since '1970-01-01 00:00:00 UTC' --until '1970-01-01 00:02:00 UTC' | grep -iE 'error|fail|refused|killed|timed out'
        "#);
    }

    #[test]
    fn every_gateway_has_its_commands() {
        let words = english();
        for gateway in Gateway::ALL {
            let told = told(&address("https://a.test/"), Timestamp::from_millis(0), &behind(Some(gateway)), &words);
            let captions = told.iter().filter(|(caption, _)| caption.contains(gateway.name())).count();
            let silent = logs::of(gateway).is_none();
            assert_eq!(told.len(), if silent { 3 } else { 4 }, "{gateway:?} {told:?}");
            assert!(captions > 0 || !matches!(logs::of(gateway), Some(Source::Log(_))), "{gateway:?} {told:?}");
            assert!(told.iter().all(|(_, command)| !command.is_empty()));
        }
        let relayed = Diagnosis { relays: vec![Gateway::Nginx], ..behind(None) };
        let (_, log) = log_command(Timestamp::from_millis(0), &relayed, &words).unwrap();
        assert!(log.contains("/var/log/nginx/error.log"), "{log}");
    }
}
