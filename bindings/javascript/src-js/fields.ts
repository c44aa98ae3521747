// Objects of fields, read as the dictionaries of the web are: by their names, from wherever an object has them, but for the
// prototype of all objects. What a program is tricked into writing there is no choice of anybody's.

import { SmtpwireError, unusable } from './errors.js';
import { isOctets, kindOf } from './octets.js';

/** So many values one call is given at most, lists and all that is in them. */
export const MOST_VALUES = 2 ** 20;

/** So long a chain of prototypes is no program's; a proxy can make one without end. */
const MOST_PROTOTYPES = 100;

/** So much of a name is told; it may be a password that was pasted in the wrong place. */
const LONGEST_NAME = 40;

/** A name that a program gave, fit to be shown: short, and without what a terminal would obey. */
export function shown(name: string): string {
  const isPlain = name.length <= LONGEST_NAME && /^[\w$-]+$/.test(name);
  if (isPlain) return name;
  const escaped = JSON.stringify(name.slice(0, LONGEST_NAME)).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return name.length > LONGEST_NAME ? `${escaped}…` : escaped;
}

/** Objects whose fields are not what is in them: as an object without fields each would be taken for all defaults. */
const NOT_PLAIN = new Set([
  'AsyncGenerator', 'BigInt', 'Blob', 'Boolean', 'Date', 'Error', 'File', 'FormData', 'Generator', 'Headers', 'Map', 'Number', 'Promise',
  'ReadableStream', 'RegExp', 'Request', 'Response', 'Set', 'String', 'Symbol', 'URL', 'URLSearchParams', 'WeakMap', 'WeakRef', 'WeakSet',
]);

/** Whether an object of this kind holds its fields. */
export function isPlainKind(kind: string): boolean {
  return !NOT_PLAIN.has(kind);
}

/** Whether it is the prototype of all objects, of any realm. */
function isRoot(object: object): boolean {
  return Object.getPrototypeOf(object) === null && Object.hasOwn(object, 'hasOwnProperty') && Object.hasOwn(object, 'isPrototypeOf');
}

/** An object and its prototypes, without that of all objects. */
function chain(of: object): object[] {
  const all = [of];
  for (let at = Object.getPrototypeOf(of) as object | null; at !== null && !isRoot(at); at = Object.getPrototypeOf(at) as object | null) {
    if (all.push(at) > MOST_PROTOTYPES) throw unusable('the prototypes of what was given have no end');
  }
  return all;
}

/**
 * The names of the fields that an object has: all that it lists itself, and of those that are known any other, which its class
 * has a getter for, for example.
 */
export function namesOf(given: object, known: { has(name: string): boolean }): string[] {
  const listed = Object.keys(given);
  // More than anybody takes need not be looked at twice.
  if (listed.length > MOST_VALUES) return listed;
  const prototype = Object.getPrototypeOf(given) as object | null;
  const isPlain = (prototype === null || prototype === Object.prototype) && Object.getOwnPropertyNames(given).length === listed.length;
  if (isPlain) return listed;
  const names = new Set(listed);
  for (const at of chain(given)) {
    for (const name of Object.getOwnPropertyNames(at)) if (known.has(name)) names.add(name);
  }
  return [...names];
}

/**
 * The fields that were given; nothing is none. One that is not known may be one that was meant to protect, and is
 * spelled wrong: it is never passed over.
 */
export function fieldsOf<Fields extends object>(
  given: Fields | null | undefined,
  known: readonly (keyof Fields & string)[],
  what: string,
): Partial<Fields> {
  const fields = Object.create(null) as Record<string, unknown>;
  if (given === undefined || given === null) return fields as Partial<Fields>;
  let at = what;
  try {
    const isObject = typeof given === 'object' && !Array.isArray(given) && !isOctets(given);
    if (!isObject || !isPlainKind(kindOf(given))) throw unusable(`${what}: an object is needed`);
    const set = new Set<string>(known);
    for (const name of namesOf(given, set)) {
      at = `${what}.${shown(name)}`;
      const value = (given as Record<string, unknown>)[name];
      if (value === undefined) continue;
      if (!set.has(name)) throw unusable(`${at}: not a field; the fields are ${known.join(', ')}`);
      fields[name] = value;
    }
  } catch (cause) {
    throw unreadable(at, cause);
  }
  return fields as Partial<Fields>;
}

/** What is thrown for what was thrown while something was read: by a getter or a proxy of the program's, perhaps. */
export function unreadable(what: string, cause: unknown): unknown {
  return cause instanceof SmtpwireError ? cause : unusable(`${what}: it can't be read`, { cause });
}
