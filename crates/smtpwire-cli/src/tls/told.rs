//! What came of TLS, told to people and to programs.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use serde_json::{Value, json};
use smtpwire::flow::mailer::Outcome;
use smtpwire::{Error, ErrorCode};
use smtpwire_tls::{Certificate, FailureKind, Fallback, TlsFailure, TlsSession, Verification};

use super::Policy;
use crate::send::report::Exit;
use crate::show;

/// What came of TLS on one connection, or on two where the first had to be given up.
pub(crate) struct Told {
    pub(crate) policy: Policy,
    pub(crate) session: Option<TlsSession>,
    pub(crate) failure: Option<TlsFailure>,
    /// Why the certificate proves nothing, where that was not for the session to judge.
    pub(crate) unproven: Option<TlsFailure>,
    pub(crate) fallback: Option<Fallback>,
    /// STARTTLS was offered.
    pub(crate) offered: bool,
    /// Any certificate was accepted, as an option said.
    pub(crate) insecure: bool,
    /// Credentials were sent.
    pub(crate) logged_in: bool,
}

impl Told {
    /// Whether the server has proven who it is.
    fn is_verified(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.verification().is_verified())
    }

    /// Why there is less than TLS with a server that has proven who it is; `None` where there is no
    /// less, or where less was asked for.
    pub(crate) fn why(&self) -> Option<String> {
        let failed = self.session.as_ref().and_then(|session| session.verification().failure());
        if let Some(failure) = self.failure.as_ref().or(self.unproven.as_ref()).or(failed) {
            return Some(failure.to_string());
        }
        match &self.fallback {
            Some(Fallback::Plaintext { reply: Some(reply) }) => {
                Some(format!("STARTTLS was refused: {}", crate::send::report::shown(reply)))
            }
            Some(Fallback::Plaintext { .. }) if self.offered => Some("STARTTLS was refused".into()),
            Some(Fallback::Plaintext { .. }) => Some("STARTTLS is not offered".into()),
            Some(Fallback::Failed) => Some("the handshake took too long".into()),
            _ if self.session.is_some() && self.insecure => {
                Some("--insecure accepts any certificate".into())
            }
            _ if self.session.is_some() && !self.is_verified() => {
                Some("no certificate can carry the name of this server".into())
            }
            _ => None,
        }
    }

    /// Whether there was no TLS, where there might have been.
    pub(crate) fn is_plain(&self) -> bool {
        self.policy == Policy::Opportunistic && self.session.is_none() && self.failure.is_none()
    }

    /// Why the handshake broke; `None` where it did not.
    pub(crate) fn broken(&self) -> Option<String> {
        let broken = self.failure.is_some() || self.fallback == Some(Fallback::Failed);
        broken.then(|| self.why()).flatten()
    }

    /// What must not pass in silence, in one line: that somebody else can have read along.
    pub(crate) fn warning(&self, server: &str) -> Option<String> {
        let why = self.why().unwrap_or_default();
        let policy = self.policy;
        let login = if self.logged_in {
            ", and the login went with it: a password or token readably, a hashed login so that it can \
             be guessed at"
        } else {
            ""
        };
        match &self.fallback {
            _ if self.insecure && self.session.is_some() => Some(format!(
                "--insecure: the certificate of {server} was not verified; whoever sits in between \
                 can have read and changed all"
            )),
            Some(Fallback::Plaintext { .. }) => Some(format!(
                "no TLS with {server}: {why}; the session went on in plaintext{login}"
            )),
            None | Some(Fallback::Unverified) if self.session.is_some() && !self.is_verified() => {
                Some(format!(
                    "TLS with {server}, which has not proven who it is: {why}; whoever sits in between \
                 can have read along"
                ))
            }
            Some(Fallback::Failed) if policy == Policy::Opportunistic => Some(format!(
                "TLS with {server} failed: {why}; it was tried again in plaintext, as opportunistic \
                 TLS has it (RFC 7435){login}"
            )),
            _ => None,
        }
    }

    /// Whether it is what TLS came to that ended the session.
    pub(crate) fn ended(outcome: &Outcome) -> bool {
        use ErrorCode::{TlsFailed, TlsTimeout, TlsUnavailable};
        let code = outcome.error.as_ref().map(Error::code);
        matches!(code, Some(TlsFailed | TlsTimeout | TlsUnavailable))
    }

    /// What helps against credentials being held back.
    pub(crate) fn advice(&self, error: &Error) -> Option<&'static str> {
        match &self.session {
            _ if error.code() != ErrorCode::PlaintextCredentials => None,
            Some(_) => Some(
                "If the server's certificate is one of your own, or its CA is, trust it with --ca FILE. \
                 --plaintext-auth logs in all the same, and whoever sits in between learns the password.",
            ),
            None if self.fallback == Some(Fallback::Failed) => Some(
                "Find out why TLS with this server fails; with --tls required nothing is tried without \
                 it. --plaintext-auth logs in without TLS, and whoever listens learns the password.",
            ),
            None => Some(
                "Use a server or a port that has TLS: --tls required insists on it. --plaintext-auth logs \
                 in without, and whoever listens learns the password.",
            ),
        }
    }

    /// One line for people.
    pub(crate) fn line(&self) -> String {
        match (&self.session, &self.failure) {
            (Some(session), None) => match &self.unproven {
                Some(failure) => format!("{session}: {failure}"),
                None => session.to_string(),
            },
            (_, Some(failure)) => format!("TLS failed: {failure}"),
            (None, None) => "no TLS".into(),
        }
    }

    /// The same for programs; the keys are always the same.
    pub(crate) fn to_json(&self) -> Value {
        let mut document = match &self.session {
            Some(session) => session_json(session),
            None => json!({
                "version": null,
                "cipher_suite": null,
                "key_exchange": null,
                "server_name": null,
                "verified": false,
                "verification": null,
                "why": null,
                "certificate": null,
            }),
        };
        let unproven = |failure: &TlsFailure| of_failure(failure) == Exit::Unavailable;
        if self.unproven.is_some() || self.failure.as_ref().is_some_and(unproven) {
            document["verification"] = json!("failed");
        }
        if let (None, Some(failure)) = (&self.session, &self.failure) {
            // The one that was refused is what an operator wants to see.
            document["certificate"] = json!(failure.certificates().first().map(certificate_json));
        }
        document["policy"] = json!(self.policy.name());
        document["why"] = json!(self.why());
        document["failure"] = json!(self.failure.as_ref().map(failure_json));
        document["fallback"] = json!(match &self.fallback {
            // Where the handshake failed, nothing else was left.
            Some(Fallback::Plaintext { .. } | Fallback::Failed) => Some("plaintext"),
            Some(Fallback::Unverified) => Some("unverified"),
            _ => None,
        });
        document
    }
}

/// What a handshake came to, for programs.
pub(crate) fn session_json(session: &TlsSession) -> Value {
    json!({
        "version": session.version().name(),
        "cipher_suite": session.cipher_suite(),
        "key_exchange": session.key_exchange(),
        "server_name": session.server_name(),
        "verified": session.verification().is_verified(),
        "verification": verification(session.verification()),
        "why": session.verification().failure().map(ToString::to_string),
        "certificate": session.peer_certificates().first().map(certificate_json),
    })
}

/// By what the other side has proven who it is.
fn verification(verification: &Verification) -> &'static str {
    match verification {
        Verification::Pkix => "pkix",
        Verification::DaneEe => "dane-ee",
        Verification::DaneTa => "dane-ta",
        Verification::ClientCertificate => "client-certificate",
        Verification::Failed(_) => "failed",
        _ => "none",
    }
}

/// A certificate, for programs.
pub(crate) fn certificate_json(certificate: &Certificate) -> Value {
    json!({
        "subject": certificate.subject(),
        "issuer": certificate.issuer(),
        "names": certificate.names(),
        "not_before": certificate.not_before().map(time),
        "not_after": certificate.not_after().map(time),
        "key": certificate.key(),
        "signature_algorithm": certificate.signature_algorithm(),
        "serial": certificate.serial(),
        "fingerprint": certificate.fingerprint(),
        "self_signed": certificate.is_self_signed(),
    })
}

/// Why TLS failed, for programs.
pub(crate) fn failure_json(failure: &TlsFailure) -> Value {
    json!({
        "kind": failure.kind().name(),
        "message": failure.to_string(),
        "advice": failure.advice(),
    })
}

/// The exit status for a handshake that failed: what the server lacks, what it does wrong, what it
/// thinks of this client.
pub(crate) fn of_failure(failure: &TlsFailure) -> Exit {
    use FailureKind as Kind;
    match failure.kind() {
        Kind::Expired
        | Kind::NotYetValid
        | Kind::UnknownIssuer
        | Kind::SelfSigned
        | Kind::WrongName
        | Kind::Revoked
        | Kind::BadCertificate
        | Kind::WrongUsage
        | Kind::DaneMismatch
        | Kind::StsMismatch => Exit::Unavailable,
        Kind::CertificateRefused | Kind::CertificateRequired => Exit::NoPermission,
        Kind::Truncated => Exit::TempFail,
        Kind::Misconfigured => Exit::Usage,
        _ => Exit::Protocol,
    }
}

/// Seconds since 1970, now.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A second since 1970 as RFC 3339 has it.
fn time(second: i64) -> String {
    Timestamp::from_second(second).map_or_else(|_| second.to_string(), |time| time.to_string())
}

/// The day of a second since 1970.
pub(crate) fn day(second: i64) -> String {
    time(second).chars().take(10).collect()
}

/// The same with a certificate's whole name, for a line of text.
pub(crate) fn subject(certificate: &Certificate) -> String {
    let names = certificate.names().join(", ");
    let subject = certificate.subject();
    show::pictured(match (&*names, subject) {
        ("", "") => "without any name",
        ("", subject) => subject,
        (names, _) => names,
    })
}
