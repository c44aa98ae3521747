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

  const BEGIN = "const begins = (...sources) => Promise.allSettled(sources.map((source) => wasm.init(source))).then((all) => all.map(({ reason }) => (reason ? reason.name : 'there')).join());";
  const WORKS = "new wasm.Client().free(); console.log('works');";

  test('calls at the same time wait for the first one, whose source counts, and octets that are none are told', () => {
    const came = said(`
      ${BEGIN}
      console.log(await begins(octets('smtpwire.wasm'), new Uint8Array(3), Promise.reject(new RangeError('x')), undefined));
      await wasm.init(Promise.reject(new RangeError('x')));
      ${WORKS}
    `);
    assert.equal(came, 'there,CompileError,there,there\nworks\n');
  });

  test('where the first one fails, so do those that waited for it, and the next call tries anew', () => {
    const came = said(`
      ${BEGIN}
      console.log(await begins(new Uint8Array(3), octets('smtpwire.wasm')));
      console.log(refusal(() => new wasm.Client()));
      console.log(await begins(octets('smtpwire.wasm')));
      ${WORKS}
    `);
    assert.equal(came, 'CompileError,CompileError\nUsageError: smtpwire is not loaded yet: await init() first\nthere\nworks\n');
  });

  test('what is no source, or has no module, is told by its error, and nothing is started', () => {
    const came = said(`
      ${BEGIN}
      const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
      const wrong = [
        7, true, {}, new Map(), new Uint8Array(0), empty, new WebAssembly.Module(empty), Promise.resolve('nowhere.wasm'),
        new Response('<html>'), new Response('gone', { status: 404 }), new URL('nowhere.wasm', import.meta.url), 'data:,x',
      ];
      for (const source of wrong) console.log(await begins(source));
      console.log(refusal(() => wasm.initSync(empty)));
      console.log(await begins(null), await begins(Promise.resolve(null)));
      console.log(await begins(undefined));
      ${WORKS}
    `);
    assert.equal(
      came,
      [
        'UsageError', 'UsageError', 'UsageError', 'UsageError', 'CompileError', 'UsageError', 'UsageError', 'TypeError',
        'CompileError', 'TypeError', 'Error', 'CompileError', 'UsageError: this module is not smtpwire.wasm', 'UsageError UsageError', 'there', 'works\n',
      ].join('\n'),
    );
  });

  test('started at once while it is being loaded, it is there for both', () => {
    const came = said(`
      const loading = wasm.init(WebAssembly.compile(octets('smtpwire.wasm')));
      wasm.initSync(octets('smtpwire.wasm'));
      const client = new wasm.Client({}, { now: 0 });
      await loading;
      console.log(client.nextEvent(0), wasm.initSync(octets('smtpwire.wasm')));
    `);
    assert.equal(came, 'null undefined\n');
  });

  for (const [start, file, other] of [['init', 'smtpwire.wasm', 'smtpwire-check.wasm'], ['initCheck', 'smtpwire-check.wasm', 'smtpwire.wasm']]) {
    test(`${start}Sync says what it needs, loaded or not`, () => {
      const came = said(`
        const wrong = [[], [null], [7], ['smtpwire.wasm'], [{}], [new URL(addresses['${file}'])], [octets('${other}')], [new WebAssembly.Module(octets('${other}'))]];
        const all = () => new Set(wrong.map((given) => refusal(() => wasm.${start}Sync(...given))));
        console.log([...all()].join('\\n'));
        wasm.${start}Sync(octets('${file}'));
        console.log([...all()].join('\\n'));
      `);
      const says = `UsageError: module: the octets of the module are needed, or the compiled module\nUsageError: this module is not ${file}\n`;
      assert.equal(came, says + says);
    });

    test(`${start} refuses another module and what is no source when it is loaded, too`, () => {
      const came = said(`
        const tell = (given) => wasm.${start}(given).then(() => 'there', ({ name, message }) => name + ': ' + message);
        const wrong = [null, 7, {}, octets('${other}'), new WebAssembly.Module(octets('${other}'))];
        const loading = [wasm.${start}(), ...wrong.map(tell)];
        const first = await Promise.all(loading);
        const second = await Promise.all(wrong.map(tell));
        console.log(first.slice(1).join() === second.join());
        console.log([...new Set(second)].join('\\n'));
        console.log(await tell(undefined), await tell(octets('${file}')), await tell('http://127.0.0.1:1/nowhere'));
      `);
      const none = 'UsageError: source: an address, a response, the octets or the compiled module is needed; for that of the package, nothing';
      assert.equal(came, `true\n${none}\nUsageError: this module is not ${file}\nthere there there\n`);
    });
  }

  test('what has to do with TLS has its name, and says that there is none', async () => {
    const wasm = /** @type {any} */ (await import('smtpwire-wasm'));
    await wasm.init();
    const names = [
      'readCertificates', 'certificateIsValidFor', 'readIdentity', 'tlsaName', 'parseTlsa', 'makeTlsa', 'daneDemand', 'daneCheck', 'stsRecordName',
      'stsPolicyUrl', 'findStsRecord', 'parseStsPolicy', 'stsPolicyMatches', 'stsPolicyIsFresh', 'stsMismatch', 'peerDemandsTls', 'tlsrptRecordName',
      'findTlsrptRecord', 'tlsRequest', 'tlsRequiredNo',
    ];
    for (const name of names) {
      assert.throws(() => wasm[name]('x'), (error) => {
        assert.ok(error instanceof Error && error instanceof wasm.UsageError);
        assert.ok(error.message.startsWith(`${name}: TLS is not in WebAssembly`), error.message);
        return true;
      });
    }
  });

  test('the programs of the README run', () => {
    const page = readFileSync(fileURLToPath(new URL('README.md', address('package.json'))), 'utf8');
    const programs = [...page.matchAll(/^```js\n(.*?)^```/gms)].map(([, program]) => program ?? '');
    assert.ok(programs.length >= 3);
    const outputs = programs.map((program) => {
      const here = program.replaceAll("'smtpwire-wasm'", JSON.stringify(import.meta.resolve('smtpwire-wasm')));
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', here], { encoding: 'utf8' });
      assert.equal(status, 0, `${program}\n${stderr}`);
      return stdout;
    });
    assert.match(outputs[0] ?? '', /^greeting EHLO client\.example\r?\n/);
    for (const output of outputs) assert.ok(output.length > 0);
  });

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
