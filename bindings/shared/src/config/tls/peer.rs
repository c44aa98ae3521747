//! Whom a client wants to reach, and what is known of it beforehand.

use smtpwire_tls::Peer;
use smtpwire_tls::dane::{Dane, Matching, Selector, TlsaRecord, Usage};
use smtpwire_tls::sts::{self as core, StsPolicy};

use super::ClientTlsSetup;
use crate::config::fields::fields;
use crate::config::forms::Form;
use crate::config::named::named;
use crate::config::{FromPlain, Plain, Spelling, Wrong, read_as, spelled};
use crate::failure::Failure;
use crate::values::Octets;

/// A TLSA record: its text as zone files have it, its data as DNS carries it, or its fields.
#[derive(Clone, Debug)]
pub enum TlsaSource {
    /// As zone files have it.
    Text(String),
    /// As DNS carries it.
    Rdata(Vec<u8>),
    /// Its fields.
    Fields(TlsaFields),
}

/// The fields of a TLSA record.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each is RFC 6698's of the same name")]
pub struct TlsaFields {
    pub usage: u8,
    pub selector: u8,
    pub matching: u8,
    pub data: Octets,
}

// What a record that was read tells besides is passed over: the fields above count.
fields!(TlsaFields { usage: need, selector: need, matching: need, data: need; "text", "rdata", "usable", "problem" });

impl FromPlain for TlsaSource {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        Ok(match Form::from_plain(plain)? {
            Form::Text(text) => Self::Text(text),
            Form::Octets(rdata) => Self::Rdata(rdata),
            Form::Fields(fields) => Self::Fields(fields),
        })
    }
}

impl TlsaSource {
    /// The record.
    ///
    /// # Errors
    /// `malformed` for what is none.
    pub fn build(self) -> Result<TlsaRecord, Failure> {
        Ok(match self {
            Self::Text(text) => TlsaRecord::parse(&text)?,
            Self::Rdata(rdata) => TlsaRecord::from_rdata(&rdata)?,
            Self::Fields(TlsaFields { usage, selector, matching, data }) => {
                let (usage, selector) = (Usage(usage), Selector(selector));
                TlsaRecord::new(usage, selector, Matching(matching), data.0)?
            }
        })
    }
}

/// An MTA-STS policy: its text as it was fetched, or its parts.
#[derive(Clone, Debug)]
pub enum PolicySource {
    /// As it was fetched.
    Text(Vec<u8>),
    /// Its parts.
    Fields(PolicyFields),
}

/// The parts of an MTA-STS policy.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each is RFC 8461's of the same name")]
pub struct PolicyFields {
    pub mode: StsMode,
    pub mx: Vec<String>,
    pub max_age: u64,
}

// What a policy that was read tells besides is passed over: the parts above count.
fields!(PolicyFields { mode: need, mx: or_default, max_age: need; "text" });

/// `enforce`, `testing` or `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the core's of the same name")]
pub enum StsMode {
    Enforce,
    Testing,
    None,
}

named!(StsMode { Enforce = "enforce", Testing = "testing", None = "none", });

impl FromPlain for PolicySource {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        Ok(match Form::from_plain(plain)? {
            Form::Text(text) => Self::Text(text.into_bytes()),
            Form::Octets(text) => Self::Text(text),
            Form::Fields(fields) => Self::Fields(fields),
        })
    }
}

impl PolicySource {
    /// The policy.
    ///
    /// # Errors
    /// `malformed` for what is none.
    pub fn build(self) -> Result<StsPolicy, Failure> {
        Ok(match self {
            Self::Text(text) => StsPolicy::parse(text)?,
            Self::Fields(fields) => {
                let mode = match fields.mode {
                    StsMode::Enforce => core::StsMode::Enforce,
                    StsMode::Testing => core::StsMode::Testing,
                    StsMode::None => core::StsMode::None,
                };
                StsPolicy::new(mode, fields.mx, fields.max_age)?
            }
        })
    }
}

/// What is read where it stands, so that a failure names its place.
macro_rules! given {
    ($($(#[$doc:meta])* $given:ident of $source:ident: $core:ty;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $given(pub $core);

        impl FromPlain for $given {
            fn from_plain(plain: Plain) -> Result<Self, Wrong> {
                let source = $source::from_plain(plain)?;
                source.build().map(Self).map_err(|failure| Wrong::said(failure.to_string()))
            }
        }
    )+};
}

given! {
    /// A TLSA record among others.
    GivenTlsa of TlsaSource: TlsaRecord;
    /// A policy beside other things.
    GivenPolicy of PolicySource: StsPolicy;
}

/// Who a server must prove to be: a name, or a name and what is known of it.
#[derive(Clone, Debug)]
pub struct PeerOptions(pub(super) PeerFields);

/// What is known of a server.
#[derive(Clone, Debug)]
pub(super) struct PeerFields {
    /// Its name: a DNS name, or an address.
    pub(super) peer: String,
    /// Further names that its certificate may have instead.
    pub(super) or_named: Option<Vec<String>>,
    /// Its TLSA records, which DNSSEC proves.
    pub(super) dane: Option<Vec<GivenTlsa>>,
    /// The MTA-STS policy of the mail's domain.
    pub(super) sts: Option<GivenPolicy>,
    /// It need not prove who it is.
    pub(super) unverified: Option<bool>,
}

fields!(PeerFields { peer: need, or_named: option, dane: option, sts: option, unverified: option });

impl FromPlain for PeerOptions {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        match Form::from_plain(plain)? {
            Form::Text(peer) => Ok(Self(PeerFields::named(peer))),
            Form::Fields(fields) => Ok(Self(fields)),
            Form::Octets(_) => Err(Wrong::said("a name is text, not octets".to_owned())),
        }
    }
}

impl PeerOptions {
    /// The peer.
    ///
    /// # Errors
    /// `invalid-choice` with the path of the field.
    pub fn build(self, spelling: Spelling) -> Result<Peer, Failure> {
        self.0.build("", spelling)
    }

    /// Puts another peer into what was read.
    pub(crate) fn put(
        setup: &mut Option<ClientTlsSetup>,
        given: Plain,
        spelling: Spelling,
    ) -> Result<(), Failure> {
        let peer = read_as::<Self>("peer", given, spelling)?.build(spelling)?;
        let Some(setup) = setup else {
            let message = "peer: TLS is not done here, so that nobody would ask for its proof";
            return Err(Failure::invalid("invalid-choice", message));
        };
        setup.peer = peer;
        Ok(())
    }
}

impl PeerFields {
    /// A server of which nothing but its name is known.
    fn named(peer: String) -> Self {
        Self { peer, or_named: None, dane: None, sts: None, unverified: None }
    }

    /// The peer. `path` is what stands before the names of fields.
    pub(super) fn build(self, path: &str, spelling: Spelling) -> Result<Peer, Failure> {
        let wrong = |field: &str, error: &dyn std::fmt::Display| {
            let path = spelled(&format!("{path}{field}"), spelling);
            Failure::invalid("invalid-choice", format!("{path}: {error}"))
        };
        let mut peer = Peer::named(&self.peer).map_err(|error| wrong("peer", &error))?;
        for (at, name) in self.or_named.iter().flatten().enumerate() {
            peer =
                peer.or_named(name).map_err(|error| wrong(&format!("or_named[{at}]"), &error))?;
        }
        if let Some(records) = self.dane.filter(|records| !records.is_empty()) {
            peer = peer.with_dane(Dane::new(records.into_iter().map(|record| record.0)));
        }
        if let Some(policy) = self.sts {
            peer = peer.with_sts(&policy.0);
        }
        Ok(if self.unverified == Some(true) { peer.unverified() } else { peer })
    }
}
