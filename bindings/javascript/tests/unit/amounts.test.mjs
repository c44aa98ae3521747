// How much may be given at once. What is more is refused before it is read: it would stall the program, or fill its memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets } from './package.mjs';

const MOST_VALUES = 2 ** 20;
const MOST_OCTETS = 2 ** 28;

/** Calls that take a list, and how it is told. @type {Record<string, (list: any) => unknown>} */
const LISTS = {
  'envelope.to': (to) => new api.Mailer({ name: 'a.example' }).send({ from: 'a@b.example', to }),
  'envelope.parameters': (parameters) => new api.Mailer({ name: 'a.example' }).send({ from: 'a@b.example', to: ['c@d.example'], parameters }),
  'extensions.auth': (auth) => new api.Server({ hostname: 'mx.example', extensions: { auth } }),
  decisions: (decisions) => new api.Server({ hostname: 'mx.example', decisions }),
  'sasl.allowed': (allowed) => new api.Mailer({ name: 'a.example', sasl: { allowed } }),
  parameters: (parameters) => new api.Client().mail('a@b.example', parameters),
  lines: (lines) => api.encodeReply(250, lines),
  standing: (standing) => api.orderAnswer('ready', 'MAIL', standing),
  'command.domains': (domains) => api.encodeCommand({ verb: 'ATRN', domains }),
  'reply.lines': (lines) => api.explain({ code: 250, lines }),
  bindings: (bindings) => new api.Server({ hostname: 'mx.example' }).setChannelBindings(bindings),
};

/**
 * Refused at once, and by its name.
 * @param {string} name
 * @param {() => unknown} call
 * @param {RegExp} why
 */
function refused(name, call, why) {
  const before = performance.now();
  assert.throws(call, (error) => {
    assert.ok(error instanceof api.UsageError, String(error));
    assert.ok(error.message.startsWith(`${name}: `), error.message);
    assert.match(error.message, why);
    return true;
  });
  assert.ok(performance.now() - before < 30_000, 'it took too long');
}

for (const [name, call] of Object.entries(LISTS)) {
  test(`${name}: a list that is too long is refused, and not read`, () => {
    refused(name, () => call(new Array(2 ** 28)), /it holds 268435456, and a call takes 1048576 values at most/);
    refused(name, () => call(new Array(2 ** 32 - 1)), /a call takes 1048576 values at most/);
    refused(name, () => call(new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 52 : 'x') })), /at most/);
  });
}

test('lists in lists are counted together', () => {
  const half = new Array(MOST_VALUES / 2).fill('a@b.example');
  refused('envelope.to[1]', () => LISTS['envelope.to']?.([half, half]), /at most/);
});

test('a list that is long and not too long is read', () => {
  const mailer = new api.Mailer({ name: 'a.example', security: 'disabled' });
  const to = Array.from({ length: 50_000 }, (_, at) => `r${at}@b.example`);
  assert.equal(typeof mailer.send({ from: 'a@b.example', to }, 'x'), 'number');
  mailer.free();
});

test('an object of very many fields is refused', () => {
  const many = Object.fromEntries(Array.from({ length: MOST_VALUES + 1 }, (_, at) => [`f${at}`, 1]));
  refused('limits', () => new api.Client({ limits: /** @type {any} */ (many) }), /at most/);
});

test('text and octets that are too many are refused, and told by their name', () => {
  const text = 'x'.repeat(MOST_OCTETS + 1);
  refused('envelope.from', () => new api.Mailer({ name: 'a.example' }).send({ from: text, to: ['a@b.example'] }), /a call takes 268435456 octets at most/);
  refused('from', () => new api.Client().mail(text), /octets at most/);
  refused('host', () => new api.Client().ehlo(text), /octets at most/);
  refused('name', () => new api.Mailer({ name: text }), /octets at most/);
  const large = new Uint8Array(MOST_OCTETS + 1);
  refused('content', () => new api.Mailer({ name: 'a.example' }).send({ from: 'a@b.example', to: ['a@b.example'] }, large), /in pieces/);
  refused('content', () => api.stuff(large), /octets at most/);
  refused('octets', () => api.parseReply(large), /octets at most/);
  refused('octets', () => new api.Client().receiveData(large), /octets at most/);
  refused('octets', () => new api.Client().pump(large), /octets at most/);
});

test('what is many and not too many is taken', () => {
  // Long text, as the first that is said at all: it is wrong for what it says.
  assert.throws(() => new api.Client().mail(`${'x'.repeat(100_000)}@b.example`), (error) => error instanceof api.UsageError && !/a call takes/.test(error.message));
  const line = octets(`${'x'.repeat(62)}\r\n`);
  const content = new Uint8Array(2 ** 26);
  for (let at = 0; at < content.length; at += line.length) content.set(line, at);
  assert.equal(api.scanContent(content), content.length);
  const text = 'ä'.repeat(100_000);
  assert.throws(() => api.parseAddress(text), { name: 'UsageError', reason: 'malformed' });
  assert.equal(api.scanContent(`${'äö\r\n'.repeat(50_000)}`), 300_000);
});

test('what is too deep, or holds itself, is told by where it stands', () => {
  const cyclic = /** @type {any} */ ({});
  cyclic.limits = cyclic;
  assert.throws(() => new api.Client(cyclic), /^UsageError: limits\.limits\.limits.*: lists and objects stand more than 60 deep in each other, or hold themselves$/);
});

test('a path that is long is cut', () => {
  let deep = /** @type {any} */ ({});
  for (let level = 0; level < 10_000; level++) deep = { 'a name of a field that is much longer than any name of a field has to be': deep };
  assert.throws(() => new api.Client(deep), (error) => {
    assert.ok(error instanceof api.UsageError);
    assert.match(error.message, /stand more than 60 deep in each other, or hold themselves$/);
    assert.ok(error.message.length < 500);
    return true;
  });
});
