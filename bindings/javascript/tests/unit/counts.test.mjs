// Counts at the borders of 32 and 53 bits. The same file runs on the addon, whose memory has 64 bits, and on
// WebAssembly, whose memory has 32: what is taken here is taken there.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets } from './package.mjs';

const BORDERS = [2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40, Number.MAX_SAFE_INTEGER];
const NONE = /** @type {any[]} */ ([
  -1, 1.5, 2 ** 53, 2 ** 64, Number.NaN, Number.POSITIVE_INFINITY, -1n, 2n ** 64n, 2n ** 200n, '5', true, {}, [],
]);

/** @typedef {(count: any) => { free(): void }} Make */

/** Each field that counts, and what makes an object of it. @type {Record<string, Make>} */
const WIDE = {
  earlyTalkers: (count) => new api.Server({ hostname: 'mx.example', earlyTalkers: count }, { now: 0 }),
  maxLine: (count) => new api.Stuffer({ maxLine: count }),
  limit: (count) => new api.LineFramer({ limit: count }),
  size: (count) => new api.ChunkReader({ size: count }),
};
for (const name of [
  'commandLine', 'authLine', 'replyLine', 'replyLines', 'recipients', 'pendingCommands', 'inputBuffer', 'outputBuffer', 'messageSize', 'contentLine',
]) {
  WIDE[`limits.${name}`] = (count) => new api.Client({ limits: { [name]: count } }, { now: 0 });
}
for (const name of ['maxLine', 'maxLines']) WIDE[`reply.${name}`] = (count) => new api.Client({ reply: { [name]: count } }, { now: 0 });
for (const name of ['greeting', 'idle']) WIDE[`timeouts.${name}`] = (count) => new api.Client({ timeouts: { [name]: count } }, { now: 0 });

/** What nothing can work with less than. @type {Record<string, number>} */
const LEAST = {
  'limits.commandLine': 6, 'limits.authLine': 12, 'limits.replyLine': 5, 'limits.replyLines': 1, 'limits.recipients': 1, 'limits.pendingCommands': 1,
  'limits.inputBuffer': 5, 'limits.outputBuffer': 1, 'limits.contentLine': 1, 'reply.maxLine': 5, 'reply.maxLines': 1,
  'limits.idleCommands': 1, 'limits.transactions': 1,
};

for (const [name, make] of Object.entries(WIDE)) {
  const least = LEAST[name] ?? 0;
  test(`${name} takes every whole number up to 2^53 - 1, and as a bigint`, () => {
    for (const count of [-0, 1, least, ...BORDERS].filter((count) => count >= least)) {
      make(count).free();
      make(BigInt(count)).free();
    }
  });

  if (least > 0) {
    test(`${name} is not so small that nothing works`, () => {
      for (const count of [0, least - 1]) {
        assert.throws(() => make(count), (error) => {
          assert.ok(error instanceof api.UsageError, String(error));
          assert.ok(error.message.startsWith(`${name}: a whole number from ${least} is needed, not ${count}: `), error.message);
          return true;
        }, String(count));
      }
    });
  }

  test(`${name} takes nothing that is no count`, () => {
    for (const count of NONE) {
      // Counts of octets of a message have no bound in the protocol, and are text beyond numbers.
      if (name === 'size' && count === '5') continue;
      assert.throws(() => make(count), (error) => {
        assert.ok(error instanceof api.UsageError, String(error));
        assert.ok(error.message.startsWith(`${name}: `), error.message);
        return true;
      }, String(count));
    }
  });
}

for (const name of /** @type {const} */ (['errors', 'idleCommands', 'failedLogins', 'transactions'])) {
  test(`limits.${name} goes to 2^32 - 1 and no further`, () => {
    const make = (/** @type {any} */ count) => new api.Server({ hostname: 'mx.example', limits: { [name]: count } }, { now: 0 });
    for (const count of [-0, 1, 2 ** 32 - 1, 4294967295n].filter((count) => count >= (LEAST[`limits.${name}`] ?? 0))) make(count).free();
    for (const count of [...NONE, 2 ** 32, 2n ** 32n, Number.MAX_SAFE_INTEGER]) {
      assert.throws(() => make(count), (error) => error instanceof api.UsageError && error.message.startsWith(`limits.${name}: `), String(count));
    }
  });
}

test('a buffer without end has room for what a number of 32 bits says', () => {
  for (const count of [2 ** 32 - 1, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    const client = new api.Client({ limits: { inputBuffer: count } }, { now: 0 });
    assert.equal(client.inputRoom, 2 ** 32 - 1);
    client.free();
  }
});

test('what was written of the output is counted alike', () => {
  const client = new api.Client({}, { now: 0 });
  client.receiveData(octets('220 mx.example\r\n'), 0);
  [...client.events(0)];
  client.noop();
  for (const count of [7, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, 2 ** 53, 1.5, -1, Number.NaN, /** @type {any} */ (1n)]) {
    assert.throws(() => client.advanceOutput(count), api.UsageError, String(count));
  }
  client.advanceOutput(-0);
  client.advanceOutput(6);
  assert.equal(client.output().length, 0);
  client.free();
});

test('a framer drops no more than it holds', () => {
  for (const count of [3, 2 ** 32, 2 ** 32 + 1, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    const framer = new api.LineFramer();
    framer.push(octets('abc'));
    framer.consume(count);
    assert.equal(framer.buffered().length, 0, String(count));
    framer.free();
  }
  const framer = new api.LineFramer();
  for (const count of NONE) assert.throws(() => framer.consume(count), api.UsageError, String(count));
  framer.free();
});

test('a deadline is a number, however far away it is', () => {
  const far = new api.Client({ timeouts: { greeting: Number.MAX_SAFE_INTEGER } }, { now: 5000 });
  const deadline = far.nextDeadline();
  assert.equal(typeof deadline, 'number');
  assert.equal(deadline, Number.MAX_SAFE_INTEGER + 5001);
  assert.equal(far.pump(null, 5000).deadline, deadline);
  far.free();
  const never = new api.Client({ timeouts: { greeting: /** @type {any} */ (18446744073709551615n) } }, { now: 5000 });
  assert.equal(never.nextDeadline(), 2 ** 64);
  assert.equal(never.pump(null, 5000).deadline, 2 ** 64);
  never.free();
});
