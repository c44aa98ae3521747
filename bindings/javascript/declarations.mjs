// Rolls the declarations that `tsc` has made, one file for each of ours, up into the one that a package
// ships: `node declarations.mjs FROM.d.ts TO.d.ts`.

import { writeFileSync } from 'node:fs';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const [from, to] = process.argv.slice(2);
const bundle = await rollup({
  input: from,
  plugins: [dts()],
  // Another module would be a file that the package does not have.
  onwarn(warning) {
    throw new Error(warning.message);
  },
});
const { output } = await bundle.generate({ format: 'es' });
await bundle.close();

// `using` needs a name that programs of an older `lib` do not have.
const head = `// Made by \`cargo xtask\` from the TypeScript of smtpwire; what is changed here is lost.
/// <reference lib="esnext.disposable" />

`;
writeFileSync(to, head + output[0].code);
