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

const { at } = Uint8Array.prototype;
const lengths = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length')!;

/** How many octets there are, whatever a class that was made of Uint8Array says. */
export function lengthOf(octets: Uint8Array): number {
  return lengths.get!.call(octets) as number;
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

/** The octets of any buffer, without a copy. */
export function octetsOf(given: Octets): Uint8Array {
  try {
    if (given instanceof Uint8Array) {
      // Without octets it may also be one whose buffer is gone: then this throws.
      if (given.length === 0) at.call(given, 0);
      return given;
    }
    if (ArrayBuffer.isView(given)) {
      return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
    }
    // A view takes a true buffer only, and none that is gone.
    if (typeof given === 'object' && given !== null && isOctets(given)) return new Uint8Array(new DataView(given).buffer);
  } catch {
    throw unusable('octets: there is no buffer, or it is detached: it was transferred to another thread, or made smaller');
  }
  throw unusable('octets are a Uint8Array, another view of a buffer, or an ArrayBuffer');
}
