// The package for WebAssembly: as `smtpwire`, behind `init`.

import { Client, Mailer, init, initSync } from 'smtpwire-wasm';
import type { ClientEvent, MailerEvent } from 'smtpwire-wasm';

await init();
await init(new URL('https://example.com/smtpwire.wasm'));
await init(new Uint8Array());
await init(fetch('/smtpwire.wasm'));
initSync(new Uint8Array());

const client = new Client();
const greeting: ClientEvent | null = client.nextEvent();
const mailer = new Mailer({ name: 'client.example' });
const events: MailerEvent[] = mailer.pump(null).events;
void [greeting, events];
