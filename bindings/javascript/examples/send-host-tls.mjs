// send-host-tls: one message, where the program does TLS itself, by node:tls.
//
//   node send-host-tls.mjs --from ann@example.org mx.example.net:25 jo@example.net < message.eml
//
// At STARTTLS the mailer pauses: the program makes a TLS socket of the plain one, says that TLS is up and
// that the server's certificate is good, or why it failed, and goes on over it. With --security implicit, as on
// port 465, it does so at once. This needs no TLS of the library, so that it is also how the WebAssembly
// package speaks TLS.

import { readFileSync, realpathSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
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
    // Where TLS comes before all else, the mailer waits for it, as it does at STARTTLS.
    const mailer = new Mailer({ name, security }, { awaitingTls: security === 'implicit' });
    /** @type {net.Socket} */
    let socket = net.connect({ host, port, noDelay: true });
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    /** What came and was not taken. @type {Uint8Array | null} */
    let rest = null;
    /** @type {Error} */
    let why = new Error('the session ended without an outcome');
    let connected = false;

    /** The mailer waits for TLS: nothing may be read as plain text any more. */
    function startTls() {
      const plain = socket;
      plain.removeAllListeners();
      plain.on('error', () => {}); // the TLS socket tells it
      const secure = tls.connect({ socket: plain, servername: net.isIP(host) ? '' : host, ...(ca ? { ca } : {}) });
      socket = secure;
      /** @param {Error} error */
      const failed = (error) => {
        // The server is not who it should be, or can't do TLS: the mailer tells what that means for the message.
        mailer.tlsFailed(error.message);
        turn(null);
      };
      secure.once('error', failed);
      secure.once('secureConnect', () => {
        secure.off('error', failed);
        // Node has verified chain and name: it would have failed otherwise.
        mailer.tlsEstablished(performance.now(), true);
        turn(null);
      });
      watch(secure);
    }

    /** @param {Uint8Array | 'eof' | null} input */
    function turn(input) {
      input ??= rest;
      for (;;) {
        const { output, events, deadline, waits, taken, error } = mailer.pump(input);
        if (output.length > 0 && socket.writable) socket.write(output, (lost) => void (waits === 'output' && !lost && turn(null)));
        for (const event of events) {
          if (event.type === 'start-tls') startTls();
          if (event.type === 'outcome') {
            resolve(event);
            mailer.quit();
          }
        }
        clearTimeout(timer);
        if (error) why = error;
        // Behind a failure nobody waits for the server's goodbye.
        if (waits === 'failed' || waits === 'closed') {
          // A server that takes nothing more, or that does not close, has five seconds.
          if (!socket.writableEnded) setTimeout(() => socket.destroy(), 5000).unref();
          return void (waits === 'failed' ? socket.destroySoon() : socket.end());
        }
        if (deadline !== null) timer = setTimeout(turn, Math.min(2 ** 31 - 1, Math.max(0, deadline - performance.now())), null);
        rest = input instanceof Uint8Array && taken < input.length ? input.subarray(taken) : null;
        // There is more as soon as this is written; or nothing comes of it any more.
        if (waits === 'output' || (taken === 0 && events.length === 0 && output.length === 0)) break;
        input = rest;
      }
      // What nobody takes yet stays with the peer.
      if (rest) socket.pause();
      else socket.resume();
    }

    /** @param {net.Socket} stream */
    function watch(stream) {
      stream.on('data', turn);
      stream.on('end', () => turn('eof'));
      stream.on('error', (error) => {
        why = error;
        if (connected) turn('eof'); // what had been sent by then, the outcome says
      });
      stream.on('close', () => {
        clearTimeout(timer);
        mailer.free();
        reject(why); // does nothing behind an outcome
      });
    }

    socket.on('connect', () => {
      connected = true;
      if (security === 'implicit') startTls();
      else turn(null);
    });
    watch(socket);
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
  ).catch((error) => {
    throw new Error(`The message was not sent: ${error.message}`);
  });
  tell(outcome);
}

/**
 * Tells what became of a message, for people: a line for each recipient, and a sentence for all.
 * @param {import('smtpwire').Outcome} outcome
 */
function tell({ recipients, responsibility, accepted, error }) {
  for (const { recipient, status, reply, why } of recipients) {
    console.log(`${recipient}: ${status}: ${reply ? `${reply.code} ${reply.text}` : (why?.message ?? 'no reply')}`);
  }
  if (accepted) return console.log('The server has taken the message for every recipient.');
  process.exitCode = 1;
  const because = error ? `: ${error.message}` : '.';
  if (responsibility === 'taken') console.log(`The server has taken the message, but not for every recipient${because}`);
  else if (responsibility === 'unknown') console.log(`Nobody knows whether the message was taken${because}`);
  else console.log(`The message was not sent${because}`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
