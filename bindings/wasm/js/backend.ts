// The backend of WebAssembly: arguments and results lie in the instance's own memory.

import { type Backend, IMMEDIATE, ROOM } from '../../javascript/src-js/backend.js';
import { unusable } from '../../javascript/src-js/errors.js';
import { heldAt, isOctets, octetsOf } from '../../javascript/src-js/octets.js';
import { type Exports, initSync } from './glue.js';
import { initSync as initCheckSync } from './glue-check.js';

class WasmBackend implements Backend {
  readonly name = 'wasm';
  withoutTls =
    'TLS is not in WebAssembly, nor what reads certificates, DANE and MTA-STS: Node\'s package smtpwire has it; for a connection, ' +
    'leave `tls` out, let the host do it, and say tlsEstablished()';
  octets = new Uint8Array(0);
  room = 0;
  inputAt = 0;
  outputAt = 0;
  readonly #exports: Exports;

  constructor(exports: Exports) {
    this.#exports = exports;
  }

  reserve(length: number): void {
    // What was made for something large is given back with the next small thing.
    if (length > this.room || (this.room > ROOM && length <= ROOM)) {
      const room = Math.max(length, ROOM);
      this.inputAt = this.#exports.input(room) >>> 0;
      this.room = room;
    }
    this.#look();
  }

  take(octets: Uint8Array, length: number): void {
    this.octets.set(heldAt(octets, length), this.inputAt);
  }

  /** A memory that has grown is another buffer; the old one is empty. */
  #look(): void {
    if (this.octets.length === 0) this.octets = new Uint8Array(this.#exports.memory.buffer);
  }

  /** The input says where the result is; where there is none, as behind a trap, it is asked for. */
  #came(length: number): number {
    if (length === 0 || length >= IMMEDIATE) return length;
    if (this.room === 0) return this.#far(length);
    this.#look();
    const { octets, inputAt: at } = this;
    this.outputAt =
      (octets[at]! |
        (octets[at + 1]! << 8) |
        (octets[at + 2]! << 16) |
        (octets[at + 3]! << 24)) >>>
      0;
    return length;
  }

  #far(length: number): number {
    this.#look();
    this.outputAt = this.#exports.output() >>> 0;
    return length;
  }

  create(kind: number, length: number): number {
    const number = this.#exports.create(kind, length);
    return number < 0 ? this.#came(number) : number;
  }

  call(object: number, operation: number, length: number): number {
    return this.#came(this.#exports.call(object, operation, length));
  }

  raw(object: number, operation: number, length: number): number {
    return this.#came(this.#exports.raw(object, operation, length));
  }

  run(object: number, step: number, length: number, number: number): number {
    return this.#came(this.#exports.run(object, step, length, number));
  }

  names(): number {
    return this.#far(this.#exports.names());
  }

  learn(shapes: number, words: number): number {
    return this.#far(this.#exports.learn(shapes, words));
  }

  free(object: number): void {
    this.#exports.free(object);
  }
}

let only: Backend | undefined;
let onlyChecker: Backend | undefined;

/**
 * The backend of this module: there is one instance of it, whatever module is given later.
 *
 * @param module `smtpwire.wasm`, compiled or as octets
 * @internal
 */
export function createBackend(module: WebAssembly.Module | BufferSource): Backend {
  only ??= new WasmBackend(initSync({ module: looked(module, true) }));
  return only;
}

/**
 * The same for the checker. It has functions and no objects.
 *
 * @param module `smtpwire-check.wasm`, compiled or as octets
 * @internal
 */
export function createChecker(module: WebAssembly.Module | BufferSource): Backend {
  onlyChecker ??= new WasmBackend(initCheckSync({ module: looked(module, false) }));
  return onlyChecker;
}

/** The module, if it is the one that is meant: what is started is started for good. */
function looked(module: WebAssembly.Module | BufferSource, hasObjects: boolean): WebAssembly.Module {
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(moduleOctets(module));
  const names = new Set(WebAssembly.Module.exports(compiled).map(({ name }) => name));
  const isOurs = ['memory', 'call', 'learn'].every((name) => names.has(name));
  if (!isOurs || names.has('create') !== hasObjects) {
    throw unusable(`this module is not ${hasObjects ? 'smtpwire' : 'smtpwire-check'}.wasm`);
  }
  return compiled;
}

/** Octets that may be a module. */
function moduleOctets(given: unknown): Uint8Array<ArrayBuffer> {
  if (typeof given === 'object' && given !== null && isOctets(given)) return octetsOf(given, 'module') as Uint8Array<ArrayBuffer>;
  throw unusable('module: the octets of the module are needed, or the compiled module');
}

/**
 * Throws for what is not the module that {@link createBackend} takes, or {@link createChecker}.
 *
 * @internal
 */
export function refuseOthers(module: WebAssembly.Module | BufferSource, hasObjects: boolean): void {
  looked(module, hasObjects);
}

export type { Backend };
