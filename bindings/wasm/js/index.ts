// smtpwire for WebAssembly: load it by `init`, then use all that stands in the shared interface.

import { backendName, use } from '../../javascript/src-js/runtime.js';
import { createBackend } from './backend.js';

export * from '../../javascript/src-js/index.js';

/** Where `smtpwire.wasm` comes from: an address, a response, its octets, or the compiled module. */
export type Source = string | URL | Response | BufferSource | WebAssembly.Module;

let loading: Promise<void> | undefined;

/**
 * Loads smtpwire. Await it once before anything else is used; calls behind the first do nothing.
 *
 * Without a source it is `smtpwire.wasm` of this package, wherever this module was loaded from; bundlers
 * find it there, and Node reads it from the disk.
 *
 * @throws TypeError when the source can't be fetched
 */
export function init(source?: Source | Promise<Source>): Promise<void> {
  if (backendName() !== undefined) return Promise.resolve();
  loading ??= load(source).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * Loads smtpwire from its octets or the compiled module, at once. Browsers allow that in workers, and on their main
 * thread for a compiled module only.
 */
export function initSync(module: WebAssembly.Module | BufferSource): void {
  if (backendName() === undefined) use(createBackend(module));
}

async function load(given: Source | Promise<Source> | undefined): Promise<void> {
  const source = (await given) ?? new URL('../../smtpwire.wasm', import.meta.url);
  const module = await compiled(source);
  if (backendName() === undefined) use(createBackend(module));
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
