// commands.json and command-errors.json.

import { anything, caseOf, fields, flag, list, number, octets, optional, text, word } from './form.mjs';
import { encode, join } from './octets.mjs';
import { Difference, same, thrown } from './same.mjs';
import { camel, camelCase } from './spell.mjs';
import { inEveryWay } from './split.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

const options = fields({
  smtputf8: optional(flag),
  lenient: optional(
    list(word('space-after-colon', 'repeated-spaces', 'missing-brackets', 'underscore-in-domain')),
  ),
});

const goodForm = caseOf({
  options: optional(options),
  input: octets,
  value: anything,
  wire: optional(octets),
  built: optional(flag),
});

const badForm = caseOf({
  options: optional(options),
  input: octets,
  error: fields({
    verb: text,
    problem: text,
    offset: number,
    reply: text,
    loses_framing: optional(flag),
  }),
});

/**
 * The options of a case in the shape of the packages.
 * @param {ReturnType<typeof options> | undefined} given
 */
function commandOptions(given) {
  if (given === undefined) return undefined;
  const leniency = Object.fromEntries((given.lenient ?? []).map((name) => [camelCase(name), true]));
  return { smtputf8: given.smtputf8 ?? true, leniency };
}

const CRLF = encode('\r\n');

/**
 * The line as a connection gets it: through the framer, in pieces.
 * @param {Api} api
 * @param {Uint8Array[]} pieces
 * @param {number} length
 */
function framed(api, pieces, length) {
  const framer = new api.LineFramer({ limit: length });
  try {
    for (const piece of pieces) same('the framer has room', piece.length, framer.push(piece));
    const line = framer.nextLine();
    if (line === null) throw new Difference('  the framer gives no line');
    return line;
  } finally {
    framer.free();
  }
}

/**
 * @param {Api} api
 * @param {ReturnType<typeof goodForm>} one
 */
function checkGood(api, one) {
  const value = camel(one.value);
  const line = join([one.input, CRLF]);
  const wire = one.wire ?? line;
  const read = (/** @type {Uint8Array} */ octets) => api.revealCommand(octets, commandOptions(one.options));
  const parsed = read(one.input);
  same('read', value, parsed);
  inEveryWay(line, (pieces) => same('in pieces', value, read(framed(api, pieces, line.length))));
  if (one.built === false) {
    // It can be read and not built: what was read is no value that can be sent.
    const error = thrown('it can not be built', () => api.encodeCommand(parsed));
    if (!(error instanceof api.UsageError)) throw error;
    return;
  }
  same('written', wire, api.encodeCommand(parsed));
  same('built and written', wire, api.encodeCommand(/** @type {any} */ (value)));
  same('read again', value, api.revealCommand(wire.subarray(0, -2)));
}

/**
 * Code and enhanced code of the reply; its text names the octet, so that it helps who reads it.
 * @param {import('smtpwire-wasm').SmtpwireError} error
 */
export function replyOf(error) {
  const { reply, offset } = error;
  if (reply === undefined || reply.lines.length !== 1 || !reply.text.endsWith(`, at octet ${offset}`)) {
    throw new Difference(`  the reply does not say where: ${reply?.text}`);
  }
  return `${reply.code} ${reply.enhanced}`;
}

/**
 * @param {Api} api
 * @param {ReturnType<typeof badForm>} one
 */
function checkBad(api, one) {
  const error = thrown('it is no command', () => api.parseCommand(one.input, commandOptions(one.options)));
  if (!(error instanceof api.SmtpwireError)) throw error;
  if (!(error instanceof api.UsageError)) throw new Difference(`  it is a ${error.name}`);
  same('reason', 'malformed', error.reason);
  const { verb, problem, offset, reply, loses_framing: loses } = one.error;
  same('error', [verb, problem, offset], [error.verb ?? 'unknown', error.detail, error.offset]);
  same('reply', reply, replyOf(error));
  same('loses framing', loses ?? false, error.losesFraming ?? false);
}

export const good = { form: goodForm, check: checkGood };
export const bad = { form: badForm, check: checkBad };
