// The package for WebAssembly where the host's classes are known: those of a page, or of Node.

import { init, initCheck } from 'smtpwire-wasm';
import type { Source } from 'smtpwire-wasm';

await init(new URL('https://example.com/smtpwire.wasm'));
await init(fetch('https://example.com/smtpwire.wasm'));
await initCheck(fetch('https://example.com/smtpwire-check.wasm'));
const sources: Source[] = [new URL('https://example.com'), new Response()];
void sources;
