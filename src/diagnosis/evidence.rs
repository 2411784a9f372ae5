//! What a statement about a response rests on.

use serde::{Deserialize, Serialize};

/// One thing in a response that gave a gateway away.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// Where it stood.
    pub place: Place,
    /// What stood there, as far as it was looked for.
    pub words: String,
}

/// Where in a response something stood.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In the header of this name, in lower case.
    Header(String),
    /// In the body.
    Body,
}
