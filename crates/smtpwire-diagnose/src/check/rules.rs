//! Every rule of the checker, in one table: what documentation lists and findings name.
//!
//! This file is long because it is the table. A rule's severity is the gravest that its findings
//! have; where a dialog proves less, a finding says so more mildly.

use serde::Serialize;

use super::Severity;

/// One thing that the checker looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rule {
    /// The rule's name, in kebab-case. It stays as it is from one version to the next.
    pub id: &'static str,
    /// What part of the dialog it is about: `order`, `syntax`, `offers`, `limits`, `replies`,
    /// `tls`, `auth`, `content` or `session`.
    pub area: &'static str,
    /// The gravest severity that its findings have.
    pub severity: Severity,
    /// What it follows from, `RFC 5321 section 4.1.4`.
    pub rfc: &'static str,
    /// What it finds, in one sentence.
    pub summary: &'static str,
}

impl Rule {
    /// The rule of this name.
    ///
    /// ```
    /// use smtpwire_diagnose::check::{Rule, Severity};
    /// let rule = Rule::of("rcpt-without-mail").ok_or("no such rule")?;
    /// assert_eq!(rule.severity, Severity::Error);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn of(id: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.id == id)
    }
}

macro_rules! rules {
    ($($area:literal { $($name:ident: $id:literal, $severity:ident, $rfc:literal, $summary:literal;)+ })+) => {
        $($(
            pub(super) const $name: Rule = Rule {
                id: $id,
                area: $area,
                severity: Severity::$severity,
                rfc: $rfc,
                summary: $summary,
            };
        )+)+

        /// Every rule, by area.
        pub const RULES: &[Rule] = &[$($($name),+),+];
    };
}

rules! {
"order" {
    MAIL_BEFORE_EHLO: "mail-before-ehlo", Error, "RFC 5321 section 4.1.4",
        "A transaction is begun before the client said EHLO or HELO.";
    COMMAND_BEFORE_EHLO: "command-before-ehlo", Error, "RFC 5321 section 4.1.4",
        "A command that needs the server's list of extensions is given before EHLO.";
    RCPT_WITHOUT_MAIL: "rcpt-without-mail", Error, "RFC 5321 section 3.3",
        "A recipient is named while no transaction is open.";
    DATA_WITHOUT_RCPT: "data-without-rcpt", Error, "RFC 5321 section 3.3",
        "DATA, BDAT or BURL comes before any recipient was named.";
    DATA_WITHOUT_ACCEPTED_RCPT: "data-without-accepted-rcpt", Warning, "RFC 5321 section 3.3",
        "The client sends content although it knows that every recipient was refused.";
    NESTED_MAIL: "nested-mail", Error, "RFC 5321 section 4.1.4",
        "MAIL is given inside a transaction that is still open.";
    COMMAND_IN_CHUNKS: "command-in-chunks", Error, "RFC 3030 section 2",
        "A command that changes the transaction stands between the chunks of a message.";
    DATA_AFTER_BDAT: "data-after-bdat", Error, "RFC 3030 section 2",
        "DATA and BDAT are mixed in one transaction.";
    DATA_AFTER_BINARYMIME: "data-after-binarymime", Error, "RFC 3030 section 3",
        "DATA is used for a message declared as BODY=BINARYMIME.";
    BDAT_AFTER_LAST: "bdat-after-last", Error, "RFC 3030 section 2",
        "A chunk follows the one that was marked LAST.";
    AUTH_IN_TRANSACTION: "auth-in-transaction", Error, "RFC 4954 section 4",
        "AUTH is given inside a transaction.";
    AUTH_TWICE: "auth-twice", Error, "RFC 4954 section 4",
        "AUTH is given again after a successful login.";
    LOGIN_REQUIRED: "login-required", Error, "RFC 2645 section 5.2.1",
        "ATRN or BURL is used without a login.";
    STARTTLS_IN_TLS: "starttls-in-tls", Error, "RFC 3207 section 4.2",
        "STARTTLS is given on a connection that TLS protects already.";
    STARTTLS_IN_TRANSACTION: "starttls-in-transaction", Error, "RFC 3207 section 4",
        "STARTTLS is given inside a transaction.";
    NO_EHLO_AFTER_STARTTLS: "no-ehlo-after-starttls", Warning, "RFC 3207 section 4.2",
        "After STARTTLS the client goes on without a new EHLO.";
    COMMAND_OUT_OF_ORDER: "command-out-of-order", Error, "RFC 5321 section 4.1.4",
        "A command is given where the order of commands does not allow it.";
    LHLO_ON_SMTP: "lhlo-on-smtp", Error, "RFC 2033 section 4.1",
        "LHLO is said to a server that speaks SMTP.";
    EHLO_ON_LMTP: "ehlo-on-lmtp", Error, "RFC 2033 section 4.1",
        "EHLO or HELO is said to a server that speaks LMTP.";
    EHLO_IN_TRANSACTION: "ehlo-in-transaction", Warning, "RFC 5321 section 4.1.4",
        "EHLO or HELO inside a transaction throws that transaction away.";
    EHLO_AFTER_AUTH: "ehlo-after-auth", Note, "RFC 4954 section 4",
        "EHLO is repeated after a login though no security layer came up.";
    HELO_USED: "helo-used", Note, "RFC 5321 section 3.2",
        "The client says HELO without having tried EHLO.";
    NO_HELO_FALLBACK: "no-helo-fallback", Warning, "RFC 5321 section 3.2",
        "EHLO was not understood, and the client did not fall back to HELO.";
    COMMAND_AFTER_QUIT: "command-after-quit", Error, "RFC 5321 section 4.1.1.10",
        "The client goes on after QUIT.";
    COMMAND_AFTER_REFUSED_GREETING: "command-after-refused-greeting", Warning,
        "RFC 5321 section 3.1",
        "The server refused the session in its greeting, and the client said more than QUIT.";
    EARLY_TALKER: "early-talker", Warning, "RFC 5321 section 4.3.1",
        "The client spoke before the server's greeting.";
    PIPELINING_NOT_OFFERED: "pipelining-not-offered", Error, "RFC 2920 section 3.1",
        "Commands are sent without waiting for replies, and PIPELINING was not offered.";
    GROUP_NOT_ENDED: "group-not-ended", Error, "RFC 2920 section 3.1",
        "A command whose reply must be awaited is followed by more commands at once.";
    COMMAND_BEHIND_STARTTLS: "command-behind-starttls", Error, "RFC 3207 section 4",
        "Commands follow STARTTLS in plaintext, before the server agreed to it.";
    CONTENT_BEFORE_354: "content-before-354", Error, "RFC 5321 section 4.1.1.4",
        "The client sends content before the server asked for it.";
}
"syntax" {
    EMPTY_COMMAND: "empty-command", Warning, "RFC 5321 section 4.1.1",
        "The client sends an empty line where a command is due.";
    UNKNOWN_COMMAND: "unknown-command", Warning, "RFC 5321 section 4.2.4",
        "The line begins with no verb that SMTP knows or the server offered.";
    OBSOLETE_COMMAND: "obsolete-command", Warning, "RFC 5321 appendix F.6",
        "The command was retired long ago: SEND, SOML, SAML or TURN.";
    CONTROL_CHARACTER: "control-character", Error, "RFC 5321 section 4.1.2",
        "A control character stands in a command.";
    NOT_UTF8: "not-utf8", Error, "RFC 6531 section 3.3",
        "A command holds octets over 127 that are no UTF-8.";
    NON_ASCII_WITHOUT_SMTPUTF8: "non-ascii-without-smtputf8", Error, "RFC 6531 section 3.4",
        "A command holds a non-ASCII address without the SMTPUTF8 parameter.";
    MISSING_ARGUMENT: "missing-argument", Error, "RFC 5321 section 4.1.1",
        "A command lacks its argument.";
    UNEXPECTED_ARGUMENT: "unexpected-argument", Error, "RFC 5321 section 4.1.1",
        "A command that takes no argument has one.";
    EXTRA_SPACE: "extra-space", Warning, "RFC 5321 section 4.1.1",
        "More than one space stands between the words of a command.";
    BAD_EHLO_HOST: "bad-ehlo-host", Warning, "RFC 5321 section 4.1.1.1",
        "EHLO or HELO names neither a domain nor an address literal.";
    EHLO_NOT_QUALIFIED: "ehlo-not-qualified", Warning, "RFC 5321 section 2.3.5",
        "The host behind EHLO is a bare name such as localhost, and no full domain.";
    EHLO_BARE_ADDRESS: "ehlo-bare-address", Warning, "RFC 5321 section 4.1.3",
        "The IP address behind EHLO lacks its brackets.";
    EHLO_LOOPBACK: "ehlo-loopback", Note, "RFC 5321 section 4.1.4",
        "The address behind EHLO is a loopback address and names no host to anyone else.";
    IPV6_LITERAL_WITHOUT_TAG: "ipv6-literal-without-tag", Error, "RFC 5321 section 4.1.3",
        "An IPv6 address literal lacks its tag.";
    BAD_ADDRESS_LITERAL: "bad-address-literal", Error, "RFC 5321 section 4.1.3",
        "An address literal in brackets is malformed.";
    BAD_SENDER: "bad-sender", Error, "RFC 5321 section 4.1.2",
        "The address behind MAIL FROM: is malformed.";
    BAD_RECIPIENT: "bad-recipient", Error, "RFC 5321 section 4.1.2",
        "The address behind RCPT TO: is malformed.";
    NULL_RECIPIENT: "null-recipient", Error, "RFC 5321 section 4.1.1.3",
        "The null path is used as a recipient.";
    MISSING_BRACKETS: "missing-brackets", Warning, "RFC 5321 section 4.1.2",
        "The angle brackets around an address are missing.";
    SPACE_AFTER_COLON: "space-after-colon", Warning, "RFC 5321 section 3.3",
        "A space stands between the colon and the path.";
    MISSING_FROM_OR_TO: "missing-from-or-to", Error, "RFC 5321 section 4.1.1.2",
        "MAIL lacks FROM: or RCPT lacks TO:.";
    ADDRESS_TOO_LONG: "address-too-long", Error, "RFC 5321 section 4.5.3.1",
        "A local part, a domain or a path is longer than SMTP allows.";
    SOURCE_ROUTE: "source-route", Warning, "RFC 5321 appendix C",
        "A path holds a source route, which nobody follows any more.";
    BAD_PARAMETER: "bad-parameter", Error, "RFC 5321 section 4.1.2",
        "A parameter of MAIL or RCPT is malformed.";
    BAD_PARAMETER_VALUE: "bad-parameter-value", Error, "RFC 5321 section 4.1.1.11",
        "The value of a parameter of MAIL or RCPT is not what its extension defines.";
    BAD_XTEXT: "bad-xtext", Error, "RFC 3461 section 4",
        "A value that must be coded as xtext is not.";
    CONFLICTING_PARAMETERS: "conflicting-parameters", Error, "RFC 5321 section 4.1.1.11",
        "A parameter is given twice, or two that exclude each other are given.";
    BAD_BDAT: "bad-bdat", Error, "RFC 3030 section 2",
        "BDAT is not followed by a size and perhaps LAST.";
    BAD_ARGUMENT: "bad-argument", Error, "RFC 5321 section 4.1.1",
        "The argument of AUTH, ETRN, ATRN, BURL, XCLIENT or XFORWARD is malformed.";
}
"offers" {
    PARAMETER_NOT_OFFERED: "parameter-not-offered", Error, "RFC 5321 section 4.1.1.11",
        "MAIL or RCPT has a parameter of an extension that the server did not offer.";
    UNKNOWN_PARAMETER: "unknown-parameter", Warning, "RFC 5321 section 4.1.1.11",
        "MAIL or RCPT has a parameter that no known extension defines.";
    COMMAND_NOT_OFFERED: "command-not-offered", Error, "RFC 5321 section 2.2.1",
        "A command of an extension is used that the server did not offer.";
    SIZE_OVER_LIMIT: "size-over-limit", Warning, "RFC 1870 section 6.1",
        "The declared size is more than the server takes.";
    LIMITS_EXCEEDED: "limits-exceeded", Warning, "RFC 9422 section 3",
        "The client goes over a limit that the server announced.";
    BY_BELOW_MINIMUM: "by-below-minimum", Warning, "RFC 2852 section 4",
        "BY gives less time than the server says it needs.";
    HOLD_TOO_LONG: "hold-too-long", Warning, "RFC 4865 section 4",
        "HOLDFOR asks for more time than the server holds messages.";
    REQUIRETLS_WITHOUT_TLS: "requiretls-without-tls", Error, "RFC 8689 section 4.2.1",
        "REQUIRETLS is asked for on a connection without TLS.";
    MTRK_WITHOUT_ENVID: "mtrk-without-envid", Error, "RFC 3885 section 3.1",
        "MTRK is given without the ENVID that it needs.";
    DUPLICATE_KEYWORD: "duplicate-keyword", Warning, "RFC 5321 section 4.1.1.1",
        "The server lists a keyword twice.";
    AUTH_EQUALS: "auth-equals", Warning, "RFC 4954 section 3",
        "The server lists AUTH with an equals sign.";
    SEVERAL_AUTH_LINES: "several-auth-lines", Note, "RFC 4954 section 3",
        "The server spreads its mechanisms over several AUTH lines.";
    STARTTLS_OFFERED_IN_TLS: "starttls-offered-in-tls", Error, "RFC 3207 section 4.2",
        "The server offers STARTTLS although TLS is active.";
    SMTPUTF8_WITHOUT_8BITMIME: "smtputf8-without-8bitmime", Error, "RFC 6531 section 3.1",
        "The server offers SMTPUTF8 without 8BITMIME.";
    BINARYMIME_WITHOUT_CHUNKING: "binarymime-without-chunking", Error, "RFC 3030 section 3",
        "The server offers BINARYMIME without CHUNKING.";
    REQUIRETLS_OFFERED_WITHOUT_TLS: "requiretls-offered-without-tls", Error,
        "RFC 8689 section 2",
        "The server offers REQUIRETLS outside TLS.";
    KEYWORD_WITH_PARAMETER: "keyword-with-parameter", Note, "RFC 5321 section 4.1.1.1",
        "A keyword that stands alone is followed by something.";
    MALFORMED_KEYWORD: "malformed-keyword", Warning, "RFC 5321 section 4.1.1.1",
        "A line of the EHLO reply is no keyword.";
    MALFORMED_SIZE: "malformed-size", Warning, "RFC 1870 section 3",
        "What stands behind SIZE is no number.";
    MALFORMED_LIMITS: "malformed-limits", Warning, "RFC 9422 section 3",
        "What stands behind LIMITS is no list of limits.";
    UNREGISTERED_KEYWORD: "unregistered-keyword", Note, "RFC 5321 section 2.2.2",
        "The server offers a keyword that is neither registered nor begins with X.";
    OBSOLETE_KEYWORD: "obsolete-keyword", Note, "RFC 5321 appendix F",
        "The server offers an extension that was retired.";
    LMTP_EXTENSIONS_MISSING: "lmtp-extensions-missing", Warning, "RFC 2033 section 5",
        "An LMTP server does not offer PIPELINING and ENHANCEDSTATUSCODES.";
    EHLO_REPLY_WITHOUT_DOMAIN: "ehlo-reply-without-domain", Warning, "RFC 5321 section 4.1.1.1",
        "The reply to EHLO does not begin with the server's name.";
}
"limits" {
    COMMAND_TOO_LONG: "command-too-long", Error, "RFC 5321 section 4.5.3.1.4",
        "A command line is longer than 512 octets and what the offered extensions add.";
    AUTH_LINE_TOO_LONG: "auth-line-too-long", Warning, "RFC 4954 section 4",
        "A line of an authentication exchange is longer than 12288 octets.";
    REPLY_LINE_TOO_LONG: "reply-line-too-long", Note, "RFC 5321 section 4.5.3.1.5",
        "A reply line is longer than 512 octets.";
    TEXT_LINE_TOO_LONG: "text-line-too-long", Error, "RFC 5321 section 4.5.3.1.6",
        "A line of content is longer than 998 octets.";
    RECIPIENT_LIMIT_TOO_LOW: "recipient-limit-too-low", Warning, "RFC 5321 section 4.5.3.1.8",
        "The server refuses a recipient as one too many before the hundredth.";
    TOO_MANY_RECIPIENTS_552: "too-many-recipients-552", Note, "RFC 5321 section 4.5.3.1.10",
        "Too many recipients are refused with a permanent code; clients treat it as temporary.";
}
"replies" {
    REPLY_WITHOUT_CODE: "reply-without-code", Error, "RFC 5321 section 4.2",
        "A line from the server does not begin with a reply code.";
    REPLY_BAD_SEPARATOR: "reply-bad-separator", Error, "RFC 5321 section 4.2",
        "Something other than a space or a hyphen follows the reply code.";
    REPLY_CODES_DIFFER: "reply-codes-differ", Error, "RFC 5321 section 4.2.1",
        "The lines of one reply carry different codes.";
    REPLY_UNFINISHED: "reply-unfinished", Warning, "RFC 5321 section 4.2.1",
        "A reply's last line says that another follows, and none does.";
    REPLY_WITHOUT_TEXT: "reply-without-text", Note, "RFC 5321 section 4.2",
        "A reply has a code and no text.";
    BARE_334: "bare-334", Warning, "RFC 4954 section 4",
        "An empty challenge is sent as 334 without the space behind it.";
    ENHANCED_CLASS_MISMATCH: "enhanced-class-mismatch", Error, "RFC 2034 section 4",
        "The class of the enhanced code contradicts the reply code.";
    ENHANCED_CODE_MISSING: "enhanced-code-missing", Warning, "RFC 2034 section 4",
        "A reply lacks the enhanced code that the server promised.";
    ENHANCED_CODE_INCONSISTENT: "enhanced-code-inconsistent", Warning, "RFC 2034 section 4",
        "The lines of one reply do not all carry the same enhanced code.";
    ENHANCED_CODE_IN_GREETING: "enhanced-code-in-greeting", Warning, "RFC 2034 section 4",
        "The greeting or the reply to EHLO or HELO carries an enhanced code.";
    MALFORMED_ENHANCED_CODE: "malformed-enhanced-code", Warning, "RFC 3463 section 2",
        "A reply begins with what looks like an enhanced code and is none.";
    UNEXPECTED_3YZ: "unexpected-3yz", Error, "RFC 5321 section 4.3.2",
        "A reply asks for more where the command has nothing more to send.";
    DATA_WITHOUT_354: "data-without-354", Error, "RFC 5321 section 4.1.1.4",
        "DATA is answered as if it were done, without asking for the content.";
    UNLISTED_REPLY_CODE: "unlisted-reply-code", Warning, "RFC 5321 section 4.3.2",
        "A command is answered with a success code that does not belong to it.";
    UNREGISTERED_REPLY_CODE: "unregistered-reply-code", Note, "RFC 5321 section 4.2.3",
        "A refusal carries a reply code that no RFC defines.";
    REPLY_NON_ASCII: "reply-non-ascii", Warning, "RFC 5321 section 4.2",
        "A reply's text is not ASCII, and SMTPUTF8 is not in use.";
    REPLY_CONTROL_CHARACTER: "reply-control-character", Warning, "RFC 5321 section 4.2",
        "A reply's text holds control characters.";
    HELO_MULTILINE: "helo-multiline", Warning, "RFC 5321 section 4.1.1.1",
        "HELO is answered with several lines.";
    UNSOLICITED_REPLY: "unsolicited-reply", Error, "RFC 5321 section 4.3.1",
        "A reply comes that no command asked for.";
    COMMAND_WITHOUT_REPLY: "command-without-reply", Warning, "RFC 5321 section 4.3.1",
        "A command was never answered.";
    LMTP_REPLIES_NOT_AWAITED: "lmtp-replies-not-awaited", Warning, "RFC 2033 section 4.2",
        "An LMTP client says QUIT before it has read a reply for each accepted recipient.";
    LMTP_REPLY_MISSING: "lmtp-reply-missing", Error, "RFC 2033 section 4.2",
        "An LMTP server gives fewer replies after the content than it accepted recipients.";
    REPLY_BARE_LINE_END: "reply-bare-line-end", Error, "RFC 5321 section 2.3.8",
        "A reply line ends in LF or CR alone.";
}
"tls" {
    STARTTLS_INJECTION: "starttls-injection", Error, "RFC 3207 section 4.2",
        "The server's side sends more plaintext after it agreed to STARTTLS.";
    STARTTLS_NOT_OFFERED: "starttls-not-offered", Warning, "RFC 3207 section 4",
        "The client uses STARTTLS although it was not offered.";
    STARTTLS_NOT_USED: "starttls-not-used", Note, "RFC 3207 section 4.1",
        "STARTTLS was offered and not used.";
    STARTTLS_REFUSED: "starttls-refused", Warning, "RFC 3207 section 4",
        "The server refused to start TLS.";
    S_CLIENT_SWALLOWED_LINE: "s-client-swallowed-line", Warning, "RFC 5321 section 2.4",
        "openssl s_client took a line for a command of its own and did not send it.";
    OFFER_OVERWRITTEN: "offer-overwritten", Error, "RFC 3207 section 6",
        "A device on the way has overwritten a keyword in the server's offer.";
    GREETING_OVERWRITTEN: "greeting-overwritten", Warning, "RFC 5321 section 4.3.1",
        "A device on the way has overwritten the server's greeting with asterisks.";
    CREDENTIALS_IN_PLAINTEXT: "credentials-in-plaintext", Error, "RFC 4954 section 4",
        "A password or token is sent without TLS.";
    PLAINTEXT_AUTH_OFFERED: "plaintext-auth-offered", Warning, "RFC 4954 section 4",
        "The server offers to take a readable password without TLS.";
}
"auth" {
    AUTH_NOT_OFFERED: "auth-not-offered", Error, "RFC 4954 section 3",
        "The client tries to log in although the server did not offer AUTH.";
    LOGIN_NOT_SHOWN: "login-not-shown", Note, "RFC 4954 section 4",
        "The client's side of a login is left out of the transcript.";
    MECHANISM_NOT_OFFERED: "mechanism-not-offered", Warning, "RFC 4954 section 4",
        "The client uses a mechanism that the server did not list.";
    WEAK_MECHANISM: "weak-mechanism", Warning, "RFC 8314 section 4",
        "The login uses CRAM-MD5, DIGEST-MD5 or NTLM, which no longer protect a password.";
    INITIAL_RESPONSE_NOT_ALLOWED: "initial-response-not-allowed", Error, "RFC 4954 section 4",
        "An initial response is sent for a mechanism in which the server speaks first.";
    LOGIN_INITIAL_RESPONSE_IGNORED: "login-initial-response-ignored", Warning,
        "RFC 4954 section 4",
        "The server ignored AUTH LOGIN's initial response and asks for the user name again.";
    LOGIN_PROMPT_UNUSUAL: "login-prompt-unusual", Note, "RFC 4954 section 4",
        "AUTH LOGIN's prompts are not the usual ones, and some clients look at them.";
    BAD_CHALLENGE: "bad-challenge", Error, "RFC 4954 section 4",
        "The server's challenge is not base64.";
    BAD_RESPONSE: "bad-response", Error, "RFC 4954 section 4",
        "The client's response is not base64.";
    AUTH_CANCELLED: "auth-cancelled", Note, "RFC 4954 section 4",
        "The client broke off the authentication.";
    AUTH_FAILED: "auth-failed", Warning, "RFC 4954 section 6",
        "The login was refused.";
    AUTH_FAILED_AGAIN: "auth-failed-again", Warning, "RFC 4954 section 9",
        "The login was refused more than once in one session.";
    XOAUTH2_ERROR: "xoauth2-error", Warning, "RFC 7628 section 3.2.2",
        "The server's challenge says why it does not take the access token.";
}
"content" {
    BARE_LF_IN_CONTENT: "bare-lf-in-content", Error, "RFC 5321 section 2.3.8",
        "A line of content ends in LF without CR.";
    BARE_CR_IN_CONTENT: "bare-cr-in-content", Error, "RFC 5321 section 2.3.8",
        "A CR that no LF follows stands in the content.";
    NUL_IN_CONTENT: "nul-in-content", Error, "RFC 6152 section 3",
        "The content holds a NUL.";
    END_OF_DATA_LOOK_ALIKE: "end-of-data-look-alike", Error, "RFC 5321 section 4.1.1.4",
        "A lone dot stands between line ends that are not CRLF, as in SMTP smuggling.";
    DOT_NOT_STUFFED: "dot-not-stuffed", Warning, "RFC 5321 section 4.5.2",
        "A line of content begins with a dot that was not doubled.";
    EIGHT_BIT_WITHOUT_8BITMIME: "eight-bit-without-8bitmime", Error, "RFC 6152 section 3",
        "The content has octets over 127, and BODY=8BITMIME was not declared.";
    UTF8_HEADER_WITHOUT_SMTPUTF8: "utf8-header-without-smtputf8", Warning,
        "RFC 6531 section 3.4",
        "The message's header holds non-ASCII text without SMTPUTF8.";
    HEADER_INCOMPLETE: "header-incomplete", Note, "RFC 5322 section 3.6",
        "The message has no Date or no From field.";
    END_OF_DATA_MISSING: "end-of-data-missing", Warning, "RFC 5321 section 4.1.1.4",
        "The server answers the content before the lone dot that ends it.";
    BDAT_SIZE_MISMATCH: "bdat-size-mismatch", Warning, "RFC 3030 section 2",
        "A chunk has not as many octets as BDAT said.";
    COMMAND_BARE_LINE_END: "command-bare-line-end", Error, "RFC 5321 section 2.3.8",
        "A command line ends in LF or CR alone.";
}
"session" {
    NOT_SMTP: "not-smtp", Note, "RFC 5321 section 4.2",
        "The dialog does not look like SMTP.";
    CLIENT_NOT_SHOWN: "client-not-shown", Note, "RFC 5321 section 4.3.1",
        "The transcript holds the server's replies and none of the client's commands.";
    GREETING_NOT_SHOWN: "greeting-not-shown", Note, "RFC 5321 section 3.1",
        "The dialog begins with EHLO, and the server's greeting is not shown.";
    GREETING_NOT_220: "greeting-not-220", Warning, "RFC 5321 section 4.3.2",
        "The server's greeting does not carry code 220.";
    GREETING_MULTILINE: "greeting-multiline", Note, "RFC 5321 section 4.2",
        "The greeting has several lines, which old clients cannot read.";
    GREETING_REFUSED: "greeting-refused", Warning, "RFC 5321 section 3.1",
        "The server refused the session in its greeting.";
    SERVICE_CLOSING: "service-closing", Warning, "RFC 5321 section 3.8",
        "The server closes the connection of its own accord.";
    QUIT_MISSING: "quit-missing", Warning, "RFC 5321 section 4.1.1.10",
        "The session ends without QUIT.";
    CLOSED_IN_TRANSACTION: "closed-in-transaction", Warning, "RFC 5321 section 3.8",
        "The connection was closed in the middle of a transaction.";
    TRANSCRIPT_ENDS_EARLY: "transcript-ends-early", Note, "RFC 5321 section 3.3",
        "The transcript ends before the transaction does.";
    TRANSACTION_ABANDONED: "transaction-abandoned", Note, "RFC 5321 section 4.1.1.5",
        "A transaction with accepted recipients is given up without content.";
    NO_RECIPIENT_ACCEPTED: "no-recipient-accepted", Warning, "RFC 5321 section 3.3",
        "Every recipient of the transaction was refused.";
    POSTMASTER_REFUSED: "postmaster-refused", Warning, "RFC 5321 section 4.5.1",
        "The server refuses mail to its postmaster.";
    NULL_SENDER_REFUSED: "null-sender-refused", Warning, "RFC 5321 section 4.5.5",
        "The server refuses the null sender, and with it every bounce.";
    MESSAGE_ACCEPTED: "message-accepted", Note, "RFC 5321 section 4.2.5",
        "The server took responsibility for the message.";
    ROLES_REVERSED: "roles-reversed", Note, "RFC 2645 section 5.3",
        "ATRN or TURN turned the sides around: the client is the server from here on.";
    REPLY_4YZ: "reply-4yz", Warning, "RFC 5321 section 4.2.1",
        "The server refused something for now; explains the reply.";
    REPLY_5YZ: "reply-5yz", Warning, "RFC 5321 section 4.2.1",
        "The server refused something for good; explains the reply.";
}
}
