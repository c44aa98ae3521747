// Two ways to drive a connection: the plain calls, and `pump`.

import { join } from '../octets.mjs';

/** @typedef {import('../api.d.ts').Connection} Connection */
/** @typedef {import('../api.d.ts').Event} Event */
/** @typedef {import('./happened.mjs').Happened} Happened */
/** @typedef {import('./run.mjs').Driver} Driver */

/**
 * Each call of the pull contract by itself.
 * @param {Connection} connection
 * @param {(event: Event) => Happened} happened
 * @returns {Driver}
 */
export function byPlainCalls(connection, happened) {
  return {
    receive: (octets, now) => connection.receiveData(octets, now),
    receiveEof: (now) => connection.receiveEof(now),
    handleTimeout: (now) => connection.handleTimeout(now),
    room: () => connection.inputRoom,
    next: (now) => {
      const event = connection.nextEvent(now);
      return event === null ? null : happened(event);
    },
    waits: () => connection.waits,
    output: () => connection.output(),
    advanceOutput: (octets) => connection.advanceOutput(octets),
    deadline: () => connection.nextDeadline(),
  };
}

/**
 * All that a piece of input comes to at once; what came is kept until it is asked for.
 * @param {Connection} connection
 * @param {(event: Event) => Happened} happened
 * @returns {Driver}
 */
export function byPump(connection, happened) {
  /** @type {Happened[]} */
  const events = [];
  /** @type {Uint8Array} */
  let output = new Uint8Array(0);
  /** What was given and not taken. @type {Uint8Array} */
  let rest = output;
  /** @type {import('./run.mjs').Waits} */
  let waits = 'data';
  /** @type {unknown} */
  let error = null;
  /** @type {number | null} */
  let deadline = null;

  /**
   * @param {Uint8Array | 'eof' | null} input
   * @param {number} now
   */
  const pump = (input, now) => {
    const came = connection.pump(input, now);
    // The last event is the one that can need an answer: what it holds is asked for now.
    for (const event of came.events) events.push(happened(event));
    if (came.output.length > 0) output = join([output, came.output]);
    waits = came.waits;
    deadline = came.deadline;
    error = came.error ?? null;
    return came.taken;
  };

  return {
    receive: (octets, now) => {
      rest = octets.subarray(pump(octets, now));
    },
    receiveEof: (now) => void pump('eof', now),
    handleTimeout: (now) => void pump(null, now),
    room: () => (rest.length > 0 ? 0 : connection.inputRoom),
    next: (now) => {
      if (events.length === 0) {
        if (rest.length > 0) rest = rest.subarray(pump(rest, now));
        else pump(null, now);
      }
      const event = events.shift();
      if (event !== undefined) return event;
      if (error !== null) throw error;
      return null;
    },
    waits: () => waits,
    output: () => output,
    advanceOutput: (octets) => {
      output = output.subarray(octets);
    },
    deadline: () => deadline,
  };
}
