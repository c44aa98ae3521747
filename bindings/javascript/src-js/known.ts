// The names of all fields that anything that is given may have. What an object lists itself is written whether it is known or
// not; what it only inherits, by the getters of its class for example, is looked for by these names. The compiler compares
// them with the types.

import type { CommandOptions } from './codec/commands.js';
import type { UnstufferOptions } from './codec/content.js';
import type { GivenStsPolicy } from './tls.js';
import type {
  Capabilities,
  Capability,
  ChannelBinding,
  ClientConfig,
  ClientTls,
  Command,
  Credentials,
  DateTime,
  Envelope,
  Extensions,
  GivenReply,
  Leniency,
  Limits,
  Mailbox,
  Host,
  MailerConfig,
  Parameter,
  ParameterValue,
  ProxyHeader,
  ReplyOptions,
  SaslPolicy,
  ServerConfig,
  ServerTls,
  Timeouts,
  Tlsa,
  TlsIdentity,
} from './types.js';

/** Everything that is given as an object. */
type Given =
  | Capabilities
  | Capability
  | Exclude<Capability['value'], string | readonly string[] | number | undefined>
  | ChannelBinding
  | ClientConfig
  | ClientTls
  | Command
  | CommandOptions
  | Credentials
  | DateTime
  | Envelope
  | Exclude<Envelope['to'][number], string>
  | Extensions
  | Exclude<GivenStsPolicy, string>
  | Parts<GivenReply>
  | Host
  | Leniency
  | Limits
  | Mailbox
  | MailerConfig
  | Parameter
  | Exclude<ParameterValue, string | readonly string[] | number | null>
  | ProxyHeader
  | NonNullable<ProxyHeader['tlvs']>[number]
  | ReplyOptions
  | SaslPolicy
  | ServerConfig
  | ServerTls
  | NonNullable<ServerTls['identities']>[number]
  | Timeouts
  | TlsIdentity
  | Parts<Tlsa>
  | UnstufferOptions
  | { discarding?: boolean; limit?: number; size?: number };

/** Of what may also be text or octets, that which has fields. */
type Parts<Union> = Union extends string | ArrayBufferLike | ArrayBufferView ? never : Union;

type NamesOf<Union> = Union extends unknown ? keyof Union : never;

const NAMES: Record<NamesOf<Given>, true> = {
  address: true, allowed: true, allowPlaintextSecrets: true, anonymous: true, answer: true, argument: true, at: true,
  atrn: true,
  attributes: true, auth: true, authLine: true, authorizationIdentity: true, bareLf: true, binaryMime: true, burl: true,
  certificate: true, certifier: true, channelBinding: true, checksum: true, chunking: true, client: true,
  clientCertificates: true, clientRoots: true, code: true, command: true, commandEnds: true, commandLine: true, content: true,
  contentLine: true, credentials: true, dane: true, dangerousAcceptAnyCertificate: true, data: true, dataBlock: true,
  dataInitiation: true, dataTermination: true, date: true, decisions: true, decoyIterations: true, decoyKey: true,
  decoySaltLength: true, deliverBy: true, destination: true, differingCodes: true, discarding: true, domain: true,
  domains: true, dropUnofferedDsn: true, dsn: true, earlyTalkers: true, ehloAlone: true, eightBitMime: true, enhanced: true,
  enhancedCodes: true, errors: true, etrn: true, expn: true, extensions: true, external: true, extra: true, failedLogins: true,
  from: true, greeting: true, heloFallback: true, help: true, host: true, hostname: true, identities: true, identity: true,
  idle: true, idleCommands: true, implicitTls: true, initialResponse: true, inputBuffer: true, interval: true, ipv4: true,
  ipv6: true, key: true, keyword: true, last: true, leniency: true, limit: true, limits: true, lineEnds: true, lines: true,
  localPart: true, longLines: true, mail: true, MAILMAX: true, mailParameters: true, malformed: true, matching: true,
  maxAge: true, maxIterations: true, maxLine: true, maxLines: true, maxSize: true, maxVersion: true, mechanism: true,
  mechanisms: true, messageSize: true, minIterations: true, minVersion: true, missingBrackets: true, mode: true,
  mtPriority: true, mx: true, name: true, names: true, nanosecond: true, offers: true, offset: true, orNamed: true,
  otherwise: true, outputBuffer: true, overlap: true, parameters: true, password: true, path: true, peer: true,
  pendingCommands: true, pipelining: true, plaintextAuth: true, protocol: true, proxy: true, queue: true, quit: true,
  rcpt: true, RCPTDOMAINMAX: true, RCPTMAX: true, rcptParameters: true, recipients: true, repeatedSpaces: true, reply: true,
  replyLine: true, replyLines: true, requireAuth: true, requireTls: true, roots: true, rrvs: true, sasl: true, seconds: true,
  security: true, selector: true, server: true, since: true, size: true, smtputf8: true, source: true, spaceAfterColon: true,
  starttls: true, sts: true, subdomains: true, synchronization: true, tag: true, text: true, time: true, timeout: true,
  timeouts: true, tls: true, tlvs: true, to: true, token: true, trace: true, trailingCr: true, transactions: true,
  transport: true, trusted: true, type: true, undeclaredEightBit: true, underscoreInDomain: true, unix: true,
  unixDestination: true, unixSource: true, unknown: true, until: true, unverified: true, url: true, usage: true, username: true,
  value: true, verb: true, verified: true, vrfy: true, xclient: true, xforward: true,
};

/** The names. */
export const FIELDS: ReadonlySet<string> = new Set(Object.keys(NAMES));
