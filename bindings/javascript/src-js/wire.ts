// Arguments as octets. `crossing/src/wire` in Rust says how they are written.

import type { Backend } from './backend.js';
import { unusable, type UsageError } from './errors.js';
import { isPlainKind, MOST_VALUES, namesOf, shown, unreadable } from './fields.js';
import { FIELDS } from './known.js';
import { heldAt, isOctets, kindOf, lengthOf, MOST_OCTETS, octetsOf } from './octets.js';
import { DIGITS, FALSE, FLOAT, LIST, NULL, NUMBER, OBJECT, OCTETS, TEXT, TRUE } from './tags.js';

const encoder = new TextEncoder();
const float = new Float64Array(1);
const floatOctets = new Uint8Array(float.buffer);
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Lists and objects may stand so deep in each other; what holds itself does not end. */
const MAX_DEPTH = 60;

/** A path that is told ends where it has so many characters. */
const LONGEST_PATH = 200;

/** Text of more characters is made octets first, so that there is room for what it has, and not for what it could have. */
const LONG_TEXT = 2 ** 16;

/** No count is as large; the digits of a much larger one take seconds to be written. */
const LARGEST = 2n ** 100n;

/** Writes arguments into the memory of a backend. */
export class Encoder {
  #backend!: Backend;
  #octets = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #busy = false;
  /** Where the value stands that is being written: names of fields, and places in lists. */
  readonly #path: (string | number)[] = [];
  #level = 0;
  /** How many values and octets may still be written. */
  #values = 0;
  #octetsLeft = 0;

  /** Writes the arguments that have these names; one in parentheses is not told where a field is. How many octets they have. */
  encode(backend: Backend, given: readonly unknown[], names: readonly string[]): number {
    this.rest();
    this.#busy = true;
    this.#values = MOST_VALUES;
    this.#level = 0;
    try {
      this.#begin(backend, 64);
      this.#tagged(LIST, given.length);
      for (let at = 0; at < given.length; at++) {
        this.#path[0] = names[at] ?? `argument ${at + 1}`;
        this.#value(given[at], 1);
      }
      return this.#at - backend.inputAt;
    } catch (cause) {
      throw unreadable(this.#where(), cause);
    } finally {
      this.#busy = false;
    }
  }

  /** Throws where a value is being written: one that asks smtpwire while it is read would be written over. */
  rest(): void {
    if (this.#busy) throw unusable('what is given must not call smtpwire while it is read');
  }

  /** Writes text as it is, which is called so where it can't be written; how many octets it has. */
  text(backend: Backend, text: string, name: string): number {
    this.rest();
    this.#level = 0;
    this.#path[0] = name;
    this.#octetsLeft = MOST_OCTETS;
    if (text.length > LONG_TEXT) {
      const octets = this.#long(text);
      this.#begin(backend, octets.length);
      this.#octets.set(octets, this.#at);
      return octets.length;
    }
    this.#begin(backend, 3 * text.length);
    this.#characters(text);
    return this.#at - backend.inputAt;
  }

  /** Where the value stands, for people: `envelope.to[3]`. */
  #where(): string {
    const [first = ''] = this.#path as [string];
    // A configuration's fields are told by their names alone.
    if (first.startsWith('(')) return this.#steps(1, '') || first.slice(1, -1);
    return this.#steps(1, first);
  }

  #steps(from: number, begun: string): string {
    let where = begun;
    for (let level = from; level <= this.#level && where.length < LONGEST_PATH; level++) {
      const step = this.#path[level]!;
      if (typeof step === 'number') where += `[${step}]`;
      else where += where === '' ? shown(step) : `.${shown(step)}`;
    }
    return where;
  }

  #refusal(why: string): UsageError {
    return unusable(`${this.#where()}: ${why}`);
  }

  /** Counts octets that are to be written. */
  #count(octets: number): void {
    this.#octetsLeft -= octets;
    if (this.#octetsLeft < 0) {
      throw this.#refusal(`a call takes ${MOST_OCTETS} octets at most, and this would be more; content can be given in pieces`);
    }
  }

  /** Counts values that are to be written. */
  #countValues(values: number): void {
    if (!Number.isInteger(values) || values < 0) throw this.#refusal('a list has a length, which is a number from 0');
    this.#values -= values;
    if (this.#values < 0) {
      throw this.#refusal(`it holds ${values}, and a call takes ${MOST_VALUES} values at most, with all that they hold`);
    }
  }

  #begin(backend: Backend, room: number): void {
    this.#octetsLeft = MOST_OCTETS;
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
    backend.reserve(written.length + Math.max(room, written.length));
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
    if (text.length > LONG_TEXT) {
      const octets = this.#long(text);
      this.#tagged(tag, octets.length);
      return this.#copy(octets, octets.length);
    }
    this.#count(text.length);
    this.#need(5 + 3 * text.length);
    const at = this.#at;
    this.#octets[at] = tag;
    this.#at = at + 5;
    this.#characters(text);
    this.#put(at + 1, this.#at - at - 5);
  }

  /** The octets of long text. */
  #long(text: string): Uint8Array {
    this.#count(text.length);
    if (/\p{Surrogate}/u.test(text)) throw this.#refusal('text has half of a character in it');
    const octets = encoder.encode(text);
    this.#count(octets.length - text.length);
    return octets;
  }

  #copy(octets: Uint8Array, length: number): void {
    this.#need(length);
    this.#octets.set(heldAt(octets, length), this.#at);
    this.#at += length;
  }

  #characters(text: string): void {
    const octets = this.#octets;
    let at = this.#at;
    for (let unit = 0; unit < text.length; unit++) {
      const code = text.charCodeAt(unit);
      if (code > 127) {
        // A surrogate without its other half is no character, and UTF-8 has nothing for it.
        if (/\p{Surrogate}/u.test(text)) throw this.#refusal('text has half of a character in it');
        at = this.#at + encoder.encodeInto(text, octets.subarray(this.#at)).written;
        break;
      }
      octets[at++] = code;
    }
    this.#at = at;
  }

  #value(value: unknown, level: number): void {
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
        if (value > LARGEST || value < -LARGEST) throw this.#refusal('no count is as large as the bigint that was given');
        return this.#text(DIGITS, value.toString());
      case 'object':
        break;
      default:
        throw this.#refusal(`a ${typeof value} was given, which is no plain data`);
    }
    if (value === null) return this.#tag(NULL);
    if (level > MAX_DEPTH) throw this.#refusal(`lists and objects stand more than ${MAX_DEPTH} deep in each other, or hold themselves`);
    if (Array.isArray(value)) {
      this.#list(value, level);
    } else if (isOctets(value)) {
      const octets = octetsOf(value, this.#where());
      const length = lengthOf(octets);
      this.#count(length);
      this.#tagged(OCTETS, length);
      this.#copy(octets, length);
    } else {
      this.#object(value, level);
    }
    this.#level = level - 1;
  }

  #list(list: readonly unknown[], level: number): void {
    const { length } = list;
    this.#countValues(length);
    this.#tagged(LIST, length);
    // By their places: how a list is walked through may be the program's own.
    for (let at = 0; at < length; at++) {
      this.#level = level;
      this.#path[level] = at;
      this.#value(list[at], level + 1);
    }
  }

  #object(object: object, level: number): void {
    const kind = kindOf(object);
    if (!isPlainKind(kind)) throw this.#refusal(`a ${shown(kind)} was given, which is no plain data`);
    const names = namesOf(object, FIELDS);
    this.#countValues(names.length);
    // How many there are is known behind the last one: a field that is undefined was not given.
    this.#tagged(OBJECT, 0);
    const head = this.#at - 4 - this.#backend.inputAt;
    let fields = 0;
    for (const name of names) {
      this.#level = level;
      this.#path[level] = name;
      const value = (object as Record<string, unknown>)[name];
      if (value === undefined) continue;
      // What is no field anywhere is refused with its name, which is made fit for that here.
      this.#text(TEXT, FIELDS.has(name) ? name : shown(name));
      this.#value(value, level + 1);
      fields++;
    }
    this.#put(this.#backend.inputAt + head, fields);
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
