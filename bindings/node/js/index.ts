/**
 * smtpwire for Node: SMTP without the sockets.
 *
 * Everything is the shared interface; the addon does the work, or the WebAssembly package where no addon
 * fits.
 */

import { use, useChecker } from '../../javascript/src-js/runtime.js';
import { load } from './load.js';

export * from '../../javascript/src-js/index.js';

const loaded = load();
use(loaded.backend);
if (loaded.checker !== undefined) useChecker(loaded.checker);

/** What does the work: the addon, or WebAssembly, where no addon fits or `SMTPWIRE_FORCE_WASM=1` asks for it. */
export const backend: 'native' | 'wasm' = loaded.backend.name;

/** Why it is WebAssembly: in sentences for people. Absent where it is the addon. */
export const fallbackReason: string | undefined = loaded.withoutAddon;
