// What a program in TypeScript relies on: the names, and that `type` tells the events apart.

import {
  Client,
  type Pumped,
  Server,
  SmtpwireError,
  backend,
  fallbackReason,
} from 'smtpwire';

const client = new Client();
const queued: number = client.ehlo('mail.sender.example');
const came = client.pump(new Uint8Array(0), 0);
const output: Uint8Array = came.output;

for (const event of came.events) {
  switch (event.type) {
    case 'content-reply': {
      const code: number = event.reply.code;
      console.log(code);
      break;
    }
    case 'greeting':
      console.log(event.reply.text);
      break;
    default:
      // @ts-expect-error: not every event has a reply
      console.log(event.reply.code);
  }
  // @ts-expect-error: there is no such event
  if (event.type === 'no-such-event') console.log(queued);
}

// @ts-expect-error: a server has a name
new Server();

function told(pumped: Pumped<unknown>): string {
  return pumped.error instanceof SmtpwireError ? pumped.error.kind : pumped.waits;
}

const which: 'native' | 'wasm' = backend;
const why: string | undefined = fallbackReason;
console.log(told(came), output.length, which, why);
client.free();
