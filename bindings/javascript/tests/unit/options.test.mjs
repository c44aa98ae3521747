// The options of constructors: a field that is not known is never passed over.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, isNative } from './package.mjs';

const { Client, ClientSetup, Mailer, MailerSetup, Server, ServerSetup } = api;

/** What makes each object, by its options. */
const MADE = /** @type {Record<string, (options: any) => { free(): void }>} */ ({
  Client: (options) => new Client({}, options),
  Mailer: (options) => new Mailer({ name: 'a.example' }, options),
  Server: (options) => new Server({ hostname: 'mx.example' }, options),
  ClientSetup: (options) => new ClientSetup({}, options),
  MailerSetup: (options) => new MailerSetup({ name: 'a.example' }, options),
  ServerSetup: (options) => new ServerSetup({ hostname: 'mx.example' }, options),
});

for (const [name, make] of Object.entries(MADE)) {
  test(`a typo in the options of a ${name} is an error that names it, and what is allowed`, () => {
    assert.throws(() => make({ tsl: { peer: 'mx.example' } }), (error) => {
      assert.ok(error instanceof api.UsageError);
      assert.match(error.message, /^options\.tsl: not a field; the fields are (.*, )?tls\b/);
      return true;
    });
    assert.throws(() => make(JSON.parse('{"__proto__": 1}')), /^UsageError: options\.__proto__: not a field/);
  });

  test(`no options, null and fields that are undefined are the defaults of a ${name}`, () => {
    for (const options of [undefined, null, {}, { tls: undefined }, { other: undefined }]) make(options).free();
  });

  test(`options of a ${name} that are no object are the caller’s fault`, () => {
    for (const options of [7, 'tls', true, [], Promise.resolve({}), new Uint8Array(2), Symbol('x')]) {
      assert.throws(() => make(options), api.UsageError, String(options));
    }
  });
}

test('an option of another role is none of this one', () => {
  assert.throws(() => new Client({}, /** @type {any} */ ({ entropy: new Uint8Array(32) })), /^UsageError: options\.entropy: /);
  assert.throws(() => new Server({ hostname: 'a.example' }, /** @type {any} */ ({ peer: 'b.example' })), /^UsageError: options\.peer: /);
  assert.throws(() => new ServerSetup({ hostname: 'a.example' }, /** @type {any} */ ({ now: 0 })), /^UsageError: options\.now: not a field; the fields are tls$/);
});

test('an option of the wrong form is told by its name', () => {
  assert.throws(() => new Client({}, /** @type {any} */ ({ awaitingTls: 'yes' })), /^UsageError: awaitingTls: /);
  assert.throws(() => new Client({}, /** @type {any} */ ({ now: '1' })), /^UsageError: now: /);
  assert.throws(() => new Mailer({ name: 'a.example' }, /** @type {any} */ ({ entropy: 7 })), /^UsageError: entropy: /);
});

test('what is no configuration is refused, and not taken for one without choices', () => {
  const server = new Server({ hostname: 'mx.example' });
  const setup = new ServerSetup({ hostname: 'mx.example' });
  for (const config of /** @type {any[]} */ ([server, setup, new Map(), new Date(), Promise.resolve({}), new Set(), /x/, 1, 'text', true])) {
    assert.throws(() => new Client(config), api.UsageError, String(config));
  }
  server.free();
  setup.free();
});

test('the parts of a reply that is explained are known ones', () => {
  assert.equal(api.explain({ code: 550, enhanced: '5.1.1' }).code, 550);
  assert.throws(() => api.explain(/** @type {any} */ ({ code: 550, txt: 'No such user' })), /^UsageError: reply\.txt: not a field; the fields are code, enhanced, text$/);
});

test('a peer stands beside a setup, and elsewhere in tls', () => {
  assert.throws(() => new Client({}, { peer: 'mx.example' }), api.UsageError);
  const plain = new ClientSetup({});
  assert.throws(() => new Client(plain, { peer: 'mx.example' }), api.UsageError);
  if (!isNative) return;
  const setup = new MailerSetup({ name: 'a.example' }, { tls: { peer: 'one.example', roots: 'none' } });
  new Mailer(setup, { peer: 'two.example', now: 0 }).free();
  new Mailer(setup, { peer: { peer: 'two.example', orNamed: ['three.example'] }, now: 0 }).free();
  assert.throws(() => new Mailer(setup, { tls: { peer: 'two.example' } }), /^UsageError: tls: a setup has its own/);
  assert.throws(() => new Mailer(setup, { peer: /** @type {any} */ ({ pear: 'two.example' }) }), /pear/);
  assert.throws(() => new Mailer(setup, { peer: 'no name at all' }), api.UsageError);
});
