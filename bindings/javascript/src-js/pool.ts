// Buffers that the arrays of octets of one connection share.

/** An array of so few octets is made without a buffer by every engine that counts, as long as nobody asks for one. */
const FEW = 64;
/** An array of more octets has a buffer of its own. */
const MANY = 1 << 11;
/** So many arrays of a connection have buffers of their own first: a short session needs no more, and shares none. */
const ALONE = 4;
/** How many octets the first shared buffer of a connection holds; each holds twice as many as the one before. */
const LEAST = 1 << 11;
/** How many octets a shared buffer holds at most, and so what one array that is kept keeps. */
const MOST = 1 << 13;

const { slice } = Uint8Array.prototype;

/** Tells the host that a buffer can't be given away to another thread. */
type Hold = (buffer: ArrayBuffer) => void;

let hold: Hold | undefined;

/**
 * Has every shared buffer held by the host. Where it can be, connections share buffers without being asked to.
 *
 * @internal
 */
export function holdShared(by: Hold): void {
  hold = by;
}

/** Whether the buffers of a connection are shared where its options say nothing. */
export function sharesByDefault(): boolean {
  return hold !== undefined;
}

/**
 * Copies octets of one connection to buffers that they share: such an array is made in a third of the time.
 *
 * No octet is ever written twice, and none of another connection is in such a buffer: whoever looks at the buffer of an array
 * sees what the same connection gave before and after it.
 */
export class Pool {
  private shared: ArrayBuffer | undefined;
  private at = 0;
  private end = 0;
  private alone = 0;
  private size = LEAST;

  /** The octets between two places, as an array that nobody else has. */
  copy(octets: Uint8Array<ArrayBuffer>, from: number, to: number): Uint8Array {
    const length = to - from;
    if (length <= FEW || length > MANY) return slice.call(octets, from, to);
    let at = this.at;
    let shared = this.shared;
    // One that the program has given away all the same has no length any more.
    if (shared === undefined || at + length > this.end || shared.byteLength === 0) {
      if (this.alone < ALONE) {
        this.alone++;
        return slice.call(octets, from, to);
      }
      shared = this.grow();
      at = 0;
    }
    this.at = (at + length + 7) & ~7;
    const copy = new Uint8Array(shared, at, length);
    copy.set(octets.subarray(from, to));
    return copy;
  }

  private grow(): ArrayBuffer {
    const { size } = this;
    const shared = new ArrayBuffer(size);
    hold?.(shared);
    this.shared = shared;
    this.end = size;
    if (size < MOST) this.size = 2 * size;
    return shared;
  }
}
