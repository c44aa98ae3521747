// Options: what belongs to one connection, and not to its configuration.

import type { Octets } from '../octets.js';
import type { ClientTls, ServerTls, TlsPeer } from './tls.js';

/** What belongs to one connection. A field that is not known is an error. */
export interface ConnectionOptions<Tls> {
  /** The time at which it came up, in milliseconds from 0 of any clock; by default `performance.now()`. */
  now?: number | undefined;
  /** TLS by smtpwire itself, where the package has it: Node's addon. By default there is none. A setup has its own. */
  tls?: Tls | undefined;
  /** Whether the host's own TLS handshake comes before all else; false. */
  awaitingTls?: boolean | undefined;
  /**
   * Whether output and the octets of events may share buffers with others of the same connection, as Node's own `Buffer`s do: they
   * are then made in a third of the time. True in the package `smtpwire` on Node, which is told that no such buffer can be given away
   * (transferred) to another thread; false in `smtpwire-wasm`, where to give one away empties all arrays that share it.
   *
   * Arrays of 65 to 2048 octets share buffers, from the fifth of a connection on. No octet is written twice, and none of
   * another connection is in such a buffer: each array is the program's for as long as it has it. But its `buffer` is larger than
   * it, holds what else the connection has given, logins that a client sends too, and is cloned whole where the array is posted to
   * another thread: `slice()` makes an array with a buffer of its own. One array that is kept keeps 8 KiB at most, and so does a
   * connection that is open.
   */
  pooled?: boolean | undefined;
}

/** The same, for those that need randomness. */
export interface EntropicOptions<Tls> extends ConnectionOptions<Tls> {
  /** 32 octets of a good source, new for each connection; by default `crypto.getRandomValues`. */
  entropy?: Octets | undefined;
}

/** What is known of the server, where many connections share a setup. */
interface ToPeer {
  /**
   * With a setup that has `tls`: whom this connection expects, instead of whom the setup does. It shares the setup's
   * roots and identity, which need not be read again.
   */
  peer?: string | TlsPeer | undefined;
}

/** What belongs to one client. */
export interface ClientOptions extends ConnectionOptions<ClientTls>, ToPeer {}

/** What belongs to one mailer. */
export interface MailerOptions extends EntropicOptions<ClientTls>, ToPeer {}

/** What belongs to one server's connection. */
export interface ServerOptions extends EntropicOptions<ServerTls> {}
