// What a step expects, against what is there.

import { list, text } from '../form.mjs';
import { equal, join, show, unescape } from '../octets.mjs';
import { alike, Difference, isObject, told } from '../same.mjs';
import { camel, proxyHeader } from '../spell.mjs';
import { only, times } from './file.mjs';
import { shownReply } from './happened.mjs';

/** @typedef {import('./happened.mjs').Happened} Happened */
/** @typedef {import('../api.d.ts').Api} Api */

/**
 * @param {string} what
 * @param {unknown} expected
 * @param {unknown} actual
 */
export function expectValue(what, expected, actual) {
  if (!alike(expected, actual)) throw new Difference(`${what}: expected ${told(expected)}, got ${told(actual)}`);
}

/** `2.1.0` and nothing else. */
const ENHANCED = /^[0-9]+\.[0-9]+\.[0-9]+$/;

/**
 * Octets one to one as characters, for what is compared as text.
 * @param {Uint8Array} octets
 */
const latin = (octets) => Array.from(octets, (octet) => String.fromCharCode(octet)).join('');

/**
 * Whether a reply is the one expected: a code alone leaves all that follows open, a code and an enhanced
 * code leave the text open, and anything else is the whole reply.
 * @param {unknown} expected
 * @param {Uint8Array} actual
 */
function expectReply(expected, actual) {
  const pattern = latin(unescape(text(expected, 'reply')));
  const reply = latin(actual);
  let fits = reply === pattern;
  if (pattern.length === 3) fits = reply.startsWith(pattern);
  else if (ENHANCED.test(pattern.slice(4))) fits ||= reply.startsWith(`${pattern} `);
  if (!fits) throw new Difference(`expected the reply ${told(expected)}, got ${show(actual)}`);
}

/**
 * @param {Uint8Array} expected
 * @param {Uint8Array} actual
 */
function expectOctets(expected, actual) {
  if (equal(expected, actual)) return;
  throw new Difference(`expected ${told(expected, 600)}\n  got      ${told(actual, 600)}`);
}

/**
 * Output: octets, or a list of replies.
 * @param {Api} api
 * @param {unknown} expected
 * @param {Uint8Array} actual
 */
export function expectOutput(api, expected, actual) {
  if (!Array.isArray(expected)) {
    expectOctets(unescape(text(expected, 'expect-output')), actual);
    return;
  }
  const reader = new api.ReplyReader();
  const replies = [];
  try {
    reader.receiveData(actual);
    for (let reply = reader.nextReply(); reply !== null; reply = reader.nextReply()) replies.push(shownReply(reply));
    if (reader.unread().length > 0) throw new Difference(`no replies: ${told(actual, 600)}`);
  } finally {
    reader.free();
  }
  for (const item of expected) {
    for (let left = times(item); left > 0; left -= 1) {
      const reply = replies.shift();
      if (reply === undefined) throw new Difference(`${told(item)} did not come: ${told(actual, 600)}`);
      expectItem(item, reply);
    }
  }
  const more = replies.shift();
  if (more !== undefined) throw new Difference(`there is one reply more: ${show(more)}`);
}

/**
 * One item of a list of replies.
 * @param {unknown} item
 * @param {Uint8Array} actual
 */
function expectItem(item, actual) {
  if (!isObject(item)) {
    expectReply(item, actual);
    return;
  }
  if ('reply' in item) {
    only(item, ['reply', 'times']);
    expectReply(item['reply'], actual);
    return;
  }
  only(item, ['code', 'plain', 'first', 'keywords']);
  expectReply(item['code'], actual);
  const [first, ...lines] = latin(actual.subarray(4)).split('\n');
  const word = first?.split(' ')[0] ?? '';
  if ('plain' in item && ENHANCED.test(word)) throw new Difference(`it has an enhanced code: ${first}`);
  if ('first' in item) expectValue('the first word', item['first'], word);
  if ('keywords' in item) expectValue('the keywords', list(text)(item['keywords'], 'keywords'), lines.sort());
}

/**
 * An event: its kind, and those of its fields that the step names.
 * @param {string} kind
 * @param {Record<string, unknown>} step
 * @param {Happened} actual
 */
export function expectEvent(kind, step, actual) {
  if (actual.kind !== kind) throw new Difference(`got ${toldEvent(actual)}`);
  for (const [name, expected] of Object.entries(step)) {
    switch (name) {
      case 'expect-event':
      case 'times':
        break;
      case 'reply':
        if (actual.reply === undefined) throw new Difference('it has no reply');
        expectReply(expected, actual.reply);
        break;
      case 'octets':
        if (actual.octets === undefined) throw new Difference('it has no octets');
        expectOctets(unescape(text(expected, 'octets')), actual.octets);
        break;
      default:
        if (!Object.hasOwn(actual.fields, name)) throw new Difference(`it has no ${name}`);
        expectValue(name, name === 'header' ? proxyHeader(expected) : camel(expected), actual.fields[name]);
    }
  }
}

/**
 * An event in words.
 * @param {Happened} event
 */
export function toldEvent(event) {
  const parts = [event.kind, told(event.fields)];
  for (const octets of [event.reply, event.octets]) if (octets) parts.push(told(octets, 600));
  return parts.join(' ');
}

/**
 * Pieces of content that follow each other are one: how it is cut is nobody's promise.
 * @param {Happened[]} events
 * @param {Happened} event
 */
export function addEvent(events, event) {
  const last = events.at(-1);
  if (event.kind === 'content' && last?.kind === 'content' && last.octets && event.octets) {
    last.octets = join([last.octets, event.octets]);
  } else {
    events.push(event);
  }
}
