//! Which document help is drawn in, and where nothing can be drawn.

use super::*;
use crate::settings::site::Site;
use crate::settings::{Look, Rule};
use crate::view::{AROUND, Notifications, PopupSubject, View, help, popup};
use crate::words::tests::english;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_page_without_an_error_is_nothing_to_us() {
    let mut world = World::new();
    for status in [200, 204, 302, 404, 429, 600, 0] {
        world.responds(1, SHOP, status, &[]);
        world.commits(1, SHOP);
        assert_eq!((&world.state, world.wanted.as_slice()), (&State::default(), [].as_slice()), "{status}");
    }
}

#[test]
fn the_document_may_be_named_before_its_response() {
    let mut world = World::new();
    world.commits(1, SHOP);
    world.responds(1, SHOP, 502, &[]);
    assert_eq!(world.waits(), Delay::from_millis(250));
    assert!(world.wanted.contains(&Effect::Inject { tab: tab(1) }));
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    assert!(matches!(world.state.visit(tab(1)).unwrap().0.surface(), Some(Surface::Page { cover: Cover::Full, .. })));
}

#[test]
fn our_script_may_be_heard_before_its_document_is_named() {
    let mut world = World::new();
    let shown = |world: &World| world.state.visit(tab(1)).unwrap().0.surface().is_some();
    world.responds(1, SHOP, 502, &[]);
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    world.commits(1, SHOP);
    assert!(shown(&world), "it is the same document");
    assert!(!world.wanted.contains(&Effect::Inject { tab: tab(1) }));
    world.commits(1, SHOP);
    assert!(!shown(&world), "the reader loads it again");

    let mut world = World::new();
    world.commits(1, SHOP);
    world.responds(1, SHOP, 502, &[]);
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    world.passes(Delay::from_secs(2));
    world.commits(1, SHOP);
    assert!(!shown(&world), "it was named long ago, so that this is another");
}

#[test]
fn the_empty_document_of_a_new_tab_may_be_named_late() {
    let mut world = World::new();
    world.responds(1, SHOP, 502, &[]);
    world.commits(1, "about:blank");
    world.commits(1, SHOP);
    assert!(world.wanted.contains(&Effect::Inject { tab: tab(1) }));
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    assert!(world.state.visit(tab(1)).unwrap().0.surface().is_some());
    world.commits(1, "about:blank");
    assert_eq!(world.state.visit(tab(1)), None);
}

#[test]
fn help_is_not_drawn_in_the_document_before() {
    let mut world = World::new();
    world.responds(1, SHOP, 502, &[]);
    world.hello(1, OTHER, 200, BARE, Attention::Visible);
    world.hello(1, SHOP, 200, BARE, Attention::Visible);
    assert_eq!(world.state.visit(tab(1)).unwrap().0.surface(), None);
    world.commits(1, SHOP);
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    assert!(world.state.visit(tab(1)).unwrap().0.surface().is_some());
    // The same page is loaded again, and our script is still in the old document.
    world.passes(Delay::from_secs(4));
    world.responds(1, SHOP, 502, &[]);
    let started = Timestamp::from_millis(world.now.as_millis() - 4000);
    world.hello_from(started, 1, SHOP, 502, BARE, Attention::Visible);
    assert_eq!(world.state.visit(tab(1)).unwrap().0.surface(), None);
    world.passes(Delay::from_millis(100));
    world.hello(1, SHOP, 502, BARE, Attention::Visible);
    assert!(world.state.visit(tab(1)).unwrap().0.surface().is_some());
}

#[test]
fn a_document_that_never_shows_itself_is_given_up() {
    let mut world = World::new();
    world.responds(1, SHOP, 502, &[]);
    let mut looks = 0;
    while world.state.visit(tab(1)).is_some() {
        world.waits();
        looks += world.wanted.iter().filter(|effect| matches!(effect, Effect::Inject { .. })).count();
        if world.wanted.iter().any(|effect| matches!(effect, Effect::Probe { .. })) {
            world.answers(502, &[]);
        }
    }
    assert_eq!(looks, 6);
    assert_eq!(world.state.next_wakeup(), None);
}

#[test]
fn an_empty_answer_gets_our_own_page() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[]);
    world.happens(Event::InjectionRefused { tab: tab(1) });
    assert_eq!(world.wanted, [], "the error page may not be there yet");
    world.happens(Event::LoadFailed { tab: tab(1), address: Address::parse(SHOP).unwrap() });
    world.happens(Event::InjectionRefused { tab: tab(1) });
    let address = Address::parse(SHOP).unwrap();
    assert_eq!(world.wanted, [Effect::OpenHelpTab { tab: tab(1), address: address.clone() }]);
    world.helps_in_a_tab_of_its_own(1, SHOP);
    assert_eq!(world.state.visit(tab(1)).unwrap().0.surface(), Some(Surface::HelpTab));
    world.probed(200, &[]);
    assert_eq!(world.reloads(), [], "our page goes by itself");
    assert!(world.wanted.contains(&Effect::Repaint { tab: tab(1) }));
}

#[test]
fn going_back_from_our_own_page_is_no_trap() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[]);
    world.commits(1, SHOP);
    world.happens(Event::InjectionRefused { tab: tab(1) });
    world.helps_in_a_tab_of_its_own(1, SHOP);
    world.commits(1, SHOP);
    assert_eq!(world.state.visit(tab(1)), None);
    assert!(!world.wanted.iter().any(|effect| matches!(effect, Effect::Inject { .. } | Effect::OpenHelpTab { .. })));
}

#[test]
fn a_page_out_of_the_cache_starts_nothing() {
    let mut world = World::new();
    world.responds(1, SHOP, 502, &[]);
    world.happens(Event::Recalled { tab: tab(1), address: Address::parse(SHOP).unwrap() });
    assert_eq!(world.state, State::default());
    world.commits(1, SHOP);
    assert_eq!(world.wanted, []);
}

#[test]
fn a_page_of_its_own_keeps_its_place() {
    let mut world = World::new();
    world.responds(1, SHOP, 503, &[]);
    world.commits(1, SHOP);
    world.hello(1, SHOP, 503, RICH, Attention::Visible);
    let cover = |world: &World| match world.state.visit(tab(1)).unwrap().0.surface() {
        Some(Surface::Page { cover, .. }) => cover,
        surface => panic!("{surface:?}"),
    };
    assert_eq!(cover(&world), Cover::Card);
    world.presses(1, Press::ShowHelp);
    assert_eq!(cover(&world), Cover::Full);
    world.presses(1, Press::ShowOriginal);
    assert_eq!(cover(&world), Cover::Original);
}

#[test]
fn a_short_debug_page_keeps_its_place_too() {
    for (html, cover) in [
        ("{\"error\":\"boom\"}", Cover::Full),
        ("<h1>Error establishing a database connection</h1>", Cover::Full),
        ("<pre>Traceback (most recent call last): boom</pre>", Cover::Card),
        ("<h1>Server Error (500)</h1><p></p>", Cover::Full),
        ("<h1>Oops</h1>", Cover::Full),
    ] {
        let mut world = World::new();
        world.responds(1, SHOP, 500, &[]);
        world.commits(1, SHOP);
        world.hello_with(html, 1, SHOP, 500);
        match world.state.visit(tab(1)).unwrap().0.surface() {
            Some(Surface::Page { cover: got, .. }) => assert_eq!(got, cover, "{html}"),
            surface => panic!("{surface:?}"),
        }
    }
}

const NGINX_PAGE: &str = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center>\
    <hr><center>nginx/1.22.1</center></body></html>";
const THROUGH_CLOUDFLARE: &[(&str, &str)] = &[("server", "cloudflare"), ("cf-ray", "8f1d2c3b4a5e6f70-FRA")];

/// What stands where in a view: tags and classes, without the words.
fn shape(view: &View) -> Vec<String> {
    fn walk(node: &serde_json::Value, path: &str, out: &mut Vec<String>) {
        let Some(tag) = node["tag"].as_str() else { return };
        let path = format!("{path}/{tag}.{}", node["attributes"]["class"].as_str().unwrap_or_default());
        out.push(path.clone());
        node["children"].as_array().into_iter().flatten().for_each(|child| walk(child, &path, out));
    }
    let mut out = Vec::new();
    walk(&serde_json::to_value(&view.tree).unwrap(), "", &mut out);
    out
}

#[test]
fn the_first_view_rests_on_the_body_already() {
    let mut world = World::new();
    let words = english();
    world.responds(1, SHOP, 502, THROUGH_CLOUDFLARE);
    world.commits(1, SHOP);
    // The headers alone tell who passed it on: the popup says so, and nothing is drawn in the page yet.
    assert_eq!(world.state.visit(tab(1)).unwrap().1.diagnosis.gateway, None);
    assert_eq!(help(&world.state, tab(1), AROUND, &words), View::none());
    let asks = |world: &World| {
        popup(&world.state, &PopupSubject::Failing(tab(1)), Notifications::Allowed, AROUND.settings, &words)
    };
    let early = asks(&world);
    world.hello_with(NGINX_PAGE, 1, SHOP, 502);
    let first = help(&world.state, tab(1), AROUND, &words);
    let told = serde_json::to_string(&first).unwrap();
    assert!(told.contains("The answer came from nginx") && told.contains("Cloudflare passed the answer on"), "{told}");
    // What the popup showed before gets other words, and a station more in its picture; all the rest stands where it stood.
    let refined = asks(&world);
    assert_ne!(early, refined);
    let count = |view: &View| shape(view).iter().filter(|path| path.ends_with("li.station")).count();
    assert_eq!((count(&early), count(&refined)), (4, 5));
    let rest =
        |view: &View| shape(view).iter().filter(|path| !path.contains("li.station")).cloned().collect::<Vec<_>>();
    assert_eq!(rest(&early), rest(&refined));
}

#[test]
fn what_was_read_is_not_taken_back_by_answers_without_a_body() {
    let mut world = World::new();
    let words = english();
    world.responds(1, SHOP, 502, THROUGH_CLOUDFLARE);
    world.commits(1, SHOP);
    world.hello_with(NGINX_PAGE, 1, SHOP, 502);
    let read = world.state.visit(tab(1)).unwrap().1.diagnosis.clone();
    let first = help(&world.state, tab(1), AROUND, &words);
    // Firefox tells of the response once more, after the document.
    world.responds(1, SHOP, 502, THROUGH_CLOUDFLARE);
    assert_eq!(help(&world.state, tab(1), AROUND, &words), first);
    for headers in [THROUGH_CLOUDFLARE, &[("server", "openresty")], &[]] {
        world.until_probe();
        world.answers(502, headers);
        assert_eq!(world.state.visit(tab(1)).unwrap().1.diagnosis, read, "{headers:?}");
    }
    // Only the checks have grown.
    let grown = |path: &&String| path.contains("ol.checks") || path.contains("span.strip") || path.contains("h2.");
    let rest = |view: &View| shape(view).iter().filter(|path| !grown(path)).cloned().collect::<Vec<_>>();
    assert_eq!(rest(&help(&world.state, tab(1), AROUND, &words)), rest(&first));
}

#[test]
fn help_covers_no_more_than_the_reader_wants() {
    let cover_with = |look: Look, own: Option<Look>, content: Content| {
        let mut world = World::new();
        let site = Site::parse("example.com").unwrap();
        world.settings =
            Settings { look, sites: vec![Rule { site, look: own, checking: None }], ..Settings::default() };
        world.responds(1, SHOP, 502, &[]);
        world.commits(1, SHOP);
        world.hello(1, SHOP, 502, content, Attention::Visible);
        let words = english();
        let view = help(&world.state, tab(1), AROUND, &words);
        assert_eq!(view.tree.is_none(), own.unwrap_or(look) == Look::Badge);
        match world.state.visit(tab(1)).unwrap().0.surface() {
            Some(Surface::Page { cover, .. }) => cover,
            surface => panic!("{surface:?}"),
        }
    };
    for (look, own, bare, rich) in [
        (Look::Full, None, Cover::Full, Cover::Card),
        (Look::Card, None, Cover::Card, Cover::Card),
        (Look::Badge, None, Cover::Badge, Cover::Badge),
        (Look::Badge, Some(Look::Full), Cover::Full, Cover::Card),
        (Look::Full, Some(Look::Badge), Cover::Badge, Cover::Badge),
    ] {
        assert_eq!(cover_with(look, own, BARE), bare, "{look:?} {own:?}");
        assert_eq!(cover_with(look, own, RICH), rich, "{look:?} {own:?}");
    }
}

#[test]
fn where_nothing_is_drawn_the_popup_has_help_drawn() {
    let mut world = World::new();
    world.settings.look = Look::Badge;
    world.fails(1, SHOP, 502, &[]);
    world.presses(1, Press::ShowHelp);
    assert!(help(&world.state, tab(1), AROUND, &english()).tree.is_some());
}
