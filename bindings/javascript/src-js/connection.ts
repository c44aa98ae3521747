// The run loop, which is the same for clients, mailers and servers.

import { errorOf, type Failure, type SmtpwireError, unusable } from './errors.js';
import { type Octets, octetsOf, type OwnOctets } from './octets.js';
import { clock, isBase, Resource, run } from './runtime.js';
import { NAMES, type Opened } from './setup.js';

/**
 * What a connection waits for: input (or the next command, or the deadline), output to be written, the
 * host's answer to the last event (or a TLS handshake); or nothing more, since it is over in order, or has failed.
 */
export type Waits = 'data' | 'output' | 'host' | 'closed' | 'failed' | 'other';

/** What came of one piece of input. */
export interface Pumped<Event> {
  /**
   * What is to be written to the peer, before anything else is done. Of a long message it is as much as is written at
   * once (`limits.outputBuffer` and a little more): then `waits` is `output`.
   */
  output: OwnOctets;
  /** What happened, in order. Only the last one can need an answer. */
  events: Event[];
  /**
   * When to pump at the latest, on the clock of `now`; null when nothing is due. It is always a number of milliseconds:
   * one above 2^53 - 1, which no clock reaches, is the nearest that a number can hold.
   */
  deadline: number | null;
  /**
   * What the connection waits for now. `output`: there is more to write, and the next call gives it; it is to come when
   * this is written, as the callback of Node's `socket.write` tells.
   */
  waits: Waits;
  /**
   * How many octets of the input were taken. Where it is fewer than were given, the rest is to be given
   * again once the last event was answered: the connection holds no more.
   */
  taken: number;
  /**
   * Why the connection has failed. It stays failed; `output` and `events` came before. Pumping throws
   * only what the program did wrong.
   */
  error?: SmtpwireError;
}

const PUMP = 0;
const PUMP_OCTETS = 1;
const PUMP_END = 2;
const RECEIVE_DATA = 3;
const RECEIVE_EOF = 4;
const NEXT_EVENT = 5;
const DATA_TO_SEND = 6;
const OUTPUT = 7;
const ADVANCE_OUTPUT = 8;
const HANDLE_TIMEOUT = 9;
const NEXT_DEADLINE = 10;
const INPUT_ROOM = 11;
const WAITS = 12;

/**
 * One connection, without its socket: the program carries octets and time to it, and events and output
 * from it.
 *
 * Times are milliseconds of one clock for the life of the connection; where they are left out, that
 * is `performance.now()`. Fractions are cut off, and time that goes back stands still.
 *
 * Use either {@link Connection.pump}, which does all that one piece of input needs, or the plain calls;
 * they can be mixed.
 */
export abstract class Connection<Event> extends Resource {
  /** @internal */
  constructor(kind: string, given: Opened) {
    // By itself it is refused, whatever is given: that is not looked at.
    const { made, pooled } = new.target === Connection ? { made: [], pooled: false } : given;
    super(kind, made, NAMES, pooled);
  }

  /**
   * Takes a piece of input, or its end, or nothing (null: time has passed, or a command or an answer was
   * given, output was written), and gives all that comes of it: output, events up to the first that needs an
   * answer, and the next deadline. A deadline that has passed is handled.
   *
   * @param input octets of the peer; `'eof'` when it has closed its side, or has reset the connection
   * @param now the time in milliseconds
   */
  pump(input?: Octets | 'eof' | null, now?: number): Pumped<Event> {
    const time = clock(now);
    if (typeof input === 'string' && input !== 'eof') {
      throw unusable("input: it is octets, null, or the word 'eof'; a TextEncoder makes octets of text");
    }
    const pumped = (
      input === null || input === undefined
        ? run(this, 'pump', PUMP, time)
        : input === 'eof'
          ? run(this, 'pump', PUMP_END, time)
          : run(this, 'pump', PUMP_OCTETS, time, octetsOf(input, 'input'))
    ) as Pumped<Event>;
    if (typeof pumped.deadline === 'string') pumped.deadline = Number(pumped.deadline);
    if (pumped.error !== undefined) {
      pumped.error = errorOf(pumped.error as unknown as Failure);
    }
    return pumped;
  }

  /**
   * Takes octets of the peer. No more than {@link Connection.inputRoom} fit.
   *
   * @throws LimitError for more, or PeerError when the connection has failed
   */
  receiveData(octets: Octets, now?: number): void {
    run(this, 'receiveData', RECEIVE_DATA, clock(now), octetsOf(octets));
  }

  /** The peer has closed its side, or has reset the connection. */
  receiveEof(now?: number): void {
    run(this, 'receiveEof', RECEIVE_EOF, clock(now));
  }

  /** How many octets of input there is room for: 0 until events were taken and answered, and 2^32 - 1 where it is more than that. */
  get inputRoom(): number {
    return run(this, 'inputRoom', INPUT_ROOM, 0) as number;
  }

  /**
   * The next event; null when there is none until something else is done: {@link Connection.waits} says what.
   *
   * @throws PeerError, LimitError or TimedOutError when the connection has failed, now and from now on
   */
  nextEvent(now?: number): Event | null {
    return (run(this, 'nextEvent', NEXT_EVENT, clock(now)) as Event | undefined) ?? null;
  }

  /** All events that there are, one after the other; each is asked for when the one before was handled. */
  *events(now?: number): Generator<Event, void, undefined> {
    const next = (): Event | null => (run(this, 'events', NEXT_EVENT, clock(now)) as Event | undefined) ?? null;
    for (let event = next(); event !== null; event = next()) yield event;
  }

  /** What the last question for an event was answered. */
  get waits(): Waits {
    return run(this, 'waits', WAITS, 0) as Waits;
  }

  /** All output that there is, which counts as written from now on. */
  dataToSend(): OwnOctets {
    return run(this, 'dataToSend', DATA_TO_SEND, 0) as OwnOctets;
  }

  /** A copy of the output, which stays until {@link Connection.advanceOutput} says how much was written. */
  output(): OwnOctets {
    return run(this, 'output', OUTPUT, 0) as OwnOctets;
  }

  /**
   * So many octets of the output were written.
   *
   * @throws UsageError for more than there are
   */
  advanceOutput(octets: number): void {
    if (!Number.isSafeInteger(octets) || octets < 0) throw unusable('octets: a count is a whole number from 0');
    run(this, 'advanceOutput', ADVANCE_OUTPUT, octets);
  }

  /** When to call {@link Connection.handleTimeout} at the latest, as {@link Pumped.deadline}; null when nothing is due. */
  nextDeadline(): number | null {
    const deadline = run(this, 'nextDeadline', NEXT_DEADLINE, 0) as number | string | null;
    return deadline === null ? null : Number(deadline);
  }

  /** Tells the time. Before the deadline it does nothing. */
  handleTimeout(now?: number): void {
    run(this, 'handleTimeout', HANDLE_TIMEOUT, clock(now));
  }
}

isBase(Connection, 'Connection');
