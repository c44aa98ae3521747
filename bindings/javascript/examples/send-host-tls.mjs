// send-host-tls: one message, where the program does TLS itself, by node:tls.
//
//   node send-host-tls.mjs --from ann@example.org mx.example.net:25 jo@example.net < message.eml
//
// At STARTTLS the mailer pauses: the program makes a TLS socket of the plain one, says that TLS is up and
// that the server's certificate is good, and goes on over it. This needs no TLS of the library, so that it
// is also how the WebAssembly package speaks TLS.

import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Mailer } from 'smtpwire';

/**
 * Sends one message, and gives what became of it.
 * @param {{ host: string, port: number, name: string, security: NonNullable<import('smtpwire').MailerConfig['security']>, ca?: string }} server
 * @param {import('smtpwire').Envelope} envelope
 * @param {Uint8Array} content
 * @returns {Promise<import('smtpwire').Outcome>}
 */
export function send({ host, port, name, security, ca }, envelope, content) {
  return new Promise((resolve, reject) => {
    const mailer = new Mailer({ name, security });
    /** @type {net.Socket} */
    let socket = net.connect({ host, port, noDelay: true });
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    /** @type {Error} */
    let why = new Error('the session ended without an outcome');

    /** The mailer has said STARTTLS and waits: nothing may be read as plain text any more. */
    function startTls() {
      const plain = socket;
      plain.removeAllListeners();
      plain.on('error', () => {}); // the TLS socket tells it
      const secure = tls.connect({ socket: plain, servername: net.isIP(host) ? '' : host, ...(ca ? { ca } : {}) });
      socket = secure;
      secure.once('secureConnect', () => {
        // Node has verified chain and name: it would have failed otherwise.
        mailer.tlsEstablished(performance.now(), true);
        turn(null);
      });
      watch(secure, () => mailer.tlsFailed());
    }

    /** @param {Uint8Array | 'eof' | null} input */
    function turn(input) {
      for (;;) {
        const { output, events, deadline, waits, taken, error } = mailer.pump(input);
        if (output.length > 0) socket.write(output);
        for (const event of events) {
          if (event.type === 'start-tls') startTls();
          if (event.type === 'outcome') {
            resolve(event);
            mailer.quit();
          }
        }
        clearTimeout(timer);
        if (error) why = error;
        if (waits === 'closed' || waits === 'failed') return void socket.end();
        if (deadline !== null) timer = setTimeout(turn, Math.max(0, deadline - performance.now()), null);
        if (input instanceof Uint8Array && taken < input.length) input = input.subarray(taken);
        else if (events.length > 0 && events.at(-1)?.type !== 'start-tls') input = null;
        else return;
      }
    }

    /**
     * @param {net.Socket} stream
     * @param {() => void} failed
     */
    function watch(stream, failed) {
      stream.on('data', turn);
      stream.on('end', () => turn('eof'));
      stream.on('error', (error) => {
        why = error;
        failed();
      });
      stream.on('close', () => {
        clearTimeout(timer);
        mailer.free();
        reject(why); // does nothing behind an outcome
      });
    }

    socket.on('connect', () => turn(null));
    watch(socket, () => {});
    mailer.send(envelope, content);
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string', default: '' },
      name: { type: 'string', default: 'localhost' },
      security: { type: 'string', default: 'required' },
      ca: { type: 'string' },
    },
  });
  const [server = '', ...to] = positionals;
  const [, host = '', port = '25'] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(server) ?? [];
  if (host === '' || to.length === 0) throw new Error('usage: send-host-tls.mjs [options] HOST[:PORT] RECIPIENT...');
  const outcome = await send(
    {
      host,
      port: Number(port),
      name: values.name,
      security: /** @type {NonNullable<import('smtpwire').MailerConfig['security']>} */ (values.security),
      ...(values.ca ? { ca: readFileSync(values.ca, 'utf8') } : {}),
    },
    { from: values.from, to },
    readFileSync(0),
  );
  for (const { recipient, status, reply, why } of outcome.recipients) {
    console.log(`${recipient}: ${status}: ${reply ? `${reply.code} ${reply.text}` : (why?.message ?? '')}`);
  }
  if (!outcome.accepted) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
