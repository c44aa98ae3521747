// Values of the protocol: plain objects, in the shapes of `tests/vectors`. A field that does not apply is absent. A count of
// octets that is above 2^53 - 1 is text of its digits, and may be given so, or as a bigint.

import type { Octets } from '../octets.js';

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
  | { code: number; enhanced?: string | undefined; lines: readonly string[] }
  | { code: number; enhanced?: string | undefined; text: string };

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

/** Where a session stands. */
export type Phase = 'greeted' | 'refused' | 'ready' | 'mail' | 'rcpt' | 'data' | 'bdat';
