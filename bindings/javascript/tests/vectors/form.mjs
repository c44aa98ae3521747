// The forms of what stands in the files: a field that is not known is an error, so that a slip of the
// pen can't make a case say nothing.

import { unescape } from './octets.mjs';
import { isObject } from './same.mjs';

/**
 * Reads a value of one form; `undefined` stands for a field that is absent.
 * @template T
 * @typedef {(given: unknown, path: string) => T} Form
 */

/**
 * @param {string} path
 * @param {string} what
 * @returns {never}
 */
function wrong(path, what) {
  throw new Error(`${path} is to be ${what}`);
}

/** @type {Form<string>} */
export const text = (given, path) => (typeof given === 'string' ? given : wrong(path, 'a text'));

/** @type {Form<number>} */
export const number = (given, path) => (typeof given === 'number' ? given : wrong(path, 'a number'));

/** @type {Form<boolean>} */
export const flag = (given, path) => (typeof given === 'boolean' ? given : wrong(path, 'true or false'));

/** A count: a number, or its digits. @type {Form<number | string>} */
export const count = (given, path) => {
  if (Number.isSafeInteger(given)) return /** @type {number} */ (given);
  if (typeof given === 'string' && /^[0-9]{16,20}$/.test(given)) return given;
  return wrong(path, 'a count');
};

/** Octets in the notation of the files. @type {Form<Uint8Array>} */
export const octets = (given, path) => unescape(text(given, path));

/** @type {Form<unknown>} */
export const anything = (given) => given;

/** @type {Form<Record<string, unknown>>} */
export const object = (given, path) => (isObject(given) ? given : wrong(path, 'an object'));

/**
 * @template T
 * @param {Form<T>} form
 * @returns {Form<T | undefined>}
 */
export const optional = (form) => (given, path) => (given === undefined ? undefined : form(given, path));

/**
 * @template T
 * @param {Form<T>} form
 * @returns {Form<T[]>}
 */
export const list = (form) => (given, path) =>
  Array.isArray(given) ? given.map((item, at) => form(item, `${path}[${at}]`)) : wrong(path, 'a list');

/**
 * @template {string} W
 * @param {readonly W[]} words
 * @returns {Form<W>}
 */
export const word = (...words) => (given, path) =>
  words.find((known) => known === given) ?? wrong(path, `one of ${words.join(', ')}`);

/**
 * An object of these fields and no others.
 * @template {Record<string, Form<any>>} S
 * @param {S} shape
 * @returns {Form<{ [K in keyof S]: ReturnType<S[K]> }>}
 */
export const fields = (shape) => (given, path) => {
  const found = object(given, path);
  for (const name of Object.keys(found)) {
    if (!Object.hasOwn(shape, name)) throw new Error(`${path}.${name} is not known here`);
  }
  /** @type {Record<string, unknown>} */
  const read = {};
  for (const [name, form] of Object.entries(shape)) read[name] = form(found[name], `${path}.${name}`);
  return /** @type {{ [K in keyof S]: ReturnType<S[K]> }} */ (read);
};

/**
 * The first form that fits.
 * @template A, B
 * @param {Form<A>} one
 * @param {Form<B>} other
 * @returns {Form<A | B>}
 */
export const either = (one, other) => (given, path) => {
  try {
    return one(given, path);
  } catch {
    return other(given, path);
  }
};

/** What every case has beside its subject's own fields. */
const common = {
  name: text,
  requirements: list(text),
  note: optional(text),
};

/**
 * The case of a file.
 * @template {Record<string, Form<any>>} S
 * @param {S} shape
 */
export const caseOf = (shape) => fields({ ...common, ...shape });

/**
 * Writes out `{"repeat": text, "times": n}` and `{"join": [text, …]}`, wherever they stand, and
 * `{"times": n, …}` in a list.
 * @param {unknown} value
 * @returns {unknown}
 */
export function expand(value) {
  if (Array.isArray(value)) {
    const items = value.map(expand);
    return items.flatMap((item) => {
      if (!isObject(item) || !Object.hasOwn(item, 'times')) return [item];
      const { times, ...rest } = item;
      return Array.from({ length: number(times, 'times') }, () => ({ ...rest }));
    });
  }
  if (!isObject(value)) return value;
  const names = Object.keys(value);
  const written = Object.fromEntries(names.map((name) => [name, expand(value[name])]));
  if (names.join() === 'repeat,times') {
    return text(written['repeat'], 'repeat').repeat(number(written['times'], 'times'));
  }
  if (names.join() === 'join') return list(text)(written['join'], 'join').join('');
  return written;
}
