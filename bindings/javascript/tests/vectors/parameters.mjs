// parameters.json.

import { anything, caseOf, fields, list, number, octets, optional, text, word } from './form.mjs';
import { replyOf } from './commands.mjs';
import { decode, encode, join } from './octets.mjs';
import { Difference, isObject, same, thrown } from './same.mjs';
import { camel } from './spell.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

const form = caseOf({
  command: word('MAIL', 'RCPT'),
  input: octets,
  value: optional(list(anything)),
  wire: optional(octets),
  error: optional(fields({ problem: text, offset: number, reply: text })),
});

/**
 * @param {Api} api
 * @param {ReturnType<typeof form>} one
 */
function check(api, one) {
  if ((one.value === undefined) === (one.error === undefined)) throw new Error('a case has either a value or an error');
  const prefix = encode(one.command === 'MAIL' ? 'MAIL FROM:<a@b.example> ' : 'RCPT TO:<a@b.example> ');
  const line = join([prefix, one.input]);
  if (one.error !== undefined) {
    const error = thrown('these are no parameters', () => api.parseCommand(line));
    if (!(error instanceof api.SmtpwireError)) throw error;
    const { problem, offset, reply } = one.error;
    same('problem', problem, error.detail);
    same('offset', offset, Math.max(0, (error.offset ?? Number.NaN) - prefix.length));
    same('reply', reply, replyOf(error));
    same('verb', one.command, error.verb);
    const alone = thrown('these are no parameters', () => api.parseParameters(one.command, one.input));
    if (!(alone instanceof api.SmtpwireError)) throw alone;
    same('alone', [problem, offset], [alone.detail, alone.offset]);
    return;
  }
  const value = camel(one.value);
  const parsed = api.parseCommand(line);
  if (!isObject(parsed)) throw new Difference('  it is no command');
  same('read', value, parsed['parameters'] ?? []);
  same('read alone', value, api.parseParameters(one.command, decode(one.input)));
  same('written alone', decode(one.wire ?? one.input), api.encodeParameters(one.command, /** @type {any} */ (value)));
  const wire = join([prefix, one.wire ?? one.input, encode('\r\n')]);
  same('written', wire, api.encodeCommand(parsed));
  const built = /** @type {typeof parsed} */ ({ ...parsed, parameters: value });
  same('built and written', wire, api.encodeCommand(built));
  same('read again', parsed, api.parseCommand(wire.subarray(0, -2)));
}

export const subject = { form, check };
