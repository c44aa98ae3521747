//! A server's choices.

use smtpwire::{Decisions, Host};

use super::choices::{Choose, choices};
use super::credentials::{Mechanism, SecretOctets};
use super::sizes::{Limits, Timeouts};
use super::words::{ContentMode, LineEndPolicy, LineEnds, Protocol, Synchronization};
use super::wrong::{Wrong, shown};
use super::{FromPlain, Plain, Spelling};
use crate::count::Size;
use crate::failure::Failure;

/// A host as text: `mx.example` or `[192.0.2.1]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName(pub Host<'static>);

impl FromPlain for HostName {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let text = String::from_plain(plain)?;
        let host = Host::parse(&text).map(Host::into_owned);
        host.map(Self).map_err(|error| Wrong::said(format!("{} is no host: {error}", shown(&text))))
    }
}

impl Choose<Host<'static>> for HostName {
    fn choose(self, field: &mut Host<'static>) {
        *field = self.0;
    }
}

/// What the host decides, by names in small letters parted by hyphens: `["rcpt", "early-talker"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionNames(pub Decisions);

struct DecisionName(Decisions);

impl DecisionNames {
    /// Every name, in the order of the core.
    pub fn all() -> impl Iterator<Item = (String, Decisions)> {
        let spelled = |name: &str| name.to_ascii_lowercase().replace('_', "-");
        Decisions::NAMES.iter().map(move |(name, decision)| (spelled(name), *decision))
    }
}

impl FromPlain for DecisionName {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let name = String::from_plain(plain)?;
        let decision = DecisionNames::all().find(|(known, _)| *known == name);
        decision.map(|(_, decision)| Self(decision)).ok_or_else(|| {
            let known: Vec<String> = DecisionNames::all().map(|(name, _)| name).collect();
            Wrong::said(format!("{} is no decision; those are {}", shown(&name), known.join(", ")))
        })
    }
}

impl FromPlain for DecisionNames {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let names: Vec<DecisionName> = FromPlain::from_plain(plain)?;
        Ok(Self(names.into_iter().fold(Decisions::NONE, |all, name| all | name.0)))
    }
}

impl Choose<Decisions> for DecisionNames {
    fn choose(self, field: &mut Decisions) {
        *field = self.0;
    }
}

choices! {
    /// What is accepted beyond the grammar of commands.
    Leniency of smtpwire::Leniency {
        space_after_colon: bool,
        repeated_spaces: bool,
        missing_brackets: bool,
        underscore_in_domain: bool,
    }
}

choices! {
    /// What the reply to EHLO offers.
    Extensions of smtpwire::Extensions {
        pipelining: bool,
        size: bool,
        eight_bit_mime: bool,
        smtputf8: bool,
        chunking: bool,
        binary_mime: bool,
        dsn: bool,
        enhanced_codes: bool,
        limits: bool,
        starttls: bool,
        require_tls: bool,
        auth: Vec<Mechanism>,
        vrfy: bool,
        expn: bool,
        help: bool,
        etrn: bool,
        atrn: bool,
        burl: Option<String>,
        deliver_by: Option<u32>,
        mt_priority: Option<String>,
        rrvs: bool,
        xclient: Vec<String>,
        xforward: Vec<String>,
        mail_parameters: Vec<String>,
        rcpt_parameters: Vec<String>,
        extra: Vec<String>,
    }
}

choices! {
    /// What a server offers, demands and puts up with. `hostname` is needed.
    ServerConfig of smtpwire::ServerConfig {
        protocol: Protocol,
        hostname: HostName,
        greeting: String,
        limits: Limits,
        timeouts: Timeouts,
        extensions: Extensions,
        decisions: DecisionNames,
        content: ContentMode,
        line_ends: LineEnds,
        command_ends: LineEndPolicy,
        leniency: Leniency,
        require_auth: bool,
        require_tls: bool,
        plaintext_auth: bool,
        decoy_key: SecretOctets,
        decoy_iterations: u32,
        decoy_salt_length: Size,
        implicit_tls: bool,
        proxy: bool,
        trusted: bool,
        synchronization: Synchronization,
        early_talkers: Option<u64>,
    }
}

impl ServerConfig {
    /// The core's configuration, checked: all that is chosen can be had.
    ///
    /// # Errors
    /// `hostname` is missing, or the core's `check` says what can't be had: the path of the field, then why.
    pub fn build(self, spelling: Spelling) -> Result<smtpwire::ServerConfig, Failure> {
        let Some(HostName(hostname)) = self.hostname.clone() else {
            return Err(Failure::invalid("invalid-choice", "hostname: a server has a name"));
        };
        let mut config = smtpwire::ServerConfig::new(hostname);
        self.apply(&mut config);
        config.check().map_err(|error| Wrong::of_check(&error).told("config", spelling))?;
        Ok(config)
    }
}
