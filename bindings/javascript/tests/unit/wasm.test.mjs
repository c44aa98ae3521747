import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const { version } = createRequire(import.meta.url)('smtpwire-wasm/package.json');

const MODULES = [
  { file: 'smtpwire.wasm', start: 'init', other: 'smtpwire-check.wasm' },
  { file: 'smtpwire-check.wasm', start: 'initCheck', other: 'smtpwire.wasm' },
];

/** @param {string} file */
const address = (file) => import.meta.resolve(`smtpwire-wasm/${file}`);

/**
 * What a program says in a process of its own: a module is started once in a process. It has the package as
 * `wasm`, and `octets` reads a file of it.
 * @param {string} program
 */
function said(program) {
  const source = `
    import { readFileSync } from 'node:fs';
    import * as wasm from ${JSON.stringify(import.meta.resolve('smtpwire-wasm'))};
    const addresses = ${JSON.stringify(Object.fromEntries(MODULES.map(({ file }) => [file, address(file)])))};
    const octets = (file) => readFileSync(new URL(addresses[file]));
    const refusal = (ask) => {
      try {
        return ask();
      } catch (error) {
        return error.name + ': ' + error.message;
      }
    };
    ${program}
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' });
  return stdout + stderr;
}

// Of the WebAssembly package alone: what its modules ask of a host, and how they are started.
if (process.env['SMTPWIRE_PACKAGE'] === 'smtpwire-wasm') {
  for (const { file, start, other } of MODULES) {
    const bytes = readFileSync(fileURLToPath(address(file)));

    test(`${file} imports nothing but what wasm-bindgen needs`, () => {
      const module = new WebAssembly.Module(bytes);
      const foreign = WebAssembly.Module.imports(module).filter(({ name }) => !/^__wbindgen_|^__wbg_/.test(name));
      assert.deepEqual(foreign, []);
      const named = WebAssembly.Module.imports(module).map(({ name }) => name).join(' ');
      assert.doesNotMatch(named, /fetch|random|Date|performance|console|process|require|crypto/i);
    });

    const use = {
      init: "const client = new wasm.Client({}, { now: 0 }); console.log(client.nextEvent(0), client.waits);",
      initCheck: "console.log(wasm.explain('550 5.1.1 No such user').code, wasm.rules().length > 10);",
    }[start];
    const says = { init: 'null data\n', initCheck: '550 true\n' }[start];
    for (const [how, source] of [
      ['octets', 'bytes'],
      ['a response', "new Response(bytes, { headers: { 'content-type': 'application/wasm' } })"],
      ['a promise of a module', 'WebAssembly.compile(bytes)'],
      ['a module', 'new WebAssembly.Module(bytes)'],
      ["a file's URL", `new URL(addresses['${file}'])`],
      ['nothing', 'undefined'],
    ]) {
      test(`${start} takes ${how}, and starting it again changes nothing`, () => {
        const came = said(`
          const bytes = octets('${file}');
          await wasm.${start}(${source});
          ${use}
          await wasm.${start}(${source});
        `);
        assert.equal(came, says);
      });
    }

    test(`${start}Sync starts at once`, () => {
      assert.equal(said(`wasm.${start}Sync(octets('${file}')); ${use}`), says);
    });

    test(`${start} refuses ${other}, and can be called again`, () => {
      const came = said(`
        console.log(await wasm.${start}(octets('${other}')).catch(({ name, message }) => name + ': ' + message));
        await wasm.${start}();
        ${use}
      `);
      assert.equal(came, `UsageError: this module is not ${file}\n${says}`);
    });
  }

  test('before they were started, every call says which one to start', () => {
    const came = said(`
      console.log(refusal(() => new wasm.Client({}, { now: 0 })));
      console.log(refusal(() => wasm.version()));
      console.log(refusal(() => wasm.check('S: 220 mx.example')));
      console.log(refusal(() => wasm.explain('550 no')));
    `);
    const first = 'UsageError: smtpwire is not loaded yet: await init() first\n';
    const second = 'UsageError: the checker of smtpwire is not loaded yet: await initCheck() first\n';
    assert.equal(came, first + first + second + second);
  });

  test('each of the two does without the other', () => {
    const came = said(`
      await wasm.initCheck();
      console.log(refusal(() => wasm.version()).split(' ')[0], wasm.replyCodes().includes(550));
      await wasm.init();
      console.log(wasm.version() === ${JSON.stringify(version)}, wasm.describeReplyCode(550).code);
    `);
    assert.equal(came, 'UsageError: true\ntrue 550\n');
    const without = said("await wasm.init(); console.log(refusal(() => wasm.rules()));");
    assert.match(without, /^UsageError: .*await initCheck\(\)/);
  });

  test('TLS of its own is refused by a sentence that says so', async () => {
    const wasm = await import('smtpwire-wasm');
    await wasm.init();
    assert.throws(
      () => new wasm.Client({}, { now: 0, tls: { peer: 'mx.example' } }),
      (error) => error instanceof wasm.UsageError && /tls/i.test(error.message),
    );
  });
}
