// `client/*.json` and `server/*.json`: whole dialogs, step by step, by the plain calls and by `pump`.

import { Difference } from '../same.mjs';
import { ALL_WAYS, wayName } from '../split.mjs';
import { clientConfig, clientHappened, clientSide } from './client.mjs';
import { byPlainCalls, byPump } from './drivers.mjs';
import { Run } from './run.mjs';
import { ENTROPY, serverConfig, serverHappened, serverSide } from './server.mjs';

/** @typedef {import('../api.d.ts').Api} Api */
/** @typedef {import('./file.mjs').Dialog} Dialog */

export { readDialogs } from './file.mjs';

/** Dialogs in which it is the point that output was not taken. */
const UNTAKEN = [
  'A reply before the command was written',
  'A block of content that is not taken',
  'A client that takes no replies',
];

/**
 * Whether a dialog says the same when it is driven by `pump`, which takes all output at once: not where
 * it is about output that waits, or about how much of it was taken.
 * @param {Dialog} dialog
 */
function fitsPump(dialog) {
  if (UNTAKEN.includes(dialog.name)) return false;
  const limits = /** @type {Record<string, unknown>} */ (dialog.config?.['limits'] ?? {});
  if ('output_buffer' in limits) return false;
  return dialog.steps.every((step) => {
    if ('unasked' in step) return false;
    const state = /** @type {Record<string, unknown>} */ (step['expect-state'] ?? {});
    return !('unanswered' in state || 'content-end-sent' in state || state['waits'] === 'output');
  });
}

/**
 * Runs a dialog in every way; fails when it does not hold.
 * @param {Api} api
 * @param {'client' | 'server'} role
 * @param {Dialog} dialog
 */
export function checkDialog(api, role, dialog) {
  if ((dialog.splits === undefined) !== (dialog.why === undefined)) throw new Error('splits is "none", with why');
  const ways = dialog.splits === 'none' ? [0] : ALL_WAYS;
  for (const drive of fitsPump(dialog) ? [byPlainCalls, byPump] : [byPlainCalls]) {
    for (const way of ways) {
      try {
        once(api, role, dialog, drive, way);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const how = drive === byPump ? ', by pump' : '';
        throw new Difference(`  ${wayName(way)}${how}: ${error.message}`, { cause: error });
      }
    }
  }
}

/**
 * @param {Api} api
 * @param {'client' | 'server'} role
 * @param {Dialog} dialog
 * @param {typeof byPlainCalls} drive
 * @param {number} way
 */
function once(api, role, dialog, drive, way) {
  if (role === 'client') {
    const client = new api.Client(clientConfig(dialog.config ?? {}), { now: 0 });
    try {
      new Run(api, clientSide(client), drive(client, clientHappened), way).run(dialog);
    } finally {
      client.free();
    }
    return;
  }
  const { config, binding } = serverConfig(dialog.config ?? {});
  const server = new api.Server(config, { entropy: ENTROPY, now: 0 });
  try {
    if (binding !== null) server.setChannelBindings([binding]);
    new Run(api, serverSide(server), drive(server, serverHappened(server)), way).run(dialog);
  } finally {
    server.free();
  }
}
