import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import tls from 'node:tls';

import { certificates } from './certificates.mjs';
import { api, octets, text } from './package.mjs';

/** Two streams: what is written to one is read from the other. */
function streams() {
  /** @type {Duplex[]} */
  const ends = [];
  for (const other of [1, 0]) {
    ends.push(
      new Duplex({
        read() {},
        write(chunk, _, done) {
          ends[other]?.push(chunk);
          done();
        },
        final(done) {
          ends[other]?.push(null);
          done();
        },
      }),
    );
  }
  return /** @type {[Duplex, Duplex]} */ (ends);
}

/**
 * Drives a connection over a stream, and over a TLS stream from `start-tls` on.
 * @param {import('../vectors/api.d.ts').Connection} connection
 * @param {Duplex} stream
 * @param {(event: any) => void} happened
 * @param {(plain: Duplex) => Promise<Duplex>} upgrade makes TLS of the stream, and tells the connection
 */
function drive(connection, stream, happened, upgrade) {
  let current = stream;
  const done = new Promise((resolve, reject) => {
    /** @param {Uint8Array | 'eof' | null} input */
    function turn(input) {
      for (;;) {
        const { output, events, waits, taken, error } = connection.pump(input, 0);
        if (output.length > 0) current.write(output);
        for (const event of events) {
          happened(event);
          if (event.type !== 'start-tls') continue;
          current.removeAllListeners('data');
          upgrade(current).then((secure) => {
            current = secure;
            secure.on('data', turn);
            turn(null);
          }, reject);
        }
        if (error) return reject(error);
        if (waits === 'closed') {
          current.end();
          return resolve(undefined);
        }
        if (events.at(-1)?.type === 'start-tls') return;
        if (input instanceof Uint8Array && taken < input.length) input = input.subarray(taken);
        else if (events.length > 0) input = null;
        else return;
      }
    }
    stream.on('data', turn);
    turn(null);
  });
  return done;
}

test('TLS of the host is handed over at STARTTLS, at both ends', async () => {
  const { root, certificate, key } = certificates();
  const [one, other] = streams();
  const mailer = new api.Mailer({ name: 'client.example', security: 'required' }, { now: 0 });
  const server = new api.Server(
    { hostname: 'mx.example', content: 'whole', implicitTls: false, extensions: { starttls: true } },
    { now: 0 },
  );
  const outcomes = /** @type {any[]} */ ([]);
  const messages = /** @type {string[]} */ ([]);
  mailer.send({ from: 'jo@a.example', to: ['al@mx.example'] }, 'Subject: x\r\n\r\nhello\r\n');
  await Promise.all([
    drive(
      mailer,
      one,
      (event) => {
        if (event.type !== 'outcome') return;
        outcomes.push(event);
        mailer.quit();
      },
      async (plain) => {
        const secure = tls.connect({ socket: /** @type {any} */ (plain), servername: 'mx.example', ca: root });
        await once(secure, 'secureConnect');
        mailer.tlsEstablished(0, secure.authorized);
        return secure;
      },
    ),
    drive(
      server,
      other,
      (event) => {
        if (event.type === 'rcpt') server.accept();
        if (event.type !== 'message') return;
        messages.push(text(event.octets));
        server.accept();
      },
      async (plain) => {
        const secure = new tls.TLSSocket(/** @type {any} */ (plain), { isServer: true, cert: certificate, key });
        await once(secure, 'secure');
        server.tlsEstablished(0);
        return secure;
      },
    ),
  ]);
  assert.equal(outcomes[0]?.accepted, true);
  assert.equal(mailer.isTls, true);
  assert.equal(mailer.isVerified, true);
  assert.equal(server.isTls, true);
  assert.deepEqual(messages, ['Subject: x\r\n\r\nhello\r\n']);
  mailer.free();
  server.free();
});

test('TLS of the host that fails ends a mailer that demands it, and nothing was told', () => {
  const mailer = new api.Mailer({ name: 'client.example', security: 'required' }, { now: 0 });
  mailer.send({ from: 'jo@a.example', to: ['al@mx.example'] }, 'x\r\n');
  const say = (/** @type {string} */ line) => mailer.pump(octets(line), 0);
  say('220 mx ESMTP\r\n');
  say('250-mx\r\n250 STARTTLS\r\n');
  const { events, waits } = say('220 Go ahead\r\n');
  assert.equal(events.at(-1)?.type, 'start-tls');
  assert.equal(waits, 'host');
  mailer.tlsFailed('the certificate is for another');
  const came = mailer.pump(null, 0);
  const outcome = came.events.find((event) => event.type === 'outcome');
  assert.equal(outcome?.responsibility, 'not-taken');
  assert.doesNotMatch(text(came.output), /MAIL FROM/);
  mailer.free();
});

test('a connection over TLS that is already there is told so when it is made', () => {
  const client = new api.Client({ implicitTls: true }, { now: 0 });
  assert.equal(client.isTls, true);
  assert.equal(client.isVerified, false, 'nobody has said so');
  client.free();
  const waiting = new api.Client({}, { now: 0, awaitingTls: true });
  assert.equal(waiting.nextEvent(0), null);
  assert.equal(waiting.waits, 'host');
  waiting.tlsEstablished(0, true);
  assert.equal(waiting.isTls, true);
  waiting.free();
});

test('what comes while the program is to bring up TLS is refused, and not left to the program', () => {
  const server = new api.Server({ hostname: 'mx.example', extensions: { starttls: true } }, { now: 0 });
  const mailer = new api.Mailer({ name: 'client.example', security: 'required' }, { now: 0 });
  const talks = /** @type {const} */ ([
    [server, ['EHLO a.example\r\n', 'STARTTLS\r\n'], 'EHLO forged.example\r\n'],
    [mailer, ['220 mx.example\r\n', '250-mx.example\r\n250 STARTTLS\r\n', '220 Go ahead\r\n'], '250-forged.example\r\n250 AUTH PLAIN\r\n'],
  ]);
  for (const [connection, said, forged] of talks) {
    /** @type {string[]} */
    const types = [];
    for (const line of ['', ...said]) {
      types.push(...connection.pump(octets(line), 0).events.map(({ type }) => type));
    }
    assert.equal(types.at(-1), 'start-tls');
    const { error, waits } = connection.pump(octets(forged), 0);
    assert.deepEqual([error?.reason, waits], ['plaintext-before-tls', 'failed']);
    assert.throws(() => connection.tlsEstablished(0), api.SmtpwireError);
    connection.free();
  }
});
