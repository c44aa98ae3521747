//! What can happen, by number and by name.

use smtpwire::{ClientEvent, MailerEvent, ServerEvent};

use super::Happened;
use crate::smtpwire_str;

/// What happened on a connection. The numbers never change their meaning.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_event_kind {
    /// Something that this header does not know: the library is newer. Also the kind of NULL.
    SMTPWIRE_EVENT_OTHER = 0,
    /// A client: the server's greeting. Fields: reply.
    SMTPWIRE_EVENT_GREETING = 1,
    /// A client: the answer to EHLO, HELO or LHLO; what the server offers is known now. Fields:
    /// command id, reply.
    SMTPWIRE_EVENT_EHLO = 2,
    /// A client: the answer to a command. Fields: command id, verb, reply.
    SMTPWIRE_EVENT_REPLY = 3,
    /// A client: the server said 354 to DATA; content is expected. Fields: command id, reply.
    SMTPWIRE_EVENT_DATA_READY = 4,
    /// A client: the answer to the whole content. Fields: command id, reply.
    SMTPWIRE_EVENT_CONTENT_REPLY = 5,
    /// A client of LMTP: the answer to the content for one recipient. Fields: command id,
    /// recipient index, is last, reply.
    SMTPWIRE_EVENT_RECIPIENT_REPLY = 6,
    /// All roles, without TLS of this library: do the handshake now, then call
    /// `…_tls_established` or `…_tls_failed`; the connection is paused until then. Fields, for a
    /// client: command id, reply.
    SMTPWIRE_EVENT_START_TLS = 7,
    /// A client, in an exchange begun by `smtpwire_client_auth_raw`: the server's challenge;
    /// answer it. Fields: command id, octets.
    SMTPWIRE_EVENT_CHALLENGE = 8,
    /// Both sides: the login succeeded. Fields: for a client command id, reply, mechanism; for a
    /// server username, authorization identity.
    SMTPWIRE_EVENT_AUTHENTICATED = 9,
    /// A client: the server announced by 421 that it closes. Fields: reply.
    SMTPWIRE_EVENT_CLOSING = 10,
    /// All roles, with TLS of this library: it is up, and waits for nothing. Fields, for a client
    /// unless TLS came first: command id, reply.
    SMTPWIRE_EVENT_TLS_ESTABLISHED = 11,
    /// A mailer: the session is up (greeted, secured, logged in). No fields.
    SMTPWIRE_EVENT_READY = 20,
    /// A mailer: give content of a streamed message. Fields: transaction.
    SMTPWIRE_EVENT_NEED_CONTENT = 21,
    /// A mailer: what has become of a message. Fields: transaction, outcome.
    SMTPWIRE_EVENT_OUTCOME = 22,
    /// A server: the PROXY header. Fields: proxy header.
    SMTPWIRE_EVENT_PROXY = 40,
    /// A server: a client is there, and waits to be greeted. No fields.
    SMTPWIRE_EVENT_CONNECTED = 41,
    /// A server: the client spoke before it was greeted. No fields.
    SMTPWIRE_EVENT_EARLY_TALKER = 42,
    /// A server: EHLO, HELO or LHLO. Fields: verb, command.
    SMTPWIRE_EVENT_HELO = 43,
    /// A server: are these credentials good? Answer with `smtpwire_server_verify`. Fields: claim
    /// and what belongs to it, username, authorization identity.
    SMTPWIRE_EVENT_AUTH_VERIFY = 44,
    /// A server: a SCRAM login needs what is stored for a user. Answer with
    /// `smtpwire_server_provide_verifier`. Fields: mechanism, username, authorization identity.
    SMTPWIRE_EVENT_AUTH_LOOKUP = 45,
    /// A server: a login failed. Fields: mechanism, reply.
    SMTPWIRE_EVENT_AUTH_FAILED = 46,
    /// A server: MAIL. Fields: command, path.
    SMTPWIRE_EVENT_MAIL = 47,
    /// A server: RCPT. Fields: command, path.
    SMTPWIRE_EVENT_RCPT = 48,
    /// A server: DATA, or the first BDAT. Fields: command.
    SMTPWIRE_EVENT_DATA = 49,
    /// A server: a piece of the content. Fields: octets.
    SMTPWIRE_EVENT_CONTENT = 50,
    /// A server: the content is complete. Fields: size, and octets where it is kept whole.
    SMTPWIRE_EVENT_MESSAGE = 51,
    /// A server: the transaction under way came to nothing. Fields: abort, abort error.
    SMTPWIRE_EVENT_ABORTED = 52,
    /// A server: RSET. Fields: command.
    SMTPWIRE_EVENT_RSET = 53,
    /// A server: NOOP. Fields: command, without its argument.
    SMTPWIRE_EVENT_NOOP = 54,
    /// A server: VRFY. Fields: command.
    SMTPWIRE_EVENT_VRFY = 55,
    /// A server: EXPN. Fields: command.
    SMTPWIRE_EVENT_EXPN = 56,
    /// A server: HELP. Fields: command.
    SMTPWIRE_EVENT_HELP = 57,
    /// A server: ETRN. Fields: command.
    SMTPWIRE_EVENT_ETRN = 58,
    /// A server: ATRN. Fields: command.
    SMTPWIRE_EVENT_ATRN = 59,
    /// A server: BURL. Fields: command.
    SMTPWIRE_EVENT_BURL = 60,
    /// A server: XCLIENT. Fields: command.
    SMTPWIRE_EVENT_XCLIENT = 61,
    /// A server: XFORWARD. Fields: command.
    SMTPWIRE_EVENT_XFORWARD = 62,
    /// A server: a command that is not known here. Fields: command.
    SMTPWIRE_EVENT_UNKNOWN = 63,
    /// A server: a command was refused by the library itself. Fields: verb, reply.
    SMTPWIRE_EVENT_REFUSED = 64,
    /// A server: QUIT. Fields: command.
    SMTPWIRE_EVENT_QUIT = 65,
}

/// The name of a kind of event, as in "content-reply"; "other" for a number that is none. The text lasts
/// for ever.
#[unsafe(no_mangle)]
pub extern "C" fn smtpwire_event_kind_name(kind: u32) -> smtpwire_str {
    smtpwire_str::of(match kind {
        1 => "greeting",
        2 => "ehlo",
        3 => "reply",
        4 => "data-ready",
        5 => "content-reply",
        6 => "recipient-reply",
        7 => "start-tls",
        8 => "challenge",
        9 => "authenticated",
        10 => "closing",
        11 => "tls-established",
        20 => "ready",
        21 => "need-content",
        22 => "outcome",
        40 => "proxy",
        41 => "connected",
        42 => "early-talker",
        43 => "helo",
        44 => "auth-verify",
        45 => "auth-lookup",
        46 => "auth-failed",
        47 => "mail",
        48 => "rcpt",
        49 => "data",
        50 => "content",
        51 => "message",
        52 => "aborted",
        53 => "rset",
        54 => "noop",
        55 => "vrfy",
        56 => "expn",
        57 => "help",
        58 => "etrn",
        59 => "atrn",
        60 => "burl",
        61 => "xclient",
        62 => "xforward",
        63 => "unknown",
        64 => "refused",
        65 => "quit",
        _ => "other",
    })
}

impl smtpwire_event_kind {
    pub(super) fn of(happened: &Happened) -> Self {
        match happened {
            Happened::Client(event) => Self::of_client(event),
            Happened::Mailer(event) => Self::of_mailer(event),
            Happened::Server(event) => Self::of_server(event),
        }
    }

    fn of_client(event: &ClientEvent) -> Self {
        match event {
            ClientEvent::Greeting { .. } => Self::SMTPWIRE_EVENT_GREETING,
            ClientEvent::Ehlo { .. } => Self::SMTPWIRE_EVENT_EHLO,
            ClientEvent::Reply { .. } => Self::SMTPWIRE_EVENT_REPLY,
            ClientEvent::DataReady { .. } => Self::SMTPWIRE_EVENT_DATA_READY,
            ClientEvent::ContentReply { .. } => Self::SMTPWIRE_EVENT_CONTENT_REPLY,
            ClientEvent::RecipientReply { .. } => Self::SMTPWIRE_EVENT_RECIPIENT_REPLY,
            ClientEvent::StartTls { .. } => Self::SMTPWIRE_EVENT_START_TLS,
            ClientEvent::TlsEstablished { .. } => Self::SMTPWIRE_EVENT_TLS_ESTABLISHED,
            ClientEvent::Challenge { .. } => Self::SMTPWIRE_EVENT_CHALLENGE,
            ClientEvent::Authenticated { .. } => Self::SMTPWIRE_EVENT_AUTHENTICATED,
            ClientEvent::Closing { .. } => Self::SMTPWIRE_EVENT_CLOSING,
            _ => Self::SMTPWIRE_EVENT_OTHER,
        }
    }

    fn of_mailer(event: &MailerEvent) -> Self {
        match event {
            MailerEvent::Ready => Self::SMTPWIRE_EVENT_READY,
            MailerEvent::StartTls => Self::SMTPWIRE_EVENT_START_TLS,
            MailerEvent::TlsEstablished => Self::SMTPWIRE_EVENT_TLS_ESTABLISHED,
            MailerEvent::NeedContent { .. } => Self::SMTPWIRE_EVENT_NEED_CONTENT,
            MailerEvent::Outcome(_) => Self::SMTPWIRE_EVENT_OUTCOME,
            _ => Self::SMTPWIRE_EVENT_OTHER,
        }
    }

    fn of_server(event: &ServerEvent) -> Self {
        match event {
            ServerEvent::Proxy { .. } => Self::SMTPWIRE_EVENT_PROXY,
            ServerEvent::Connected => Self::SMTPWIRE_EVENT_CONNECTED,
            ServerEvent::EarlyTalker => Self::SMTPWIRE_EVENT_EARLY_TALKER,
            ServerEvent::Helo { .. } => Self::SMTPWIRE_EVENT_HELO,
            ServerEvent::StartTls => Self::SMTPWIRE_EVENT_START_TLS,
            ServerEvent::TlsEstablished => Self::SMTPWIRE_EVENT_TLS_ESTABLISHED,
            ServerEvent::AuthVerify { .. } => Self::SMTPWIRE_EVENT_AUTH_VERIFY,
            ServerEvent::AuthLookup { .. } => Self::SMTPWIRE_EVENT_AUTH_LOOKUP,
            ServerEvent::Authenticated { .. } => Self::SMTPWIRE_EVENT_AUTHENTICATED,
            ServerEvent::AuthFailed { .. } => Self::SMTPWIRE_EVENT_AUTH_FAILED,
            ServerEvent::Mail { .. } => Self::SMTPWIRE_EVENT_MAIL,
            ServerEvent::Rcpt { .. } => Self::SMTPWIRE_EVENT_RCPT,
            ServerEvent::Data => Self::SMTPWIRE_EVENT_DATA,
            ServerEvent::Content { .. } => Self::SMTPWIRE_EVENT_CONTENT,
            ServerEvent::Message { .. } => Self::SMTPWIRE_EVENT_MESSAGE,
            ServerEvent::Aborted { .. } => Self::SMTPWIRE_EVENT_ABORTED,
            ServerEvent::Rset => Self::SMTPWIRE_EVENT_RSET,
            ServerEvent::Noop => Self::SMTPWIRE_EVENT_NOOP,
            ServerEvent::Vrfy { .. } => Self::SMTPWIRE_EVENT_VRFY,
            ServerEvent::Expn { .. } => Self::SMTPWIRE_EVENT_EXPN,
            ServerEvent::Help { .. } => Self::SMTPWIRE_EVENT_HELP,
            ServerEvent::Etrn { .. } => Self::SMTPWIRE_EVENT_ETRN,
            ServerEvent::Atrn { .. } => Self::SMTPWIRE_EVENT_ATRN,
            ServerEvent::Burl { .. } => Self::SMTPWIRE_EVENT_BURL,
            ServerEvent::XClient { .. } => Self::SMTPWIRE_EVENT_XCLIENT,
            ServerEvent::XForward { .. } => Self::SMTPWIRE_EVENT_XFORWARD,
            ServerEvent::Unknown { .. } => Self::SMTPWIRE_EVENT_UNKNOWN,
            ServerEvent::Refused { .. } => Self::SMTPWIRE_EVENT_REFUSED,
            ServerEvent::Quit => Self::SMTPWIRE_EVENT_QUIT,
            _ => Self::SMTPWIRE_EVENT_OTHER,
        }
    }
}
