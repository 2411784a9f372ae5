//! What `tests/browser/bench.mjs` times in Chromium: the crate as it is shipped, and `diagnose` to be called by itself.

#[cfg(target_arch = "wasm32")]
#[path = "bodies.rs"]
mod bodies;

#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "JavaScript reaches it")]
mod exported {
    use wasm_bindgen::prelude::*;

    use super::bodies;

    /// What the bodies are.
    #[wasm_bindgen]
    pub fn kinds() -> Vec<String> {
        bodies::KINDS.iter().map(|kind| kind.name.to_owned()).collect()
    }

    /// Diagnoses the body of that kind so many times. Returns how often something was found, so that it is not left out.
    #[wasm_bindgen]
    pub fn diagnose(kind: usize, times: usize) -> usize {
        let (Some(kind), Some(response)) = (bodies::KINDS.get(kind), bodies::response()) else { return 0 };
        let body = kind.body();
        (0..times).filter(|_| back_soon::diagnosis::diagnose(&response, &body).gateway.is_some()).count()
    }
}
