//! MTA-STS: what a domain says over HTTPS of the servers that take its mail (RFC 8461).
//!
//! Nothing is fetched here. The host looks [`record_name`] up ([`StsRecord`]), and when its id is
//! another than that of the policy it knows, or that policy is no longer fresh, it fetches
//! [`policy_url`] ([`StsPolicy`]): with a certificate that is verified, without following
//! redirects, within a minute (RFC 8461 section 3.3). A policy that is known and fresh counts as
//! long as no other can be fetched.
//!
//! ```
//! use smtpwire_tls::sts::{StsMode, StsPolicy, StsRecord, policy_url, record_name};
//!
//! assert_eq!(record_name("example.org")?, "_mta-sts.example.org");
//! let record = StsRecord::find(&["v=STSv1; id=20260301T120000"])?.expect("there is one");
//! assert_eq!(record.id(), "20260301T120000");
//!
//! assert_eq!(policy_url("example.org")?, "https://mta-sts.example.org/.well-known/mta-sts.txt");
//! let policy = StsPolicy::parse(
//!     "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.org\r\nmx: *.example.net\r\n\
//!      max_age: 604800\r\n",
//! )?;
//! assert_eq!(policy.mode(), StsMode::Enforce);
//! assert!(policy.matches("backup.example.net") && !policy.matches("mx.example.com"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod policy;
mod read;
mod record;

pub use crate::name::DomainNameError;
pub use crate::txt::TxtError;
pub use policy::{MAX_AGE, MAX_POLICY, StsMode, StsPolicy, StsPolicyError};
pub use record::{StsRecord, policy_url, record_name};

#[cfg(test)]
mod tests;
