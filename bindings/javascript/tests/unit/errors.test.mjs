import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets } from './package.mjs';

/**
 * What a call throws.
 * @param {() => unknown} call
 */
function thrown(call) {
  try {
    call();
  } catch (error) {
    if (error instanceof api.SmtpwireError) return error;
    throw error;
  }
  return assert.fail('it throws nothing');
}

test('every error is an Error of its class, with a number, a name and a kind', () => {
  const client = new api.Client({}, { now: 0 });
  const error = thrown(() => client.endContent());
  assert.ok(error instanceof Error);
  assert.ok(error instanceof api.UsageError);
  assert.equal(error.name, 'UsageError');
  assert.equal(error.kind, 'usage');
  assert.equal(error.reason, 'unexpected-content');
  assert.equal(typeof error.code, 'number');
  assert.ok(error.code > 0);
  assert.ok(error.message.length > 0);
  assert.match(String(error.stack), /errors\.test/);
  client.free();
});

test('a call that fails changes nothing', () => {
  const client = new api.Client({}, { now: 0 });
  assert.throws(() => client.raw('NOOP\r\nRSET'), { name: 'UsageError', reason: 'invalid-value' });
  assert.equal(client.pending, 0);
  assert.equal(client.output().length, 0);
  client.free();
});

test('an error of the peer is a PeerError, with the reply that it came of', () => {
  const client = new api.Client({}, { now: 0 });
  client.receiveData(octets('554 5.7.1 Not you\r\n'), 0);
  const events = [];
  let error;
  try {
    for (const event of client.events(0)) events.push(event);
  } catch (caught) {
    error = caught;
  }
  if (error === undefined) {
    // The greeting is told as an event; the session can only be ended.
    assert.equal(events[0]?.type, 'greeting');
  }
  client.receiveData(octets('250 nobody asked\r\n'), 0);
  const desync = thrown(() => [...client.events(0)]);
  assert.ok(desync instanceof api.PeerError);
  assert.equal(desync.kind, 'peer');
  client.free();
});

test('a failed connection answers with the same error again', () => {
  const client = new api.Client({}, { now: 0 });
  client.receiveData(octets('what is this\r\n'), 0);
  const first = thrown(() => client.nextEvent(0));
  const again = thrown(() => client.nextEvent(5));
  assert.deepEqual([again.code, again.reason, again.message], [first.code, first.reason, first.message]);
  assert.equal(client.waits, 'failed');
  const { error, waits } = client.pump(null, 6);
  assert.equal(error?.reason, first.reason);
  assert.ok(error instanceof api.PeerError);
  assert.equal(waits, 'failed');
  client.free();
});

test('a limit that was passed is a LimitError', () => {
  const client = new api.Client({ limits: { replyLine: 512 } }, { now: 0 });
  client.receiveData(octets(`220 ${'x'.repeat(600)}`), 0);
  assert.ok(thrown(() => client.nextEvent(0)) instanceof api.LimitError);
  client.free();
});

test('a malformed line tells the verb, the octet and the answer', () => {
  const error = thrown(() => api.parseCommand('MAIL FROM:<a@b..example>'));
  assert.ok(error instanceof api.UsageError);
  assert.equal(error.reason, 'malformed');
  assert.equal(error.verb, 'MAIL');
  assert.equal(error.offset, 13);
  assert.equal(error.reply?.code, 501);
  assert.match(error.reply?.text ?? '', /at octet 13$/);
});

test('a choice that is wrong is told by its path in JavaScript\'s spelling', () => {
  const cases = /** @type {[any, RegExp][]} */ ([
    [{ limits: { replyLines: -1 } }, /^limits\.replyLines: /],
    [{ heloFallback: 'yes' }, /^heloFallback: /],
    [{ timeouts: { dataInitiation: 'soon' } }, /^timeouts\.dataInitiation: /],
    [{ helo_fallbacks: true }, /helo_?[fF]allbacks/],
    [{ pipelning: true }, /pipelning/],
    [{ lineEnds: 'guess' }, /^lineEnds: .*guess/],
  ]);
  for (const [config, message] of cases) {
    const error = thrown(() => new api.Client(config, { now: 0 }));
    assert.ok(error instanceof api.UsageError);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /reply_lines|data_initiation|line_ends/);
  }
  assert.throws(() => new api.Server(/** @type {any} */ ({}), { now: 0 }), /^UsageError: hostname: /);
  assert.throws(() => new api.Mailer(/** @type {any} */ ({}), { now: 0 }), /^UsageError: name: /);
});

test('entropy of the wrong length is refused', () => {
  const entropy = new Uint8Array(8);
  assert.throws(() => new api.Server({ hostname: 'mx.example' }, { entropy, now: 0 }), api.UsageError);
  assert.throws(() => new api.Mailer({ name: 'a.example' }, { entropy, now: 0 }), api.UsageError);
});

test('values that are no plain data are refused, and nothing breaks', () => {
  const cyclic = /** @type {any} */ ({});
  cyclic.limits = cyclic;
  const wrong = /** @type {any[]} */ ([
    cyclic, () => {}, Symbol('x'), 7, 'text', [1], { limits: () => {} }, { limits: Symbol('x') },
    { limits: { replyLine: Number.NaN } }, { limits: { replyLine: Number.POSITIVE_INFINITY } },
    { limits: { replyLine: 1.5 } }, { limits: { replyLine: 2n ** 70n } },
  ]);
  for (const config of wrong) {
    assert.throws(() => new api.Client(config, { now: 0 }), (error) => error instanceof api.UsageError || error instanceof TypeError || error instanceof RangeError);
  }
  const client = new api.Client({}, { now: 0 });
  for (const given of /** @type {any[]} */ ([7, 'text', null, undefined, {}, [1, 2]])) {
    assert.throws(() => client.receiveData(given, 0), (error) => error instanceof api.UsageError || error instanceof TypeError);
  }
  for (const now of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
    assert.throws(() => client.nextEvent(now), (error) => error instanceof api.UsageError || error instanceof RangeError || error instanceof TypeError);
  }
  assert.equal(client.nextEvent(0), null);
  client.free();
});

test('an error crosses to another thread as plain data, and is an error again there', () => {
  const error = thrown(() => api.parseCommand('MAIL FROM:<a@b..example>'));
  const data = structuredClone(error.toJSON());
  assert.equal(data.name, 'malformed');
  assert.equal(data.message, error.message);
  assert.equal(data.offset, 13);
  assert.deepEqual(data, JSON.parse(JSON.stringify(error)));
  const again = api.SmtpwireError.from(data);
  assert.ok(again instanceof api.UsageError);
  assert.deepEqual(again.toJSON(), error.toJSON());
  for (const field of /** @type {const} */ (['name', 'message', 'code', 'reason', 'kind', 'detail', 'offset', 'verb', 'losesFraming'])) {
    assert.equal(again[field], error[field], field);
  }
  assert.deepEqual(again.reply, error.reply);
});

test('each kind of failure makes the error of its class, and what a newer version adds makes the base', () => {
  const failure = { code: 1, name: 'x', detail: 'x', message: 'a sentence' };
  const classes = { usage: api.UsageError, peer: api.PeerError, limit: api.LimitError, timeout: api.TimedOutError, internal: api.InternalError };
  for (const [kind, made] of Object.entries(classes)) {
    const error = api.SmtpwireError.from({ ...failure, kind: /** @type {any} */ (kind) });
    assert.ok(error instanceof made && error instanceof Error);
    assert.equal(error.name, made.name);
    assert.equal(String(error), `${made.name}: a sentence`);
    assert.ok(!('offset' in error) && !('reply' in error) && !('cause' in error));
  }
  const newer = api.SmtpwireError.from({ ...failure, kind: /** @type {any} */ ('weather') });
  assert.equal(newer.constructor, api.SmtpwireError);
});

test('a program makes no error out of a text', () => {
  const { UsageError } = /** @type {any} */ (api);
  assert.throws(() => new UsageError('x'), api.UsageError);
  assert.throws(() => /** @type {any} */ (api.SmtpwireError).from('x'), api.UsageError);
});

test('the field that is no field is told by its name, however deep it stands', () => {
  const own = (/** @type {string} */ text) => JSON.parse(text);
  const cases = /** @type {[() => unknown, RegExp][]} */ ([
    [() => new api.Client(own('{"__proto__": {}}')), /__proto__/],
    [() => new api.Client(own('{"limits": {"__proto__": 1}}')), /^UsageError: limits\.__proto__: not a field/],
    [() => new api.Server(own('{"hostname": "a.example", "extensions": {"__proto__": true}}')), /^UsageError: extensions\.__proto__: /],
    [() => new api.Mailer(own('{"name": "a.example", "credentials": {"__proto__": "x"}}')), /__proto__/],
    [() => new api.Mailer({ name: 'a.example' }).send(own('{"from": "a@b.example", "to": ["c@d.example"], "__proto__": 1}')), /__proto__/],
    [() => api.stuff('x', own('{"__proto__": 1}')), /__proto__/],
    [() => new api.LineFramer(own('{"__proto__": 1}')), /__proto__/],
    [() => api.encodeCommand(own('{"verb": "NOOP", "__proto__": 1}')), /__proto__/],
    [() => api.encodeProxy(own('{"command": "LOCAL", "__proto__": 1}')), /__proto__/],
    [() => api.encodeCapabilities(own('{"greeting": "a.example", "lines": [], "__proto__": 1}')), /__proto__/],
    [() => api.explain(own('{"code": 550, "__proto__": 1}')), /__proto__/],
  ]);
  for (const [call, message] of cases) assert.throws(call, (error) => error instanceof api.UsageError && message.test(String(error)), String(call));
});
