// The server's side of a dialog.

import { list, octets, text } from '../form.mjs';
import { decode } from '../octets.mjs';
import { camel, camelCase } from '../spell.mjs';
import { channelBinding } from './client.mjs';
import { only } from './file.mjs';
import { shownReply, verbName } from './happened.mjs';

/** @typedef {import('../api.d.ts').Server} Server */
/** @typedef {import('../api.d.ts').Event} Event */
/** @typedef {import('./happened.mjs').Happened} Happened */
/** @typedef {import('./run.mjs').Side} Side */

/** What challenges are made from. */
export const ENTROPY = new Uint8Array(32).fill(7);

/** What a server offers when its dialog does not say. */
const OFFERED = [
  'PIPELINING', 'SIZE', '8BITMIME', 'SMTPUTF8', 'CHUNKING', 'BINARYMIME', 'DSN', 'ENHANCEDSTATUSCODES',
];

/** Every keyword that a file can have offered, and the choice that offers it. */
const KEYWORDS = {
  PIPELINING: 'pipelining',
  SIZE: 'size',
  '8BITMIME': 'eightBitMime',
  SMTPUTF8: 'smtputf8',
  CHUNKING: 'chunking',
  BINARYMIME: 'binaryMime',
  DSN: 'dsn',
  ENHANCEDSTATUSCODES: 'enhancedCodes',
  LIMITS: 'limits',
  STARTTLS: 'starttls',
  REQUIRETLS: 'requireTls',
  VRFY: 'vrfy',
  EXPN: 'expn',
  HELP: 'help',
  ETRN: 'etrn',
  ATRN: 'atrn',
};

/** What is handed on as it is, in JavaScript's spelling; the package refuses a value that is none. */
const AS_IT_IS = [
  'protocol', 'content', 'line_ends', 'synchronization', 'require_auth', 'require_tls', 'plaintext_auth',
  'implicit_tls', 'proxy', 'trusted', 'early_talkers', 'timeouts',
];

/**
 * The configuration of a server, and the channel binding of its connection.
 * @param {Record<string, unknown>} config
 */
export function serverConfig(config) {
  const words = (/** @type {string} */ key) => list(text)(config[key], key);
  /** @type {Record<string, any>} */
  const extensions = {};
  /** @type {Record<string, any>} */
  const built = {
    hostname: 'mx.example',
    decisions: [],
    content: 'whole',
    limits: { messageSize: 1000000 },
    extensions,
  };
  let binding = null;
  let offered = OFFERED;
  for (const [key, value] of Object.entries(config)) {
    switch (key) {
      case 'extensions':
        offered = words(key);
        break;
      case 'xclient':
      case 'xforward':
        extensions[key] = words(key);
        break;
      case 'auth':
        extensions['auth'] = words(key);
        built['decoyKey'] = '0123456789abcdef';
        break;
      case 'decisions':
        built['decisions'] = words(key).map((name) => name.toLowerCase().replaceAll('_', '-'));
        break;
      case 'lenient':
        built['leniency'] = Object.fromEntries(words(key).map((name) => [camelCase(name), true]));
        break;
      case 'limits':
        // null is none, and not the same as not given.
        built['limits'] = { ...built['limits'], .../** @type {object} */ (camel(value)) };
        break;
      case 'channel_binding':
        binding = channelBinding(value);
        break;
      default:
        if (!AS_IT_IS.includes(key)) throw new Error(`${key} is no option of a server`);
        built[camelCase(key)] = camel(value);
    }
  }
  for (const [keyword, choice] of Object.entries(KEYWORDS)) extensions[choice] = offered.includes(keyword);
  return { config: /** @type {any} */ (built), binding };
}

/** The fields that each call may have. @type {Record<string, readonly string[]>} */
const CALLS = {
  answer: ['reply'],
  'answer-all': ['reply'],
  close: ['reply'],
  verify: ['accept'],
  'tls-failed': ['detail'],
};

/**
 * The reply of a step, as it is given to a server: its octets.
 * @param {unknown} given
 */
const reply = (given) => octets(given, 'reply');

/**
 * @param {Server} server
 * @returns {Side}
 */
export function serverSide(server) {
  return {
    passedOver: [
      'connected', 'helo', 'data', 'rset', 'noop', 'vrfy', 'expn', 'help', 'unknown', 'refused', 'quit', 'auth-failed',
    ],
    content: () => {
      throw new Error('a server gives no content');
    },
    endContent: () => {
      throw new Error('a server gives no content');
    },
    state: (key) => {
      switch (key) {
        case 'phase':
          return server.phase;
        case 'tls':
          return server.isTls;
        case 'authenticated':
          return server.isAuthenticated;
        case 'answers-due':
          return server.answersDue;
        default:
          throw new Error(`no state ${key}`);
      }
    },
    call: (name, step, now) => {
      only(step, ['call', 'fails', ...(CALLS[name] ?? [])]);
      switch (name) {
        case 'accept':
          return server.accept();
        case 'answer':
          return server.answer(reply(step['reply']));
        case 'answer-all':
          return server.answerAll(reply(step['reply']));
        case 'verify':
          return server.verify(step['accept'] === true);
        case 'provide-verifier':
          return server.provideVerifier(null);
        case 'close':
          return server.close('reply' in step ? reply(step['reply']) : null);
        case 'tls-established':
          return server.tlsEstablished(now);
        case 'tls-failed':
          return server.tlsFailed('detail' in step ? text(step['detail'], 'detail') : '');
        default:
          throw new Error(`${name} is no call of a server`);
      }
    },
  };
}

/**
 * Gives what happened in the words of the files; what a claim holds is asked of the server at once,
 * while it waits for the answer.
 * @param {Server} server
 */
export const serverHappened = (server) => (/** @type {Event} */ event) => {
  /** @type {Happened} */
  const happened = { kind: event.type, fields: {} };
  const put = (/** @type {Record<string, unknown>} */ fields) => {
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) happened.fields[name] = value;
  };
  if ('reply' in event && event.reply !== undefined) happened.reply = shownReply(event.reply);
  switch (event.type) {
    case 'proxy':
      put({ header: event.header });
      break;
    case 'helo':
      put({ verb: verbName(event.verb), host: event.host });
      break;
    case 'auth-verify': {
      const claim = server.revealClaim();
      put({
        credentials: event.credentials,
        username: event.username,
        'authorization-identity': event.authorizationIdentity,
        trace: event.trace,
      });
      for (const name of /** @type {const} */ (['password', 'token'])) {
        const secret = claim?.[name];
        if (secret !== undefined) put({ [name]: typeof secret === 'string' ? secret : decode(secret) });
      }
      break;
    }
    case 'auth-lookup':
      put({ username: event.username });
      break;
    case 'auth-failed':
      put({ mechanism: event.mechanism });
      break;
    case 'mail':
      put({ from: event.from, parameters: event.parameters });
      break;
    case 'rcpt':
      put({ to: event.to, parameters: event.parameters });
      break;
    case 'content':
      happened.octets = event.octets;
      break;
    case 'message':
      put({ size: event.size });
      if (event.octets !== undefined) happened.octets = event.octets;
      break;
    case 'vrfy':
    case 'expn':
      put({ query: event.query });
      break;
    case 'etrn':
      put({ host: event.host, subdomains: event.subdomains, queue: event.queue });
      break;
    case 'xclient':
    case 'xforward':
      put({ attributes: event.attributes });
      break;
    case 'unknown':
      put({ line: event.line });
      break;
    case 'refused':
      put({ verb: verbName(event.verb) });
      break;
    default:
  }
  return happened;
};
