// Streams, cut into lines and chunks; and the header of a proxy before them.

import { type Octets, octetsOf } from '../octets.js';
import { call, Resource } from '../runtime.js';
import type { Count, GivenCount, ProxyHeader } from '../types.js';
import type { Taken } from './content.js';

/** No more octets than these are given on at once. */
const LARGE = 1 << 16;

/** Cuts a stream into lines. */
export class LineFramer extends Resource {
  /** `limit` is the longest line with its CRLF, in octets; 512 by default. */
  constructor(options?: { limit?: number; lineEnds?: 'cr-lf-only' | 'accept-bare-lf' }) {
    super('LineFramer', [options]);
  }

  /** Takes octets, as many as there is room for: how many. */
  push(octets: Octets): number {
    // What has no room is not copied again and again.
    return this.call('push', octetsOf(octets).subarray(0, LARGE)) as number;
  }

  /** The next line without its end; null until more octets are pushed. A line that is none throws, and is used up. */
  nextLine(): Uint8Array | null {
    return this.call('nextLine') as Uint8Array | null;
  }

  /** The octets that are held. */
  buffered(): Uint8Array {
    return this.call('buffered') as Uint8Array;
  }

  /** Drops so many of them. */
  consume(octets: number): void {
    this.call('consume', octets);
  }

  /** Takes all of them. */
  takeRest(): Uint8Array {
    return this.call('takeRest') as Uint8Array;
  }

  /** Whether nothing of a line is held. */
  get isAtBoundary(): boolean {
    return this.call('isAtBoundary') as boolean;
  }

  /** Whether a line that is too long is being dropped. */
  get isDiscarding(): boolean {
    return this.call('isDiscarding') as boolean;
  }

  /** The longest line with its CRLF, in octets. */
  get limit(): number {
    return this.call('limit') as number;
  }

  /** Sets it. */
  setLimit(limit: number): void {
    this.call('setLimit', limit);
  }

  /** Sets what ends a line. */
  setLineEnds(lineEnds: 'cr-lf-only' | 'accept-bare-lf'): void {
    this.call('setLineEnds', lineEnds);
  }

  /** How many octets it holds at most. */
  get capacity(): number {
    return this.call('capacity') as number;
  }
}

/** Reads the octets of one BDAT chunk. */
export class ChunkReader extends Resource {
  constructor(options?: { size?: GivenCount; discarding?: boolean }) {
    super('ChunkReader', [options]);
  }

  /** The chunk's octets in these. */
  push(octets: Octets): Taken {
    return this.call('push', octets) as Taken;
  }

  /** What is still to come is counted and dropped. */
  discard(): void {
    this.call('discard');
  }

  /** How many octets are still to come. */
  get remaining(): Count {
    return this.call('remaining') as Count;
  }

  /** Whether all have come. */
  get isDone(): boolean {
    return this.call('isDone') as boolean;
  }

  /** Whether they are dropped. */
  get isDiscarding(): boolean {
    return this.call('isDiscarding') as boolean;
  }
}

/** Adds up the chunks of a message. */
export class ChunkTotal extends Resource {
  /** `limit` is the most octets; by default there is none. */
  constructor(options?: { limit?: GivenCount | null }) {
    super('ChunkTotal', [options]);
  }

  /** Adds a chunk; throws `too-large` for one that goes over the limit, and leaves it out. */
  add(size: GivenCount): void {
    this.call('add', size);
  }

  /** How many octets there are so far. */
  get octets(): Count {
    return this.call('octets') as Count;
  }
}

/** The PROXY header at the start of a connection, with its length in octets; null when it is not whole yet. */
export function parseProxy(
  octets: Octets,
  maxLength?: number,
): { header: ProxyHeader; length: number } | null {
  return call('parseProxy', octets, maxLength) as { header: ProxyHeader; length: number } | null;
}

/** A PROXY header as it is written in a version of the protocol; 2 by default. */
export function encodeProxy(header: ProxyHeader, version?: 1 | 2): Uint8Array {
  return call('encodeProxy', header, version) as Uint8Array;
}
