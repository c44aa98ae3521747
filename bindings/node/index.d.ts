// Made by `cargo xtask` from the TypeScript of smtpwire; what is changed here is lost.
/// <reference lib="esnext.disposable" />

/**
 * Any buffer of octets: a `Uint8Array`, a `Buffer`, another view, or the buffer itself; also one of another realm, such
 * as a frame or a `vm` context. It is read before the call returns, and never kept or written.
 *
 * Over a `SharedArrayBuffer` it is copied before anything else looks at it: what another thread writes at the same time may be
 * in the copy or not, and does no other harm.
 */
type Octets = ArrayBufferLike | ArrayBufferView;
/**
 * Octets that come out: a copy, which is the program's. It is `Uint8Array<ArrayBuffer>` where TypeScript tells buffers apart, from
 * 5.7 on, so that a `Blob`, `fetch` and `crypto.subtle` take it; and `Uint8Array` before.
 */
type OwnOctets = ReturnType<Uint8Array['slice']>;

/** A count of octets: a number, or above 2^53 - 1 text of its digits. */
type Count = number | string;
/** A count as it is given. */
type GivenCount = number | bigint | string;
/** A reply. */
interface Reply {
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
type GivenReply = string | Octets | {
    code: number;
    enhanced?: string | undefined;
    lines: readonly string[];
} | {
    code: number;
    enhanced?: string | undefined;
    text: string;
};
/** A domain name or an address literal: one of `domain`, `ipv4`, `ipv6`, or `tag` with `content`. */
interface Host {
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
interface Mailbox {
    /** The local part, with its quotes and backslashes. */
    localPart: string;
    /** Where the mailbox is. */
    host: Host;
}
/** A path as it is given: `jo@a.example` or a mailbox; a sender may be null or empty, a recipient `postmaster`. */
type Path = string | Mailbox;
/** A point in time, as it was written (RFC 3339). */
interface DateTime {
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
type ParameterValue = null | Count | string[] | Mailbox | {
    seconds: number;
    mode: 'N' | 'R';
    trace?: boolean;
} | DateTime | {
    certifier: string;
    timeout?: number;
} | {
    type: string;
    address: string;
} | {
    since: DateTime;
    otherwise?: 'C' | 'R';
};
/** A parameter of MAIL or RCPT: its keyword, and its value where it has one. */
interface Parameter {
    /** The keyword, in capitals where it is known. */
    keyword: string;
    /** The value; null for `AUTH=<>`. */
    value?: ParameterValue;
    /** Whether the keyword is not known; the value is text then, as on the wire. */
    unknown?: boolean;
}
/** A command: its verb in capitals, and the fields that this verb has. */
interface Command {
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
interface Capability {
    /** The keyword, in capitals where it is known. */
    keyword?: string;
    /** What it says, where the keyword is one with a typed value. */
    value?: Count | string[] | {
        interval: number;
        until: DateTime;
    } | {
        MAILMAX?: number;
        RCPTMAX?: number;
        RCPTDOMAINMAX?: number;
    };
    /** Whether the keyword is not known. */
    unknown?: boolean;
    /** The words behind it, where there is no typed value. */
    parameters?: string[];
    /** The octets of a line that is none. */
    malformed?: Uint8Array;
}
/** What a server offers: its reply to EHLO or LHLO. */
interface Capabilities {
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
interface ProxyHeader {
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
    tlvs?: {
        type: number;
        value: Uint8Array;
    }[];
    /** Whether the header has a checksum. */
    checksum?: boolean;
}
/** Where a session stands. */
type Phase = 'greeted' | 'refused' | 'ready' | 'mail' | 'rcpt' | 'data' | 'bdat';

/** From whom a message is, to whom, and what the server is asked to do. */
interface Envelope {
    /**
     * The sender, to whom notices about the message go; the empty text, or `<>`, is the null path, from which notices themselves
     * come. null is refused: a program has it that looked for a sender and found none.
     */
    from: Path;
    /** The recipients, at least one. */
    to: readonly (Path | {
        path: Path;
        parameters: readonly Parameter[];
    })[];
    /** Parameters of MAIL. */
    parameters?: readonly Parameter[] | undefined;
}
/** What became of one message, recipient by recipient. */
interface Outcome {
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
interface RecipientOutcome {
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
interface WhyNotTried {
    reason: 'not-offered' | 'too-large' | 'content' | 'unfit' | 'too-many-recipients' | 'too-many-transactions' | 'given-up' | 'session-ended' | 'other';
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
type ClientEvent = 
/** The server's greeting: 220, or a refusal (RFC 5321 section 3.1). */
{
    type: 'greeting';
    reply: Reply;
}
/** EHLO, LHLO or HELO was answered: `capabilities` has what is offered. */
 | {
    type: 'ehlo';
    command: number;
    reply: Reply;
}
/** Another command was answered. */
 | {
    type: 'reply';
    command: number;
    verb: string;
    reply: Reply;
}
/** DATA was answered 354: give the content now, then `endContent` (RFC 5321 section 3.3). */
 | {
    type: 'data-ready';
    command: number;
    reply: Reply;
}
/** What became of the message: the reply to the end of its content. */
 | {
    type: 'content-reply';
    command: number;
    reply: Reply;
}
/** LMTP: the same for one recipient, by its place among those that were accepted, from 0 (RFC 2033 section 4.2). */
 | {
    type: 'recipient-reply';
    command: number;
    index: number;
    last: boolean;
    reply: Reply;
}
/** Without `tls`: do the handshake, then call `tlsEstablished` or `tlsFailed`. */
 | {
    type: 'start-tls';
    command: number;
    reply: Reply;
}
/** With `tls`: it is up. By STARTTLS, with its command and reply; where TLS came first, without. */
 | {
    type: 'tls-established';
    command?: number;
    reply?: Reply;
}
/** After `authRaw`: the server's challenge, decoded; `authResponse` or `authCancel` answers it (RFC 4954 section 4). */
 | {
    type: 'challenge';
    command: number;
    octets: OwnOctets;
}
/** The login has succeeded. */
 | {
    type: 'authenticated';
    command: number;
    reply: Reply;
    mechanism: string;
}
/** The server ends the session of its own accord: 421 (RFC 5321 section 3.8). */
 | {
    type: 'closing';
    reply: Reply;
}
/** What a newer version of smtpwire may tell. */
 | {
    type: 'other';
};
/** What can happen on a mailer's connection. */
type MailerEvent = 
/** The session is open, TLS and login behind it: messages go out from here on. */
{
    type: 'ready';
}
/** Without `tls`: do the handshake, then call `tlsEstablished` or `tlsFailed`. */
 | {
    type: 'start-tls';
}
/** With `tls`: it is up, and waits for nothing. */
 | {
    type: 'tls-established';
}
/**
 * There is room for content of a message that was sent without it: give the next piece by `content`, or end it by
 * `endContent`. Behind each piece it comes again: one answer to one event.
 */
 | {
    type: 'need-content';
    transaction: number;
}
/** What became of a message; each has one. */
 | ({
    type: 'outcome';
} & Outcome)
/** What a newer version of smtpwire may tell. */
 | {
    type: 'other';
};
/** A client's claim to be somebody. Secrets are `***`: `Server.revealClaim` has them. */
interface Claim {
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
type ServerEvent = 
/** What the proxy says of the client, before the greeting. */
{
    type: 'proxy';
    header: ProxyHeader;
}
/** Before the greeting; with the decision `connection` it waits for an answer. */
 | {
    type: 'connected';
}
/** The client has spoken before the greeting. */
 | {
    type: 'early-talker';
}
/** Who the client says it is: a name, or an address in brackets. */
 | {
    type: 'helo';
    verb: 'EHLO' | 'HELO' | 'LHLO';
    host: string;
}
/** Without `tls`: write the output, which has the 220, do the handshake, then call `tlsEstablished` or `tlsFailed`. */
 | {
    type: 'start-tls';
}
/** With `tls`: it is up, and waits for nothing. */
 | {
    type: 'tls-established';
}
/** A login: `verify` says whether the client is who it claims to be; `claimMatches` compares a password. */
 | ({
    type: 'auth-verify';
    password?: '***';
    token?: '***';
} & Claim)
/** A login by SCRAM: `provideVerifier` gives what is stored about the user (RFC 5802). */
 | {
    type: 'auth-lookup';
    mechanism: string;
    username: string;
    authorizationIdentity?: string;
}
/** The client has logged in. */
 | {
    type: 'authenticated';
    username?: string;
    authorizationIdentity?: string;
}
/** A login has failed; it is answered already, by this reply. */
 | {
    type: 'auth-failed';
    mechanism: string;
    reply: Reply;
}
/** MAIL: the sender without brackets; empty for the null path (RFC 5321 section 4.1.1.2). */
 | {
    type: 'mail';
    from: string;
    parameters: Parameter[];
}
/** RCPT: one recipient without brackets. By default it waits for an answer: `accept` or `answer`. */
 | {
    type: 'rcpt';
    to: string;
    parameters: Parameter[];
}
/** The content begins, by DATA or by the first BDAT. */
 | {
    type: 'data';
}
/** With `content: 'stream'`: the next octets of the message, without dot-stuffing. */
 | {
    type: 'content';
    octets: OwnOctets;
}
/** The message is here whole, so many octets; `octets` with `content: 'whole'`. By default it waits for an answer: store it first. */
 | {
    type: 'message';
    size: Count;
    octets?: OwnOctets;
}
/** The transaction has ended without a message: drop what was kept of it. */
 | {
    type: 'aborted';
    why: string;
    error?: Failure;
}
/** RSET: the transaction was dropped. */
 | {
    type: 'rset';
}
/** NOOP. */
 | {
    type: 'noop';
}
/** VRFY: is there such a user (RFC 5321 section 3.5)? */
 | {
    type: 'vrfy';
    query: string;
    smtputf8: boolean;
}
/** EXPN: who is on this list? */
 | {
    type: 'expn';
    query: string;
    smtputf8: boolean;
}
/** HELP, perhaps about something. */
 | {
    type: 'help';
    argument?: string;
}
/** ETRN: the client wants the mail of one of these (RFC 1985). */
 | {
    type: 'etrn';
    host?: string;
    subdomains?: string;
    queue?: string;
}
/** ATRN: the client wants the mail of these domains, over this connection (RFC 2645). */
 | {
    type: 'atrn';
    domains: string[];
}
/** BURL: content to be fetched from a URL, which is a secret (RFC 4468). */
 | {
    type: 'burl';
    url: '***';
    last: boolean;
}
/** XCLIENT: what a trusted proxy says of its client. */
 | {
    type: 'xclient';
    attributes: [name: string, value: string][];
}
/** XFORWARD: the same, for the log alone. */
 | {
    type: 'xforward';
    attributes: [name: string, value: string][];
}
/** The line's first word and `***` for what follows it; `***` for all of it behind a login that was refused. `Server.revealUnknown` has the line. */
 | {
    type: 'unknown';
    verb: string;
    line: string;
}
/** A command was refused by the library, by this reply. */
 | {
    type: 'refused';
    verb: string;
    reply: Reply;
}
/** QUIT: the client ends the session. */
 | {
    type: 'quit';
}
/** What a newer version of smtpwire may tell. */
 | {
    type: 'other';
};
/** What can happen on a connection of any role. */
type Event = ClientEvent | MailerEvent | ServerEvent;

/**
 * How much a connection holds, takes and puts up with. What is not given is the default. Each is a whole number from 0 to
 * 2^53 - 1; `errors`, `idleCommands`, `failedLogins` and `transactions` go to 2^32 - 1.
 */
interface Limits {
    /**
     * Octets of the longest command line, with its CRLF; 4096. RFC 5321 names 512, and extensions add to it. A server answers
     * 500 to a longer one, and a client sends none.
     */
    commandLine?: number | undefined;
    /** Octets of the longest line of a login, with its CRLF; 12,290 (RFC 4954 section 4). */
    authLine?: number | undefined;
    /** A client: octets of the longest reply line, with its CRLF; 4096. */
    replyLine?: number | undefined;
    /** A client: lines of one reply; 512. */
    replyLines?: number | undefined;
    /** Recipients of a transaction; 1000. RFC 5321 demands 100. A server answers 452 to those above. */
    recipients?: number | undefined;
    /** A client: commands that may wait to be sent or answered; 2048. */
    pendingCommands?: number | undefined;
    /** Octets of input that may wait to be taken as events; 262,144. A client's has to hold a whole reply. */
    inputBuffer?: number | undefined;
    /**
     * Octets of output that may wait to be written; 262,144. Then a client takes no more content, and a server no more
     * commands. A client's has to hold a command line.
     */
    outputBuffer?: number | undefined;
    /** A server: octets of the largest message, announced by SIZE; 52,428,800 (50 MiB). null: any. */
    messageSize?: number | bigint | null | undefined;
    /**
     * Octets of the longest line of content, without its CRLF; 100,000. null: any. A client sends more than 998 only
     * with {@link ClientConfig.longLines}.
     */
    contentLine?: number | null | undefined;
    /** A server: commands that may be answered with an error, before it hangs up with 421; 20. */
    errors?: number | undefined;
    /** A server: commands between messages that move no mail (NOOP, HELP, VRFY, EXPN, RSET), before it hangs up with 421; 100. */
    idleCommands?: number | undefined;
    /** A server: logins that may fail, before it hangs up with 421; 3. */
    failedLogins?: number | undefined;
    /** A server: transactions of a session; null, the default: any number. */
    transactions?: number | null | undefined;
}
/**
 * How long each step may take, in whole milliseconds. What is not given is the default, which is the least that RFC 5321 section
 * 4.5.3.2 asks for.
 */
interface Timeouts {
    /** A client: until the greeting; 300,000 (5 minutes). */
    greeting?: number | undefined;
    /** A client: from a command to its reply, where none below is named; 300,000. */
    command?: number | undefined;
    /** A client: from MAIL to its reply; 300,000. */
    mail?: number | undefined;
    /** A client: from RCPT to its reply; 300,000. */
    rcpt?: number | undefined;
    /** A client: from DATA to its 354; 120,000 (2 minutes). */
    dataInitiation?: number | undefined;
    /** Until the peer has taken some of the output, while there is any; 180,000 (3 minutes). */
    dataBlock?: number | undefined;
    /** A client: from the end of the content to its reply; 600,000 (10 minutes). */
    dataTermination?: number | undefined;
    /** A client: from QUIT to its reply; 10,000. Nothing depends on it any more. */
    quit?: number | undefined;
    /** For a TLS handshake; 60,000 (1 minute). */
    tls?: number | undefined;
    /** A server: until the client sends something, a command or content; 300,000. */
    idle?: number | undefined;
    /**
     * A server: until the program has answered an event, or the session ends with 421; a mailer: until it has given some of the content
     * that was asked for; 600,000 (10 minutes).
     */
    answer?: number | undefined;
}
/** How replies are read. What is not given is the default. */
interface ReplyOptions {
    /** Octets of the longest line, with its CRLF; 4096. RFC 5321 names 512, and servers send longer ones. */
    maxLine?: number | undefined;
    /** Lines of one reply; 512. */
    maxLines?: number | undefined;
    /** Whether the lines of one reply may have different codes, of which the last one counts; false. */
    differingCodes?: boolean | undefined;
    /** Whether a line may end with LF alone; false. */
    bareLf?: boolean | undefined;
    /** Whether a line may end with CR CRLF; false. */
    trailingCr?: boolean | undefined;
}
/** What is accepted beyond the grammar of commands: nothing, unless it is asked for. */
interface Leniency {
    /** `MAIL FROM: <a@b.example>`: a space behind the colon; false. */
    spaceAfterColon?: boolean | undefined;
    /** `AUTH  PLAIN`: more than one space between words; false. */
    repeatedSpaces?: boolean | undefined;
    /** `MAIL FROM:a@b.example`: no angle brackets; false. The null path needs them in any case. */
    missingBrackets?: boolean | undefined;
    /** `EHLO my_pc`: an underscore in a domain; false. */
    underscoreInDomain?: boolean | undefined;
}

/** Text or octets that are never shown: not by `util.inspect`, not by `JSON.stringify`, not in an error. */
type Secret = string | Octets;
/** What a client logs in with: one of `password` or `token` with a `username`, `external`, or `anonymous`. */
interface Credentials {
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
interface SaslPolicy {
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
interface ChannelBinding {
    /** Which property of the connection it is (RFC 9266, RFC 5929). */
    type: 'tls-exporter' | 'tls-server-end-point' | 'tls-unique';
    /** The octets that the TLS library gives. */
    data: Octets;
}

/** How TLS is used: demanded, taken where it can be had, not at all, or from the start. */
type Security = 'required' | 'opportunistic' | 'disabled' | 'implicit';
/** A certificate with its key. */
interface TlsIdentity {
    /** The certificates in PEM, that of the key first and those that lead to its root behind it; or one in DER. */
    certificate: string | Octets;
    /** The private key, PEM or DER. */
    key: Secret;
}
/** Which certificates are trusted: `webpki`, `platform`, `none`, PEM or DER, or a list of those. */
type TlsRoots = string | Octets | readonly (string | Octets)[];
/** A TLSA record: `3 1 1 8cb0…`, its octets, or its parts. */
type Tlsa = string | Octets | {
    usage: number;
    selector: number;
    matching: number;
    data: Octets;
};
/** Whom a client expects. */
interface TlsPeer {
    /** The server's name, a DNS name or an address: its certificate must be for it. */
    peer: string;
    /** Further names that the certificate may be for instead; none by default. */
    orNamed?: readonly string[] | undefined;
    /** TLSA records that DNSSEC has proven (RFC 7672): they decide instead of the roots. None by default. */
    dane?: readonly Tlsa[] | undefined;
    /** The MTA-STS policy of the mail's domain: its text, or its parts; `maxAge` in seconds (RFC 8461). None by default. */
    sts?: string | {
        mode: 'enforce' | 'testing' | 'none';
        mx: readonly string[];
        maxAge: number;
    } | undefined;
    /** Whether the server need not prove who it is: TLS keeps listeners out then, and nobody else. False by default. */
    unverified?: boolean | undefined;
}
/** How a client or a mailer does TLS. */
interface ClientTls extends TlsPeer {
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
interface ServerTls {
    /** Whether it is offered by STARTTLS, the default, or there from the first octet, as on port 465. */
    mode?: 'starttls' | 'implicit' | undefined;
    /** What clients are shown who ask for no other name. */
    identity?: TlsIdentity | undefined;
    /** Those by name; one without `names` is for all others. */
    identities?: readonly (TlsIdentity & {
        names?: readonly string[];
    })[] | undefined;
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
interface Certificate {
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
interface TlsFailure {
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
interface TlsSession {
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
interface Traced {
    /** By whom it was said; or that from here on it was said inside TLS. */
    type: 'received' | 'sent' | 'established';
    /** What was said. */
    octets?: OwnOctets;
}
/** What opportunistic TLS came to, where that is less than TLS with a server that has proven who it is. */
interface Fallback {
    /** What it came to. */
    kind: 'plaintext' | 'unverified' | 'failed' | 'other';
    /** Whether what was sent was, or may now be, readable on the way. */
    plaintext: boolean;
    /** The server's refusal of STARTTLS, where it was offered. */
    reply?: Reply;
}

/** How a client behaves. */
interface ClientConfig {
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
interface MailerConfig {
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
interface Extensions {
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
type Decision = 'connection' | 'early-talker' | 'helo' | 'mail' | 'rcpt' | 'data' | 'message' | 'vrfy' | 'expn' | 'help' | 'noop' | 'rset' | 'etrn' | 'atrn' | 'burl' | 'xclient' | 'xforward' | 'unknown';
/** What a server offers, demands and puts up with. */
interface ServerConfig {
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

/** What belongs to one connection. A field that is not known is an error. */
interface ConnectionOptions<Tls> {
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
interface EntropicOptions<Tls> extends ConnectionOptions<Tls> {
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
interface ClientOptions extends ConnectionOptions<ClientTls>, ToPeer {
}
/** What belongs to one mailer. */
interface MailerOptions extends EntropicOptions<ClientTls>, ToPeer {
}
/** What belongs to one server's connection. */
interface ServerOptions extends EntropicOptions<ServerTls> {
}

/** Whose fault an error is. */
type ErrorKind = 'usage' | 'peer' | 'limit' | 'timeout' | 'internal';
/**
 * What an error says, as plain data. It never holds a secret of this side. What the peer said is there as it said it, but for what a
 * login has said.
 */
interface Failure {
    /** The stable number of the code; below 100 for what is not the core's. */
    code: number;
    /** The code's stable name: `out-of-order`, `malformed`. */
    name: string;
    /** Whose fault it is. */
    kind: ErrorKind;
    /** What exactly is wrong, by a stable name: `bad-domain`, `bare-lf`; else the code's name. */
    detail: string;
    /** A sentence for people. */
    message: string;
    /** Where what was given is wrong, in octets from its start. */
    offset?: number;
    /** Which command a malformed line was meant to be. */
    verb?: string;
    /** Whether content may follow a malformed line, so that what comes next must not be read as commands. */
    losesFraming?: boolean;
    /** The peer's reply, or the one that a server answers to a malformed line. */
    reply?: Reply;
}
/**
 * Everything that smtpwire throws. Which class it is tells whose fault it was: {@link UsageError},
 * {@link PeerError}, {@link LimitError}, {@link TimedOutError} or {@link InternalError}.
 *
 * ```js
 * try {
 *   client.rcpt('not an address');
 * } catch (error) {
 *   if (!(error instanceof SmtpwireError)) throw error;
 *   console.log(error.name, error.code, error.reason); // UsageError 107 invalid-value
 * }
 * ```
 *
 * smtpwire alone makes them. An error that crosses to another thread, or is stored, goes as its
 * {@link SmtpwireError.toJSON}, since `structuredClone` and `postMessage` keep no more of any class of errors than
 * the message; {@link SmtpwireError.from} makes an error of that again.
 */
declare class SmtpwireError extends Error {
    /** The stable number of the code. */
    readonly code: number;
    /** The code's stable name: `out-of-order`. (`name` is the name of the class, as JavaScript has it.) */
    readonly reason: string;
    /** Whose fault it is. */
    readonly kind: ErrorKind;
    /** What exactly is wrong, by a stable name: `bare-lf`; else the same as `reason`. */
    readonly detail: string;
    /** Where what was given is wrong, in octets from its start. */
    readonly offset?: number;
    /** Which command a malformed line was meant to be. */
    readonly verb?: string;
    /** Whether content may follow a malformed line, so that what comes next must not be read as commands. */
    readonly losesFraming?: boolean;
    /** The peer's reply, or the one that a server answers to a malformed line. */
    readonly reply?: Reply;
    /** What has ended WebAssembly, in an {@link InternalError}, or what a getter or a proxy of the program threw when it was read; absent elsewhere. */
    readonly cause?: unknown;
    /** Not for programs: {@link SmtpwireError.from} makes errors of what they have. */
    protected constructor(failure: Failure, options?: ErrorOptions);
    /**
     * The error that plain data says: what {@link SmtpwireError.toJSON} gave, or the `error` of an outcome. It is of the class
     * that its `kind` names, and of SmtpwireError itself for a kind that this version does not know. An error of smtpwire is
     * given back as it is.
     *
     * @throws UsageError for what is no failure; its message names the field
     */
    static from(failure: Failure | SmtpwireError): SmtpwireError;
    /** The error as plain data, for `JSON.stringify`, logs, and other threads; `name` is there what `reason` is here. */
    toJSON(): Failure;
}
/** The program's fault: a call out of order, a value that can't be sent, input of its own that can't be read. */
declare class UsageError extends SmtpwireError {
}
/** The peer's fault: it broke the protocol, or refused. */
declare class PeerError extends SmtpwireError {
}
/** A limit was reached. */
declare class LimitError extends SmtpwireError {
}
/** The peer took too long. */
declare class TimedOutError extends SmtpwireError {
}
/** A defect of smtpwire: please report it. */
declare class InternalError extends SmtpwireError {
}

/// <reference lib="esnext.disposable" preserve="true" />

/**
 * Something that smtpwire holds for the program, until {@link Resource.free} is called or the garbage
 * collector finds it.
 */
declare abstract class Resource {
    #private;
    /**
     * Gives back what smtpwire holds for this object. Every later call on it throws; to free it again
     * does nothing. What is never freed is, once the garbage collector has found it.
     */
    free(): void;
    /** The same as {@link Resource.free}, for `using`. */
    [Symbol.dispose](): void;
}

/**
 * What a connection waits for: input (or the next command, or the deadline), output to be written, the
 * host's answer to the last event (or a TLS handshake); or nothing more, since it is over in order, or has failed.
 */
type Waits = 'data' | 'output' | 'host' | 'closed' | 'failed' | 'other';
/** What came of one piece of input. */
interface Pumped<Event> {
    /**
     * What is to be written to the peer, before anything else is done. Of a long message it is as much as is written at
     * once (`limits.outputBuffer` and a little more): then `waits` is `output`.
     */
    output: OwnOctets;
    /** What happened, in order. Only the last one can need an answer. */
    events: Event[];
    /**
     * When to pump at the latest, on the clock of `now`; null when nothing is due. It is always a number of milliseconds:
     * one above 2^53 - 1, which no clock reaches, is the nearest that a number can hold.
     */
    deadline: number | null;
    /**
     * What the connection waits for now. `output`: there is more to write, and the next call gives it; it is to come when
     * this is written, as the callback of Node's `socket.write` tells.
     */
    waits: Waits;
    /**
     * How many octets of the input were taken. Where it is fewer than were given, the rest is to be given
     * again once the last event was answered: the connection holds no more.
     */
    taken: number;
    /**
     * Why the connection has failed. It stays failed; `output` and `events` came before. Pumping throws
     * only what the program did wrong.
     */
    error?: SmtpwireError;
}
/**
 * One connection, without its socket: the program carries octets and time to it, and events and output
 * from it.
 *
 * Times are milliseconds of one clock for the life of the connection; where they are left out, that
 * is `performance.now()`. Fractions are cut off, and time that goes back stands still.
 *
 * Use either {@link Connection.pump}, which does all that one piece of input needs, or the plain calls;
 * they can be mixed.
 */
declare abstract class Connection<Event> extends Resource {
    /**
     * Takes a piece of input, or its end, or nothing (null: time has passed, or a command or an answer was
     * given, output was written), and gives all that comes of it: output, events up to the first that needs an
     * answer, and the next deadline. A deadline that has passed is handled.
     *
     * @param input octets of the peer; `'eof'` when it has closed its side, or has reset the connection
     * @param now the time in milliseconds
     */
    pump(input?: Octets | 'eof' | null, now?: number): Pumped<Event>;
    /**
     * Takes octets of the peer. No more than {@link Connection.inputRoom} fit.
     *
     * @throws LimitError for more, or PeerError when the connection has failed
     */
    receiveData(octets: Octets, now?: number): void;
    /** The peer has closed its side, or has reset the connection. */
    receiveEof(now?: number): void;
    /** How many octets of input there is room for: 0 until events were taken and answered, and 2^32 - 1 where it is more than that. */
    get inputRoom(): number;
    /**
     * The next event; null when there is none until something else is done: {@link Connection.waits} says what.
     *
     * @throws PeerError, LimitError or TimedOutError when the connection has failed, now and from now on
     */
    nextEvent(now?: number): Event | null;
    /** All events that there are, one after the other; each is asked for when the one before was handled. */
    events(now?: number): Generator<Event, void, undefined>;
    /** What the last question for an event was answered. */
    get waits(): Waits;
    /** All output that there is, which counts as written from now on. */
    dataToSend(): OwnOctets;
    /** A copy of the output, which stays until {@link Connection.advanceOutput} says how much was written. */
    output(): OwnOctets;
    /**
     * So many octets of the output were written.
     *
     * @throws UsageError for more than there are
     */
    advanceOutput(octets: number): void;
    /** When to call {@link Connection.handleTimeout} at the latest, as {@link Pumped.deadline}; null when nothing is due. */
    nextDeadline(): number | null;
    /** Tells the time. Before the deadline it does nothing. */
    handleTimeout(now?: number): void;
}

/** A session of any role. */
declare abstract class Session<Event> extends Connection<Event> {
    /** The host's own TLS has failed, and why. */
    tlsFailed(detail?: string): void;
    /** Whether TLS protects the session. */
    get isTls(): boolean;
    /** Whether the client's login succeeded. */
    get isAuthenticated(): boolean;
    /** TLS by smtpwire: what the handshake came to; null until it did, and where smtpwire does none. */
    get tlsSession(): TlsSession | null;
    /** TLS by smtpwire: why it failed; null where it did not. */
    get tlsFailure(): TlsFailure | null;
    /** TLS by smtpwire: what ties a login to the connection, the strongest first. */
    revealChannelBindings(): ChannelBinding[];
    /**
     * TLS by smtpwire: keeps what is said inside, or stops to. It holds passwords, too.
     *
     * @throws UsageError `no-tls-expected` where smtpwire does no TLS, which is without the option `tls`: the program carries
     * all that is said there itself
     */
    setTracing(on: boolean): void;
    /** What was said since the last time, passwords too. */
    takeTrace(): Traced[];
}
/** A session of the client's side, by commands or by messages. */
declare abstract class ClientSession<Event> extends Session<Event> {
    /** What the server offers; null until it was asked, and again from STARTTLS on. */
    get capabilities(): Capabilities | null;
    /** The server's greeting; null until it has come. */
    get greeting(): Reply | null;
    /** Whether the server has proven who it is. */
    get isVerified(): boolean;
    /** TLS by smtpwire: what became of a session without it; null where it went on as it was meant to. */
    get fallback(): Fallback | null;
}

/**
 * A configuration that was read once, and how TLS is done where smtpwire does it: it is given in place of
 * the configuration, and makes connections cheaper.
 */
declare abstract class ConnectionSetup extends Resource {
}

/** What many clients' connections have in common, read once: a configuration, and how TLS is done. */
declare class ClientSetup extends ConnectionSetup {
    /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
    constructor(config?: ClientConfig | null, options?: {
        tls?: ClientTls | undefined;
    } | null);
}
/**
 * The client's side of SMTP or LMTP: commands are queued by methods that return their numbers, and
 * pipelined where the server allows it; each reply is an event with its command's number.
 */
declare class Client extends ClientSession<ClientEvent> {
    /**
     * @param config how it behaves, or a setup that was made before
     * @param options what belongs to this connection alone
     * @throws UsageError for what can't be chosen; its message begins with the name of the field
     */
    constructor(config?: ClientConfig | ClientSetup | null, options?: ClientOptions | null);
    /** EHLO, or under LMTP LHLO, with this client's name; HELO follows where EHLO is not known (RFC 5321 section 4.1.1.1). */
    ehlo(host: string): number;
    /**
     * MAIL: begins a transaction (RFC 5321 section 4.1.1.2).
     *
     * @param from the sender: `jo@a.example`; null or empty for the null path
     */
    mail(from: Path | null, parameters?: readonly Parameter[] | null): number;
    /** RCPT: one more recipient: `jo@a.example` or `postmaster` (RFC 5321 section 4.1.1.3). */
    rcpt(to: Path, parameters?: readonly Parameter[] | null): number;
    /** DATA (RFC 5321 section 4.1.1.4). The content is given when `data-ready` says so. */
    data(): number;
    /** BDAT: a chunk of so many octets, given by {@link Client.content} at once (RFC 3030). */
    bdat(size: GivenCount, last?: boolean): number;
    /** RSET: ends the transaction (RFC 5321 section 4.1.1.5). */
    rset(): number;
    /** NOOP: asks for nothing but a reply (RFC 5321 section 4.1.1.9). */
    noop(): number;
    /** VRFY: is there such a user (RFC 5321 section 4.1.1.6)? */
    vrfy(query: string): number;
    /** EXPN: who is on this list (RFC 5321 section 4.1.1.7)? */
    expn(query: string): number;
    /** HELP, perhaps about something (RFC 5321 section 4.1.1.8). */
    help(argument?: string): number;
    /** ETRN: asks for the mail of one of a host, a domain with all below it, or a queue (RFC 1985). */
    etrn(host?: string | null, subdomains?: string | null, queue?: string | null): number;
    /** QUIT: the session ends when it is answered (RFC 5321 section 4.1.1.10). */
    quit(): number;
    /** STARTTLS: the event `start-tls` asks for the handshake (RFC 3207). */
    starttls(): number;
    /** Any command, as its value. */
    command(command: Command): number;
    /** Any other verb, as a line without CR, LF and NUL. */
    raw(line: string): number;
    /**
     * The next octets of the content: how many were taken. Where it is fewer than were given, the output is
     * full: write it, and give the rest.
     *
     * @throws UsageError for content that can't be sent: a bare LF, a line that is too long
     */
    content(octets: Octets): number;
    /** How many octets of content there is room for; 2^32 - 1 where it is more than that. */
    get contentRoom(): number;
    /** The end of the content of DATA. */
    endContent(): void;
    /**
     * Logs in by the best mechanism that both sides have (RFC 4954).
     *
     * @param octets 16 to 64 octets from a good source; by default `crypto.getRandomValues`
     * @param channelBinding of the host's own TLS
     */
    auth(credentials: Credentials, octets?: Octets | null, policy?: SaslPolicy | null, channelBinding?: ChannelBinding | null): number;
    /** AUTH with a mechanism of the host's own: each challenge is an event (RFC 4954). `initial` is not yet base64. */
    authRaw(mechanism: string, initial?: string | Octets | null): number;
    /** The response to a challenge, not yet base64. */
    authResponse(octets: string | Octets): void;
    /** Ends the exchange of AUTH. */
    authCancel(): void;
    /**
     * The host's own TLS is up: the answer to `start-tls` (RFC 3207).
     *
     * @param now the time in milliseconds
     * @param verified whether the server has proven who it is, by its certificate and its name; false. Only then is it shown a
     * password. With `node:tls` it is `socket.authorized`
     */
    tlsEstablished(now?: number, verified?: boolean): void;
    /** Where the session stands. */
    get phase(): Phase;
    /** What the server calls itself in its reply to EHLO. */
    get ehloName(): string | null;
    /** Whether QUIT was given. */
    get isQuitting(): boolean;
    /** Whether the session is over. */
    get isOver(): boolean;
    /** Whether the end of the content has been written. */
    get contentEndSent(): boolean;
    /** How many commands wait for their replies. */
    get pending(): number;
    /** The commands that wait for their replies: number, verb, and how much of each was written. */
    get unanswered(): [command: number, verb: string, written: 'no' | 'partly' | 'wholly'][];
    /** Why the last login was given up on this side. */
    get authFailure(): Failure | null;
}

/** The version of smtpwire, as in `0.1.0`. */
declare function version(): string;
/** Every code that an error may have, in the order of the numbers. */
declare function errorCodes(): {
    number: number;
    name: string;
    kind: string;
    text: string;
}[];

/** How commands are read. */
interface CommandOptions {
    /** Whether the server offers SMTPUTF8; it does by default. */
    smtputf8?: boolean | undefined;
    leniency?: Leniency | undefined;
}
/**
 * The command that a line without its CRLF says; the secrets of AUTH are `***`, a line that is no known command stands as it is.
 *
 * @throws UsageError `malformed`, with detail, offset, verb, and the reply that a server answers
 */
declare function parseCommand(line: string | Octets, options?: CommandOptions): Command;
/** The same, its secrets written out. */
declare function revealCommand(line: string | Octets, options?: CommandOptions): Command;
/**
 * The line of a command, with its CRLF.
 *
 * @throws UsageError for what can't be sent
 */
declare function encodeCommand(command: Command): OwnOctets;
/** The parameters of MAIL or RCPT, as they stand in it behind the path and a space. */
declare function parseParameters(verb: 'MAIL' | 'RCPT', text: string | Octets, options?: CommandOptions): Parameter[];
/** The parameters of MAIL or RCPT as they are written, parted by spaces. */
declare function encodeParameters(verb: 'MAIL' | 'RCPT', parameters: readonly Parameter[]): string;
/** The names of all verbs that are known. */
declare function verbs(): string[];
/** A date-time from its text (RFC 3339). */
declare function parseDateTime(text: string): DateTime;
/** A date-time as it is written. */
declare function encodeDateTime(dateTime: DateTime): string;
/** Text in the coding of RFC 3461 section 4. */
declare function encodeXtext(text: string): string;
/** The text that was coded; null for what is no xtext. */
declare function decodeXtext(text: string): string | null;
/** What the order of commands says to a verb. */
declare function orderAnswer(phase: Phase, verb: string, standing?: readonly ('lmtp' | 'tls' | 'authenticated' | 'binary')[]): {
    answer: 'allowed';
    phase: Phase;
} | {
    answer: 'refused';
    code: number;
    enhanced: string;
} | {
    answer: 'content';
};
/** The phase after the final reply to content. */
declare function orderAfterContent(): Phase;
/** The phases of a session. */
declare function phases(): Phase[];

/**
 * The reply at the start of these octets; null when it is not whole yet. `wire.length` octets were read.
 *
 * @throws UsageError `malformed`
 */
declare function parseReply(octets: string | Octets): (Reply & {
    wire: OwnOctets;
}) | null;
/** The octets of a reply as they were on the wire, with their CRLFs. */
declare function replyOctets(reply: Reply): Uint8Array;
/** A reply of these parts, with its CRLFs. Text is cut into lines at LF. */
declare function encodeReply(code: number, lines: string | readonly string[], enhanced?: string | null): OwnOctets;
/** What the first digit of a reply code says. */
declare function replySeverity(code: number): 'positive-completion' | 'positive-intermediate' | 'transient-negative' | 'permanent-negative';
/** Whether the class of an enhanced code fits a reply code (RFC 2034). */
declare function codesAgree(code: number, enhanced: string): boolean;
/** The name under which a server queued a message, from its final reply; null where its wording is not known. */
declare function queueId(reply: GivenReply): string | null;
/** What the reply to EHLO offers. */
declare function parseCapabilities(reply: GivenReply): Capabilities;
/** The reply to EHLO that offers this. */
declare function encodeCapabilities(capabilities: Pick<Capabilities, 'greeting' | 'lines'> & Partial<Capabilities>): OwnOctets;
/** The EHLO keywords that are known. */
declare function keywords(): string[];
/** Reads replies from octets that come in pieces. */
declare class ReplyReader extends Resource {
    constructor(options?: ReplyOptions);
    /** Takes octets from the peer. */
    receiveData(octets: Octets): void;
    /**
     * The next whole reply; null until more octets are received.
     *
     * @throws UsageError `malformed`, now and from now on
     */
    nextReply(): (Reply & {
        wire: OwnOctets;
    }) | null;
    /** The octets that no reply was made of yet. */
    unread(): OwnOctets;
}

/** A kind of address. */
type AddressKind = 'domain' | 'address-literal' | 'host' | 'local-part' | 'mailbox' | 'reverse-path' | 'forward-path';
/** An address: a domain or local part is text, the null path null. */
type Address = string | null | Host | Mailbox;
/** What an address says; a mailbox, unless another kind is named. Paths have their brackets. */
declare function parseAddress(text: string, kind?: AddressKind): Address;
/** How an address is written; null is the null path. */
declare function encodeAddress(address: Address | Path, kind?: AddressKind): string;
/** Whether two addresses are the same, however they are written. */
declare function addressesEqual(one: Address | Path, other: Address | Path, kind?: AddressKind): boolean;
/** A text that equal addresses have in common, and no others: for the keys of a Map. */
declare function addressKey(address: Address | Path, kind?: AddressKind): string;
/** The kinds of address. */
declare function addressKinds(): AddressKind[];
/** What a local part means, without quotes and escapes. */
declare function localPartContent(localPart: string): string;
/** The local part that means this, with the least quoting. */
declare function localPartFromContent(content: string): string;

/** What is refused in content. */
interface ContentOptions {
    /** What becomes of a CR or LF that stands alone; by default it is refused. */
    lineEnds?: 'reject' | 'normalise' | undefined;
    /** The longest line without its CRLF, in octets; 998 by default, null for none. */
    maxLine?: number | null | undefined;
}
/** The same, where content is read. */
interface UnstufferOptions extends ContentOptions {
    /** The most octets of content; by default there is no limit. */
    maxSize?: GivenCount | null | undefined;
}
/**
 * Content as it goes over the wire behind DATA, end mark and all.
 *
 * @throws UsageError `bare-lf`, `bare-cr`, `nul` or `line-too-long` as its detail, with the offset
 */
declare function stuff(content: string | Octets, options?: ContentOptions): OwnOctets;
/** The content in what came behind DATA; `rest` stands behind the end mark. */
declare function unstuff(wire: string | Octets, options?: UnstufferOptions): {
    content: OwnOctets;
    rest: OwnOctets;
    ended: boolean;
};
/** Throws the first fault in content; how many octets it has where there is none. */
declare function scanContent(content: string | Octets, options?: ContentOptions): Count;
/** Makes of content what goes over the wire behind DATA. */
declare class Stuffer extends Resource {
    constructor(options?: ContentOptions);
    /** What the next octets of content are on the wire. */
    push(content: Octets): OwnOctets;
    /** The end mark, and what is missing before it. Throws the fault of the content. */
    finish(): OwnOctets;
    /** How many octets of content there were so far. */
    get octets(): Count;
}
/** What was made of a piece of input: `consumed` of its octets were taken; the others belong to what follows. */
interface Taken {
    content: OwnOctets;
    consumed: number;
    done: boolean;
}
/** Makes content of what comes behind DATA. */
declare class Unstuffer extends Resource {
    constructor(options?: UnstufferOptions);
    /** The content in the next octets. */
    push(wire: Octets): Taken;
    /** Whether the end has come. */
    get isDone(): boolean;
    /** How many octets of content there were so far. */
    get octets(): Count;
    /** Throws the fault of the content, if there is one. */
    outcome(): void;
}
/** Looks for faults in content. */
declare class ContentScanner extends Resource {
    constructor(options?: ContentOptions);
    /** Throws the first fault, now and from now on. */
    scan(content: Octets): void;
    /** The content ends here: the same. */
    finish(): void;
    /** How many octets there were. */
    get octets(): Count;
}

/** Cuts a stream into lines. */
declare class LineFramer extends Resource {
    /** `limit` is the longest line with its CRLF, in octets; 512 by default. */
    constructor(options?: {
        limit?: number;
        lineEnds?: 'cr-lf-only' | 'accept-bare-lf';
    });
    /** Takes octets, as many as there is room for: how many. */
    push(octets: Octets): number;
    /** The next line without its end; null until more octets are pushed. A line that is none throws, and is used up. */
    nextLine(): OwnOctets | null;
    /** The octets that are held. */
    buffered(): OwnOctets;
    /** Drops so many of them. */
    consume(octets: number): void;
    /** Takes all of them. */
    takeRest(): OwnOctets;
    /** Whether nothing of a line is held. */
    get isAtBoundary(): boolean;
    /** Whether a line that is too long is being dropped. */
    get isDiscarding(): boolean;
    /** The longest line with its CRLF, in octets; 2^32 - 1 for that, and for more, as memory of 32 bits has it. */
    get limit(): number;
    /** Sets it. */
    setLimit(limit: number): void;
    /** Sets what ends a line. */
    setLineEnds(lineEnds: 'cr-lf-only' | 'accept-bare-lf'): void;
    /** How many octets it holds at most; 2^32 - 1 for that, and for more, as {@link Connection.inputRoom} has it. */
    get capacity(): number;
}
/** Reads the octets of one BDAT chunk. */
declare class ChunkReader extends Resource {
    constructor(options?: {
        size?: GivenCount;
        discarding?: boolean;
    });
    /** The chunk's octets in these. */
    push(octets: Octets): Taken;
    /** What is still to come is counted and dropped. */
    discard(): void;
    /** How many octets are still to come. */
    get remaining(): Count;
    /** Whether all have come. */
    get isDone(): boolean;
    /** Whether they are dropped. */
    get isDiscarding(): boolean;
}
/** Adds up the chunks of a message. */
declare class ChunkTotal extends Resource {
    /** `limit` is the most octets; by default there is none. */
    constructor(options?: {
        limit?: GivenCount | null;
    });
    /** Adds a chunk; throws `too-large` for one that goes over the limit, and leaves it out. */
    add(size: GivenCount): void;
    /** How many octets there are so far. */
    get octets(): Count;
}
/** The PROXY header at the start of a connection, with its length in octets; null when it is not whole yet. */
declare function parseProxy(octets: Octets, maxLength?: number): {
    header: ProxyHeader;
    length: number;
} | null;
/** A PROXY header as it is written in a version of the protocol; 2 by default. */
declare function encodeProxy(header: ProxyHeader, version?: 1 | 2): OwnOctets;

/**
 * What a server stores about a user for SCRAM: a secret. The iterations are 4096 to 10,000,000; each is work for this call and for
 * every login.
 */
declare function makeScramVerifier(password: Secret, salt?: Octets, iterations?: number, mechanism?: string): string;
/** Whether this is the password of a verifier. */
declare function scramVerifierMatches(verifier: Secret, password: Secret): boolean;

/** Something that is wrong with a dialog. */
interface Finding {
    /** The rule's id. */
    rule: string;
    /** How bad it is. */
    severity: 'error' | 'warning' | 'note';
    /** From 1. */
    line: number;
    /** From 1, in octets. */
    column: number;
    /** Which octets of the transcript it is about. */
    start: number;
    /** The first octet behind them. */
    end: number;
    /** The RFC that says so. */
    rfc: string;
    /** What is wrong, in a sentence. */
    message: string;
    /** What to do about it. */
    advice: string;
}
/** What is wrong with a dialog. */
interface Report {
    /** The form in which the transcript is written. */
    format: string;
    /** How many sessions it holds. */
    sessions: number;
    /** How many findings of each severity; `omitted` were too many to be told. */
    summary: {
        errors: number;
        warnings: number;
        notes: number;
        omitted: number;
    };
    /** In the order of the transcript. */
    findings: Finding[];
}
/** What a reply means, why it came, and what to do. null where there is nothing to say. */
interface Explanation {
    /** The reply code that was given. */
    code: number | null;
    /** The enhanced code that was given, or stood in the text. */
    enhanced: string | null;
    /** How final it is. */
    class: string;
    /** What kind of trouble it is, by a stable name. */
    category: string;
    /** What the server said, in plain words. */
    meaning: string;
    /** The most likely reason. */
    cause: string;
    /** The next step. */
    remedy: string;
    /** What a sending program should do, by a stable name. */
    retry: string;
    /** The RFC that speaks of it. */
    rfc: string | null;
    /** What decided: words, a code, its first digit. */
    evidence: string;
    /** The id of the topic that the words named. */
    topic: string | null;
    /** The provider that the reply names. */
    vendor: string | null;
    /** The blocklist that the reply names. */
    blocklist: string | null;
    /** What else a reader should know, in whole sentences. */
    notes: string[];
}
/** What is known of a code or a name: its fields depend on which. */
type Entry = Record<string, unknown>;
/**
 * What is wrong with a dialog, as clients, servers and programs log it.
 *
 * @param format one of {@link transcriptFormats}; by default it is told by the transcript
 * @throws UsageError for what is no transcript
 */
declare function check(transcript: string | Octets, format?: string): Report;
/** A transcript with every octet of a secret replaced by `*`. */
declare function maskTranscript(transcript: string | Octets, format?: string): OwnOctets;
/** The forms of transcript that are read. */
declare function transcriptFormats(): string[];
/** What is known of a reply, where it is not at hand. */
interface ReplyParts {
    /** Its code. */
    code?: number;
    /** Its enhanced code: `5.1.1`. */
    enhanced?: string;
    /** Its text. */
    text?: string;
}
/** What a reply means, why it came, and what to do: a reply as it stands in a log, or its parts. */
declare function explain(reply: GivenReply | ReplyParts): Explanation;
/** What is known of a reply code; null for nothing. */
declare function describeReplyCode(code: number): Entry | null;
/** What is known of an enhanced code, by its subject and detail: `5.1.1` or `X.1.1`. */
declare function describeEnhancedCode(code: string): Entry | null;
/** What is known of an EHLO keyword. */
declare function describeKeyword(keyword: string): Entry | null;
/** What is known of a SASL mechanism. */
declare function describeMechanism(name: string): Entry | null;
/** A rule of the checker. */
declare function describeRule(id: string): Entry | null;
/** The reply codes that are known. */
declare function replyCodes(): number[];
/** The enhanced codes that are known: `X.0.0`. */
declare function enhancedCodes(): string[];
/** The SASL mechanisms that are known. */
declare function mechanisms(): string[];
/** The checker's rules. */
declare function rules(): string[];

/** What many mailers' connections have in common, read once: a configuration, and how TLS is done. */
declare class MailerSetup extends ConnectionSetup {
    /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
    constructor(config: MailerConfig, options?: {
        tls?: ClientTls | undefined;
    } | null);
}
/**
 * A client that drives the whole session by itself: EHLO, STARTTLS, login, and each message by DATA or BDAT,
 * pipelined where that is offered. Each message ends with one `outcome`, which says what became of every recipient.
 */
declare class Mailer extends ClientSession<MailerEvent> {
    /**
     * @param config how it behaves, or a setup that was made before
     * @param options what belongs to this connection alone
     * @throws UsageError for what can't be chosen; its message begins with the name of the field
     */
    constructor(config: MailerConfig | MailerSetup, options?: MailerOptions | null);
    /**
     * Sends a message, when its turn comes.
     *
     * @param content the whole message, octets or text; left out, `need-content` asks for it in pieces
     * @returns the transaction's number, which its `outcome` carries
     * @throws UsageError for an envelope that can't be sent, or content that is neither text nor octets
     */
    send(envelope: Envelope, content?: string | Octets | null): number;
    /**
     * The next octets of a streamed message: how many were taken. Where it is fewer than were given, the output
     * is full: write it, and give the rest.
     */
    content(transaction: number, octets: Octets): number;
    /** The end of a streamed message. */
    endContent(transaction: number): void;
    /** A streamed message can't be had to its end: it is not sent, and may cost the connection. */
    abortContent(transaction: number): void;
    /** QUIT, once all messages were sent. */
    quit(): void;
    /**
     * The host's own TLS is up: the answer to `start-tls` (RFC 3207).
     *
     * @param now the time in milliseconds
     * @param verified whether the server has proven who it is, by its certificate and its name; false. Only then is it shown a
     * password. With `node:tls` it is `socket.authorized`
     * @param channelBinding what ties a login to this TLS connection; null: nothing does
     */
    tlsEstablished(now?: number, verified?: boolean, channelBinding?: ChannelBinding | null): void;
    /** The reply by which STARTTLS was refused. */
    get starttlsRefusal(): Reply | null;
    /** How many messages have no outcome yet. */
    get pending(): number;
}

/** What a server's connections have in common, read once: a configuration, and how TLS is done. */
declare class ServerSetup extends ConnectionSetup {
    /** @throws UsageError for what can't be chosen; its message begins with the name of the field */
    constructor(config: ServerConfig, options?: {
        tls?: ServerTls | undefined;
    } | null);
}
/**
 * The server's side of SMTP or LMTP. Events that the host decides about ({@link ServerConfig.decisions}) wait for
 * its answer; all else is answered by smtpwire.
 */
declare class Server extends Session<ServerEvent> {
    /**
     * @param config what it offers and demands, or a setup that was made before
     * @param options what belongs to this connection alone
     * @throws UsageError for what can't be chosen; its message begins with the name of the field
     */
    constructor(config: ServerConfig | ServerSetup, options?: ServerOptions | null);
    /** Says yes to the event that waits, by smtpwire's own reply. It answers no login. */
    accept(): void;
    /** Answers the event that waits: `550 5.7.1 No`, octets, or a code with lines. */
    answer(reply: GivenReply): void;
    /** Answers as often as answers are due: for LMTP, one for each recipient. */
    answerAll(reply: GivenReply): void;
    /** Decides about a login: is the client who it claims to be? */
    verify(accepted: boolean): void;
    /**
     * What is stored about the user of a login by SCRAM: `SCRAM-SHA-256$…`; nothing for one who does not exist.
     *
     * @throws UsageError for a verifier of another mechanism than the login's; the event still waits
     */
    provideVerifier(verifier?: Secret | null): void;
    /** Ends the session, by a reply of the host's own perhaps. */
    close(reply?: GivenReply | null): void;
    /** How many answers are due. */
    get answersDue(): number;
    /** What ties a login to the host's own TLS. */
    setChannelBindings(bindings: readonly ChannelBinding[]): void;
    /** Whether the client has shown by the connection itself who it is, for EXTERNAL. */
    setExternal(shown: boolean): void;
    /** The host's own TLS is up. */
    tlsEstablished(now?: number): void;
    /** Where the session stands. */
    get phase(): Phase;
    /** Whether the session is over. */
    get isClosed(): boolean;
    /** Whether this is the password of the login that waits for a decision. */
    claimMatches(password: Secret): boolean;
    /** All that the client of the login that waits claims, its password or token too. */
    revealClaim(): Claim & {
        password?: OwnOctets;
        token?: string;
    };
    /** The whole line of the last `unknown` event, for which `***` stands behind a login that was refused. */
    revealUnknown(): string;
}

/** A TLSA record, read (RFC 6698). */
interface TlsaRecord {
    usage: number;
    selector: number;
    matching: number;
    data: OwnOctets;
    /** As in a zone: `3 1 1 8cb0…`. */
    text: string;
    /** The octets of the record. */
    rdata: OwnOctets;
    /** Whether it can be matched by anything. */
    usable: boolean;
    /** Why it can't. */
    problem?: string;
}
/** A policy of MTA-STS (RFC 8461). */
interface StsPolicy {
    mode: 'enforce' | 'testing' | 'none';
    /** The hosts that may receive mail: names, or `*.` and a domain. */
    mx: string[];
    /** How long it holds, in seconds. */
    maxAge: number;
    /** Its text. */
    text: string;
}
/** A policy as it is given: its text, or its parts. */
type GivenStsPolicy = string | {
    mode: string;
    mx: readonly string[];
    maxAge: number;
};
/**
 * The certificates in PEM or DER.
 *
 * @throws UsageError `unusable-certificate`
 */
declare function readCertificates(certificates: string | Octets): Certificate[];
/** Whether a certificate is for this name or address. */
declare function certificateIsValidFor(certificate: string | Octets, name: string): boolean;
/**
 * The certificates of an identity, when the key fits them.
 *
 * @throws UsageError `unusable-certificate`
 */
declare function readIdentity(certificate: string | Octets, key: Secret): Certificate[];
/** Where the TLSA records of a server stand: `_25._tcp.mx.example`. */
declare function tlsaName(server: string, port?: number): string;
/** A TLSA record from its text, its octets or its parts. */
declare function parseTlsa(record: Tlsa): TlsaRecord;
/** The TLSA record of a certificate, `3 1 1` by default. */
declare function makeTlsa(certificate: string | Octets, usage?: number, selector?: number, matching?: number): TlsaRecord;
/** What TLSA records that DNSSEC has proven demand of TLS (RFC 7672 section 2.2). */
declare function daneDemand(records: readonly Tlsa[]): 'opportunistic' | 'encrypted' | 'authenticated';
/**
 * The record that a server's certificates fit.
 *
 * @param chain the certificates in DER, the server's own first
 * @param names those that the server may have
 * @param at the time, in seconds since 1970
 * @throws UsageError where none fits; `detail` names why
 */
declare function daneCheck(records: readonly Tlsa[], chain: readonly Octets[], names: readonly string[], at: number): TlsaRecord;
/** Where a domain says that it has a policy of MTA-STS: `_mta-sts.example.com`. */
declare function stsRecordName(domain: string): string;
/** Where a domain's policy is fetched. */
declare function stsPolicyUrl(domain: string): string;
/** The id of the policy, from the TXT records of that name; null where they announce none. */
declare function findStsRecord(records: readonly (string | Octets)[]): string | null;
/** A policy from its text. */
declare function parseStsPolicy(text: string | Octets): StsPolicy;
/** Whether a policy names this host. */
declare function stsPolicyMatches(policy: GivenStsPolicy, host: string): boolean;
/** Whether a policy that was fetched then still holds; both times in seconds. */
declare function stsPolicyIsFresh(policy: GivenStsPolicy, fetchedAt: number, at: number): boolean;
/** Why a policy forbids to send to this peer; null where it does not. */
declare function stsMismatch(peer: TlsPeer | string): TlsFailure | null;
/** Whether DANE or MTA-STS demands TLS with this peer. */
declare function peerDemandsTls(peer: TlsPeer | string): boolean;
/** Where a domain says who wants reports about TLS: `_smtp._tls.example.com` (RFC 8460). */
declare function tlsrptRecordName(domain: string): string;
/** The addresses that want reports, from the TXT records of that name; null where they name none. */
declare function findTlsrptRecord(records: readonly (string | Octets)[]): string[] | null;
/** What a message asks of TLS: by REQUIRETLS, or by `TLS-Required: No` in its head (RFC 8689). */
declare function tlsRequest(requiretls: boolean, contentHead?: string | Octets): 'usual' | 'required' | 'not-needed';
/** Whether the head of a message says `TLS-Required: No`. */
declare function tlsRequiredNo(contentHead: string | Octets): boolean;

/**
 * smtpwire for Node: SMTP without the sockets.
 *
 * Everything is the shared interface; the addon does the work, or the WebAssembly package where no addon
 * fits.
 */

/** What does the work: the addon, or WebAssembly, where no addon fits or `SMTPWIRE_FORCE_WASM=1` asks for it. */
declare const backend: 'native' | 'wasm';
/** Why it is WebAssembly: in sentences for people. Absent where it is the addon. */
declare const fallbackReason: string | undefined;

export { ChunkReader, ChunkTotal, Client, ClientSetup, Connection, ConnectionSetup, ContentScanner, InternalError, LimitError, LineFramer, Mailer, MailerSetup, PeerError, ReplyReader, Resource, Server, ServerSetup, SmtpwireError, Stuffer, TimedOutError, Unstuffer, UsageError, addressKey, addressKinds, addressesEqual, backend, certificateIsValidFor, check, codesAgree, daneCheck, daneDemand, decodeXtext, describeEnhancedCode, describeKeyword, describeMechanism, describeReplyCode, describeRule, encodeAddress, encodeCapabilities, encodeCommand, encodeDateTime, encodeParameters, encodeProxy, encodeReply, encodeXtext, enhancedCodes, errorCodes, explain, fallbackReason, findStsRecord, findTlsrptRecord, keywords, localPartContent, localPartFromContent, makeScramVerifier, makeTlsa, maskTranscript, mechanisms, orderAfterContent, orderAnswer, parseAddress, parseCapabilities, parseCommand, parseDateTime, parseParameters, parseProxy, parseReply, parseStsPolicy, parseTlsa, peerDemandsTls, phases, queueId, readCertificates, readIdentity, replyCodes, replyOctets, replySeverity, revealCommand, rules, scanContent, scramVerifierMatches, stsMismatch, stsPolicyIsFresh, stsPolicyMatches, stsPolicyUrl, stsRecordName, stuff, tlsRequest, tlsRequiredNo, tlsaName, tlsrptRecordName, transcriptFormats, unstuff, verbs, version };
export type { Address, AddressKind, Capabilities, Capability, Certificate, ChannelBinding, Claim, ClientConfig, ClientEvent, ClientOptions, ClientTls, Command, CommandOptions, ConnectionOptions, ContentOptions, Count, Credentials, DateTime, Decision, EntropicOptions, Entry, Envelope, ErrorKind, Event, Explanation, Extensions, Failure, Fallback, Finding, GivenCount, GivenReply, GivenStsPolicy, Host, Leniency, Limits, Mailbox, MailerConfig, MailerEvent, MailerOptions, Octets, Outcome, OwnOctets, Parameter, ParameterValue, Path, Phase, ProxyHeader, Pumped, RecipientOutcome, Reply, ReplyOptions, ReplyParts, Report, SaslPolicy, Secret, Security, ServerConfig, ServerEvent, ServerOptions, ServerTls, StsPolicy, Taken, Timeouts, TlsFailure, TlsIdentity, TlsPeer, TlsRoots, TlsSession, Tlsa, TlsaRecord, Traced, UnstufferOptions, Waits, WhyNotTried };
