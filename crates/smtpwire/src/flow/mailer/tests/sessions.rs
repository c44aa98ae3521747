//! How a session begins and ends.

use alloc::string::ToString;

use super::script::*;
use crate::flow::error::ErrorCode;
use crate::flow::limits::Timeouts;
use crate::flow::mailer::*;
use crate::flow::sasl::Credentials;
use crate::flow::step::Step;
use crate::types::parameter::MailParameter;

const EHLO: &str = "EHLO client.example\r\n";

#[test]
fn a_session_without_mail_is_a_greeting_an_ehlo_and_a_quit() {
    let mut mailer = mailer(config());
    mailer.quit();
    let played = play(
        &mut mailer,
        &[
            S("220 mx.example\r\n"),
            C(EHLO),
            S("250 mx.example\r\n"),
            C("QUIT\r\n"),
            S("221 Bye\r\n"),
        ],
    );
    assert!(played.closed);
    assert_eq!(played.events, [MailerEvent::Ready]);
}

#[test]
fn where_tls_is_required_and_not_offered_no_envelope_is_sent() {
    for ehlo in ["250-mx.example\r\n250 PIPELINING\r\n", "250 mx.example\r\n"] {
        let mut config = config();
        config.security = Security::default();
        let mut mailer = mailer(config);
        mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
        let played = play(
            &mut mailer,
            &[S("220 mx.example\r\n"), C(EHLO), S(ehlo), C("QUIT\r\n"), S("221 Bye\r\n")],
        );
        assert_eq!(played.error_code(), Some(ErrorCode::TlsUnavailable));
        let outcome = played.only();
        assert_eq!(statuses(outcome), ["not tried SessionEnded"]);
        assert_eq!(outcome.responsibility(), Responsibility::NotTaken);
        assert_eq!(outcome.error, played.error);
        assert!(outcome.recipients[0].is_retryable());
    }
}

#[test]
fn where_tls_is_required_a_refused_starttls_ends_the_session() {
    let mut config = config();
    config.security = Security::Required;
    let mut mailer = mailer(config);
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    let played = play(
        &mut mailer,
        &[
            S("220 mx.example\r\n"),
            C(EHLO),
            S("250-mx.example\r\n250 STARTTLS\r\n"),
            C("STARTTLS\r\n"),
            S("454 4.7.0 Not now\r\n"),
            C("QUIT\r\n"),
        ],
    );
    assert_eq!(played.error_code(), Some(ErrorCode::TlsUnavailable));
    assert_eq!(played.error.as_ref().unwrap().reply().unwrap().code().get(), 454);
    assert_eq!(played.outcomes.len(), 1);
}

#[test]
fn tls_comes_first_and_ehlo_comes_again() {
    for security in [Security::Required, Security::Opportunistic] {
        let mut config = config();
        config.security = security;
        let mut mailer = mailer(config);
        mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
        let played = play(
            &mut mailer,
            &[
                S("220 mx.example\r\n"),
                C(EHLO),
                S("250-mx.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n"),
                C("STARTTLS\r\n"),
                S("220 Go\r\n"),
                C(EHLO),
                S("250 mx.example\r\n"),
                C("MAIL FROM:<ann@client.example>\r\n"),
            ],
        );
        assert_eq!(played.events, [MailerEvent::StartTls, MailerEvent::Ready]);
        assert!(mailer.is_tls());
    }
}

#[test]
fn opportunistic_security_goes_on_in_plaintext() {
    let mut config = config();
    config.security = Security::Opportunistic;
    let mut mailer = mailer(config);
    mailer.quit();
    let played = play(
        &mut mailer,
        &[
            S("220 mx.example\r\n"),
            C(EHLO),
            S("250-mx.example\r\n250 STARTTLS\r\n"),
            C("STARTTLS\r\n"),
            S("454 4.7.0 Not now\r\n"),
            C("QUIT\r\n"),
        ],
    );
    assert_eq!(played.events, [MailerEvent::Ready]);
    assert_eq!(mailer.starttls_refusal().unwrap().code().get(), 454);
}

#[test]
fn implicit_tls_needs_no_starttls() {
    let mut config = config();
    config.security = Security::Implicit;
    let mut mailer = mailer(config);
    mailer.quit();
    let script = [
        S("220 mx.example\r\n"),
        C(EHLO),
        S("250-mx.example\r\n250 STARTTLS\r\n"),
        C("QUIT\r\n"),
        S("221 Bye\r\n"),
    ];
    assert!(play(&mut mailer, &script).closed);
    assert!(mailer.is_tls());
}

#[test]
fn a_failed_handshake_ends_the_session_with_an_outcome_for_each_message() {
    let mut config = config();
    config.security = Security::Opportunistic;
    let mut mailer = mailer(config);
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    mailer.send(to(&[CY]), TEXT.as_bytes().to_vec()).unwrap();
    mailer.receive(b"220 mx.example\r\n", 0).unwrap();
    let mut events = alloc::vec::Vec::new();
    for reply in [&b"250-mx.example\r\n250 STARTTLS\r\n"[..], b"220 Go\r\n"] {
        while let Some(event) = mailer.next_event(0).unwrap().event() {
            events.push(event);
        }
        mailer.advance_output(mailer.output().len()).unwrap();
        mailer.receive(reply, 0).unwrap();
    }
    assert_eq!(mailer.next_event(0).unwrap().event(), Some(MailerEvent::StartTls));
    assert_eq!(mailer.next_event(0), Ok(crate::Step::Paused));
    mailer.tls_failed("certificate has expired").unwrap();
    let played = play(&mut mailer, &[]);
    assert_eq!(played.error_code(), Some(ErrorCode::TlsFailed));
    assert_eq!(played.outcomes.len(), 2);
}

#[test]
fn a_refused_greeting_is_answered_by_quit_and_nothing_is_sent() {
    let mut mailer = mailer(config());
    mailer.send(to(&[BOB, CY]), TEXT.as_bytes().to_vec()).unwrap();
    let played =
        play(&mut mailer, &[S("554 5.3.2 No mail here\r\n"), C("QUIT\r\n"), S("221 Bye\r\n"), Eof]);
    assert_eq!(played.error_code(), Some(ErrorCode::GreetingRefused));
    assert_eq!(statuses(played.only()), ["not tried SessionEnded", "not tried SessionEnded"]);
    // The error stays, and there is nothing more to tell.
    assert_eq!(mailer.next_event(9), Err(played.error.clone().unwrap()));
    assert_eq!(
        mailer.send(to(&[BOB]), alloc::vec![]).unwrap_err().code(),
        ErrorCode::AlreadyClosed
    );
}

#[test]
fn a_server_that_knows_no_ehlo_is_greeted_by_helo() {
    let mut mailer = mailer(config());
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    play(
        &mut mailer,
        &[
            S("220 old.example\r\n"),
            C(EHLO),
            S("500 What?\r\n"),
            C("HELO client.example\r\n"),
            S("250 old.example\r\n"),
            C("MAIL FROM:<ann@client.example>\r\n"),
        ],
    );
}

#[test]
fn a_refused_ehlo_is_a_refusal_that_says_what_the_server_said() {
    let refusals = [
        ("554 5.7.1 Your address is blocked\r\n", Security::Disabled),
        ("554 5.7.1 Your address is blocked\r\n", Security::Opportunistic),
        ("554 5.7.1 Your address is blocked\r\n", Security::Required),
        ("451 4.3.2 Come again later\r\n", Security::Disabled),
    ];
    for (refusal, security) in refusals {
        let mut config = config();
        config.security = security;
        let mut mailer = mailer(config);
        mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
        let script = [S("220 mx.example\r\n"), C(EHLO), S(refusal), C("QUIT\r\n")];
        let played = play(&mut mailer, &script);
        assert_eq!(statuses(played.only()), ["not tried SessionEnded"]);
        assert!(played.only().recipients[0].is_retryable());
        let error = played.error.unwrap();
        assert_eq!(error.code(), ErrorCode::HelloRefused, "{refusal} {security:?}");
        assert_eq!(error.reply().unwrap().to_string(), refusal.trim_end());
    }
}

#[test]
fn a_server_that_refuses_ehlo_and_then_helo_has_refused() {
    let mut mailer = mailer(config());
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    let script = [
        S("220 mx.example\r\n"),
        C(EHLO),
        S("550 5.7.1 Not you\r\n"),
        C("HELO client.example\r\n"),
        S("550 5.7.1 Not you either\r\n"),
        C("QUIT\r\n"),
    ];
    let error = play(&mut mailer, &script).error.unwrap();
    assert_eq!(error.code(), ErrorCode::HelloRefused);
    assert_eq!(
        error.to_string(),
        "the server refused service in its reply to EHLO, LHLO or HELO: HELO (550 5.7.1 Not you either)"
    );
}

#[test]
fn a_421_while_nothing_goes_on_fails_the_session_and_queued_mail_may_be_sent_again() {
    let mut mailer = mailer(config());
    play(&mut mailer, &[S("220 mx.example\r\n"), C(EHLO), S("250 mx.example\r\n")]);
    mailer.receive(b"421 4.4.2 Idle too long\r\n", 9).unwrap();
    let id = mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    let played = play(&mut mailer, &[]);
    assert_eq!(played.error_code(), Some(ErrorCode::ServiceClosing));
    assert_eq!(played.only().id, id);
    assert_eq!(played.only().retryable().count(), 1);
}

#[test]
fn nothing_depends_on_the_answer_to_quit() {
    let ends: [&[Line<'_>]; 4] =
        [&[Eof], &[S("421 4.3.2 Shutting down\r\n")], &[S("500 What?\r\n")], &[Wait(60_000)]];
    for end in ends {
        let mut mailer = mailer(config());
        mailer.quit();
        play(
            &mut mailer,
            &[S("220 mx.example\r\n"), C(EHLO), S("250 mx.example\r\n"), C("QUIT\r\n")],
        );
        let played = play(&mut mailer, end);
        assert!(played.closed, "{played:?}");
    }
}

#[test]
fn no_greeting_in_time_is_an_error_that_names_the_cause() {
    let mut mailer = mailer(config());
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    let deadline = mailer.next_deadline().unwrap();
    let played = play(&mut mailer, &[Wait(deadline)]);
    assert_eq!(played.error_code(), Some(ErrorCode::GreetingTimeout));
    assert_eq!(played.outcomes.len(), 1);
    assert_eq!(mailer.next_deadline(), None);
}

#[test]
fn an_envelope_without_recipients_is_not_taken() {
    let error = mailer(config()).send(to(&[]), alloc::vec![]).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidValue);
}

fn with_password() -> MailerConfig {
    let mut config = config();
    config.security = Security::Implicit;
    config.client.verified = true;
    config.credentials = Some(Credentials::password("ann", "tops3cret").unwrap());
    config
}

#[test]
fn credentials_are_given_before_mail_and_no_ehlo_follows() {
    let mut mailer = mailer(with_password());
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    let played = play(
        &mut mailer,
        &[
            S("220 mx.example\r\n"),
            C(EHLO),
            S("250-mx.example\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n"),
            C("AUTH PLAIN AGFubgB0b3BzM2NyZXQ=\r\n"),
            S("235 2.7.0 Welcome\r\n"),
            C("MAIL FROM:<ann@client.example>\r\nRCPT TO:<bob@mx.example>\r\nDATA\r\n"),
        ],
    );
    assert_eq!(played.events, [MailerEvent::Ready]);
    assert!(mailer.is_authenticated());
    assert!(!alloc::format!("{mailer:?}").contains("tops3cret"));
}

#[test]
fn refused_credentials_end_the_session_before_any_mail() {
    let mut mailer = mailer(with_password());
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    let played = play(
        &mut mailer,
        &[
            S("220 mx.example\r\n"),
            C(EHLO),
            S("250-mx.example\r\n250 AUTH PLAIN\r\n"),
            C("AUTH PLAIN AGFubgB0b3BzM2NyZXQ=\r\n"),
            S("535 5.7.8 No\r\n"),
            C("QUIT\r\n"),
        ],
    );
    assert_eq!(played.error_code(), Some(ErrorCode::AuthenticationRefused));
    assert_eq!(statuses(played.only()), ["not tried SessionEnded"]);
}

#[test]
fn credentials_that_can_not_be_used_here_are_not_sent_and_neither_is_mail() {
    let cases = [
        (Security::Disabled, "250-mx\r\n250 AUTH PLAIN\r\n", ErrorCode::PlaintextCredentials),
        (Security::Implicit, "250-mx\r\n250 AUTH NTLM\r\n", ErrorCode::NoMechanism),
        (Security::Implicit, "250 mx\r\n", ErrorCode::NotOffered),
    ];
    for (security, ehlo, code) in cases {
        let mut config = with_password();
        config.security = security;
        let mut mailer = mailer(config);
        mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
        let played = play(&mut mailer, &[S("220 mx.example\r\n"), C(EHLO), S(ehlo), C("QUIT\r\n")]);
        assert_eq!(played.error_code(), Some(code));
        assert_eq!(played.outcomes.len(), 1);
    }
}

#[test]
fn a_session_that_the_mailer_gave_up_asks_for_no_more_input() {
    let mut config = with_password();
    config.security = Security::Disabled;
    let mut mailer = mailer(config);
    mailer.receive(b"220 mx\r\n", 0).unwrap();
    assert_eq!(mailer.next_event(0), Ok(Step::NeedData));
    assert!(mailer.input_room() > 0);
    mailer.advance_output(mailer.output().len()).unwrap();
    mailer.receive(b"250 mx\r\n", 0).unwrap();
    assert_eq!(mailer.next_event(0).unwrap_err().code(), ErrorCode::NotOffered);
    assert_eq!(mailer.output(), b"QUIT\r\n");
    assert_eq!(mailer.input_room(), 0);
    mailer.advance_output(6).unwrap();
    assert_eq!(mailer.next_deadline(), None, "no reply to QUIT is waited for");
}

// R-TLS-017: port 465
#[test]
fn where_tls_comes_first_the_mailer_waits_for_it() {
    let mut mailer = Mailer::awaiting_tls(config(), [7; 32], 0);
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    assert_eq!(mailer.next_event(0), Ok(Step::Paused));
    assert!(mailer.output().is_empty());
    mailer.tls_established(None, 0).unwrap();
    let played = play(
        &mut mailer,
        &[
            S("220 mx.example\r\n"),
            C(EHLO),
            S("250-mx.example\r\n250 STARTTLS\r\n"),
            C("MAIL FROM:<ann@client.example>\r\n"),
        ],
    );
    assert_eq!(played.events, [MailerEvent::Ready]);
    assert!(mailer.is_tls() && mailer.is_verified());
}

#[test]
fn credentials_and_requiretls_do_not_go_to_a_server_that_has_not_proven_who_it_is() {
    let session = |credentials: Option<Credentials>, parameters: &str| {
        let mut config = config();
        config.credentials = credentials;
        let mut mailer = Mailer::awaiting_tls(config, [7; 32], 0);
        let mut envelope = to(&[BOB]);
        if !parameters.is_empty() {
            envelope.parameters.push(MailParameter::RequireTls).unwrap();
        }
        mailer.send(envelope, TEXT.as_bytes().to_vec()).unwrap();
        mailer.quit();
        mailer.tls_established_unverified(None, 0).unwrap();
        let offer = "250-mx.example\r\n250-REQUIRETLS\r\n250 AUTH PLAIN\r\n";
        let script = [S("220 mx.example\r\n"), C(EHLO), S(offer), C("QUIT\r\n")];
        play(&mut mailer, &script)
    };
    let played = session(Some(Credentials::password("ann", "secret").unwrap()), "");
    assert_eq!(played.error_code(), Some(ErrorCode::PlaintextCredentials));
    let played = session(None, "REQUIRETLS");
    assert_eq!(statuses(played.only()), ["not tried NotOffered(RequireTls)"]);
}

// R-TLS-024: nothing but what finds out about TLS.
#[test]
fn where_tls_is_required_a_server_that_knows_no_ehlo_is_not_said_helo() {
    let mut config = config();
    config.security = Security::Required;
    let mut mailer = mailer(config);
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    let script = [S("220 mx.example\r\n"), C(EHLO), S("502 5.5.1 What?\r\n"), C("QUIT\r\n")];
    let played = play(&mut mailer, &script);
    assert_eq!(played.error_code(), Some(ErrorCode::TlsUnavailable));
    assert_eq!(played.error.unwrap().reply().unwrap().code().get(), 502);
}

#[test]
fn a_server_that_does_not_take_the_quit_of_a_failed_session_is_not_waited_for_for_ever() {
    let mut config = config();
    config.security = Security::Required;
    let mut mailer = mailer(config);
    mailer.send(to(&[BOB]), TEXT.as_bytes().to_vec()).unwrap();
    play(&mut mailer, &[S("220 mx.example\r\n"), C(EHLO)]);
    mailer.receive(b"250 mx.example\r\n", 0).unwrap();
    let error = loop {
        match mailer.next_event(0) {
            Ok(step) => assert!(matches!(step, Step::Event(_)), "{step:?}"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), ErrorCode::TlsUnavailable);
    assert_eq!(mailer.output(), b"QUIT\r\n");
    // The time counts from when the host tells it next.
    mailer.handle_timeout(1000);
    let due = mailer.next_deadline().unwrap();
    assert_eq!(due, 1000 + Timeouts::default().data_block);
    mailer.handle_timeout(due - 1);
    assert_eq!(mailer.output(), b"QUIT\r\n", "dropped too early");
    mailer.handle_timeout(due);
    assert_eq!((mailer.output(), mailer.next_deadline()), (b"".as_slice(), None));
    assert_eq!(mailer.next_event(due).unwrap_err().code(), ErrorCode::TlsUnavailable);
}
