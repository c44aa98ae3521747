//! The options of `send` and `probe` about TLS.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use smtpwire::Security;
use smtpwire_tls::TlsVersion;
use smtpwire_tls::dane::{Dane, TlsaRecord, Unusable};

/// What the command line says of TLS.
#[derive(Args)]
#[group(skip)]
pub(crate) struct Options {
    /// How TLS is used. By default implicit on port 465; required on port 587, and where a login
    /// leaves this machine; otherwise opportunistic
    #[arg(long, value_enum, value_name = "HOW", help_heading = TLS)]
    pub(crate) tls: Option<Policy>,

    /// Trust the certificates in this PEM file as well: those of a CA, or a server's own that is
    /// self-signed. May be repeated
    #[arg(long, value_name = "FILE", help_heading = TLS)]
    pub(crate) ca: Vec<PathBuf>,

    /// Show this certificate to a server that asks for one: PEM, with what leads from it to a root
    #[arg(long, value_name = "FILE", requires = "key", help_heading = TLS)]
    pub(crate) cert: Option<PathBuf>,

    /// The private key of that certificate, as PEM
    #[arg(long, value_name = "FILE", requires = "cert", help_heading = TLS)]
    pub(crate) key: Option<PathBuf>,

    /// Accept any certificate: whoever sits in between can read and change all, passwords too
    #[arg(long, conflicts_with_all = ["dane", "sts_policy"], help_heading = TLS)]
    pub(crate) insecure: bool,

    /// Whom the certificate must name, where that is not the server's name as it was given
    #[arg(long, value_name = "NAME", help_heading = TLS)]
    pub(crate) tls_name: Option<String>,

    /// The least version of TLS
    #[arg(long, value_enum, value_name = "VERSION", default_value_t, help_heading = TLS)]
    pub(crate) tls_min: Version,

    /// The highest version of TLS
    #[arg(long, value_enum, value_name = "VERSION", default_value_t = Version::Tls13, help_heading = TLS)]
    pub(crate) tls_max: Version,

    /// A TLSA record of the server, as DNSSEC has proven it (`3 1 1 8cb0fc…`): TLS is required, and a
    /// certificate that one of the records fits. May be repeated
    #[arg(long, value_name = "RECORD", value_parser = TlsaRecord::parse, help_heading = TLS)]
    pub(crate) dane: Vec<TlsaRecord>,

    /// The MTA-STS policy of the recipients' domain, as it was fetched: where its mode is enforce, the
    /// server must be one that it names, and prove it
    #[arg(long, value_name = "FILE", help_heading = TLS)]
    pub(crate) sts_policy: Option<PathBuf>,
}

const TLS: &str = "TLS";

/// How a client uses TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Policy {
    /// STARTTLS, and a certificate that proves who the server is; or nothing is sent
    Required,
    /// STARTTLS where it works, with any certificate; otherwise plaintext
    Opportunistic,
    /// TLS from the first octet, with a certificate that proves who the server is, as on port 465
    Implicit,
    /// No TLS
    Off,
}

impl Policy {
    /// The policy by the name that the command line has for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Opportunistic => "opportunistic",
            Self::Implicit => "implicit",
            Self::Off => "off",
        }
    }

    /// What the core calls it.
    pub(crate) fn security(self) -> Security {
        match self {
            Self::Required => Security::Required,
            Self::Opportunistic => Security::Opportunistic,
            Self::Implicit => Security::Implicit,
            Self::Off => Security::Disabled,
        }
    }
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Version {
    /// TLS 1.2
    #[default]
    #[value(name = "1.2")]
    Tls12,
    /// TLS 1.3
    #[value(name = "1.3")]
    Tls13,
}

impl From<Version> for TlsVersion {
    fn from(version: Version) -> Self {
        match version {
            Version::Tls12 => Self::Tls12,
            Version::Tls13 => Self::Tls13,
        }
    }
}

impl Options {
    /// Whether the options go together, and the TLSA records are of use.
    ///
    /// # Errors
    /// A sentence that says which are not.
    pub(crate) fn check(&self, policy: Policy) -> Result<(), String> {
        let given = [
            ("--ca", !self.ca.is_empty()),
            ("--cert", self.cert.is_some()),
            ("--tls-name", self.tls_name.is_some()),
            ("--dane", !self.dane.is_empty()),
            ("--sts-policy", self.sts_policy.is_some()),
        ];
        if let Some((name, _)) = given.iter().find(|(_, given)| *given && policy == Policy::Off) {
            return Err(format!("--tls off contradicts {name}, which is of use with TLS alone"));
        }
        // The library asks for TLS without a proof then (RFC 7672 section 2.2), as a domain's mistake
        // must not stop its mail. Here somebody wrote the record on a command line.
        let dane = Dane::new(self.dane.iter().cloned());
        match dane.unusable().next() {
            Some((record, why)) if !dane.is_usable() => Err(unusable(record, why)),
            _ => Ok(()),
        }
    }

    /// What is wrong with some TLSA records while others are of use, a sentence for each.
    pub(crate) fn doubts(&self) -> Vec<String> {
        let dane = Dane::new(self.dane.iter().cloned());
        dane.unusable().map(|(record, why)| unusable(record, why) + "; it is left out").collect()
    }

    /// Whether a version of TLS was ruled out.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.tls_min > Version::Tls12 || self.tls_max < Version::Tls13
    }

    /// How TLS is used on this port, with a login or without, with a server on this machine or
    /// elsewhere.
    pub(crate) fn policy(&self, port: u16, login: bool, loopback: bool) -> Policy {
        match (self.tls, port) {
            (Some(policy), _) => policy,
            (None, 465) => Policy::Implicit,
            (None, 587) => Policy::Required,
            (None, _) if login && !loopback => Policy::Required,
            _ => Policy::Opportunistic,
        }
    }
}

fn unusable(record: &TlsaRecord, why: Unusable) -> String {
    let record: String = record.to_string().chars().take(40).collect();
    format!("--dane \"{record}\" can't be used: {why}")
}
