//! Which document help is drawn in, and where nothing can be drawn.

use super::*;
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
