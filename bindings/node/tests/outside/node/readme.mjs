// Runs the program of the package's README, `from-readme.mjs`, against a sink; prints what it prints, and
// what the sink took.

import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Server } from 'smtpwire';

const text = new TextDecoder();
const sink = createServer((socket) => {
  const server = new Server({ hostname: 'sink.example', content: 'whole' });
  const step = (input) => {
    const { output, events, waits } = server.pump(input);
    if (output.length > 0) socket.write(output);
    for (const event of events) {
      if (event.type === 'message') console.log(text.decode(event.octets).trim().split('\r\n').at(-1));
    }
    if (waits === 'host') {
      server.accept();
      step(null);
    }
    if (waits === 'closed') socket.end();
  };
  socket.on('data', step);
  socket.on('error', () => {});
  socket.on('close', () => {
    server.free();
    sink.close();
  });
  step(null);
});
await new Promise((listening) => sink.listen(0, '127.0.0.1', listening));

const program = await readFile('from-readme.mjs', 'utf8');
const { port } = sink.address();
await writeFile('of-readme.mjs', program.replace("2525, 'localhost'", `${port}, '127.0.0.1'`));
await import('./of-readme.mjs');
