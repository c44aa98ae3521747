// What a connection is made of: a configuration, options, and perhaps a setup that many connections share.

import { unusable } from './errors.js';
import { fieldsOf } from './fields.js';
import { sharesByDefault } from './pool.js';
import { classOf, clock, entropy, isBase, numberOf, refuseTls, Resource } from './runtime.js';
import type { ConnectionOptions, EntropicOptions, TlsPeer } from './types.js';

/** What may stand in the options of a client. */
export const CLIENT = ['now', 'tls', 'peer', 'awaitingTls', 'pooled'] as const;
/** What may stand in the options of a mailer. */
export const MAILER = [...CLIENT, 'entropy'] as const;
/** What may stand in the options of a server. */
export const SERVER = ['now', 'tls', 'awaitingTls', 'entropy', 'pooled'] as const;

/**
 * A configuration that was read once, and how TLS is done where smtpwire does it: it is given in place of
 * the configuration, and makes connections cheaper.
 */
export abstract class ConnectionSetup extends Resource {
  /** @internal */
  constructor(kind: string, config: unknown, given: { tls?: unknown } | null | undefined) {
    const { tls } = fieldsOf(given, ['tls'], 'options');
    refuseTls(tls);
    super(kind, [configuration(config), tls], NAMES);
  }
}

isBase(ConnectionSetup, 'ConnectionSetup');

/** What a setup and a connection are made of. */
export const NAMES = ['(config)', 'tls', 'awaitingTls', 'now', 'entropy'];

/** All options that there are. */
type Options = EntropicOptions<unknown> & { peer?: string | TlsPeer };

/** What a connection is made of: its arguments, and what concerns this side alone. */
export interface Opened {
  made: unknown[];
  pooled: boolean;
}

/** The same of what was given. */
export function opened(
  config: unknown,
  given: ConnectionOptions<unknown> | null | undefined,
  fields: readonly (keyof Options)[],
): Opened {
  const options = fieldsOf<Options>(given as Options, fields, 'options');
  const { tls, peer, pooled = sharesByDefault() } = options;
  if (typeof pooled !== 'boolean') throw unusable('pooled: it is true or false');
  const now = clock(options.now);
  refuseTls(tls ?? peer);
  const isSetup = classOf(config)?.endsWith('Setup') === true;
  if (isSetup && tls !== undefined && tls !== null) throw unusable('tls: a setup has its own');
  if (!isSetup && peer !== undefined) throw unusable('peer: it goes with a setup; elsewhere it stands in `tls`');
  const made: unknown[] = [
    isSetup ? numberOf(config as ConnectionSetup) : configuration(config),
    isSetup ? peer : tls,
    options.awaitingTls ?? false,
    now,
  ];
  if (fields.includes('entropy')) made.push(options.entropy ?? entropy(32));
  return { made, pooled };
}

/** A configuration, or nothing. */
function configuration(config: unknown): unknown {
  const isOther = classOf(config) !== undefined || (typeof config !== 'object' && config !== undefined);
  if (isOther) throw unusable('config: a configuration is an object with fields, or a setup of the same role');
  return config;
}

/** The time in whole milliseconds. */
export function milliseconds(now?: number): number {
  return Math.max(0, Math.floor(clock(now)));
}
