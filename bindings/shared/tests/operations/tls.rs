//! TLS at both ends in memory, from plain data.

use serde_json::{Value, json};
use smtpwire_shell::config::{Plain, Spelling};
use smtpwire_shell::{ClientLine, ClientSetup, MailerLine, MailerSetup, ServerLine, ServerSetup};

use crate::ask::{Asked, plain};
use crate::certificates::{identity, issued, roots};
use crate::talk::{Side, names, talk};

fn client(tls: &Value) -> ClientLine {
    ClientLine::open(Plain::Null, plain(tls), Spelling::Rust, false, 0)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

fn server(config: &Value, tls: &Value) -> ServerLine {
    let mut whole = json!({ "hostname": "mx.example", "decisions": [], "content": "whole" });
    for (field, value) in config.as_object().expect("an object") {
        whole[field] = value.clone();
    }
    ServerLine::open(plain(&whole), plain(tls), Spelling::Rust, false, &[7; 32], 0)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

fn trusting(more: &Value) -> Value {
    let mut tls = json!({ "peer": "mx.example", "roots": roots() });
    for (field, value) in more.as_object().expect("an object") {
        tls[field] = value.clone();
    }
    tls
}

/// A client that says EHLO and QUIT against a server.
fn session(client: &mut ClientLine, server: &mut ServerLine) -> (Vec<Value>, Vec<Value>) {
    let mut host = |client: &mut ClientLine, event: &Value| match event["type"].as_str() {
        Some("greeting") => drop(client.get("ehlo", json!(["a.example"]))),
        Some("ehlo") => drop(client.get("quit", json!([]))),
        _ => {}
    };
    let client = Side { line: client, host: &mut host };
    talk(client, Side { line: server, host: &mut |_, _| {} })
}

#[test]
fn starttls_and_implicit_tls_are_done_from_plain_options() {
    for (security, mode, before) in [
        ("required", "starttls", "greeting tls-established"),
        ("implicit", "implicit", "tls-established greeting"),
    ] {
        let mut client = client(&trusting(&json!({ "security": security })));
        let mut server =
            server(&json!({}), &json!({ "mode": mode, "identity": identity("mx.example") }));
        client.get("set_tracing", json!([true]));
        server.get("set_tracing", json!([true]));
        let (seen, received) = session(&mut client, &mut server);
        let what = names(&seen);
        assert!(
            what.contains("ehlo reply") && names(&received).contains("tls-established"),
            "{what}"
        );
        assert!(what.starts_with(before), "{what}");
        assert_eq!(client.get("is_verified", json!([])), json!(true));
        assert_eq!(server.get("is_tls", json!([])), json!(true));

        let session = client.get("tls_session", json!([]));
        assert_eq!(
            (&session["version"], &session["verification"], &session["server_name"]),
            (&json!("TLSv1.3"), &json!("pkix"), &json!("mx.example"))
        );
        let certificate = &session["peer_certificates"][0];
        assert_eq!(certificate["names"], json!(["mx.example"]));
        assert_eq!(server.get("tls_session", json!([]))["version"], "TLSv1.3");
        let bindings = client.get("reveal_channel_bindings", json!([]));
        assert_eq!(bindings, server.get("reveal_channel_bindings", json!([])));
        assert_eq!(bindings[0]["type"], "tls-exporter");
        assert_eq!(client.get("fallback", json!([])), Value::Null);
        assert_eq!(client.get("tls_failure", json!([])), Value::Null);

        let said = |trace: &Value, way: &str| {
            let pieces = trace.as_array().expect("a list").iter();
            let octets = pieces.filter(|piece| piece["type"] == way).flat_map(|piece| {
                let octets = piece["octets"].as_array().expect("octets").clone();
                octets.into_iter().map(|octet| u8::try_from(octet.as_u64().unwrap()).unwrap())
            });
            String::from_utf8(octets.collect()).expect("text")
        };
        let trace = client.get("take_trace", json!([]));
        assert!(said(&trace, "sent").ends_with("EHLO a.example\r\nQUIT\r\n"), "{trace}");
        assert!(trace.as_array().unwrap().contains(&json!({ "type": "established" })));
        let heard = server.get("take_trace", json!([]));
        assert_eq!(said(&trace, "sent"), said(&heard, "received"));
        assert_eq!(client.get("take_trace", json!([])), json!([]));
    }
}

#[test]
fn the_hand_off_s_calls_are_not_for_tls_of_ours() {
    let mut client = client(&trusting(&json!({})));
    let mut server = server(&json!({}), &json!({ "identity": identity("mx.example") }));
    assert_eq!(client.fails("tls_established", json!([0])), "no-tls-expected");
    assert_eq!(client.fails("tls_failed", json!([])), "no-tls-expected");
    assert_eq!(server.fails("tls_established", json!([0])), "no-tls-expected");
    assert_eq!(server.fails("tls_failed", json!([])), "no-tls-expected");
    assert_eq!(server.fails("set_channel_bindings", json!([[]])), "no-tls-expected");
    let given = json!({
        "credentials": { "username": "jo", "password": "pencil" },
        "entropy": vec![7; 16],
        "channel_binding": { "type": "tls-unique", "data": [1] },
    });
    assert_eq!(client.fails("auth", given), "invalid-value");
}

#[test]
fn a_server_that_is_somebody_else_is_not_talked_to() {
    let mut client = client(&trusting(&json!({})));
    let mut server = server(&json!({}), &json!({ "identity": identity("other.example") }));
    let (seen, _) = session(&mut client, &mut server);
    assert_eq!(seen.last().map(|event| &event["name"]), Some(&json!("tls-failed")));
    let failure = client.get("tls_failure", json!([]));
    assert_eq!(failure["kind"], "wrong-name", "{failure}");
    assert!(failure["advice"].as_str().is_some_and(|advice| !advice.is_empty()));
    assert_eq!(failure["certificates"][0]["names"], json!(["other.example"]));
    // A further name, or one of those that need no proof.
    for more in [
        json!({ "or_named": ["other.example"] }),
        json!({ "unverified": true }),
        json!({ "roots": "none", "dangerous_accept_any_certificate": true }),
    ] {
        let mut client = self::client(&trusting(&more));
        let mut server =
            self::server(&json!({}), &json!({ "identity": identity("other.example") }));
        let (seen, _) = session(&mut client, &mut server);
        assert!(names(&seen).contains("ehlo"), "{more}: {}", names(&seen));
    }
}

#[test]
fn what_opportunism_lets_pass_is_told() {
    let opportunistic = json!({ "security": "opportunistic" });
    let mut client = client(&trusting(&opportunistic));
    let (seen, _) = session(&mut client, &mut server(&json!({}), &Value::Null));
    assert_eq!(names(&seen), "greeting ehlo reply");
    assert_eq!(
        client.get("fallback", json!([])),
        json!({ "kind": "plaintext", "plaintext": true })
    );
    let mut client = self::client(&trusting(&opportunistic));
    let other = json!({ "identity": identity("other.example") });
    session(&mut client, &mut server(&json!({}), &other));
    assert_eq!(
        client.get("fallback", json!([])),
        json!({ "kind": "unverified", "plaintext": false })
    );
    assert_eq!(client.get("tls_session", json!([]))["failure"]["kind"], "wrong-name");
}

#[test]
fn a_mailer_logs_in_bound_to_the_connection_each_time_from_one_setup() {
    use smtpwire::sasl::{ScramHash, ScramVerifier};
    let stored = ScramVerifier::from_password(ScramHash::Sha256, "pencil", b"0123456789ab", 4096);
    let stored = stored.expect("a verifier").reveal_text();
    let config = json!({
        "name": "a.example",
        "credentials": { "username": "jo", "password": "pencil" },
    });
    let tls = trusting(&json!({ "peer": "elsewhere.example" }));
    let setup = MailerSetup::read(plain(&config), plain(&tls), Spelling::Rust).expect("a setup");
    let setup = setup.with_peer(plain(&json!("mx.example")), Spelling::Rust).expect("a peer");
    let config = json!({
        "hostname": "mx.example",
        "decisions": [],
        "require_auth": true,
        "require_tls": true,
        "decoy_key": "0123456789abcdef",
        "extensions": { "auth": ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN"] },
    });
    let tls = json!({ "identities": [
        { "names": ["elsewhere.example"], "certificate": identity("elsewhere.example")["certificate"],
          "key": "" },
        identity("mx.example"),
    ] });
    let broken = ServerSetup::read(plain(&config), plain(&tls), Spelling::Rust);
    let broken = broken.expect_err("the first has no key");
    assert!(broken.message.starts_with("tls.identities[0]: "), "{broken}");
    let mut tls = tls;
    tls["identities"][0] = identity("elsewhere.example");
    tls["identities"][0]["names"] = json!(["elsewhere.example"]);
    let servers = ServerSetup::read(plain(&config), plain(&tls), Spelling::Rust).expect("a setup");

    for _ in 0..2 {
        let mut mailer = setup.open(false, &[5; 32], 0).expect("a mailer");
        let mut server = servers.open(false, &[7; 32], 0).expect("a server");
        let envelope = json!({ "from": "jo@a.example", "to": ["al@mx.example"] });
        mailer.get("send", json!([envelope, "Hi.\r\n"]));
        mailer.get("quit", json!([]));
        let mut host = |server: &mut ServerLine, event: &Value| {
            if event["type"] == "auth-lookup" {
                assert_eq!(event["mechanism"], "SCRAM-SHA-256-PLUS");
                server.get("provide_verifier", json!([stored]));
            }
        };
        let (seen, _) = talk(
            Side { line: &mut mailer, host: &mut |_: &mut MailerLine, _| {} },
            Side { line: &mut server, host: &mut host },
        );
        let outcome = seen.iter().find(|event| event["type"] == "outcome");
        assert_eq!(outcome.map(|outcome| &outcome["accepted"]), Some(&json!(true)), "{seen:?}");
        assert_eq!(mailer.get("is_authenticated", json!([])), json!(true));
    }
}

#[test]
fn a_client_shows_its_certificate_to_a_server_that_demands_one() {
    let demanding = json!({
        "mode": "implicit",
        "identity": identity("mx.example"),
        "client_certificates": "demanded",
        "client_roots": [roots()],
        "max_version": "TLSv1.2",
    });
    let shown = json!({ "security": "implicit", "identity": identity("a.example") });
    let mut client = client(&trusting(&shown));
    let mut server = server(&json!({}), &demanding);
    let (seen, _) = session(&mut client, &mut server);
    assert!(names(&seen).contains("ehlo"), "{}", names(&seen));
    let session = server.get("tls_session", json!([]));
    assert_eq!(
        (&session["version"], &session["verification"]),
        (&json!("TLSv1.2"), &json!("client-certificate"))
    );

    let mut client = self::client(&trusting(&json!({ "security": "implicit" })));
    let mut server = self::server(&json!({}), &demanding);
    self::session(&mut client, &mut server);
    assert_eq!(server.get("tls_failure", json!([]))["kind"], "certificate-required");
    let mut client =
        self::client(&trusting(&json!({ "security": "implicit", "min_version": "TLSv1.3" })));
    let mut server = self::server(&json!({}), &demanding);
    let (seen, _) = self::session(&mut client, &mut server);
    assert!(names(&seen).contains("failed"), "{}", names(&seen));
}

#[test]
fn what_is_published_about_a_server_decides() {
    let (certificate, key) = issued("mx.example");
    let server_tls = json!({ "identity": { "certificate": certificate, "key": key } });
    let run = |more: Value| {
        let mut client = client(&trusting(&more));
        let mut server = server(&json!({}), &server_tls);
        session(&mut client, &mut server);
        let session = client.get("tls_session", json!([]));
        let failure = client.get("tls_failure", json!([]));
        (session["verification"].clone(), failure["kind"].clone())
    };
    let record = smtpwire_tls_of(&certificate);
    let fits = run(json!({ "dane": [record], "roots": "none" }));
    assert_eq!(fits, (json!("dane-ee"), Value::Null));
    let other = json!({ "usage": 3, "selector": 1, "matching": 1, "data": vec![7; 32] });
    let (verification, kind) = run(json!({ "dane": [other] }));
    assert_eq!((verification, kind), (Value::Null, json!("dane-mismatch")));

    let policy = json!({ "mode": "enforce", "mx": ["*.elsewhere.example"], "max_age": 86400 });
    assert_eq!(run(json!({ "sts": policy })), (Value::Null, json!("sts-mismatch")));
    let text = "version: STSv1\nmode: enforce\nmx: mx.example\nmax_age: 86400\n";
    assert_eq!(run(json!({ "sts": text })), (json!("pkix"), Value::Null));
    // Long ago nothing of this was valid.
    assert_eq!(run(json!({ "at": 1 })), (Value::Null, json!("not-yet-valid")));
}

/// The text of the record for a certificate.
fn smtpwire_tls_of(certificate: &[u8]) -> Value {
    ().get("make_tlsa", json!([certificate]))["text"].clone()
}

#[test]
fn options_that_can_t_work_are_told_with_their_path() {
    let of_client = |tls: Value, spelling| {
        ClientSetup::read(Plain::Null, plain(&tls), spelling).expect_err("it can't work")
    };
    let of_server = |tls: Value, spelling| {
        let config = plain(&json!({ "hostname": "mx.example" }));
        ServerSetup::read(config, plain(&tls), spelling).expect_err("it can't work")
    };
    let rust = Spelling::Rust;
    let peer = |field: &str, value: Value| json!({ "peer": "mx.example", field: value });
    let one = identity("mx.example");
    let other = identity("mx.example");
    let crossed = json!({ "certificate": one["certificate"], "key": other["key"] });
    for (failure, name, start) in [
        (of_client(json!({}), rust), "invalid-value", "tls.peer: it is needed"),
        (of_client(json!({ "peer": "a_b" }), rust), "invalid-value", "tls.peer: "),
        (of_client(json!("mx.example"), rust), "invalid-value", "tls: "),
        (
            of_client(peer("roots", json!("system")), rust),
            "invalid-value",
            "tls.roots: \"system\" is no root; ",
        ),
        (
            of_client(peer("roots", json!(["-----BEGIN X-----"])), rust),
            "unusable-certificate",
            "tls.roots: ",
        ),
        (of_client(peer("or_named", json!([""])), rust), "invalid-value", "tls.or_named[0]: "),
        (
            of_client(peer("orNamed", json!([""])), Spelling::JavaScript),
            "invalid-value",
            "tls.orNamed[0]: ",
        ),
        (
            of_client(peer("identity", json!({ "certificate": one["certificate"] })), rust),
            "invalid-value",
            "tls.identity.key: it is needed",
        ),
        (
            of_server(json!({ "identity": { "certificate": "mx.pem", "key": "mx.key" } }), rust),
            "invalid-value",
            "tls.identity.certificate: this text is no certificate in PEM; of a file, give what stands in it",
        ),
        (
            of_client(peer("identity", crossed.clone()), rust),
            "unusable-certificate",
            "tls.identity: the private key does not belong",
        ),
        (of_client(peer("dane", json!(["3 1 1 zz"])), rust), "invalid-value", "tls.dane[0]: "),
        (of_client(peer("sts", json!("mode: x")), rust), "invalid-value", "tls.sts: "),
        (of_client(peer("verify", json!(false)), rust), "invalid-value", "tls.verify: "),
        (
            of_client(peer("min_version", json!("SSLv3")), rust),
            "invalid-value",
            "tls.min_version: ",
        ),
        (of_server(json!({}), rust), "unusable-certificate", "tls: "),
        (of_server(json!({ "identity": crossed }), rust), "unusable-certificate", "tls.identity: "),
        (
            of_server(
                json!({ "identity": one, "clientCertificates": "asked" }),
                Spelling::JavaScript,
            ),
            "invalid-value",
            "tls.clientRoots: ",
        ),
        (
            of_server(json!({ "identity": one, "mode": "required" }), rust),
            "invalid-value",
            "tls.mode: ",
        ),
    ] {
        assert_eq!(failure.name, name, "{failure}");
        assert!(failure.message.starts_with(start), "{failure}");
    }
    let no_key = json!({ "certificate": one["certificate"], "key": { "hunter2": 1 } });
    let key = of_client(peer("identity", no_key), rust);
    assert!(!key.message.contains("hunter2"), "{key}");

    let config = plain(&json!({ "name": "a.example" }));
    let tls = plain(&peer("security", json!("required")));
    let twice = MailerSetup::read(config, tls, rust).expect_err("it stands elsewhere");
    assert!(twice.message.starts_with("tls.security: "), "{twice}");
    let setup = ClientSetup::read(Plain::Null, plain(&json!({ "peer": "mx.example" })), rust);
    let setup = setup.expect("a setup");
    let failure = setup.open(true, 0).expect_err("only one does TLS");
    assert!(failure.message.starts_with("tls: "), "{failure}");
    let mut client = setup.open(false, 0).expect("a client");
    let auth = json!({
        "credentials": { "external": true },
        "entropy": vec![7; 32],
        "channelBinding": { "type": "tls-exporter", "data": [1] },
    });
    let failure =
        client.call("auth", plain(&auth), Spelling::JavaScript).expect_err("it has its own");
    assert!(failure.message.starts_with("channelBinding: "), "{failure}");
    let setup = ClientSetup::read(Plain::Null, Plain::Null, rust).expect("a setup");
    assert!(setup.with_peer(plain(&json!("mx.example")), rust).is_err());
}

#[test]
fn what_contradicts_tls_of_ours_is_told_with_its_path() {
    let tls = json!({ "peer": "mx.example" });
    let mailer = |config: &Value| {
        let read = MailerSetup::read(plain(config), plain(&tls), Spelling::Rust);
        read.expect_err("it is one or the other").message
    };
    let binding = json!({ "type": "tls-exporter", "data": [1] });
    for (config, path) in [
        (json!({ "security": "disabled" }), "security"),
        (json!({ "security": "implicit", "client": { "verified": true } }), "client.verified"),
        (json!({ "security": "implicit", "channel_binding": binding }), "channel_binding"),
    ] {
        let mut config = config;
        config["name"] = json!("a.example");
        let told = mailer(&config);
        assert!(told.starts_with(&format!("{path}: ")), "{told}");
    }
    let up = json!({ "implicit_tls": true });
    let told = ClientSetup::read(plain(&up), plain(&tls), Spelling::Rust);
    assert!(told.expect_err("it is one or the other").message.starts_with("implicit_tls: "));
    let certificates = json!({ "identity": identity("mx.example") });
    for (config, path) in [
        (json!({ "implicit_tls": true }), "implicit_tls"),
        (json!({ "extensions": { "starttls": false } }), "extensions.starttls"),
        (json!({ "extensions": { "auth": ["PLAIN", "PLAIN"] } }), "extensions.auth"),
    ] {
        let mut config = config;
        config["hostname"] = json!("mx.example");
        let read = ServerSetup::read(plain(&config), plain(&certificates), Spelling::Rust);
        let told = read.expect_err("it is one or the other").message;
        assert!(told.starts_with(&format!("{path}: ")), "{told}");
    }
}
