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
