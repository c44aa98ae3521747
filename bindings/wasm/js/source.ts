// Where a module comes from. What a host has is named only where the program's TypeScript knows it: by its library `dom`
// or `webworker`, or by `@types/node`. So the package's types need none of them.

import { unusable } from '../../javascript/src-js/errors.js';
import { isOctets, octetsOf } from '../../javascript/src-js/octets.js';

/** What a global class of the host makes; nothing where there is no such class. */
type Global<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Made }> ? Made : never;

/** A compiled module. */
type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Made } } } ? Made : never;

/** A module that is at hand: its octets, or compiled. */
export type ModuleSource = ArrayBuffer | ArrayBufferView | CompiledModule;

/** Where a module comes from: an address, a response, its octets, or the compiled module. */
export type Source = string | Global<'URL'> | Global<'Response'> | ModuleSource;

/**
 * Throws for what is no source; a promise of one is waited for by others.
 *
 * @internal
 */
export function refuseNone(source: unknown): void {
  const isOne =
    typeof source === 'string' ||
    (typeof source === 'object' &&
      source !== null &&
      (source instanceof WebAssembly.Module ||
        source instanceof URL ||
        (typeof Response === 'function' && source instanceof Response) ||
        isOctets(source)));
  if (!isOne) throw unusable('source: an address, a response, the octets or the compiled module is needed; for that of the package, nothing');
}

/**
 * The module of a source, compiled.
 *
 * @internal
 */
export async function compiled(source: Source): Promise<WebAssembly.Module> {
  refuseNone(source);
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === 'string' || source instanceof URL) return compiled(await fetched(source));
  if (typeof Response === 'function' && source instanceof Response) {
    if (!source.ok) throw new TypeError(`${source.url}: ${source.status} ${source.statusText}`);
    const type = source.headers.get('Content-Type') ?? '';
    if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(source);
    return WebAssembly.compile(await source.arrayBuffer());
  }
  return WebAssembly.compile(octetsOf(source as ArrayBufferView, 'source') as Uint8Array<ArrayBuffer>);
}

/** What Node has, as far as it is used here. */
interface NodeProcess {
  versions?: { node?: string };
  getBuiltinModule?(name: string): unknown;
}

/** Octets of a file in Node, whose `fetch` takes none; the response of a server elsewhere. */
async function fetched(source: string | URL): Promise<Source> {
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
