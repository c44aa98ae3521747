// A client's connection.

import type { Failure } from './errors.js';
import { lengthOf, type Octets, octetsOf, plainOctetsOf } from './octets.js';
import { ask, entropy, give, refuseStrangers } from './runtime.js';
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
  constructor(config?: ClientConfig | null, options?: { tls?: ClientTls | undefined } | null) {
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

  /** EHLO, or under LMTP LHLO, with this client's name; HELO follows where EHLO is not known (RFC 5321 section 4.1.1.1). */
  ehlo(host: string): number {
    return ask(this, 'ehlo', host) as number;
  }

  /**
   * MAIL: begins a transaction (RFC 5321 section 4.1.1.2).
   *
   * @param from the sender: `jo@a.example`; null or empty for the null path
   */
  mail(from: Path | null, parameters?: readonly Parameter[] | null): number {
    const sender = from === null ? '' : from;
    if (typeof sender === 'string' && parameters === undefined) return give(this, 'mail', sender) as number;
    return ask(this, 'mail', sender, parameters) as number;
  }

  /** RCPT: one more recipient: `jo@a.example` or `postmaster` (RFC 5321 section 4.1.1.3). */
  rcpt(to: Path, parameters?: readonly Parameter[] | null): number {
    if (typeof to === 'string' && parameters === undefined) return give(this, 'rcpt', to) as number;
    return ask(this, 'rcpt', to, parameters) as number;
  }

  /** DATA (RFC 5321 section 4.1.1.4). The content is given when `data-ready` says so. */
  data(): number {
    return give(this, 'data') as number;
  }

  /** BDAT: a chunk of so many octets, given by {@link Client.content} at once (RFC 3030). */
  bdat(size: GivenCount, last = false): number {
    return ask(this, 'bdat', size, last) as number;
  }

  /** RSET: ends the transaction (RFC 5321 section 4.1.1.5). */
  rset(): number {
    return ask(this, 'rset') as number;
  }

  /** NOOP: asks for nothing but a reply (RFC 5321 section 4.1.1.9). */
  noop(): number {
    return ask(this, 'noop') as number;
  }

  /** VRFY: is there such a user (RFC 5321 section 4.1.1.6)? */
  vrfy(query: string): number {
    return ask(this, 'vrfy', query) as number;
  }

  /** EXPN: who is on this list (RFC 5321 section 4.1.1.7)? */
  expn(query: string): number {
    return ask(this, 'expn', query) as number;
  }

  /** HELP, perhaps about something (RFC 5321 section 4.1.1.8). */
  help(argument?: string): number {
    return ask(this, 'help', argument) as number;
  }

  /** ETRN: asks for the mail of one of a host, a domain with all below it, or a queue (RFC 1985). */
  etrn(host?: string | null, subdomains?: string | null, queue?: string | null): number {
    return ask(this, 'etrn', host, subdomains, queue) as number;
  }

  /** QUIT: the session ends when it is answered (RFC 5321 section 4.1.1.10). */
  quit(): number {
    return ask(this, 'quit') as number;
  }

  /** STARTTLS: the event `start-tls` asks for the handshake (RFC 3207). */
  starttls(): number {
    return ask(this, 'starttls') as number;
  }

  /** Any command, as its value. */
  command(command: Command): number {
    return ask(this, 'command', command) as number;
  }

  /** Any other verb, as a line without CR, LF and NUL. */
  raw(line: string): number {
    return ask(this, 'raw', line) as number;
  }

  /**
   * The next octets of the content: how many were taken. Where it is fewer than were given, the output is
   * full: write it, and give the rest.
   *
   * @throws UsageError for content that can't be sent: a bare LF, a line that is too long
   */
  content(octets: Octets): number {
    refuseStrangers(this, 'content');
    const all = octetsOf(octets);
    const piece = lengthOf(all) > LARGE ? plainOctetsOf(all).subarray(0, ask(this, 'contentRoom') as number) : all;
    return give(this, 'content', piece) as number;
  }

  /** How many octets of content there is room for; 2^32 - 1 where it is more than that. */
  get contentRoom(): number {
    return Math.min(Number(ask(this, 'contentRoom')), 2 ** 32 - 1);
  }

  /** The end of the content of DATA. */
  endContent(): void {
    give(this, 'endContent');
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
    return ask(this, 'auth',
      credentials,
      (octets ?? entropy(32)),
      policy,
      channelBinding,
    ) as number;
  }

  /** AUTH with a mechanism of the host's own: each challenge is an event (RFC 4954). `initial` is not yet base64. */
  authRaw(mechanism: string, initial?: string | Octets | null): number {
    return ask(this, 'authRaw', mechanism, initial) as number;
  }

  /** The response to a challenge, not yet base64. */
  authResponse(octets: string | Octets): void {
    ask(this, 'authResponse', octets);
  }

  /** Ends the exchange of AUTH. */
  authCancel(): void {
    ask(this, 'authCancel');
  }

  /**
   * The host's own TLS is up: the answer to `start-tls` (RFC 3207).
   *
   * @param now the time in milliseconds
   * @param verified whether the server has proven who it is, by its certificate and its name; false. Only then is it shown a
   * password. With `node:tls` it is `socket.authorized`
   */
  tlsEstablished(now?: number, verified = false): void {
    ask(this, 'tlsEstablished', milliseconds(now), verified);
  }

  /** Where the session stands. */
  get phase(): Phase {
    return ask(this, 'phase') as Phase;
  }

  /** What the server calls itself in its reply to EHLO. */
  get ehloName(): string | null {
    return ask(this, 'ehloName') as string | null;
  }

  /** Whether QUIT was given. */
  get isQuitting(): boolean {
    return ask(this, 'isQuitting') as boolean;
  }

  /** Whether the session is over. */
  get isOver(): boolean {
    return ask(this, 'isOver') as boolean;
  }

  /** Whether the end of the content has been written. */
  get contentEndSent(): boolean {
    return ask(this, 'contentEndSent') as boolean;
  }

  /** How many commands wait for their replies. */
  get pending(): number {
    return ask(this, 'pending') as number;
  }

  /** The commands that wait for their replies: number, verb, and how much of each was written. */
  get unanswered(): [command: number, verb: string, written: 'no' | 'partly' | 'wholly'][] {
    return ask(this, 'unanswered') as [number, string, 'no' | 'partly' | 'wholly'][];
  }

  /** Why the last login was given up on this side. */
  get authFailure(): Failure | null {
    return ask(this, 'authFailure') as Failure | null;
  }
}
