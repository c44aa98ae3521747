// The package under test, and what it can do.

import { loadPackage } from '../load.mjs';

export const api = await loadPackage();

/** Whether it is the addon: WebAssembly has no TLS of its own. */
export const isNative = process.env['SMTPWIRE_PACKAGE'] !== 'smtpwire-wasm' && process.env['SMTPWIRE_FORCE_WASM'] !== '1';

const encoder = new TextEncoder();
const decoder = new TextDecoder('latin1');

/** @param {string} text */
export const octets = (text) => encoder.encode(text);

/**
 * Gives a server lines one by one, as a client that waits for the replies; all that came of them.
 * @param {import('../vectors/api.d.ts').Server} server
 * @param {string[]} lines
 */
export function say(server, ...lines) {
  const came = [server.pump(null, 0), ...lines.map((line) => server.pump(octets(`${line}\r\n`), 0))];
  return {
    events: came.flatMap(({ events }) => events),
    output: came.map(({ output }) => text(output)).join(''),
    last: /** @type {typeof came[number]} */ (came.at(-1)),
  };
}

/** @param {Uint8Array} bytes */
export const text = (bytes) => decoder.decode(bytes);
