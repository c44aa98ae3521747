//! Addresses: read, written, compared.

use std::fmt;

use serde::Serialize;
use smtpwire::{
    AddressLiteral, Domain, ForwardPath, Host, LocalPart, Mailbox, ReversePath, ValueError,
};

use crate::config::named::named;
use crate::failure::Failure;
use crate::values::{self, Path, forms, forward_path, reverse_path};

/// What kind of address a text is: `domain`, `address-literal`, `host`, `local-part`, `mailbox`,
/// `reverse-path` or `forward-path`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AddressKind {
    Domain,
    AddressLiteral,
    Host,
    LocalPart,
    #[default]
    Mailbox,
    ReversePath,
    ForwardPath,
}

named!(AddressKind {
    Domain = "domain",
    AddressLiteral = "address-literal",
    Host = "host",
    LocalPart = "local-part",
    Mailbox = "mailbox",
    ReversePath = "reverse-path",
    ForwardPath = "forward-path",
});

impl AddressKind {
    pub(super) const ALL: [Self; 7] = [
        Self::Domain,
        Self::AddressLiteral,
        Self::Host,
        Self::LocalPart,
        Self::Mailbox,
        Self::ReversePath,
        Self::ForwardPath,
    ];
}

/// An address as a program has it: as text, or as what was read.
#[derive(Clone, Debug)]
pub(super) enum AddressValue {
    Text(String),
    Mailbox(values::Mailbox),
    Host(values::Host),
}

forms!(AddressValue, "an address is text, or what reading one gives": Text, Mailbox, Host);

/// An address of the core.
#[derive(PartialEq)]
enum Address<'a> {
    Domain(Domain<'a>),
    Host(Host<'a>),
    LocalPart(LocalPart<'a>),
    Mailbox(Mailbox<'a>),
    ReversePath(ReversePath<'a>),
    ForwardPath(ForwardPath<'a>),
}

/// An address as plain data.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Shown {
    Text(String),
    Host(values::Host),
    Path(Option<Path>),
}

/// An address from its text.
fn read(kind: AddressKind, text: &str) -> Result<Address<'_>, ValueError> {
    Ok(match kind {
        AddressKind::Domain => Address::Domain(Domain::parse(text)?),
        AddressKind::AddressLiteral => Address::Host(Host::Literal(AddressLiteral::parse(text)?)),
        AddressKind::Host => Address::Host(Host::parse(text)?),
        AddressKind::LocalPart => Address::LocalPart(LocalPart::parse(text)?),
        AddressKind::Mailbox => Address::Mailbox(Mailbox::parse(text)?),
        AddressKind::ReversePath => Address::ReversePath(ReversePath::parse(text)?),
        AddressKind::ForwardPath => Address::ForwardPath(ForwardPath::parse(text)?),
    })
}

/// An address from what a program has; `None` is the null path.
fn build(kind: AddressKind, value: Option<&AddressValue>) -> Result<Address<'_>, Failure> {
    use AddressKind as K;
    Ok(match (kind, value) {
        (K::ReversePath, None) => Address::ReversePath(ReversePath::Null),
        (K::ReversePath, Some(AddressValue::Text(text))) => {
            Address::ReversePath(reverse_path(text)?)
        }
        (K::ForwardPath, Some(AddressValue::Text(text))) => {
            Address::ForwardPath(forward_path(text)?)
        }
        (_, Some(AddressValue::Text(text))) => read(kind, text).map_err(Failure::unsendable)?,
        (K::ReversePath, Some(AddressValue::Mailbox(mailbox))) => {
            Address::ReversePath(ReversePath::Mailbox(mailbox.build()?))
        }
        (K::ForwardPath, Some(AddressValue::Mailbox(mailbox))) => {
            Address::ForwardPath(ForwardPath::Mailbox(mailbox.build()?))
        }
        (K::Mailbox, Some(AddressValue::Mailbox(mailbox))) => Address::Mailbox(mailbox.build()?),
        (K::Host, Some(AddressValue::Host(host))) => Address::Host(host.build()?),
        (K::AddressLiteral, Some(AddressValue::Host(host))) => match host.build()? {
            literal @ Host::Literal(_) => Address::Host(literal),
            Host::Domain(_) => return unfit("an address literal is no domain"),
        },
        (_, None) => return unfit("only a reverse-path may be null"),
        (_, Some(_)) => return unfit("an address of this kind has another form"),
    })
}

fn unfit<T>(message: &str) -> Result<T, Failure> {
    Err(Failure::invalid("invalid-value", format!("address: {message}")))
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(domain) => domain.fmt(f),
            Self::Host(host) => host.fmt(f),
            Self::LocalPart(local_part) => local_part.fmt(f),
            Self::Mailbox(mailbox) => mailbox.fmt(f),
            Self::ReversePath(path) => path.fmt(f),
            Self::ForwardPath(path) => path.fmt(f),
        }
    }
}

impl Address<'_> {
    fn shown(&self) -> Shown {
        match self {
            Self::Domain(domain) => Shown::Text(domain.as_str().to_owned()),
            Self::Host(host) => Shown::Host(host.into()),
            Self::LocalPart(local_part) => Shown::Text(local_part.as_str().to_owned()),
            Self::Mailbox(mailbox) => Shown::Path(Some(Path::Mailbox(mailbox.into()))),
            Self::ReversePath(path) => Shown::Path(Path::sender(path)),
            Self::ForwardPath(path) => Shown::Path(Some(Path::recipient(path))),
        }
    }

    /// A text that equal addresses have in common, and no others.
    fn key(&self) -> String {
        match self {
            Self::Domain(domain) => domain.as_str().to_ascii_lowercase(),
            Self::Host(host) => host_key(host),
            Self::LocalPart(local_part) => local_part_key(local_part),
            Self::Mailbox(mailbox) => mailbox_key(mailbox),
            Self::ReversePath(ReversePath::Null) => "<>".to_owned(),
            Self::ReversePath(ReversePath::Mailbox(mailbox))
            | Self::ForwardPath(ForwardPath::Mailbox(mailbox)) => {
                format!("<{}>", mailbox_key(mailbox))
            }
            Self::ForwardPath(ForwardPath::Postmaster) => "<postmaster>".to_owned(),
        }
    }
}

fn host_key(host: &Host<'_>) -> String {
    match host {
        Host::Domain(domain) => domain.as_str().to_ascii_lowercase(),
        Host::Literal(literal) => literal.to_string(),
    }
}

/// The local part with the least quoting: what it means decides whether two are equal.
fn local_part_key(local_part: &LocalPart<'_>) -> String {
    match LocalPart::from_content(&local_part.content()) {
        Ok(plain) => plain.as_str().to_owned(),
        Err(_) => local_part.as_str().to_owned(),
    }
}

fn mailbox_key(mailbox: &Mailbox<'_>) -> String {
    format!("{}@{}", local_part_key(mailbox.local_part()), host_key(mailbox.host()))
}

/// What a text says.
pub(super) fn parse(text: &str, kind: Option<AddressKind>) -> Result<Shown, Failure> {
    Ok(read(kind.unwrap_or_default(), text)?.shown())
}

/// How an address is written.
pub(super) fn encode(
    address: Option<&AddressValue>,
    kind: Option<AddressKind>,
) -> Result<String, Failure> {
    Ok(build(kind.unwrap_or_default(), address)?.to_string())
}

/// Whether two addresses are the same, however they are written.
pub(super) fn are_equal(
    one: Option<&AddressValue>,
    other: Option<&AddressValue>,
    kind: Option<AddressKind>,
) -> Result<bool, Failure> {
    let kind = kind.unwrap_or_default();
    Ok(build(kind, one)? == build(kind, other)?)
}

/// A text that equal addresses have in common, and no others.
pub(super) fn key(
    address: Option<&AddressValue>,
    kind: Option<AddressKind>,
) -> Result<String, Failure> {
    Ok(build(kind.unwrap_or_default(), address)?.key())
}

/// What a local part means, without quotes and escapes.
pub(super) fn local_part_content(local_part: &str) -> Result<String, Failure> {
    Ok(LocalPart::parse(local_part)?.content().into_owned())
}

/// The local part that means this, with the least quoting.
pub(super) fn local_part_from_content(content: &str) -> Result<String, Failure> {
    let local_part = LocalPart::from_content(content).map_err(Failure::unsendable)?;
    Ok(local_part.as_str().to_owned())
}
