//! Back Soon.

#[cfg(target_arch = "wasm32")]
mod browser;
pub mod chance;
pub mod diagnosis;
pub mod http;
pub mod id;
pub mod message;
pub mod outage;
pub mod retry;
pub mod settings;
pub mod time;
