//! Hosts, mailboxes and paths.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;
use smtpwire::types::domain::GeneralLiteral;
use smtpwire::{AddressLiteral, Domain, ForwardPath, LocalPart, ReversePath};

use super::build::need;
use super::forms::forms;
use crate::config::fields::fields;
use crate::failure::Failure;

/// A domain name or an address literal: one of `domain`, `ipv4`, `ipv6`, or `tag` with `content`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Host {
    /// A domain name, as in `mx.example`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The address of the literal `[192.0.2.1]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv4: Option<String>,
    /// The address of the literal `[IPv6:2001:db8::1]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<String>,
    /// The tag of a literal of another kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// What stands behind that tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

fields!(Host { domain: option, ipv4: option, ipv6: option, tag: option, content: option });

impl From<&smtpwire::Host<'_>> for Host {
    fn from(host: &smtpwire::Host<'_>) -> Self {
        match host {
            smtpwire::Host::Domain(domain) => {
                Self { domain: Some(domain.as_str().to_owned()), ..Self::default() }
            }
            smtpwire::Host::Literal(literal) => Self::from(literal),
        }
    }
}

impl From<&AddressLiteral<'_>> for Host {
    fn from(literal: &AddressLiteral<'_>) -> Self {
        let none = Self::default();
        match literal {
            AddressLiteral::Ipv4(address) => Self { ipv4: Some(address.to_string()), ..none },
            AddressLiteral::Ipv6(address) => Self { ipv6: Some(address.to_string()), ..none },
            AddressLiteral::General(general) => Self {
                tag: Some(general.tag().to_owned()),
                content: Some(general.content().to_owned()),
                ..none
            },
        }
    }
}

impl Host {
    /// The core's host.
    ///
    /// # Errors
    /// The domain or the address is none, or not exactly one of them is given.
    pub fn build(&self) -> Result<smtpwire::Host<'_>, Failure> {
        let Self { domain, ipv4, ipv6, tag, content } = self;
        let parts = (domain.as_deref(), ipv4.as_deref(), ipv6.as_deref(), tag.as_deref());
        let literal = match (parts, content.as_deref()) {
            ((Some(domain), None, None, None), None) => {
                return Ok(smtpwire::Host::Domain(
                    Domain::parse(domain).map_err(Failure::unsendable)?,
                ));
            }
            ((None, Some(address), None, None), None) => AddressLiteral::Ipv4(need(
                address.parse::<Ipv4Addr>().ok(),
                "ipv4",
                "an IPv4 address is as 192.0.2.1",
            )?),
            ((None, None, Some(address), None), None) => AddressLiteral::Ipv6(need(
                address.parse::<Ipv6Addr>().ok(),
                "ipv6",
                "an IPv6 address is as 2001:db8::1",
            )?),
            ((None, None, None, Some(tag)), Some(content)) => {
                let literal = GeneralLiteral::new(tag, content);
                let allowed = "a tag is letters, digits and hyphens, its content printable ASCII \
                               without brackets";
                AddressLiteral::General(Box::new(need(literal, "tag", allowed)?))
            }
            _ => {
                return need(None, "host", "give one of domain, ipv4, ipv6, or tag with content");
            }
        };
        Ok(smtpwire::Host::Literal(literal))
    }
}

/// A mailbox: the local part with its quotes and backslashes, and the host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mailbox {
    /// What stands before the @, as it is written.
    pub local_part: String,
    /// What stands behind it.
    pub host: Host,
}

fields!(Mailbox { local_part: need, host: need });

impl From<&smtpwire::Mailbox<'_>> for Mailbox {
    fn from(mailbox: &smtpwire::Mailbox<'_>) -> Self {
        Self {
            local_part: mailbox.local_part().as_str().to_owned(),
            host: Host::from(mailbox.host()),
        }
    }
}

impl Mailbox {
    /// The core's mailbox.
    ///
    /// # Errors
    /// The local part or the host is none, or both together are too long.
    pub fn build(&self) -> Result<smtpwire::Mailbox<'_>, Failure> {
        let local_part = LocalPart::parse(&self.local_part)
            .map_err(|wrong| Failure::unsendable(wrong).within("local_part"))?;
        let host = self.host.build().map_err(|wrong| wrong.within("host"))?;
        let mailbox = smtpwire::Mailbox::new(local_part, host);
        need(mailbox, "mailbox", "a path has at most 256 octets, brackets included")
    }
}

/// A path as it is given: as text (`jo@example.com`, with or without brackets), or in its parts. The
/// null path is null or the empty text, the recipient without domain `postmaster`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Path {
    /// As text.
    Text(String),
    /// In its parts.
    Mailbox(Mailbox),
}

forms!(Path, "a path is text as jo@example.com, or `local_part` and `host`": Text, Mailbox);

impl Path {
    /// A sender; `None` for the null path.
    pub fn sender(path: &ReversePath<'_>) -> Option<Self> {
        match path {
            ReversePath::Null => None,
            ReversePath::Mailbox(mailbox) => Some(Self::Mailbox(mailbox.into())),
        }
    }

    /// A recipient.
    pub fn recipient(path: &ForwardPath<'_>) -> Self {
        match path {
            ForwardPath::Postmaster => Self::Text("postmaster".to_owned()),
            ForwardPath::Mailbox(mailbox) => Self::Mailbox(mailbox.into()),
        }
    }

    /// The core's sender. The empty text is the null path.
    ///
    /// # Errors
    /// It is none.
    pub fn build_sender(&self) -> Result<ReversePath<'_>, Failure> {
        match self {
            Self::Text(text) => reverse_path(text),
            Self::Mailbox(mailbox) => Ok(ReversePath::Mailbox(mailbox.build()?)),
        }
    }

    /// The core's recipient.
    ///
    /// # Errors
    /// It is none.
    pub fn build_recipient(&self) -> Result<ForwardPath<'_>, Failure> {
        match self {
            Self::Text(text) => forward_path(text),
            Self::Mailbox(mailbox) => Ok(ForwardPath::Mailbox(mailbox.build()?)),
        }
    }
}

/// A sender from its text, with brackets or without; the empty text and `<>` are the null path.
///
/// # Errors
/// It is none.
pub fn reverse_path(text: &str) -> Result<ReversePath<'_>, Failure> {
    if text.is_empty() {
        return Ok(ReversePath::Null);
    }
    if text.starts_with('<') {
        return ReversePath::parse(text).map_err(Failure::unsendable);
    }
    Ok(ReversePath::Mailbox(smtpwire::Mailbox::parse(text).map_err(Failure::unsendable)?))
}

/// A recipient from its text, with brackets or without; `postmaster` in any case is the one without
/// domain.
///
/// # Errors
/// It is none.
pub fn forward_path(text: &str) -> Result<ForwardPath<'_>, Failure> {
    if text.starts_with('<') {
        return ForwardPath::parse(text).map_err(Failure::unsendable);
    }
    if text.eq_ignore_ascii_case("postmaster") {
        return Ok(ForwardPath::Postmaster);
    }
    Ok(ForwardPath::Mailbox(smtpwire::Mailbox::parse(text).map_err(Failure::unsendable)?))
}
