//! Peer: whom a client wants to reach, and how it is to prove itself.

use std::fmt;
use std::net::IpAddr;

use rustls::pki_types::{DnsName, ServerName};

use crate::dane::{Dane, Demand};
use crate::error::TlsConfigError;
use crate::failure::{FailureKind, TlsFailure};
use crate::sts::{StsMode, StsPolicy};
use crate::verify::some_of;

/// Whom a client wants to reach: the names that its certificate may carry (the *reference
/// identifiers* of RFC 7817 section 3), and what is known of it beforehand.
///
/// The name is the one that the user or the configuration gave, not one that insecure DNS has
/// answered with; for mail between servers it is the MX host's where DNSSEC or MTA-STS vouch for it.
///
/// ```
/// use smtpwire_tls::Peer;
///
/// let peer = Peer::named("mx1.example.org.")?.or_named("example.org")?;
/// assert_eq!(peer.to_string(), "mx1.example.org");
/// // A letter beyond ASCII is no part of a certificate's name.
/// let error = Peer::named("münchen.example").unwrap_err();
/// assert!(error.to_string().contains("A-label"));
/// # Ok::<(), smtpwire_tls::TlsConfigError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    names: Vec<ServerName<'static>>,
    dane: Option<Dane>,
    sts: Option<Sts>,
    unverified: bool,
}

/// What an MTA-STS policy says of the peer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sts {
    enforced: bool,
    /// The names that the policy has instead, where the peer's is none of them.
    instead: Option<Vec<String>>,
}

impl Peer {
    /// The host of this name: a DNS name with or without the final dot, an IPv4 or an IPv6 address
    /// (bare, or as the literal `[192.0.2.1]`, `[IPv6:2001:db8::1]`).
    ///
    /// # Errors
    ///
    /// Where no certificate can carry the name: a U-label (give the A-label, `xn--…`), an
    /// underscore, an empty or overlong label.
    pub fn named(host: &str) -> Result<Self, TlsConfigError> {
        Ok(Self { names: vec![server_name(host)?], dane: None, sts: None, unverified: false })
    }

    /// A further name that the certificate may carry instead, such as the mail domain that was asked
    /// for (RFC 7817 section 3).
    ///
    /// # Errors
    ///
    /// As [`Peer::named`].
    pub fn or_named(mut self, host: &str) -> Result<Self, TlsConfigError> {
        let name = server_name(host)?;
        if !self.names.contains(&name) {
            self.names.push(name);
        }
        Ok(self)
    }

    /// What the TLSA records of this server say (RFC 7672). Where one of them can be used, the server
    /// proves by it who it is, and by nothing else: the roots do not count then. The first name is
    /// the one that the records were looked up for, a further name the domain that the mail is for.
    #[must_use]
    pub fn with_dane(mut self, dane: Dane) -> Self {
        self.dane = Some(dane);
        self
    }

    /// What the MTA-STS policy of the mail's domain says (RFC 8461 section 5). Where it is enforced,
    /// TLS is a must, the first name has to be one of the policy's, and the certificate has to be for
    /// that name. Where it is only tested, or says `none`, nothing is demanded, and
    /// [`Peer::sts_mismatch`] serves the report. TLSA records that can be used decide alone: a policy
    /// neither overrides them (RFC 8461 section 2) nor adds to them.
    #[must_use]
    pub fn with_sts(mut self, policy: &StsPolicy) -> Self {
        let enforced = match policy.mode() {
            StsMode::Enforce => true,
            StsMode::Testing => false,
            StsMode::None => return self,
        };
        let fits = self.names.first().is_some_and(|name| policy.matches(&name.to_str()));
        let instead = if fits { None } else { Some(policy.patterns().to_vec()) };
        self.sts = Some(Sts { enforced, instead });
        self
    }

    /// Why the host is none that the domain's MTA-STS policy allows, where there is a policy and it
    /// is enforced or tested. Where it is enforced, no connection to this host need be tried: its
    /// handshake fails for this reason.
    pub fn sts_mismatch(&self) -> Option<TlsFailure> {
        let instead = self.sts.as_ref()?.instead.as_ref()?;
        let host = self.names.first().map(ServerName::to_str).unwrap_or_default();
        Some(TlsFailure::new(
            FailureKind::StsMismatch,
            format!("the domain's MTA-STS policy has {}, not {host}", some_of(instead)),
        ))
    }

    /// Anyone: the server need not prove who it is. That protects from listeners only, not from
    /// whoever sits in between.
    #[must_use]
    pub fn unverified(mut self) -> Self {
        self.unverified = true;
        self
    }

    /// Whether nothing may be said to this host without TLS, by what is known beforehand: it has
    /// TLSA records, or its domain an MTA-STS policy that is enforced.
    pub fn demands_tls(&self) -> bool {
        self.enforces_sts()
            || self.dane.as_ref().is_some_and(|dane| dane.demand() != Demand::Opportunistic)
    }

    /// Whether the server must prove who it is (or need not), by what is known beforehand. None
    /// where the connection's own policy decides.
    pub(crate) fn demands_verification(&self) -> Option<bool> {
        match self.usable_dane() {
            _ if self.unverified => Some(false),
            Some(_) => Some(true),
            None if self.enforces_sts() => Some(true),
            // Records of which none can be used demand TLS, not proof (RFC 7672 section 2.2); where
            // the connection's own policy wants proof, it is the usual one.
            None => None,
        }
    }

    /// The TLSA records, where one of them can be used.
    pub(crate) fn usable_dane(&self) -> Option<&Dane> {
        self.dane.as_ref().filter(|dane| dane.is_usable())
    }

    /// A peer without a name, which no certificate fits.
    pub(crate) fn nobody() -> Self {
        Self { names: Vec::new(), dane: None, sts: None, unverified: false }
    }

    /// Whether nobody asks for proof.
    pub(crate) fn is_unverified(&self) -> bool {
        self.unverified
    }

    /// Whether there is an MTA-STS policy that is enforced.
    fn enforces_sts(&self) -> bool {
        self.sts.as_ref().is_some_and(|sts| sts.enforced)
    }

    /// Why this host is not to be used at all, whatever certificate it shows.
    pub(crate) fn refusal(&self) -> Option<TlsFailure> {
        match self.usable_dane() {
            None if self.enforces_sts() && !self.unverified => self.sts_mismatch(),
            _ => None,
        }
    }

    /// The names that the certificate may be for, that which was given first in front. With an
    /// MTA-STS policy it is the MX host's alone (RFC 8461 section 4.1).
    pub(crate) fn names(&self) -> &[ServerName<'static>] {
        let most = if self.enforces_sts() && self.usable_dane().is_none() { 1 } else { usize::MAX };
        self.names.get(..most).unwrap_or(&self.names)
    }

    /// The name to connect by: the first DNS name, which goes into SNI; an address where there is
    /// none, and then there is no SNI.
    pub(crate) fn server_name(&self) -> Option<&ServerName<'static>> {
        self.names
            .iter()
            .find(|name| matches!(name, ServerName::DnsName(_)))
            .or_else(|| self.names.first())
    }

    /// What is said in SNI.
    pub(crate) fn sni(&self) -> Option<&str> {
        self.names.iter().find_map(|name| match name {
            ServerName::DnsName(name) => Some(name.as_ref()),
            _ => None,
        })
    }
}

/// The first name.
impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.names.first() {
            Some(name) => f.write_str(&name.to_str()),
            None => Ok(()),
        }
    }
}

fn server_name(host: &str) -> Result<ServerName<'static>, TlsConfigError> {
    match address(host) {
        Some(address) => Ok(ServerName::from(address)),
        None => dns_name(host).map(ServerName::DnsName),
    }
}

/// A DNS name that a certificate can carry, in lower case and without the final dot.
pub(crate) fn dns_name(host: &str) -> Result<DnsName<'static>, TlsConfigError> {
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    // As much of it as a name can have.
    let shown: String = host.chars().take(255).flat_map(char::escape_debug).collect();
    let refuse =
        |why: &str| Err(TlsConfigError::new(format!("\"{shown}\" is no host name: {why}")));
    if name.is_empty() {
        return refuse("it is empty");
    }
    if !name.is_ascii() {
        return refuse("give its letters beyond ASCII as an A-label (\"xn--...\")");
    }
    if name.contains('_') {
        return refuse("it has an underscore, which no certificate for a host may carry");
    }
    if name.len() > 253 {
        return refuse("it is longer than 253 octets");
    }
    if name.split('.').any(str::is_empty) {
        return refuse("it has an empty label");
    }
    if name.split('.').any(|label| label.len() > 63) {
        return refuse("a label is longer than 63 octets");
    }
    match DnsName::try_from(name) {
        Ok(name) => Ok(name),
        Err(_) => refuse("labels are letters, digits and inner hyphens, and the last is no number"),
    }
}

/// An address, bare or as a literal of RFC 5321 section 4.1.3.
fn address(host: &str) -> Option<IpAddr> {
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    let inner = match inner.get(..5) {
        Some(tag) if tag.eq_ignore_ascii_case("IPv6:") => inner.get(5..)?,
        _ => inner,
    };
    inner.parse().ok()
}
