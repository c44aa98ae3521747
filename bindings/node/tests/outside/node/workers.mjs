// Several workers load the addon, hold objects at the same time, and end while they hold some.

import assert from 'node:assert/strict';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import * as smtpwire from 'smtpwire';
import talk from './session.cjs';

const ROUNDS = 200;

function work() {
  for (let round = 0; round < ROUNDS; round += 1) talk(smtpwire);
  // Never freed: they go when the thread does.
  return Array.from({ length: 50 }, () => new smtpwire.Client({}, { now: 0 }));
}

if (isMainThread) {
  const ends = Array.from({ length: 4 }, () => {
    const worker = new Worker(new URL(import.meta.url));
    return new Promise((resolve, reject) => {
      let said;
      worker.on('message', (message) => (said = message));
      worker.on('error', reject);
      worker.on('exit', () => resolve(said));
    });
  });
  const held = work();
  for (const said of await Promise.all(ends)) assert.equal(said, smtpwire.backend);
  for (const client of held) assert.equal(client.isOver, false);
  // One that is stopped in the middle takes nothing of ours with it.
  const stopped = new Worker(new URL(import.meta.url));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await stopped.terminate();
  talk(smtpwire);
  console.log(smtpwire.backend);
} else {
  globalThis.held = work();
  parentPort.postMessage(smtpwire.backend);
}
