//! What of a page failed in the background, in the popup, on request.

use super::icon::Icon;
use super::node::{Element, Tag};
use super::{Frame, View, popup};
use crate::cut::cut_at;
use crate::message::{Part, Parts};
use crate::words::Words;

/// The requests of a page that came with a server error.
#[must_use]
pub fn parts(parts: &Parts, words: &Words) -> View {
    let (icon, title) = match parts.failed.len() {
        // What we know of a part alone is no reason for a tick.
        0 => (if parts.full { Icon::Unseen } else { Icon::Tick }, words.parts_none()),
        count => (Icon::Cross, words.parts_some(&count)),
    };
    let mut list = Tag::Ul.class("parts");
    for part in &parts.failed {
        list = list.with(entry(part, words));
    }
    let list = (!parts.failed.is_empty()).then_some(list);
    let unseen = (parts.unseen > 0).then(|| Tag::P.class("detail").text(words.parts_unseen(&parts.unseen)));
    let full = parts.full.then(|| Tag::P.class("detail").text(words.parts_full()));
    let main = Tag::Main
        .class("popup calm")
        .with(popup::brand(words))
        .with(icon.symbol())
        .with(Tag::H1.text(title))
        .with(Tag::P.class("lead").text(words.parts_seen(&parts.seen)))
        .with_all(full)
        .with_all(list)
        .with_all(unseen)
        .with_all(popup::ways_back(words));
    View::new(Frame::Page, main, words)
}

fn entry(part: &Part, words: &Words) -> Element {
    let place = cut_at(part.address.as_str(), "://").map_or("", |(_, place)| place);
    let code = part.status.code();
    let failed = if part.times == 1 { words.error_plain(&code) } else { words.parts_failed(&code, &part.times) };
    Tag::Li.element().with(Tag::Span.text(place.to_owned())).with(Tag::Strong.text(failed))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::tree;
    use super::*;
    use crate::http::Status;
    use crate::id::Address;
    use crate::words::tests::english;

    #[test]
    fn failed_ones_are_listed() {
        let address = Address::parse("https://api.example.com/v1/<script>").unwrap();
        let failed = vec![Part { address, status: Status::new(503), times: 4 }];
        let view = parts(&Parts { failed, seen: 12, unseen: 3, full: false }, &english());
        insta::assert_snapshot!(outline(tree(&view)), @r"
        main.popup.calm [lang=en] [dir=ltr]
          p.who: Back Soon
          div.symbol [data-state=broken]
          h1: Parts of this page that failed: 1
          p.lead: Parts looked at: 12
          ul.parts
            li
              span: api.example.com/v1/<script>
              strong: Error 503 × 4
          p.detail: Could not be looked at: 3. They come from other sites, which do not show us how it went.
          button.link [data-back=]: Back
          p.ways
            a.past [href=history.html] [target=_blank]: Past outages
            a.past [href=options.html] [target=_blank]: Options
        ");
    }

    #[test]
    fn all_went_well() {
        let view = parts(&Parts { failed: Vec::new(), seen: 12, unseen: 0, full: false }, &english());
        insta::assert_snapshot!(outline(tree(&view)), @r"
        main.popup.calm [lang=en] [dir=ltr]
          p.who: Back Soon
          div.symbol
          h1: We saw no part of this page fail
          p.lead: Parts looked at: 12
          button.link [data-back=]: Back
          p.ways
            a.past [href=history.html] [target=_blank]: Past outages
            a.past [href=options.html] [target=_blank]: Options
        ");
    }

    #[test]
    fn of_a_page_with_more_than_browsers_note_only_a_part_is_known() {
        let view = parts(&Parts { failed: Vec::new(), seen: 240, unseen: 10, full: true }, &english());
        insta::assert_snapshot!(outline(tree(&view)), @r"
        main.popup.calm [lang=en] [dir=ltr]
          p.who: Back Soon
          div.symbol
          h1: We saw no part of this page fail
          p.lead: Parts looked at: 240
          p.detail: Browsers note the first 250 requests of a page. Later ones may be missing here.
          p.detail: Could not be looked at: 10. They come from other sites, which do not show us how it went.
          button.link [data-back=]: Back
          p.ways
            a.past [href=history.html] [target=_blank]: Past outages
            a.past [href=options.html] [target=_blank]: Options
        ");
    }
}
