import assert from 'node:assert/strict';
import { test } from 'node:test';

import { api, octets, text } from './package.mjs';
import { converse, takingServer, watchedMailer } from './pair.mjs';

const CONTENT = 'Subject: hello\r\n\r\nA line.\r\n.. and dots\r\n';

test('a message is taken for every recipient', () => {
  const server = takingServer();
  const mailer = watchedMailer();
  const transaction = mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example', 'bo@mx.example'] }, CONTENT);
  converse(mailer, server);
  const [outcome] = mailer.outcomes;
  assert.ok(outcome);
  assert.equal(outcome.transaction, transaction);
  assert.equal(outcome.accepted, true);
  assert.equal(outcome.responsibility, 'taken');
  assert.deepEqual(
    outcome.recipients.map(({ recipient, status }) => [recipient, status]),
    [['al@mx.example', 'accepted'], ['bo@mx.example', 'accepted']],
  );
  assert.equal(outcome.reply?.code, 250);
  assert.equal(text(server.messages[0]?.octets ?? new Uint8Array()), CONTENT);
  mailer.connection.quit();
  converse(mailer, server);
  assert.equal(mailer.connection.waits, 'closed');
  assert.equal(server.connection.waits, 'closed');
  mailer.connection.free();
  server.connection.free();
});

test('a recipient that is refused is told with the reply, and the others are served', () => {
  const server = takingServer({}, { refused: ['bo@mx.example'] });
  const mailer = watchedMailer();
  mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example', 'bo@mx.example'] }, octets(CONTENT));
  converse(mailer, server);
  const recipients = mailer.outcomes[0]?.recipients ?? [];
  assert.deepEqual(recipients.map(({ status }) => status), ['accepted', 'refused']);
  assert.equal(recipients[1]?.reply?.enhanced, '5.1.1');
  assert.equal(recipients[1]?.stage, 'recipient');
  assert.equal(recipients[1]?.retryable, false);
  assert.equal(mailer.outcomes[0]?.accepted, false);
  mailer.connection.free();
  server.connection.free();
});

test('a message that is too large is not tried, and the reason says the limit', () => {
  const server = takingServer({ limits: { messageSize: 1000 } });
  const mailer = watchedMailer();
  mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example'] }, 'x'.repeat(60).concat('\r\n').repeat(100));
  converse(mailer, server);
  const [recipient] = mailer.outcomes[0]?.recipients ?? [];
  assert.equal(recipient?.status, 'not-tried');
  assert.equal(recipient.why?.reason, 'too-large');
  assert.equal(recipient.why?.limit, 1000);
  assert.ok(Number(recipient.why?.size) >= 6200);
  assert.ok(!('reply' in recipient));
  mailer.connection.free();
  server.connection.free();
});

test('a message whose reply did not come has an unknown outcome, and the error says why', () => {
  const server = takingServer();
  const mailer = watchedMailer();
  mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example'] }, CONTENT);
  converse(mailer, { connection: server.connection, happened: (event) => event.type === 'rcpt' && server.happened(event) });
  assert.equal(mailer.outcomes.length, 0);
  mailer.connection.receiveEof(0);
  for (;;) {
    const { events } = mailer.connection.pump(null, 0);
    if (events.length === 0) break;
    for (const event of events) mailer.happened(event);
  }
  const [outcome] = mailer.outcomes;
  assert.equal(outcome?.responsibility, 'unknown');
  assert.equal(outcome.recipients[0]?.status, 'unknown');
  assert.ok(outcome.error);
  assert.equal(typeof outcome.error.code, 'number');
  mailer.connection.free();
  server.connection.free();
});

test('content that is streamed is asked for, given in pieces, and ended', () => {
  const server = takingServer();
  const mailer = watchedMailer();
  const transaction = mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example'] });
  const pieces = Array.from({ length: 200 }, (_, at) => octets(`line ${at} ${'x'.repeat(500)}\r\n`));
  const all = text(Buffer.concat(pieces));
  /** @param {import('../vectors/api.d.ts').Event} event */
  function happened(event) {
    mailer.happened(event);
    if (event.type !== 'need-content') return;
    assert.equal(event.transaction, transaction);
    for (;;) {
      const piece = pieces[0];
      if (piece === undefined) return void mailer.connection.endContent(transaction);
      const taken = mailer.connection.content(transaction, piece);
      if (taken < piece.length) pieces[0] = piece.subarray(taken);
      else pieces.shift();
      if (taken === 0) return;
    }
  }
  const end = { connection: mailer.connection, happened };
  converse(end, server);
  assert.equal(mailer.outcomes[0]?.accepted, true);
  assert.equal(text(server.messages[0]?.octets ?? new Uint8Array()), all);
  mailer.connection.free();
  server.connection.free();
});

test('a long message is handed out as it is written, and a server that takes nothing is not waited for for ever', () => {
  const lines = 'Hello, Al.\r\n'.repeat(100_000);
  const server = takingServer();
  const mailer = watchedMailer();
  mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example'] }, lines);
  converse(mailer, server);
  assert.equal(text(server.messages[0]?.octets ?? new Uint8Array()), lines);
  mailer.connection.free();
  server.connection.free();

  const stuck = watchedMailer({ client: { timeouts: { dataBlock: 1000 } } });
  stuck.connection.send({ from: 'jo@a.example', to: ['al@mx.example'] }, lines);
  /** @param {string} said */
  const hears = (said) => stuck.connection.pump(octets(said), 0);
  hears('220 mx.example\r\n');
  hears('250 mx.example\r\n');
  hears('250 Ok\r\n');
  hears('250 Ok\r\n');
  const first = hears('354 Go\r\n');
  assert.deepEqual([first.waits, first.deadline], ['output', 1000]);
  assert.ok(first.output.length < 400_000, `${first.output.length} octets at once`);
  const second = stuck.connection.pump(null, 999);
  assert.deepEqual([second.waits, second.deadline], ['output', 1999]);
  const last = stuck.connection.pump(null, 1999);
  assert.deepEqual([last.waits, last.error?.reason, last.output.length], ['failed', 'write-timeout', 0]);
  const [outcome] = last.events;
  assert.ok(outcome?.type === 'outcome');
  assert.deepEqual([outcome.responsibility, outcome.recipients[0]?.retryable], ['not-taken', true]);
  stuck.connection.free();
});

test('parameters and paths are given as text or as plain data', () => {
  const server = takingServer();
  const mailer = watchedMailer();
  mailer.connection.send(
    {
      from: { localPart: 'jo', host: { domain: 'a.example' } },
      to: [
        'al@mx.example',
        { path: 'bo@mx.example', parameters: [{ keyword: 'NOTIFY', value: ['NEVER'] }] },
      ],
      parameters: [{ keyword: 'RET', value: 'HDRS' }, { keyword: 'ENVID', value: 'a b' }],
    },
    CONTENT,
  );
  converse(mailer, server);
  assert.equal(mailer.outcomes[0]?.accepted, true);
  const mail = server.events.find((event) => event.type === 'mail');
  const rcpts = server.events.filter((event) => event.type === 'rcpt');
  assert.equal(mail?.from, 'jo@a.example');
  assert.ok(mail.parameters.some((one) => one.keyword === 'ENVID' && one.value === 'a b'));
  assert.deepEqual(rcpts.map((event) => event.parameters), [[], [{ keyword: 'NOTIFY', value: ['NEVER'] }]]);
  mailer.connection.free();
  server.connection.free();
});

test('LMTP answers for each recipient', () => {
  const server = takingServer({ protocol: 'lmtp' });
  const mailer = watchedMailer({ client: { protocol: 'lmtp' } });
  mailer.connection.send({ from: '', to: ['al@mx.example', 'bo@mx.example'] }, CONTENT);
  // One answer a recipient.
  const happened = (/** @type {any} */ event) => {
    if (event.type !== 'message') return server.happened(event);
    while (server.connection.answersDue > 0) {
      if (server.connection.answersDue === 2) server.connection.accept();
      else server.connection.answer('450 4.2.1 Busy');
    }
  };
  converse(mailer, { connection: server.connection, happened });
  const [outcome] = mailer.outcomes;
  assert.deepEqual(outcome?.recipients.map(({ status }) => status), ['accepted', 'refused']);
  assert.equal(outcome?.recipients[1]?.retryable, true);
  assert.ok(!('reply' in (outcome ?? {})));
  mailer.connection.free();
  server.connection.free();
});

test('a login by SCRAM proves the password without telling it', () => {
  const verifier = api.makeScramVerifier('secret', new Uint8Array(16).fill(3), 4096);
  const server = takingServer({ plaintextAuth: true, extensions: { auth: ['SCRAM-SHA-256'] }, decoyKey: 'sixteen octets!!' });
  const credentials = { username: 'ann', password: 'secret' };
  const mailer = watchedMailer({ credentials, client: { plaintextAuth: true } });
  const happened = (/** @type {any} */ event) => {
    if (event.type === 'auth-lookup') server.connection.provideVerifier(verifier);
    server.happened(event);
  };
  mailer.connection.send({ from: 'ann@a.example', to: ['al@mx.example'] }, CONTENT);
  converse(mailer, { connection: server.connection, happened });
  assert.equal(mailer.connection.isAuthenticated, true);
  assert.equal(server.connection.isAuthenticated, true);
  assert.equal(mailer.outcomes[0]?.accepted, true);
  const login = server.events.find((event) => event.type === 'authenticated');
  assert.ok(login && 'username' in login);
  assert.equal(login.username, 'ann');
  assert.ok(!JSON.stringify(server.events).includes('secret'));
  mailer.connection.free();
  server.connection.free();
});

test('a message without a sender is refused, and one by the null path is sent', () => {
  const mailer = new api.Mailer({ name: 'client.example', security: 'disabled' }, { now: 0 });
  for (const envelope of /** @type {any[]} */ ([{ to: ['al@mx.example'] }, { from: undefined, to: ['al@mx.example'] }, { from: null, to: ['al@mx.example'] }])) {
    assert.throws(() => mailer.send(envelope, 'x\r\n'), (error) => error instanceof api.UsageError && /^envelope\.from: it is needed/.test(error.message));
  }
  assert.equal(mailer.pending, 0);
  for (const from of ['<>', '']) mailer.send({ from, to: ['al@mx.example'] }, 'x\r\n');
  assert.equal(mailer.pending, 2);
  mailer.pump(octets('220 mx\r\n'), 0);
  assert.match(text(mailer.pump(octets('250 mx\r\n'), 0).output), /^MAIL FROM:<>\r\n/);
  mailer.free();
  const client = new api.Client({}, { now: 0 });
  assert.throws(() => client.mail(/** @type {any} */ (undefined)), api.UsageError);
  client.free();
});
