//! What a call came to: the core's table of errors, and a few statuses that only C can meet.
//!
//! Made by `cargo xtask docs`; not to be edited.

use smtpwire::ErrorCode;

use crate::smtpwire_str;

/// What a call came to. The numbers never change their meaning. From 100 on they are those of
/// the library's errors, and the hundreds say whose fault it is: 1 the caller's, 2 the peer's, 3 a
/// limit, 4 a timeout, 5 a defect of the library.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_status {
    /// All is well.
    SMTPWIRE_OK = 0,
    /// A pointer is NULL where something is needed.
    SMTPWIRE_NULL_POINTER = 1,
    /// An earlier call met a defect of the library; the object can only be freed.
    SMTPWIRE_POISONED = 2,
    /// A text is not UTF-8.
    SMTPWIRE_INVALID_UTF8 = 3,
    /// What was to be read is not what it should be; the error says why.
    SMTPWIRE_MALFORMED = 4,
    /// A number, a length or an index is not one of those that are allowed.
    SMTPWIRE_OUT_OF_RANGE = 5,
    /// What is asked for is not there: the event or value has no such field.
    SMTPWIRE_ABSENT = 6,
    /// A certificate, key or root can't be used; the error says why.
    SMTPWIRE_UNUSABLE_CERTIFICATE = 7,
    /// A file can't be read; the error says why.
    SMTPWIRE_UNREADABLE_FILE = 8,
    /// The command may not be given in this phase of the session.
    SMTPWIRE_OUT_OF_ORDER = 101,
    /// The connection is closed.
    SMTPWIRE_ALREADY_CLOSED = 102,
    /// The connection waits for the answer to its last event.
    SMTPWIRE_PAUSED = 103,
    /// No event waits for this answer.
    SMTPWIRE_NOTHING_TO_ANSWER = 104,
    /// More octets were marked as written than the output held.
    SMTPWIRE_ADVANCE_TOO_FAR = 105,
    /// The server does not offer the extension that this needs.
    SMTPWIRE_NOT_OFFERED = 106,
    /// A value is not allowed here.
    SMTPWIRE_INVALID_VALUE = 107,
    /// No content is expected now, or not this much.
    SMTPWIRE_UNEXPECTED_CONTENT = 108,
    /// The content can not be sent in lines.
    SMTPWIRE_INVALID_CONTENT = 109,
    /// Credentials are not sent over an unprotected connection.
    SMTPWIRE_PLAINTEXT_CREDENTIALS = 110,
    /// No authentication mechanism is offered that can be used.
    SMTPWIRE_NO_MECHANISM = 111,
    /// This reply does not fit what it answers.
    SMTPWIRE_UNFIT_REPLY = 112,
    /// No TLS handshake is expected now.
    SMTPWIRE_NO_TLS_EXPECTED = 113,
    /// The server refused service in its greeting.
    SMTPWIRE_GREETING_REFUSED = 201,
    /// The server sent what is no reply.
    SMTPWIRE_MALFORMED_REPLY = 202,
    /// The server sent a reply that no command waits for.
    SMTPWIRE_UNEXPECTED_REPLY = 203,
    /// The peer closed the connection before the session was over.
    SMTPWIRE_CONNECTION_LOST = 204,
    /// Plaintext arrived behind STARTTLS, before TLS came up.
    SMTPWIRE_PLAINTEXT_BEFORE_TLS = 205,
    /// TLS has failed.
    SMTPWIRE_TLS_FAILED = 206,
    /// TLS is required and the server does not provide it.
    SMTPWIRE_TLS_UNAVAILABLE = 207,
    /// The server refused the credentials.
    SMTPWIRE_AUTHENTICATION_REFUSED = 208,
    /// The authentication exchange failed.
    SMTPWIRE_AUTHENTICATION_FAILED = 209,
    /// The server closes the connection.
    SMTPWIRE_SERVICE_CLOSING = 210,
    /// The server's reply can not answer this command.
    SMTPWIRE_WRONG_REPLY = 211,
    /// The client spoke before it was greeted.
    SMTPWIRE_EARLY_TALKER = 212,
    /// More was sent before the reply to a command that must be waited for.
    SMTPWIRE_IMPROPER_PIPELINING = 213,
    /// The connection did not begin with a valid PROXY header.
    SMTPWIRE_BAD_PROXY_HEADER = 214,
    /// The peer speaks another protocol.
    SMTPWIRE_OTHER_PROTOCOL = 215,
    /// Where the next command begins can not be told.
    SMTPWIRE_FRAMING_LOST = 216,
    /// The server refused service in its reply to EHLO, LHLO or HELO.
    SMTPWIRE_HELLO_REFUSED = 217,
    /// Too many commands wait for their replies.
    SMTPWIRE_TOO_MANY_PENDING = 301,
    /// A reply line is longer than the limit.
    SMTPWIRE_REPLY_LINE_TOO_LONG = 302,
    /// A reply has more lines than the limit.
    SMTPWIRE_TOO_MANY_REPLY_LINES = 303,
    /// More input was given than may be buffered.
    SMTPWIRE_INPUT_BUFFER_FULL = 304,
    /// The message is larger than the limit.
    SMTPWIRE_MESSAGE_TOO_LARGE = 305,
    /// The peer made too many errors.
    SMTPWIRE_TOO_MANY_ERRORS = 306,
    /// The transaction has more recipients than the limit.
    SMTPWIRE_TOO_MANY_RECIPIENTS = 307,
    /// The session has more commands or transactions than the limit.
    SMTPWIRE_SESSION_TOO_LONG = 308,
    /// No greeting came in time; the port may expect TLS from the first octet (465).
    SMTPWIRE_GREETING_TIMEOUT = 401,
    /// No reply came in time.
    SMTPWIRE_REPLY_TIMEOUT = 402,
    /// The peer took nothing of what was to be written in time.
    SMTPWIRE_WRITE_TIMEOUT = 403,
    /// The client sent nothing in time.
    SMTPWIRE_IDLE_TIMEOUT = 404,
    /// The TLS handshake took too long.
    SMTPWIRE_TLS_TIMEOUT = 405,
    /// The host did not answer an event in time.
    SMTPWIRE_ANSWER_TIMEOUT = 406,
    /// A defect of the library; please report it.
    SMTPWIRE_INTERNAL = 501,
}

impl smtpwire_status {
    /// The status of an error of the core.
    pub(crate) const fn of(code: ErrorCode) -> Self {
        match code {
            ErrorCode::OutOfOrder => Self::SMTPWIRE_OUT_OF_ORDER,
            ErrorCode::AlreadyClosed => Self::SMTPWIRE_ALREADY_CLOSED,
            ErrorCode::Paused => Self::SMTPWIRE_PAUSED,
            ErrorCode::NothingToAnswer => Self::SMTPWIRE_NOTHING_TO_ANSWER,
            ErrorCode::AdvanceTooFar => Self::SMTPWIRE_ADVANCE_TOO_FAR,
            ErrorCode::NotOffered => Self::SMTPWIRE_NOT_OFFERED,
            ErrorCode::InvalidValue => Self::SMTPWIRE_INVALID_VALUE,
            ErrorCode::UnexpectedContent => Self::SMTPWIRE_UNEXPECTED_CONTENT,
            ErrorCode::InvalidContent => Self::SMTPWIRE_INVALID_CONTENT,
            ErrorCode::PlaintextCredentials => Self::SMTPWIRE_PLAINTEXT_CREDENTIALS,
            ErrorCode::NoMechanism => Self::SMTPWIRE_NO_MECHANISM,
            ErrorCode::UnfitReply => Self::SMTPWIRE_UNFIT_REPLY,
            ErrorCode::NoTlsExpected => Self::SMTPWIRE_NO_TLS_EXPECTED,
            ErrorCode::GreetingRefused => Self::SMTPWIRE_GREETING_REFUSED,
            ErrorCode::MalformedReply => Self::SMTPWIRE_MALFORMED_REPLY,
            ErrorCode::UnexpectedReply => Self::SMTPWIRE_UNEXPECTED_REPLY,
            ErrorCode::ConnectionLost => Self::SMTPWIRE_CONNECTION_LOST,
            ErrorCode::PlaintextBeforeTls => Self::SMTPWIRE_PLAINTEXT_BEFORE_TLS,
            ErrorCode::TlsFailed => Self::SMTPWIRE_TLS_FAILED,
            ErrorCode::TlsUnavailable => Self::SMTPWIRE_TLS_UNAVAILABLE,
            ErrorCode::AuthenticationRefused => Self::SMTPWIRE_AUTHENTICATION_REFUSED,
            ErrorCode::AuthenticationFailed => Self::SMTPWIRE_AUTHENTICATION_FAILED,
            ErrorCode::ServiceClosing => Self::SMTPWIRE_SERVICE_CLOSING,
            ErrorCode::WrongReply => Self::SMTPWIRE_WRONG_REPLY,
            ErrorCode::EarlyTalker => Self::SMTPWIRE_EARLY_TALKER,
            ErrorCode::ImproperPipelining => Self::SMTPWIRE_IMPROPER_PIPELINING,
            ErrorCode::BadProxyHeader => Self::SMTPWIRE_BAD_PROXY_HEADER,
            ErrorCode::OtherProtocol => Self::SMTPWIRE_OTHER_PROTOCOL,
            ErrorCode::FramingLost => Self::SMTPWIRE_FRAMING_LOST,
            ErrorCode::HelloRefused => Self::SMTPWIRE_HELLO_REFUSED,
            ErrorCode::TooManyPending => Self::SMTPWIRE_TOO_MANY_PENDING,
            ErrorCode::ReplyLineTooLong => Self::SMTPWIRE_REPLY_LINE_TOO_LONG,
            ErrorCode::TooManyReplyLines => Self::SMTPWIRE_TOO_MANY_REPLY_LINES,
            ErrorCode::InputBufferFull => Self::SMTPWIRE_INPUT_BUFFER_FULL,
            ErrorCode::MessageTooLarge => Self::SMTPWIRE_MESSAGE_TOO_LARGE,
            ErrorCode::TooManyErrors => Self::SMTPWIRE_TOO_MANY_ERRORS,
            ErrorCode::TooManyRecipients => Self::SMTPWIRE_TOO_MANY_RECIPIENTS,
            ErrorCode::SessionTooLong => Self::SMTPWIRE_SESSION_TOO_LONG,
            ErrorCode::GreetingTimeout => Self::SMTPWIRE_GREETING_TIMEOUT,
            ErrorCode::ReplyTimeout => Self::SMTPWIRE_REPLY_TIMEOUT,
            ErrorCode::WriteTimeout => Self::SMTPWIRE_WRITE_TIMEOUT,
            ErrorCode::IdleTimeout => Self::SMTPWIRE_IDLE_TIMEOUT,
            ErrorCode::TlsTimeout => Self::SMTPWIRE_TLS_TIMEOUT,
            ErrorCode::AnswerTimeout => Self::SMTPWIRE_ANSWER_TIMEOUT,
            _ => Self::SMTPWIRE_INTERNAL,
        }
    }
}

/// The name of a status, as in "out-of-order". The text lasts for ever. A number that is no status gets
/// "unknown".
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_status_name(status: u32) -> smtpwire_str {
    smtpwire_str::of(name_of(status))
}

pub(crate) const fn name_of(status: u32) -> &'static str {
    match status {
        0 => "ok",
        1 => "null-pointer",
        2 => "poisoned",
        3 => "invalid-utf8",
        4 => "malformed",
        5 => "out-of-range",
        6 => "absent",
        7 => "unusable-certificate",
        8 => "unreadable-file",
        101 => "out-of-order",
        102 => "already-closed",
        103 => "paused",
        104 => "nothing-to-answer",
        105 => "advance-too-far",
        106 => "not-offered",
        107 => "invalid-value",
        108 => "unexpected-content",
        109 => "invalid-content",
        110 => "plaintext-credentials",
        111 => "no-mechanism",
        112 => "unfit-reply",
        113 => "no-tls-expected",
        201 => "greeting-refused",
        202 => "malformed-reply",
        203 => "unexpected-reply",
        204 => "connection-lost",
        205 => "plaintext-before-tls",
        206 => "tls-failed",
        207 => "tls-unavailable",
        208 => "authentication-refused",
        209 => "authentication-failed",
        210 => "service-closing",
        211 => "wrong-reply",
        212 => "early-talker",
        213 => "improper-pipelining",
        214 => "bad-proxy-header",
        215 => "other-protocol",
        216 => "framing-lost",
        217 => "hello-refused",
        301 => "too-many-pending",
        302 => "reply-line-too-long",
        303 => "too-many-reply-lines",
        304 => "input-buffer-full",
        305 => "message-too-large",
        306 => "too-many-errors",
        307 => "too-many-recipients",
        308 => "session-too-long",
        401 => "greeting-timeout",
        402 => "reply-timeout",
        403 => "write-timeout",
        404 => "idle-timeout",
        405 => "tls-timeout",
        406 => "answer-timeout",
        501 => "internal",
        _ => "unknown",
    }
}

/// What a status means, in a sentence without a full stop. The text lasts for ever. A number that is no status gets
/// "unknown".
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_status_text(status: u32) -> smtpwire_str {
    smtpwire_str::of(text_of(status))
}

pub(crate) const fn text_of(status: u32) -> &'static str {
    match status {
        0 => "all is well",
        1 => "a pointer is NULL where something is needed",
        2 => "an earlier call met a defect of the library; the object can only be freed",
        3 => "a text is not UTF-8",
        4 => "what was to be read is not what it should be; the error says why",
        5 => "a number, a length or an index is not one of those that are allowed",
        6 => "what is asked for is not there: the event or value has no such field",
        7 => "a certificate, key or root can't be used; the error says why",
        8 => "a file can't be read; the error says why",
        101 => "the command may not be given in this phase of the session",
        102 => "the connection is closed",
        103 => "the connection waits for the answer to its last event",
        104 => "no event waits for this answer",
        105 => "more octets were marked as written than the output held",
        106 => "the server does not offer the extension that this needs",
        107 => "a value is not allowed here",
        108 => "no content is expected now, or not this much",
        109 => "the content can not be sent in lines",
        110 => "credentials are not sent over an unprotected connection",
        111 => "no authentication mechanism is offered that can be used",
        112 => "this reply does not fit what it answers",
        113 => "no TLS handshake is expected now",
        201 => "the server refused service in its greeting",
        202 => "the server sent what is no reply",
        203 => "the server sent a reply that no command waits for",
        204 => "the peer closed the connection before the session was over",
        205 => "plaintext arrived behind STARTTLS, before TLS came up",
        206 => "TLS has failed",
        207 => "TLS is required and the server does not provide it",
        208 => "the server refused the credentials",
        209 => "the authentication exchange failed",
        210 => "the server closes the connection",
        211 => "the server's reply can not answer this command",
        212 => "the client spoke before it was greeted",
        213 => "more was sent before the reply to a command that must be waited for",
        214 => "the connection did not begin with a valid PROXY header",
        215 => "the peer speaks another protocol",
        216 => "where the next command begins can not be told",
        217 => "the server refused service in its reply to EHLO, LHLO or HELO",
        301 => "too many commands wait for their replies",
        302 => "a reply line is longer than the limit",
        303 => "a reply has more lines than the limit",
        304 => "more input was given than may be buffered",
        305 => "the message is larger than the limit",
        306 => "the peer made too many errors",
        307 => "the transaction has more recipients than the limit",
        308 => "the session has more commands or transactions than the limit",
        401 => "no greeting came in time; the port may expect TLS from the first octet (465)",
        402 => "no reply came in time",
        403 => "the peer took nothing of what was to be written in time",
        404 => "the client sent nothing in time",
        405 => "the TLS handshake took too long",
        406 => "the host did not answer an event in time",
        501 => "a defect of the library; please report it",
        _ => "unknown",
    }
}
