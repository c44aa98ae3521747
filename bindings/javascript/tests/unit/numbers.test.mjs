import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets, text } from './package.mjs';

/** A client that is past EHLO. */
function ready() {
  const client = new api.Client({}, { now: 0 });
  client.receiveData(octets('220 mx\r\n'), 0);
  client.ehlo('a.example');
  [...client.events(0)];
  client.dataToSend();
  client.receiveData(octets('250-mx\r\n250-CHUNKING\r\n250 SIZE\r\n'), 0);
  [...client.events(0)];
  return client;
}

test('counts above 2^53 - 1 are digits, and are given as digits or as a bigint', () => {
  const digits = '18446744073709551615';
  const line = `BDAT ${digits} LAST`;
  const parsed = api.parseCommand(line);
  assert.deepEqual(parsed, { verb: 'BDAT', size: digits, last: true });
  assert.equal(text(api.encodeCommand(parsed)), `${line}\r\n`);
  assert.equal(text(api.encodeCommand({ verb: 'BDAT', size: 18446744073709551615n, last: true })), `${line}\r\n`);
  const largest = Number.MAX_SAFE_INTEGER;
  assert.equal(api.parseCommand(`BDAT ${largest}`).size, largest);
  assert.equal(api.parseCommand(`BDAT ${BigInt(largest) + 1n}`).size, '9007199254740992');
  assert.equal(text(api.encodeCommand({ verb: 'BDAT', size: largest })), `BDAT ${largest}\r\n`);
});

test('a number that is no count is refused, not rounded', () => {
  for (const size of /** @type {any[]} */ ([1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2n ** 64n, -1n, '12x', '', null, true])) {
    assert.throws(() => api.encodeCommand({ verb: 'BDAT', size }), api.UsageError, String(size));
  }
});

test('integers that JavaScript holds as floats are integers', () => {
  const client = new api.Client({ limits: { replyLine: 1e3 }, timeouts: { greeting: 2 ** 40 } }, { now: 0 });
  assert.equal(client.nextDeadline(), 2 ** 40);
  client.free();
});

test('a time has a fraction in JavaScript, and none is lost by it', () => {
  const client = new api.Client({ timeouts: { greeting: 1000 } }, { now: 10.9 });
  const deadline = client.nextDeadline();
  assert.ok(deadline !== null && deadline >= 1010 && deadline <= 1011, `${deadline}`);
  // A host that waits until its deadline must then find it passed, whatever the fractions are.
  client.handleTimeout(deadline);
  assert.throws(() => client.nextEvent(deadline), api.TimedOutError);
  client.free();
});

test('a choice that is undefined was not given; null is none', () => {
  const config = { limits: { messageSize: undefined, replyLine: undefined }, pipelining: undefined };
  new api.Client(/** @type {any} */ (config), { now: 0 }).free();
  // No limit is a choice; a line without limit is none.
  new api.Server({ hostname: 'mx.example', limits: { messageSize: null } }, { now: 0 }).free();
  assert.throws(() => new api.Client(/** @type {any} */ ({ limits: { replyLine: null } }), { now: 0 }), /limits\.replyLine/);
  const offered = (/** @type {any} */ limits) => {
    const server = new api.Server({ hostname: 'mx.example', limits }, { now: 0 });
    const output = text(server.pump(octets('EHLO a.example\r\n'), 0).output);
    server.free();
    return /SIZE ?(\d*)/.exec(output)?.[1];
  };
  assert.equal(offered({ messageSize: 5000 }), '5000');
  assert.equal(offered({ messageSize: undefined }), offered({}));
  assert.notEqual(offered({ messageSize: null }), offered({}));
});

test('arguments at the end may be left out, and be undefined or null', () => {
  const client = ready();
  client.mail('jo@a.example');
  client.rcpt('al@b.example', undefined);
  client.help();
  [...client.events(0)];
  assert.match(text(client.dataToSend()), /^MAIL FROM:<jo@a\.example>\r\n/);
  client.free();
  const sender = ready();
  sender.mail(null);
  [...sender.events(0)];
  assert.equal(text(sender.dataToSend()), 'MAIL FROM:<>\r\n');
  sender.free();
});

test('the largest message is offered and counted as what it is', () => {
  const capabilities = api.parseCapabilities(octets('250-mx\r\n250 SIZE 18446744073709551615\r\n'));
  assert.equal(capabilities.size, '18446744073709551615');
});
