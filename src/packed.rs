//! Values as short texts that any storage takes: a character for each byte, all below `U+0100`.
//!
//! The format has no names in it (`postcard`): fields stand in their order. What is kept for long is kept in pieces, each
//! packed by itself, so that one that a later version cannot read is lost alone.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Packs a value.
///
/// # Errors
///
/// None that a value of ours can cause: the format refuses only lists whose length is not known beforehand.
pub fn pack<T: Serialize>(value: &T) -> Result<String, postcard::Error> {
    Ok(postcard::to_allocvec(value)?.into_iter().map(char::from).collect())
}

/// What [`pack`] packed; `None` for anything else.
#[must_use]
pub fn unpack<T: DeserializeOwned>(text: &str) -> Option<T> {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).ok()).collect::<Option<_>>()?;
    postcard::from_bytes(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_was_packed_comes_out_again() {
        let value = (vec![0u64, 127, 128, u64::MAX], "é".to_owned(), Some(false));
        let text = pack(&value).unwrap();
        assert!(text.chars().all(|c| c < '\u{100}'));
        assert_eq!(unpack(&text), Some(value));
    }

    #[test]
    fn anything_else_is_none() {
        for text in ["", "\u{1}", "€", "[object Object]"] {
            assert_eq!(unpack::<(String, u32)>(text), None, "{text:?}");
        }
    }
}
