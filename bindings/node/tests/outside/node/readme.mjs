// Runs every program of the package's README as it stands, but for the port, and looks at what it prints.
// The sender and the server send each other a message.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { Server } from 'smtpwire';

const page = readFileSync('node_modules/smtpwire/README.md', 'utf8');

/** The programs under a heading. */
const under = (heading) => {
  const section = page.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  const programs = [...section.matchAll(/^```js\n(.*?)^```/gms)].map(([, program]) => program);
  assert.ok(programs.length > 0, `the README shows no program under ${heading}`);
  return programs;
};

let run = 0;

/** Starts a program at a port; gives the process, and what it prints so far. */
function start(program, port, environment = {}) {
  run += 1;
  const file = `of-readme-${run}.mjs`;
  writeFileSync(file, program.replaceAll('2525', String(port)).replaceAll("'localhost')", "'127.0.0.1')"));
  const child = spawn(process.execPath, [file], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (octets) => (printed.text += octets));
  return { child, printed };
}

/** What a program prints until it ends in order. */
async function prints(program, port = 2525, environment = {}) {
  const { child, printed } = start(program, port, environment);
  const [status] = await once(child, 'close');
  assert.equal(status, 0, `${program}\n${printed.text}`);
  return printed.text;
}

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until somebody listens there. */
async function listens(port) {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const there = await new Promise((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
    socket.destroy();
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A certificate of a root of its own, for `localhost`. */
function certificates() {
  const openssl = (...options) =>
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  openssl('-keyout', 'root.key', '-out', 'root.pem', '-subj', '/CN=Example CA', '-addext', 'keyUsage=critical,keyCertSign');
  openssl(
    '-CA', 'root.pem', '-CAkey', 'root.key', '-keyout', 'server.key', '-out', 'server.pem', '-subj', '/CN=localhost',
    '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'subjectAltName=DNS:localhost',
  );
}

/** A server with STARTTLS that takes all mail. */
async function secureSink() {
  const identity = { certificate: readFileSync('server.pem'), key: readFileSync('server.key') };
  const listener = createServer((socket) => {
    const server = new Server({ hostname: 'localhost', decisions: [] }, { tls: { identity } });
    const step = (input) => {
      const { output, events, waits } = server.pump(input);
      if (output.length > 0) socket.write(output);
      if (waits === 'closed' || waits === 'failed') socket.end();
      else if (events.length > 0) step(null);
    };
    socket.on('data', step).on('end', () => step('eof')).on('error', () => {}).on('close', () => server.free());
    step(null);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}

certificates();

const [send] = under('Send a message');
const [receive] = under('Receive mail');
const port = await freePort();
const receiver = start(receive, port);
await listens(port);
assert.equal(await prints(send, port), "[ 'accepted' ]\n");
assert.match(await prints(send.replace('jo@example.net', 'jo@elsewhere.example'), port), /^\[ 'refused' \]\n$/);
receiver.child.kill();
await once(receiver.child, 'close');
assert.equal(receiver.printed.text, 'Subject: hello\r\n\r\nHello, Jo.\r\n\n');

const [byLibrary] = under('TLS by the library');
const both = 'console.log(new TextDecoder().decode(server.pump().output).slice(0, 3), mailer.isTls);\n';
assert.equal(await prints(byLibrary + both), '220 false\n');

const [byNode] = under('TLS by node:tls');
const sink = await secureSink();
const { port: securePort } = sink.address();
assert.equal(await prints(byNode, securePort, { NODE_EXTRA_CA_CERTS: 'root.pem' }), 'sent\n');
assert.match(await prints(byNode, securePort), /^TLS could not be brought up: .*certificate.*\n$/);
sink.close();

const [logsIn, asksForLogin] = under('Logging in');
assert.equal(await prints(logsIn, port, { SMTP_PASSWORD: 'secret' }), '');
// A client that logs in over TLS, in memory.
const client = (password) => `
import { Client } from 'smtpwire';
const client = new Client({}, { tls: { peer: 'localhost', roots: readFileSync('root.pem') } });
for (let octets = server.pump().output; octets.length > 0; ) {
  const { output, events } = client.pump(octets);
  for (const { type, reply } of events) {
    if (type === 'greeting') client.ehlo('client.example');
    if (type === 'ehlo') client.auth({ username: 'ann', password: '${password}' });
    if (reply?.code === 235 || reply?.code === 535) console.log(reply.code);
  }
  const said = server.pump(Buffer.concat([output, client.pump().output]));
  for (const event of said.events) decide(event);
  octets = Buffer.concat([said.output, server.pump().output]);
}
`;
const shownEvent = `{
  type: 'auth-verify',
  credentials: 'password',
  username: 'ann',
  password: '***'
}
`;
assert.equal(await prints(asksForLogin + client('secret')), `${shownEvent}235\n`);
assert.equal(await prints(asksForLogin + client('guess')), `${shownEvent}535\n`);

const [errors] = under('Errors');
const lines = (await prints(errors)).split('\n');
assert.match(lines[0], /^UsageError 107 invalid-value .+/);
assert.match(lines[1], /^true malformed/);
assert.equal(lines[2], 'true');

const [workers] = under('Worker threads');
assert.match(await prints(workers), /'mail-before-ehlo'/);

const [which] = under('Where it runs');
assert.equal(await prints(which), 'native\n');

const shown = [...page.matchAll(/^```js$/gm)].length;
assert.equal(shown, 9, 'a program of the README is not run here');
console.log(`${shown} programs`);
