//! When to ask again. Policy only: waiting is done elsewhere, and so is asking. Why it is as it is, with figures, stands in
//! `docs/retry-policy.md`; `examples/fleet` measures it.

pub mod advice;
pub mod backoff;
pub mod budget;
pub mod pace;
