// What many connections have in common.

import { unusable } from './errors.js';
import { clock, refuseTls, Resource } from './runtime.js';
import type { Argument } from './wire.js';

/**
 * A configuration that was read once, and how TLS is done where smtpwire does it: it is given in place of
 * the configuration, and makes connections cheaper.
 */
export abstract class ConnectionSetup extends Resource {
  /** @internal */
  constructor(kind: string, config: unknown, tls: unknown) {
    refuseTls(tls);
    super(kind, [config as Argument, tls as Argument]);
  }

  /** The number by which smtpwire has it. */
  static number(setup: ConnectionSetup): number {
    return setup.number;
  }
}

/** The arguments of which a connection is made. */
export function opened(
  config: unknown,
  options: { tls?: unknown; awaitingTls?: boolean },
  now: number,
): Argument[] {
  refuseTls(options.tls);
  if (typeof config === 'number') throw unusable('config: a configuration is an object, or a setup');
  const given = config instanceof ConnectionSetup ? ConnectionSetup.number(config) : config;
  return [given as Argument, options.tls as Argument, options.awaitingTls ?? false, now];
}

/** The time in whole milliseconds. */
export function milliseconds(now?: number): number {
  return Math.max(0, Math.floor(clock(now)));
}
