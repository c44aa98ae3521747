// A page of a bundler's project: nothing names where the modules are.

import { check, Client, init, initCheck } from 'smtpwire-wasm';

/** The modules that the page has fetched so far. */
const fetched = () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length;

await init();
const client = new Client({}, { now: 0 });
const { events } = client.pump(new TextEncoder().encode('220 mx.receiver.example ESMTP\r\n'), 1);
client.free();
const before = fetched();
await initCheck();
const { findings } = check('S: 220 mx.example ESMTP\nC: MAIL FROM:<a@b.example>\nS: 503 5.5.1 EHLO first\n');
const said = [events[0].type, before, findings[0].rule, fetched()];
document.querySelector('#said').textContent = said.join(' ');
