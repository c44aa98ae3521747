// The package for WebAssembly in a page: it knows compiled modules.

import { init, initSync } from 'smtpwire-wasm';

declare const octets: Uint8Array<ArrayBuffer>;
await init(WebAssembly.compileStreaming(fetch('/smtpwire.wasm')));
initSync(new WebAssembly.Module(octets));
