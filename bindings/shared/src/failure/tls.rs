//! What errors about TLS say.

use smtpwire::ErrorKind;
use smtpwire_tls::TlsConfigError;
use smtpwire_tls::dane::{DaneMismatch, TlsaError};
use smtpwire_tls::sts::{DomainNameError, StsPolicyError, TxtError};

use super::{Failure, UNUSABLE_CERTIFICATE};

impl Failure {
    /// A certificate or key can't be used.
    pub(crate) fn unusable(message: String) -> Self {
        Self::new(UNUSABLE_CERTIFICATE, "unusable-certificate", ErrorKind::Usage, message)
    }
}

impl From<TlsConfigError> for Failure {
    fn from(error: TlsConfigError) -> Self {
        Self::unusable(error.to_string())
    }
}

impl From<DaneMismatch> for Failure {
    fn from(error: DaneMismatch) -> Self {
        let detail = error.kind().name();
        Self { detail, ..Self::unusable(error.to_string()) }
    }
}

impl From<TlsaError> for Failure {
    fn from(error: TlsaError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<StsPolicyError> for Failure {
    fn from(error: StsPolicyError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<TxtError> for Failure {
    fn from(error: TxtError) -> Self {
        Self::malformed(error.name(), error.to_string())
    }
}

impl From<DomainNameError> for Failure {
    fn from(error: DomainNameError) -> Self {
        Self::malformed("bad-domain", error.to_string())
    }
}
