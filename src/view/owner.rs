//! For people who run the site: the few commands that find the cause.

use super::node::{Attribute, Element, Tag};
use crate::diagnosis::{Gateway, Role};
use crate::id::Address;
use crate::words::Words;

/// The part with the commands.
pub(super) fn commands(address: &Address, gateway: Option<Gateway>, words: &Words) -> Element {
    let name = name_command(address).map(|command| (words.owner_name(), command));
    let answer = (words.owner_answer(), answer_command(address));
    let own = gateway.map_or_else(
        || (words.owner_journal(), "sudo journalctl -p err -n 50".to_owned()),
        |gateway| gateway_command(gateway, address, words),
    );
    let commands = name.into_iter().chain([answer, own]).map(|(caption, command)| copyable(caption, command, words));
    Tag::Div.class("fold").with(Tag::P.text(words.owner_intro())).with_all(commands)
}

/// A caption, and under it a text that can be copied.
pub(super) fn copyable(caption: String, text: String, words: &Words) -> Element {
    let copy = Tag::Button
        .class("copy")
        .set(Attribute::Copy(text.clone()))
        .set(Attribute::Copied(words.button_copied()))
        .text(words.button_copy());
    let code = Tag::Code.element().set(Attribute::Dir("ltr".to_owned())).text(text);
    Tag::Div.class("command").with(Tag::P.class("caption").text(caption)).with(code).with(copy)
}

/// Where the name leads; `None` where the host is a number already, or this computer.
fn name_command(address: &Address) -> Option<String> {
    let host = address.host();
    let number = host.starts_with('[') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (!number && host != "localhost").then(|| format!("dig +short {}", quoted(host)))
}

fn answer_command(address: &Address) -> String {
    format!("curl -sSI {}", quoted(address.as_str()))
}

/// What the gateway itself can tell.
fn gateway_command(gateway: Gateway, address: &Address, words: &Words) -> (String, String) {
    let log = |command: &str| (words.owner_log(&gateway.name()), command.to_owned());
    let health = |command: &str| (words.owner_health(&gateway.name()), command.to_owned());
    match gateway {
        Gateway::Apache => log("sudo tail -n 50 /var/log/apache2/error.log"),
        Gateway::AwsAlb => health("aws elbv2 describe-target-health --target-group-arn TARGET_GROUP_ARN"),
        Gateway::Caddy => log("sudo journalctl -u caddy -n 50"),
        Gateway::Envoy => health("curl -s http://localhost:9901/clusters"),
        Gateway::HaProxy => log("sudo journalctl -u haproxy -n 50"),
        Gateway::Lighttpd => log("sudo tail -n 50 /var/log/lighttpd/error.log"),
        Gateway::Nginx | Gateway::OpenResty => log("sudo tail -n 50 /var/log/nginx/error.log"),
        Gateway::Varnish => log("sudo varnishlog -d -q 'RespStatus >= 500'"),
        other => match other.role() {
            // What the owner cannot look into can be gone round.
            Role::Service => {
                let resolve = quoted(&format!("{}:{}:SERVER_ADDRESS", address.host(), port(address)));
                let command = format!("curl -sSI --resolve {resolve} {}", quoted(address.as_str()));
                (words.owner_past(&gateway.name()), command)
            }
            Role::Proxy | Role::App | Role::Local => log("sudo journalctl -p err -n 50"),
        },
    }
}

/// The port in the address, or the one that its scheme stands for.
fn port(address: &Address) -> String {
    let (origin, host) = (address.origin(), address.host());
    let named = origin.as_str().rsplit_once(host).and_then(|(_, port)| port.strip_prefix(':'));
    let usual = if origin.as_str().starts_with("https:") { "443" } else { "80" };
    named.unwrap_or(usual).to_owned()
}

/// `text` as one word of a shell, whatever stands in it: the page chose the address, and the owner will run this.
fn quoted(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/%=@,+".contains(&b);
    if text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::english;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[track_caller]
    fn check(text: &str, name: Option<&str>, answer: &str) {
        assert_eq!(name_command(&address(text)).as_deref(), name, "{text}");
        assert_eq!(answer_command(&address(text)), answer, "{text}");
    }

    #[test]
    fn commands_of_an_address() {
        check(
            "https://shop.example.com/a",
            Some("dig +short shop.example.com"),
            "curl -sSI https://shop.example.com/a",
        );
        check("http://192.0.2.7/", None, "curl -sSI http://192.0.2.7/");
        check("http://localhost:8080/", None, "curl -sSI http://localhost:8080/");
        check("http://[2001:db8::1]/", None, "curl -sSI 'http://[2001:db8::1]/'");
    }

    #[test]
    fn no_address_can_add_to_a_command() {
        check("http://a.test/?x=$(rm)&y=1", Some("dig +short a.test"), "curl -sSI 'http://a.test/?x=$(rm)&y=1'");
        check("http://a.test/';rm;'", Some("dig +short a.test"), r"curl -sSI 'http://a.test/'\'';rm;'\'''");
        check("http://a;rm/", Some("dig +short 'a;rm'"), "curl -sSI 'http://a;rm/'");
    }

    #[test]
    fn every_gateway_has_a_command() {
        for gateway in Gateway::ALL {
            let (caption, command) = gateway_command(gateway, &address("https://a.test/"), &english());
            assert!(caption.contains(gateway.name()), "{gateway:?}");
            assert!(!command.is_empty());
        }
    }

    #[test]
    fn the_way_past_a_gateway_keeps_the_port() {
        for (text, port) in [("https://a.test/", "443"), ("http://a.test/", "80"), ("https://a.test:8443/x", "8443")] {
            let (_, past) = gateway_command(Gateway::Cloudflare, &address(text), &english());
            assert_eq!(past, format!("curl -sSI --resolve a.test:{port}:SERVER_ADDRESS {text}"));
        }
    }
}
