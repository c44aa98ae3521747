//! What AUTH carries: mechanism names and secrets (RFC 4954, RFC 4422).

use alloc::borrow::Cow;
use core::fmt;
use core::hash::{Hash, Hasher};

/// The name of a SASL mechanism: 1 to 20 of `A-Z 0-9 - _` (RFC 4422 section 3.1).
///
/// Kept as written and compared without regard to case, since clients write `auth plain` too.
#[derive(Clone)]
pub struct Mechanism<'a>(pub(crate) Cow<'a, str>);

impl Mechanism<'_> {
    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the mechanism of this name, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }

    /// The same name, owning its text.
    pub fn into_owned(self) -> Mechanism<'static> {
        Mechanism(Cow::Owned(self.0.into_owned()))
    }
}

impl PartialEq for Mechanism<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for Mechanism<'_> {}

impl Hash for Mechanism<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for octet in self.0.bytes() {
            state.write_u8(octet.to_ascii_uppercase());
        }
    }
}

impl fmt::Display for Mechanism<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Mechanism<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Base64 text that proves an identity: a SASL response. It is never shown: `Debug` prints that
/// there is one and no more, and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct SaslResponse<'a>(pub(crate) Cow<'a, str>);

impl SaslResponse<'_> {
    /// The base64 text as it stands on the wire; empty for an empty response (written `=` behind
    /// AUTH). Whoever calls this holds a secret.
    pub fn reveal_base64(&self) -> &str {
        &self.0
    }

    /// The same response, owning its text.
    pub fn into_owned(self) -> SaslResponse<'static> {
        SaslResponse(Cow::Owned(self.0.into_owned()))
    }
}

impl fmt::Debug for SaslResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SaslResponse(***)")
    }
}
