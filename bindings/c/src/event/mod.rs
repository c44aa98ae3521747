//! What happened: one type for all connections, with a kind and a getter for each field.
//!
//! `kind` lists what can happen, `fields` asks for what belongs to it, `claim` for what a client claims
//! to be.

mod claim;
mod fields;
mod kind;

use std::sync::OnceLock;

use smtpwire::{ClientEvent, MailerEvent, ServerEvent};

use crate::command::smtpwire_command;
use crate::error::smtpwire_error;
use crate::guard::{Guarded, Handle, handle};
use crate::mailer::smtpwire_outcome;
use crate::proxy::smtpwire_proxy_header;
use crate::reply::smtpwire_reply;

pub use claim::*;
pub use fields::*;
pub use kind::*;

handle! {
    /// Something that happened on a connection: its kind, and the fields that this kind has.
    ///
    /// It belongs to the connection that handed it out and lasts, with all that is asked out of it, until
    /// the next call of `…_next_event` on that connection, or until that is freed. Other calls on the
    /// connection may be made while one looks at it. Nobody frees it.
    smtpwire_event holds Event
}

/// What happened, on whichever connection.
pub(crate) enum Happened {
    Client(ClientEvent),
    Mailer(MailerEvent),
    Server(ServerEvent),
}

impl From<ClientEvent> for Happened {
    fn from(event: ClientEvent) -> Self {
        Self::Client(event)
    }
}

impl From<MailerEvent> for Happened {
    fn from(event: MailerEvent) -> Self {
        Self::Mailer(event)
    }
}

impl From<ServerEvent> for Happened {
    fn from(event: ServerEvent) -> Self {
        Self::Server(event)
    }
}

/// An event, and of its parts what C has asked for: each is made once.
pub(crate) struct Event {
    happened: Happened,
    reply: OnceLock<Box<smtpwire_reply>>,
    command: OnceLock<Box<smtpwire_command>>,
    path: OnceLock<String>,
    proxy: OnceLock<Box<smtpwire_proxy_header>>,
    outcome: OnceLock<Box<smtpwire_outcome>>,
    error: OnceLock<Box<smtpwire_error>>,
}

impl smtpwire_event {
    /// The event as C sees it.
    pub(crate) fn made(happened: Happened) -> Self {
        Self::of(Guarded::new(Event {
            happened,
            reply: OnceLock::new(),
            command: OnceLock::new(),
            path: OnceLock::new(),
            proxy: OnceLock::new(),
            outcome: OnceLock::new(),
            error: OnceLock::new(),
        }))
    }
}
