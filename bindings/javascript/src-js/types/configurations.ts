// Configurations: what clients, mailers and servers of a program have in common. What is not given is the default, which
// each field names.

import type { Leniency, Limits, ReplyOptions, Timeouts } from './limits.js';
import type { ChannelBinding, Credentials, SaslPolicy, Secret } from './logins.js';
import type { Security } from './tls.js';

/** How a client behaves. */
export interface ClientConfig {
  /** SMTP, the default, or LMTP (RFC 2033). */
  protocol?: 'smtp' | 'lmtp' | undefined;
  /** How much is held and taken. */
  limits?: Limits | undefined;
  /** How long each step may take. */
  timeouts?: Timeouts | undefined;
  /** What is forgiven in replies. Where its sizes and those of `limits` differ, the smaller counts. */
  reply?: ReplyOptions | undefined;
  /** Whether commands are sent in groups where the server offers PIPELINING; true. */
  pipelining?: boolean | undefined;
  /** Whether HELO is tried where EHLO is not known; true. There is no such thing in LMTP. */
  heloFallback?: boolean | undefined;
  /**
   * Whether nothing may be queued behind EHLO before it is answered, as long as there is no TLS; false. For a program that does
   * STARTTLS wherever it is offered: what waits behind EHLO would cross in the clear.
   */
  ehloAlone?: boolean | undefined;
  /**
   * Whether the connection is inside of the host's own TLS from the start, as on port 465; false. A mailer's has the `security`
   * `implicit` with it. For TLS by the library there is the option `tls`.
   */
  implicitTls?: boolean | undefined;
  /** Whether the server has proven in that TLS who it is; false. Only then is it shown a password. */
  verified?: boolean | undefined;
  /** Whether {@link Client.authRaw} may send credentials without TLS; false. */
  plaintextAuth?: boolean | undefined;
  /** What becomes of a CR or LF that stands alone in the content of DATA: it is refused, the default, or becomes CRLF. */
  lineEnds?: 'reject' | 'normalise' | undefined;
  /** Whether DATA may carry lines of more than 998 octets, up to `limits.contentLine`; false. BDAT does in any case. */
  longLines?: boolean | undefined;
  /** Whether octets above 127 may be sent though MAIL did not declare them; false (RFC 6152 section 3). */
  undeclaredEightBit?: boolean | undefined;
}

/** How a mailer behaves. */
export interface MailerConfig {
  /** The name that it says in EHLO: its host's, `mail.example.org` or `[192.0.2.1]`. */
  name: string;
  /** How the connection below behaves. */
  client?: ClientConfig | undefined;
  /**
   * How TLS is used; `required`: without TLS nothing is sent. With the option `tls` the server has to prove who it is; where the program
   * does TLS, that is for it to see to, and to say. `implicit`, as on port 465, needs `tls` or `awaitingTls`, or `client.implicitTls` where the program's own
   * TLS is up already.
   */
  security?: Security | undefined;
  /** What it logs in with, if it does; null, the default: not at all. With credentials no mail is sent before they were accepted. */
  credentials?: Credentials | null | undefined;
  /** What it is willing to do to log in. */
  sasl?: SaslPolicy | undefined;
  /** With `security: 'implicit'`, what ties a login to the program's own TLS; null, the default: nothing. */
  channelBinding?: ChannelBinding | null | undefined;
  /** Whether content travels by BDAT where the server offers CHUNKING; true. */
  chunking?: boolean | undefined;
  /**
   * Whether the next envelope is sent behind the content of the message before, and QUIT behind that of the last, where
   * the server offers PIPELINING; true.
   */
  overlap?: boolean | undefined;
  /**
   * Whether RET, ENVID, NOTIFY and ORCPT are left out where the server does not offer DSN; false: the message is not
   * sent then.
   */
  dropUnofferedDsn?: boolean | undefined;
}

/** What the reply to EHLO offers. */
export interface Extensions {
  /** PIPELINING (RFC 2920); true. */
  pipelining?: boolean | undefined;
  /** SIZE (RFC 1870), with `limits.messageSize`; true. */
  size?: boolean | undefined;
  /** 8BITMIME (RFC 6152); true. */
  eightBitMime?: boolean | undefined;
  /** SMTPUTF8 (RFC 6531); true. */
  smtputf8?: boolean | undefined;
  /** CHUNKING (RFC 3030); true. */
  chunking?: boolean | undefined;
  /** BINARYMIME (RFC 3030), together with CHUNKING only; false: the host must be able to pass binary content on. */
  binaryMime?: boolean | undefined;
  /** DSN (RFC 3461); true. */
  dsn?: boolean | undefined;
  /** ENHANCEDSTATUSCODES (RFC 2034); true. Without it no reply has such a code. */
  enhancedCodes?: boolean | undefined;
  /** LIMITS (RFC 9422), with what `limits` says of recipients and transactions; true. */
  limits?: boolean | undefined;
  /** STARTTLS (RFC 3207), as long as there is no TLS; false, and true where the option `tls` is given. */
  starttls?: boolean | undefined;
  /** REQUIRETLS (RFC 8689), once there is TLS; false. */
  requireTls?: boolean | undefined;
  /**
   * AUTH (RFC 4954) with these mechanisms, in this order, under TLS or with `plaintextAuth`; none. The -PLUS ones are
   * offered once channel bindings are known, SCRAM with a `decoyKey`.
   */
  auth?: readonly string[] | undefined;
  /** VRFY is announced; false. Announced or not, it is answered 252, or what the host decides. */
  vrfy?: boolean | undefined;
  /** EXPN; false. */
  expn?: boolean | undefined;
  /** HELP; true. */
  help?: boolean | undefined;
  /** ETRN (RFC 1985); false. */
  etrn?: boolean | undefined;
  /** ATRN (RFC 2645); false. */
  atrn?: boolean | undefined;
  /** BURL (RFC 4468), with what stands behind it, such as `imap`; null, the default: not offered. */
  burl?: string | null | undefined;
  /** DELIVERBY (RFC 2852), with the least time in seconds, or 0 for none; null, the default: not offered. */
  deliverBy?: number | null | undefined;
  /** MT-PRIORITY (RFC 6710), with the policy's name, or an empty one; null, the default: not offered. */
  mtPriority?: string | null | undefined;
  /** RRVS (RFC 7293); false. */
  rrvs?: boolean | undefined;
  /** XCLIENT for a trusted client, with the names of the attributes; none: not offered. */
  xclient?: readonly string[] | undefined;
  /** XFORWARD for a trusted client, with the names of the attributes; none: not offered. */
  xforward?: readonly string[] | undefined;
  /** Keywords of parameters that MAIL may have beyond those of the extensions above; none. */
  mailParameters?: readonly string[] | undefined;
  /** Keywords of parameters that RCPT may have beyond those of the extensions above; none. */
  rcptParameters?: readonly string[] | undefined;
  /** Further lines, each of at most 490 octets; none. */
  extra?: readonly string[] | undefined;
}

/**
 * What a server's host decides by itself; all else is answered by smtpwire. `connection` is the greeting, `data` the beginning of
 * the content, `message` its end (is it stored?), `early-talker` a client that speaks before it is greeted,
 * `unknown` a verb that is not known; the others are the commands of these names.
 */
export type Decision =
  | 'connection'
  | 'early-talker'
  | 'helo'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'message'
  | 'vrfy'
  | 'expn'
  | 'help'
  | 'noop'
  | 'rset'
  | 'etrn'
  | 'atrn'
  | 'burl'
  | 'xclient'
  | 'xforward'
  | 'unknown';

/** What a server offers, demands and puts up with. */
export interface ServerConfig {
  /** Its name, `mx.example.org` or `[192.0.2.1]`. */
  hostname: string;
  /** SMTP, the default, or LMTP (RFC 2033). */
  protocol?: 'smtp' | 'lmtp' | undefined;
  /** The text behind the name in the greeting; `ESMTP` or `LMTP`. */
  greeting?: string | undefined;
  /** How much is held and taken. */
  limits?: Limits | undefined;
  /** How long is waited. */
  timeouts?: Timeouts | undefined;
  /** What the reply to EHLO offers. */
  extensions?: Extensions | undefined;
  /** What the host decides by itself; `['rcpt', 'message']`. An empty list takes all mail. */
  decisions?: readonly Decision[] | undefined;
  /**
   * How content is handed out: in pieces as it comes (`content`), the default; as one, in its `message`, which holds up to
   * `limits.messageSize` octets in memory; or not at all.
   */
  content?: 'stream' | 'whole' | 'discard' | undefined;
  /** What becomes of a CR or LF that stands alone in content: the message is refused, the default, or it becomes CRLF. */
  lineEnds?: 'reject' | 'normalise' | undefined;
  /** What ends a command: CRLF alone, the default, or LF as well, which is how commands are smuggled. */
  commandEnds?: 'cr-lf-only' | 'accept-bare-lf' | undefined;
  /** What is accepted beyond the grammar of commands. */
  leniency?: Leniency | undefined;
  /** Whether there is no mail before a login (530); false. It needs `extensions.auth`. */
  requireAuth?: boolean | undefined;
  /** Whether there is nothing but EHLO, STARTTLS, NOOP and QUIT before TLS (530); false. */
  requireTls?: boolean | undefined;
  /** Whether clients may log in without TLS; false (538). */
  plaintextAuth?: boolean | undefined;
  /**
   * SCRAM: a secret of at least 16 octets, the same for years, from which users who do not exist get their salt; none.
   * Without it SCRAM can't be offered.
   */
  decoyKey?: Secret | undefined;
  /** SCRAM: the iterations of users who do not exist, as many as the others have; 4096. */
  decoyIterations?: number | undefined;
  /** SCRAM: the octets of their salt, as many as the others have; 16. */
  decoySaltLength?: number | undefined;
  /**
   * Whether the connection is inside of the host's own TLS from the start, as on port 465; false. For TLS by the library
   * there is the option `tls`.
   */
  implicitTls?: boolean | undefined;
  /** Whether a PROXY header comes first, version 1 or 2; false. Only for connections from a proxy that is trusted. */
  proxy?: boolean | undefined;
  /** Whether XCLIENT and XFORWARD are taken from this client; false. */
  trusted?: boolean | undefined;
  /** What becomes of a client that does not wait where it has to: it is cut off with 554, the default, or it is tolerated. */
  synchronization?: 'strict' | 'tolerant' | undefined;
  /** Milliseconds for which clients must wait for the greeting; null, the default: they need not. */
  earlyTalkers?: number | null | undefined;
}
