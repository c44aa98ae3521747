import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { onPage, wasmPackage } from './chromium.mjs';
import { serve } from './server.mjs';

const examples = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'examples');

/**
 * A server in Node for the page to send to, on a port of its own.
 * @param {string[]} messages what it has taken
 */
async function startServer(messages) {
  const { init, Server } = await import('smtpwire-wasm');
  await init();
  const listener = net.createServer({ noDelay: true }, (socket) => {
    const server = new Server({ hostname: 'mx.example', content: 'whole' });
    /** @param {Uint8Array | null} input */
    function turn(input) {
      for (;;) {
        const { output, events, waits } = server.pump(input);
        if (output.length > 0) socket.write(output);
        for (const event of events) {
          if (event.type === 'rcpt') {
            if (event.to.startsWith('nobody@')) server.answer('550 5.1.1 No such mailbox');
            else server.accept();
          }
          if (event.type === 'message') {
            messages.push(new TextDecoder().decode(event.octets));
            server.accept();
          }
        }
        if (waits === 'closed') return void socket.end();
        if (events.length === 0) return;
        input = null;
      }
    }
    socket.on('data', turn);
    socket.on('error', () => {});
    socket.on('close', () => server.free());
    turn(null);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (listener.address());
  return { port, stop: () => listener.close() };
}

test('the example\'s page sends a mail through a bridge, and tells what became of it', { timeout: 120_000 }, async () => {
  /** @type {string[]} */
  const messages = [];
  const server = await startServer(messages);
  const { folder, entry } = wasmPackage();
  const page = readFileSync(join(examples, 'browser', 'index.html'), 'utf8');
  assert.ok(page.includes(`/node_modules/smtpwire-wasm/${entry}`), 'the page names the entry of the package');
  const pages = await serve({
    folders: { '/node_modules/smtpwire-wasm/': folder, '/': join(examples, 'browser') },
    bridge: { host: '127.0.0.1', port: server.port },
  });
  try {
    await onPage(`${pages.origin}/index.html`, async (tab) => {
      await tab.waitForFunction("document.forms[0].elements.outcome.value === 'ready'");
      const send = async (/** @type {string} */ to) => {
        await tab.fill('input[name=bridge]', `ws://127.0.0.1:${pages.port}/`);
        await tab.fill('input[name=from]', 'ann@example.org');
        await tab.fill('input[name=to]', to);
        await tab.fill('textarea', 'Subject: from a page\n\nA line.\n.\nбольше\n');
        await tab.click('button');
        await tab.waitForFunction("!['ready', 'under way'].includes(document.forms[0].elements.outcome.value)");
        return String(await tab.evaluate("const { value } = document.forms[0].elements.outcome; document.forms[0].elements.outcome.value = 'ready'; value"));
      };
      assert.match(await send('jo@example.net'), /^accepted: 250 /);
      assert.match(await send('nobody@example.net'), /^refused: 550 .*No such mailbox/);
    });
  } finally {
    pages.close();
    server.stop();
  }
  assert.deepEqual(messages, ['Subject: from a page\r\n\r\nA line.\r\n.\r\nбольше\r\n']);
});
