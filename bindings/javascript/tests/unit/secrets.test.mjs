import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { api, octets, say, text } from './package.mjs';

const PASSWORD = 'correct horse';

/** Base64 of octets. @param {string} of */
const base64 = (of) => Buffer.from(of, 'utf8').toString('base64');

/**
 * Whether a secret, or its base64, can be seen in what a program would print.
 * @param {unknown} value
 */
function assertMasked(value) {
  const shown = [inspect(value, { depth: 10, showHidden: true }), JSON.stringify(value), String(value)].join('\n');
  assert.ok(!shown.includes(PASSWORD), shown);
  assert.ok(!shown.includes(base64(PASSWORD)), shown);
  assert.ok(!shown.includes(base64(`\0ann\0${PASSWORD}`)), shown);
}

/** A server that is asked whether a password is good. */
function asked() {
  const config = { hostname: 'mx.example', plaintextAuth: true, extensions: { auth: ['PLAIN'] } };
  const server = new api.Server(config, { now: 0 });
  const { events } = say(server, 'EHLO a.example', `AUTH PLAIN ${base64(`\0ann\0${PASSWORD}`)}`);
  return { server, event: events.find((one) => one.type === 'auth-verify') };
}

test('a claim is masked in the event, and revealed by the call that says so', () => {
  const { server, event } = asked();
  assert.ok(event);
  assert.equal(event.username, 'ann');
  assert.equal(event.credentials, 'password');
  assert.equal(event.password, '***');
  assertMasked(event);
  assertMasked(server);
  const claim = server.revealClaim();
  assert.equal(text(claim.password ?? new Uint8Array()), PASSWORD);
  assert.ok(server.claimMatches(PASSWORD));
  assert.ok(!server.claimMatches('another'));
  server.verify(true);
  assert.throws(() => server.revealClaim(), api.UsageError);
  server.free();
});

test('the configuration of a mailer shows no password, nor does the mailer', () => {
  const credentials = { username: 'ann', password: PASSWORD };
  const mailer = new api.Mailer({ name: 'a.example', credentials }, { now: 0 });
  assertMasked(mailer);
  mailer.free();
  const client = new api.Client({ plaintextAuth: true }, { now: 0 });
  client.receiveData(octets('220 mx\r\n'), 0);
  client.ehlo('a.example');
  [...client.events(0)];
  client.dataToSend();
  client.receiveData(octets('250-mx\r\n250 AUTH PLAIN\r\n'), 0);
  [...client.events(0)];
  client.auth({ ...credentials }, new Uint8Array(32), { allowPlaintextSecrets: true });
  assertMasked(client);
  [...client.events(0)];
  assert.match(text(client.dataToSend()), /^AUTH PLAIN /);
  client.free();
});

test('a secret that is no secret is not told by the error', () => {
  const wrong = /** @type {any[]} */ ([
    { username: 'ann', password: { value: PASSWORD } },
    { username: 'ann', password: PASSWORD, token: PASSWORD },
    { username: 'ann', passwort: PASSWORD },
    PASSWORD,
    [PASSWORD],
  ]);
  for (const credentials of wrong) {
    assert.throws(
      () => new api.Mailer({ name: 'a.example', credentials }, { now: 0 }),
      (error) => {
        assert.ok(error instanceof api.UsageError);
        assertMasked(error);
        assertMasked(error.message);
        return true;
      },
    );
  }
});

test('a command that holds a secret is masked when it is read, and revealed by the call that says so', () => {
  const line = `AUTH PLAIN ${base64(`\0ann\0${PASSWORD}`)}`;
  assertMasked(api.parseCommand(line));
  const revealed = api.revealCommand(line);
  assert.deepEqual(revealed, { verb: 'AUTH', mechanism: 'PLAIN', initialResponse: base64(`\0ann\0${PASSWORD}`) });
  assert.equal(text(api.encodeCommand(revealed)), `${line}\r\n`);
});

test('what follows a login that was refused is masked, and revealed by the call that says so', () => {
  const user = base64('ann');
  const password = base64(PASSWORD);
  const decisions = /** @type {const} */ (['unknown']);
  // The server offers no AUTH, and the client goes on as if it had been asked.
  const server = new api.Server({ hostname: 'mx.example', decisions }, { now: 0 });
  say(server, 'EHLO a.example', 'AUTH LOGIN');
  const first = server.pump(octets(`${user}\r\n`), 0).events[0];
  assert.deepEqual(first, { type: 'unknown', verb: '***', line: '***' });
  assert.equal(server.revealUnknown(), user);
  server.answer('500 5.5.1 What?');
  const second = server.pump(octets(`${password}\r\n`), 0).events[0];
  assert.deepEqual(second, { type: 'unknown', verb: '***', line: '***' });
  assertMasked(second);
  assertMasked(server);
  assert.equal(server.revealUnknown(), password);
  server.answer('500 5.5.1 What?');
  // A command that is known shows that the login is over.
  say(server, 'NOOP');
  assert.throws(() => server.revealUnknown(), api.UsageError);
  const third = server.pump(octets('XFOO bar\r\n'), 0).events[0];
  assert.deepEqual(third, { type: 'unknown', verb: 'XFOO', line: 'XFOO ***' });
  assert.equal(server.revealUnknown(), 'XFOO bar');
  server.free();
});

test('what follows a password that was refused is masked, too', () => {
  const { server } = asked();
  server.verify(false);
  const { events } = say(server, base64(PASSWORD));
  assert.deepEqual(events.map(({ type }) => type), ['auth-failed', 'unknown']);
  assertMasked(events);
  server.free();
});
