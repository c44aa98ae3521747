// What is thrown.

import type { Reply } from './types.js';

/** Whose fault an error is. */
export type ErrorKind = 'usage' | 'peer' | 'limit' | 'timeout' | 'internal';

/** What an error says, as plain data. It never holds a secret. */
export interface Failure {
  /** The stable number of the code; below 100 for what is not the core's. */
  code: number;
  /** The code's stable name: `out-of-order`, `malformed`. */
  name: string;
  /** Whose fault it is. */
  kind: ErrorKind;
  /** What exactly is wrong, by a stable name: `bad-domain`, `bare-lf`; else the code's name. */
  detail: string;
  /** A sentence for people. */
  message: string;
  /** Where what was given is wrong, in octets from its start. */
  offset?: number;
  /** Which command a malformed line was meant to be. */
  verb?: string;
  /** Whether content may follow a malformed line, so that what comes next must not be read as commands. */
  losesFraming?: boolean;
  /** The peer's reply, or the one that a server answers to a malformed line. */
  reply?: Reply;
}

/**
 * Everything that smtpwire throws. Which class it is tells whose fault it was: {@link UsageError},
 * {@link PeerError}, {@link LimitError}, {@link TimedOutError} or {@link InternalError}.
 */
export class SmtpwireError extends Error {
  /** The stable number of the code. */
  readonly code: number;
  /** The code's stable name: `out-of-order`. (`name` is the name of the class, as JavaScript has it.) */
  readonly reason: string;
  /** Whose fault it is. */
  readonly kind: ErrorKind;
  /** What exactly is wrong, by a stable name: `bare-lf`; else the same as `reason`. */
  readonly detail: string;
  /** Where what was given is wrong, in octets from its start. */
  declare readonly offset?: number;
  /** Which command a malformed line was meant to be. */
  declare readonly verb?: string;
  /** Whether content may follow a malformed line, so that what comes next must not be read as commands. */
  declare readonly losesFraming?: boolean;
  /** The peer's reply, or the one that a server answers to a malformed line. */
  declare readonly reply?: Reply;

  /** @internal */
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.code = failure.code;
    this.reason = failure.name;
    this.kind = failure.kind;
    this.detail = failure.detail;
    if (failure.offset !== undefined) this.offset = failure.offset;
    if (failure.verb !== undefined) this.verb = failure.verb;
    if (failure.losesFraming !== undefined) this.losesFraming = failure.losesFraming;
    if (failure.reply !== undefined) this.reply = failure.reply;
  }
}

/** The program's fault: a call out of order, a value that can't be sent, input of its own that can't be read. */
export class UsageError extends SmtpwireError {}

/** The peer's fault: it broke the protocol, or refused. */
export class PeerError extends SmtpwireError {}

/** A limit was reached. */
export class LimitError extends SmtpwireError {}

/** The peer took too long. */
export class TimedOutError extends SmtpwireError {}

/** A defect of smtpwire: please report it. */
export class InternalError extends SmtpwireError {}

const CLASSES = {
  usage: UsageError,
  peer: PeerError,
  limit: LimitError,
  timeout: TimedOutError,
  internal: InternalError,
};

for (const [name, made] of Object.entries({ SmtpwireError, UsageError, PeerError, LimitError, TimedOutError, InternalError })) {
  // On the prototype, where a minifier's name of the class does not reach, and no error has it as its own.
  Object.defineProperty(made.prototype, 'name', { value: name, configurable: true, writable: true });
}

/**
 * The error that says this.
 *
 * @internal
 */
export function errorOf(failure: Failure, options?: ErrorOptions): SmtpwireError {
  return new (CLASSES[failure.kind] ?? SmtpwireError)(failure, options);
}

/**
 * What the program gave can't be taken, and never reaches smtpwire itself.
 *
 * @internal
 */
export function unusable(message: string): UsageError {
  return new UsageError({ code: 107, name: 'invalid-value', kind: 'usage', detail: 'invalid-choice', message });
}
