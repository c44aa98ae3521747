import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

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

test('octets of another realm are octets', () => {
  const realm = createContext({ text: GREETING });
  const made = [
    'new Uint8Array(Array.from(text, (letter) => letter.charCodeAt(0)))',
    'new Uint8Array(Array.from(text, (letter) => letter.charCodeAt(0))).buffer',
    'new DataView(new Uint8Array(Array.from(text, (letter) => letter.charCodeAt(0))).buffer)',
    'const shared = new Uint8Array(new SharedArrayBuffer(text.length)); shared.set(Array.from(text, (letter) => letter.charCodeAt(0))); shared',
  ];
  for (const source of made) {
    const given = runInContext(`{ ${source} }`, realm);
    assert.equal(greeted(given), 'greeting', source);
    assert.equal(api.parseReply(given)?.code, 220, source);
    assert.equal(api.explain(given).code, 220, source);
  }
  const stuffed = api.stuff(runInContext("new Uint8Array([46, 13, 10])", realm));
  assert.deepEqual([...stuffed], [46, 46, 13, 10, 46, 13, 10]);
  const config = runInContext("({ hostname: 'mx.example', decisions: ['rcpt'] })", realm);
  new api.Server(config, { now: 0 }).free();
});

test('octets in memory that threads share are taken as they are at that moment', () => {
  const shared = new SharedArrayBuffer(GREETING.length);
  new Uint8Array(shared).set(octets(GREETING));
  assert.equal(greeted(/** @type {any} */ (shared)), 'greeting');
  assert.equal(greeted(new Uint8Array(shared)), 'greeting');
  const client = new api.Client({}, { now: 0 });
  client.receiveData(shared, 0);
  new Uint8Array(shared).fill(0);
  assert.equal(client.nextEvent(0)?.type, 'greeting');
  client.free();
});

test('octets in shared memory that grows are those that there are', () => {
  const Growable = /** @type {any} */ (SharedArrayBuffer);
  const shared = new Growable(GREETING.length, { maxByteLength: 1 << 16 });
  const tracking = new Uint8Array(shared);
  tracking.set(octets(GREETING));
  assert.equal(greeted(tracking), 'greeting');
  assert.equal(greeted(shared), 'greeting');
  shared.grow(1 << 10);
  assert.equal(tracking.length, 1 << 10);
  assert.equal(greeted(tracking), 'greeting');
  assert.equal(api.parseReply(tracking)?.code, 220);
});

test('octets whose buffer was given away are the caller’s fault', () => {
  const gone = () => {
    const buffer = octets(GREETING).buffer;
    const views = [buffer, new Uint8Array(buffer), new Uint8Array(buffer, 2, 3), new DataView(buffer), new Uint16Array(buffer, 0, 2)];
    structuredClone(buffer, { transfer: [buffer] });
    return views;
  };
  const client = new api.Client({}, { now: 0 });
  const calls = /** @type {((octets: any) => unknown)[]} */ ([
    (given) => client.receiveData(given, 0),
    (given) => client.pump(given, 0),
    (given) => client.content(given),
    (given) => api.parseReply(given),
    (given) => api.stuff(given),
    (given) => api.explain(given),
    (given) => new api.LineFramer().push(given),
    (given) => new api.Mailer({ name: 'a.example' }, { entropy: given }),
    (given) => new api.Server({ hostname: 'a.example', decoyKey: given }),
  ]);
  for (const call of calls) {
    for (const given of gone()) assert.throws(() => call(given), (error) => error instanceof api.UsageError && /detached/.test(error.message), String(call));
  }
  // What only has no octets is fine.
  client.receiveData(new Uint8Array(), 0);
  client.receiveData(new ArrayBuffer(0), 0);
  client.free();
});

test('what only says that it is octets is none', () => {
  const client = new api.Client({}, { now: 0 });
  const pretenders = /** @type {any[]} */ ([
    { [Symbol.toStringTag]: 'ArrayBuffer' }, Object.create(Uint8Array.prototype), Object.create(ArrayBuffer.prototype), { length: 3, 0: 1 },
  ]);
  for (const given of pretenders) assert.throws(() => client.receiveData(given, 0), api.UsageError);
  client.free();
});
