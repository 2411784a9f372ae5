//! Reading plain JavaScript objects, field by field.
//!
//! What the browser and our surfaces hand us is small and flat. Derived readers for it took 20 kB more wasm (gzipped).

use wasm_bindgen::prelude::*;

use crate::settings::kept::Kept;

/// An object, or anything else, which then has no fields.
#[derive(Debug)]
pub(super) struct Fields(JsValue);

impl Fields {
    pub(super) const fn of(value: JsValue) -> Self {
        Self(value)
    }

    /// The field; `undefined` where there is none.
    pub(super) fn get(&self, name: &str) -> JsValue {
        if self.0.is_object() {
            js_sys::Reflect::get(&self.0, &name.into()).unwrap_or_default()
        } else {
            JsValue::UNDEFINED
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name).as_f64()
    }

    /// A whole number, cut to what fits; nonsense is 0.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` stops at both ends, NaN is 0")]
    pub(super) fn count(&self, name: &str) -> u32 {
        self.number(name).unwrap_or_default() as u32
    }

    /// A status code; 0, which is none, for what cannot be one.
    pub(super) fn status(&self, name: &str) -> u16 {
        u16::try_from(self.count(name)).unwrap_or_default()
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).as_bool()
    }

    /// The objects in a list; nothing where there is none.
    pub(super) fn list(&self, name: &str) -> impl Iterator<Item = JsValue> + use<> {
        elements(&self.get(name))
    }
}

/// What is in a list; nothing where it is none.
pub(super) fn elements(value: &JsValue) -> impl Iterator<Item = JsValue> + use<> {
    let list = if js_sys::Array::is_array(value) { js_sys::Array::from(value) } else { js_sys::Array::new() };
    (0..list.length()).map(move |at| list.get(at))
}

/// The names and values of an object; nothing where it is none.
pub(super) fn pairs(value: &JsValue) -> impl Iterator<Item = (String, JsValue)> + use<> {
    let entries =
        value.dyn_ref::<js_sys::Object>().map_or(JsValue::UNDEFINED, |object| js_sys::Object::entries(object).into());
    elements(&entries).filter_map(|pair| {
        let mut pair = elements(&pair);
        Some((pair.next()?.as_string()?, pair.next()?))
    })
}

/// Plain data as a tree. What lies deeper than any settings of ours is left out: a file may be made to exhaust us.
pub(super) fn kept(value: &JsValue) -> Kept {
    kept_to(value, 20)
}

fn kept_to(value: &JsValue, depth: u32) -> Kept {
    let Some(depth) = depth.checked_sub(1) else { return Kept::Nothing };
    if let Some(text) = value.as_string() {
        Kept::Text(text)
    } else if let Some(flag) = value.as_bool() {
        Kept::Flag(flag)
    } else if let Some(number) = value.as_f64() {
        Kept::Number(number)
    } else if js_sys::Array::is_array(value) {
        Kept::List(elements(value).map(|one| kept_to(&one, depth)).collect())
    } else if value.is_object() {
        Kept::Fields(pairs(value).map(|(name, value)| (name, kept_to(&value, depth))).collect())
    } else {
        Kept::Nothing
    }
}
