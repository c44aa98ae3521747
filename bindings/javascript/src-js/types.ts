// Values, events and choices: plain objects, in the shapes of `tests/vectors`. A field that does not apply is
// absent. A count of octets that is above 2^53 - 1 is text of its digits, and may be given so, or as a bigint.

import type { Octets } from './connection.js';
import type { Failure } from './errors.js';

/** A count of octets: a number, or above 2^53 - 1 text of its digits. */
export type Count = number | string;

/** A count as it is given. */
export type GivenCount = number | bigint | string;

/** A reply. */
export interface Reply {
  /** The reply code, 200 to 599. */
  code: number;
  /** The enhanced status code, as in `5.1.1` (RFC 3463). */
  enhanced?: string;
  /** The text of each line without code and separator; an enhanced code is part of it. */
  lines: string[];
  /** The text of all lines, parted by LF, without enhanced codes; what is not fit to be shown as `\xNN`. */
  text: string;
  /** The octets, where they are not just what code and lines make: `replyOctets` gives them always. */
  wire?: Uint8Array;
}

/** A reply as it is given: octets as on the wire, the same as text whose lines may end with LF alone, or its parts. */
export type GivenReply =
  | string
  | Octets
  | { code: number; enhanced?: string; lines: readonly string[] }
  | { code: number; enhanced?: string; text: string };

/** A domain name or an address literal: one of `domain`, `ipv4`, `ipv6`, or `tag` with `content`. */
export interface Host {
  /** A domain name: `mx.example`. */
  domain?: string;
  /** The address of the literal `[192.0.2.1]`. */
  ipv4?: string;
  /** The address of the literal `[IPv6:2001:db8::1]`. */
  ipv6?: string;
  /** The tag of a literal of another kind. */
  tag?: string;
  /** What stands behind that tag. */
  content?: string;
}

/** A mailbox. */
export interface Mailbox {
  /** The local part, with its quotes and backslashes. */
  localPart: string;
  /** Where the mailbox is. */
  host: Host;
}

/** A path as it is given: `jo@a.example` or a mailbox; a sender may be null or empty, a recipient `postmaster`. */
export type Path = string | Mailbox;

/** A point in time, as it was written (RFC 3339). */
export interface DateTime {
  /** Year, month and day. */
  date: [year: number, month: number, day: number];
  /** Hour, minute and second. */
  time: [hour: number, minute: number, second: number];
  /** The fraction of the second. */
  nanosecond?: number;
  /** `Z`, or minutes east of UTC. */
  offset: 'Z' | number;
  /** The same in seconds since 1970. Not looked at where a date-time is given. */
  unix?: Count;
}

/** The value of a parameter, by its keyword. */
export type ParameterValue =
  | null
  | Count
  | string[]
  | Mailbox
  | { seconds: number; mode: 'N' | 'R'; trace?: boolean }
  | DateTime
  | { certifier: string; timeout?: number }
  | { type: string; address: string }
  | { since: DateTime; otherwise?: 'C' | 'R' };

/** A parameter of MAIL or RCPT: its keyword, and its value where it has one. */
export interface Parameter {
  /** The keyword, in capitals where it is known. */
  keyword: string;
  /** The value; null for `AUTH=<>`. */
  value?: ParameterValue;
  /** Whether the keyword is not known; the value is text then, as on the wire. */
  unknown?: boolean;
}

/** A command: its verb in capitals, and the fields that this verb has. */
export interface Command {
  /** The verb; of an unknown command its first word as it was written. */
  verb: string;
  /** EHLO, HELO, LHLO: who the client is. ETRN: a domain's name. */
  host?: Host | string;
  /** MAIL: the sender; null for the null path. */
  from?: Path | null;
  /** RCPT: the recipient. */
  to?: Path;
  /** MAIL and RCPT. */
  parameters?: Parameter[];
  /** BDAT: how many octets follow. */
  size?: GivenCount;
  /** BDAT and BURL: whether the message ends with it. */
  last?: boolean;
  /** NOOP, HELP, VRFY, EXPN. */
  argument?: string;
  /** VRFY, EXPN: whether the reply may hold UTF-8. */
  smtputf8?: boolean;
  /** AUTH. */
  mechanism?: string;
  /** AUTH: the first response in base64; a secret, `***` unless it was revealed. */
  initialResponse?: string;
  /** ETRN: a domain with all below it. */
  subdomains?: string;
  /** ETRN: a queue. */
  queue?: string;
  /** ATRN. */
  domains?: string[];
  /** BURL; a secret, `***` unless it was revealed. */
  url?: string;
  /** XCLIENT and XFORWARD: names and decoded values. */
  attributes?: [name: string, value: string][];
  /** A command that is not known: the whole line. */
  unknown?: string;
}

/** One line of the reply to EHLO. */
export interface Capability {
  /** The keyword, in capitals where it is known. */
  keyword?: string;
  /** What it says, where the keyword is one with a typed value. */
  value?:
    | Count
    | string[]
    | { interval: number; until: DateTime }
    | { MAILMAX?: number; RCPTMAX?: number; RCPTDOMAINMAX?: number };
  /** Whether the keyword is not known. */
  unknown?: boolean;
  /** The words behind it, where there is no typed value. */
  parameters?: string[];
  /** The octets of a line that is none. */
  malformed?: Uint8Array;
}

/** What a server offers: its reply to EHLO or LHLO. */
export interface Capabilities {
  /** The text of the first line. */
  greeting: string;
  /** The other lines, in their order. */
  lines: Capability[];
  /** Every known keyword that is offered, in capitals. */
  offers: string[];
  /** The largest message that is taken, in octets, where that is stated. */
  size?: Count;
  /** The mechanisms of all AUTH lines, each once. */
  mechanisms: string[];
}

/** What a proxy says of the connection that it forwards. */
export interface ProxyHeader {
  /** `LOCAL`, the proxy's own connection, or `PROXY`. */
  command: 'LOCAL' | 'PROXY';
  /** Absent for LOCAL. */
  transport?: 'STREAM' | 'DGRAM' | 'UNSPEC';
  /** The client's address and port: `192.0.2.1:25` or `[2001:db8::1]:25`. */
  source?: string;
  /** What the client connected to. */
  destination?: string;
  /** The client's UNIX address, in octets. */
  unixSource?: Uint8Array;
  /** The UNIX address that the client connected to, in octets. */
  unixDestination?: Uint8Array;
  /** Further facts, each by the number of its type. */
  tlvs?: { type: number; value: Uint8Array }[];
  /** Whether the header has a checksum. */
  checksum?: boolean;
}

/** From whom a message is, to whom, and what the server is asked to do. */
export interface Envelope {
  /** The sender; absent, null or empty for the null path. */
  from?: Path | null;
  /** The recipients, at least one. */
  to: readonly (Path | { path: Path; parameters: readonly Parameter[] })[];
  /** Parameters of MAIL. */
  parameters?: readonly Parameter[];
}

/** What became of one message, recipient by recipient. */
export interface Outcome {
  /** The number that sending it returned. */
  transaction: number;
  /** Whether the server has taken it for every recipient. */
  accepted: boolean;
  /** Who is to deliver it now: the server, still the sender, or nobody knows. */
  responsibility: 'taken' | 'not-taken' | 'unknown';
  /** One for each recipient of the envelope, in its order. */
  recipients: RecipientOutcome[];
  /** The reply to the end of the content; absent under LMTP. */
  reply?: Reply;
  /** The name under which the server has queued it, where its reply says so. */
  queueId?: string;
  /** What ended the session before the transaction was over. */
  error?: Failure;
}

/** What became of one recipient. */
export interface RecipientOutcome {
  /** The recipient, as text without brackets. */
  recipient: string;
  status: 'accepted' | 'refused' | 'not-tried' | 'unknown' | 'other';
  /** Whether the same message may be sent to this recipient again. */
  retryable: boolean;
  /** The reply that accepted or refused. */
  reply?: Reply;
  /** Refused: at which step. */
  stage?: 'mail' | 'recipient' | 'data' | 'content';
  /** Not tried: why not. */
  why?: WhyNotTried;
}

/** Why a message was not sent to a recipient. */
export interface WhyNotTried {
  reason:
    | 'not-offered'
    | 'too-large'
    | 'content'
    | 'unfit'
    | 'too-many-recipients'
    | 'too-many-transactions'
    | 'given-up'
    | 'session-ended'
    | 'other';
  /** The same for people. */
  message: string;
  /** Not offered: the extension that is missing. */
  keyword?: string;
  /** Too large: how large the message is, in octets. */
  size?: Count;
  /** What is taken: octets, recipients or transactions. */
  limit?: Count;
  /** Content or envelope that can't be sent: what is wrong with it. */
  error?: Failure;
}

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
  | { type: 'unknown'; verb: string; line: string }
  | { type: 'refused'; verb: string; reply: Reply }
  | { type: 'quit' }
  | { type: 'other' };

/** What can happen on a connection of any role. */
export type Event = ClientEvent | MailerEvent | ServerEvent;

/** Where a session stands. */
export type Phase = 'greeted' | 'refused' | 'ready' | 'mail' | 'rcpt' | 'data' | 'bdat';

/** How much a connection holds, takes and puts up with. Octets, unless another unit is named. */
export interface Limits {
  commandLine?: number;
  authLine?: number;
  replyLine?: number;
  /** Lines of one reply. */
  replyLines?: number;
  /** Recipients of a transaction. */
  recipients?: number;
  /** Commands that wait for their replies. */
  pendingCommands?: number;
  inputBuffer?: number;
  outputBuffer?: number;
  /** null: none. */
  messageSize?: GivenCount | null;
  /** null: none. */
  contentLine?: number | null;
  /** Errors before a server hangs up. */
  errors?: number;
  /** Commands that do nothing, before a server hangs up. */
  idleCommands?: number;
  failedLogins?: number;
  /** Transactions of a session; null: any number. */
  transactions?: number | null;
}

/** How long each step may take, in milliseconds. */
export interface Timeouts {
  greeting?: number;
  command?: number;
  mail?: number;
  rcpt?: number;
  dataInitiation?: number;
  dataBlock?: number;
  dataTermination?: number;
  quit?: number;
  tls?: number;
  idle?: number;
}

/** What is forgiven in replies; how long they may be. */
export interface ReplyOptions {
  /** The longest line, in octets. */
  maxLine?: number;
  maxLines?: number;
  differingCodes?: boolean;
  bareLf?: boolean;
  trailingCr?: boolean;
}

/** How a client behaves. What is not given is the default. */
export interface ClientConfig {
  protocol?: 'smtp' | 'lmtp';
  limits?: Limits;
  timeouts?: Timeouts;
  reply?: ReplyOptions;
  pipelining?: boolean;
  /** HELO, when EHLO is not known. */
  heloFallback?: boolean;
  ehloAlone?: boolean;
  /** The connection is inside of the host's own TLS from the start, as on port 465. For TLS by the library, see the option `tls`. */
  implicitTls?: boolean;
  /** The server has proven in that TLS who it is: only then is it shown a password. */
  verified?: boolean;
  /** Logins may send passwords without TLS. */
  plaintextAuth?: boolean;
  lineEnds?: 'reject' | 'normalise';
  longLines?: boolean;
  undeclaredEightBit?: boolean;
}

/** Text or octets that are never shown. */
export type Secret = string | Octets;

/** What a client logs in with: one of `password` or `token` with a `username`, `external`, or `anonymous`. */
export interface Credentials {
  username?: string;
  password?: Secret;
  token?: Secret;
  /** The server's name and port as the client has them, for a bearer's token. */
  server?: readonly [name: string, port: number];
  external?: boolean;
  /** A word for the log. */
  anonymous?: string;
  /** As whom to act. */
  authorizationIdentity?: string;
}

/** What a client is willing to do to log in. */
export interface SaslPolicy {
  allowPlaintextSecrets?: boolean;
  /** The names of the mechanisms that may be used; null: all. */
  allowed?: readonly string[] | null;
  minIterations?: number;
  maxIterations?: number;
}

/** What ties a login to the TLS connection. */
export interface ChannelBinding {
  type: 'tls-exporter' | 'tls-server-end-point' | 'tls-unique';
  data: Octets;
}

/** How TLS is used: demanded, taken where it can be had, not at all, or from the start. */
export type Security = 'required' | 'opportunistic' | 'disabled' | 'implicit';

/** How a mailer behaves. */
export interface MailerConfig {
  /** The name that it says in EHLO. */
  name: string;
  client?: ClientConfig;
  security?: Security;
  credentials?: Credentials | null;
  sasl?: SaslPolicy;
  channelBinding?: ChannelBinding | null;
  chunking?: boolean;
  overlap?: boolean;
  dropUnofferedDsn?: boolean;
}

/** What the reply to EHLO offers. */
export interface Extensions {
  pipelining?: boolean;
  size?: boolean;
  eightBitMime?: boolean;
  smtputf8?: boolean;
  chunking?: boolean;
  binaryMime?: boolean;
  dsn?: boolean;
  enhancedCodes?: boolean;
  limits?: boolean;
  starttls?: boolean;
  requireTls?: boolean;
  /** Names of mechanisms. */
  auth?: readonly string[];
  vrfy?: boolean;
  expn?: boolean;
  help?: boolean;
  etrn?: boolean;
  atrn?: boolean;
  burl?: string | null;
  deliverBy?: number | null;
  mtPriority?: string | null;
  rrvs?: boolean;
  xclient?: readonly string[];
  xforward?: readonly string[];
  mailParameters?: readonly string[];
  rcptParameters?: readonly string[];
  extra?: readonly string[];
}

/** What is accepted beyond the grammar of commands. */
export interface Leniency {
  spaceAfterColon?: boolean;
  repeatedSpaces?: boolean;
  missingBrackets?: boolean;
  underscoreInDomain?: boolean;
}

/** What a server's host decides by itself; all else is answered by smtpwire. */
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
  /** Its name. */
  hostname: string;
  protocol?: 'smtp' | 'lmtp';
  /** The text behind the name in the greeting. */
  greeting?: string;
  limits?: Limits;
  timeouts?: Timeouts;
  extensions?: Extensions;
  decisions?: readonly Decision[];
  /** How content is handed out: in pieces, as one message, or not at all. */
  content?: 'stream' | 'whole' | 'discard';
  lineEnds?: 'reject' | 'normalise';
  commandEnds?: 'cr-lf-only' | 'accept-bare-lf';
  leniency?: Leniency;
  requireAuth?: boolean;
  requireTls?: boolean;
  plaintextAuth?: boolean;
  decoyKey?: Secret;
  decoyIterations?: number;
  decoySaltLength?: number;
  /** The connection is inside of the host's own TLS from the start, as on port 465. For TLS by the library, see the option `tls`. */
  implicitTls?: boolean;
  proxy?: boolean;
  trusted?: boolean;
  synchronization?: 'strict' | 'tolerant';
  /** How long clients must wait for the greeting, in milliseconds; null: they need not. */
  earlyTalkers?: number | null;
}

/** What belongs to one connection. */
export interface ConnectionOptions<Tls> {
  /** The time at which it came up, in milliseconds; by default `performance.now()`. */
  now?: number;
  /** TLS by smtpwire itself, where the package has it: Node's addon. */
  tls?: Tls;
  /** The host's own TLS handshake comes before all else. */
  awaitingTls?: boolean;
}

/** The same, for those that need randomness. */
export interface EntropicOptions<Tls> extends ConnectionOptions<Tls> {
  /** 32 octets of a good source, new for each connection; by default `crypto.getRandomValues`. */
  entropy?: Octets;
}

/** A certificate with its key, both PEM. */
export interface TlsIdentity {
  certificate: string | Octets;
  key: Secret;
}

/** Which certificates are trusted: by a word, PEM, or a list of those. */
export type TlsRoots = string | Octets | readonly (string | Octets)[];

/** A TLSA record: `3 1 1 8cb0…`, its octets, or its parts. */
export type Tlsa =
  | string
  | Octets
  | { usage: number; selector: number; matching: number; data: Octets };

/** Whom a client expects. */
export interface TlsPeer {
  /** The server's name. */
  peer: string;
  /** Further names. */
  orNamed?: readonly string[];
  /** TLSA records that DNSSEC has proven (RFC 7672). */
  dane?: readonly Tlsa[];
  /** A policy of MTA-STS: its text, or its parts (RFC 8461). */
  sts?: string | { mode: 'enforce' | 'testing' | 'none'; mx: readonly string[]; maxAge: number };
  /** The server need not prove who it is. */
  unverified?: boolean;
}

/** How a client or a mailer does TLS. */
export interface ClientTls extends TlsPeer {
  /** A client only; a mailer's stands in its config. */
  security?: Security;
  /** `webpki`, `platform`, `none`, PEM, or a list of those. */
  roots?: TlsRoots;
  identity?: TlsIdentity;
  minVersion?: 'TLSv1.2' | 'TLSv1.3';
  maxVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** A fixed time in seconds since 1970, for tests. */
  at?: number;
  dangerousAcceptAnyCertificate?: boolean;
}

/** How a server does TLS: with one identity, or with several, by the names that clients ask for. */
export interface ServerTls {
  mode?: 'starttls' | 'implicit';
  identity?: TlsIdentity;
  identities?: readonly (TlsIdentity & { names?: readonly string[] })[];
  clientCertificates?: 'ignored' | 'asked' | 'demanded';
  clientRoots?: TlsRoots;
  minVersion?: 'TLSv1.2' | 'TLSv1.3';
  maxVersion?: 'TLSv1.2' | 'TLSv1.3';
  at?: number;
}

/** A certificate, as far as it can be read. */
export interface Certificate {
  subject: string;
  issuer: string;
  names: string[];
  /** Hexadecimal octets with colons. */
  serial: string;
  /** In seconds since 1970. */
  notBefore?: number;
  notAfter?: number;
  key: string;
  signatureAlgorithm: string;
  /** The SHA-256 of its octets. */
  fingerprint: string;
  selfSigned: boolean;
  authority: boolean;
  readable: boolean;
  der: Uint8Array;
}

/** Why TLS failed, and what to do about it. */
export interface TlsFailure {
  kind: string;
  message: string;
  advice: string;
  /** Its `result-type` in a report (RFC 8460 section 4.3). */
  reportType?: string;
  certificates: Certificate[];
}

/** What became of a handshake. */
export interface TlsSession {
  version: string;
  cipherSuite: string;
  keyExchange?: string;
  serverName?: string;
  peerCertificates: Certificate[];
  verification: 'pkix' | 'dane-ee' | 'dane-ta' | 'client-certificate' | 'none' | 'failed' | 'other';
  verified: boolean;
  failure?: TlsFailure;
  resumed: boolean;
}

/** What was said inside TLS. It holds passwords, too. */
export interface Traced {
  type: 'received' | 'sent' | 'established';
  octets?: Uint8Array;
}

/** What became of a session whose TLS failed. */
export interface Fallback {
  kind: 'plaintext' | 'unverified' | 'failed' | 'other';
  plaintext: boolean;
  reply?: Reply;
}
