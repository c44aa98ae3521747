// The client's side of a dialog.

import { count, list, octets, optional, text } from '../form.mjs';
import { encode } from '../octets.mjs';
import { isObject } from '../same.mjs';
import { camel } from '../spell.mjs';
import { only } from './file.mjs';
import { shownReply, verbName } from './happened.mjs';

/** @typedef {import('../api.d.ts').Api} Api */
/** @typedef {import('../api.d.ts').Client} Client */
/** @typedef {import('../api.d.ts').Event} Event */
/** @typedef {import('./file.mjs').Step} Step */
/** @typedef {import('./happened.mjs').Happened} Happened */
/** @typedef {import('./run.mjs').Side} Side */

/** What a file may say of a client; limits and timeouts are checked by the package. */
const CHOICES = [
  'protocol', 'pipelining', 'helo_fallback', 'implicit_tls', 'verified', 'plaintext_auth', 'long_lines', 'line_ends',
  'limits', 'timeouts', 'reply',
];

/**
 * The configuration of a client.
 * @param {Record<string, unknown>} config
 * @returns {any}
 */
export function clientConfig(config) {
  only(config, CHOICES);
  return camel(config);
}

/** The fields that each call may have. @type {Record<string, readonly string[]>} */
const CALLS = {
  ehlo: ['host'],
  mail: ['from', 'parameters'],
  rcpt: ['to', 'parameters'],
  bdat: ['size', 'last'],
  vrfy: ['query'],
  expn: ['query'],
  help: ['argument'],
  etrn: ['host', 'subdomains', 'queue'],
  command: ['command'],
  raw: ['line'],
  'tls-failed': ['detail'],
  auth: ['credentials', 'mechanisms', 'nonce', 'channel-binding', 'allow-plaintext-secrets'],
  'auth-raw': ['mechanism', 'initial'],
  'auth-response': ['octets'],
};

/**
 * The channel binding of a file.
 * @param {unknown} given
 */
export function channelBinding(given) {
  if (!isObject(given)) throw new Error('a channel binding is an object');
  return /** @type {any} */ ({ type: text(given['type'], 'type'), data: octets(given['data'], 'data') });
}

/**
 * @param {Client} client
 * @param {Step} step
 */
function auth(client, step) {
  const policy = {
    allowPlaintextSecrets: 'allow-plaintext-secrets' in step,
    ...('mechanisms' in step ? { allowed: list(text)(step['mechanisms'], 'mechanisms') } : {}),
  };
  const entropy = 'nonce' in step ? octets(step['nonce'], 'nonce') : encode('0123456789abcdef');
  const binding = 'channel-binding' in step ? channelBinding(step['channel-binding']) : null;
  client.auth(/** @type {any} */ (camel(step['credentials'])), entropy, /** @type {any} */ (policy), binding);
}

/**
 * @param {Client} client
 * @returns {Side}
 */
export function clientSide(client) {
  return {
    passedOver: [],
    content: (piece) => client.content(piece),
    endContent: () => client.endContent(),
    state: (key) => {
      switch (key) {
        case 'phase':
          return client.phase;
        case 'tls':
          return client.isTls;
        case 'authenticated':
          return client.isAuthenticated;
        case 'pending':
          return client.pending;
        case 'content-end-sent':
          return client.contentEndSent;
        case 'unanswered':
          return client.unanswered.map(([command, verb, sent]) => [command, verbName(verb), sent]);
        case 'offers':
          return client.capabilities === null ? null : offers(client.capabilities);
        default:
          throw new Error(`no state ${key}`);
      }
    },
    call: (name, step, now) => {
      only(step, ['call', 'fails', ...(CALLS[name] ?? [])]);
      const given = (/** @type {string} */ field) => text(step[field], field);
      const parameters = /** @type {any} */ (camel(step['parameters'] ?? []));
      switch (name) {
        case 'ehlo':
          return void client.ehlo(given('host'));
        case 'mail':
          return void client.mail(given('from'), parameters);
        case 'rcpt':
          return void client.rcpt(given('to'), parameters);
        case 'data':
          return void client.data();
        case 'bdat':
          return void client.bdat(count(step['size'], 'size'), step['last'] === true);
        case 'rset':
          return void client.rset();
        case 'noop':
          return void client.noop();
        case 'vrfy':
          return void client.vrfy(given('query'));
        case 'expn':
          return void client.expn(given('query'));
        case 'help':
          return void client.help(optional(text)(step['argument'], 'argument'));
        case 'etrn': {
          const [host, subdomains, queue] = ['host', 'subdomains', 'queue'].map((name) => optional(text)(step[name], name));
          return void client.etrn(host, subdomains, queue);
        }
        case 'quit':
          return void client.quit();
        case 'command':
          return void client.command(/** @type {any} */ (camel(step['command'])));
        case 'raw':
          return void client.raw(given('line'));
        case 'starttls':
          return void client.starttls();
        case 'tls-established':
          return client.tlsEstablished(now, true);
        case 'tls-failed':
          return client.tlsFailed(given('detail'));
        case 'auth':
          return auth(client, step);
        case 'auth-raw':
          return void client.authRaw(given('mechanism'), 'initial' in step ? octets(step['initial'], 'initial') : null);
        case 'auth-response':
          return client.authResponse(octets(step['octets'], 'octets'));
        case 'auth-cancel':
          return client.authCancel();
        default:
          throw new Error(`${name} is no call of a client`);
      }
    },
  };
}

/**
 * Every known keyword that is offered, sorted; SIZE with its limit, AUTH with the mechanisms of all its
 * lines.
 * @param {NonNullable<Client['capabilities']>} capabilities
 */
function offers(capabilities) {
  const lines = capabilities.offers.map((keyword) => {
    if (keyword === 'AUTH') return ['AUTH', ...capabilities.mechanisms].join(' ');
    const size = capabilities.size ?? null;
    return keyword === 'SIZE' && size !== null ? `SIZE ${size}` : keyword;
  });
  return lines.sort();
}

/**
 * @param {Event} event
 * @returns {Happened}
 */
export function clientHappened(event) {
  /** @type {Happened} */
  const happened = { kind: event.type, fields: {} };
  if ('command' in event && event.command !== undefined) happened.fields['command'] = event.command;
  if ('reply' in event && event.reply !== undefined) happened.reply = shownReply(event.reply);
  switch (event.type) {
    case 'reply':
      happened.fields['verb'] = verbName(event.verb);
      break;
    case 'recipient-reply':
      happened.fields['index'] = event.index;
      happened.fields['last'] = event.last;
      break;
    case 'challenge':
      happened.octets = event.octets;
      break;
    case 'authenticated':
      if ('mechanism' in event) happened.fields['mechanism'] = event.mechanism;
      break;
    default:
  }
  return happened;
}
