// A server's connection.

import { Connection } from './connection.js';
import { ConnectionSetup, milliseconds, opened } from './setup.js';
import { clock, entropy } from './runtime.js';
import type {
  ChannelBinding,
  Claim,
  EntropicOptions,
  GivenReply,
  Phase,
  Secret,
  ServerConfig,
  ServerEvent,
  ServerTls,
  TlsFailure,
  TlsSession,
  Traced,
} from './types.js';
import type { Argument } from './wire.js';

/** What a server's connections have in common, read once: a configuration, and how TLS is done. */
export class ServerSetup extends ConnectionSetup {
  /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
  constructor(config: ServerConfig, options: { tls?: ServerTls } = {}) {
    super('ServerSetup', config, options.tls);
  }
}

/**
 * The server's side of SMTP or LMTP. Events that the host decides about ({@link ServerConfig.decisions}) wait for
 * its answer; all else is answered by smtpwire.
 */
export class Server extends Connection<ServerEvent> {
  /**
   * @param config what it offers and demands, or a setup that was made before
   * @throws UsageError for what can't be chosen
   */
  constructor(config: ServerConfig | ServerSetup, options: EntropicOptions<ServerTls> = {}) {
    const given = opened(config, options, clock(options.now));
    super('Server', [...given, (options.entropy ?? entropy(32)) as Argument]);
  }

  /** Says yes to the event that waits, by smtpwire's own reply. It answers no login. */
  accept(): void {
    this.say('accept', '');
  }

  /** Answers the event that waits: `550 5.7.1 No`, octets, or a code with lines. */
  answer(reply: GivenReply): void {
    this.call('answer', reply as Argument);
  }

  /** Answers as often as answers are due: for LMTP, one for each recipient. */
  answerAll(reply: GivenReply): void {
    this.call('answerAll', reply as Argument);
  }

  /** Decides about a login: is the client who it claims to be? */
  verify(accepted: boolean): void {
    this.call('verify', accepted);
  }

  /** What is stored about the user of a login by SCRAM: `SCRAM-SHA-256$…`; nothing for one who does not exist. */
  provideVerifier(verifier?: Secret | null): void {
    this.call('provideVerifier', verifier as Argument);
  }

  /** Ends the session, by a reply of the host's own perhaps. */
  close(reply?: GivenReply | null): void {
    this.call('close', reply as Argument);
  }

  /** How many answers are due. */
  get answersDue(): number {
    return this.call('answersDue') as number;
  }

  /** What ties a login to the host's own TLS. */
  setChannelBindings(bindings: readonly ChannelBinding[]): void {
    this.call('setChannelBindings', bindings as unknown as Argument);
  }

  /** Whether the client has shown by the connection itself who it is, for EXTERNAL. */
  setExternal(shown: boolean): void {
    this.call('setExternal', shown);
  }

  /** The host's own TLS is up. */
  tlsEstablished(now?: number): void {
    this.call('tlsEstablished', milliseconds(now));
  }

  /** The host's own TLS has failed, and why. */
  tlsFailed(detail?: string): void {
    this.call('tlsFailed', detail);
  }

  /** Where the session stands. */
  get phase(): Phase {
    return this.call('phase') as Phase;
  }

  /** Whether TLS protects the session. */
  get isTls(): boolean {
    return this.call('isTls') as boolean;
  }

  /** Whether the client has logged in. */
  get isAuthenticated(): boolean {
    return this.call('isAuthenticated') as boolean;
  }

  /** Whether the session is over. */
  get isClosed(): boolean {
    return this.call('isClosed') as boolean;
  }

  /** Whether this is the password of the login that waits for a decision. */
  claimMatches(password: Secret): boolean {
    return this.call('claimMatches', password as Argument) as boolean;
  }

  /** All that the client of the login that waits claims, its password or token too. */
  revealClaim(): Claim & { password?: Uint8Array; token?: string } {
    return this.call('revealClaim') as Claim & { password?: Uint8Array; token?: string };
  }

  /** TLS by smtpwire: what the handshake came to. */
  get tlsSession(): TlsSession | null {
    return (this.call('tlsSession') ?? null) as TlsSession | null;
  }

  /** TLS by smtpwire: why it failed. */
  get tlsFailure(): TlsFailure | null {
    return (this.call('tlsFailure') ?? null) as TlsFailure | null;
  }

  /** TLS by smtpwire: what a login can be tied to. */
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
