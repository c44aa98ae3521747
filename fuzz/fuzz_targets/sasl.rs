//! SASL: each side of each mechanism fed what the other would never say, and both sides with each
//! other. Nothing is believed that was not proven, and no secret is shown.
//!
//! Choices: the mechanism (two digits); a channel binding; an identity to act as; another password
//! on the server's side.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use smtpwire::sasl::{
    ChannelBinding, ChannelBindingType, ClientBinding, ClientExchange, Credentials, SaslMechanism,
    ScramHash, ScramVerifier, ServerExchange, ServerOptions, ServerStep,
};
use smtpwire_fuzz::flow::{PASSWORD, is_shown_in};
use smtpwire_fuzz::script::Script;

static VERIFIERS: LazyLock<[ScramVerifier; 2]> = LazyLock::new(|| {
    [ScramHash::Sha256, ScramHash::Sha1].map(|hash| {
        ScramVerifier::from_password(hash, PASSWORD, b"sixteen octets!!", 4096).expect("it is fit")
    })
});

fuzz_target!(|input: &[u8]| {
    // What the input itself spells, '%' being taken out or replaced, is no secret that leaks.
    let spelled: Vec<u8> = input.iter().copied().filter(|octet| *octet != b'%').collect();
    if is_shown_in(&spelled) {
        return;
    }
    let Some(mut script) = Script::read(input) else { return };
    let number = script.number(10) * 10 + script.number(10);
    let mechanism = SaslMechanism::ALL[number % SaslMechanism::ALL.len()];
    let (bound, acting, wrong) = (script.yes(), script.yes(), script.yes());
    let binding = ChannelBinding::new(ChannelBindingType::TlsExporter, [5; 32]);
    let credentials = match mechanism {
        SaslMechanism::OAuthBearer | SaslMechanism::XOAuth2 => Credentials::bearer("ann", PASSWORD),
        SaslMechanism::External => Ok(Credentials::external()),
        SaslMechanism::Anonymous => Credentials::anonymous("ann"),
        _ => Credentials::password("ann", PASSWORD),
    };
    let mut credentials = credentials.expect("they are fit");
    if acting && let Ok(both) = credentials.clone().with_authorization_identity("bob") {
        credentials = both;
    }
    let bound_by = match (mechanism.binds_channel(), bound) {
        (true, _) => ClientBinding::Use(&binding),
        (false, true) => ClientBinding::NotOffered,
        (false, false) => ClientBinding::Unavailable,
    };
    let client = ClientExchange::new(mechanism, &credentials, &[7; 32], bound_by);
    let mut options = ServerOptions::default();
    options.decoy_key = b"sixteen octets!!".as_slice().into();
    if mechanism.binds_channel() {
        options.bindings = vec![binding.clone()];
    }
    let server = ServerExchange::new(mechanism, &[8; 32], &options).expect("fit options");
    if let Ok(client) = client {
        let client = client.with_iterations(1, 4096);
        let mut messages = script.clone();
        false_server(client.clone(), &mut messages);
        together(client, server.clone(), wrong);
    }
    false_client(server, &mut script);
});

fn hide(shown: &impl std::fmt::Debug) {
    let text = format!("{shown:?}");
    assert!(!is_shown_in(text.as_bytes()), "{text}");
}

/// A server that knows no password says what it likes. `%` stands for the client's nonce.
fn false_server(mut client: ClientExchange, script: &mut Script<'_>) {
    let scram = client.mechanism().scram_hash().is_some();
    let mut nonce = Vec::new();
    if script.yes()
        && let Some(message) = client.initial_response()
    {
        nonce = nonce_of(message.reveal());
    }
    for _ in 0..5 {
        hide(&client);
        let believed = client.finish();
        assert!(!scram || believed.is_err(), "a server that has proven nothing is believed");
        let challenge = with_nonce(&script.text(), &nonce);
        match client.step(&challenge) {
            Ok(response) => {
                hide(&response);
                if nonce.is_empty() {
                    nonce = nonce_of(response.reveal());
                }
            }
            Err(error) => {
                hide(&error);
                assert!(client.finish().is_err(), "it has failed");
                assert!(client.step(b"").is_err(), "it stays so");
                break;
            }
        }
    }
    assert!(client.refusal().is_none_or(|words| !words.is_empty()));
}

fn nonce_of(message: &[u8]) -> Vec<u8> {
    let start = message.windows(2).position(|two| two == b"r=").map_or(message.len(), |at| at + 2);
    let end = message[start..].iter().position(|&octet| octet == b',');
    message[start..end.map_or(message.len(), |end| start + end)].to_vec()
}

fn with_nonce(text: &[u8], nonce: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for &octet in text {
        match octet {
            b'%' => out.extend_from_slice(nonce),
            octet => out.push(octet),
        }
    }
    out
}

/// A client that knows no password says what it likes. `%` stands for the server's nonce.
fn false_client(mut server: ServerExchange, script: &mut Script<'_>) {
    let mechanism = server.mechanism();
    let initial = script.yes().then(|| script.text());
    let mut step = server.start(initial.as_deref());
    let mut nonce = Vec::new();
    for _ in 0..8 {
        hide(&server);
        step = match step {
            Ok(ServerStep::Challenge(challenge)) => {
                if nonce.is_empty() {
                    nonce = nonce_of(&challenge);
                }
                server.respond(&with_nonce(&script.text(), &nonce))
            }
            Ok(ServerStep::NeedVerifier { .. }) => {
                let known =
                    VERIFIERS.iter().find(|known| Some(known.hash()) == mechanism.scram_hash());
                server.provide_verifier(script.yes().then(|| known.cloned()).flatten())
            }
            Ok(ServerStep::Verify(claim)) => {
                assert!(mechanism.scram_hash().is_none(), "SCRAM's proof is checked here");
                server.decide(claim.matches(PASSWORD) || script.yes())
            }
            Ok(ServerStep::Done(_)) => {
                assert!(mechanism.scram_hash().is_none(), "a guess is no proof");
                assert!(server.respond(b"").is_err() && server.decide(true).is_err(), "it is over");
                return;
            }
            Err(error) => {
                hide(&error);
                assert!(error.reply().0.get() >= 400);
                assert!(server.respond(b"").is_err() && server.decide(true).is_err(), "it is over");
                return;
            }
        };
    }
}

/// Both sides keep to the rules: they agree on who it is, unless the password is another.
fn together(mut client: ClientExchange, mut server: ServerExchange, wrong: bool) {
    let mechanism = server.mechanism();
    let initial = client.initial_response();
    let mut step = server.start(initial.as_ref().map(smtpwire::Secret::reveal));
    let mut done = false;
    for _ in 0..8 {
        hide(&server);
        step = match step {
            Ok(ServerStep::Challenge(challenge)) => match client.step(&challenge) {
                Ok(response) => server.respond(response.reveal()),
                Err(_) => break,
            },
            Ok(ServerStep::NeedVerifier { .. }) => {
                let known =
                    VERIFIERS.iter().find(|known| Some(known.hash()) == mechanism.scram_hash());
                server.provide_verifier(if wrong { None } else { known.cloned() })
            }
            Ok(ServerStep::Verify(claim)) => {
                hide(&claim);
                server.decide(!wrong)
            }
            Ok(ServerStep::Done(_)) => {
                done = true;
                break;
            }
            Err(_) => break,
        };
    }
    assert_eq!(done, !wrong, "{mechanism}");
    assert_eq!(client.finish().is_ok() && done, !wrong, "{mechanism}");
}
