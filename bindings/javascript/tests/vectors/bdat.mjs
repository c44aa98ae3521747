// bdat.json: commands and chunks in one stream, as a server takes them apart.

import { caseOf, count, either, fields, flag, list, number, octets, optional, text } from './form.mjs';
import { contentError, wrong } from './content.mjs';
import { join } from './octets.mjs';
import { same } from './same.mjs';
import { inEveryWay } from './split.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

const chunk = fields({ bdat: count, last: optional(flag), octets: optional(octets), refused: optional(text) });
const line = fields({ line: octets });
const error = fields({ error: text, loses_framing: optional(flag) });

const form = caseOf({
  limit: optional(number),
  input: octets,
  events: list(either(chunk, either(line, error))),
  text: optional(either(fields({ ok: flag }), wrong)),
  missing: optional(count),
  rest: optional(octets),
});

/**
 * What happens in the stream; a chunk's octets as they come.
 * @typedef {Record<string, unknown> & { pieces?: Uint8Array[] }} Happening
 */

/** A server's reading side. */
class Session {
  /** @type {Happening[]} */
  events = [];
  lost = false;
  /** @type {Api} */
  #api;
  #framer;
  #total;
  #chunk;

  /**
   * @param {Api} api
   * @param {number | undefined} limit
   */
  constructor(api, limit) {
    this.#api = api;
    this.#framer = new api.LineFramer({ limit: 512 });
    this.#total = new api.ChunkTotal({ limit: limit ?? null });
    this.#chunk = new api.ChunkReader({ size: 0 });
  }

  free() {
    this.#framer.free();
    this.#total.free();
    this.#chunk.free();
  }

  get remaining() {
    return this.#chunk.remaining;
  }

  get rest() {
    return this.#framer.buffered();
  }

  /** @param {Uint8Array} piece */
  receive(piece) {
    while (!this.lost) {
      piece = piece.subarray(this.#framer.push(piece));
      if (!this.#step() && piece.length === 0) return;
    }
  }

  /** Takes octets of the chunk under way, or the next line; whether there was anything to take. */
  #step() {
    if (!this.#chunk.isDone) {
      const { content, consumed } = this.#chunk.push(this.#framer.buffered());
      this.events.at(-1)?.pieces?.push(content);
      this.#framer.consume(consumed);
      return consumed > 0;
    }
    const read = this.#framer.nextLine();
    if (read === null) return false;
    try {
      const command = this.#api.parseCommand(read);
      if (command.verb !== 'BDAT') this.events.push({ line: read });
      else this.#begin(command);
    } catch (thrown) {
      if (!(thrown instanceof this.#api.SmtpwireError)) throw thrown;
      this.lost = thrown.losesFraming ?? false;
      this.events.push({ error: thrown.detail, loses_framing: thrown.losesFraming });
    }
    return true;
  }

  /** @param {import('smtpwire-wasm').Command} command */
  #begin({ size = 0, last }) {
    let refused;
    try {
      this.#total.add(size);
    } catch (thrown) {
      if (!(thrown instanceof this.#api.SmtpwireError)) throw thrown;
      refused = thrown.detail;
    }
    this.#chunk.free();
    this.#chunk = new this.#api.ChunkReader({ size, discarding: refused !== undefined });
    this.events.push({ bdat: size, last, refused, ...(refused === undefined ? { pieces: [] } : {}) });
  }
}

/**
 * @param {Api} api
 * @param {ReturnType<typeof form>} one
 */
function check(api, one) {
  inEveryWay(one.input, (pieces) => {
    const session = new Session(api, one.limit);
    try {
      for (const piece of pieces) session.receive(piece);
      const events = session.events.map(({ pieces: octets, ...rest }) =>
        'bdat' in rest ? { ...rest, octets: octets === undefined ? undefined : join(octets) } : rest,
      );
      same('events', one.events.map(sorted), events.map(sorted));
      same('octets missing', one.missing ?? 0, session.remaining);
      if (!session.lost) same('rest', one.rest ?? new Uint8Array(), session.rest);
      if (one.text !== undefined) checkText(api, one.text, session.events);
    } finally {
      session.free();
    }
  });
}

/**
 * Fields that say nothing are left out.
 * @param {object} event
 */
const sorted = (event) => Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));

/**
 * One scanner for all chunks: a CRLF may be cut by the border between two of them.
 * @param {Api} api
 * @param {{ ok: boolean } | ReturnType<typeof wrong>} expected
 * @param {Happening[]} events
 */
function checkText(api, expected, events) {
  const scanner = new api.ContentScanner();
  try {
    for (const event of events) {
      for (const octets of event.pieces ?? []) contentError(api, () => scanner.scan(octets));
    }
    const came = contentError(api, () => scanner.finish());
    if ('ok' in expected) same('text is good', expected.ok, came === undefined);
    else same('text', expected, came);
  } finally {
    scanner.free();
  }
}

export const subject = { form, check };
