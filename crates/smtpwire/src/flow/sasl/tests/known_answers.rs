//! The exchanges that the documents print, from both sides, octet for octet.

use super::*;

/// A SCRAM exchange as a document prints it.
struct Scram<'a> {
    mechanism: SaslMechanism,
    credentials: Credentials,
    binding: Option<ChannelBinding>,
    nonces: [&'a str; 2],
    messages: [&'a str; 4],
    verifier: &'a str,
}

impl Scram<'_> {
    fn check(&self) {
        let [client_first, server_first, client_final, server_final] = self.messages;
        let binding = self.binding.as_ref().map_or(ClientBinding::Unavailable, ClientBinding::Use);
        let mut client = ClientExchange::with_nonce(
            self.mechanism,
            &self.credentials,
            self.nonces[0].into(),
            binding,
        )
        .unwrap();
        assert_eq!(text(&client.initial_response().unwrap()), client_first);
        assert_eq!(text(&client.step(server_first.as_bytes()).unwrap()), client_final);
        assert!(client.step(server_final.as_bytes()).unwrap().is_empty());
        assert_eq!(client.finish(), Ok(()));

        let mut options = options();
        options.bindings.extend(self.binding.clone());
        let mut server =
            ServerExchange::with_nonce(self.mechanism, self.nonces[1].into(), Vec::new(), &options)
                .unwrap();
        assert_eq!(challenge(server.start(None).unwrap()), b"");
        let step = server.respond(client_first.as_bytes()).unwrap();
        let ServerStep::NeedVerifier { username, .. } = step else { panic!("{step:?}") };
        assert_eq!(Some(username.as_str()), self.credentials.username());
        let verifier = ScramVerifier::parse(self.verifier).unwrap();
        assert_eq!(verifier.reveal_text(), self.verifier);
        assert!(verifier.matches("pencil") && !verifier.matches("pencils"));
        let step = server.provide_verifier(Some(verifier)).unwrap();
        assert_eq!(challenge(step), server_first.as_bytes());
        let step = server.respond(client_final.as_bytes()).unwrap();
        assert_eq!(challenge(step), server_final.as_bytes());
        let ServerStep::Done(identity) = server.respond(b"").unwrap() else { panic!() };
        assert_eq!(identity.username.as_deref(), self.credentials.username());
        assert_eq!(identity.authorization_identity, self.credentials.authorization_identity);
    }
}

// RFC 5802 section 5. R-SASL-011, R-SASL-014, R-SASL-015, R-SASL-017
#[test]
fn scram_sha_1_goes_as_rfc_5802_prints_it() {
    Scram {
        mechanism: SaslMechanism::ScramSha1,
        credentials: password(),
        binding: None,
        nonces: ["fyko+d2lbbFgONRv9qkxdawL", "3rfcNHYJY1ZVvWVs7j"],
        messages: [
            "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
            "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        ],
        verifier: "SCRAM-SHA-1$4096:QSXCR+Q6sek8bf92$6dlGYMOdZcOPutkcNY8U2g7vK9Y=:D+CSWLOshSulAsxiupA+qs2/fTE=",
    }
    .check();
}

// RFC 7677 section 3. R-SASL-022
#[test]
fn scram_sha_256_goes_as_rfc_7677_prints_it() {
    Scram {
        mechanism: SaslMechanism::ScramSha256,
        credentials: password(),
        binding: None,
        nonces: ["rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"],
        messages: [
            "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        ],
        verifier: "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
    }
    .check();
}

// No document prints one with channel binding; these were worked out with Python's hashlib and hmac.
// R-SASL-018
#[test]
fn scram_plus_carries_the_binding_and_the_other_identity_in_its_proof() {
    Scram {
        mechanism: SaslMechanism::ScramSha256Plus,
        credentials: password(),
        binding: Some(exporter()),
        nonces: ["rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"],
        messages: [
            "p=tls-exporter,,n=user,r=rOprNGfwEbeRWgbNEkqO",
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=",
            "v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=",
        ],
        verifier: "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
    }
    .check();
    Scram {
        mechanism: SaslMechanism::ScramSha1Plus,
        credentials: Credentials::password("j,o", "pencil")
            .unwrap()
            .with_authorization_identity("adm=in")
            .unwrap(),
        binding: Some(ChannelBinding::new(ChannelBindingType::TlsServerEndPoint, [0xAA; 32])),
        nonces: ["fyko+d2lbbFgONRv9qkxdawL", "3rfcNHYJY1ZVvWVs7j"],
        messages: [
            "p=tls-server-end-point,a=adm=3Din,n=j=2Co,r=fyko+d2lbbFgONRv9qkxdawL",
            "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
            "c=cD10bHMtc2VydmVyLWVuZC1wb2ludCxhPWFkbT0zRGluLKqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=Fwxy60vkl1Bmw92BxEV4jq4wHek=",
            "v=tE/wPvsNWnGaSbDkrhuvoL1WbAk=",
        ],
        verifier: "SCRAM-SHA-1$4096:QSXCR+Q6sek8bf92$6dlGYMOdZcOPutkcNY8U2g7vK9Y=:D+CSWLOshSulAsxiupA+qs2/fTE=",
    }
    .check();
}

// RFC 4616 section 4. R-SASL-004, R-AUTH-019
#[test]
fn plain_goes_as_rfc_4616_prints_it() {
    for (identity, username, secret, message) in [
        (None, "tim", "tanstaaftanstaaf", "\0tim\0tanstaaftanstaaf"),
        (Some("Ursel"), "Kurt", "xipj3plmq", "Ursel\0Kurt\0xipj3plmq"),
    ] {
        let mut credentials = Credentials::password(username, secret).unwrap();
        if let Some(identity) = identity {
            credentials = credentials.with_authorization_identity(identity).unwrap();
        }
        let mut client = client(SaslMechanism::Plain, &credentials);
        assert_eq!(text(&client.initial_response().unwrap()), message);
        assert_eq!(client.finish(), Ok(()));

        let mut server = server(SaslMechanism::Plain);
        let claim = claim(server.start(Some(message.as_bytes())).unwrap());
        assert_eq!(claim.username(), Some(username));
        assert_eq!(claim.authorization_identity(), identity);
        assert!(claim.matches(secret) && !claim.matches("something else"));
        assert!(matches!(server.decide(true), Ok(ServerStep::Done(_))));
    }
}

// RFC 4954 section 4: where AUTH stands alone, the server's challenge is empty. R-AUTH-006,
// R-AUTH-013, AUTH-035
#[test]
fn a_client_that_speaks_first_says_the_same_after_an_empty_challenge() {
    for mechanism in [SaslMechanism::Plain, SaslMechanism::ScramSha256] {
        let first = client(mechanism, &password()).initial_response().unwrap();
        assert_eq!(client(mechanism, &password()).step(b"").unwrap(), first);
    }
}

// RFC 2195 section 2. R-SASL-009, R-SASL-010
#[test]
fn cram_md5_goes_as_rfc_2195_prints_it() {
    let printed = b"<1896.697170952@postoffice.reston.mci.net>";
    let response = b"tim b913a602c7eda7a495b4e6e7334d3890";
    let credentials = Credentials::password("tim", "tanstaaftanstaaf").unwrap();
    let mut client = client(SaslMechanism::CramMd5, &credentials);
    assert_eq!(client.initial_response(), None);
    assert_eq!(client.step(printed).unwrap().reveal(), response);
    assert_eq!(client.finish(), Ok(()));

    let mut server = ServerExchange::with_nonce(
        SaslMechanism::CramMd5,
        String::new(),
        printed.to_vec(),
        &options(),
    )
    .unwrap();
    assert_eq!(challenge(server.start(None).unwrap()), printed);
    let claim = claim(server.respond(response).unwrap());
    assert_eq!(claim.username(), Some("tim"));
    assert!(claim.matches("tanstaaftanstaaf") && !claim.matches("tanstaaftanstaa"));
    assert!(matches!(server.decide(true), Ok(ServerStep::Done(_))));
}

// Worked out with Python's hmac: a key longer than the digest's block is digested first.
#[test]
fn cram_md5_takes_a_password_longer_than_the_digests_block() {
    let credentials = Credentials::password("jo anne", "k".repeat(100)).unwrap();
    let response = client(SaslMechanism::CramMd5, &credentials).step(b"<a@b>").unwrap();
    assert_eq!(text(&response), "jo anne ad1e11f26d69d2583137472d573d734f");
}

#[test]
fn a_servers_cram_md5_challenge_is_made_of_entropy_and_its_name() {
    let step = server(SaslMechanism::CramMd5).start(None).unwrap();
    let expected = "<656967687465656e206f63746574732e2e2e@mx.example.com>";
    assert_eq!(challenge(step), expected.as_bytes());
}

// R-SASL-008
#[test]
fn login_asks_for_name_and_password_in_turn() {
    let mut client = client(SaslMechanism::Login, &password());
    let mut server = server(SaslMechanism::Login);
    assert_eq!(client.initial_response(), None);
    let prompt = challenge(server.start(None).unwrap());
    assert_eq!(prompt, b"Username:");
    let name = client.step(&prompt).unwrap();
    assert_eq!(text(&name), "user");
    let prompt = challenge(server.respond(name.reveal()).unwrap());
    assert_eq!(prompt, b"Password:");
    let secret = client.step(&prompt).unwrap();
    let claim = claim(server.respond(secret.reveal()).unwrap());
    assert!(claim.matches("pencil"));
    assert_eq!(client.finish(), Ok(()));
}

// Outlook Express and others name the user behind AUTH LOGIN. R-SASL-008
#[test]
fn login_takes_the_name_as_initial_response() {
    let step = served(SaslMechanism::Login, b"user").unwrap();
    assert_eq!(challenge(step), b"Password:");
}

// RFC 7628 section 4.1. R-SASL-024
#[test]
fn oauthbearer_goes_as_rfc_7628_prints_it() {
    let token = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
    let printed = b"n,a=user@example.com,\x01host=server.example.com\x01port=587\x01auth=Bearer \
        vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01";
    let credentials = Credentials::bearer("user@example.com", token)
        .unwrap()
        .with_server("server.example.com", 587)
        .unwrap();
    let mut client = client(SaslMechanism::OAuthBearer, &credentials);
    assert_eq!(client.initial_response().unwrap().reveal(), printed);
    assert_eq!(client.finish(), Ok(()));

    let mut server = server(SaslMechanism::OAuthBearer);
    let Claim::Bearer(claim) = claim(server.start(Some(printed)).unwrap()) else { panic!() };
    assert_eq!(claim.username.as_deref(), Some("user@example.com"));
    assert_eq!(claim.token.reveal(), token.as_bytes());
    assert_eq!((claim.host.as_deref(), claim.port), (Some("server.example.com"), Some(587)));
    assert!(matches!(server.decide(true), Ok(ServerStep::Done(_))));
}

// RFC 7628 section 4.3. R-SASL-025, R-SASL-026, AUTH-029
#[test]
fn a_refused_token_gets_an_error_challenge_and_fails_after_the_dummy_response() {
    for (mechanism, dummy) in
        [(SaslMechanism::OAuthBearer, &b"\x01"[..]), (SaslMechanism::XOAuth2, b"")]
    {
        let credentials = Credentials::bearer("user@example.com", "expired").unwrap();
        let mut client = client(mechanism, &credentials);
        let mut server = server(mechanism);
        let first = client.initial_response().unwrap();
        let _ = claim(server.start(Some(first.reveal())).unwrap());
        let error = challenge(server.decide(false).unwrap());
        let json: serde_json::Value = serde_json::from_slice(&error).unwrap();
        assert!(json["status"].is_string(), "{json}");

        let answer = client.step(&error).unwrap();
        assert_eq!(answer.reveal(), dummy);
        assert_eq!(client.refusal(), Some(error.as_slice()));
        let failed = server.respond(answer.reveal()).unwrap_err();
        assert_eq!(failed, SaslError::BadCredentials);
        assert_eq!(failed.reply().0.get(), 535);
        // Even if the server says 235 now.
        assert_eq!(client.finish(), Err(SaslError::ServerRefused));
    }
}

// R-SASL-027
#[test]
fn xoauth2_goes_as_google_prints_it() {
    let credentials = Credentials::bearer("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3").unwrap();
    let printed = b"user=someuser@example.com\x01auth=Bearer ya29.vF9dft4qmTc2Nvb3\x01\x01";
    let mut client = client(SaslMechanism::XOAuth2, &credentials);
    assert_eq!(client.initial_response().unwrap().reveal(), printed);
    let Claim::Bearer(claim) = claim(served(SaslMechanism::XOAuth2, printed).unwrap()) else {
        panic!()
    };
    assert_eq!(claim.username.as_deref(), Some("someuser@example.com"));
    assert_eq!(claim.token.reveal(), b"ya29.vF9dft4qmTc2Nvb3");
}

// RFC 4505 section 3
#[test]
fn anonymous_goes_as_rfc_4505_prints_it() {
    let mut client = client(SaslMechanism::Anonymous, &Credentials::anonymous("sirhc").unwrap());
    let trace = client.initial_response().unwrap();
    assert_eq!(encode(trace.reveal()).reveal_base64(), "c2lyaGM=");
    let claim = claim(served(SaslMechanism::Anonymous, trace.reveal()).unwrap());
    assert_eq!(claim, Claim::Anonymous { trace: "sirhc".into() });
}

// RFC 4422 appendix A.4. R-SASL-003
#[test]
fn external_goes_as_rfc_4422_prints_it() {
    let own = Credentials::external();
    let other = Credentials::external().with_authorization_identity("fred@example.com").unwrap();
    for (credentials, message, identity) in
        [(own, &b""[..], None), (other, b"fred@example.com", Some("fred@example.com"))]
    {
        // An empty response is one: SMTP writes it `=`.
        let mut client = client(SaslMechanism::External, &credentials);
        assert_eq!(client.initial_response().unwrap().reveal(), message);
        let claim = claim(served(SaslMechanism::External, message).unwrap());
        assert_eq!(claim.authorization_identity(), identity);
    }
}

// RFC 4954 section 4.3
#[test]
fn the_plain_login_of_rfc_4954_is_read_from_its_base64() {
    let message = decode(b"dGVzdAB0ZXN0ADEyMzQ=").unwrap();
    let claim = claim(served(SaslMechanism::Plain, message.reveal()).unwrap());
    assert_eq!(claim.username(), Some("test"));
    assert!(claim.matches("1234"));
}
