// Runs the conformance vectors in a browser: the WebAssembly package in headless Chromium.
//
//     node browser/run.mjs --vectors DIR [--table]
//
// A page imports the installed package and the runner as they are, and fetches the files.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { FILES } from '../vectors/vectors.mjs';
import { onPage, wasmPackage } from './chromium.mjs';
import { serve } from './server.mjs';

const { values } = parseArgs({
  options: { vectors: { type: 'string' }, table: { type: 'boolean', default: false } },
});
if (values.vectors === undefined) throw new Error('--vectors names the folder of the vectors');

const { folder, entry } = wasmPackage();
const imports = JSON.stringify({ imports: { 'smtpwire-wasm': `/package/${entry}` } });
const server = await serve({
  folders: {
    '/package/': folder,
    '/tests/': dirname(dirname(fileURLToPath(import.meta.url))),
    '/vectors/': values.vectors,
  },
  pages: { '/': `<!doctype html><title>vectors</title><script type="importmap">${imports}</script>` },
});
try {
  /** @type {import('../vectors/vectors.mjs').Table} */
  const { rows, failures } = await onPage(server.origin, (page) =>
    page.evaluate(async (names) => {
      const load = /** @param {string} name */ (name) => import(name);
      const api = await load('smtpwire-wasm');
      await api.init();
      const { runVectors } = await load('/tests/vectors/vectors.mjs');
      /** @type {Record<string, unknown>} */
      const files = {};
      for (const name of names) files[name] = await (await fetch(`/vectors/${name}.json`)).json();
      return runVectors(api, files);
    }, FILES),
  );
  const host = 'wasm-browser';
  for (const { file, passed, failed } of rows) {
    console.log(values.table ? JSON.stringify({ host, file, passed, failed }) : `${file}: ${passed} of ${passed + failed}`);
  }
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) process.exitCode = 1;
} finally {
  server.close();
}
