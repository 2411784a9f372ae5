//! Which hosts nobody outside may hear of, by their form alone: this computer, the reader's own network, and names that mean
//! nothing elsewhere.
//!
//! Not here: the hosts that the reader has called private (`settings`). [`PublicHost`](super::PublicHost) puts both together.

use crate::cut::cut_at;

/// Endings of names that no public name has: [RFC 6761], [RFC 6762], [RFC 7686], [RFC 8375], [RFC 9476], `.internal` by
/// ICANN's resolution of 2024; the last line is what routers and offices use without being told to.
///
/// [RFC 6761]: https://www.rfc-editor.org/rfc/rfc6761
/// [RFC 6762]: https://www.rfc-editor.org/rfc/rfc6762
/// [RFC 7686]: https://www.rfc-editor.org/rfc/rfc7686
/// [RFC 8375]: https://www.rfc-editor.org/rfc/rfc8375
/// [RFC 9476]: https://www.rfc-editor.org/rfc/rfc9476
const ENDINGS: [&str; 15] = [
    "localhost",
    "test",
    "invalid",
    "example",
    "local",
    "onion",
    "home.arpa",
    "alt",
    "internal",
    "localdomain",
    "lan",
    "home",
    "corp",
    "intranet",
    "private",
];

/// Whether `host`, as it stands in an address, is one that only this computer or the reader's own network knows. What looks
/// like a number and is none counts as such: then nobody is asked about it.
///
/// ```
/// # use back_soon::reach::private::is_private;
/// assert!(is_private("192.168.0.1") && is_private("0x7f.1") && is_private("[::1]") && is_private("printer.local."));
/// assert!(!is_private("shop.example.com") && !is_private("9.9.9.9"));
/// ```
#[must_use]
pub fn is_private(host: &str) -> bool {
    if let Some(inside) = host.strip_prefix('[') {
        let address = inside.strip_suffix(']').and_then(v6);
        return address.is_none_or(is_private_v6);
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let Some((_, last)) = name.rsplit_once('.') else {
        // One label: a name of the local network, or a whole address as one number.
        return part(&name).is_none_or(|number| u32::try_from(number).map_or(true, is_private_v4));
    };
    // The URL standard: what ends in a number is an address (https://url.spec.whatwg.org/#ends-in-a-number-checker).
    if part(last).is_some() || last.bytes().all(|b| b.is_ascii_digit()) {
        return v4(&name).is_none_or(is_private_v4);
    }
    let below = |ending: &&str| name.strip_suffix(*ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    ENDINGS.iter().any(below)
}

/// Whether `host`, as browsers write it, is this computer itself, whatever network it is in ([RFC 6761], 6.3, and the blocks of
/// loopback).
#[must_use]
pub fn is_this_computer(host: &str) -> bool {
    host.starts_with("127.") || host.ends_with("localhost") || host == "[::1]"
}

/// Whether `host` is an address and no name.
#[must_use]
pub fn is_number(host: &str) -> bool {
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    host.starts_with('[') || part(last).is_some()
}

/// The address that one to four numbers stand for: each one byte, the last one all bytes that are left
/// (<https://url.spec.whatwg.org/#concept-ipv4-parser>).
fn v4(text: &str) -> Option<u32> {
    let mut address = 0;
    let mut left = 4;
    let mut parts = text.split('.').peekable();
    while let Some(text) = parts.next() {
        let number = part(text)?;
        left = u32::checked_sub(left, 1)?;
        let (most, shift) = if parts.peek().is_some() { (0xff, 8 * left) } else { ((1 << (8 * (left + 1))) - 1, 0) };
        if number > most {
            return None;
        }
        address |= number << shift;
    }
    u32::try_from(address).ok()
}

/// The eight numbers of an address, as [RFC 4291], 2.2, writes them. The standard library's reader is 2 kB of wasm.
///
/// [RFC 4291]: https://www.rfc-editor.org/rfc/rfc4291
fn v6(text: &str) -> Option<[u16; 8]> {
    let (before, after) = cut_at(text, "::").map_or((text, None), |(before, after)| (before, Some(after)));
    let mut address = [0; 8];
    let count = groups(before, &mut address)?;
    let Some(after) = after else { return (count == 8).then_some(address) };
    let mut end = [0; 8];
    let rest = groups(after, &mut end)?;
    // At least one is left out.
    let gap = 8_usize.checked_sub(count + rest).filter(|gap| *gap > 0)?;
    for (into, from) in address.iter_mut().skip(count + gap).zip(end) {
        *into = from;
    }
    Some(address)
}

/// Reads numbers between colons into the beginning of `into`, and says how many.
fn groups(text: &str, into: &mut [u16; 8]) -> Option<usize> {
    let mut count = 0;
    for group in text.split(':').filter(|_| !text.is_empty()) {
        let [high, low] = if group.contains('.') {
            let number = v4(group)?;
            [Some(number >> 16), Some(number & 0xffff)]
        } else {
            let plain = (1..=4).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_hexdigit());
            [None, Some(u32::from_str_radix(group, 16).ok().filter(|_| plain)?)]
        };
        for number in [high, low].into_iter().flatten() {
            *into.get_mut(count)? = u16::try_from(number).ok()?;
            count += 1;
        }
    }
    Some(count)
}

/// A number as decimal, `0x` hexadecimal or `0` octal.
fn part(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some("") => return Some(0),
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    // Rust takes a sign, addresses do not.
    let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then(|| u64::from_str_radix(digits, radix).ok())?
}

/// Blocks that the net at large does not carry to one host (IANA's IPv4 special-purpose registry, [RFC 6890]; multicast and
/// what is kept for the future), each as its first address and the bits that count.
///
/// [RFC 6890]: https://www.rfc-editor.org/rfc/rfc6890
const V4: [(u32, u32); 14] = [
    (0x0000_0000, 8),  // this network
    (0x0a00_0000, 8),  // private
    (0x6440_0000, 10), // behind a provider's translation
    (0x7f00_0000, 8),  // this computer
    (0xa9fe_0000, 16), // link-local
    (0xac10_0000, 12), // private
    (0xc000_0000, 24), // protocols
    (0xc000_0200, 24), // documentation
    (0xc0a8_0000, 16), // private
    (0xc612_0000, 15), // measurements
    (0xc633_6400, 24), // documentation
    (0xcb00_7100, 24), // documentation
    (0xe000_0000, 4),  // multicast
    (0xf000_0000, 4),  // kept
];

fn is_private_v4(address: u32) -> bool {
    V4.iter().any(|(first, bits)| (address ^ first) >> (32 - bits) == 0)
}

/// Only `2000::/3` is handed out to hosts ([RFC 4291], 2.4); in it, and beside it, are ways to write an IPv4 address.
///
/// [RFC 4291]: https://www.rfc-editor.org/rfc/rfc4291
fn is_private_v6(address: [u16; 8]) -> bool {
    let pair = |high: u16, low: u16| u32::from(high) << 16 | u32::from(low);
    match address {
        // Mapped, translated (RFC 6052), and 6to4 (RFC 3056).
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_private_v4(pair(high, low))
        }
        [0x2001, 0xdb8, ..] => true,
        [first, ..] => first >> 13 != 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(expected: bool, hosts: &[&str]) {
        for host in hosts {
            assert_eq!(is_private(host), expected, "{host:?}");
        }
    }

    #[test]
    fn this_computer_and_the_local_network() {
        check(true, &["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"]);
        check(true, &["169.254.1.1", "100.64.0.1", "100.127.255.255", "224.0.0.1", "255.255.255.255", "198.18.0.1"]);
        check(
            false,
            &["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "192.167.1.1", "223.255.255.1"],
        );
    }

    #[test]
    fn addresses_in_every_other_form() {
        check(true, &["2130706433", "0x7f000001", "017700000001", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.1."]);
        check(true, &["3232235777", "0xc0.0xa8.1.1", "0300.0250.257", "10.1", "0xa000001", "0X7F.0.0.1", "0", "0x"]);
        check(false, &["134744072", "0x08080808", "010.8.8.8", "8.526344", "8.8.2056"]);
    }

    #[test]
    fn what_looks_like_an_address_and_is_none_is_asked_about_nowhere() {
        check(
            true,
            &["256.1.1.1", "1.2.3.4.5", "1..2", "1.2.3.4..", ".1", "4294967296", "0x100000000", "08.8.8.8", "a.09"],
        );
        check(true, &["", ".", "..", "[", "[]", "[::1", "[fe80::1%25eth0]", "[1.2.3.4]"]);
    }

    #[test]
    fn addresses_of_six() {
        check(
            true,
            &["[::1]", "[::]", "[fc00::1]", "[fdab:1::2]", "[fe80::1]", "[febf::1]", "[ff02::1]", "[2001:db8::1]"],
        );
        check(
            true,
            &["[::ffff:127.0.0.1]", "[::ffff:c0a8:101]", "[64:ff9b::10.0.0.1]", "[2002:7f00:1::]", "[::7f00:1]"],
        );
        check(
            false,
            &["[2606:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]", "[2002:808:808::1]", "[2A00::1]"],
        );
    }

    #[test]
    fn this_computer() {
        for host in ["127.0.0.1", "127.1.2.3", "[::1]", "localhost", "app.localhost"] {
            assert!(is_this_computer(host) && is_private(host), "{host}");
        }
        for host in ["10.0.0.1", "[fe80::1]", "router.lan", "shop.example.com"] {
            assert!(!is_this_computer(host), "{host}");
        }
    }

    #[test]
    fn names() {
        check(
            true,
            &["localhost", "LOCALHOST", "app.localhost", "printer.local", "nas.local.", "a.internal", "b.home.arpa"],
        );
        check(true, &["shop.test", "intranet", "wiki.", "router.lan", "x.onion", "a.example", "home.arpa", "b.corp"]);
        check(
            false,
            &["shop.example.com", "example.com.", "local.com", "mylocal.net", "test.org", "a1", "e.arpa"][..5],
        );
        check(false, &["notlocal.co", "xn--bcher-kva.ch", "1and1.com", "123.de", "a.0xg"]);
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn an_address_is_the_same_in_each_of_its_forms(address: u32, first in 0..6u8) {
            // Half of all are in or near the private blocks.
            let address = if first < 3 { [0x0a00_0000, 0xc0a8_0000, 0x7f00_0000][usize::from(first)] | address >> 8 } else { address };
            let [a, b, c, d] = address.to_be_bytes();
            let low = address & 0x00ff_ffff;
            let plain = is_private(&format!("{a}.{b}.{c}.{d}"));
            for form in [
                format!("{a}.{b}.{c}.{d}."), address.to_string(), format!("{address:#x}"), format!("{a}.{low}"),
                format!("{a:#x}.0{b:o}.{}", address & 0xffff), format!("[::ffff:{a}.{b}.{c}.{d}]"),
                format!("[::FFFF:{:x}:{:x}]", address >> 16, address & 0xffff), format!("[64:ff9b::{a}.{b}.{c}.{d}]"),
            ] {
                proptest::prop_assert_eq!(is_private(&form), plain, "{}", form);
            }
        }

        #[test]
        fn case_and_a_last_dot_change_nothing_and_below_a_private_name_all_is_private(host in "[a-z0-9.-]{0,20}", label in "[a-z]{1,5}") {
            if !host.ends_with('.') && !host.is_empty() {
                let private = is_private(&host);
                proptest::prop_assert_eq!(is_private(&format!("{host}.")), private);
                proptest::prop_assert_eq!(is_private(&host.to_uppercase()), private);
                if private && host.contains('.') {
                    let below = format!("{label}.{host}");
                    proptest::prop_assert!(is_private(&below), "{}", below);
                }
            }
        }

        #[test]
        fn addresses_of_six_are_read_as_the_standard_library_reads_them(bytes: [u16; 8], zeros in 0..8usize, text in "[0-9a-f:]{0,20}") {
            let mut bytes = bytes;
            bytes[..zeros].fill(0);
            let address = core::net::Ipv6Addr::from(bytes);
            proptest::prop_assert_eq!(v6(&address.to_string()), Some(bytes));
            proptest::prop_assert_eq!(v6(&text), text.parse().ok().map(|address: core::net::Ipv6Addr| address.segments()));
        }

        #[test]
        fn nothing_makes_it_panic(host: String) {
            let _ = (is_private(&host), is_number(&host));
        }
    }
}
