//! What a server connection tells its host.

use alloc::string::String;
use alloc::vec::Vec;

use crate::codec::proxy::ProxyHeader;
use crate::codec::transparency::ContentError;
use crate::flow::sasl::{Claim, Identity, SaslMechanism};
use crate::types::command::{
    Argument, Attributes, Burl, Mail, Node, Query, Rcpt, UnknownCommand, Verb,
};
use crate::types::domain::{Domain, Host};
use crate::types::reply::Reply;

/// Something that a client did.
///
/// An event whose kind is among the wanted [`Decisions`](super::Decisions) pauses the connection
/// until the host has answered; each says below which decision that is. The others tell what the
/// connection has answered by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerEvent {
    /// A load balancer has said whose connection it forwards.
    Proxy {
        /// What it said.
        header: ProxyHeader,
    },
    /// The connection is there, and the client is to be greeted (`CONNECTION`).
    Connected,
    /// The client spoke before it was greeted (`EARLY_TALKER`): accept to greet it all the same.
    EarlyTalker,
    /// EHLO, HELO or LHLO (`HELO`).
    Helo {
        /// Which of the three.
        verb: Verb,
        /// What the client calls itself.
        host: Host<'static>,
    },
    /// The client was told to begin TLS: write the output, do the handshake, then call
    /// [`tls_established`](super::Server::tls_established) or
    /// [`tls_failed`](super::Server::tls_failed). Always pauses.
    ///
    /// A connection that does TLS itself (`smtpwire-tls`) never tells this: it tells
    /// [`TlsEstablished`](Self::TlsEstablished).
    StartTls,
    /// TLS is up. Told by a connection that does TLS itself (`smtpwire-tls`), and by no other: the
    /// handshake is done, and nothing is waited for.
    TlsEstablished,
    /// The client claims to be somebody: decide with [`verify`](super::Server::verify). Always
    /// pauses.
    AuthVerify {
        /// Who, and by what. Its `Debug` shows no secret.
        claim: Claim,
    },
    /// SCRAM needs what is stored about a user: give it with
    /// [`provide_verifier`](super::Server::provide_verifier). Always pauses.
    AuthLookup {
        /// By which mechanism, and so which digest.
        mechanism: SaslMechanism,
        /// The user.
        username: String,
        /// The identity to act as, where another is asked for. A user who may not is given no
        /// verifier.
        authorization_identity: Option<String>,
    },
    /// The client has logged in.
    Authenticated {
        /// As whom.
        identity: Identity,
    },
    /// A login failed or was cancelled.
    AuthFailed {
        /// By which mechanism.
        mechanism: SaslMechanism,
        /// The reply, which holds nothing that the client sent.
        reply: Reply<'static>,
    },
    /// MAIL (`MAIL`).
    Mail {
        /// The sender and the parameters.
        mail: Mail<'static>,
    },
    /// RCPT (`RCPT`).
    Rcpt {
        /// The recipient and the parameters.
        rcpt: Rcpt<'static>,
    },
    /// The content is about to come (`DATA`): DATA, or the first BDAT or BURL of a message.
    Data,
    /// Some of the content, without dot-stuffing. The pieces follow one upon the other.
    Content {
        /// The octets: what at most 64 KiB of input held.
        octets: Vec<u8>,
    },
    /// The content is whole (`MESSAGE`). Under LMTP there is one answer for each accepted
    /// recipient.
    Message {
        /// How many octets it has.
        size: u64,
        /// All of them, with [`ContentMode::Whole`](super::ContentMode::Whole).
        octets: Option<Vec<u8>>,
    },
    /// The transaction ended without a message. What was stored of it is to be dropped.
    Aborted {
        /// Why.
        why: Abort,
    },
    /// RSET (`RSET`).
    Rset,
    /// NOOP (`NOOP`).
    Noop,
    /// VRFY (`VRFY`).
    Vrfy {
        /// Who is asked for.
        query: Query<'static>,
    },
    /// EXPN (`EXPN`).
    Expn {
        /// Which list is asked for.
        query: Query<'static>,
    },
    /// HELP (`HELP`).
    Help {
        /// What help is wanted about.
        argument: Option<Argument<'static>>,
    },
    /// ETRN (`ETRN`).
    Etrn {
        /// For whom the queue is to be run.
        node: Node<'static>,
    },
    /// ATRN (`ATRN`). A positive reply turns the session around; the connection is closed then, and
    /// the host goes on with a client.
    Atrn {
        /// The domains whose mail is asked for.
        domains: Vec<Domain<'static>>,
    },
    /// BURL (`BURL`): the host fetches what the URL names, as a piece of the message.
    Burl {
        /// The URL, and whether the message ends with it.
        burl: Burl<'static>,
    },
    /// XCLIENT (`XCLIENT`): who the client is that a trusted proxy speaks for.
    XClient {
        /// What it said.
        attributes: Attributes<'static>,
    },
    /// XFORWARD (`XFORWARD`): where a message came from, for the log.
    XForward {
        /// What it said.
        attributes: Attributes<'static>,
    },
    /// A command whose verb is not known here (`UNKNOWN`).
    Unknown {
        /// The whole line, of which `Debug` shows the first word at most: it may be a login that was
        /// misspelt, or a password that went out of turn.
        command: UnknownCommand<'static>,
    },
    /// A command was refused by the connection itself.
    Refused {
        /// Which; [`Verb::Unknown`] when that can't be told.
        verb: Verb,
        /// With what.
        reply: Reply<'static>,
    },
    /// QUIT.
    Quit,
}

/// Why a transaction ended without a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Abort {
    /// RSET.
    Reset,
    /// EHLO, HELO or LHLO.
    Greeting,
    /// The content was refused for what it held.
    Content(ContentError),
    /// The host refused the message, or a piece of it.
    Refused,
    /// QUIT.
    Quit,
    /// The connection is over: lost, failed, timed out or closed by the host.
    Connection,
}
