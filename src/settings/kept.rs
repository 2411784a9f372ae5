//! The choices as they are kept: a tree of plain data, of which we may know only a part.
//!
//! Changes are made in the tree itself, so that what a later version wrote outlasts an earlier one.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// One value of the tree; what JSON can say.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kept {
    /// `null`, or nothing.
    #[default]
    Nothing,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Names with values, in their order.
    Fields(Vec<(String, Self)>),
}

impl Kept {
    /// The text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The items; none where it is no list.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The fields; none where it has none.
    #[must_use]
    pub fn fields(&self) -> &[(String, Self)] {
        if let Self::Fields(fields) = self { fields } else { &[] }
    }

    /// The field `name`; nothing where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        self.fields().iter().find(|(key, _)| key == name).map_or(&Self::Nothing, |(_, value)| value)
    }

    /// Gives the field `name` a value. What has no fields becomes what has.
    pub(crate) fn put(&mut self, name: &str, value: Self) {
        let mut fields = if let Self::Fields(fields) = std::mem::take(self) { fields } else { Vec::new() };
        match fields.iter_mut().find(|(key, _)| key == name) {
            Some((_, there)) => *there = value,
            None => fields.push((name.to_owned(), value)),
        }
        *self = Self::Fields(fields);
    }

    /// Takes the field `name` out.
    pub(super) fn remove(&mut self, name: &str) {
        if let Self::Fields(fields) = self {
            fields.retain(|(key, _)| key != name);
        }
    }
}

impl From<&str> for Kept {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
            Self::Fields(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
impl From<serde_json::Value> for Kept {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(flag) => Self::Flag(flag),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(fields) => {
                Self::Fields(fields.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}
