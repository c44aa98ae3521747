// A client's connection.

import { Connection, type Octets } from './connection.js';
import type { Failure } from './errors.js';
import { ConnectionSetup, milliseconds, opened } from './setup.js';
import { clock, entropy } from './runtime.js';
import type {
  Capabilities,
  ChannelBinding,
  ClientConfig,
  ClientEvent,
  ClientTls,
  Command,
  ConnectionOptions,
  Credentials,
  Fallback,
  GivenCount,
  Parameter,
  Path,
  Phase,
  Reply,
  SaslPolicy,
  TlsFailure,
  TlsSession,
  Traced,
} from './types.js';
import { type Argument, octetsOf } from './wire.js';

/** Content in larger pieces is cut to what there is room for, before it is copied. */
const LARGE = 1 << 16;

/** What many clients' connections have in common, read once: a configuration, and how TLS is done. */
export class ClientSetup extends ConnectionSetup {
  /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
  constructor(config?: ClientConfig | null, options: { tls?: ClientTls } = {}) {
    super('ClientSetup', config, options.tls);
  }
}

/**
 * The client's side of SMTP or LMTP: commands are queued by methods that return their numbers, and
 * pipelined where the server allows it; each reply is an event with its command's number.
 */
export class Client extends Connection<ClientEvent> {
  /**
   * @param config how it behaves, or a setup that was made before
   * @throws UsageError for what can't be chosen
   */
  constructor(
    config?: ClientConfig | ClientSetup | null,
    options: ConnectionOptions<ClientTls> = {},
  ) {
    super('Client', opened(config, options, clock(options.now)));
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
    const sender = from ?? '';
    if (typeof sender === 'string' && parameters === undefined) {
      return this.say('mail', sender) as number;
    }
    return this.call('mail', sender as Argument, parameters as Argument) as number;
  }

  /** RCPT: one more recipient: `jo@a.example` or `postmaster`. */
  rcpt(to: Path, parameters?: readonly Parameter[] | null): number {
    if (typeof to === 'string' && parameters === undefined) return this.say('rcpt', to) as number;
    return this.call('rcpt', to as Argument, parameters as Argument) as number;
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
    return this.call('command', command as unknown as Argument) as number;
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
      credentials as Argument,
      (octets ?? entropy(32)) as Argument,
      policy as Argument,
      channelBinding as unknown as Argument,
    ) as number;
  }

  /** AUTH with a mechanism of the host's own: each challenge is an event. */
  authRaw(mechanism: string, initial?: string | Octets | null): number {
    return this.call('authRaw', mechanism, initial as Argument) as number;
  }

  /** The response to a challenge. */
  authResponse(octets: string | Octets): void {
    this.call('authResponse', octets as Argument);
  }

  /** Ends the exchange of AUTH. */
  authCancel(): void {
    this.call('authCancel');
  }

  /** The host's own TLS is up; not `verified` when the server has not proven who it is. */
  tlsEstablished(now?: number, verified = true): void {
    this.call('tlsEstablished', milliseconds(now), verified);
  }

  /** The host's own TLS has failed, and why. */
  tlsFailed(detail?: string): void {
    this.call('tlsFailed', detail);
  }

  /** Where the session stands. */
  get phase(): Phase {
    return this.call('phase') as Phase;
  }

  /** What the server offers; null until it was asked, and again from STARTTLS on. */
  get capabilities(): Capabilities | null {
    return this.call('capabilities') as Capabilities | null;
  }

  /** The server's greeting; null until it has come. */
  get greeting(): Reply | null {
    return this.call('greeting') as Reply | null;
  }

  /** What the server calls itself in its reply to EHLO. */
  get ehloName(): string | null {
    return this.call('ehloName') as string | null;
  }

  /** Whether TLS protects the session. */
  get isTls(): boolean {
    return this.call('isTls') as boolean;
  }

  /** Whether the server has proven who it is. */
  get isVerified(): boolean {
    return this.call('isVerified') as boolean;
  }

  /** Whether the login succeeded. */
  get isAuthenticated(): boolean {
    return this.call('isAuthenticated') as boolean;
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

  /** TLS by smtpwire: what the handshake came to. */
  get tlsSession(): TlsSession | null {
    return (this.call('tlsSession') ?? null) as TlsSession | null;
  }

  /** TLS by smtpwire: why it failed. */
  get tlsFailure(): TlsFailure | null {
    return (this.call('tlsFailure') ?? null) as TlsFailure | null;
  }

  /** TLS by smtpwire: what became of a session without it. */
  get fallback(): Fallback | null {
    return (this.call('fallback') ?? null) as Fallback | null;
  }

  /** TLS by smtpwire: what ties a login to the connection. */
  revealChannelBindings(): ChannelBinding[] {
    return this.call('revealChannelBindings') as ChannelBinding[];
  }

  /** TLS by smtpwire: keeps what is said inside, or stops to. It holds passwords, too. */
  setTracing(on: boolean): void {
    this.call('setTracing', on);
  }

  /** What was said since the last time, passwords too. */
  takeTrace(): Traced[] {
    return this.call('takeTrace') as Traced[];
  }
}
