//! Back Soon.
