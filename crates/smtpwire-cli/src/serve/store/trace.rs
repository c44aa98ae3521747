//! The lines that a server puts on top of a message (RFC 5321 section 4.4).

use std::fmt::Write;
use std::net::IpAddr;

use smtpwire::{ForwardPath, Protocol, ReversePath};
use smtpwire_tls::TlsSession;

use super::Name;

/// What the lines tell.
#[derive(Clone, Debug)]
pub(crate) struct Trace<'t> {
    pub(crate) name: Name,
    pub(crate) via: Via,
    /// Who the client says it is.
    pub(crate) helo: &'t str,
    /// Where it comes from.
    pub(crate) peer: IpAddr,
    /// This host.
    pub(crate) host: &'t str,
    pub(crate) from: &'t ReversePath<'static>,
    pub(crate) to: &'t [ForwardPath<'static>],
    pub(crate) tls: Option<&'t TlsSession>,
}

/// How a message came, for the `with` of its `Received` line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a letter of the name, or none")]
pub(crate) struct Via {
    pub(crate) protocol: Protocol,
    /// EHLO was said and not HELO.
    pub(crate) extended: bool,
    pub(crate) tls: bool,
    pub(crate) authenticated: bool,
    /// MAIL had SMTPUTF8.
    pub(crate) smtputf8: bool,
}

impl Via {
    /// The registered name (RFC 3848, RFC 6531 section 4.3): `S` for TLS, `A` for a login.
    pub(crate) fn name(self) -> &'static str {
        let Self { protocol, extended, tls, authenticated, smtputf8 } = self;
        match (protocol, smtputf8, tls, authenticated) {
            (Protocol::Lmtp, true, true, true) => "UTF8LMTPSA",
            (Protocol::Lmtp, true, true, false) => "UTF8LMTPS",
            (Protocol::Lmtp, true, false, true) => "UTF8LMTPA",
            (Protocol::Lmtp, true, false, false) => "UTF8LMTP",
            (Protocol::Lmtp, false, true, true) => "LMTPSA",
            (Protocol::Lmtp, false, true, false) => "LMTPS",
            (Protocol::Lmtp, false, false, true) => "LMTPA",
            (Protocol::Lmtp, false, false, false) => "LMTP",
            // HELO, which knows no extension.
            (Protocol::Smtp, ..) if !extended => "SMTP",
            (Protocol::Smtp, true, true, true) => "UTF8SMTPSA",
            (Protocol::Smtp, true, true, false) => "UTF8SMTPS",
            (Protocol::Smtp, true, false, true) => "UTF8SMTPA",
            (Protocol::Smtp, true, false, false) => "UTF8SMTP",
            (Protocol::Smtp, false, true, true) => "ESMTPSA",
            (Protocol::Smtp, false, true, false) => "ESMTPS",
            (Protocol::Smtp, false, false, true) => "ESMTPA",
            (Protocol::Smtp, false, false, false) => "ESMTP",
        }
    }
}

impl Trace<'_> {
    /// `Return-Path`, one `Delivered-To` for each recipient, and `Received`, with CRLFs.
    ///
    /// A `Received` line names the recipient only when there is one, or it would tell each of the
    /// others (RFC 5321 section 7.6). The mailbox of a sandbox is one for all, so the envelope is told in
    /// `Delivered-To`.
    pub(crate) fn lines(&self) -> String {
        let Self { name, via, helo, peer, host, from, to, tls } = self;
        let peer = match peer.to_canonical() {
            IpAddr::V4(address) => format!("[{address}]"),
            IpAddr::V6(address) => format!("[IPv6:{address}]"),
        };
        let mut text = format!("Return-Path: {from}\r\n");
        // Writing to a String cannot fail.
        for path in *to {
            let _ = match path {
                ForwardPath::Postmaster => write!(text, "Delivered-To: Postmaster@{host}\r\n"),
                ForwardPath::Mailbox(mailbox) => write!(text, "Delivered-To: {mailbox}\r\n"),
            };
        }
        let _ = write!(
            text,
            "Received: from {helo} ({peer})\r\n\tby {host} with {} id {}",
            via.name(),
            name.id()
        );
        if let [ForwardPath::Mailbox(mailbox)] = to {
            let _ = write!(text, "\r\n\tfor <{mailbox}>");
        }
        if let Some(tls) = tls {
            text.push_str(&clause(tls));
        }
        let _ = write!(text, ";\r\n\t{}\r\n", name.date());
        text
    }
}

/// The clause about TLS, with the group of the key exchange where it is known (RFC 8314 section 4.3).
fn clause(tls: &TlsSession) -> String {
    let group = tls.key_exchange().map(|group| match group {
        // Registered in small letters.
        "X25519" => " group x25519".to_owned(),
        group => format!(" group {group}"),
    });
    let (suite, version) = (tls.cipher_suite(), tls.version());
    format!("\r\n\ttls {suite}{} ({version})", group.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(to: &[&str], peer: &str) -> String {
        let from = ReversePath::parse("<ann@example.org>").unwrap();
        let to: Vec<_> = to.iter().map(|to| ForwardPath::parse(to).unwrap().into_owned()).collect();
        let via = Via { extended: true, ..Via::default() };
        let (name, peer) = (Name::next(), peer.parse().unwrap());
        Trace {
            name,
            via,
            helo: "client.example",
            peer,
            host: "mx.example",
            from: &from,
            to: &to,
            tls: None,
        }
        .lines()
        .replace(&name.id(), "ID")
        .replace(&name.date(), "DATE")
    }

    #[test]
    fn one_recipient_is_named_in_received() {
        assert_eq!(
            trace(&["<jo@example.com>"], "192.0.2.1"),
            "Return-Path: <ann@example.org>\r\n\
             Delivered-To: jo@example.com\r\n\
             Received: from client.example ([192.0.2.1])\r\n\
             \tby mx.example with ESMTP id ID\r\n\
             \tfor <jo@example.com>;\r\n\
             \tDATE\r\n"
        );
    }

    #[test]
    fn several_recipients_are_not_told_of_each_other_in_received() {
        let lines = trace(&["<a@b.example>", "<Postmaster>"], "2001:db8::1");
        assert!(
            lines.contains("Delivered-To: a@b.example\r\nDelivered-To: Postmaster@mx.example\r\n")
        );
        assert!(lines.contains("([IPv6:2001:db8::1])\r\n\tby mx.example with ESMTP id ID;\r\n"));
    }

    #[test]
    fn the_protocol_has_its_registered_name() {
        let smtp = Via::default();
        assert_eq!(smtp.name(), "SMTP");
        let esmtp = Via { extended: true, ..smtp };
        assert_eq!(Via { authenticated: true, ..esmtp }.name(), "ESMTPA");
        assert_eq!(Via { smtputf8: true, authenticated: true, ..esmtp }.name(), "UTF8SMTPA");
        let lmtp = Via { protocol: Protocol::Lmtp, ..esmtp };
        assert_eq!(lmtp.name(), "LMTP");
        assert_eq!(Via { smtputf8: true, ..lmtp }.name(), "UTF8LMTP");
        let esmtps = Via { tls: true, ..esmtp };
        assert_eq!(esmtps.name(), "ESMTPS");
        assert_eq!(Via { authenticated: true, ..esmtps }.name(), "ESMTPSA");
        assert_eq!(Via { smtputf8: true, authenticated: true, ..esmtps }.name(), "UTF8SMTPSA");
        assert_eq!(Via { authenticated: true, tls: true, ..lmtp }.name(), "LMTPSA");
        assert_eq!(Via { tls: true, ..smtp }.name(), "SMTP", "HELO has no other name");
    }
}
