//! The TXT record that says that a domain has a policy, and where the policy is.

use std::fmt;

use crate::name::{DomainNameError, below};
use crate::txt::{self, TxtError, shown};

const VERSION: &str = "v=STSv1";

/// The name at which the record of a domain stands, `_mta-sts.example.org`.
pub fn record_name(domain: &str) -> Result<String, DomainNameError> {
    below("_mta-sts.", domain)
}

/// Where the policy of a domain is fetched (RFC 8461 section 3.3).
pub fn policy_url(domain: &str) -> Result<String, DomainNameError> {
    Ok(format!("{}/.well-known/mta-sts.txt", below("https://mta-sts.", domain)?))
}

/// A TXT record that says that a domain has a policy (RFC 8461 section 3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StsRecord {
    id: String,
}

impl StsRecord {
    /// Reads one TXT record; the strings that it has in DNS are joined without anything between
    /// them. Unknown fields are ignored; of an id that stands twice the first counts.
    pub fn parse(record: impl AsRef<[u8]>) -> Result<Self, TxtError> {
        let fields = txt::fields(record.as_ref(), VERSION)?;
        let id = fields.iter().find(|(name, _)| *name == "id");
        let (_, id) = id.ok_or(TxtError::Missing("id"))?;
        let fit =
            matches!(id.len(), 1..=32) && id.bytes().all(|octet| octet.is_ascii_alphanumeric());
        if fit {
            Ok(Self { id: (*id).to_owned() })
        } else {
            Err(TxtError::Id(shown(id.as_bytes())))
        }
    }

    /// The record among the TXT records of [`record_name`]: the only one that starts `v=STSv1;`.
    /// None where there is no such record. An error means the same to a sender, no policy, and
    /// tells the domain's operator why; a policy that is known and fresh goes on to count.
    pub fn find<T: AsRef<[u8]>>(records: &[T]) -> Result<Option<Self>, TxtError> {
        txt::single(records, VERSION)?.map(Self::parse).transpose()
    }

    /// What tells one policy of the domain from another: 1 to 32 letters and digits.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// The text of the record, as it is published.
impl fmt::Display for StsRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}; id={};", self.id)
    }
}
