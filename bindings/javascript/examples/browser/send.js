// One message from a page: SMTP inside the browser, over any stream of octets.
//
// A browser opens no TCP connections, so that something has to carry the octets to the server: a bridge from
// WebSocket to TCP, WebTransport, a direct socket. All that is asked of it here is a pair of streams, as
// WebSocketStream, WebTransport and TCPSocket have them. The session itself, and what has become of the
// message, are the page's.

import { Mailer } from 'smtpwire-wasm';

/**
 * Sends one message, and gives what became of it.
 * @param {{ readable: ReadableStream<Uint8Array>, writable: WritableStream<Uint8Array> }} stream
 * @param {import('smtpwire-wasm').MailerConfig} config
 * @param {import('smtpwire-wasm').Envelope} envelope
 * @param {string | Uint8Array} content
 * @returns {Promise<import('smtpwire-wasm').Outcome>}
 */
export async function send(stream, config, envelope, content) {
  const mailer = new Mailer(config);
  const reader = stream.readable.getReader();
  const writer = stream.writable.getWriter();
  /** @type {import('smtpwire-wasm').Outcome | undefined} */
  let outcome;
  let read = reader.read();
  try {
    mailer.send(envelope, content);
    /** @type {Uint8Array | 'eof' | null} */
    let input = null;
    for (;;) {
      const { output, events, deadline, waits, taken, error } = mailer.pump(input);
      // A server that takes nothing is given up when the mailer says so.
      if (output.length > 0) await Promise.race([written(writer.write(output)), until(deadline)]);
      for (const event of events) {
        if (event.type !== 'outcome') continue;
        outcome = event;
        mailer.quit();
      }
      if (error && !outcome) throw error;
      if (waits === 'closed' || waits === 'failed') break;
      const rest = behind(input, taken);
      if (taken > 0 || events.length > 0 || output.length > 0) {
        input = rest;
      } else if (rest) {
        // Nobody takes it yet: no more is read, and only time may change that.
        await until(deadline);
        input = rest;
      } else {
        const came = await Promise.race([read, until(deadline)]);
        if (came) read = reader.read();
        input = came ? (came.value ?? 'eof') : null;
      }
    }
  } finally {
    mailer.free();
    await writer.close().catch(() => {});
    reader.cancel().catch(() => {});
  }
  if (!outcome) throw new Error('the session ended without an outcome');
  return outcome;
}

/**
 * What is lost on its way, the end of the input tells, too.
 * @param {Promise<void>} writing
 */
function written(writing) {
  return writing.catch(() => {});
}

/**
 * What was not taken of the input.
 * @param {Uint8Array | 'eof' | null} input
 * @param {number} taken
 * @returns {Uint8Array | null}
 */
function behind(input, taken) {
  return input instanceof Uint8Array && taken < input.length ? input.subarray(taken) : null;
}

/**
 * Waits for a deadline; for ever when there is none.
 * @param {number | null} deadline
 * @returns {Promise<void>}
 */
function until(deadline) {
  return new Promise((resolve) => {
    if (deadline !== null) setTimeout(resolve, Math.min(2 ** 31 - 1, Math.max(0, deadline - performance.now())));
  });
}

/**
 * The streams of a WebSocket, for browsers without WebSocketStream.
 * @param {string} url
 * @returns {Promise<{ readable: ReadableStream<Uint8Array>, writable: WritableStream<Uint8Array> }>}
 */
export function webSocketStream(url) {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error(`no connection to ${url}`)), { once: true });
    socket.addEventListener('open', () => {
      const readable = new ReadableStream({
        start(controller) {
          socket.addEventListener('message', ({ data }) => controller.enqueue(new Uint8Array(data)));
          void closed.then(() => controller.close()).catch(() => {}); // it may be cancelled already
        },
        cancel: () => socket.close(),
      });
      const writable = new WritableStream({
        write: (octets) => socket.send(octets),
        close: () => socket.close(),
        abort: () => socket.close(),
      });
      resolve({ readable, writable });
    });
  });
}
