// Builds the page with webpack: `node webpack.cjs NODE_MODULES` (where webpack is).

'use strict';

const { writeFileSync } = require('node:fs');
const path = require('node:path');
const webpack = require(path.join(process.argv[2], 'webpack'));

webpack(
  {
    mode: 'production',
    target: 'web',
    context: __dirname,
    entry: './main.js',
    output: { path: path.join(__dirname, 'webpack'), clean: true },
    performance: { hints: false },
  },
  (error, stats) => {
    if (error) throw error;
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    for (const { message } of [...errors, ...warnings]) console.error(message);
    const page = '<!doctype html><p id="said"></p><script type="module" src="./main.js"></script>\n';
    writeFileSync(path.join(__dirname, 'webpack', 'index.html'), page);
    process.exitCode = errors.length + warnings.length === 0 ? 0 : 1;
  },
);
