// order.json.

import { caseOf, list, object, word } from './form.mjs';
import { same } from './same.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

const form = caseOf({
  phase: word('greeted', 'refused', 'ready', 'mail', 'rcpt', 'data', 'bdat'),
  standing: list(word('lmtp', 'tls', 'authenticated', 'binary')),
  answers: object,
});

/**
 * An answer in the words of the file.
 * @param {ReturnType<Api['orderAnswer']>} answer
 */
function said(answer) {
  switch (answer.answer) {
    case 'allowed':
      return answer.phase;
    case 'refused':
      return `${answer.code} ${answer.enhanced}`;
    default:
      return answer.answer;
  }
}

/**
 * @param {Api} api
 * @param {ReturnType<typeof form>} one
 */
function check(api, one) {
  for (const [verb, expected] of Object.entries(one.answers)) {
    same(verb, expected, said(api.orderAnswer(one.phase, verb, one.standing)));
  }
  const verbs = new Set([...api.verbs(), 'unknown']);
  verbs.delete('');
  same('all verbs', [...verbs].sort(), Object.keys(one.answers).sort());
}

export const subject = { form, check };
