//! Which mechanism the client takes.

use super::*;
use crate::{ErrorCode, Mechanism};
use alloc::string::ToString;

fn offer<'a>(names: &[&'a str]) -> Vec<Mechanism<'a>> {
    names.iter().map(|name| Mechanism::parse(name).unwrap()).collect()
}

fn choose<'b>(
    policy: &SaslPolicy,
    names: &[&str],
    protected: bool,
    binding: Option<&'b ChannelBinding>,
) -> Result<(SaslMechanism, ClientBinding<'b>), NoMechanism> {
    policy
        .choose(&offer(names), &password(), protected, binding)
        .map(|choice| (choice.mechanism(), choice.binding()))
}

#[test]
fn the_strongest_that_is_offered_is_taken_whatever_the_servers_order_and_case() {
    let policy = SaslPolicy::default();
    let names = ["LOGIN", "plain", "CRAM-MD5", "SCRAM-SHA-1", "Scram-Sha-256", "DIGEST-MD5"];
    let (mechanism, _) = choose(&policy, &names, true, None).unwrap();
    assert_eq!(mechanism, SaslMechanism::ScramSha256);
    let (mechanism, _) = choose(&policy, &names[..3], true, None).unwrap();
    assert_eq!(mechanism, SaslMechanism::CramMd5);
    let (mechanism, _) = choose(&policy, &names[..2], true, None).unwrap();
    assert_eq!(mechanism, SaslMechanism::Plain);
}

// AUTH-031, R-AUTH-018, R-SASL-023
#[test]
fn no_secret_is_shown_on_an_unprotected_connection_unless_that_is_allowed_by_name() {
    let mut policy = SaslPolicy::default();
    let error = choose(&policy, &["PLAIN", "LOGIN"], false, None).unwrap_err();
    assert!(error.iter().all(|(_, why)| why == NotUsed::Unprotected));
    assert_eq!(error.iter().count(), 2);
    assert_eq!(error.error_code(), ErrorCode::PlaintextCredentials);
    policy.allow_plaintext_secrets = true;
    let (mechanism, _) = choose(&policy, &["PLAIN", "LOGIN"], false, None).unwrap();
    assert_eq!(mechanism, SaslMechanism::Plain);

    let token = Credentials::bearer("jo@example.com", "t").unwrap();
    let offered = offer(&["OAUTHBEARER", "XOAUTH2"]);
    assert!(SaslPolicy::default().choose(&offered, &token, false, None).is_err());
    let choice = SaslPolicy::default().choose(&offered, &token, true, None).unwrap();
    assert_eq!(choice.mechanism(), SaslMechanism::OAuthBearer);
}

// RFC 2195 section 5: who has the challenge and the digest can try out passwords at home.
#[test]
fn no_digest_that_is_quickly_guessed_at_is_shown_on_an_unprotected_connection() {
    let mut policy = SaslPolicy::default();
    let error = choose(&policy, &["CRAM-MD5"], false, None).unwrap_err();
    assert!(error.iter().all(|(_, why)| why == NotUsed::Guessable));
    assert_eq!(error.error_code(), ErrorCode::PlaintextCredentials);
    let (mechanism, _) = choose(&policy, &["CRAM-MD5", "SCRAM-SHA-1"], false, None).unwrap();
    assert_eq!(mechanism, SaslMechanism::ScramSha1);
    policy.allow_plaintext_secrets = true;
    let (mechanism, _) = choose(&policy, &["CRAM-MD5"], false, None).unwrap();
    assert_eq!(mechanism, SaslMechanism::CramMd5);
}

// AUTH-032
#[test]
fn a_policy_that_demands_scram_is_not_talked_down_to_login() {
    let policy = SaslPolicy {
        allowed: Some([SaslMechanism::ScramSha256, SaslMechanism::ScramSha1].into()),
        ..SaslPolicy::default()
    };
    let error = choose(&policy, &["LOGIN"], true, None).unwrap_err();
    assert_eq!(error.iter().next(), Some(("LOGIN", NotUsed::NotAllowed)));
    assert_eq!(error.error_code(), ErrorCode::NoMechanism);
}

// R-SASL-019
#[test]
fn the_binding_is_used_where_offered_and_said_to_be_missing_where_not() {
    let binding = exporter();
    let policy = SaslPolicy::default();
    let names = ["SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"];
    assert_eq!(
        choose(&policy, &names, true, Some(&binding)).unwrap(),
        (SaslMechanism::ScramSha256Plus, ClientBinding::Use(&binding))
    );
    assert_eq!(
        choose(&policy, &names[..1], true, Some(&binding)).unwrap(),
        (SaslMechanism::ScramSha256, ClientBinding::NotOffered)
    );
    assert_eq!(
        choose(&policy, &names, true, None).unwrap(),
        (SaslMechanism::ScramSha256, ClientBinding::Unavailable)
    );
    // Offered, but left out by the policy: `y` would be a lie that the server takes for an attack.
    let policy =
        SaslPolicy { allowed: Some([SaslMechanism::ScramSha256].into()), ..SaslPolicy::default() };
    assert_eq!(
        choose(&policy, &names, true, Some(&binding)).unwrap(),
        (SaslMechanism::ScramSha256, ClientBinding::Unavailable)
    );
}

#[test]
fn the_error_tells_an_operator_of_each_mechanism_why_not() {
    let error = SaslPolicy::default()
        .choose(&offer(&["NTLM", "XOAUTH2", "SCRAM-SHA-1-PLUS", "PLAIN"]), &password(), false, None)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "of the mechanisms offered, none can be used: NTLM (it is not known here), XOAUTH2 (it \
         takes another kind of credentials), SCRAM-SHA-1-PLUS (it needs a channel binding, and \
         there is none for this connection), PLAIN (it would show the secret to whoever listens, \
         and the connection is not protected by verified TLS)"
    );
    let error = SaslPolicy::default()
        .choose(&offer(&["PLAIN", "NTLM", "LOGIN"]), &password(), false, None)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "of the mechanisms offered, none can be used: PLAIN and LOGIN (it would show the secret to \
         whoever listens, and the connection is not protected by verified TLS), NTLM (it is not known \
         here)",
        "a reason is told once"
    );
    let error = SaslPolicy::default().choose(&[], &password(), true, None).unwrap_err();
    assert_eq!(error.to_string(), "the server offers no mechanism to log in with");
}

#[test]
fn a_password_that_scram_cannot_use_still_logs_in_by_plain() {
    let odd = Credentials::password("jo", "tab\tbed").unwrap();
    let offered = offer(&["SCRAM-SHA-256", "PLAIN"]);
    let choice = SaslPolicy::default().choose(&offered, &odd, true, None).unwrap();
    assert_eq!(choice.mechanism(), SaslMechanism::Plain);
}

#[test]
fn the_policys_limits_hold_in_the_exchange_that_it_starts() {
    let policy = SaslPolicy { max_iterations: 5000, ..SaslPolicy::default() };
    let choice = policy.choose(&offer(&["SCRAM-SHA-1"]), &password(), true, None).unwrap();
    let mut client = choice.start(&password(), &ENTROPY).unwrap();
    let first = text(&client.initial_response().unwrap());
    let (_, nonce) = first.split_once("r=").unwrap();
    let challenge = alloc::format!("r={nonce}x,s=QSXCR+Q6sek8bf92,i=5001");
    assert_eq!(client.step(challenge.as_bytes()), Err(SaslError::TooManyIterations { most: 5000 }));
}
