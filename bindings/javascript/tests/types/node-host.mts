// What a program of Node in strict TypeScript does with a socket: it compiles without a cast.

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Mailer, Server } from 'smtpwire';

const password: string | undefined = process.env['SMTP_PASSWORD'];
const identity = password ? { certificate: readFileSync('server.pem'), key: readFileSync('server.key') } : undefined;

// What is undefined was not chosen, also where it stands there.
const mailer = new Mailer(
  { name: 'client.example', credentials: password ? { username: 'ann', password, token: undefined } : undefined, client: { limits: undefined } },
  { tls: password ? { peer: 'mx.example', roots: undefined } : undefined, now: undefined },
);
const server = new Server({ hostname: 'mx.example', greeting: undefined }, { tls: identity && { identity } });
mailer.send({ from: 'a@b.example', to: ['c@d.example'], parameters: undefined }, readFileSync('message.eml'));

const socket = connect(25, 'mx.example');
const step = (input: Uint8Array | 'eof' | null, now: number): void => {
  const { output, events } = mailer.pump(input, now);
  if (output.length > 0) socket.write(output);
  for (const event of events) void event.type;
};
// A socket without setEncoding gives no text, but `@types/node` can't know that it has none.
socket.on('data', (chunk: Buffer) => step(chunk, performance.now()));
socket.on('end', () => step('eof', performance.now()));

// Octets that come out have an ArrayBuffer, which hosts ask for.
const { output } = server.pump();
const own: Uint8Array<ArrayBuffer> = output;
const buffer: ArrayBuffer = server.dataToSend().buffer;
void [own, buffer, new Blob([output]), crypto.subtle.digest('SHA-256', output)];
for (const event of server.events()) if (event.type === 'message' && event.octets) void new Blob([event.octets]);
