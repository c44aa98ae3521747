// Octets as programs have them: any view of any buffer, of this realm or of another.

import { unusable } from './errors.js';

/**
 * Any buffer of octets: a `Uint8Array`, a `Buffer`, another view, or the buffer itself; also one of another realm, such
 * as a frame or a `vm` context. It is read before the call returns, and never kept or written.
 *
 * Over a `SharedArrayBuffer` it is copied before anything else looks at it: what another thread writes at the same time may be
 * in the copy or not, and does no other harm.
 */
export type Octets = ArrayBufferLike | ArrayBufferView;

/**
 * Octets that come out: a copy, which is the program's. It is `Uint8Array<ArrayBuffer>` where TypeScript tells buffers apart, from
 * 5.7 on, so that a `Blob`, `fetch` and `crypto.subtle` take it; and `Uint8Array` before.
 */
export type OwnOctets = ReturnType<Uint8Array['slice']>;

const ofTyped = Object.getPrototypeOf(Uint8Array.prototype) as object;
const { at } = Uint8Array.prototype;
const lengths = getter(ofTyped, 'length');
/** What says where a view lies: the engine's own answer, whatever the object or its class says. */
const WHERE = {
  typed: { buffer: getter(ofTyped, 'buffer'), offset: getter(ofTyped, 'byteOffset'), length: getter(ofTyped, 'byteLength') },
  data: {
    buffer: getter(DataView.prototype, 'buffer'),
    offset: getter(DataView.prototype, 'byteOffset'),
    length: getter(DataView.prototype, 'byteLength'),
  },
};
const tag = getter(ofTyped, Symbol.toStringTag);

function getter(of: object, name: string | symbol): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(of, name)!.get!;
}

/** How many octets one call takes at most: 256 MiB. What is longer is given in pieces. */
export const MOST_OCTETS = 2 ** 28;

/** How many octets there are, whatever a class that was made of Uint8Array says. */
export function lengthOf(octets: Uint8Array): number {
  return lengths.call(octets) as number;
}

/** What kind of object it is, in whatever realm it was made. */
export function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Whether an object is octets. */
export function isOctets(value: object): value is Octets {
  if (ArrayBuffer.isView(value)) return true;
  const kind = kindOf(value);
  return kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer';
}

/** The same of an object that may do anything when it is asked. */
export function mayBeOctets(value: object): boolean {
  try {
    return isOctets(value);
  } catch {
    return false;
  }
}

/** The octets of any buffer, without a copy; what they are is called so in the error that they are none. */
export function octetsOf(given: Octets, what = 'octets'): Uint8Array {
  if (ArrayBuffer.isView(given)) {
    try {
      const kind = tag.call(given);
      if (kind === undefined) return viewOf(given, WHERE.data);
      // Without octets it may also be one whose buffer is gone: then this throws.
      if (lengths.call(given) === 0) at.call(given as Uint8Array, 0);
      return kind === 'Uint8Array' ? (given as Uint8Array) : viewOf(given, WHERE.typed);
    } catch {
      throw unusable(`${what}: there is no buffer, or it is detached: it was transferred to another thread, or made smaller`);
    }
  }
  let is: boolean;
  try {
    is = typeof given === 'object' && given !== null && isOctets(given);
  } catch (cause) {
    throw unusable(`${what}: a proxy stands there, and does not let itself be read`, { cause });
  }
  if (is) {
    try {
      // A view takes a true buffer only, and none that is gone.
      return new Uint8Array(new DataView(given).buffer);
    } catch {
      throw unusable(`${what}: there is no buffer, or it is detached: it was transferred to another thread, or made smaller`);
    }
  }
  throw unusable(`${what}: octets are a Uint8Array, another view of a buffer, or an ArrayBuffer`);
}

/** The octets of a view. */
function viewOf(view: ArrayBufferView, { buffer, offset, length }: (typeof WHERE)['typed']): Uint8Array {
  return new Uint8Array(buffer.call(view) as ArrayBuffer, offset.call(view) as number, length.call(view) as number);
}

/** The same octets, and no more of them: memory that threads share may grow while it is copied, and a view of it with it. */
export function heldAt(octets: Uint8Array, length: number): Uint8Array {
  const { buffer, offset } = WHERE.typed;
  const memory = buffer.call(octets) as ArrayBuffer & { growable?: boolean };
  return memory.growable === true ? new Uint8Array(memory, offset.call(octets) as number, length) : octets;
}

/** The octets of any buffer, as a Uint8Array that nobody has given another length, or another way to be cut. */
export function plainOctetsOf(given: Octets): Uint8Array {
  return viewOf(octetsOf(given), WHERE.typed);
}
