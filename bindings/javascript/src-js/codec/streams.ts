// Streams, cut into lines and chunks; and the header of a proxy before them.

import { type Octets, plainOctetsOf, type OwnOctets } from '../octets.js';
import { ask, call, refuseStrangers, Resource } from '../runtime.js';
import type { Count, GivenCount, ProxyHeader } from '../types.js';
import type { Taken } from './content.js';

/** No more octets than these are given on at once. */
const LARGE = 1 << 16;

/** The most that memory of 32 bits can hold: what is larger is told as this, wherever smtpwire runs. */
const LARGEST = 2 ** 32 - 1;

/** Cuts a stream into lines. */
export class LineFramer extends Resource {
  /** `limit` is the longest line with its CRLF, in octets; 512 by default. */
  constructor(options?: { limit?: number; lineEnds?: 'cr-lf-only' | 'accept-bare-lf' }) {
    super('LineFramer', [options]);
  }

  /** Takes octets, as many as there is room for: how many. */
  push(octets: Octets): number {
    refuseStrangers(this, 'push');
    // What has no room is not copied again and again.
    return ask(this, 'push', plainOctetsOf(octets).subarray(0, LARGE)) as number;
  }

  /** The next line without its end; null until more octets are pushed. A line that is none throws, and is used up. */
  nextLine(): OwnOctets | null {
    return ask(this, 'nextLine') as OwnOctets | null;
  }

  /** The octets that are held. */
  buffered(): OwnOctets {
    return ask(this, 'buffered') as OwnOctets;
  }

  /** Drops so many of them. */
  consume(octets: number): void {
    ask(this, 'consume', octets);
  }

  /** Takes all of them. */
  takeRest(): OwnOctets {
    return ask(this, 'takeRest') as OwnOctets;
  }

  /** Whether nothing of a line is held. */
  get isAtBoundary(): boolean {
    return ask(this, 'isAtBoundary') as boolean;
  }

  /** Whether a line that is too long is being dropped. */
  get isDiscarding(): boolean {
    return ask(this, 'isDiscarding') as boolean;
  }

  /** The longest line with its CRLF, in octets; 2^32 - 1 for that, and for more, as memory of 32 bits has it. */
  get limit(): number {
    return Math.min(Number(ask(this, 'limit')), LARGEST);
  }

  /** Sets it. */
  setLimit(limit: number): void {
    ask(this, 'setLimit', limit);
  }

  /** Sets what ends a line. */
  setLineEnds(lineEnds: 'cr-lf-only' | 'accept-bare-lf'): void {
    ask(this, 'setLineEnds', lineEnds);
  }

  /** How many octets it holds at most; 2^32 - 1 for that, and for more, as {@link Connection.inputRoom} has it. */
  get capacity(): number {
    return Math.min(Number(ask(this, 'capacity')), LARGEST);
  }
}

/** Reads the octets of one BDAT chunk. */
export class ChunkReader extends Resource {
  constructor(options?: { size?: GivenCount; discarding?: boolean }) {
    super('ChunkReader', [options]);
  }

  /** The chunk's octets in these. */
  push(octets: Octets): Taken {
    return ask(this, 'push', octets) as Taken;
  }

  /** What is still to come is counted and dropped. */
  discard(): void {
    ask(this, 'discard');
  }

  /** How many octets are still to come. */
  get remaining(): Count {
    return ask(this, 'remaining') as Count;
  }

  /** Whether all have come. */
  get isDone(): boolean {
    return ask(this, 'isDone') as boolean;
  }

  /** Whether they are dropped. */
  get isDiscarding(): boolean {
    return ask(this, 'isDiscarding') as boolean;
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
    ask(this, 'add', size);
  }

  /** How many octets there are so far. */
  get octets(): Count {
    return ask(this, 'octets') as Count;
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
export function encodeProxy(header: ProxyHeader, version?: 1 | 2): OwnOctets {
  return call('encodeProxy', header, version) as OwnOctets;
}
