//! The page of settings: what it wants is done, kept, and answered with what it is to show.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::background::{self, now};
use super::error::BrowserError;
use super::fields::kept;
use super::storage::{self, Place};
use super::surfaces;
use crate::message::{Leave, OptionsWish};
use crate::settings::edit;
use crate::settings::kept::Kept;
use crate::settings::{Settings, Why, Wrong};
use crate::view::{Keeping, Said, Spot, options};

thread_local! {
    /// What was said last. A page that is drawn anew says it still.
    static SAID: RefCell<Said> = const { RefCell::new(Said::Nothing) };
}

/// Answers the page of settings.
pub(super) async fn answer(wish: OptionsWish, leave: Leave) -> Result<JsValue, BrowserError> {
    let (mut kept, mut place) = storage::load_kept().await?;
    let change = match wish {
        OptionsWish::Open => Err(Said::Nothing),
        OptionsWish::Look => Err(SAID.with_borrow(Clone::clone)),
        OptionsWish::Export => {
            edit::stamp(&mut kept);
            return surfaces::file(&kept);
        }
        OptionsWish::Edit(edit) => {
            let spot = Spot::of(&edit);
            edit.apply(&mut kept).map_err(|why| wrong(spot, why))
        }
        OptionsWish::Import(text) => {
            read(&text).map(|taken| kept = taken).map_err(|wrong| Said::Wrong(Spot::File, wrong))
        }
        OptionsWish::Sync(false) => {
            place = Place::Local;
            Ok(())
        }
        OptionsWish::Sync(true) => {
            // What the reader's other browsers share counts: it was chosen to be shared.
            kept = storage::synced().await.unwrap_or(kept);
            place = Place::Synced;
            Ok(())
        }
    };
    let said = match change {
        Ok(()) => save(&kept, &mut place).await?,
        Err(said) => said,
    };
    let settings = Settings::read(&kept, &mut Vec::new());
    let words = surfaces::words(settings.language).await?;
    let keeping = if place == Place::Synced { Keeping::Synced } else { Keeping::Here };
    SAID.set(said.clone());
    surfaces::answered(options(&settings, keeping, leave, &said, &words), &settings)
}

/// Keeps in mind that the reader has agreed to checks from around the world.
pub(super) async fn keep_consent() -> Result<(), BrowserError> {
    let (mut kept, place) = storage::load_kept().await?;
    kept.put("outside", Kept::Flag(true));
    edit::stamp(&mut kept);
    storage::save_kept(&kept, place).await.map(drop)
}

fn read(text: &str) -> Result<Kept, Vec<Wrong>> {
    let not_json = || vec![Wrong { at: String::new(), value: String::new(), why: Why::NotJson }];
    edit::import(kept(&js_sys::JSON::parse(text).map_err(|_| not_json())?))
}

async fn save(kept: &Kept, place: &mut Place) -> Result<Said, BrowserError> {
    let wanted = std::mem::replace(place, Place::Local);
    *place = storage::save_kept(kept, wanted).await?;
    background::settings_changed().await?;
    Ok(if *place == wanted { Said::Saved(now()) } else { wrong(Spot::Sync, Why::NotSynced) })
}

fn wrong(spot: Spot, why: Why) -> Said {
    Said::Wrong(spot, vec![Wrong { at: String::new(), value: String::new(), why }])
}
