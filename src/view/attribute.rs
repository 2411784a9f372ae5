//! What the elements of a view's tree may bear: a closed list, without scripts, styles and event handlers.

use std::borrow::Cow;

use crate::id::Address;
use crate::outage::{Press, RecordId};
use crate::reach::checkers::Outside;
use crate::settings::edit::{Field, List};

/// The attributes that views may use. Texts that are `'static` can only come from our own source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// Names for the style sheet.
    Class(&'static str),
    /// What the style sheet shows by look; kept apart from the class, which says what the element is.
    State(&'static str),
    /// A role for assistive technology.
    Role(&'static str),
    /// A name that is read out in place of the content.
    Label(String),
    /// For the eye only.
    Hidden,
    /// A button that can do nothing just now; it keeps its focus.
    Disabled,
    /// The button shows what follows it, and that is not shown yet.
    Folded,
    /// The language of the words in it.
    Lang(String),
    /// The direction of the words in it.
    Dir(String),
    /// Where a link leads.
    Href(Address),
    /// Where a link leads that nobody outside has heard of before it is pressed.
    Outside(Outside),
    /// The link tells nobody where it was pressed.
    NoReferrer,
    /// What a button does.
    Press(Press),
    /// The text that a button copies.
    Copy(String),
    /// What the button says after it has copied.
    Copied(String),
    /// The leave that a button asks the browser for.
    Grant(&'static str),
    /// The button asks how a page that is watched is.
    Want(Address),
    /// The button says of a page that was watched that the reader knows.
    Dismiss(Address),
    /// The button asks how a page is.
    Ask(Address),
    /// The button has a page that was asked about watched.
    Watch(Address),
    /// The button asks what of the page under the popup failed.
    Parts,
    /// The button leads back from what was asked for to what the popup shows by itself.
    Back,
    /// The button has a past outage forgotten.
    Erase(RecordId),
    /// The button has all of them forgotten.
    EraseAll,
    /// What the button says after a first press; only a second one counts.
    Confirm(String),
    /// The button has all of them written into a file.
    Export(&'static str),
    /// The field chooses which past outages are shown: by `days` or by `host`.
    Filter(&'static str),
    /// The link leads to our page of past outages.
    ToHistory,
    /// The link leads into a tab of its own, which learns nothing of ours.
    NewTab,
    /// The link leads to our page of settings.
    ToOptions,
    /// Light or dark, whatever the computer is set to.
    Theme(&'static str),
    /// What kind of field it is.
    Type(&'static str),
    /// Fields of one name are one choice.
    Name(&'static str),
    /// What a field stands for.
    Value(String),
    /// It is chosen.
    Checked,
    /// It is the one of several.
    Selected,
    /// What a field sets when it is changed.
    Set(Field),
    /// The field says whether settings are synced.
    SetSync,
    /// The list that a form adds to.
    Add(List),
    /// What a button takes out of a list.
    Remove(List, String),
    /// The button sets a field to a word.
    To(Field, &'static str),
    /// The button has all settings as at first.
    Reset,
    /// The field takes a file with settings.
    Import,
    /// The leave that a button has the browser take back.
    Return(&'static str),
    /// What the element is called within the page.
    Id(&'static str),
    /// The element that says more about a field.
    DescribedBy(&'static str),
    /// What the field holds cannot be taken.
    Invalid,
    /// The measure of a drawing.
    ViewBox(&'static str),
    /// The course of a drawn line.
    D(Cow<'static, str>),
}

impl Attribute {
    pub(super) fn name_and_value(&self) -> (&'static str, Cow<'_, str>) {
        let (name, value) = match self {
            Self::Class(names) => ("class", *names),
            Self::State(state) => ("data-state", *state),
            Self::Role(role) => ("role", *role),
            Self::Label(label) => ("aria-label", label.as_str()),
            Self::Hidden => ("aria-hidden", "true"),
            Self::Disabled => ("aria-disabled", "true"),
            Self::Folded => ("aria-expanded", "false"),
            Self::Lang(tag) => ("lang", tag.as_str()),
            Self::Dir(direction) => ("dir", direction.as_str()),
            Self::Href(address) => ("href", address.as_str()),
            Self::Outside(to) => ("href", to.as_str()),
            Self::NoReferrer => ("rel", "noreferrer noopener"),
            Self::ToHistory => ("href", "history.html"),
            Self::ToOptions => ("href", "options.html"),
            Self::Theme(theme) => ("data-theme", *theme),
            Self::Type(kind) => ("type", *kind),
            Self::Name(name) => ("name", *name),
            Self::Value(value) => ("value", value.as_str()),
            Self::Checked => ("checked", "true"),
            Self::Selected => ("selected", "true"),
            Self::Set(field) => return ("data-set", Cow::Owned(field.word())),
            Self::SetSync => ("data-sync", ""),
            Self::Add(list) => ("data-add", list.word()),
            Self::Remove(list, item) => return ("data-remove", Cow::Owned(format!("{} {item}", list.word()))),
            Self::To(field, word) => return ("data-to", Cow::Owned(format!("{word} {}", field.word()))),
            Self::Reset => ("data-reset", ""),
            Self::Back => ("data-back", ""),
            Self::Import => ("data-import", ""),
            Self::Return(leave) => ("data-return", *leave),
            Self::Id(name) => ("id", *name),
            Self::DescribedBy(name) => ("aria-describedby", *name),
            Self::Invalid => ("aria-invalid", "true"),
            Self::NewTab => ("target", "_blank"),
            Self::Press(press) => ("data-press", press.word()),
            Self::Copy(text) => ("data-copy", text.as_str()),
            Self::Copied(words) => ("data-copied", words.as_str()),
            Self::Grant(leave) => ("data-grant", *leave),
            Self::Want(address) => ("data-want", address.as_str()),
            Self::Dismiss(address) => ("data-dismiss", address.as_str()),
            Self::Erase(id) => return ("data-erase", Cow::Owned(id.to_string())),
            Self::EraseAll => ("data-erase", "all"),
            Self::Confirm(words) => ("data-confirm", words.as_str()),
            Self::Export(format) => ("data-export", *format),
            Self::Filter(by) => ("data-filter", *by),
            Self::Ask(address) => ("data-ask", address.as_str()),
            Self::Watch(address) => ("data-watch", address.as_str()),
            Self::Parts => ("data-parts", ""),
            Self::ViewBox(measure) => ("viewBox", *measure),
            Self::D(course) => ("d", course.as_ref()),
        };
        (name, Cow::Borrowed(value))
    }
}
