//! Both sides against the documents, against each other and against an attacker.

mod agreement;
mod attacks;
mod choice;
mod known_answers;
mod scram_attacks;

use alloc::string::String;
use alloc::vec::Vec;

use super::*;
use crate::types::secret::Secret;

const ENTROPY: [u8; 18] = *b"eighteen octets...";

fn password() -> Credentials {
    Credentials::password("user", "pencil").unwrap()
}

fn options() -> ServerOptions {
    ServerOptions {
        host: "mx.example.com".into(),
        decoy_key: "a key of sixteen".into(),
        ..ServerOptions::default()
    }
}

fn exporter() -> ChannelBinding {
    ChannelBinding::new(ChannelBindingType::TlsExporter, (0..32).collect::<Vec<u8>>())
}

fn verifier(hash: ScramHash) -> ScramVerifier {
    ScramVerifier::from_password(hash, "pencil", b"sixteen octets!!", 4096).unwrap()
}

/// A client that begins without channel binding.
fn client(mechanism: SaslMechanism, credentials: &Credentials) -> ClientExchange {
    ClientExchange::new(mechanism, credentials, &ENTROPY, ClientBinding::Unavailable).unwrap()
}

fn server(mechanism: SaslMechanism) -> ServerExchange {
    ServerExchange::new(mechanism, &ENTROPY, &options()).unwrap()
}

/// Feeds a server a first message.
fn served(mechanism: SaslMechanism, message: &[u8]) -> Result<ServerStep, SaslError> {
    server(mechanism).start(Some(message))
}

fn challenge(step: ServerStep) -> Vec<u8> {
    match step {
        ServerStep::Challenge(octets) => octets,
        other => panic!("a challenge, not {other:?}"),
    }
}

fn claim(step: ServerStep) -> Claim {
    match step {
        ServerStep::Verify(claim) => claim,
        other => panic!("a claim, not {other:?}"),
    }
}

/// How an exchange between the two sides ended, for each.
#[derive(Debug)]
struct Outcome {
    client: Result<(), SaslError>,
    server: Result<Identity, SaslError>,
}

/// Runs a whole exchange, with or without an initial response. The host knows one password; no user
/// but `known` exists.
fn run(
    client: &mut ClientExchange,
    server: &mut ServerExchange,
    initial: bool,
    known: &str,
    secret: &str,
) -> Outcome {
    let first = if initial { client.initial_response() } else { None };
    let mut step = server.start(first.as_ref().map(Secret::reveal));
    let mut rounds = 0;
    loop {
        rounds += 1;
        assert!(rounds < 20, "the exchange does not end");
        step = match step {
            Ok(ServerStep::Challenge(challenge)) => match client.step(&challenge) {
                Ok(response) => server.respond(response.reveal()),
                Err(error) => {
                    return Outcome { client: Err(error), server: Err(SaslError::Cancelled) };
                }
            },
            Ok(ServerStep::NeedVerifier { username, .. }) => {
                let hash = server.mechanism().scram_hash().unwrap();
                let made = ScramVerifier::from_password(hash, secret, b"salt", 4096).unwrap();
                server.provide_verifier((username == known).then_some(made))
            }
            Ok(ServerStep::Verify(claim)) => {
                let accepted = match &claim {
                    Claim::Bearer(bearer) => bearer.token.reveal() == secret.as_bytes(),
                    Claim::External { .. } | Claim::Anonymous { .. } => true,
                    _ => claim.username() == Some(known) && claim.matches(secret),
                };
                server.decide(accepted)
            }
            Ok(ServerStep::Done(identity)) => {
                return Outcome { client: client.finish(), server: Ok(identity) };
            }
            Err(error) => {
                return Outcome { client: Err(SaslError::ServerRefused), server: Err(error) };
            }
        };
    }
}

fn text(secret: &Secret) -> String {
    String::from_utf8(secret.reveal().to_vec()).unwrap()
}

#[test]
fn more_iterations_than_a_login_could_bear_are_refused_at_once_and_the_range_is_told() {
    let made =
        |n| ScramVerifier::from_password(ScramHash::Sha256, "pencil", b"sixteen octets!!", n);
    for count in [0, 4095, MAX_ITERATIONS + 1, u32::MAX] {
        let error = made(count).unwrap_err();
        assert_eq!(error, VerifierError::Iterations, "{count}");
        let told = alloc::format!("{error}");
        assert!(told.contains("4096") && told.contains("10000000"), "{told}");
    }
    let stored = |count: &str| {
        let text =
            made(4096).unwrap().reveal_text().replace("$4096:", &alloc::format!("${count}:"));
        ScramVerifier::parse(&text).map(|verifier| verifier.iterations())
    };
    assert_eq!(stored("1"), Ok(1));
    assert_eq!(stored("10000000"), Ok(MAX_ITERATIONS));
    assert_eq!(stored("10000001"), Err(VerifierError::Iterations));
}
