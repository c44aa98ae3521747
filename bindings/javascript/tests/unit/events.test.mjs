import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets, say, text } from './package.mjs';

/** @param {string} input */
function client(input) {
  const one = new api.Client({}, { now: 0 });
  one.receiveData(octets(input), 0);
  return one;
}

test('an event is a plain object that is told by its type', () => {
  const one = client('220 mx.example ESMTP\r\n');
  const event = one.nextEvent(0);
  assert.ok(event);
  assert.equal(Object.getPrototypeOf(event), Object.prototype);
  assert.deepEqual(event, {
    type: 'greeting',
    reply: { code: 220, lines: ['mx.example ESMTP'], text: 'mx.example ESMTP' },
  });
  assert.deepEqual(structuredClone(event), event);
  assert.deepEqual(JSON.parse(JSON.stringify(event)), event);
  one.free();
});

test('a field that there is not is absent, not undefined', () => {
  const server = new api.Server({ hostname: 'mx.example', decisions: ['help'], extensions: { help: true } }, { now: 0 });
  const { events } = say(server, 'EHLO a.example', 'HELP');
  const help = events.find((event) => event.type === 'help');
  assert.deepEqual(Object.keys(help ?? {}), ['type']);
  for (const event of events) for (const value of Object.values(event)) assert.notEqual(value, undefined);
  server.free();
});

test('events iterates until none is left, and waits says for what', () => {
  const one = client('220 mx.example ESMTP\r\n');
  one.ehlo('client.example');
  assert.deepEqual([...one.events(0)].map((event) => event.type), ['greeting']);
  assert.equal(one.waits, 'data');
  assert.equal(text(one.dataToSend()), 'EHLO client.example\r\n');
  assert.equal(one.dataToSend().length, 0);
  one.receiveData(octets('250-mx.example\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n'), 0);
  const [ehlo] = [...one.events(0)];
  assert.equal(ehlo?.type, 'ehlo');
  if (ehlo?.type !== 'ehlo') return;
  assert.equal(ehlo.command, 1);
  assert.deepEqual(ehlo.reply.lines, ['mx.example', 'PIPELINING', 'SIZE 1000', 'AUTH PLAIN LOGIN']);
  assert.equal(one.capabilities?.size, 1000);
  assert.deepEqual(one.capabilities?.mechanisms, ['PLAIN', 'LOGIN']);
  one.free();
});

test('a reply gives its octets back exactly, those of another character set too', () => {
  const wire = octets('250-2.0.0 one\r\n250-2.0.0 \\two\r\n250 2.0.0 ').slice();
  const odd = new Uint8Array([...wire, 0xe9, 0x07, 13, 10]);
  const parsed = api.parseReply(odd);
  assert.ok(parsed);
  assert.deepEqual(api.replyOctets(parsed), odd);
  assert.equal(parsed.enhanced, '2.0.0');
  assert.deepEqual(parsed.lines, ['2.0.0 one', '2.0.0 \\x5ctwo', '2.0.0 \\xe9\\x07']);
});

test('output can be taken in parts', () => {
  const one = client('220 mx.example ESMTP\r\n');
  [...one.events(0)];
  one.noop();
  assert.equal(text(one.output()), 'NOOP\r\n');
  one.advanceOutput(2);
  assert.equal(text(one.output()), 'OP\r\n');
  assert.throws(() => one.advanceOutput(5), api.UsageError);
  assert.equal(text(one.dataToSend()), 'OP\r\n');
  one.free();
});

test('what was handed out stays as it is when the connection goes on', () => {
  const server = new api.Server({ hostname: 'mx.example', content: 'whole' }, { now: 0 });
  const greeting = server.pump(null, 0).output;
  assert.ok(greeting.length > 0);
  const copy = greeting.slice();
  say(server, 'EHLO a.example', ...Array.from({ length: 20 }, () => 'RSET'));
  assert.deepEqual(greeting, copy);
  greeting.fill(0);
  assert.match(say(server, 'NOOP').output, /^250 /);
  server.free();
});

test('pump gives output, events, the deadline, what it waits for, and how much was taken', () => {
  const server = new api.Server({ hostname: 'mx.example' }, { now: 0 });
  const greeted = server.pump(null, 0);
  assert.match(text(greeted.output), /^220 mx\.example /);
  assert.equal(greeted.waits, 'data');
  assert.ok(greeted.deadline !== null && greeted.deadline > 0);
  server.pump(octets('EHLO a.example\r\n'), 1);
  const chunk = octets('MAIL FROM:<jo@a.example>\r\nRCPT TO:<al@mx.example>\r\n');
  const came = server.pump(chunk, 1);
  assert.equal(came.waits, 'host');
  assert.equal(came.taken, chunk.length);
  assert.equal(came.events.at(-1)?.type, 'rcpt');
  assert.ok(!('error' in came));
  server.accept();
  assert.match(text(server.pump(null, 2).output), /^250 /);
  server.free();
});

test('the time is the host\'s clock when it is not given', () => {
  const server = new api.Server({ hostname: 'mx.example' });
  const { deadline } = server.pump();
  const now = performance.now();
  assert.ok(deadline !== null && deadline > now && deadline < now + 3_600_000, `${deadline}`);
  assert.equal(server.nextDeadline(), deadline);
  server.handleTimeout();
  assert.equal(server.nextDeadline(), deadline);
  server.free();
});

test('a deadline that has passed fails the connection as a timeout', () => {
  const one = new api.Client({ timeouts: { greeting: 1000 } }, { now: 0 });
  assert.equal(one.nextDeadline(), 1000);
  one.handleTimeout(1000);
  assert.throws(() => one.nextEvent(1000), api.TimedOutError);
  assert.equal(one.waits, 'failed');
  one.free();
});

test('what was handed out may be given away to another thread, also where it is no octets at all', () => {
  const server = new api.Server({ hostname: 'mx.example' }, { now: 0 });
  const outputs = [server.pump(null, 0).output, server.pump(null, 0).output];
  assert.ok(outputs.some(({ length }) => length === 0));
  for (const { buffer } of outputs) structuredClone(buffer, { transfer: [/** @type {ArrayBuffer} */ (buffer)] });
  assert.deepEqual(server.pump(null, 0).output, new Uint8Array());
  assert.match(say(server, 'NOOP').output, /^250 /);
  server.free();
});
