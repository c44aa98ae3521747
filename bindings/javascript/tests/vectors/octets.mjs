// Octets: as the vectors write them, compared, joined, shown.

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/**
 * The octets of a text.
 * @param {string} text
 * @returns {Uint8Array}
 */
export const encode = (text) => encoder.encode(text);

/**
 * The text of octets that are UTF-8.
 * @param {Uint8Array} octets
 * @returns {string}
 */
export function decode(octets) {
  try {
    return decoder.decode(octets);
  } catch {
    throw new Error(`no UTF-8: ${show(octets)}`);
  }
}

/**
 * Whether octets are UTF-8.
 * @param {Uint8Array} octets
 */
export function isText(octets) {
  try {
    decoder.decode(octets);
    return true;
  } catch {
    return false;
  }
}

/**
 * The octets that an escaped text stands for: `\r`, `\n`, `\\` and `\xNN`, all else as UTF-8.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function unescape(text) {
  const source = encode(text);
  const octets = new Uint8Array(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at += 1) {
    let octet = /** @type {number} */ (source[at]);
    if (octet === 0x5c) {
      at += 1;
      switch (String.fromCharCode(source[at] ?? 0)) {
        case '\\':
          break;
        case 'r':
          octet = 13;
          break;
        case 'n':
          octet = 10;
          break;
        case 'x': {
          const digits = String.fromCharCode(...source.subarray(at + 1, at + 3));
          if (!/^[0-9A-Fa-f]{2}$/.test(digits)) throw new Error(`escapes of ${text}`);
          octet = Number.parseInt(digits, 16);
          at += 2;
          break;
        }
        default:
          throw new Error(`escapes of ${text}`);
      }
    }
    octets[length] = octet;
    length += 1;
  }
  return octets.slice(0, length);
}

/**
 * @param {readonly Uint8Array[]} pieces
 * @returns {Uint8Array}
 */
export function join(pieces) {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function equal(one, other) {
  return one.length === other.length && one.every((octet, at) => octet === other[at]);
}

/**
 * Where octets stand in others; -1 for nowhere.
 * @param {Uint8Array} all
 * @param {Uint8Array} part
 */
export function find(all, part) {
  for (let at = 0; at + part.length <= all.length; at += 1) {
    if (equal(all.subarray(at, at + part.length), part)) return at;
  }
  return -1;
}

/**
 * Octets for people, in quotes.
 * @param {Uint8Array} octets
 */
export function show(octets) {
  let text = '"';
  for (const octet of octets) {
    if (octet === 13) text += '\\r';
    else if (octet === 10) text += '\\n';
    else if (octet === 0x5c) text += '\\\\';
    else if (octet >= 32 && octet < 127) text += String.fromCharCode(octet);
    else text += `\\x${octet.toString(16).padStart(2, '0')}`;
  }
  return `${text}"`;
}
