// framing.json.

import { caseOf, either, fields, flag, list, number, octets, optional, text, word } from './form.mjs';
import { same } from './same.mjs';
import { inEveryWay } from './split.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

const refused = fields({ error: text, offset: optional(number) });

const form = caseOf({
  limit: number,
  line_ends: optional(word('accept-bare-lf')),
  input: octets,
  lines: list(either(octets, refused)),
  rest: octets,
  discarding: optional(flag),
});

/**
 * Takes all whole lines, and what is wrong with those that are none.
 * @param {Api} api
 * @param {InstanceType<Api['LineFramer']>} framer
 * @param {unknown[]} lines
 */
function takeLines(api, framer, lines) {
  for (;;) {
    try {
      const line = framer.nextLine();
      if (line === null) return;
      lines.push(line);
    } catch (error) {
      if (!(error instanceof api.SmtpwireError)) throw error;
      lines.push({ error: error.detail, offset: error.offset });
    }
  }
}

/**
 * @param {Api} api
 * @param {ReturnType<typeof form>} one
 */
function check(api, one) {
  inEveryWay(one.input, (pieces) => {
    const framer = new api.LineFramer({ limit: one.limit, ...(one.line_ends ? { lineEnds: one.line_ends } : {}) });
    try {
      /** @type {unknown[]} */
      const lines = [];
      for (let piece of pieces) {
        while (piece.length > 0) {
          piece = piece.subarray(framer.push(piece));
          takeLines(api, framer, lines);
        }
      }
      same('lines', one.lines, lines);
      same('rest', one.rest, framer.buffered());
      same('discarding', one.discarding ?? false, framer.isDiscarding);
      same('at a boundary', one.rest.length === 0 && !one.discarding, framer.isAtBoundary);
    } finally {
      framer.free();
    }
  });
}

export const subject = { form, check };
