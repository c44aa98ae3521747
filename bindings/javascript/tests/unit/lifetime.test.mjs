import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { api, octets } from './package.mjs';

/** Every class, and a call of each. @type {[string, () => { free(): void, [Symbol.dispose](): void }, (one: any) => unknown][]} */
const CLASSES = [
  ['Client', () => new api.Client({}, { now: 0 }), (one) => one.nextEvent(0)],
  ['Mailer', () => new api.Mailer({ name: 'a.example' }, { now: 0 }), (one) => one.pump(null, 0)],
  ['Server', () => new api.Server({ hostname: 'mx.example' }, { now: 0 }), (one) => one.phase],
  ['LineFramer', () => new api.LineFramer({ limit: 512 }), (one) => one.nextLine()],
  ['ReplyReader', () => new api.ReplyReader(), (one) => one.nextReply()],
];

for (const [name, make, call] of CLASSES) {
  test(`a ${name} that was freed answers with an error, and can be freed again`, () => {
    const one = make();
    const other = make();
    call(one);
    one.free();
    assert.throws(() => call(one), api.UsageError);
    one.free();
    assert.throws(() => call(one), api.UsageError);
    // Its place may be another's now, which it must not reach.
    const third = make();
    assert.throws(() => call(one), api.UsageError);
    call(third);
    call(other);
    other.free();
    third.free();
  });

  test(`a ${name} is disposed of by its symbol`, () => {
    const one = make();
    one[Symbol.dispose]();
    assert.throws(() => call(one), api.UsageError);
  });
}

test('an object that is freed while an argument of its is read does nothing, and says that it was freed', () => {
  /** @type {any} */
  let one;
  const frees = {
    get verb() {
      one.free();
      return 'NOOP';
    },
    get code() {
      one.free();
      return 250;
    },
  };
  const freed = (/** @type {() => unknown} */ call) => assert.throws(call, { name: 'UsageError', reason: 'already-closed' });
  one = new api.Server({ hostname: 'mx.example' }, { now: 0 });
  freed(() => one.provideVerifier(frees));
  one = new api.Server({ hostname: 'mx.example' }, { now: 0 });
  freed(() => one.answer(frees));
  one = new api.Client({}, { now: 0 });
  freed(() => one.command(frees));
  // Octets say what they are when they are asked.
  const octetsThatFree = Object.create(ArrayBuffer.prototype, {
    [Symbol.toStringTag]: {
      get() {
        one.free();
        return 'ArrayBuffer';
      },
    },
  });
  one = new api.Client({}, { now: 0 });
  assert.throws(() => one.pump(octetsThatFree, 0), api.UsageError);
});

test('all calls of a freed connection fail, and none breaks', () => {
  const client = new api.Client({}, { now: 0 });
  client.free();
  const calls = /** @type {(() => unknown)[]} */ ([
    () => client.receiveData(octets('220 x\r\n'), 0), () => client.receiveEof(0), () => client.inputRoom,
    () => client.dataToSend(), () => client.output(), () => client.advanceOutput(0), () => client.nextDeadline(),
    () => client.handleTimeout(0), () => client.pump(octets('220 x\r\n'), 0), () => client.ehlo('a.example'),
    () => client.capabilities, () => [...client.events(0)],
  ]);
  for (const call of calls) assert.throws(call, api.UsageError);
});

test('an object of one class is not taken for one of another', () => {
  const { nextLine } = api.LineFramer.prototype;
  const client = new api.Client({}, { now: 0 });
  assert.throws(() => Reflect.apply(nextLine, client, []), Error);
  assert.throws(() => Reflect.apply(nextLine, {}, []), Error);
  assert.equal(client.nextEvent(0), null);
  client.free();
});

test('a connection may be freed by what it calls for an event', () => {
  const client = new api.Client({}, { now: 0 });
  client.receiveData(octets('220 a ESMTP\r\n'), 0);
  assert.throws(() => {
    for (const event of client.events(0)) {
      assert.equal(event.type, 'greeting');
      client.free();
    }
  }, api.UsageError);
});

test('what is shown of an object is its class and where it stands', () => {
  const client = new api.Client({}, { now: 0 });
  assert.equal(inspect(client), "Client { waits: 'data', isTls: false }");
  assert.equal(inspect({ client }), "{ client: Client { waits: 'data', isTls: false } }");
  client.receiveData(octets('220 a ESMTP\r\n'), 0);
  inspect(client);
  assert.equal(client.nextEvent(0)?.type, 'greeting');
  client.free();
  assert.equal(inspect(client), 'Client { freed: true }');
  const framer = new api.LineFramer();
  assert.equal(inspect(framer), 'LineFramer {}');
  framer.free();
  assert.doesNotThrow(() => inspect([api.Client.prototype, api.LineFramer.prototype, Object.create(api.Client.prototype)], { showHidden: true, getters: true }));
  assert.equal(JSON.stringify(new api.ChunkTotal()), '{}');
});
