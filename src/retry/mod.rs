//! When to ask again. Policy only: waiting is done elsewhere, and so is asking.

pub mod advice;
pub mod backoff;
pub mod budget;
pub mod pace;
pub mod style;
