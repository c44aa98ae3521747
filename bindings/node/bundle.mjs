// Makes the JavaScript of the package: `node bundle.mjs FOLDER VERSION GLUE`, where GLUE is the folder of what
// wasm-bindgen has made.
//
// There is one implementation, `index.js`, which is CommonJS. `index.mjs` names what it exports again: a
// program that comes by `import` here and by `require` there has the same classes, so that `instanceof`
// holds between them.

import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';

const here = fileURLToPath(new URL('.', import.meta.url));
// The tools are installed for all of JavaScript's packages in one place.
const { build } = createRequire(join(here, '../javascript/package.json'))('esbuild');

const [folder, version, glue] = process.argv.slice(2);

/** What calls WebAssembly is made by the build, and stands elsewhere than its sources say. */
const madeGlue = {
  name: 'made-glue',
  setup(build) {
    build.onResolve({ filter: /^\.\/glue(-check)?\.js$/ }, ({ path }) => ({ path: resolve(glue, path) }));
  },
};

const shared = {
  entryPoints: [join(here, 'js/index.ts')],
  bundle: true,
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  // What is loaded while the program runs, or not at all.
  external: ['@smtpwire/*', 'smtpwire-wasm/*'],
  define: { PACKAGE_VERSION: JSON.stringify(version) },
  tsconfigRaw: {},
  plugins: [madeGlue],
  logLevel: 'warning',
};

await build({ ...shared, format: 'cjs', outfile: join(folder, 'index.js') });

const asked = await build({ ...shared, format: 'esm', write: false, metafile: true });
const [{ exports }] = Object.values(asked.metafile.outputs);
const names = exports.filter((name) => name !== 'default').sort();
writeFileSync(
  join(folder, 'index.mjs'),
  `import smtpwire from './index.js';\n\nexport const {\n${names.map((name) => `  ${name},\n`).join('')}} = smtpwire;\n`,
);
