// How long a transaction takes in memory: a client and a server, joined by nothing but their octets, with
// 1 KiB of content; and an event that is pulled. The Rust core's own is `benches/src/sessions.rs`.
//
//     node bench.mjs [--package smtpwire-wasm] [--seconds 1] [--json] [--pooled | --own]
//     node bench.mjs --worker       reads `transaction 1000` and the like, and answers with the nanoseconds
//                                   of processor time that so many took
//
// Whether arrays share buffers is as the package has it; with `--pooled` they do, with `--own` each has its own.
// The package is found from this folder. Prints nanoseconds: of the middle run, and of the best.

import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { loadPackage } from './load.mjs';

const { values: options } = parseArgs({
  options: {
    package: { type: 'string', default: 'smtpwire-wasm' },
    seconds: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    pooled: { type: 'boolean', default: false },
    own: { type: 'boolean', default: false },
    worker: { type: 'boolean', default: false },
  },
});

const smtpwire = await loadPackage(options.package);

const pooled = options.pooled ? true : options.own ? false : undefined;
const FROM = 'alice.liddell@sender.example';
const TO = 'humpty.dumpty@receiver.example';
const LINE = 'The quick brown fox jumps over the lazy dog, and then once more, they say.\r\n';
const CONTENT = new TextEncoder().encode(`Subject: tea\r\n\r\n${LINE.repeat(14)}`.slice(0, 1022) + '\r\n');

/** A client and a server, past EHLO. */
class Pair {
  constructor() {
    this.client = new smtpwire.Client(undefined, { now: 0, pooled });
    this.server = new smtpwire.Server(
      { hostname: 'mx.receiver.example' },
      { now: 0, pooled, entropy: new Uint8Array(32).fill(7) },
    );
    this.messages = 0;
    this.accepted = 0;
    this.client.ehlo('mail.sender.example');
    const hello = this.client.pump(this.serve(null), 0).output;
    this.client.pump(this.serve(hello), 0);
    if (this.client.capabilities === null) throw new Error('EHLO was not answered');
  }

  /** Gives the server octets, and answers all that it asks; its output. */
  serve(octets) {
    const { server } = this;
    let written = [];
    let came = server.pump(octets, 0);
    for (;;) {
      if (came.error) throw came.error;
      for (const event of came.events) if (event.type === 'message') this.messages += 1;
      if (came.output.length > 0) written.push(came.output);
      if (came.waits !== 'host') break;
      server.accept();
      came = server.pump(null, 0);
    }
    return written.length === 1 ? written[0] : Buffer.concat(written);
  }

  transaction() {
    const { client } = this;
    const before = this.messages;
    client.mail(FROM);
    client.rcpt(TO);
    client.data();
    let came = client.pump(this.serve(client.pump(null, 0).output), 0);
    if (came.error) throw came.error;
    for (const event of came.events) {
      if (event.type === 'data-ready') {
        if (client.content(CONTENT) !== CONTENT.length) throw new Error('the content has no room');
        client.endContent();
      }
    }
    came = client.pump(this.serve(client.pump(null, 0).output), 0);
    const last = came.events[came.events.length - 1];
    if (last?.type !== 'content-reply' || last.reply.code !== 250 || this.messages !== before + 1) {
      throw new Error('the message was not taken');
    }
  }
}

/** Times in nanoseconds for one run of `work`: of the middle one of many rounds, and of the best. */
function measure(work, seconds) {
  const rounds = [];
  for (let warm = 0; warm < 20_000; warm++) work();
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const began = process.hrtime.bigint();
    for (let run = 0; run < 500; run++) work();
    rounds.push(Number(process.hrtime.bigint() - began) / 500);
  }
  rounds.sort((one, other) => one - other);
  return { middle: Math.round(rounds[rounds.length >> 1]), best: Math.round(rounds[0]) };
}

const pair = new Pair();
const { client } = new Pair();
const OK = new TextEncoder().encode('250 2.0.0 Ok\r\n');

/** What is measured, by name: as the shells of the other languages do it. */
const works = {
  transaction: () => pair.transaction(),
  event: () => {
    client.noop();
    client.dataToSend();
    client.receiveData(OK, 0);
    const event = client.nextEvent(0);
    if (event?.type !== 'reply' || event.reply.code !== 250) throw new Error('no reply');
    if (client.nextEvent(0) !== null) throw new Error('one reply, two events');
  },
};

if (options.worker) {
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, repeats] = line.split(' ');
    const work = works[name];
    const began = process.cpuUsage();
    for (let run = Number(repeats); run > 0; run--) work();
    const took = process.cpuUsage(began);
    console.log((took.user + took.system) * 1000);
  }
} else {
  const results = {};
  for (const [name, work] of Object.entries(works)) results[name] = measure(work, Number(options.seconds));
  if (options.json) {
    console.log(JSON.stringify({ package: options.package, nanoseconds: results }));
  } else {
    for (const [name, { middle, best }] of Object.entries(results)) {
      console.log(`${options.package}: ${name}: ${middle} ns (best ${best} ns)`);
    }
  }
}
