// What carries calls to smtpwire: numbers in, a number out, and octets in one memory.

/**
 * The one thing that differs between Node's addon and WebAssembly.
 *
 * Arguments are written from `inputAt` on; a call is told how many octets they have. The number that
 * a call returns is the length of its result, which then stands from `outputAt` on until the next call;
 * 0 is `undefined`. A negative number is a failure, of that length. From {@link IMMEDIATE} on it is the result itself.
 */
export interface Backend {
  /** Which of the two it is. */
  readonly name: 'native' | 'wasm';
  /** Why it does no TLS, and what to do instead, where it does none. */
  withoutTls?: string;
  /** The memory. It may be another one behind any call. */
  octets: Uint8Array;
  /** Where arguments are written. */
  inputAt: number;
  /** Where the last result is. */
  outputAt: number;
  /** How many octets of arguments there is room for. */
  room: number;
  /** Makes room for so many octets of arguments; what stood there is lost. */
  reserve(length: number): void;
  /** Writes octets, of which there are so many, as the only argument; there is room for them. */
  take(octets: Uint8Array, length: number): void;
  /** Makes an object; gives its number. */
  create(kind: number, length: number): number;
  /** Does an operation of an object, or one of the functions, where the object is 0. */
  call(object: number, operation: number, length: number): number;
  /** Does an operation whose only argument is octets or text, as they are. */
  raw(object: number, operation: number, length: number): number;
  /** Does a step of the run loop. The number is the time in milliseconds, or a count. */
  run(object: number, step: number, length: number, number: number): number;
  /** The table of all that can be called. */
  names(): number;
  /** The names of the shapes and words from these numbers on. */
  learn(shapes: number, words: number): number;
  /** Drops an object. */
  free(object: number): void;
}

/** Arguments have at least so much room. */
export const ROOM = 1 << 16;

/** A result that is a small number is what the call returns, more by this. */
export const IMMEDIATE = 1 << 30;
