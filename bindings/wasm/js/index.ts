// smtpwire for WebAssembly: load it by `init`, and the checker by `initCheck`, then use all that stands in the
// shared interface.

import { backendName, hasChecker, use, useChecker } from '../../javascript/src-js/runtime.js';
import { createBackend, createChecker } from './backend.js';

export * from '../../javascript/src-js/index.js';

/** Where a module comes from: an address, a response, its octets, or the compiled module. */
export type Source = string | URL | Response | BufferSource | WebAssembly.Module;

let loading: Promise<void> | undefined;
let loadingChecker: Promise<void> | undefined;

/**
 * Loads all that speaks SMTP: connections, the codec, SASL. Await it once before anything of it is used; calls
 * behind the first do nothing. The checker is a module of its own: {@link initCheck}.
 *
 * Without a source it is `smtpwire.wasm` of this package, wherever this module was loaded from; bundlers
 * find it there, and Node reads it from the disk.
 *
 * @throws TypeError when the source can't be fetched
 */
export function init(source?: Source | Promise<Source>): Promise<void> {
  if (backendName() !== undefined) return Promise.resolve();
  loading ??= load(source, () => new URL('../../smtpwire.wasm', import.meta.url), initSync).catch(
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/**
 * Loads the checker, and what is known of codes and names: `check`, `maskTranscript`, `explain` and what
 * stands beside them. It needs no {@link init}, and what speaks SMTP does not need it.
 *
 * Without a source it is `smtpwire-check.wasm` of this package.
 *
 * @throws TypeError when the source can't be fetched
 */
export function initCheck(source?: Source | Promise<Source>): Promise<void> {
  if (hasChecker()) return Promise.resolve();
  loadingChecker ??= load(
    source,
    () => new URL('../../smtpwire-check.wasm', import.meta.url),
    initCheckSync,
  ).catch((error: unknown) => {
    loadingChecker = undefined;
    throw error;
  });
  return loadingChecker;
}

/**
 * Loads what {@link init} loads from its octets or the compiled module, at once. Browsers allow that in workers, and on
 * their main thread for a compiled module only.
 */
export function initSync(module: WebAssembly.Module | BufferSource): void {
  if (backendName() === undefined) use(createBackend(module));
}

/** The same for what {@link initCheck} loads. */
export function initCheckSync(module: WebAssembly.Module | BufferSource): void {
  if (!hasChecker()) useChecker(createChecker(module));
}

async function load(
  given: Source | Promise<Source> | undefined,
  shipped: () => URL,
  start: (module: WebAssembly.Module) => void,
): Promise<void> {
  start(await compiled((await given) ?? shipped()));
}

async function compiled(source: Source): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === 'string' || source instanceof URL) return compiled(await fetched(source));
  if (typeof Response === 'function' && source instanceof Response) {
    if (!source.ok) throw new TypeError(`${source.url}: ${source.status} ${source.statusText}`);
    const type = source.headers.get('Content-Type') ?? '';
    if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(source);
    return WebAssembly.compile(await source.arrayBuffer());
  }
  return WebAssembly.compile(source as BufferSource);
}

/** What Node has, as far as it is used here. */
interface NodeProcess {
  versions?: { node?: string };
  getBuiltinModule?(name: string): unknown;
}

/** Octets of a file in Node, whose `fetch` takes none; the response of a server elsewhere. */
async function fetched(source: string | URL): Promise<Response | BufferSource> {
  const process = (globalThis as { process?: NodeProcess }).process;
  const isFile = source instanceof URL ? source.protocol === 'file:' : source.startsWith('file:');
  if (isFile && process?.versions?.node !== undefined) {
    type Files = { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> };
    const name = 'node:fs/promises';
    const files = (process.getBuiltinModule?.(name) ??
      (await import(/* @vite-ignore */ /* webpackIgnore: true */ name))) as Files;
    return files.readFile(new URL(source));
  }
  return fetch(source);
}
