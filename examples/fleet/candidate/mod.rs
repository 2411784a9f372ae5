//! A policy that is tried out: waits that grow with the age of an outage, and room for a site that turns people away.
//!
//! It is what `docs/retry-policy.md` arrives at. The engine does not run it yet, since that takes more than other lengths: a
//! site that is up and full must be asked by loading the page, and told of when a probe was answered well. Until then it is
//! measured here, beside the policy that the engine runs.

mod advice;
mod backoff;
pub(crate) mod pace;
