// Arrays that share buffers: where they do without being asked, what they share with whom, and what stays as it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets, say, text } from './package.mjs';

const { Client, Mailer, Server } = api;

/** Node is told that what is shared can't be given away; in a browser nobody can be told, and nothing is shared by itself. */
const SHARES = process.env['SMTPWIRE_PACKAGE'] !== 'smtpwire-wasm';
/** A buffer that is shared holds so many octets at most, and an array of more than that has its own. */
const MOST_SHARED = 8192;
const LONGEST = 2048;
/** As many as a server takes, and more than such a buffer holds. */
const MANY = 90;

/**
 * @param {boolean | undefined} pooled
 * @param {Partial<import('smtpwire-wasm').ServerConfig>} [config]
 */
function opened(pooled, config) {
  return new Server({ hostname: 'mx.example', ...config }, { now: 0, pooled });
}

/**
 * Replies to EHLO, which are longer than what has no buffer at all.
 * @param {import('smtpwire-wasm').Server} server
 * @param {number} times
 */
function greeted(server, times) {
  return Array.from({ length: times }, () => say(server, 'EHLO a.example').last.output);
}

/** How many of some arrays have a buffer that holds more than they. @param {Uint8Array[]} arrays */
const sharing = (arrays) => arrays.filter(({ buffer, length }) => buffer.byteLength > length).length;

test('arrays of a connection that share a buffer keep their octets, however many come behind them', () => {
  const server = opened(true);
  const outputs = greeted(server, MANY);
  const first = /** @type {Uint8Array} */ (outputs.find(({ buffer, length }) => buffer.byteLength > length));
  const said = text(first);
  assert.match(said, /^250-mx\.example/);
  for (const output of outputs) assert.equal(text(output), said);
  const buffers = new Set(outputs.map(({ buffer }) => buffer));
  assert.ok(buffers.size < outputs.length / 5, `${buffers.size} buffers`);
  first.fill(0);
  for (const output of outputs) if (output !== first) assert.equal(text(output), said);
  server.free();
});

test('nothing of another connection is in the buffer of an array', () => {
  for (const pooled of [true, undefined]) {
    const names = ['one.example', 'two.example', 'three.example'];
    const servers = names.map((hostname) => opened(pooled, { hostname }));
    /** @type {Map<ArrayBufferLike, string>} */
    const owners = new Map();
    for (let round = 0; round < 100; round++) {
      for (const [at, server] of servers.entries()) {
        const { buffer } = say(server, 'EHLO a.example').last.output;
        const mine = /** @type {string} */ (names[at]);
        assert.equal(owners.get(buffer) ?? mine, mine);
        owners.set(buffer, mine);
        const all = text(new Uint8Array(buffer));
        for (const other of names) assert.equal(all.includes(other), other === mine);
      }
    }
    for (const server of servers) server.free();
  }
});

test('an array that is kept keeps little: buffers that are shared are small, and a short session shares none', () => {
  const server = opened(true);
  const outputs = greeted(server, MANY);
  assert.equal(sharing(outputs.slice(0, 4)), 0, 'a short session');
  assert.ok(sharing(outputs) > MANY - 10);
  for (const { buffer } of outputs) assert.ok(buffer.byteLength <= MOST_SHARED, `${buffer.byteLength}`);
  server.free();
});

test('where buffers can be held, they are shared without being asked for; elsewhere each array has its own', () => {
  for (const [pooled, shares] of /** @type {const} */ ([[undefined, SHARES], [true, true], [false, false]])) {
    const server = opened(pooled);
    const outputs = greeted(server, 100);
    assert.equal(sharing(outputs) > 0, shares, `pooled: ${pooled}`);
    server.free();
  }
});

test('content is whole, whether it is shared or too long for that', () => {
  const server = opened(true, { content: 'whole' });
  // What comes first has buffers of its own.
  greeted(server, 10);
  for (const size of [1, 64, 65, 2045, 2046, 2047, 4096, 50_000]) {
    say(server, 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>');
    server.accept();
    say(server, 'DATA');
    const line = 'abcdefg\r\n';
    const content = `${line.repeat(Math.floor(size / 9))}${'x'.repeat(size % 9)}`;
    let rest = octets(`${content}\r\n.\r\n`);
    const events = [];
    while (rest.length > 0) {
      const came = server.pump(rest, 0);
      events.push(...came.events);
      rest = rest.subarray(came.taken);
    }
    const message = events.find((event) => event.type === 'message');
    const got = message?.octets ?? new Uint8Array();
    assert.equal(text(got), `${content}\r\n`);
    if (got.length > 64) assert.equal(sharing([got]) > 0, got.length <= LONGEST, `${got.length} octets`);
    server.accept();
    server.pump(null, 0);
  }
  server.free();
});

test('a shared buffer that is given away all the same costs the connection that has it nothing that comes later', () => {
  const server = opened(true);
  const outputs = greeted(server, 20);
  const last = /** @type {Uint8Array} */ (outputs.at(-1));
  const said = text(last);
  const { buffer } = last;
  assert.ok(buffer.byteLength > last.length);
  try {
    structuredClone(buffer, { transfer: [/** @type {ArrayBuffer} */ (buffer)] });
  } catch (error) {
    // Newer Nodes say so.
    assert.ok(SHARES && error instanceof DOMException && error.name === 'DataCloneError', `${error}`);
  }
  if (SHARES) assert.equal(text(last), said);
  else assert.equal(last.length, 0);
  for (const output of greeted(server, 20)) assert.equal(text(output), said);
  server.free();
});

test('an array without a shared buffer can be given away to another thread', () => {
  const server = opened(false);
  for (const output of greeted(server, 20)) {
    const said = text(output);
    assert.equal(output.buffer.byteLength, output.length);
    const moved = structuredClone(output, { transfer: [/** @type {ArrayBuffer} */ (output.buffer)] });
    assert.equal(text(moved), said);
    assert.equal(output.length, 0);
  }
  server.free();
});

test('whether arrays are shared is said by true or false', () => {
  const options = /** @type {any} */ ({ pooled: 'yes' });
  assert.throws(() => new Client({}, options), /^UsageError: pooled: /);
  assert.throws(() => new Server({ hostname: 'mx.example' }, options), /^UsageError: pooled: /);
  assert.throws(() => new Mailer({ name: 'a.example' }, options), /^UsageError: pooled: /);
});
