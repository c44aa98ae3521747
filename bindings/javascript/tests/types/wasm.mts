// The package for WebAssembly: as `smtpwire`, behind `init`. It needs no library of a page or of Node.

import { Client, Mailer, check, init, initCheck, initCheckSync, initSync } from 'smtpwire-wasm';
import type { ClientEvent, Finding, MailerEvent, Source } from 'smtpwire-wasm';

await init();
await init('https://example.com/smtpwire.wasm');
await init(new Uint8Array());
await init(Promise.resolve(new ArrayBuffer(8)));
initSync(new Uint8Array());
await initCheck();
initCheckSync(new Uint8Array());

const source: Source = new DataView(new ArrayBuffer(8));
const client = new Client();
const greeting: ClientEvent | null = client.nextEvent();
const mailer = new Mailer({ name: 'client.example' });
const events: MailerEvent[] = mailer.pump(null).events;
const findings: Finding[] = check('S: 220 mx.example').findings;
client[Symbol.dispose]();
void [greeting, events, findings, source];
