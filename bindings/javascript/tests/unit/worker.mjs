// A worker thread of `workers.test.mjs`: sessions in memory, as many as it is told.

import { parentPort, workerData } from 'node:worker_threads';

import { api, text } from './package.mjs';
import { converse, takingServer, watchedMailer } from './pair.mjs';

const { number, sessions } = workerData;
const hostname = `w${number}.example`;
const greeter = new api.Server({ hostname }, { now: 0 });
const greeting = text(greeter.pump(null, 0).output).split(' ').slice(0, 2).join(' ');
greeter.free();
let accepted = 0;
for (let left = sessions; left > 0; left -= 1) {
  const server = takingServer({ hostname });
  const mailer = watchedMailer();
  mailer.connection.send({ from: 'jo@a.example', to: [`al@${hostname}`] }, 'Subject: x\r\n\r\nhello\r\n');
  converse(mailer, server);
  if (mailer.outcomes[0]?.accepted) accepted += 1;
  mailer.connection.free();
  server.connection.free();
}
parentPort?.postMessage({ number, accepted, greeting });
