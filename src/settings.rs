//! What the reader may choose, as it is used, and as it is kept.

use serde::{Deserialize, Serialize};

/// When we ask a site whether it is back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checking {
    /// By ourselves, ever less often.
    #[default]
    Automatic,
    /// Only when the reader presses "Check now".
    WhenAsked,
}

/// The reader's choices, checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// When we ask a site whether it is back.
    pub checking: Checking,
}

/// The choices as they are kept: every field may be missing or hold what a later version wrote.
///
/// # Default
///
/// - `checking`: `"automatic"`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawSettings {
    /// `"automatic"` or `"when-asked"`.
    pub checking: Option<String>,
}

impl From<RawSettings> for Settings {
    /// What cannot be read is as if it had not been set; it stays in storage as it is.
    fn from(raw: RawSettings) -> Self {
        let checking = match raw.checking.as_deref() {
            Some("when-asked") => Checking::WhenAsked,
            _ => Checking::Automatic,
        };
        Self { checking }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[track_caller]
    fn check(json: &str, expected: Checking) {
        let raw: RawSettings = serde_json::from_str(json).unwrap();
        assert_eq!(Settings::from(raw).checking, expected, "{json}");
    }

    #[test]
    fn kept_choices() {
        check("{}", Checking::Automatic);
        check(r#"{"checking":"when-asked"}"#, Checking::WhenAsked);
        check(r#"{"checking":"automatic"}"#, Checking::Automatic);
        check(r#"{"checking":"by-telepathy","colour":"green"}"#, Checking::Automatic);
        check(r#"{"checking":null}"#, Checking::Automatic);
    }
}
