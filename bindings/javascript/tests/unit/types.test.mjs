import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const strict = ['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', '--target', 'es2022'];

if (!isWasm) {
  const ofNode = [...strict, '--module', 'node20', '--lib', 'es2022', ...HOSTS.Node];

  test('a strict program of Node compiles without a cast', () => {
    compiles(...ofNode, join(types, 'node-host.mts'));
  });

  test('the programs of the README compile, but for the types of their own arguments', () => {
    const page = readFileSync(join(dirname(createRequire(import.meta.url).resolve('smtpwire/package.json')), 'README.md'), 'utf8');
    const programs = [...page.matchAll(/^```js\n(.*?)^```/gms)].map(([, program]) => /** @type {string} */ (program));
    assert.ok(programs.length > 10);
    // Here, where the package is found.
    const folder = mkdtempSync(join(types, 'readme-'));
    try {
      const files = programs.map((program, at) => {
        const file = join(folder, `${at}.mjs`);
        writeFileSync(file, program);
        return file;
      });
      compiles(...ofNode, '--allowJs', '--checkJs', '--noImplicitAny', 'false', '--useUnknownInCatchVariables', 'false', ...files);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

if (isWasm) {
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
