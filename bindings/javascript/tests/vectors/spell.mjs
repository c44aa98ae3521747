// Names of fields: the files have Rust's spelling, the packages JavaScript's.

import { unescape } from './octets.mjs';
import { isObject } from './same.mjs';

/** @param {string} name */
export const camelCase = (name) => name.replace(/[_-]([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/**
 * A value of the files in JavaScript's spelling.
 * @param {unknown} value
 * @returns {unknown}
 */
export function camel(value) {
  if (Array.isArray(value)) return value.map(camel);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [camelCase(name), camel(inner)]));
}

/**
 * A PROXY header of the files in the shape of the packages: the octets in it as octets.
 * @param {unknown} value
 */
export function proxyHeader(value) {
  const header = camel(value);
  if (!isObject(header)) throw new Error('a header is an object');
  for (const name of ['unixSource', 'unixDestination']) {
    const path = header[name];
    if (typeof path === 'string') header[name] = unescape(path);
  }
  for (const tlv of Array.isArray(header['tlvs']) ? header['tlvs'] : []) tlv.value = unescape(tlv.value);
  return header;
}

/**
 * Capability lines of the files in the shape of the packages.
 * @param {readonly unknown[]} lines
 */
export const capabilityLines = (lines) =>
  lines.map((line) => {
    const shown = camel(line);
    if (!isObject(shown)) throw new Error('a line is an object');
    if (typeof shown['malformed'] === 'string') shown['malformed'] = unescape(shown['malformed']);
    return shown;
  });
