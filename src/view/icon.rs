//! The drawings: one family, 24 units wide, lines of one weight in the colour of the words around them.

use std::borrow::Cow;

use super::node::{Attribute, Element, Tag};

/// What can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    /// Our mark: a clock with an arrow that comes back.
    Mark,
    /// A screen: the reader.
    You,
    /// Waves: the reader's connection.
    Internet,
    /// A gate.
    Gateway,
    /// Two boxes with lamps.
    Server,
    /// It breaks here.
    Cross,
    /// It works.
    Tick,
    /// Two bars: nothing is asked.
    Pause,
    /// A clock.
    Clock,
    /// A hand held up.
    Halt,
    /// A key: sign in.
    Key,
    /// An eye, closed.
    Unseen,
    /// An envelope: a form.
    Letter,
    /// One place up.
    Up,
    /// One place down.
    Down,
}

impl Icon {
    /// The drawing, for the eye only.
    pub(super) fn draw(self) -> Element {
        drawing("icon", "0 0 24 24", Cow::Borrowed(self.course()))
    }

    /// The drawing in a disc, in the colour of what it says.
    pub(super) fn symbol(self) -> Element {
        let disc = Tag::Div.class("symbol");
        let disc = if self == Self::Cross { disc.set(Attribute::State("broken")) } else { disc };
        disc.with(self.draw())
    }

    const fn course(self) -> &'static str {
        match self {
            Self::Mark => "M20 12a8 8 0 1 1-2.5-5.8M20.5 2.8v4.4h-4.4M12 7.5V12l3 2",
            Self::You => "M5 4h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM8 20h8M12 16v4",
            Self::Internet => {
                "M3.5 9.5a12 12 0 0 1 17 0M6.8 13a7.4 7.4 0 0 1 10.4 0M10 16.4a2.9 2.9 0 0 1 4 0M12 19.5h.01"
            }
            Self::Gateway => "M4 21V10a8 8 0 0 1 16 0v11M2.5 21h19M9 21v-8a3 3 0 0 1 6 0v8",
            Self::Server => {
                "M6 4h12a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM6 13h12a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2zM8 7.5h.01M8 16.5h.01"
            }
            Self::Up => "M6 15l6-6 6 6",
            Self::Down => "M6 9l6 6 6-6",
            Self::Cross => "M7 7l10 10M17 7 7 17",
            Self::Tick => "M5 12.5l4.5 4.5L19 7.5",
            Self::Pause => "M9 6v12M15 6v12",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3 2",
            Self::Halt => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM8 12h8",
            Self::Key => "M8 11.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM11.2 12.8 20 4M16 8l3 3",
            Self::Unseen => "M3 9.5c2 3 5.2 5 9 5s7-2 9-5M6.5 13l-2 3M12 14.5V18M17.5 13l2 3",
            Self::Letter => {
                "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM3.5 7.5 12 13l8.5-5.5"
            }
        }
    }
}

/// A drawing of one line, for the eye only.
pub(super) fn drawing(class: &'static str, measure: &'static str, course: Cow<'static, str>) -> Element {
    let svg = Tag::Svg.class(class).set(Attribute::ViewBox(measure)).set(Attribute::Hidden);
    svg.with(Tag::Path.element().set(Attribute::D(course)))
}
