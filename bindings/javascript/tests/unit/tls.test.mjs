import assert from 'node:assert/strict';
import { test } from 'node:test';

import { certificates } from './certificates.mjs';
import { api, isNative, octets, text } from './package.mjs';
import { converse, takingServer, watchedMailer } from './pair.mjs';

// TLS of the library, both ends in memory: the addon alone has it.
if (isNative) {
  const { root, certificate, key } = certificates();
  const identity = { certificate, key };
  const CONTENT = 'Subject: hello\r\n\r\nA line.\r\n';

  for (const security of /** @type {const} */ (['required', 'implicit'])) {
    test(`a message goes over TLS that is ${security}`, () => {
      const implicit = security === 'implicit';
      const server = takingServer(
        { extensions: { starttls: !implicit } },
        { tls: { identity, ...(implicit ? { mode: 'implicit' } : {}) } },
      );
      const mailer = watchedMailer({ security }, { tls: { peer: 'mx.example', roots: root } });
      mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example'] }, CONTENT);
      converse(mailer, server);
      assert.equal(mailer.outcomes[0]?.accepted, true);
      assert.equal(mailer.connection.isTls, true);
      assert.equal(mailer.connection.isVerified, true);
      assert.equal(server.connection.isTls, true);
      assert.equal(text(server.messages[0]?.octets ?? new Uint8Array()), CONTENT);
      const session = mailer.connection.tlsSession;
      assert.match(JSON.stringify(session), /TLSv1\.3/);
      mailer.connection.free();
      server.connection.free();
    });
  }

  test('a server that another name belongs to is not believed, and nothing is sent to it', () => {
    const server = takingServer({ extensions: { starttls: true } }, { tls: { identity } });
    const mailer = watchedMailer({ security: 'required' }, { tls: { peer: 'other.example', roots: root } });
    mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example'] }, CONTENT);
    assert.throws(() => converse(mailer, server), api.SmtpwireError);
    assert.equal(server.messages.length, 0);
    assert.ok(mailer.connection.tlsFailure);
    assert.ok(mailer.outcomes.every((outcome) => outcome.responsibility !== 'taken'));
    mailer.connection.free();
    server.connection.free();
  });

  test('a key that does not fit is refused by its name', () => {
    const other = certificates();
    const wrong = { certificate, key: other.key };
    assert.throws(
      () => new api.Server({ hostname: 'mx.example' }, { tls: { identity: wrong }, now: 0 }),
      { name: 'UsageError', reason: 'unusable-certificate' },
    );
    assert.throws(
      () => new api.Server({ hostname: 'mx.example' }, { tls: /** @type {any} */ ({ identities: [{ certificate, keys: key }] }), now: 0 }),
      (error) => error instanceof api.UsageError && error.message.startsWith('tls.identities[0]') && !error.message.includes('PRIVATE KEY'),
    );
  });

  test('a client of commands has TLS by the library before its first command', () => {
    const server = takingServer({ extensions: { starttls: true } }, { tls: { identity } });
    const client = new api.Client({}, { now: 0, tls: { peer: 'mx.example', roots: root } });
    /** @type {string[]} */
    const types = [];
    const happened = (/** @type {any} */ event) => {
      types.push(event.type);
      if (event.type === 'greeting') client.ehlo('client.example');
    };
    converse({ connection: client, happened }, server);
    assert.equal(client.isTls, true);
    assert.deepEqual(types, ['greeting', 'tls-established', 'ehlo']);
    client.free();
    server.connection.free();
  });

  test('octets behind STARTTLS in plain text are an error on both sides', () => {
    const server = takingServer({ extensions: { starttls: true } }, { tls: { identity } });
    server.connection.pump(octets('EHLO a.example\r\n'), 0);
    const { error } = server.connection.pump(octets('STARTTLS\r\nMAIL FROM:<x@y.example>\r\n'), 0);
    const failed = error ?? server.connection.pump(null, 0).error;
    assert.equal(failed?.reason, 'plaintext-before-tls');
    server.connection.free();
  });
}
