//! PEM files (RFC 7468) as people hand them over: with text around the blocks, several blocks, or
//! the wrong one of two files.

use rustls::pki_types::pem::{Error, PemObject, SectionKind};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::error::TlsConfigError;

/// Every certificate, at least one.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsConfigError> {
    let mut found = Vec::new();
    let mut others = Vec::new();
    for (number, block) in (1_usize..).zip(<(SectionKind, Vec<u8>)>::pem_slice_iter(pem)) {
        match block {
            Ok((SectionKind::Certificate, der)) => found.push(CertificateDer::from(der)),
            Ok((kind, _)) => others.push(kind),
            Err(error) => return Err(broken(number, &error)),
        }
    }
    if !found.is_empty() {
        return Ok(found);
    }
    Err(TlsConfigError::new(match others.first() {
        Some(kind) => format!("there is no certificate in it, but {}", name(*kind)),
        None if looks_like_der(pem) => {
            "there is no PEM block in it; it looks like DER, which has to be converted".to_owned()
        }
        None => "there is no certificate in it: no block begins with \
                 \"-----BEGIN CERTIFICATE-----\""
            .to_owned(),
    }))
}

/// The first private key.
pub(crate) fn private_key(pem: &[u8]) -> Result<PrivateKeyDer<'static>, TlsConfigError> {
    if is_encrypted(pem) {
        return Err(TlsConfigError::new(
            "the private key is encrypted; take the passphrase off first",
        ));
    }
    let mut others = Vec::new();
    for (number, block) in (1_usize..).zip(<(SectionKind, Vec<u8>)>::pem_slice_iter(pem)) {
        match block {
            Ok((SectionKind::PrivateKey, der)) => return Ok(PrivateKeyDer::Pkcs8(der.into())),
            Ok((SectionKind::RsaPrivateKey, der)) => return Ok(PrivateKeyDer::Pkcs1(der.into())),
            Ok((SectionKind::EcPrivateKey, der)) => return Ok(PrivateKeyDer::Sec1(der.into())),
            Ok((kind, _)) => others.push(kind),
            Err(error) => return Err(broken(number, &error)),
        }
    }
    Err(TlsConfigError::new(match others.first() {
        Some(kind) => format!("there is no private key in it, but {}", name(*kind)),
        None if looks_like_der(pem) => {
            "there is no PEM block in it; it looks like DER, which has to be converted".to_owned()
        }
        None => "there is no private key in it: no block begins with \
                 \"-----BEGIN PRIVATE KEY-----\""
            .to_owned(),
    }))
}

/// PKCS#8 says it in the label, the older kinds in a header of the block.
fn is_encrypted(pem: &[u8]) -> bool {
    [&b"-----BEGIN ENCRYPTED PRIVATE KEY-----"[..], b"Proc-Type: 4,ENCRYPTED"]
        .iter()
        .any(|mark| pem.windows(mark.len()).any(|window| window == *mark))
}

fn looks_like_der(octets: &[u8]) -> bool {
    octets.starts_with(&[0x30])
}

fn broken(number: usize, error: &Error) -> TlsConfigError {
    TlsConfigError::new(match error {
        Error::MissingSectionEnd { end_marker } => format!(
            "block {number} does not end: \"-----END {}-----\" is missing",
            end_marker.escape_ascii()
        ),
        Error::IllegalSectionStart { line } => format!(
            "block {number} begins with a broken line: \"{}\"",
            line.trim_ascii_end().escape_ascii()
        ),
        Error::Base64Decode(_) => {
            format!("block {number} holds what is not base64; was the file cut or changed?")
        }
        other => format!("block {number} cannot be read: {other}"),
    })
}

fn name(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Certificate => "a certificate",
        SectionKind::PublicKey => "a public key",
        SectionKind::RsaPrivateKey | SectionKind::PrivateKey | SectionKind::EcPrivateKey => {
            "a private key"
        }
        SectionKind::Crl => "a revocation list",
        SectionKind::Csr => "a request for a certificate, which a CA has yet to sign",
        _ => "something else",
    }
}
