/**
 * smtpwire for Node: SMTP without the sockets.
 *
 * Everything is the shared interface; the addon does the work, or the WebAssembly package where no addon
 * fits.
 */

import { markAsUntransferable } from 'node:worker_threads';

import { holdShared } from '../../javascript/src-js/pool.js';
import { use, useChecker } from '../../javascript/src-js/runtime.js';
import { load } from './load.js';

export * from '../../javascript/src-js/index.js';

const loaded = load();
use(loaded.backend);
if (loaded.checker !== undefined) useChecker(loaded.checker);

try {
  // As the buffers that Node's own `Buffer`s share.
  markAsUntransferable(new ArrayBuffer(1));
  holdShared(markAsUntransferable);
} catch {
  // Another runtime, which only names it: there every array has a buffer of its own.
}

/** What does the work: the addon, or WebAssembly, where no addon fits or `SMTPWIRE_FORCE_WASM=1` asks for it. */
export const backend: 'native' | 'wasm' = loaded.backend.name;

/** Why it is WebAssembly: in sentences for people. Absent where it is the addon. */
export const fallbackReason: string | undefined = loaded.withoutAddon;
