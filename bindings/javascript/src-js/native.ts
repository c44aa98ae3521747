// The backend of Node's addon: every call is given the memory, and no memory is kept by it.

import { type Backend, ROOM } from './backend.js';

/**
 * What the addon exports. Each call reads its arguments from the start of `memory`, and writes its
 * result there when it has room.
 */
export interface Native {
  create(memory: Uint8Array, kind: number, length: number): number;
  call(memory: Uint8Array, object: number, operation: number, length: number): number;
  raw(memory: Uint8Array, object: number, operation: number, length: number): number;
  run(
    memory: Uint8Array,
    object: number,
    step: number,
    length: number,
    number: number,
  ): number;
  names(memory: Uint8Array): number;
  learn(memory: Uint8Array, shapes: number, words: number): number;
  /** Copies the last result to the start of a memory that is large enough. */
  result(memory: Uint8Array): number;
  free(object: number): void;
}

class NativeBackend implements Backend {
  readonly name = 'native';
  octets: Uint8Array = new Uint8Array(ROOM);
  readonly inputAt = 0;
  readonly outputAt = 0;
  room = ROOM;
  readonly #native: Native;

  constructor(native: Native) {
    this.#native = native;
  }

  reserve(length: number): void {
    // What was made for something large is given back with the next small thing.
    if (length > this.octets.length || (this.octets.length > ROOM && length <= ROOM)) {
      this.#grow(Math.max(length, ROOM));
    }
  }

  #grow(length: number): void {
    this.octets = new Uint8Array(length);
    this.room = length;
  }

  #came(length: number): number {
    const octets = length < 0 ? -length : length;
    if (octets > this.octets.length) {
      this.#grow(octets);
      this.#native.result(this.octets);
    }
    return length;
  }

  create(kind: number, length: number): number {
    const number = this.#native.create(this.octets, kind, length);
    return number < 0 ? this.#came(number) : number;
  }

  call(object: number, operation: number, length: number): number {
    return this.#came(this.#native.call(this.octets, object, operation, length));
  }

  raw(object: number, operation: number, length: number): number {
    return this.#came(this.#native.raw(this.octets, object, operation, length));
  }

  run(object: number, step: number, length: number, number: number): number {
    return this.#came(this.#native.run(this.octets, object, step, length, number));
  }

  names(): number {
    return this.#came(this.#native.names(this.octets));
  }

  learn(shapes: number, words: number): number {
    return this.#came(this.#native.learn(this.octets, shapes, words));
  }

  free(object: number): void {
    this.#native.free(object);
  }
}

/**
 * The backend of an addon that was loaded.
 */
export function nativeBackend(native: Native): Backend {
  return new NativeBackend(native);
}
