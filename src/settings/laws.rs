//! Laws of the settings: what is taken along comes back, and nothing is lost that we do not know.

use proptest::prelude::*;
use proptest::sample::select;

use super::edit::{Edit, Field, List, import, stamp};
use super::kept::Kept;
use super::{Settings, Wrong};

fn read(kept: &Kept) -> (Settings, Vec<Wrong>) {
    let mut wrong = Vec::new();
    (Settings::read(kept, &mut wrong), wrong)
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(words).prop_map(str::to_owned)
}

fn site() -> impl Strategy<Value = String> {
    one_of(&["a.test", "A.test", "https://b.test:81", "b.test", "a b", "", "c"])
}

fn link() -> impl Strategy<Value = String> {
    one_of(&["uptrends", "wayback", "https://a/{host}", "https://b/?{host}", "https://b/", "{host}"])
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let word = one_of(&["dark", "card", "eager", "en", "on", "off", "up", "down", "", "pink"]);
    let field = prop_oneof![
        select(vec![Field::Theme, Field::Language, Field::Look, Field::Checking, Field::Outside]),
        site().prop_map(Field::SiteLook),
        site().prop_map(Field::SiteChecking),
        link().prop_map(Field::LinkOn),
        link().prop_map(Field::LinkPlace),
    ];
    let list = || select(vec![List::Sites, List::Links, List::Hosts]);
    let text = || prop_oneof![site(), link()];
    prop_oneof![
        6 => (field, word).prop_map(|(field, word)| Edit::Set(field, word)),
        3 => (list(), text()).prop_map(|(list, text)| Edit::Add(list, text)),
        1 => (list(), text()).prop_map(|(list, item)| Edit::Remove(list, item)),
    ]
}

const NAMES: &[&str] =
    &["theme", "look", "checking", "sites", "links", "hosts", "to", "on", "a.test", "version", "later", "uptrends"];

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        (0..3).prop_map(Into::into),
        one_of(NAMES).prop_map(Into::into),
        Just("dark".into()),
        Just("https://a.test/{host}".into()),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::hash_map(one_of(NAMES), inner, 0..6)
                .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is exported is imported, and means the same.
    #[test]
    fn what_is_taken_along_comes_back(edits in prop::collection::vec(any_edit(), 0..20)) {
        let mut kept = Kept::Nothing;
        stamp(&mut kept);
        for edit in edits {
            let before = kept.clone();
            if edit.apply(&mut kept).is_err() {
                prop_assert_eq!(&kept, &before);
            }
            prop_assert_eq!(read(&kept).1, []);
        }
        let text = serde_json::to_string(&kept).unwrap();
        let file = Kept::from(serde_json::from_str::<serde_json::Value>(&text).unwrap());
        let taken = import(file).unwrap();
        prop_assert_eq!(read(&taken), read(&kept));
    }

    /// No kept data makes trouble, and no change loses what we do not know.
    #[test]
    fn what_cannot_be_read_is_kept(json in any_json(), edit in any_edit()) {
        let mut kept = Kept::from(json);
        let _settings = read(&kept);
        let later = kept.get("later").clone();
        if edit.apply(&mut kept).is_ok() {
            prop_assert_eq!(kept.get("later"), &later);
        }
    }

    /// A field's name reads back as the field.
    #[test]
    fn fields_have_names(edit in any_edit()) {
        if let Edit::Set(field, _) = edit {
            prop_assert_eq!(Field::parse(&field.word()), Some(field));
        }
    }
}
