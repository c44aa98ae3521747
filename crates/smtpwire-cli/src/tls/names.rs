//! The names of a client certificate, by which its holder logs in.

use smtpwire_tls::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// Who a certificate says its holder is: mail addresses, the common name, host names, and at last the
/// whole subject. The first is what the holder is called by.
pub(crate) fn names(certificate: &Certificate) -> Vec<String> {
    let mut names = Vec::new();
    if let Ok(read) = x509_cert::Certificate::from_der(certificate.der()) {
        let body = read.tbs_certificate();
        let others = match body.get_extension::<SubjectAltName>() {
            Ok(Some((_, SubjectAltName(others)))) => others,
            _ => Vec::new(),
        };
        names.extend(others.iter().filter_map(|name| match name {
            GeneralName::Rfc822Name(name) => Some(name.to_string()),
            _ => None,
        }));
        if let Ok(Some(name)) = body.subject().common_name() {
            names.push(name.value().to_string());
        }
    }
    names.extend(certificate.names().iter().cloned());
    names.push(certificate.subject().to_owned());
    names.retain(|name| !name.is_empty());
    names
}
