//! What a site answers to the reader's own question "is this down?", in the popup or in a page of ours.

use super::help::error;
use super::icon::Icon;
use super::node::{Attribute, Element, Tag};
use super::{Frame, View, account, history, popup};
use crate::diagnosis::{diagnose, front};
use crate::http::Response;
use crate::id::Address;
use crate::message::Place;
use crate::outage::Answer;
use crate::time::Delay;
use crate::words::Words;

/// How far a question is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// It waits for a press.
    Open,
    /// It is under way.
    Asking,
    /// The computer is not on the net.
    Offline,
    /// The site has answered, or has not.
    Answered {
        /// What came.
        answer: Answer,
        /// How long that took.
        took: Delay,
    },
    /// It is answered by watching.
    Watched,
}

/// The question about a page, as far as it is.
#[must_use]
pub fn asked(address: &Address, question: &Question, place: Place, words: &Words) -> View {
    let host = address.host();
    let check = |class| Tag::Button.class(class).set(Attribute::Ask(address.clone())).text(words.button_check_now());
    let story = |icon, title, lead: String| (icon, title, vec![lead], Vec::new(), vec![check("plain")]);
    let (icon, title, leads, more, acts) = match question {
        Question::Open => {
            (Icon::Mark, words.ask_title(&host), vec![words.ask_text()], Vec::new(), vec![check("first")])
        }
        Question::Asking => {
            let wait = check("first").set(Attribute::Disabled);
            (Icon::Mark, words.ask_title(&host), vec![words.status_probe()], Vec::new(), vec![wait])
        }
        Question::Offline => story(Icon::Pause, words.status_offline(), words.ask_offline()),
        Question::Watched => (Icon::Clock, words.status_watch(), vec![words.ask_watched()], Vec::new(), Vec::new()),
        Question::Answered { answer: Answer::Silence, .. } => {
            let title = words.ask_silent(&host);
            (Icon::Cross, title, vec![words.ask_silent_text()], Vec::new(), vec![check("first")])
        }
        Question::Answered { answer: Answer::Redirection, took } => {
            story(Icon::Tick, words.ask_up(&host), words.ask_moved(&history::took(*took, words)))
        }
        Question::Answered { answer: Answer::Response(response), .. } if response.status.is_server_error() => {
            let diagnosis = diagnose(response, "");
            let mut more = account::explanation(&diagnosis, words);
            more.push(code(response, words));
            let title = account::headline(&diagnosis, host, words);
            (Icon::Cross, title, vec![account::lead(&diagnosis, words)], more, vec![check("first")])
        }
        Question::Answered { answer: Answer::Response(response), took } => {
            let took = history::took(*took, words);
            let answered = match front(response) {
                Some(gateway) => words.answered_through(&took, &gateway.name()),
                None => words.answered_in(&took),
            };
            let refused = response.status.code() >= 400;
            let refusal = refused.then(|| words.ask_refused());
            let more = if refused { vec![code(response, words)] } else { Vec::new() };
            let mut leads = vec![answered];
            leads.extend(refusal);
            (Icon::Tick, words.ask_up(&host), leads, more, vec![check("plain")])
        }
    };
    // A popup does not say what window it is over, and a wish of a private one ends at once.
    let watch = (icon == Icon::Cross && place == Place::Page)
        .then(|| Tag::Button.class("quiet").set(Attribute::Watch(address.clone())).text(words.button_keep_watching()));
    let class = match place {
        Place::Page => "help calm asked",
        Place::Popup => "popup calm",
    };
    let mut told = Tag::Div.class("told").set(Attribute::Role("status"));
    for lead in leads {
        told = told.with(Tag::P.class("lead").text(lead));
    }
    let open = Tag::A.class("link").set(Attribute::Href(address.clone())).text(address.as_str());
    let main = Tag::Main
        .class(class)
        .with(popup::brand(words))
        .with(icon.symbol())
        .with(Tag::H1.text(title))
        .with(told)
        .with_all(more)
        .with(Tag::Div.class("acts").with_all(acts).with_all(watch))
        .with_all((place == Place::Page).then(|| Tag::P.class("detail").with(open)))
        .with_all((place == Place::Popup).then(|| popup::ways_back(words)).into_iter().flatten());
    View::new(Frame::Page, main, words)
}

fn code(response: &Response, words: &Words) -> Element {
    Tag::P.class("error").text(error(response.status, words))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{address, at, tree};
    use super::*;
    use crate::http::{Method, Status};
    use crate::words::tests::english;

    fn drawn(question: &Question, place: Place) -> String {
        outline(tree(&asked(&address(), question, place, &english())))
    }

    fn answered(status: u16, headers: &[(&str, &str)]) -> Question {
        let response = Response {
            address: address(),
            method: Method::Get,
            status: Status::new(status),
            headers: headers.iter().copied().collect(),
            received: at(1_000),
            sent_from: None,
        };
        Question::Answered { answer: Answer::Response(response), took: Delay::from_millis(84) }
    }

    #[test]
    fn up_in_the_popup() {
        let cloudflare = [("server", "cloudflare"), ("cf-ray", "8f1d2c3b4a5e6f70-FRA")];
        insta::assert_snapshot!(drawn(&answered(200, &cloudflare), Place::Popup), @r"
        main.popup.calm [lang=en] [dir=ltr]
          p.who: Back Soon
          div.symbol
          h1: shop.example.com is up
          div.told [role=status]
            p.lead: It answered in 84 ms, through Cloudflare.
          div.acts
            button.plain [data-ask=https://shop.example.com/cart]: Check now
          button.link [data-back=]: Back
          p.ways
            a.past [href=history.html] [target=_blank]: Past outages
            a.past [href=options.html] [target=_blank]: Options
        ");
    }

    #[test]
    fn down_in_a_page() {
        insta::assert_snapshot!(drawn(&answered(504, &[("server", "nginx/1.22.1")]), Place::Page), @r"
        main.help.calm.asked [lang=en] [dir=ltr]
          p.who: Back Soon
          div.symbol [data-state=broken]
          h1: shop.example.com is taking too long to answer
          div.told [role=status]
            p.lead: The trouble is on their side. Your computer and your internet are fine.
          p: The answer came from nginx. It is the site's [gateway]: a [server] that stands in front and passes requests on.
          p: It asked the site's own server and waited. No answer came in time. That server may be busy, stuck, or cut off.
          p.error: Error 504, Gateway Timeout
          div.acts
            button.first [data-ask=https://shop.example.com/cart]: Check now
            button.quiet [data-watch=https://shop.example.com/cart]: Keep watching
          p.detail
            a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        ");
    }

    #[test]
    fn each_answer_has_its_words() {
        let silent = Question::Answered { answer: Answer::Silence, took: Delay::ZERO };
        let moved = Question::Answered { answer: Answer::Redirection, took: Delay::from_secs(2) };
        for (question, said, watched) in [
            (Question::Open, "Is shop.example.com down?", false),
            (Question::Asking, "aria-disabled", false),
            (Question::Offline, "offline", false),
            (Question::Watched, "[role=status]", false),
            (silent, "gave no answer", true),
            (moved, "2 s", false),
            (answered(404, &[]), "Error 404", false),
            (answered(200, &[]), "It answered in 84 ms.", false),
        ] {
            let drawn = drawn(&question, Place::Page);
            assert!(drawn.contains(said), "{question:?}: {drawn}");
            assert_eq!(drawn.contains("data-watch=https://shop.example.com/cart"), watched, "{question:?}");
        }
    }
}
