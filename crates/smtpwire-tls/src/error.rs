//! What a host configured that can't work.

use std::borrow::Cow;

/// A configuration that can't work, as a sentence: a PEM file without a certificate, a key that
/// belongs to another certificate, a name that no certificate can carry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct TlsConfigError {
    detail: Cow<'static, str>,
}

impl TlsConfigError {
    pub(crate) fn new(detail: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: detail.into() }
    }
}
