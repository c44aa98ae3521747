import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { api, text } from './package.mjs';

const worker = new URL('worker.mjs', import.meta.url);

test('each worker thread has the package, and its objects, to itself', async () => {
  const mine = new api.Server({ hostname: 'main.example' }, { now: 0 });
  const workers = Array.from({ length: 4 }, (_, number) => new Worker(worker, { workerData: { number, sessions: 200 } }));
  const answers = await Promise.all(
    workers.map(async (one) => {
      const [answer] = await once(one, 'message');
      await once(one, 'exit');
      return answer;
    }),
  );
  assert.deepEqual(answers, [0, 1, 2, 3].map((number) => ({ number, accepted: 200, greeting: `220 w${number}.example` })));
  assert.match(text(mine.pump(null, 0).output), /^220 main\.example /);
  mine.free();
});

test('a worker that is stopped in the middle leaves the others whole', async () => {
  for (let round = 0; round < 5; round += 1) {
    const one = new Worker(worker, { workerData: { number: round, sessions: 1_000_000 } });
    await once(one, 'online');
    await new Promise((resolve) => setTimeout(resolve, 30));
    await one.terminate();
  }
  const server = new api.Server({ hostname: 'main.example' }, { now: 0 });
  assert.match(text(server.pump(null, 0).output), /^220 main\.example /);
  server.free();
});
