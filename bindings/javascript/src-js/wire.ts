// Values as octets, both ways. `src/wire` in Rust says how they are written.

import type { Backend } from './backend.js';
import { unusable } from './errors.js';

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const SMALL = 3;
const NUMBER = 4;
const FLOAT = 5;
const TEXT = 6;
const OCTETS = 7;
const LIST = 8;
const OBJECT = 9;
const DIGITS = 10;
const SHORT = 11;
const STRUCT = 12;
const WORD = 13;
const ITEMS = 14;

/** What can be given for an argument. */
export type Argument =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | ArrayBuffer
  | ArrayBufferView
  | readonly Argument[]
  | { readonly [name: string]: Argument };

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
const float = new Float64Array(1);
const floatOctets = new Uint8Array(float.buffer);
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Node's own way, which is several times faster than a TextDecoder. */
const latin1 = (
  globalThis as {
    Buffer?: { prototype: { latin1Slice?(this: Uint8Array, from: number, to: number): string } };
  }
).Buffer?.prototype.latin1Slice;

/** A Buffer's own `slice` would be no copy. */
const { slice } = Uint8Array.prototype;

type Fields = Record<string, unknown>;

/** The names of a struct's fields, and for those that every message has, what makes one at once. */
interface Shape {
  readonly fields: readonly string[];
  readonly make: ((from: Decoder) => Fields) | undefined;
}

/**
 * Objects that come again and again. A literal is made several times faster than field by field, since the
 * engine knows its form; the values stand in the order of the fields.
 */
const MADE: Record<string, (from: Decoder) => Fields> = {
  'output,events,deadline,waits,taken': (d) => ({
    output: d.value(),
    events: d.value(),
    deadline: d.value(),
    waits: d.value(),
    taken: d.value(),
  }),
  'code,lines,text': (d) => ({ code: d.value(), lines: d.value(), text: d.value() }),
  'code,enhanced,lines,text': (d) => ({
    code: d.value(),
    enhanced: d.value(),
    lines: d.value(),
    text: d.value(),
  }),
  type: (d) => ({ type: d.value() }),
  'type,reply': (d) => ({ type: d.value(), reply: d.value() }),
  'type,command,reply': (d) => ({ type: d.value(), command: d.value(), reply: d.value() }),
  'type,command,verb,reply': (d) => ({
    type: d.value(),
    command: d.value(),
    verb: d.value(),
    reply: d.value(),
  }),
  'type,from,parameters': (d) => ({ type: d.value(), from: d.value(), parameters: d.value() }),
  'type,to,parameters': (d) => ({ type: d.value(), to: d.value(), parameters: d.value() }),
  'type,octets': (d) => ({ type: d.value(), octets: d.value() }),
  'type,size': (d) => ({ type: d.value(), size: d.value() }),
  'type,size,octets': (d) => ({ type: d.value(), size: d.value(), octets: d.value() }),
};

const MAKERS = new Map(Object.entries(MADE));

/** Decodes results: it knows the names that they only number. */
export class Decoder {
  private shapes: Shape[] = [];
  private words: string[] = [];
  private octets = new Uint8Array(0);
  private at = 0;
  private text = '';
  private textAt = 0;

  /** Forgets all names: whoever told them is gone. */
  reset(): void {
    this.shapes = [];
    this.words = [];
  }

  /** The value of a result of so many octets. */
  decode(backend: Backend, length: number): unknown {
    if (length === 0) return undefined;
    const octets = backend.octets;
    const at = backend.outputAt;
    const shapes = octets[at + 4]! | (octets[at + 5]! << 8);
    const words = octets[at + 6]! | (octets[at + 7]! << 8);
    if (shapes > this.shapes.length || words > this.words.length) {
      // To ask for names overwrites the result.
      const result = slice.call(octets, at, at + length);
      this.learn(backend);
      return this.read(result, 0, length);
    }
    return this.read(octets, at, length);
  }

  private learn(backend: Backend): void {
    const length = backend.learn(this.shapes.length, this.words.length);
    const names = this.read(backend.octets, backend.outputAt, length) as [string[][], string[]];
    for (const fields of names[0]) this.shapes.push({ fields, make: MAKERS.get(fields.join()) });
    this.words.push(...names[1]);
  }

  private read(octets: Uint8Array, at: number, length: number): unknown {
    const head =
      octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24);
    this.octets = octets as Uint8Array<ArrayBuffer>;
    this.at = at + 8;
    this.text = textOf(octets, at + (head & 0x7fffffff), at + length, head >= 0);
    this.textAt = 0;
    return this.value();
  }

  private count(): number {
    const octets = this.octets;
    const at = this.at;
    this.at = at + 4;
    return (
      (octets[at]! |
        (octets[at + 1]! << 8) |
        (octets[at + 2]! << 16) |
        (octets[at + 3]! << 24)) >>>
      0
    );
  }

  private cut(units: number): string {
    const from = this.textAt;
    const to = from + units;
    this.textAt = to;
    return this.text.slice(from, to);
  }

  /** The next value. */
  value(): unknown {
    const octets = this.octets;
    const tag = octets[this.at++]!;
    switch (tag) {
      case SHORT:
        return this.cut(octets[this.at++]!);
      case STRUCT: {
        const shape = octets[this.at]! | (octets[this.at + 1]! << 8);
        this.at += 2;
        return this.struct(this.shapes[shape]!);
      }
      case SMALL:
        return octets[this.at++]!;
      case WORD: {
        const word = octets[this.at]! | (octets[this.at + 1]! << 8);
        this.at += 2;
        return this.words[word];
      }
      case ITEMS:
        return this.list(octets[this.at++]!);
      case OCTETS: {
        const length = this.count();
        const from = this.at;
        this.at = from + length;
        return slice.call(octets, from, from + length);
      }
      case NULL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case NUMBER:
        return this.count();
      case FLOAT: {
        for (let byte = 0; byte < 8; byte++) {
          floatOctets[LITTLE_ENDIAN ? byte : 7 - byte] = octets[this.at + byte]!;
        }
        this.at += 8;
        return float[0];
      }
      case TEXT:
        return this.cut(this.count());
      case LIST:
        return this.list(this.count());
      case OBJECT: {
        const pairs = this.count();
        const object: Fields = {};
        for (let pair = 0; pair < pairs; pair++) {
          const name = String(this.value());
          set(object, name, this.value());
        }
        return object;
      }
      default:
        return undefined;
    }
  }

  private list(length: number): unknown[] {
    const list: unknown[] = [];
    for (let item = 0; item < length; item++) list.push(this.value());
    return list;
  }

  private struct(shape: Shape): Fields {
    const { fields, make } = shape;
    if (make !== undefined) return make(this);
    const object: Fields = {};
    for (let field = 0; field < fields.length; field++) object[fields[field]!] = this.value();
    return object;
  }
}

/** A name that is data becomes a field of the object, whatever name it is. */
function set(object: Fields, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[name] = value;
  }
}

function textOf(octets: Uint8Array, from: number, to: number, ascii: boolean): string {
  if (from === to) return '';
  if (ascii && latin1 !== undefined) return latin1.call(octets, from, to);
  if (ascii && to - from < 24) {
    let text = '';
    for (let at = from; at < to; at++) text += String.fromCharCode(octets[at]!);
    return text;
  }
  return utf8.decode(octets.subarray(from, to));
}

/** Lists and objects may stand so deep in each other; what holds itself does not end. */
const MAX_DEPTH = 60;

/** Writes arguments into the memory of a backend. */
export class Encoder {
  #backend!: Backend;
  #octets = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #busy = false;

  /** Writes one value; how many octets it has. */
  encode(backend: Backend, value: Argument): number {
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

  #value(value: Argument, depth: number): void {
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
    } else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      const octets = octetsOf(value);
      const length = lengthOf(octets);
      this.#tagged(OCTETS, length);
      this.#need(length);
      this.#octets.set(octets, this.#at);
      this.#at += length;
    } else {
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

const lengths = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length')!;

/** How many octets there are, whatever a class that was made of Uint8Array says. */
export function lengthOf(octets: Uint8Array): number {
  return lengths.get!.call(octets) as number;
}

/** The octets of any buffer, without a copy. */
export function octetsOf(buffer: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (buffer instanceof Uint8Array) return buffer;
  if (ArrayBuffer.isView(buffer)) {
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
  throw unusable('octets are a Uint8Array, another view of a buffer, or an ArrayBuffer');
}
