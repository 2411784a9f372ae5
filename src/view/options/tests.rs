//! Outlines of the page of settings.

#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows this for a test only under a plain `cfg(test)`")]

use super::super::node::tests::{outline, words_of};
use super::super::testing::{at, in_one_line, tree};
use super::*;
use crate::settings::Why;
use crate::settings::kept::Kept;
use crate::words::tests::english;

const LEAVE: Leave = Leave { granted: true, notifies: false };

fn read(json: &str) -> Settings {
    Settings::read(&Kept::from(serde_json::from_str::<serde_json::Value>(json).unwrap()), &mut Vec::new())
}

fn shown(settings: &Settings, said: &Said) -> String {
    outline(tree(&options(settings, Keeping::Here, LEAVE, said, &english())))
}

/// The part of the page whose headline that is.
fn part(page: &str, headline: &str) -> String {
    let found = page.split("  section.group\n").find(|part| part.contains(&format!("h2: {headline}\n")));
    found.unwrap_or_else(|| panic!("{headline} is not there")).to_owned()
}

fn wrong(at: &str, value: &str, why: Why) -> Wrong {
    Wrong { at: at.to_owned(), value: value.to_owned(), why }
}

#[test]
fn looks_and_checks_as_at_first() {
    let page = shown(&read("{}"), &Said::Nothing);
    let (start, _) = page.split_once("      h2: Sites with their own settings").unwrap();
    insta::assert_snapshot!(start, @r"
    main.help.options [lang=en] [dir=ltr]
      p.who: Back Soon
      h1: Options
      p.lead: Each change is saved at once.
      p.saved [role=status]
      section.group
        div.about
          h2: Look
          p: How Back Soon shows itself.
        div.fields
          fieldset
            legend: Colours
            div.pills
              label.choice
                input [type=radio] [name=theme] [value=system] [data-set=theme] [checked=true]
                span
                  span.name: System
              label.choice
                input [type=radio] [name=theme] [value=light] [data-set=theme]
                span
                  span.name: Light
              label.choice
                input [type=radio] [name=theme] [value=dark] [data-set=theme]
                span
                  span.name: Dark
          fieldset
            legend: When a page fails
            label.choice
              input [type=radio] [name=look] [value=full] [data-set=look] [checked=true]
              span
                span.name: Whole page
                span.hint: Where there is only an error. A page with words of its own keeps its place.
            label.choice
              input [type=radio] [name=look] [value=card] [data-set=look]
              span
                span.name: Card in the corner
                span.hint: You see the page as it is, and help beside it.
            label.choice
              input [type=radio] [name=look] [value=badge] [data-set=look]
              span
                span.name: Only the icon
                span.hint: The page stays as it is. Press the icon in the toolbar for help. Only where the page is empty do we show our own.
          label.line
            span: Language
            select [data-set=language]
              option [value=browser] [selected=true]: Same as the browser
              option [value=en]: English
      section.group
        div.about
          h2: Checks
          p: How often a site is asked if it is back. Sites that work hard to answer are asked less often, and a time that a site names is kept.
        div.fields
          fieldset
            legend.unseen: Checks
            label.choice
              input [type=radio] [name=checking] [value=gentle] [data-set=checking]
              span
                span.name: Gentle
                span.hint: First check after about 26 s, later ones up to 80 s apart. Checks: 10, in 10 min.
            label.choice
              input [type=radio] [name=checking] [value=balanced] [data-set=checking] [checked=true]
              span
                span.name: Balanced
                span.hint: First check after about 13 s, later ones up to 31 s apart. Checks: 10, in 4 min.
            label.choice
              input [type=radio] [name=checking] [value=eager] [data-set=checking]
              span
                span.name: Eager
                span.hint: First check after about 7 s, later ones up to 12 s apart. Checks: 10, in 87 s.
            label.choice
              input [type=radio] [name=checking] [value=when-asked] [data-set=checking]
              span
                span.name: Only when I ask
                span.hint: No check until you press “Check now”.
      section.group
        div.about
    ");
}

#[test]
fn services_and_permissions_as_at_first() {
    let page = shown(&read("{}"), &Said::Nothing);
    let services: Vec<_> = part(&page, "Is it down for others too?").lines().map(str::to_owned).collect();
    insta::assert_snapshot!(services.get(..11).unwrap().join("\n"), @r"
    div.about
      h2: Is it down for others too?
      p: Services that know if a site is down for others too, in the order in which you are offered them. Nothing goes there before you press.
    div.fields
      ol.rows
        li.link-row
          label.choice
            input [type=checkbox] [data-set=link-on downforeveryoneorjustme] [checked=true]
            span
              span.name: Down for Everyone or Just Me
          button.quiet.small.step [data-to=up link-place downforeveryoneorjustme] [aria-label=Move Down for Everyone or Just Me up] [aria-disabled=true]
    ");
    insta::assert_snapshot!(part(&page, "Permissions"), @r"
    div.about
      h2: Permissions
      p: What the browser lets Back Soon do. Some browsers take back access to web pages in their own list of extensions. The button opens it there.
    div.fields
      ul.rows
        li.leave
          div
            strong: Access to web pages
            p.hint: To see that a page failed, and to draw help in it.
          span.held [data-state=given]: Given
          button.plain.small [data-return=sites]: Take back
        li.leave
          div
            strong: Notifications
            p.hint: To tell you that a page you watch is back.
          span.held [data-state=missing]: Not given
          button.plain.small [data-grant=notifications]: Allow
        li.leave
          div
            strong: Checks by others
            p.hint: Globalping, Google and Cloudflare may hear of a site when you press for a check. You are asked before the first one.
          span.held [data-state=missing]: Not given
    ");
    let agreed = shown(&read(r#"{"outside":true}"#), &Said::Nothing);
    let rows = part(&agreed, "Permissions");
    let (_, row) = rows.split_once("strong: Checks by others").unwrap();
    insta::assert_snapshot!(row, @r"
      p.hint: Globalping, Google and Cloudflare may hear of a site when you press for a check. You are asked before the first one.
    span.held [data-state=given]: Given
    button.plain.small [data-return=outside]: Take back
    ");
}

#[test]
fn what_was_chosen_is_marked() {
    let page = shown(
        &read(
            r#"{"theme":"dark","look":"badge","checking":"when-asked","language":"en",
                "sites":{"shop.example.com":{"look":"card"}},"hosts":["intranet"],
                "links":[{"to":"https://up.example/{host}","on":true},{"to":"uptrends","on":false}]}"#,
        ),
        &Said::Saved(at(5_000)),
    );
    let marked: Vec<_> =
        page.lines().map(str::trim).filter(|line| line.contains("checked") || line.contains("selected")).collect();
    insta::assert_snapshot!(marked.join("\n"), @r"
    input [type=radio] [name=theme] [value=dark] [data-set=theme] [checked=true]
    input [type=radio] [name=look] [value=badge] [data-set=look] [checked=true]
    option [value=en] [selected=true]: English
    input [type=radio] [name=checking] [value=when-asked] [data-set=checking] [checked=true]
    option [value=card] [selected=true]: Card in the corner
    option [value=] [selected=true]: Same as other sites
    input [type=checkbox] [data-set=link-on https://up.example/{host}] [checked=true]
    input [type=checkbox] [data-set=link-on downforeveryoneorjustme] [checked=true]
    input [type=checkbox] [data-set=link-on isitdownrightnow] [checked=true]
    input [type=checkbox] [data-set=link-on check-host] [checked=true]
    input [type=checkbox] [data-set=link-on dnschecker] [checked=true]
    input [type=checkbox] [data-set=link-on ssllabs] [checked=true]
    input [type=checkbox] [data-set=link-on wayback] [checked=true]
    input [type=checkbox] [data-set=link-on archive-today] [checked=true]
    ");
    insta::assert_snapshot!(part(&page, "Sites with their own settings"), @r"
    div.about
      h2: Sites with their own settings
      p: A site can have a look and checks of its own. They count for all names below it too.
    div.fields
      ul.rows
        li.rule
          strong: shop.example.com
          label.named
            span.hint: Look
            select [data-set=site-look shop.example.com] [aria-label=Help on shop.example.com]
              option [value=]: Same as other sites
              option [value=full]: Whole page
              option [value=card] [selected=true]: Card in the corner
              option [value=badge]: Only the icon
          label.named
            span.hint: Checks
            select [data-set=site-checking shop.example.com] [aria-label=Checks on shop.example.com]
              option [value=] [selected=true]: Same as other sites
              option [value=gentle]: Gentle
              option [value=balanced]: Balanced
              option [value=eager]: Eager
              option [value=when-asked]: Only when I ask
          button.quiet.small [data-remove=sites shop.example.com] [aria-label=Remove shop.example.com]: Remove
      form.adder [data-add=sites]
        label
          span.name: Site
          input [type=text] [aria-describedby=sites-hint]
        button.plain: Add
        p.hint [id=sites-hint]: Such as example.com, or a whole address if it has a [port] of its own.
    ");
    insta::assert_snapshot!(part(&page, "Private sites"), @r"
    div.about
      h2: Private sites
      p: Names that work only in your own network. No service outside hears of them.
    div.fields
      ul.rows
        li.host
          span: intranet
          button.quiet.small [data-remove=hosts intranet] [aria-label=Remove intranet]: Remove
      form.adder [data-add=hosts]
        label
          span.name: Site
          input [type=text] [aria-describedby=hosts-hint]
        button.plain: Add
        p.hint [id=hosts-hint]: Such as intranet or corp.example. It counts for all names below it too.
    ");
    insta::assert_snapshot!(page.lines().skip(4).take(5).collect::<Vec<_>>().join("\n"), @r"
    p.saved [role=status]
      span.sign
        span
          Saved at 
          (time 5000)
    ");
}

#[test]
fn what_is_wrong_stands_at_its_field() {
    let said = Said::Wrong(Spot::List(List::Links), vec![wrong("", "", Why::NoSlot)]);
    let page = shown(&read("{}"), &said);
    assert_eq!(page.matches("role=alert").count(), 1);
    let (_, form) = page.split_once("form.adder [data-add=links]").unwrap();
    let form: Vec<_> = form.lines().take(8).collect();
    insta::assert_snapshot!(form.join("\n"), @r"
          label
            span.name: A service of your own
            input [type=text] [aria-invalid=true] [aria-describedby=links-wrong]
          button.plain: Add
          p.hint [id=links-hint]: Its address, with {host} where the site’s name goes: https://example.com/check?site={host}
          div.wrong [role=alert] [id=links-wrong]: Write {host} where the site’s name goes.
    section.group
    ");
}

#[test]
fn every_spot_says_what_is_wrong_beside_it() {
    let told = |spot, headline, why| {
        let said = Said::Wrong(spot, vec![wrong("", "", why)]);
        let page = outline(tree(&options(&read("{}"), Keeping::Here, LEAVE, &said, &english())));
        let (around, _) = page.split_once("div.wrong").unwrap();
        assert_eq!(page.matches("role=alert").count(), 1, "{spot:?}");
        assert!(part(&page, headline).contains("div.wrong"), "{spot:?} stands elsewhere");
        let field = around.lines().rev().find(|line| line.contains("aria-invalid")).unwrap().trim();
        let note = page.lines().find(|line| line.contains("div.wrong")).unwrap().trim();
        format!("{field}\n  {note}\n")
    };
    let all = [
        told(Spot::List(List::Sites), "Sites with their own settings", Why::NotHost),
        told(Spot::List(List::Links), "Is it down for others too?", Why::NotWeb),
        told(Spot::List(List::Hosts), "Private sites", Why::TooMany(100)),
        told(Spot::Sync, "Back up and sync", Why::NotSynced),
        told(Spot::File, "Back up and sync", Why::NotJson),
    ];
    insta::assert_snapshot!(all.concat(), @r"
    input [type=text] [aria-invalid=true] [aria-describedby=sites-wrong]
      div.wrong [role=alert] [id=sites-wrong]: This is not the name of a site. Write it like example.com.
    input [type=text] [aria-invalid=true] [aria-describedby=links-wrong]
      div.wrong [role=alert] [id=links-wrong]: This address does not work here. Write all of it, from https:// on, with no user name or password in it.
    input [type=text] [aria-invalid=true] [aria-describedby=hosts-wrong]
      div.wrong [role=alert] [id=hosts-wrong]: The list is full with 100. Remove one first.
    input [type=checkbox] [data-sync=] [aria-invalid=true] [aria-describedby=sync-wrong]
      div.wrong [role=alert] [id=sync-wrong]: Your browser’s sync did not take it: it holds up to 8 KB. It is saved on this computer only, and sync is off.
    input.unseen [type=file] [data-import=] [aria-invalid=true] [aria-describedby=file-wrong]
      div.wrong [role=alert] [id=file-wrong]: This file holds no options. Choose one that was saved here.
    ");
}

#[test]
fn lists_empty_and_filled() {
    let empty = shown(&read("{}"), &Said::Nothing);
    insta::assert_snapshot!(in_one_line(&part(&empty, "Sites with their own settings")), @r"
    h2: Sites with their own settings | p: A site can have a look and checks of its own. They count for all names below it too. | form.adder [data-add=sites] | span.name: Site | input [type=text] [aria-describedby=sites-hint] | button.plain: Add | p.hint [id=sites-hint]: Such as example.com, or a whole address if it has a [port] of its own.
    ");
    insta::assert_snapshot!(in_one_line(&part(&empty, "Private sites")), @r"
    h2: Private sites | p: Names that work only in your own network. No service outside hears of them. | form.adder [data-add=hosts] | span.name: Site | input [type=text] [aria-describedby=hosts-hint] | button.plain: Add | p.hint [id=hosts-hint]: Such as intranet or corp.example. It counts for all names below it too.
    ");
    let links = r#"{"links":[{"to":"https://up.example/{host}","on":false},{"to":"uptrends","on":true}]}"#;
    let rows = part(&shown(&read(links), &Said::Nothing), "Is it down for others too?");
    let rows: Vec<_> = rows.split("li.link-row").skip(1).map(in_one_line).collect();
    insta::assert_snapshot!(rows.join("\n"), @r"
    input [type=checkbox] [data-set=link-on https://up.example/{host}] | span.name: up.example | span.hint: https://up.example/{host} | button.quiet.small [data-remove=links https://up.example/{host}] [aria-label=Remove up.example]: Remove | button.quiet.small.step [data-to=up link-place https://up.example/{host}] [aria-label=Move up.example up] [aria-disabled=true] | button.quiet.small.step [data-to=down link-place https://up.example/{host}] [aria-label=Move up.example down]
    input [type=checkbox] [data-set=link-on uptrends] [checked=true] | span.name: Uptrends | button.quiet.small.step [data-to=up link-place uptrends] [aria-label=Move Uptrends up] | button.quiet.small.step [data-to=down link-place uptrends] [aria-label=Move Uptrends down]
    input [type=checkbox] [data-set=link-on downforeveryoneorjustme] [checked=true] | span.name: Down for Everyone or Just Me | button.quiet.small.step [data-to=up link-place downforeveryoneorjustme] [aria-label=Move Down for Everyone or Just Me up] | button.quiet.small.step [data-to=down link-place downforeveryoneorjustme] [aria-label=Move Down for Everyone or Just Me down]
    input [type=checkbox] [data-set=link-on isitdownrightnow] [checked=true] | span.name: Is It Down Right Now? | button.quiet.small.step [data-to=up link-place isitdownrightnow] [aria-label=Move Is It Down Right Now? up] | button.quiet.small.step [data-to=down link-place isitdownrightnow] [aria-label=Move Is It Down Right Now? down]
    input [type=checkbox] [data-set=link-on check-host] [checked=true] | span.name: Check-Host | button.quiet.small.step [data-to=up link-place check-host] [aria-label=Move Check-Host up] | button.quiet.small.step [data-to=down link-place check-host] [aria-label=Move Check-Host down]
    input [type=checkbox] [data-set=link-on dnschecker] [checked=true] | span.name: DNS Checker | button.quiet.small.step [data-to=up link-place dnschecker] [aria-label=Move DNS Checker up] | button.quiet.small.step [data-to=down link-place dnschecker] [aria-label=Move DNS Checker down]
    input [type=checkbox] [data-set=link-on ssllabs] [checked=true] | span.name: SSL Labs | button.quiet.small.step [data-to=up link-place ssllabs] [aria-label=Move SSL Labs up] | button.quiet.small.step [data-to=down link-place ssllabs] [aria-label=Move SSL Labs down]
    input [type=checkbox] [data-set=link-on wayback] [checked=true] | span.name: Wayback Machine | button.quiet.small.step [data-to=up link-place wayback] [aria-label=Move Wayback Machine up] | button.quiet.small.step [data-to=down link-place wayback] [aria-label=Move Wayback Machine down]
    input [type=checkbox] [data-set=link-on archive-today] [checked=true] | span.name: archive.today | button.quiet.small.step [data-to=up link-place archive-today] [aria-label=Move archive.today up] | button.quiet.small.step [data-to=down link-place archive-today] [aria-label=Move archive.today down] [aria-disabled=true] | form.adder [data-add=links] | span.name: A service of your own | input [type=text] [aria-describedby=links-hint] | button.plain: Add | p.hint [id=links-hint]: Its address, with {host} where the site’s name goes: https://example.com/check?site={host}
    ");
}

#[test]
fn permissions_and_copies_otherwise() {
    let page = |keeping, granted, notifies| {
        let leave = Leave { granted, notifies };
        outline(tree(&options(&read("{}"), keeping, leave, &Said::Nothing, &english())))
    };
    let rows = part(&page(Keeping::Here, false, true), "Permissions");
    let rows: Vec<_> = rows.split("li.leave").skip(1).map(in_one_line).collect();
    insta::assert_snapshot!(rows.join("\n"), @r"
    strong: Access to web pages | p.hint: To see that a page failed, and to draw help in it. | span.held [data-state=missing]: Not given | button.plain.small [data-grant=sites]: Allow on all sites
    strong: Notifications | p.hint: To tell you that a page you watch is back. | span.held [data-state=given]: Given | button.plain.small [data-return=notifications]: Take back
    strong: Checks by others | p.hint: Globalping, Google and Cloudflare may hear of a site when you press for a check. You are asked before the first one. | span.held [data-state=missing]: Not given
    ");
    insta::assert_snapshot!(in_one_line(&part(&page(Keeping::Synced, true, true), "Back up and sync")), @r"
    h2: Back up and sync | p: Your options stay on this computer unless you sync them or save them as a file. | input [type=checkbox] [data-sync=] [checked=true] | span.name: Sync with my other browsers | span.hint: Through your browser’s own account. If another of your browsers syncs already, its options are taken over. | button.plain [data-export=json]: Save as a file | input.unseen [type=file] [data-import=] | Load from a file | button.quiet [data-reset=] [data-confirm=Press again to reset]: Reset all
    ");
}

#[test]
fn what_is_wrong_in_a_file_is_listed() {
    let file = vec![
        wrong("theme", "pink", Why::NotOneOf(&["light", "dark"])),
        wrong("hosts › 2", "", Why::Kind),
        wrong("sites › a b", "a b", Why::NotHost),
    ];
    let page = shown(&read("{}"), &Said::Wrong(Spot::File, file));
    insta::assert_snapshot!(part(&page, "Back up and sync"), @r"
    div.about
      h2: Back up and sync
      p: Your options stay on this computer unless you sync them or save them as a file.
    div.fields
      label.choice
        input [type=checkbox] [data-sync=]
        span
          span.name: Sync with my other browsers
          span.hint: Through your browser’s own account. If another of your browsers syncs already, its options are taken over.
      div.acts
        button.plain [data-export=json]: Save as a file
        label.button.plain
          input.unseen [type=file] [data-import=] [aria-invalid=true] [aria-describedby=file-wrong]
          Load from a file
        button.quiet [data-reset=] [data-confirm=Press again to reset]: Reset all
      div.wrong [role=alert] [id=file-wrong]
        p: The file was not loaded, and nothing has changed. Fix this in it, then load it again:
        ul
          li
            strong: theme
            code: pink
            span: This must be one of: light · dark.
          li
            strong: hosts › 2
            span: This is not the kind of value that belongs here. Compare it with a file saved on this page.
          li
            strong: sites › a b
            code: a b
            span: This is not the name of a site. Write it like example.com.
    ");
}

#[test]
fn every_reason_has_words() {
    let every = [
        Why::NotOneOf(&["on"]),
        Why::Kind,
        Why::NotHost,
        Why::NotWeb,
        Why::NoSlot,
        Why::OtherSlot,
        Why::Double,
        Why::TooMany(100),
        Why::Version,
        Why::NotJson,
        Why::NotSynced,
    ];
    for why in every {
        for spot in [Spot::List(List::Sites), Spot::List(List::Links), Spot::List(List::Hosts), Spot::File, Spot::Sync]
        {
            let said = Said::Wrong(spot, vec![wrong("", "", why)]);
            let view = options(&read("{}"), Keeping::Synced, LEAVE, &said, &english());
            let told = words_of(tree(&view));
            assert!(!told.contains(['$', '_', SLOT]), "{why:?}: {told}");
            assert_eq!(outline(tree(&view)).matches("aria-invalid").count(), 1, "{why:?} {spot:?}");
        }
    }
}

#[test]
fn a_theme_stands_on_the_root() {
    let view = options(&read("{}"), Keeping::Here, LEAVE, &Said::Nothing, &english());
    assert!(
        outline(tree(&view.clone().in_theme(Theme::Dark)))
            .starts_with("main.help.options [lang=en] [dir=ltr] [data-theme=dark]")
    );
    assert_eq!(view.clone().in_theme(Theme::System), view);
}
