//! What operations answer that has no other place.

use serde::Serialize;
use serde_bytes::Bytes;
use smtpwire::Sent;
use smtpwire::sasl::Claim;

/// How much of a command was written.
pub(super) const fn sent(sent: Sent) -> &'static str {
    match sent {
        Sent::No => "no",
        Sent::Partly => "partly",
        Sent::Wholly => "wholly",
    }
}

/// All that a client claims, secrets too.
#[derive(Default, Serialize)]
pub(super) struct RevealedClaim<'a> {
    credentials: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization_identity: Option<&'a str>,
    /// By LOGIN it may be no UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a Bytes>,
    /// Visible ASCII.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<&'a str>,
}

impl<'a> From<&'a Claim> for RevealedClaim<'a> {
    fn from(claim: &'a Claim) -> Self {
        let mut shown = Self {
            credentials: "other",
            username: claim.username(),
            authorization_identity: claim.authorization_identity(),
            ..Self::default()
        };
        match claim {
            Claim::Password(claim) => {
                shown.credentials = "password";
                shown.password = Some(Bytes::new(claim.password.reveal()));
            }
            Claim::CramMd5(_) => shown.credentials = "cram-md5",
            Claim::Bearer(claim) => {
                shown.credentials = "bearer";
                shown.token = std::str::from_utf8(claim.token.reveal()).ok();
                shown.host = claim.host.as_deref();
                shown.port = claim.port;
            }
            Claim::External { .. } => shown.credentials = "external",
            Claim::Anonymous { trace } => {
                shown.credentials = "anonymous";
                shown.trace = Some(trace);
            }
            _ => {}
        }
        shown
    }
}
