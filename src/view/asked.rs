//! What a site answers to the reader's own question "is this down?", in the popup or in a page of ours.

use super::help::error;
use super::icon::Icon;
use super::node::{Attribute, Element, Tag};
use super::{Frame, View, account, history, outside, popup};
use crate::diagnosis::{diagnose, front};
use crate::http::Response;
use crate::id::Address;
use crate::message::Place;
use crate::outage::Answer;
use crate::settings::Settings;
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
pub fn asked(address: &Address, question: &Question, place: Place, settings: &Settings, words: &Words) -> View {
    let host = address.host();
    let check = |class| Tag::Button.class(class).set(Attribute::Ask(address.clone())).text(words.button_check_now());
    let story = |icon, title, lead: String| (icon, title, lead, None, Vec::new(), Some(check("plain")));
    let (icon, title, lead, refusal, more, act) = match question {
        Question::Open => {
            (Icon::Mark, words.ask_title(&host), words.ask_text(), None, Vec::new(), Some(check("first")))
        }
        Question::Asking => {
            let wait = check("first").set(Attribute::Disabled);
            (Icon::Mark, words.ask_title(&host), words.status_probe(), None, Vec::new(), Some(wait))
        }
        Question::Offline => story(Icon::Pause, words.status_offline(), words.ask_offline()),
        Question::Watched => (Icon::Clock, words.status_watch(), words.ask_watched(), None, Vec::new(), None),
        Question::Answered { answer: Answer::Silence, .. } => {
            let title = words.ask_silent(&host);
            (Icon::Cross, title, words.ask_silent_text(), None, Vec::new(), Some(check("first")))
        }
        Question::Answered { answer: Answer::Redirection, took } => {
            story(Icon::Tick, words.ask_up(&host), words.ask_moved(&history::took(*took, words)))
        }
        Question::Answered { answer: Answer::Response(response), .. } if response.status.is_server_error() => {
            let diagnosis = diagnose(response, "");
            let mut more = account::explanation(&diagnosis, words);
            more.push(code(response, words));
            let title = account::headline(&diagnosis, host, words);
            (Icon::Cross, title, account::lead(&diagnosis, words), None, more, Some(check("first")))
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
            (Icon::Tick, words.ask_up(&host), answered, refusal, more, Some(check("plain")))
        }
    };
    let down = icon == Icon::Cross;
    // A wish of a private window ends with the tab that waits, and here none does. A popup does not say what window it is over.
    let watch = (down && place == Place::Page)
        .then(|| Tag::Button.class("quiet").set(Attribute::Watch(address.clone())).text(words.button_keep_watching()));
    let unwatched = (down && place == Place::PrivatePage).then(|| Tag::P.class("detail").text(words.ask_private()));
    let class = if place == Place::Popup { "popup calm" } else { "help calm asked" };
    // Without a net nobody else can be asked either.
    let others = (icon != Icon::Pause).then(|| outside::others(address, settings, words)).flatten();
    let said = |text: String| Tag::P.class("lead").text(text);
    let told = Tag::Div.class("told").set(Attribute::Role("status")).with(said(lead)).with_all(refusal.map(said));
    let open = Tag::A.class("link").set(Attribute::Href(address.clone())).text(address.as_str());
    let main = Tag::Main
        .class(class)
        .with(popup::brand(words))
        .with(icon.symbol())
        .with(Tag::H1.text(title))
        .with(told)
        .with_all(more)
        .with(Tag::Div.class("acts").with_all(act).with_all(watch))
        .with_all(unwatched)
        .with_all(others)
        .with_all((place != Place::Popup).then(|| Tag::P.class("detail").with(open)))
        .with_all((place == Place::Popup).then(|| popup::ways_back(words)).into_iter().flatten());
    View::new(Frame::Page, main, words)
}

fn code(response: &Response, words: &Words) -> Element {
    Tag::P.class("error").text(error(response.status, words))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{AROUND, address, address_of, at, in_one_line, tree};
    use super::*;
    use crate::http::{Method, Status};
    use crate::settings::kept::Kept;
    use crate::words::tests::english;

    fn drawn(question: &Question, place: Place) -> String {
        outline(tree(&asked(&address(), question, place, AROUND.settings, &english())))
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
          p: The answer came from nginx. It is the site’s [gateway]: a [server] that stands in front and passes requests on.
          p: The site’s own server was asked, and no answer came in time. It may be busy, stuck, or cut off.
          p.error: Error 504 (“Gateway Timeout”)
          div.acts
            button.first [data-ask=https://shop.example.com/cart]: Check now
            button.quiet [data-watch=https://shop.example.com/cart]: Keep watching
          p.detail
            a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        ");
    }

    #[test]
    fn who_else_can_tell_is_named_but_of_a_private_site() {
        let settings = Settings::read(&Kept::Nothing, &mut Vec::new());
        for place in [Place::Popup, Place::Page, Place::PrivatePage] {
            let drawn =
                |url| outline(tree(&asked(&address_of(url), &answered(200, &[]), place, &settings, &english())));
            let public = drawn("https://shop.example.com/cart");
            assert!(public.contains("summary: Is it down for others too?"), "{public}");
            assert!(public.contains("https://downforeveryoneorjustme.com/shop.example.com]"), "{public}");
            assert!(!drawn("http://192.168.0.1/").contains("summary"));
            let offline = asked(&address(), &Question::Offline, place, &settings, &english());
            assert!(!outline(tree(&offline)).contains("summary"));
        }
    }

    #[test]
    fn every_answer_everywhere() {
        let timed = |answer| Question::Answered { answer, took: Delay::from_secs(2) };
        let nginx = [("server", "nginx/1.22.1")];
        let questions = [
            ("open", Question::Open),
            ("asking", Question::Asking),
            ("offline", Question::Offline),
            ("watched", Question::Watched),
            ("silence", timed(Answer::Silence)),
            ("sent on", timed(Answer::Redirection)),
            ("200", answered(200, &[])),
            ("200 through nginx", answered(200, &nginx)),
            ("404", answered(404, &[])),
            ("404 through nginx", answered(404, &nginx)),
            ("500", answered(500, &[])),
            ("502 from nginx", answered(502, &nginx)),
            ("599", answered(599, &[])),
        ];
        let table = |place| {
            let lines =
                questions.iter().map(|(name, question)| format!("{name}: {}\n", in_one_line(&drawn(question, place))));
            lines.collect::<String>()
        };
        insta::assert_snapshot!(table(Place::Page), @r"
        open: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: Is shop.example.com down? | div.told [role=status] | p.lead: One press asks the site itself, once. Nobody else hears of it. | button.first [data-ask=https://shop.example.com/cart]: Check now | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        asking: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: Is shop.example.com down? | div.told [role=status] | p.lead: Checking now… | button.first [data-ask=https://shop.example.com/cart] [aria-disabled=true]: Check now | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        offline: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: You are offline | div.told [role=status] | p.lead: Your computer is not on the internet, so no site can be asked. | button.plain [data-ask=https://shop.example.com/cart]: Check now | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        watched: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: We keep watching | div.told [role=status] | p.lead: The icon in the toolbar and its popup tell you when it is back. | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        silence: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com gave no answer | div.told [role=status] | p.lead: It may be down. It may also be that its name is spelled wrong, or that your own internet has trouble. | button.first [data-ask=https://shop.example.com/cart]: Check now | button.quiet [data-watch=https://shop.example.com/cart]: Keep watching | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        sent on: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 2 s and sends you on to another address. | button.plain [data-ask=https://shop.example.com/cart]: Check now | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        200: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 84 ms. | button.plain [data-ask=https://shop.example.com/cart]: Check now | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        200 through nginx: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 84 ms, through nginx. | button.plain [data-ask=https://shop.example.com/cart]: Check now | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        404: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 84 ms. | p.lead: The site works, but it does not hand out this page. | p.error: Error 404 | button.plain [data-ask=https://shop.example.com/cart]: Check now | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        404 through nginx: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 84 ms, through nginx. | p.lead: The site works, but it does not hand out this page. | p.error: Error 404 | button.plain [data-ask=https://shop.example.com/cart]: Check now | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        500: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com ran into a problem | div.told [role=status] | p.lead: The trouble is on their side. Your computer and your internet are fine. | p: The site’s own program stopped with an error while it made this page. Its people have to fix that. | p.error: Error 500 (“Internal Server Error”) | button.first [data-ask=https://shop.example.com/cart]: Check now | button.quiet [data-watch=https://shop.example.com/cart]: Keep watching | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        502 from nginx: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com is not answering right now | div.told [role=status] | p.lead: The trouble is on their side. Your computer and your internet are fine. | p: The answer came from nginx. It is the site’s [gateway]: a [server] that stands in front and passes requests on. | p: The site’s own server was asked, and nothing came back that could be used. It may have stopped, or it is just starting again. | p.error: Error 502 (“Bad Gateway”) | button.first [data-ask=https://shop.example.com/cart]: Check now | button.quiet [data-watch=https://shop.example.com/cart]: Keep watching | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        599: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com has a problem right now | div.told [role=status] | p.lead: Most likely the trouble is on their side. Your internet works. | p: The answer says that something failed, and no more than that. It could be too many visitors, a fault in the site, or a broken line inside it. | p.error: Error 599 | button.first [data-ask=https://shop.example.com/cart]: Check now | button.quiet [data-watch=https://shop.example.com/cart]: Keep watching | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        ");
        insta::assert_snapshot!(table(Place::Popup), @r"
        open: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: Is shop.example.com down? | div.told [role=status] | p.lead: One press asks the site itself, once. Nobody else hears of it. | button.first [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        asking: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: Is shop.example.com down? | div.told [role=status] | p.lead: Checking now… | button.first [data-ask=https://shop.example.com/cart] [aria-disabled=true]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        offline: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: You are offline | div.told [role=status] | p.lead: Your computer is not on the internet, so no site can be asked. | button.plain [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        watched: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: We keep watching | div.told [role=status] | p.lead: The icon in the toolbar and its popup tell you when it is back. | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        silence: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com gave no answer | div.told [role=status] | p.lead: It may be down. It may also be that its name is spelled wrong, or that your own internet has trouble. | button.first [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        sent on: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 2 s and sends you on to another address. | button.plain [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        200: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 84 ms. | button.plain [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        200 through nginx: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 84 ms, through nginx. | button.plain [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        404: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 84 ms. | p.lead: The site works, but it does not hand out this page. | p.error: Error 404 | button.plain [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        404 through nginx: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | h1: shop.example.com is up | div.told [role=status] | p.lead: It answered in 84 ms, through nginx. | p.lead: The site works, but it does not hand out this page. | p.error: Error 404 | button.plain [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        500: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com ran into a problem | div.told [role=status] | p.lead: The trouble is on their side. Your computer and your internet are fine. | p: The site’s own program stopped with an error while it made this page. Its people have to fix that. | p.error: Error 500 (“Internal Server Error”) | button.first [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        502 from nginx: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com is not answering right now | div.told [role=status] | p.lead: The trouble is on their side. Your computer and your internet are fine. | p: The answer came from nginx. It is the site’s [gateway]: a [server] that stands in front and passes requests on. | p: The site’s own server was asked, and nothing came back that could be used. It may have stopped, or it is just starting again. | p.error: Error 502 (“Bad Gateway”) | button.first [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        599: main.popup.calm [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com has a problem right now | div.told [role=status] | p.lead: Most likely the trouble is on their side. Your internet works. | p: The answer says that something failed, and no more than that. It could be too many visitors, a fault in the site, or a broken line inside it. | p.error: Error 599 | button.first [data-ask=https://shop.example.com/cart]: Check now | button.link [data-back=]: Back | a.past [href=history.html] [target=_blank]: Past outages | a.past [href=options.html] [target=_blank]: Options
        ");
        let (page, private) = (table(Place::Page), table(Place::PrivatePage));
        let others: Vec<_> = private.lines().zip(page.lines()).filter(|(private, page)| private != page).collect();
        let others: Vec<_> = others.into_iter().map(|(private, _)| private).collect();
        insta::assert_snapshot!(others.join("\n"), @r"
        silence: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com gave no answer | div.told [role=status] | p.lead: It may be down. It may also be that its name is spelled wrong, or that your own internet has trouble. | button.first [data-ask=https://shop.example.com/cart]: Check now | p.detail: Nothing of a private window may be kept. To have this page watched, open it and leave its tab open. | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        500: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com ran into a problem | div.told [role=status] | p.lead: The trouble is on their side. Your computer and your internet are fine. | p: The site’s own program stopped with an error while it made this page. Its people have to fix that. | p.error: Error 500 (“Internal Server Error”) | button.first [data-ask=https://shop.example.com/cart]: Check now | p.detail: Nothing of a private window may be kept. To have this page watched, open it and leave its tab open. | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        502 from nginx: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com is not answering right now | div.told [role=status] | p.lead: The trouble is on their side. Your computer and your internet are fine. | p: The answer came from nginx. It is the site’s [gateway]: a [server] that stands in front and passes requests on. | p: The site’s own server was asked, and nothing came back that could be used. It may have stopped, or it is just starting again. | p.error: Error 502 (“Bad Gateway”) | button.first [data-ask=https://shop.example.com/cart]: Check now | p.detail: Nothing of a private window may be kept. To have this page watched, open it and leave its tab open. | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        599: main.help.calm.asked [lang=en] [dir=ltr] | p.who: Back Soon | div.symbol [data-state=broken] | h1: shop.example.com has a problem right now | div.told [role=status] | p.lead: Most likely the trouble is on their side. Your internet works. | p: The answer says that something failed, and no more than that. It could be too many visitors, a fault in the site, or a broken line inside it. | p.error: Error 599 | button.first [data-ask=https://shop.example.com/cart]: Check now | p.detail: Nothing of a private window may be kept. To have this page watched, open it and leave its tab open. | a.link [href=https://shop.example.com/cart]: https://shop.example.com/cart
        ");
        assert!(!private.contains("data-watch"), "it would do nothing");
    }
}
