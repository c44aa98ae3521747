// Every function and method, with values that no program means: what comes out is a value or an error of smtpwire, which names
// what is wrong, and tells no secret.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { api } from './package.mjs';

const SECRET = 'hunter2-of-the-getter';

const fail = () => {
  throw new RangeError(SECRET);
};

/** Makes the values anew for each call: some can be used once. @type {Record<string, () => any>} */
const HOSTILE = {
  undefined: () => undefined,
  null: () => null,
  NaN: () => Number.NaN,
  '-0': () => -0,
  '-1': () => -1,
  '0.5': () => 0.5,
  '2 ** 53': () => 2 ** 53,
  Infinity: () => Number.POSITIVE_INFINITY,
  '10n ** 40n': () => 10n ** 40n,
  '2n ** 100000n': () => 2n ** 100_000n,
  'half a character': () => '\ud800',
  'control characters': () => '\u0000\u001b[31m\r\n',
  'long text': () => 'x'.repeat(100_000),
  'empty text': () => '',
  true: () => true,
  'a symbol': () => Symbol('x'),
  'a function': () => () => SECRET,
  'a class': () => class {},
  'an empty object': () => ({}),
  'an object without prototype': () => Object.create(null),
  'an object that holds itself': () => {
    const cyclic = /** @type {any} */ ({});
    cyclic.cyclic = cyclic;
    return cyclic;
  },
  'a list that holds itself': () => {
    const cyclic = /** @type {any[]} */ ([]);
    cyclic.push(cyclic);
    return cyclic;
  },
  'a list with holes': () => new Array(3),
  'a long list with holes': () => new Array(2 ** 28),
  'a list with its own way to be walked': () => Object.assign([1, 2, 3], { [Symbol.iterator]: fail }),
  'a getter that throws': () => ({ get name() { return fail(); }, get hostname() { return fail(); }, get code() { return fail(); } }),
  'a proxy whose traps throw': () => new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail, has: fail, getOwnPropertyDescriptor: fail }),
  'a list behind a proxy whose traps throw': () => new Proxy([], { get: fail, getPrototypeOf: fail }),
  'a list behind a proxy with a length that is none': () => new Proxy([], { get: (list, name) => (name === 'length' ? 1.5 : Reflect.get(list, name)) }),
  'a proxy that was revoked': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'a proxy whose prototypes have no end': () => {
    const endless = () => new Proxy({}, { getPrototypeOf: endless });
    return endless();
  },
  'octets whose buffer is gone': () => {
    const octets = new Uint8Array(8);
    structuredClone(octets.buffer, { transfer: [octets.buffer] });
    return octets;
  },
  'octets that a getter makes shorter': () => {
    const Resizable = /** @type {any} */ (ArrayBuffer);
    const buffer = new Resizable(1 << 12, { maxByteLength: 1 << 12 });
    return {
      octets: new Uint8Array(buffer),
      get more() {
        buffer.resize(1);
        return new Uint8Array(buffer, 0, 1);
      },
    };
  },
  'octets that say they are longer': () => Object.defineProperty(new Uint8Array(2), 'length', { value: 2 ** 31 }),
  'octets that are cut in their own way': () => Object.defineProperty(new Uint8Array(100_000), 'subarray', { value: fail }),
  'a list of octets and text': () => [new Uint8Array(2), 'x', null],
  'a Map': () => new Map(),
  'a Date': () => new Date(),
  'an error': () => new Error(SECRET),
  'a promise': () => Promise.resolve(1),
  'an object of smtpwire': () => new api.ChunkTotal(),
};

/** What makes an object of each class. @type {Record<string, () => any>} */
const MADE = {
  Client: () => new api.Client({}, { now: 0 }),
  ClientSetup: () => new api.ClientSetup({}),
  Mailer: () => new api.Mailer({ name: 'a.example' }, { now: 0 }),
  MailerSetup: () => new api.MailerSetup({ name: 'a.example' }),
  Server: () => new api.Server({ hostname: 'mx.example' }, { now: 0 }),
  ServerSetup: () => new api.ServerSetup({ hostname: 'mx.example' }),
  ReplyReader: () => new api.ReplyReader(),
  Stuffer: () => new api.Stuffer(),
  Unstuffer: () => new api.Unstuffer(),
  ContentScanner: () => new api.ContentScanner(),
  LineFramer: () => new api.LineFramer(),
  ChunkReader: () => new api.ChunkReader(),
  ChunkTotal: () => new api.ChunkTotal(),
};

/** Loads modules, and gives promises: `wasm.test.mjs` is about them. */
const LOADERS = new Set(['init', 'initCheck', 'initSync', 'initCheckSync']);

/** Lists of arguments in which a hostile value has a place. @type {((value: () => any) => any[])[]} */
const ARGUMENTS = [
  (value) => [value()],
  (value) => [value(), value(), value(), value()],
  (value) => ['jo@a.example', value()],
  (value) => [{}, value()],
  (value) => [{ hostname: 'mx.example', name: 'a.example', from: '', to: ['a@b.example'] }, value()],
  (value) => ['a', 'b', value()],
  (value) => [new Uint8Array(3), value(), value()],
  (value) => [1, value()],
  (value) => [{ name: value(), hostname: value(), limits: value(), from: value(), to: value(), parameters: value(), roots: value() }],
  (value) => [{ to: [value(), 'a@b.example'], from: 'a@b.example' }],
];

/**
 * Calls with every list of arguments, and looks at what is thrown.
 * @param {string} what
 * @param {(given: any[]) => unknown} call
 */
function sweep(what, call) {
  for (const [name, value] of Object.entries(HOSTILE)) {
    for (const [at, make] of ARGUMENTS.entries()) {
      const given = make(value);
      try {
        const came = call(given);
        if (typeof (/** @type {any} */ (came)?.next) === 'function') [.../** @type {any} */ (came)];
      } catch (error) {
        const where = `${what} with ${name}, ${at}: ${error instanceof Error ? error.stack : String(error)}`;
        assert.ok(error instanceof api.SmtpwireError, where);
        assert.ok(!(error instanceof api.InternalError), where);
        const { message } = error;
        assert.ok(message.length > 0 && message.length < 3000, where);
        assert.ok(!message.includes(SECRET), where);
        assert.match(message, /^[ -~…]+$/, where);
        assert.doesNotMatch(message, /undefined is not|cannot read|is not a function|is not iterable|not in this build/i, where);
      }
    }
  }
}

/** @type {any} */
const exported = api;
const names = Object.keys(exported).filter((name) => typeof exported[name] === 'function' && !LOADERS.has(name));
const isClass = (/** @type {string} */ name) => /^[A-Z]/.test(name);

for (const name of names) {
  if (!isClass(name)) {
    test(`${name} is called with anything`, () => sweep(name, (given) => exported[name](...given)));
    continue;
  }

  test(`a ${name} is made of anything`, () => sweep(`new ${name}`, (given) => new exported[name](...given).free?.()));

  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(exported[name]))) {
    if (typeof value === 'function') test(`${name}.${key} is called with anything`, () => sweep(`${name}.${key}`, (given) => value(...given)));
  }
}

/** All that can be asked of an object, with its getters. @param {object} one @returns {Map<string | symbol, PropertyDescriptor>} */
function members(one) {
  const all = new Map();
  for (let at = Object.getPrototypeOf(one); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const key of Reflect.ownKeys(at)) {
      // How it is shown is asked by Node, and of the prototype, too.
      if (key !== 'constructor' && key !== inspect.custom && !all.has(key)) all.set(key, Object.getOwnPropertyDescriptor(at, key));
    }
  }
  return all;
}

for (const [name, make] of Object.entries(MADE)) {
  const model = make();

  for (const [key, { value, get }] of members(model)) {
    test(`${name}: ${String(key)} is called with anything`, () => {
      if (typeof value !== 'function') return void make()[key];
      sweep(`${name}.${String(key)}`, (given) => {
        const one = make();
        try {
          return one[key](...given);
        } finally {
          one.free();
        }
      });
    });

    test(`${name}: ${String(key)} belongs to an object, and says so where it is none`, () => {
      const others = [undefined, null, 7, 'text', {}, [], () => {}, Object.create(model), new Proxy(model, {}), exported[name].prototype, make];
      for (const other of others) {
        assert.throws(
          () => {
            const came = Reflect.apply(value ?? get, other, key === 'content' ? [new Uint8Array(1 << 17)] : key === 'receiveData' ? [new Uint8Array(1)] : key === 'pump' ? [null, 1] : [1]);
            if (typeof came?.next === 'function') [...came];
          },
          (error) => {
            assert.ok(error instanceof api.UsageError, `${name}.${String(key)}: ${String(error)}`);
            assert.match(error.message, new RegExp(`^${typeof key === 'symbol' ? 'Symbol\\.dispose' : key}: it was called on `));
            return true;
          },
        );
      }
    });
  }

  test(`what a ${name} has not is not had of it`, () => {
    for (const [other, makeOther] of Object.entries(MADE)) {
      const theirs = makeOther();
      for (const [key, { value, get }] of members(theirs)) {
        const own = members(model).has(key);
        if (own) continue;
        assert.throws(() => {
          const came = Reflect.apply(value ?? get, model, ['x']);
          if (typeof came?.next === 'function') [...came];
        }, (error) => {
          assert.ok(error instanceof api.UsageError, `${other}.${String(key)} on a ${name}: ${String(error)}`);
          return true;
        });
      }
      theirs.free();
    }
  });
}

test('the classes of which others are made are not made themselves', () => {
  for (const name of ['Resource', 'Connection', 'ConnectionSetup']) {
    for (const given of [[], [{}], ['Client', []], ['Nothing', []]]) {
      assert.throws(() => new exported[name](...given), (error) => {
        assert.ok(error instanceof api.UsageError);
        assert.match(error.message, new RegExp(`^${name}: it is made as one of its classes, such as Client`));
        return true;
      });
    }
  }
});

test('errors are made by smtpwire alone', () => {
  for (const name of ['SmtpwireError', 'UsageError', 'PeerError', 'LimitError', 'TimedOutError', 'InternalError']) {
    for (const given of [undefined, null, {}, 'x', { code: 1, name: 'x', kind: 'usage', detail: 'x', message: 'x' }]) {
      assert.throws(() => new exported[name](given), (error) => {
        assert.ok(error instanceof api.UsageError);
        assert.equal(error.message, `${name}: smtpwire makes its errors itself; SmtpwireError.from makes one of a Failure`);
        return true;
      });
    }
  }
});

test('an error of a kind that is a name of all objects is one of no known kind', () => {
  const failure = { code: 1, name: 'x', detail: 'x', message: 'a sentence' };
  for (const kind of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '']) {
    const error = api.SmtpwireError.from({ ...failure, kind: /** @type {any} */ (kind) });
    assert.equal(error.constructor, api.SmtpwireError);
    assert.equal(error.kind, kind);
    assert.equal(error.message, 'a sentence');
  }
});

test('what is no failure makes no error, and the field that is wrong is named', () => {
  const failure = { code: 1, name: 'x', kind: 'usage', detail: 'x', message: 'a sentence' };
  for (const [field, value] of /** @type {[string, any][]} */ ([
    ['code', undefined], ['code', '1'], ['name', undefined], ['kind', undefined], ['kind', null], ['kind', 7], ['kind', {}], ['message', undefined],
    ['message', Symbol('x')], ['detail', 7], ['offset', '3'], ['verb', {}], ['losesFraming', 'no'], ['reply', 'text'],
  ])) {
    assert.throws(() => api.SmtpwireError.from(/** @type {any} */ ({ ...failure, [field]: value })), (error) => {
      assert.ok(error instanceof api.UsageError);
      assert.match(error.message, new RegExp(`^failure\\.${field}: `));
      return true;
    });
  }
  const error = api.SmtpwireError.from(/** @type {any} */ (failure));
  assert.equal(api.SmtpwireError.from(error), error);
});

test('what a getter throws is the cause of the error', () => {
  const config = { get hostname() { return fail(); } };
  assert.throws(() => new api.Server(config), (error) => {
    assert.ok(error instanceof api.UsageError);
    assert.equal(error.message, "hostname: it can't be read");
    assert.ok(error.cause instanceof RangeError);
    return true;
  });
});
