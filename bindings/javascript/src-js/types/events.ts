// What can happen on a connection: plain objects, told apart by `type`.

import type { Failure } from '../errors.js';
import type { Outcome } from './messages.js';
import type { Count, Parameter, ProxyHeader, Reply } from './values.js';

/** What can happen on a client's connection. `command` is the number that the call returned. */
export type ClientEvent =
  | { type: 'greeting'; reply: Reply }
  | { type: 'ehlo'; command: number; reply: Reply }
  | { type: 'reply'; command: number; verb: string; reply: Reply }
  | { type: 'data-ready'; command: number; reply: Reply }
  | { type: 'content-reply'; command: number; reply: Reply }
  | { type: 'recipient-reply'; command: number; index: number; last: boolean; reply: Reply }
  | { type: 'start-tls'; command: number; reply: Reply }
  | { type: 'challenge'; command: number; octets: Uint8Array }
  | { type: 'authenticated'; command: number; reply: Reply; mechanism: string }
  | { type: 'closing'; reply: Reply }
  | { type: 'other' };

/** What can happen on a mailer's connection. */
export type MailerEvent =
  | { type: 'ready' }
  | { type: 'start-tls' }
  | { type: 'need-content'; transaction: number }
  | ({ type: 'outcome' } & Outcome)
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
  | { type: 'proxy'; header: ProxyHeader }
  | { type: 'connected' }
  | { type: 'early-talker' }
  | { type: 'helo'; verb: 'EHLO' | 'HELO' | 'LHLO'; host: string }
  | { type: 'start-tls' }
  | ({ type: 'auth-verify'; password?: '***'; token?: '***' } & Claim)
  | { type: 'auth-lookup'; mechanism: string; username: string; authorizationIdentity?: string }
  | { type: 'authenticated'; username?: string; authorizationIdentity?: string }
  | { type: 'auth-failed'; mechanism: string; reply: Reply }
  | { type: 'mail'; from: string; parameters: Parameter[] }
  | { type: 'rcpt'; to: string; parameters: Parameter[] }
  | { type: 'data' }
  | { type: 'content'; octets: Uint8Array }
  | { type: 'message'; size: Count; octets?: Uint8Array }
  | { type: 'aborted'; why: string; error?: Failure }
  | { type: 'rset' }
  | { type: 'noop' }
  | { type: 'vrfy'; query: string; smtputf8: boolean }
  | { type: 'expn'; query: string; smtputf8: boolean }
  | { type: 'help'; argument?: string }
  | { type: 'etrn'; host?: string; subdomains?: string; queue?: string }
  | { type: 'atrn'; domains: string[] }
  | { type: 'burl'; url: '***'; last: boolean }
  | { type: 'xclient'; attributes: [name: string, value: string][] }
  | { type: 'xforward'; attributes: [name: string, value: string][] }
  /** Behind a login that was refused `***`: what follows it may be its password. `Server.revealUnknown` has the line. */
  | { type: 'unknown'; verb: string; line: string }
  | { type: 'refused'; verb: string; reply: Reply }
  | { type: 'quit' }
  | { type: 'other' };

/** What can happen on a connection of any role. */
export type Event = ClientEvent | MailerEvent | ServerEvent;
