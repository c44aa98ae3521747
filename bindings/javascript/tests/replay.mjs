// Replays sessions that the Rust core has recorded, and compares: the same steps give the same output, events,
// deadlines and errors.
//
//     node replay.mjs --package smtpwire [FILE] [--table]
//
// One session a line, from the file or standard input. Each is replayed by the plain calls, and by `pump` where
// that gives the same: `pump` takes all output at once, so that it never waits for it.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { loadPackage } from './load.mjs';
import { alike, isObject, told } from './vectors/same.mjs';
import { camelCase } from './vectors/spell.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    package: { type: 'string', default: 'smtpwire' },
    table: { type: 'boolean', default: false },
    host: { type: 'string' },
  },
});
const api = await loadPackage(values.package);
const host = values.host ?? (values.package === 'smtpwire' ? 'node' : 'wasm-node');

/** @typedef {import('./vectors/api.d.ts').Connection} Connection */
/** @typedef {{ events: unknown[], output: number[], waits: string, deadline: number | null, error?: Record<string, any> }} After */
/** @typedef {{ do: string, now: number, octets?: number[], name?: string, arguments?: unknown[], gives?: unknown, fails?: Record<string, any>, after: After }} Step */
/** @typedef {{ seed: number, role: 'client' | 'mailer' | 'server', config: unknown, entropy?: number[], awaiting_tls: boolean, steps: Step[] }} Session */

/** What a replay gives is not what was recorded. */
class Difference extends Error {}

/**
 * A name in Rust's spelling; names that are data, as MAILMAX, are not spelled in another way.
 * @param {string} name
 */
const snakeCase = (name) => (/^[a-z]/.test(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name);

/**
 * A value of JavaScript as the record has it: snake_case, octets as lists of numbers, without the octets of
 * replies, which the record has in `wire` and the packages give on demand.
 * @param {unknown} value
 * @returns {unknown}
 */
function recorded(value) {
  if (value instanceof Uint8Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(recorded);
  if (!isObject(value)) return value;
  const shown = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [snakeCase(name), recorded(inner)]),
  );
  if (isReply(value)) shown['wire'] = Array.from(api.replyOctets(/** @type {any} */ (value)));
  return shown;
}

/** @param {Record<string, unknown>} value */
const isReply = ({ code, lines, text }) => typeof code === 'number' && Array.isArray(lines) && typeof text === 'string';

/**
 * An argument of the record in the shape of the packages.
 * @param {unknown} value
 * @returns {any}
 */
function argument(value) {
  if (Array.isArray(value)) return value.map(argument);
  if (!isObject(value)) return value;
  if (Array.isArray(value['octets']) && Object.keys(value).length === 1) return Uint8Array.from(value['octets']);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [camelCase(name), argument(inner)]));
}

/**
 * @param {string} what
 * @param {unknown} expected
 * @param {unknown} actual
 */
function same(what, expected, actual) {
  if (!alike(expected, actual)) {
    throw new Difference(`${what}\n    expected ${told(expected)}\n    got      ${told(actual)}`);
  }
}

/**
 * @param {Record<string, any> | undefined | null} expected
 * @param {unknown} actual
 */
function sameFailure(expected, actual) {
  if (actual !== undefined && actual !== null && !(actual instanceof api.SmtpwireError)) throw actual;
  const shown = actual && {
    code: actual.code,
    name: actual.reason,
    kind: actual.kind,
    detail: actual.detail,
    offset: actual.offset,
    verb: actual.verb,
    reply: actual.reply?.code,
    // A choice's path is in the language's spelling.
    message: actual.reason === 'invalid-value' ? null : actual.message,
  };
  const wanted = expected && {
    code: expected['code'],
    name: expected['name'],
    kind: expected['kind'],
    detail: expected['detail'],
    offset: expected['offset'],
    verb: expected['verb'],
    reply: expected['reply']?.code,
    message: expected['name'] === 'invalid-value' ? null : expected['message'],
  };
  same('failure', wanted ?? null, shown ?? null);
}

/** @param {Session} session @returns {Connection} */
function open({ role, config, entropy, awaiting_tls: awaitingTls }) {
  const choices = /** @type {any} */ (config === null ? undefined : argument(config));
  const options = { now: 0, ...(awaitingTls ? { awaitingTls } : {}) };
  if (role === 'client') return new api.Client(choices, options);
  const chance = { ...options, entropy: Uint8Array.from(entropy ?? []) };
  return role === 'mailer' ? new api.Mailer(choices, chance) : new api.Server(choices, chance);
}

/**
 * All that came, by the plain calls.
 * @param {Connection} connection
 * @param {number} now
 * @returns {{ came: Omit<After, 'error'>, error: unknown }}
 */
function settle(connection, now) {
  const events = [];
  /** @type {number[]} */
  const output = [];
  let error;
  for (;;) {
    try {
      for (let event = connection.nextEvent(now); event !== null; event = connection.nextEvent(now)) events.push(recorded(event));
    } catch (thrown) {
      error = thrown;
    }
    const { waits } = connection;
    const taken = connection.dataToSend();
    output.push(...taken);
    if (error !== undefined || waits !== 'output' || taken.length === 0) {
      return { came: { events, output, waits, deadline: connection.nextDeadline() }, error };
    }
  }
}

/**
 * Calls an operation by its name: a getter where it asks for nothing and does nothing.
 * @param {any} connection
 * @param {Step} step
 */
function call(connection, { name = '', arguments: given = [] }) {
  const operation = camelCase(name);
  if (!(operation in connection)) throw new Error(`there is no ${operation}`);
  const found = connection[operation];
  return typeof found === 'function' ? found.apply(connection, given.map(argument)) : found;
}

/**
 * @param {Connection} connection
 * @param {Step} step
 */
function act(connection, step) {
  switch (step.do) {
    case 'receive':
      return connection.receiveData(Uint8Array.from(step.octets ?? []), step.now);
    case 'eof':
      return connection.receiveEof(step.now);
    case 'timeout':
      return connection.handleTimeout(step.now);
    case 'call':
      return call(connection, step);
    default:
      throw new Error(`${step.do} is no step`);
  }
}

/**
 * @param {Connection} connection
 * @param {Step} step
 */
function byPlainCalls(connection, step) {
  let gives;
  let fails;
  try {
    gives = act(connection, step);
  } catch (thrown) {
    fails = thrown;
  }
  sameFailure(step.fails, fails);
  if (step.do === 'call' && fails === undefined) same('answer', step.gives ?? null, recorded(gives ?? null));
  const { came, error } = settle(connection, step.now);
  sameFailure(step.after.error, error);
  const { error: _, ...after } = step.after;
  same('after it', after, came);
}

/**
 * Whether `pump` gives what the plain calls gave: not where what was received was refused, where the output was full,
 * or where a connection learned only later that its output was taken, so that its time began anew: `pump` asks for the
 * next event behind all output.
 * @param {Session} session
 */
function fitsPump({ steps }) {
  /** @type {number | null} */
  let deadline = null;
  return steps.every((step) => {
    const { events, waits, error, deadline: next } = step.after;
    const begunAnew = step.do === 'timeout' && deadline !== null && next !== deadline && events.length === 0 && !error;
    deadline = next;
    return waits !== 'output' && !begunAnew && (step.do === 'call' || !step.fails);
  });
}

/**
 * @param {Connection} connection
 * @param {Step} step
 */
function byPump(connection, step) {
  const events = [];
  const output = [];
  /** @type {Uint8Array | 'eof' | null} */
  let input = null;
  if (step.do === 'receive') input = Uint8Array.from(step.octets ?? []);
  else if (step.do === 'eof') input = 'eof';
  else if (step.do === 'call') {
    let fails;
    try {
      same('answer', step.gives ?? null, recorded(call(connection, step) ?? null));
    } catch (thrown) {
      if (thrown instanceof Difference) throw thrown;
      fails = thrown;
    }
    sameFailure(step.fails, fails);
  }
  for (;;) {
    const came = connection.pump(input, step.now);
    events.push(...came.events.map(recorded));
    output.push(...came.output);
    const rest = input instanceof Uint8Array ? input.subarray(came.taken) : null;
    if (rest !== null && rest.length > 0 && came.taken > 0) {
      input = rest;
      continue;
    }
    sameFailure(step.after.error, came.error);
    const { error: _, ...after } = step.after;
    same('after it', after, { events, output, waits: came.waits, deadline: came.deadline });
    return;
  }
}

/**
 * @param {Session} session
 * @param {(connection: Connection, step: Step) => void} how
 */
function replay(session, how) {
  const connection = open(session);
  let number = 0;
  try {
    for (const step of session.steps) {
      number += 1;
      how(connection, step);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const step = told(session.steps[number - 1], 400);
    const why = error instanceof Difference ? error.message : error.stack;
    throw new Difference(`seed ${session.seed}, step ${number}${how === byPump ? ', by pump' : ''}: ${step}\n  ${why}`);
  } finally {
    connection.free();
  }
}

let passed = 0;
let failed = 0;
let pumped = 0;
const [file] = positionals;
for await (const line of createInterface({ input: file === undefined ? process.stdin : createReadStream(file) })) {
  if (line === '') continue;
  /** @type {Session} */
  const session = JSON.parse(line);
  try {
    replay(session, byPlainCalls);
    if (fitsPump(session)) {
      replay(session, byPump);
      pumped += 1;
    }
    passed += 1;
  } catch (error) {
    failed += 1;
    if (failed <= 20) console.error(error instanceof Difference ? error.message : error);
  }
}
if (passed + failed === 0) {
  console.error('there is no session');
  process.exitCode = 1;
}
console.log(
  values.table
    ? JSON.stringify({ host, file: 'differential', passed, failed })
    : `${passed} of ${passed + failed} sessions, ${pumped} of them by pump, too`,
);
if (failed > 0) process.exitCode = 1;
