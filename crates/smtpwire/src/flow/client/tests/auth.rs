//! AUTH.

use super::*;
use crate::flow::sasl::{Credentials, SaslError, SaslMechanism, SaslPolicy};

fn with_tls(offers: &[&str]) -> Wire {
    let mut config = ClientConfig::new();
    config.implicit_tls = true;
    config.verified = true;
    Wire::with(config, offers)
}

fn password() -> Credentials {
    Credentials::password("jo", "pencil").unwrap()
}

fn auth(wire: &mut Wire) -> Result<CommandId, Error> {
    wire.client.auth(&password(), &SaslPolicy::default(), None, &[7; 18])
}

// R-AUTH-007
#[test]
fn the_client_picks_a_mechanism_and_logs_in() {
    let mut wire = with_tls(&["AUTH LOGIN PLAIN", "PIPELINING"]);
    auth(&mut wire).unwrap();
    assert_eq!(wire.written(), "AUTH PLAIN AGpvAHBlbmNpbA==\r\n");
    assert_eq!(wire.says("235 2.7.0 Ok\r\n"), ["authenticated 2 PLAIN"]);
    assert!(wire.client.is_authenticated());
    assert_eq!(wire.client.phase(), Phase::Ready);
    assert_eq!(refusal(auth(&mut wire)), ErrorCode::OutOfOrder);
    // R-AUTH: no EHLO follows by itself.
    assert_eq!(wire.written(), "");
}

// R-API-004, AUTH-031
#[test]
fn credentials_do_not_go_out_in_the_clear_unless_that_is_asked_for() {
    let mut wire = Wire::offering(&["AUTH PLAIN LOGIN"]);
    let error = auth(&mut wire).unwrap_err();
    assert_eq!(error.code(), ErrorCode::PlaintextCredentials);
    assert_eq!(refusal(wire.client.auth_raw("PLAIN", None)), ErrorCode::PlaintextCredentials);
    assert_eq!(refusal(wire.client.raw("AUTH LOGIN")), ErrorCode::PlaintextCredentials);
    assert_eq!(wire.written(), "");
    let policy = SaslPolicy { allow_plaintext_secrets: true, ..SaslPolicy::default() };
    wire.client.auth(&password(), &policy, None, &[]).unwrap();
    assert!(wire.written().starts_with("AUTH PLAIN "));
}

// AUTH-032
#[test]
fn a_list_without_what_the_policy_demands_is_not_enough() {
    let mut wire = with_tls(&["AUTH LOGIN"]);
    let allowed = Some(alloc::vec![SaslMechanism::ScramSha256]);
    let policy = SaslPolicy { allowed, ..SaslPolicy::default() };
    let result = wire.client.auth(&password(), &policy, None, &[7; 18]);
    assert_eq!(refusal(result), ErrorCode::NoMechanism);
    assert_eq!(refusal(wire.client.auth_raw("PLAIN", None)), ErrorCode::NoMechanism);
    let mut wire = with_tls(&[]);
    assert_eq!(refusal(auth(&mut wire)), ErrorCode::NotOffered);
}

// D017, AUTH-035, AUTH-037
#[test]
fn the_prompts_of_login_are_answered_in_their_order() {
    let mut wire = with_tls(&["AUTH LOGIN"]);
    auth(&mut wire).unwrap();
    assert_eq!(wire.written(), "AUTH LOGIN\r\n");
    assert_eq!(wire.says("334\r\n"), [""; 0]);
    assert_eq!(wire.written(), "am8=\r\n");
    assert_eq!(wire.says("334 UGFzc3dvcmQ6\r\n"), [""; 0]);
    assert_eq!(wire.written(), "cGVuY2ls\r\n");
    assert_eq!(wire.says("235 \r\n"), ["authenticated 2 LOGIN"]);
}

// AUTH-033, R-AUTH-011
#[test]
fn a_challenge_that_is_no_base64_is_answered_with_a_star() {
    let mut wire = with_tls(&["AUTH LOGIN"]);
    auth(&mut wire).unwrap();
    assert_eq!(wire.says("334 not base64!\r\n"), [""; 0]);
    assert_eq!(wire.written(), "*\r\n");
    assert_eq!(wire.says("501 Cancelled\r\n"), ["AUTH 2 501"]);
    assert_eq!(wire.client.auth_failure(), Some(SaslError::Base64));
    assert!(!wire.client.is_authenticated());
    // The session lives on.
    auth(&mut wire).unwrap();
    assert_eq!(wire.client.auth_failure(), None);
}

#[test]
fn nothing_but_a_refusal_answers_a_star() {
    for reply in ["334 \r\n", "235 Ok\r\n", "250 Ok\r\n"] {
        let mut wire = with_tls(&["AUTH LOGIN"]);
        auth(&mut wire).unwrap();
        wire.says("334 ?\r\n");
        assert_eq!(wire.says(reply), ["error wrong-reply"], "{reply}");
    }
}

// D021
#[test]
fn other_2yz_and_3yz_are_no_answers_to_auth() {
    for reply in ["234 Go on\r\n", "250 Ok\r\n", "354 Go\r\n"] {
        let mut wire = with_tls(&["AUTH PLAIN"]);
        auth(&mut wire).unwrap();
        assert_eq!(wire.says(reply), ["error wrong-reply"], "{reply}");
        assert!(!wire.client.is_authenticated());
    }
}

// D020, D022, AUTH-050, R-AUTH-025
#[test]
fn the_code_decides_about_success() {
    let mut wire = with_tls(&["AUTH PLAIN"]);
    auth(&mut wire).unwrap();
    assert_eq!(wire.says("454 4.7.0 Later\r\n"), ["AUTH 2 454"]);
    auth(&mut wire).unwrap();
    assert_eq!(wire.says("501 What?\r\n"), ["AUTH 3 501"]);
    auth(&mut wire).unwrap();
    assert_eq!(wire.says("235 auth failure\r\n"), ["authenticated 4 PLAIN"]);
}

// AUTH-040, R-SASL-017
#[test]
fn a_server_that_did_not_prove_itself_is_not_believed() {
    let mut wire = with_tls(&["AUTH SCRAM-SHA-256"]);
    auth(&mut wire).unwrap();
    assert!(wire.written().starts_with("AUTH SCRAM-SHA-256 biwsbj1qbyxyP"));
    assert_eq!(wire.says("235 Ok\r\n"), ["error authentication-failed"]);
    assert!(!wire.client.is_authenticated());
}

// AUTH-042 to AUTH-047, R-SASL-014
#[test]
fn a_challenge_that_breaks_the_mechanism_is_cancelled() {
    let mut wire = with_tls(&["AUTH SCRAM-SHA-256"]);
    auth(&mut wire).unwrap();
    wire.written();
    let challenge = crate::flow::sasl::encode(b"r=other,s=QSXCR+Q6sek8bf92,i=4096");
    wire.says(&alloc::format!("334 {}\r\n", challenge.reveal_base64()));
    assert_eq!(wire.written(), "*\r\n");
    assert_eq!(wire.says("501 Ok\r\n"), ["AUTH 2 501"]);
    assert_eq!(wire.client.auth_failure(), Some(SaslError::NonceMismatch));
}

// R-AUTH-013
#[test]
fn a_long_response_waits_for_an_empty_challenge() {
    let mut wire = with_tls(&["AUTH XOAUTH2"]);
    let token = alloc::vec![b'x'; 2000];
    wire.client.auth_raw("XOAUTH2", Some(&token)).unwrap();
    assert_eq!(wire.written(), "AUTH XOAUTH2\r\n");
    assert_eq!(wire.says("334 \r\n"), [""; 0]);
    assert_eq!(wire.written().len(), 2000_usize.div_ceil(3) * 4 + 2);
    assert_eq!(wire.says("235 Ok\r\n"), ["authenticated 2 XOAUTH2"]);
    let mut wire = with_tls(&["AUTH XOAUTH2"]);
    let token = alloc::vec![b'x'; 10_000];
    let result = wire.client.auth_raw("XOAUTH2", Some(&token));
    assert_eq!(refusal(result), ErrorCode::InvalidValue);
}

#[test]
fn a_host_can_do_the_exchange_itself() {
    let mut wire = with_tls(&["AUTH X-OWN EXTERNAL", "PIPELINING"]);
    wire.client.auth_raw("EXTERNAL", Some(b"")).unwrap();
    assert_eq!(wire.written(), "AUTH EXTERNAL =\r\n");
    wire.says("535 No\r\n");
    wire.client.auth_raw("x-own", None).unwrap();
    wire.mail();
    assert_eq!(wire.written(), "AUTH x-own\r\n");
    assert_eq!(wire.says("334 aGk=\r\n"), ["challenge 3 hi", "paused"]);
    assert_eq!(refusal(wire.client.noop()), ErrorCode::Paused);
    assert_eq!(wire.client.next_deadline(), None);
    wire.client.auth_response(b"there").unwrap();
    assert_eq!(refusal(wire.client.auth_response(b"there")), ErrorCode::NothingToAnswer);
    assert_eq!(wire.written(), "dGhlcmU=\r\n");
    assert_eq!(wire.says("334 aGk=\r\n"), ["challenge 3 hi", "paused"]);
    wire.client.auth_cancel().unwrap();
    assert_eq!(wire.written(), "*\r\n");
    assert_eq!(wire.says("501 Ok\r\n"), ["AUTH 3 501"]);
    assert_eq!(wire.written(), "MAIL FROM:<jo@client.example>\r\n");
}

#[test]
fn a_server_that_leaves_while_the_host_thinks_is_lost() {
    let mut wire = with_tls(&["AUTH X-OWN"]);
    wire.client.auth_raw("X-OWN", None).unwrap();
    wire.says("334 aGk=\r\n");
    wire.client.receive_eof(0);
    assert_eq!(wire.events(), ["error connection-lost"]);
}

// AUTH-039
#[test]
fn challenges_may_be_longer_than_replies_but_not_endless() {
    let mut wire = with_tls(&["AUTH X-OWN"]);
    wire.client.auth_raw("X-OWN", None).unwrap();
    let told = wire.says(&alloc::format!("334 {}\r\n", "A".repeat(12_288)));
    assert!(told[0].starts_with("challenge 2"), "{}", told[0]);
    let mut wire = with_tls(&["AUTH X-OWN"]);
    wire.client.auth_raw("X-OWN", None).unwrap();
    let told = wire.says(&alloc::format!("334 {}", "A".repeat(100_000)));
    assert_eq!(told, ["error reply-line-too-long"]);
}

#[test]
fn debug_shows_no_secret() {
    let mut wire = with_tls(&["AUTH PLAIN"]);
    auth(&mut wire).unwrap();
    let shown = alloc::format!("{:?}", wire.client);
    assert!(!shown.contains("AGpv") && !shown.contains("pencil"), "{shown}");
    assert!(shown.contains("Ready"), "{shown}");
}

#[test]
fn what_was_said_in_a_login_is_not_shown_where_the_refusal_quotes_it() {
    let quotes = [
        (
            "500 5.5.1 Unknown: \"AUTH PLAIN AGpvAHBlbmNpbA==\"\r\n",
            "Unknown: \"AUTH PLAIN ****************\"",
        ),
        ("535-5.7.8 AGpvAHBlbmNp\r\n535 5.7.8 was wrong\r\n", "************\nwas wrong"),
        ("535 5.7.8 AGpvAH\r\n", "AGpvAH"),
        ("421 4.7.0 AGpvAHBlAGpvAHBlbmNpbA==!\r\n", "************************!"),
    ];
    for (quote, shown) in quotes {
        let mut wire = with_tls(&["AUTH PLAIN"]);
        auth(&mut wire).unwrap();
        wire.written();
        wire.client.receive(quote.as_bytes(), 0).unwrap();
        let reply = match wire.client.next_event(0) {
            Ok(Step::Event(ClientEvent::Reply { reply, .. } | ClientEvent::Closing { reply })) => {
                reply
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(reply.text(), shown);
        assert_eq!(reply.as_bytes().len(), quote.len());
    }
    // The second line of LOGIN.
    let mut wire = with_tls(&["AUTH LOGIN"]);
    auth(&mut wire).unwrap();
    wire.says("334 VXNlcm5hbWU6\r\n");
    wire.says("334 UGFzc3dvcmQ6\r\n");
    assert_eq!(wire.written(), "cGVuY2ls\r\n");
    wire.client.receive(b"535 5.7.8 Not cGVuY2ls\r\n", 0).unwrap();
    let Ok(Step::Event(ClientEvent::Reply { reply, .. })) = wire.client.next_event(0) else {
        panic!("a refusal is a reply")
    };
    assert_eq!(reply.text(), "Not ********");
}

#[test]
fn a_command_that_is_out_of_place_is_told_with_its_place() {
    let detail = |result: Result<CommandId, Error>| result.unwrap_err().to_string();
    let mut wire = with_tls(&["AUTH PLAIN", "STARTTLS"]);
    assert!(detail(wire.client.data()).ends_with(": DATA outside a transaction"));
    assert!(detail(wire.client.starttls()).ends_with(": STARTTLS inside TLS"));
    auth(&mut wire).unwrap();
    assert!(detail(auth(&mut wire)).ends_with(": AUTH behind a login"));
    wire.says("235 2.7.0 Ok\r\n");
    wire.mail();
    assert!(detail(wire.client.data()).ends_with(": DATA in a transaction without a recipient"));
}
