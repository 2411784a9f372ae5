//! Back Soon.

pub mod time;
pub mod chance;
pub mod id;
pub mod http;
pub mod diagnosis;
pub mod retry;
pub mod settings;
pub mod outage;
