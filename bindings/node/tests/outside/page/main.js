// A page of a bundler's project: nothing names where `smtpwire.wasm` is.

import { Client, init } from 'smtpwire-wasm';

await init();
const client = new Client({}, { now: 0 });
const { events } = client.pump(new TextEncoder().encode('220 mx.receiver.example ESMTP\r\n'), 1);
client.free();
document.querySelector('#said').textContent = events.map((event) => event.type).join();
