//! Choices from plain data: what a program in any language says once about a connection.
//!
//! Every field is optional and has the core's name; what is not given is the core's default. A field
//! that is not known, of the wrong form or out of range is refused, by a sentence with the field's
//! path, what was given and what is allowed; secrets are never in it.
//!
//! ```
//! use smtpwire_shell::config::{self, ClientConfig, Plain, Spelling};
//! let given: Plain = serde_json::from_str(r#"{"pipelining": false, "limits": {"replyLine": 1000}}"#)?;
//! let config: ClientConfig = config::read(given, Spelling::JavaScript)?;
//! assert_eq!(config.build(Spelling::JavaScript)?.limits.reply_line, 1000);
//!
//! let given: Plain = serde_json::from_str(r#"{"limits": {"replyLines": -1}}"#)?;
//! let failure = config::read::<ClientConfig>(given, Spelling::JavaScript).unwrap_err();
//! assert!(failure.message.starts_with("limits.replyLines: a whole number from 0 is needed, not -1"), "{failure}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `plain` is what a language gives, `from_plain`, `fields` and `named` how that is read; `choices` the macro that mirrors a core's struct, `words` what
//! is chosen by a word; `forms` what is given as text, octets or
//! fields, `wrong` what is told of a wrong choice; `sizes`, `client`, `mailer`, `server`, `credentials`, `codec` and `tls` are the choices.

mod choices;
mod client;
mod codec;
mod credentials;
pub(crate) mod fields;
mod forms;
mod from_plain;
mod mailer;
pub(crate) mod named;
mod plain;
mod server;
mod sizes;
#[cfg(feature = "tls")]
mod tls;
mod words;
mod wrong;

pub use client::{ClientConfig, ReplyOptions};
pub use codec::{
    ChunkOptions, ChunkTotalOptions, CommandOptions, ContentOptions, FramerOptions,
    UnstufferOptions,
};
pub use credentials::{ChannelBinding, Credentials, Mechanism, SaslPolicy, SecretOctets};
pub(crate) use forms::Form;
pub use from_plain::FromPlain;
pub(crate) use from_plain::{octets, part, parts};
pub use mailer::MailerConfig;
pub use plain::Plain;
pub use server::{DecisionNames, Extensions, HostName, Leniency, ServerConfig};
pub use sizes::{Limits, Timeouts};
#[cfg(feature = "tls")]
pub use tls::{
    CertificateOctets, ClientTlsSetup, GivenIdentity, GivenPolicy, GivenRoots, GivenTlsa,
    PeerOptions, PolicyFields, PolicySource, ServerTlsSetup, StsMode, TlsaFields, TlsaSource,
};
pub use words::{
    ChannelBindingType, ContentMode, LineEndPolicy, LineEnds, Phase, Protocol, Security, Severity,
    Synchronization,
};
pub use wrong::Wrong;
#[cfg(feature = "tls")]
pub(crate) use wrong::shown;
pub(crate) use wrong::{number_given, spelled};

use crate::failure::Failure;

/// How names of fields are spelled, in what is given and in what is told about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `reply_lines`: Rust's and Python's.
    Rust,
    /// `replyLines`: JavaScript's.
    JavaScript,
}

/// Choices, or any other plain data, from what a language gave.
///
/// # Errors
/// `invalid-choice`, whose message begins with the path of the field.
pub fn read<C: FromPlain>(plain: Plain, spelling: Spelling) -> Result<C, Failure> {
    read_as("", plain, spelling)
}

/// The same, where what is read has a name: what is wrong with the whole of it is told by that.
///
/// # Errors
/// `invalid-choice`, whose message begins with the path of the field, or with the name.
pub fn read_as<C: FromPlain>(name: &str, plain: Plain, spelling: Spelling) -> Result<C, Failure> {
    C::from_plain(plain.spelled_by(spelling)).map_err(|wrong| wrong.told(name, spelling))
}

/// The same for the field of a larger thing: what is wrong anywhere in it is told by a path that begins with that.
///
/// # Errors
/// `invalid-choice`, whose message begins with the path of the field.
pub fn read_field<C: FromPlain>(
    name: &str,
    plain: Plain,
    spelling: Spelling,
) -> Result<C, Failure> {
    C::from_plain(plain.spelled_by(spelling))
        .map_err(|wrong| wrong.within(name).told(name, spelling))
}
