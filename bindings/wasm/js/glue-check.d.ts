// What wasm-bindgen makes of `src/lib.rs` for the checker: `cargo xtask wasm` puts it beside the compiled JavaScript.

import type { Exports } from './glue.js';

/** Makes an instance, the first time. It has no objects, and nobody asks it for one. */
export function initSync(given: { module: WebAssembly.Module | BufferSource }): Exports;
