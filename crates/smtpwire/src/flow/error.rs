//! What can go wrong with a connection: one table of stable numbers, in five kinds.
//!
//! Every binding makes its constants, exceptions or classes from [`ErrorCode::ALL`]. A number, once
//! given, never means anything else. The first digit is the kind.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::fmt;

use crate::types::reply::Reply;

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// The caller asked for what can't be done now. The connection is as it was before the call.
    Usage,
    /// The peer broke the protocol or left. The connection has failed.
    Peer,
    /// A limit of the configuration was reached.
    Limit,
    /// The peer took too long, or the host with an answer. The connection has failed.
    Timeout,
    /// A defect of this library.
    Internal,
}

impl ErrorKind {
    /// The kind in one word: `usage`, `peer`, `limit`, `timeout`, `internal`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Peer => "peer",
            Self::Limit => "limit",
            Self::Timeout => "timeout",
            Self::Internal => "internal",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $number:literal, $name:literal, $text:literal;)+) => {
        /// What went wrong: a stable number, a stable name, a sentence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u16)]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant = $number,)+
        }

        impl ErrorCode {
            /// Every code, in the order of the numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code's name, in words parted by hyphens. It stays the same from version to
            /// version.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What the code means, in one sentence without a full stop.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

codes! {
    /// The command may not be said now: no EHLO yet, no transaction, a second AUTH.
    OutOfOrder = 101, "out-of-order", "the command may not be given in this phase of the session";
    /// The connection is over, by QUIT, by the end of the stream or by an earlier failure.
    AlreadyClosed = 102, "already-closed", "the connection is closed";
    /// The connection waits for the host's answer to an event, and this is none.
    Paused = 103, "paused", "the connection waits for the answer to its last event";
    /// There is no event that waits for this answer.
    NothingToAnswer = 104, "nothing-to-answer", "no event waits for this answer";
    /// More was marked as written than there was to write.
    AdvanceTooFar = 105, "advance-too-far", "more octets were marked as written than the output held";
    /// The server does not offer the extension that the command needs.
    NotOffered = 106, "not-offered", "the server does not offer the extension that this needs";
    /// A value can't be sent: control characters, too long, non-ASCII without SMTPUTF8.
    InvalidValue = 107, "invalid-value", "a value is not allowed here";
    /// Content was given where none is expected, or more of it than the chunk announced.
    UnexpectedContent = 108, "unexpected-content", "no content is expected now, or not this much";
    /// Content that the transfer can't carry: a bare CR, a bare LF, a NUL, an over-long line.
    InvalidContent = 109, "invalid-content", "the content can not be sent in lines";
    /// Credentials would cross an unprotected connection, and nobody allowed that by name.
    PlaintextCredentials = 110, "plaintext-credentials", "credentials are not sent over an unprotected connection";
    /// No mechanism is offered that these credentials and the policy allow.
    NoMechanism = 111, "no-mechanism", "no authentication mechanism is offered that can be used";
    /// The reply has a code that does not fit what is being answered.
    UnfitReply = 112, "unfit-reply", "this reply does not fit what it answers";
    /// TLS is already there, or was never asked for.
    NoTlsExpected = 113, "no-tls-expected", "no TLS handshake is expected now";

    /// The server's greeting was a refusal.
    GreetingRefused = 201, "greeting-refused", "the server refused service in its greeting";
    /// What came is no reply.
    MalformedReply = 202, "malformed-reply", "the server sent what is no reply";
    /// A reply came that nothing asked for. Replies can't be matched to commands any more.
    UnexpectedReply = 203, "unexpected-reply", "the server sent a reply that no command waits for";
    /// The peer closed the connection in the middle.
    ConnectionLost = 204, "connection-lost", "the peer closed the connection before the session was over";
    /// Plaintext arrived behind STARTTLS, before TLS: an injection.
    PlaintextBeforeTls = 205, "plaintext-before-tls", "plaintext arrived behind STARTTLS, before TLS came up";
    /// The TLS handshake failed.
    TlsFailed = 206, "tls-failed", "TLS has failed";
    /// TLS is demanded and the server does not offer or refused it.
    TlsUnavailable = 207, "tls-unavailable", "TLS is required and the server does not provide it";
    /// The server refused the credentials.
    AuthenticationRefused = 208, "authentication-refused", "the server refused the credentials";
    /// The SASL exchange broke its mechanism's rules; with SCRAM, the server did not prove itself.
    AuthenticationFailed = 209, "authentication-failed", "the authentication exchange failed";
    /// The server announced that it closes (421).
    ServiceClosing = 210, "service-closing", "the server closes the connection";
    /// The reply's code is none that can answer this command.
    WrongReply = 211, "wrong-reply", "the server's reply can not answer this command";
    /// The client spoke before the greeting, and that was forbidden by name.
    EarlyTalker = 212, "early-talker", "the client spoke before it was greeted";
    /// A client sent more behind a command that ends a pipelining group.
    ImproperPipelining = 213, "improper-pipelining", "more was sent before the reply to a command that must be waited for";
    /// What a load balancer should have said first is no PROXY header.
    BadProxyHeader = 214, "bad-proxy-header", "the connection did not begin with a valid PROXY header";
    /// What came is not SMTP but another protocol.
    OtherProtocol = 215, "other-protocol", "the peer speaks another protocol";
    /// It can't be told where the next command begins: a bare LF ended a line, or content was
    /// announced whose size can't be told.
    FramingLost = 216, "framing-lost", "where the next command begins can not be told";
    /// EHLO, LHLO or HELO was refused, and so there is no session.
    HelloRefused = 217, "hello-refused", "the server refused service in its reply to EHLO, LHLO or HELO";

    /// More commands wait than the limit allows.
    TooManyPending = 301, "too-many-pending", "too many commands wait for their replies";
    /// A reply line is too long.
    ReplyLineTooLong = 302, "reply-line-too-long", "a reply line is longer than the limit";
    /// A reply has too many lines.
    TooManyReplyLines = 303, "too-many-reply-lines", "a reply has more lines than the limit";
    /// The host gave more input than the connection may hold before its events are taken.
    InputBufferFull = 304, "input-buffer-full", "more input was given than may be buffered";
    /// The message is larger than the limit or than what the server takes.
    MessageTooLarge = 305, "message-too-large", "the message is larger than the limit";
    /// The peer made too many errors.
    TooManyErrors = 306, "too-many-errors", "the peer made too many errors";
    /// There are more recipients than the limit.
    TooManyRecipients = 307, "too-many-recipients", "the transaction has more recipients than the limit";
    /// The session has had as many transactions or commands as it may.
    SessionTooLong = 308, "session-too-long", "the session has more commands or transactions than the limit";

    /// No greeting came. The port may expect TLS from the first octet.
    GreetingTimeout = 401, "greeting-timeout", "no greeting came in time; the port may expect TLS from the first octet (465)";
    /// No reply to a command came.
    ReplyTimeout = 402, "reply-timeout", "no reply came in time";
    /// The peer does not take what is written to it.
    WriteTimeout = 403, "write-timeout", "the peer took nothing of what was to be written in time";
    /// The client sent no command, or no more content.
    IdleTimeout = 404, "idle-timeout", "the client sent nothing in time";
    /// The TLS handshake took too long.
    TlsTimeout = 405, "tls-timeout", "the TLS handshake took too long";
    /// The server's own host did not answer an event. Nothing was acknowledged by it.
    AnswerTimeout = 406, "answer-timeout", "the host did not answer an event in time";

    /// What must not happen has happened.
    Internal = 501, "internal", "a defect of the library; please report it";
}

impl ErrorCode {
    /// The number, stable from version to version.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// Whose fault it is, the first digit of the number.
    pub const fn kind(self) -> ErrorKind {
        match self.number() {
            ..=199 => ErrorKind::Usage,
            200..=299 => ErrorKind::Peer,
            300..=399 => ErrorKind::Limit,
            400..=499 => ErrorKind::Timeout,
            _ => ErrorKind::Internal,
        }
    }
}

/// An error of a connection: the code, what it was about, and the peer's reply where there is one.
///
/// It never holds a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    code: ErrorCode,
    detail: Cow<'static, str>,
    reply: Option<Reply<'static>>,
}

impl Error {
    /// An error with nothing more to say than its code does.
    pub fn new(code: ErrorCode) -> Self {
        Self(Box::new(Inner { code, detail: Cow::Borrowed(""), reply: None }))
    }

    /// What exactly it was: one clause without a full stop, which never holds a secret.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = detail.into();
        self
    }

    /// The peer's reply that the error is about.
    #[must_use]
    pub fn with_reply(mut self, reply: Reply<'static>) -> Self {
        self.0.reply = Some(reply);
        self
    }

    /// The code.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// Whose fault it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.code.kind()
    }

    /// What exactly it was; empty when the code says it all.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The peer's reply that the error is about.
    pub fn reply(&self) -> Option<&Reply<'static>> {
        self.0.reply.as_ref()
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.text())?;
        if !self.0.detail.is_empty() {
            write!(f, ": {}", self.0.detail)?;
        }
        if let Some(reply) = &self.0.reply {
            write!(f, " ({}", reply.code())?;
            if let Some(enhanced) = reply.enhanced() {
                write!(f, " {enhanced}")?;
            }
            write!(f, " {})", reply.text().replace('\n', " / "))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error {} {}: {self}", self.0.code.number(), self.0.code.name())
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn numbers_rise_and_names_differ() {
        for pair in ErrorCode::ALL.windows(2) {
            let [a, b] = pair else { unreachable!() };
            assert!(a.number() < b.number(), "{a:?} {b:?}");
            assert!(ErrorCode::ALL.iter().filter(|code| code.name() == b.name()).count() == 1);
        }
    }

    #[test]
    fn an_error_says_what_it_was_about_and_what_the_peer_said() {
        let (reply, _) = Reply::parse(b"535 5.7.8 No\x1b[1m\r\n").unwrap().unwrap();
        let error = Error::new(ErrorCode::AuthenticationRefused)
            .with_detail("PLAIN")
            .with_reply(reply.into_owned());
        assert_eq!(error.kind(), ErrorKind::Peer);
        let shown = error.to_string();
        assert!(shown.starts_with("the server refused the credentials: PLAIN ("), "{shown}");
        assert!(!shown.contains('\x1b'), "{shown}");
    }
}
