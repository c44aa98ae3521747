// Configurations: what clients, mailers and servers of a program have in common. What is not given is the default, which
// each field names.

import type { Leniency, Limits, ReplyOptions, Timeouts } from './limits.js';
import type { ChannelBinding, Credentials, SaslPolicy, Secret } from './logins.js';
import type { Security } from './tls.js';

/** How a client behaves. */
export interface ClientConfig {
  /** SMTP, the default, or LMTP (RFC 2033). */
  protocol?: 'smtp' | 'lmtp';
  /** How much is held and taken. */
  limits?: Limits;
  /** How long each step may take. */
  timeouts?: Timeouts;
  /** What is forgiven in replies. Where its sizes and those of `limits` differ, the smaller counts. */
  reply?: ReplyOptions;
  /** Whether commands are sent in groups where the server offers PIPELINING; true. */
  pipelining?: boolean;
  /** Whether HELO is tried where EHLO is not known; true. There is no such thing in LMTP. */
  heloFallback?: boolean;
  /**
   * Whether nothing may be queued behind EHLO before it is answered, as long as there is no TLS; false. For a program that does
   * STARTTLS wherever it is offered: what waits behind EHLO would cross in the clear.
   */
  ehloAlone?: boolean;
  /**
   * Whether the connection is inside of the host's own TLS from the start, as on port 465; false. A mailer sets it by its
   * `security`. For TLS by the library there is the option `tls`.
   */
  implicitTls?: boolean;
  /** Whether the server has proven in that TLS who it is; false. Only then is it shown a password. */
  verified?: boolean;
  /** Whether {@link Client.authRaw} may send credentials without TLS; false. */
  plaintextAuth?: boolean;
  /** What becomes of a CR or LF that stands alone in the content of DATA: it is refused, the default, or becomes CRLF. */
  lineEnds?: 'reject' | 'normalise';
  /** Whether DATA may carry lines of more than 998 octets, up to `limits.contentLine`; false. BDAT does in any case. */
  longLines?: boolean;
  /** Whether octets above 127 may be sent though MAIL did not declare them; false (RFC 6152 section 3). */
  undeclaredEightBit?: boolean;
}

/** How a mailer behaves. */
export interface MailerConfig {
  /** The name that it says in EHLO: its host's, `mail.example.org` or `[192.0.2.1]`. */
  name: string;
  /** How the connection below behaves. */
  client?: ClientConfig;
  /** How TLS is used; `required`: without TLS nothing is sent. */
  security?: Security;
  /** What it logs in with, if it does; null, the default: not at all. With credentials no mail is sent before they were accepted. */
  credentials?: Credentials | null;
  /** What it is willing to do to log in. */
  sasl?: SaslPolicy;
  /** With `security: 'implicit'`, what ties a login to the program's own TLS; null, the default: nothing. */
  channelBinding?: ChannelBinding | null;
  /** Whether content travels by BDAT where the server offers CHUNKING; true. */
  chunking?: boolean;
  /**
   * Whether the next envelope is sent behind the content of the message before, and QUIT behind that of the last, where
   * the server offers PIPELINING; true.
   */
  overlap?: boolean;
  /**
   * Whether RET, ENVID, NOTIFY and ORCPT are left out where the server does not offer DSN; false: the message is not
   * sent then.
   */
  dropUnofferedDsn?: boolean;
}

/** What the reply to EHLO offers. */
export interface Extensions {
  /** PIPELINING (RFC 2920); true. */
  pipelining?: boolean;
  /** SIZE (RFC 1870), with `limits.messageSize`; true. */
  size?: boolean;
  /** 8BITMIME (RFC 6152); true. */
  eightBitMime?: boolean;
  /** SMTPUTF8 (RFC 6531); true. */
  smtputf8?: boolean;
  /** CHUNKING (RFC 3030); true. */
  chunking?: boolean;
  /** BINARYMIME (RFC 3030), together with CHUNKING only; false: the host must be able to pass binary content on. */
  binaryMime?: boolean;
  /** DSN (RFC 3461); true. */
  dsn?: boolean;
  /** ENHANCEDSTATUSCODES (RFC 2034); true. Without it no reply has such a code. */
  enhancedCodes?: boolean;
  /** LIMITS (RFC 9422), with what `limits` says of recipients and transactions; true. */
  limits?: boolean;
  /** STARTTLS (RFC 3207), as long as there is no TLS; false, and true where the option `tls` is given. */
  starttls?: boolean;
  /** REQUIRETLS (RFC 8689), once there is TLS; false. */
  requireTls?: boolean;
  /**
   * AUTH (RFC 4954) with these mechanisms, in this order, under TLS or with `plaintextAuth`; none. The -PLUS ones are
   * offered once channel bindings are known, SCRAM with a `decoyKey`.
   */
  auth?: readonly string[];
  /** VRFY is announced; false. Announced or not, it is answered 252, or what the host decides. */
  vrfy?: boolean;
  /** EXPN; false. */
  expn?: boolean;
  /** HELP; true. */
  help?: boolean;
  /** ETRN (RFC 1985); false. */
  etrn?: boolean;
  /** ATRN (RFC 2645); false. */
  atrn?: boolean;
  /** BURL (RFC 4468), with what stands behind it, such as `imap`; null, the default: not offered. */
  burl?: string | null;
  /** DELIVERBY (RFC 2852), with the least time in seconds, or 0 for none; null, the default: not offered. */
  deliverBy?: number | null;
  /** MT-PRIORITY (RFC 6710), with the policy's name, or an empty one; null, the default: not offered. */
  mtPriority?: string | null;
  /** RRVS (RFC 7293); false. */
  rrvs?: boolean;
  /** XCLIENT for a trusted client, with the names of the attributes; none: not offered. */
  xclient?: readonly string[];
  /** XFORWARD for a trusted client, with the names of the attributes; none: not offered. */
  xforward?: readonly string[];
  /** Keywords of parameters that MAIL may have beyond those of the extensions above; none. */
  mailParameters?: readonly string[];
  /** Keywords of parameters that RCPT may have beyond those of the extensions above; none. */
  rcptParameters?: readonly string[];
  /** Further lines, each of at most 490 octets; none. */
  extra?: readonly string[];
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
  protocol?: 'smtp' | 'lmtp';
  /** The text behind the name in the greeting; `ESMTP` or `LMTP`. */
  greeting?: string;
  /** How much is held and taken. */
  limits?: Limits;
  /** How long is waited. */
  timeouts?: Timeouts;
  /** What the reply to EHLO offers. */
  extensions?: Extensions;
  /** What the host decides by itself; `['rcpt', 'message']`. An empty list takes all mail. */
  decisions?: readonly Decision[];
  /**
   * How content is handed out: in pieces as it comes (`content`), the default; as one, in its `message`, which holds up to
   * `limits.messageSize` octets in memory; or not at all.
   */
  content?: 'stream' | 'whole' | 'discard';
  /** What becomes of a CR or LF that stands alone in content: the message is refused, the default, or it becomes CRLF. */
  lineEnds?: 'reject' | 'normalise';
  /** What ends a command: CRLF alone, the default, or LF as well, which is how commands are smuggled. */
  commandEnds?: 'cr-lf-only' | 'accept-bare-lf';
  /** What is accepted beyond the grammar of commands. */
  leniency?: Leniency;
  /** Whether there is no mail before a login (530); false. It needs `extensions.auth`. */
  requireAuth?: boolean;
  /** Whether there is nothing but EHLO, STARTTLS, NOOP and QUIT before TLS (530); false. */
  requireTls?: boolean;
  /** Whether clients may log in without TLS; false (538). */
  plaintextAuth?: boolean;
  /**
   * SCRAM: a secret of at least 16 octets, the same for years, from which users who do not exist get their salt; none.
   * Without it SCRAM can't be offered.
   */
  decoyKey?: Secret;
  /** SCRAM: the iterations of users who do not exist, as many as the others have; 4096. */
  decoyIterations?: number;
  /** SCRAM: the octets of their salt, as many as the others have; 16. */
  decoySaltLength?: number;
  /**
   * Whether the connection is inside of the host's own TLS from the start, as on port 465; false. For TLS by the library
   * there is the option `tls`.
   */
  implicitTls?: boolean;
  /** Whether a PROXY header comes first, version 1 or 2; false. Only for connections from a proxy that is trusted. */
  proxy?: boolean;
  /** Whether XCLIENT and XFORWARD are taken from this client; false. */
  trusted?: boolean;
  /** What becomes of a client that does not wait where it has to: it is cut off with 554, the default, or it is tolerated. */
  synchronization?: 'strict' | 'tolerant';
  /** Milliseconds for which clients must wait for the greeting; null, the default: they need not. */
  earlyTalkers?: number | null;
}
