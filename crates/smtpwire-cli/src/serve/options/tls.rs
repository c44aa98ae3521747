//! What the command line of `serve` says of TLS.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::tls::Version;

/// Whether there is TLS, and with which certificates.
#[derive(Args)]
#[group(skip)]
pub(crate) struct TlsOptions {
    /// How TLS is had; with a certificate, opportunistic unless this says something else
    #[arg(long, value_enum, value_name = "HOW", help_heading = TLS)]
    pub(crate) tls: Option<Policy>,

    /// Show this certificate: PEM, the server's own first, then what leads from it to a root. May be
    /// repeated, each with its --key: a client gets the one for the name that it asks for (SNI), else
    /// the first; of several, the first whose kind of key it can do with
    #[arg(long, value_name = "FILE", conflicts_with = "self_signed", help_heading = TLS)]
    pub(crate) cert: Vec<PathBuf>,

    /// The private key of the certificate, as PEM; without this, it stands in the file of --cert
    #[arg(long, value_name = "FILE", requires = "cert", help_heading = TLS)]
    pub(crate) key: Vec<PathBuf>,

    /// Make a certificate for --hostname, localhost and the loopback addresses that nobody vouches for,
    /// and print its fingerprint; write it to FILE, for clients that are to trust it (--ca)
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, help_heading = TLS)]
    #[allow(clippy::option_option, reason = "an option that may have a value")]
    pub(crate) self_signed: Option<Option<PathBuf>>,

    /// Ask clients for a certificate that leads to one in this PEM file, and let them log in by it
    /// (EXTERNAL). May be repeated
    #[arg(long, value_name = "FILE", help_heading = TLS)]
    pub(crate) client_ca: Vec<PathBuf>,

    /// Serve nobody who shows no certificate
    #[arg(long, requires = "client_ca", help_heading = TLS)]
    pub(crate) require_client_cert: bool,

    /// The least version of TLS
    #[arg(long, value_enum, value_name = "VERSION", default_value_t, help_heading = TLS)]
    pub(crate) tls_min: Version,

    /// The highest version of TLS
    #[arg(long, value_enum, value_name = "VERSION", default_value_t = Version::Tls13, help_heading = TLS)]
    pub(crate) tls_max: Version,
}

const TLS: &str = "TLS";

/// How a server has TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Policy {
    /// STARTTLS is offered
    Opportunistic,
    /// STARTTLS is offered, and no mail is taken without it
    Required,
    /// TLS from the first octet, as on port 465
    Implicit,
    /// None; this is what happens without a certificate
    Off,
}
