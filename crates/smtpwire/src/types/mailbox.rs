//! Local parts, mailboxes and paths (RFC 5321 section 4.1.2).

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::domain::Host;
use super::text::Utf8;

/// The part of a mailbox before the `@`: at most 64 octets, a dot-string or a quoted string.
///
/// Kept to the octet, quotes and all, because only the host behind the `@` may interpret it
/// (RFC 5321 section 2.3.11). Compared by meaning: `"a\b"`, `"ab"` and `ab` are the same local
/// part (section 4.1.2), `a` and `A` are not.
#[derive(Clone)]
pub struct LocalPart<'a>(pub(crate) Utf8<'a>);

impl LocalPart<'_> {
    /// The local part as it was written, with its quotes if it has any.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What the local part means: without quotes, quoted pairs resolved.
    pub fn content(&self) -> Cow<'_, str> {
        let text = self.as_str();
        let Some(quoted) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
            return Cow::Borrowed(text);
        };
        if !quoted.contains('\\') {
            return Cow::Borrowed(quoted);
        }
        Cow::Owned(unescaped(quoted).collect())
    }

    /// Whether it is written as a quoted string.
    pub fn is_quoted(&self) -> bool {
        self.0.as_bytes().starts_with(b"\"")
    }

    /// Whether every octet is ASCII.
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }

    /// The same local part, owning its text.
    pub fn into_owned(self) -> LocalPart<'static> {
        LocalPart(self.0.into_owned())
    }

    fn characters(&self) -> impl Iterator<Item = char> {
        let text = self.as_str();
        match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(quoted) => Characters::Quoted(unescaped(quoted)),
            None => Characters::Plain(text.chars()),
        }
    }
}

enum Characters<P, Q> {
    Plain(P),
    Quoted(Q),
}

impl<P: Iterator<Item = char>, Q: Iterator<Item = char>> Iterator for Characters<P, Q> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::Plain(plain) => plain.next(),
            Self::Quoted(quoted) => quoted.next(),
        }
    }
}

fn unescaped(quoted: &str) -> impl Iterator<Item = char> {
    let mut characters = quoted.chars();
    core::iter::from_fn(move || match characters.next() {
        Some('\\') => characters.next(),
        other => other,
    })
}

impl PartialEq for LocalPart<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes() == other.0.as_bytes() || self.characters().eq(other.characters())
    }
}

impl Eq for LocalPart<'_> {}

impl Hash for LocalPart<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for character in self.characters() {
            state.write_u32(u32::from(character));
        }
    }
}

impl fmt::Display for LocalPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for LocalPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `local-part@host`, at most 254 octets, so that it fits a path with its brackets.
///
/// Built by [`Mailbox::parse`] or [`Mailbox::new`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Mailbox<'a> {
    pub(crate) local_part: LocalPart<'a>,
    pub(crate) host: Host<'a>,
}

/// The longest mailbox: a path of 256 octets without its brackets (RFC 5321 section 4.5.3.1.3).
pub(crate) const MAX_MAILBOX: usize = 254;

impl<'a> Mailbox<'a> {
    /// The mailbox of these two, if it has at most 254 octets.
    pub fn new(local_part: LocalPart<'a>, host: Host<'a>) -> Option<Self> {
        let mailbox = Self { local_part, host };
        let mut text = String::new();
        mailbox.write(&mut text);
        (text.len() <= MAX_MAILBOX).then_some(mailbox)
    }

    /// Who, at that host.
    pub fn local_part(&self) -> &LocalPart<'a> {
        &self.local_part
    }

    /// Where: a domain or an address literal.
    pub fn host(&self) -> &Host<'a> {
        &self.host
    }

    /// Whether every octet is ASCII, so that no SMTPUTF8 is needed to send it.
    pub fn is_ascii(&self) -> bool {
        self.local_part.is_ascii() && self.host.is_ascii()
    }

    /// The same mailbox, owning its text.
    pub fn into_owned(self) -> Mailbox<'static> {
        Mailbox { local_part: self.local_part.into_owned(), host: self.host.into_owned() }
    }

    pub(crate) fn write(&self, out: &mut String) {
        out.push_str(self.local_part.as_str());
        out.push('@');
        self.host.write(out);
    }
}

impl fmt::Display for Mailbox<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local_part, self.host)
    }
}

impl fmt::Debug for Mailbox<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where failures are reported: the argument of MAIL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ReversePath<'a> {
    /// `<>`, the null sender: a notice, about which no further notice may be sent.
    Null,
    /// `<mailbox>`. A source route in front of it was checked and taken off.
    Mailbox(Mailbox<'a>),
}

impl ReversePath<'_> {
    /// Whether every octet is ASCII.
    pub fn is_ascii(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Mailbox(mailbox) => mailbox.is_ascii(),
        }
    }

    /// The same path, owning its text.
    pub fn into_owned(self) -> ReversePath<'static> {
        match self {
            Self::Null => ReversePath::Null,
            Self::Mailbox(mailbox) => ReversePath::Mailbox(mailbox.into_owned()),
        }
    }

    pub(crate) fn write(&self, out: &mut String) {
        out.push('<');
        if let Self::Mailbox(mailbox) = self {
            mailbox.write(out);
        }
        out.push('>');
    }
}

impl fmt::Display for ReversePath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("<>"),
            Self::Mailbox(mailbox) => write!(f, "<{mailbox}>"),
        }
    }
}

/// Where mail goes: the argument of RCPT.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ForwardPath<'a> {
    /// `<Postmaster>`, in any case and without a domain: this host's own postmaster
    /// (RFC 5321 section 2.3.5).
    Postmaster,
    /// `<mailbox>`. A source route in front of it was checked and taken off (section 4.1.1.3).
    Mailbox(Mailbox<'a>),
}

impl ForwardPath<'_> {
    /// Whether every octet is ASCII.
    pub fn is_ascii(&self) -> bool {
        match self {
            Self::Postmaster => true,
            Self::Mailbox(mailbox) => mailbox.is_ascii(),
        }
    }

    /// The same path, owning its text.
    pub fn into_owned(self) -> ForwardPath<'static> {
        match self {
            Self::Postmaster => ForwardPath::Postmaster,
            Self::Mailbox(mailbox) => ForwardPath::Mailbox(mailbox.into_owned()),
        }
    }

    pub(crate) fn write(&self, out: &mut String) {
        out.push('<');
        match self {
            Self::Postmaster => out.push_str("Postmaster"),
            Self::Mailbox(mailbox) => mailbox.write(out),
        }
        out.push('>');
    }
}

impl fmt::Display for ForwardPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postmaster => f.write_str("<Postmaster>"),
            Self::Mailbox(mailbox) => write!(f, "<{mailbox}>"),
        }
    }
}
