// Working through the steps of a dialog, as a host would.
//
// Nothing here knows a role: a Side is the client or the server of `client.mjs` and `server.mjs`, and a
// Driver how it is driven: by the plain calls, or by `pump`.

import { number, object, text } from '../form.mjs';
import { find, join, show, unescape } from '../octets.mjs';
import { Difference, told } from '../same.mjs';
import { firstPiece, pieces } from '../split.mjs';
import { addEvent, expectEvent, expectOutput, expectValue, toldEvent } from './expect.mjs';
import { only, times } from './file.mjs';

/** @typedef {import('../api.d.ts').Api} Api */
/** @typedef {import('./file.mjs').Dialog} Dialog */
/** @typedef {import('./file.mjs').Step} Step */
/** @typedef {import('./happened.mjs').Happened} Happened */
/** @typedef {import('smtpwire-wasm').Waits} Waits */

/**
 * The error of a package, as far as the files look at it.
 * @typedef {Error & { readonly reason: string, readonly kind: string }} Failure
 */

/**
 * One end of a connection, with the calls of its role as the files have them.
 * @typedef {{
 *   call: (name: string, step: Step, now: number) => void,
 *   content: (octets: Uint8Array) => number,
 *   endContent: () => void,
 *   state: (key: string) => unknown,
 *   passedOver: readonly string[],
 * }} Side
 */

/**
 * How a connection is driven.
 * @typedef {{
 *   receive: (octets: Uint8Array, now: number) => void,
 *   receiveEof: (now: number) => void,
 *   handleTimeout: (now: number) => void,
 *   room: () => number,
 *   next: (now: number) => Happened | null,
 *   waits: () => Waits,
 *   output: () => Uint8Array,
 *   advanceOutput: (octets: number) => void,
 *   deadline: () => number | null,
 * }} Driver
 */

/**
 * The failure in what was thrown; anything else goes on.
 * @param {Api} api
 * @param {unknown} thrown
 * @returns {Failure}
 */
export function failure(api, thrown) {
  if (thrown instanceof api.SmtpwireError) return thrown;
  throw thrown;
}

export class Run {
  #now = 0;
  /** What has come and was not taken in yet. @type {Uint8Array[]} */
  #wire = [];
  #eof = false;
  /** @type {Happened[]} */
  #events = [];
  /** What was taken of the output and not expected yet. @type {Uint8Array[]} */
  #output = [];
  /** @type {Failure | null} */
  #failure = null;
  /** The name of the failure that was expected. @type {string | null} */
  #known = null;
  /** @type {Waits} */
  #waits = 'data';
  /** @type {Api} */
  #api;
  /** @type {Side} */
  #side;
  /** @type {Driver} */
  #driver;
  /** @type {number} */
  #way;

  /**
   * @param {Api} api
   * @param {Side} side
   * @param {Driver} driver
   * @param {number} way
   */
  constructor(api, side, driver, way) {
    this.#api = api;
    this.#side = side;
    this.#driver = driver;
    this.#way = way;
  }

  /** @param {Dialog} dialog */
  run(dialog) {
    this.#drain();
    dialog.steps.forEach((step, at) => {
      try {
        this.#step(step);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const why = error instanceof Difference ? error.message : (error.stack ?? error.message);
        throw new Difference(`step ${at + 1}: ${told(step, 300)}\n  ${why}`);
      }
    });
    this.#end();
  }

  /** @param {Step} step */
  #step(step) {
    const [first] = Object.entries(step);
    if (first === undefined) throw new Error('an empty step');
    const [kind, value] = first;
    switch (kind) {
      case 'receive':
        only(step, ['receive', 'unasked']);
        this.#receive(unescape(text(value, kind)), 'unasked' in step);
        break;
      case 'eof':
        only(step, ['eof']);
        this.#eof = true;
        this.#drain();
        break;
      case 'advance':
        only(step, ['advance']);
        this.#advance(number(value, kind));
        break;
      case 'call':
        this.#call(text(value, kind), step);
        break;
      case 'expect-output':
        only(step, ['expect-output', 'whole']);
        if ('whole' in step) expectOutput(this.#api, value, this.#driver.output());
        this.#takeOutput();
        expectOutput(this.#api, value, join(this.#output.splice(0)));
        break;
      case 'expect-output-lacks': {
        only(step, ['expect-output-lacks']);
        this.#takeOutput();
        const has = join(this.#output.splice(0));
        if (find(has, unescape(text(value, kind))) >= 0) throw new Difference(`it is in ${show(has)}`);
        break;
      }
      case 'expect-event':
        this.#expectEvent(text(value, kind), step);
        break;
      case 'expect-error':
        only(step, ['expect-error', 'kind']);
        this.#expectError(value, step['kind']);
        break;
      case 'expect-deadline':
        only(step, ['expect-deadline']);
        expectValue('the deadline', value, this.#driver.deadline());
        break;
      case 'expect-state':
        only(step, ['expect-state']);
        for (const [key, expected] of Object.entries(object(value, kind))) {
          expectValue(key, expected, key === 'waits' ? this.#waits : this.#side.state(key));
        }
        break;
      default:
        throw new Error(`${kind} is no step`);
    }
  }

  /**
   * @param {Uint8Array} octets
   * @param {boolean} unasked
   */
  #receive(octets, unasked) {
    for (const piece of pieces(octets, this.#way)) {
      if (unasked) this.#try(() => this.#driver.receive(piece, this.#now));
      else this.#wire.push(piece);
      this.#drain();
    }
  }

  /**
   * Spurious calls on the way do nothing.
   * @param {number} milliseconds
   */
  #advance(milliseconds) {
    if (this.#way > 0) {
      this.#driver.handleTimeout(this.#now + Math.floor(milliseconds / 2));
      this.#drain();
    }
    this.#now += milliseconds;
    this.#driver.handleTimeout(this.#now);
    this.#drain();
  }

  /** What a host does between two waits: takes all events, and reads what there is room for. */
  #drain() {
    for (;;) {
      let event;
      try {
        event = this.#driver.next(this.#now);
      } catch (error) {
        this.#fail(failure(this.#api, error));
        this.#waits = 'failed';
        expectValue('what a failed connection waits for', 'failed', this.#driver.waits());
        return;
      }
      if (event !== null) {
        addEvent(this.#events, event);
        continue;
      }
      const waits = this.#driver.waits();
      if (waits === 'closed') {
        if (this.#waits !== 'closed') this.#events.push({ kind: 'closed', fields: {} });
        this.#waits = 'closed';
        return;
      }
      this.#waits = waits;
      const room = this.#driver.room();
      const piece = this.#wire[0];
      if (piece !== undefined && room > 0) {
        if (piece.length > room) this.#wire[0] = piece.subarray(room);
        else this.#wire.shift();
        this.#try(() => this.#driver.receive(piece.subarray(0, room), this.#now));
      } else if (piece === undefined && this.#eof) {
        this.#eof = false;
        this.#driver.receiveEof(this.#now);
      } else {
        return;
      }
    }
  }

  /** @param {() => void} call */
  #try(call) {
    try {
      call();
    } catch (error) {
      this.#fail(failure(this.#api, error));
    }
  }

  /** Takes all output, in pieces. */
  #takeOutput() {
    for (;;) {
      const output = this.#driver.output();
      if (output.length === 0) return;
      const length = firstPiece(output.length, this.#way);
      this.#output.push(output.slice(0, length));
      this.#driver.advanceOutput(length);
      this.#drain();
    }
  }

  /**
   * @param {string} name
   * @param {Step} step
   */
  #call(name, step) {
    const expected = 'fails' in step ? text(step['fails'], 'fails') : null;
    let came = null;
    try {
      if (name === 'content') this.#content(step);
      else if (name === 'end-content') {
        only(step, ['call', 'fails']);
        this.#side.endContent();
      } else this.#side.call(name, step, this.#now);
    } catch (error) {
      came = failure(this.#api, error);
    }
    if (came === null && expected !== null) throw new Difference(`it should fail with ${expected}, and did not`);
    if (came !== null && came.reason !== expected) throw new Difference(`it fails with ${came.reason}: ${came.message}`);
    this.#drain();
  }

  /**
   * Gives content piece by piece; where none is taken, writes output first.
   * @param {Step} step
   */
  #content(step) {
    only(step, ['call', 'octets', 'fails', 'then-end', 'in-one-piece']);
    const content = unescape(text(step['octets'], 'octets'));
    for (let piece of pieces(content, 'in-one-piece' in step ? 0 : this.#way)) {
      while (piece.length > 0) {
        const taken = this.#side.content(piece);
        piece = piece.subarray(taken);
        if (taken > 0) continue;
        if (this.#driver.output().length === 0) throw new Difference('no content is taken, nor output given');
        this.#takeOutput();
      }
    }
    // Content that is empty is checked, too: it must be expected.
    if (content.length === 0) this.#side.content(content);
    if ('then-end' in step) this.#side.endContent();
  }

  /**
   * @param {string} kind
   * @param {Step} step
   */
  #expectEvent(kind, step) {
    for (let left = times(step); left > 0; left -= 1) {
      let event = this.#events.shift();
      while (event !== undefined && event.kind !== kind && this.#side.passedOver.includes(event.kind)) {
        event = this.#events.shift();
      }
      if (event === undefined) {
        const failed = this.#failure === null ? '' : `, ${this.#failure.reason}`;
        throw new Difference(`there is no event; it waits for ${this.#waits}${failed}`);
      }
      expectEvent(kind, step, event);
    }
  }

  /** @param {Failure} error */
  #fail(error) {
    if (this.#known !== error.reason) this.#failure ??= error;
  }

  /**
   * @param {unknown} name
   * @param {unknown} kind
   */
  #expectError(name, kind) {
    const came = this.#failure;
    if (came === null) throw new Difference(`it has not failed; it waits for ${this.#waits}`);
    this.#failure = null;
    expectValue('the error', name, came.reason);
    expectValue('its kind', kind, came.kind);
    this.#known = came.reason;
    // A failed connection stays failed, with the same error.
    let again;
    try {
      this.#driver.next(this.#now);
    } catch (error) {
      again = failure(this.#api, error).reason;
    }
    expectValue('asked again', came.reason, again);
  }

  /** Nothing is left over. */
  #end() {
    this.#takeOutput();
    if (this.#failure !== null) throw new Difference(`at the end: it failed with ${this.#failure.reason}`);
    const output = join(this.#output);
    if (output.length > 0) throw new Difference(`at the end: output ${show(output)}`);
    for (const event of this.#events) {
      if (event.kind === 'closed' || this.#side.passedOver.includes(event.kind)) continue;
      throw new Difference(`at the end: ${toldEvent(event)}`);
    }
    const over = this.#waits === 'closed' || this.#waits === 'failed';
    if (!over && (this.#wire.length > 0 || this.#eof)) {
      throw new Difference('at the end: there is input that was never read');
    }
  }
}
