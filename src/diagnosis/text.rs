//! The body of a response in one normal form, in which the bytes that a server sent and the document that a browser made of
//! them read the same.
//!
//! A body reaches us in two forms: as it was sent, and as the `outerHTML` of the document that a browser built. The second
//! has lost the doctype, has tags where the first leaves them out, has quotes around all attributes and entities decoded.
//! Where they differ, the normal form has nothing.

/// How much of a body is read, in bytes.
pub const BODY_LIMIT: usize = 16 * 1024;

/// Tags that a browser puts in by itself, and the ends of what it wraps plain text in.
const IMPLIED: [&[u8]; 6] = [b"<html>", b"</html>", b"<head>", b"</head>", b"<body>", b"</body>"];

/// What stands before plain text in the documents that Chromium and Firefox make of it.
const WRAPPERS: [&[u8]; 3] =
    [b"<pre", b"<meta name=color-scheme", b"<link rel=stylesheet href=resource://content-accessible/plaintext.css"];

/// A body in normal form. ASCII case is kept, for the sake of request ids.
#[derive(Debug)]
pub(super) struct Text {
    bytes: Vec<u8>,
    /// Where what a reader would see begins and ends: all of it, but for the wrapper of plain text.
    start: usize,
    end: usize,
}

impl Text {
    /// Reads the first [`BODY_LIMIT`] bytes of `body`.
    pub(super) fn of(body: &str) -> Self {
        let body = body.get(..body.floor_char_boundary(BODY_LIMIT)).unwrap_or(body);
        let bytes = normal(body.as_bytes());
        let (mut start, mut end) = (0, bytes.len());
        if WRAPPERS.iter().any(|wrapper| begins(&bytes, wrapper)) {
            let pre = bytes.windows(4).position(|w| w.eq_ignore_ascii_case(b"<pre"));
            let open = pre.and_then(|at| Some(at + bytes.get(at..)?.iter().position(|b| *b == b'>')? + 1));
            start = open.unwrap_or(0);
            let close = bytes.get(start..).and_then(|rest| rest.windows(6).position(|w| w == b"</pre>"));
            end = close.map_or(end, |at| start + at);
        }
        Self { bytes, start, end }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The first byte that a reader would see.
    pub(super) const fn start(&self) -> usize {
        self.start
    }

    /// The byte after the last.
    pub(super) const fn end(&self) -> usize {
        self.end
    }
}

fn begins(bytes: &[u8], words: &[u8]) -> bool {
    bytes.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
}

/// Leaves out: quotes, NUL (so that UTF-16 reads as text), doctype, XML declaration, tags that are implied, the slash of
/// `<br/>`, blanks beside tags. One blank stands for many; entities of punctuation are decoded, those of `<` and `>` are not:
/// they are how a page quotes another one.
pub(super) fn normal(mut rest: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(rest.len());
    loop {
        // Most bytes mean nothing to us: they go over in one piece.
        let (piece, after) = rest.split_at(plain(rest));
        out.extend_from_slice(piece);
        let Some((&byte, after)) = after.split_first() else { break };
        rest = after;
        match byte {
            0 | b'"' | b'\'' => {}
            b' ' | b'\t' | b'\r' | b'\n' | 0x0c => blank(&mut out),
            b'<' => {
                if let Some(skipped) = implied(after) {
                    rest = skipped;
                } else {
                    unblank(&mut out);
                    out.push(b'<');
                }
            }
            b'>' => {
                if out.last() == Some(&b'/') {
                    out.pop();
                }
                unblank(&mut out);
                out.push(b'>');
            }
            b'&' => match entity(after) {
                Some((b' ', skipped)) => {
                    rest = skipped;
                    blank(&mut out);
                }
                Some((b'"' | b'\'', skipped)) => rest = skipped,
                Some((decoded, skipped)) => {
                    rest = skipped;
                    out.push(decoded);
                }
                None => out.push(b'&'),
            },
            _ => out.push(byte),
        }
    }
    unblank(&mut out);
    out
}

/// How many bytes at the beginning are in normal form as they are: words, with one blank between them.
fn plain(bytes: &[u8]) -> usize {
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        // Letters first: most of a page.
        if *byte > b'>' || !means_something(*byte) {
            end += 1;
        } else if *byte == b' ' && end > 0 && bytes.get(end + 1).is_some_and(|next| !means_something(*next)) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// Whether the normal form of a byte depends on what it is and on what stands beside it: blanks, controls, `"&'<>`.
const fn means_something(byte: u8) -> bool {
    const THOSE: u64 = 0x1_ffff_ffff | 1 << b'"' | 1 << b'&' | 1 << b'\'' | 1 << b'<' | 1 << b'>';
    byte < 64 && THOSE >> byte & 1 == 1
}

fn blank(out: &mut Vec<u8>) {
    if !matches!(out.last(), None | Some(b' ' | b'>')) {
        out.push(b' ');
    }
}

fn unblank(out: &mut Vec<u8>) {
    if out.last() == Some(&b' ') {
        out.pop();
    }
}

/// What follows a tag that is left out; `after` begins behind its `<`.
fn implied(after: &[u8]) -> Option<&[u8]> {
    let first = after.first()?;
    if *first == b'?' || begins(after, b"!doctype") {
        let end = after.iter().take(256).position(|b| *b == b'>')?;
        return after.get(end + 1..);
    }
    IMPLIED.iter().find_map(|tag| {
        let name = tag.get(1..)?;
        if begins(after, name) { after.get(name.len()..) } else { None }
    })
}

/// An entity of one character of ASCII, and what follows it; `after` begins behind its `&`.
fn entity(after: &[u8]) -> Option<(u8, &[u8])> {
    const NAMED: [(&[u8], u8); 5] =
        [(b"amp", b'&'), (b"quot", b'"'), (b"apos", b'\''), (b"nbsp", b' '), (b"period", b'.')];
    let end = after.iter().take(8).position(|b| *b == b';')?;
    let (name, rest) = (after.get(..end)?, after.get(end + 1..)?);
    let decoded = match name {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((decoded, rest))
}

fn number(digits: &[u8], radix: u32) -> Option<u8> {
    let code = digits.iter().try_fold(0, |code, digit| Some(code * radix + char::from(*digit).to_digit(radix)?))?;
    match u8::try_from(code).ok()? {
        160 => Some(b' '),
        b'<' | b'>' => None,
        code @ 0x20..0x7f => Some(code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        assert_eq!(String::from_utf8(normal(body.as_bytes())).unwrap(), expected, "{body:?}");
    }

    #[test]
    fn sent_and_built_read_the_same() {
        let sent = "<!DOCTYPE html>\r\n<html>\r\n<head><title>A</title></head>\r\n<body>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
        let built = "<html><head><title>A</title></head>\n<body>\n<hr><center>nginx</center>\n\n\n</body></html>";
        check(sent, "<title>A</title><hr><center>nginx</center>");
        check(built, "<title>A</title><hr><center>nginx</center>");
        check("<html lang=en>\n<title>A</title>\n<h1>A</h1>", "<html lang=en><title>A</title><h1>A</h1>");
        check(
            "<html lang=\"en\"><head><title>A</title>\n</head><body><h1>A</h1></body></html>",
            "<html lang=en><title>A</title><h1>A</h1>",
        );
        check("<p>didn't<br />\n<br/></p>", "<p>didnt<br><br></p>");
    }

    #[test]
    fn entities_of_punctuation_are_decoded_and_quoted_tags_are_not() {
        check("Reference&#32;&#35;18&#x2e;7", "Reference #18.7");
        check("&lt;hr&gt;&lt;center&#62;nginx", "&lt;hr&gt;&lt;center&#62;nginx");
        check("a &amp; b&nbsp;&nbsp;c &; &#; &#x; &#999999999; &", "a & b c &; &#; &#x; &#999999999; &");
    }

    #[test]
    fn odd_bytes_do_no_harm() {
        check("<\u{0}h\u{0}1\u{0}>\u{0}5\u{0}", "<h1>5");
        check("", "");
        check(" \n ", "");
        check("<", "<");
        check("<!doctype", "<!doctype");
        check("é < é > é", "é< é>é");
    }

    #[test]
    fn plain_text_comes_out_of_what_browsers_wrap_it_in() {
        for body in [
            "no healthy upstream",
            "<html><head><meta name=\"color-scheme\" content=\"light dark\"></head><body><pre style=\"word-wrap: break-word; white-space: pre-wrap;\">no healthy upstream</pre></body></html>",
            "<html><head><link rel=\"stylesheet\" href=\"resource://content-accessible/plaintext.css\"></head><body><pre>no healthy upstream</pre></body></html>",
            "<html><head></head><body>no healthy upstream</body></html>",
        ] {
            let text = Text::of(body);
            assert_eq!(&text.bytes()[text.start()..text.end()], b"no healthy upstream", "{body:?}");
        }
    }
}
