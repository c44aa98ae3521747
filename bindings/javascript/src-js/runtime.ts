/// <reference lib="esnext.disposable" preserve="true" />
// The backend that this copy of the library uses, and calls by name. The line above brings `using` to programs of an older `lib`.

import type { Backend } from './backend.js';
import { Decoder } from './decoder.js';
import { errorOf, type Failure, unusable } from './errors.js';
import { lengthOf, type Octets, octetsOf } from './octets.js';
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

interface Kind {
  kind: number;
  operations: Map<string, number>;
}

/** A backend, and what is known of it. */
class Runtime {
  readonly decoder = new Decoder();
  readonly table: Table;
  readonly functions: Map<string, number>;
  readonly kinds: Map<string, Kind>;

  constructor(readonly backend: Backend) {
    this.table = this.decoder.decode(backend, backend.names()) as Table;
    const numbered = (names: { name: string }[]): Map<string, number> =>
      new Map(names.map(({ name }, number) => [name, number]));
    this.functions = numbered(this.table.functions);
    this.kinds = new Map(
      this.table.objects.map(({ name, operations }, kind) => [
        name,
        { kind, operations: numbered(operations) },
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
function came(from: Runtime, length: number): unknown {
  if (length >= 0) return from.decoder.decode(from.backend, length);
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
      message: 'smtpwire has panicked; the object is used up',
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
  const number = from.functions.get(name);
  if (number === undefined) throw unusable(`${name} is not in this build of smtpwire`);
  try {
    const length = encoded(from.backend, given);
    return came(from, from.backend.call(0, number, length));
  } catch (trap) {
    throw trapped(from, trap);
  }
}

/** Writes arguments, without what was left out at the end; nothing at all stands for none. */
function encoded(to: Backend, given: unknown[]): number {
  while (given.length > 0 && given[given.length - 1] === undefined) given.pop();
  if (given.length > 0) return encoder.encode(to, given);
  encoder.rest();
  return 0;
}

interface Held {
  backend: Backend;
  number: number;
}

const finalizers =
  typeof FinalizationRegistry === 'function'
    ? new FinalizationRegistry<Held>(({ backend, number }) => backend.free(number))
    : undefined;

/**
 * Something that smtpwire holds for the program, until {@link Resource.free} is called or the garbage
 * collector finds it.
 */
export abstract class Resource {
  readonly #runtime: Runtime;
  readonly #operations: Map<string, number>;
  #number: number;

  /** @internal */
  constructor(kind: string, given: unknown[]) {
    const from = loaded();
    const known = from.kinds.get(kind);
    if (known === undefined) throw unusable(`${kind} is not in this build of smtpwire`);
    this.#runtime = from;
    this.#operations = known.operations;
    try {
      const length = encoded(from.backend, given);
      this.#number = from.backend.create(known.kind, length);
      if (this.#number < 0) came(from, this.#number);
    } catch (trap) {
      throw trapped(from, trap);
    }
    finalizers?.register(this, { backend: from.backend, number: this.#number }, this);
  }

  /**
   * Gives back what smtpwire holds for this object. Every later call on it throws; to free it again
   * does nothing. What is never freed is, once the garbage collector has found it.
   */
  free(): void {
    if (this.#number === 0) return;
    finalizers?.unregister(this);
    this.#runtime.backend.free(this.#number);
    this.#number = 0;
  }

  /** The same as {@link Resource.free}, for `using`. */
  [Symbol.dispose](): void {
    this.free();
  }

  /**
   * The number by which smtpwire has it.
   *
   * @internal
   */
  protected get number(): number {
    if (this.#number === 0) {
      throw errorOf({
        code: 102,
        name: 'already-closed',
        kind: 'usage',
        detail: 'already-closed',
        message: 'the object was freed',
      });
    }
    return this.#number;
  }

  #operation(name: string): number {
    const operation = this.#operations.get(name);
    if (operation === undefined) throw unusable(`${name} is not in this build of smtpwire`);
    return operation;
  }

  /**
   * Does an operation by its name.
   *
   * @internal
   */
  protected call(name: string, ...given: unknown[]): unknown {
    const from = this.#runtime;
    const number = this.number;
    const operation = this.#operation(name);
    try {
      const length = encoded(from.backend, given);
      return came(from, from.backend.call(number, operation, length));
    } catch (trap) {
      throw trapped(from, trap);
    }
  }

  /**
   * Does an operation whose only argument is text, or that has none.
   *
   * @internal
   */
  protected say(name: string, text: string): unknown {
    const from = this.#runtime;
    const number = this.number;
    const operation = this.#operation(name);
    try {
      return came(from, from.backend.raw(number, operation, encoder.text(from.backend, text)));
    } catch (trap) {
      throw trapped(from, trap);
    }
  }

  /**
   * Does an operation whose only argument is octets.
   *
   * @internal
   */
  protected give(name: string, octets: Octets): unknown {
    const from = this.#runtime;
    const number = this.number;
    const operation = this.#operation(name);
    encoder.rest();
    try {
      return came(from, from.backend.raw(number, operation, put(from.backend, octets)));
    } catch (trap) {
      throw trapped(from, trap);
    }
  }

  /**
   * A step of the run loop.
   *
   * @internal
   */
  protected run(step: number, value: number, octets?: Octets): unknown {
    const from = this.#runtime;
    const number = this.number;
    encoder.rest();
    try {
      const length = octets === undefined ? 0 : put(from.backend, octets);
      return came(from, from.backend.run(number, step, length, value));
    } catch (trap) {
      throw trapped(from, trap);
    }
  }
}

function put(to: Backend, given: Octets): number {
  const octets = octetsOf(given);
  const length = lengthOf(octets);
  to.reserve(length);
  to.octets.set(octets, to.inputAt);
  return length;
}
