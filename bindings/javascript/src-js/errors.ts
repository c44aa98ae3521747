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
 *
 * ```js
 * try {
 *   client.rcpt('not an address');
 * } catch (error) {
 *   if (!(error instanceof SmtpwireError)) throw error;
 *   console.log(error.name, error.code, error.reason); // UsageError 107 invalid-value
 * }
 * ```
 *
 * smtpwire alone makes them. An error that crosses to another thread, or is stored, goes as its
 * {@link SmtpwireError.toJSON}, since `structuredClone` and `postMessage` keep no more of any class of errors than
 * the message; {@link SmtpwireError.from} makes an error of that again.
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
  /** What has ended WebAssembly, in an {@link InternalError}; absent elsewhere. */
  declare readonly cause?: unknown;

  /** Not for programs: {@link SmtpwireError.from} makes errors of what they have. */
  protected constructor(failure: Failure, options?: ErrorOptions) {
    if (typeof failure !== 'object' || failure === null) {
      throw new TypeError('smtpwire makes its errors itself; SmtpwireError.from makes one of a Failure');
    }
    super(failure.message, options);
    this.code = failure.code;
    this.reason = failure.name;
    this.kind = failure.kind;
    this.detail = failure.detail;
    for (const field of PERHAPS) {
      if (failure[field] !== undefined) Object.assign(this, { [field]: failure[field] });
    }
  }

  /**
   * The error that plain data says: what {@link SmtpwireError.toJSON} gave, or the `error` of an outcome. It is of the class
   * that its `kind` names.
   */
  static from(failure: Failure): SmtpwireError {
    return errorOf(failure);
  }

  /** The error as plain data, for `JSON.stringify`, logs, and other threads; `name` is there what `reason` is here. */
  toJSON(): Failure {
    const { code, reason: name, kind, detail, message } = this;
    const failure: Failure = { code, name, kind, detail, message };
    for (const field of PERHAPS) {
      if (this[field] !== undefined) Object.assign(failure, { [field]: this[field] });
    }
    return failure;
  }
}

/** What not every failure has. */
const PERHAPS = ['offset', 'verb', 'losesFraming', 'reply'] as const;

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

const CLASSES: Record<ErrorKind, unknown> = {
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
  type Class = new (failure: Failure, options?: ErrorOptions) => SmtpwireError;
  return new ((CLASSES[failure?.kind] ?? SmtpwireError) as Class)(failure, options);
}

/**
 * What the program gave can't be taken, and never reaches smtpwire itself.
 *
 * @internal
 */
export function unusable(message: string): UsageError {
  return errorOf({ code: 107, name: 'invalid-value', kind: 'usage', detail: 'invalid-choice', message });
}
