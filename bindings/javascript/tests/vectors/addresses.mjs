// addresses.json.

import { anything, caseOf, fields, list, number, octets, optional, text, word } from './form.mjs';
import { decode } from './octets.mjs';
import { same, thrown } from './same.mjs';
import { camel } from './spell.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

/** The kinds that the package reads by name. */
const KINDS = /** @type {const} */ ([
  'domain', 'address-literal', 'host', 'local-part', 'mailbox', 'reverse-path', 'forward-path',
]);

const form = caseOf({
  kind: word(...KINDS, 'local-part-content'),
  input: optional(octets),
  value: optional(anything),
  wire: optional(octets),
  content: optional(text),
  error: optional(fields({ problem: text, offset: number })),
  groups: optional(list(list(octets))),
});

/** @typedef {ReturnType<typeof form>} Address */
/** @typedef {(typeof KINDS)[number]} Kind */

/**
 * @param {Api} api
 * @param {NonNullable<Address['error']>} expected
 * @param {() => unknown} call
 */
function checkError(api, expected, call) {
  const error = thrown('it is no address', call);
  if (!(error instanceof api.UsageError)) throw error;
  same('error', [expected.problem, expected.offset], [error.detail, error.offset]);
}

/**
 * @param {Api} api
 * @param {Address} one
 */
function check(api, one) {
  if (one.kind === 'local-part-content') return checkContent(api, one);
  const { kind } = one;
  if (one.groups !== undefined) return compare(api, kind, one.groups);
  if (one.input === undefined) throw new Error('no input');
  if ((one.value === undefined) === (one.error === undefined)) throw new Error('a case has either a value or an error');
  const input = decode(one.input);
  if (one.error !== undefined) return checkError(api, one.error, () => api.parseAddress(input, kind));
  const value = camel(one.value);
  const wire = decode(one.wire ?? one.input);
  const parsed = api.parseAddress(input, kind);
  same('read', value, parsed);
  same('written', wire, api.encodeAddress(parsed, kind));
  same('built and written', wire, api.encodeAddress(/** @type {any} */ (value), kind));
  same('read again', value, api.parseAddress(wire, kind));
  if (kind !== 'local-part') return;
  if (one.content === undefined) throw new Error('a local part has a content');
  same('content', one.content, api.localPartContent(input));
}

/**
 * All of one group are equal, none of two; equal ones have one key.
 * @param {Api} api
 * @param {Kind} kind
 * @param {Uint8Array[][]} groups
 */
function compare(api, kind, groups) {
  const all = groups.flatMap((group, at) => group.map((octets) => ({ at, text: decode(octets) })));
  for (const one of all) {
    for (const other of all) {
      same(`${one.text} equals ${other.text}`, one.at === other.at, api.addressesEqual(one.text, other.text, kind));
    }
  }
  const keys = new Set(all.map((one) => api.addressKey(one.text, kind)));
  same('different ones in a set', groups.length, keys.size);
}

/**
 * A local part, written from what it means with as little quoting as can be.
 * @param {Api} api
 * @param {Address} one
 */
function checkContent(api, one) {
  if (one.input === undefined || (one.wire === undefined) === (one.error === undefined)) {
    throw new Error('a content has either a wire or an error');
  }
  const content = decode(one.input);
  const write = () => api.localPartFromContent(content);
  if (one.error !== undefined) return checkError(api, one.error, write);
  const written = write();
  same('written', one.wire && decode(one.wire), written);
  same('read again', content, api.localPartContent(written));
}

export const subject = { form, check };
