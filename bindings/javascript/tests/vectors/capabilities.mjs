// capabilities.json.

import { caseOf, count, flag, list, object, octets, optional, text } from './form.mjs';
import { isText, show, unescape } from './octets.mjs';
import { same, thrown } from './same.mjs';
import { capabilityLines } from './spell.mjs';

/** @typedef {import('./api.d.ts').Api} Api */
/** @typedef {import('smtpwire-wasm').Capabilities} Capabilities */

const form = caseOf({
  input: optional(octets),
  greeting: octets,
  lines: list(object),
  offers: optional(list(text)),
  size: optional(count),
  mechanisms: optional(list(text)),
  wire: optional(octets),
  built: optional(flag),
  built_wire: optional(octets),
  error: optional(text),
});

/** @typedef {ReturnType<typeof form>} Offer */

/**
 * What an offer says, against the case.
 * @param {Offer} one
 * @param {Capabilities} offer
 */
function checkOffer(one, offer) {
  same('greeting', one.greeting, unescape(offer.greeting));
  same('lines', capabilityLines(one.lines), offer.lines);
  if (one.offers === undefined) throw new Error('a list of what is offered');
  same('offers', [...one.offers].sort(), [...(offer.offers ?? [])].sort());
  same('size', one.size, offer.size ?? undefined);
  same('mechanisms', one.mechanisms ?? [], offer.mechanisms ?? []);
}

/**
 * The offer of a case, as a program puts it together.
 * @param {Offer} one
 */
const parts = (one) => /** @type {any} */ ({
  greeting: show(one.greeting).slice(1, -1).replaceAll('\\r', '\\x0d').replaceAll('\\n', '\\x0a'),
  lines: capabilityLines(one.lines),
});

/**
 * @param {Api} api
 * @param {Offer} one
 */
function check(api, one) {
  if (one.input === undefined) {
    const error = thrown('it can not be written', () => api.encodeCapabilities(parts(one)));
    if (!(error instanceof api.UsageError)) throw error;
    same('error', one.error, error.detail);
    return;
  }
  const parsed = api.parseCapabilities(one.input);
  checkOffer(one, parsed);
  if (one.built === false) return;
  // Plain data hold what a line means; how it was spaced is lost, so that all that is written was built.
  const wire = one.built_wire ?? one.wire ?? one.input;
  if (isText(one.input)) same('written', wire, api.encodeCapabilities(parsed));
  const written = api.encodeCapabilities(parts(one));
  same('built and written', wire, written);
  checkOffer(one, api.parseCapabilities(written));
}

export const subject = { form, check };
