//! Domains, address literals, and the hosts that either can name (RFC 5321 section 4.1.2, 4.1.3).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::net::{Ipv4Addr, Ipv6Addr};

use super::text::{Utf8, put};

/// A domain name of 1 to 255 octets: labels of letters, digits and inner hyphens, parted by dots;
/// with SMTPUTF8 also U-labels (RFC 6531 section 3.3).
///
/// Kept as written. Two domains are equal when they differ only in the case of ASCII letters
/// (RFC 5321 section 2.4). Built by [`Domain::parse`].
#[derive(Clone)]
pub struct Domain<'a>(pub(crate) Utf8<'a>);

impl Domain<'_> {
    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether every octet is ASCII, so that no SMTPUTF8 is needed to send it.
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }

    /// The same domain, owning its text.
    pub fn into_owned(self) -> Domain<'static> {
        Domain(self.0.into_owned())
    }
}

impl PartialEq for Domain<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().eq_ignore_ascii_case(other.0.as_bytes())
    }
}

impl Eq for Domain<'_> {}

impl Hash for Domain<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for octet in self.0.as_bytes() {
            state.write_u8(octet.to_ascii_lowercase());
        }
    }
}

impl fmt::Display for Domain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Domain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// An address literal, written in square brackets (RFC 5321 section 4.1.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AddressLiteral<'a> {
    /// `[192.0.2.1]`
    Ipv4(Ipv4Addr),
    /// `[IPv6:2001:db8::1]`
    Ipv6(Ipv6Addr),
    /// `[tag:content]`; no such tag is registered, so a server that knows none refuses it.
    General(Box<GeneralLiteral<'a>>),
}

/// The tag and content of a general address literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GeneralLiteral<'a> {
    pub(crate) tag: Cow<'a, str>,
    pub(crate) content: Cow<'a, str>,
}

impl GeneralLiteral<'_> {
    /// The standardized tag: letters, digits and hyphens.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The octets behind the colon: printable ASCII without `[`, `\` and `]`.
    pub fn content(&self) -> &str {
        &self.content
    }
}

impl AddressLiteral<'_> {
    /// The same literal, owning its text.
    pub fn into_owned(self) -> AddressLiteral<'static> {
        match self {
            Self::Ipv4(address) => AddressLiteral::Ipv4(address),
            Self::Ipv6(address) => AddressLiteral::Ipv6(address),
            Self::General(literal) => AddressLiteral::General(Box::new(GeneralLiteral {
                tag: Cow::Owned(literal.tag.into_owned()),
                content: Cow::Owned(literal.content.into_owned()),
            })),
        }
    }
}

impl fmt::Display for AddressLiteral<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ipv4(address) => write!(f, "[{address}]"),
            Self::Ipv6(address) => write!(f, "[IPv6:{address}]"),
            Self::General(literal) => write!(f, "[{}:{}]", literal.tag, literal.content),
        }
    }
}

/// A host, named or by its address: the argument of EHLO, or what stands behind the `@`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Host<'a> {
    /// A domain name.
    Domain(Domain<'a>),
    /// An address in brackets.
    Literal(AddressLiteral<'a>),
}

impl Host<'_> {
    /// Whether every octet is ASCII.
    pub fn is_ascii(&self) -> bool {
        match self {
            Self::Domain(domain) => domain.is_ascii(),
            Self::Literal(_) => true,
        }
    }

    /// The same host, owning its text.
    pub fn into_owned(self) -> Host<'static> {
        match self {
            Self::Domain(domain) => Host::Domain(domain.into_owned()),
            Self::Literal(literal) => Host::Literal(literal.into_owned()),
        }
    }

    pub(crate) fn write(&self, out: &mut String) {
        match self {
            Self::Domain(domain) => out.push_str(domain.as_str()),
            Self::Literal(literal) => put(out, format_args!("{literal}")),
        }
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(domain) => fmt::Display::fmt(domain, f),
            Self::Literal(literal) => fmt::Display::fmt(literal, f),
        }
    }
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(domain) => fmt::Debug::fmt(domain, f),
            Self::Literal(literal) => fmt::Debug::fmt(literal, f),
        }
    }
}

impl<'a> From<Domain<'a>> for Host<'a> {
    fn from(domain: Domain<'a>) -> Self {
        Self::Domain(domain)
    }
}

impl<'a> From<AddressLiteral<'a>> for Host<'a> {
    fn from(literal: AddressLiteral<'a>) -> Self {
        Self::Literal(literal)
    }
}
