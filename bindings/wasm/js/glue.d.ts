// What wasm-bindgen makes of `src/lib.rs`: `cargo xtask wasm` puts it beside the compiled JavaScript.

/** What the module exports. Addresses are 32 bits, and signed where JavaScript sees them. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  input(length: number): number;
  output(): number;
  create(kind: number, length: number): number;
  call(object: number, operation: number, length: number): number;
  raw(object: number, operation: number, length: number): number;
  run(object: number, step: number, length: number, number: number): number;
  names(): number;
  learn(shapes: number, words: number): number;
  free(object: number): void;
}

/** Makes an instance, the first time. */
export function initSync(given: { module: WebAssembly.Module | BufferSource }): Exports;
