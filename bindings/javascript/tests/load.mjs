// Finds the package under test, as a program that lies here would.

import { createRequire } from 'node:module';

/** @typedef {import('./vectors/api.d.ts').Api} Api */

/**
 * The package's namespace, ready for use: `smtpwire` is, `smtpwire-wasm` is once its modules were started.
 * @param {string} [name] of the package; the environment's `SMTPWIRE_PACKAGE` where it is not given
 * @param {{ require?: boolean }} [options] `require`: as CommonJS
 * @returns {Promise<Api>}
 */
export async function loadPackage(name = process.env['SMTPWIRE_PACKAGE'] ?? 'smtpwire', options = {}) {
  const loaded = options.require ? createRequire(import.meta.url)(name) : await import(name);
  if (typeof loaded.init === 'function') await Promise.all([loaded.init(), loaded.initCheck()]);
  return loaded;
}
