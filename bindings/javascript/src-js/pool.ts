// Buffers that arrays of octets share, where the program asks for that.

/** An array of so few octets is made without a buffer by every engine that counts, as long as nobody asks for one. */
const FEW = 64;
/** An array of more octets has a buffer of its own. */
const MANY = 1 << 12;
/** How many octets a buffer that is shared holds. */
const SHARED = 1 << 15;

const { slice } = Uint8Array.prototype;

/** Copies octets to buffers that they share: such an array is made in a third of the time. */
export class Pool {
  #shared = new Uint8Array(0);
  #at = 0;

  /** The octets between two places, as an array that nobody else has. */
  copy(octets: Uint8Array<ArrayBuffer>, from: number, to: number): Uint8Array {
    const length = to - from;
    if (length <= FEW || length > MANY) return slice.call(octets, from, to);
    let at = this.#at;
    // One that the program has given away to another thread has no length any more.
    if (at + length > this.#shared.length) {
      this.#shared = new Uint8Array(SHARED);
      at = 0;
    }
    this.#at = (at + length + 7) & ~7;
    const copy = new Uint8Array(this.#shared.buffer, at, length);
    copy.set(octets.subarray(from, to));
    return copy;
  }
}
