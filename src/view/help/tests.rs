//! Help in every state and of every failure, and what it folds away.

use super::super::node::tests::outline;
use super::super::testing::{
    AROUND, TAB, WAIT, at, back, brief, help_in, in_one_line, outage, page, state, table_of_states, tree, visit,
};
use super::super::{View, help, help_tab};
use super::*;
use crate::diagnosis::{Failure, Gateway};
use crate::http::Method;
use crate::outage::{Cover, Stop, Surface};
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
          strong: Site’s server
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
            span: As long as we check, the page opens by itself when the site is back.
          li
            strong: Tell the site
            span: If it goes on, write to the people who run it. The error number below helps them.
          li
            strong: What does not help
            span: Restarting your computer or your [router]. Both are fine.
    details
      summary: What went wrong
      div.fold
        p: The answer came from nginx. It is the site’s [gateway]: a [server] that stands in front and passes requests on.
        p: The site’s own server was asked, and nothing came back that could be used. It may have stopped, or it is just starting again.
        p: One more check costs this site next to nothing, so we check often at first.
        h2: How we know
        p: We are sure of what stands above. It shows in this:
        ul.facts
          li: The answer came with the number 502.
          li: A [header] of the answer says “server: nginx/1.22.1”.
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
            span: A [firewall] keeps unwanted visits out. It may have shut out the site’s own [gateway] too.
          li
            strong: A fault in the program
            span: The site’s program stopped, or gave an answer that made no sense.
          li
            strong: A broken line
            span: The look-up of the server’s name, called [DNS], leads nowhere. Or the way to it, called [routing], is wrong. Or the company that connects it has trouble.
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
          p.caption: What does your [server] say when asked past nginx? Run this where nginx runs, and put in the [port].
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
        span: Error 502 (“Bad Gateway”)
        span.when: (time 1000)
      button.link [data-copy=- time: `1970-01-01 00:00:01 UTC` …] [data-copied=Copied]: Copy details
      button.link [data-press=show-original]: Show the original page
    "#);
}

#[test]
fn every_state() {
    let words = english();
    insta::assert_snapshot!(table_of_states(Cover::Full, |visit, outage, net| {
        let folds = outline(&full(visit, outage, net, AROUND, &words).into());
        let folds = folds.lines().filter_map(|line| line.strip_prefix("    summary: "));
        let folds = Tag::P.text(folds.collect::<Vec<_>>().join(", "));
        let told = Tag::Div.element().with(now(visit, outage, net, Room::Page, &words));
        told.with_all(form_note(visit, Room::Page, &words)).with(folds)
    }), @r"
    waits: section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: Checking again soon | p.detail: Check 4 of 10 | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    the site asked for it: section.now [data-state=wait] | div.symbol: (countdown of 70000 ms) | p.status [role=status]: The site asked us to wait a little | p.detail: Check 4 of 10 | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    asks: section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    loads the page: section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    back: section.now [data-state=back] | p.status [role=status]: It is back. Opening the page… | span.strip [role=img] [aria-label=Checks so far: 3] | a.button [href=https://shop.example.com/cart]: Open it now | p: What went wrong, What may be behind it, Details to pass on, Is this your site?
    the reader stopped it: section.now [data-state=stop] | p.status [role=status]: You stopped the checks | p.detail: You can start again at any time. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=keep-watching]: Keep watching | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    gave up: section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    named a time far off: section.now [data-state=stop] | p.status [role=status]: The site says when to come back | It asked for a break until | (time 9000000) | . You may check before that. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    blocked: section.now [data-state=stop] | p.status [role=status]: Checking again would not help | p.detail: The site would say no again. Asking often can make it worse. | span.strip [role=img] [aria-label=Checks so far: 3] | button.plain [data-press=check-now]: Check now | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    quota: section.now [data-state=stop] | p.status [role=status]: Checking again would not help | p.detail: Each try counts against the limit. Come back later. | span.strip [role=img] [aria-label=Checks so far: 3] | button.plain [data-press=check-now]: Check now | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    sign-in: section.now [data-state=stop] | p.status [role=status]: Waiting for you to sign in | p.detail: Sign in to your network first. Then check again. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    only when asked: section.now [data-state=stop] | p.status [role=status]: Checks are off | p.detail: Your settings say: check only when you ask. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=keep-watching]: Keep watching | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    the page reloads itself: section.now [data-state=stop] | p.status [role=status]: This page tries again by itself | p.detail: So we leave it alone and do not check as well. | span.strip [role=img] [aria-label=Checks so far: 3] | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    wants to see a person: section.now [data-state=stop] | p.status [role=status]: The site wants to see that you are a person | p.detail: Do what the page asks for. We do not check while you do. | span.strip [role=img] [aria-label=Checks so far: 3] | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    named a time too far off to watch: section.now [data-state=stop] | p.status [role=status]: The site says when to come back | It asked for a break until | (time 691200000) | . You may check before that. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    watches: section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: We keep watching | p.detail: You will be told when it is back. Checks so far: 3. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    watches, the site asked to wait: section.now [data-state=wait] | div.symbol: (countdown of 70000 ms) | p.status [role=status]: We keep watching | p.detail: You will be told when it is back. Checks so far: 3. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    watches, asks: section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: You will be told when it is back. Checks so far: 3. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    offline: section.now [data-state=stop] | p.status [role=status]: You are offline | p.detail: We check again as soon as your connection is back. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    offline, watches: section.now [data-state=stop] | p.status [role=status]: You are offline | p.detail: We check again as soon as your connection is back. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    offline, asks: section.now [data-state=probe] | p.status [role=status]: Checking now… | p.detail: Check 4 of 10 | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now] [aria-disabled=true]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    offline, gave up: section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    form, waits: section.now [data-state=wait] | div.symbol: (countdown of 17000 ms) | p.status [role=status]: Checking again soon | p.detail: Check 4 of 10 | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=check-now]: Check now | button.quiet [data-press=stop]: Stop | button.quiet [data-press=keep-watching]: Keep watching | strong: About the form you sent | p: It may have arrived, or it may not. We never send a form again by ourselves. Look for a sign that it arrived, such as an email, before you do. | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    form, gave up: section.now [data-state=stop] | p.status [role=status]: Still down. We have stopped for now. | p.detail: Checks so far: 3. You can start again at any time. | span.strip [role=img] [aria-label=Checks so far: 3] | button.first [data-press=keep-watching]: Keep watching | button.quiet [data-press=check-now]: Check now | strong: About the form you sent | p: It may have arrived, or it may not. We never send a form again by ourselves. Look for a sign that it arrived, such as an email, before you do. | p: What you can do, What went wrong, What may be behind it, Details to pass on, Is this your site?
    form, back: section.now [data-state=back] | p.status [role=status]: It is back. Your form was not sent again. | p.detail: Use your browser’s Back button to return to the form, or open the page again. | span.strip [role=img] [aria-label=Checks so far: 3] | a.button [href=https://shop.example.com/cart]: Open the page again | strong: About the form you sent | p: It may have arrived, or it may not. We never send a form again by ourselves. Look for a sign that it arrived, such as an email, before you do. | p: What went wrong, What may be behind it, Details to pass on, Is this your site?
    ");
}

#[test]
fn every_failure() {
    let words = english();
    let drawn = Failure::ALL.into_iter().map(|failure| {
        let outage = outage(failure, WAIT);
        let around = &outage.diagnosis;
        let parts = [
            account::headline(around, "a.test", &words),
            account::lead(around, &words),
            in_one_line(&outline(&wrong(&outage, &words).into())),
            in_one_line(&outline(&advice::tips(around, None, true, &words).into())),
            in_one_line(&outline(&advice::tips(around, None, false, &words).into())),
        ];
        format!("{failure:?}\n  {}\n", parts.join("\n  "))
    });
    insta::assert_snapshot!(drawn.collect::<String>(), @r"
    OriginRefused
      a.test is down right now
      The trouble is on their side. Your computer and your internet are fine.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The site’s own server turned the request away at once. It is most likely not running, or just starting. | p: One more check costs this site next to nothing, so we check often at first. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Often a few minutes. The server may just be starting again. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Restarting your computer or your router. Both are fine.
      strong: How long it takes | span: Often a few minutes. The server may just be starting again. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    OriginTimeout
      a.test is taking too long to answer
      The trouble is on their side. Your computer and your internet are fine.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The site’s own server was asked, and no answer came in time. It may be busy, stuck, or cut off. | p: Each check may give the site more work, so we check less often. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Often a few minutes. At busy times it can be an hour. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Reloading again and again. That gives the site more work.
      strong: How long it takes | span: Often a few minutes. At busy times it can be an hour. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    OriginUnreachable
      a.test is not answering right now
      The trouble is on their side. Your computer and your internet are fine.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The site’s own server was asked, and nothing came back that could be used. It may have stopped, or it is just starting again. | p: One more check costs this site next to nothing, so we check often at first. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Often a few minutes. The server may just be starting again. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Restarting your computer or your router. Both are fine.
      strong: How long it takes | span: Often a few minutes. The server may just be starting again. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    OriginOverloaded
      a.test is too busy right now
      The trouble is on their side. Your computer and your internet are fine.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The site’s own servers have more work than they can do, or none of them is ready. This happens when many people come at once. | p: Each check may give the site more work, so we check less often. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Often a few minutes. At busy times it can be an hour. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Reloading again and again. That gives the site more work.
      strong: How long it takes | span: Often a few minutes. At busy times it can be an hour. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    Maintenance
      a.test is being worked on
      They took it down for a while on purpose. Nothing is wrong on your side.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The site was taken down for a while so that its people can change or fix something. | p: It is down on purpose and for a while, so we check only now and then. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Some minutes to some hours. They know of it. | strong: Come back later | span: It is fine to close this tab. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Reloading again and again. That gives the site more work.
      strong: How long it takes | span: Some minutes to some hours. They know of it. | strong: Come back later | span: It is fine to close this tab. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    InvalidResponse
      a.test gave a broken answer
      The trouble is on their side. Your computer and your internet are fine.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The site’s own server did answer, but no sense could be made of it. The answer was cut short or garbled. | p: One more check costs this site next to nothing, so we check often at first. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Often a few minutes. The server may just be starting again. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Restarting your computer or your router. Both are fine.
      strong: How long it takes | span: Often a few minutes. The server may just be starting again. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    Dns
      a.test has lost touch with its server
      The trouble is on their side. Your computer and your internet are fine.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The address of the site’s own server was looked up and not found. That look-up is called DNS. It works like a phone book. | p: A person has to fix a setting first, so we check only once in a long while. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Often some hours. A person has to fix a setting. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Come back later | span: It is fine to close this tab. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Restarting your computer or your router. Both are fine.
      strong: How long it takes | span: Often some hours. A person has to fix a setting. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Come back later | span: It is fine to close this tab. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    Tls
      a.test has no safe line to its server
      The trouble is on their side. Your computer and your internet are fine.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: No safe line to the site’s own server could be made. Often that server’s certificate, its proof of who it is, has run out. | p: A person has to fix a setting first, so we check only once in a long while. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Often some hours. A person has to fix a setting. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Come back later | span: It is fine to close this tab. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Restarting your computer or your router. Both are fine.
      strong: How long it takes | span: Often some hours. A person has to fix a setting. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Come back later | span: It is fine to close this tab. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    Blocked
      a.test turned this visit away
      A rule on their side said no. It may well be a mistake.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: A rule on the site’s side refused this page. That also happens to people who did nothing wrong, for one because they share a network with others. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: It may pass in an hour, or stay until they change the rule. | strong: Try another way in | span: If you use a VPN or a shared network, try without it. A VPN sends your visits through another computer. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Trying again and again. It can make the block last longer.
      strong: How long it takes | span: It may pass in an hour, or stay until they change the rule. | strong: Try another way in | span: If you use a VPN or a shared network, try without it. A VPN sends your visits through another computer. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    Quota
      a.test has reached a limit
      A limit on visits or traffic is used up for now. Nothing is wrong on your side.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The site, or a part of it, has a limit on visits or traffic. That limit is used up for now. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Most limits start over each hour, day or month. | strong: Come back later | span: It is fine to close this tab. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Reloading. Each try counts against the limit.
      strong: How long it takes | span: Most limits start over each hour, day or month. | strong: Come back later | span: It is fine to close this tab. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    AppCrash
      a.test ran into a problem
      The trouble is on their side. Your computer and your internet are fine.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The site’s own program stopped with an error while it made this page. Its people have to fix that. | p: Each check may give the site more work, so we check less often. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: Minutes if it was a slip. Longer if the program has to be fixed. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Reloading again and again. That gives the site more work.
      strong: How long it takes | span: Minutes if it was a slip. Longer if the program has to be fixed. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    CaptivePortal
      Your network wants you to sign in
      The site is most likely fine. Your network lets you through once you sign in.
      p: This answer came from the network you are on, and not from the site. Networks in hotels, trains and cafés do this until you sign in. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: It is over as soon as you have signed in. | strong: Sign in to your network | span: Your network shows its sign-in page when you open a new tab, or when you join the network again. | strong: What does not help | span: Typing the password that you have for this site. The sign-in page is not theirs.
      strong: How long it takes | span: It is over as soon as you have signed in. | strong: Sign in to your network | span: Your network shows its sign-in page when you open a new tab, or when you join the network again. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    Unknown
      a.test has a problem right now
      Most likely the trouble is on their side. Your internet works.
      p: The answer came from nginx. It is the site’s gateway: a server that stands in front and passes requests on. | p: The answer says that something failed, and no more than that. It could be too many visitors, a fault in the site, or a broken line inside it. | p: Each check may give the site more work, so we check less often. | h2: How we know | p: We are sure of what stands above. It shows in this: | li: The answer came with the number 502. | li: A header of the answer says “server: nginx/1.22.1”. | h2: Checks so far | li [data-state=broken] | span.when: (time 3000) | span: error 502 | li [data-state=idle] | span.when: (time 8000) | span: no answer | li [data-state=broken] | span.when: (time 20000) | span: error 502
      strong: How long it takes | span: We cannot tell from here. Most such errors pass in minutes. | strong: Wait a moment | span: As long as we check, the page opens by itself when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Reloading again and again. That gives the site more work.
      strong: How long it takes | span: We cannot tell from here. Most such errors pass in minutes. | strong: Wait a moment | span: As long as we check, this page tells you when the site is back. | strong: Tell the site | span: If it goes on, write to the people who run it. The error number below helps them. | strong: What does not help | span: Sending the form again right away. If it has arrived, it would count twice.
    ");
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
          strong: Site’s server
          span.word: is back
      section.now [data-state=back]
        div.symbol
        div.said
          p.status [role=status]: It is back. Your form was not sent again.
          p.detail: Use your browser’s Back button to return to the form, or open the page again.
          span.strip [role=img] [aria-label=Checks so far: 3]
        div.acts
          a.button [href=https://shop.example.com/cart]: Open the page again
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
          p: The site was taken down for a while so that its people can change or fix something.
          h2: How we know
          p: We are sure of what stands above. It shows in this:
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
