import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

  /**
   * A sink of the example, in this process, and a client that has sent a message, and much behind it, in one piece.
   * @param {any} config
   * @param {() => Promise<boolean>} deliver
   */
  async function floodedSink(config, deliver) {
    const { sink } = await import(pathToFileURL(join(examples, 'sink.mjs')).href);
    const listener = sink({ config: { hostname: 'mx.example', content: 'whole', ...config } }, deliver);
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const client = connect(listener.address().port, '127.0.0.1');
    client.on('error', () => {});
    let came = '';
    client.on('data', (octets) => (came += octets));
    const content = 'Subject: hello\r\n\r\nHello\r\n.\r\n';
    await once(client, 'data');
    client.write('EHLO c.example\r\n');
    await once(client, 'data');
    client.write('MAIL FROM:<ann@example.org>\r\nRCPT TO:<jo@example.net>\r\nDATA\r\n');
    while (!came.includes('\r\n354 ')) await once(client, 'data');
    came = '';
    client.write(`${content}${'NOOP\r\n'.repeat(100_000)}QUIT\r\n`);
    return { client, listener, replies: () => came.split('\r\n') };
  }

  test('while a decision takes its time, a client that has sent 100,000 commands more starves nobody, and each is answered', { timeout: 60_000 }, async () => {
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 10);
    let ticksMeanwhile = 0;
    const { client, listener, replies } = await floodedSink({ limits: { idleCommands: 200_000 } }, async () => {
      const before = ticks;
      await new Promise((resolve) => setTimeout(resolve, 500));
      ticksMeanwhile = ticks - before;
      return true;
    });
    await once(client, 'close');
    clearInterval(ticking);
    listener.close();
    assert.ok(ticksMeanwhile > 5, `the event loop has turned ${ticksMeanwhile} times in half a second`);
    const all = replies();
    assert.equal(all[0], '250 2.0.0 Taken');
    assert.equal(all.length, 100_003, 'the message, the commands, QUIT, and nothing behind the last line');
    assert.match(all[100_001] ?? '', /^221 /);
  });

  test('a client that ends its side behind 100,000 commands, while a decision takes its time, is answered to the last', { timeout: 60_000 }, async () => {
    /** @type {() => void} */
    let ended = () => {};
    const end = new Promise((resolve) => (ended = () => resolve(undefined)));
    const { client, listener, replies } = await floodedSink({ limits: { idleCommands: 200_000 } }, async () => {
      await end;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return true;
    });
    client.end();
    ended();
    await once(client, 'close');
    listener.close();
    assert.equal(replies().length, 100_003);
    assert.match(replies()[100_001] ?? '', /^221 /);
  });

  test('a client that reads no reply is not read either', { timeout: 60_000 }, async () => {
    const { sink } = await import(pathToFileURL(join(examples, 'sink.mjs')).href);
    const listener = sink({ config: { hostname: 'mx.example', content: 'whole' } }, () => true);
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const client = connect(listener.address().port, '127.0.0.1');
    client.on('error', () => {});
    const [served] = await once(listener, 'connection');
    await once(client, 'data');
    client.write('EHLO c.example\r\n');
    await once(client, 'data');
    const transaction = 'MAIL FROM:<>\r\nRCPT TO:<jo@example.net>\r\nBDAT 0 LAST\r\n';
    client.pause().write(transaction.repeat(400_000));
    let waiting = 0;
    for (let read = -1; read !== served.bytesRead || read === 0; ) {
      read = served.bytesRead;
      await new Promise((resolve) => setTimeout(resolve, 500));
      waiting = Math.max(waiting, served.writableLength);
    }
    const left = client.writableLength;
    client.destroy();
    listener.close();
    assert.ok(left > 0, 'the client got rid of all that it says');
    assert.ok(waiting < 4_000_000, `${waiting} octets of replies wait`);
  });

  test('a decision that comes when the client is gone, or too late, harms no other session', { timeout: 60_000 }, async () => {
    /** @type {(taken: boolean) => void} */
    let decide = () => {};
    const decision = () => new Promise((resolve) => (decide = resolve));
    const gone = await floodedSink({}, /** @type {any} */ (decision));
    await new Promise((resolve) => setTimeout(resolve, 100));
    gone.client.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    decide(true);
    gone.listener.close();
    const late = await floodedSink({ timeouts: { answer: 200 } }, /** @type {any} */ (decision));
    await once(late.client, 'end');
    decide(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match(late.replies()[0] ?? '', /^4\d\d /);
    late.client.destroy();
    late.listener.close();
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
        assert.match(output, /^The message was not sent: TLS has failed: .*certificate/m);
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
