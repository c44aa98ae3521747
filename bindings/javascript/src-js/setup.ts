// What a connection is made of: a configuration, options, and perhaps a setup that many connections share.

import { unusable } from './errors.js';
import { fieldsOf } from './fields.js';
import { clock, entropy, refuseTls, Resource } from './runtime.js';
import type { ConnectionOptions, EntropicOptions, TlsPeer } from './types.js';

/** What may stand in the options of a client. */
export const CLIENT = ['now', 'tls', 'peer', 'awaitingTls'] as const;
/** What may stand in the options of a mailer. */
export const MAILER = [...CLIENT, 'entropy'] as const;
/** What may stand in the options of a server. */
export const SERVER = ['now', 'tls', 'awaitingTls', 'entropy'] as const;

/**
 * A configuration that was read once, and how TLS is done where smtpwire does it: it is given in place of
 * the configuration, and makes connections cheaper.
 */
export abstract class ConnectionSetup extends Resource {
  /** @internal */
  constructor(kind: string, config: unknown, given: { tls?: unknown } | null | undefined) {
    const { tls } = fieldsOf(given, ['tls'], 'options');
    refuseTls(tls);
    super(kind, [configuration(config), tls]);
  }

  /**
   * The number by which smtpwire has it.
   *
   * @internal
   */
  static number(setup: ConnectionSetup): number {
    return setup.number;
  }
}

/** All options that there are. */
type Options = EntropicOptions<unknown> & { peer?: string | TlsPeer };

/** The arguments of which a connection is made. */
export function opened(
  config: unknown,
  given: ConnectionOptions<unknown> | null | undefined,
  fields: readonly (keyof Options)[],
): unknown[] {
  const options = fieldsOf<Options>(given as Options, fields, 'options');
  const { tls, peer } = options;
  const now = clock(options.now);
  refuseTls(tls ?? peer);
  const isSetup = config instanceof ConnectionSetup;
  if (isSetup && tls !== undefined && tls !== null) throw unusable('tls: a setup has its own');
  if (!isSetup && peer !== undefined) throw unusable('peer: it goes with a setup; elsewhere it stands in `tls`');
  const made = [
    isSetup ? ConnectionSetup.number(config) : configuration(config),
    isSetup ? peer : tls,
    options.awaitingTls ?? false,
    now,
  ];
  return fields.includes('entropy') ? [...made, options.entropy ?? entropy(32)] : made;
}

/** A configuration, or nothing. */
function configuration(config: unknown): unknown {
  const isOther = config instanceof Resource || (typeof config !== 'object' && config !== undefined);
  if (isOther) throw unusable('config: a configuration is an object with fields, or a setup of the same role');
  return config;
}

/** The time in whole milliseconds. */
export function milliseconds(now?: number): number {
  return Math.max(0, Math.floor(clock(now)));
}
