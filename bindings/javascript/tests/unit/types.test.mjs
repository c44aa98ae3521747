import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const tools = process.env['SMTPWIRE_TOOLS'];
const find = createRequire(tools === undefined ? import.meta.url : `${tools}/package.json`);
const compiler = join(dirname(find.resolve('typescript/package.json')), 'bin', 'tsc');
const types = join(dirname(dirname(fileURLToPath(import.meta.url))), 'types');
const isWasm = process.env['SMTPWIRE_PACKAGE'] === 'smtpwire-wasm';

/** What TypeScript may know of the host. The packages need none of it. */
const HOSTS = {
  'no host': [],
  'a page': ['--lib', 'es2022,dom'],
  'a worker': ['--lib', 'es2022,webworker'],
  Node: ['--types', 'node', '--typeRoots', dirname(dirname(find.resolve('@types/node/package.json')))],
};

/** @param {string[]} options */
function compiles(...options) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, ...options], { encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

for (const resolution of ['node16', 'bundler']) {
  for (const [host, options] of Object.entries(HOSTS)) {
    test(`a strict program compiles with the resolution ${resolution}, and the types of ${host}`, () => {
      compiles('-p', join(types, `tsconfig.${resolution}${isWasm ? '-wasm' : ''}.json`), ...options);
    });
  }
}

if (isWasm) {
  const strict = ['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', '--target', 'es2022'];
  const plain = [...strict, '--module', 'node16', '--moduleResolution', 'node16', '--lib', 'es2022', '--types', ''];

  for (const host of /** @type {const} */ (['a page', 'a worker', 'Node'])) {
    test(`addresses and responses of ${host} are sources`, () => {
      compiles(...plain, ...HOSTS[host], join(types, 'wasm-host.mts'));
    });
  }

  test('compiled modules of a page are sources', () => {
    compiles(...plain, ...HOSTS['a page'], join(types, 'wasm-page.mts'));
  });
}
