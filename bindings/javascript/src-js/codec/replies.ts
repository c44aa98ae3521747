// Replies, and what a server offers in one.

import { unusable } from '../errors.js';
import { fieldsOf } from '../fields.js';
import { type Octets, octetsOf, type OwnOctets } from '../octets.js';
import { ask, call, Resource } from '../runtime.js';
import type { Capabilities, GivenReply, Reply, ReplyOptions } from '../types.js';

/**
 * The reply at the start of these octets; null when it is not whole yet. `wire.length` octets were read.
 *
 * @throws UsageError `malformed`
 */
export function parseReply(octets: string | Octets): (Reply & { wire: OwnOctets }) | null {
  return whole(call('parseReply', octets) as Reply | null);
}

/** The octets of a reply as they were on the wire, with their CRLFs. */
export function replyOctets(reply: Reply): Uint8Array {
  const { code, lines, wire } = fieldsOf(reply, ['code', 'enhanced', 'lines', 'text', 'wire'], 'reply');
  if (wire !== undefined && wire !== null) return octetsOf(wire, 'reply.wire');
  const isReply = Number.isInteger(code) && Array.isArray(lines) && lines.every((line) => typeof line === 'string');
  if (!isReply || lines.length === 0) throw unusable('reply: a reply is needed, with its code and its lines of text');
  const last = lines.length - 1;
  const written = lines.map((line, at) => `${code}${at === last ? ' ' : '-'}${line}\r\n`);
  return new TextEncoder().encode(written.join(''));
}

/** A reply of these parts, with its CRLFs. Text is cut into lines at LF. */
export function encodeReply(
  code: number,
  lines: string | readonly string[],
  enhanced?: string | null,
): OwnOctets {
  return call('encodeReply', code, lines, enhanced) as OwnOctets;
}

/** What the first digit of a reply code says. */
export function replySeverity(
  code: number,
):
  | 'positive-completion'
  | 'positive-intermediate'
  | 'transient-negative'
  | 'permanent-negative' {
  return call('replySeverity', code) as ReturnType<typeof replySeverity>;
}

/** Whether the class of an enhanced code fits a reply code (RFC 2034). */
export function codesAgree(code: number, enhanced: string): boolean {
  return call('codesAgree', code, enhanced) as boolean;
}

/** The name under which a server queued a message, from its final reply; null where its wording is not known. */
export function queueId(reply: GivenReply): string | null {
  return call('queueId', reply) as string | null;
}

/** What the reply to EHLO offers. */
export function parseCapabilities(reply: GivenReply): Capabilities {
  return call('parseCapabilities', reply) as Capabilities;
}

/** The reply to EHLO that offers this. */
export function encodeCapabilities(
  capabilities: Pick<Capabilities, 'greeting' | 'lines'> & Partial<Capabilities>,
): OwnOctets {
  return call('encodeCapabilities', capabilities) as OwnOctets;
}

/** The EHLO keywords that are known. */
export function keywords(): string[] {
  return call('keywords') as string[];
}

/** Reads replies from octets that come in pieces. */
export class ReplyReader extends Resource {
  constructor(options?: ReplyOptions) {
    super('ReplyReader', [options]);
  }

  /** Takes octets from the peer. */
  receiveData(octets: Octets): void {
    ask(this, 'receiveData', octets);
  }

  /**
   * The next whole reply; null until more octets are received.
   *
   * @throws UsageError `malformed`, now and from now on
   */
  nextReply(): (Reply & { wire: OwnOctets }) | null {
    return whole(ask(this, 'nextReply') as Reply | null);
  }

  /** The octets that no reply was made of yet. */
  unread(): OwnOctets {
    return ask(this, 'unread') as OwnOctets;
  }
}

/** The reply with its octets, which here are what tells how many were read. */
function whole(reply: Reply | null): (Reply & { wire: OwnOctets }) | null {
  if (reply === null) return null;
  reply.wire ??= replyOctets(reply);
  return reply as Reply & { wire: OwnOctets };
}
