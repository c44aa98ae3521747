// send: one message over an SMTP server, with TLS and login by the library.
//
//   node send.mjs --from ann@example.org mx.example.net:25 jo@example.net < message.eml
//   SMTP_PASSWORD=... node send.mjs --user ann --from ann@example.org mail.example.org:587 jo@example.net < message.eml
//
// The whole session is the mailer's affair: it greets, brings up TLS, logs in, pipelines, chooses DATA or
// BDAT. The program moves octets between it and the socket, tells it the time, and learns what has become
// of the message, recipient by recipient.

import { readFileSync, realpathSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Mailer } from 'smtpwire';

/**
 * Sends one message, and gives what became of it.
 * @param {{ host: string, port: number, config: import('smtpwire').MailerConfig, tls?: import('smtpwire').ClientTls }} server
 * @param {import('smtpwire').Envelope} envelope
 * @param {Uint8Array} content
 * @returns {Promise<import('smtpwire').Outcome>}
 */
export function send({ host, port, config, tls }, envelope, content) {
  return new Promise((resolve, reject) => {
    const mailer = new Mailer(config, tls ? { tls } : {});
    const socket = net.connect({ host, port, noDelay: true });
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    /** What came and was not taken. @type {Uint8Array | null} */
    let rest = null;
    /** @type {Error} */
    let why = new Error('the session ended without an outcome');

    /**
     * Gives the mailer what came (or nothing: time has passed), writes what it says, and looks at what
     * happened, until nothing more comes of it.
     * @param {Uint8Array | 'eof' | null} input
     */
    function turn(input) {
      input ??= rest;
      for (;;) {
        const { output, events, deadline, waits, taken, error } = mailer.pump(input);
        if (output.length > 0) socket.write(output, (lost) => void (waits === 'output' && !lost && turn(null)));
        for (const event of events) {
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

    socket.on('connect', () => {
      socket.on('error', () => turn('eof')); // what had been sent by then, the outcome says
      turn(null);
    });
    socket.on('data', turn);
    socket.on('end', () => turn('eof'));
    socket.on('error', (error) => {
      why = error;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      mailer.free();
      reject(why); // does nothing behind an outcome
    });
    mailer.send(envelope, content);
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string', default: '' },
      name: { type: 'string', default: 'localhost' },
      user: { type: 'string' },
      security: { type: 'string', default: 'required' },
      ca: { type: 'string' },
    },
  });
  const [server = '', ...to] = positionals;
  const [, host = '', port = '25'] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(server) ?? [];
  if (host === '' || to.length === 0) throw new Error('usage: send.mjs [options] HOST[:PORT] RECIPIENT...');
  const security = /** @type {NonNullable<import('smtpwire').MailerConfig['security']>} */ (values.security);
  const outcome = await send(
    {
      host,
      port: Number(port),
      config: {
        name: values.name,
        security,
        ...(values.user ? { credentials: { username: values.user, password: process.env['SMTP_PASSWORD'] ?? '' } } : {}),
      },
      ...(security === 'disabled'
        ? {}
        : { tls: { peer: host, ...(values.ca ? { roots: readFileSync(values.ca, 'utf8') } : {}) } }),
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
