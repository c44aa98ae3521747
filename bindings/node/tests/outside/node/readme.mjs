// Runs every program of the package's README as it stands, but for the port, and looks at what it prints.
// The sender and the server send each other a message.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
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
const [sendPieces] = under('Content in pieces');
const [receive, receiveLater] = under('Receive mail');
const port = await freePort();
const receiver = start(receive, port);
await listens(port);
assert.equal(await prints(send, port), "[ 'accepted' ]\n");
assert.match(await prints(send.replace('jo@example.net', 'jo@elsewhere.example'), port), /^\[ 'refused' \]\n$/);
const piece = 'Hello again, Jo.\n';
writeFileSync('message.eml', `Subject: long\n\n${piece.repeat(100_000)}`);
assert.equal(await prints(sendPieces, port), "[ 'accepted' ]\n");
// A file that can't be read to its end is no message.
unlinkSync('message.eml');
assert.match(await prints(sendPieces.replace("'message.eml'", "'.'"), port), /^EISDIR[^\n]+\n\[ 'not-tried' \]\n$/);
// The whole message at once: what is too much for one write follows when that is written.
const long = `Subject: hello\r\n\r\n${'Hello, Jo.\r\n'.repeat(100_000)}`;
const sendLong = send.replace(/'Subject: hello[^)]*'\)/, `'Subject: hello\\r\\n\\r\\n' + 'Hello, Jo.\\r\\n'.repeat(100_000))`);
assert.notEqual(sendLong, send);
assert.equal(await prints(sendLong, port), "[ 'accepted' ]\n");
receiver.child.kill();
await once(receiver.child, 'close');
const inPieces = `Subject: long\r\n\r\n${piece.replace('\n', '\r\n').repeat(100_000)}`;
assert.equal(receiver.printed.text, `Subject: hello\r\n\r\nHello, Jo.\r\n\n${inPieces}\n${long}\n`);

// The server that asks a directory: what was sent at once is answered in order, one that leaves meanwhile costs it nothing, and
// one that only ends its side is still answered.
writeFileSync('mailboxes.txt', 'jo@example.net\nal@example.net\n');
const laterPort = await freePort();
const later = start(receiveLater, laterPort);
await listens(laterPort);
/** Has a client say all this at once, after EHLO; the codes of the replies. */
async function talk(text, then = () => {}) {
  const socket = connect(laterPort, '127.0.0.1').setEncoding('latin1');
  const codes = [];
  let unread = '';
  socket.on('error', () => {}).on('data', (chunk) => {
    const lines = `${unread}${chunk}`.split('\r\n');
    unread = lines.pop();
    for (const line of lines) {
      if (line[3] === '-') continue;
      codes.push(line.slice(0, 3));
      if (codes.length === 1) socket.write('EHLO client.example\r\n');
      if (codes.length === 2) socket.write(text, () => then(socket));
    }
  });
  await once(socket, 'close');
  return codes.join(' ');
}
const recipients = 'RCPT TO:<jo@example.net>\r\nRCPT TO:<nobody@example.net>\r\nRCPT TO:<al@example.net>\r\n';
const transaction = `MAIL FROM:<ann@example.org>\r\n${recipients}`;
const chunk = (text, last = '') => `BDAT ${text.length}${last}\r\n${text}`;
const letter = `Subject: hello\r\n\r\n${'Hello, Jo.\r\n'.repeat(20_000)}`;
const twice = `${transaction}${chunk(letter, ' LAST')}${transaction}${chunk('Subject: again\r\n\r\nAgain\r\n', ' LAST')}QUIT\r\n`;
assert.equal(await talk(twice), '220 250 250 250 550 250 250 250 250 550 250 250 221');
assert.equal(readFileSync('messages.txt', 'latin1'), `${letter}Subject: again\r\n\r\nAgain\r\n`);
await talk(transaction, (socket) => socket.destroy());
assert.equal(await talk(transaction, (socket) => socket.end()), '220 250 250 250 550 250');
// More than the server holds while it asks, and the end right behind it.
const much = `${transaction}${chunk(letter.repeat(4), ' LAST')}QUIT\r\n`;
assert.equal(await talk(much, (socket) => socket.end()), '220 250 250 250 550 250 250 221');
// A directory that can't be read is no reason to refuse for good, nor to end.
writeFileSync('mailboxes.txt', '');
assert.equal(await talk(`${transaction}QUIT\r\n`), '220 250 250 550 550 550 221');
unlinkSync('mailboxes.txt');
assert.equal(await talk(`${transaction}QUIT\r\n`), '220 250 250 451 451 451 221');
assert.equal(later.child.exitCode, null, later.printed.text);
later.child.kill();
await once(later.child, 'close');
assert.equal(later.printed.text, '');

// The examples of the package run where they lie.
const example = (name, ...options) => spawn(process.execPath, [`node_modules/smtpwire/examples/${name}`, ...options], { stdio: ['pipe', 'ignore', 'ignore'] });
const examplePort = await freePort();
const sinkExample = example('sink.mjs', '--port', String(examplePort));
await listens(examplePort);
const sendExample = example('send.mjs', '--security', 'disabled', '--from', 'ann@example.org', `127.0.0.1:${examplePort}`, 'jo@example.net');
sendExample.stdin.end('Subject: hello\r\n\r\nHello, Jo.\r\n');
assert.deepEqual(await once(sendExample, 'close'), [0, null]);
sinkExample.kill();

// Where nobody listens, and where no SMTP is spoken, the program says so once, and ends.
const told = async (port) => (await prints(send, port)).split('\n').sort();
const nobody = await told(await freePort());
assert.equal(nobody.length, 4, nobody.join('\n'));
assert.deepEqual([nobody[0], nobody[1]], ['', "[ 'not-tried' ]"]);
assert.match(nobody[2], /^connect ECONNREFUSED /);
const chatter = createServer((socket) => socket.on('error', () => {}).write('I speak no SMTP\r\nAnd never have\r\n')).listen(0, '127.0.0.1');
await once(chatter, 'listening');
const nonsense = await told(chatter.address().port);
assert.equal(nonsense.length, 3, nonsense.join('\n'));
assert.equal(nonsense[1], "[ 'not-tried' ]");
chatter.close();

const [byLibrary, withRoots] = under('TLS by the library');
const both = 'console.log(new TextDecoder().decode(server.pump().output).slice(0, 3), mailer.isTls);\n';
assert.equal(await prints(byLibrary + both), '220 false\n');

const [byNode, servesByNode] = under('TLS by node:tls');
const sink = await secureSink();
const { port: securePort } = sink.address();
assert.match(await prints(byNode, securePort, { NODE_EXTRA_CA_CERTS: 'root.pem' }), /^jo@example\.net accepted [^\n]+\n$/);
assert.match(await prints(byNode, securePort), /^jo@example\.net not-tried TLS has failed: .*certificate.*\n$/);
assert.match(await prints(byNode, await freePort()), /^[^\n]+\n$/);
sink.close();
const servedPort = await freePort();
const serves = start(servesByNode, servedPort);
await listens(servedPort);
assert.match(await prints(byNode, servedPort, { NODE_EXTRA_CA_CERTS: 'root.pem' }), /^jo@example\.net accepted [^\n]+\n$/);
assert.match(await prints(byNode, servedPort), /^jo@example\.net not-tried TLS has failed: .*certificate.*\n$/);
// What somebody puts behind STARTTLS is not taken for what was said inside TLS.
const forger = connect(servedPort, '127.0.0.1').setEncoding('latin1').on('error', () => {});
for (const said of ['EHLO a.example\r\n', 'STARTTLS\r\n', 'EHLO forged.example\r\n']) {
  await once(forger, 'data');
  forger.write(said);
}
let answered = '';
forger.on('data', (text) => (answered += text));
await once(forger, 'close');
assert.doesNotMatch(answered, /250/);
assert.equal(serves.child.exitCode, null, serves.printed.text);
serves.child.kill();
await once(serves.child, 'close');

// A server whose root is known by `roots`, in memory.
const received = `
import { Server } from 'smtpwire';
const identity = { certificate: readFileSync('server.pem'), key: readFileSync('server.key') };
const server = new Server({ hostname: 'localhost', decisions: [] }, { tls: { identity } });
mailer.send({ from: 'ann@example.org', to: ['jo@example.net'] }, 'Subject: hello\\r\\n\\r\\nHello\\r\\n');
for (let octets = server.pump().output; octets.length > 0; ) {
  const { output, events } = mailer.pump(octets);
  for (const event of events) if (event.type === 'outcome') console.log(event.accepted, mailer.isVerified);
  octets = Buffer.concat([server.pump(Buffer.concat([output, mailer.pump().output])).output, server.pump().output]);
}
`;
assert.equal(await prints(withRoots + received), 'true true\n');

const [logsIn, asksForLogin, bySCRAM] = under('Logging in');
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
  for (const event of said.events) decide(server, event);
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

assert.equal(await prints(bySCRAM + client('secret')), 'ann\n235\n');
assert.equal(await prints(bySCRAM + client('guess')), '535\n');

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
assert.equal(shown, 14, 'a program of the README is not run here');
console.log(`${shown} programs`);
