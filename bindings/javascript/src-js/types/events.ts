// What can happen on a connection: plain objects, told apart by `type`.

import type { Failure } from '../errors.js';
import type { OwnOctets } from '../octets.js';
import type { Outcome } from './messages.js';
import type { Count, Parameter, ProxyHeader, Reply } from './values.js';

/** What can happen on a client's connection. `command` is the number that the call returned. */
export type ClientEvent =
  /** The server's greeting: 220, or a refusal (RFC 5321 section 3.1). */
  | { type: 'greeting'; reply: Reply }
  /** EHLO, LHLO or HELO was answered: `capabilities` has what is offered. */
  | { type: 'ehlo'; command: number; reply: Reply }
  /** Another command was answered. */
  | { type: 'reply'; command: number; verb: string; reply: Reply }
  /** DATA was answered 354: give the content now, then `endContent` (RFC 5321 section 3.3). */
  | { type: 'data-ready'; command: number; reply: Reply }
  /** What became of the message: the reply to the end of its content. */
  | { type: 'content-reply'; command: number; reply: Reply }
  /** LMTP: the same for one recipient, by its place among those that were accepted, from 0 (RFC 2033 section 4.2). */
  | { type: 'recipient-reply'; command: number; index: number; last: boolean; reply: Reply }
  /** Without `tls`: do the handshake, then call `tlsEstablished` or `tlsFailed`. */
  | { type: 'start-tls'; command: number; reply: Reply }
  /** With `tls`: it is up. By STARTTLS, with its command and reply; where TLS came first, without. */
  | { type: 'tls-established'; command?: number; reply?: Reply }
  /** After `authRaw`: the server's challenge, decoded; `authResponse` or `authCancel` answers it (RFC 4954 section 4). */
  | { type: 'challenge'; command: number; octets: OwnOctets }
  /** The login has succeeded. */
  | { type: 'authenticated'; command: number; reply: Reply; mechanism: string }
  /** The server ends the session of its own accord: 421 (RFC 5321 section 3.8). */
  | { type: 'closing'; reply: Reply }
  /** What a newer version of smtpwire may tell. */
  | { type: 'other' };

/** What can happen on a mailer's connection. */
export type MailerEvent =
  /** The session is open, TLS and login behind it: messages go out from here on. */
  | { type: 'ready' }
  /** Without `tls`: do the handshake, then call `tlsEstablished` or `tlsFailed`. */
  | { type: 'start-tls' }
  /** With `tls`: it is up, and waits for nothing. */
  | { type: 'tls-established' }
  /**
   * There is room for content of a message that was sent without it: give the next piece by `content`, or end it by
   * `endContent`. Behind each piece it comes again: one answer to one event.
   */
  | { type: 'need-content'; transaction: number }
  /** What became of a message; each has one. */
  | ({ type: 'outcome' } & Outcome)
  /** What a newer version of smtpwire may tell. */
  | { type: 'other' };

/** A client's claim to be somebody. Secrets are `***`: `Server.revealClaim` has them. */
export interface Claim {
  /** What is claimed: the name of a user with a password, for example. */
  credentials: 'password' | 'cram-md5' | 'bearer' | 'external' | 'anonymous';
  /** The name that is to be proven. */
  username?: string;
  /** The identity to act as, where another is asked for. */
  authorizationIdentity?: string;
  /** A bearer: the server's name as the client has it. */
  host?: string;
  /** A bearer: the server's port as the client has it. */
  port?: number;
  /** Anonymous: a word for the log. */
  trace?: string;
}

/** What can happen on a server's connection. */
export type ServerEvent =
  /** What the proxy says of the client, before the greeting. */
  | { type: 'proxy'; header: ProxyHeader }
  /** Before the greeting; with the decision `connection` it waits for an answer. */
  | { type: 'connected' }
  /** The client has spoken before the greeting. */
  | { type: 'early-talker' }
  /** Who the client says it is: a name, or an address in brackets. */
  | { type: 'helo'; verb: 'EHLO' | 'HELO' | 'LHLO'; host: string }
  /** Without `tls`: write the output, which has the 220, do the handshake, then call `tlsEstablished` or `tlsFailed`. */
  | { type: 'start-tls' }
  /** With `tls`: it is up, and waits for nothing. */
  | { type: 'tls-established' }
  /** A login: `verify` says whether the client is who it claims to be; `claimMatches` compares a password. */
  | ({ type: 'auth-verify'; password?: '***'; token?: '***' } & Claim)
  /** A login by SCRAM: `provideVerifier` gives what is stored about the user (RFC 5802). */
  | { type: 'auth-lookup'; mechanism: string; username: string; authorizationIdentity?: string }
  /** The client has logged in. */
  | { type: 'authenticated'; username?: string; authorizationIdentity?: string }
  /** A login has failed; it is answered already, by this reply. */
  | { type: 'auth-failed'; mechanism: string; reply: Reply }
  /** MAIL: the sender without brackets; empty for the null path (RFC 5321 section 4.1.1.2). */
  | { type: 'mail'; from: string; parameters: Parameter[] }
  /** RCPT: one recipient without brackets. By default it waits for an answer: `accept` or `answer`. */
  | { type: 'rcpt'; to: string; parameters: Parameter[] }
  /** The content begins, by DATA or by the first BDAT. */
  | { type: 'data' }
  /** With `content: 'stream'`: the next octets of the message, without dot-stuffing. */
  | { type: 'content'; octets: OwnOctets }
  /** The message is here whole, so many octets; `octets` with `content: 'whole'`. By default it waits for an answer: store it first. */
  | { type: 'message'; size: Count; octets?: OwnOctets }
  /** The transaction has ended without a message: drop what was kept of it. */
  | { type: 'aborted'; why: string; error?: Failure }
  /** RSET: the transaction was dropped. */
  | { type: 'rset' }
  /** NOOP. */
  | { type: 'noop' }
  /** VRFY: is there such a user (RFC 5321 section 3.5)? */
  | { type: 'vrfy'; query: string; smtputf8: boolean }
  /** EXPN: who is on this list? */
  | { type: 'expn'; query: string; smtputf8: boolean }
  /** HELP, perhaps about something. */
  | { type: 'help'; argument?: string }
  /** ETRN: the client wants the mail of one of these (RFC 1985). */
  | { type: 'etrn'; host?: string; subdomains?: string; queue?: string }
  /** ATRN: the client wants the mail of these domains, over this connection (RFC 2645). */
  | { type: 'atrn'; domains: string[] }
  /** BURL: content to be fetched from a URL, which is a secret (RFC 4468). */
  | { type: 'burl'; url: '***'; last: boolean }
  /** XCLIENT: what a trusted proxy says of its client. */
  | { type: 'xclient'; attributes: [name: string, value: string][] }
  /** XFORWARD: the same, for the log alone. */
  | { type: 'xforward'; attributes: [name: string, value: string][] }
  /** The line's first word and `***` for what follows it; `***` for all of it behind a login that was refused. `Server.revealUnknown` has the line. */
  | { type: 'unknown'; verb: string; line: string }
  /** A command was refused by the library, by this reply. */
  | { type: 'refused'; verb: string; reply: Reply }
  /** QUIT: the client ends the session. */
  | { type: 'quit' }
  /** What a newer version of smtpwire may tell. */
  | { type: 'other' };

/** What can happen on a connection of any role. */
export type Event = ClientEvent | MailerEvent | ServerEvent;
