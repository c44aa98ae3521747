// Arrays that share buffers, where the program asks for it, and what stays as it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets, say, text } from './package.mjs';

const { Client, Mailer, Server } = api;

/** @param {Partial<import('smtpwire-wasm').ServerConfig>} [config] */
function opened(config) {
  return new Server({ hostname: 'mx.example', ...config }, { now: 0, pooled: true });
}

/** The reply to EHLO, which is longer than what has no buffer at all. */
function greeted() {
  const server = opened();
  const { output } = say(server, 'EHLO a.example').last;
  server.free();
  return output;
}

test('arrays that share a buffer keep their octets, however many come behind them', () => {
  const outputs = Array.from({ length: 1000 }, greeted);
  const first = /** @type {Uint8Array} */ (outputs[0]);
  const said = text(first);
  assert.match(said, /^250-mx\.example/);
  for (const output of outputs) assert.equal(text(output), said);
  const buffers = new Set(outputs.map(({ buffer }) => buffer));
  assert.ok(buffers.size < outputs.length / 10, `${buffers.size} buffers`);
  first.fill(0);
  for (const output of outputs.slice(1)) assert.equal(text(output), said);
});

test('without the option every array has a buffer of its own', () => {
  for (const options of [{ now: 0 }, { now: 0, pooled: false }]) {
    const server = new Server({ hostname: 'mx.example' }, options);
    const { output } = say(server, 'EHLO a.example').last;
    assert.ok(output.length > 64);
    assert.equal(output.buffer.byteLength, output.length);
    server.free();
  }
});

test('content is whole, whether it is shared or too long for that', () => {
  for (const size of [1, 64, 65, 4095, 4096, 4097, 50_000]) {
    const server = opened({ content: 'whole' });
    say(server, 'EHLO a.example', 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>');
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
    assert.equal(text(message?.octets ?? new Uint8Array()), `${content}\r\n`);
    server.free();
  }
});

test('a shared buffer that was given away all the same costs the arrays in it, and nothing that comes later', () => {
  const before = greeted();
  const said = text(before);
  structuredClone(before.buffer, { transfer: [/** @type {ArrayBuffer} */ (before.buffer)] });
  assert.equal(before.length, 0);
  assert.equal(text(greeted()), said);
});

test('whether arrays are shared is said by true or false', () => {
  const options = /** @type {any} */ ({ pooled: 'yes' });
  assert.throws(() => new Client({}, options), /^UsageError: pooled: /);
  assert.throws(() => new Server({ hostname: 'mx.example' }, options), /^UsageError: pooled: /);
  assert.throws(() => new Mailer({ name: 'a.example' }, options), /^UsageError: pooled: /);
});
