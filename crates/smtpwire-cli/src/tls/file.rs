//! Certificates and keys, as files.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use smtpwire_tls::Identity;

use crate::show;

/// The most octets of a file with certificates: a platform's whole store has half of that.
const MOST: u64 = 1 << 20;

/// Reads a file, and says its name when it can't be read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let named = |reason: String| format!("{}: {reason}", show::file_name(path.as_os_str()));
    let file = File::open(path).map_err(|error| named(error.to_string()))?;
    let mut octets = Vec::new();
    file.take(MOST + 1).read_to_end(&mut octets).map_err(|error| named(error.to_string()))?;
    if octets.len() as u64 > MOST {
        return Err(named("it is larger than any file with certificates or keys".into()));
    }
    Ok(octets)
}

/// Reads a certificate and its key; both may stand in one file.
pub(crate) fn chain_and_key(certificate: &Path, key: &Path) -> Result<Identity, String> {
    let (chain, secret) = (read(certificate)?, read(key)?);
    Identity::from_pem(&chain, &secret).map_err(|error| {
        let (certificate, key) =
            (show::file_name(certificate.as_os_str()), show::file_name(key.as_os_str()));
        let files = if certificate == key { key } else { format!("{certificate} with {key}") };
        format!("{files}: {error}")
    })
}
