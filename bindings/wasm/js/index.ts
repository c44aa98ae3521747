// smtpwire for WebAssembly: load it by `init`, and the checker by `initCheck`, then use all that stands in the
// shared interface.

import { backendName, hasChecker, use, useChecker } from '../../javascript/src-js/runtime.js';
import { isOctets, kindOf } from '../../javascript/src-js/octets.js';
import { createBackend, createChecker, refuseOthers } from './backend.js';
import { compiled, type ModuleSource, refuseNone, type Source } from './source.js';

export * from '../../javascript/src-js/index.js';
export type { ModuleSource, Source } from './source.js';

/**
 * Loads all that speaks SMTP: connections, the codec, SASL. Await it once before anything of it is used. The checker is
 * a module of its own: {@link initCheck}.
 *
 * Without a source it is `smtpwire.wasm` of this package, wherever this module was loaded from; bundlers
 * find it there, and Node reads it from the disk.
 *
 * It is loaded once for all. Calls while it is being loaded wait for the first one, whose source counts, and those behind
 * it do nothing; what is given to them is looked at where it is at hand, and nothing is fetched. One that fails leaves
 * nothing behind: the next call tries anew, with its own source.
 *
 * @throws TypeError when the source can't be fetched; what WebAssembly throws for octets that are no module; UsageError for
 * another module, or for what is no source, such as null
 */
export function init(source?: Source | Promise<Source>): Promise<void> {
  return load(source);
}

/**
 * Loads the checker, and what is known of codes and names: `check`, `maskTranscript`, `explain` and what
 * stands beside them. It needs no {@link init}, and what speaks SMTP does not need it.
 *
 * Without a source it is `smtpwire-check.wasm` of this package. Called again, it does what {@link init} does.
 *
 * @throws what {@link init} throws
 */
export function initCheck(source?: Source | Promise<Source>): Promise<void> {
  return loadCheck(source);
}

/**
 * Loads what {@link init} loads from its octets or the compiled module, at once; where it is there already, it only looks whether
 * this is such a module, too.
 * Browsers allow that in workers, and on their main thread for a compiled module only.
 *
 * @throws what WebAssembly throws for octets that are no module; UsageError for another module, or for what is none
 */
export function initSync(module: ModuleSource): void {
  if (backendName() === undefined) use(createBackend(module as BufferSource | WebAssembly.Module));
  else refuseOthers(module as BufferSource | WebAssembly.Module, true);
}

/** The same for what {@link initCheck} loads. */
export function initCheckSync(module: ModuleSource): void {
  if (!hasChecker()) useChecker(createChecker(module as BufferSource | WebAssembly.Module));
  else refuseOthers(module as BufferSource | WebAssembly.Module, false);
}

// Each address is written out where it is made: that is how bundlers find the files.
const load = once(() => new URL('../../smtpwire.wasm', import.meta.url), () => backendName() !== undefined, initSync);
const loadCheck = once(() => new URL('../../smtpwire-check.wasm', import.meta.url), hasChecker, initCheckSync);

/** What loads a module the first time that it is called, and again where that failed. */
function once(
  shipped: () => URL,
  isThere: () => boolean,
  start: (module: WebAssembly.Module) => void,
): (source?: Source | Promise<Source>) => Promise<void> {
  let loading: Promise<void> | undefined;
  const begin = async (source?: Source | Promise<Source>): Promise<void> => {
    try {
      start(await compiled(source === undefined ? shipped() : await source));
    } finally {
      loading = undefined;
    }
  };
  /** What does not count is refused where that takes no network; a promise of it may fail as it likes. */
  const look = async (source: Source): Promise<void> => {
    refuseNone(source);
    const isAtHand = typeof source === 'object' && (source instanceof WebAssembly.Module || isOctets(source));
    if (isAtHand) start(await compiled(source));
  };
  return async (source) => {
    if (!isThere() && loading === undefined) return (loading = begin(source));
    const isPromise = source instanceof Promise || kindOf(Object(source)) === 'Promise';
    if (isPromise) (source as Promise<Source>).catch(() => {});
    await loading;
    if (source !== undefined && !isPromise) await look(source as Source);
  };
}
