//! Cutting texts at a mark of several characters.
//!
//! The standard library's search for texts, with what it says when it panics, is 5 kB of zipped wasm. It is made for long texts,
//! and ours are short. Not here: marks of one character, for which the standard library is small.

/// What stands before and behind the first `mark` in `text`; `None` where there is none.
pub(crate) fn cut_at<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let mut rest = text;
    loop {
        if let Some(behind) = rest.strip_prefix(mark) {
            return Some((text.get(..text.len() - rest.len())?, behind));
        }
        let mut chars = rest.chars();
        chars.next()?;
        rest = chars.as_str();
    }
}

/// `text` with `by` in place of every `mark`, which is not empty.
pub(crate) fn replaced(mut text: &str, mark: &str, by: &str) -> String {
    let mut out = String::new();
    while let Some((before, behind)) = cut_at(text, mark) {
        out.push_str(before);
        out.push_str(by);
        text = behind;
    }
    out.push_str(text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn cuts_as_the_standard_library_does() {
        for text in ["", ":", "::", "a::b", "a::b::c", "a:::b", "é::", "::é", "a:b", "日本::語"] {
            assert_eq!(cut_at(text, "::"), text.split_once("::"), "{text}");
            for by in ["", "-", "::"] {
                assert_eq!(replaced(text, "::", by), text.replace("::", by), "{text}");
            }
        }
    }
}
