/**
 * Finds what the package runs on: the addon for this platform, or the WebAssembly package where none fits.
 *
 * What is missing is an error only when neither can be had, and then it says what was tried.
 */

import { readFileSync } from 'node:fs';

import type { Backend } from '../../javascript/src-js/backend.js';
import { nativeBackend, type Native } from '../../javascript/src-js/native.js';
import { createBackend, createChecker } from '../../wasm/js/backend.js';
import { platformName, thisHost } from './platform.js';

/** The version of this package; its addons and the WebAssembly package have the same. */
declare const PACKAGE_VERSION: string;

/** What was found. */
export interface Loaded {
  backend: Backend;
  /** Loads the checker, where it is a module of its own. */
  checker?: () => Backend;
  /** Why there is no addon, where it is the WebAssembly package: a sentence for each reason. */
  withoutAddon?: string;
}

/** An addon's package. */
interface Addon extends Native {
  version: string;
}

/**
 * The addons' packages by their platforms. Each name is written out, so that programs which gather what a
 * module needs see it.
 */
const ADDONS: Record<string, () => Addon> = {
  'linux-x64-gnu': () => require('@smtpwire/linux-x64-gnu'),
  'linux-x64-musl': () => require('@smtpwire/linux-x64-musl'),
  'linux-arm64-gnu': () => require('@smtpwire/linux-arm64-gnu'),
  'linux-arm64-musl': () => require('@smtpwire/linux-arm64-musl'),
  'darwin-x64': () => require('@smtpwire/darwin-x64'),
  'darwin-arm64': () => require('@smtpwire/darwin-arm64'),
  'win32-x64-msvc': () => require('@smtpwire/win32-x64-msvc'),
  'win32-arm64-msvc': () => require('@smtpwire/win32-arm64-msvc'),
};

/** What an option that asks for TLS answers there. */
const NO_TLS =
  'TLS by smtpwire needs the native addon, as does what reads certificates, DANE and MTA-STS, and this is WebAssembly: ' +
  'for a connection, leave `tls` out, let node:tls do it, and say tlsEstablished().';

/** Loads the addon, or the WebAssembly package. */
export function load(): Loaded {
  const addon = loadAddon();
  if (typeof addon !== 'string') return { backend: nativeBackend(addon) };
  const wasm = loadWasm();
  if (typeof wasm !== 'string') {
    const backend = Object.assign(wasm, { withoutTls: `${NO_TLS} ${addon}` });
    return { backend, checker: loadChecker, withoutAddon: addon };
  }
  throw new Error(
    `smtpwire cannot run here. ${addon} ${wasm} ` +
      'Install the package anew where it runs, with its optional dependencies: ' +
      'a node_modules folder from another platform, or one made with --omit=optional, lacks the addon.',
  );
}

/** The addon, or why there is none. */
function loadAddon(): Addon | string {
  if (forcesWasm()) return 'SMTPWIRE_FORCE_WASM asks for WebAssembly.';
  const name = platformName(thisHost);
  const find = ADDONS[name];
  if (find === undefined) return `No addon is made for ${name}.`;
  try {
    const addon = find();
    const { version } = addon;
    if (version === PACKAGE_VERSION) return addon;
    return `@smtpwire/${name} is of version ${version}, and smtpwire of ${PACKAGE_VERSION}.`;
  } catch (error) {
    return `The addon @smtpwire/${name} does not load: ${firstLine(error)}.`;
  }
}

/** The WebAssembly package, or why it can't be had. Only its module is read: what calls it is in here. */
function loadWasm(): Backend | string {
  try {
    const { version } = require('smtpwire-wasm/package.json') as { version: string };
    if (version !== PACKAGE_VERSION) {
      return `smtpwire-wasm is of version ${version}, and smtpwire of ${PACKAGE_VERSION}.`;
    }
    return createBackend(readFileSync(require.resolve('smtpwire-wasm/smtpwire.wasm')));
  } catch (error) {
    return `The package smtpwire-wasm does not load: ${firstLine(error)}.`;
  }
}

/** Most programs that speak SMTP check no transcript: it is read when it is first asked. */
function loadChecker(): Backend {
  return createChecker(readFileSync(require.resolve('smtpwire-wasm/smtpwire-check.wasm')));
}

function forcesWasm(): boolean {
  const asked = process.env['SMTPWIRE_FORCE_WASM'];
  return asked !== undefined && asked !== '' && asked !== '0';
}

/** Node lists the require stack below the first line. */
function firstLine(error: unknown): string {
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n', 1);
  return line.replace(/\.$/, '');
}
