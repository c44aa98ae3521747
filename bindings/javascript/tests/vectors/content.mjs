// content.json.

import { caseOf, either, fields, flag, number, octets, optional, text, word } from './form.mjs';
import { join } from './octets.mjs';
import { Difference, same } from './same.mjs';
import { inEveryWay } from './split.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

export const wrong = fields({ name: text, offset: optional(number) });

const form = caseOf({
  do: word('stuff', 'unstuff'),
  line_ends: optional(word('normalise')),
  max_line: optional(either(number, word('none'))),
  max_size: optional(number),
  input: octets,
  wire: optional(octets),
  content: optional(octets),
  rest: optional(octets),
  ended: optional(flag),
  error: optional(wrong),
});

/** @typedef {ReturnType<typeof form>} Content */

/**
 * What is wrong with content, as the files say it; undefined when nothing is.
 * @param {Api} api
 * @param {() => unknown} call
 * @returns {{ name: string, offset: number | undefined } | undefined}
 */
export function contentError(api, call) {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof api.SmtpwireError)) throw error;
    return { name: error.detail, offset: error.offset };
  }
}

/** @param {Content} one */
function options(one) {
  return {
    lineEnds: one.line_ends ?? /** @type {const} */ ('reject'),
    maxLine: one.max_line === 'none' ? null : (one.max_line ?? 998),
  };
}

/**
 * @param {Api} api
 * @param {Content} one
 */
function stuff(api, one) {
  inEveryWay(one.input, (pieces) => {
    const stuffer = new api.Stuffer(options(one));
    /** @type {Uint8Array[]} */
    const wire = [];
    try {
      const error = contentError(api, () => {
        for (const piece of pieces) wire.push(stuffer.push(piece));
        wire.push(stuffer.finish());
      });
      same('error', one.error, error);
      if (error === undefined) same('stuffed', one.wire, join(wire));
    } finally {
      stuffer.free();
    }
  });
  if (one.wire === undefined) return;
  const back = read(api, { maxLine: options(one).maxLine }, [one.wire]);
  same('unstuffed again', { content: one.content ?? one.input, rest: new Uint8Array(), error: undefined }, back);
}

/**
 * The content, what stands behind its end, and what is wrong with it.
 * @param {Api} api
 * @param {object} choices
 * @param {Uint8Array[]} pieces
 */
function read(api, choices, pieces) {
  const unstuffer = new api.Unstuffer(choices);
  try {
    const content = [];
    const rest = [];
    for (const piece of pieces) {
      const done = unstuffer.isDone;
      const { content: octets, consumed, done: ended } = unstuffer.push(piece);
      same('it says whether it is done', unstuffer.isDone, ended);
      if (done) same('behind the end nothing is taken', [0, 0], [octets.length, consumed]);
      content.push(octets);
      if (unstuffer.isDone) rest.push(piece.subarray(consumed));
      else same('all is taken', piece.length, consumed);
    }
    const all = join(content);
    same('how many octets', all.length, unstuffer.octets);
    return {
      content: all,
      rest: unstuffer.isDone ? join(rest) : undefined,
      error: contentError(api, () => unstuffer.outcome()),
    };
  } finally {
    unstuffer.free();
  }
}

/**
 * @param {Api} api
 * @param {Content} one
 */
function unstuff(api, one) {
  same('ended', one.ended ?? true, one.rest !== undefined);
  const choices = { ...options(one), maxSize: one.max_size ?? null };
  const whole = read(api, choices, [one.input]);
  same('error', one.error, whole.error);
  same('rest', one.rest, whole.rest);
  if (one.content !== undefined) same('content', one.content, whole.content);
  else if (one.error === undefined) throw new Difference('  content that is good is to be told');
  inEveryWay(one.input, (pieces) => same('the same in pieces', whole, read(api, choices, pieces)));
}

/**
 * @param {Api} api
 * @param {Content} one
 */
const check = (api, one) => (one.do === 'stuff' ? stuff : unstuff)(api, one);

export const subject = { form, check };
