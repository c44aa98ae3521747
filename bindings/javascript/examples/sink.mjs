// sink: a server that takes every message and tells what came, one line of JSON each.
//
//   node sink.mjs [--port 2525] [--host 127.0.0.1] [--certificate server.pem --key server.key [--implicit]]
//
// With a certificate it offers STARTTLS, by the library, or has TLS from the start. Port 0 takes any port that is free; the first line
// says which.

import { readFileSync } from 'node:fs';
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Server } from 'smtpwire';

/**
 * A server whose sessions end in `deliver`, which says whether a message is taken.
 * @param {{ config: import('smtpwire').ServerConfig, tls?: import('smtpwire').ServerTls }} options
 * @param {(message: { from: string, to: string[], octets: Uint8Array }) => boolean} deliver
 */
export function sink({ config, tls }, deliver) {
  return net.createServer({ noDelay: true }, (socket) => {
    const server = new Server(config, tls ? { tls } : {});
    let from = '';
    /** @type {string[]} */
    let to = [];
    /** @type {NodeJS.Timeout | undefined} */
    let timer;

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
        case 'message': {
          const taken = deliver({ from, to, octets: event.octets ?? new Uint8Array() });
          if (taken) server.accept();
          else server.answer('451 4.3.0 Not now');
          break;
        }
        default: // what else happens is answered by the library
      }
    }

    /** @param {Uint8Array | 'eof' | null} input */
    function turn(input) {
      for (;;) {
        const { output, events, deadline, waits, taken, error } = server.pump(input);
        if (output.length > 0) socket.write(output);
        for (const event of events) happened(event);
        clearTimeout(timer);
        if (error) console.error(`A session has failed: ${error.message}`);
        if (waits === 'closed' || waits === 'failed') return void socket.end();
        if (deadline !== null) timer = setTimeout(turn, Math.max(0, deadline - performance.now()), null);
        if (input instanceof Uint8Array && taken < input.length) input = input.subarray(taken);
        else if (events.length > 0) input = null;
        else return;
      }
    }

    socket.on('data', turn);
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    console.error(`sink: ${error.message}`);
    process.exitCode = 1;
  });
}
