//! What a dishonest peer sends in a SCRAM exchange.

use super::*;
use alloc::format;

const FIRST: &[u8] = b"n,,n=user,r=abcdefghijklmnopqrstuvwx";

/// A change to a message.
type Change = fn(&str) -> String;

/// A SCRAM client that has spoken, and its nonce.
fn scram() -> (ClientExchange, String) {
    let mut client = client(SaslMechanism::ScramSha256, &password());
    let first = text(&client.initial_response().unwrap());
    let (_, nonce) = first.split_once("r=").unwrap();
    (client, nonce.into())
}

/// What the client makes of a server's first message, in which `NONCE` stands for its own.
fn answered(message: &str) -> Result<Secret, SaslError> {
    let (mut client, nonce) = scram();
    let result = client.step(message.replace("NONCE", &nonce).as_bytes());
    if let Err(error) = result {
        assert_eq!(client.finish(), Err(error), "success is not believed after that");
        assert_eq!(client.step(b""), Err(SaslError::OutOfTurn));
    }
    result
}

/// A server that has sent its SCRAM challenge to a client, both ready for the proof.
fn challenged(known: bool) -> (ClientExchange, ServerExchange, Vec<u8>) {
    let mut client = client(SaslMechanism::ScramSha256, &password());
    let mut server = server(SaslMechanism::ScramSha256);
    let first = client.initial_response().unwrap();
    let _ = server.start(Some(first.reveal())).unwrap();
    let step = server.provide_verifier(known.then(|| verifier(ScramHash::Sha256))).unwrap();
    (client, server, challenge(step))
}

// AUTH-040, R-SASL-017
#[test]
fn a_235_before_the_servers_proof_is_not_believed() {
    let (mut client, _, challenge) = challenged(true);
    assert_eq!(client.finish(), Err(SaslError::ServerUnproven));
    let _ = client.step(&challenge).unwrap();
    assert_eq!(client.finish(), Err(SaslError::ServerUnproven));
}

// AUTH-041, R-SASL-017
#[test]
fn a_server_that_does_not_know_the_password_is_found_out() {
    for message in ["v=AAAA", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="] {
        let (mut client, _, challenge) = challenged(true);
        let _ = client.step(&challenge).unwrap();
        assert_eq!(client.step(message.as_bytes()), Err(SaslError::WrongSignature));
        assert_eq!(client.finish(), Err(SaslError::WrongSignature));
    }
    for (message, error) in [
        ("", SaslError::Malformed),
        ("v=", SaslError::Malformed),
        ("v=!", SaslError::Malformed),
        ("x=AAAA", SaslError::Malformed),
        ("v=AAAA,v=AAAA", SaslError::Malformed),
        ("v=AAAA,m=x", SaslError::MandatoryExtension),
        ("e=invalid-proof", SaslError::ServerRefused),
    ] {
        let (mut client, _, challenge) = challenged(true);
        let _ = client.step(&challenge).unwrap();
        assert_eq!(client.step(message.as_bytes()), Err(error), "{message}");
        assert!(client.finish().is_err());
    }
}

#[test]
fn the_word_with_which_a_scram_server_refuses_can_be_read() {
    let (mut client, _, challenge) = challenged(true);
    let _ = client.step(&challenge).unwrap();
    let _ = client.step(b"e=unknown-user").unwrap_err();
    assert_eq!(client.refusal(), Some(&b"unknown-user"[..]));
}

// AUTH-042 to AUTH-047, R-SASL-013, R-SASL-014, R-SASL-016
#[test]
fn a_servers_first_message_that_weakens_the_exchange_is_refused() {
    let least = 4096;
    for (message, error) in [
        ("r=other,s=QSXCR+Q6sek8bf92,i=4096", SaslError::NonceMismatch),
        ("r=xNONCE,s=QSXCR+Q6sek8bf92,i=4096", SaslError::NonceMismatch),
        ("r=NONCE,s=QSXCR+Q6sek8bf92,i=4096", SaslError::NonceMismatch),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=1", SaslError::TooFewIterations { count: 1, least }),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=4095", SaslError::TooFewIterations { count: 4095, least }),
        ("r=NONCEx,s=,i=4096", SaslError::Malformed),
        ("r=NONCEx,s=!,i=4096", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf9,i=4096", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=abc", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=+4096", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=04096", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096,i=4096", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096,x=1,x=2", SaslError::Malformed),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096,", SaslError::Malformed),
        ("s=QSXCR+Q6sek8bf92,r=NONCEx,i=4096", SaslError::Malformed),
        ("m=x,r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096", SaslError::MandatoryExtension),
        ("r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096,m=x", SaslError::MandatoryExtension),
        ("r=NONCE\u{e9},s=QSXCR+Q6sek8bf92,i=4096", SaslError::Malformed),
        ("r=NONCE\0,s=QSXCR+Q6sek8bf92,i=4096", SaslError::Malformed),
        ("", SaslError::Malformed),
    ] {
        assert_eq!(answered(message), Err(error), "{message}");
    }
}

// R-SASL-021
#[test]
fn an_unknown_optional_extension_is_passed_over() {
    assert!(answered("r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096,x=future").is_ok());
}

// A server could keep the client busy for an hour.
#[test]
fn more_iterations_than_allowed_are_refused_before_the_work_is_done() {
    let most = SaslPolicy::default().max_iterations;
    for count in ["1000001", "2147483648", "4294967295", "99999999999999999999999"] {
        let mut client =
            client(SaslMechanism::ScramSha256, &password()).with_iterations(4096, most);
        let first = text(&client.initial_response().unwrap());
        let (_, nonce) = first.split_once("r=").unwrap();
        let message = format!("r={nonce}x,s=QSXCR+Q6sek8bf92,i={count}");
        assert_eq!(
            client.step(message.as_bytes()),
            Err(SaslError::TooManyIterations { most }),
            "{count}"
        );
    }
}

// AUTH-024, R-SASL-020
#[test]
fn taking_plus_out_of_the_servers_list_is_noticed() {
    let binding = exporter();
    let mut options = options();
    options.bindings.push(binding.clone());
    let mut server = ServerExchange::new(SaslMechanism::ScramSha256, &ENTROPY, &options).unwrap();
    let mut client = ClientExchange::new(
        SaslMechanism::ScramSha256,
        &password(),
        &ENTROPY,
        ClientBinding::NotOffered,
    )
    .unwrap();
    let first = client.initial_response().unwrap();
    assert!(first.reveal().starts_with(b"y,,"));
    let error = server.start(Some(first.reveal())).unwrap_err();
    assert_eq!(error, SaslError::Downgrade);
    assert_eq!(error.reply().0.get(), 535);
    // Where it is not offered, there is nothing to notice.
    assert!(served(SaslMechanism::ScramSha256, first.reveal()).is_ok());
}

#[test]
fn turning_the_y_into_an_n_on_the_way_breaks_the_proof() {
    let mut options = options();
    options.bindings.push(exporter());
    let mut server = ServerExchange::new(SaslMechanism::ScramSha256, &ENTROPY, &options).unwrap();
    let mut client = ClientExchange::new(
        SaslMechanism::ScramSha256,
        &password(),
        &ENTROPY,
        ClientBinding::NotOffered,
    )
    .unwrap();
    let first = text(&client.initial_response().unwrap()).replacen('y', "n", 1);
    let _ = server.start(Some(first.as_bytes())).unwrap();
    let step = server.provide_verifier(Some(verifier(ScramHash::Sha256))).unwrap();
    let last = client.step(&challenge(step)).unwrap();
    assert_eq!(server.respond(last.reveal()), Err(SaslError::BindingMismatch));
}

#[test]
fn a_login_relayed_from_another_tls_connection_fails() {
    let theirs = ChannelBinding::new(ChannelBindingType::TlsExporter, [7; 32]);
    let mut options = options();
    options.bindings.push(exporter());
    let mechanism = SaslMechanism::ScramSha256Plus;
    let mut server = ServerExchange::new(mechanism, &ENTROPY, &options).unwrap();
    let binding = ClientBinding::Use(&theirs);
    let mut client = ClientExchange::new(mechanism, &password(), &ENTROPY, binding).unwrap();
    let outcome = run(&mut client, &mut server, true, "user", "pencil");
    assert_eq!(outcome.server, Err(SaslError::BindingMismatch));
    assert!(outcome.client.is_err());
}

#[test]
fn plus_goes_with_a_binding_and_nothing_else_does() {
    let mut options = options();
    options.bindings.push(exporter());
    for (mechanism, first, error) in [
        (SaslMechanism::ScramSha256Plus, "n,,n=user,r=abc", SaslError::BindingMismatch),
        (SaslMechanism::ScramSha256Plus, "y,,n=user,r=abc", SaslError::BindingMismatch),
        (SaslMechanism::ScramSha256Plus, "p=tls-unique,,n=user,r=abc", SaslError::BindingMismatch),
        (SaslMechanism::ScramSha256, "p=tls-exporter,,n=user,r=abc", SaslError::BindingMismatch),
    ] {
        let mut server = ServerExchange::new(mechanism, &ENTROPY, &options).unwrap();
        assert_eq!(server.start(Some(first.as_bytes())), Err(error), "{first}");
    }
    let missing = ClientBinding::Unavailable;
    let plus = SaslMechanism::ScramSha1Plus;
    let error = ClientExchange::new(plus, &password(), &ENTROPY, missing).unwrap_err();
    assert_eq!(error, SaslError::BindingMisplaced);
}

// AUTH-025, AUTH-026, R-SASL-011, R-SASL-012, R-SASL-013
#[test]
fn a_clients_first_message_is_read_strictly() {
    let served = |message: &[u8]| served(SaslMechanism::ScramSha256, message);
    assert!(served(FIRST).is_ok());
    assert!(served(b"n,a=adm,n=us=2Cer=3D,r=abc,x=ext").is_ok());
    for (message, error) in [
        (&b"z,,n=user,r=abc"[..], SaslError::Malformed),
        (b"n,,n=user", SaslError::Malformed),
        (b"n,,r=abc", SaslError::Malformed),
        (b"n,,n=user,r=", SaslError::Malformed),
        (b"n,,r=abc,n=user", SaslError::Malformed),
        (b"n,,n=user,r=abc,r=abc", SaslError::Malformed),
        (b"n,,n=user,r=abc,n=other", SaslError::Malformed),
        (b"n,,n=us=er,r=abc", SaslError::Malformed),
        (b"n,,n=us=2cer,r=abc", SaslError::Malformed),
        (b"n,,n=us=2,r=abc", SaslError::Malformed),
        (b"n,,n==,r=abc", SaslError::Malformed),
        (b"n,,n=,r=abc", SaslError::Malformed),
        (b"n,a=,n=user,r=abc", SaslError::Malformed),
        (b"n,b=x,n=user,r=abc", SaslError::Malformed),
        (b"n,,n=us\0er,r=abc", SaslError::Malformed),
        (b"n,,n=user,r=a b", SaslError::Malformed),
        (b"p=,,n=user,r=abc", SaslError::Malformed),
        (b"p=a b,,n=user,r=abc", SaslError::Malformed),
        (b"n,,m=x,n=user,r=abc", SaslError::MandatoryExtension),
        (b"n,,n=user,r=abc,m=x", SaslError::MandatoryExtension),
        (b"n,,n=us\xffer,r=abc", SaslError::NotUtf8),
        (b"n,,n=\x07,r=abc", SaslError::BadCredentials),
        (b"n", SaslError::Malformed),
        (b"", SaslError::Malformed),
    ] {
        assert_eq!(served(message), Err(error), "{}", crate::Escaped(message));
    }
    let long = [FIRST, &[b'x'; 1024]].concat();
    assert_eq!(served(&long), Err(SaslError::Malformed));
}

// R-SASL-015
#[test]
fn a_clients_last_message_is_bound_to_this_exchange() {
    let last = || {
        let (mut client, server, challenge) = challenged(true);
        (text(&client.step(&challenge).unwrap()), server)
    };
    let (good, mut server) = last();
    assert_eq!(challenge(server.respond(good.as_bytes()).unwrap()).len(), 2 + 44);

    let cases: [(Change, SaslError); 8] = [
        (|m| m.replacen("r=", "r=x", 1), SaslError::NonceMismatch),
        (|m| m.replacen("c=biws", "c=eSws", 1), SaslError::BindingMismatch),
        (|m| m.replacen("c=biws", "c=biws=", 1), SaslError::Malformed),
        (|m| m.trim_end_matches('=').into(), SaslError::Malformed),
        (|m| format!("{}p=AAAA", &m[..m.len() - 46]), SaslError::BadCredentials),
        (|m| m.replacen(",p=", ",x=1,p=", 1), SaslError::BadCredentials),
        (|m| format!("{m},x=1"), SaslError::Malformed),
        (|m| format!("{m},p=AAAA"), SaslError::Malformed),
    ];
    for (change, error) in cases {
        let (good, mut server) = last();
        let changed = change(&good);
        assert_eq!(server.respond(changed.as_bytes()), Err(error), "{changed}");
        assert_eq!(server.respond(good.as_bytes()), Err(SaslError::OutOfTurn));
    }
}

#[test]
fn a_proof_that_is_longer_by_octets_of_ones_own_choice_is_none() {
    let (mut client, mut server, challenge) = challenged(true);
    let last = text(&client.step(&challenge).unwrap());
    let (front, proof) = last.rsplit_once("p=").unwrap();
    let mut octets = decode(proof.as_bytes()).unwrap().reveal().to_vec();
    octets.extend([0; 4]);
    let longer = format!("{front}p={}", encode(&octets).reveal_base64());
    assert_eq!(server.respond(longer.as_bytes()), Err(SaslError::BadCredentials));
}

#[test]
fn an_unknown_user_cannot_be_told_from_one_who_gave_a_wrong_password() {
    let salt = |user: &str| {
        let mut server = server(SaslMechanism::ScramSha256);
        let first = format!("n,,n={user},r=abcdefghijklmnopqrstuvwx");
        let _ = server.start(Some(first.as_bytes())).unwrap();
        challenge(server.provide_verifier(None).unwrap())
    };
    assert_eq!(salt("nobody"), salt("nobody"), "asked twice, the salt is the same");
    assert_ne!(salt("nobody"), salt("noone"));
    let real = challenged(true).2;
    let made_up = challenged(false).2;
    assert_eq!(real.len(), made_up.len());
    assert!(made_up.ends_with(b",i=4096"));

    let (mut client, mut server, challenge) = challenged(false);
    let last = client.step(&challenge).unwrap();
    let unknown = server.respond(last.reveal()).unwrap_err();
    let mut wrong = super::client(
        SaslMechanism::ScramSha256,
        &Credentials::password("user", "pencils").unwrap(),
    );
    let mut server = super::server(SaslMechanism::ScramSha256);
    let outcome = run(&mut wrong, &mut server, true, "user", "pencil");
    assert_eq!(outcome.server, Err(unknown));
    assert_eq!(unknown, SaslError::BadCredentials);
}

#[test]
fn a_verifier_of_another_digest_or_no_decoy_key_is_the_hosts_fault_and_says_so() {
    let mut server = server(SaslMechanism::ScramSha256);
    let _ = server.start(Some(FIRST)).unwrap();
    let error = server.provide_verifier(Some(verifier(ScramHash::Sha1))).unwrap_err();
    assert_eq!(error, SaslError::WrongVerifier);
    assert_eq!(error.reply().0.get(), 454);
    let bare = ServerOptions::default();
    let error = ServerExchange::new(SaslMechanism::ScramSha1, &ENTROPY, &bare).unwrap_err();
    assert_eq!(error, SaslError::NoDecoyKey);
    let error = ServerExchange::new(SaslMechanism::CramMd5, b"short", &options()).unwrap_err();
    assert_eq!(error, SaslError::Nonce);
}
