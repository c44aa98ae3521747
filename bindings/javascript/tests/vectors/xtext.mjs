// xtext.json.

import { caseOf, octets, optional, text } from './form.mjs';
import { decode } from './octets.mjs';
import { same } from './same.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

/** Text, or null where the input is no xtext. @type {import('./form.mjs').Form<string | null>} */
const value = (given, path) => (given === null ? null : text(given, path));

const form = caseOf({ input: octets, value, wire: optional(octets) });

/**
 * @param {Api} api
 * @param {ReturnType<typeof form>} one
 */
function check(api, one) {
  same('decoded', one.value, api.decodeXtext(decode(one.input)));
  if (one.value === null) return;
  const coded = api.encodeXtext(one.value);
  same('coded', decode(one.wire ?? one.input), coded);
  same('decoded again', one.value, api.decodeXtext(coded));
}

export const subject = { form, check };
