// Arguments as octets. `crossing/src/wire` in Rust says how they are written.

import type { Backend } from './backend.js';
import { unusable } from './errors.js';
import { isOctets, kindOf, lengthOf, octetsOf } from './octets.js';
import { DIGITS, FALSE, FLOAT, LIST, NULL, NUMBER, OBJECT, OCTETS, TEXT, TRUE } from './tags.js';

const encoder = new TextEncoder();
const float = new Float64Array(1);
const floatOctets = new Uint8Array(float.buffer);
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Lists and objects may stand so deep in each other; what holds itself does not end. */
const MAX_DEPTH = 60;

/** Objects whose fields are not what is in them: as an object without fields each would be taken for all defaults. */
const NOT_PLAIN = new Set(['Boolean', 'Date', 'Map', 'Number', 'Promise', 'RegExp', 'Set', 'String', 'WeakMap', 'WeakSet']);

/** Writes arguments into the memory of a backend. */
export class Encoder {
  #backend!: Backend;
  #octets = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #busy = false;

  /** Writes one value; how many octets it has. */
  encode(backend: Backend, value: unknown): number {
    this.rest();
    this.#busy = true;
    try {
      this.#begin(backend, 64);
      this.#value(value, MAX_DEPTH);
      return this.#at - backend.inputAt;
    } finally {
      this.#busy = false;
    }
  }

  /** Throws where a value is being written: one that asks smtpwire while it is read would be written over. */
  rest(): void {
    if (this.#busy) throw unusable('what is given must not call smtpwire while it is read');
  }

  /** Writes text as it is; how many octets it has. */
  text(backend: Backend, text: string): number {
    this.rest();
    this.#begin(backend, 3 * text.length);
    this.#characters(text);
    return this.#at - backend.inputAt;
  }

  #begin(backend: Backend, room: number): void {
    backend.reserve(room);
    this.#backend = backend;
    this.#octets = backend.octets as Uint8Array<ArrayBuffer>;
    this.#at = backend.inputAt;
    this.#end = this.#at + backend.room;
  }

  #need(room: number): void {
    if (this.#at + room <= this.#end) return;
    const backend = this.#backend;
    const written = this.#octets.slice(backend.inputAt, this.#at);
    backend.reserve(2 * (written.length + room));
    backend.octets.set(written, backend.inputAt);
    this.#octets = backend.octets as Uint8Array<ArrayBuffer>;
    this.#at = backend.inputAt + written.length;
    this.#end = backend.inputAt + backend.room;
  }

  #tagged(tag: number, count: number): void {
    this.#need(5);
    this.#octets[this.#at] = tag;
    this.#put(this.#at + 1, count);
    this.#at += 5;
  }

  #put(at: number, count: number): void {
    const octets = this.#octets;
    octets[at] = count;
    octets[at + 1] = count >>> 8;
    octets[at + 2] = count >>> 16;
    octets[at + 3] = count >>> 24;
  }

  #text(tag: number, text: string): void {
    this.#need(5 + 3 * text.length);
    const at = this.#at;
    this.#octets[at] = tag;
    this.#at = at + 5;
    this.#characters(text);
    this.#put(at + 1, this.#at - at - 5);
  }

  #characters(text: string): void {
    const octets = this.#octets;
    let at = this.#at;
    for (let unit = 0; unit < text.length; unit++) {
      const code = text.charCodeAt(unit);
      if (code > 127) {
        // A surrogate without its other half is no character, and UTF-8 has nothing for it.
        if (/\p{Surrogate}/u.test(text)) throw unusable('text has half of a character in it');
        at = this.#at + encoder.encodeInto(text, octets.subarray(this.#at)).written;
        break;
      }
      octets[at++] = code;
    }
    this.#at = at;
  }

  #value(value: unknown, depth: number): void {
    switch (typeof value) {
      case 'string':
        return this.#text(TEXT, value);
      case 'number':
        return this.#number(value);
      case 'boolean':
        return this.#tag(value ? TRUE : FALSE);
      case 'undefined':
        return this.#tag(NULL);
      case 'bigint':
        return this.#text(DIGITS, value.toString());
      case 'object':
        break;
      default:
        throw unusable(`a ${typeof value} was given, which is no plain data`);
    }
    if (value === null) return this.#tag(NULL);
    if (depth === 0) throw unusable('what was given is too deep, or holds itself');
    if (Array.isArray(value)) {
      this.#tagged(LIST, value.length);
      for (const item of value) this.#value(item, depth - 1);
    } else if (isOctets(value)) {
      const octets = octetsOf(value);
      const length = lengthOf(octets);
      this.#tagged(OCTETS, length);
      this.#need(length);
      this.#octets.set(octets, this.#at);
      this.#at += length;
    } else {
      const kind = kindOf(value);
      if (NOT_PLAIN.has(kind)) throw unusable(`a ${kind} was given, which is no plain data`);
      const fields = Object.entries(value).filter(([, field]) => field !== undefined);
      this.#tagged(OBJECT, fields.length);
      for (const [name, field] of fields) {
        this.#text(TEXT, name);
        this.#value(field, depth - 1);
      }
    }
  }

  #tag(tag: number): void {
    this.#need(1);
    this.#octets[this.#at++] = tag;
  }

  #number(number: number): void {
    if (number >>> 0 === number && !Object.is(number, -0)) return this.#tagged(NUMBER, number);
    this.#need(9);
    float[0] = number;
    this.#octets[this.#at++] = FLOAT;
    for (let byte = 0; byte < 8; byte++) {
      this.#octets[this.#at++] = floatOctets[LITTLE_ENDIAN ? byte : 7 - byte]!;
    }
  }
}
