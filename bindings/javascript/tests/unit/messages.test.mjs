// What a user reads who gave the wrong thing: which argument or field it is, and what is needed instead.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, isNative, octets, say } from './package.mjs';

/** @type {any} */
const any = api;

/**
 * The message of the UsageError that a call throws.
 * @param {() => unknown} call
 */
function message(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof api.UsageError, String(error));
    return error.message;
  }
  return assert.fail('it throws nothing');
}

/** A server at which a client tries to log in. */
function loggingIn() {
  const server = new api.Server({ hostname: 'mx.example', plaintextAuth: true, extensions: { auth: ['PLAIN'] } }, { now: 0 });
  const { last } = say(server, 'EHLO client.example', 'AUTH PLAIN AGpvAHBlbmNpbA==');
  assert.deepEqual(last.events.map(({ type }) => type), ['auth-verify']);
  return server;
}

test('a command that can not be made names the argument that is wrong', () => {
  const client = new any.Client({}, { now: 0 });
  const wrong = [{ keyword: 'NOTIFY', value: ['SOMETIMES'] }];
  assert.match(message(() => client.mail('no mailbox')), /^from: a mailbox is /);
  assert.match(message(() => client.mail('no mailbox', [])), /^from: a mailbox is /);
  assert.match(message(() => client.mail({ localPart: 'a b', host: { domain: 'a.example' } })), /^from\.localPart: /);
  assert.match(message(() => client.mail({ localPart: 'a', host: { ipv4: '1.2.3' } })), /^from\.host\.ipv4: an IPv4 address /);
  assert.match(message(() => client.rcpt('no mailbox')), /^to: a mailbox is /);
  assert.match(message(() => client.rcpt('a@b.example', wrong)), /^parameters\[0\]: NOTIFY: /);
  assert.match(message(() => client.ehlo('a b')), /^host: a host is /);
  assert.match(message(() => client.etrn('a b')), /^host: a domain is /);
  assert.match(message(() => client.etrn(null, 'a b')), /^subdomains: a domain is /);
  assert.match(message(() => client.etrn(null, null, 'a b')), /^queue: /);
  assert.match(message(() => client.vrfy('a\r\nb')), /^query: /);
  assert.match(message(() => client.raw('NOOP\r\nRSET')), /^line: /);
  client.free();
});

test('a command as a value names the field that is wrong, by its path', () => {
  const client = new any.Client({}, { now: 0 });
  for (const make of [any.encodeCommand, (/** @type {unknown} */ command) => client.command(command)]) {
    assert.match(message(() => make({ verb: 'EHLO', host: 'a b' })), /^command\.host: a host is /);
    assert.match(message(() => make({ verb: 'MAIL', from: 'no mailbox' })), /^command\.from: a mailbox is /);
    assert.match(message(() => make({ verb: 'RCPT', to: 'no mailbox' })), /^command\.to: a mailbox is /);
    assert.match(
      message(() => make({ verb: 'RCPT', to: 'a@b.example', parameters: [{ keyword: 'X-A', unknown: true }, { keyword: 'ORCPT', value: 5 }] })),
      /^command\.parameters\[1\]: ORCPT: /,
    );
    assert.match(message(() => make({ verb: 'ATRN', domains: ['a.example', 'b c'] })), /^command\.domains\[1\]: a domain is /);
    assert.match(message(() => make({ verb: 'AUTH', mechanism: 'PLAIN', initialResponse: '%' })), /^command\.initialResponse: /);
    assert.match(message(() => make({ verb: 'MAIL' })), /^command: MAIL needs the field from$/);
  }
  client.free();
});

test('an envelope names the recipient that is wrong', () => {
  const mailer = new any.Mailer({ name: 'client.example', security: 'disabled' }, { now: 0 });
  const send = (/** @type {unknown[]} */ ...to) => message(() => mailer.send({ from: 'jo@a.example', to }, ''));
  assert.match(send('al@b.example', 'b'), /^envelope\.to\[1\]: a mailbox is /);
  assert.match(send({ path: 'b' }), /^envelope\.to\[0\]\.path: a mailbox is /);
  assert.match(send({ path: 'al@b.example', parameters: [{ keyword: 'SIZE', value: 1 }] }), /^envelope\.to\[0\]\.parameters\[0\]: SIZE: /);
  mailer.free();
});

test('text that is pumped is told from the end of input', () => {
  const client = new any.Client({}, { now: 0 });
  for (const text of ['EOF', '', '220 mx.example\r\n']) assert.match(message(() => client.pump(text, 0)), /^input: .*'eof'/);
  assert.match(message(() => client.pump(7, 0)), /^input: /);
  client.free();
});

test('a setup of another role is told from the one that is needed', () => {
  const setup = new any.ServerSetup({ hostname: 'mx.example' });
  assert.match(message(() => new any.Client(setup)), /^config: .* ClientSetup /);
  assert.match(message(() => new any.Mailer(setup)), /^config: .* MailerSetup /);
  setup.free();
});

test('what comes too early or too late says so', () => {
  const mailer = new any.Mailer({ name: 'client.example', security: 'disabled' }, { now: 0 });
  const envelope = { from: 'jo@a.example', to: ['al@b.example'] };
  const whole = mailer.send(envelope, 'Hello\r\n');
  for (const transaction of [whole, 99]) {
    const expected = new RegExp(`^transaction: .* ${transaction} now`);
    assert.match(message(() => mailer.content(transaction, octets('x'))), expected);
    assert.match(message(() => mailer.endContent(transaction)), expected);
    assert.match(message(() => mailer.abortContent(transaction)), expected);
  }
  mailer.quit();
  assert.match(message(() => mailer.send(envelope, 'Hello\r\n')), /quit was called/);
  mailer.free();
});

test('a login that is accepted like a recipient says what decides about it', () => {
  const server = loggingIn();
  assert.match(message(() => server.accept()), /verify/);
  assert.match(message(() => server.answer('250 2.0.0 Ok')), /verify/);
  server.verify(true);
  assert.match(message(() => server.accept()), /^no event waits for this answer$/);
  server.free();
});

test('the code of a reply is a number, and which ones there are is told', () => {
  const server = new any.Server({ hostname: 'mx.example', decisions: ['connection'] }, { now: 0 });
  server.pump(null, 0);
  for (const code of ['550', 5500, 55, -1]) {
    assert.match(message(() => server.answer({ code, text: 'No' })), /^reply\.code: a whole number from 200 to 599 is needed, not /);
  }
  server.answer({ code: 554, text: 'No' });
  server.free();
});

test('a failure with a reply that is none says what is needed', () => {
  const failure = { code: 1, name: 'x', kind: 'peer', message: 'm', reply: '550 No' };
  assert.equal(message(() => any.SmtpwireError.from(failure)), 'failure.reply: an object is needed');
  assert.equal(message(() => any.SmtpwireError.from({ ...failure, code: '1' })), 'failure.code: a number is needed');
});

test('tracing where smtpwire does no TLS says so', () => {
  const client = new api.Client({}, { now: 0 });
  assert.match(message(() => client.setTracing(true)), /^smtpwire does no TLS on this connection/);
  assert.deepEqual(client.takeTrace(), []);
  client.free();
});

if (isNative) {
  test('the name of a file is no certificate', () => {
    const identity = { certificate: 'server.pem', key: 'server.key' };
    const expected = 'this text is no certificate in PEM; of a file, give what stands in it';
    assert.equal(message(() => any.readCertificates('server.pem')), `certificates: ${expected}`);
    assert.equal(message(() => any.certificateIsValidFor('x', 'y')), `certificate: ${expected}`);
    assert.equal(message(() => new any.Server({ hostname: 'mx.example' }, { tls: { identity } })), `tls.identity.certificate: ${expected}`);
  });

  test('octets that are no certificate are for no name, and a program is told so', () => {
    assert.match(message(() => any.certificateIsValidFor(octets('x'), 'y')), /^certificate: these octets are no certificate/);
  });
}
