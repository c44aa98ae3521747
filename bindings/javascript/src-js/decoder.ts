// Results, made of octets. `crossing/src/wire` in Rust says how they are written.

import type { Backend } from './backend.js';
import {
  FALSE,
  FLOAT,
  ITEMS,
  LIST,
  NULL,
  NUMBER,
  OBJECT,
  OCTETS,
  REPLY,
  REST,
  SHORT,
  SMALL,
  STRUCT,
  TEXT,
  TRUE,
  WORD,
} from './tags.js';
import type { Pool } from './pool.js';
import { type Fields, type Known, type Maker, again, maker } from './shapes.js';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Node's own way, which is several times faster than a TextDecoder. */
const latin1 = (
  globalThis as {
    Buffer?: { prototype: { latin1Slice?(this: Uint8Array, from: number, to: number): string } };
  }
).Buffer?.prototype.latin1Slice;

/** A Buffer's own `slice` would be no copy. */
const { slice } = Uint8Array.prototype;

/** Of no octets. An array without a buffer of its own is made several times faster. */
let nothing = new ArrayBuffer(0);

/** No octets. */
function none(): Uint8Array {
  try {
    return new Uint8Array(nothing);
  } catch {
    // The program has given it away to another thread.
    nothing = new ArrayBuffer(0);
    return new Uint8Array(nothing);
  }
}

/** What is told of a reply that is known by its number. */
type Told = [code: number, enhanced: string | null, lines: string[], text: string];

/**
 * Decodes results: it knows what they only number.
 *
 * What comes in every session is read by what it is likely to be (`word`, `number`, `reply`), which takes a
 * fraction of the time; where something else stands there, each of these reads that.
 */
export class Decoder {
  private shapes: Maker[] = [];
  private words: string[] = [];
  private replies: (Known | undefined)[] = [];
  /** How many of both there are, as the head of a result says it. */
  private names = 0;
  private octets = new Uint8Array(0);
  private at = 0;
  private text = '';
  private textAt = 0;
  private restAt = 0;
  private end = 0;
  private pool: Pool | undefined;

  /** Forgets all names: whoever told them is gone. */
  reset(): void {
    this.shapes = [];
    this.words = [];
    this.replies = [];
    this.names = 0;
  }

  /** The value of a result of so many octets; with a pool its arrays of octets may share buffers. */
  decode(backend: Backend, length: number, pool?: Pool): unknown {
    if (length === 0) return undefined;
    this.pool = pool;
    const octets = backend.octets as Uint8Array<ArrayBuffer>;
    const at = backend.outputAt;
    if (unsigned(octets, at + 8) === this.names) return this.read(octets, at, length);
    // To ask for names overwrites the result.
    const result = slice.call(octets, at, at + length);
    this.learn(backend);
    return this.read(result, 0, length);
  }

  private learn(backend: Backend): void {
    const length = backend.learn(this.shapes.length, this.words.length);
    const octets = backend.octets as Uint8Array<ArrayBuffer>;
    const told = this.read(octets, backend.outputAt, length);
    const [shapes, words] = told as [string[][], (string | Told)[]];
    this.names = unsigned(octets, backend.outputAt + 8);
    for (const fields of shapes) this.shapes.push(maker(fields));
    for (const word of words) {
      const isText = typeof word === 'string';
      this.words.push(isText ? word : '');
      this.replies.push(isText ? undefined : known(word));
    }
  }

  private read(octets: Uint8Array<ArrayBuffer>, at: number, length: number): unknown {
    const text = unsigned(octets, at);
    const textAt = at + (text & 0x7fffffff);
    const textEnd = at + unsigned(octets, at + 4);
    this.octets = octets;
    this.at = at + 12;
    this.text = textAt === textEnd ? '' : textOf(octets, textAt, textEnd, text >= 0);
    this.textAt = 0;
    this.restAt = textEnd;
    this.end = at + length;
    return this.value();
  }

  private count(): number {
    const at = this.at;
    this.at = at + 4;
    return unsigned(this.octets, at) >>> 0;
  }

  private place(): number {
    const { octets, at } = this;
    this.at = at + 2;
    return octets[at]! | (octets[at + 1]! << 8);
  }

  private cut(units: number): string {
    const from = this.textAt;
    const to = from + units;
    this.textAt = to;
    return this.text.slice(from, to);
  }

  private copy(from: number, to: number): Uint8Array {
    if (from === to) return none();
    const { octets, pool } = this;
    return pool === undefined ? slice.call(octets, from, to) : pool.copy(octets, from, to);
  }

  /** The next value. */
  value(): unknown {
    const octets = this.octets;
    const tag = octets[this.at++]!;
    switch (tag) {
      case SHORT:
        return this.cut(octets[this.at++]!);
      case STRUCT:
        return this.shapes[this.place()]!(this);
      case SMALL:
        return octets[this.at++]!;
      case WORD:
        return this.words[this.place()];
      case REPLY:
        return again(this.replies[this.place()]!);
      case ITEMS:
        return this.list(octets[this.at++]!);
      case OCTETS: {
        const length = this.count();
        const from = this.at;
        this.at = from + length;
        return this.copy(from, from + length);
      }
      case REST:
        return this.copy(this.restAt, this.end);
      case NULL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case NUMBER:
        return this.count();
      case FLOAT: {
        const { buffer, byteOffset } = octets;
        const from = this.at;
        this.at = from + 8;
        return new DataView(buffer, byteOffset + from, 8).getFloat64(0, true);
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

  /** The next value, which is likely a word. */
  word(): unknown {
    if (this.octets[this.at] !== WORD) return this.value();
    this.at++;
    return this.words[this.place()];
  }

  /** The next value, which is likely a number. */
  number(): unknown {
    const { octets, at } = this;
    if (octets[at] !== SMALL) return this.value();
    this.at = at + 2;
    return octets[at + 1]!;
  }

  /** The next value, which is likely a reply that is known. */
  reply(): unknown {
    if (this.octets[this.at] !== REPLY) return this.value();
    this.at++;
    return again(this.replies[this.place()]!);
  }

  /** The next value, which is likely a list of few values or none. */
  values(): unknown {
    if (this.octets[this.at] !== LIST) return this.value();
    this.at++;
    return this.list(this.count());
  }

  private list(length: number): unknown[] {
    // To push makes room for many at once.
    if (length === 0) return [];
    if (length === 1) return [this.value()];
    const list: unknown[] = [this.value(), this.value()];
    for (let item = 2; item < length; item++) list.push(this.value());
    return list;
  }
}

function known([code, enhanced, lines, text]: Told): Known {
  return { code, enhanced, lines, text };
}

function unsigned(octets: Uint8Array, at: number): number {
  return (
    octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24)
  );
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
  if (ascii && latin1 !== undefined) return latin1.call(octets, from, to);
  if (ascii && to - from < 24) {
    let text = '';
    for (let at = from; at < to; at++) text += String.fromCharCode(octets[at]!);
    return text;
  }
  return utf8.decode(octets.subarray(from, to));
}
