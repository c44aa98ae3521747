// Bounds: how much a connection holds, how long it waits, and what it forgives.

/**
 * How much a connection holds, takes and puts up with. What is not given is the default. Each is a whole number from 0 to
 * 2^53 - 1; `errors`, `idleCommands`, `failedLogins` and `transactions` go to 2^32 - 1.
 */
export interface Limits {
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
export interface Timeouts {
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
export interface ReplyOptions {
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
export interface Leniency {
  /** `MAIL FROM: <a@b.example>`: a space behind the colon; false. */
  spaceAfterColon?: boolean | undefined;
  /** `AUTH  PLAIN`: more than one space between words; false. */
  repeatedSpaces?: boolean | undefined;
  /** `MAIL FROM:a@b.example`: no angle brackets; false. The null path needs them in any case. */
  missingBrackets?: boolean | undefined;
  /** `EHLO my_pc`: an underscore in a domain; false. */
  underscoreInDomain?: boolean | undefined;
}
