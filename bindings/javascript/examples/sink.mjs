// sink: a server that takes every message and tells what came, one line of JSON each.
//
//   node sink.mjs [--port 2525] [--host 127.0.0.1] [--certificate server.pem --key server.key [--implicit]]
//
// With a certificate it offers STARTTLS, by the library, or has TLS from the start. Port 0 takes any port that is free; the first line
// says which.

import { readFileSync, realpathSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Server, UsageError } from 'smtpwire';

/**
 * A server whose sessions end in `deliver`, which says, at once or by a promise, whether a message is taken.
 * @param {{ config: import('smtpwire').ServerConfig, tls?: import('smtpwire').ServerTls }} options
 * @param {(message: { from: string, to: string[], octets: Uint8Array }) => boolean | Promise<boolean>} deliver
 */
export function sink({ config, tls }, deliver) {
  return net.createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    const server = new Server(config, tls ? { tls } : {});
    let from = '';
    /** @type {string[]} */
    let to = [];
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    /** What came and was not taken, the end last. @type {(Uint8Array | 'eof')[]} */
    const waiting = [];

    /**
     * Has a message delivered, however long that takes, and answers it then.
     * @param {{ from: string, to: string[], octets: Uint8Array }} message
     */
    async function store(message) {
      let reply = '451 4.3.0 Not now';
      try {
        if (await deliver(message)) reply = '250 2.0.0 Taken';
      } catch (error) {
        console.error(`A message was not delivered: ${error instanceof Error ? error.message : error}`);
      }
      if (socket.destroyed) return; // the client is gone, and was told nothing: it sends the message again
      try {
        server.answer(reply);
      } catch (error) {
        if (error instanceof UsageError) throw error;
        return; // the session has ended meanwhile: by a TimedOutError after `timeouts.answer`, and the client was told so
      }
      turn(null);
    }

    /** @param {import('smtpwire').ServerEvent} event */
    function happened(event) {
      switch (event.type) {
        case 'mail':
          ({ from } = event);
          to = [];
          break;
        case 'rcpt':
          to.push(event.to);
          server.accept(); // or server.answer('550 5.1.1 No such mailbox')
          break;
        case 'message':
          void store({ from, to, octets: event.octets ?? new Uint8Array() });
          break;
        default: // what else happens is answered by the library
      }
    }

    /**
     * Gives the server what came (or nothing: time has passed, or a decision that took its time was given), writes what it says, and
     * looks at what happened, until nothing more comes of it: all was taken, or what is left waits for a decision, or for a client
     * that reads.
     * @param {Uint8Array | 'eof' | null} input
     */
    function turn(input) {
      if (input !== null) waiting.push(input);
      for (;;) {
        const [next = null] = waiting;
        const { output, events, deadline, waits, taken, error } = server.pump(next);
        if (next instanceof Uint8Array && taken < next.length) waiting[0] = next.subarray(taken);
        else waiting.shift();
        if (output.length > 0) socket.write(output);
        for (const event of events) happened(event);
        clearTimeout(timer);
        if (error) console.error(`A session has failed: ${error.message}`);
        if (waits === 'closed' || waits === 'failed') {
          // The last words have five seconds to be read.
          if (!socket.writableEnded) setTimeout(() => socket.destroy(), 5000).unref();
          return void socket.end();
        }
        if (deadline !== null) timer = setTimeout(turn, Math.min(2 ** 31 - 1, Math.max(0, deadline - performance.now())), null);
        if (socket.writableNeedDrain || (taken === 0 && events.length === 0 && output.length === 0)) break;
      }
      // What nobody takes yet stays with the peer, and so does what would be answered behind replies that it does not read.
      if (waiting.length > 0 || socket.writableNeedDrain) socket.pause();
      else socket.resume();
    }

    socket.on('data', turn);
    socket.on('drain', () => turn(null));
    socket.on('end', () => turn('eof'));
    socket.on('error', () => {}); // a peer's reset: 'close' follows
    socket.on('close', () => {
      clearTimeout(timer);
      server.free();
    });
    turn(null);
  });
}

async function main() {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '2525' },
      certificate: { type: 'string' },
      key: { type: 'string' },
      implicit: { type: 'boolean', default: false },
    },
  });
  const { certificate, key, implicit } = values;
  const tls =
    certificate && key
      ? {
          identity: { certificate: readFileSync(certificate), key: readFileSync(key) },
          mode: implicit ? /** @type {const} */ ('implicit') : /** @type {const} */ ('starttls'),
        }
      : undefined;
  const config = { hostname: 'localhost', content: /** @type {const} */ ('whole') };
  const listener = sink({ config, ...(tls ? { tls } : {}) }, ({ from, to, octets }) => {
    console.log(JSON.stringify({ from, to, content: new TextDecoder().decode(octets) }));
    return true;
  });
  listener.on('error', (error) => {
    console.error(`sink: ${error.message}`);
    process.exitCode = 1;
  });
  listener.listen(Number(values.port), values.host, () => {
    const { port } = /** @type {net.AddressInfo} */ (listener.address());
    console.log(JSON.stringify({ listening: values.host, port }));
  });
  process.once('SIGTERM', () => listener.close());
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`sink: ${error.message}`);
    process.exitCode = 1;
  });
}
