// A client's connection.

import type { Failure } from './errors.js';
import { type Octets, octetsOf } from './octets.js';
import { entropy } from './runtime.js';
import { ClientSession } from './session.js';
import { CLIENT, ConnectionSetup, milliseconds, opened } from './setup.js';
import type {
  ChannelBinding,
  ClientConfig,
  ClientEvent,
  ClientOptions,
  ClientTls,
  Command,
  Credentials,
  GivenCount,
  Parameter,
  Path,
  Phase,
  SaslPolicy,
} from './types.js';

/** Content in larger pieces is cut to what there is room for, before it is copied. */
const LARGE = 1 << 16;

/** What many clients' connections have in common, read once: a configuration, and how TLS is done. */
export class ClientSetup extends ConnectionSetup {
  /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
  constructor(config?: ClientConfig | null, options?: { tls?: ClientTls } | null) {
    super('ClientSetup', config, options);
  }
}

/**
 * The client's side of SMTP or LMTP: commands are queued by methods that return their numbers, and
 * pipelined where the server allows it; each reply is an event with its command's number.
 */
export class Client extends ClientSession<ClientEvent> {
  /**
   * @param config how it behaves, or a setup that was made before
   * @param options what belongs to this connection alone
   * @throws UsageError for what can't be chosen; its message begins with the name of the field
   */
  constructor(config?: ClientConfig | ClientSetup | null, options?: ClientOptions | null) {
    super('Client', opened(config, options, CLIENT));
  }

  /** EHLO, or under LMTP LHLO, with this client's name; HELO follows where EHLO is not known. */
  ehlo(host: string): number {
    return this.call('ehlo', host) as number;
  }

  /**
   * MAIL: begins a transaction.
   *
   * @param from the sender: `jo@a.example`; null or empty for the null path
   */
  mail(from: Path | null, parameters?: readonly Parameter[] | null): number {
    const sender = from === null ? '' : from;
    if (typeof sender === 'string' && parameters === undefined) return this.say('mail', sender) as number;
    return this.call('mail', sender, parameters) as number;
  }

  /** RCPT: one more recipient: `jo@a.example` or `postmaster`. */
  rcpt(to: Path, parameters?: readonly Parameter[] | null): number {
    if (typeof to === 'string' && parameters === undefined) return this.say('rcpt', to) as number;
    return this.call('rcpt', to, parameters) as number;
  }

  /** DATA. The content is given when `data-ready` says so. */
  data(): number {
    return this.say('data', '') as number;
  }

  /** BDAT: a chunk of so many octets, given by {@link Client.content} at once (RFC 3030). */
  bdat(size: GivenCount, last = false): number {
    return this.call('bdat', size, last) as number;
  }

  /** RSET: ends the transaction. */
  rset(): number {
    return this.call('rset') as number;
  }

  /** NOOP. */
  noop(): number {
    return this.call('noop') as number;
  }

  /** VRFY: is there such a user? */
  vrfy(query: string): number {
    return this.call('vrfy', query) as number;
  }

  /** EXPN: who is on this list? */
  expn(query: string): number {
    return this.call('expn', query) as number;
  }

  /** HELP. */
  help(argument?: string): number {
    return this.call('help', argument) as number;
  }

  /** ETRN: asks for the mail of one of a host, a domain with all below it, or a queue (RFC 1985). */
  etrn(host?: string | null, subdomains?: string | null, queue?: string | null): number {
    return this.call('etrn', host, subdomains, queue) as number;
  }

  /** QUIT. */
  quit(): number {
    return this.call('quit') as number;
  }

  /** STARTTLS: the event `start-tls` asks for the handshake (RFC 3207). */
  starttls(): number {
    return this.call('starttls') as number;
  }

  /** Any command, as its value. */
  command(command: Command): number {
    return this.call('command', command) as number;
  }

  /** Any other verb, as a line without CR, LF and NUL. */
  raw(line: string): number {
    return this.call('raw', line) as number;
  }

  /**
   * The next octets of the content: how many were taken. Where it is fewer than were given, the output is
   * full: write it, and give the rest.
   *
   * @throws UsageError for content that can't be sent: a bare LF, a line that is too long
   */
  content(octets: Octets): number {
    const all = octetsOf(octets);
    const piece = all.length > LARGE ? all.subarray(0, this.contentRoom) : all;
    return this.give('content', piece) as number;
  }

  /** How many octets of content there is room for. */
  get contentRoom(): number {
    return this.call('contentRoom') as number;
  }

  /** The end of the content of DATA. */
  endContent(): void {
    this.say('endContent', '');
  }

  /**
   * Logs in by the best mechanism that both sides have (RFC 4954).
   *
   * @param octets 16 to 64 octets from a good source; by default `crypto.getRandomValues`
   * @param channelBinding of the host's own TLS
   */
  auth(
    credentials: Credentials,
    octets?: Octets | null,
    policy?: SaslPolicy | null,
    channelBinding?: ChannelBinding | null,
  ): number {
    return this.call(
      'auth',
      credentials,
      (octets ?? entropy(32)),
      policy,
      channelBinding,
    ) as number;
  }

  /** AUTH with a mechanism of the host's own: each challenge is an event. */
  authRaw(mechanism: string, initial?: string | Octets | null): number {
    return this.call('authRaw', mechanism, initial) as number;
  }

  /** The response to a challenge. */
  authResponse(octets: string | Octets): void {
    this.call('authResponse', octets);
  }

  /** Ends the exchange of AUTH. */
  authCancel(): void {
    this.call('authCancel');
  }

  /** The host's own TLS is up; not `verified` when the server has not proven who it is. */
  tlsEstablished(now?: number, verified = true): void {
    this.call('tlsEstablished', milliseconds(now), verified);
  }

  /** Where the session stands. */
  get phase(): Phase {
    return this.call('phase') as Phase;
  }

  /** What the server calls itself in its reply to EHLO. */
  get ehloName(): string | null {
    return this.call('ehloName') as string | null;
  }

  /** Whether QUIT was given. */
  get isQuitting(): boolean {
    return this.call('isQuitting') as boolean;
  }

  /** Whether the session is over. */
  get isOver(): boolean {
    return this.call('isOver') as boolean;
  }

  /** Whether the end of the content has been written. */
  get contentEndSent(): boolean {
    return this.call('contentEndSent') as boolean;
  }

  /** How many commands wait for their replies. */
  get pending(): number {
    return this.call('pending') as number;
  }

  /** The commands that wait for their replies: number, verb, and how much of each was written. */
  get unanswered(): [command: number, verb: string, written: 'no' | 'partly' | 'wholly'][] {
    return this.call('unanswered') as [number, string, 'no' | 'partly' | 'wholly'][];
  }

  /** Why the last login was given up on this side. */
  get authFailure(): Failure | null {
    return this.call('authFailure') as Failure | null;
  }
}
