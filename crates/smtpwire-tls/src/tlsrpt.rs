//! Where a domain wants reports on TLS to be sent (RFC 8460 section 3).
//!
//! ```
//! use smtpwire_tls::tlsrpt::{TlsRptRecord, record_name};
//!
//! assert_eq!(record_name("example.org")?, "_smtp._tls.example.org");
//! let found = ["v=TLSRPTv1; rua=mailto:tls@example.org,https://reports.example.org/v1/tls"];
//! let record = TlsRptRecord::find(&found)?.expect("there is one");
//! assert_eq!(record.addresses(), ["mailto:tls@example.org", "https://reports.example.org/v1/tls"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

pub use crate::name::DomainNameError;
use crate::name::below;
pub use crate::txt::TxtError;
use crate::txt::{self, shown};

const VERSION: &str = "v=TLSRPTv1";

/// The name at which the record of a domain stands, `_smtp._tls.example.org`.
pub fn record_name(domain: &str) -> Result<String, DomainNameError> {
    below("_smtp._tls.", domain)
}

/// A TXT record that asks for reports on TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsRptRecord {
    addresses: Vec<String>,
}

impl TlsRptRecord {
    /// Reads one TXT record; the strings that it has in DNS are joined without anything between
    /// them. Unknown fields are ignored, and so are addresses other than `mailto:` and `https:`;
    /// at least one must be left.
    pub fn parse(record: impl AsRef<[u8]>) -> Result<Self, TxtError> {
        let fields = txt::fields(record.as_ref(), VERSION)?;
        let texts = || fields.iter().filter(|(name, _)| *name == "rua").map(|&(_, value)| value);
        let addresses: Vec<String> = texts()
            .flat_map(|value| value.split(','))
            .filter(|address| is_address(address))
            .map(str::to_owned)
            .collect();
        match (addresses.is_empty(), texts().next()) {
            (false, _) => Ok(Self { addresses }),
            (true, Some(first)) => Err(TxtError::Rua(shown(first.as_bytes()))),
            (true, None) => Err(TxtError::Missing("rua")),
        }
    }

    /// The record among the TXT records of [`record_name`]: the only one that starts
    /// `v=TLSRPTv1;`. None where there is no such record. An error means the same to a sender, no
    /// reports, and tells the domain's operator why.
    pub fn find<T: AsRef<[u8]>>(records: &[T]) -> Result<Option<Self>, TxtError> {
        txt::single(records, VERSION)?.map(Self::parse).transpose()
    }

    /// Where to send reports, as `mailto:` and `https:` URIs, in the domain's order.
    pub fn addresses(&self) -> &[String] {
        &self.addresses
    }
}

fn is_address(address: &str) -> bool {
    let scheme = |scheme: &str| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme) && address.len() > scheme.len())
    };
    scheme("mailto:") || scheme("https://")
}

/// The text of the record, as it is published.
impl fmt::Display for TlsRptRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}; rua={}", self.addresses.join(","))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<Vec<String>, TxtError> {
        TlsRptRecord::parse(text).map(|record| record.addresses)
    }

    #[test]
    fn both_kinds_of_addresses_are_read() {
        // R-RPT-001
        assert_eq!(
            parse("v=TLSRPTv1;rua=mailto:reports@example.com").as_deref(),
            Ok(&["mailto:reports@example.com".to_owned()][..]),
        );
        assert_eq!(
            parse("v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt ; ext=1;").as_deref(),
            Ok(&["https://reporting.example.com/v1/tlsrpt".to_owned()][..]),
        );
        assert_eq!(
            parse("v=TLSRPTv1; rua=mailto:a@b.example?subject=x,ftp://c; rua=HTTPS://d/")
                .as_deref(),
            Ok(&["mailto:a@b.example?subject=x".to_owned(), "HTTPS://d/".to_owned()][..]),
        );
    }

    #[test]
    fn a_record_without_a_usable_address_says_so() {
        assert_eq!(parse("v=TLSRPTv1; x=y"), Err(TxtError::Missing("rua")));
        assert_eq!(parse("v=TLSRPTv1; rua=ftp://x"), Err(TxtError::Rua("ftp://x".to_owned())));
        assert_eq!(parse("v=TLSRPTv1; rua=mailto:"), Err(TxtError::Rua("mailto:".to_owned())));
        assert!(matches!(parse("v=TLSRPTv1; rua="), Err(TxtError::Field(_))));
        assert!(matches!(parse("v=TLSRPTv1;"), Err(TxtError::Field(_))));
        assert_eq!(parse("v=TLSRPTv2; rua=mailto:a@b"), Err(TxtError::Version(VERSION)));
    }

    #[test]
    fn only_a_single_record_counts() {
        // R-RPT-001
        let one = "v=TLSRPTv1; rua=mailto:a@b.example";
        assert!(TlsRptRecord::find(&["v=spf1 -all", one]).unwrap().is_some());
        assert_eq!(TlsRptRecord::find(&["v=spf1 -all"]), Ok(None));
        assert_eq!(TlsRptRecord::find::<&str>(&[]), Ok(None));
        let several = TlsRptRecord::find(&[one, one]).unwrap_err();
        assert_eq!(
            several.to_string(),
            "there are 2 records that start with the version, and only a single one counts"
        );
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_again_from_its_text(record: Vec<u8>, start in any::<bool>()) {
            let start: &[u8] = if start { b"v=TLSRPTv1;rua=mailto:" } else { b"" };
            let record = [start, &record].concat();
            if let Ok(read) = TlsRptRecord::parse(&record) {
                prop_assert_eq!(TlsRptRecord::parse(read.to_string()), Ok(read));
            }
        }
    }
}
