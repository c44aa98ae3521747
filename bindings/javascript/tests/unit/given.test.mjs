// What is given in unusual ways: setups, counts that are none, values that are not what they look like.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api as smtpwire } from './package.mjs';

const { Client, ClientSetup, LineFramer, Mailer, MailerSetup, Server, ServerSetup } = smtpwire;
const text = new TextDecoder();

test('a connection of every role is made from a setup', () => {
  const server = new Server(new ServerSetup({ hostname: 'mx.example' }), { now: 0 });
  assert.match(text.decode(server.pump(null, 0).output), /^220 mx\.example /);
  const client = new Client(new ClientSetup({ pipelining: false }), { now: 0 });
  client.ehlo('a.example');
  const mailer = new Mailer(new MailerSetup({ name: 'a.example', security: 'disabled' }), { now: 7 });
  assert.equal(mailer.pending, 0);
});

test('a setup that serves many connections stays as it is', () => {
  const setup = new ServerSetup({ hostname: 'mx.example' });
  for (let round = 0; round < 3; round += 1) {
    assert.match(text.decode(new Server(setup).pump(null).output), /^220 mx\.example /);
  }
});

test('a number is no configuration', () => {
  // @ts-expect-error: it is an object or a setup
  assert.throws(() => new Server(1), smtpwire.UsageError);
});

test('a count that is none is the caller’s fault', () => {
  const client = new Client();
  for (const count of [Number.NaN, -1, 1.5, '3', null, {}, undefined, 1n]) {
    // @ts-expect-error: these are no numbers, or no counts
    assert.throws(() => client.advanceOutput(count), smtpwire.UsageError, String(count));
  }
});

test('octets have the length that they have, whatever they say', () => {
  class Longer extends Uint8Array {
    get length() {
      return 300;
    }
  }
  const framer = new LineFramer();
  assert.equal(framer.push(new Longer(1)), 1);
  assert.deepEqual([...framer.buffered()], [0]);
});

test('what calls smtpwire while it is read is refused, and harms nothing', () => {
  const config = {
    get hostname() {
      smtpwire.version();
      return 'mx.example';
    },
  };
  assert.throws(() => new Server(config), /must not call smtpwire/);
  assert.match(text.decode(new Server({ hostname: 'mx.example' }).pump(null).output), /^220 mx\.example /);
});
