// What a connection told, in the words of the files.

import { encode, join, unescape } from '../octets.mjs';

/**
 * Something that happened: its kind and its fields, the reply as code and text, the octets.
 * @typedef {{
 *   kind: string,
 *   fields: Record<string, unknown>,
 *   reply?: Uint8Array,
 *   octets?: Uint8Array,
 * }} Happened
 */

/**
 * A reply as the files have it: the code, a space, the texts of the lines parted by LF.
 * @param {{ readonly code: number, readonly lines: readonly string[] }} reply
 */
export function shownReply(reply) {
  const lines = reply.lines.map((line, at) => join([encode(at === 0 ? ' ' : '\n'), unescape(line)]));
  return join([encode(String(reply.code)), ...lines]);
}

/**
 * A verb in capitals, or `unknown`.
 * @param {string | undefined} verb
 */
export const verbName = (verb) => (verb === undefined || verb === '' ? 'unknown' : verb);
