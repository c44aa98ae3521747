// Where the fields of what is given may stand: they are read by their names, as those of the web's dictionaries are, from the object
// itself and from its classes, but never from the prototype of all objects.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

import { api, isNative, octets, say, text } from './package.mjs';

/** @param {any} config @param {any} [options] */
function greeting(config, options) {
  const server = new api.Server(config, options);
  const { output } = server.pump(octets('EHLO a.example\r\n'), 0);
  server.free();
  return text(output);
}

class Settings {
  #host = 'mx.example';
  get hostname() {
    return this.#host;
  }
  get extensions() {
    return new Offers();
  }
  /** What is no field is none of smtpwire's business, where a class has it. */
  get summary() {
    throw new Error('nobody asks for it');
  }
  describe() {
    return 'settings';
  }
}

class Offers {
  get size() {
    return false;
  }
}

class MoreSettings extends Settings {
  greeting = 'from a field';
}

test('the getters of a class are fields, and those of the classes above it', () => {
  for (const config of [new Settings(), new MoreSettings()]) {
    const output = greeting(config, { now: 0 });
    assert.match(output, /^220 mx\.example /);
    assert.doesNotMatch(output, /SIZE/);
  }
  assert.match(greeting(new MoreSettings(), { now: 0 }), /^220 mx\.example from a field\r\n/);
});

test('what an object inherits from another one is its own', () => {
  const base = { hostname: 'mx.example', extensions: { size: false } };
  const config = Object.create(base, { greeting: { value: 'not listed', enumerable: false } });
  const output = greeting(config, { now: 0 });
  assert.match(output, /^220 mx\.example not listed\r\n/);
  assert.doesNotMatch(output, /SIZE/);
  assert.match(greeting(Object.create(Object.create(Object.assign(Object.create(null), base))), { now: 0 }), /^220 mx\.example /);
});

test('options are read the same way', () => {
  class Options {
    get now() {
      return 5000;
    }
    get note() {
      return 'what is no option is passed over in a class';
    }
  }
  const client = new api.Client({ timeouts: { greeting: 1000 } }, new Options());
  assert.equal(client.nextDeadline(), 6000);
  client.free();
  const inherited = new api.Client({ timeouts: { greeting: 1000 } }, Object.create({ now: 7000 }));
  assert.equal(inherited.nextDeadline(), 8000);
  inherited.free();
  assert.throws(() => new api.Client({}, Object.create({ now: 'soon' })), /^UsageError: now: /);
});

test('an envelope, parameters, addresses and content options may be objects of classes', () => {
  class Message {
    get from() {
      return 'a@b.example';
    }
    get to() {
      return [new Recipient('c@d.example')];
    }
  }
  class Recipient {
    #path;
    /** @param {string} path */
    constructor(path) {
      this.#path = path;
    }
    get path() {
      return this.#path;
    }
    get parameters() {
      return [Object.create({ keyword: 'NOTIFY', value: ['NEVER'] })];
    }
  }
  const mailer = new api.Mailer({ name: 'a.example', security: 'disabled' }, { now: 0 });
  mailer.send(new Message(), 'x');
  const said = [];
  for (const line of ['220 mx\r\n', '250-mx\r\n250 DSN\r\n', '250 ok\r\n']) said.push(text(mailer.pump(octets(line), 0).output));
  assert.match(said.join(''), /RCPT TO:<c@d\.example> NOTIFY=NEVER/);
  mailer.free();
  assert.equal(text(api.stuff('a\nb', Object.create({ lineEnds: 'normalise' }))), 'a\r\nb\r\n.\r\n');
});

test('a method in the place of a field is refused, and not passed over', () => {
  class Wrong {
    hostname = 'mx.example';
    requireTls() {
      return true;
    }
  }
  assert.throws(() => new api.Server(/** @type {any} */ (new Wrong())), /^UsageError: requireTls: a function was given, which is no plain data$/);
});

test('what an object lists itself and is no field is refused, of whatever class it is', () => {
  class Typo extends Settings {
    requireTsl = true;
  }
  assert.throws(() => new api.Server(new Typo()), /^UsageError: requireTsl: not a field/);
  assert.throws(() => new api.Client({}, /** @type {any} */ (Object.assign(Object.create({ now: 0 }), { tsl: {} }))), /^UsageError: options\.tsl: not a field/);
});

test('an object of another realm is read as one of this', () => {
  const realm = createContext({});
  const config = runInContext("Object.prototype.greeting = 'polluted'; class C { get hostname() { return 'mx.example'; } }; new C()", realm);
  assert.match(greeting(config, { now: 0 }), /^220 mx\.example ESMTP\r\n/);
});

test('what was written into the prototype of all objects is no choice of anybody', () => {
  const polluted = /** @type {Record<string, unknown>} */ ({
    now: 'x', tls: { peer: 'evil.example', dangerousAcceptAnyCertificate: true }, peer: 'evil.example', awaitingTls: true, entropy: 7, limits: 7,
    verified: true, plaintextAuth: true, implicitTls: true, greeting: 'polluted', requireAuth: true, security: 'disabled', trusted: true,
    unverified: true, allowPlaintextSecrets: true, credentials: 7, lineEnds: 'normalise', parameters: 7, enhanced: '4.4.4', code: 421, wire: 'x',
    offset: 7, verb: 'EVIL', reply: 7, losesFraming: true, cause: 'evil',
  });
  /** @type {any} */
  const all = Object.prototype;
  for (const [name, value] of Object.entries(polluted)) all[name] = value;
  let came;
  try {
    const server = new api.Server({ hostname: 'mx.example' });
    const said = say(server, 'EHLO a.example', 'MAIL FROM:<a@b.example>');
    const client = new api.Client({}, { now: 0 });
    const mailer = new api.Mailer({ name: 'a.example' }, Object.create({ now: 3 }));
    mailer.send({ from: 'a@b.example', to: ['c@d.example'] }, 'x');
    let error;
    try {
      client.rcpt('no mailbox');
    } catch (caught) {
      error = /** @type {any} */ (caught);
    }
    const reply = api.replyOctets({ code: 250, lines: ['ok'], text: 'ok' });
    came = { output: said.output, clientWaits: client.waits, isTls: client.isTls, own: Object.keys(error), json: JSON.stringify(error), reply: text(reply), isVerified: client.isVerified };
    for (const one of [server, client, mailer]) one.free();
  } finally {
    for (const name of Object.keys(polluted)) delete all[name];
  }
  assert.match(came.output, /^220 mx\.example ESMTP\r\n[^]*250 2\.1\.0 /);
  assert.deepEqual([came.clientWaits, came.isTls, came.isVerified, came.reply], ['data', false, false, '250 ok\r\n']);
  assert.ok(!came.own.includes('losesFraming') && !came.own.includes('reply'), came.own.join());
  assert.doesNotMatch(came.json, /EVIL|evil/);
});

test('a name that is no field is told short, and fit for a terminal', () => {
  const names = /** @type {[string, RegExp][]} */ ([
    ['\u001b[2J\r\nx', /^"\\u001b\[2J\\r\\nx": not a field/],
    ['x'.repeat(5000), /^"x{40}"…: not a field/],
    ['пароль', /^"\\u043f\\u0430/],
    ['a b', /^"a b": not a field/],
    ['', /^"": not a field/],
    ['\u202edrowssap', /^"\\u202edrowssap": /],
  ]);
  for (const [name, shown] of names) {
    const given = /** @type {any} */ ({ [name]: 1 });
    assert.throws(() => new api.Client(given), (error) => error instanceof api.UsageError && shown.test(error.message), name);
    for (const call of /** @type {(() => unknown)[]} */ ([
      () => new api.Client({ limits: given }), () => new api.Client({}, given), () => api.stuff('x', given), () => api.explain({ code: 550, ...given }),
      () => new api.LineFramer(given), () => new api.Mailer({ name: 'a.example' }).send({ from: 'a@b.example', to: ['c@d.example'], ...given }),
      () => new api.Mailer({ name: 'a.example', credentials: given }), () => api.encodeCommand({ verb: 'NOOP', ...given }),
    ])) {
      assert.throws(call, (error) => {
        assert.ok(error instanceof api.UsageError, String(error));
        assert.match(error.message, /^[ -~…]+$/);
        assert.ok(!error.message.includes('x'.repeat(41)), error.message.slice(0, 200));
        assert.match(error.message, /not a field|is needed/);
        return true;
      });
    }
  }
  if (isNative) assert.throws(() => new api.Client({}, { tls: /** @type {any} */ ({ peer: 'a.example', ['y'.repeat(99)]: 1 }) }), /^UsageError: tls\."y{40}"…: not a field/);
});

test('the stack of an error begins where the program has called', () => {
  const client = new api.Client({}, { now: 0 });
  const calls = /** @type {(() => unknown)[]} */ ([
    function aProgram() { return client.rcpt('no mailbox'); },
    function aProgram() { return client.pump(/** @type {any} */ (7)); },
    function aProgram() { return api.parseAddress('no mailbox'); },
    function aProgram() { return new api.Server(/** @type {any} */ ({})); },
    function aProgram() { return new api.Client({}, /** @type {any} */ ({ tsl: 1 })); },
    function aProgram() { return [...client.events(-1)]; },
    function aProgram() { return api.replyOctets(/** @type {any} */ (7)); },
  ]);
  for (const call of calls) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof api.UsageError);
      const [head, first] = (error.stack ?? '').split('\n');
      assert.equal(head, `UsageError: ${error.message}`);
      assert.match(first ?? '', /aProgram|next \(<anonymous>\)/);
      return true;
    });
  }
  client.free();
  const limit = Error.stackTraceLimit;
  assert.throws(() => api.parseAddress('no mailbox'), api.UsageError);
  assert.equal(Error.stackTraceLimit, limit);
});

test('an error with a stack that the program forbids or forms itself is an error', () => {
  for (const how of ['Error.stackTraceLimit = 0', 'delete Error.stackTraceLimit', 'Error.prepareStackTrace = (error, calls) => calls', 'Object.freeze(Error)']) {
    const source = `
      ${how};
      const smtpwire = await import(${JSON.stringify(import.meta.resolve(process.env['SMTPWIRE_PACKAGE'] ?? 'smtpwire'))});
      if (smtpwire.init) await smtpwire.init();
      try { smtpwire.parseCommand('MAIL FROM:<'); } catch (error) { console.log(error.name, error instanceof smtpwire.UsageError); }
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' });
    assert.equal(stdout, 'UsageError true\n', how + stderr);
  }
});

test('a framer tells the same bounds on every machine', () => {
  for (const limit of [2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]) {
    const framer = new api.LineFramer({ limit });
    assert.equal(framer.limit, 2 ** 32 - 1);
    assert.equal(framer.capacity, 2 ** 32 - 1);
    framer.free();
  }
  const framer = new api.LineFramer({ limit: 512 });
  assert.equal(framer.limit, 512);
  assert.ok(framer.capacity >= 512 && framer.capacity < 2 ** 20);
  framer.free();
});
