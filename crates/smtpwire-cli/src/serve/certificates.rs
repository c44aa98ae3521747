//! The certificates that the server shows and asks for, checked before it listens.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use smtpwire::{Host, ServerConfig};
use smtpwire_tls::{ClientCertificates, Identity, Peer, Roots, ServerTls, TlsServerConfig};

use super::options::{Policy, TlsOptions};
use crate::show;
use crate::tls::{SelfSigned, chain_and_key, day, now, read};

/// What all connections of the server have of TLS.
pub(crate) struct Certificates {
    /// How it begins, and with what; `None` where there is none.
    tls: Option<(Policy, ServerTls)>,
    /// The fingerprint of the certificate that was made.
    pub(crate) made: Option<String>,
    /// What is wrong with them, and keeps nobody from using them.
    pub(crate) doubts: Vec<String>,
}

impl Certificates {
    /// Reads or makes what the options say.
    ///
    /// # Errors
    /// A sentence that says which file can't be used, and why.
    pub(crate) fn new(options: &TlsOptions, host: &Host<'_>) -> Result<Self, String> {
        let mut doubts = Vec::new();
        let has_one = options.self_signed.is_some() || !options.cert.is_empty();
        let policy =
            options.tls.unwrap_or(if has_one { Policy::Opportunistic } else { Policy::Off });
        if policy == Policy::Off {
            return Ok(Self { tls: None, made: None, doubts });
        }
        let mut builder = ServerTls::builder()
            .versions(options.tls_min.into(), options.tls_max.into())
            .client_certificates(clients(options)?);
        let mut made = None;
        if let Some(file) = &options.self_signed {
            let certificate = self_signed(host, file.as_deref())?;
            let own = certificate.identity.certificates();
            made = own.first().map(smtpwire_tls::Certificate::fingerprint);
            builder = builder.identity(certificate.identity);
        } else if options.cert.is_empty() {
            return Err("TLS needs a certificate: give --cert with --key, or --self-signed".into());
        } else if !options.key.is_empty() && options.cert.len() != options.key.len() {
            return Err("each --cert needs a --key of its own, in the same order".into());
        }
        // Without a --key, each stands in the file of its certificate.
        let in_one = options.key.is_empty();
        let keys = if in_one { &options.cert } else { &options.key };
        for (certificate, key) in options.cert.iter().zip(keys) {
            let identity = chain_and_key(certificate, key).map_err(|sentence| {
                let hint = "; --key names the file of the key, where it is another";
                format!("{sentence}{}", if in_one { hint } else { "" })
            })?;
            doubts.extend(doubt(&identity, certificate));
            for name in identity.certificates().first().map_or(&[][..], |own| own.names()) {
                if can_be_asked_for(name) {
                    builder = builder.identity_for(name, identity.clone());
                }
            }
            // Of several, the first counts whose key the client can do with.
            builder = builder.identity(identity);
        }
        let tls = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { tls: Some((policy, tls)), made, doubts })
    }

    /// Whether there is TLS.
    pub(crate) fn is_some(&self) -> bool {
        self.tls.is_some()
    }

    /// What connections are made of.
    pub(crate) fn around(self, mut config: ServerConfig) -> TlsServerConfig {
        match self.tls {
            None => TlsServerConfig::plain(config),
            Some((policy, tls)) => {
                config.extensions.require_tls = true;
                config.require_tls = policy == Policy::Required;
                if policy == Policy::Implicit {
                    TlsServerConfig::implicit(config, tls)
                } else {
                    TlsServerConfig::starttls(config, tls)
                }
            }
        }
    }

    /// Whether TLS comes before all else.
    pub(crate) fn is_implicit(&self) -> bool {
        matches!(self.tls, Some((Policy::Implicit, _)))
    }
}

/// Whether a client can ask for this name of a certificate (SNI, RFC 6066 section 3): not for an
/// address, nor for what is no host name.
fn can_be_asked_for(name: &str) -> bool {
    let host = name.strip_prefix("*.").unwrap_or(name);
    host.parse::<IpAddr>().is_err() && Peer::named(host).is_ok()
}

fn clients(options: &TlsOptions) -> Result<ClientCertificates, String> {
    let mut roots = Roots::none();
    for file in &options.client_ca {
        let given = Roots::pem(&read(file)?).map_err(|error| {
            format!("--client-ca {}: {error}", show::file_name(file.as_os_str()))
        })?;
        roots = roots.and(given);
    }
    Ok(match (options.client_ca.is_empty(), options.require_client_cert) {
        (true, _) => ClientCertificates::Ignore,
        (false, false) => ClientCertificates::Asked(roots),
        (false, true) => ClientCertificates::Demanded(roots),
    })
}

fn self_signed(host: &Host<'_>, file: Option<&Path>) -> Result<SelfSigned, String> {
    let host = match host.to_string() {
        literal if literal.starts_with('[') => {
            let address = literal.trim_start_matches('[').trim_end_matches(']');
            address.strip_prefix("IPv6:").unwrap_or(address).to_owned()
        }
        name => name,
    };
    let mut hosts = vec![host];
    for own in ["localhost", "127.0.0.1", "::1"] {
        if !hosts.iter().any(|host| host == own) {
            hosts.push(own.into());
        }
    }
    let made = SelfSigned::made_for(&hosts)?;
    if let Some(file) = file {
        spare(file)?;
        fs::write(file, &made.pem).map_err(|error| {
            format!(
                "{}: {error}; the certificate can't be written there",
                show::file_name(file.as_os_str())
            )
        })?;
    }
    Ok(made)
}

/// Refuses to write a certificate over what is none: a name that was mistyped costs nobody a file.
fn spare(file: &Path) -> Result<(), String> {
    let name = show::file_name(file.as_os_str());
    match fs::metadata(file) {
        Ok(found) if found.is_file() && found.len() > 0 => {}
        // What is not there, empty or a device has nothing to lose.
        _ => return Ok(()),
    }
    if is_certificates(&read(file)?) {
        return Ok(());
    }
    Err(format!(
        "{name} is there and holds something else than certificates; --self-signed does not overwrite it"
    ))
}

/// Whether there are certificates in PEM in this, and nothing else.
fn is_certificates(octets: &[u8]) -> bool {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let Ok(text) = std::str::from_utf8(octets) else { return false };
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        inside = match line {
            "" => inside,
            BEGIN if !inside => true,
            END if inside => false,
            line if inside && line.bytes().all(is_base64) => true,
            _ => return false,
        };
    }
    !inside && Roots::pem(octets).is_ok()
}

fn is_base64(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'=')
}

/// What clients will not like about a certificate.
fn doubt(identity: &Identity, file: &Path) -> Option<String> {
    let own = identity.certificates().into_iter().next()?;
    let now = i64::try_from(now()).unwrap_or(i64::MAX);
    let file = show::file_name(file.as_os_str());
    if let Some(end) = own.not_after().filter(|end| *end < now) {
        return Some(format!(
            "{file}: the certificate expired on {}; clients will refuse it",
            day(end)
        ));
    }
    let start = own.not_before().filter(|start| *start > now)?;
    Some(format!(
        "{file}: the certificate is valid from {} on; clients will refuse it until then",
        day(start)
    ))
}
