//! What a dishonest peer sends.

use super::*;
use alloc::format;

// R-SASL-004, R-SASL-005, R-SASL-006, R-SASL-007, AUTH-011, AUTH-013, AUTH-014
#[test]
fn plain_is_three_fields_of_prepared_text() {
    let served = |message: &[u8]| served(SaslMechanism::Plain, message);
    for (message, error) in [
        (&b""[..], SaslError::Malformed),
        (b"user", SaslError::Malformed),
        (b"\0user", SaslError::Malformed),
        (b"\0\0a\0b", SaslError::Malformed),
        (b"\0user\0pass\0", SaslError::Malformed),
        (b"\0\xff\xff\0p", SaslError::NotUtf8),
        (b"\0\0pass", SaslError::BadCredentials),
        (b"\0user\0", SaslError::BadCredentials),
        (b"\0\xc2\xad\0pass", SaslError::BadCredentials),
        (b"\0us\x07er\0pass", SaslError::BadCredentials),
    ] {
        let result = served(message);
        assert_eq!(result, Err(error), "{}", crate::Escaped(message));
        assert_eq!(error.reply().0.get(), 535);
    }
    let field = "x".repeat(255);
    let claim = claim(served(format!("{field}\0{field}\0{field}").as_bytes()).unwrap());
    assert!(claim.matches(&field));
}

#[test]
fn a_password_is_recognised_in_the_form_in_which_another_keyboard_writes_it() {
    let typed = "p\u{e9}ncil";
    let decomposed = "pe\u{301}ncil";
    let claim =
        claim(served(SaslMechanism::Plain, format!("\0u\0{decomposed}").as_bytes()).unwrap());
    assert!(claim.matches(typed));
    assert!(!claim.matches("pencil"));
}

// AUTH-015
#[test]
fn a_login_name_with_line_ends_is_an_ordinary_wrong_name() {
    let mut server = server(SaslMechanism::Login);
    let _ = server.start(None).unwrap();
    let name = decode(b"YQ0KYg==").unwrap();
    assert_eq!(challenge(server.respond(name.reveal()).unwrap()), b"Password:");
    let claim = claim(server.respond(b"p").unwrap());
    assert_eq!(claim.username(), Some("a\r\nb"));
    assert!(!format!("{claim:?}").contains('\n'));
    assert_eq!(server.decide(false), Err(SaslError::BadCredentials));
}

// AUTH-037, AUTH-035
#[test]
fn login_never_says_the_password_before_the_name() {
    for prompt in [&b""[..], b"\xff\0", b"Passwort?"] {
        let mut client = client(SaslMechanism::Login, &password());
        assert_eq!(text(&client.step(prompt).unwrap()), "user");
        assert_eq!(client.finish(), Err(SaslError::Incomplete));
        assert_eq!(text(&client.step(prompt).unwrap()), "pencil");
        assert_eq!(client.step(prompt), Err(SaslError::UnexpectedChallenge));
    }
}

// AUTH-037: a server that asks in the other order would take the password for a name, and log it.
#[test]
fn login_stops_when_the_prompts_come_in_another_order() {
    let mut backwards = client(SaslMechanism::Login, &password());
    assert_eq!(backwards.step(b"Password:"), Err(SaslError::Malformed));
    assert_eq!(backwards.step(b"Username:"), Err(SaslError::OutOfTurn));
    let mut twice = client(SaslMechanism::Login, &password());
    assert_eq!(text(&twice.step(b"Username:").unwrap()), "user");
    assert_eq!(twice.step(b"User name\0"), Err(SaslError::Malformed));
}

// AUTH-048: a client that answers what is no challenge of RFC 2195 gives nothing away but a digest.
#[test]
fn a_cram_md5_challenge_may_be_any_octets() {
    for challenge in [&b""[..], &[0, 0, 0], b"<no end"] {
        let response = client(SaslMechanism::CramMd5, &password()).step(challenge).unwrap();
        assert!(text(&response).starts_with("user "));
        assert_eq!(response.len(), "user ".len() + 32);
    }
}

// AUTH-009, R-AUTH-009
#[test]
fn an_initial_response_where_the_server_speaks_first_is_501() {
    let error = served(SaslMechanism::CramMd5, b"\0\0\0").unwrap_err();
    assert_eq!(error, SaslError::InitialResponse);
    assert_eq!(error.reply().0.get(), 501);
}

#[test]
fn a_cram_md5_response_is_a_name_and_32_digits() {
    for response in [
        &b""[..],
        b"tim",
        b"tim ",
        b" b913a602c7eda7a495b4e6e7334d3890",
        b"tim b913a602c7eda7a495b4e6e7334d389",
        b"tim b913a602c7eda7a495b4e6e7334d38900",
        b"tim B913A602C7EDA7A495B4E6E7334D3890",
        b"t\0m b913a602c7eda7a495b4e6e7334d3890",
        b"\xff b913a602c7eda7a495b4e6e7334d3890",
    ] {
        let mut server = server(SaslMechanism::CramMd5);
        let _ = server.start(None).unwrap();
        assert!(server.respond(response).is_err(), "{}", crate::Escaped(response));
    }
}

// AUTH-028, R-SASL-024
#[test]
fn a_token_message_is_read_strictly_and_unknown_keys_are_passed_over() {
    let served = |message: &[u8]| served(SaslMechanism::OAuthBearer, message);
    assert!(served(b"n,,\x01auth=Bearer x\x01\x01").is_ok());
    assert!(served(b"y,a=jo,\x01later=yes\x01auth=bearer x\x01\x01").is_ok());
    for message in [
        &b"n,a=u,\x01auth=Bearer x"[..],
        b"n,a=u,\x01auth=Bearer x\x01",
        b"n,a=u,\x01\x01",
        b"n,a=u,\x01auth=Basic x\x01\x01",
        b"n,a=u,\x01auth=Bearer \x01\x01",
        b"n,a=u,\x01auth=Bearer x y\x01\x01",
        b"n,a=u,\x01auth=Bearer x\x01auth=Bearer y\x01\x01",
        b"n,a=u,\x01auth=Bearer x\x01port=99999\x01\x01",
        b"n,a=u,\x01au th=Bearer x\x01\x01",
        b"p=tls-exporter,a=u,\x01auth=Bearer x\x01\x01",
        b"n,a=u=3,\x01auth=Bearer x\x01\x01",
        b"n,\x01auth=Bearer x\x01\x01",
        b"auth=Bearer x\x01\x01",
        b"\x01",
        b"",
    ] {
        let error = served(message).unwrap_err();
        assert_eq!(error, SaslError::Malformed, "{}", crate::Escaped(message));
        assert_eq!(error.reply().0.get(), 535);
    }
}

// AUTH-020, R-SASL-003
#[test]
fn external_without_a_certificate_is_refused_by_the_host_with_535() {
    let mut server = server(SaslMechanism::External);
    let step = server.start(Some(b"")).unwrap();
    assert_eq!(claim(step), Claim::External { authorization_identity: None });
    assert_eq!(server.decide(false).unwrap_err().reply().0.get(), 535);
    assert_eq!(served(SaslMechanism::External, b"a\0b"), Err(SaslError::Malformed));
    assert_eq!(served(SaslMechanism::Anonymous, b"a\r\nb"), Err(SaslError::Malformed));
}

// AUTH-039, LIMIT-022, R-AUTH-014, R-AUTH-015
#[test]
fn a_message_longer_than_12288_octets_of_base64_is_refused_by_either_side() {
    let huge = [b'A'; MAX_MESSAGE + 1];
    for mechanism in SaslMechanism::ALL.into_iter().filter(|m| !m.binds_channel()) {
        let mut server = server(mechanism);
        let _ = server.start(None).unwrap();
        let error = server.respond(&huge).unwrap_err();
        assert_eq!(error, SaslError::TooLong);
        assert_eq!((error.reply().0.get(), error.reply().1.detail()), (500, 6));
    }
    let mut client = client(SaslMechanism::CramMd5, &password());
    assert_eq!(client.step(&huge), Err(SaslError::TooLong));
    assert_eq!(decode(&[b'A'; MAX_BASE64]).map(|octets| octets.len()), Ok(MAX_MESSAGE));
    assert_eq!(decode(&[b'A'; MAX_BASE64 + 1]), Err(SaslError::TooLong));
}

// AUTH-001, AUTH-003, AUTH-005, AUTH-016, AUTH-033, R-AUTH-010, R-AUTH-011, R-AUTH-012
#[test]
fn what_is_not_base64_is_refused_and_not_skipped() {
    for text in
        ["AAA=BBB", "AHU AcA==", "AHUAcAA", "AHUAcA=", "AHU\r\n", "not base64!", "=", "*", "AB=="]
    {
        let error = decode(text.as_bytes()).unwrap_err();
        assert_eq!(error, SaslError::Base64, "{text}");
        assert_eq!(error.reply().0.get(), 501);
    }
    assert_eq!(decode(b"RSET").unwrap().len(), 3);
    assert!(decode(b"").unwrap().is_empty());
}

// CVE-014, R-SASL-002
#[test]
fn an_exchange_out_of_turn_is_over_and_a_new_one_starts_afresh() {
    let mut server = server(SaslMechanism::Plain);
    assert_eq!(server.respond(b"\0user\0pencil"), Err(SaslError::OutOfTurn));
    assert_eq!(server.start(None), Err(SaslError::OutOfTurn));
    assert_eq!(server.decide(true), Err(SaslError::OutOfTurn));
    assert_eq!(server.provide_verifier(None), Err(SaslError::OutOfTurn));
    let mut server = super::server(SaslMechanism::Plain);
    let _ = claim(server.start(Some(b"\0user\0pencil")).unwrap());
    assert_eq!(server.respond(b"\0admin\0x"), Err(SaslError::OutOfTurn));
    assert_eq!(server.decide(true), Err(SaslError::OutOfTurn));
}

#[test]
fn no_debug_text_shows_a_secret() {
    let words = ["pencil", "hunter2", "a key of sixteen", "cGVuY2ls"];
    for mechanism in SaslMechanism::ALL.into_iter().filter(|m| !m.binds_channel()) {
        let credentials = match mechanism {
            SaslMechanism::OAuthBearer | SaslMechanism::XOAuth2 => {
                Credentials::bearer("user", "hunter2").unwrap()
            }
            SaslMechanism::External => Credentials::external(),
            SaslMechanism::Anonymous => Credentials::anonymous("").unwrap(),
            _ => password(),
        };
        let (mut client, mut server) = (client(mechanism, &credentials), server(mechanism));
        let mut shown = Vec::from([format!("{credentials:?} {client:?} {server:?}")]);
        let first = client.initial_response();
        let mut step = server.start(first.as_ref().map(Secret::reveal)).unwrap();
        for _ in 0..4 {
            shown.push(format!("{first:?} {step:?} {client:?} {server:?}"));
            step = match step {
                ServerStep::Challenge(challenge) => {
                    let response = client.step(&challenge).unwrap();
                    shown.push(format!("{response:?}"));
                    server.respond(response.reveal()).unwrap()
                }
                ServerStep::NeedVerifier { .. } => {
                    let verifier = verifier(mechanism.scram_hash().unwrap());
                    shown.push(format!("{verifier:?}"));
                    server.provide_verifier(Some(verifier)).unwrap()
                }
                ServerStep::Verify(_) => server.decide(true).unwrap(),
                ServerStep::Done(_) => break,
            };
        }
        let shown = shown.join(" ");
        for word in words {
            assert!(!shown.contains(word), "{mechanism} shows {word}: {shown}");
            let octets = format!("{:?}", word.as_bytes());
            let inner = octets.trim_matches(['[', ']']);
            assert!(!shown.contains(inner), "{mechanism} shows {word} as numbers: {shown}");
        }
    }
}

#[test]
fn a_token_that_the_server_sends_back_is_not_shown_either() {
    for mechanism in [SaslMechanism::OAuthBearer, SaslMechanism::XOAuth2] {
        let credentials = Credentials::bearer("user", "hunter2").unwrap();
        let mut client = client(mechanism, &credentials);
        let message = client.initial_response().unwrap();
        client.step(message.reveal()).unwrap();
        assert_eq!(client.refusal(), Some(message.reveal()), "the host can look at it");
        let shown = format!("{client:?}");
        let octets = format!("{:?}", b"hunter2");
        assert!(!shown.contains("hunter2") && !shown.contains(octets.trim_matches(['[', ']'])));
    }
}
