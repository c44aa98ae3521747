// A mailer's connection.

import { unusable } from './errors.js';
import { mayBeOctets, type Octets, plainOctetsOf } from './octets.js';
import { ask, refuseStrangers } from './runtime.js';
import { ClientSession } from './session.js';
import { ConnectionSetup, MAILER, milliseconds, opened } from './setup.js';
import type {
  ChannelBinding,
  ClientTls,
  Envelope,
  MailerConfig,
  MailerEvent,
  MailerOptions,
  Reply,
} from './types.js';

/** Content is given on in pieces of so many octets. */
const PIECE = 1 << 16;

/** What many mailers' connections have in common, read once: a configuration, and how TLS is done. */
export class MailerSetup extends ConnectionSetup {
  /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
  constructor(config: MailerConfig, options?: { tls?: ClientTls | undefined } | null) {
    super('MailerSetup', config, options);
  }
}

/**
 * A client that drives the whole session by itself: EHLO, STARTTLS, login, and each message by DATA or BDAT,
 * pipelined where that is offered. Each message ends with one `outcome`, which says what became of every recipient.
 */
export class Mailer extends ClientSession<MailerEvent> {
  /**
   * @param config how it behaves, or a setup that was made before
   * @param options what belongs to this connection alone
   * @throws UsageError for what can't be chosen; its message begins with the name of the field
   */
  constructor(config: MailerConfig | MailerSetup, options?: MailerOptions | null) {
    super('Mailer', opened(config, options, MAILER));
  }

  /**
   * Sends a message, when its turn comes.
   *
   * @param content the whole message, octets or text; left out, `need-content` asks for it in pieces
   * @returns the transaction's number, which its `outcome` carries
   * @throws UsageError for an envelope that can't be sent, or content that is neither text nor octets
   */
  send(envelope: Envelope, content?: string | Octets | null): number {
    if (typeof content === 'object' && content !== null && !mayBeOctets(content)) {
      throw unusable('content: it is text or octets; where it is left out, need-content asks for it in pieces');
    }
    return ask(this, 'send', envelope, content) as number;
  }

  /**
   * The next octets of a streamed message: how many were taken. Where it is fewer than were given, the output
   * is full: write it, and give the rest.
   */
  content(transaction: number, octets: Octets): number {
    refuseStrangers(this, 'content');
    const all = plainOctetsOf(octets);
    let taken = 0;
    // In pieces: what has no room is not copied again and again.
    for (;;) {
      const piece = all.subarray(taken, taken + PIECE);
      const came = ask(this, 'content', transaction, piece) as number;
      taken += came;
      if (came < piece.length || taken === all.length) return taken;
    }
  }

  /** The end of a streamed message. */
  endContent(transaction: number): void {
    ask(this, 'endContent', transaction);
  }

  /** A streamed message can't be had to its end: it is not sent, and may cost the connection. */
  abortContent(transaction: number): void {
    ask(this, 'abortContent', transaction);
  }

  /** QUIT, once all messages were sent. */
  quit(): void {
    ask(this, 'quit');
  }

  /**
   * The host's own TLS is up: the answer to `start-tls` (RFC 3207).
   *
   * @param now the time in milliseconds
   * @param verified whether the server has proven who it is, by its certificate and its name; false. Only then is it shown a
   * password. With `node:tls` it is `socket.authorized`
   * @param channelBinding what ties a login to this TLS connection; null: nothing does
   */
  tlsEstablished(now?: number, verified = false, channelBinding?: ChannelBinding | null): void {
    ask(this, 'tlsEstablished', milliseconds(now), verified, channelBinding);
  }

  /** The reply by which STARTTLS was refused. */
  get starttlsRefusal(): Reply | null {
    return ask(this, 'starttlsRefusal') as Reply | null;
  }

  /** How many messages have no outcome yet. */
  get pending(): number {
    return ask(this, 'pending') as number;
  }
}
