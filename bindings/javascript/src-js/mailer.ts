// A mailer's connection.

import { Connection, type Octets } from './connection.js';
import { ConnectionSetup, milliseconds, opened } from './setup.js';
import { clock, entropy } from './runtime.js';
import type {
  Capabilities,
  ChannelBinding,
  ClientTls,
  EntropicOptions,
  Envelope,
  Fallback,
  MailerConfig,
  MailerEvent,
  Reply,
  TlsFailure,
  TlsSession,
  Traced,
} from './types.js';
import { type Argument, octetsOf } from './wire.js';

/** Content is given on in pieces of so many octets. */
const PIECE = 1 << 16;

/** What many mailers' connections have in common, read once: a configuration, and how TLS is done. */
export class MailerSetup extends ConnectionSetup {
  /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
  constructor(config: MailerConfig, options: { tls?: ClientTls } = {}) {
    super('MailerSetup', config, options.tls);
  }
}

/**
 * A client that drives the whole session by itself: EHLO, STARTTLS, login, and each message by DATA or BDAT,
 * pipelined where that is offered. Each message ends with one `outcome`, which says what became of every recipient.
 */
export class Mailer extends Connection<MailerEvent> {
  /**
   * @param config how it behaves, or a setup that was made before
   * @throws UsageError for what can't be chosen
   */
  constructor(config: MailerConfig | MailerSetup, options: EntropicOptions<ClientTls> = {}) {
    const given = opened(config, options, clock(options.now));
    super('Mailer', [...given, (options.entropy ?? entropy(32)) as Argument]);
  }

  /**
   * Sends a message, when its turn comes.
   *
   * @param content the whole message, octets or text; left out, `need-content` asks for it in pieces
   * @returns the transaction's number, which its `outcome` carries
   * @throws UsageError for an envelope that can't be sent
   */
  send(envelope: Envelope, content?: string | Octets | null): number {
    return this.call('send', envelope as unknown as Argument, content as Argument) as number;
  }

  /**
   * The next octets of a streamed message: how many were taken. Where it is fewer than were given, the output
   * is full: write it, and give the rest.
   */
  content(transaction: number, octets: Octets): number {
    const all = octetsOf(octets);
    let taken = 0;
    // In pieces: what has no room is not copied again and again.
    for (;;) {
      const piece = all.subarray(taken, taken + PIECE);
      const came = this.call('content', transaction, piece) as number;
      taken += came;
      if (came < piece.length || taken === all.length) return taken;
    }
  }

  /** The end of a streamed message. */
  endContent(transaction: number): void {
    this.call('endContent', transaction);
  }

  /** A streamed message can't be had to its end: it is not sent, and may cost the connection. */
  abortContent(transaction: number): void {
    this.call('abortContent', transaction);
  }

  /** QUIT, once all messages were sent. */
  quit(): void {
    this.call('quit');
  }

  /** The host's own TLS is up; not `verified` when the server has not proven who it is. */
  tlsEstablished(now?: number, verified = true, channelBinding?: ChannelBinding | null): void {
    this.call('tlsEstablished', milliseconds(now), verified, channelBinding as unknown as Argument);
  }

  /** The host's own TLS has failed, and why. */
  tlsFailed(detail?: string): void {
    this.call('tlsFailed', detail);
  }

  /** What the server offers; null until that is known. */
  get capabilities(): Capabilities | null {
    return this.call('capabilities') as Capabilities | null;
  }

  /** The server's greeting; null until it has come. */
  get greeting(): Reply | null {
    return this.call('greeting') as Reply | null;
  }

  /** The reply by which STARTTLS was refused. */
  get starttlsRefusal(): Reply | null {
    return this.call('starttlsRefusal') as Reply | null;
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

  /** How many messages have no outcome yet. */
  get pending(): number {
    return this.call('pending') as number;
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
