// proxy.json.

import { caseOf, flag, object, octets, optional, text } from './form.mjs';
import { equal, encode, join } from './octets.mjs';
import { same, thrown } from './same.mjs';
import { proxyHeader } from './spell.mjs';
import { inEveryWay } from './split.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

const form = caseOf({
  input: optional(octets),
  value: optional(object),
  version: optional((given, path) => {
    if (given !== 1 && given !== 2) throw new Error(`${path} is 1 or 2`);
    return given;
  }),
  wire: optional(octets),
  rest: optional(octets),
  need_more: optional(flag),
  error: optional(text),
});

/** @typedef {ReturnType<typeof form>} Proxy */

/**
 * What a connection knows once these pieces have come: it asks again with each, and the first answer that is
 * final stays.
 * @param {Api} api
 * @param {Uint8Array[]} pieces
 */
function received(api, pieces) {
  /** @type {Uint8Array} */
  let input = new Uint8Array();
  /** @type {{ header: unknown, length: number } | { error: string } | null} */
  let answer = null;
  for (const piece of pieces) {
    input = join([input, piece]);
    if (answer !== null) continue;
    try {
      answer = api.parseProxy(input);
    } catch (error) {
      if (!(error instanceof api.SmtpwireError)) throw error;
      answer = { error: error.detail };
    }
  }
  if (answer === null) return { needMore: true };
  return 'error' in answer ? answer : { header: answer.header, rest: input.slice(answer.length) };
}

/**
 * @param {Api} api
 * @param {Proxy} one
 */
function check(api, one) {
  const { input } = one;
  const header = one.value && /** @type {any} */ (proxyHeader(one.value));
  if (input === undefined) return checkWritten(api, one, header);
  const said = [one.value, one.error, one.need_more].filter((field) => field !== undefined);
  if (said.length !== 1) throw new Error('a case has a value, an error, or needs more');
  let expected;
  if (one.error !== undefined) expected = { error: one.error };
  else if (one.need_more) expected = { needMore: true };
  else expected = { header, rest: one.rest };
  inEveryWay(input, (pieces) => same('read', expected, received(api, pieces)));
  if (header === undefined) return;
  if (one.rest === undefined) throw new Error('the rest is to be told');
  const read = input.subarray(0, input.length - one.rest.length);
  const version = equal(read.subarray(0, 5), encode('PROXY')) ? 1 : 2;
  const written = api.encodeProxy(header, version);
  same('built and written', one.wire ?? read, written);
  same('read again', { header, length: written.length }, api.parseProxy(written));
}

/**
 * @param {Api} api
 * @param {Proxy} one
 * @param {any} header
 */
function checkWritten(api, one, header) {
  const { version } = one;
  if (header === undefined || version === undefined) throw new Error('a value and a version');
  const write = () => api.encodeProxy(header, version);
  if (one.error === undefined) {
    same('written', one.wire, write());
    return;
  }
  const error = thrown('it can not be written', write);
  if (!(error instanceof api.UsageError)) throw error;
  same('error', one.error, error.detail);
}

export const subject = { form, check };
