// A server's connection.

import type { OwnOctets } from './octets.js';
import { ask, give } from './runtime.js';
import { Session } from './session.js';
import { ConnectionSetup, milliseconds, opened, SERVER } from './setup.js';
import type {
  ChannelBinding,
  Claim,
  GivenReply,
  Phase,
  Secret,
  ServerConfig,
  ServerEvent,
  ServerOptions,
  ServerTls,
} from './types.js';

/** What a server's connections have in common, read once: a configuration, and how TLS is done. */
export class ServerSetup extends ConnectionSetup {
  /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
  constructor(config: ServerConfig, options?: { tls?: ServerTls | undefined } | null) {
    super('ServerSetup', config, options);
  }
}

/**
 * The server's side of SMTP or LMTP. Events that the host decides about ({@link ServerConfig.decisions}) wait for
 * its answer; all else is answered by smtpwire.
 */
export class Server extends Session<ServerEvent> {
  /**
   * @param config what it offers and demands, or a setup that was made before
   * @param options what belongs to this connection alone
   * @throws UsageError for what can't be chosen; its message begins with the name of the field
   */
  constructor(config: ServerConfig | ServerSetup, options?: ServerOptions | null) {
    super('Server', opened(config, options, SERVER));
  }

  /** Says yes to the event that waits, by smtpwire's own reply. It answers no login. */
  accept(): void {
    give(this, 'accept');
  }

  /** Answers the event that waits: `550 5.7.1 No`, octets, or a code with lines. */
  answer(reply: GivenReply): void {
    ask(this, 'answer', reply);
  }

  /** Answers as often as answers are due: for LMTP, one for each recipient. */
  answerAll(reply: GivenReply): void {
    ask(this, 'answerAll', reply);
  }

  /** Decides about a login: is the client who it claims to be? */
  verify(accepted: boolean): void {
    ask(this, 'verify', accepted);
  }

  /**
   * What is stored about the user of a login by SCRAM: `SCRAM-SHA-256$…`; nothing for one who does not exist.
   *
   * @throws UsageError for a verifier of another mechanism than the login's; the event still waits
   */
  provideVerifier(verifier?: Secret | null): void {
    ask(this, 'provideVerifier', verifier);
  }

  /** Ends the session, by a reply of the host's own perhaps. */
  close(reply?: GivenReply | null): void {
    ask(this, 'close', reply);
  }

  /** How many answers are due. */
  get answersDue(): number {
    return ask(this, 'answersDue') as number;
  }

  /** What ties a login to the host's own TLS. */
  setChannelBindings(bindings: readonly ChannelBinding[]): void {
    ask(this, 'setChannelBindings', bindings);
  }

  /** Whether the client has shown by the connection itself who it is, for EXTERNAL. */
  setExternal(shown: boolean): void {
    ask(this, 'setExternal', shown);
  }

  /** The host's own TLS is up. */
  tlsEstablished(now?: number): void {
    ask(this, 'tlsEstablished', milliseconds(now));
  }

  /** Where the session stands. */
  get phase(): Phase {
    return ask(this, 'phase') as Phase;
  }

  /** Whether the session is over. */
  get isClosed(): boolean {
    return ask(this, 'isClosed') as boolean;
  }

  /** Whether this is the password of the login that waits for a decision. */
  claimMatches(password: Secret): boolean {
    return ask(this, 'claimMatches', password) as boolean;
  }

  /** All that the client of the login that waits claims, its password or token too. */
  revealClaim(): Claim & { password?: OwnOctets; token?: string } {
    return ask(this, 'revealClaim') as Claim & { password?: OwnOctets; token?: string };
  }

  /** The whole line of the last `unknown` event, for which `***` stands behind a login that was refused. */
  revealUnknown(): string {
    return ask(this, 'revealUnknown') as string;
  }
}
