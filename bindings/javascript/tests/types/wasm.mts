// The package for WebAssembly: as `smtpwire`, behind `init`.

import { Client, Mailer, check, init, initCheck, initCheckSync, initSync } from 'smtpwire-wasm';
import type { ClientEvent, Finding, MailerEvent } from 'smtpwire-wasm';

await init();
await init(new URL('https://example.com/smtpwire.wasm'));
await init(new Uint8Array());
await init(fetch('/smtpwire.wasm'));
initSync(new Uint8Array());
await initCheck();
await initCheck(fetch('/smtpwire-check.wasm'));
initCheckSync(new Uint8Array());

const client = new Client();
const greeting: ClientEvent | null = client.nextEvent();
const mailer = new Mailer({ name: 'client.example' });
const events: MailerEvent[] = mailer.pump(null).events;
const findings: Finding[] = check('S: 220 mx.example').findings;
void [greeting, events, findings];
