// Debian's Chromium without a window, by playwright-core.

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/**
 * Runs something on a page of its own; what goes wrong in the page fails it.
 * @template T
 * @param {string} url
 * @param {(page: import('playwright-core').Page) => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function onPage(url, run) {
  // The tools lie where the toolchain is, which may be another folder than the package under test.
  const tools = process.env['SMTPWIRE_TOOLS'];
  const find = createRequire(tools === undefined ? import.meta.url : `${tools}/package.json`);
  /** @type {typeof import('playwright-core')} */
  const { chromium } = find('playwright-core');
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  try {
    const page = await browser.newPage();
    const broken = new Promise((_, reject) => {
      page.on('pageerror', reject);
      page.on('crash', () => reject(new Error('the page has crashed')));
      page.on('console', (message) => {
        if (message.type() === 'error') console.error(`the page: ${message.text()} ${message.location().url}`);
      });
    });
    await page.goto(url);
    return /** @type {T} */ (await Promise.race([run(page), broken]));
  } finally {
    await browser.close();
  }
}

/**
 * Where the installed package lies, and the path of its entry in it.
 */
export function wasmPackage() {
  const folder = dirname(fileURLToPath(import.meta.resolve('smtpwire-wasm/package.json')));
  const entry = fileURLToPath(import.meta.resolve('smtpwire-wasm')).slice(folder.length + 1);
  return { folder, entry };
}
