//! Both sides agree about who logged in, and no input makes either panic.

use super::*;
use proptest::prelude::*;

const PASSWORD_MECHANISMS: [SaslMechanism; 7] = [
    SaslMechanism::ScramSha256Plus,
    SaslMechanism::ScramSha1Plus,
    SaslMechanism::ScramSha256,
    SaslMechanism::ScramSha1,
    SaslMechanism::CramMd5,
    SaslMechanism::Plain,
    SaslMechanism::Login,
];

/// Names and passwords as people have them, and such as parsers trip over.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9.@+-]{1,24}",
        "[ -~]{1,40}",
        "[=,n2CD3 ]{1,12}",
        "[\\u{e0}-\\u{17f}\\u{410}-\\u{44f}\\u{4e00}-\\u{4e20}]{1,12}",
        "[\\u{5d0}-\\u{5ea}]{1,8}",
    ]
}

fn pair(
    mechanism: SaslMechanism,
    credentials: &Credentials,
    entropy: &[u8; 24],
) -> (ClientExchange, ServerExchange) {
    let binding = exporter();
    let (used, mut options) = (mechanism.binds_channel(), options());
    if used {
        options.bindings.push(binding.clone());
    }
    let flag = if used { ClientBinding::Use(&binding) } else { ClientBinding::Unavailable };
    (
        ClientExchange::new(mechanism, credentials, entropy, flag).unwrap(),
        ServerExchange::new(mechanism, entropy, &options).unwrap(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_right_password_logs_in_and_another_does_not(
        name in words(),
        secret in words(),
        guess in words(),
        entropy: [u8; 24],
        initial: bool,
    ) {
        for mechanism in PASSWORD_MECHANISMS {
            let credentials = Credentials::password(name.as_str(), secret.as_str()).unwrap();
            let known = saslprep(&name).unwrap().into_owned();
            let (mut client, mut server) = pair(mechanism, &credentials, &entropy);
            let outcome = run(&mut client, &mut server, initial, &known, &secret);
            prop_assert_eq!(outcome.client, Ok(()), "{}", mechanism);
            prop_assert_eq!(outcome.server.unwrap().username, Some(known.clone()), "{}", mechanism);

            if saslprep(&guess) != saslprep(&secret) {
                let (mut client, mut server) = pair(mechanism, &credentials, &entropy);
                let outcome = run(&mut client, &mut server, initial, &known, &guess);
                prop_assert!(outcome.client.is_err(), "{}", mechanism);
                prop_assert_eq!(outcome.server, Err(SaslError::BadCredentials), "{}", mechanism);
            }
            let (mut client, mut server) = pair(mechanism, &credentials, &entropy);
            let outcome = run(&mut client, &mut server, initial, "someone else\0", &secret);
            prop_assert_eq!(outcome.server, Err(SaslError::BadCredentials), "{}", mechanism);
        }
    }
}

proptest! {
    #[test]
    fn tokens_and_identities_arrive_as_they_were_sent(
        name in words(),
        token in "[!-~]{1,200}",
        identity in words(),
        initial: bool,
    ) {
        for mechanism in [SaslMechanism::OAuthBearer, SaslMechanism::XOAuth2] {
            let credentials = Credentials::bearer(name.as_str(), token.as_str()).unwrap();
            let (mut client, mut server) = pair(mechanism, &credentials, &[0; 24]);
            let outcome = run(&mut client, &mut server, initial, &name, &token);
            prop_assert_eq!(outcome.client, Ok(()));
            prop_assert_eq!(outcome.server.unwrap().username, Some(name.clone()));
            let (mut client, mut server) = pair(mechanism, &credentials, &[0; 24]);
            let outcome = run(&mut client, &mut server, initial, &name, "another");
            prop_assert_eq!(outcome.server, Err(SaslError::BadCredentials));
        }
        let credentials = Credentials::external().with_authorization_identity(identity.as_str());
        let (mut client, mut server) =
            pair(SaslMechanism::External, &credentials.unwrap(), &[0; 24]);
        let outcome = run(&mut client, &mut server, initial, "", "");
        prop_assert_eq!(outcome.server.unwrap().authorization_identity, Some(identity));
    }

    #[test]
    fn no_octets_make_a_server_panic_or_let_anyone_in(
        mechanism in 0_usize..SaslMechanism::ALL.len(),
        first in prop::option::of(prop::collection::vec(any::<u8>(), 0..80)),
        lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..4),
    ) {
        let mut options = options();
        options.bindings.push(exporter());
        let mechanism = SaslMechanism::ALL[mechanism];
        let mut server = ServerExchange::new(mechanism, &ENTROPY, &options).unwrap();
        let mut step = server.start(first.as_deref());
        for line in lines {
            if let Ok(ServerStep::NeedVerifier { .. }) = step {
                step = server.provide_verifier(Some(verifier(mechanism.scram_hash().unwrap())));
            }
            prop_assert!(!matches!(step, Ok(ServerStep::Done(_))));
            step = server.respond(&line);
        }
    }

    #[test]
    fn no_octets_make_a_client_panic_or_believe_a_scram_server(
        plus: bool,
        lines in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..80),
                "[a-z]=[ -~]{0,30}(,[a-z]=[ -~]{0,30}){0,3}".prop_map(String::into_bytes),
            ],
            0..4,
        ),
    ) {
        let binding = exporter();
        let (mechanism, flag) = if plus {
            (SaslMechanism::ScramSha256Plus, ClientBinding::Use(&binding))
        } else {
            (SaslMechanism::ScramSha256, ClientBinding::NotOffered)
        };
        let mut client = ClientExchange::new(mechanism, &password(), &ENTROPY, flag).unwrap();
        let _ = client.initial_response();
        for line in &lines {
            let _ = client.step(line);
            prop_assert!(client.finish().is_err());
        }
        for mechanism in [SaslMechanism::Login, SaslMechanism::CramMd5, SaslMechanism::Plain] {
            let mut client = super::client(mechanism, &password());
            for line in &lines {
                let _ = client.step(line);
            }
        }
    }
}

/// What the two sides of a SCRAM exchange say: client, server, client, server.
fn scram_messages() -> [Vec<u8>; 4] {
    let mut client = client(SaslMechanism::ScramSha1, &password());
    let mut server = server(SaslMechanism::ScramSha1);
    let first = client.initial_response().unwrap().reveal().to_vec();
    let _ = server.start(Some(&first)).unwrap();
    let second = challenge(server.provide_verifier(Some(verifier(ScramHash::Sha1))).unwrap());
    let third = client.step(&second).unwrap().reveal().to_vec();
    let fourth = challenge(server.respond(&third).unwrap());
    [first, second, third, fourth]
}

/// Replays the exchange with one message changed; whether both sides still log in.
fn logs_in_with(messages: &[Vec<u8>; 4]) -> bool {
    let mut server = server(SaslMechanism::ScramSha1);
    let mut client = client(SaslMechanism::ScramSha1, &password());
    let _ = client.initial_response();
    let let_in = server.start(Some(&messages[0])).is_ok()
        && server.provide_verifier(Some(verifier(ScramHash::Sha1))).is_ok()
        && server.respond(&messages[2]).is_ok();
    let believed = client.step(&messages[1]).is_ok()
        && client.step(&messages[3]).is_ok()
        && client.finish().is_ok();
    let_in && believed
}

#[test]
fn a_scram_message_cut_at_any_octet_never_logs_in() {
    let messages = scram_messages();
    assert!(logs_in_with(&messages));
    for index in 0..messages.len() {
        for length in 0..messages[index].len() {
            let mut cut = messages.clone();
            cut[index].truncate(length);
            assert!(!logs_in_with(&cut), "message {index} cut at {length}");
        }
    }
}

#[test]
fn a_scram_message_with_any_octet_changed_never_logs_in() {
    let messages = scram_messages();
    for index in 0..messages.len() {
        for at in 0..messages[index].len() {
            let mut changed = messages.clone();
            changed[index][at] ^= 1;
            assert!(!logs_in_with(&changed), "message {index}, octet {at}");
        }
    }
}
