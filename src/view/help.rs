//! The help page: the whole story of a failed page, the most telling first, the rest folded.

use super::icon::Icon;
use super::node::{Attribute, Element, Node, Precision, Tag};
use super::now::{Room, button, now};
use super::outside::{Around, everyone};
use super::{account, advice, checks, owner, path, report, timeline};
use crate::http::Status;
use crate::outage::{Net, Outage, Phase, Press, Visit};
use crate::words::Words;

/// From how many letters on a host makes the headline run over too many lines.
const LONG_HOST: usize = 32;

/// Inside the failed page, over all of it.
pub(super) fn full(visit: &Visit, outage: &Outage, net: Net, around: Around<'_>, words: &Words) -> Element {
    let original = button("link", Press::ShowOriginal, words.button_show_original());
    page(visit, outage, net, None, around, words).with(footer(visit, outage, words).with(original))
}

/// In our own page: the same, with the address, which the browser's address bar does not show there.
pub(super) fn tab(visit: &Visit, outage: &Outage, net: Net, around: Around<'_>, words: &Words) -> Element {
    let address = owner::copyable(words.address_label(), visit.address().as_str().to_owned(), words);
    let address = Tag::Section.class("address").with(address);
    page(visit, outage, net, Some(address), around, words).with(footer(visit, outage, words))
}

/// In our own page, when there is nothing that it could help with.
pub(super) fn idle(words: &Words) -> Element {
    Tag::Main
        .class("help idle")
        .with(who(words))
        .with(Tag::H1.text(words.idle_title()))
        .with(Tag::P.class("lead").text(words.idle_text()))
}

/// The line that says who drew this.
pub(super) fn who(words: &Words) -> Element {
    Tag::P.class("who").with(Icon::Mark.draw()).text(words.who())
}

/// The headline, whose side it is on, and the picture: of the failure, or of the way that is free again.
pub(super) fn story(visit: &Visit, outage: &Outage, words: &Words) -> [Element; 3] {
    let host = visit.address().host();
    let (headline, lead, path) = match outage.phase {
        Phase::Back { .. } => {
            let again = visit.response.method.may_repeat();
            let lead = if again { words.lead_back() } else { words.lead_back_form() };
            (words.headline_back(&host), lead, path::mended(&outage.diagnosis, words))
        }
        Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } | Phase::Stop { .. } => {
            let (headline, lead) = checks::verdict(outage, host, words).unwrap_or_else(|| {
                (account::headline(&outage.diagnosis, host, words), account::lead(&outage.diagnosis, words))
            });
            (headline, lead, path::broken(&outage.diagnosis, words))
        }
    };
    let size = if host.len() > LONG_HOST { "long" } else { "short" };
    [Tag::H1.class(size).text(headline), Tag::P.class("lead").text(lead), path]
}

/// What can be known about a form, at length or in short; `None` where none was sent.
pub(super) fn form_note(visit: &Visit, room: Room, words: &Words) -> Option<Element> {
    if visit.response.method.may_repeat() {
        return None;
    }
    let said = Tag::Div.class("said");
    let said = match room {
        Room::Page => said.with(Tag::Strong.text(words.note_form_title())).with(Tag::P.text(words.note_form())),
        Room::Card | Room::Popup => said.with(Tag::P.text(words.note_form_short())),
    };
    Some(Tag::Section.class("note").with(Icon::Letter.draw()).with(said))
}

/// The code of the error, with its name where it has one.
pub(super) fn error(status: Status, words: &Words) -> String {
    let code = status.code();
    match (code, status.name()) {
        // What is watched may have said nothing at all yet.
        (0, _) => words.error_none(),
        (_, Some(name)) => words.error_named(&code, &name),
        (_, None) => words.error_plain(&code),
    }
}

fn page(
    visit: &Visit,
    outage: &Outage,
    net: Net,
    address: Option<Element>,
    around: Around<'_>,
    words: &Words,
) -> Element {
    Tag::Main
        .class("help")
        .with(who(words))
        .with_all(story(visit, outage, words))
        .with(now(visit, outage, net, Room::Page, words))
        .with_all(form_note(visit, Room::Page, words))
        .with_all(address)
        .with_all(tips(visit, outage, net, around, words).map(|tips| fold(words.section_do(), tips)))
        .with(fold(words.section_wrong(), wrong(outage, words)))
        .with_all(advice::causes(&outage.diagnosis, words).map(|causes| fold(words.causes_title(), causes)))
        .with(fold(words.section_report(), report::details(visit, outage, words)))
        .with(fold(words.section_owner(), owner::commands(visit, &outage.diagnosis, words)))
}

fn fold(title: String, content: Element) -> Element {
    Tag::Details.element().with(Tag::Summary.text(title)).with(content)
}

/// What the reader can do; `None` once there is nothing left to do.
fn tips(visit: &Visit, outage: &Outage, net: Net, around: Around<'_>, words: &Words) -> Option<Element> {
    match outage.phase {
        Phase::Back { .. } => return None,
        Phase::Wait { .. } | Phase::Probe { .. } | Phase::Load { .. } | Phase::Stop { .. } => {}
    }
    let verdict = outage.checks.verdict();
    let tips = advice::tips(&outage.diagnosis, verdict, visit.response.method.may_repeat(), words);
    Some(Tag::Div.class("fold").with(tips).with_all(everyone(visit, outage, net, around, words)))
}

fn wrong(outage: &Outage, words: &Words) -> Element {
    let checks = timeline::list(&outage.attempts, words);
    let title = checks.is_some().then(|| Tag::H2.text(words.timeline_title()));
    Tag::Div
        .class("fold")
        .with_all(account::explanation(&outage.diagnosis, words))
        .with_all(account::tempo(outage.diagnosis.failure, words))
        .with(Tag::H2.text(words.evidence_title()))
        .with(account::confidence(&outage.diagnosis, words))
        .with(account::evidence(&outage.diagnosis, words))
        .with_all(title)
        .with_all(checks)
}

fn footer(visit: &Visit, outage: &Outage, words: &Words) -> Element {
    let when = Tag::Span.class("when").with(Node::Time { at: visit.response.received, precision: Precision::Minutes });
    let error = Tag::Span.text(error(outage.diagnosis.status, words));
    let error = Tag::P.element().set(Attribute::Class("error")).with(error).text(" ").with(when);
    Tag::Footer.element().with(error).with(report::button("link", visit, outage, words))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::node::tests::outline;
    use super::super::testing::{AROUND, TAB, WAIT, at, back, brief, help_in, outage, page, state, tree, visit};
    use super::super::{View, help, help_tab};
    use crate::diagnosis::{Failure, Gateway};
    use crate::http::{Method, Status};
    use crate::outage::{Cover, Phase, Stop, Surface};
    use crate::words::tests::english;

    /// What is seen at once, and what is folded away.
    fn drawn(view: &View) -> (String, String) {
        let tree = brief(&outline(tree(view)));
        let (first, folded) = tree.split_at(tree.find("  details\n").unwrap_or(tree.len()));
        (first.to_owned(), folded.to_owned())
    }

    #[test]
    fn waiting() {
        insta::assert_snapshot!(drawn(&help_in(Method::Get, Cover::Full, WAIT)).0, @r"
        main.help [lang=en] [dir=ltr]
          p.who: Back Soon is helping with this page
          h1.short: shop.example.com is not answering right now
          p.lead: The trouble is on their side. Your computer and your internet are fine.
          ol.path [aria-label=Where it breaks]
            li.station [data-state=works]
              span.dot
              strong: You
              span.word: ready
            li.station [data-state=works]
              span.dot
              strong: Your internet
              span.word: works
            li.station [data-state=works]
              span.dot
              strong: nginx
              span.word: answered
            li.station [data-state=cut]
              span.dot
                span.cross
              strong: Site's server
              span.word: no answer
          section.now [data-state=wait]
            div.symbol: (countdown of 17000 ms)
            div.said
              p.status [role=status]: Checking again soon
              p.detail: Check 4 of 10
              span.strip [role=img] [aria-label=Checks so far: 3]
            div.acts
              button.first [data-press=check-now]: Check now
              button.quiet [data-press=stop]: Stop
              button.quiet [data-press=keep-watching]: Keep watching
        ");
    }

    #[test]
    fn waiting_with_all_that_is_folded_away() {
        insta::assert_snapshot!(drawn(&help_in(Method::Get, Cover::Full, WAIT)).1, @r#"
        details
          summary: What you can do
          div.fold
            ul.tips
              li
                strong: How long it takes
                span: Often a few minutes. The [server] may just be starting again.
              li
                strong: Wait a moment
                span: The page opens by itself when the site is back.
              li
                strong: Tell the site
                span: If it goes on, write to the people who run it. The error number below helps them.
              li
                strong: What does not help
                span: Restarting your computer or your [router]. Both are fine.
        details
          summary: What went wrong
          div.fold
            p: The answer came from nginx. It is the site's [gateway]: a [server] that stands in front and passes requests on.
            p: It asked the site's own server and got nothing back that it could use. That server may have stopped, or it is just starting again.
            p: One more check costs this site next to nothing, so we check often at first.
            h2: How we know
            p: We are sure of this:
            ul.facts
              li: The answer came with the number 502.
              li: A header, a note sent along with the page, says “server: nginx/1.22.1”.
            h2: Checks so far
            ol.checks
              li [data-state=broken]
                span.when: (time 3000)
                span: error 502
              li [data-state=idle]
                span.when: (time 8000)
                span: no answer
              li [data-state=broken]
                span.when: (time 20000)
                span: error 502
        details
          summary: What may be behind it
          div.fold
            p: The answer does not say which of these it was. They are the five usual causes.
            ul.tips
              li
                strong: Too many visitors
                span: More people came at once than the [server] can serve.
              li
                strong: A guard that is too strict
                span: A [firewall] keeps unwanted visits out. It may have shut out the site's own [gateway] too.
              li
                strong: A fault in the program
                span: The site's program stopped, or gave an answer that made no sense.
              li
                strong: A broken line
                span: The look-up of the server's name, called [DNS], leads nowhere. Or the way to it, called [routing], is wrong. Or the company that connects it has trouble.
              li
                strong: A server that takes too long
                span: Its software did not finish in time, so the gateway waited no longer.
        details
          summary: Details to pass on
          div.fold
            p: A short account of the error, to paste into an email or a form. What stands behind the question mark in the address is left out.
            div.acts
              button.plain [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details
              button.plain [data-copy={ …] [data-copied=Copied]: Copy as JSON
        details
          summary: Is this your site?
          div.fold
            p: These commands help to find the cause. Run them in a [terminal].
            div.command
              p.caption: Where does the name lead?
              code [dir=ltr]: dig +short shop.example.com
              button.copy [data-copy=dig +short shop.example.com] [data-copied=Copied]: Copy
            div.command
              p.caption: What does your [server] say when asked past nginx? Run this where nginx runs, and put in the port.
              code [dir=ltr]: curl -sv -m 30 -o /dev/null -H 'Host: shop.example.com' http://127.0.0.1:APP_PORT/cart
              button.copy [data-copy=curl -sv -m 30 -o /dev/null -H 'Host: shop.example.com' http://127.0.0.1:APP_PORT/cart] [data-copied=Copied]: Copy
            div.command
              p.caption: Where does the way to your server end? Put in its address.
              code [dir=ltr]: ping -c 3 SERVER_ADDRESS; mtr -rwc 10 SERVER_ADDRESS
              button.copy [data-copy=ping -c 3 SERVER_ADDRESS; mtr -rwc 10 SERVER_ADDRESS] [data-copied=Copied]: Copy
            div.command
              p.caption: What did the log of nginx say at that time?
              code [dir=ltr]: for m in {-5..1}; do LC_ALL=C date -d "$m min 1970-01-01 00:00:01 UTC" '+%Y/%m/%d %H:%M'; done | sudo grep -hsFf - /var/log/nginx/error.log | grep --color -E 'upstream|connect\(\) failed|timed out|resolve|worker_connections|$'
              button.copy [data-copy=for m in {-5..1}; do LC_ALL=C date -d "$m min 1970-01-01 00:00:01 UTC" '+%Y/%m/%d %H:%M'; done | sudo grep -hsFf - /var/log/nginx/error.log | grep --color -E 'upstream|connect\(\) failed|timed out|resolve|worker_connections|$'] [data-copied=Copied]: Copy
        footer
          p.error
            span: Error 502, Bad Gateway
            span.when: (time 1000)
          button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details
          button.link [data-press=show-original]: Show the original page
        "#);
    }

    #[test]
    fn back_after_a_form() {
        insta::assert_snapshot!(drawn(&help_in(Method::Post, Cover::Full, back(40_000))).0, @r"
        main.help [lang=en] [dir=ltr]
          p.who: Back Soon is helping with this page
          h1.short: shop.example.com is back
          p.lead: You can go on where you were.
          ol.path [aria-label=The way to the site]
            li.station [data-state=works]
              span.dot
              strong: You
              span.word: ready
            li.station [data-state=works]
              span.dot
              strong: Your internet
              span.word: works
            li.station [data-state=works]
              span.dot
              strong: nginx
              span.word: answered
            li.station [data-state=works]
              span.dot
              strong: Site's server
              span.word: is back
          section.now [data-state=back]
            div.symbol
            div.said
              p.status [role=status]: It is back. Your form was not sent again.
              p.detail: Use your browser's Back button to return to the form, or open the page afresh.
              span.strip [role=img] [aria-label=Checks so far: 3]
            div.acts
              a.button [href=https://shop.example.com/cart]: Open the page afresh
          section.note
            div.said
              strong: About the form you sent
              p: It may have arrived, or it may not. We never send a form again by ourselves. Look for a sign that it arrived, such as an email, before you do.
        ");
    }

    #[test]
    fn in_our_own_page_with_a_named_time() {
        let phase = Phase::Stop { since: at(20_000), why: Stop::Named(at(9_000_000)) };
        let mut outage = outage(Failure::Maintenance, phase);
        outage.attempts.clear();
        outage.diagnosis.gateway = None;
        outage.diagnosis.evidence.clear();
        outage.diagnosis.status = Status::new(599);
        let state = state(&visit(Method::Get, Surface::HelpTab), &outage);
        insta::assert_snapshot!(brief(&outline(tree(&help_tab(&state, TAB, AROUND, &english())))), @r"
        main.help [lang=en] [dir=ltr]
          p.who: Back Soon is helping with this page
          h1.short: shop.example.com is being worked on
          p.lead: They took it down for a while on purpose. Nothing is wrong on your side.
          ol.path [aria-label=Where it breaks]
            li.station [data-state=works]
              span.dot
              strong: You
              span.word: ready
            li.station [data-state=works]
              span.dot
              strong: Your internet
              span.word: works
            li.station [data-state=broken]
              span.dot
                span.cross
              strong: The site
              span.word: in repair
          section.now [data-state=stop]
            div.symbol
            div.said
              p.status [role=status]: The site says when to come back
              p.detail
                It asked for a break until 
                (time 9000000)
                . You may check before that.
            div.acts
              button.first [data-press=keep-watching]: Keep watching
              button.quiet [data-press=check-now]: Check now
          section.address
            div.command
              p.caption: The page you wanted
              code [dir=ltr]: https://shop.example.com/cart
              button.copy [data-copy=https://shop.example.com/cart] [data-copied=Copied]: Copy
          details
            summary: What you can do
            div.fold
              ul.tips
                li
                  strong: How long it takes
                  span: Some minutes to some hours. They know of it.
                li
                  strong: Come back later
                  span: It is fine to close this tab.
                li
                  strong: Tell the site
                  span: If it goes on, write to the people who run it. The error number below helps them.
                li
                  strong: What does not help
                  span: Reloading again and again. That gives the site more work.
          details
            summary: What went wrong
            div.fold
              p: The site was taken down for a while so that its people can change or mend something.
              p: It is down on purpose and for a while, so we check seldom.
              h2: How we know
              p: We are sure of this:
              ul.facts
                li: The answer came with the number 599.
          details
            summary: Details to pass on
            div.fold
              p: A short account of the error, to paste into an email or a form. What stands behind the question mark in the address is left out.
              div.acts
                button.plain [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details
                button.plain [data-copy={ …] [data-copied=Copied]: Copy as JSON
          details
            summary: Is this your site?
            div.fold
              p: These commands help to find the cause. Run them in a [terminal].
              div.command
                p.caption: Where does the name lead?
                code [dir=ltr]: dig +short shop.example.com
                button.copy [data-copy=dig +short shop.example.com] [data-copied=Copied]: Copy
              div.command
                p.caption: What does the site answer?
                code [dir=ltr]: curl -sv -m 30 -o /dev/null https://shop.example.com/cart
                button.copy [data-copy=curl -sv -m 30 -o /dev/null https://shop.example.com/cart] [data-copied=Copied]: Copy
              div.command
                p.caption: Which errors did your [server] note at that time?
                code [dir=ltr]: sudo journalctl --since '1970-01-01 00:00:00 UTC' --until '1970-01-01 00:01:01 UTC' | grep -iE 'error|fail|refused|killed|timed out'
                button.copy [data-copy=sudo journalctl --since '1970-01-01 00:00:00 UTC' --until '1970-01-01 00:01:01 UTC' | grep -iE 'error|fail|refused|killed|timed out'] [data-copied=Copied]: Copy
          footer
            p.error
              span: Error 599
              span.when: (time 1000)
            button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details
        ");
    }

    #[test]
    fn headers_are_text() {
        let mut outage = outage(Failure::Unknown, WAIT);
        outage.diagnosis.gateway = Some(Gateway::Nginx);
        outage.diagnosis.evidence.iter_mut().for_each(|found| found.words = "<img onerror=x>$1$HOST$".to_owned());
        let view = help(&state(&visit(Method::Get, page(Cover::Full)), &outage), TAB, AROUND, &english());
        let json = serde_json::to_string(&view).unwrap();
        assert!(json.contains("says “server: <img onerror=x>$1$HOST$”."), "{json}");
    }
}
