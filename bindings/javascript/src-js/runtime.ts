/// <reference lib="esnext.disposable" preserve="true" />
// The backend that this copy of the library uses, and calls by name. The line above brings `using` to programs of an older `lib`.

import { type Backend, IMMEDIATE } from './backend.js';
import { Decoder } from './decoder.js';
import { errorOf, type Failure, unusable } from './errors.js';
import { lengthOf, MOST_OCTETS, type Octets, octetsOf } from './octets.js';
import { Pool } from './pool.js';
import { Encoder } from './wire.js';

/** The table of all that can be called: a number is a place in a list. */
interface Table {
  functions: Signature[];
  objects: { name: string; operations: Signature[] }[];
  steps: string[];
}

/**
 * What can be called: its name, and those of its arguments.
 *
 * @internal
 */
export interface Signature {
  name: string;
  arguments: string[];
}

/** Something that can be called: its number, and the names of its arguments. */
interface Callable {
  number: number;
  names: readonly string[];
}

interface Kind {
  kind: number;
  name: string;
  /** Whether it is a connection, which has a run loop. */
  connects: boolean;
  operations: Map<string, Callable>;
}

/** A backend, and what is known of it. */
class Runtime {
  readonly decoder = new Decoder();
  readonly table: Table;
  readonly functions: Map<string, Callable>;
  readonly kinds: Map<string, Kind>;

  constructor(readonly backend: Backend) {
    this.table = this.decoder.decode(backend, backend.names()) as Table;
    const numbered = (all: Signature[]): Map<string, Callable> =>
      new Map(all.map(({ name, arguments: names }, number) => [name, { number, names }]));
    this.functions = numbered(this.table.functions);
    this.kinds = new Map(
      this.table.objects.map(({ name, operations }, kind) => [
        name,
        { kind, name, connects: operations.some((one) => one.name === 'tlsEstablished'), operations: numbered(operations) },
      ]),
    );
  }
}

let current: Runtime | undefined;
/** What has the functions of the checker where `current` has not, or makes it once it is asked. */
let checker: Runtime | (() => Backend) | undefined;
const encoder = new Encoder();

/**
 * Uses this backend from now on. Objects that were made before stay with theirs.
 *
 * @internal
 */
export function use(backend: Backend): void {
  current = new Runtime(backend);
}

/**
 * Asks this backend what the one of {@link use} has not: the checker, and what is known of codes and names.
 * It may be made no sooner than it is first needed.
 *
 * @internal
 */
export function useChecker(backend: Backend | (() => Backend)): void {
  checker = typeof backend === 'function' ? backend : new Runtime(backend);
}

/**
 * Whether {@link useChecker} was called.
 *
 * @internal
 */
export function hasChecker(): boolean {
  return checker !== undefined;
}

/**
 * Which backend is used: `native` or `wasm`; undefined before there is one.
 *
 * @internal
 */
export function backendName(): Backend['name'] | undefined {
  return current?.backend.name;
}

/**
 * All that can be called, for tests.
 *
 * @internal
 */
export function signatures(): Table {
  const { functions, ...others } = loaded().table;
  const further = withChecker().table.functions;
  const known = new Set(functions.map(({ name }) => name));
  return structuredClone({
    functions: [...functions, ...further.filter(({ name }) => !known.has(name))],
    ...others,
  });
}

/** Refuses TLS by smtpwire where the backend has none. */
export function refuseTls(tls: unknown): void {
  if (tls === undefined || tls === null) return;
  const why = loaded().backend.withoutTls;
  if (why !== undefined) throw unusable(`tls: ${why}`);
}

function loaded(): Runtime {
  if (current === undefined) throw unusable('smtpwire is not loaded yet: await init() first');
  return current;
}

/** What has the checker: one build has everything, and where there are two, it is the other one. */
function withChecker(): Runtime {
  if (current?.functions.has('check')) return current;
  if (typeof checker === 'function') checker = new Runtime(checker());
  if (checker === undefined) {
    throw unusable('the checker of smtpwire is not loaded yet: await initCheck() first');
  }
  return checker;
}

/** What a call gave: its value, or the error that it threw. */
function came(from: Runtime, length: number, pool?: Pool): unknown {
  if (length >= IMMEDIATE) return length - IMMEDIATE;
  if (length >= 0) return from.decoder.decode(from.backend, length, pool);
  throw errorOf(from.decoder.decode(from.backend, -length) as Failure);
}

/** What is thrown for what was caught: WebAssembly ends by a trap what ends by a failure elsewhere. */
function trapped(from: Runtime, trap: unknown): unknown {
  if (!(typeof WebAssembly === 'object' && trap instanceof WebAssembly.RuntimeError)) return trap;
  // What was under way is lost there: the names, and the room for arguments.
  from.decoder.reset();
  from.backend.room = 0;
  return errorOf(
    {
      code: 501,
      name: 'internal',
      kind: 'internal',
      detail: 'internal',
      message: 'WebAssembly has stopped, by a defect of smtpwire or for want of memory; the object is used up',
    },
    { cause: trap },
  );
}

/** The time in milliseconds: what was given, or that of the host's clock that never goes back. */
export function clock(now?: number): number {
  if (now === undefined) return performance.now();
  if (Number.isFinite(now) && now >= 0) return now;
  throw unusable('now: a time is a number of milliseconds from 0');
}

/** Octets from the host's source of randomness. */
export function entropy(octets: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(octets));
}

/** Calls a function by its name. */
export function call(name: string, ...given: unknown[]): unknown {
  return callOf(loaded(), name, given);
}

/** Calls a function of the checker by its name. */
export function callChecker(name: string, ...given: unknown[]): unknown {
  return callOf(withChecker(), name, given);
}

function callOf(from: Runtime, name: string, given: unknown[]): unknown {
  const known = from.functions.get(name);
  if (known === undefined) throw missing(from, name);
  try {
    const length = encoded(from.backend, given, known.names);
    return came(from, from.backend.call(0, known.number, length));
  } catch (trap) {
    throw trapped(from, trap);
  }
}

/** What is thrown for a function that is not there: those about TLS are not, where there is none. */
function missing({ backend: { withoutTls } }: Runtime, name: string): unknown {
  return unusable(`${name}: ${withoutTls ?? 'it is not in this build of smtpwire'}`);
}

/** Writes arguments, without what was left out at the end; nothing at all stands for none. */
function encoded(to: Backend, given: unknown[], names: readonly string[]): number {
  while (given.length > 0 && given[given.length - 1] === undefined) given.pop();
  return given.length > 0 ? encoder.encode(to, given, names) : nothing();
}

interface Held {
  backend: Backend;
  number: number;
}

const finalizers =
  typeof FinalizationRegistry === 'function'
    ? new FinalizationRegistry<Held>(({ backend, number }) => backend.free(number))
    : undefined;

/** What stands behind an object. */
interface Inside {
  readonly runtime: Runtime;
  readonly kind: Kind;
  /** What the octets of its run loop share, where they may share buffers. */
  pool: Pool | undefined;
  /** The number by which smtpwire has it; 0 once it was freed. */
  number: number;
}

/** What stands behind an object; for what is none of ours, nothing. Only the class itself can look. */
let inside: (object: unknown) => Inside | undefined;
/** The same of what is likely one of ours, which takes a fraction of the time; for all else it throws. */
let insideOurs: (object: unknown) => Inside;

/**
 * Something that smtpwire holds for the program, until {@link Resource.free} is called or the garbage
 * collector finds it.
 */
export abstract class Resource {
  readonly #inside: Inside;

  static {
    inside = (object) => (typeof object === 'object' && object !== null && #inside in object ? object.#inside : undefined);
    insideOurs = (object) => (object as Resource).#inside;
  }

  /** @internal */
  constructor(kind: string, given: unknown[], names: readonly string[] = OPTIONS, pooled = false) {
    refuseBase(new.target);
    const from = loaded();
    const known = from.kinds.get(kind);
    if (known === undefined) throw unusable(`${kind}: it is not in this build of smtpwire`);
    let number: number;
    try {
      const length = encoded(from.backend, given, names);
      number = from.backend.create(known.kind, length);
      if (number < 0) came(from, number);
    } catch (trap) {
      throw trapped(from, trap);
    }
    this.#inside = { runtime: from, kind: known, pool: pooled ? new Pool() : undefined, number };
    finalizers?.register(this, { backend: from.backend, number }, this);
  }

  /**
   * Gives back what smtpwire holds for this object. Every later call on it throws; to free it again
   * does nothing. What is never freed is, once the garbage collector has found it.
   */
  free(): void {
    free(this, 'free');
  }

  /** The same as {@link Resource.free}, for `using`. */
  [Symbol.dispose](): void {
    free(this, 'Symbol.dispose');
  }
}

/** How a value is shown by `util.inspect` and `console.log`. */
type Inspect = (value: unknown, options?: object) => string;

// What is shown of an object: its class, and where a connection stands. No secret is in it.
Object.defineProperty(Resource.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  configurable: true,
  writable: true,
  value: function shown(this: unknown, _depth?: number, options?: object, inspect?: Inspect): unknown {
    const held = inside(this);
    if (held === undefined) return this;
    const state = stateOf(this as Resource, held);
    return typeof inspect === 'function' ? `${held.kind.name} ${inspect(state, options)}` : state;
  },
});

function stateOf(object: Resource, { number, kind, runtime }: Inside): object {
  if (number === 0) return { freed: true };
  if (!kind.connects) return {};
  try {
    const waits = run(object, 'inspect', runtime.table.steps.indexOf('waits'), 0);
    return { waits, isTls: ask(object, 'isTls') };
  } catch {
    // It is being read, or used up: nothing can be asked of it.
    return {};
  }
}

/** The classes that others are made of, by their names, which a bundler may change. */
const BASES = new Map<unknown, string>([[Resource, 'Resource']]);

/** Notes that a class is not made itself. */
export function isBase(of: unknown, name: string): void {
  BASES.set(of, name);
}

function refuseBase(made: unknown): void {
  const name = BASES.get(made);
  if (name !== undefined) throw unusable(`${name}: it is made as one of its classes, such as Client, Mailer and Server`);
}

/** Options of a small object are told by their names alone. */
const OPTIONS: readonly string[] = ['(options)'];

function free(object: Resource, name: string): void {
  const held = behind(object, name);
  if (held.number === 0) return;
  finalizers?.unregister(object);
  held.runtime.backend.free(held.number);
  held.number = 0;
  held.pool = undefined;
}

/** What stands behind an object that was asked for something by this name. */
function behind(object: unknown, name: string): Inside {
  try {
    return insideOurs(object);
  } catch {
    // Told below.
  }
  throw unusable(`${name}: it was called on what is no object of smtpwire; it belongs to one, and is called as object.${name}`);
}

/** The same, of an object that was not freed. */
function living(object: unknown, name: string): Inside {
  const held = behind(object, name);
  alive(held);
  return held;
}

/**
 * The number by which smtpwire has it. It is looked at when the arguments were read: a getter in them may have freed the
 * object, and the number that is left then is not that of any object.
 */
function alive({ number }: Inside): number {
  if (number !== 0) return number;
  throw errorOf({
    code: 102,
    name: 'already-closed',
    kind: 'usage',
    detail: 'already-closed',
    message: 'the object was freed',
  });
}

/** Throws where something is asked by this name of what is no object of smtpwire, or was freed. */
export function refuseStrangers(object: unknown, name: string): void {
  living(object, name);
}

/** The class of an object; undefined for what is none of smtpwire's. */
export function classOf(object: unknown): string | undefined {
  return inside(object)?.kind.name;
}

/** The number by which smtpwire has an object. */
export function numberOf(object: Resource): number {
  return living(object, 'number').number;
}

function operationOf({ kind }: Inside, name: string): Callable {
  const operation = kind.operations.get(name);
  if (operation === undefined) throw strange({ kind }, name);
  return operation;
}

/** What is thrown where an object of another class is asked. */
function strange({ kind }: Pick<Inside, 'kind'>, name: string): unknown {
  return unusable(`${name}: it was called on a ${kind.name}, which has no such thing`);
}

/** Has an object do an operation by its name. */
export function ask(object: Resource, name: string, ...given: unknown[]): unknown {
  const held = living(object, name);
  const operation = operationOf(held, name);
  const from = held.runtime;
  try {
    const length = encoded(from.backend, given, operation.names);
    return came(from, from.backend.call(alive(held), operation.number, length));
  } catch (trap) {
    throw trapped(from, trap);
  }
}

/** Has an object do an operation whose only argument is this text or these octets, or that has none: without a list around it. */
export function give(object: Resource, name: string, only: string | Octets = ''): unknown {
  const held = living(object, name);
  const operation = operationOf(held, name);
  const from = held.runtime;
  try {
    const length = typeof only === 'string' ? encoder.text(from.backend, only, operation.names[0] ?? name) : put(from.backend, only);
    return came(from, from.backend.raw(alive(held), operation.number, length));
  } catch (trap) {
    throw trapped(from, trap);
  }
}

/** Has an object do a step of the run loop, which the program calls by this name. */
export function run(object: Resource, name: string, step: number, value: number, octets?: Octets): unknown {
  const held = living(object, name);
  if (!held.kind.connects) throw strange(held, name);
  const from = held.runtime;
  try {
    const length = octets === undefined ? nothing() : put(from.backend, octets);
    return came(from, from.backend.run(alive(held), step, length, value), held.pool);
  } catch (trap) {
    throw trapped(from, trap);
  }
}

/** No arguments, asked for at a time when none are being read: how many octets they have. */
function nothing(): number {
  encoder.rest();
  return 0;
}

/** An array of so few octets may have no buffer yet; to look where it lies would make one, which takes longer than to copy them. */
const FEW = 64;

function put(to: Backend, given: Octets): number {
  encoder.rest();
  const octets = octetsOf(given);
  const length = lengthOf(octets);
  if (length > MOST_OCTETS) throw unusable(`octets: a call takes ${MOST_OCTETS} octets at most; give them in pieces`);
  to.reserve(length);
  if (length > FEW) {
    to.take(octets, length);
  } else {
    const { octets: memory, inputAt } = to;
    for (let at = 0; at < length; at++) memory[inputAt + at] = octets[at]!;
  }
  return length;
}
