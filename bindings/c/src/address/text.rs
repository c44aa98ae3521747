//! Addresses that calls take as plain text, because that is how programs have them.

use smtpwire::types::capability::Word;
use smtpwire::types::command::Node;
use smtpwire::{Domain, ForwardPath, Host, Mailbox, Problem, ReversePath};

use crate::command::smtpwire_node_kind;
use crate::error::Explained;

/// A host: `mx.example` or `[192.0.2.1]`.
pub(crate) fn host_of(text: &str) -> Result<Host<'static>, Explained> {
    text.parse().map_err(Explained::unsendable)
}

/// A reverse path: `jo@example.com`, with brackets or without; nothing, or `<>`, for the null path.
pub(crate) fn reverse_path_of(text: &str) -> Result<ReversePath<'static>, Explained> {
    if text.is_empty() {
        return Ok(ReversePath::Null);
    }
    if text.starts_with('<') {
        return text.parse().map_err(Explained::unsendable);
    }
    text.parse::<Mailbox<'_>>().map(ReversePath::Mailbox).map_err(Explained::unsendable)
}

/// A forward path: `jo@example.com`, with brackets or without, or `postmaster` in any case.
pub(crate) fn forward_path_of(text: &str) -> Result<ForwardPath<'static>, Explained> {
    if text.is_empty() {
        return Err(Explained::from(Problem::NullRecipient).at(0));
    }
    if text.eq_ignore_ascii_case("postmaster") {
        return Ok(ForwardPath::Postmaster);
    }
    if text.starts_with('<') {
        return text.parse().map_err(Explained::unsendable);
    }
    text.parse::<Mailbox<'_>>().map(ForwardPath::Mailbox).map_err(Explained::unsendable)
}

/// What ETRN names: a kind by its number, and the name without its `@` or `#`.
pub(crate) fn node_of(kind: u32, name: &str) -> Result<Node<'static>, Explained> {
    Ok(match smtpwire_node_kind::read(kind)? {
        smtpwire_node_kind::SMTPWIRE_NODE_KIND_HOST => Node::Host(ascii_domain(name)?),
        smtpwire_node_kind::SMTPWIRE_NODE_KIND_SUBDOMAINS => Node::Subdomains(ascii_domain(name)?),
        smtpwire_node_kind::SMTPWIRE_NODE_KIND_QUEUE => {
            let word = Word::new(name).ok_or_else(|| Explained::from(Problem::BadNode).at(0))?;
            Node::Queue(word.into_owned())
        }
    })
}

/// A domain in a command that SMTPUTF8 does not extend (RFC 6531 section 3.3).
pub(crate) fn ascii_domain(name: &str) -> Result<Domain<'static>, Explained> {
    let domain: Domain<'_> = name.parse().map_err(Explained::unsendable)?;
    match name.bytes().position(|octet| !octet.is_ascii()) {
        Some(at) => Err(Explained::from(Problem::NonAsciiAddress).at(at as u64)),
        None => Ok(domain),
    }
}
