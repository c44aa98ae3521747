// The backend of Node's addon: every call is given the memory, and no memory is kept by it.

import { type Backend, IMMEDIATE, ROOM } from './backend.js';
import { heldAt } from './octets.js';

/** Something that the addon does. What it takes and gives stands in the memory. */
type Call = (memory: ArrayBuffer) => void;

/**
 * What the addon exports. Each call finds its numbers in the head of the memory, and its arguments behind
 * that; it leaves a number in the head, and its result behind it when that has room.
 */
export interface Native {
  create: Call;
  call: Call;
  raw: Call;
  run: Call;
  names: Call;
  learn: Call;
  /** Copies the last result to a memory that is large enough. */
  result: Call;
  free: Call;
}

/** How long the head is. */
const HEAD = 32;
/** Where in the head, which are numbers of four octets, the number is that a call comes to. */
const RESULT = 3;
/** Where in it, which are numbers of eight octets, the time or a count is. */
const NUMBER = 2;

class NativeBackend implements Backend {
  readonly name = 'native';
  readonly inputAt = HEAD;
  readonly outputAt = HEAD;
  octets!: Uint8Array;
  room!: number;
  readonly #native: Native;
  #memory!: ArrayBuffer;
  #words!: Int32Array;
  #numbers!: Float64Array;

  constructor(native: Native) {
    this.#native = native;
    this.#grow(ROOM);
  }

  reserve(length: number): void {
    // What was made for something large is given back with the next small thing.
    if (length > this.room || (this.room > ROOM && length <= ROOM)) {
      this.#grow(Math.max(length, ROOM));
    }
  }

  take(octets: Uint8Array, length: number): void {
    try {
      // Shared memory may have grown since its length was asked: behind the argument nothing stands that is not to be written over.
      this.octets.set(octets, HEAD);
    } catch {
      this.octets.set(heldAt(octets, length), HEAD);
    }
  }

  #grow(room: number): void {
    const memory = new ArrayBuffer(HEAD + room);
    this.#memory = memory;
    this.octets = new Uint8Array(memory);
    this.#words = new Int32Array(memory, 0, HEAD / 4);
    this.#numbers = new Float64Array(memory, 0, HEAD / 8);
    this.room = room;
  }

  #put(first: number, second: number, third: number): void {
    const words = this.#words;
    words[0] = first;
    words[1] = second;
    words[2] = third;
  }

  #came(): number {
    const length = this.#words[RESULT]!;
    const octets = length < 0 ? -length : length;
    if (octets > this.room && length < IMMEDIATE) {
      this.#grow(octets);
      this.#native.result(this.#memory);
    }
    return length;
  }

  create(kind: number, length: number): number {
    this.#put(kind, 0, length);
    this.#native.create(this.#memory);
    const number = this.#words[RESULT]!;
    return number < 0 ? this.#came() : number;
  }

  call(object: number, operation: number, length: number): number {
    this.#put(object, operation, length);
    this.#native.call(this.#memory);
    return this.#came();
  }

  raw(object: number, operation: number, length: number): number {
    this.#put(object, operation, length);
    this.#native.raw(this.#memory);
    return this.#came();
  }

  run(object: number, step: number, length: number, number: number): number {
    this.#put(object, step, length);
    this.#numbers[NUMBER] = number;
    this.#native.run(this.#memory);
    return this.#came();
  }

  names(): number {
    this.#native.names(this.#memory);
    return this.#came();
  }

  learn(shapes: number, words: number): number {
    this.#put(shapes, words, 0);
    this.#native.learn(this.#memory);
    return this.#came();
  }

  free(object: number): void {
    this.#put(object, 0, 0);
    this.#native.free(this.#memory);
  }
}

/**
 * The backend of an addon that was loaded.
 */
export function nativeBackend(native: Native): Backend {
  return new NativeBackend(native);
}
