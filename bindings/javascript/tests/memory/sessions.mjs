// 100,000 sessions: V8's heap, the process and the memory of WebAssembly end where they began.
//
//     node sessions.mjs [--package smtpwire] [--sessions 100000] [--table] [--leak]
//
// A session is a mailer and a server in memory, with a message, a refused recipient, an error that was thrown
// and an object of the codec. They are run twice: first every object is freed by the program, then every object is left
// to the garbage collector, which must free it, too. `--leak` keeps one small object of each session: the bounds must
// find it (exit 1).

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    package: { type: 'string', default: process.env['SMTPWIRE_PACKAGE'] ?? 'smtpwire' },
    sessions: { type: 'string', default: '100000' },
    table: { type: 'boolean', default: false },
    leak: { type: 'boolean', default: false },
  },
});
// The collector is to be called, and its young generation is not to grow while memory is measured.
const FLAGS = ['--expose-gc', '--max-semi-space-size=1'];
if (!FLAGS.every((flag) => process.execArgv.includes(flag))) {
  const [, ...rest] = process.argv;
  const { status } = spawnSync(process.execPath, [...FLAGS, ...rest], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
process.env['SMTPWIRE_PACKAGE'] = values.package;

/** The memory of WebAssembly, where the package has one: it only ever grows. @type {WebAssembly.Memory | undefined} */
let wasm;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  /**
   * @param {WebAssembly.Module} module
   * @param {WebAssembly.Imports} [imports]
   */
  constructor(module, imports) {
    super(module, imports);
    watch(this);
  }
};
const { instantiate } = WebAssembly;
/** @type {any} */ (WebAssembly).instantiate = async (/** @type {any} */ source, /** @type {any} */ imports) => {
  const made = /** @type {any} */ (await instantiate(source, imports));
  watch(made.instance ?? made);
  return made;
};

/** @param {WebAssembly.Instance} instance */
function watch({ exports }) {
  if (exports['memory'] instanceof WebAssembly.Memory) wasm = exports['memory'];
}

const { api } = await import('../unit/package.mjs');
const { converse, takingServer, watchedMailer } = await import('../unit/pair.mjs');

const SESSIONS = Number(values.sessions);
/** Room for what a program of this size does by itself: tables, pages of the heap that come and go. */
const ROOM = 2 ** 20;
/** What a session may leave behind, in octets: less than the smallest object that there is. */
const LEFT = 10;

/** @type {unknown[]} */
const kept = [];

/** @param {boolean} frees */
function session(frees) {
  const server = takingServer({ hostname: 'mx.example' }, { refused: ['bo@mx.example'] });
  const mailer = watchedMailer();
  mailer.connection.send({ from: 'jo@a.example', to: ['al@mx.example', 'bo@mx.example'] }, 'Subject: x\r\n\r\nhello\r\n');
  converse(mailer, server);
  if (mailer.outcomes[0]?.recipients[1]?.status !== 'refused') throw new Error('a session went wrong');
  try {
    server.connection.accept();
  } catch (error) {
    if (!(error instanceof api.UsageError)) throw error;
  }
  const reader = new api.ReplyReader();
  reader.receiveData(new Uint8Array([50, 53, 48, 32, 79, 75, 13, 10]));
  reader.nextReply();
  if (values.leak) kept.push(new api.ChunkTotal());
  if (frees) for (const one of [server.connection, mailer.connection, reader]) one.free();
}

/** What is in use when all that can be freed was freed. */
async function measure() {
  for (let round = 0; round < 8; round += 1) {
    globalThis.gc?.();
    // Finalizers run between two turns of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const pages = wasm?.buffer.byteLength ?? 0;
  return { heap: heapUsed, external: external - pages, rss, wasm: pages };
}

/**
 * @param {number} count
 * @param {boolean} frees
 */
async function run(count, frees) {
  for (let number = 1; number <= count; number += 1) {
    session(frees);
    if (number % 100 !== 0) continue;
    // The collector does not know how large what it finds is in WebAssembly: left to itself, it would come when it
    // likes, and the most that lay about at once would be another each time.
    if (!frees) globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let failed = 0;
for (const frees of [true, false]) {
  await run(Math.ceil(SESSIONS / 5), frees);
  const before = await measure();
  await run(SESSIONS, frees);
  const after = await measure();
  const bound = ROOM + SESSIONS * LEFT;
  // The process holds V8's pages, too, which it gives back when it likes.
  const bounds = { heap: bound, external: bound, rss: bound + 4 * ROOM, wasm: bound };
  for (const [name, most] of Object.entries(bounds)) {
    const what = /** @type {keyof typeof bounds} */ (name);
    const grown = after[what] - before[what];
    if (grown > most) failed += 1;
    const row = { freed: frees ? 'by the program' : 'by the collector', sessions: SESSIONS, what, before: before[what], after: after[what], grown, bound: most };
    if (values.table) console.log(JSON.stringify(row));
    else console.log(`${row.freed}: ${what} has grown by ${grown} octets (at most ${most}), from ${row.before}`);
    if (grown > most) console.error(`${what} has grown by ${grown} octets in ${SESSIONS} sessions`);
  }
}
if (failed > 0) process.exitCode = 1;
