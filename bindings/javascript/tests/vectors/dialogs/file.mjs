// Reading a file of dialogs.

import { caseOf, expand, fields, list, number, object, optional, text, word } from '../form.mjs';
import { isObject } from '../same.mjs';

/**
 * One step, as it stands in the file.
 * @typedef {Record<string, unknown>} Step
 */

const dialog = caseOf({
  config: optional(object),
  splits: optional(word('none')),
  why: optional(text),
  steps: list(object),
});

/** @typedef {ReturnType<typeof dialog>} Dialog */

const file = fields({
  format: number,
  subject: text,
  about: text,
  preludes: optional(object),
  cases: list(dialog),
});

/**
 * The dialogs of a file, with the preludes written out.
 * @param {unknown} json
 * @param {string} name of the file
 */
export function readDialogs(json, name) {
  const read = file(expand(json), name);
  /** @type {Map<string, Step[]>} */
  const preludes = new Map();
  for (const [prelude, steps] of Object.entries(read.preludes ?? {})) {
    preludes.set(prelude, list(object)(steps, `${name}.preludes.${prelude}`));
  }
  for (const one of read.cases) one.steps = writtenOut(one.steps, preludes);
  return read;
}

/**
 * @param {Step[]} steps
 * @param {Map<string, Step[]>} preludes
 * @returns {Step[]}
 */
function writtenOut(steps, preludes) {
  return steps.flatMap((step) => {
    if (!Object.hasOwn(step, 'use')) return [step];
    only(step, ['use']);
    const prelude = preludes.get(text(step['use'], 'use'));
    if (prelude === undefined) throw new Error(`there is no prelude ${step['use']}`);
    return writtenOut(prelude, preludes);
  });
}

/**
 * How many times something is to be done: once, unless it says otherwise.
 * @param {unknown} item
 */
export const times = (item) => (isObject(item) && 'times' in item ? number(item['times'], 'times') : 1);

/**
 * Fails when a step has another field than these.
 * @param {Step} step
 * @param {readonly string[]} known
 */
export function only(step, known) {
  for (const name of Object.keys(step)) {
    if (!known.includes(name)) throw new Error(`${name} is no field of this step`);
  }
}
