import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

// Of the WebAssembly package alone: what its binary asks of a host, and how it is started.
if (process.env['SMTPWIRE_PACKAGE'] === 'smtpwire-wasm') {
  const path = fileURLToPath(import.meta.resolve('smtpwire-wasm/smtpwire.wasm'));
  const bytes = readFileSync(path);

  test('the binary imports nothing but what wasm-bindgen needs', () => {
    const module = new WebAssembly.Module(bytes);
    const foreign = WebAssembly.Module.imports(module).filter(({ name }) => !/^__wbindgen_|^__wbg_/.test(name));
    assert.deepEqual(foreign, []);
    const named = WebAssembly.Module.imports(module).map(({ name }) => name).join(' ');
    assert.doesNotMatch(named, /fetch|random|Date|performance|console|process|require|crypto/i);
  });

  test('before it was started, every call says so', async () => {
    const wasm = await import('smtpwire-wasm');
    assert.throws(() => new wasm.Client({}, { now: 0 }), /init/);
    assert.throws(() => wasm.version(), /init/);
  });

  // It is started once in a process, so that each way has a process of its own.
  for (const [how, source] of [
    ['octets', 'bytes'],
    ['a response', "new Response(bytes, { headers: { 'content-type': 'application/wasm' } })"],
    ['a promise of a module', 'WebAssembly.compile(bytes)'],
    ['a module', 'new WebAssembly.Module(bytes)'],
    ["a file's URL", 'new URL(path)'],
    ['nothing', 'undefined'],
  ]) {
    test(`it is started by ${how}, and starting it again changes nothing`, () => {
      const program = `
        import { readFileSync } from 'node:fs';
        import { Client, init } from ${JSON.stringify(import.meta.resolve('smtpwire-wasm'))};
        const path = ${JSON.stringify(import.meta.resolve('smtpwire-wasm/smtpwire.wasm'))};
        const bytes = readFileSync(new URL(path));
        await init(${source});
        const client = new Client({}, { now: 0 });
        await init(${source});
        console.log(client.nextEvent(0), client.waits);
      `;
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
      assert.equal(stdout, 'null data\n', stderr);
    });
  }

  test('TLS of its own is refused by a sentence that says so', async () => {
    const wasm = await import('smtpwire-wasm');
    await wasm.init();
    assert.throws(
      () => new wasm.Client({}, { now: 0, tls: { peer: 'mx.example' } }),
      (error) => error instanceof wasm.UsageError && /tls/i.test(error.message),
    );
  });
}
