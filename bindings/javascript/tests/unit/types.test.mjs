import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const tools = process.env['SMTPWIRE_TOOLS'];
const find = createRequire(tools === undefined ? import.meta.url : `${tools}/package.json`);
const compiler = join(dirname(find.resolve('typescript/package.json')), 'bin', 'tsc');
const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const wasm = process.env['SMTPWIRE_PACKAGE'] === 'smtpwire-wasm' ? '-wasm' : '';

for (const resolution of ['node16', 'bundler']) {
  test(`a strict program compiles with the resolution ${resolution}`, () => {
    const project = join(tests, 'types', `tsconfig.${resolution}${wasm}.json`);
    const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}${stderr}`);
  });
}
