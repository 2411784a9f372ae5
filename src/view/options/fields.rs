//! What a field of the page of settings looks like, and how it says what is wrong with it.

use super::super::node::{Attribute, Element, Tag};
use super::{Said, Spot};
use crate::settings::edit::{Field, List};
use crate::settings::{Why, Wrong};
use crate::words::Words;

/// How much of what is wrong with a file is told at a time.
const MOST_TOLD: usize = 8;

/// One of several choices, with a line about it where one is needed.
pub(super) fn radio(
    group: &'static str,
    field: Field,
    word: &'static str,
    chosen: bool,
    name: String,
    text: Option<String>,
) -> Element {
    let input = Tag::Input
        .element()
        .set(Attribute::Type("radio"))
        .set(Attribute::Name(group))
        .set(Attribute::Value(word.to_owned()))
        .set(Attribute::Set(field));
    let input = if chosen { input.set(Attribute::Checked) } else { input };
    let hint = text.map(|text| Tag::Span.class("hint").text(text));
    let words = Tag::Span.element().with(Tag::Span.class("name").text(name)).with_all(hint);
    Tag::Label.class("choice").with(input).with(words)
}

/// A list of words of which one is chosen.
pub(super) fn picker(field: Field, chosen: &str, choices: impl Iterator<Item = (&'static str, String)>) -> Element {
    let option = |(word, name): (&'static str, String)| {
        let option = Tag::Option.element().set(Attribute::Value(word.to_owned())).text(name);
        if word == chosen { option.set(Attribute::Selected) } else { option }
    };
    Tag::Select.element().set(Attribute::Set(field)).with_all(choices.map(option))
}

/// A field for one more item of a list, with the button that adds it.
pub(super) fn adder(list: List, label: String, hint: String, said: &Said, words: &Words) -> Element {
    let (hint_id, _) = ids(Spot::List(list));
    let input = Tag::Input.element().set(Attribute::Type("text"));
    let (input, wrong) = failing(input, Spot::List(list), said, words);
    let input = if wrong.is_none() { input.set(Attribute::DescribedBy(hint_id)) } else { input };
    Tag::Form
        .class("adder")
        .set(Attribute::Add(list))
        .with(Tag::Label.element().with(Tag::Span.class("name").text(label)).with(input))
        .with(Tag::Button.class("plain").text(words.button_add()))
        .with(Tag::P.class("hint").set(Attribute::Id(hint_id)).text(hint))
        .with_all(wrong)
}

/// The field, and beside it what is wrong with it, if anything is.
pub(super) fn failing(field: Element, spot: Spot, said: &Said, words: &Words) -> (Element, Option<Element>) {
    let Said::Wrong(_, wrong) = said else { return (field, None) };
    if !matches!(said, Said::Wrong(at, _) if *at == spot) {
        return (field, None);
    }
    let (_, id) = ids(spot);
    let note = Tag::Div.class("wrong").set(Attribute::Role("alert")).set(Attribute::Id(id));
    let note = match wrong.as_slice() {
        [only] if only.at.is_empty() => note.text(why(only.why, words)),
        several => {
            let items = several.iter().take(MOST_TOLD).map(|wrong| item(wrong, words));
            note.with(Tag::P.text(words.file_wrong())).with(Tag::Ul.element().with_all(items))
        }
    };
    (field.set(Attribute::Invalid).set(Attribute::DescribedBy(id)), Some(note))
}

/// What the page calls the hint of a field, and what is wrong with it.
const fn ids(spot: Spot) -> (&'static str, &'static str) {
    match spot {
        Spot::List(List::Sites) => ("sites-hint", "sites-wrong"),
        Spot::List(List::Links) => ("links-hint", "links-wrong"),
        Spot::List(List::Hosts) => ("hosts-hint", "hosts-wrong"),
        Spot::File => ("file-hint", "file-wrong"),
        Spot::Sync => ("sync-hint", "sync-wrong"),
    }
}

fn item(wrong: &Wrong, words: &Words) -> Element {
    let value = (!wrong.value.is_empty()).then(|| Tag::Code.text(wrong.value.as_str()));
    Tag::Li
        .element()
        .with(Tag::Strong.text(wrong.at.as_str()))
        .with_all(value)
        .with(Tag::Span.text(why(wrong.why, words)))
}

/// What is wrong, and what to do.
fn why(why: Why, words: &Words) -> String {
    match why {
        Why::NotOneOf(choices) => words.why_choice(&choices.join(" · ")),
        Why::Kind => words.why_kind(),
        Why::NotHost => words.why_host(),
        Why::NotWeb => words.why_web(),
        Why::NoSlot => words.why_slot(),
        Why::OtherSlot => words.why_braces(),
        Why::Double => words.why_double(),
        Why::TooMany(most) => words.why_many(&most),
        Why::Version => words.why_version(),
        Why::NotJson => words.why_json(),
        Why::NotSynced => words.why_sync(),
    }
}
