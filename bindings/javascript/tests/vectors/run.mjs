// Runs the conformance vectors against an installed package, in Node.
//
//     node run.mjs --package smtpwire --vectors DIR [--table] [--require]
//
// `--table` prints one line of JSON for each file, and nothing else, on standard output; `--require` loads
// the package as CommonJS. Exit status 1 when a case does not hold.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';

import { loadPackage } from '../load.mjs';
import { runVectors } from './vectors.mjs';

const { values } = parseArgs({
  options: {
    package: { type: 'string', default: 'smtpwire' },
    vectors: { type: 'string' },
    table: { type: 'boolean', default: false },
    require: { type: 'boolean', default: false },
    host: { type: 'string' },
  },
});
if (values.vectors === undefined) throw new Error('--vectors names the folder of the vectors');

/** @type {Record<string, unknown>} */
const files = {};
for (const entry of readdirSync(values.vectors, { withFileTypes: true, recursive: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
  const path = join(entry.parentPath, entry.name);
  const name = relative(values.vectors, path).slice(0, -'.json'.length).split(sep).join('/');
  files[name] = JSON.parse(readFileSync(path, 'utf8'));
}

const api = await loadPackage(values.package, { require: values.require });
const host = values.host ?? (values.package === 'smtpwire' ? 'node' : 'wasm-node');
const { rows, failures } = runVectors(api, files);
for (const { file, passed, failed } of rows) {
  console.log(values.table ? JSON.stringify({ host, file, passed, failed }) : `${file}: ${passed} of ${passed + failed}`);
}
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
