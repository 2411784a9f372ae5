//! Who else can tell whether a site is reachable. Nobody is asked before the reader presses.

pub mod checkers;
