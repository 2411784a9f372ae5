//! Past outages as a table for other programs ([RFC 4180]): a line of names, then one line each, all ended by CR LF.
//!
//! [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180

use crate::diagnosis::Gateway;
use crate::outage::{Ended, Record};

/// The table of these outages, in their order. Times are UTC.
pub fn csv<'a>(records: impl Iterator<Item = &'a Record>) -> String {
    let mut table = "site,from,to,seconds,status,gateway,failure,checks,ended\r\n".to_owned();
    for record in records {
        let id = &record.id;
        let ended = match record.ended {
            Ended::Back => "back",
            Ended::Left => "left",
            Ended::Stopped(_) => "stopped",
        };
        let cells = [
            id.origin.as_str(),
            &id.since.utc(),
            &id.until.utc(),
            &(id.until.since(id.since).as_millis() / 1000).to_string(),
            &record.status.code().to_string(),
            record.gateway.map_or("", Gateway::id),
            record.failure.id(),
            &record.attempts.len().to_string(),
            ended,
        ];
        for (place, text) in cells.into_iter().enumerate() {
            table.push_str(if place == 0 { "" } else { "," });
            table.push_str(&cell(text));
        }
        table.push_str("\r\n");
    }
    table
}

/// One cell. What a spreadsheet would take for a formula gets an apostrophe before it, as
/// [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) advises.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::tests::record;
    use super::*;
    use crate::diagnosis::Gateway;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_line_each() {
        let named = Record { gateway: Some(Gateway::Nginx), ..record(86_400_000, Ended::Left) };
        let expected = "site,from,to,seconds,status,gateway,failure,checks,ended\r\n\
            https://shop.example.com,1970-01-02 00:00:00 UTC,1970-01-02 00:00:05 UTC,5,502,nginx,origin-refused,0,left\r\n\
            https://shop.example.com,1970-01-01 00:00:01 UTC,1970-01-01 00:00:06 UTC,5,502,,origin-refused,0,back\r\n";
        assert_eq!(csv([named, record(1000, Ended::Back)].iter()), expected);
    }

    #[test]
    fn no_cell_is_a_formula_or_ends_its_line() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            ("a\r\nb", "\"a\r\nb\""),
            ("=\"x\"", "\"'=\"\"x\"\"\""),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
