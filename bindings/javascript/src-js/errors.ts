// What is thrown.

import type { Reply } from './types.js';

/** Whose fault an error is. */
export type ErrorKind = 'usage' | 'peer' | 'limit' | 'timeout' | 'internal';

/**
 * What an error says, as plain data. It never holds a secret of this side. What the peer said is there as it said it, but for what a
 * login has said.
 */
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
  /** What has ended WebAssembly, in an {@link InternalError}, or what a getter or a proxy of the program threw when it was read; absent elsewhere. */
  declare readonly cause?: unknown;

  /** Not for programs: {@link SmtpwireError.from} makes errors of what they have. */
  protected constructor(failure: Failure, options?: ErrorOptions) {
    if (making === undefined || making !== failure) {
      throw unusable(`${new.target.name}: smtpwire makes its errors itself; SmtpwireError.from makes one of a Failure`);
    }
    super(cut(failure.message), options);
    this.code = failure.code;
    this.reason = failure.name;
    this.kind = failure.kind;
    this.detail = failure.detail;
    for (const field of PERHAPS) {
      const value = own(failure, field);
      if (value !== undefined) Object.defineProperty(this, field, { value, enumerable: true, configurable: true, writable: true });
    }
  }

  /**
   * The error that plain data says: what {@link SmtpwireError.toJSON} gave, or the `error` of an outcome. It is of the class
   * that its `kind` names, and of SmtpwireError itself for a kind that this version does not know. An error of smtpwire is
   * given back as it is.
   *
   * @throws UsageError for what is no failure; its message names the field
   */
  static from(failure: Failure | SmtpwireError): SmtpwireError {
    return isOurs(failure) ? failure : errorOf(failureOf(failure));
  }

  /** The error as plain data, for `JSON.stringify`, logs, and other threads; `name` is there what `reason` is here. */
  toJSON(): Failure {
    if (!isOurs(this)) throw unusable('toJSON: it was called on what is no SmtpwireError');
    const { code, reason: name, kind, detail, message } = this;
    const failure: Failure = { code, name, kind, detail, message };
    for (const field of PERHAPS) {
      const value = own(this, field);
      if (value !== undefined) Object.assign(failure, { [field]: value });
    }
    return failure;
  }
}

/** What not every failure has. */
const PERHAPS = ['offset', 'verb', 'losesFraming', 'reply'] as const;

/** The failure that an error is being made of: nobody else makes one. */
let making: Failure | undefined;

function isOurs(error: unknown): error is SmtpwireError {
  try {
    return error instanceof SmtpwireError;
  } catch {
    // A proxy that does not say what it is.
    return false;
  }
}

/** So long a message is; what was given, and is told in it, may be longer. */
const LONGEST_MESSAGE = 1500;

/** The message, without its middle where it is too long: what is wrong stands at its ends. */
function cut(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  const half = LONGEST_MESSAGE / 2;
  return `${message.slice(0, half)}…${message.slice(-half)}`.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** What the object itself has there, whatever the prototype of all objects was given. */
function own<T extends object, Name extends keyof T>(of: T, name: Name): T[Name] | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
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

type Class = new (failure: Failure, options?: ErrorOptions) => SmtpwireError;

/** A map, since a kind may be any text: `constructor`, `__proto__`. */
const CLASSES = new Map<string, unknown>([
  ['usage', UsageError],
  ['peer', PeerError],
  ['limit', LimitError],
  ['timeout', TimedOutError],
  ['internal', InternalError],
]);

for (const [name, made] of Object.entries({ SmtpwireError, UsageError, PeerError, LimitError, TimedOutError, InternalError })) {
  // On the prototype, where a minifier's name of the class does not reach, and no error has it as its own.
  Object.defineProperty(made.prototype, 'name', { value: name, configurable: true, writable: true });
}

/** The form that each field of a failure has; those behind it may be absent. */
const FORMS = { code: 'number', name: 'string', kind: 'string', message: 'string' } as const;
const FORMS_PERHAPS = { detail: 'string', offset: 'number', verb: 'string', losesFraming: 'boolean', reply: 'object' } as const;

/** What was given as a failure, looked at field by field: it comes from another thread, or out of a log. */
function failureOf(given: unknown): Failure {
  if (typeof given !== 'object' || given === null) throw unusable('failure: an object is needed, as toJSON gives it');
  const made: Record<string, unknown> = {};
  const take = (name: string, form: string, isNeeded: boolean): void => {
    const value = read(given, name);
    if (!isNeeded && (value === undefined || value === null)) return;
    if (typeof value !== form) throw unusable(`failure.${name}: ${form === 'object' ? 'an' : 'a'} ${form} is needed`);
    made[name] = value;
  };
  for (const [name, form] of Object.entries(FORMS)) take(name, form, true);
  for (const [name, form] of Object.entries(FORMS_PERHAPS)) take(name, form, false);
  made['detail'] ??= made['name'];
  return made as unknown as Failure;
}

/** A field of what was given, where reading it may do anything. */
function read(given: object, name: string): unknown {
  try {
    return (given as Record<string, unknown>)[name];
  } catch (cause) {
    throw unusable(`failure.${name}: it can't be read`, { cause });
  }
}

/**
 * The error that says this.
 *
 * @internal
 */
export function errorOf(failure: Failure, options?: ErrorOptions): SmtpwireError {
  making = failure;
  try {
    return beginning(() => new ((CLASSES.get(failure.kind) ?? SmtpwireError) as Class)(failure, options));
  } finally {
    making = undefined;
  }
}

/** So many calls of our own may lie above the program's. */
const OWN_CALLS = 10;
/** A line of a stack that is ours, where the package is installed and not bundled. */
const OWN = /[\\/]node_modules[\\/]smtpwire(-wasm)?[\\/]/;

/** An error whose stack begins where the program has called. */
function beginning(make: () => SmtpwireError): SmtpwireError {
  const limit = (Error as { stackTraceLimit?: unknown }).stackTraceLimit;
  const goesDeeper = typeof limit === 'number' && limit > 0 && Reflect.set(Error, 'stackTraceLimit', limit + OWN_CALLS);
  let error;
  try {
    error = make();
  } finally {
    if (goesDeeper) Reflect.set(Error, 'stackTraceLimit', limit);
  }
  const { stack } = error;
  if (!goesDeeper || typeof stack !== 'string' || !OWN.test(stack)) return error;
  const head = `${error.name}: ${error.message}`;
  if (!stack.startsWith(`${head}\n`)) return error;
  const lines = stack.slice(head.length + 1).split('\n');
  const first = lines.findIndex((line) => !OWN.test(line));
  const shown = first < 0 ? lines : lines.slice(first);
  const value = [head, ...shown.slice(0, limit)].join('\n');
  Object.defineProperty(error, 'stack', { value, configurable: true, writable: true });
  return error;
}

/**
 * What the program gave can't be taken, and never reaches smtpwire itself.
 *
 * @internal
 */
export function unusable(message: string, options?: ErrorOptions): UsageError {
  return errorOf({ code: 107, name: 'invalid-value', kind: 'usage', detail: 'invalid-choice', message }, options);
}
