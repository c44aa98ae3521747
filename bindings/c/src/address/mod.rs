//! Addresses: domains, literals, local parts, mailboxes and paths.
//!
//! Here stands what one is; `make` builds them, `questions` reads them, `text` is for the calls that take an
//! address as plain text.

mod make;
mod questions;
mod text;

use std::sync::OnceLock;

pub use make::*;
pub use questions::*;
use smtpwire::{
    AddressLiteral, Domain, ForwardPath, Host, LocalPart, Mailbox, Problem, ReversePath,
};
pub(crate) use text::{ascii_domain, forward_path_of, host_of, node_of, reverse_path_of};

use crate::error::Explained;
use crate::guard::{Guarded, Handle, handle};
use crate::smtpwire_status;

handle! {
    /// An address, or a part of one: a domain, an address literal, a local part, a mailbox, a path
    /// (RFC 5321 section 4.1.2 and 4.1.3, RFC 6531 section 3.3).
    ///
    /// It never changes. Several threads may look at one at once.
    smtpwire_address holds Held
}

/// What an address may be read as. Where a function takes one, it takes the number.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_address_kind {
    /// None: what NULL is.
    SMTPWIRE_ADDRESS_KIND_NONE = 0,
    /// A domain: `example.com`, at most 255 octets.
    SMTPWIRE_ADDRESS_KIND_DOMAIN = 1,
    /// An address literal: `[192.0.2.1]`, `[IPv6:2001:db8::1]`, `[tag:content]`.
    SMTPWIRE_ADDRESS_KIND_ADDRESS_LITERAL = 2,
    /// A domain or an address literal.
    SMTPWIRE_ADDRESS_KIND_HOST = 3,
    /// A local part: `jo` or `"jo o"`, at most 64 octets with its quotes.
    SMTPWIRE_ADDRESS_KIND_LOCAL_PART = 4,
    /// A mailbox: `jo@example.com`, at most 254 octets.
    SMTPWIRE_ADDRESS_KIND_MAILBOX = 5,
    /// Where failures are reported: `<jo@example.com>` or `<>`.
    SMTPWIRE_ADDRESS_KIND_REVERSE_PATH = 6,
    /// Where mail goes: `<jo@example.com>` or `<Postmaster>`.
    SMTPWIRE_ADDRESS_KIND_FORWARD_PATH = 7,
}

use smtpwire_address_kind::{
    SMTPWIRE_ADDRESS_KIND_ADDRESS_LITERAL as ADDRESS_LITERAL,
    SMTPWIRE_ADDRESS_KIND_DOMAIN as DOMAIN, SMTPWIRE_ADDRESS_KIND_FORWARD_PATH as FORWARD_PATH,
    SMTPWIRE_ADDRESS_KIND_HOST as HOST, SMTPWIRE_ADDRESS_KIND_LOCAL_PART as LOCAL_PART,
    SMTPWIRE_ADDRESS_KIND_MAILBOX as MAILBOX, SMTPWIRE_ADDRESS_KIND_REVERSE_PATH as REVERSE_PATH,
};

impl smtpwire_address_kind {
    fn read(number: u32) -> Result<Self, smtpwire_status> {
        let kinds =
            [DOMAIN, ADDRESS_LITERAL, HOST, LOCAL_PART, MAILBOX, REVERSE_PATH, FORWARD_PATH];
        let found = kinds.into_iter().find(|kind| *kind as u32 == number);
        found.ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
    }
}

/// What an address turned out to be.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum smtpwire_address_form {
    /// None: what NULL is.
    SMTPWIRE_ADDRESS_FORM_NONE = 0,
    /// A domain.
    SMTPWIRE_ADDRESS_FORM_DOMAIN = 1,
    /// An IPv4 address in brackets.
    SMTPWIRE_ADDRESS_FORM_IPV4 = 2,
    /// An IPv6 address in brackets.
    SMTPWIRE_ADDRESS_FORM_IPV6 = 3,
    /// A tag and a content in brackets. No such tag is registered yet.
    SMTPWIRE_ADDRESS_FORM_GENERAL_LITERAL = 4,
    /// A local part.
    SMTPWIRE_ADDRESS_FORM_LOCAL_PART = 5,
    /// A mailbox, or the path to one.
    SMTPWIRE_ADDRESS_FORM_MAILBOX = 6,
    /// `<>`, the sender of notices: none is to be sent about them.
    SMTPWIRE_ADDRESS_FORM_NULL_PATH = 7,
    /// `<Postmaster>`: the postmaster of whoever gets the command.
    SMTPWIRE_ADDRESS_FORM_POSTMASTER = 8,
}

/// What an address means, whatever it was read as.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Meaning {
    Domain(Domain<'static>),
    Literal(AddressLiteral<'static>),
    LocalPart(LocalPart<'static>),
    Mailbox(Mailbox<'static>),
    NullPath,
    Postmaster,
}

/// An address, and what was made of it when it was asked for.
pub(crate) struct Held {
    kind: smtpwire_address_kind,
    meaning: Meaning,
    text: OnceLock<String>,
    /// What the local part means, where that is not what is written.
    content: OnceLock<String>,
    /// The octets of an IP address.
    octets: OnceLock<Vec<u8>>,
    host: OnceLock<Box<smtpwire_address>>,
}

impl smtpwire_address {
    /// An address that stands inside another object.
    pub(crate) fn made(address: impl Into<Held>) -> Self {
        Self::of(Guarded::new(address.into()))
    }
}

impl Held {
    fn new(kind: smtpwire_address_kind, meaning: Meaning) -> Self {
        Self {
            kind,
            meaning,
            text: OnceLock::new(),
            content: OnceLock::new(),
            octets: OnceLock::new(),
            host: OnceLock::new(),
        }
    }

    /// The same address as one of this kind.
    fn read_as(&self, kind: smtpwire_address_kind) -> Result<Self, Explained> {
        let problem = match (kind, &self.meaning) {
            (DOMAIN | HOST, Meaning::Domain(_))
            | (ADDRESS_LITERAL | HOST, Meaning::Literal(_))
            | (LOCAL_PART, Meaning::LocalPart(_))
            | (MAILBOX | REVERSE_PATH | FORWARD_PATH, Meaning::Mailbox(_))
            | (REVERSE_PATH, Meaning::NullPath)
            | (FORWARD_PATH, Meaning::Postmaster) => {
                return Ok(Self::new(kind, self.meaning.clone()));
            }
            (DOMAIN, _) => Problem::BadDomain,
            (ADDRESS_LITERAL, _) => Problem::BadLiteral,
            (HOST, _) => Problem::BadHost,
            (LOCAL_PART, _) => Problem::BadLocalPart,
            (FORWARD_PATH, Meaning::NullPath) => Problem::NullRecipient,
            _ => Problem::MissingAt,
        };
        Err(problem.into())
    }

    /// It, as the argument of EHLO.
    pub(crate) fn host(&self) -> Result<Host<'static>, Explained> {
        match &self.meaning {
            Meaning::Domain(domain) => Ok(Host::Domain(domain.clone())),
            Meaning::Literal(literal) => Ok(Host::Literal(literal.clone())),
            _ => Err(Problem::BadHost.into()),
        }
    }

    /// It, as a mailbox.
    pub(crate) fn mailbox(&self) -> Result<Mailbox<'static>, Explained> {
        match &self.meaning {
            Meaning::Mailbox(mailbox) => Ok(mailbox.clone()),
            _ => Err(Problem::MissingAt.into()),
        }
    }

    /// It, as the argument of MAIL.
    pub(crate) fn reverse_path(&self) -> Result<ReversePath<'static>, Explained> {
        match &self.meaning {
            Meaning::NullPath => Ok(ReversePath::Null),
            _ => self.mailbox().map(ReversePath::Mailbox),
        }
    }

    /// It, as the argument of RCPT.
    pub(crate) fn forward_path(&self) -> Result<ForwardPath<'static>, Explained> {
        match &self.meaning {
            Meaning::Postmaster => Ok(ForwardPath::Postmaster),
            Meaning::NullPath => Err(Problem::NullRecipient.into()),
            _ => self.mailbox().map(ForwardPath::Mailbox),
        }
    }
}

impl From<Domain<'static>> for Held {
    fn from(domain: Domain<'static>) -> Self {
        Self::new(DOMAIN, Meaning::Domain(domain))
    }
}

impl From<AddressLiteral<'static>> for Held {
    fn from(literal: AddressLiteral<'static>) -> Self {
        Self::new(ADDRESS_LITERAL, Meaning::Literal(literal))
    }
}

impl From<Host<'static>> for Held {
    fn from(host: Host<'static>) -> Self {
        match host {
            Host::Domain(domain) => Self::new(HOST, Meaning::Domain(domain)),
            Host::Literal(literal) => Self::new(HOST, Meaning::Literal(literal)),
        }
    }
}

impl From<LocalPart<'static>> for Held {
    fn from(local_part: LocalPart<'static>) -> Self {
        Self::new(LOCAL_PART, Meaning::LocalPart(local_part))
    }
}

impl From<Mailbox<'static>> for Held {
    fn from(mailbox: Mailbox<'static>) -> Self {
        Self::new(MAILBOX, Meaning::Mailbox(mailbox))
    }
}

impl From<ReversePath<'static>> for Held {
    fn from(path: ReversePath<'static>) -> Self {
        match path {
            ReversePath::Null => Self::new(REVERSE_PATH, Meaning::NullPath),
            ReversePath::Mailbox(mailbox) => Self::new(REVERSE_PATH, Meaning::Mailbox(mailbox)),
        }
    }
}

impl From<ForwardPath<'static>> for Held {
    fn from(path: ForwardPath<'static>) -> Self {
        match path {
            ForwardPath::Postmaster => Self::new(FORWARD_PATH, Meaning::Postmaster),
            ForwardPath::Mailbox(mailbox) => Self::new(FORWARD_PATH, Meaning::Mailbox(mailbox)),
        }
    }
}
