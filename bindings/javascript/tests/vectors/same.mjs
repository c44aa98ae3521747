// Holding what came against what was expected.

import { equal, show } from './octets.mjs';

/** A case does not hold: what was expected and what came. */
export class Difference extends Error {}

/**
 * Plain data: no prototypes but those of objects, lists and octets.
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

/**
 * Whether two plain values are the same: objects without regard to order, lists with. A field that
 * is `undefined` is not the same as one that is absent, nor as null.
 * @param {unknown} one
 * @param {unknown} other
 * @returns {boolean}
 */
export function alike(one, other) {
  if (one instanceof Uint8Array) return other instanceof Uint8Array && equal(one, other);
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item, at) => alike(item, other[at]));
  }
  if (isObject(one)) {
    if (!isObject(other)) return false;
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && alike(one[name], other[name]))
    );
  }
  return Object.is(one, other);
}

/**
 * A value for people, cut where it is long.
 * @param {unknown} value
 */
export function told(value, longest = 2000) {
  let text;
  if (value instanceof Uint8Array) text = show(value);
  else if (value === undefined) text = 'undefined';
  else {
    text = JSON.stringify(value, (_, inner) => {
      if (inner instanceof Uint8Array) return `octets ${show(inner)}`;
      if (inner === undefined) return 'undefined';
      return typeof inner === 'bigint' ? `${inner}n` : inner;
    });
  }
  return text.length > longest ? `${text.slice(0, longest)} … (${text.length} characters)` : text;
}

/**
 * Fails when the two are not the same; shows both.
 * @param {string} what
 * @param {unknown} expected
 * @param {unknown} actual
 */
export function same(what, expected, actual) {
  if (alike(expected, actual)) return;
  throw new Difference(`  ${what}\n    expected ${told(expected)}\n    got      ${told(actual)}`);
}

/**
 * What a call throws; fails when it throws nothing.
 * @param {string} what
 * @param {() => unknown} call
 * @returns {unknown}
 */
export function thrown(what, call) {
  let came;
  try {
    came = call();
  } catch (error) {
    return error;
  }
  throw new Difference(`  ${what}: it should fail, and gives ${told(came)}`);
}
