// Logins: what a client shows, and how far it goes.

import type { Octets } from '../octets.js';

/** Text or octets that are never shown: not by `util.inspect`, not by `JSON.stringify`, not in an error. */
export type Secret = string | Octets;

/** What a client logs in with: one of `password` or `token` with a `username`, `external`, or `anonymous`. */
export interface Credentials {
  /** Who logs in. */
  username?: string | undefined;
  /** For PLAIN, LOGIN, CRAM-MD5 and SCRAM. */
  password?: Secret | undefined;
  /** For OAUTHBEARER and XOAUTH2: a bearer's token, as its issuer gave it. */
  token?: Secret | undefined;
  /** The server's name and port as the client has them, for a bearer's token: some servers serve several names. */
  server?: readonly [name: string, port: number] | undefined;
  /** EXTERNAL: the connection itself shows who it is, by a client's certificate for example. */
  external?: boolean | undefined;
  /** ANONYMOUS: a word for the log. */
  anonymous?: string | undefined;
  /** As whom to act; by default as who logs in. */
  authorizationIdentity?: string | undefined;
}

/** What a client is willing to do to log in. What is not given is the default. */
export interface SaslPolicy {
  /**
   * Whether mechanisms that show the password or the token, and CRAM-MD5, may be used without TLS, or with a server
   * that has not proven who it is. False by default.
   */
  allowPlaintextSecrets?: boolean | undefined;
  /** The names of the mechanisms that may be used; null, the default: all. */
  allowed?: readonly string[] | null | undefined;
  /** SCRAM: the fewest iterations that a server may ask for; 4096 by default (RFC 5802 section 5.1). */
  minIterations?: number | undefined;
  /** SCRAM: the most; 1,000,000 by default. The server names the number, and the client does the work. */
  maxIterations?: number | undefined;
}

/** What ties a login to the TLS connection. */
export interface ChannelBinding {
  /** Which property of the connection it is (RFC 9266, RFC 5929). */
  type: 'tls-exporter' | 'tls-server-end-point' | 'tls-unique';
  /** The octets that the TLS library gives. */
  data: Octets;
}
