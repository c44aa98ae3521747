//! What happens on a connection, for every role: one tagged enum.
//!
//! `client`, `mailer` and `server` each make it of one core's event, in one `match`. The core's enums
//! are non-exhaustive, so each has an arm for what is newer, which gives [`Event::Other`]; the tests
//! compare the core's list of events with what comes out here, and fail on one that has no shape.

mod client;
mod kind;
mod mailer;
mod server;

pub use kind::Kind;
use serde::{Serialize, Serializer};
use serde_bytes::Bytes;

use crate::count::Count;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::values::{Masked, Parameter, ProxyHeader, Reply, SecretText};

/// Something that happened. Under serde it is an object whose `type` is the event's name, words
/// parted by hyphens.
///
/// `command` is the number of the command that an event belongs to: 1 for the first of a connection.
/// It borrows from the core's event.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Event<'a> {
    /// A client: the server's greeting.
    Greeting {
        /// What the server said.
        reply: Reply<'a>,
    },
    /// A client: EHLO, LHLO or HELO was accepted.
    Ehlo {
        /// The command.
        command: u64,
        /// What the server said.
        reply: Reply<'a>,
    },
    /// A client: the final reply to a command.
    Reply {
        /// The command.
        command: u64,
        /// Its verb, or `unknown`.
        verb: &'static str,
        /// What the server said.
        reply: Reply<'a>,
    },
    /// A client: the server said 354; content is expected.
    DataReady {
        /// The command.
        command: u64,
        /// What the server said.
        reply: Reply<'a>,
    },
    /// A client: the final reply to a message.
    ContentReply {
        /// The command.
        command: u64,
        /// What the server said.
        reply: Reply<'a>,
    },
    /// A client of LMTP: the final reply to a message for one recipient.
    RecipientReply {
        /// The RCPT command.
        command: u64,
        /// Which of the accepted recipients, from 0.
        index: usize,
        /// Whether it is the last.
        last: bool,
        /// What the server said.
        reply: Reply<'a>,
    },
    /// All roles, without TLS of ours: STARTTLS was accepted. The connection is paused until the
    /// program has done the handshake and has said so.
    StartTls {
        /// A client: the command.
        #[serde(skip_serializing_if = "Option::is_none")]
        command: Option<u64>,
        /// A client: what the server said.
        #[serde(skip_serializing_if = "Option::is_none")]
        reply: Option<Reply<'a>>,
    },
    /// All roles, with TLS of ours: it is up, and waits for nothing.
    TlsEstablished {
        /// A client: the STARTTLS command, unless TLS came first.
        #[serde(skip_serializing_if = "Option::is_none")]
        command: Option<u64>,
        /// A client: what the server said to it.
        #[serde(skip_serializing_if = "Option::is_none")]
        reply: Option<Reply<'a>>,
    },
    /// A client: the server's challenge in a raw exchange.
    Challenge {
        /// The AUTH command.
        command: u64,
        /// The challenge, decoded.
        octets: &'a Bytes,
    },
    /// A client or a server: the login succeeded.
    Authenticated {
        /// A client: the AUTH command.
        #[serde(skip_serializing_if = "Option::is_none")]
        command: Option<u64>,
        /// A client: what the server said.
        #[serde(skip_serializing_if = "Option::is_none")]
        reply: Option<Reply<'a>>,
        /// A client: the mechanism that was used.
        #[serde(skip_serializing_if = "Option::is_none")]
        mechanism: Option<&'a str>,
        /// A server: the name that was proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        username: Option<&'a str>,
        /// A server: the identity to act as, where it is another.
        #[serde(skip_serializing_if = "Option::is_none")]
        authorization_identity: Option<&'a str>,
    },
    /// A client: the server announced by 421 that it closes.
    Closing {
        /// What the server said.
        reply: Reply<'a>,
    },
    /// A mailer: the session is up.
    Ready,
    /// A mailer: give content of a streamed message.
    NeedContent {
        /// Which message: the number that sending it returned.
        transaction: u64,
    },
    /// A mailer: what became of a message.
    Outcome(Outcome<'a>),
    /// A server: the PROXY header.
    Proxy {
        /// What it said.
        header: ProxyHeader,
    },
    /// A server: a client is there, and waits to be greeted.
    Connected,
    /// A server: the client spoke before it was greeted.
    EarlyTalker,
    /// A server: EHLO, HELO or LHLO.
    Helo {
        /// Which of the three.
        verb: &'static str,
        /// What the client calls itself, as text: `mx.example`, `[192.0.2.1]`.
        host: String,
    },
    /// A server: are these credentials good? The secrets are masked here;
    /// [`Event::reveal_claim`] has them.
    AuthVerify {
        /// `password`, `cram-md5`, `bearer`, `external` or `anonymous`.
        credentials: &'static str,
        /// The name that is to be proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        username: Option<&'a str>,
        /// The identity to act as, where another is asked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        authorization_identity: Option<&'a str>,
        /// That there is a password.
        #[serde(skip_serializing_if = "Option::is_none")]
        password: Option<Masked>,
        /// That there is a token.
        #[serde(skip_serializing_if = "Option::is_none")]
        token: Option<Masked>,
        /// A bearer: the server's name as the client has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        host: Option<&'a str>,
        /// A bearer: the server's port as the client has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        port: Option<u16>,
        /// Anonymous: a word for the log.
        #[serde(skip_serializing_if = "Option::is_none")]
        trace: Option<&'a str>,
        /// The claim itself.
        #[serde(skip)]
        claim: &'a smtpwire::sasl::Claim,
    },
    /// A server: a SCRAM login needs what is stored about a user.
    AuthLookup {
        /// By which mechanism, and so which digest.
        mechanism: &'static str,
        /// The user.
        username: &'a str,
        /// The identity to act as, where another is asked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        authorization_identity: Option<&'a str>,
    },
    /// A server: a login failed.
    AuthFailed {
        /// By which mechanism.
        mechanism: &'static str,
        /// What was answered.
        reply: Reply<'a>,
    },
    /// A server: MAIL.
    Mail {
        /// The sender as text without brackets; empty for the null path.
        from: String,
        /// The parameters, in the order in which they are written.
        parameters: Vec<Parameter>,
    },
    /// A server: RCPT.
    Rcpt {
        /// The recipient as text without brackets; `postmaster` for the one without domain.
        to: String,
        /// The parameters, in the order in which they are written.
        parameters: Vec<Parameter>,
    },
    /// A server: the content is about to come.
    Data,
    /// A server: a piece of the content.
    Content {
        /// The octets.
        octets: &'a Bytes,
    },
    /// A server: the content is whole.
    Message {
        /// How many octets it has.
        size: Count,
        /// All of them, where they are kept whole.
        #[serde(skip_serializing_if = "Option::is_none")]
        octets: Option<&'a Bytes>,
    },
    /// A server: the transaction came to nothing.
    Aborted {
        /// `reset`, `greeting`, `content`, `refused`, `quit` or `connection`; `other` for what is
        /// newer.
        why: &'static str,
        /// What was wrong with the content.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<Failure>,
    },
    /// A server: RSET.
    Rset,
    /// A server: NOOP.
    Noop,
    /// A server: VRFY.
    Vrfy {
        /// Who is asked for.
        query: &'a str,
        /// Whether the reply may hold UTF-8.
        smtputf8: bool,
    },
    /// A server: EXPN.
    Expn {
        /// Which list is asked for.
        query: &'a str,
        /// Whether the reply may hold UTF-8.
        smtputf8: bool,
    },
    /// A server: HELP.
    Help {
        /// What about.
        #[serde(skip_serializing_if = "Option::is_none")]
        argument: Option<&'a str>,
    },
    /// A server: ETRN.
    Etrn {
        /// For this host, …
        #[serde(skip_serializing_if = "Option::is_none")]
        host: Option<String>,
        /// … or this domain with all below it, …
        #[serde(skip_serializing_if = "Option::is_none")]
        subdomains: Option<String>,
        /// … or this queue.
        #[serde(skip_serializing_if = "Option::is_none")]
        queue: Option<String>,
    },
    /// A server: ATRN.
    Atrn {
        /// The domains whose mail is asked for.
        domains: Vec<&'a str>,
    },
    /// A server: BURL.
    Burl {
        /// The URL, masked: it may carry a password. [`SecretText::reveal`] has it.
        url: SecretText,
        /// Whether the message ends with it.
        last: bool,
    },
    /// A server: XCLIENT.
    #[serde(rename = "xclient")]
    XClient {
        /// Names and decoded values.
        attributes: Vec<(String, String)>,
    },
    /// A server: XFORWARD.
    #[serde(rename = "xforward")]
    XForward {
        /// Names and decoded values.
        attributes: Vec<(String, String)>,
    },
    /// A server: a command that is not known here.
    Unknown {
        /// Its first word, as it was written; `***` where it may be a secret.
        verb: &'a str,
        /// The line as it may be shown: its first word, and `***` for what follows.
        line: String,
    },
    /// A server: a command was refused by the connection itself.
    Refused {
        /// Which, or `unknown`.
        verb: &'static str,
        /// With what.
        reply: Reply<'a>,
    },
    /// A server: QUIT.
    Quit,
    /// Something that is newer than this shell.
    Other,
}

impl<'a> Event<'a> {
    /// Whose password, token or digest is to be judged; `None` for all but
    /// [`AuthVerify`](Self::AuthVerify). Whoever calls this holds a secret.
    pub fn reveal_claim(&self) -> Option<&'a smtpwire::sasl::Claim> {
        match self {
            Self::AuthVerify { claim, .. } => Some(claim),
            _ => None,
        }
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Greeting { .. } => Kind::Greeting,
            Self::Ehlo { .. } => Kind::Ehlo,
            Self::Reply { .. } => Kind::Reply,
            Self::DataReady { .. } => Kind::DataReady,
            Self::ContentReply { .. } => Kind::ContentReply,
            Self::RecipientReply { .. } => Kind::RecipientReply,
            Self::StartTls { .. } => Kind::StartTls,
            Self::TlsEstablished { .. } => Kind::TlsEstablished,
            Self::Challenge { .. } => Kind::Challenge,
            Self::Authenticated { .. } => Kind::Authenticated,
            Self::Closing { .. } => Kind::Closing,
            Self::Ready => Kind::Ready,
            Self::NeedContent { .. } => Kind::NeedContent,
            Self::Outcome(_) => Kind::Outcome,
            Self::Proxy { .. } => Kind::Proxy,
            Self::Connected => Kind::Connected,
            Self::EarlyTalker => Kind::EarlyTalker,
            Self::Helo { .. } => Kind::Helo,
            Self::AuthVerify { .. } => Kind::AuthVerify,
            Self::AuthLookup { .. } => Kind::AuthLookup,
            Self::AuthFailed { .. } => Kind::AuthFailed,
            Self::Mail { .. } => Kind::Mail,
            Self::Rcpt { .. } => Kind::Rcpt,
            Self::Data => Kind::Data,
            Self::Content { .. } => Kind::Content,
            Self::Message { .. } => Kind::Message,
            Self::Aborted { .. } => Kind::Aborted,
            Self::Rset => Kind::Rset,
            Self::Noop => Kind::Noop,
            Self::Vrfy { .. } => Kind::Vrfy,
            Self::Expn { .. } => Kind::Expn,
            Self::Help { .. } => Kind::Help,
            Self::Etrn { .. } => Kind::Etrn,
            Self::Atrn { .. } => Kind::Atrn,
            Self::Burl { .. } => Kind::Burl,
            Self::XClient { .. } => Kind::XClient,
            Self::XForward { .. } => Kind::XForward,
            Self::Unknown { .. } => Kind::Unknown,
            Self::Refused { .. } => Kind::Refused,
            Self::Quit => Kind::Quit,
            Self::Other => Kind::Other,
        }
    }

    /// The event's name, as in `content-reply`.
    pub fn name(&self) -> &'static str {
        self.kind().name()
    }
}

/// A core's event of any role, which serde writes as its [`Event`].
///
/// ```
/// use smtpwire::{ServerEvent, Verb, Host};
/// use smtpwire_shell::AnyEvent;
/// let event = AnyEvent::from(ServerEvent::Helo { verb: Verb::Ehlo, host: Host::parse("a.example")? });
/// assert_eq!(
///     serde_json::to_string(&event)?,
///     r#"{"type":"helo","verb":"EHLO","host":"a.example"}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyEvent {
    /// A client's.
    Client(smtpwire::ClientEvent),
    /// A mailer's.
    Mailer(smtpwire::MailerEvent),
    /// A server's.
    Server(smtpwire::ServerEvent),
}

impl AnyEvent {
    /// What kind of event it is: [`view`](Self::view) would say the same, and would convert all of it.
    pub fn kind(&self) -> Kind {
        kind::of(self)
    }

    /// The event as plain data.
    pub fn view(&self) -> Event<'_> {
        match self {
            Self::Client(event) => event.into(),
            Self::Mailer(event) => event.into(),
            Self::Server(event) => event.into(),
        }
    }
}

impl Serialize for AnyEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(serializer)
    }
}

macro_rules! any {
    ($($role:ident($event:ident),)+) => {$(
        impl From<smtpwire::$event> for AnyEvent {
            fn from(event: smtpwire::$event) -> Self {
                Self::$role(event)
            }
        }
    )+};
}

any! { Client(ClientEvent), Mailer(MailerEvent), Server(ServerEvent), }
