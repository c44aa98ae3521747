import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets, say, text } from './package.mjs';

const GREETING = '220 mx.example ESMTP\r\n';

/** @param {Uint8Array} given */
function greeted(given) {
  const client = new api.Client({}, { now: 0 });
  client.receiveData(given, 0);
  const event = client.nextEvent(0);
  client.free();
  return event?.type;
}

test('octets are taken from any view of bytes', () => {
  assert.equal(greeted(octets(GREETING)), 'greeting');
  assert.equal(greeted(Buffer.from(GREETING)), 'greeting');
  const framed = octets(`xxx${GREETING}yyy`);
  assert.equal(greeted(framed.subarray(3, -3)), 'greeting');
  assert.equal(greeted(new Uint8Array(new SharedArrayBuffer(3))), undefined);
});

test('octets that are given as a Buffer come out as a Uint8Array of their own', () => {
  const server = new api.Server({ hostname: 'mx.example', content: 'whole' }, { now: 0 });
  say(server, 'EHLO a.example', 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>');
  server.accept();
  say(server, 'DATA');
  const content = Buffer.from('Subject: x\r\n\r\nhello\r\n.\r\n');
  const { events } = server.pump(content, 0);
  content.fill(0);
  const message = events.find((event) => event.type === 'message');
  assert.ok(message?.octets instanceof Uint8Array);
  assert.equal(text(message.octets), 'Subject: x\r\n\r\nhello\r\n');
  assert.equal(message.octets.buffer.byteLength, message.octets.length);
  assert.equal(message.size, 21);
  server.free();
});

test('content of a megabyte goes in and comes out as it was', () => {
  const line = `${'x'.repeat(76)}\r\n`;
  const content = octets(line.repeat(14_000));
  const stuffer = new api.Stuffer();
  const unstuffer = new api.Unstuffer();
  const stuffed = [stuffer.push(content), stuffer.finish()];
  const back = stuffed.map((piece) => unstuffer.push(piece).content);
  assert.equal(Buffer.compare(Buffer.concat(back), content), 0);
  assert.ok(unstuffer.isDone);
  stuffer.free();
  unstuffer.free();
});

test('what is given is not kept: it may be changed at once', () => {
  const client = new api.Client({}, { now: 0 });
  const given = octets(GREETING);
  client.receiveData(given, 0);
  given.fill(0);
  const event = client.nextEvent(0);
  assert.equal(event?.type === 'greeting' && event.reply.text, 'mx.example ESMTP');
  client.free();
});

test('text in any script goes in and comes out as it was', () => {
  for (const local of ['ж', '用户', 'naïve', '🐌']) {
    const parsed = api.parseAddress(`${local}@пример.example`);
    assert.deepEqual(parsed, { localPart: local, host: { domain: 'пример.example' } });
    assert.equal(api.encodeAddress(parsed), `${local}@пример.example`);
  }
});

test('text that is no Unicode is refused or replaced, and breaks nothing', () => {
  const client = new api.Client({}, { now: 0 });
  client.receiveData(octets(GREETING), 0);
  [...client.events(0)];
  assert.throws(() => client.raw('NOOP \ud800\r\n'), api.UsageError);
  assert.throws(() => client.ehlo('\ud800.example'), api.UsageError);
  client.free();
});
