// replies.json.

import { caseOf, fields, flag, list, number, octets, optional, text, word } from './form.mjs';
import { decode, isText, join, unescape } from './octets.mjs';
import { same, thrown } from './same.mjs';
import { camel } from './spell.mjs';
import { inEveryWay } from './split.mjs';

/** @typedef {import('./api.d.ts').Api} Api */
/** @typedef {import('smtpwire-wasm').Reply} Reply */

const expectedReply = fields({
  code: number,
  enhanced: optional(text),
  lines: optional(list(octets)),
  count: optional(number),
  text: optional(text),
  severity: optional(
    word('positive-completion', 'positive-intermediate', 'transient-negative', 'permanent-negative'),
  ),
  agrees: optional(flag),
});

const form = caseOf({
  options: optional(
    fields({
      max_line: optional(number),
      max_lines: optional(number),
      differing_codes: optional(flag),
      bare_lf: optional(flag),
    }),
  ),
  input: optional(octets),
  replies: optional(list(expectedReply)),
  rest: optional(octets),
  wire: optional(octets),
  error: optional(text),
  built: optional(flag),
  build: optional(fields({ code: number, enhanced: optional(text), texts: list(octets) })),
});

/** @typedef {ReturnType<typeof form>} Replies */
/** @typedef {ReturnType<typeof expectedReply>} Expected */

/**
 * The replies, what no reply was made of, and the error's name.
 * @param {Api} api
 * @param {Uint8Array[]} pieces
 * @param {any} options
 */
function read(api, pieces, options) {
  const reader = new api.ReplyReader(options);
  /** @type {Reply[]} */
  const replies = [];
  try {
    for (const piece of pieces) {
      reader.receiveData(piece);
      for (let reply = reader.nextReply(); reply !== null; reply = reader.nextReply()) replies.push(reply);
    }
    return { replies, rest: reader.unread(), error: undefined };
  } catch (error) {
    if (!(error instanceof api.SmtpwireError)) throw error;
    const again = thrown('an error stays', () => reader.nextReply());
    same('an error stays', error.message, /** @type {Error} */ (again).message);
    return { replies, rest: new Uint8Array(), error: error.detail };
  } finally {
    reader.free();
  }
}

/**
 * @param {Api} api
 * @param {Replies} one
 */
function check(api, one) {
  if (one.build !== undefined) return checkBuild(api, one, one.build);
  const { input } = one;
  if (input === undefined) throw new Error('no input');
  const expected = one.replies ?? [];
  const rest = one.rest ?? new Uint8Array();
  const given = one.options;
  const options = given && Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const whole = read(api, [input], camel(options));
  inEveryWay(input, (pieces) => {
    const came = read(api, pieces, camel(options));
    same('error', one.error, came.error);
    same('how many replies', expected.length, came.replies.length);
    same('rest', rest, came.rest);
    same('the same in pieces', whole.replies, came.replies);
  });
  const first = given === undefined ? firstReply(api, input) : undefined;
  if (given === undefined) same('without a reader', whole.replies[0] ?? null, first);
  const wire = expected.map((reply, at) => {
    const came = /** @type {Reply} */ (whole.replies[at]);
    checkReply(api, reply, came);
    return built(api, one, reply, came);
  });
  if (one.wire !== undefined) same('written', one.wire, join(wire));
  else if (one.error === undefined && given === undefined) {
    same('written', input.subarray(0, input.length - rest.length), join(wire));
  }
}

/**
 * The first reply of octets, without a reader; null where there is none.
 * @param {Api} api
 * @param {Uint8Array} input
 */
function firstReply(api, input) {
  try {
    return api.parseReply(input);
  } catch (error) {
    if (error instanceof api.SmtpwireError) return null;
    throw error;
  }
}

/**
 * @param {Api} api
 * @param {Expected} expected
 * @param {Reply} reply
 */
function checkReply(api, expected, reply) {
  same('code', expected.code, reply.code);
  same('enhanced code', expected.enhanced, reply.enhanced);
  if ((expected.lines === undefined) === (expected.count === undefined)) throw new Error('lines or their count');
  if (expected.lines !== undefined) same('lines', expected.lines, reply.lines.map(unescape));
  else same('how many lines', expected.count, reply.lines.length);
  if (expected.text !== undefined) same('text', expected.text, reply.text);
  if (expected.severity !== undefined) same('severity', expected.severity, api.replySeverity(reply.code));
  const agrees = reply.enhanced === undefined ? undefined : api.codesAgree(reply.code, reply.enhanced);
  if (expected.agrees !== undefined) same('agrees', expected.agrees, agrees);
}

/**
 * The octets of a reply that was built from its code and lines; those that came, for one that can be read and
 * not built.
 * @param {Api} api
 * @param {Replies} one
 * @param {Expected} expected
 * @param {Reply} reply
 */
function built(api, one, expected, reply) {
  const octets = api.replyOctets(reply);
  if (expected.lines === undefined) return octets;
  let wire = null;
  if (expected.lines.every(isText)) {
    try {
      wire = api.encodeReply(expected.code, expected.lines.map(decode));
    } catch (error) {
      if (!(error instanceof api.SmtpwireError)) throw error;
    }
  }
  const made = wire === null ? null : firstReply(api, wire);
  const faithful = made?.lines.length === expected.lines.length;
  same('buildable', one.built ?? true, faithful);
  if (wire === null || made === null || !faithful) return octets;
  checkReply(api, expected, made);
  same('what was built and read is written alike', wire, api.replyOctets(made));
  return wire;
}

/**
 * @param {Api} api
 * @param {Replies} one
 * @param {NonNullable<Replies['build']>} parts
 */
function checkBuild(api, one, parts) {
  if ((one.wire === undefined) === (one.error === undefined)) throw new Error('a case has either a wire or an error');
  const build = () => api.encodeReply(parts.code, parts.texts.map(decode), parts.enhanced);
  if (one.error !== undefined) {
    const error = thrown('it is no reply', build);
    if (!(error instanceof api.UsageError)) throw error;
    same('error', one.error, error.detail);
    return;
  }
  const wire = build();
  same('written', one.wire, wire);
  const reply = firstReply(api, wire);
  same('enhanced code', parts.enhanced, reply?.enhanced);
  same('read again and written', wire, reply && api.replyOctets(reply));
}

export const subject = { form, check };
