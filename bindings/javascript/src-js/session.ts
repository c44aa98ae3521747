// What sessions of several roles have in common, beside the run loop: TLS, logins, what the server has said.

import { Connection } from './connection.js';
import { ask } from './runtime.js';
import type {
  Capabilities,
  ChannelBinding,
  Fallback,
  Reply,
  TlsFailure,
  TlsSession,
  Traced,
} from './types.js';

/** A session of any role. */
export abstract class Session<Event> extends Connection<Event> {
  /** The host's own TLS has failed, and why. */
  tlsFailed(detail?: string): void {
    ask(this, 'tlsFailed', detail);
  }

  /** Whether TLS protects the session. */
  get isTls(): boolean {
    return ask(this, 'isTls') as boolean;
  }

  /** Whether the client's login succeeded. */
  get isAuthenticated(): boolean {
    return ask(this, 'isAuthenticated') as boolean;
  }

  /** TLS by smtpwire: what the handshake came to; null until it did, and where smtpwire does none. */
  get tlsSession(): TlsSession | null {
    return (ask(this, 'tlsSession') ?? null) as TlsSession | null;
  }

  /** TLS by smtpwire: why it failed; null where it did not. */
  get tlsFailure(): TlsFailure | null {
    return (ask(this, 'tlsFailure') ?? null) as TlsFailure | null;
  }

  /** TLS by smtpwire: what ties a login to the connection, the strongest first. */
  revealChannelBindings(): ChannelBinding[] {
    return ask(this, 'revealChannelBindings') as ChannelBinding[];
  }

  /**
   * TLS by smtpwire: keeps what is said inside, or stops to. It holds passwords, too.
   *
   * @throws UsageError `no-tls-expected` where smtpwire does no TLS, which is without the option `tls`: the program carries
   * all that is said there itself
   */
  setTracing(on: boolean): void {
    ask(this, 'setTracing', on);
  }

  /** What was said since the last time, passwords too. */
  takeTrace(): Traced[] {
    return ask(this, 'takeTrace') as Traced[];
  }
}

/** A session of the client's side, by commands or by messages. */
export abstract class ClientSession<Event> extends Session<Event> {
  /** What the server offers; null until it was asked, and again from STARTTLS on. */
  get capabilities(): Capabilities | null {
    return ask(this, 'capabilities') as Capabilities | null;
  }

  /** The server's greeting; null until it has come. */
  get greeting(): Reply | null {
    return ask(this, 'greeting') as Reply | null;
  }

  /** Whether the server has proven who it is. */
  get isVerified(): boolean {
    return ask(this, 'isVerified') as boolean;
  }

  /** TLS by smtpwire: what became of a session without it; null where it went on as it was meant to. */
  get fallback(): Fallback | null {
    return (ask(this, 'fallback') ?? null) as Fallback | null;
  }
}
