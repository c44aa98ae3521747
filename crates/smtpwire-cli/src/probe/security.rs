//! What is thought of a server's TLS: its certificate, its versions, and what it makes of the offer.

use smtpwire::ErrorCode;
use smtpwire_diagnose::check::Finding;
use smtpwire_diagnose::registry::mechanism;
use smtpwire_tls::sts::StsMode;
use smtpwire_tls::{FailureKind, TlsFailure, TlsSession, TlsVersion};

use super::Options;
use super::dialog::{self, Learned};
use crate::session::Wire;
use crate::tls::{self, Client, Policy, day};

/// Within how many days a certificate that ends is worth a warning: who renews by machine does it
/// a month before.
const SOON: i64 = 21;

/// Says what is to be said of the security of what was learned.
pub(super) fn judge(options: &Options, client: &Client, learned: &mut Learned) {
    match learned.tls.clone() {
        Some(session) => on_session(options, client, &session, learned),
        None => on_failure(learned),
    }
}

/// Why there is no TLS, where it was wanted.
fn on_failure(learned: &mut Learned) {
    let error = learned.error.as_ref().map(smtpwire::Error::code);
    match learned.failure.clone() {
        Some(failure)
            if learned.policy == Policy::Implicit && failure.kind() == FailureKind::NotTls =>
        {
            learned.remark(
                "plaintext-where-tls-expected",
                true,
                sentence(&failure),
                "The port speaks plaintext first: probe it with --tls opportunistic. Ports with TLS \
                 from the first octet (465) and such with STARTTLS (25, 587) are not the same.",
            );
        }
        Some(failure) => {
            learned.remark("tls-failed", true, sentence(&failure), failure.kind().advice());
        }
        None if error == Some(ErrorCode::GreetingTimeout) && learned.policy != Policy::Implicit => {
            learned.remark(
                "no-greeting",
                true,
                "The server says nothing.",
                "If the port expects TLS from the first octet, as 465 does, probe it with --tls \
                 implicit.",
            );
        }
        None => {}
    }
}

fn on_session(options: &Options, client: &Client, session: &TlsSession, learned: &mut Learned) {
    // With TLS 1.3, the server judges what the client shows when the client has already begun.
    if let Some(failure) = learned.failure.clone() {
        learned.remark("tls-failed", true, sentence(&failure), failure.kind().advice());
    }
    let severe = matches!(learned.policy, Policy::Required | Policy::Implicit);
    let unproven = learned.unproven.clone().or(session.verification().failure().cloned());
    let proven_by_dane = client.dane.as_ref().map(|dane| {
        let chain: Vec<&[u8]> =
            session.peer_certificates().iter().map(smtpwire_tls::Certificate::der).collect();
        dane.check(&chain, &[client.name.as_str()], tls::now())
    });
    match proven_by_dane {
        Some(Err(mismatch)) => learned.remark(
            "dane-mismatch",
            true,
            capital(&mismatch.to_string()),
            FailureKind::DaneMismatch.advice(),
        ),
        Some(Ok(_)) => learned.unproven = None,
        None => {
            if let Some(failure) = &unproven {
                let advice = failure.kind().advice();
                learned.remark("certificate-unproven", severe, sentence(failure), advice);
            }
        }
    }
    if let Some(failure) = client.peer.sts_mismatch() {
        let enforced = client.sts.as_ref().is_some_and(|sts| sts.mode() == StsMode::Enforce);
        learned.remark("sts-mismatch", enforced, sentence(&failure), failure.kind().advice());
    }
    let Some(own) = session.peer_certificates().first() else { return };
    if !options.tls.insecure {
        learned.name = Some((client.name.clone(), own.is_valid_for(&client.name)));
    }
    let end = own.not_after().unwrap_or(i64::MAX);
    let left = seconds_left(end);
    if left >= 0 && days(left) < SOON {
        learned.remark(
            "certificate-ends-soon",
            false,
            format!("The certificate ends on {}, {}.", day(end), in_days(left)),
            "Renew it now, and let a machine do it from now on: many sessions fail on the day after.",
        );
    }
    compare(learned);
}

/// What the server offers in plaintext, and inside TLS does not.
fn compare(learned: &mut Learned) {
    let lost = lost(learned).join(", ");
    if !lost.is_empty() {
        learned.remark(
            "offers-lost-in-tls",
            false,
            format!("Inside TLS the server offers no more: {lost}."),
            "Offer the same inside TLS, but for STARTTLS: clients that use TLS miss these.",
        );
    }
}

/// Logins that show the password to whoever listens, in a session that has no TLS. Where a dialog tells
/// that by itself, the checker has `found` it.
pub(super) fn on_plaintext(learned: &mut Learned, found: &[Finding]) {
    const RULE: &str = "plaintext-auth-offered";
    if learned.tls.is_some() || found.iter().any(|finding| finding.rule == RULE) {
        return;
    }
    let readable: Vec<&str> = learned
        .offers
        .iter()
        .filter_map(|line| line.split_once([' ', '=']))
        .filter(|(keyword, _)| keyword.eq_ignore_ascii_case("AUTH"))
        .flat_map(|(_, names)| names.split(' '))
        .filter(|name| *name != "EXTERNAL")
        .filter(|name| mechanism(name).is_some_and(|known| known.sends_secret))
        .collect();
    if !readable.is_empty() {
        let message = format!(
            "{} would send a password or token readably, and are offered without TLS.",
            readable.join(", ")
        );
        learned.remark(
            RULE,
            false,
            message,
            "Offer AUTH only inside TLS (Postfix: smtpd_tls_auth_only = yes; Dovecot: \
             auth_allow_cleartext = no).",
        );
    }
}

/// The lines that are offered inside TLS and not before.
pub(super) fn added(learned: &Learned) -> Vec<&str> {
    let Some(before) = &learned.in_plaintext else { return Vec::new() };
    let new = learned.offers.iter().filter(|line| !before.contains(line));
    new.map(String::as_str).collect()
}

/// The lines that are offered before TLS and, in no form, inside, but for STARTTLS, which has to go.
pub(super) fn lost(learned: &Learned) -> Vec<&str> {
    let keyword =
        |line: &str| line.split([' ', '=']).next().unwrap_or_default().to_ascii_uppercase();
    let inside: Vec<String> = learned.offers.iter().map(|line| keyword(line)).collect();
    let before = learned.in_plaintext.iter().flatten();
    before
        .filter(|line| keyword(line) != "STARTTLS" && !inside.contains(&keyword(line)))
        .map(String::as_str)
        .collect()
}

/// How many whole days the certificate is still valid; less than none where it ended days ago.
pub(super) fn days_left(session: &TlsSession) -> Option<i64> {
    let end = session.peer_certificates().first()?.not_after()?;
    Some(days(seconds_left(end)))
}

/// How many seconds it is until then; less than none where it was before.
pub(super) fn seconds_left(end: i64) -> i64 {
    end.saturating_sub(i64::try_from(tls::now()).unwrap_or(i64::MAX))
}

/// Whole days, before and after now alike.
fn days(seconds: i64) -> i64 {
    seconds / (24 * 60 * 60)
}

/// When something is that is so many seconds from now, in words.
pub(super) fn in_days(seconds: i64) -> String {
    match (seconds < 0, days(seconds).unsigned_abs()) {
        (false, 0) => "within a day".into(),
        (false, 1) => "in a day".into(),
        (false, days) => format!("in {days} days"),
        (true, 0) => "less than a day ago".into(),
        (true, 1) => "a day ago".into(),
        (true, days) => format!("{days} days ago"),
    }
}

/// Which versions of TLS the server accepts: that of the session, and the other on a connection of
/// its own.
pub(super) fn versions(
    options: &Options,
    client: &Client,
    port: u16,
    learned: &Learned,
) -> Vec<(&'static str, Option<bool>)> {
    let Some(session) = &learned.tls else { return Vec::new() };
    let accepted = |version: TlsVersion| {
        if session.version() == version {
            return Some(true);
        }
        let only = client.only(&options.tls, version).ok()?;
        let mut wire = Wire::connect(&options.server, port).ok()?;
        match dialog::handshake(options, &only, &mut wire) {
            (Some(_), _) => Some(true),
            (None, Some(failure)) => dialog::is_about_version(&failure).then_some(false),
            (None, None) => None,
        }
    };
    [TlsVersion::Tls12, TlsVersion::Tls13].map(|version| (version.name(), accepted(version))).into()
}

/// Says what is to be said of the versions.
pub(super) fn remark_on_versions(learned: &mut Learned) {
    if learned.versions.contains(&(TlsVersion::Tls13.name(), Some(false))) {
        learned.remark(
            "no-tls-1.3",
            false,
            "TLS 1.3 is not accepted.",
            "Switch it on: it is faster, and hides more of the handshake. Old TLS libraries lack it.",
        );
    }
}

/// A failure as a sentence that stands by itself.
fn sentence(failure: &TlsFailure) -> String {
    capital(&failure.to_string())
}

fn capital(clause: &str) -> String {
    let mut characters = clause.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    let mut sentence: String = first.chain(characters).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(before: &[&str], inside: &[&str]) -> Learned {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        let mut learned = Learned::new(Policy::Opportunistic);
        learned.in_plaintext = Some(lines(before));
        learned.offers = lines(inside);
        learned
    }

    #[test]
    fn what_tls_makes_the_difference_for_is_told() {
        let learned = learned(
            &["PIPELINING", "SIZE 1000", "STARTTLS", "AUTH CRAM-MD5", "dsn"],
            &["PIPELINING", "SIZE 2000", "AUTH CRAM-MD5 PLAIN"],
        );
        assert_eq!(added(&learned), ["SIZE 2000", "AUTH CRAM-MD5 PLAIN"]);
        assert_eq!(lost(&learned), ["dsn"], "STARTTLS has to go");
    }

    #[test]
    fn an_offer_that_tls_takes_away_is_warned_of() {
        let mut learned = learned(&["STARTTLS", "DSN", "CHUNKING"], &[]);
        compare(&mut learned);
        let remark = learned.remarks.first().expect("a remark");
        assert_eq!((remark.name, remark.severe), ("offers-lost-in-tls", false));
        assert_eq!(remark.message, "Inside TLS the server offers no more: DSN, CHUNKING.");
    }

    #[test]
    fn days_are_told_as_people_say_them() {
        let (hour, day) = (60 * 60, 24 * 60 * 60);
        let told = [8 * hour, day, 20 * day + hour].map(in_days);
        assert_eq!(told, ["within a day", "in a day", "in 20 days"]);
        let told = [-8 * hour, -day - hour, -2 * day - 8 * hour].map(in_days);
        assert_eq!(told, ["less than a day ago", "a day ago", "2 days ago"]);
        assert_eq!([-2 * day - 8 * hour, -8 * hour, 8 * hour].map(days), [-2, 0, 0]);
    }
}
