// The conformance vectors, run against a package of smtpwire: in Node and in a browser alike.
//
// Nothing here knows a host: `run.mjs` reads the files in Node, `browser.mjs` has a page fetch them.

import * as addresses from './addresses.mjs';
import * as bdat from './bdat.mjs';
import * as capabilities from './capabilities.mjs';
import * as commands from './commands.mjs';
import * as content from './content.mjs';
import { checkDialog, readDialogs } from './dialogs/index.mjs';
import { expand, fields, list, number, text } from './form.mjs';
import * as framing from './framing.mjs';
import * as order from './order.mjs';
import * as parameters from './parameters.mjs';
import * as proxy from './proxy.mjs';
import * as replies from './replies.mjs';
import { Difference } from './same.mjs';
import { checkGenerator } from './split.mjs';
import * as xtext from './xtext.mjs';

/** @typedef {import('./api.d.ts').Api} Api */

/**
 * One file of cases: the form of a case, and the check of one.
 * @typedef {{ form: import('./form.mjs').Form<any>, check: (api: Api, one: any) => void }} Subject
 */

/** Every file of cases. @type {Record<string, Subject>} */
const SUBJECTS = {
  commands: commands.good,
  'command-errors': commands.bad,
  parameters: parameters.subject,
  addresses: addresses.subject,
  replies: replies.subject,
  capabilities: capabilities.subject,
  content: content.subject,
  framing: framing.subject,
  bdat: bdat.subject,
  proxy: proxy.subject,
  xtext: xtext.subject,
  order: order.subject,
};

/** Every file of dialogs, by role. @type {Record<'client' | 'server', readonly string[]>} */
const DIALOGS = {
  client: [
    'session', 'greeting', 'content', 'bdat', 'lmtp', 'starttls', 'auth', 'injection', 'replies', 'limits', 'time',
  ],
  server: [
    'session', 'order', 'smuggling', 'bdat', 'lmtp', 'starttls', 'auth', 'sync', 'limits', 'time', 'proxy', 'decisions',
  ],
};

/** The fewest cases and dialogs that there can be: fewer, and some were not run. */
const LEAST_CASES = 400;
const LEAST_DIALOGS = 500;

/** The names of all files of vectors. */
export const FILES = [
  ...Object.keys(SUBJECTS),
  ...Object.entries(DIALOGS).flatMap(([role, subjects]) => subjects.map((subject) => `${role}/${subject}`)),
];

/**
 * What came of one file.
 * @typedef {{ file: string, passed: number, failed: number }} Row
 */

/**
 * What came of all: a row for each file, and every failure in words.
 * @typedef {{ rows: Row[], failures: string[] }} Table
 */

/**
 * Runs all vectors.
 * @param {Api} api the namespace of the package
 * @param {Record<string, unknown>} files the parsed JSON of each, by its name without `.json`
 * @returns {Table}
 */
export function runVectors(api, files) {
  /** @type {Table} */
  const table = { rows: [], failures: [] };
  const fail = (/** @type {string} */ failure) => table.failures.push(failure);
  try {
    checkGenerator();
  } catch (error) {
    fail(`the generator of splits: ${told(error)}`);
    return table;
  }
  const given = Object.keys(files).filter((name) => name !== 'coverage');
  for (const name of given) if (!FILES.includes(name)) fail(`${name}: there is no check for this file`);
  for (const name of FILES) {
    if (!given.includes(name)) fail(`${name}: the file is not there`);
    else table.rows.push(runFile(api, name, files[name], fail));
  }
  const sum = (/** @type {Row[]} */ rows) => rows.reduce((all, row) => all + row.passed + row.failed, 0);
  const dialogs = sum(table.rows.filter((row) => row.file.includes('/')));
  const cases = sum(table.rows) - dialogs;
  if (cases < LEAST_CASES) fail(`only ${cases} cases were run`);
  if (dialogs < LEAST_DIALOGS) fail(`only ${dialogs} dialogs were run`);
  return table;
}

/**
 * @param {Api} api
 * @param {string} name
 * @param {unknown} json
 * @param {(failure: string) => void} fail
 * @returns {Row}
 */
function runFile(api, name, json, fail) {
  const row = { file: name, passed: 0, failed: 0 };
  const names = new Set();
  const [role, dialog] = name.split('/');
  let cases;
  let check;
  try {
    const subject = SUBJECTS[name];
    const read = subject === undefined ? readDialogs(json, name) : readCases(json, name, subject);
    if (read.format !== 1) throw new Error('this runner reads format 1');
    if (read.subject !== (dialog === undefined ? name : `${role}/${dialog}`) && read.subject !== dialog) {
      throw new Error(`its subject is ${read.subject}`);
    }
    if (read.about === '' || read.cases.length === 0) throw new Error('it says nothing');
    cases = read.cases;
    check = subject?.check ?? ((/** @type {Api} */ a, /** @type {any} */ one) => checkDialog(a, role === 'client' ? role : 'server', one));
  } catch (error) {
    fail(`${name}: ${told(error)}`);
    return { ...row, failed: 1 };
  }
  for (const one of cases) {
    try {
      if (names.has(one.name)) throw new Difference('  the name stands twice');
      names.add(one.name);
      check(api, one);
      row.passed += 1;
    } catch (error) {
      row.failed += 1;
      fail(`${name}: ${one.name}\n${told(error)}`);
    }
  }
  return row;
}

/**
 * @param {unknown} json
 * @param {string} name
 * @param {Subject} subject
 */
function readCases(json, name, subject) {
  const file = fields({ format: number, subject: text, about: text, cases: list(subject.form) });
  return file(expand(json), name);
}

/** @param {unknown} error */
function told(error) {
  if (error instanceof Difference) return error.message;
  return error instanceof Error ? `  ${error.stack ?? error.message}` : `  ${String(error)}`;
}
