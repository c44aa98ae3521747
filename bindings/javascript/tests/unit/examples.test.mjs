import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { certificates } from './certificates.mjs';
import { api, isNative } from './package.mjs';

// The examples are programs of `smtpwire`; they run as they stand, against each other, on loopback.
if (process.env['SMTPWIRE_PACKAGE'] !== 'smtpwire-wasm') {
  const examples = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'examples');
  const { files } = certificates();
  const MESSAGE = 'Subject: hello\r\n\r\nA line.\r\n.. and dots\r\n';

  /**
   * Starts a sink on a port of its own choice; gives the port and the messages that it told.
   * @param {string[]} options
   */
  async function startSink(...options) {
    const child = spawn(process.execPath, [join(examples, 'sink.mjs'), '--port', '0', ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    /** @type {any[]} */
    const messages = [];
    const lines = createInterface({ input: child.stdout });
    const [first] = await once(lines, 'line');
    lines.on('line', (line) => messages.push(JSON.parse(line)));
    const stop = async () => {
      child.kill('SIGTERM');
      const [status] = await once(child, 'exit');
      assert.equal(status, 0, 'the sink ends in order');
    };
    return { port: JSON.parse(first).port, messages, stop };
  }

  /**
   * Runs a sender to its end.
   * @param {string} name
   * @param {string[]} options
   */
  async function run(name, ...options) {
    const child = spawn(process.execPath, [join(examples, name), ...options], { stdio: 'pipe' });
    let output = '';
    child.stdout.on('data', (octets) => (output += octets));
    child.stderr.on('data', (octets) => (output += octets));
    child.stdin.end(MESSAGE);
    const started = performance.now();
    const [status] = await once(child, 'close');
    return { status, output, milliseconds: performance.now() - started };
  }

  /**
   * Whether a person can read it: sentences, and no trace of the program.
   * @param {string} output
   */
  function assertForPeople(output) {
    assert.doesNotMatch(output, /^ +at |node:|\.mjs:\d|Error:/m);
    assert.ok(output.endsWith('\n'), output);
  }

  const envelope = ['--from', 'ann@example.org'];
  const expected = { from: 'ann@example.org', to: ['jo@example.net', 'bo@example.net'], content: MESSAGE };

  test('a message goes from send.mjs to sink.mjs in plain text', async () => {
    const sink = await startSink();
    const { status, output } = await run(
      'send.mjs', '--security', 'disabled', ...envelope, `127.0.0.1:${sink.port}`, 'jo@example.net', 'bo@example.net',
    );
    assert.equal(status, 0, output);
    assert.match(output, /^jo@example\.net: accepted: 250 /m);
    assert.match(output, /^bo@example\.net: accepted: 250 /m);
    await sink.stop();
    assert.deepEqual(sink.messages, [expected]);
  });

  test('a server that is not there is told, and no message is lost without a word', async () => {
    const sink = await startSink();
    await sink.stop();
    for (const name of ['send.mjs', 'send-host-tls.mjs']) {
      const { status, output } = await run(name, '--security', 'disabled', ...envelope, `127.0.0.1:${sink.port}`, 'jo@example.net');
      assert.equal(status, 1);
      assert.match(output, /^The message was not sent: .*ECONNREFUSED/);
      assertForPeople(output);
    }
  });

  for (const name of ['send.mjs', 'send-host-tls.mjs', 'sink.mjs']) {
    test(`${name} says in a sentence what is wrong with how it is called`, async () => {
      const { status, output } = await run(name, '--no-such-option');
      assert.equal(status, 1);
      assert.match(output, /no-such-option/);
      assertForPeople(output);
    });
  }

  for (const name of ['send.mjs', 'send-host-tls.mjs']) {
    test(`${name} says in a sentence that a server has hung up, and that nothing was sent`, async () => {
      const server = createServer((socket) => socket.end('421 4.3.2 Not now\r\n'));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      const { status, output } = await run(name, '--security', 'disabled', ...envelope, `127.0.0.1:${port}`, 'jo@example.net');
      server.close();
      assert.equal(status, 1);
      assert.match(output, /^The message was not sent: .+/m);
      assertForPeople(output);
    });

    test(`${name} says that nobody knows, where the server is gone behind the content`, async () => {
      const server = createServer((socket) => {
        const talk = new api.Server({ hostname: 'mx.example', content: 'whole' });
        socket.on('error', () => {});
        const turn = (/** @type {Buffer | null} */ input) => {
          const { output, events } = talk.pump(input);
          socket.write(output);
          // The reply to the end of the content never comes.
          if (events.some(({ type }) => type === 'message')) return socket.resetAndDestroy();
          if (events.some(({ type }) => type === 'rcpt')) talk.accept();
          if (events.length > 0) turn(null);
        };
        socket.on('data', turn);
        turn(null);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      const { status, output } = await run(name, '--security', 'disabled', ...envelope, `127.0.0.1:${port}`, 'jo@example.net');
      server.close();
      assert.equal(status, 1, output);
      assert.match(output, /^Nobody knows whether the message was taken: .+/m);
      assertForPeople(output);
    });
  }

  test('send-host-tls.mjs sends in plain text where it may', async () => {
    const sink = await startSink();
    const { status, output } = await run(
      'send-host-tls.mjs', '--security', 'opportunistic', ...envelope, `127.0.0.1:${sink.port}`, 'jo@example.net', 'bo@example.net',
    );
    assert.equal(status, 0, output);
    await sink.stop();
    assert.deepEqual(sink.messages, [expected]);
  });

  if (isNative) {
    const secure = ['--certificate', files.certificate, '--key', files.key];

    for (const name of ['send.mjs', 'send-host-tls.mjs']) {
      test(`a message goes from ${name} to sink.mjs over STARTTLS`, async () => {
        const sink = await startSink(...secure);
        const { status, output } = await run(
          name, '--ca', files.root, ...envelope, `localhost:${sink.port}`, 'jo@example.net', 'bo@example.net',
        );
        assert.equal(status, 0, output);
        await sink.stop();
        assert.deepEqual(sink.messages, [expected]);
      });

      test(`${name} sends nothing to a server whose certificate is by nobody it knows`, async () => {
        const sink = await startSink(...secure);
        const { status, output } = await run(name, ...envelope, `localhost:${sink.port}`, 'jo@example.net');
        assert.equal(status, 1, output);
        assert.match(output, /^jo@example\.net: not-tried: /m);
        assert.match(output, /^The message was not sent: TLS could not be brought up: .*certificate/m);
        assertForPeople(output);
        await sink.stop();
        assert.deepEqual(sink.messages, []);
      });

      test(`a message goes from ${name} to sink.mjs over TLS from the start`, async () => {
        const sink = await startSink(...secure, '--implicit');
        const { status, output } = await run(
          name, '--security', 'implicit', '--ca', files.root, ...envelope, `localhost:${sink.port}`, 'jo@example.net', 'bo@example.net',
        );
        assert.equal(status, 0, output);
        assert.match(output, /^The server has taken the message for every recipient\.$/m);
        await sink.stop();
        assert.deepEqual(sink.messages, [expected]);
      });
    }
  }
}
