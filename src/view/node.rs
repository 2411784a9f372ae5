//! The tree that a view is: data, never HTML text.
//!
//! Tags and attributes are closed lists without scripts, styles and event handlers, and an `href` can only be an
//! [`Address`]; so whatever a server writes into a header is text and nothing else. `extension/surface/` paints it.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeStruct, Serializer};

use crate::time::Timestamp;

pub use super::attribute::Attribute;
use super::terms::Terms;

/// One node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A tag with attributes and children.
    Element(Element),
    /// Words.
    Text(String),
    /// A ring and the seconds that are left. The painter counts, so that nothing here has to wake up for it.
    Countdown {
        /// When the wait began: the ring is whole.
        from: Timestamp,
        /// When it ends: the ring is empty.
        until: Timestamp,
    },
    /// A time of day as the reader writes it, with the date where it is another day. The painter knows place and language.
    Time {
        /// When.
        at: Timestamp,
        /// How finely.
        precision: Precision,
    },
}

/// How finely a time of day is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Hour and minute.
    Minutes,
    /// Hour, minute and second.
    Seconds,
}

/// A tag with attributes and children.
///
/// In a box: views hand elements on by value hundreds of times, and a pointer takes less code to hand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(Box<Parts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    tag: Tag,
    attributes: Vec<Attribute>,
    children: Vec<Node>,
}

/// The tags that views may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A link.
    A,
    /// A button.
    Button,
    /// Code or a command.
    Code,
    /// A part that folds, with a [`Summary`](Self::Summary) first.
    Details,
    /// A box.
    Div,
    /// A group of fields.
    Fieldset,
    /// The end of the page.
    Footer,
    /// Fields that are sent together.
    Form,
    /// The headline.
    H1,
    /// A smaller headline.
    H2,
    /// A headline within a part.
    H3,
    /// A field.
    Input,
    /// The words of a field.
    Label,
    /// The words of a group of fields.
    Legend,
    /// An item of a list.
    Li,
    /// The page itself.
    Main,
    /// A list in order.
    Ol,
    /// One thing to choose.
    Option,
    /// A paragraph.
    P,
    /// A drawn line; of SVG.
    Path,
    /// A part of the page.
    Section,
    /// A field to choose in.
    Select,
    /// A run of words.
    Span,
    /// Words that weigh more.
    Strong,
    /// What is seen of a folded part.
    Summary,
    /// A drawing.
    Svg,
    /// A list.
    Ul,
}

impl Tag {
    /// An element without attributes and children.
    #[must_use]
    pub fn element(self) -> Element {
        Element(Box::new(Parts { tag: self, attributes: Vec::new(), children: Vec::new() }))
    }

    /// An element with these names for the style sheet.
    #[must_use]
    pub fn class(self, names: &'static str) -> Element {
        self.element().set(Attribute::Class(names))
    }

    /// An element with words in it and nothing else.
    #[must_use]
    pub fn text(self, words: impl Into<String>) -> Element {
        self.element().text(words)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::Button => "button",
            Self::Code => "code",
            Self::Details => "details",
            Self::Div => "div",
            Self::Fieldset => "fieldset",
            Self::Footer => "footer",
            Self::Form => "form",
            Self::H1 => "h1",
            Self::H2 => "h2",
            Self::H3 => "h3",
            Self::Input => "input",
            Self::Label => "label",
            Self::Legend => "legend",
            Self::Li => "li",
            Self::Main => "main",
            Self::Ol => "ol",
            Self::Option => "option",
            Self::P => "p",
            Self::Path => "path",
            Self::Section => "section",
            Self::Select => "select",
            Self::Span => "span",
            Self::Strong => "strong",
            Self::Summary => "summary",
            Self::Svg => "svg",
            Self::Ul => "ul",
        }
    }
}

impl Element {
    /// The element with one more attribute.
    #[must_use]
    pub fn set(mut self, attribute: Attribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    /// The element with words behind what is in it.
    #[must_use]
    pub fn text(self, words: impl Into<String>) -> Self {
        self.with(Node::Text(words.into()))
    }

    /// The element with one more child behind those it has.
    #[must_use]
    pub fn with(mut self, child: impl Into<Node>) -> Self {
        self.push(child.into());
        self
    }

    /// Compiled once, and not into every place where a tree is made.
    #[inline(never)]
    fn push(&mut self, child: Node) {
        self.0.children.push(child);
    }

    /// The element with these children behind those it has: an array, a list, or an `Option` for none or one.
    #[must_use]
    pub fn with_all(mut self, children: impl IntoIterator<Item = impl Into<Node>>) -> Self {
        // One by one: `extend` is compiled anew, and at length, for every kind of list.
        for child in children {
            self.push(child.into());
        }
        self
    }
}

impl Element {
    /// Explains `terms` where they stand in the sentences of the element; each fold explains all of them anew.
    pub(super) fn explain(&mut self, terms: &mut Terms<'_>) {
        let Parts { tag, attributes, children } = &mut *self.0;
        // What is read out when it changes is not to be interrupted.
        let live = attributes.iter().any(|attribute| matches!(attribute, Attribute::Role(_)));
        if live || matches!(tag, Tag::A | Tag::Button | Tag::Label | Tag::Summary) {
            return;
        }
        let sentences = matches!(tag, Tag::P | Tag::Li) || *tag == Tag::Span && attributes.is_empty();
        let mut anew = Terms { seen: 0, ..*terms };
        let terms = if *tag == Tag::Details { &mut anew } else { terms };
        for mut child in std::mem::take(children) {
            match &mut child {
                Node::Text(text) if sentences => {
                    terms.explain(text, children);
                    continue;
                }
                Node::Element(element) => element.explain(terms),
                Node::Text(_) | Node::Countdown { .. } | Node::Time { .. } => {}
            }
            children.push(child);
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// Stands for a place in a message where a node goes, in place of a text.
pub(super) const SLOT: char = '\u{fffc}';

/// The text with `node` where [`SLOT`] stands in it; only the text if it stands nowhere.
pub(super) fn around(text: &str, node: Node) -> Vec<Node> {
    match text.split_once(SLOT) {
        Some((before, after)) => vec![Node::Text(before.to_owned()), node, Node::Text(after.to_owned())],
        None => vec![Node::Text(text.to_owned())],
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Span {
            from: Timestamp,
            until: Timestamp,
        }
        match self {
            Self::Element(element) => element.serialize(serializer),
            Self::Text(words) => serializer.serialize_str(words),
            Self::Countdown { from, until } => {
                let mut node = serializer.serialize_struct("Countdown", 1)?;
                node.serialize_field("countdown", &Span { from: *from, until: *until })?;
                node.end()
            }
            Self::Time { at, precision } => {
                let mut node = serializer.serialize_struct("Time", 2)?;
                node.serialize_field("time", at)?;
                node.serialize_field("seconds", &(*precision == Precision::Seconds))?;
                node.end()
            }
        }
    }
}

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Attributes<'a>(&'a [Attribute]);
        impl Serialize for Attributes<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(self.0.len()))?;
                for (name, value) in self.0.iter().map(Attribute::name_and_value) {
                    map.serialize_entry(name, &value)?;
                }
                map.end()
            }
        }
        let mut element = serializer.serialize_struct("Element", 3)?;
        element.serialize_field("tag", self.0.tag.name())?;
        element.serialize_field("attributes", &Attributes(&self.0.attributes))?;
        element.serialize_field("children", &self.0.children)?;
        element.end()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::id::Address;
    use crate::outage::Press;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// The tree as indented text, without drawings.
    pub(in crate::view) fn outline(node: &Node) -> String {
        let mut out = String::new();
        write_outline(&mut out, node, 0);
        // Seen in a snapshot, one that does not break is like any other.
        out.replace('\u{a0}', " ")
    }

    fn write_outline(out: &mut String, node: &Node, depth: usize) {
        let indent = "  ".repeat(depth);
        let Node::Element(element) = node else { return writeln!(out, "{indent}{}", leaf(node)).unwrap() };
        write!(out, "{indent}{}", element.0.tag.name()).unwrap();
        for attribute in &element.0.attributes {
            match attribute.name_and_value() {
                ("class", names) => write!(out, ".{}", names.replace(' ', ".")).unwrap(),
                (name, value) if value.contains('\n') => {
                    write!(out, " [{name}={} …]", value.lines().next().unwrap()).unwrap();
                }
                (name, value) => write!(out, " [{name}={value}]").unwrap(),
            }
        }
        let drawn = |child: &&Node| matches!(child, Node::Element(element) if element.0.tag == Tag::Svg);
        let blank = |child: &&Node| matches!(child, Node::Text(words) if words.trim().is_empty());
        let sentence: Option<String> = element.0.children.iter().map(in_line).collect();
        if let Some(sentence) = sentence.filter(|sentence| !sentence.trim().is_empty()) {
            return writeln!(out, ": {sentence}").unwrap();
        }
        let told: Vec<&Node> = element.0.children.iter().filter(|child| !drawn(child) && !blank(child)).collect();
        match told[..] {
            [only] if !matches!(only, Node::Element(_)) => writeln!(out, ": {}", leaf(only)).unwrap(),
            _ => {
                out.push('\n');
                for child in told {
                    write_outline(out, child, depth + 1);
                }
            }
        }
    }

    /// A part of a sentence as it stands in one line: words, and terms in brackets without their meanings.
    fn in_line(node: &Node) -> Option<String> {
        match node {
            Node::Text(words) => Some(words.clone()),
            Node::Element(Element(parts)) => match parts.attributes.first() {
                Some(Attribute::Class("term")) => {
                    Some(format!("[{}]", parts.children.iter().map(leaf).collect::<String>()))
                }
                Some(Attribute::Class("meaning")) => Some(String::new()),
                _ => None,
            },
            Node::Countdown { .. } | Node::Time { .. } => None,
        }
    }

    fn leaf(node: &Node) -> String {
        match node {
            Node::Element(_) => String::new(),
            Node::Text(words) => words.clone(),
            Node::Countdown { from, until } => format!("(countdown of {} ms)", until.since(*from).as_millis()),
            Node::Time { at, .. } => format!("(time {})", at.as_millis()),
        }
    }

    /// All words of the tree in order, those that are only read out as well, but no code.
    pub(in crate::view) fn words_of(node: &Node) -> String {
        match node {
            Node::Text(words) => words.clone(),
            Node::Countdown { .. } | Node::Time { .. } => String::new(),
            Node::Element(element) if element.0.tag == Tag::Code => String::new(),
            Node::Element(element) => {
                let read_out = element.0.attributes.iter().filter_map(|attribute| match attribute {
                    Attribute::Label(label) => Some(label.clone()),
                    _ => None,
                });
                read_out.chain(element.0.children.iter().map(words_of)).collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn the_painter_gets_plain_json() {
        let at = Timestamp::from_millis;
        let address = Address::parse("https://a.test/?<script>").unwrap();
        let tree: Node = Tag::P
            .class("lead")
            .with(Node::Time { at: at(7), precision: Precision::Minutes })
            .with(Node::Countdown { from: at(1), until: at(2) })
            .with(Tag::A.element().set(Attribute::Href(address)).text("<b>"))
            .with_all(Some(Tag::Button.element().set(Attribute::Press(Press::CheckNow))))
            .into();
        let json = serde_json::json!({
            "tag": "p",
            "attributes": { "class": "lead" },
            "children": [
                { "time": 7, "seconds": false },
                { "countdown": { "from": 1, "until": 2 } },
                { "tag": "a", "attributes": { "href": "https://a.test/?<script>" }, "children": ["<b>"] },
                { "tag": "button", "attributes": { "data-press": "check-now" }, "children": [] },
            ],
        });
        assert_eq!(serde_json::to_value(&tree).unwrap(), json);
    }

    #[test]
    fn a_node_inside_a_message() {
        let time = Node::Time { at: Timestamp::from_millis(7), precision: Precision::Seconds };
        let text = |words: &str| Node::Text(words.to_owned());
        assert_eq!(around("until \u{fffc}.", time.clone()), [text("until "), time.clone(), text(".")]);
        assert_eq!(around("no place", time), [text("no place")]);
    }
}
