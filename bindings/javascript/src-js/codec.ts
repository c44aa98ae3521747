// How it is said: commands, replies, addresses, content, read and written.

import type { Octets } from './connection.js';
import { call, entropy, Resource } from './runtime.js';
import type {
  Capabilities,
  Command,
  Count,
  DateTime,
  GivenCount,
  GivenReply,
  Host,
  Leniency,
  Mailbox,
  Parameter,
  Path,
  Phase,
  ProxyHeader,
  Reply,
  ReplyOptions,
  Secret,
} from './types.js';
import { type Argument, octetsOf } from './wire.js';

/** No more octets than these are given on at once. */
const LARGE = 1 << 16;

/** How commands are read. */
export interface CommandOptions {
  /** Whether the server offers SMTPUTF8; it does by default. */
  smtputf8?: boolean;
  leniency?: Leniency;
}

/** What is refused in content. */
export interface ContentOptions {
  /** What becomes of a CR or LF that stands alone; by default it is refused. */
  lineEnds?: 'reject' | 'normalise';
  /** The longest line without its CRLF, in octets; 998 by default, null for none. */
  maxLine?: number | null;
}

/** The same, where content is read. */
export interface UnstufferOptions extends ContentOptions {
  /** The most octets of content; by default there is no limit. */
  maxSize?: GivenCount | null;
}

/** A kind of address. */
export type AddressKind =
  | 'domain'
  | 'address-literal'
  | 'host'
  | 'local-part'
  | 'mailbox'
  | 'reverse-path'
  | 'forward-path';

/** An address: a domain or local part is text, the null path null. */
export type Address = string | null | Host | Mailbox;

const data = (value: unknown): Argument => value as Argument;

/** The version of smtpwire, as in `0.1.0`. */
export function version(): string {
  return call('version') as string;
}

/** Every code that an error may have, in the order of the numbers. */
export function errorCodes(): { number: number; name: string; kind: string; text: string }[] {
  return call('errorCodes') as { number: number; name: string; kind: string; text: string }[];
}

/**
 * The command that a line without its CRLF says; its secrets are `***`.
 *
 * @throws UsageError `malformed`, with detail, offset, verb, and the reply that a server answers
 */
export function parseCommand(line: string | Octets, options?: CommandOptions): Command {
  return call('parseCommand', data(line), data(options)) as Command;
}

/** The same, its secrets written out. */
export function revealCommand(line: string | Octets, options?: CommandOptions): Command {
  return call('revealCommand', data(line), data(options)) as Command;
}

/**
 * The line of a command, with its CRLF.
 *
 * @throws UsageError for what can't be sent
 */
export function encodeCommand(command: Command): Uint8Array {
  return call('encodeCommand', data(command)) as Uint8Array;
}

/** The parameters of MAIL or RCPT, as they stand in it behind the path and a space. */
export function parseParameters(
  verb: 'MAIL' | 'RCPT',
  text: string | Octets,
  options?: CommandOptions,
): Parameter[] {
  return call('parseParameters', verb, data(text), data(options)) as Parameter[];
}

/** The parameters of MAIL or RCPT as they are written, parted by spaces. */
export function encodeParameters(verb: 'MAIL' | 'RCPT', parameters: readonly Parameter[]): string {
  return call('encodeParameters', verb, data(parameters)) as string;
}

/** The names of all verbs that are known. */
export function verbs(): string[] {
  return call('verbs') as string[];
}

/** What an address says; a mailbox, unless another kind is named. Paths have their brackets. */
export function parseAddress(text: string, kind?: AddressKind): Address {
  return call('parseAddress', text, kind) as Address;
}

/** How an address is written; null is the null path. */
export function encodeAddress(address: Address | Path, kind?: AddressKind): string {
  return call('encodeAddress', data(address), kind) as string;
}

/** Whether two addresses are the same, however they are written. */
export function addressesEqual(
  one: Address | Path,
  other: Address | Path,
  kind?: AddressKind,
): boolean {
  return call('addressesEqual', data(one), data(other), kind) as boolean;
}

/** A text that equal addresses have in common, and no others: for the keys of a Map. */
export function addressKey(address: Address | Path, kind?: AddressKind): string {
  return call('addressKey', data(address), kind) as string;
}

/** The kinds of address. */
export function addressKinds(): AddressKind[] {
  return call('addressKinds') as AddressKind[];
}

/** What a local part means, without quotes and escapes. */
export function localPartContent(localPart: string): string {
  return call('localPartContent', localPart) as string;
}

/** The local part that means this, with the least quoting. */
export function localPartFromContent(content: string): string {
  return call('localPartFromContent', content) as string;
}

/** A date-time from its text (RFC 3339). */
export function parseDateTime(text: string): DateTime {
  return call('parseDateTime', text) as DateTime;
}

/** A date-time as it is written. */
export function encodeDateTime(dateTime: DateTime): string {
  return call('encodeDateTime', data(dateTime)) as string;
}

/** The reply with its octets, which here are what tells how many were read. */
function whole(reply: Reply | null): (Reply & { wire: Uint8Array }) | null {
  if (reply === null) return null;
  reply.wire ??= replyOctets(reply);
  return reply as Reply & { wire: Uint8Array };
}

/**
 * The reply at the start of these octets; null when it is not whole yet. `wire.length` octets were read.
 *
 * @throws UsageError `malformed`
 */
export function parseReply(octets: string | Octets): (Reply & { wire: Uint8Array }) | null {
  return whole(call('parseReply', data(octets)) as Reply | null);
}

const encoder = new TextEncoder();

/** The octets of a reply as they were on the wire, with their CRLFs. */
export function replyOctets(reply: Reply): Uint8Array {
  if (reply.wire !== undefined) return reply.wire;
  const last = reply.lines.length - 1;
  const written = reply.lines.map((line, at) => `${reply.code}${at === last ? ' ' : '-'}${line}\r\n`);
  return encoder.encode(written.join(''));
}

/** A reply of these parts, with its CRLFs. Text is cut into lines at LF. */
export function encodeReply(
  code: number,
  lines: string | readonly string[],
  enhanced?: string | null,
): Uint8Array {
  return call('encodeReply', code, data(lines), enhanced) as Uint8Array;
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
  return call('queueId', data(reply)) as string | null;
}

/** What the reply to EHLO offers. */
export function parseCapabilities(reply: GivenReply): Capabilities {
  return call('parseCapabilities', data(reply)) as Capabilities;
}

/** The reply to EHLO that offers this. */
export function encodeCapabilities(
  capabilities: Pick<Capabilities, 'greeting' | 'lines'> & Partial<Capabilities>,
): Uint8Array {
  return call('encodeCapabilities', data(capabilities)) as Uint8Array;
}

/** The EHLO keywords that are known. */
export function keywords(): string[] {
  return call('keywords') as string[];
}

/** The PROXY header at the start of a connection, with its length in octets; null when it is not whole yet. */
export function parseProxy(
  octets: Octets,
  maxLength?: number,
): { header: ProxyHeader; length: number } | null {
  return call('parseProxy', data(octets), maxLength) as { header: ProxyHeader; length: number } | null;
}

/** A PROXY header as it is written in a version of the protocol; 2 by default. */
export function encodeProxy(header: ProxyHeader, version?: 1 | 2): Uint8Array {
  return call('encodeProxy', data(header), version) as Uint8Array;
}

/** Text in the coding of RFC 3461 section 4. */
export function encodeXtext(text: string): string {
  return call('encodeXtext', text) as string;
}

/** The text that was coded; null for what is no xtext. */
export function decodeXtext(text: string): string | null {
  return call('decodeXtext', text) as string | null;
}

/** What the order of commands says to a verb. */
export function orderAnswer(
  phase: Phase,
  verb: string,
  standing?: readonly ('lmtp' | 'tls' | 'authenticated' | 'binary')[],
):
  | { answer: 'allowed'; phase: Phase }
  | { answer: 'refused'; code: number; enhanced: string }
  | { answer: 'content' } {
  return call('orderAnswer', phase, verb, data(standing)) as ReturnType<typeof orderAnswer>;
}

/** The phase after the final reply to content. */
export function orderAfterContent(): Phase {
  return call('orderAfterContent') as Phase;
}

/** The phases of a session. */
export function phases(): Phase[] {
  return call('phases') as Phase[];
}

/**
 * Content as it goes over the wire behind DATA, end mark and all.
 *
 * @throws UsageError `bare-lf`, `bare-cr`, `nul` or `line-too-long` as its detail, with the offset
 */
export function stuff(content: string | Octets, options?: ContentOptions): Uint8Array {
  return call('stuff', data(content), data(options)) as Uint8Array;
}

/** The content in what came behind DATA; `rest` stands behind the end mark. */
export function unstuff(
  wire: string | Octets,
  options?: UnstufferOptions,
): { content: Uint8Array; rest: Uint8Array; ended: boolean } {
  return call('unstuff', data(wire), data(options)) as ReturnType<typeof unstuff>;
}

/** Throws the first fault in content; how many octets it has where there is none. */
export function scanContent(content: string | Octets, options?: ContentOptions): Count {
  return call('scanContent', data(content), data(options)) as Count;
}

/** What a server stores about a user for SCRAM: a secret. */
export function makeScramVerifier(
  password: Secret,
  salt: Octets = entropy(16),
  iterations?: number,
  mechanism?: string,
): string {
  return call('makeScramVerifier', data(password), data(salt), iterations, mechanism) as string;
}

/** Whether this is the password of a verifier. */
export function scramVerifierMatches(verifier: Secret, password: Secret): boolean {
  return call('scramVerifierMatches', data(verifier), data(password)) as boolean;
}

/** Reads replies from octets that come in pieces. */
export class ReplyReader extends Resource {
  constructor(options?: ReplyOptions) {
    super('ReplyReader', [data(options)]);
  }

  /** Takes octets from the peer. */
  receiveData(octets: Octets): void {
    this.call('receiveData', data(octets));
  }

  /**
   * The next whole reply; null until more octets are received.
   *
   * @throws UsageError `malformed`, now and from now on
   */
  nextReply(): (Reply & { wire: Uint8Array }) | null {
    return whole(this.call('nextReply') as Reply | null);
  }

  /** The octets that no reply was made of yet. */
  unread(): Uint8Array {
    return this.call('unread') as Uint8Array;
  }
}

/** Makes of content what goes over the wire behind DATA. */
export class Stuffer extends Resource {
  constructor(options?: ContentOptions) {
    super('Stuffer', [data(options)]);
  }

  /** What the next octets of content are on the wire. */
  push(content: Octets): Uint8Array {
    return this.call('push', data(content)) as Uint8Array;
  }

  /** The end mark, and what is missing before it. Throws the fault of the content. */
  finish(): Uint8Array {
    return this.call('finish') as Uint8Array;
  }

  /** How many octets of content there were so far. */
  get octets(): Count {
    return this.call('octets') as Count;
  }
}

/** What was made of a piece of input: `consumed` of its octets were taken; the others belong to what follows. */
export interface Taken {
  content: Uint8Array;
  consumed: number;
  done: boolean;
}

/** Makes content of what comes behind DATA. */
export class Unstuffer extends Resource {
  constructor(options?: UnstufferOptions) {
    super('Unstuffer', [data(options)]);
  }

  /** The content in the next octets. */
  push(wire: Octets): Taken {
    return this.call('push', data(wire)) as Taken;
  }

  /** Whether the end has come. */
  get isDone(): boolean {
    return this.call('isDone') as boolean;
  }

  /** How many octets of content there were so far. */
  get octets(): Count {
    return this.call('octets') as Count;
  }

  /** Throws the fault of the content, if there is one. */
  outcome(): void {
    this.call('outcome');
  }
}

/** Looks for faults in content. */
export class ContentScanner extends Resource {
  constructor(options?: ContentOptions) {
    super('ContentScanner', [data(options)]);
  }

  /** Throws the first fault, now and from now on. */
  scan(content: Octets): void {
    this.call('scan', data(content));
  }

  /** The content ends here: the same. */
  finish(): void {
    this.call('finish');
  }

  /** How many octets there were. */
  get octets(): Count {
    return this.call('octets') as Count;
  }
}

/** Cuts a stream into lines. */
export class LineFramer extends Resource {
  /** `limit` is the longest line with its CRLF, in octets; 512 by default. */
  constructor(options?: { limit?: number; lineEnds?: 'cr-lf-only' | 'accept-bare-lf' }) {
    super('LineFramer', [data(options)]);
  }

  /** Takes octets, as many as there is room for: how many. */
  push(octets: Octets): number {
    // What has no room is not copied again and again.
    return this.call('push', octetsOf(octets).subarray(0, LARGE)) as number;
  }

  /** The next line without its end; null until more octets are pushed. A line that is none throws, and is used up. */
  nextLine(): Uint8Array | null {
    return this.call('nextLine') as Uint8Array | null;
  }

  /** The octets that are held. */
  buffered(): Uint8Array {
    return this.call('buffered') as Uint8Array;
  }

  /** Drops so many of them. */
  consume(octets: number): void {
    this.call('consume', octets);
  }

  /** Takes all of them. */
  takeRest(): Uint8Array {
    return this.call('takeRest') as Uint8Array;
  }

  /** Whether nothing of a line is held. */
  get isAtBoundary(): boolean {
    return this.call('isAtBoundary') as boolean;
  }

  /** Whether a line that is too long is being dropped. */
  get isDiscarding(): boolean {
    return this.call('isDiscarding') as boolean;
  }

  /** The longest line with its CRLF, in octets. */
  get limit(): number {
    return this.call('limit') as number;
  }

  /** Sets it. */
  setLimit(limit: number): void {
    this.call('setLimit', limit);
  }

  /** Sets what ends a line. */
  setLineEnds(lineEnds: 'cr-lf-only' | 'accept-bare-lf'): void {
    this.call('setLineEnds', lineEnds);
  }

  /** How many octets it holds at most. */
  get capacity(): number {
    return this.call('capacity') as number;
  }
}

/** Reads the octets of one BDAT chunk. */
export class ChunkReader extends Resource {
  constructor(options?: { size?: GivenCount; discarding?: boolean }) {
    super('ChunkReader', [data(options)]);
  }

  /** The chunk's octets in these. */
  push(octets: Octets): Taken {
    return this.call('push', data(octets)) as Taken;
  }

  /** What is still to come is counted and dropped. */
  discard(): void {
    this.call('discard');
  }

  /** How many octets are still to come. */
  get remaining(): Count {
    return this.call('remaining') as Count;
  }

  /** Whether all have come. */
  get isDone(): boolean {
    return this.call('isDone') as boolean;
  }

  /** Whether they are dropped. */
  get isDiscarding(): boolean {
    return this.call('isDiscarding') as boolean;
  }
}

/** Adds up the chunks of a message. */
export class ChunkTotal extends Resource {
  /** `limit` is the most octets; by default there is none. */
  constructor(options?: { limit?: GivenCount | null }) {
    super('ChunkTotal', [data(options)]);
  }

  /** Adds a chunk; throws `too-large` for one that goes over the limit, and leaves it out. */
  add(size: GivenCount): void {
    this.call('add', size);
  }

  /** How many octets there are so far. */
  get octets(): Count {
    return this.call('octets') as Count;
  }
}
