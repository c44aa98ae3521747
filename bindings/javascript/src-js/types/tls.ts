// TLS by smtpwire: how it is done, and what came of it.

import type { Octets, OwnOctets } from '../octets.js';
import type { Secret } from './logins.js';
import type { Reply } from './values.js';

/** How TLS is used: demanded, taken where it can be had, not at all, or from the start. */
export type Security = 'required' | 'opportunistic' | 'disabled' | 'implicit';

/** A certificate with its key. */
export interface TlsIdentity {
  /** The certificates in PEM, that of the key first and those that lead to its root behind it; or one in DER. */
  certificate: string | Octets;
  /** The private key, PEM or DER. */
  key: Secret;
}

/** Which certificates are trusted: `webpki`, `platform`, `none`, PEM or DER, or a list of those. */
export type TlsRoots = string | Octets | readonly (string | Octets)[];

/** A TLSA record: `3 1 1 8cb0…`, its octets, or its parts. */
export type Tlsa =
  | string
  | Octets
  | { usage: number; selector: number; matching: number; data: Octets };

/** Whom a client expects. */
export interface TlsPeer {
  /** The server's name, a DNS name or an address: its certificate must be for it. */
  peer: string;
  /** Further names that the certificate may be for instead; none by default. */
  orNamed?: readonly string[] | undefined;
  /** TLSA records that DNSSEC has proven (RFC 7672): they decide instead of the roots. None by default. */
  dane?: readonly Tlsa[] | undefined;
  /** The MTA-STS policy of the mail's domain: its text, or its parts; `maxAge` in seconds (RFC 8461). None by default. */
  sts?: string | { mode: 'enforce' | 'testing' | 'none'; mx: readonly string[]; maxAge: number } | undefined;
  /** Whether the server need not prove who it is: TLS keeps listeners out then, and nobody else. False by default. */
  unverified?: boolean | undefined;
}

/** How a client or a mailer does TLS. */
export interface ClientTls extends TlsPeer {
  /** How TLS is used; `required` by default. A client only: a mailer's stands in its config, and here is an error. */
  security?: Security | undefined;
  /** Which certificates are trusted; `webpki`, Mozilla's list as it was when smtpwire was built, by default. */
  roots?: TlsRoots | undefined;
  /** The client's own certificate, for servers that ask for one; none by default. */
  identity?: TlsIdentity | undefined;
  /** The oldest version that is spoken; 1.2 by default. */
  minVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  /** The newest; 1.3 by default. */
  maxVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  /** The time at which certificates must be valid, in seconds since 1970, for tests; by default that of the system. */
  at?: number | undefined;
  /** Takes any certificate of anybody, for tests. False by default. */
  dangerousAcceptAnyCertificate?: boolean | undefined;
}

/** How a server does TLS: with one identity, or with several, by the names that clients ask for. */
export interface ServerTls {
  /** Whether it is offered by STARTTLS, the default, or there from the first octet, as on port 465. */
  mode?: 'starttls' | 'implicit' | undefined;
  /** What clients are shown who ask for no other name. */
  identity?: TlsIdentity | undefined;
  /** Those by name; one without `names` is for all others. */
  identities?: readonly (TlsIdentity & { names?: readonly string[] })[] | undefined;
  /** Whether clients are asked for a certificate; `ignored` by default. The others need `clientRoots`. */
  clientCertificates?: 'ignored' | 'asked' | 'demanded' | undefined;
  /** By whom clients' certificates must be. */
  clientRoots?: TlsRoots | undefined;
  /** The oldest version that is spoken; 1.2 by default. */
  minVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  /** The newest; 1.3 by default. */
  maxVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  /** The time at which certificates must be valid, in seconds since 1970, for tests; by default that of the system. */
  at?: number | undefined;
}

/** A certificate, as far as it can be read. */
export interface Certificate {
  /** Whom it is for. */
  subject: string;
  /** Who has signed it. */
  issuer: string;
  /** The names and addresses that it is valid for. */
  names: string[];
  /** Hexadecimal octets with colons. */
  serial: string;
  /** From when it is valid, in seconds since 1970. */
  notBefore?: number;
  /** Until when it is valid, in seconds since 1970. */
  notAfter?: number;
  /** Its key, as in `RSA 2048`. */
  key: string;
  /** By what it is signed. */
  signatureAlgorithm: string;
  /** The SHA-256 of its octets, hexadecimal octets with colons. */
  fingerprint: string;
  /** Whether it has signed itself. */
  selfSigned: boolean;
  /** Whether it may sign others. */
  authority: boolean;
  /** Whether all this could be read. */
  readable: boolean;
  /** Its octets. */
  der: OwnOctets;
}

/** Why TLS failed, and what to do about it. */
export interface TlsFailure {
  /** What kind of failure it is, by a stable name. */
  kind: string;
  /** A sentence for people. */
  message: string;
  /** What to do about it. */
  advice: string;
  /** Its `result-type` in a report (RFC 8460 section 4.3). */
  reportType?: string;
  /** The certificates that it is about. */
  certificates: Certificate[];
}

/** What became of a handshake. */
export interface TlsSession {
  /** `TLSv1.2` or `TLSv1.3`. */
  version: string;
  /** The cipher suite's registered name. */
  cipherSuite: string;
  /** The key exchange's name, where it is known. */
  keyExchange?: string;
  /** The server's name as the client said it. */
  serverName?: string;
  /** The peer's certificates, its own first. */
  peerCertificates: Certificate[];
  /** How the peer has proven who it is. */
  verification: 'pkix' | 'dane-ee' | 'dane-ta' | 'client-certificate' | 'none' | 'failed' | 'other';
  /** Whether it has. */
  verified: boolean;
  /** Why it has not, where it tried. */
  failure?: TlsFailure;
  /** Whether an earlier session was resumed. */
  resumed: boolean;
}

/** What was said inside TLS. It holds passwords, too. */
export interface Traced {
  /** By whom it was said; or that from here on it was said inside TLS. */
  type: 'received' | 'sent' | 'established';
  /** What was said. */
  octets?: OwnOctets;
}

/** What opportunistic TLS came to, where that is less than TLS with a server that has proven who it is. */
export interface Fallback {
  /** What it came to. */
  kind: 'plaintext' | 'unverified' | 'failed' | 'other';
  /** Whether what was sent was, or may now be, readable on the way. */
  plaintext: boolean;
  /** The server's refusal of STARTTLS, where it was offered. */
  reply?: Reply;
}
