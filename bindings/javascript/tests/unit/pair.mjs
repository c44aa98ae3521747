// Two connections with nothing between them: what one says, the other hears.

import { api } from './package.mjs';

/** @typedef {import('../vectors/api.d.ts').Event} Event */
/** @typedef {import('../vectors/api.d.ts').Connection} Connection */

/**
 * One end: the connection, and what it does about an event.
 * @typedef {{ connection: Connection, happened: (event: any) => void }} End
 */

/**
 * Lets both ends talk until neither has anything to say.
 * @param {End} one
 * @param {End} other
 * @param {number} now
 */
export function converse(one, other, now = 0) {
  /** @type {Map<End, Uint8Array>} */
  const waiting = new Map([
    [one, new Uint8Array()],
    [other, new Uint8Array()],
  ]);
  for (let quiet = 0; quiet < 2; ) {
    quiet = 0;
    for (const [end, peer] of [[one, other], [other, one]]) {
      if (end === undefined || peer === undefined) throw new Error('there are two ends');
      const input = waiting.get(end) ?? new Uint8Array();
      const { output, events, taken, error } = end.connection.pump(input, now);
      if (error) throw error;
      for (const event of events) end.happened(event);
      waiting.set(end, input.slice(taken));
      const more = waiting.get(peer) ?? new Uint8Array();
      const all = new Uint8Array(more.length + output.length);
      all.set(more);
      all.set(output, more.length);
      waiting.set(peer, all);
      if (output.length === 0 && events.length === 0 && taken === 0) quiet += 1;
    }
  }
}

/**
 * A server that takes every recipient but those that `refused` names, and every message.
 * @param {Partial<import('smtpwire-wasm').ServerConfig>} [config]
 * @param {{ tls?: any, refused?: readonly string[], answer?: string, awaitingTls?: boolean }} [choices]
 */
export function takingServer(config = {}, { tls, refused = [], answer, awaitingTls } = {}) {
  const server = new api.Server(
    { hostname: 'mx.example', content: 'whole', ...config },
    { entropy: new Uint8Array(32).fill(7), now: 0, ...(tls ? { tls } : {}), ...(awaitingTls ? { awaitingTls } : {}) },
  );
  /** @type {Extract<Event, { type: 'message' }>[]} */
  const messages = [];
  /** @type {Event[]} */
  const events = [];
  return {
    connection: server,
    messages,
    events,
    /** @param {Event} event */
    happened(event) {
      events.push(event);
      if (event.type === 'rcpt') {
        if (refused.includes(event.to)) server.answer('550 5.1.1 No such mailbox');
        else server.accept();
      }
      if (event.type === 'message') {
        messages.push(event);
        if (answer) server.answer(answer);
        else server.accept();
      }
    },
  };
}

/**
 * A mailer that keeps what became of its messages.
 * @param {Partial<import('smtpwire-wasm').MailerConfig>} [config]
 * @param {{ tls?: any, started?: (mailer: InstanceType<typeof api.Mailer>) => void }} [choices]
 */
export function watchedMailer(config = {}, { tls, started } = {}) {
  const mailer = new api.Mailer(
    { name: 'client.example', security: 'disabled', ...config },
    { entropy: new Uint8Array(32).fill(5), now: 0, ...(tls ? { tls } : {}) },
  );
  /** @type {Extract<Event, { type: 'outcome' }>[]} */
  const outcomes = [];
  /** @type {Event[]} */
  const events = [];
  return {
    connection: mailer,
    outcomes,
    events,
    /** @param {Event} event */
    happened(event) {
      events.push(event);
      if (event.type === 'outcome') outcomes.push(event);
      if (event.type === 'start-tls') started?.(mailer);
    },
  };
}
