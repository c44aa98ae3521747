//! AUTH.

use alloc::vec;

use super::*;
use crate::flow::sasl::{
    ChannelBinding, ChannelBindingType, SaslMechanism, ScramHash, ScramVerifier,
};
use crate::types::secret::Secret;

const ALL: [SaslMechanism; 11] = SaslMechanism::ALL;

fn offering(change: impl FnOnce(&mut ServerConfig)) -> Talk {
    let mut talk = Talk::greeted(|config| {
        config.implicit_tls = true;
        config.decoy_key = Secret::from("sixteen octets and more");
        config.extensions.auth = ALL.to_vec();
        change(config);
    });
    talk.accepts = false;
    talk
}

/// `AHRpbQB0YW5zdGFhZnRhbnN0YWFm`: tim, tanstaaftanstaaf (RFC 4616).
const TIM: &str = "AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\n";

#[test]
fn a_password_is_the_hosts_to_verify() {
    let mut talk = offering(|_| {});
    assert_eq!(talk.ask(TIM), "");
    let Some(ServerEvent::AuthVerify { claim }) = talk.events.last() else { unreachable!() };
    assert_eq!(claim.username(), Some("tim"));
    assert!(claim.matches("tanstaaftanstaaf"));
    assert!(!alloc::format!("{:?}", talk.events).contains("tanstaaf"));
    talk.server.verify(true).unwrap();
    talk.run();
    assert_eq!(talk.said, "235 2.7.0 Authentication successful\r\n");
    assert!(talk.server.is_authenticated());
    assert!(matches!(talk.events.last(), Some(ServerEvent::Authenticated { .. })));
    // STATE-029
    assert_eq!(talk.code(TIM), "503 5.5.1");
    assert_eq!(talk.code("MAIL FROM:<a@b.example> AUTH=<>\r\n"), "250 2.1.0");
}

#[test]
fn a_host_that_accepts_whatever_it_does_not_know_lets_nobody_in() {
    let mut talk = offering(|_| {});
    talk.send(TIM);
    assert_eq!(talk.server.accept().unwrap_err().code(), ErrorCode::NothingToAnswer);
    // Nor does one that says 250 to everything.
    let yes = talk.server.answer(reply("250 2.0.0 Ok\r\n"));
    assert_eq!(yes.unwrap_err().code(), ErrorCode::UnfitReply);
    talk.run();
    assert!(!talk.server.is_authenticated());
    assert_eq!((talk.server.answers_due(), talk.said.contains("235")), (1, false));
    talk.server.verify(false).unwrap();
    talk.run();
    assert!(talk.said.contains("535 5.7.8"), "{}", talk.said);
}

#[test]
fn a_wrong_password_is_refused_and_counted() {
    let mut talk = offering(|config| config.limits.failed_logins = 2);
    for expected in ["535 5.7.8", "535 5.7.8", "421 4.7.0"] {
        talk.send(TIM);
        talk.server.verify(false).unwrap();
        talk.said.clear();
        talk.run();
        assert!(talk.said.starts_with(expected), "{}", talk.said);
        assert!(matches!(talk.events.last(), Some(ServerEvent::AuthFailed { .. })));
    }
    assert_eq!(talk.error(), ErrorCode::TooManyErrors);
    assert!(!talk.server.is_authenticated());
}

#[test]
fn a_host_that_can_not_tell_says_so() {
    let mut talk = offering(|_| {});
    talk.send(TIM);
    assert_eq!(talk.server.answer(reply("250 x\r\n")).unwrap_err().code(), ErrorCode::UnfitReply);
    talk.server.answer(reply("454 4.7.0 No directory\r\n")).unwrap();
    talk.run();
    assert_eq!(talk.said, "454 4.7.0 No directory\r\n");
    assert!(!talk.server.is_authenticated());
}

// AUTH-001 to AUTH-013
#[test]
fn a_malformed_login_is_refused() {
    for (line, code) in [
        ("AUTH PLAIN AAA=BBB", "501 5.5.2"),
        ("AUTH PLAIN AHU AcA==", "501 5.5.2"),
        ("AUTH PLAIN AHUAcAA", "501 5.5.2"),
        ("AUTH CRAM-MD5 AAAA", "501 5.7.0"),
        ("AUTH PLAIN AABhAGI=", "535 5.7.8"),
        ("AUTH PLAIN AP//AHA=", "535 5.7.8"),
        ("AUTH NTLM", "504 5.5.4"),
        ("AUTH SCRAM-SHA-256-PLUS", "504 5.5.4"),
    ] {
        let mut talk = offering(|_| {});
        assert_eq!(talk.code(alloc::format!("{line}\r\n")), code, "{line}");
        assert_eq!(talk.code("NOOP\r\n"), "250 2.0.0");
    }
}

// AUTH-007, AUTH-016, CVE-014, D005
#[test]
fn an_exchange_asks_line_by_line_and_can_be_cancelled() {
    let mut talk = offering(|_| {});
    assert_eq!(talk.ask("AUTH PLAIN\r\n"), "334 \r\n");
    assert_eq!(talk.code("*\r\n"), "501 5.7.0");
    assert_eq!(talk.ask("AUTH LOGIN\r\n"), "334 VXNlcm5hbWU6\r\n");
    // Base64 like any other, and no command.
    assert_eq!(talk.ask("RSET\r\n"), "334 UGFzc3dvcmQ6\r\n");
    assert_eq!(talk.code("*\r\n"), "501 5.7.0");
    assert_eq!(talk.ask("auth login\r\n"), "334 VXNlcm5hbWU6\r\n");
    assert_eq!(talk.ask("dGlt\r\n"), "334 UGFzc3dvcmQ6\r\n");
    assert_eq!(talk.ask("dGFuc3RhYWZ0YW5zdGFhZg==\r\n"), "");
    talk.server.verify(true).unwrap();
    talk.run();
    assert!(talk.server.is_authenticated());
}

#[test]
fn challenges_differ_from_exchange_to_exchange() {
    let mut talk = offering(|_| {});
    let one = talk.ask("AUTH CRAM-MD5\r\n");
    talk.send("*\r\n");
    let two = talk.ask("AUTH CRAM-MD5\r\n");
    assert!(one.starts_with("334 ") && one != two);
}

// LIMIT-022
#[test]
fn a_line_of_the_exchange_may_be_long_but_not_endless() {
    let mut talk = offering(|_| {});
    talk.send("AUTH PLAIN\r\n");
    assert_eq!(talk.ask("A".repeat(12_400)), "");
    assert_eq!(talk.code("\r\n"), "500 5.5.6");
    let long = "QUFB".repeat(2000);
    assert_eq!(talk.code(alloc::format!("AUTH PLAIN {long}\r\n")), "535 5.7.8");
}

#[test]
fn no_login_is_asked_for_in_plaintext() {
    let mut talk = offering(|config| config.implicit_tls = false);
    assert!(!talk.ask("EHLO c.example\r\n").contains("AUTH"));
    assert_eq!(talk.code(TIM), "538 5.7.11");
    let mut talk = offering(|config| {
        config.implicit_tls = false;
        config.plaintext_auth = true;
    });
    assert!(talk.ask("EHLO c.example\r\n").contains("AUTH SCRAM-SHA-256 SCRAM-SHA-1 "));
    assert_eq!(talk.ask(TIM), "");
    assert_eq!(talk.server.answers_due(), 1);
}

// STATE-027, STATE-028
#[test]
fn auth_comes_behind_ehlo_and_outside_a_transaction() {
    let mut talk = offering(|_| {});
    talk.send("MAIL FROM:<a@b.example>\r\n");
    assert_eq!(talk.code(TIM), "503 5.5.1");
    let mut talk = Talk::new(|config| {
        config.implicit_tls = true;
        config.extensions.auth = ALL.to_vec();
    });
    assert_eq!(talk.code(TIM), "503 5.5.1");
}

#[test]
fn a_client_that_does_not_wait_for_the_challenge_is_cut_off() {
    let mut talk = offering(|_| {});
    talk.send("AUTH PLAIN\r\nAHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\n");
    assert_eq!(talk.error(), ErrorCode::ImproperPipelining);
    let mut talk = offering(|_| {});
    talk.send("AUTH PLAIN\r\n");
    talk.send("AHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\nMAIL FROM:<>\r\n");
    assert_eq!(talk.error(), ErrorCode::ImproperPipelining);
}

// RFC 7677 section 3
#[test]
fn scram_asks_for_what_is_stored_and_not_for_the_password() {
    let mut talk = offering(|_| {});
    assert_eq!(talk.ask("AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=\r\n"), "");
    let Some(ServerEvent::AuthLookup { username, mechanism, .. }) = talk.events.last() else {
        unreachable!()
    };
    assert_eq!((&**username, *mechanism), ("user", SaslMechanism::ScramSha256));
    assert_eq!(talk.server.accept().unwrap_err().code(), ErrorCode::NothingToAnswer);
    assert_eq!(talk.server.verify(true).unwrap_err().code(), ErrorCode::NothingToAnswer);
    let verifier = |hash| ScramVerifier::from_password(hash, "pencil", b"saltsaltsaltsalt", 4096);
    // One of another digest is the host's mistake, of which the client learns nothing.
    let other = talk.server.provide_verifier(Some(verifier(ScramHash::Sha1).unwrap())).unwrap_err();
    assert_eq!(other.code(), ErrorCode::InvalidValue);
    assert!(other.detail().contains("SCRAM-SHA-1, and the login is by SCRAM-SHA-256"), "{other}");
    talk.run();
    assert_eq!(talk.said, "");
    talk.server.provide_verifier(Some(verifier(ScramHash::Sha256).unwrap())).unwrap();
    talk.run();
    assert!(talk.said.starts_with("334 cj1yT3ByTkdmd0ViZVJXZ2JORWtxT"), "{}", talk.said);
    assert_eq!(talk.code("Yz1iaXdzLHI9eCxwPWFhYWE=\r\n"), "535 5.7.8");
}

#[test]
fn channel_bindings_bring_the_plus_mechanisms() {
    let mut talk = offering(|_| {});
    let binding = ChannelBinding::new(ChannelBindingType::TlsExporter, [1; 32]);
    talk.server.set_channel_bindings(alloc::vec![binding]);
    assert!(talk.ask("EHLO c.example\r\n").contains("AUTH SCRAM-SHA-256-PLUS "));
    assert_eq!(talk.ask("AUTH SCRAM-SHA-256-PLUS\r\n"), "334 \r\n");
    // AUTH-024: the list was tampered with.
    talk.send("*\r\n");
    assert_eq!(talk.code("AUTH SCRAM-SHA-256 eSwsbj11c2VyLHI9YWJj\r\n"), "535 5.7.8");
}

// RFC 7628 section 3.2.3, AUTH-029
#[test]
fn a_refused_token_gets_its_error_challenge_first() {
    let mut talk = offering(|_| {});
    talk.send("AUTH OAUTHBEARER bixhPXUsAWF1dGg9QmVhcmVyIHgBAQ==\r\n");
    talk.server.verify(false).unwrap();
    talk.run();
    assert!(talk.said.starts_with("334 "), "{}", talk.said);
    assert_eq!(talk.code("AQ==\r\n"), "535 5.7.8");
}

// R-TLS-022, RFC 4422 appendix A
#[test]
fn external_is_offered_where_the_connection_has_shown_who_the_client_is() {
    for shown in [true, false] {
        let mut talk = Talk::new(|config| {
            config.implicit_tls = true;
            config.extensions.auth = vec![SaslMechanism::External, SaslMechanism::Plain];
        });
        talk.server.set_external(shown);
        let said = talk.ask("EHLO c.example\r\n");
        assert!(said.contains(if shown { "AUTH EXTERNAL PLAIN" } else { "AUTH PLAIN" }), "{said}");
        let said = talk.ask("AUTH EXTERNAL =\r\n");
        assert_eq!(said.starts_with("504 5.5.4"), !shown, "{said}");
    }
}
