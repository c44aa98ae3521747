// smtpwire: SMTP without the sockets.
//
// Made from the comments in bindings/c by `cargo xtask docs`; not to be edited.
//
// Nothing in here opens a socket, looks at a clock or blocks: octets go in, octets come out, and the program
// brings the sockets and the time. (The functions whose names end in `_file` or `_files`, and
// `smtpwire_roots_add_platform`, read files.)
//
// Where to begin:
//   smtpwire_mailer      sends messages: whole sessions that drive themselves
//   smtpwire_client      a client's connection, command by command
//   smtpwire_server      a server's connection
//   smtpwire_event       what happened on one of those
//   smtpwire_client_tls, smtpwire_server_tls, smtpwire_peer, smtpwire_roots, smtpwire_identity
//                        TLS by this library; a program may as well use its own
//   smtpwire_check, smtpwire_explain
//                        what happened in a transcript, what a reply means and what to do
//   smtpwire_reply, smtpwire_command, smtpwire_parameters, smtpwire_address, smtpwire_capabilities, ...
//                        what is said, read and written by itself
//
// The run loop is the same for the three connections, here for a mailer:
//   1. smtpwire_mailer_next_event, and act on the event, until it answers something else;
//   2. write smtpwire_mailer_output to the socket, tell how much by smtpwire_mailer_advance_output;
//   3. wait until the socket is readable (at most smtpwire_mailer_input_room octets), or writable while
//      there is output, or until smtpwire_mailer_next_deadline_ms; hand what came to
//      smtpwire_mailer_receive, an end to smtpwire_mailer_receive_eof, a deadline to
//      smtpwire_mailer_handle_timeout; and again from 1.
//
// Objects. `_new` (or `_parse`, `_from_...`) makes one, `_free` ends it; `_free(NULL)` does nothing. One thread
// at a time may use an object; different objects have nothing to do with each other. Several threads may look
// at one by functions that take it as `const` while nobody changes it.
//
// Results. A function that can fail returns a smtpwire_status, and writes through its pointers only when that is
// SMTPWIRE_OK (`error` excepted, which is written only when it is not). Functions that only ask, and can't fail,
// return the answer, and for NULL a neutral one. A text that is no UTF-8 is SMTPWIRE_INVALID_UTF8 and NULL where
// something is needed SMTPWIRE_NULL_POINTER, whatever the function. Nothing sets errno or anything else that is global. After a
// defect of the library an object answers SMTPWIRE_POISONED and can only be freed.
//
// Enumerations that a program gives are numbers (`uint32_t`), and one that is none is SMTPWIRE_OUT_OF_RANGE.
//
// Octets and text. What is given is copied during the call; it must not be a view into the object that the call
// changes. What is handed out is a view into the object that it came from, and lasts, unless the function says
// otherwise, until the next call that takes this object as other than `const`. Text is UTF-8 without a NUL at
// its end.

#ifndef SMTPWIRE_H
#define SMTPWIRE_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>


// The version of this header; smtpwire_version() is the library's.
#define SMTPWIRE_VERSION "0.1.0"
#define SMTPWIRE_VERSION_MAJOR 0
#define SMTPWIRE_VERSION_MINOR 1
#define SMTPWIRE_VERSION_PATCH 0
// The same as a number that grows with the version, for `#if`: 65536 for each major version, 256 for
// each minor, 1 for each patch.
#define SMTPWIRE_VERSION_NUMBER \
  (SMTPWIRE_VERSION_MAJOR * 65536 + SMTPWIRE_VERSION_MINOR * 256 + SMTPWIRE_VERSION_PATCH)

// As the value of a limit: there is none.
#define SMTPWIRE_UNLIMITED UINT64_MAX

// No deadline is due, ever.
#define SMTPWIRE_NEVER UINT64_MAX

// The longest line of a text, without its CRLF and without a stuffed dot: 998 octets (RFC 5321 section
// 4.5.3.1.6).
#define SMTPWIRE_MAX_TEXT_LINE 998

// In `smtpwire_capability`: the line is no keyword line at all, such as the `***` of a firewall.
#define SMTPWIRE_KEYWORD_MALFORMED 4294967295u

// Decide about the greeting: 220, or a refusal (554, 521, 421). Behind `SMTPWIRE_EVENT_CONNECTED`.
#define SMTPWIRE_DECIDE_CONNECTION 1

// Decide about EHLO, HELO and LHLO.
#define SMTPWIRE_DECIDE_HELO 2

// Decide about MAIL: is mail from this sender taken?
#define SMTPWIRE_DECIDE_MAIL 4

// Decide about RCPT: is mail for this recipient taken? Decided by the program at first.
#define SMTPWIRE_DECIDE_RCPT 8

// Decide about the beginning of the content: DATA, or the first BDAT or BURL of a message.
#define SMTPWIRE_DECIDE_DATA 16

// Decide about the whole message: is it stored, and the responsibility for it taken? Decided by the program
// at first.
#define SMTPWIRE_DECIDE_MESSAGE 32

// Decide about VRFY.
#define SMTPWIRE_DECIDE_VRFY 64

// Decide about EXPN.
#define SMTPWIRE_DECIDE_EXPN 128

// Decide about HELP.
#define SMTPWIRE_DECIDE_HELP 256

// Decide about NOOP.
#define SMTPWIRE_DECIDE_NOOP 512

// Decide about RSET.
#define SMTPWIRE_DECIDE_RSET 1024

// Decide about ETRN.
#define SMTPWIRE_DECIDE_ETRN 2048

// Decide about ATRN.
#define SMTPWIRE_DECIDE_ATRN 4096

// Decide about BURL. Without this it is refused: only the program can fetch what a URL names.
#define SMTPWIRE_DECIDE_BURL 8192

// Decide about XCLIENT from a trusted client.
#define SMTPWIRE_DECIDE_XCLIENT 16384

// Decide about XFORWARD from a trusted client.
#define SMTPWIRE_DECIDE_XFORWARD 32768

// Decide about commands whose verb is not known here.
#define SMTPWIRE_DECIDE_UNKNOWN 65536

// Decide about a client that speaks before it is greeted. Without this it is refused.
#define SMTPWIRE_DECIDE_EARLY_TALKER 131072

// Decide about nothing: the server takes all mail by itself. For sinks and tests.
#define SMTPWIRE_DECIDE_NONE 0

// Decide about everything that this header knows.
#define SMTPWIRE_DECIDE_ALL 262143

// What a call came to. The numbers never change their meaning. From 100 on they are those of
// the library's errors, and the hundreds say whose fault it is: 1 the caller's, 2 the peer's, 3 a
// limit, 4 a timeout, 5 a defect of the library.
typedef enum {
  // All is well.
  SMTPWIRE_OK = 0,
  // A pointer is NULL where something is needed.
  SMTPWIRE_NULL_POINTER = 1,
  // An earlier call met a defect of the library; the object can only be freed.
  SMTPWIRE_POISONED = 2,
  // A text is not UTF-8.
  SMTPWIRE_INVALID_UTF8 = 3,
  // What was to be read is not what it should be; the error says why.
  SMTPWIRE_MALFORMED = 4,
  // A number, a length or an index is not one of those that are allowed.
  SMTPWIRE_OUT_OF_RANGE = 5,
  // What is asked for is not there: the event or value has no such field.
  SMTPWIRE_ABSENT = 6,
  // A certificate, key or root can't be used; the error says why.
  SMTPWIRE_UNUSABLE_CERTIFICATE = 7,
  // A file can't be read; the error says why.
  SMTPWIRE_UNREADABLE_FILE = 8,
  // The command may not be given in this phase of the session.
  SMTPWIRE_OUT_OF_ORDER = 101,
  // The connection is closed.
  SMTPWIRE_ALREADY_CLOSED = 102,
  // The connection waits for the answer to its last event.
  SMTPWIRE_PAUSED = 103,
  // No event waits for this answer.
  SMTPWIRE_NOTHING_TO_ANSWER = 104,
  // More octets were marked as written than the output held.
  SMTPWIRE_ADVANCE_TOO_FAR = 105,
  // The server does not offer the extension that this needs.
  SMTPWIRE_NOT_OFFERED = 106,
  // A value is not allowed here.
  SMTPWIRE_INVALID_VALUE = 107,
  // No content is expected now, or not this much.
  SMTPWIRE_UNEXPECTED_CONTENT = 108,
  // The content can not be sent in lines.
  SMTPWIRE_INVALID_CONTENT = 109,
  // Credentials are not sent over an unprotected connection.
  SMTPWIRE_PLAINTEXT_CREDENTIALS = 110,
  // No authentication mechanism is offered that can be used.
  SMTPWIRE_NO_MECHANISM = 111,
  // This reply does not fit what it answers.
  SMTPWIRE_UNFIT_REPLY = 112,
  // No TLS handshake is expected now.
  SMTPWIRE_NO_TLS_EXPECTED = 113,
  // The server refused service in its greeting.
  SMTPWIRE_GREETING_REFUSED = 201,
  // The server sent what is no reply.
  SMTPWIRE_MALFORMED_REPLY = 202,
  // The server sent a reply that no command waits for.
  SMTPWIRE_UNEXPECTED_REPLY = 203,
  // The peer closed the connection before the session was over.
  SMTPWIRE_CONNECTION_LOST = 204,
  // Plaintext arrived behind STARTTLS, before TLS came up.
  SMTPWIRE_PLAINTEXT_BEFORE_TLS = 205,
  // TLS has failed.
  SMTPWIRE_TLS_FAILED = 206,
  // TLS is required and the server does not provide it.
  SMTPWIRE_TLS_UNAVAILABLE = 207,
  // The server refused the credentials.
  SMTPWIRE_AUTHENTICATION_REFUSED = 208,
  // The authentication exchange failed.
  SMTPWIRE_AUTHENTICATION_FAILED = 209,
  // The server closes the connection.
  SMTPWIRE_SERVICE_CLOSING = 210,
  // The server's reply can not answer this command.
  SMTPWIRE_WRONG_REPLY = 211,
  // The client spoke before it was greeted.
  SMTPWIRE_EARLY_TALKER = 212,
  // More was sent before the reply to a command that must be waited for.
  SMTPWIRE_IMPROPER_PIPELINING = 213,
  // The connection did not begin with a valid PROXY header.
  SMTPWIRE_BAD_PROXY_HEADER = 214,
  // The peer speaks another protocol.
  SMTPWIRE_OTHER_PROTOCOL = 215,
  // Where the next command begins can not be told.
  SMTPWIRE_FRAMING_LOST = 216,
  // The server refused service in its reply to EHLO, LHLO or HELO.
  SMTPWIRE_HELLO_REFUSED = 217,
  // Too many commands wait for their replies.
  SMTPWIRE_TOO_MANY_PENDING = 301,
  // A reply line is longer than the limit.
  SMTPWIRE_REPLY_LINE_TOO_LONG = 302,
  // A reply has more lines than the limit.
  SMTPWIRE_TOO_MANY_REPLY_LINES = 303,
  // More input was given than may be buffered.
  SMTPWIRE_INPUT_BUFFER_FULL = 304,
  // The message is larger than the limit.
  SMTPWIRE_MESSAGE_TOO_LARGE = 305,
  // The peer made too many errors.
  SMTPWIRE_TOO_MANY_ERRORS = 306,
  // The transaction has more recipients than the limit.
  SMTPWIRE_TOO_MANY_RECIPIENTS = 307,
  // The session has more commands or transactions than the limit.
  SMTPWIRE_SESSION_TOO_LONG = 308,
  // No greeting came in time; the port may expect TLS from the first octet (465).
  SMTPWIRE_GREETING_TIMEOUT = 401,
  // No reply came in time.
  SMTPWIRE_REPLY_TIMEOUT = 402,
  // The peer took nothing of what was to be written in time.
  SMTPWIRE_WRITE_TIMEOUT = 403,
  // The client sent nothing in time.
  SMTPWIRE_IDLE_TIMEOUT = 404,
  // The TLS handshake took too long.
  SMTPWIRE_TLS_TIMEOUT = 405,
  // The host did not answer an event in time.
  SMTPWIRE_ANSWER_TIMEOUT = 406,
  // A defect of the library; please report it.
  SMTPWIRE_INTERNAL = 501,
} smtpwire_status;

// What an address may be read as. Where a function takes one, it takes the number.
typedef enum {
  // None: what NULL is.
  SMTPWIRE_ADDRESS_KIND_NONE = 0,
  // A domain: `example.com`, at most 255 octets.
  SMTPWIRE_ADDRESS_KIND_DOMAIN = 1,
  // An address literal: `[192.0.2.1]`, `[IPv6:2001:db8::1]`, `[tag:content]`.
  SMTPWIRE_ADDRESS_KIND_ADDRESS_LITERAL = 2,
  // A domain or an address literal.
  SMTPWIRE_ADDRESS_KIND_HOST = 3,
  // A local part: `jo` or `"jo o"`, at most 64 octets with its quotes.
  SMTPWIRE_ADDRESS_KIND_LOCAL_PART = 4,
  // A mailbox: `jo@example.com`, at most 254 octets.
  SMTPWIRE_ADDRESS_KIND_MAILBOX = 5,
  // Where failures are reported: `<jo@example.com>` or `<>`.
  SMTPWIRE_ADDRESS_KIND_REVERSE_PATH = 6,
  // Where mail goes: `<jo@example.com>` or `<Postmaster>`.
  SMTPWIRE_ADDRESS_KIND_FORWARD_PATH = 7,
} smtpwire_address_kind;

// What an address turned out to be.
typedef enum {
  // None: what NULL is.
  SMTPWIRE_ADDRESS_FORM_NONE = 0,
  // A domain.
  SMTPWIRE_ADDRESS_FORM_DOMAIN = 1,
  // An IPv4 address in brackets.
  SMTPWIRE_ADDRESS_FORM_IPV4 = 2,
  // An IPv6 address in brackets.
  SMTPWIRE_ADDRESS_FORM_IPV6 = 3,
  // A tag and a content in brackets. No such tag is registered yet.
  SMTPWIRE_ADDRESS_FORM_GENERAL_LITERAL = 4,
  // A local part.
  SMTPWIRE_ADDRESS_FORM_LOCAL_PART = 5,
  // A mailbox, or the path to one.
  SMTPWIRE_ADDRESS_FORM_MAILBOX = 6,
  // `<>`, the sender of notices: none is to be sent about them.
  SMTPWIRE_ADDRESS_FORM_NULL_PATH = 7,
  // `<Postmaster>`: the postmaster of whoever gets the command.
  SMTPWIRE_ADDRESS_FORM_POSTMASTER = 8,
} smtpwire_address_form;

// What to do next, as `..._next_event` says.
typedef enum {
  // Something happened: look at the event, and ask again.
  SMTPWIRE_STEP_EVENT = 0,
  // Nothing more until octets arrive: write the output, then wait for input or for the deadline.
  SMTPWIRE_STEP_NEED_DATA = 1,
  // Nothing more until some of the output has been written.
  SMTPWIRE_STEP_NEED_OUTPUT = 2,
  // Nothing more until the program has decided what the last event asked for.
  SMTPWIRE_STEP_PAUSED = 3,
  // The session is over: write what is left of the output, and close.
  SMTPWIRE_STEP_CLOSED = 4,
} smtpwire_step;

// Where a session stands (RFC 5321 section 4.1.4). Where a function takes one, it takes the number.
typedef enum {
  // The server has greeted with 220, and no EHLO was accepted yet; also right after TLS came up.
  SMTPWIRE_PHASE_GREETED = 0,
  // The server's greeting refused service: only QUIT is left.
  SMTPWIRE_PHASE_REFUSED = 1,
  // EHLO, HELO or LHLO was accepted; there is no transaction.
  SMTPWIRE_PHASE_READY = 2,
  // MAIL was accepted, and no recipient yet.
  SMTPWIRE_PHASE_MAIL = 3,
  // At least one recipient was accepted.
  SMTPWIRE_PHASE_RCPT = 4,
  // DATA was answered 354: content, not commands, until the end mark.
  SMTPWIRE_PHASE_DATA = 5,
  // Inside a sequence of BDAT chunks, the last not seen.
  SMTPWIRE_PHASE_BDAT = 6,
} smtpwire_phase;

// A command's verb. Where a function takes one, it takes the number.
typedef enum {
  // None that is known here.
  SMTPWIRE_VERB_UNKNOWN = 0,
  // `EHLO`.
  SMTPWIRE_VERB_EHLO = 1,
  // `HELO`.
  SMTPWIRE_VERB_HELO = 2,
  // `LHLO`.
  SMTPWIRE_VERB_LHLO = 3,
  // `MAIL`.
  SMTPWIRE_VERB_MAIL = 4,
  // `RCPT`.
  SMTPWIRE_VERB_RCPT = 5,
  // `DATA`.
  SMTPWIRE_VERB_DATA = 6,
  // `BDAT`.
  SMTPWIRE_VERB_BDAT = 7,
  // `RSET`.
  SMTPWIRE_VERB_RSET = 8,
  // `NOOP`.
  SMTPWIRE_VERB_NOOP = 9,
  // `QUIT`.
  SMTPWIRE_VERB_QUIT = 10,
  // `VRFY`.
  SMTPWIRE_VERB_VRFY = 11,
  // `EXPN`.
  SMTPWIRE_VERB_EXPN = 12,
  // `HELP`.
  SMTPWIRE_VERB_HELP = 13,
  // `STARTTLS`.
  SMTPWIRE_VERB_STARTTLS = 14,
  // `AUTH`.
  SMTPWIRE_VERB_AUTH = 15,
  // `ETRN`.
  SMTPWIRE_VERB_ETRN = 16,
  // `ATRN`.
  SMTPWIRE_VERB_ATRN = 17,
  // `BURL`.
  SMTPWIRE_VERB_BURL = 18,
  // `XCLIENT`.
  SMTPWIRE_VERB_XCLIENT = 19,
  // `XFORWARD`.
  SMTPWIRE_VERB_XFORWARD = 20,
} smtpwire_verb;

// How much of a command was written to the server.
typedef enum {
  // Nothing.
  SMTPWIRE_SENT_NO = 0,
  // Some of it.
  SMTPWIRE_SENT_PARTLY = 1,
  // All of it: the server may have done what it says.
  SMTPWIRE_SENT_WHOLLY = 2,
} smtpwire_sent;

// What opportunistic TLS came to, where that is less than TLS with a server that has proven who it is
// (RFC 7435). A program logs it.
typedef enum {
  // Nothing was given up.
  SMTPWIRE_FALLBACK_NONE = 0,
  // The server does not offer STARTTLS, or refused it, and the session went on in plaintext. Whoever
  // sits in between can have taken the offer away.
  SMTPWIRE_FALLBACK_PLAINTEXT = 1,
  // TLS is up, but the server has not proven who it is. For a login the connection counts as
  // unprotected.
  SMTPWIRE_FALLBACK_UNVERIFIED = 2,
  // The handshake failed, and with it the connection. Nothing was sent. The policy has it that the
  // program may send the mail over another connection, without TLS.
  SMTPWIRE_FALLBACK_FAILED = 3,
  // Another one, that this header does not know.
  SMTPWIRE_FALLBACK_OTHER = 4,
} smtpwire_fallback;

// Which way octets went that were said inside TLS.
typedef enum {
  // They came from the peer.
  SMTPWIRE_TRACED_RECEIVED = 1,
  // They went to the peer.
  SMTPWIRE_TRACED_SENT = 2,
  // None: TLS came up here.
  SMTPWIRE_TRACED_ESTABLISHED = 3,
} smtpwire_traced;

// What ETRN names (RFC 1985 section 5). Where a function takes one, it takes the number.
typedef enum {
  // Mail for one host: `ETRN example.com`.
  SMTPWIRE_NODE_KIND_HOST = 1,
  // Mail for a domain and all below it: `ETRN @example.com`.
  SMTPWIRE_NODE_KIND_SUBDOMAINS = 2,
  // A queue that the server's operator named: `ETRN #uucp`.
  SMTPWIRE_NODE_KIND_QUEUE = 3,
} smtpwire_node_kind;

// How final a reply is: what its first digit says (RFC 5321 section 4.2.1).
typedef enum {
  // Neither a reply code nor a status code was given.
  SMTPWIRE_REPLY_CLASS_UNKNOWN = 0,
  // 2yz: done.
  SMTPWIRE_REPLY_CLASS_SUCCESS = 2,
  // 3yz: go on, the server awaits more.
  SMTPWIRE_REPLY_CLASS_INTERMEDIATE = 3,
  // 4yz: not now.
  SMTPWIRE_REPLY_CLASS_TRANSIENT = 4,
  // 5yz: no.
  SMTPWIRE_REPLY_CLASS_PERMANENT = 5,
} smtpwire_reply_class;

// What a sender should do next.
typedef enum {
  // Nothing; it worked, or the dialog simply goes on.
  SMTPWIRE_RETRY_NOTHING = 1,
  // Keep the message in the queue and try again, with growing pauses.
  SMTPWIRE_RETRY_LATER = 2,
  // Try again with fewer connections and fewer messages.
  SMTPWIRE_RETRY_SLOWER = 3,
  // Change the message, then send it again.
  SMTPWIRE_RETRY_FIX_MESSAGE = 4,
  // Change the client, its settings, its DNS or its credentials, then send again.
  SMTPWIRE_RETRY_FIX_AND_RESEND = 5,
  // A person has to talk to the receiving side first.
  SMTPWIRE_RETRY_ASK_RECEIVER = 6,
  // Return the message and do not send it again.
  SMTPWIRE_RETRY_GIVE_UP = 7,
  // Return the message and take the address off every list.
  SMTPWIRE_RETRY_REMOVE_ADDRESS = 8,
  // Something else, that this header does not know; and what is asked of NULL.
  SMTPWIRE_RETRY_OTHER = 0,
} smtpwire_retry;

// What decided an explanation.
typedef enum {
  // Nothing that was given is known.
  SMTPWIRE_EVIDENCE_NOTHING = 0,
  // The reply's words.
  SMTPWIRE_EVIDENCE_TEXT = 1,
  // A status code as the named provider uses it.
  SMTPWIRE_EVIDENCE_VENDOR_CODE = 2,
  // The enhanced status code.
  SMTPWIRE_EVIDENCE_ENHANCED_CODE = 3,
  // The subject of an enhanced status code whose detail nobody registered.
  SMTPWIRE_EVIDENCE_SUBJECT = 4,
  // The reply code.
  SMTPWIRE_EVIDENCE_REPLY_CODE = 5,
  // The reply code's first digit.
  SMTPWIRE_EVIDENCE_FIRST_DIGIT = 6,
  // Something else, that this header does not know.
  SMTPWIRE_EVIDENCE_OTHER = 7,
} smtpwire_evidence;

// How well founded a code, mechanism or keyword is.
typedef enum {
  // An RFC defines it and it is in use.
  SMTPWIRE_REGISTRY_STANDARD = 0,
  // An RFC defined it and a later one retired it.
  SMTPWIRE_REGISTRY_HISTORIC = 1,
  // An experimental RFC defines it.
  SMTPWIRE_REGISTRY_EXPERIMENTAL = 2,
  // Registered, and hardly ever met.
  SMTPWIRE_REGISTRY_RARE = 3,
  // No RFC defines it; software in use has it nevertheless.
  SMTPWIRE_REGISTRY_NON_STANDARD = 4,
} smtpwire_registry_standing;

// How grave a finding is.
typedef enum {
  // Worth knowing; nothing is wrong.
  SMTPWIRE_FINDING_NOTE = 0,
  // A deviation that is tolerated, something suspicious, or a refusal.
  SMTPWIRE_FINDING_WARNING = 1,
  // A side broke a rule that it must keep, or the dialog proves a security hole.
  SMTPWIRE_FINDING_ERROR = 2,
} smtpwire_finding_severity;

// In which form a transcript is written.
typedef enum {
  // "C: ..." and "S: ...", as in the RFCs; also "Client:", ">>>", "-->" and their like.
  SMTPWIRE_TRANSCRIPT_LABELLED = 1,
  // swaks: "<-", "->", " ~>" and so on.
  SMTPWIRE_TRANSCRIPT_SWAKS = 2,
  // `curl -v`: "<", ">", "*".
  SMTPWIRE_TRANSCRIPT_CURL = 3,
  // Postfix's notification mails: " In:  ...", " Out: ...".
  SMTPWIRE_TRANSCRIPT_POSTFIX_NOTIFY = 4,
  // Postfix's verbose log: "postfix/smtpd[1]: < host[addr]: ...".
  SMTPWIRE_TRANSCRIPT_POSTFIX_VERBOSE = 5,
  // Python's smtplib with `set_debuglevel`.
  SMTPWIRE_TRANSCRIPT_SMTPLIB = 6,
  // nodemailer with `logger: true, debug: true`.
  SMTPWIRE_TRANSCRIPT_NODEMAILER = 7,
  // What `telnet` or `openssl s_client` left on the screen: only content tells the sides apart.
  SMTPWIRE_TRANSCRIPT_SCROLLBACK = 8,
  // Given: the form is to be told by what stands in the transcript. Got: another form, that this
  // header does not know.
  SMTPWIRE_TRANSCRIPT_AUTO = 0,
} smtpwire_transcript_format;

// With what a client wants to prove who it is.
typedef enum {
  // A password, by PLAIN or LOGIN: compare it, or ask `smtpwire_event_claim_matches`.
  SMTPWIRE_CLAIM_PASSWORD = 1,
  // A digest of the password, by CRAM-MD5: `smtpwire_event_claim_matches` compares it.
  SMTPWIRE_CLAIM_CRAM_MD5 = 2,
  // An OAuth 2.0 token, by OAUTHBEARER or XOAUTH2.
  SMTPWIRE_CLAIM_BEARER = 3,
  // What the connection itself has shown, a client certificate mostly, by EXTERNAL.
  SMTPWIRE_CLAIM_EXTERNAL = 4,
  // Nothing, by ANONYMOUS.
  SMTPWIRE_CLAIM_ANONYMOUS = 5,
  // Something that this header does not know.
  SMTPWIRE_CLAIM_OTHER = 6,
} smtpwire_claim;

// What happened on a connection. The numbers never change their meaning.
typedef enum {
  // Something that this header does not know: the library is newer. Also the kind of NULL.
  SMTPWIRE_EVENT_OTHER = 0,
  // A client: the server's greeting. Fields: reply.
  SMTPWIRE_EVENT_GREETING = 1,
  // A client: the answer to EHLO, HELO or LHLO; what the server offers is known now. Fields:
  // command id, reply.
  SMTPWIRE_EVENT_EHLO = 2,
  // A client: the answer to a command. Fields: command id, verb, reply.
  SMTPWIRE_EVENT_REPLY = 3,
  // A client: the server said 354 to DATA; content is expected. Fields: command id, reply.
  SMTPWIRE_EVENT_DATA_READY = 4,
  // A client: the answer to the whole content. Fields: command id, reply.
  SMTPWIRE_EVENT_CONTENT_REPLY = 5,
  // A client of LMTP: the answer to the content for one recipient. Fields: command id,
  // recipient index, is last, reply.
  SMTPWIRE_EVENT_RECIPIENT_REPLY = 6,
  // All roles, without TLS of this library: do the handshake now, then call
  // `..._tls_established` or `..._tls_failed`; the connection is paused until then. Fields, for a
  // client: command id, reply.
  SMTPWIRE_EVENT_START_TLS = 7,
  // A client, in an exchange begun by `smtpwire_client_auth_raw`: the server's challenge;
  // answer it. Fields: command id, octets.
  SMTPWIRE_EVENT_CHALLENGE = 8,
  // Both sides: the login succeeded. Fields: for a client command id, reply, mechanism; for a
  // server username, authorization identity.
  SMTPWIRE_EVENT_AUTHENTICATED = 9,
  // A client: the server announced by 421 that it closes. Fields: reply.
  SMTPWIRE_EVENT_CLOSING = 10,
  // All roles, with TLS of this library: it is up, and waits for nothing. Fields, for a client
  // unless TLS came first: command id, reply.
  SMTPWIRE_EVENT_TLS_ESTABLISHED = 11,
  // A mailer: the session is up (greeted, secured, logged in). No fields.
  SMTPWIRE_EVENT_READY = 20,
  // A mailer: give content of a streamed message. Fields: transaction.
  SMTPWIRE_EVENT_NEED_CONTENT = 21,
  // A mailer: what has become of a message. Fields: transaction, outcome.
  SMTPWIRE_EVENT_OUTCOME = 22,
  // A server: the PROXY header. Fields: proxy header.
  SMTPWIRE_EVENT_PROXY = 40,
  // A server: a client is there, and waits to be greeted. No fields.
  SMTPWIRE_EVENT_CONNECTED = 41,
  // A server: the client spoke before it was greeted. No fields.
  SMTPWIRE_EVENT_EARLY_TALKER = 42,
  // A server: EHLO, HELO or LHLO. Fields: verb, command.
  SMTPWIRE_EVENT_HELO = 43,
  // A server: are these credentials good? Answer with `smtpwire_server_verify`. Fields: claim
  // and what belongs to it, username, authorization identity.
  SMTPWIRE_EVENT_AUTH_VERIFY = 44,
  // A server: a SCRAM login needs what is stored for a user. Answer with
  // `smtpwire_server_provide_verifier`. Fields: mechanism, username, authorization identity.
  SMTPWIRE_EVENT_AUTH_LOOKUP = 45,
  // A server: a login failed. Fields: mechanism, reply.
  SMTPWIRE_EVENT_AUTH_FAILED = 46,
  // A server: MAIL. Fields: command, path.
  SMTPWIRE_EVENT_MAIL = 47,
  // A server: RCPT. Fields: command, path.
  SMTPWIRE_EVENT_RCPT = 48,
  // A server: DATA, or the first BDAT. Fields: command.
  SMTPWIRE_EVENT_DATA = 49,
  // A server: a piece of the content. Fields: octets.
  SMTPWIRE_EVENT_CONTENT = 50,
  // A server: the content is complete. Fields: size, and octets where it is kept whole.
  SMTPWIRE_EVENT_MESSAGE = 51,
  // A server: the transaction under way came to nothing. Fields: abort, abort error.
  SMTPWIRE_EVENT_ABORTED = 52,
  // A server: RSET. Fields: command.
  SMTPWIRE_EVENT_RSET = 53,
  // A server: NOOP. Fields: command, without its argument.
  SMTPWIRE_EVENT_NOOP = 54,
  // A server: VRFY. Fields: command.
  SMTPWIRE_EVENT_VRFY = 55,
  // A server: EXPN. Fields: command.
  SMTPWIRE_EVENT_EXPN = 56,
  // A server: HELP. Fields: command.
  SMTPWIRE_EVENT_HELP = 57,
  // A server: ETRN. Fields: command.
  SMTPWIRE_EVENT_ETRN = 58,
  // A server: ATRN. Fields: command.
  SMTPWIRE_EVENT_ATRN = 59,
  // A server: BURL. Fields: command.
  SMTPWIRE_EVENT_BURL = 60,
  // A server: XCLIENT. Fields: command.
  SMTPWIRE_EVENT_XCLIENT = 61,
  // A server: XFORWARD. Fields: command.
  SMTPWIRE_EVENT_XFORWARD = 62,
  // A server: a command that is not known here. Fields: command.
  SMTPWIRE_EVENT_UNKNOWN = 63,
  // A server: a command was refused by the library itself. Fields: verb, reply.
  SMTPWIRE_EVENT_REFUSED = 64,
  // A server: QUIT. Fields: command.
  SMTPWIRE_EVENT_QUIT = 65,
} smtpwire_event_kind;

// Why a transaction came to nothing.
typedef enum {
  // The client said RSET.
  SMTPWIRE_ABORT_RESET = 1,
  // The client said EHLO, HELO or LHLO again.
  SMTPWIRE_ABORT_GREETING = 2,
  // The content was refused: it has a bare CR, a bare LF or a NUL, or is too large.
  SMTPWIRE_ABORT_CONTENT = 3,
  // The program refused it.
  SMTPWIRE_ABORT_REFUSED = 4,
  // The client said QUIT.
  SMTPWIRE_ABORT_QUIT = 5,
  // The connection ended.
  SMTPWIRE_ABORT_CONNECTION = 6,
  // Something that this header does not know.
  SMTPWIRE_ABORT_OTHER = 7,
} smtpwire_abort;

// A keyword of an EHLO reply that is known here. Where a function takes one, it takes the number.
typedef enum {
  // `SIZE` (RFC 1870).
  SMTPWIRE_KEYWORD_SIZE = 1,
  // `8BITMIME` (RFC 6152).
  SMTPWIRE_KEYWORD_8BITMIME = 2,
  // `PIPELINING` (RFC 2920).
  SMTPWIRE_KEYWORD_PIPELINING = 3,
  // `CHUNKING` (RFC 3030).
  SMTPWIRE_KEYWORD_CHUNKING = 4,
  // `BINARYMIME` (RFC 3030).
  SMTPWIRE_KEYWORD_BINARYMIME = 5,
  // `STARTTLS` (RFC 3207).
  SMTPWIRE_KEYWORD_STARTTLS = 6,
  // `AUTH` (RFC 4954).
  SMTPWIRE_KEYWORD_AUTH = 7,
  // `ENHANCEDSTATUSCODES` (RFC 2034).
  SMTPWIRE_KEYWORD_ENHANCEDSTATUSCODES = 8,
  // `DSN` (RFC 3461).
  SMTPWIRE_KEYWORD_DSN = 9,
  // `SMTPUTF8` (RFC 6531).
  SMTPWIRE_KEYWORD_SMTPUTF8 = 10,
  // `UTF8SMTP` (RFC 5336, obsolete).
  SMTPWIRE_KEYWORD_UTF8SMTP = 11,
  // `DELIVERBY` (RFC 2852).
  SMTPWIRE_KEYWORD_DELIVERBY = 12,
  // `FUTURERELEASE` (RFC 4865).
  SMTPWIRE_KEYWORD_FUTURERELEASE = 13,
  // `MT-PRIORITY` (RFC 6710).
  SMTPWIRE_KEYWORD_MT_PRIORITY = 14,
  // `REQUIRETLS` (RFC 8689).
  SMTPWIRE_KEYWORD_REQUIRETLS = 15,
  // `LIMITS` (RFC 9422).
  SMTPWIRE_KEYWORD_LIMITS = 16,
  // `RRVS` (RFC 7293).
  SMTPWIRE_KEYWORD_RRVS = 17,
  // `MTRK` (RFC 3885).
  SMTPWIRE_KEYWORD_MTRK = 18,
  // `BURL` (RFC 4468).
  SMTPWIRE_KEYWORD_BURL = 19,
  // `ETRN` (RFC 1985).
  SMTPWIRE_KEYWORD_ETRN = 20,
  // `ATRN` (RFC 2645).
  SMTPWIRE_KEYWORD_ATRN = 21,
  // `NO-SOLICITING` (RFC 3865).
  SMTPWIRE_KEYWORD_NO_SOLICITING = 22,
  // `CONPERM` (RFC 4141).
  SMTPWIRE_KEYWORD_CONPERM = 23,
  // `CONNEG` (RFC 4141).
  SMTPWIRE_KEYWORD_CONNEG = 24,
  // `CHECKPOINT` (RFC 1845).
  SMTPWIRE_KEYWORD_CHECKPOINT = 25,
  // `SUBMITTER` (RFC 4405).
  SMTPWIRE_KEYWORD_SUBMITTER = 26,
  // `EXPN`.
  SMTPWIRE_KEYWORD_EXPN = 27,
  // `VRFY`.
  SMTPWIRE_KEYWORD_VRFY = 28,
  // `HELP`.
  SMTPWIRE_KEYWORD_HELP = 29,
  // `SEND`.
  SMTPWIRE_KEYWORD_SEND = 30,
  // `SOML`.
  SMTPWIRE_KEYWORD_SOML = 31,
  // `SAML`.
  SMTPWIRE_KEYWORD_SAML = 32,
  // `TURN`.
  SMTPWIRE_KEYWORD_TURN = 33,
  // `VERB`.
  SMTPWIRE_KEYWORD_VERB = 34,
  // `ONEX`.
  SMTPWIRE_KEYWORD_ONEX = 35,
  // `XCLIENT`.
  SMTPWIRE_KEYWORD_XCLIENT = 36,
  // `XFORWARD`.
  SMTPWIRE_KEYWORD_XFORWARD = 37,
  // `XEXCH50`.
  SMTPWIRE_KEYWORD_XEXCH50 = 38,
  // `X-EXPS`.
  SMTPWIRE_KEYWORD_X_EXPS = 39,
  // `X-ANONYMOUSTLS`.
  SMTPWIRE_KEYWORD_X_ANONYMOUSTLS = 40,
  // `PRDR`.
  SMTPWIRE_KEYWORD_PRDR = 41,
  // `WELLKNOWN`.
  SMTPWIRE_KEYWORD_WELLKNOWN = 42,
  // `LHLO`.
  SMTPWIRE_KEYWORD_LHLO = 43,
  // None that is known here.
  SMTPWIRE_KEYWORD_OTHER = 0,
} smtpwire_keyword;

// Who is responsible for a message now (RFC 5321 section 4.2.5).
typedef enum {
  // The server, for every recipient that it accepted.
  SMTPWIRE_RESPONSIBILITY_TAKEN = 0,
  // The program: the server has nothing of it.
  SMTPWIRE_RESPONSIBILITY_NOT_TAKEN = 1,
  // Nobody can tell: the connection was lost behind the end of the content. Sending again may deliver twice.
  SMTPWIRE_RESPONSIBILITY_UNKNOWN = 2,
} smtpwire_responsibility;

// What has become of a message for one recipient.
typedef enum {
  // The server has taken it.
  SMTPWIRE_RECIPIENT_ACCEPTED = 0,
  // The server refused it; the reply says why.
  SMTPWIRE_RECIPIENT_REFUSED = 1,
  // It was not tried; the reason says why.
  SMTPWIRE_RECIPIENT_NOT_TRIED = 2,
  // Nobody can tell.
  SMTPWIRE_RECIPIENT_UNKNOWN = 3,
} smtpwire_recipient_status;

// At which step the server refused.
typedef enum {
  // It did not refuse.
  SMTPWIRE_STAGE_NONE = 0,
  // At MAIL, for all recipients.
  SMTPWIRE_STAGE_MAIL = 1,
  // At RCPT, for this one.
  SMTPWIRE_STAGE_RECIPIENT = 2,
  // At DATA, before the content.
  SMTPWIRE_STAGE_DATA = 3,
  // Behind the content.
  SMTPWIRE_STAGE_CONTENT = 4,
} smtpwire_stage;

// Why a recipient was not tried.
typedef enum {
  // It was tried.
  SMTPWIRE_NOT_TRIED_NONE = 0,
  // The message needs an extension that the server does not offer.
  SMTPWIRE_NOT_TRIED_NOT_OFFERED = 1,
  // The message is larger than what the server takes.
  SMTPWIRE_NOT_TRIED_TOO_LARGE = 2,
  // The content can't be sent: a bare CR or LF, a NUL, a line that is too long.
  SMTPWIRE_NOT_TRIED_CONTENT = 3,
  // The envelope can't be sent as it is.
  SMTPWIRE_NOT_TRIED_UNFIT = 4,
  // The server takes no more recipients in a transaction. Send to those that are left again.
  SMTPWIRE_NOT_TRIED_TOO_MANY_RECIPIENTS = 5,
  // The server takes no more messages in a session. Send again in another.
  SMTPWIRE_NOT_TRIED_TOO_MANY_TRANSACTIONS = 6,
  // The program gave the content up before its end.
  SMTPWIRE_NOT_TRIED_GIVEN_UP = 7,
  // The session ended before the message was sent; `smtpwire_outcome_error` says why.
  SMTPWIRE_NOT_TRIED_SESSION_ENDED = 8,
  // Something that this header does not know; the sentence says it.
  SMTPWIRE_NOT_TRIED_OTHER = 9,
} smtpwire_not_tried;

// What the order of commands says about one.
typedef enum {
  // It may be said.
  SMTPWIRE_ORDER_ALLOWED = 0,
  // It is out of order, and there is a reply for it.
  SMTPWIRE_ORDER_REFUSED = 1,
  // There are no commands in this phase: what arrives is content.
  SMTPWIRE_ORDER_CONTENT = 2,
} smtpwire_order;

// What octets a message may hold. Where a function takes one, it takes the number.
typedef enum {
  // `7BIT`: ASCII in lines of at most 998 octets. So it is when nothing is said.
  SMTPWIRE_BODY_7BIT = 1,
  // `8BITMIME`: any octet but NUL, in lines (RFC 6152).
  SMTPWIRE_BODY_8BITMIME = 2,
  // `BINARYMIME`: any octets, sent by BDAT only (RFC 3030).
  SMTPWIRE_BODY_BINARYMIME = 3,
} smtpwire_body;

// How much of a message a failure notice returns (RFC 3461 section 4.3). Where a function takes one, it
// takes the number.
typedef enum {
  // `FULL`: the whole message.
  SMTPWIRE_RET_FULL = 1,
  // `HDRS`: its header only.
  SMTPWIRE_RET_HDRS = 2,
} smtpwire_ret;

// What happens when the time of BY is over (RFC 2852 section 4). Where a function takes one, it takes the
// number.
typedef enum {
  // `N`: the sender is told of the delay, and delivery goes on.
  SMTPWIRE_BY_MODE_NOTIFY = 1,
  // `R`: the message is returned.
  SMTPWIRE_BY_MODE_RETURN = 2,
} smtpwire_by_mode;

// What a relay does when the next hop can't check RRVS (RFC 7293 section 3.1). Where a function takes one, it
// takes the number.
typedef enum {
  // Nothing is said.
  SMTPWIRE_RRVS_ACTION_NONE = 0,
  // `C`: carries on without the check.
  SMTPWIRE_RRVS_ACTION_CONTINUE = 1,
  // `R`: refuses the message.
  SMTPWIRE_RRVS_ACTION_REJECT = 2,
} smtpwire_rrvs_action;

// Whose connection it is.
typedef enum {
  // The proxy's own, as for a health check: the addresses that the program sees are the real ones.
  SMTPWIRE_PROXY_COMMAND_LOCAL = 0,
  // That of the client which the header describes.
  SMTPWIRE_PROXY_COMMAND_PROXY = 1,
} smtpwire_proxy_command;

// The transport of the connection that is forwarded. Where a function takes one, it takes the number.
typedef enum {
  // Not said.
  SMTPWIRE_PROXY_TRANSPORT_UNSPECIFIED = 0,
  // A stream, as TCP.
  SMTPWIRE_PROXY_TRANSPORT_STREAM = 1,
  // Datagrams, as UDP.
  SMTPWIRE_PROXY_TRANSPORT_DATAGRAM = 2,
} smtpwire_proxy_transport;

// What a reply's code says by its first digit (RFC 5321 section 4.2.1); the number is that digit.
typedef enum {
  // There is no reply.
  SMTPWIRE_SEVERITY_NONE = 0,
  // 2yz: done.
  SMTPWIRE_SEVERITY_POSITIVE_COMPLETION = 2,
  // 3yz: go on, more input is awaited.
  SMTPWIRE_SEVERITY_POSITIVE_INTERMEDIATE = 3,
  // 4yz: not now; the same command may work later.
  SMTPWIRE_SEVERITY_TRANSIENT_NEGATIVE = 4,
  // 5yz: no; the same command must not be repeated unchanged.
  SMTPWIRE_SEVERITY_PERMANENT_NEGATIVE = 5,
} smtpwire_severity;

// What TLSA records demand of a connection (RFC 7672 section 2.2).
typedef enum {
  // Nothing, as there are no records: TLS if the server offers it.
  SMTPWIRE_DANE_DEMAND_OPPORTUNISTIC = 0,
  // TLS, with whatever certificate: there are records, but none that could be used.
  SMTPWIRE_DANE_DEMAND_ENCRYPTED = 1,
  // TLS, with a certificate that one of the records fits.
  SMTPWIRE_DANE_DEMAND_AUTHENTICATED = 2,
} smtpwire_dane_demand;

// What kind of failure it is.
typedef enum {
  // The other side does not speak TLS here, but something else.
  SMTPWIRE_TLS_FAILURE_NOT_TLS = 1,
  // The certificate, or one that it depends on, has expired.
  SMTPWIRE_TLS_FAILURE_EXPIRED = 2,
  // The certificate, or one that it depends on, is not valid yet.
  SMTPWIRE_TLS_FAILURE_NOT_YET_VALID = 3,
  // The certificate leads to no root that is trusted.
  SMTPWIRE_TLS_FAILURE_UNKNOWN_ISSUER = 4,
  // The certificate vouches for itself, and is not among the roots.
  SMTPWIRE_TLS_FAILURE_SELF_SIGNED = 5,
  // The certificate is for other hosts.
  SMTPWIRE_TLS_FAILURE_WRONG_NAME = 6,
  // The certificate has been revoked.
  SMTPWIRE_TLS_FAILURE_REVOKED = 7,
  // The certificate is broken, its signature does not fit, or there is none.
  SMTPWIRE_TLS_FAILURE_BAD_CERTIFICATE = 8,
  // The certificate is not meant for this use.
  SMTPWIRE_TLS_FAILURE_WRONG_USAGE = 9,
  // The certificate is none of those that the TLSA records name (RFC 7672).
  SMTPWIRE_TLS_FAILURE_DANE_MISMATCH = 10,
  // The host is none of those that the MTA-STS policy names (RFC 8461).
  SMTPWIRE_TLS_FAILURE_STS_MISMATCH = 11,
  // There is no version of TLS that both speak.
  SMTPWIRE_TLS_FAILURE_NO_COMMON_VERSION = 12,
  // There is no cipher suite, key exchange or signature that both know.
  SMTPWIRE_TLS_FAILURE_NO_COMMON_CIPHER = 13,
  // The other side refused our certificate.
  SMTPWIRE_TLS_FAILURE_CERTIFICATE_REFUSED = 14,
  // The other side demands a certificate from us (or we from it), and there was none.
  SMTPWIRE_TLS_FAILURE_CERTIFICATE_REQUIRED = 15,
  // The other side gave up for another reason, and named it.
  SMTPWIRE_TLS_FAILURE_ALERT = 16,
  // The other side closed the connection in the middle.
  SMTPWIRE_TLS_FAILURE_TRUNCATED = 17,
  // The other side did not finish the handshake in time.
  SMTPWIRE_TLS_FAILURE_TIMED_OUT = 18,
  // What came breaks the rules of TLS, or was changed on the way.
  SMTPWIRE_TLS_FAILURE_BAD_RECORD = 19,
  // The program's own configuration can't work.
  SMTPWIRE_TLS_FAILURE_MISCONFIGURED = 20,
  // Another reason.
  SMTPWIRE_TLS_FAILURE_OTHER = 0,
} smtpwire_tls_failure_kind;

// What a message's sender asks of TLS on the way to the recipient (RFC 8689).
typedef enum {
  // Neither: the recipient's policies (DANE, MTA-STS) and the program's own decide.
  SMTPWIRE_TLS_REQUEST_USUAL = 0,
  // REQUIRETLS: only over TLS, to a server whose name and certificate are verified and that
  // offers REQUIRETLS itself (section 4.2.1); else the message goes back.
  SMTPWIRE_TLS_REQUEST_REQUIRED = 1,
  // "TLS-Required: No": rather delivered than protected. The recipient's policies do not keep
  // the message back; TLS is used where it is offered (section 4.2.2).
  SMTPWIRE_TLS_REQUEST_NOT_NEEDED = 2,
} smtpwire_tls_request;

// A version of TLS, by the number that it has on the wire. Older ones are not spoken (RFC 8996).
typedef enum {
  // None: what is asked of NULL.
  SMTPWIRE_TLS_VERSION_NONE = 0,
  // TLS 1.2 (RFC 5246), with forward secrecy and authenticated encryption only.
  SMTPWIRE_TLS_VERSION_1_2 = 771,
  // TLS 1.3 (RFC 8446).
  SMTPWIRE_TLS_VERSION_1_3 = 772,
} smtpwire_tls_version;

// Whether the other side has proven who it is, and by what.
typedef enum {
  // Nobody asked for proof.
  SMTPWIRE_TLS_VERIFICATION_NONE = 0,
  // The server has, by a certificate for its name that leads to a trusted root (RFC 5280, RFC 7817).
  SMTPWIRE_TLS_VERIFICATION_PKIX = 1,
  // The server has, by a TLSA record for its certificate or key (RFC 7672 section 3.1.1).
  SMTPWIRE_TLS_VERIFICATION_DANE_EE = 2,
  // The server has, by a TLSA record for its issuer (RFC 7672 section 3.1.2).
  SMTPWIRE_TLS_VERIFICATION_DANE_TA = 3,
  // The client has, by a certificate that leads to a trusted root.
  SMTPWIRE_TLS_VERIFICATION_CLIENT_CERTIFICATE = 4,
  // The proof did not convince, and the session went on all the same, as opportunistic TLS does.
  SMTPWIRE_TLS_VERIFICATION_FAILED = 5,
  // Another one, that this header does not know; `smtpwire_tls_session_is_verified` tells which way.
  SMTPWIRE_TLS_VERIFICATION_OTHER = 6,
} smtpwire_tls_verification;

// What a sender does about a server that the policy does not allow (RFC 8461 section 5).
typedef enum {
  // Nothing: the domain is about to give up its policy.
  SMTPWIRE_STS_MODE_NONE = 0,
  // It delivers all the same, and reports.
  SMTPWIRE_STS_MODE_TESTING = 1,
  // It does not deliver there.
  SMTPWIRE_STS_MODE_ENFORCE = 2,
} smtpwire_sts_mode;

// Which property of a TLS connection binds a login to it.
typedef enum {
  // `tls-exporter` (RFC 9266): 32 octets exported with the label `EXPORTER-Channel-Binding`.
  SMTPWIRE_CHANNEL_BINDING_TLS_EXPORTER = 1,
  // `tls-server-end-point` (RFC 5929 section 4): the digest of the server's certificate.
  SMTPWIRE_CHANNEL_BINDING_TLS_SERVER_END_POINT = 2,
  // `tls-unique` (RFC 5929 section 3): the first Finished message; not defined for TLS 1.3.
  SMTPWIRE_CHANNEL_BINDING_TLS_UNIQUE = 3,
} smtpwire_channel_binding_type;

// Whether a server wants to see a client's certificate.
typedef enum {
  // It is not asked for. So it is where nothing is said.
  SMTPWIRE_CLIENT_CERTIFICATES_IGNORED = 0,
  // It is asked for. A client without one is served all the same, and so is one whose certificate
  // leads to none of the roots: the session then says why it is not believed. That is what a
  // server on port 25 needs, where clients show all kinds of certificates.
  SMTPWIRE_CLIENT_CERTIFICATES_ASKED = 1,
  // There is no session without one that leads to the roots.
  SMTPWIRE_CLIENT_CERTIFICATES_DEMANDED = 2,
} smtpwire_client_certificates;

// What can be switched on and off in a client. The default stands behind each.
typedef enum {
  // Speak LMTP (RFC 2033) and not SMTP; off.
  SMTPWIRE_CLIENT_LMTP = 1,
  // Send commands in groups where the server offers PIPELINING (RFC 2920); on.
  SMTPWIRE_CLIENT_PIPELINING = 2,
  // Say HELO to a server that does not know EHLO; on.
  SMTPWIRE_CLIENT_HELO_FALLBACK = 3,
  // Queue nothing behind EHLO before its answer; off.
  SMTPWIRE_CLIENT_EHLO_ALONE = 4,
  // TLS is up already when the connection is made, by the program's own TLS, as on port 465; off.
  SMTPWIRE_CLIENT_IMPLICIT_TLS = 5,
  // Let exchanges of one's own, by `smtpwire_client_auth_raw`, cross without TLS; off.
  SMTPWIRE_CLIENT_PLAINTEXT_AUTH = 6,
  // Mend bare CR and bare LF in content and don't refuse them; off.
  SMTPWIRE_CLIENT_NORMALISE_LINE_ENDS = 7,
  // Send lines of content that are longer than the 998 octets of RFC 5321 section 4.5.3.1.6; off.
  SMTPWIRE_CLIENT_LONG_LINES = 8,
  // Send octets over 127 where 8BITMIME was not declared; off.
  SMTPWIRE_CLIENT_UNDECLARED_EIGHT_BIT = 9,
  // Take replies whose lines carry different codes; off.
  SMTPWIRE_CLIENT_DIFFERING_CODES = 10,
  // Take replies whose lines end in a bare LF; off.
  SMTPWIRE_CLIENT_BARE_LF_REPLIES = 11,
  // Take a CR before the CRLF of a reply; off.
  SMTPWIRE_CLIENT_TRAILING_CR = 12,
  // The server has proven who it is in the TLS that was up already; off, and no password is shown to it.
  SMTPWIRE_CLIENT_VERIFIED = 13,
} smtpwire_client_option;

// How commands and their parameters are to be read: bits. Without any of them, strictly and in ASCII.
typedef enum {
  // SMTPUTF8 is offered: addresses may hold UTF-8 (RFC 6531).
  SMTPWIRE_COMMAND_OPTION_SMTPUTF8 = 1,
  // `MAIL FROM: <jo@example.com>`: scripts and printers put a space behind the colon.
  SMTPWIRE_COMMAND_OPTION_SPACE_AFTER_COLON = 2,
  // `AUTH  PLAIN`: more than one space between words.
  SMTPWIRE_COMMAND_OPTION_REPEATED_SPACES = 4,
  // `MAIL FROM:jo@example.com`: no angle brackets. The null path still needs them.
  SMTPWIRE_COMMAND_OPTION_MISSING_BRACKETS = 8,
  // `EHLO my_pc`: an underscore in a domain, as some machines name themselves.
  SMTPWIRE_COMMAND_OPTION_UNDERSCORE_IN_DOMAIN = 16,
} smtpwire_command_option;

// How a server hands out content.
typedef enum {
  // As it comes, by `SMTPWIRE_EVENT_CONTENT`. So it is at first.
  SMTPWIRE_CONTENT_STREAM = 0,
  // As one piece, with `SMTPWIRE_EVENT_MESSAGE`. The connection holds up to
  // `SMTPWIRE_LIMIT_MESSAGE_SIZE` octets then.
  SMTPWIRE_CONTENT_WHOLE = 1,
  // Not at all: it is checked and counted, and dropped as it comes. For sinks.
  SMTPWIRE_CONTENT_DISCARD = 2,
} smtpwire_content_mode;

// What is limited. Each limit that is exceeded has its own status. Those that may be unlimited say so;
// for the others `SMTPWIRE_UNLIMITED` is `SMTPWIRE_OUT_OF_RANGE`. So is what nothing can work with, as 0 where
// nothing could be said then; `smtpwire_client_config_check` and its like say more.
typedef enum {
  // Both sides: the longest command line in octets, with its CRLF; 4096.
  SMTPWIRE_LIMIT_COMMAND_LINE = 1,
  // Both sides: the longest line of a SASL exchange in octets, with its CRLF; 12,290.
  SMTPWIRE_LIMIT_AUTH_LINE = 2,
  // Client: the longest reply line in octets, with its CRLF; 4096.
  SMTPWIRE_LIMIT_REPLY_LINE = 3,
  // Client: the most lines in a reply; 512.
  SMTPWIRE_LIMIT_REPLY_LINES = 4,
  // Both sides: the most recipients in a transaction; 1000.
  SMTPWIRE_LIMIT_RECIPIENTS = 5,
  // Client: the most commands that may wait to be sent or answered; 2048.
  SMTPWIRE_LIMIT_PENDING_COMMANDS = 6,
  // Both sides: how much input may wait, in octets; 262,144. A client's has to hold a whole reply: one that is
  // larger fails the connection.
  SMTPWIRE_LIMIT_INPUT_BUFFER = 7,
  // Both sides: how much output may wait, in octets; 262,144. A client's has to hold a command line.
  SMTPWIRE_LIMIT_OUTPUT_BUFFER = 8,
  // Server: the largest message in octets; 50 MiB. May be unlimited.
  SMTPWIRE_LIMIT_MESSAGE_SIZE = 9,
  // Both sides: the longest line of content in octets, without its CRLF; 100,000. May be unlimited.
  SMTPWIRE_LIMIT_CONTENT_LINE = 10,
  // Server: how many commands may be answered with an error before it hangs up; 20.
  SMTPWIRE_LIMIT_ERRORS = 11,
  // Server: how many commands that move no mail may come between messages before it hangs up; 100.
  SMTPWIRE_LIMIT_IDLE_COMMANDS = 12,
  // Server: how many attempts to log in may fail before it hangs up; 3.
  SMTPWIRE_LIMIT_FAILED_LOGINS = 13,
  // Server: the most transactions in a session. May be unlimited, and is by default.
  SMTPWIRE_LIMIT_TRANSACTIONS = 14,
} smtpwire_limit;

// What becomes of a CR or a LF that stands alone in content. Neither choice passes one on: servers that
// take it for a line end are what makes SMTP smuggling possible. A NUL is refused under either.
typedef enum {
  // The content is refused.
  SMTPWIRE_LINE_ENDS_REFUSE = 0,
  // It becomes CRLF: text that was written with LF line ends is sent as if it had CRLF.
  SMTPWIRE_LINE_ENDS_NORMALISE = 1,
} smtpwire_line_ends;

// What can be switched on and off in a mailer, beside what a client has (`smtpwire_client_option`, by its own
// numbers in `smtpwire_mailer_config_set_client_option`).
typedef enum {
  // Content travels by BDAT where the server offers CHUNKING; on. Binary content has no other way.
  SMTPWIRE_MAILER_CHUNKING = 1,
  // The next message's envelope is sent behind the content of the one before, and QUIT behind that of
  // the last, in one group, where the server offers PIPELINING; on. LMTP's QUIT waits.
  SMTPWIRE_MAILER_OVERLAP = 2,
  // RET, ENVID, NOTIFY and ORCPT are left out where the server does not offer DSN; off: a message that asks
  // for notices is not sent without them.
  SMTPWIRE_MAILER_DROP_UNOFFERED_DSN = 3,
} smtpwire_mailer_option;

// On which events the sender wants a notice about a recipient (RFC 3461 section 4.1): bits, one or more of them,
// or none for never.
typedef enum {
  // `NEVER`: no bit.
  SMTPWIRE_NOTIFY_NEVER = 0,
  // `SUCCESS`: delivered.
  SMTPWIRE_NOTIFY_SUCCESS = 1,
  // `FAILURE`: not delivered, for good.
  SMTPWIRE_NOTIFY_FAILURE = 2,
  // `DELAY`: not delivered yet.
  SMTPWIRE_NOTIFY_DELAY = 4,
} smtpwire_notify;

// What holds beside the phase: bits.
typedef enum {
  // The protocol is LMTP: LHLO greets, EHLO and HELO do not (RFC 2033).
  SMTPWIRE_ORDER_STANDING_LMTP = 1,
  // TLS protects the session.
  SMTPWIRE_ORDER_STANDING_TLS = 2,
  // The client has authenticated.
  SMTPWIRE_ORDER_STANDING_AUTHENTICATED = 4,
  // The transaction declared BODY=BINARYMIME.
  SMTPWIRE_ORDER_STANDING_BINARY = 8,
} smtpwire_order_standing;

// What is accepted in replies beyond the grammar: bits.
typedef enum {
  // Lines of one reply with different codes; the last line's code counts. Some servers turn a
  // greeting into a refusal that way.
  SMTPWIRE_REPLY_OPTION_DIFFERING_CODES = 1,
  // Lines that end in LF without CR.
  SMTPWIRE_REPLY_OPTION_BARE_LF = 2,
  // Lines that end in CR CRLF.
  SMTPWIRE_REPLY_OPTION_TRAILING_CR = 4,
} smtpwire_reply_option;

// The digest of a SCRAM mechanism.
typedef enum {
  // SHA-1 (RFC 5802).
  SMTPWIRE_SCRAM_SHA1 = 1,
  // SHA-256 (RFC 7677).
  SMTPWIRE_SCRAM_SHA256 = 2,
} smtpwire_scram_hash;

// How much protection a client or a mailer demands of a connection.
typedef enum {
  // STARTTLS, or nothing but EHLO crosses in plaintext. The one for submission on 587.
  SMTPWIRE_SECURITY_REQUIRED = 0,
  // STARTTLS where it is offered; else, and where it fails, plaintext. For mail between servers.
  SMTPWIRE_SECURITY_OPPORTUNISTIC = 1,
  // Plaintext.
  SMTPWIRE_SECURITY_DISABLED = 2,
  // TLS from the first octet, as on port 465 (RFC 8314 section 3.3).
  SMTPWIRE_SECURITY_IMPLICIT = 3,
} smtpwire_security;

// What can be switched on and off in a server. All are off at first.
typedef enum {
  // Speak LMTP (RFC 2033) and not SMTP: LHLO greets, and the message is answered for each recipient.
  SMTPWIRE_SERVER_LMTP = 1,
  // No mail before a login: 530 5.7.0.
  SMTPWIRE_SERVER_REQUIRE_AUTH = 2,
  // Nothing but EHLO, STARTTLS, NOOP and QUIT before TLS: 530 5.7.0. STARTTLS has to be offered.
  SMTPWIRE_SERVER_REQUIRE_TLS = 3,
  // Offer AUTH, and take it, without TLS as well; otherwise 538 5.7.11.
  SMTPWIRE_SERVER_PLAINTEXT_AUTH = 4,
  // TLS is up already when the connection is made, by the program's own TLS. For
  // `smtpwire_server_new` alone.
  SMTPWIRE_SERVER_IMPLICIT_TLS = 5,
  // A PROXY header comes first, version 1 or 2. Only for connections from a proxy that is trusted:
  // whoever sends one says who the client is.
  SMTPWIRE_SERVER_PROXY = 6,
  // Take XCLIENT and XFORWARD from this client.
  SMTPWIRE_SERVER_TRUSTED = 7,
  // Put up with a client that sends more behind EHLO, AUTH or DATA before it has the answer
  // (RFC 2920 section 3.1); otherwise 554 5.5.0, and the session is over. Behind STARTTLS that is never
  // tolerated.
  SMTPWIRE_SERVER_TOLERANT_SYNCHRONIZATION = 8,
  // Make CRLF of bare CR and bare LF in content, and don't refuse them.
  SMTPWIRE_SERVER_NORMALISE_LINE_ENDS = 9,
  // Let a bare LF end a command; otherwise 500 5.5.2, and the session is over.
  SMTPWIRE_SERVER_BARE_LF_COMMANDS = 10,
  // Take `MAIL FROM: <jo@example.com>`, with a space behind the colon.
  SMTPWIRE_SERVER_SPACE_AFTER_COLON = 11,
  // Take more than one space between the words of a command.
  SMTPWIRE_SERVER_REPEATED_SPACES = 12,
  // Take `MAIL FROM:jo@example.com`, without brackets. The null path still needs them.
  SMTPWIRE_SERVER_MISSING_BRACKETS = 13,
  // Take an underscore in a domain, `EHLO my_pc`.
  SMTPWIRE_SERVER_UNDERSCORE_IN_DOMAIN = 14,
} smtpwire_server_option;

// How TLS of this library begins on a server.
typedef enum {
  // By STARTTLS, which is offered: ports 25 and 587, LMTP (RFC 3207).
  SMTPWIRE_SERVER_TLS_STARTTLS = 0,
  // With the first octet, as on port 465 (RFC 8314 section 3.3); a PROXY header, where the
  // configuration has one, comes before.
  SMTPWIRE_SERVER_TLS_IMPLICIT = 1,
} smtpwire_server_tls_mode;

// A limit of the session that LIMITS announces (RFC 9422).
typedef enum {
  // MAILMAX: transactions in the session.
  SMTPWIRE_SESSION_LIMIT_MAILMAX = 1,
  // RCPTMAX: recipients in a transaction.
  SMTPWIRE_SESSION_LIMIT_RCPTMAX = 2,
  // RCPTDOMAINMAX: different recipient domains in a transaction.
  SMTPWIRE_SESSION_LIMIT_RCPTDOMAINMAX = 3,
} smtpwire_session_limit;

// How long a step may take, in milliseconds; the defaults are the least that RFC 5321 section 4.5.3.2
// asks for.
typedef enum {
  // Client: until the greeting; 5 minutes.
  SMTPWIRE_TIMEOUT_GREETING = 1,
  // Client: from a command to its reply, where none below is named; 5 minutes.
  SMTPWIRE_TIMEOUT_COMMAND = 2,
  // Client: from MAIL to its reply; 5 minutes.
  SMTPWIRE_TIMEOUT_MAIL = 3,
  // Client: from RCPT to its reply; 5 minutes.
  SMTPWIRE_TIMEOUT_RCPT = 4,
  // Client: from DATA to its 354; 2 minutes.
  SMTPWIRE_TIMEOUT_DATA_INITIATION = 5,
  // Both sides: until the peer has taken some of the output; 3 minutes.
  SMTPWIRE_TIMEOUT_DATA_BLOCK = 6,
  // Client: from the end of the content to its reply; 10 minutes.
  SMTPWIRE_TIMEOUT_DATA_TERMINATION = 7,
  // Client: from QUIT to its reply; 10 seconds.
  SMTPWIRE_TIMEOUT_QUIT = 8,
  // Both sides: for a TLS handshake; 1 minute.
  SMTPWIRE_TIMEOUT_TLS = 9,
  // Server: until the client sends something; 5 minutes.
  SMTPWIRE_TIMEOUT_IDLE = 10,
  // Server: until the program has answered an event; 10 minutes. Then the session ends with 421 and
  // `SMTPWIRE_ANSWER_TIMEOUT`, and nothing was acknowledged. `UINT64_MAX` for a program that always answers in the
  // end. A mailer: until it has given some of the content that was asked for.
  SMTPWIRE_TIMEOUT_ANSWER = 11,
} smtpwire_timeout;

// An address, or a part of one: a domain, an address literal, a local part, a mailbox, a path
// (RFC 5321 section 4.1.2 and 4.1.3, RFC 6531 section 3.3).
//
// It never changes. Several threads may look at one at once.
typedef struct smtpwire_address smtpwire_address;

// What a server offers: the lines of its EHLO or LHLO reply (RFC 5321 section 4.1.1.1).
//
// Several threads may look at one at once. What is handed out lasts until the next line is added, or as
// long as the object.
typedef struct smtpwire_capabilities smtpwire_capabilities;

// An X.509 certificate (RFC 5280) that somebody showed, for a log, a report or a person. It
// stands inside another object and lasts as long as that one; nobody frees it by itself. Several
// threads may look at one.
//
// The other side may show anything: what is no certificate has no names and no dates, and
// `smtpwire_certificate_is_readable` says so. Control characters in names are escaped; the names are
// still what a stranger has written.
typedef struct smtpwire_certificate smtpwire_certificate;

// A channel binding of the program's own TLS: its type, and the octets that the TLS library gave.
typedef struct smtpwire_channel_binding smtpwire_channel_binding;

// Counts the octets of one BDAT chunk out of the input (RFC 3030 section 2). Dots mean nothing there, and
// nothing ends a chunk but its size, which is only ever counted down, and never allocated.
typedef struct smtpwire_chunk_reader smtpwire_chunk_reader;

// Adds up the sizes of the chunks of one message.
typedef struct smtpwire_chunk_total smtpwire_chunk_total;

// A client's connection to a server. It does no I/O: the program moves octets between it and a socket.
//
// Each command that is queued has an id, and the event of its reply names it. With PIPELINING
// several are under way at once; the client sees to it that none is sent before it may be.
typedef struct smtpwire_client smtpwire_client;

// How clients behave: limits, timeouts, options. It is made once, changed, and given to as many
// clients as one likes; each takes a copy. Several threads may make clients of one at once, while
// nobody changes it.
typedef struct smtpwire_client_config smtpwire_client_config;

// How a client does TLS: whom it trusts, what it shows of itself, which versions it speaks. Made
// once and used for any number of connections, by several threads at once.
//
// Sessions are not resumed and no application protocol is negotiated, so that each connection
// proves by itself whom it reaches.
typedef struct smtpwire_client_tls smtpwire_client_tls;

// Makes a `smtpwire_client_tls`. What most want stands in it at first: Mozilla's roots, no client
// certificate, TLS 1.2 and 1.3.
typedef struct smtpwire_client_tls_builder smtpwire_client_tls_builder;

// A command: one line that a client sends, as a value (RFC 5321 section 4.1.1).
//
// It never changes. Several threads may look at one at once.
typedef struct smtpwire_command smtpwire_command;

// The content of a message that several mailers send: it is there once, however many send it. Several
// threads may use one at once.
typedef struct smtpwire_content smtpwire_content;

// What a client logs in with. Nothing shows the password or the token that it holds, and the memory is
// overwritten when it is freed. Several threads may look at one.
typedef struct smtpwire_credentials smtpwire_credentials;

// The TLSA records of one server, which DNSSEC proves. No DNS is spoken here: the program asks for
// the records of `smtpwire_tlsa_name` with a resolver that validates (RFC 7672 section 2.1.1).
//
// Records that are proven are added here, and the whole is given to `smtpwire_peer_set_dane`; none at
// all demand nothing. An answer from a zone that is not signed counts for nothing: nothing is added.
// Where there is no answer that could be trusted (bogus, SERVFAIL, none in time), the server is not
// used: the answer may be suppressed by whoever stands in between (section 2.1.2).
typedef struct smtpwire_dane smtpwire_dane;

// An envelope (RFC 5321 section 2.3.1): the reverse-path, the recipients, and what is asked of the server for
// them. One can be sent many times. Several threads may look at one.
typedef struct smtpwire_envelope smtpwire_envelope;

// Why something failed: its status, what it was about, and a reply where there is one. It holds
// no secret that the library was given, unless the peer repeats it in its reply.
//
// Functions that can explain themselves take a `smtpwire_error **` as their last argument, which may be
// NULL. Where they fail they write a new error there, which the caller frees with
// `smtpwire_error_free`; where they don't, they write nothing. Several threads may look at one.
typedef struct smtpwire_error smtpwire_error;

// Something that happened on a connection: its kind, and the fields that this kind has.
//
// It belongs to the connection that handed it out and lasts, with all that is asked out of it, until
// the next call of `..._next_event` on that connection, or until that is freed. Other calls on the
// connection may be made while one looks at it. Nobody frees it.
typedef struct smtpwire_event smtpwire_event;

// What a reply means, why it came, and what to do. The sentences are for people and may change from
// version to version; category, topic and the numbers are for programs and stay. Several threads may
// look at one.
typedef struct smtpwire_explanation smtpwire_explanation;

// Cuts a stream of octets, which comes in pieces of any size, into lines.
//
// It never holds more than the limit of a line and 4096 octets. A line that is over the limit, or that
// holds a bare CR, a bare LF or a NUL, is an error once, when its end has come; the next line is
// unharmed (RFC 5321 section 4.5.3.1.9).
typedef struct smtpwire_framer smtpwire_framer;

// A certificate with what leads from it to a root, and its private key. A server needs one; a
// client may have one, to log in by it (EXTERNAL). The key can't be got out again, and shows
// nowhere. Several threads may look at one.
typedef struct smtpwire_identity smtpwire_identity;

// A connection that sends messages by itself: it greets, brings up TLS, logs in, pipelines, chooses BDAT or
// DATA, and ends each message with an outcome for each recipient. It does no I/O: the program moves octets
// between it and a socket.
typedef struct smtpwire_mailer smtpwire_mailer;

// How mailers behave: who they say they are, how they secure the connection, how they log in. It is made
// once, changed, and given to as many mailers as one likes; each takes a copy. Several threads may make
// mailers of one at once, while nobody changes it.
typedef struct smtpwire_mailer_config smtpwire_mailer_config;

// What has become of a message: an outcome for each recipient, the server's final reply, its queue id. It
// belongs to the event that it was asked out of.
typedef struct smtpwire_outcome smtpwire_outcome;

// The parameters of one MAIL or one RCPT command, each keyword at most once (RFC 5321 section
// 4.1.2). Those that have functions of their own stand in the order of these functions, whatever order they
// came in; the others stand behind them and keep theirs.
//
// What is handed out of it lasts until something is added. Several threads may look at one at once, as long
// as none adds to it.
typedef struct smtpwire_parameters smtpwire_parameters;

// Whom a client wants to reach: the names that its certificate may carry (RFC 7817 section 3),
// and what is known of it beforehand by DANE and MTA-STS. Connections copy it; several threads
// may look at one.
typedef struct smtpwire_peer smtpwire_peer;

// What a proxy says, before the greeting, about the connection that it forwards (the PROXY protocol,
// versions 1 and 2). A server expects one only where it is configured to, and only from peers that it
// trusts.
//
// Several threads may look at one at once.
typedef struct smtpwire_proxy_header smtpwire_proxy_header;

// A reply of a server: its code, its enhanced code, its lines (RFC 5321 section 4.2, RFC 3463).
//
// Several threads may look at one at once.
typedef struct smtpwire_reply smtpwire_reply;

// Reads replies that arrive in pieces of any size, in time linear in their length.
typedef struct smtpwire_reply_reader smtpwire_reply_reader;

// What the checker says of a transcript. No password, token or other secret of a login stands in
// it. Several threads may look at one.
typedef struct smtpwire_report smtpwire_report;

// Whom a program trusts to vouch for the other side: a set of root certificates, empty at first.
//
// A certificate that the other side itself shows may be given as a root, as people do who run a
// server with a self-signed one. Several threads may look at roots, and build with them.
typedef struct smtpwire_roots smtpwire_roots;

// What a client is willing to do to log in. Several threads may look at one.
typedef struct smtpwire_sasl_policy smtpwire_sasl_policy;

// Looks for the first bare CR, bare LF, NUL or over-long line in content that comes in pieces of any
// size. For text in BDAT chunks, use one for all chunks of a message: a CRLF may be cut by the border
// between two of them (RFC 3030 section 2).
typedef struct smtpwire_scanner smtpwire_scanner;

// What a server keeps of a password for SCRAM. Whoever has it can't log in with it, but can try
// passwords out on it. Several threads may look at one.
typedef struct smtpwire_scram_verifier smtpwire_scram_verifier;

// A server's connection with a client. It does no I/O: the program moves octets between it and a socket.
//
// What the client says comes as events. Behind those that the program wants to decide about
// (`smtpwire_server_config_set_decisions`) the connection waits for an answer, and its step is
// `SMTPWIRE_STEP_PAUSED` until there is one; all else it answers by itself.
typedef struct smtpwire_server smtpwire_server;

// How servers behave: what they offer, demand and put up with, and what the program decides itself.
//
// It is made once, changed, and given to all connections, which share it: none of them copies it.
// A change counts for connections that are made later. Several threads may make connections of one
// at once, while nobody changes it.
typedef struct smtpwire_server_config smtpwire_server_config;

// How a server does TLS: what it shows of itself by the name that a client asks for, and what it
// wants to see of the client. Made once and used for any number of connections, by several threads
// at once.
typedef struct smtpwire_server_tls smtpwire_server_tls;

// Makes a `smtpwire_server_tls`. What most want stands in it at first: no client certificates, TLS
// 1.2 and 1.3. It needs an identity.
typedef struct smtpwire_server_tls_builder smtpwire_server_tls_builder;

// The MTA-STS policy of a domain (RFC 8461 section 3.2): which servers take its mail. Nothing is
// fetched here. The program looks up the TXT records of `smtpwire_sts_record_name`, and when their id
// is another than that of the policy it knows, or that policy is no longer fresh, it fetches
// `smtpwire_sts_policy_url`: with a certificate that is verified, without following redirects,
// within a minute. A policy that is known and fresh counts as long as no other can be fetched.
//
// Several threads may look at one.
typedef struct smtpwire_sts_policy smtpwire_sts_policy;

// Writes content for DATA: doubles the dot of each line that starts with one, and adds the end mark
// (RFC 5321 section 4.5.2).
//
// What it writes holds CRLF `.` CRLF (for empty content `.` CRLF) once, as its last octets, and no bare
// CR, bare LF or NUL anywhere, whatever the content and however it was cut.
typedef struct smtpwire_stuffer smtpwire_stuffer;

// Text or octets that a call made, and that the caller frees. Several threads may look at one.
typedef struct smtpwire_text smtpwire_text;

// Why a handshake failed, or why a certificate was not believed: a kind for programs, and
// sentences for people. It stands inside another object and lasts as long as that says; nobody
// frees it by itself. Several threads may look at one.
typedef struct smtpwire_tls_failure smtpwire_tls_failure;

// What was agreed upon in a handshake, and whom it reached: for logs, for the trace header, for a
// decision. It holds no key. It stands inside a connection and lasts as long as that says; nobody
// frees it by itself. Several threads may look at one.
typedef struct smtpwire_tls_session smtpwire_tls_session;

// Where a domain wants reports on TLS (RFC 8460 section 3). Several threads may look at one.
typedef struct smtpwire_tlsrpt smtpwire_tlsrpt;

// Reads content behind DATA: takes stuffed dots away, and finds the end mark (RFC 5321 section 4.5.2).
//
// Nothing but CRLF `.` CRLF ends the content, and `.` CRLF at its very start. What content must not hold
// does not stop the reading: it goes on to the true end, so that nothing behind a fault is taken for
// commands. From a fault on no more content is handed out, and `smtpwire_unstuffer_outcome` tells what
// the reply to the message must be.
typedef struct smtpwire_unstuffer smtpwire_unstuffer;

// Some text in UTF-8, without a NUL at its end: where it begins, and how many octets it has.
//
// It lasts as `smtpwire_bytes` do. `smtpwire_str_of("text")` makes one of a C string.
typedef struct {
  // Where it begins.
  const char *data;
  // How many octets it has.
  size_t len;
} smtpwire_str;

// Some octets: where they begin, and how many there are.
//
// Given to a function, they are copied, and need to last for the call only. Handed out, they belong
// to the object that they came from, and last as the top of this header or the function says. `data` may be
// NULL where `len` is 0.
typedef struct {
  // Where they begin.
  const uint8_t *data;
  // How many there are.
  size_t len;
} smtpwire_bytes;

// A point in time as it is written: a date of the Gregorian calendar, a time of day, and how far that is from
// UTC.
typedef struct {
  // 0 to 9999.
  uint16_t year;
  // 1 to 12.
  uint8_t month;
  // 1 to 31.
  uint8_t day;
  // 0 to 23.
  uint8_t hour;
  // 0 to 59.
  uint8_t minute;
  // 0 to 60; 60 is a leap second.
  uint8_t second;
  // It is written with `Z`; `offset_minutes` counts for nothing then, and is 0 where this is handed out.
  bool utc;
  // Minutes east of UTC, -1439 to 1439.
  int16_t offset_minutes;
  // 0 to 999999999.
  uint32_t nanosecond;
} smtpwire_datetime;

// One line of what is offered.
typedef struct {
  // A `smtpwire_keyword`; `SMTPWIRE_KEYWORD_OTHER` for one that is not known,
  // `SMTPWIRE_KEYWORD_MALFORMED` for a line that is no keyword line.
  uint32_t keyword;
  // The keyword: in capitals when it is known, else as it was written; empty for a malformed line.
  smtpwire_str name;
  // The words behind the keyword, parted by single spaces; of a malformed line, all of it.
  smtpwire_bytes text;
} smtpwire_capability;

// An attribute of XCLIENT or XFORWARD: its name, `ADDR` or `HELO` for example, and its value without xtext coding.
typedef struct {
  // Letters, digits and hyphens.
  smtpwire_str name;
  // Text without control characters.
  smtpwire_str value;
} smtpwire_attribute;

// An enhanced status code (RFC 3463): class.subject.detail. Class 0: there is none.
typedef struct {
  // 2, 4 or 5; 0 for none.
  uint8_t class_;
  // 0 to 999.
  uint16_t subject;
  // 0 to 999.
  uint16_t detail;
} smtpwire_enhanced_code;

// What is known of a reply code. The texts last for ever.
typedef struct {
  // The category when nothing but the number is known, as `smtpwire_explanation_category` has it.
  smtpwire_str category;
  // What the server says by it, in plain words.
  smtpwire_str meaning;
  // The most likely reason.
  smtpwire_str cause;
  // The next step.
  smtpwire_str remedy;
  // Who defines it; empty where no RFC does.
  smtpwire_str rfc;
  // How well founded it is.
  smtpwire_registry_standing standing;
} smtpwire_reply_code_meaning;

// What is known of an EHLO keyword. The texts last for ever.
typedef struct {
  // The keyword as it is registered.
  smtpwire_str keyword;
  // The RFC, or who else defines it.
  smtpwire_str reference;
  // What it is for.
  smtpwire_str purpose;
  // What may follow the keyword in the EHLO reply; empty where nothing may.
  smtpwire_str ehlo_parameters;
  // Octets that it adds to the 512 of a MAIL line; -1 where its RFC names no number.
  int32_t mail_line_increment;
  // Octets that it adds to the 512 of an RCPT line; -1 where its RFC names no number.
  int32_t rcpt_line_increment;
  // How well founded it is.
  smtpwire_registry_standing standing;
} smtpwire_keyword_meaning;

// What is known of a SASL mechanism. The texts last for ever.
typedef struct {
  // The registered name; "*" at the end stands for a family.
  smtpwire_str name;
  // Whether the client speaks first, so that an initial response may stand on the AUTH line.
  bool client_first;
  // Whether a password, or a token that serves as one, crosses the connection readably: such a
  // mechanism belongs inside TLS only.
  bool sends_secret;
  // Whether it binds the login to the TLS channel.
  bool channel_binding;
  // How well founded it is.
  smtpwire_registry_standing standing;
  // Where it is defined; empty where that is not public.
  smtpwire_str reference;
  // Whether to use it.
  smtpwire_str advice;
} smtpwire_mechanism_meaning;

// One thing that the checker looks for. The texts last for ever.
typedef struct {
  // Its name, as `smtpwire_finding` has it.
  smtpwire_str id;
  // What part of the dialog it is about: "order", "syntax", "offers", "limits", "replies", "tls", "auth",
  // "content" or "session".
  smtpwire_str area;
  // The gravest severity that its findings have.
  smtpwire_finding_severity severity;
  // What it follows from, as in "RFC 5321 section 4.1.4".
  smtpwire_str rfc;
  // What it finds, in one sentence.
  smtpwire_str summary;
} smtpwire_rule;

// One thing that the checker found. Its texts last as long as the report, and hold no secret.
typedef struct {
  // The rule's name, as in "mail-before-ehlo"; it stays the same from version to version.
  // `smtpwire_explain_rule` tells more of it.
  smtpwire_str rule;
  // How grave it is.
  smtpwire_finding_severity severity;
  // The line in the transcript, from 1.
  size_t line;
  // The column in that line, from 1 and in characters.
  size_t column;
  // Where it is in the transcript, in octets from its start.
  size_t offset;
  // How many octets of the transcript it is about.
  size_t length;
  // Where it is written, as in "RFC 5321 section 4.1.4".
  smtpwire_str rfc;
  // What is wrong, in whole sentences.
  smtpwire_str message;
  // What to do about it, in whole sentences.
  smtpwire_str advice;
} smtpwire_finding;

// What has become of a message for one recipient. Texts and reply last as long as the outcome.
typedef struct {
  // The recipient, without brackets.
  smtpwire_str path;
  // What has become of it.
  smtpwire_recipient_status status;
  // At which step the server refused.
  smtpwire_stage stage;
  // The server's reply; NULL where the recipient was not tried or nobody can tell.
  const smtpwire_reply *reply;
  // Why it was not tried.
  smtpwire_not_tried not_tried;
  // The same in a sentence; empty where it was tried.
  smtpwire_str reason;
  // Whether trying again later makes sense.
  bool is_retryable;
} smtpwire_recipient_outcome;

// An IP address and a port.
typedef struct {
  // The address in the order of the network; of an IPv4 address the first four octets count.
  uint8_t octets[16];
  // How many octets the address has: 4 or 16.
  uint8_t length;
  // The port, in the order of the host.
  uint16_t port;
} smtpwire_endpoint;

// A further fact in a version 2 header.
typedef struct {
  // What the value means: 1 the protocol agreed on by ALPN, 2 the host name that the client asked for,
  // 4 padding, 5 an identifier of the connection, 0x20 what is known of the client's TLS session, 0x30
  // the network namespace; any other number may stand here, too.
  uint8_t kind;
  // The value.
  smtpwire_bytes value;
} smtpwire_proxy_tlv;

// One TLSA record (RFC 6698 section 2).
typedef struct {
  // Whose certificate it speaks of: 2 (DANE-TA) and 3 (DANE-EE) are used in SMTP.
  uint8_t usage;
  // Whether it speaks of the certificate (0) or of its key (1).
  uint8_t selector;
  // Whether the data is what is selected itself (0), its SHA-256 (1) or its SHA-512 (2).
  uint8_t matching;
  // The certificate association data.
  smtpwire_bytes data;
  // Whether a certificate is compared with it: it can be used, and no stronger digest stands for
  // the same usage and selector (RFC 7671 section 9).
  bool in_force;
  // Why it can't be used, in a sentence; empty where it can.
  smtpwire_str problem;
} smtpwire_tlsa;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Reads an address of this kind, strictly by the grammar of RFC 5321 and RFC 6531; a source route in a
// path is checked and dropped. It is written as it was read, but for that and for IP addresses.
//
// `kind` is a `smtpwire_address_kind`; `*address` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for a kind that
// is none, `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_MALFORMED` for what is no such address; `*error` has the
// name of what is wrong and the octet where.
smtpwire_status smtpwire_address_parse(uint32_t kind,
                                       smtpwire_str text,
                                       smtpwire_address **address,
                                       smtpwire_error **error);

// A domain: labels of letters, digits and inner hyphens, parted by dots, or U-labels; at most 255 octets.
//
// `*address` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for what is no domain.
smtpwire_status smtpwire_address_new_domain(smtpwire_str name,
                                            smtpwire_address **address,
                                            smtpwire_error **error);

// An address literal of an IP address, given by its octets in the network's order: 4 for IPv4, 16 for
// IPv6.
//
// `*address` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other number of octets.
smtpwire_status smtpwire_address_new_ip(smtpwire_bytes octets,
                                        smtpwire_address **address,
                                        smtpwire_error **error);

// A general address literal, `[tag:content]`: a tag of letters, digits and inner hyphens, a content of
// printable ASCII without `[`, backslash and `]`.
//
// `*address` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for parts that are none, or
// that read as an IPv6 address.
smtpwire_status smtpwire_address_new_general(smtpwire_str tag,
                                             smtpwire_str content,
                                             smtpwire_address **address,
                                             smtpwire_error **error);

// A local part as it is written, with its quotes if it has any: at most 64 octets.
//
// `*address` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for what is no local part.
smtpwire_status smtpwire_address_new_local_part(smtpwire_str written,
                                                smtpwire_address **address,
                                                smtpwire_error **error);

// The local part that means these characters, written with as little quoting as can be: `jo ann` becomes
// `"jo ann"`.
//
// `*address` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for nothing, for a control
// character, and for more than 64 octets once it is written.
smtpwire_status smtpwire_address_new_local_part_from_content(smtpwire_str content,
                                                             smtpwire_address **address,
                                                             smtpwire_error **error);

// A mailbox of a local part and a host: a domain or an address literal. Both are copied.
//
// `*address` is to be freed. `SMTPWIRE_INVALID_VALUE` where one of the two is something else, or where they
// have more than 254 octets together.
smtpwire_status smtpwire_address_new_mailbox(const smtpwire_address *local_part,
                                             const smtpwire_address *host,
                                             smtpwire_address **address,
                                             smtpwire_error **error);

// The null path, `<>`: a reverse path. `*address` is to be freed.
smtpwire_status smtpwire_address_new_null_path(smtpwire_address **address);

// The recipient without a domain, `<Postmaster>`: a forward path. `*address` is to be freed.
smtpwire_status smtpwire_address_new_postmaster(smtpwire_address **address);

// A copy of an address, as one of this kind: a mailbox becomes the path to it or the other way round, a
// domain or an address literal a host.
//
// `*copy` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for a kind that is none, `SMTPWIRE_INVALID_VALUE` for an
// address that is none of this kind: the null path is no forward path.
smtpwire_status smtpwire_address_as(const smtpwire_address *address,
                                    uint32_t kind,
                                    smtpwire_address **copy,
                                    smtpwire_error **error);

// What it was read as, or built as; `SMTPWIRE_ADDRESS_KIND_NONE` for NULL.
smtpwire_address_kind smtpwire_address_kind_of(const smtpwire_address *address);

// What it is; `SMTPWIRE_ADDRESS_FORM_NONE` for NULL.
smtpwire_address_form smtpwire_address_form_of(const smtpwire_address *address);

// The address as it is written, a path with its brackets. It lasts as long as the address.
smtpwire_str smtpwire_address_text(const smtpwire_address *address);

// The local part of a mailbox or of the path to one, or a local part itself, as it is written: quotes and
// all. `SMTPWIRE_ABSENT` for all others. It lasts as long as the address.
smtpwire_status smtpwire_address_local_part(const smtpwire_address *address,
                                            smtpwire_str *local_part);

// What the local part means: without quotes and backslashes. `SMTPWIRE_ABSENT` where there is none. It lasts
// as long as the address.
smtpwire_status smtpwire_address_local_part_content(const smtpwire_address *address,
                                                    smtpwire_str *content);

// The host of a mailbox or of the path to one, as an address of its own that lasts as long as this one and
// is not to be freed. `SMTPWIRE_ABSENT` for all others.
smtpwire_status smtpwire_address_host(const smtpwire_address *address,
                                      const smtpwire_address **host);

// The octets of an IP address in the network's order, 4 or 16. `SMTPWIRE_ABSENT` for what is no IP address,
// a mailbox at one among them: ask its host. They last as long as the address.
smtpwire_status smtpwire_address_ip(const smtpwire_address *address,
                                    smtpwire_bytes *octets);

// The tag of a general address literal. `SMTPWIRE_ABSENT` for all others. It lasts as long as the address.
smtpwire_status smtpwire_address_tag(const smtpwire_address *address,
                                     smtpwire_str *tag);

// What stands behind the tag of a general address literal. `SMTPWIRE_ABSENT` for all others. It lasts as
// long as the address.
smtpwire_status smtpwire_address_content(const smtpwire_address *address,
                                         smtpwire_str *content);

// Whether every octet is ASCII, so that no SMTPUTF8 is needed to send it; false for NULL.
bool smtpwire_address_is_ascii(const smtpwire_address *address);

// Whether two addresses mean the same. Domains are compared without regard to the case of ASCII letters, local
// parts by what they mean: `"jo"` is `jo`, and `Jo` another one. Kinds don't matter: a mailbox equals the path to
// it. NULL equals nothing.
bool smtpwire_address_equal(const smtpwire_address *address,
                            const smtpwire_address *other);

// A number for tables: equal addresses have the same. It differs from one run of a program to the next, so
// that nobody can send addresses that were made to meet in one place; don't keep it. 0 for NULL.
uint64_t smtpwire_address_hash(const smtpwire_address *address);

// Ends an address; NULL is none.
void smtpwire_address_free(smtpwire_address *address);

// Reads what a reply to EHLO or LHLO offers; the reply is not needed any more then.
//
// Kind to real servers: keywords in any case, a space before a keyword, `AUTH=`, an empty first line. A
// parameter that is malformed does not hide its keyword, and a line that is no keyword line is kept as
// malformed.
smtpwire_status smtpwire_capabilities_parse(const smtpwire_reply *reply,
                                            smtpwire_capabilities **capabilities);

// Capabilities to offer, without a line as yet. `greeting` is the text of the reply's first line: the
// server's name, and perhaps a greeting.
smtpwire_status smtpwire_capabilities_new(smtpwire_str greeting,
                                          smtpwire_capabilities **capabilities);

// The text of the reply's first line: the server's name, and perhaps a greeting.
smtpwire_bytes smtpwire_capabilities_greeting(const smtpwire_capabilities *capabilities);

// Whether a keyword is offered; `keyword` is a `smtpwire_keyword`. `false` for one that is not known.
bool smtpwire_capabilities_offers(const smtpwire_capabilities *capabilities,
                                  uint32_t keyword);

// The largest message that is taken, in octets (RFC 1870). `SMTPWIRE_ABSENT` where no limit is stated.
smtpwire_status smtpwire_capabilities_size(const smtpwire_capabilities *capabilities,
                                           uint64_t *size);

// How many SASL mechanisms there are on all AUTH lines, each counted once (RFC 4954).
size_t smtpwire_capabilities_mechanism_count(const smtpwire_capabilities *capabilities);

// A SASL mechanism, from 0, in the server's order, as it was written. `SMTPWIRE_OUT_OF_RANGE` where there
// are fewer.
smtpwire_status smtpwire_capabilities_mechanism(const smtpwire_capabilities *capabilities,
                                                size_t index,
                                                smtpwire_str *mechanism);

// A limit that the server announces for the session (RFC 9422); the first LIMITS line counts. `which` is
// a `smtpwire_session_limit`, else `SMTPWIRE_OUT_OF_RANGE`. `SMTPWIRE_ABSENT` where it is not stated.
smtpwire_status smtpwire_capabilities_limit(const smtpwire_capabilities *capabilities,
                                            uint32_t which,
                                            uint32_t *limit);

// The first line with a keyword, for the questions that are about one line; `keyword` is a
// `smtpwire_keyword`, else `SMTPWIRE_OUT_OF_RANGE`. `SMTPWIRE_ABSENT` where it is not offered.
smtpwire_status smtpwire_capabilities_find(const smtpwire_capabilities *capabilities,
                                           uint32_t keyword,
                                           size_t *index);

// The reply to EHLO or LHLO that offers this, to be freed.
//
// `SMTPWIRE_INVALID_VALUE` when the greeting or a malformed line holds a control character or is no UTF-8, and
// for a line of more than 506 octets: split, its second half would read as a keyword of its own.
smtpwire_status smtpwire_capabilities_reply(const smtpwire_capabilities *capabilities,
                                            smtpwire_reply **reply,
                                            smtpwire_error **error);

// Whether two offer the same, greeting and order of lines included; NULL is equal to nothing.
bool smtpwire_capabilities_equal(const smtpwire_capabilities *one,
                                 const smtpwire_capabilities *other);

// Ends it; NULL is none.
void smtpwire_capabilities_free(smtpwire_capabilities *capabilities);

// Offers a keyword, a `smtpwire_keyword`, with these words behind it, of which there may be none:
// mechanisms behind AUTH and X-EXPS, one word at most behind MT-PRIORITY and NO-SOLICITING, any behind the
// others. SIZE, DELIVERBY and LIMITS take none here: they have functions of their own.
//
// `SMTPWIRE_OUT_OF_RANGE` for a number that is no known keyword; `SMTPWIRE_INVALID_VALUE` for a word that is not
// printable ASCII without a space, for AUTH without a mechanism, and for words where there may be none.
smtpwire_status smtpwire_capabilities_add_words(smtpwire_capabilities *capabilities,
                                                uint32_t keyword,
                                                const smtpwire_str *words,
                                                size_t word_count,
                                                smtpwire_error **error);

// Offers a keyword, a `smtpwire_keyword`, with nothing behind it. Fails as
// `smtpwire_capabilities_add_words` does.
smtpwire_status smtpwire_capabilities_add(smtpwire_capabilities *capabilities,
                                          uint32_t keyword,
                                          smtpwire_error **error);

// Offers a keyword that is not known here, with these words behind it, of which there may be none.
// `SMTPWIRE_INVALID_VALUE` for a keyword or a word that is not printable ASCII without a space, and for a
// keyword that is known.
smtpwire_status smtpwire_capabilities_add_other(smtpwire_capabilities *capabilities,
                                                smtpwire_str keyword,
                                                const smtpwire_str *words,
                                                size_t word_count,
                                                smtpwire_error **error);

// Offers SIZE with the largest message that is taken, in octets (RFC 1870). To offer it without stating a
// limit, add `SMTPWIRE_KEYWORD_SIZE` by `smtpwire_capabilities_add`.
smtpwire_status smtpwire_capabilities_add_size(smtpwire_capabilities *capabilities,
                                               uint64_t size);

// Offers DELIVERBY with the least time that may be given with mode R, in seconds (RFC 2852 section 4).
smtpwire_status smtpwire_capabilities_add_deliver_by(smtpwire_capabilities *capabilities,
                                                     uint32_t seconds);

// Offers LIMITS (RFC 9422): transactions in the session, recipients in a transaction, different recipient
// domains in a transaction; 0 states no such limit. `SMTPWIRE_OUT_OF_RANGE` for more than 999999.
smtpwire_status smtpwire_capabilities_add_limits(smtpwire_capabilities *capabilities,
                                                 uint32_t mail_max,
                                                 uint32_t rcpt_max,
                                                 uint32_t rcpt_domain_max);

// Offers FUTURERELEASE with the longest time that a message is held, in seconds, and the latest time until
// which it is (RFC 4865). `SMTPWIRE_OUT_OF_RANGE` for what is no time.
smtpwire_status smtpwire_capabilities_add_future_release(smtpwire_capabilities *capabilities,
                                                         uint32_t seconds,
                                                         const smtpwire_datetime *until);

// Adds a line that is no keyword line, as a test of a client may want to. What it holds is looked at when
// the reply is made.
smtpwire_status smtpwire_capabilities_add_malformed(smtpwire_capabilities *capabilities,
                                                    smtpwire_bytes octets);

// How many lines there are behind the first.
size_t smtpwire_capabilities_count(const smtpwire_capabilities *capabilities);

// A line, from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_capabilities_at(const smtpwire_capabilities *capabilities,
                                         size_t index,
                                         smtpwire_capability *line);

// How many words a line has behind its keyword, as they were understood: the mechanisms of AUTH that are
// names, the limits of LIMITS that are good, SIZE's number. 0 for a malformed line, and where there is no
// such line.
size_t smtpwire_capabilities_word_count(const smtpwire_capabilities *capabilities,
                                        size_t index);

// A word of a line, both from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_capabilities_word(const smtpwire_capabilities *capabilities,
                                           size_t index,
                                           size_t word_index,
                                           smtpwire_str *word);

// The number of a line: SIZE's in octets, the least time of DELIVERBY (RFC 2852) and the longest time of
// FUTURERELEASE (RFC 4865) in seconds. `SMTPWIRE_ABSENT` where it is not stated, and for other lines;
// `SMTPWIRE_OUT_OF_RANGE` where there is no such line.
smtpwire_status smtpwire_capabilities_number(const smtpwire_capabilities *capabilities,
                                             size_t index,
                                             uint64_t *number);

// The latest time until which FUTURERELEASE lets a message be held (RFC 4865). `SMTPWIRE_ABSENT` for other
// lines; `SMTPWIRE_OUT_OF_RANGE` where there is no such line.
smtpwire_status smtpwire_capabilities_hold_until(const smtpwire_capabilities *capabilities,
                                                 size_t index,
                                                 smtpwire_datetime *time);

// A limit that one LIMITS line announces (RFC 9422); `which` is a `smtpwire_session_limit`.
// `SMTPWIRE_ABSENT` where it is not stated, and for other lines; `SMTPWIRE_OUT_OF_RANGE` where there is no
// such line, or no such limit.
smtpwire_status smtpwire_capabilities_line_limit(const smtpwire_capabilities *capabilities,
                                                 size_t index,
                                                 uint32_t which,
                                                 uint32_t *limit);

// A reader of a chunk of `size` octets.
smtpwire_status smtpwire_chunk_reader_new(uint64_t size, smtpwire_chunk_reader **reader);

// Splits the input into octets of the chunk and what stands behind it, which is commands. Both views are
// of `input` itself: nothing is copied, and they last as long as it does. The octets of a chunk that is
// being discarded are not handed out: `*chunk` is empty then.
smtpwire_status smtpwire_chunk_reader_push(smtpwire_chunk_reader *reader,
                                           smtpwire_bytes input,
                                           smtpwire_bytes *chunk,
                                           smtpwire_bytes *rest);

// How many octets of the chunk have not come yet.
uint64_t smtpwire_chunk_reader_remaining(const smtpwire_chunk_reader *reader);

// Whether all of the chunk has come.
bool smtpwire_chunk_reader_is_done(const smtpwire_chunk_reader *reader);

// Drops what is still to come of the chunk. The octets of a chunk that was refused are on their way all the
// same, and are counted and dropped before the reply (RFC 3030 section 2).
smtpwire_status smtpwire_chunk_reader_discard(smtpwire_chunk_reader *reader);

// Whether the octets of the chunk are being dropped.
bool smtpwire_chunk_reader_is_discarding(const smtpwire_chunk_reader *reader);

// Ends a reader; NULL is none.
void smtpwire_chunk_reader_free(smtpwire_chunk_reader *reader);

// A total for a message of at most `limit` octets, `SMTPWIRE_UNLIMITED` for any that can be counted.
smtpwire_status smtpwire_chunk_total_new(uint64_t limit,
                                         smtpwire_chunk_total **total);

// Adds the announced size of a chunk, before any of it is read. `SMTPWIRE_MALFORMED` where the message would
// be larger than the limit; the total stays as it was. The chunk has to be read and dropped, and the
// reply is 552.
smtpwire_status smtpwire_chunk_total_add(smtpwire_chunk_total *total,
                                         uint64_t size,
                                         smtpwire_error **error);

// The octets of all chunks so far.
uint64_t smtpwire_chunk_total_octets(const smtpwire_chunk_total *total);

// Ends a total; NULL is none.
void smtpwire_chunk_total_free(smtpwire_chunk_total *total);

// Queues AUTH with the strongest mechanism that the server offers, the policy allows and the credentials
// fit (RFC 4954). The whole exchange is done here; it ends as `SMTPWIRE_EVENT_AUTHENTICATED`, or as
// `SMTPWIRE_EVENT_REPLY` with the server's refusal.
//
// `policy` may be NULL for the default: no password and no token without verified TLS. `binding` is the
// channel binding of the program's own TLS, or NULL; a client whose TLS this library does knows its own.
// `entropy` is 16 to 64 octets that nobody can guess, new for each call. `*id` is the command's id; `id` may
// be NULL.
//
// `SMTPWIRE_NOT_OFFERED` without AUTH, `SMTPWIRE_PLAINTEXT_CREDENTIALS` when only TLS is missing,
// `SMTPWIRE_NO_MECHANISM` when no mechanism can be used (the error says why of each),
// `SMTPWIRE_INVALID_VALUE` for entropy of another length, `SMTPWIRE_OUT_OF_ORDER`.
smtpwire_status smtpwire_client_auth(smtpwire_client *client,
                                     const smtpwire_credentials *credentials,
                                     const smtpwire_sasl_policy *policy,
                                     const smtpwire_channel_binding *binding,
                                     smtpwire_bytes entropy,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues AUTH for an exchange that the program does itself: each challenge comes as
// `SMTPWIRE_EVENT_CHALLENGE`. `initial` is the initial response in plain octets, without base64; NULL is none.
// `*id` is the command's id; `id` may be NULL.
//
// `SMTPWIRE_NO_MECHANISM` where the server does not offer it, `SMTPWIRE_PLAINTEXT_CREDENTIALS` without verified
// TLS unless `SMTPWIRE_CLIENT_PLAINTEXT_AUTH` is on, `SMTPWIRE_INVALID_VALUE` for what is no mechanism's name.
smtpwire_status smtpwire_client_auth_raw(smtpwire_client *client,
                                         smtpwire_str mechanism,
                                         const smtpwire_bytes *initial,
                                         uint64_t *id,
                                         smtpwire_error **error);

// Answers a challenge, in plain octets, without base64. `SMTPWIRE_NOTHING_TO_ANSWER` where none waits.
smtpwire_status smtpwire_client_auth_response(smtpwire_client *client,
                                              smtpwire_bytes response,
                                              smtpwire_error **error);

// Gives the exchange up. `SMTPWIRE_NOTHING_TO_ANSWER` where no challenge waits.
smtpwire_status smtpwire_client_auth_cancel(smtpwire_client *client, smtpwire_error **error);

// Why the client gave the last login up by itself, though the server only refused: a challenge that is
// malformed or asks for too much. `*name` is a name that stays the same from version to version and lasts
// for ever. `SMTPWIRE_ABSENT` where it did not.
smtpwire_status smtpwire_client_auth_failure(const smtpwire_client *client,
                                             smtpwire_str *name);

// Queues EHLO, or LHLO in LMTP, with the program's own name: "mx.example" or "[192.0.2.1]" (RFC 5321
// section 4.1.1.1). Its answer is `SMTPWIRE_EVENT_EHLO`, or `SMTPWIRE_EVENT_REPLY` when it is refused.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_INVALID_VALUE` for what is no name; `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_ehlo(smtpwire_client *client,
                                     smtpwire_str host,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues MAIL. `from` is the reverse-path, "a@b.example" with or without brackets, or "" for the null path;
// `parameters`, made for MAIL, may be NULL for none.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_INVALID_VALUE` for what is no path, `SMTPWIRE_NOT_OFFERED` where a parameter, or an address that is not
// ASCII, needs an extension that the server does not offer; `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_mail(smtpwire_client *client,
                                     smtpwire_str from,
                                     const smtpwire_parameters *parameters,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues RCPT. `to` is the forward-path, "a@b.example" with or without brackets, or "postmaster";
// `parameters`, made for RCPT, may be NULL for none.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// Fails as `smtpwire_client_mail`.
smtpwire_status smtpwire_client_rcpt(smtpwire_client *client,
                                     smtpwire_str to,
                                     const smtpwire_parameters *parameters,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues DATA. When the server is ready, `SMTPWIRE_EVENT_DATA_READY` says so; then comes the content.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_data(smtpwire_client *client,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues RSET, which ends the transaction.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_rset(smtpwire_client *client,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues NOOP.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_noop(smtpwire_client *client,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues QUIT; nothing may be queued behind it. The session ends with `SMTPWIRE_STEP_CLOSED`.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_quit(smtpwire_client *client,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues STARTTLS, alone. When the server is ready, `SMTPWIRE_EVENT_START_TLS` says so.
// A client whose TLS this library does needs this only with `SMTPWIRE_SECURITY_DISABLED`.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_starttls(smtpwire_client *client,
                                         uint64_t *id,
                                         smtpwire_error **error);

// Queues BDAT for a chunk of so many octets, the last or not (RFC 3030). The octets follow by
// `smtpwire_client_content` at once.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_NOT_OFFERED` without CHUNKING; `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_bdat(smtpwire_client *client,
                                     uint64_t size,
                                     bool last,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues VRFY with a name, an address or the name of a list.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_vrfy(smtpwire_client *client,
                                     smtpwire_str query,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues EXPN with a name, an address or the name of a list.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_expn(smtpwire_client *client,
                                     smtpwire_str query,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues HELP; `argument` may be NULL for none.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_help(smtpwire_client *client,
                                     const smtpwire_str *argument,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues ETRN (RFC 1985); `kind` is one of `smtpwire_node_kind`.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_RANGE` for a kind that is none, `SMTPWIRE_INVALID_VALUE` for what is no such name; `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_etrn(smtpwire_client *client,
                                     uint32_t kind,
                                     smtpwire_str name,
                                     uint64_t *id,
                                     smtpwire_error **error);

// Queues any command, made by one of the `smtpwire_command_new_...`.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_command(smtpwire_client *client,
                                        const smtpwire_command *command,
                                        uint64_t *id,
                                        smtpwire_error **error);

// Queues a line as it stands, without its CRLF: a verb that is not known here. `SMTPWIRE_INVALID_VALUE` for
// a line with a control character, or of a command that has a function of its own.
//
// `*id` is the command's id, which the event of its answer carries; `id` may be NULL.
// `SMTPWIRE_OUT_OF_ORDER` where it may not be said now.
// `SMTPWIRE_TOO_MANY_PENDING`, `SMTPWIRE_ALREADY_CLOSED` and the failure of the connection as for every command;
// nothing changes on failure.
smtpwire_status smtpwire_client_raw(smtpwire_client *client,
                                    smtpwire_str line,
                                    uint64_t *id,
                                    smtpwire_error **error);

// A configuration with the defaults.
smtpwire_status smtpwire_client_config_new(smtpwire_client_config **config);

// Sets a limit, one of `smtpwire_limit`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none, or for a value
// that it can't have.
smtpwire_status smtpwire_client_config_set_limit(smtpwire_client_config *config,
                                                 uint32_t limit,
                                                 uint64_t value);

// Sets a timeout, one of `smtpwire_timeout`, in milliseconds. `SMTPWIRE_OUT_OF_RANGE` for a number that is
// none.
smtpwire_status smtpwire_client_config_set_timeout_ms(smtpwire_client_config *config,
                                                      uint32_t timeout,
                                                      uint64_t milliseconds);

// Switches an option, one of `smtpwire_client_option`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
smtpwire_status smtpwire_client_config_set_option(smtpwire_client_config *config,
                                                  uint32_t option,
                                                  bool on);

// Whether a client can work with what is configured. A connection takes it as it is; a program that asks
// first can tell its operator: `*error` says which field is wrong, and why.
//
// `SMTPWIRE_INVALID_VALUE` where it can't.
smtpwire_status smtpwire_client_config_check(const smtpwire_client_config *config,
                                             smtpwire_error **error);

// Ends a configuration; NULL is none. Clients that were made of it go on.
void smtpwire_client_config_free(smtpwire_client_config *config);

// A client of a connection that has just come up, without TLS of this library: in plaintext, or with the
// program's own TLS. `SMTPWIRE_EVENT_START_TLS` says when a handshake is due; for a connection on which TLS
// is up already, set `SMTPWIRE_CLIENT_IMPLICIT_TLS`. `config` may be NULL for the defaults; it is copied.
smtpwire_status smtpwire_client_new(const smtpwire_client_config *config,
                                    uint64_t now_ms,
                                    smtpwire_client **client,
                                    smtpwire_error **error);

// A client of a connection on which the program's own TLS comes first, as on port 465: its first event is
// `SMTPWIRE_EVENT_START_TLS`. `config` may be NULL for the defaults; it is copied.
//
// `SMTPWIRE_INVALID_VALUE` with `SMTPWIRE_CLIENT_IMPLICIT_TLS`, which says that TLS is up already.
smtpwire_status smtpwire_client_new_awaiting_tls(const smtpwire_client_config *config,
                                                 uint64_t now_ms,
                                                 smtpwire_client **client,
                                                 smtpwire_error **error);

// A client whose TLS this library does: raw octets of the socket go in and out. `security` is one of
// `smtpwire_security`: with `SMTPWIRE_SECURITY_REQUIRED` and `..._OPPORTUNISTIC` STARTTLS, the handshake and EHLO
// inside TLS are done behind the program's EHLO; with `..._IMPLICIT` the handshake comes first, as on port 465.
//
// `tls` is what the program trusts, `peer` who the server must prove to be; all three are copied and may be
// freed. `config` may be NULL for the defaults.
smtpwire_status smtpwire_client_new_tls(const smtpwire_client_config *config,
                                        uint32_t security,
                                        const smtpwire_client_tls *tls,
                                        const smtpwire_peer *peer,
                                        uint64_t now_ms,
                                        smtpwire_client **client,
                                        smtpwire_error **error);

// Takes octets that were read from the server, at most `smtpwire_client_input_room`; they are copied. With TLS
// of this library they are the raw octets of the socket.
//
// Fails when the connection has failed, now or before, and then again with the same status:
// `SMTPWIRE_INPUT_BUFFER_FULL` for more octets than there is room for.
smtpwire_status smtpwire_client_receive(smtpwire_client *client,
                                        smtpwire_bytes octets,
                                        uint64_t now_ms,
                                        smtpwire_error **error);

// Takes in that the server has closed its side, or has reset the connection.
smtpwire_status smtpwire_client_receive_eof(smtpwire_client *client, uint64_t now_ms);

// How many octets may be received now; 0 where none should be read from the socket, and for NULL.
size_t smtpwire_client_input_room(const smtpwire_client *client);

// What happens next. `*step` is one of `smtpwire_step`; `*event` is the event when that is
// `SMTPWIRE_STEP_EVENT`, else NULL. The event belongs to the client, until the next call of this function.
//
// Fails when the connection has failed, now or before, and then again with the same status; what waits
// in the output should still be written.
smtpwire_status smtpwire_client_next_event(smtpwire_client *client,
                                           uint64_t now_ms,
                                           smtpwire_step *step,
                                           const smtpwire_event **event,
                                           smtpwire_error **error);

// What is to be written to the server; empty when there is nothing, and for NULL. The view lasts until the
// next call on this client that takes it as other than `const`.
smtpwire_bytes smtpwire_client_output(smtpwire_client *client);

// Says how many octets at the front of the output were written; some at a time is fine.
// `SMTPWIRE_ADVANCE_TOO_FAR` when the output holds fewer; nothing changes then.
smtpwire_status smtpwire_client_advance_output(smtpwire_client *client,
                                               size_t octets,
                                               smtpwire_error **error);

// When `smtpwire_client_handle_timeout` is due, in milliseconds of the program's clock; `SMTPWIRE_NEVER` when
// it is not, and for NULL.
uint64_t smtpwire_client_next_deadline_ms(const smtpwire_client *client);

// Tells the time. Called before the deadline it does nothing; after it the connection fails with one of
// the timeouts, which the next question for an event tells.
smtpwire_status smtpwire_client_handle_timeout(smtpwire_client *client,
                                               uint64_t now_ms);

// Ends a client, whatever state it is in; NULL is none. Sockets are the program's to close.
void smtpwire_client_free(smtpwire_client *client);

// Gives octets of the content, behind `SMTPWIRE_EVENT_DATA_READY` or behind BDAT. Dots are stuffed here for
// DATA. `*taken` is how many were taken: fewer than given when the output is full, so write it and give the
// rest again.
//
// `SMTPWIRE_UNEXPECTED_CONTENT` where none is expected or more than the chunk has,
// `SMTPWIRE_INVALID_CONTENT` for bare CR, bare LF, NUL or a line that is too long in DATA; nothing of the octets
// is sent then that was not taken.
smtpwire_status smtpwire_client_content(smtpwire_client *client,
                                        smtpwire_bytes octets,
                                        size_t *taken,
                                        smtpwire_error **error);

// How many octets of content would be taken now; 0 for NULL.
size_t smtpwire_client_content_room(const smtpwire_client *client);

// Ends the content of DATA. Its answer is `SMTPWIRE_EVENT_CONTENT_REPLY`, in LMTP one
// `SMTPWIRE_EVENT_RECIPIENT_REPLY` for each recipient that was accepted. A CRLF that is missing at the end is
// added.
//
// `SMTPWIRE_UNEXPECTED_CONTENT` where none is under way; `SMTPWIRE_INVALID_CONTENT` for a bare CR at its end.
smtpwire_status smtpwire_client_end_content(smtpwire_client *client,
                                            smtpwire_error **error);

// Where the session stands; `SMTPWIRE_PHASE_GREETED` for NULL.
smtpwire_phase smtpwire_client_phase(const smtpwire_client *client);

// Whether TLS protects the connection. False for NULL.
bool smtpwire_client_is_tls(const smtpwire_client *client);

// Whether TLS protects it and the server has proven who it is. False for NULL.
bool smtpwire_client_is_verified(const smtpwire_client *client);

// Whether the login succeeded. False for NULL.
bool smtpwire_client_is_authenticated(const smtpwire_client *client);

// Whether QUIT was queued. False for NULL.
bool smtpwire_client_is_quitting(const smtpwire_client *client);

// Whether the session is over, in order or by a failure. False for NULL.
bool smtpwire_client_is_over(const smtpwire_client *client);

// Whether the end of the content was written wholly: if the connection is lost now, the server may have
// taken the message. False for NULL.
bool smtpwire_client_content_end_sent(const smtpwire_client *client);

// How many commands were queued and not answered; 0 for NULL.
size_t smtpwire_client_pending(const smtpwire_client *client);

// One of the commands that are not answered, from 0: its id, its verb, and how much of it was written.
// `SMTPWIRE_OUT_OF_RANGE` where there are fewer. The pointers may be NULL for what does not matter.
smtpwire_status smtpwire_client_unanswered(const smtpwire_client *client,
                                           size_t index,
                                           uint64_t *id,
                                           smtpwire_verb *verb,
                                           smtpwire_sent *sent);

// What the server offers, as a copy that the caller frees. `SMTPWIRE_ABSENT` where nothing was learned yet, or
// where it was forgotten since TLS came up.
smtpwire_status smtpwire_client_capabilities(const smtpwire_client *client,
                                             smtpwire_capabilities **capabilities);

// The server's greeting, as a copy that the caller frees. `SMTPWIRE_ABSENT` before it came.
smtpwire_status smtpwire_client_greeting(const smtpwire_client *client, smtpwire_reply **greeting);

// Says that the program's own TLS is up, behind `SMTPWIRE_EVENT_START_TLS`. `verified` is whether the server has
// proven by its certificate who it is; passwords and tokens go only to one that has.
//
// `SMTPWIRE_NO_TLS_EXPECTED` where no handshake is due, or where this library does TLS.
smtpwire_status smtpwire_client_tls_established(smtpwire_client *client,
                                                bool verified,
                                                uint64_t now_ms,
                                                smtpwire_error **error);

// Says that the program's own TLS has failed, and why, in words for people; the connection fails with
// `SMTPWIRE_TLS_FAILED`.
//
// `SMTPWIRE_NO_TLS_EXPECTED` where TLS is neither due nor up, or where this library does TLS.
smtpwire_status smtpwire_client_tls_failed(smtpwire_client *client,
                                           smtpwire_str detail,
                                           smtpwire_error **error);

// What TLS of this library came to: version, cipher suite, the server's certificates. It lasts as long as the
// client. `SMTPWIRE_ABSENT` where it is not up.
smtpwire_status smtpwire_client_tls_session(const smtpwire_client *client,
                                            const smtpwire_tls_session **session);

// Why TLS of this library failed: its kind, a sentence, what to do, the certificates. It lasts as long as the
// client. `SMTPWIRE_ABSENT` where it did not.
smtpwire_status smtpwire_client_tls_failure(const smtpwire_client *client,
                                            const smtpwire_tls_failure **failure);

// What opportunistic TLS fell back to, if it did; `SMTPWIRE_FALLBACK_NONE` where it did not.
smtpwire_status smtpwire_client_fallback(const smtpwire_client *client,
                                         smtpwire_fallback *fallback);

// Keeps what is said inside TLS of this library, or stops to: for transcripts, since what crosses the socket
// can't be read. Take it by `smtpwire_client_next_traced` after every call: nothing else bounds it. It holds
// passwords as they were said. Written down line by line, each with "C: " or "S: " before it, the whole
// session is what `smtpwire_transcript_mask` masks. `SMTPWIRE_ABSENT` where the program does TLS itself.
smtpwire_status smtpwire_client_set_tracing(smtpwire_client *client,
                                            bool on);

// Takes the next piece of what was said, in its order: plaintext before TLS, and what is inside of it. `*octets`
// lasts until the next call on this client that takes it as other than `const`. `SMTPWIRE_ABSENT` when there is
// no more.
smtpwire_status smtpwire_client_next_traced(smtpwire_client *client,
                                            smtpwire_traced *what,
                                            smtpwire_bytes *octets);

// Reads one line, without its CRLF. White space at its end is passed over (RFC 5321 section 4.1.1). A verb that is
// not known gives a command of the verb `SMTPWIRE_VERB_UNKNOWN`, and no error.
//
// `read_options` are bits of `smtpwire_command_option`; `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any
// other bit, `SMTPWIRE_MALFORMED` for what is no command; `*error` has the name of what is wrong, the octet where, the
// verb, and the reply that a server gives.
smtpwire_status smtpwire_command_parse(smtpwire_bytes line,
                                       uint32_t read_options,
                                       smtpwire_command **command,
                                       smtpwire_error **error);

// A command that says nothing but its verb: DATA, RSET, NOOP, QUIT, HELP or STARTTLS, as a `smtpwire_verb`.
//
// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb.
smtpwire_status smtpwire_command_new_plain(uint32_t verb,
                                           smtpwire_command **command);

// `EHLO`, `HELO` or `LHLO`, as a `smtpwire_verb`, with the client's name: a domain or an address literal, which is
// copied.
//
// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb, `SMTPWIRE_INVALID_VALUE` for what is no host
// or not ASCII.
smtpwire_status smtpwire_command_new_hello(uint32_t verb,
                                           const smtpwire_address *host,
                                           smtpwire_command **command,
                                           smtpwire_error **error);

// `MAIL` from this mailbox, the path to one, or the null path, with these parameters, or NULL for none. Both are
// copied.
//
// `*command` is to be freed. `SMTPWIRE_INVALID_VALUE` for an address that is none of these, for parameters of RCPT
// ("wrong-command"), and for an address that is not ASCII without SMTPUTF8 ("needs-smtputf8").
smtpwire_status smtpwire_command_new_mail(const smtpwire_address *from,
                                          const smtpwire_parameters *parameters,
                                          smtpwire_command **command,
                                          smtpwire_error **error);

// `RCPT` to this mailbox, the path to one, or `<Postmaster>`, with these parameters, or NULL for none. Both are
// copied.
//
// `*command` is to be freed. `SMTPWIRE_INVALID_VALUE` for an address that is none of these, and for parameters of
// MAIL ("wrong-command").
smtpwire_status smtpwire_command_new_rcpt(const smtpwire_address *to,
                                          const smtpwire_parameters *parameters,
                                          smtpwire_command **command,
                                          smtpwire_error **error);

// `BDAT`: so many octets of content follow, perhaps the last ones (RFC 3030). `*command` is to be freed.
smtpwire_status smtpwire_command_new_bdat(uint64_t size,
                                          bool last,
                                          smtpwire_command **command);

// `NOOP` or `HELP`, as a `smtpwire_verb`, with a text: without control characters, and no space at either end.
//
// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb, `SMTPWIRE_INVALID_UTF8`, and
// `SMTPWIRE_INVALID_VALUE` for what is no such text.
smtpwire_status smtpwire_command_new_argument(uint32_t verb,
                                              smtpwire_str argument,
                                              smtpwire_command **command,
                                              smtpwire_error **error);

// `VRFY` or `EXPN`, as a `smtpwire_verb`, of a user, a mailbox or a list; `smtputf8`: UTF-8 may stand in the reply,
// as it must where the text is not ASCII (RFC 6531 section 3.7.4.2).
//
// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb, `SMTPWIRE_INVALID_UTF8`, and
// `SMTPWIRE_INVALID_VALUE` for a text that is none or needs SMTPUTF8.
smtpwire_status smtpwire_command_new_query(uint32_t verb,
                                           smtpwire_str argument,
                                           bool smtputf8,
                                           smtpwire_command **command,
                                           smtpwire_error **error);

// `AUTH` with this mechanism and, unless it is NULL, a first response in base64; an empty one is written `=` (RFC 4954
// section 4). The response is a secret and is shown by `smtpwire_command_reveal_initial_response` and
// `smtpwire_command_wire` alone.
//
// `*command` is to be freed. `SMTPWIRE_INVALID_VALUE` for a mechanism that is not 1 to 20 letters, digits, hyphens and
// underscores, and for what is no base64.
smtpwire_status smtpwire_command_new_auth(smtpwire_str mechanism,
                                          const smtpwire_str *initial_response,
                                          smtpwire_command **command,
                                          smtpwire_error **error);

// `ETRN` of a node: what kind it is, a `smtpwire_node_kind`, and its name without the `@` or `#`.
//
// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other kind, `SMTPWIRE_INVALID_UTF8`, and
// `SMTPWIRE_INVALID_VALUE` for a name that is none.
smtpwire_status smtpwire_command_new_etrn(uint32_t kind,
                                          smtpwire_str name,
                                          smtpwire_command **command,
                                          smtpwire_error **error);

// `ATRN` for these domains, perhaps none (RFC 2645 section 5.1).
//
// `*command` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for a domain that is none.
smtpwire_status smtpwire_command_new_atrn(const smtpwire_str *domains,
                                          size_t domain_count,
                                          smtpwire_command **command,
                                          smtpwire_error **error);

// `BURL`: the content is what this URL holds; `last`: the message ends with it (RFC 4468 section 3.2). The URL may hold
// a secret and is shown by `smtpwire_command_reveal_url` and `smtpwire_command_wire` alone.
//
// `*command` is to be freed. `SMTPWIRE_INVALID_VALUE` for what is no URL with its scheme, of printable ASCII.
smtpwire_status smtpwire_command_new_burl(smtpwire_str url,
                                          bool last,
                                          smtpwire_command **command,
                                          smtpwire_error **error);

// `XCLIENT` or `XFORWARD`, as a `smtpwire_verb`, with these attributes, at least one: names of letters, digits and
// hyphens, values without control characters, not yet in xtext.
//
// `*command` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb, `SMTPWIRE_INVALID_UTF8`, and
// `SMTPWIRE_INVALID_VALUE` for an attribute that is none, or where there is none.
smtpwire_status smtpwire_command_new_attributes(uint32_t verb,
                                                const smtpwire_attribute *attributes,
                                                size_t attribute_count,
                                                smtpwire_command **command,
                                                smtpwire_error **error);

// A line whose verb is not known here, as it is given: printable text, without CRLF and without a space at either end.
//
// `*command` is to be freed. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_INVALID_VALUE` for what is none, or reads as a
// command that is known.
smtpwire_status smtpwire_command_new_unknown(smtpwire_str line,
                                             smtpwire_command **command,
                                             smtpwire_error **error);

// A copy of a command, such as one of an event, to be kept; `*copy` is to be freed.
smtpwire_status smtpwire_command_copy(const smtpwire_command *command, smtpwire_command **copy);

// Its verb; `SMTPWIRE_VERB_UNKNOWN` for a line whose verb is not known here, and for NULL.
smtpwire_verb smtpwire_command_verb(const smtpwire_command *command);

// Its verb in capitals, or the first word of a line whose verb is not known here, as it was written; "***" where
// that may be a secret: behind a login that was refused, and where it can be no verb. It lasts as long
// as the command.
smtpwire_str smtpwire_command_verb_text(const smtpwire_command *command);

// EHLO, HELO, LHLO: the client's name, an address that lasts as long as the command and is not to be freed.
// `SMTPWIRE_ABSENT` for all others.
smtpwire_status smtpwire_command_host(const smtpwire_command *command,
                                      const smtpwire_address **host);

// MAIL, RCPT: the path, an address that lasts as long as the command and is not to be freed. `SMTPWIRE_ABSENT` for all
// others.
smtpwire_status smtpwire_command_path(const smtpwire_command *command,
                                      const smtpwire_address **path);

// MAIL, RCPT: the parameters, perhaps none; they last as long as the command and are not to be freed.
// `SMTPWIRE_ABSENT` for all others.
smtpwire_status smtpwire_command_parameters(const smtpwire_command *command,
                                            const smtpwire_parameters **parameters);

// BDAT: how many octets of content follow. `SMTPWIRE_ABSENT` for all others.
smtpwire_status smtpwire_command_size(const smtpwire_command *command, uint64_t *size);

// BDAT, BURL: whether the message ends with this; false for all others.
bool smtpwire_command_last(const smtpwire_command *command);

// NOOP, HELP, VRFY, EXPN: the text. `SMTPWIRE_ABSENT` where there is none, and for all others. It lasts as long as the
// command.
smtpwire_status smtpwire_command_argument(const smtpwire_command *command,
                                          smtpwire_str *argument);

// VRFY, EXPN: whether UTF-8 may stand in the reply; false for all others. MAIL's is in its parameters.
bool smtpwire_command_smtputf8(const smtpwire_command *command);

// AUTH: the mechanism as it was written. `SMTPWIRE_ABSENT` for all others. It lasts as long as the command.
smtpwire_status smtpwire_command_mechanism(const smtpwire_command *command,
                                           smtpwire_str *mechanism);

// AUTH: the first response in base64, empty where it is `=`. It is a secret: don't log it. `SMTPWIRE_ABSENT` where there
// is none, and for all others. It lasts as long as the command.
smtpwire_status smtpwire_command_reveal_initial_response(const smtpwire_command *command,
                                                         smtpwire_str *base64);

// ETRN: what kind of node it names, and the name without the `@` or `#`. `SMTPWIRE_ABSENT` for all others. The name
// lasts as long as the command.
smtpwire_status smtpwire_command_node(const smtpwire_command *command,
                                      smtpwire_node_kind *kind,
                                      smtpwire_str *name);

// ATRN: how many domains it names; 0 for all others.
size_t smtpwire_command_domain_count(const smtpwire_command *command);

// ATRN: a domain, from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer. It lasts as long as the command.
smtpwire_status smtpwire_command_domain(const smtpwire_command *command,
                                        size_t index,
                                        smtpwire_str *domain);

// BURL: the URL. It may hold a password or a token: don't log it. `SMTPWIRE_ABSENT` for all others. It lasts as long as
// the command.
smtpwire_status smtpwire_command_reveal_url(const smtpwire_command *command,
                                            smtpwire_str *url);

// XCLIENT, XFORWARD: how many attributes it has; 0 for all others.
size_t smtpwire_command_attribute_count(const smtpwire_command *command);

// XCLIENT, XFORWARD: an attribute, from 0, its value decoded; that may be `[UNAVAILABLE]` or `[TEMPUNAVAIL]`.
// `SMTPWIRE_OUT_OF_RANGE` where there are fewer. It lasts as long as the command.
smtpwire_status smtpwire_command_attribute(const smtpwire_command *command,
                                           size_t index,
                                           smtpwire_attribute *attribute);

// The whole line, without its CRLF, of a command whose verb is not known here. It may be a login that was misspelt, or a
// password that came out of turn: don't log it, `smtpwire_command_shown_line` is for that. `SMTPWIRE_ABSENT` for all others. It lasts as long as the command.
smtpwire_status smtpwire_command_line(const smtpwire_command *command,
                                      smtpwire_str *line);

// What may be logged of a command whose verb is not known here: its first word, and "***" for what follows it; or "***"
// for all of it. `SMTPWIRE_ABSENT` for all others. It lasts as long as the command.
smtpwire_status smtpwire_command_shown_line(const smtpwire_command *command,
                                            smtpwire_str *line);

// The command as it stands on the wire, with its CRLF. That of AUTH or BURL may hold a secret: don't log it. It lasts as
// long as the command.
smtpwire_bytes smtpwire_command_wire(const smtpwire_command *command);

// Whether two commands say the same; addresses are compared as `smtpwire_address_equal` does, mechanisms without regard
// to case. NULL equals nothing.
bool smtpwire_command_equal(const smtpwire_command *command,
                            const smtpwire_command *other);

// Ends a command; NULL is none.
void smtpwire_command_free(smtpwire_command *command);

// A scanner. `line_ends` is a `smtpwire_line_ends`: under `SMTPWIRE_LINE_ENDS_NORMALISE` a bare CR or LF is
// no fault and ends a line. `max_line` is the longest line in octets, CRLF not counted, `SIZE_MAX` for any;
// `SMTPWIRE_MAX_TEXT_LINE` is what a server must take.
smtpwire_status smtpwire_scanner_new(uint32_t line_ends,
                                     size_t max_line,
                                     smtpwire_scanner **scanner);

// Looks at the next piece. `SMTPWIRE_MALFORMED` for the first fault in the content, now and on every call
// that follows; `smtpwire_error_offset` counts in octets of the content, from 0.
smtpwire_status smtpwire_scanner_push(smtpwire_scanner *scanner,
                                      smtpwire_bytes content,
                                      smtpwire_error **error);

// Says that the content is complete. `SMTPWIRE_MALFORMED` for the first fault in it; a CR that is its last
// octet is bare.
smtpwire_status smtpwire_scanner_finish(smtpwire_scanner *scanner,
                                        smtpwire_error **error);

// How many octets have been looked at, up to the first fault.
uint64_t smtpwire_scanner_octets(const smtpwire_scanner *scanner);

// Ends a scanner; NULL is none.
void smtpwire_scanner_free(smtpwire_scanner *scanner);

// A stuffer. `line_ends` is a `smtpwire_line_ends`; `max_line` is the longest line in octets, CRLF and a
// stuffed dot not counted, `SIZE_MAX` for any: `SMTPWIRE_MAX_TEXT_LINE` is what a server must take.
smtpwire_status smtpwire_stuffer_new(uint32_t line_ends,
                                     size_t max_line,
                                     smtpwire_stuffer **stuffer);

// Writes the next piece of content, of any size. `*wire` is what is to be sent, and lasts until the
// next call on the stuffer that is not a mere question. A last CR is kept back until it is known what
// follows it.
//
// `SMTPWIRE_MALFORMED` for content that must not be sent, now and on every call that follows: what was
// written before can't become a whole message, and the connection is to be closed.
// `smtpwire_error_offset` counts in octets of the content, from 0. `SMTPWIRE_UNEXPECTED_CONTENT` behind
// the end.
smtpwire_status smtpwire_stuffer_push(smtpwire_stuffer *stuffer,
                                      smtpwire_bytes content,
                                      smtpwire_bytes *wire,
                                      smtpwire_error **error);

// Writes the end mark, behind a CRLF if the content lacks one. `*wire` lasts as that of
// `smtpwire_stuffer_push`.
//
// `SMTPWIRE_MALFORMED` as there; a CR that is the last octet is bare. The server must not be left to think
// that the message is whole: close the connection. `SMTPWIRE_UNEXPECTED_CONTENT` when it is asked again.
smtpwire_status smtpwire_stuffer_finish(smtpwire_stuffer *stuffer,
                                        smtpwire_bytes *wire,
                                        smtpwire_error **error);

// How many octets of content have come so far.
uint64_t smtpwire_stuffer_octets(const smtpwire_stuffer *stuffer);

// Ends a stuffer; NULL is none.
void smtpwire_stuffer_free(smtpwire_stuffer *stuffer);

// An unstuffer. `line_ends` is a `smtpwire_line_ends`; under neither choice does a bare CR or LF end the
// content, or make the dot behind it the first of a line. `max_line` is the longest line in octets, CRLF
// and a stuffed dot not counted, `SIZE_MAX` for any; the least that a server must take is
// `SMTPWIRE_MAX_TEXT_LINE`. `max_size` is the most octets of content, counted as they are handed out,
// `SMTPWIRE_UNLIMITED` for any.
smtpwire_status smtpwire_unstuffer_new(uint32_t line_ends,
                                       size_t max_line,
                                       uint64_t max_size,
                                       smtpwire_unstuffer **unstuffer);

// Reads the next piece, of any size. `*consumed` is how many octets of it were content and end mark: all
// of them, unless `*ended` says that the end mark was among them, or had come before. What stands behind
// is commands. `*content` is the content of this piece, and lasts until the next call on the unstuffer
// that is not a mere question.
smtpwire_status smtpwire_unstuffer_push(smtpwire_unstuffer *unstuffer,
                                        smtpwire_bytes wire,
                                        size_t *consumed,
                                        smtpwire_bytes *content,
                                        bool *ended);

// Whether the content so far is what it may be; behind the end mark this is final.
//
// `SMTPWIRE_MALFORMED` for the first fault: `*error` names it, and `smtpwire_error_offset` counts in octets of
// the content, from 0, stuffed dots not counted.
smtpwire_status smtpwire_unstuffer_outcome(const smtpwire_unstuffer *unstuffer,
                                           smtpwire_error **error);

// Whether the end mark has come.
bool smtpwire_unstuffer_is_done(const smtpwire_unstuffer *unstuffer);

// How many octets of content have been handed out.
uint64_t smtpwire_unstuffer_octets(const smtpwire_unstuffer *unstuffer);

// Ends an unstuffer; NULL is none.
void smtpwire_unstuffer_free(smtpwire_unstuffer *unstuffer);

// Explains a reply from its parts: `code` as in 550, 0 for none; `enhanced` with class 0 for none, and
// then one is looked for in the text. For a `smtpwire_reply` these are its `_code`, `_enhanced_code` and
// `_text`.
//
// The words decide where they say something exact; then the enhanced code, as the named provider uses
// it; then the reply code; then its first digit. The text is untrusted: 4096 octets of it are read, and
// none of it comes back.
//
// `*explanation` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for a code that is none.
smtpwire_status smtpwire_explain(uint16_t code,
                                 smtpwire_enhanced_code enhanced,
                                 smtpwire_str text,
                                 smtpwire_explanation **explanation);

// Explains a whole reply, one line or several, as it stands in a log: "550-5.1.1 ...". A text that does not
// begin with a reply code is explained by its words alone. `*explanation` is to be freed.
smtpwire_status smtpwire_explain_reply(smtpwire_str reply,
                                       smtpwire_explanation **explanation);

// The reply code that was given; 0 for none.
uint16_t smtpwire_explanation_code(const smtpwire_explanation *explanation);

// The enhanced code that was given or stood in the text; class 0 for none.
smtpwire_enhanced_code smtpwire_explanation_enhanced_code(const smtpwire_explanation *explanation);

// How final it is; `SMTPWIRE_REPLY_CLASS_UNKNOWN` for NULL.
smtpwire_reply_class smtpwire_explanation_class(const smtpwire_explanation *explanation);

// What kind of trouble it is, by a name that stays, as bounce handlers sort it: "bad-mailbox",
// "mailbox-full", "greylist"; "other" for successes. The category, and not the class, says what to do with
// an address: a full mailbox refused with 552 is still worth another try.
smtpwire_str smtpwire_explanation_category(const smtpwire_explanation *explanation);

// What the server said, in plain words.
smtpwire_str smtpwire_explanation_meaning(const smtpwire_explanation *explanation);

// The most likely reason.
smtpwire_str smtpwire_explanation_cause(const smtpwire_explanation *explanation);

// The next step: which record, which setting, whom to ask.
smtpwire_str smtpwire_explanation_remedy(const smtpwire_explanation *explanation);

// What a sending program should do; `SMTPWIRE_RETRY_OTHER` for NULL.
smtpwire_retry smtpwire_explanation_retry(const smtpwire_explanation *explanation);

// What decided; `SMTPWIRE_EVIDENCE_NOTHING` for NULL.
smtpwire_evidence smtpwire_explanation_evidence(const smtpwire_explanation *explanation);

// The RFC that speaks of it. `SMTPWIRE_ABSENT` where none does.
smtpwire_status smtpwire_explanation_rfc(const smtpwire_explanation *explanation,
                                         smtpwire_str *rfc);

// The topic that the words named, by a name that stays. `SMTPWIRE_ABSENT` where they named none.
smtpwire_status smtpwire_explanation_topic(const smtpwire_explanation *explanation,
                                           smtpwire_str *topic);

// The provider that the reply names, as in "Google". `SMTPWIRE_ABSENT` where it names none.
smtpwire_status smtpwire_explanation_vendor(const smtpwire_explanation *explanation,
                                            smtpwire_str *vendor);

// The blocklist that the reply names. `SMTPWIRE_ABSENT` where it names none.
smtpwire_status smtpwire_explanation_blocklist(const smtpwire_explanation *explanation,
                                               smtpwire_str *blocklist);

// How many notes there are: what else a reader should know.
size_t smtpwire_explanation_note_count(const smtpwire_explanation *explanation);

// A note, from 0, in whole sentences. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_explanation_note(const smtpwire_explanation *explanation,
                                          size_t index,
                                          smtpwire_str *note);

// Ends an explanation; NULL is none.
void smtpwire_explanation_free(smtpwire_explanation *explanation);

// What a reply code means when nothing but the number is known; `smtpwire_explain` weighs all that there
// is. `SMTPWIRE_ABSENT` for a code that is not known.
smtpwire_status smtpwire_explain_reply_code(uint16_t code,
                                            smtpwire_reply_code_meaning *meaning);

// What an EHLO keyword is for, in any case of letters. `SMTPWIRE_ABSENT` for one that is not known.
smtpwire_status smtpwire_explain_keyword(smtpwire_str keyword, smtpwire_keyword_meaning *meaning);

// What a SASL mechanism is, in any case of letters. `SMTPWIRE_ABSENT` for one that is not known.
smtpwire_status smtpwire_explain_mechanism(smtpwire_str name, smtpwire_mechanism_meaning *meaning);

// What a rule of the checker is, by its name. `SMTPWIRE_ABSENT` for one that is not known.
smtpwire_status smtpwire_explain_rule(smtpwire_str id, smtpwire_rule *rule);

// Reads a transcript (a dialog as people paste it, with prose around it), in one of the forms of
// `smtpwire_transcript_format`, and checks it. It may have 16 MiB and 2^20 lines; time is linear in it.
//
// `*report` is to be freed. `SMTPWIRE_MALFORMED` where it is no dialog: empty, binary, too large, or in
// no form that is known; `*error` says which. `SMTPWIRE_OUT_OF_RANGE` for a number that is no form.
smtpwire_status smtpwire_check(smtpwire_bytes octets,
                               uint32_t format,
                               smtpwire_report **report,
                               smtpwire_error **error);

// A transcript with every octet of a secret (passwords, tokens, SASL responses) replaced by "*"; a text
// to be freed. Its length and its lines stay as they are. It may be shown to people who must not see
// them.
//
// Fails as `smtpwire_check`: what is no dialog is not masked, and must not be taken for masked.
smtpwire_status smtpwire_transcript_mask(smtpwire_bytes octets,
                                         uint32_t format,
                                         smtpwire_text **masked,
                                         smtpwire_error **error);

// A form's name, as in "postfix-notify"; empty for a number that is no form. The text lasts for ever.
smtpwire_str smtpwire_transcript_format_name(uint32_t format);

// In which form the transcript is written.
smtpwire_transcript_format smtpwire_report_format(const smtpwire_report *report);

// How many sessions it holds.
size_t smtpwire_report_session_count(const smtpwire_report *report);

// How many errors there are, those that the list leaves out included.
size_t smtpwire_report_error_count(const smtpwire_report *report);

// How many warnings there are, those that the list leaves out included.
size_t smtpwire_report_warning_count(const smtpwire_report *report);

// How many notes there are, those that the list leaves out included.
size_t smtpwire_report_note_count(const smtpwire_report *report);

// How many findings the list leaves out, since it holds 25 of one rule at most.
size_t smtpwire_report_omitted(const smtpwire_report *report);

// Whether there is an error among the findings.
bool smtpwire_report_has_errors(const smtpwire_report *report);

// How many findings the list holds.
size_t smtpwire_report_finding_count(const smtpwire_report *report);

// A finding, from 0, in the order of the transcript. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_report_finding(const smtpwire_report *report,
                                        size_t index,
                                        smtpwire_finding *finding);

// Ends a report; NULL is none.
void smtpwire_report_free(smtpwire_report *report);

// The status that the call returned; `SMTPWIRE_NULL_POINTER` for NULL.
smtpwire_status smtpwire_error_status(const smtpwire_error *error);

// What went wrong, in a sentence for people. It lasts as long as the error.
smtpwire_str smtpwire_error_message(const smtpwire_error *error);

// What went wrong, by a name that stays the same from version to version: finer than the status where
// something could not be read ("bad-domain", "bare-lf", "codes-differ"), else the status's own name
// ("out-of-order"). The text lasts for ever.
smtpwire_str smtpwire_error_detail_name(const smtpwire_error *error);

// Where what was given is wrong, in octets from its start. `SMTPWIRE_ABSENT` where that is not said.
smtpwire_status smtpwire_error_offset(const smtpwire_error *error,
                                      uint64_t *offset);

// Which command a malformed line was meant to be; `SMTPWIRE_VERB_UNKNOWN` for all else.
smtpwire_verb smtpwire_error_verb(const smtpwire_error *error);

// Whether octets of content may follow the malformed line whose number can't be told, so that what
// comes next must not be read as commands: a server answers and closes.
bool smtpwire_error_loses_framing(const smtpwire_error *error);

// The reply that belongs to it: the peer's, by which something failed, or, for a command that could
// not be read, the one that a server answers. `SMTPWIRE_ABSENT` where there is none. It lasts as long
// as the error.
smtpwire_status smtpwire_error_reply(const smtpwire_error *error,
                                     const smtpwire_reply **reply);

// Ends an error; NULL is none.
void smtpwire_error_free(smtpwire_error *error);

// A server: with what the client wants to prove who it is. `SMTPWIRE_ABSENT` where the event is no
// `SMTPWIRE_EVENT_AUTH_VERIFY`.
smtpwire_status smtpwire_event_claim(const smtpwire_event *event, smtpwire_claim *claim);

// A server: the name that is to be proven, or that was. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_username(const smtpwire_event *event, smtpwire_str *username);

// A server: whom the client wants to act as, where that is another than the name that it proves.
// `SMTPWIRE_ABSENT` where it did not say.
smtpwire_status smtpwire_event_authorization_identity(const smtpwire_event *event,
                                                      smtpwire_str *identity);

// A server: whether the claim is proven by this password. It takes as long for a wrong one as for a right one
// of the same length. `SMTPWIRE_ABSENT` where the claim is not by a password.
smtpwire_status smtpwire_event_claim_matches(const smtpwire_event *event,
                                             smtpwire_str password,
                                             bool *matches);

// A server: the password or the token itself, to hand it to what checks it. It is a secret: log it
// nowhere. It lasts as long as the event. `SMTPWIRE_ABSENT` where the claim shows none.
smtpwire_status smtpwire_event_reveal_secret(const smtpwire_event *event, smtpwire_bytes *secret);

// A server: what an anonymous client says for the log. `SMTPWIRE_ABSENT` where the claim is another.
smtpwire_status smtpwire_event_trace(const smtpwire_event *event,
                                     smtpwire_str *trace);

// A server: the name of the server that the client means its token for, as it says in OAUTHBEARER. One that
// is not the program's own speaks of a token that was stolen elsewhere. `SMTPWIRE_ABSENT` where it did not say.
smtpwire_status smtpwire_event_claim_host(const smtpwire_event *event,
                                          smtpwire_str *host);

// A server: the port of the server that the client means its token for. `SMTPWIRE_ABSENT` where it did not
// say.
smtpwire_status smtpwire_event_claim_port(const smtpwire_event *event,
                                          uint16_t *port);

// What happened; `SMTPWIRE_EVENT_OTHER` for NULL.
smtpwire_event_kind smtpwire_event_kind_of(const smtpwire_event *event);

// A client: the id of the command that this belongs to, as the call that queued it gave it.
// `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_command_id(const smtpwire_event *event, uint64_t *id);

// The command's verb: of what was answered, greeted with or refused. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_verb(const smtpwire_event *event,
                                    smtpwire_verb *verb);

// The reply: the server's, or, on a server, the one that was given. It lasts as long as the event.
// `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_reply(const smtpwire_event *event, const smtpwire_reply **reply);

// Octets: of content, of a whole message, of a challenge. They last as long as the event.
// `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_octets(const smtpwire_event *event, smtpwire_bytes *octets);

// A server: how many octets the message has. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_size(const smtpwire_event *event, uint64_t *size);

// A client of LMTP: which of the accepted recipients this is about, from 0.
// `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_recipient_index(const smtpwire_event *event, size_t *index);

// The name of the SASL mechanism. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_mechanism(const smtpwire_event *event, smtpwire_str *mechanism);

// A server: the command that the client gave, with all its parts. It lasts as long as the event. What was
// BDAT is `SMTPWIRE_VERB_DATA` here. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_command(const smtpwire_event *event,
                                       const smtpwire_command **command);

// A server: the path of MAIL or RCPT, without its brackets: "" for the null path, "postmaster" for the
// recipient without domain. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_path(const smtpwire_event *event,
                                    smtpwire_str *path);

// A server: the PROXY header. It lasts as long as the event. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_proxy_header(const smtpwire_event *event,
                                            const smtpwire_proxy_header **header);

// A server: why the transaction came to nothing. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_abort(const smtpwire_event *event, smtpwire_abort *why);

// A server: what was wrong with the content, behind `SMTPWIRE_ABORT_CONTENT`: a name ("bare-cr", "bare-lf",
// "nul", "line-too-long", "too-large"), a sentence, and where, but for "too-large", in octets of the content
// without stuffed dots. It lasts as long as the event. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_abort_error(const smtpwire_event *event,
                                           const smtpwire_error **error);

// A mailer: the message that this is about, by the number that `smtpwire_mailer_send` gave.
// `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_transaction(const smtpwire_event *event, uint64_t *transaction);

// A mailer: what has become of the message. It lasts as long as the event. `SMTPWIRE_ABSENT` where the event has none.
smtpwire_status smtpwire_event_outcome(const smtpwire_event *event,
                                       const smtpwire_outcome **outcome);

// A client of LMTP: whether this is the last recipient's answer. False for all other events.
bool smtpwire_event_is_last(const smtpwire_event *event);

// The name of a kind of event, as in "content-reply"; "other" for a number that is none. The text lasts
// for ever.
smtpwire_str smtpwire_event_kind_name(uint32_t kind);

// A framer for lines of at most `limit` octets, CRLF included (RFC 5321 section 4.5.3.1.4 names 512).
//
// A LF alone ends a line only with `accept_bare_lf`, for peers that are known to be broken: a line that
// one side ends at a bare LF and the other does not is how commands are smuggled.
smtpwire_status smtpwire_framer_new(size_t limit,
                                    bool accept_bare_lf,
                                    smtpwire_framer **framer);

// Takes octets from the front of `octets`; `*taken` is how many. All of them, unless the buffer is full:
// then take lines first, and push the rest. As long as there is no next line, at least one octet is
// taken.
smtpwire_status smtpwire_framer_push(smtpwire_framer *framer,
                                     smtpwire_bytes octets,
                                     size_t *taken);

// The next line, without its end; `*found` is `false`, and `*line` empty, where no whole line is
// buffered. It lasts until the next call on the framer that is not a mere question.
//
// `SMTPWIRE_MALFORMED` for a line that is over-long or holds a bare CR, a bare LF or a NUL; it is used
// up, and the next call goes on behind it. `smtpwire_error_offset` counts from the start of that line.
smtpwire_status smtpwire_framer_next_line(smtpwire_framer *framer,
                                          smtpwire_bytes *line,
                                          bool *found,
                                          smtpwire_error **error);

// What is buffered and was not handed out yet. Behind DATA or BDAT these are the first octets of the
// content; behind STARTTLS they are plaintext that must not be taken for what came inside TLS (RFC 3207
// section 6). They last until the next call on the framer that is not a mere question.
smtpwire_bytes smtpwire_framer_buffered(const smtpwire_framer *framer);

// Drops so many octets from the front of what is buffered, or all if there are fewer. What follows
// them starts a line.
smtpwire_status smtpwire_framer_consume(smtpwire_framer *framer, size_t count);

// Whether an over-long line is being dropped whose end has not come yet.
bool smtpwire_framer_is_discarding(const smtpwire_framer *framer);

// Whether all that was pushed has been handed out, and no line is under way.
bool smtpwire_framer_is_at_boundary(const smtpwire_framer *framer);

// Changes the limit of a line in octets, CRLF included, for the line under way and those behind it.
smtpwire_status smtpwire_framer_set_limit(smtpwire_framer *framer, size_t limit);

// Changes whether a LF alone ends a line, for what has not been looked at yet.
smtpwire_status smtpwire_framer_set_accept_bare_lf(smtpwire_framer *framer, bool accept_bare_lf);

// Ends a framer; NULL is none.
void smtpwire_framer_free(smtpwire_framer *framer);

// A keyword as it is written, in capitals; empty for a number that is none of the known ones. The text
// lasts for ever.
smtpwire_str smtpwire_keyword_name(uint32_t keyword);

// The keyword of this name, in any case; `SMTPWIRE_KEYWORD_OTHER` where it is none that is known.
smtpwire_keyword smtpwire_keyword_of(smtpwire_str name);

// A configuration with the defaults: STARTTLS is required, nobody logs in. `name` is who the mailer says it
// is, in EHLO: "client.example" or "[192.0.2.1]". `SMTPWIRE_INVALID_VALUE` for what is no name.
smtpwire_status smtpwire_mailer_config_new(smtpwire_str name,
                                           smtpwire_mailer_config **config,
                                           smtpwire_error **error);

// Sets a limit, one of `smtpwire_limit`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none, or for a value that
// it can't have.
smtpwire_status smtpwire_mailer_config_set_limit(smtpwire_mailer_config *config,
                                                 uint32_t limit,
                                                 uint64_t value);

// Sets a timeout, one of `smtpwire_timeout`, in milliseconds. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
smtpwire_status smtpwire_mailer_config_set_timeout_ms(smtpwire_mailer_config *config,
                                                      uint32_t timeout,
                                                      uint64_t milliseconds);

// Switches one of `smtpwire_client_option`; `SMTPWIRE_CLIENT_IMPLICIT_TLS` is the security's to say and has no effect.
// `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
smtpwire_status smtpwire_mailer_config_set_client_option(smtpwire_mailer_config *config,
                                                         uint32_t option,
                                                         bool on);

// Switches one of `smtpwire_mailer_option`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
smtpwire_status smtpwire_mailer_config_set_option(smtpwire_mailer_config *config,
                                                  uint32_t option,
                                                  bool on);

// How TLS is used, one of `smtpwire_security`; `SMTPWIRE_SECURITY_REQUIRED` unless set. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
smtpwire_status smtpwire_mailer_config_set_security(smtpwire_mailer_config *config,
                                                    uint32_t security);

// What to log in with; a login must succeed then before mail is sent. NULL for none, the default.
// They are copied.
smtpwire_status smtpwire_mailer_config_set_credentials(smtpwire_mailer_config *config,
                                                       const smtpwire_credentials *credentials);

// What the mailer is willing to do to log in; it is copied.
smtpwire_status smtpwire_mailer_config_set_sasl_policy(smtpwire_mailer_config *config,
                                                       const smtpwire_sasl_policy *policy);

// The channel binding of the program's own TLS where that comes first, as on port 465; NULL for none. That of
// STARTTLS is given to `smtpwire_mailer_tls_established`. It is copied.
smtpwire_status smtpwire_mailer_config_set_channel_binding(smtpwire_mailer_config *config,
                                                           const smtpwire_channel_binding *binding);

// Whether a mailer can work with what is configured. A connection takes it as it is; a program that asks
// first can tell its operator: `*error` says which field is wrong, and why.
//
// `SMTPWIRE_INVALID_VALUE` where it can't.
smtpwire_status smtpwire_mailer_config_check(const smtpwire_mailer_config *config,
                                             smtpwire_error **error);

// Ends a configuration; NULL is none. Mailers that were made of it go on.
void smtpwire_mailer_config_free(smtpwire_mailer_config *config);

// A mailer of a connection that has just come up, without TLS of this library: in plaintext
// (`SMTPWIRE_SECURITY_DISABLED`), or with the program's own TLS: `SMTPWIRE_EVENT_START_TLS` says when a
// handshake is due; with `SMTPWIRE_SECURITY_IMPLICIT` it is up already. `entropy` is 32 octets that nobody can
// guess, new for each mailer. The configuration is copied.
//
// `SMTPWIRE_OUT_OF_RANGE` for entropy of another length.
smtpwire_status smtpwire_mailer_new(const smtpwire_mailer_config *config,
                                    smtpwire_bytes entropy,
                                    uint64_t now_ms,
                                    smtpwire_mailer **mailer,
                                    smtpwire_error **error);

// A mailer of a connection on which the program's own TLS comes first, as on port 465: its first event is
// `SMTPWIRE_EVENT_START_TLS`. `SMTPWIRE_INVALID_VALUE` with `SMTPWIRE_SECURITY_DISABLED`. Otherwise as
// `smtpwire_mailer_new`.
smtpwire_status smtpwire_mailer_new_awaiting_tls(const smtpwire_mailer_config *config,
                                                 smtpwire_bytes entropy,
                                                 uint64_t now_ms,
                                                 smtpwire_mailer **mailer,
                                                 smtpwire_error **error);

// A mailer whose TLS this library does, by the security of the configuration: raw octets of the socket go in
// and out. `tls` is what the program trusts, `peer` who the server must prove to be. All are copied. Otherwise
// as `smtpwire_mailer_new`.
smtpwire_status smtpwire_mailer_new_tls(const smtpwire_mailer_config *config,
                                        const smtpwire_client_tls *tls,
                                        const smtpwire_peer *peer,
                                        smtpwire_bytes entropy,
                                        uint64_t now_ms,
                                        smtpwire_mailer **mailer,
                                        smtpwire_error **error);

// Takes octets that were read from the server, at most `smtpwire_mailer_input_room`; they are copied. With TLS
// of this library they are the raw octets of the socket.
//
// Fails when the connection has failed, now or before, and then again with the same status:
// `SMTPWIRE_INPUT_BUFFER_FULL` for more octets than there is room for.
smtpwire_status smtpwire_mailer_receive(smtpwire_mailer *mailer,
                                        smtpwire_bytes octets,
                                        uint64_t now_ms,
                                        smtpwire_error **error);

// Takes in that the server has closed its side, or has reset the connection.
smtpwire_status smtpwire_mailer_receive_eof(smtpwire_mailer *mailer, uint64_t now_ms);

// How many octets may be received now; 0 where none should be read from the socket, and for NULL.
size_t smtpwire_mailer_input_room(const smtpwire_mailer *mailer);

// What happens next. `*step` is one of `smtpwire_step`; `*event` is the event when that is
// `SMTPWIRE_STEP_EVENT`, else NULL. The event belongs to the mailer, until the next call of this function.
//
// Fails when the connection has failed, now or before, and then again with the same status; what waits
// in the output should still be written.
smtpwire_status smtpwire_mailer_next_event(smtpwire_mailer *mailer,
                                           uint64_t now_ms,
                                           smtpwire_step *step,
                                           const smtpwire_event **event,
                                           smtpwire_error **error);

// What is to be written to the server; empty when there is nothing, and for NULL. The view lasts until the
// next call on this mailer that takes it as other than `const`.
smtpwire_bytes smtpwire_mailer_output(smtpwire_mailer *mailer);

// Says how many octets at the front of the output were written; some at a time is fine.
// `SMTPWIRE_ADVANCE_TOO_FAR` when the output holds fewer; nothing changes then.
smtpwire_status smtpwire_mailer_advance_output(smtpwire_mailer *mailer,
                                               size_t octets,
                                               smtpwire_error **error);

// When `smtpwire_mailer_handle_timeout` is due, in milliseconds of the program's clock; `SMTPWIRE_NEVER` when
// it is not, and for NULL.
uint64_t smtpwire_mailer_next_deadline_ms(const smtpwire_mailer *mailer);

// Tells the time. Called before the deadline it does nothing; after it the connection fails with one of
// the timeouts, which the next question for an event tells.
smtpwire_status smtpwire_mailer_handle_timeout(smtpwire_mailer *mailer,
                                               uint64_t now_ms);

// Ends a mailer, whatever state it is in; NULL is none. Sockets are the program's to close.
void smtpwire_mailer_free(smtpwire_mailer *mailer);

// Content: header, blank line and body as they are to arrive, lines ending with CRLF, without dot-stuffing. It
// is copied once, here.
smtpwire_status smtpwire_content_new(smtpwire_bytes octets,
                                     smtpwire_content **content);

// Ends it; NULL is none. Messages that carry it go on.
void smtpwire_content_free(smtpwire_content *content);

// An envelope without recipients. `from` is "a@b.example" with or without brackets, or "" for the null path;
// `parameters`, made for MAIL, may be NULL for none. SIZE, BODY and SMTPUTF8 are seen to by the mailer.
// `SMTPWIRE_INVALID_VALUE` for what is no path.
smtpwire_status smtpwire_envelope_new(smtpwire_str from,
                                      const smtpwire_parameters *parameters,
                                      smtpwire_envelope **envelope,
                                      smtpwire_error **error);

// Adds a recipient: "a@b.example" with or without brackets, or "postmaster". `parameters`, made for RCPT, may be
// NULL for none. `SMTPWIRE_INVALID_VALUE` for what is no path; nothing is added then.
smtpwire_status smtpwire_envelope_add_recipient(smtpwire_envelope *envelope,
                                                smtpwire_str to,
                                                const smtpwire_parameters *parameters,
                                                smtpwire_error **error);

// How many recipients it has; 0 for NULL.
size_t smtpwire_envelope_recipient_count(const smtpwire_envelope *envelope);

// Ends it; NULL is none. Messages that were sent by it go on.
void smtpwire_envelope_free(smtpwire_envelope *envelope);

// The message's number, as `smtpwire_mailer_send` gave it; 0 for NULL.
uint64_t smtpwire_outcome_transaction(const smtpwire_outcome *outcome);

// Whether the server has taken the message for all recipients; false for NULL.
bool smtpwire_outcome_is_accepted(const smtpwire_outcome *outcome);

// Who is responsible for the message now; `SMTPWIRE_RESPONSIBILITY_UNKNOWN` for NULL.
smtpwire_responsibility smtpwire_outcome_responsibility(const smtpwire_outcome *outcome);

// The server's final reply. `SMTPWIRE_ABSENT` where there is none. It lasts as long as the outcome.
smtpwire_status smtpwire_outcome_reply(const smtpwire_outcome *outcome,
                                       const smtpwire_reply **reply);

// The queue id that the server told in its final reply. `SMTPWIRE_ABSENT` where it told none.
smtpwire_status smtpwire_outcome_queue_id(const smtpwire_outcome *outcome, smtpwire_str *queue_id);

// The failure of the session that ended the message. `SMTPWIRE_ABSENT` where there was none. It lasts as long
// as the outcome, and is not to be freed.
smtpwire_status smtpwire_outcome_error(const smtpwire_outcome *outcome,
                                       const smtpwire_error **error);

// How many recipients the message has; 0 for NULL.
size_t smtpwire_outcome_recipient_count(const smtpwire_outcome *outcome);

// What has become of the message for one of its recipients, from 0, in the order in which they were added.
// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_outcome_recipient(const smtpwire_outcome *outcome,
                                           size_t index,
                                           smtpwire_recipient_outcome *recipient);

// Whether TLS protects the connection. False for NULL.
bool smtpwire_mailer_is_tls(const smtpwire_mailer *mailer);

// Whether TLS protects it and the server has proven who it is. False for NULL.
bool smtpwire_mailer_is_verified(const smtpwire_mailer *mailer);

// Whether the login succeeded. False for NULL.
bool smtpwire_mailer_is_authenticated(const smtpwire_mailer *mailer);

// How many messages have no outcome yet; 0 for NULL.
size_t smtpwire_mailer_pending(const smtpwire_mailer *mailer);

// What the server offers, as a copy that the caller frees. `SMTPWIRE_ABSENT` where nothing was learned yet.
smtpwire_status smtpwire_mailer_capabilities(const smtpwire_mailer *mailer,
                                             smtpwire_capabilities **capabilities);

// The server's greeting, as a copy that the caller frees. `SMTPWIRE_ABSENT` before it came.
smtpwire_status smtpwire_mailer_greeting(const smtpwire_mailer *mailer, smtpwire_reply **greeting);

// The server's refusal of STARTTLS, as a copy that the caller frees. `SMTPWIRE_ABSENT` where it did not refuse.
smtpwire_status smtpwire_mailer_starttls_refusal(const smtpwire_mailer *mailer,
                                                 smtpwire_reply **refusal);

// Queues a message; envelope and content are copied. The content is header, blank line and body as they are to
// arrive, lines ending with CRLF, without dot-stuffing. It goes out when the session is set up and those before
// it have. `*transaction` is the message's number, which its events carry; `transaction` may be NULL.
//
// Whether the server can take it is known only then: a message that can't be sent ends in an outcome that says
// why. `SMTPWIRE_INVALID_VALUE` for an envelope without recipients, `SMTPWIRE_ALREADY_CLOSED` when the session has
// failed or behind `smtpwire_mailer_quit`; nothing is queued then.
smtpwire_status smtpwire_mailer_send(smtpwire_mailer *mailer,
                                     const smtpwire_envelope *envelope,
                                     smtpwire_bytes content,
                                     uint64_t *transaction,
                                     smtpwire_error **error);

// Queues a message whose content is shared with others and not copied. Otherwise as `smtpwire_mailer_send`.
smtpwire_status smtpwire_mailer_send_shared(smtpwire_mailer *mailer,
                                            const smtpwire_envelope *envelope,
                                            const smtpwire_content *content,
                                            uint64_t *transaction,
                                            smtpwire_error **error);

// Queues a message whose content comes in pieces, each time when `SMTPWIRE_EVENT_NEED_CONTENT` asks. `size` is how
// many octets there will be, sent as SIZE, or `SMTPWIRE_UNLIMITED` where that is not known; it is a hint. BODY and
// SMTPUTF8 are then the parameters' to say. Otherwise as `smtpwire_mailer_send`.
smtpwire_status smtpwire_mailer_send_stream(smtpwire_mailer *mailer,
                                            const smtpwire_envelope *envelope,
                                            uint64_t size,
                                            uint64_t *transaction,
                                            smtpwire_error **error);

// Gives the next octets of a streamed message. `*taken` is how many were taken: fewer than given when output must
// be written first, after which `SMTPWIRE_EVENT_NEED_CONTENT` asks again.
//
// `SMTPWIRE_NOTHING_TO_ANSWER` when no content of this message is wanted; `SMTPWIRE_INVALID_CONTENT` when it can't be
// sent, and the session has failed then.
smtpwire_status smtpwire_mailer_content(smtpwire_mailer *mailer,
                                        uint64_t transaction,
                                        smtpwire_bytes octets,
                                        size_t *taken,
                                        smtpwire_error **error);

// Says that the content of a streamed message is complete. Fails as `smtpwire_mailer_content`.
smtpwire_status smtpwire_mailer_end_content(smtpwire_mailer *mailer,
                                            uint64_t transaction,
                                            smtpwire_error **error);

// Gives a streamed message up in the middle, which the server then forgets. By DATA, only closing the connection
// tells the server, so the session fails; by BDAT it goes on. `SMTPWIRE_NOTHING_TO_ANSWER` when no content of this
// message is wanted.
smtpwire_status smtpwire_mailer_abort_content(smtpwire_mailer *mailer,
                                              uint64_t transaction,
                                              smtpwire_error **error);

// Ends the session with QUIT once all that was queued has its outcome, or behind the last content already
// (`SMTPWIRE_MAILER_OVERLAP`); nothing is queued behind it. Again it changes nothing.
smtpwire_status smtpwire_mailer_quit(smtpwire_mailer *mailer);

// Says that the program's own TLS is up, behind `SMTPWIRE_EVENT_START_TLS`. `verified` is whether the server has
// proven by its certificate who it is; passwords and tokens go only to one that has. `binding` is the channel
// binding of this TLS connection, or NULL; SCRAM uses it. It is copied.
//
// `SMTPWIRE_NO_TLS_EXPECTED` where no handshake is due, or where this library does TLS.
smtpwire_status smtpwire_mailer_tls_established(smtpwire_mailer *mailer,
                                                const smtpwire_channel_binding *binding,
                                                bool verified,
                                                uint64_t now_ms,
                                                smtpwire_error **error);

// Says that the program's own TLS has failed, and why, in words for people; the connection fails with
// `SMTPWIRE_TLS_FAILED`.
//
// `SMTPWIRE_NO_TLS_EXPECTED` where TLS is neither due nor up, or where this library does TLS.
smtpwire_status smtpwire_mailer_tls_failed(smtpwire_mailer *mailer,
                                           smtpwire_str detail,
                                           smtpwire_error **error);

// What TLS of this library came to: version, cipher suite, the server's certificates. It lasts as long as the
// mailer. `SMTPWIRE_ABSENT` where it is not up.
smtpwire_status smtpwire_mailer_tls_session(const smtpwire_mailer *mailer,
                                            const smtpwire_tls_session **session);

// Why TLS of this library failed: its kind, a sentence, what to do, the certificates. It lasts as long as the
// mailer. `SMTPWIRE_ABSENT` where it did not.
smtpwire_status smtpwire_mailer_tls_failure(const smtpwire_mailer *mailer,
                                            const smtpwire_tls_failure **failure);

// What opportunistic TLS fell back to, if it did; `SMTPWIRE_FALLBACK_NONE` where it did not.
smtpwire_status smtpwire_mailer_fallback(const smtpwire_mailer *mailer,
                                         smtpwire_fallback *fallback);

// Keeps what is said inside TLS of this library, or stops to: for transcripts, since what crosses the socket
// can't be read. Take it by `smtpwire_mailer_next_traced` after every call: nothing else bounds it. It holds
// passwords as they were said. Written down line by line, each with "C: " or "S: " before it, the whole
// session is what `smtpwire_transcript_mask` masks. `SMTPWIRE_ABSENT` where the program does TLS itself.
smtpwire_status smtpwire_mailer_set_tracing(smtpwire_mailer *mailer,
                                            bool on);

// Takes the next piece of what was said, in its order: plaintext before TLS, and what is inside of it. `*octets`
// lasts until the next call on this mailer that takes it as other than `const`. `SMTPWIRE_ABSENT` when there is
// no more.
smtpwire_status smtpwire_mailer_next_traced(smtpwire_mailer *mailer,
                                            smtpwire_traced *what,
                                            smtpwire_bytes *octets);

// What the order of commands says to a verb in a phase (RFC 5321 section 4.1.4 and the extensions).
//
// `standing` is bits of `smtpwire_order_standing`. `*next_phase` is the phase that follows once the command is
// accepted; if it is refused, and where it is not allowed, the phase stays. `*code` and `*enhanced` are
// those of the reply to a command that is out of order, else 0. `next_phase`, `code` and `enhanced` may be
// NULL. `SMTPWIRE_OUT_OF_RANGE` for a number that is no phase, standing or verb.
smtpwire_status smtpwire_order_answer(uint32_t phase,
                                      uint32_t standing,
                                      uint32_t verb,
                                      smtpwire_order *kind,
                                      smtpwire_phase *next_phase,
                                      uint16_t *code,
                                      smtpwire_enhanced_code *enhanced);

// The phase after the final reply to a message's content, whatever that reply was (RFC 5321 section
// 4.1.1.4).
smtpwire_phase smtpwire_order_after_content(void);

// A phase's name, such as "greeted"; empty for a number that is none. The text lasts for ever.
smtpwire_str smtpwire_phase_name(uint32_t phase);

// No parameters yet, for a command: `SMTPWIRE_VERB_MAIL` or `SMTPWIRE_VERB_RCPT`.
//
// `*parameters` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb.
smtpwire_status smtpwire_parameters_new(uint32_t verb, smtpwire_parameters **parameters);

// Reads parameters as they stand in a command, `SIZE=1000 BODY=8BITMIME`; perhaps none.
//
// `verb` is `SMTPWIRE_VERB_MAIL` or `SMTPWIRE_VERB_RCPT`, `read_options` are bits of `smtpwire_command_option`.
// `*parameters` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for any other verb or bit, `SMTPWIRE_INVALID_UTF8`, and
// `SMTPWIRE_MALFORMED` for what can't be read; `*error` has the name of what is wrong and the octet where.
smtpwire_status smtpwire_parameters_parse(uint32_t verb,
                                          smtpwire_str text,
                                          uint32_t read_options,
                                          smtpwire_parameters **parameters,
                                          smtpwire_error **error);

// Adds a parameter that has no function of its own: a keyword of letters, digits and inner hyphens, and a value of
// printable characters without space and `=`, or NULL for none.
//
// `SMTPWIRE_INVALID_VALUE` for what is none, for a keyword that is there already ("duplicate-parameter"), or
// that has a function of its own ("typed-parameter").
smtpwire_status smtpwire_parameters_add_other(smtpwire_parameters *parameters,
                                              smtpwire_str keyword,
                                              const smtpwire_str *value,
                                              smtpwire_error **error);

// A copy of parameters; `*copy` is to be freed.
smtpwire_status smtpwire_parameters_copy(const smtpwire_parameters *parameters,
                                         smtpwire_parameters **copy);

// Reads a timestamp such as `2026-11-22T10:00:00Z` (RFC 3339 section 5.6); what is finer than a nanosecond is
// passed over. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_MALFORMED` for what is none.
smtpwire_status smtpwire_datetime_parse(smtpwire_str written,
                                        smtpwire_datetime *time);

// The time as it is written; `*written` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for what is no time.
smtpwire_status smtpwire_datetime_text(const smtpwire_datetime *time,
                                       smtpwire_text **written);

// Seconds since 1970-01-01T00:00:00Z, negative before; a leap second counts as the second behind it.
// `SMTPWIRE_OUT_OF_RANGE` for what is no time.
smtpwire_status smtpwire_datetime_unix_seconds(const smtpwire_datetime *time,
                                               int64_t *seconds);

// `SIZE`: how many octets the message has as it is sent, line ends as CRLF, without dot-stuffing and end mark
// (RFC 1870 section 5).
//
// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_size(smtpwire_parameters *parameters,
                                             uint64_t size,
                                             smtpwire_error **error);

// `BODY`: what octets the message may hold, a `smtpwire_body` (RFC 6152 section 2, RFC 3030 section 3).
//
// `SMTPWIRE_OUT_OF_RANGE` for any other number. `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_body(smtpwire_parameters *parameters,
                                             uint32_t body,
                                             smtpwire_error **error);

// `SMTPUTF8`: envelope or header are internationalized (RFC 6531 section 3.4).
//
// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_smtputf8(smtpwire_parameters *parameters,
                                                 smtpwire_error **error);

// `RET`: how much of the message a failure notice returns, a `smtpwire_ret` (RFC 3461 section 4.3).
//
// `SMTPWIRE_OUT_OF_RANGE` for any other number. `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_ret(smtpwire_parameters *parameters,
                                            uint32_t ret,
                                            smtpwire_error **error);

// `ENVID`: the envelope's name in notices, 1 to 100 characters of printable ASCII, not yet in xtext (RFC 3461
// section 4.4).
//
// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_envid(smtpwire_parameters *parameters,
                                              smtpwire_str id,
                                              smtpwire_error **error);

// `AUTH`: who submitted the message first, a mailbox or the path to one; NULL or the null path for `<>`, which says that
// this is not known or not trusted (RFC 4954 section 5).
//
// `SMTPWIRE_INVALID_VALUE` for what is no mailbox, where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_auth(smtpwire_parameters *parameters,
                                             const smtpwire_address *mailbox,
                                             smtpwire_error **error);

// `REQUIRETLS`: TLS on every hop, or a notice of failure (RFC 8689 section 4.1).
//
// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_requiretls(smtpwire_parameters *parameters,
                                                   smtpwire_error **error);

// `BY`: deliver within so many seconds, at most nine digits, and what happens then, a `smtpwire_by_mode`; `trace`: every
// hop is to be reported (RFC 2852 section 4). With `SMTPWIRE_BY_MODE_RETURN` the time must be over 0.
//
// `SMTPWIRE_OUT_OF_RANGE` for any other mode, `SMTPWIRE_INVALID_VALUE` for such a time, where it is there already, or
// where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_by(smtpwire_parameters *parameters,
                                           int32_t seconds,
                                           uint32_t mode,
                                           bool trace,
                                           smtpwire_error **error);

// `HOLDFOR`: the message is held for 1 to 999999999 seconds (RFC 4865 section 4).
//
// `SMTPWIRE_INVALID_VALUE` for any other number, where it or HOLDUNTIL is there already, or where the list is one for
// RCPT.
smtpwire_status smtpwire_parameters_add_holdfor(smtpwire_parameters *parameters,
                                                uint32_t seconds,
                                                smtpwire_error **error);

// `HOLDUNTIL`: the message is held until then (RFC 4865 section 4).
//
// `SMTPWIRE_INVALID_VALUE` for what is no time, where it or HOLDFOR is there already, or where the list is one for
// RCPT.
smtpwire_status smtpwire_parameters_add_holduntil(smtpwire_parameters *parameters,
                                                  smtpwire_datetime time,
                                                  smtpwire_error **error);

// `MT-PRIORITY`: -9 to 9; 0 is the usual one (RFC 6710 section 4.1).
//
// `SMTPWIRE_INVALID_VALUE` for any other number, where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_mt_priority(smtpwire_parameters *parameters,
                                                    int32_t priority,
                                                    smtpwire_error **error);

// `MTRK`: the certifier, the base64 of a hash of the tracking secret without its padding, and, where `has_timeout` is
// true, for how many seconds tracking data is wanted, at most 999999999 (RFC 3885 section 3.1).
//
// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_mtrk(smtpwire_parameters *parameters,
                                             smtpwire_str certifier,
                                             uint32_t timeout,
                                             bool has_timeout,
                                             smtpwire_error **error);

// `TRANSID`: the transaction's name with its angle brackets, at most 80 octets (RFC 1845 section 4).
//
// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_transid(smtpwire_parameters *parameters,
                                                smtpwire_str id,
                                                smtpwire_error **error);

// `SOLICIT`: solicitation class keywords such as `net.example:ADV`, at least one, at most 1000 octets with the commas
// between them (RFC 3865 section 2.5).
//
// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_solicit(smtpwire_parameters *parameters,
                                                const smtpwire_str *keywords,
                                                size_t keyword_count,
                                                smtpwire_error **error);

// `CONPERM`: the content may be converted (RFC 4141 section 4).
//
// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for RCPT.
smtpwire_status smtpwire_parameters_add_conperm(smtpwire_parameters *parameters,
                                                smtpwire_error **error);

// `SIZE`: the declared size in octets. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_size(const smtpwire_parameters *parameters, uint64_t *size);

// `BODY`: what octets the message may hold. `SMTPWIRE_ABSENT` where it is not given. It is 7BIT then.
smtpwire_status smtpwire_parameters_body(const smtpwire_parameters *parameters,
                                         smtpwire_body *body);

// `SMTPUTF8`: whether the message is internationalized; false for NULL.
bool smtpwire_parameters_smtputf8(const smtpwire_parameters *parameters);

// `RET`: how much of the message a failure notice is to return. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_ret(const smtpwire_parameters *parameters,
                                        smtpwire_ret *ret);

// `ENVID`: the envelope's name in notices, decoded. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_envid(const smtpwire_parameters *parameters, smtpwire_str *id);

// `AUTH`: who submitted the message first, a mailbox that lasts until something is added to the parameters and is not
// to be freed; NULL for `<>`, not known or not trusted. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_auth(const smtpwire_parameters *parameters,
                                         const smtpwire_address **mailbox);

// `REQUIRETLS`: whether TLS is demanded on every hop; false for NULL.
bool smtpwire_parameters_requiretls(const smtpwire_parameters *parameters);

// `BY`: within how many seconds the message is to be delivered, what happens then, and whether every hop is to be
// reported. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_by(const smtpwire_parameters *parameters,
                                       int32_t *seconds,
                                       smtpwire_by_mode *mode,
                                       bool *trace);

// `HOLDFOR`: for how many seconds the message is to be held. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_holdfor(const smtpwire_parameters *parameters,
                                            uint32_t *seconds);

// `HOLDUNTIL`: until when the message is to be held. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_holduntil(const smtpwire_parameters *parameters,
                                              smtpwire_datetime *time);

// `MT-PRIORITY`: -9 to 9. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_mt_priority(const smtpwire_parameters *parameters,
                                                int32_t *priority);

// `MTRK`: the certifier, in base64 without padding, and for how many seconds tracking data is wanted; `*timeout` is 0 where
// `*has_timeout` is false. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_mtrk(const smtpwire_parameters *parameters,
                                         smtpwire_str *certifier,
                                         uint32_t *timeout,
                                         bool *has_timeout);

// `TRANSID`: the transaction's name, angle brackets and all. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_transid(const smtpwire_parameters *parameters,
                                            smtpwire_str *id);

// `SOLICIT`: how many keywords there are; 0 where it is not given.
size_t smtpwire_parameters_solicit_count(const smtpwire_parameters *parameters);

// `SOLICIT`: one of the keywords, from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_parameters_solicit(const smtpwire_parameters *parameters,
                                            size_t index,
                                            smtpwire_str *keyword);

// `CONPERM`: whether the content may be converted; false for NULL.
bool smtpwire_parameters_conperm(const smtpwire_parameters *parameters);

// Whose parameters they are: `SMTPWIRE_VERB_MAIL` or `SMTPWIRE_VERB_RCPT`; `SMTPWIRE_VERB_UNKNOWN` for NULL.
smtpwire_verb smtpwire_parameters_verb(const smtpwire_parameters *parameters);

// How many there are; 0 for NULL.
size_t smtpwire_parameters_count(const smtpwire_parameters *parameters);

// The keyword of a parameter, from 0: in capitals for those that have functions of their own, as it was written
// for the others. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_parameters_keyword(const smtpwire_parameters *parameters,
                                            size_t index,
                                            smtpwire_str *keyword);

// The value of a parameter, from 0, as it is written behind the `=`: still in xtext where that is how it is sent.
// `SMTPWIRE_ABSENT` for one without a value, `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_parameters_value(const smtpwire_parameters *parameters,
                                          size_t index,
                                          smtpwire_str *value);

// Whether there is a parameter at this place, from 0, that has functions of its own.
bool smtpwire_parameters_is_known(const smtpwire_parameters *parameters, size_t index);

// All parameters as they stand in a command, parted by spaces; empty where there is none.
smtpwire_str smtpwire_parameters_text(const smtpwire_parameters *parameters);

// Whether two lists say the same, for the same command. NULL equals nothing.
bool smtpwire_parameters_equal(const smtpwire_parameters *parameters,
                               const smtpwire_parameters *other);

// Ends parameters; NULL is none.
void smtpwire_parameters_free(smtpwire_parameters *parameters);

// `NOTIFY`: on which events a notice is wanted, bits of `smtpwire_notify`; no bit for never (RFC 3461 section 4.1).
//
// `SMTPWIRE_OUT_OF_RANGE` for any other bit. `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for MAIL.
smtpwire_status smtpwire_parameters_add_notify(smtpwire_parameters *parameters,
                                               uint32_t events,
                                               smtpwire_error **error);

// `ORCPT`: the recipient as first given, an address of this type, `rfc822` or `utf-8` as a rule, not yet coded; at most
// 500 octets (RFC 3461 section 4.2, RFC 6533).
//
// `SMTPWIRE_INVALID_VALUE` for what is none, where it is there already, or where the list is one for MAIL.
smtpwire_status smtpwire_parameters_add_orcpt(smtpwire_parameters *parameters,
                                              smtpwire_str address_type,
                                              smtpwire_str address,
                                              smtpwire_error **error);

// `RRVS`: deliver only if the mailbox has had one owner since then, a time without fractions of a second, and what a
// relay does when the next hop can't check that, a `smtpwire_rrvs_action` (RFC 7293 section 3.1).
//
// `SMTPWIRE_OUT_OF_RANGE` for any other action, `SMTPWIRE_INVALID_VALUE` for such a time, where it is there already, or
// where the list is one for MAIL.
smtpwire_status smtpwire_parameters_add_rrvs(smtpwire_parameters *parameters,
                                             smtpwire_datetime since,
                                             uint32_t otherwise,
                                             smtpwire_error **error);

// `CONNEG`: tell what content this recipient can take (RFC 4141 section 5).
//
// `SMTPWIRE_INVALID_VALUE` where it is there already, or where the list is one for MAIL.
smtpwire_status smtpwire_parameters_add_conneg(smtpwire_parameters *parameters,
                                               smtpwire_error **error);

// `NOTIFY`: on which events a notice is wanted, bits of `smtpwire_notify`; no bit for never. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_notify(const smtpwire_parameters *parameters,
                                           uint32_t *events);

// `ORCPT`: the recipient as first given: the type as it was written, the address decoded. `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_orcpt(const smtpwire_parameters *parameters,
                                          smtpwire_str *address_type,
                                          smtpwire_str *address);

// `RRVS`: since when the mailbox must have had one owner, and what a relay does when the next hop can't check that.
// `SMTPWIRE_ABSENT` where it is not given.
smtpwire_status smtpwire_parameters_rrvs(const smtpwire_parameters *parameters,
                                         smtpwire_datetime *since,
                                         smtpwire_rrvs_action *otherwise);

// `CONNEG`: whether it is to be told what content this recipient can take; false for NULL.
bool smtpwire_parameters_conneg(const smtpwire_parameters *parameters);

// Reads a header from the start of a connection.
//
// `*header` is the header, to be freed, and `*consumed` how many octets it has; what stands behind them is
// SMTP. Where not all of it has come yet, `*header` is NULL and `*consumed` 0; the status is `SMTPWIRE_OK` then,
// too: give the same octets again with those that came in since. `limit` is how long the variable part of a
// version 2 header may be, at most 65535, 0 for 4096.
//
// `SMTPWIRE_MALFORMED` for what is no header, as soon as that is certain: close the connection without a
// reply. `SMTPWIRE_OUT_OF_RANGE` for a limit that is none.
smtpwire_status smtpwire_proxy_header_parse(smtpwire_bytes octets,
                                            size_t limit,
                                            smtpwire_proxy_header **header,
                                            size_t *consumed,
                                            smtpwire_error **error);

// The header as it is written; `version` is 1, a line of text, or 2, else `SMTPWIRE_OUT_OF_RANGE`. `*written` is
// to be freed.
//
// `SMTPWIRE_INVALID_VALUE` for what version 1 has no words for (UNIX addresses, datagrams, further facts), and
// for what is too long.
smtpwire_status smtpwire_proxy_header_write(const smtpwire_proxy_header *header,
                                            uint32_t version,
                                            smtpwire_text **written,
                                            smtpwire_error **error);

// Ends a header; NULL is none.
void smtpwire_proxy_header_free(smtpwire_proxy_header *header);

// Whose connection it is; for NULL, `SMTPWIRE_PROXY_COMMAND_LOCAL`.
smtpwire_proxy_command smtpwire_proxy_header_command(const smtpwire_proxy_header *header);

// The transport of the connection that is forwarded.
smtpwire_proxy_transport smtpwire_proxy_header_transport(const smtpwire_proxy_header *header);

// The client's IP address and port as text, `192.0.2.1:25` or `[2001:db8::1]:25`. `SMTPWIRE_ABSENT` where it
// is not said: the program keeps the address that it sees. The text lasts as long as the header.
smtpwire_status smtpwire_proxy_header_source(const smtpwire_proxy_header *header,
                                             smtpwire_str *source);

// The IP address and port that the client connected to, as text. `SMTPWIRE_ABSENT` where it is not said. The
// text lasts as long as the header.
smtpwire_status smtpwire_proxy_header_destination(const smtpwire_proxy_header *header,
                                                  smtpwire_str *destination);

// The client's IP address and port in octets. `SMTPWIRE_ABSENT` where it is not said.
smtpwire_status smtpwire_proxy_header_source_endpoint(const smtpwire_proxy_header *header,
                                                      smtpwire_endpoint *source);

// The IP address and port that the client connected to, in octets. `SMTPWIRE_ABSENT` where it is not said.
smtpwire_status smtpwire_proxy_header_destination_endpoint(const smtpwire_proxy_header *header,
                                                           smtpwire_endpoint *destination);

// The client's UNIX address, without the NULs at its end. `SMTPWIRE_ABSENT` where the connection is none
// between UNIX sockets. It lasts as long as the header.
smtpwire_status smtpwire_proxy_header_unix_source(const smtpwire_proxy_header *header,
                                                  smtpwire_bytes *source);

// The UNIX address that the client connected to. `SMTPWIRE_ABSENT` where the connection is none between UNIX
// sockets. It lasts as long as the header.
smtpwire_status smtpwire_proxy_header_unix_destination(const smtpwire_proxy_header *header,
                                                       smtpwire_bytes *destination);

// How many further facts there are, the checksum not counted.
size_t smtpwire_proxy_header_tlv_count(const smtpwire_proxy_header *header);

// A further fact, from 0. `SMTPWIRE_OUT_OF_RANGE` where there are fewer. It lasts until the next one is
// added, or as long as the header.
smtpwire_status smtpwire_proxy_header_tlv(const smtpwire_proxy_header *header,
                                          size_t index,
                                          smtpwire_proxy_tlv *tlv);

// Whether the header had a checksum, which was right, or is to have one.
bool smtpwire_proxy_header_has_checksum(const smtpwire_proxy_header *header);

// Whether two say the same; NULL is equal to nothing.
bool smtpwire_proxy_header_equal(const smtpwire_proxy_header *one,
                                 const smtpwire_proxy_header *other);

// A header for the proxy's own connection, as for a health check.
smtpwire_status smtpwire_proxy_header_new_local(smtpwire_proxy_header **header);

// A header for a connection that is forwarded, between addresses that are not said. `transport` is a
// `smtpwire_proxy_transport`, else `SMTPWIRE_OUT_OF_RANGE`.
smtpwire_status smtpwire_proxy_header_new_unknown(uint32_t transport,
                                                  smtpwire_proxy_header **header);

// A header for a connection that is forwarded, from the client's address to that which it connected to:
// `192.0.2.1:25`, or `[2001:db8::1]:25`. `transport` is a `smtpwire_proxy_transport`, else
// `SMTPWIRE_OUT_OF_RANGE`.
//
// `SMTPWIRE_INVALID_VALUE` for a text that is no address with a port, and where one is IPv4 and the other IPv6.
smtpwire_status smtpwire_proxy_header_new(uint32_t transport,
                                          smtpwire_str source,
                                          smtpwire_str destination,
                                          smtpwire_proxy_header **header,
                                          smtpwire_error **error);

// A header for a connection that is forwarded between UNIX sockets. NULs at the end of an address are no part
// of it; one of more than 108 octets can't be written. `transport` is a `smtpwire_proxy_transport`, else
// `SMTPWIRE_OUT_OF_RANGE`.
smtpwire_status smtpwire_proxy_header_new_unix(uint32_t transport,
                                               smtpwire_bytes source,
                                               smtpwire_bytes destination,
                                               smtpwire_proxy_header **header);

// Adds a fact, for version 2: what the value means (see `smtpwire_proxy_tlv`), and the value. A checksum that
// is added here is left out: it is asked for with `smtpwire_proxy_header_set_checksum`.
smtpwire_status smtpwire_proxy_header_add_tlv(smtpwire_proxy_header *header,
                                              uint8_t kind,
                                              smtpwire_bytes value);

// Has version 2 written with a checksum.
smtpwire_status smtpwire_proxy_header_set_checksum(smtpwire_proxy_header *header);

// Reads a whole reply at the start of `octets`, which may hold more behind it.
//
// `*reply` is the reply, to be freed, and `*consumed` how many octets it has. Where no whole reply
// is there yet, `*reply` is NULL and `*consumed` 0; the status is `SMTPWIRE_OK` then, too.
// `SMTPWIRE_MALFORMED` for what can't become a reply; `*error` says why, if `error` is not NULL.
smtpwire_status smtpwire_reply_parse(smtpwire_bytes octets,
                                     smtpwire_reply **reply,
                                     size_t *consumed,
                                     smtpwire_error **error);

// A reply of these lines, each of them text without a line end. A line that is longer than RFC 5321
// section 4.5.3.1.5 allows is split.
//
// `SMTPWIRE_OUT_OF_RANGE` for a code that is none (200 to 599 in its digits), `SMTPWIRE_INVALID_VALUE`
// for a control character in a line, or where there is no line.
smtpwire_status smtpwire_reply_new(uint16_t code,
                                   smtpwire_enhanced_code enhanced,
                                   const smtpwire_str *lines,
                                   size_t line_count,
                                   smtpwire_reply **reply,
                                   smtpwire_error **error);

// The code, such as 250; 0 for NULL.
uint16_t smtpwire_reply_code(const smtpwire_reply *reply);

// The enhanced code of the first line that has one.
smtpwire_enhanced_code smtpwire_reply_enhanced_code(const smtpwire_reply *reply);

// What the code's first digit says; `SMTPWIRE_SEVERITY_NONE` for NULL.
smtpwire_severity smtpwire_reply_severity(const smtpwire_reply *reply);

// Whether the enhanced code's class is the code's first digit, as RFC 2034 section 4 demands; `false`
// where there is no enhanced code.
bool smtpwire_reply_agrees(const smtpwire_reply *reply);

// Whether two replies are the same octets; NULL is equal to nothing.
bool smtpwire_reply_equal(const smtpwire_reply *one, const smtpwire_reply *other);

// How many lines it has.
size_t smtpwire_reply_line_count(const smtpwire_reply *reply);

// A line's text, from 0, without code and separator; an enhanced code is part of it. These are
// octets as the server sent them. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_reply_line(const smtpwire_reply *reply,
                                    size_t index,
                                    smtpwire_bytes *line);

// All lines' text for people: parted by LF, enhanced codes taken off, every octet that is not fit to
// be shown as `\xNN`.
smtpwire_str smtpwire_reply_text(const smtpwire_reply *reply);

// The reply as it stands on the wire, with its CRLFs.
smtpwire_bytes smtpwire_reply_wire(const smtpwire_reply *reply);

// Ends a reply; NULL is none.
void smtpwire_reply_free(smtpwire_reply *reply);

// A reader of replies whose lines have at most `max_line` octets, CRLF included (0: 4096), and of which
// each has at most `max_lines` (0: 512). `option_bits` is bits of `smtpwire_reply_option`, 0 for none.
// `SMTPWIRE_OUT_OF_RANGE` for a bit that is none.
smtpwire_status smtpwire_reply_reader_new(size_t max_line,
                                          size_t max_lines,
                                          uint32_t option_bits,
                                          smtpwire_reply_reader **reader);

// Takes octets from the peer. They are held until they are read as replies: take all whole replies after
// each call, and at most one unfinished reply is held, which the limits bound.
smtpwire_status smtpwire_reply_reader_receive(smtpwire_reply_reader *reader,
                                              smtpwire_bytes octets);

// The next whole reply, to be freed; `*reply` is NULL where more octets are needed first.
//
// `SMTPWIRE_MALFORMED` when what was received is no reply; from then on always the same. The connection
// is out of step then and can't be used on.
smtpwire_status smtpwire_reply_reader_next(smtpwire_reply_reader *reader,
                                           smtpwire_reply **reply,
                                           smtpwire_error **error);

// Octets that no reply was made of yet: behind the reply to STARTTLS they are an attack (RFC 3207 section
// 6). They last until the next `receive` or `next`.
smtpwire_bytes smtpwire_reply_reader_unread(const smtpwire_reply_reader *reader);

// Ends a reader; NULL is none.
void smtpwire_reply_reader_free(smtpwire_reply_reader *reader);

// A channel binding of one of `smtpwire_channel_binding_type`; the octets are copied.
smtpwire_status smtpwire_channel_binding_new(uint32_t kind,
                                             smtpwire_bytes octets,
                                             smtpwire_channel_binding **binding);

// Its type by the registered name, as in "tls-exporter"; empty for NULL. The text lasts for ever.
smtpwire_str smtpwire_channel_binding_type_name(const smtpwire_channel_binding *binding);

// Its octets. They are worth something on this connection only, and belong in no log.
smtpwire_bytes smtpwire_channel_binding_data(const smtpwire_channel_binding *binding);

// Ends it; NULL is none.
void smtpwire_channel_binding_free(smtpwire_channel_binding *binding);

// A name and a password, for SCRAM, CRAM-MD5, PLAIN and LOGIN. `SMTPWIRE_INVALID_VALUE` when one of them is
// empty or holds a NUL.
smtpwire_status smtpwire_credentials_new_password(smtpwire_str username,
                                                  smtpwire_str password,
                                                  smtpwire_credentials **credentials,
                                                  smtpwire_error **error);

// A name and an OAuth 2.0 access token, for OAUTHBEARER and XOAUTH2. `SMTPWIRE_INVALID_VALUE` when one of them
// is empty or holds what can't be sent.
smtpwire_status smtpwire_credentials_new_bearer(smtpwire_str username,
                                                smtpwire_str token,
                                                smtpwire_credentials **credentials,
                                                smtpwire_error **error);

// What the connection itself has shown, a client certificate mostly, for EXTERNAL.
smtpwire_status smtpwire_credentials_new_external(smtpwire_credentials **credentials);

// Nobody in particular, for ANONYMOUS. The trace, which may be empty, is for the server's log.
// `SMTPWIRE_INVALID_VALUE` for one with control characters or of more than 255 characters.
smtpwire_status smtpwire_credentials_new_anonymous(smtpwire_str trace,
                                                   smtpwire_credentials **credentials,
                                                   smtpwire_error **error);

// Sets the identity to act as, where it is another than the one that is proven. `SMTPWIRE_INVALID_VALUE` when
// it is empty or holds what can't be sent.
smtpwire_status smtpwire_credentials_set_authorization_identity(smtpwire_credentials *credentials,
                                                                smtpwire_str identity,
                                                                smtpwire_error **error);

// Sets the server's name and port, which OAUTHBEARER passes on with the token; without effect on other
// credentials. `SMTPWIRE_INVALID_VALUE` for a name that can't be sent.
smtpwire_status smtpwire_credentials_set_server(smtpwire_credentials *credentials,
                                                smtpwire_str host,
                                                uint16_t port,
                                                smtpwire_error **error);

// Ends them; NULL is none.
void smtpwire_credentials_free(smtpwire_credentials *credentials);

// The default: every mechanism, but none that shows a password or a token without verified TLS.
smtpwire_status smtpwire_sasl_policy_new(smtpwire_sasl_policy **policy);

// Whether PLAIN, LOGIN, OAUTHBEARER, XOAUTH2 and CRAM-MD5 may be used without verified TLS.
smtpwire_status smtpwire_sasl_policy_set_allow_plaintext_secrets(smtpwire_sasl_policy *policy,
                                                                 bool allow);

// Allows a mechanism, "SCRAM-SHA-256" for one; from the first call on only those that were allowed.
// `SMTPWIRE_INVALID_VALUE` for a name that is not known here.
smtpwire_status smtpwire_sasl_policy_allow(smtpwire_sasl_policy *policy,
                                           smtpwire_str name,
                                           smtpwire_error **error);

// SCRAM: the least and the most iterations that a server may ask for; 4096 and 1,000,000.
// `SMTPWIRE_OUT_OF_RANGE` where the least is more than the most.
smtpwire_status smtpwire_sasl_policy_set_iterations(smtpwire_sasl_policy *policy,
                                                    uint32_t least,
                                                    uint32_t most);

// Ends it; NULL is none.
void smtpwire_sasl_policy_free(smtpwire_sasl_policy *policy);

// Makes what is kept of a password. `hash` is one of `smtpwire_scram_hash`, the salt 16 octets or more that nobody
// can guess, `iterations` 4096 to 10,000,000. It takes as long as the iterations do.
//
// `SMTPWIRE_OUT_OF_RANGE` for a hash that is none, `SMTPWIRE_INVALID_VALUE` for a password that can't be used, a
// salt that is empty, or too few or too many iterations.
smtpwire_status smtpwire_scram_verifier_new(uint32_t hash,
                                            smtpwire_str password,
                                            smtpwire_bytes salt,
                                            uint32_t iterations,
                                            smtpwire_scram_verifier **verifier,
                                            smtpwire_error **error);

// What is kept, of the keys that were stored (RFC 5803).
//
// Fails as `smtpwire_scram_verifier_new`, and for keys of another length than the digest's.
smtpwire_status smtpwire_scram_verifier_from_keys(uint32_t hash,
                                                  smtpwire_bytes salt,
                                                  uint32_t iterations,
                                                  smtpwire_bytes stored_key,
                                                  smtpwire_bytes server_key,
                                                  smtpwire_scram_verifier **verifier,
                                                  smtpwire_error **error);

// Reads what was stored as text: `SCRAM-SHA-256$iterations:salt$stored-key:server-key`, in base64.
// `SMTPWIRE_INVALID_VALUE` for what is none.
smtpwire_status smtpwire_scram_verifier_parse(smtpwire_str stored,
                                              smtpwire_scram_verifier **verifier,
                                              smtpwire_error **error);

// What is kept as text, to store it, in a text that the caller frees. Passwords can be tried out on it.
smtpwire_status smtpwire_scram_verifier_reveal_text(const smtpwire_scram_verifier *verifier,
                                                    smtpwire_text **stored);

// Whether this is the password that it was made of.
smtpwire_status smtpwire_scram_verifier_matches(const smtpwire_scram_verifier *verifier,
                                                smtpwire_str password,
                                                bool *matches);

// Ends it; NULL is none.
void smtpwire_scram_verifier_free(smtpwire_scram_verifier *verifier);

// Says yes to what the last event asked, with the reply that is usual.
//
// Behind `SMTPWIRE_EVENT_MESSAGE` this takes the responsibility for the message (RFC 5321 section 4.2.5): it must
// be stored by then. In LMTP it answers for the next recipient, in the order of their RCPT.
//
// It says yes to no login, so that a program that accepts whatever it does not know lets nobody in.
//
// `SMTPWIRE_NOTHING_TO_ANSWER` where no event waits, or one that waits for something else
// (`SMTPWIRE_EVENT_AUTH_VERIFY`, `SMTPWIRE_EVENT_AUTH_LOOKUP`, `SMTPWIRE_EVENT_START_TLS`); or the failure of the
// connection.
smtpwire_status smtpwire_server_accept(smtpwire_server *server,
                                       smtpwire_error **error);

// Answers what the last event asked with this reply, which is copied: 2yz says yes, 4yz and 5yz say no. Yes
// to the greeting is 220, to DATA 354, to a login 235; to BDAT, to a BURL that is the last, and to an early
// talker only `smtpwire_server_accept` says yes. 421 ends the session.
//
// `SMTPWIRE_UNFIT_REPLY` for a reply that says neither, and all is as before then; else as for
// `smtpwire_server_accept`.
smtpwire_status smtpwire_server_answer(smtpwire_server *server,
                                       const smtpwire_reply *reply,
                                       smtpwire_error **error);

// Answers with this reply as often as answers are due: for every recipient in LMTP. Fails as
// `smtpwire_server_answer`.
smtpwire_status smtpwire_server_answer_all(smtpwire_server *server,
                                           const smtpwire_reply *reply,
                                           smtpwire_error **error);

// How many answers are due: in LMTP one for each recipient of a message, else 1 or 0. 0 for NULL.
size_t smtpwire_server_answers_due(const smtpwire_server *server);

// Ends the session, because the program shuts down: with this reply, which is copied, or with 421 4.3.2 for
// NULL. A transaction under way is aborted; the client keeps its message and tries again later. Write the
// output, then close. During a TLS handshake nothing can be said, and nothing is.
//
// `SMTPWIRE_ALREADY_CLOSED` where it is over, `SMTPWIRE_UNFIT_REPLY` for a reply that is no refusal.
smtpwire_status smtpwire_server_close(smtpwire_server *server,
                                      const smtpwire_reply *reply,
                                      smtpwire_error **error);

// A configuration with the defaults: SMTP, no TLS, no login; it offers what needs nothing of the program
// (PIPELINING, SIZE, 8BITMIME, SMTPUTF8, CHUNKING, ENHANCEDSTATUSCODES, DSN, LIMITS and HELP), and the program
// decides about recipients and messages.
//
// `hostname` is the server's own name, in its greeting and in its answer to EHLO: "mx.example" or
// "[192.0.2.1]". `SMTPWIRE_INVALID_VALUE` for what is no name.
smtpwire_status smtpwire_server_config_new(smtpwire_str hostname,
                                           smtpwire_server_config **config,
                                           smtpwire_error **error);

// Sets a limit, one of `smtpwire_limit`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none, or for a value
// that it can't have.
smtpwire_status smtpwire_server_config_set_limit(smtpwire_server_config *config,
                                                 uint32_t limit,
                                                 uint64_t value);

// Sets a timeout, one of `smtpwire_timeout`, in milliseconds. `SMTPWIRE_OUT_OF_RANGE` for a number that is
// none.
smtpwire_status smtpwire_server_config_set_timeout_ms(smtpwire_server_config *config,
                                                      uint32_t timeout,
                                                      uint64_t milliseconds);

// Switches an option, one of `smtpwire_server_option`. `SMTPWIRE_OUT_OF_RANGE` for a number that is none.
smtpwire_status smtpwire_server_config_set_option(smtpwire_server_config *config,
                                                  uint32_t option,
                                                  bool on);

// Sets what stands behind the name in the greeting; `ESMTP` or `LMTP` where it is empty, as it is at first.
// Control characters in it are left out.
smtpwire_status smtpwire_server_config_set_greeting(smtpwire_server_config *config,
                                                    smtpwire_str greeting);

// Greets only so many milliseconds after the connection came, and refuses clients that speak earlier, which
// mostly send spam; `SMTPWIRE_DECIDE_EARLY_TALKER` lets the program decide about them. `SMTPWIRE_NEVER` for
// no such wait, as it is at first.
smtpwire_status smtpwire_server_config_set_early_talkers_ms(smtpwire_server_config *config,
                                                            uint64_t milliseconds);

// SCRAM: sets a secret of at least 16 octets, the same for years, from which users who don't exist get their
// salt, so that nobody can tell them from those who do. Without it no SCRAM mechanism is offered.
smtpwire_status smtpwire_server_config_set_decoy_key(smtpwire_server_config *config,
                                                     smtpwire_bytes key);

// SCRAM: sets the iterations, and the length of the salt in octets, that users get who don't exist. They
// should be what the real ones have; 4096 and 16 at first. `SMTPWIRE_OUT_OF_RANGE` for fewer than 4096
// iterations, which clients refuse, and for a salt of fewer than 8 or more than 1024 octets.
smtpwire_status smtpwire_server_config_set_decoy(smtpwire_server_config *config,
                                                 uint32_t iterations,
                                                 size_t salt_length);

// Whether all that is configured can be had. A connection leaves out what can't; a program that asks first
// can tell its operator: `*error` says what is wrong.
//
// For servers whose TLS this library does, offer STARTTLS before asking; where TLS comes first,
// `smtpwire_server_new_tls` takes it back by itself.
//
// `SMTPWIRE_INVALID_VALUE` where it can't be had.
smtpwire_status smtpwire_server_config_check(const smtpwire_server_config *config,
                                             smtpwire_error **error);

// Ends a configuration; NULL is none. Servers that were made of it go on.
void smtpwire_server_config_free(smtpwire_server_config *config);

// A connection that has just been accepted, without TLS of this library: in plaintext, or with the program's
// own TLS. Where STARTTLS is offered, `SMTPWIRE_EVENT_START_TLS` says when a handshake is due; for a connection
// on which TLS is up already, set `SMTPWIRE_SERVER_IMPLICIT_TLS`.
//
// `entropy` is 32 octets from the system's random number generator, new for each connection; challenges are
// made of them. The configuration is shared, and may be freed. The greeting is in the output once
// `smtpwire_server_next_event` was called.
//
// `SMTPWIRE_OUT_OF_RANGE` for entropy of another length.
smtpwire_status smtpwire_server_new(const smtpwire_server_config *config,
                                    smtpwire_bytes entropy,
                                    uint64_t now_ms,
                                    smtpwire_server **server,
                                    smtpwire_error **error);

// A connection on which the program's own TLS comes first, as on port 465: it is paused until
// `smtpwire_server_tls_established` or `smtpwire_server_tls_failed`, and then the client is greeted. A PROXY
// header, where the configuration has one, comes before, and with it the pause.
//
// All else is as for `smtpwire_server_new`.
smtpwire_status smtpwire_server_new_awaiting_tls(const smtpwire_server_config *config,
                                                 smtpwire_bytes entropy,
                                                 uint64_t now_ms,
                                                 smtpwire_server **server,
                                                 smtpwire_error **error);

// A connection whose TLS this library does: raw octets of the socket go in and out. `mode` is one of
// `smtpwire_server_tls_mode`; whether STARTTLS is offered follows from it, whatever the configuration says.
// `SMTPWIRE_EVENT_TLS_ESTABLISHED` says that TLS is up, and waits for nothing.
//
// `tls` is the certificates; it is shared as the configuration is, and may be freed. All else is as for
// `smtpwire_server_new`.
//
// `SMTPWIRE_OUT_OF_RANGE` for entropy that does not have 32 octets, and for a number that is no mode.
smtpwire_status smtpwire_server_new_tls(const smtpwire_server_config *config,
                                        uint32_t mode,
                                        const smtpwire_server_tls *tls,
                                        smtpwire_bytes entropy,
                                        uint64_t now_ms,
                                        smtpwire_server **server,
                                        smtpwire_error **error);

// Takes octets that were read from the client, at most `smtpwire_server_input_room`; they are copied. With TLS
// of this library they are the raw octets of the socket.
//
// Fails when the connection has failed, now or before, and then again with the same status:
// `SMTPWIRE_INPUT_BUFFER_FULL` for more octets than there is room for.
smtpwire_status smtpwire_server_receive(smtpwire_server *server,
                                        smtpwire_bytes octets,
                                        uint64_t now_ms,
                                        smtpwire_error **error);

// Takes in that the client has closed its side, or has reset the connection.
smtpwire_status smtpwire_server_receive_eof(smtpwire_server *server, uint64_t now_ms);

// How many octets may be received now; 0 where none should be read from the socket, and for NULL.
size_t smtpwire_server_input_room(const smtpwire_server *server);

// What happens next. `*step` is one of `smtpwire_step`; `*event` is the event when that is
// `SMTPWIRE_STEP_EVENT`, else NULL. The event belongs to the server, until the next call of this function.
//
// Fails when the connection has failed, now or before, and then again with the same status; what waits
// in the output should still be written.
smtpwire_status smtpwire_server_next_event(smtpwire_server *server,
                                           uint64_t now_ms,
                                           smtpwire_step *step,
                                           const smtpwire_event **event,
                                           smtpwire_error **error);

// What is to be written to the client; empty when there is nothing, and for NULL. The view lasts until the
// next call on this server that takes it as other than `const`.
smtpwire_bytes smtpwire_server_output(smtpwire_server *server);

// Says how many octets at the front of the output were written; some at a time is fine.
// `SMTPWIRE_ADVANCE_TOO_FAR` when the output holds fewer; nothing changes then.
smtpwire_status smtpwire_server_advance_output(smtpwire_server *server,
                                               size_t octets,
                                               smtpwire_error **error);

// When `smtpwire_server_handle_timeout` is due, in milliseconds of the program's clock; `SMTPWIRE_NEVER` when
// it is not, and for NULL.
uint64_t smtpwire_server_next_deadline_ms(const smtpwire_server *server);

// Tells the time. Called before the deadline it does nothing; after it the connection fails with one of
// the timeouts, which the next question for an event tells.
smtpwire_status smtpwire_server_handle_timeout(smtpwire_server *server,
                                               uint64_t now_ms);

// Ends a server, whatever state it is in; NULL is none. Sockets are the program's to close.
void smtpwire_server_free(smtpwire_server *server);

// Sets what the program decides itself: any of the `SMTPWIRE_DECIDE_...`, put together by `|`. Behind an event
// of such a kind the connection waits until the program has answered it, by `smtpwire_server_accept` or
// `smtpwire_server_answer`; about everything else the connection decides by itself, as a server that takes all
// mail would. Logins are always the program's to decide, when any mechanism is offered.
//
// At first these are `SMTPWIRE_DECIDE_RCPT` and `SMTPWIRE_DECIDE_MESSAGE`. `SMTPWIRE_OUT_OF_RANGE` for a bit
// that is none of them.
smtpwire_status smtpwire_server_config_set_decisions(smtpwire_server_config *config,
                                                     uint32_t decisions);

// Sets how content is handed out, one of `smtpwire_content_mode`. `SMTPWIRE_OUT_OF_RANGE` for a number that
// is none.
smtpwire_status smtpwire_server_config_set_content(smtpwire_server_config *config,
                                                   uint32_t content);

// Decides about `SMTPWIRE_EVENT_AUTH_VERIFY`: is the client who it claims to be?
// `smtpwire_server_answer` gives a refusal of the program's own instead: 454 4.7.0, for one, where it can't
// tell.
//
// `SMTPWIRE_NOTHING_TO_ANSWER` where no such decision is due; or the failure of the connection.
smtpwire_status smtpwire_server_verify(smtpwire_server *server,
                                       bool accepted,
                                       smtpwire_error **error);

// Answers `SMTPWIRE_EVENT_AUTH_LOOKUP`: what is stored about the user, which is copied, or NULL for a user who
// does not exist or may not act as whom it asks for. Such a one is asked for a proof like any other, and then
// refused, so that nobody learns who exists.
//
// Fails as `smtpwire_server_verify`.
smtpwire_status smtpwire_server_provide_verifier(smtpwire_server *server,
                                                 const smtpwire_scram_verifier *verifier,
                                                 smtpwire_error **error);

// Tells what ties a login to the program's own TLS: `count` channel bindings, which are copied. Without any,
// the mechanisms that end in -PLUS are not offered. To be called as soon as TLS is up. What was told before is
// forgotten.
//
// `SMTPWIRE_NO_TLS_EXPECTED` where this library does TLS: such a connection knows its own.
smtpwire_status smtpwire_server_set_channel_bindings(smtpwire_server *server,
                                                     const smtpwire_channel_binding *const *bindings,
                                                     size_t count,
                                                     smtpwire_error **error);

// Tells of the one channel binding of the program's own TLS, or, for NULL, that there is none; as
// `smtpwire_server_set_channel_bindings`.
smtpwire_status smtpwire_server_set_channel_binding(smtpwire_server *server,
                                                    const smtpwire_channel_binding *binding,
                                                    smtpwire_error **error);

// Tells whether the client has shown by the connection itself who it is, by a certificate mostly: without
// that EXTERNAL is not offered (RFC 4422 appendix A). To be called as soon as TLS is up.
//
// At first it counts as shown. Where this library does TLS, it counts as shown from then on where a
// certificate was verified, and a program may decide otherwise behind `SMTPWIRE_EVENT_TLS_ESTABLISHED`.
smtpwire_status smtpwire_server_set_external(smtpwire_server *server,
                                             bool shown,
                                             smtpwire_error **error);

// Offers an extension, one of `smtpwire_keyword`, or takes the offer back. These are offered here: PIPELINING,
// SIZE (with `SMTPWIRE_LIMIT_MESSAGE_SIZE`), 8BITMIME, SMTPUTF8, CHUNKING, BINARYMIME (only together with
// CHUNKING; the program must be able to pass binary content on), DSN, ENHANCEDSTATUSCODES (without it no reply
// carries such a code), LIMITS, STARTTLS (as long as there is no TLS; `smtpwire_server_new_tls` offers it by
// itself), REQUIRETLS (once there is TLS), VRFY, EXPN, HELP, ETRN, ATRN and RRVS. AUTH, BURL, DELIVERBY,
// MT-PRIORITY, XCLIENT and XFORWARD have functions of their own, and are only taken back here.
//
// `SMTPWIRE_OUT_OF_RANGE` for any other.
smtpwire_status smtpwire_server_config_offer(smtpwire_server_config *config,
                                             uint32_t keyword,
                                             bool on);

// Takes all offers back, also the further parameters and lines: what is offered then is what the next calls
// say.
smtpwire_status smtpwire_server_config_offer_nothing(smtpwire_server_config *config);

// Offers AUTH with this mechanism, "SCRAM-SHA-256" for one, behind those that are offered already (RFC 4954).
// AUTH is offered where TLS is up, or with `SMTPWIRE_SERVER_PLAINTEXT_AUTH`; mechanisms that end in -PLUS once
// channel bindings are known, SCRAM with a decoy key alone.
//
// `SMTPWIRE_INVALID_VALUE` for a mechanism that is not known here.
smtpwire_status smtpwire_server_config_offer_mechanism(smtpwire_server_config *config,
                                                       smtpwire_str name,
                                                       smtpwire_error **error);

// Offers BURL with what stands behind it, "imap" for one; that may be empty (RFC 4468). Only the program can
// fetch what a URL names: it has to decide about it, by `SMTPWIRE_DECIDE_BURL`.
smtpwire_status smtpwire_server_config_offer_burl(smtpwire_server_config *config,
                                                  smtpwire_str words);

// Offers DELIVERBY with the least time in seconds; 0 for none (RFC 2852).
smtpwire_status smtpwire_server_config_offer_deliver_by(smtpwire_server_config *config,
                                                        uint32_t least_seconds);

// Offers MT-PRIORITY with the name of a policy, which may be empty (RFC 6710).
smtpwire_status smtpwire_server_config_offer_mt_priority(smtpwire_server_config *config,
                                                         smtpwire_str policy);

// Offers XCLIENT with one more attribute, "ADDR" for one, to clients that are trusted
// (`SMTPWIRE_SERVER_TRUSTED`).
smtpwire_status smtpwire_server_config_offer_xclient(smtpwire_server_config *config,
                                                     smtpwire_str attribute);

// Offers XFORWARD with one more attribute, "ADDR" for one, to clients that are trusted
// (`SMTPWIRE_SERVER_TRUSTED`).
smtpwire_status smtpwire_server_config_offer_xforward(smtpwire_server_config *config,
                                                      smtpwire_str attribute);

// Takes a parameter of MAIL, by its keyword, that none of the offered extensions has.
smtpwire_status smtpwire_server_config_offer_mail_parameter(smtpwire_server_config *config,
                                                            smtpwire_str keyword);

// Takes a parameter of RCPT, by its keyword, that none of the offered extensions has.
smtpwire_status smtpwire_server_config_offer_rcpt_parameter(smtpwire_server_config *config,
                                                            smtpwire_str keyword);

// Offers one more line, as it stands. One that can't be a line of an EHLO reply (empty, longer than 490
// octets, with control characters) is left out; `smtpwire_server_config_check` tells.
smtpwire_status smtpwire_server_config_offer_extra(smtpwire_server_config *config,
                                                   smtpwire_str line);

// Where the session stands; `SMTPWIRE_PHASE_GREETED` for NULL.
smtpwire_phase smtpwire_server_phase(const smtpwire_server *server);

// Whether TLS protects the session. False for NULL.
bool smtpwire_server_is_tls(const smtpwire_server *server);

// Whether the client has logged in, or a trusted proxy said so. False for NULL.
bool smtpwire_server_is_authenticated(const smtpwire_server *server);

// Whether the session is over, in order or by a failure; there may be output left to write. False for NULL.
bool smtpwire_server_is_closed(const smtpwire_server *server);

// Says that the program's own TLS is up, behind `SMTPWIRE_EVENT_START_TLS`, or on a connection on which it comes
// first. The client has to begin with EHLO again (RFC 3207 section 4.2).
//
// `SMTPWIRE_NO_TLS_EXPECTED` where no handshake is due, or where this library does TLS;
// `SMTPWIRE_OUT_OF_ORDER` while the answer to STARTTLS is still in the output: it belongs on the wire before the
// handshake.
smtpwire_status smtpwire_server_tls_established(smtpwire_server *server,
                                                uint64_t now_ms,
                                                smtpwire_error **error);

// Says that the program's own TLS has failed, in its handshake or later, and why, in words for people; the
// connection fails with `SMTPWIRE_TLS_FAILED`, and nothing is left in the output.
//
// `SMTPWIRE_NO_TLS_EXPECTED` where TLS is neither due nor up, or where this library does TLS.
smtpwire_status smtpwire_server_tls_failed(smtpwire_server *server,
                                           smtpwire_str detail,
                                           smtpwire_error **error);

// What TLS of this library came to: version, cipher suite, the client's certificates. It lasts as long as the
// server. `SMTPWIRE_ABSENT` where it is not up.
smtpwire_status smtpwire_server_tls_session(const smtpwire_server *server,
                                            const smtpwire_tls_session **session);

// Why TLS of this library failed: its kind, a sentence, what to do, the certificates. It lasts as long as the
// server. `SMTPWIRE_ABSENT` where it did not.
smtpwire_status smtpwire_server_tls_failure(const smtpwire_server *server,
                                            const smtpwire_tls_failure **failure);

// Keeps what is said inside TLS of this library, or stops to: for transcripts, since what crosses the socket
// can't be read. Take it by `smtpwire_server_next_traced` after every call: nothing else bounds it. It holds
// passwords as they were said. Written down line by line, each with "C: " or "S: " before it, the whole
// session is what `smtpwire_transcript_mask` masks. `SMTPWIRE_ABSENT` where the program does TLS itself.
smtpwire_status smtpwire_server_set_tracing(smtpwire_server *server,
                                            bool on);

// Takes the next piece of what was said, in its order: plaintext before TLS, and what is inside of it. `*octets`
// lasts until the next call on this server that takes it as other than `const`. `SMTPWIRE_ABSENT` when there is
// no more.
smtpwire_status smtpwire_server_next_traced(smtpwire_server *server,
                                            smtpwire_traced *what,
                                            smtpwire_bytes *octets);

// The name of a status, as in "out-of-order". The text lasts for ever. A number that is no status gets
// "unknown".
smtpwire_str smtpwire_status_name(uint32_t status);

// What a status means, in a sentence without a full stop. The text lasts for ever. A number that is no status gets
// "unknown".
smtpwire_str smtpwire_status_text(uint32_t status);

// What it holds, until it is freed; empty for NULL.
smtpwire_bytes smtpwire_text_view(const smtpwire_text *text);

// Ends it; NULL is none.
void smtpwire_text_free(smtpwire_text *text);

// Its octets (DER).
smtpwire_bytes smtpwire_certificate_der(const smtpwire_certificate *certificate);

// Whether it could be read. Where not, all its texts are empty, save the fingerprint.
bool smtpwire_certificate_is_readable(const smtpwire_certificate *certificate);

// Whose it is: the distinguished name (RFC 4514), as in "CN=mx.example.org,O=Example". Often empty
// today; what counts are the names.
smtpwire_str smtpwire_certificate_subject(const smtpwire_certificate *certificate);

// Who vouches for it: the distinguished name of the one who signed.
smtpwire_str smtpwire_certificate_issuer(const smtpwire_certificate *certificate);

// How many hosts it is for.
size_t smtpwire_certificate_name_count(const smtpwire_certificate *certificate);

// A host that it is for, from 0: a DNS name, perhaps with a wildcard, or an IP address.
// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_certificate_name(const smtpwire_certificate *certificate,
                                          size_t index,
                                          smtpwire_str *name);

// The serial number, as hexadecimal octets with colons.
smtpwire_str smtpwire_certificate_serial(const smtpwire_certificate *certificate);

// The first second of its validity, since 1970 (UTC). `SMTPWIRE_ABSENT` where it is not readable.
smtpwire_status smtpwire_certificate_not_before(const smtpwire_certificate *certificate,
                                                int64_t *unix_seconds);

// The last second of its validity, since 1970 (UTC). `SMTPWIRE_ABSENT` where it is not readable.
smtpwire_status smtpwire_certificate_not_after(const smtpwire_certificate *certificate,
                                               int64_t *unix_seconds);

// The kind and size of its public key: "RSA 2048", "ECDSA P-256", "Ed25519".
smtpwire_str smtpwire_certificate_key(const smtpwire_certificate *certificate);

// How it is signed, as in "ecdsa-with-SHA256" or "sha256WithRSAEncryption" (RFC 3279 and its
// successors); an object identifier where no name is known.
smtpwire_str smtpwire_certificate_signature_algorithm(const smtpwire_certificate *certificate);

// The SHA-256 of its octets, as hexadecimal octets with colons.
smtpwire_str smtpwire_certificate_fingerprint(const smtpwire_certificate *certificate);

// Whether it names itself as its issuer.
bool smtpwire_certificate_is_self_signed(const smtpwire_certificate *certificate);

// Whether it may vouch for other certificates (a CA's certificate).
bool smtpwire_certificate_is_authority(const smtpwire_certificate *certificate);

// Whether it is for this host, a DNS name or an IP address, by RFC 7817 section 3: only the subject
// alternative names count, and `*` stands for one left-most label. false for a text that is not UTF-8.
bool smtpwire_certificate_is_valid_for(const smtpwire_certificate *certificate,
                                       smtpwire_str host);

// A builder with what most want.
smtpwire_status smtpwire_client_tls_builder_new(smtpwire_client_tls_builder **builder);

// Whom to trust, instead of Mozilla's list. The roots are copied.
smtpwire_status smtpwire_client_tls_builder_set_roots(smtpwire_client_tls_builder *builder,
                                                      const smtpwire_roots *roots);

// A client certificate for the server that asks for one: to log in by (EXTERNAL). It is copied.
smtpwire_status smtpwire_client_tls_builder_set_identity(smtpwire_client_tls_builder *builder,
                                                         const smtpwire_identity *identity);

// Which versions of TLS to speak, as numbers of `smtpwire_tls_version`. `SMTPWIRE_OUT_OF_RANGE` for other
// numbers, and where the least is above the most.
smtpwire_status smtpwire_client_tls_builder_set_versions(smtpwire_client_tls_builder *builder,
                                                         uint32_t least,
                                                         uint32_t most);

// Judges the dates of certificates as if it were this second since 1970, for tests and replays. The
// system's clock counts where nothing is said.
smtpwire_status smtpwire_client_tls_builder_set_time(smtpwire_client_tls_builder *builder,
                                                     uint64_t unix_seconds);

// Talks to whoever answers, whatever certificate it shows. Whoever sits in between then reads all,
// passwords too. For tests on one's own machine.
smtpwire_status smtpwire_client_tls_builder_dangerous_accept_any_certificate(smtpwire_client_tls_builder *builder);

// The configuration, to be freed. The builder stays, and may build another.
smtpwire_status smtpwire_client_tls_builder_build(const smtpwire_client_tls_builder *builder,
                                                  smtpwire_client_tls **client_tls,
                                                  smtpwire_error **error);

// Ends a builder; NULL is none.
void smtpwire_client_tls_builder_free(smtpwire_client_tls_builder *builder);

// Ends it; NULL is none. Connections that use it keep it.
void smtpwire_client_tls_free(smtpwire_client_tls *client_tls);

// The name of the TLSA records of a server, as in "_25._tcp.mx.example.org" (RFC 7672 section 2.2.3); a
// text to be freed. The server is the MX host, as the secure MX record names it, or after a secure CNAME
// the name that this one leads to. Case and a trailing dot do not matter; the name has neither.
smtpwire_status smtpwire_tlsa_name(smtpwire_str server,
                                   uint16_t port,
                                   smtpwire_text **name);

// The data of the record that says of this certificate (DER) what the three numbers select, as a zone
// file has it: "3 1 1 8cb0fc6c..."; a text to be freed. This is what an operator publishes at
// `smtpwire_tlsa_name`.
//
// `SMTPWIRE_MALFORMED` where it is no certificate, or the selector or matching type is unknown.
smtpwire_status smtpwire_tlsa_of_certificate(smtpwire_bytes certificate,
                                             uint8_t usage,
                                             uint8_t selector,
                                             uint8_t matching,
                                             smtpwire_text **record,
                                             smtpwire_error **error);

// No records yet, which demand nothing.
smtpwire_status smtpwire_dane_new(smtpwire_dane **dane);

// Adds a record of these fields. Numbers without a meaning are kept, and so is data that does not fit
// them: such a record can't be used, and counts in what is demanded all the same.
//
// `SMTPWIRE_MALFORMED` where there is no data, or more than 65532 octets of it.
smtpwire_status smtpwire_dane_add_tlsa(smtpwire_dane *dane,
                                       uint8_t usage,
                                       uint8_t selector,
                                       uint8_t matching,
                                       smtpwire_bytes data,
                                       smtpwire_error **error);

// Adds a record from its data as DNS carries it (RFC 6698 section 2.1). `SMTPWIRE_MALFORMED` for fewer
// than four octets, or too many.
smtpwire_status smtpwire_dane_add_tlsa_rdata(smtpwire_dane *dane,
                                             smtpwire_bytes rdata,
                                             smtpwire_error **error);

// Adds a record from its text, as zone files and `dig` write its data: "3 1 1 8cb0fc6c...". The names of
// RFC 7218 may stand for the numbers. `SMTPWIRE_MALFORMED` for what is none; `*error` says why.
smtpwire_status smtpwire_dane_add_tlsa_text(smtpwire_dane *dane,
                                            smtpwire_str record,
                                            smtpwire_error **error);

// How many records there are.
size_t smtpwire_dane_tlsa_count(const smtpwire_dane *dane);

// A record, from 0, in the order in which they were added. Its views last until another is added.
// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_dane_tlsa(const smtpwire_dane *dane, size_t index, smtpwire_tlsa *tlsa);

// What the records demand; `SMTPWIRE_DANE_DEMAND_OPPORTUNISTIC` for NULL.
smtpwire_dane_demand smtpwire_dane_demand_of(const smtpwire_dane *dane);

// Whether these certificates are those that the records speak of, for programs that bring their own TLS
// and for tools: connections with `smtpwire_client_tls` ask by themselves.
//
// `chain` is the certificates in DER as the server sent them, its own first. `names` is what a certificate
// of a named authority may be for: the server's name that the records were looked up for, and the domain
// that the mail is for (RFC 7672 section 3.2.2). Nothing here proves that the server has the certificate's
// private key; the handshake does.
//
// `*matched`, if `matched` is not NULL, is the record that fits, as `smtpwire_dane_tlsa` counts them.
// `SMTPWIRE_UNUSABLE_CERTIFICATE` where none does; `*error` names the records, and its detail is one of
// "no-certificate", "none-usable", "none-fits", "untrusted-chain", "expired", "not-yet-valid" and
// "wrong-name".
smtpwire_status smtpwire_dane_check(const smtpwire_dane *dane,
                                    const smtpwire_bytes *chain,
                                    size_t chain_length,
                                    const smtpwire_str *names,
                                    size_t name_count,
                                    uint64_t unix_seconds,
                                    size_t *matched,
                                    smtpwire_error **error);

// Ends it; NULL is none. Peers that have it keep it.
void smtpwire_dane_free(smtpwire_dane *dane);

// What kind of failure it is; `SMTPWIRE_TLS_FAILURE_OTHER` for NULL.
smtpwire_tls_failure_kind smtpwire_tls_failure_kind_of(const smtpwire_tls_failure *failure);

// A failure's kind by a name that stays the same from version to version, as in "wrong-name". Empty for
// NULL. The text lasts for ever.
smtpwire_str smtpwire_tls_failure_kind_name(const smtpwire_tls_failure *failure);

// What happened, in a sentence for an operator.
smtpwire_str smtpwire_tls_failure_message(const smtpwire_tls_failure *failure);

// What to do about it, for whoever runs the side that failed. The text lasts for ever.
smtpwire_str smtpwire_tls_failure_advice(const smtpwire_tls_failure *failure);

// The result type of a TLS report (RFC 8460 section 4.3) that a sender counts this as.
// `SMTPWIRE_ABSENT` where nothing is to be reported, since the fault is the program's own.
smtpwire_status smtpwire_tls_failure_report_type(const smtpwire_tls_failure *failure,
                                                 smtpwire_str *report_type);

// How many certificates the other side showed, where the handshake was ended because of them; else 0.
// A session that went on all the same has them.
size_t smtpwire_tls_failure_certificate_count(const smtpwire_tls_failure *failure);

// A certificate that was refused, from 0, the other side's own. `SMTPWIRE_OUT_OF_RANGE` where there are
// fewer.
smtpwire_status smtpwire_tls_failure_certificate(const smtpwire_tls_failure *failure,
                                                 size_t index,
                                                 const smtpwire_certificate **certificate);

// An identity from PEM (RFC 7468): the own certificate first, then those that lead from it to a root;
// and the private key as PKCS#8, PKCS#1 or SEC1, without a passphrase. Both may be the same text.
//
// `SMTPWIRE_UNUSABLE_CERTIFICATE` where a block is missing or broken, where the key is encrypted, of a kind
// that is not supported, or belongs to another certificate; `*error` says which, and nothing of the
// key.
smtpwire_status smtpwire_identity_from_pem(smtpwire_bytes chain,
                                           smtpwire_bytes key,
                                           smtpwire_identity **identity,
                                           smtpwire_error **error);

// An identity from two PEM files, or from one that is named twice; else as
// `smtpwire_identity_from_pem`. It reads the files, each up to 16 MiB.
//
// `SMTPWIRE_UNREADABLE_FILE` where that fails; `*error` has the system's reason.
// `SMTPWIRE_UNUSABLE_CERTIFICATE` as `smtpwire_identity_from_pem`.
smtpwire_status smtpwire_identity_from_pem_files(smtpwire_str chain_path,
                                                 smtpwire_str key_path,
                                                 smtpwire_identity **identity,
                                                 smtpwire_error **error);

// An identity from DER: `chain_length` certificates, the own first; and the private key as PKCS#8,
// PKCS#1 or SEC1. `SMTPWIRE_UNUSABLE_CERTIFICATE` as `smtpwire_identity_from_pem`.
smtpwire_status smtpwire_identity_from_der(const smtpwire_bytes *chain,
                                           size_t chain_length,
                                           smtpwire_bytes key,
                                           smtpwire_identity **identity,
                                           smtpwire_error **error);

// How many certificates it has: the own one, and those that lead from it to a root.
size_t smtpwire_identity_certificate_count(const smtpwire_identity *identity);

// A certificate of the chain, from 0, the own one. It lasts as long as the identity.
// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_identity_certificate(const smtpwire_identity *identity,
                                              size_t index,
                                              const smtpwire_certificate **certificate);

// Ends an identity; NULL is none. What was built with it keeps it.
void smtpwire_identity_free(smtpwire_identity *identity);

// The host of this name: a DNS name with or without the final dot, an IPv4 or an IPv6 address (bare,
// or as in "[192.0.2.1]", "[IPv6:2001:db8::1]"). The name is the one that the user or the configuration
// gave, not one that insecure DNS has answered with; for mail between servers it is the MX host's
// where DNSSEC or MTA-STS vouch for it.
//
// `SMTPWIRE_MALFORMED` where no certificate can carry the name: a U-label (give the A-label, "xn--..."), an
// underscore, an empty or overlong label.
smtpwire_status smtpwire_peer_new(smtpwire_str host,
                                  smtpwire_peer **peer,
                                  smtpwire_error **error);

// A further name that the certificate may carry instead, such as the mail domain that was asked for
// (RFC 7817 section 3). `SMTPWIRE_MALFORMED` as `smtpwire_peer_new`.
smtpwire_status smtpwire_peer_add_name(smtpwire_peer *peer,
                                       smtpwire_str host,
                                       smtpwire_error **error);

// What the TLSA records of this server say (RFC 7672), which are copied. Where one of them can be used,
// the server proves by it who it is, and by nothing else: the roots do not count then. The first name
// is the one that the records were looked up for, a further name the domain that the mail is for.
smtpwire_status smtpwire_peer_set_dane(smtpwire_peer *peer,
                                       const smtpwire_dane *dane);

// What the MTA-STS policy of the mail's domain says (RFC 8461 section 5); it is copied. Where it is
// enforced, TLS is a must, the first name has to be one of the policy's, and the certificate has to be
// for that name. Where it is only tested, or says "none", nothing is demanded, and
// `smtpwire_peer_sts_mismatch` serves the report. TLSA records that can be used decide alone.
smtpwire_status smtpwire_peer_set_sts(smtpwire_peer *peer,
                                      const smtpwire_sts_policy *policy);

// Why the host is none that the domain's MTA-STS policy allows, where there is a policy and it is
// enforced or tested; a text to be freed. Where it is enforced, no connection to this host need be
// tried: its handshake fails for this reason (`SMTPWIRE_TLS_FAILURE_STS_MISMATCH`).
//
// `SMTPWIRE_ABSENT` where the policy allows the host, or there is none.
smtpwire_status smtpwire_peer_sts_mismatch(const smtpwire_peer *peer, smtpwire_text **why);

// Anyone: the server need not prove who it is. That protects from listeners only, not from whoever
// sits in between.
smtpwire_status smtpwire_peer_set_unverified(smtpwire_peer *peer);

// Whether nothing may be said to this host without TLS, by what is known beforehand: it has TLSA
// records, or its domain an MTA-STS policy that is enforced.
bool smtpwire_peer_demands_tls(const smtpwire_peer *peer);

// Ends a peer; NULL is none.
void smtpwire_peer_free(smtpwire_peer *peer);

// What is asked by the REQUIRETLS parameter of the MAIL command and by the header
// (`smtpwire_tls_required_no`): the parameter overrides the header (RFC 8689 section 4.1).
smtpwire_tls_request smtpwire_tls_request_of(bool parameter, bool header_no);

// Whether the header of a message says "TLS-Required: No" (RFC 8689 section 3).
//
// `content_head` is the message's content from its start, all of it or as much as is at hand; the
// header, 256 KiB of it at most, is looked at. With another value, or where the field stands there more
// than once, it asks for nothing. A line without its end does not count: more of it may follow.
bool smtpwire_tls_required_no(smtpwire_bytes content_head);

// Roots that trust nobody yet: every certificate is refused, unless DANE speaks for it.
smtpwire_status smtpwire_roots_new(smtpwire_roots **roots);

// Adds Mozilla's list, which is compiled in: the same on every machine, as old as the library.
smtpwire_status smtpwire_roots_add_webpki(smtpwire_roots *roots);

// Adds what this machine trusts. It reads the system's store, from the files that the environment's
// `SSL_CERT_FILE` and `SSL_CERT_DIR` name where they are set; single certificates that can't be used
// are passed over.
//
// `SMTPWIRE_UNREADABLE_FILE` where the store can't be read or holds no certificate.
smtpwire_status smtpwire_roots_add_platform(smtpwire_roots *roots,
                                            smtpwire_error **error);

// Adds every `CERTIFICATE` block of a PEM text (RFC 7468). Text around the blocks and blocks of other
// kinds are passed over.
//
// `SMTPWIRE_UNUSABLE_CERTIFICATE` where there is none, or one is broken; nothing is added then.
smtpwire_status smtpwire_roots_add_pem(smtpwire_roots *roots,
                                       smtpwire_bytes pem,
                                       smtpwire_error **error);

// Adds every `CERTIFICATE` block of a PEM file, as `smtpwire_roots_add_pem`. It reads the file, up to
// 16 MiB.
//
// `SMTPWIRE_UNREADABLE_FILE` where that fails; `*error` has the system's reason.
// `SMTPWIRE_UNUSABLE_CERTIFICATE` as `smtpwire_roots_add_pem`.
smtpwire_status smtpwire_roots_add_pem_file(smtpwire_roots *roots,
                                            smtpwire_str path,
                                            smtpwire_error **error);

// Adds one certificate, as DER. `SMTPWIRE_UNUSABLE_CERTIFICATE` where it is none.
smtpwire_status smtpwire_roots_add_der(smtpwire_roots *roots,
                                       smtpwire_bytes der,
                                       smtpwire_error **error);

// How many roots there are; 0 for NULL.
size_t smtpwire_roots_count(const smtpwire_roots *roots);

// Ends roots; NULL is none. What was built with them keeps them.
void smtpwire_roots_free(smtpwire_roots *roots);

// A builder with what most want.
smtpwire_status smtpwire_server_tls_builder_new(smtpwire_server_tls_builder **builder);

// What is shown to a client that asks for no name, or for one that is not known. It is copied.
//
// May be given again with a key of another kind, as ECDSA and RSA: the first counts whose signatures
// the client says that it can check.
smtpwire_status smtpwire_server_tls_builder_add_identity(smtpwire_server_tls_builder *builder,
                                                         const smtpwire_identity *identity);

// What is shown to a client that asks for this name (SNI, RFC 6066 section 3): a DNS name, or
// "*.example.org" for all names with one more label. An exact name goes before a wildcard. It is
// copied. What is no name is found out by `smtpwire_server_tls_builder_build`.
//
// May be given again for the same name with a key of another kind.
smtpwire_status smtpwire_server_tls_builder_add_identity_for(smtpwire_server_tls_builder *builder,
                                                             smtpwire_str name,
                                                             const smtpwire_identity *identity);

// Whether a client's certificate is wanted, as a number of `smtpwire_client_certificates`, and the
// roots that it has to lead to, which are copied. `roots` may be NULL where it is ignored, else that is
// `SMTPWIRE_NULL_POINTER`. `SMTPWIRE_OUT_OF_RANGE` for another number.
smtpwire_status smtpwire_server_tls_builder_set_client_certificates(smtpwire_server_tls_builder *builder,
                                                                    uint32_t wanted,
                                                                    const smtpwire_roots *roots);

// Which versions of TLS to speak, as numbers of `smtpwire_tls_version`. `SMTPWIRE_OUT_OF_RANGE` for other
// numbers, and where the least is above the most.
smtpwire_status smtpwire_server_tls_builder_set_versions(smtpwire_server_tls_builder *builder,
                                                         uint32_t least,
                                                         uint32_t most);

// Judges the dates of certificates as if it were this second since 1970, for tests and replays. The
// system's clock counts where nothing is said.
smtpwire_status smtpwire_server_tls_builder_set_time(smtpwire_server_tls_builder *builder,
                                                     uint64_t unix_seconds);

// The configuration, to be freed. The builder stays, and may build another.
//
// `SMTPWIRE_UNUSABLE_CERTIFICATE` where there is no identity, a name is none, or client certificates are
// wanted and the roots for them are empty.
smtpwire_status smtpwire_server_tls_builder_build(const smtpwire_server_tls_builder *builder,
                                                  smtpwire_server_tls **server_tls,
                                                  smtpwire_error **error);

// Ends a builder; NULL is none.
void smtpwire_server_tls_builder_free(smtpwire_server_tls_builder *builder);

// Ends it; NULL is none. Connections that use it keep it.
void smtpwire_server_tls_free(smtpwire_server_tls *server_tls);

// The version of TLS; `SMTPWIRE_TLS_VERSION_NONE` for NULL.
smtpwire_tls_version smtpwire_tls_session_version(const smtpwire_tls_session *session);

// The cipher suite by its registered name, as in "TLS_AES_256_GCM_SHA384": what the "tls" clause of a
// Received header says (RFC 8314 section 4.3).
smtpwire_str smtpwire_tls_session_cipher_suite(const smtpwire_tls_session *session);

// The group of the key exchange, as in "X25519" or "secp256r1". `SMTPWIRE_ABSENT` where it is not known.
smtpwire_status smtpwire_tls_session_key_exchange(const smtpwire_tls_session *session,
                                                  smtpwire_str *group);

// The name that the client asked for (SNI, RFC 6066 section 3). `SMTPWIRE_ABSENT` where it asked for none.
smtpwire_status smtpwire_tls_session_server_name(const smtpwire_tls_session *session,
                                                 smtpwire_str *name);

// Whether the other side has proven who it is.
bool smtpwire_tls_session_is_verified(const smtpwire_tls_session *session);

// Whether the other side has proven who it is, and by what; `SMTPWIRE_TLS_VERIFICATION_NONE` for NULL.
smtpwire_tls_verification smtpwire_tls_session_verification(const smtpwire_tls_session *session);

// Why the other side is not believed, where its proof did not convince. It lasts as long as the
// session. `SMTPWIRE_ABSENT` else.
smtpwire_status smtpwire_tls_session_verification_failure(const smtpwire_tls_session *session,
                                                          const smtpwire_tls_failure **failure);

// How many certificates the other side showed.
size_t smtpwire_tls_session_certificate_count(const smtpwire_tls_session *session);

// A certificate that the other side showed, from 0, its own. What they prove, if anything, says
// `smtpwire_tls_session_verification`. It lasts as long as the session. `SMTPWIRE_OUT_OF_RANGE` where
// there are fewer.
smtpwire_status smtpwire_tls_session_certificate(const smtpwire_tls_session *session,
                                                 size_t index,
                                                 const smtpwire_certificate **certificate);

// How many things there are that a SCRAM login can be bound to.
size_t smtpwire_tls_session_channel_binding_count(const smtpwire_tls_session *session);

// What a SCRAM login can be bound to, from 0, the strongest. Connections that do TLS themselves use it
// of their own accord. It lasts as long as the session. `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_tls_session_channel_binding(const smtpwire_tls_session *session,
                                                     size_t index,
                                                     const smtpwire_channel_binding **binding);

// Whether keys of an earlier session were used again.
bool smtpwire_tls_session_is_resumed(const smtpwire_tls_session *session);

// The session in one line, as a log has it: "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384, key exchange
// X25519, verified".
smtpwire_str smtpwire_tls_session_description(const smtpwire_tls_session *session);

// The name at which the TXT record of a domain stands, as in "_mta-sts.example.org"; a text to be
// freed. `SMTPWIRE_MALFORMED` where it is no domain (one with other letters is given as its A-labels).
smtpwire_status smtpwire_sts_record_name(smtpwire_str domain,
                                         smtpwire_text **name);

// Where the policy of a domain is fetched (RFC 8461 section 3.3); a text to be freed.
// `SMTPWIRE_MALFORMED` where it is no domain.
smtpwire_status smtpwire_sts_policy_url(smtpwire_str domain, smtpwire_text **url);

// What tells one policy of the domain from another, 1 to 32 letters and digits: the id of the record
// among the TXT records of `smtpwire_sts_record_name`; a text to be freed. The strings that a record has
// in DNS are joined without anything between them.
//
// `SMTPWIRE_ABSENT` where none of them is such a record;
// `SMTPWIRE_MALFORMED` where there are several, or it is broken. Both mean that there is no policy; one
// that is known and fresh goes on to count.
smtpwire_status smtpwire_sts_record_id(const smtpwire_bytes *records,
                                       size_t record_count,
                                       smtpwire_text **id,
                                       smtpwire_error **error);

// Reads the text of a policy, as it was fetched: lines that end with LF or CRLF, at most 64 KiB.
// Unknown keys and empty lines are ignored; of a key that stands twice the first counts, except "mx".
//
// `SMTPWIRE_MALFORMED` where it is no policy: the domain is treated as if it had none, unless an older
// one is known and fresh. `*error` names the line.
smtpwire_status smtpwire_sts_policy_parse(smtpwire_bytes octets,
                                          smtpwire_sts_policy **policy,
                                          smtpwire_error **error);

// A policy of these parts, to publish it or to set one by hand: a number of `smtpwire_sts_mode`;
// patterns, each the name of a server, or "*." and a domain; and how long it counts, in seconds, of
// which more than a year are taken for a year.
//
// `SMTPWIRE_OUT_OF_RANGE` for another number; `SMTPWIRE_MALFORMED` for what is no pattern, and where there
// is none unless the mode is "none".
smtpwire_status smtpwire_sts_policy_new(uint32_t mode,
                                        const smtpwire_str *patterns,
                                        size_t pattern_count,
                                        uint64_t max_age_s,
                                        smtpwire_sts_policy **policy,
                                        smtpwire_error **error);

// What a sender does about a server that the policy does not allow; `SMTPWIRE_STS_MODE_NONE` for NULL.
smtpwire_sts_mode smtpwire_sts_policy_mode(const smtpwire_sts_policy *policy);

// How long after it was fetched the policy counts, in seconds; at most a year.
uint64_t smtpwire_sts_policy_max_age_s(const smtpwire_sts_policy *policy);

// How many patterns of servers' names it has.
size_t smtpwire_sts_policy_pattern_count(const smtpwire_sts_policy *policy);

// A pattern of servers' names, from 0, in lower case: a whole name, or "*." and a domain.
// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_sts_policy_pattern(const smtpwire_sts_policy *policy,
                                            size_t index,
                                            smtpwire_str *pattern);

// Whether the policy allows a server of this name, the domain's MX host (RFC 8461 section 4.1). A
// pattern with "*." stands for names with exactly one label more. Case and a trailing dot do not matter.
// false for a text that is not UTF-8.
bool smtpwire_sts_policy_matches(const smtpwire_sts_policy *policy,
                                 smtpwire_str mx_host);

// Whether the policy, fetched at one time, counts at another; both in seconds since 1970 of the same
// clock. When the clock was set back in between, it counts.
bool smtpwire_sts_policy_is_fresh(const smtpwire_sts_policy *policy,
                                  uint64_t fetched_at,
                                  uint64_t now);

// The policy as it is published.
smtpwire_str smtpwire_sts_policy_text(const smtpwire_sts_policy *policy);

// Ends a policy; NULL is none. Peers that have it keep it.
void smtpwire_sts_policy_free(smtpwire_sts_policy *policy);

// The name at which the TXT record of a domain stands, as in "_smtp._tls.example.org"; a text to be
// freed. `SMTPWIRE_MALFORMED` where it is no domain (one with other letters is given as its A-labels).
smtpwire_status smtpwire_tlsrpt_record_name(smtpwire_str domain,
                                            smtpwire_text **name);

// The record among the TXT records of `smtpwire_tlsrpt_record_name`. The strings that a record has in DNS
// are joined without anything between them. Unknown fields are ignored, and so are addresses other than
// "mailto:" and "https:".
//
// `SMTPWIRE_ABSENT` where none of them is such a record; `SMTPWIRE_MALFORMED` where there are several, it
// is broken, or no address is left. Both mean that there are no reports.
smtpwire_status smtpwire_tlsrpt_find(const smtpwire_bytes *records,
                                     size_t record_count,
                                     smtpwire_tlsrpt **tlsrpt,
                                     smtpwire_error **error);

// How many addresses it has.
size_t smtpwire_tlsrpt_address_count(const smtpwire_tlsrpt *tlsrpt);

// Where to send reports, from 0, in the domain's order: a "mailto:" or "https:" URI.
// `SMTPWIRE_OUT_OF_RANGE` where there are fewer.
smtpwire_status smtpwire_tlsrpt_address(const smtpwire_tlsrpt *tlsrpt,
                                        size_t index,
                                        smtpwire_str *address);

// Ends it; NULL is none.
void smtpwire_tlsrpt_free(smtpwire_tlsrpt *tlsrpt);

// A version's name, "TLSv1.2" or "TLSv1.3"; empty for a number that is none. The text lasts for ever.
smtpwire_str smtpwire_tls_version_name(uint32_t version);

// A verb as it is written, in capitals; empty for `SMTPWIRE_VERB_UNKNOWN` and for a number that is no
// verb. The text lasts for ever.
smtpwire_str smtpwire_verb_name(uint32_t verb);

// The version of the library, as in "1.2.3". A program that was built with another one's header
// can tell by it; `SMTPWIRE_VERSION` is the header's. The text lasts for ever.
smtpwire_str smtpwire_version(void);

// The version of the library as a number that grows with it: 65536 for each major version, 256 for each
// minor, 1 for each patch. `SMTPWIRE_VERSION_NUMBER` is the header's.
uint32_t smtpwire_version_number(void);

// Decodes xtext (RFC 3461 section 4): `+HH` stands for an octet, other characters for themselves.
//
// `*decoded` is UTF-8 and is to be freed. `SMTPWIRE_MALFORMED` for what is no xtext, or says what is no
// UTF-8.
smtpwire_status smtpwire_xtext_decode(smtpwire_str coded,
                                      smtpwire_text **decoded);

// Writes text as xtext (RFC 3461 section 4); every text has such a form. `*coded` is ASCII and is to be
// freed.
smtpwire_status smtpwire_xtext_encode(smtpwire_str plain,
                                      smtpwire_text **coded);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

// A view of a C string, without its NUL; empty for NULL.
static inline smtpwire_str smtpwire_str_of(const char *text) {
  smtpwire_str view;
  view.data = text;
  view.len = 0;
  while (text != NULL && text[view.len] != 0) {
    ++view.len;
  }
  return view;
}

#endif  /* SMTPWIRE_H */
