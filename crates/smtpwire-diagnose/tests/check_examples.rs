//! The example dialogs of the documentation, and what must be found in them.

use smtpwire_diagnose::check::{Report, check_source};

macro_rules! example {
    ($file:literal) => {
        check_source(include_bytes!(concat!("../../../docs/examples/", $file)))
            .expect("an example is a dialog")
    };
}

/// Every finding: severity, rule, line and column.
fn found(report: &Report) -> Vec<(&'static str, &'static str, usize, usize)> {
    let all = report.findings.iter();
    all.map(|f| (f.severity.as_str(), f.rule, f.line, f.column)).collect()
}

#[test]
fn a_message_refused_by_dmarc_is_explained_and_the_slips_before_it_are_seen() {
    let report = example!("refused-dmarc.txt");
    assert_eq!(
        found(&report),
        [
            ("warning", "ehlo-not-qualified", 3, 9),
            ("warning", "space-after-colon", 9, 14),
            ("warning", "reply-5yz", 23, 4),
        ]
    );
    let refusal = &report.findings[2];
    assert!(refusal.message.starts_with("550 5.7.26: "), "{}", refusal.message);
    assert!(refusal.message.contains("DMARC"), "{}", refusal.message);
    assert!(refusal.advice.contains("DKIM"), "{}", refusal.advice);
}

#[test]
fn a_firewall_that_strips_starttls_is_caught_with_the_password_that_it_exposes() {
    let report = example!("stripped-starttls.txt");
    assert_eq!(
        found(&report),
        [
            ("warning", "greeting-overwritten", 4, 5),
            ("error", "offer-overwritten", 8, 5),
            ("warning", "starttls-not-offered", 11, 1),
            ("warning", "starttls-refused", 12, 1),
            ("error", "credentials-in-plaintext", 15, 1),
        ]
    );
}

#[test]
fn greylisting_in_a_postfix_log_is_no_error() {
    let report = example!("greylisted.txt");
    assert_eq!(
        found(&report),
        [
            ("warning", "no-recipient-accepted", 8, 74),
            ("warning", "reply-4yz", 11, 74),
            ("warning", "reply-5yz", 12, 74),
        ]
    );
    assert!(!report.has_errors());
    assert!(report.findings[1].message.contains("Greylisting"), "{}", report.findings[1].message);
}

#[test]
fn a_wrong_password_in_swaks_is_explained_and_its_exposure_is_an_error() {
    let report = example!("wrong-password.txt");
    assert_eq!(
        found(&report),
        [
            ("warning", "plaintext-auth-offered", 8, 9),
            ("error", "credentials-in-plaintext", 13, 5),
            ("warning", "auth-failed", 16, 5),
        ]
    );
    let json = serde_json::to_string(&report).expect("a report is JSON");
    for secret in ["bm90LXRoZS1yZWFsLW9uZQ", "not-the-real-one", "am9AZXhhbXBsZS5uZXQ"] {
        assert!(!json.contains(secret), "{secret}");
    }
}

#[test]
fn smuggling_in_smtplibs_output_is_caught_at_the_octet_and_by_the_replies_too_many() {
    let report = example!("smuggling.txt");
    assert_eq!(
        found(&report),
        [
            ("note", "greeting-not-shown", 1, 8),
            ("error", "bare-lf-in-content", 16, 105),
            ("error", "end-of-data-look-alike", 16, 108),
            ("note", "message-accepted", 17, 10),
            ("error", "unsolicited-reply", 19, 10),
            ("error", "unsolicited-reply", 20, 10),
        ]
    );
    assert!(report.findings[3].message.contains("3F7A81C04D"));
}

#[test]
fn a_login_and_a_size_in_curls_output_are_checked() {
    assert_eq!(
        found(&example!("curl-login.txt")),
        [
            ("warning", "plaintext-auth-offered", 8, 7),
            ("note", "starttls-not-used", 10, 3),
            ("warning", "weak-mechanism", 10, 8),
            ("warning", "size-over-limit", 14, 34),
            ("warning", "reply-5yz", 15, 3),
        ]
    );
}

#[test]
fn an_lmtp_server_that_answers_once_for_two_recipients_is_wrong() {
    assert_eq!(
        found(&example!("lmtp-one-reply.txt")),
        [("error", "lmtp-reply-missing", 19, 4), ("note", "message-accepted", 20, 4)]
    );
}
