//! Sending with a server that shows a certificate, sound or not.

use std::fs;

use super::{send, send_to, tls, with_certificate};
use crate::certificates::Authority;
use crate::{serve, smtpwire};

#[test]
fn a_trusted_server_is_verified_and_that_is_told() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["localhost"], &[]);
    for how in [&[][..], &["--tls", "required"], &["--tls-min", "1.3"]] {
        let run = send(&server, &[how, &["--ca", &ca.file()]].concat());
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{how:?} {}", run.stdout);
        let tls = tls(&run);
        assert_eq!(tls["version"], "TLSv1.3");
        assert_eq!(tls["cipher_suite"], "TLS_AES_256_GCM_SHA384");
        assert_eq!(tls["verified"], true);
        assert_eq!(tls["verification"], "pkix");
        assert_eq!(tls["server_name"], "localhost");
        assert_eq!(tls["certificate"]["names"][0], "localhost");
        assert!(tls["certificate"]["not_after"].as_str().is_some_and(|end| end.ends_with('Z')));
        assert!(tls["why"].is_null() && tls["fallback"].is_null() && tls["failure"].is_null());
    }
    let run = send(&server, &["--ca", &ca.file(), "--tls-max", "1.2"]);
    assert_eq!(tls(&run)["version"], "TLSv1.2", "{}", run.stdout);
}

#[test]
fn tls_may_come_first() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["localhost"], &["--tls", "implicit"]);
    let run = send(&server, &["--tls", "implicit", "--ca", &ca.file()]);
    assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
    assert_eq!(tls(&run)["verified"], true);
    // The other way around there is no greeting to wait for.
    let run = send(&server, &["--timeout", "1", "--ca", &ca.file()]);
    assert_eq!(run.code, Some(75), "{}", run.stdout);
    assert!(run.stdout.contains("465"), "{}", run.stdout);
    let plain = serve(&[]);
    let run = send(&plain, &["--tls", "implicit", "--ca", &ca.file()]);
    assert_eq!(run.code, Some(76), "{}", run.stdout);
    assert_eq!(tls(&run)["failure"]["kind"], "not-tls", "{}", run.stdout);
}

#[test]
fn a_certificate_that_is_self_signed_is_trusted_when_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.pem");
    let server = serve(&[&format!("--self-signed={}", file.display())]);
    let ca = file.to_str().unwrap();
    let run = send(&server, &["--tls", "required", "--ca", ca]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    // By its address too.
    let address = server.address.to_string();
    let run = send_to(&address, &["--tls", "required", "--ca", ca]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let run = send(&server, &["--tls", "required"]);
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert_eq!(tls(&run)["failure"]["kind"], "self-signed", "{}", run.stdout);
}

#[test]
fn a_certificate_that_proves_nothing_ends_a_session_that_requires_one() {
    let (ca, other) = (Authority::new(), Authority::new());
    let expired = ca.expired(&["localhost"]);
    for (issued, trusted, kind) in [
        (ca.issue(&["mx.example.org"]), &ca, "wrong-name"),
        (expired, &ca, "expired"),
        (ca.issue(&["localhost"]), &other, "unknown-issuer"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mail = folder.path().join("mail");
        let mut options = issued.options().to_vec();
        options.extend(["--eml", mail.to_str().unwrap()]);
        let server = serve(&options);
        let run = send(&server, &["--tls", "required", "--ca", &trusted.file()]);
        assert_eq!(run.code, Some(69), "{kind}: {}", run.stdout);
        let told = run.json();
        assert_eq!(told["tls"]["failure"]["kind"], kind, "{}", run.stdout);
        assert_eq!(told["tls"]["verification"], "failed", "{}", run.stdout);
        // The one that was refused is what an operator wants to see.
        let named = told["tls"]["certificate"]["names"][0].as_str();
        assert!(named.is_some_and(|name| !name.is_empty()), "{}", run.stdout);
        assert_eq!(told["error"]["name"], "tls-failed");
        assert_eq!(told["recipients"][0]["status"], "not-tried");
        assert_eq!(fs::read_dir(&mail).unwrap().count(), 0, "{kind}");
        // Opportunism goes on, and says so.
        let run = send(&server, &["--ca", &trusted.file()]);
        assert_eq!(run.code, Some(0), "{kind}: {}", run.stdout);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
        assert!(run.stderr.starts_with("warning: TLS with localhost"), "{}", run.stderr);
        let tls = tls(&run);
        assert_eq!((&tls["fallback"], &tls["verified"]), (&"unverified".into(), &false.into()));
        assert_eq!(tls["verification"], "failed");
        assert!(tls["why"].is_string() && tls["version"].is_string());
        // And who does not care has to say that.
        let run = send(&server, &["--tls", "required", "--insecure"]);
        assert_eq!(run.code, Some(0), "{kind}: {}", run.stdout);
        assert!(run.stderr.contains("warning: --insecure"), "{}", run.stderr);
    }
}

#[test]
fn a_certificate_may_be_wanted_for_another_name() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["mx.example.org"], &[]);
    let run =
        send(&server, &["--tls", "required", "--ca", &ca.file(), "--tls-name", "mx.example.org"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert_eq!(tls(&run)["server_name"], "mx.example.org");
    let run = send(&server, &["--ca", &ca.file(), "--tls-name", "a_b"]);
    assert_eq!(run.code, Some(64), "{}", run.stdout);
}

#[test]
fn a_password_waits_for_tls_with_a_server_that_is_known() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["localhost"], &["--auth", "ann:secret"]);
    let plain = ["--auth", "ann:secret", "--mechanism", "plain"];
    let run = send(&server, &[&plain[..], &["--ca", &ca.file()]].concat());
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    // TLS, but with whom?
    let run = send(&server, &plain);
    assert_eq!(run.code, Some(77), "{}", run.stdout);
    assert_eq!(run.json()["error"]["name"], "plaintext-credentials", "{}", run.stdout);
    let run = send(
        &server,
        &["--auth", "ann:secret", "--ca", &ca.file(), "--mechanism", "SCRAM-SHA-256-PLUS"],
    );
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}

#[test]
fn the_transcript_of_a_session_in_tls_has_nothing_for_the_checker_to_object() {
    let ca = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("session.txt");
    for (policy, more) in [("required", &[][..]), ("implicit", &["--tls", "implicit"])] {
        let options = [&["--auth", "ann:secret"], more].concat();
        let server = with_certificate(&ca, &["localhost"], &options);
        let run = send(
            &server,
            &[
                "--tls",
                policy,
                "--ca",
                &ca.file(),
                "--auth",
                "ann:secret",
                "--mechanism",
                "login",
                "--ehlo",
                "client.example.org",
                "--transcript",
                file.to_str().unwrap(),
            ],
        );
        assert_eq!(run.code, Some(0), "{}", run.stdout);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("\n[TLSv1.3 with cipher TLS_AES_256_GCM_SHA384]\n"), "{text}");
        assert_eq!(text.starts_with("[TLS established]\n"), policy == "implicit", "{text}");
        assert!(text.contains("C: AUTH LOGIN") && text.contains("C: QUIT"), "{text}");
        assert!(!text.contains("c2VjcmV0"), "{text}");
        let check = smtpwire(&["check", "--json", file.to_str().unwrap()], b"");
        assert_eq!(check.code, Some(0), "{}", check.stdout);
        let summary = &check.json()["summary"];
        assert_eq!((&summary["errors"], &summary["warnings"]), (&0.into(), &0.into()), "{check:?}");
    }
}

#[test]
fn a_client_logs_in_by_its_certificate() {
    let ca = Authority::new();
    let server =
        with_certificate(&ca, &["localhost"], &["--client-ca", &ca.file(), "--require-auth"]);
    let (client, file) = (ca.client("ann@example.org"), ca.file());
    let external = [&client.options()[..], &["--mechanism", "external", "--ca", &file]].concat();
    let run = send(&server, &external);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let run = send(&server, &[&external[..], &["--auth", "ann@example.org"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let run = send(&server, &[&external[..], &["--auth", "bob@example.org"]].concat());
    assert_eq!(run.code, Some(77), "{}", run.stdout);
    let run = send(&server, &["--mechanism", "external", "--ca", &ca.file()]);
    assert_eq!(run.code, Some(64), "without a certificate: {}", run.stdout);
}

#[test]
fn what_can_not_be_used_is_said_before_anything_is_sent() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["localhost"], &[]);
    let (one, other) = (ca.client("a@example.org"), ca.client("b@example.org"));
    let one_cert = one.certificate.to_str().unwrap();
    for (options, hint) in [
        (&["--ca", "/no/such/file.pem"][..], "/no/such/file.pem"),
        (&["--ca", one.key.to_str().unwrap()], "--ca"),
        (&["--cert", one_cert, "--key", other.key.to_str().unwrap()], "does not belong"),
        (&["--cert", one_cert], "--key"),
        (&["--tls-min", "1.3", "--tls-max", "1.2"], "least version"),
        (&["--tls", "maybe"], "maybe"),
    ] {
        let run = send(&server, options);
        assert_eq!(run.code, Some(64), "{options:?} {} {}", run.stdout, run.stderr);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(said.contains(hint), "{options:?}: {said}");
    }
}

#[test]
fn large_content_goes_through_tls_octet_for_octet() {
    let ca = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    let mail = folder.path().join("mail");
    let content: Vec<u8> = (0..=255_u8).cycle().take(5_000_000).collect();
    let keep = ["--eml", mail.to_str().unwrap(), "--no-trace-headers"];
    for how in ["required", "implicit"] {
        let server = with_certificate(&ca, &["localhost"], &[&keep[..], &["--tls", how]].concat());
        let address = format!("localhost:{}", server.address.port());
        let file = ca.file();
        let arguments = ["send", "-s", &address, "-f", "<>", "-t", "jo@example.net", "--binary"];
        let run = smtpwire(&[&arguments[..], &["--tls", how, "--ca", &file]].concat(), &content);
        assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
        let stored = fs::read_dir(&mail).unwrap().next().unwrap().unwrap().path();
        assert!(fs::read(&stored).unwrap() == content, "{how}");
        fs::remove_file(stored).unwrap();
    }
}

#[test]
fn lmtp_has_tls_too() {
    let ca = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    let keep = ["--lmtp", "--tls", "required", "--eml", folder.path().to_str().unwrap()];
    let server = with_certificate(&ca, &["localhost"], &keep);
    let run = send(&server, &["--lmtp", "--ca", &ca.file()]);
    assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
    assert_eq!(tls(&run)["verified"], true);
    let stored = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let message = fs::read_to_string(stored).unwrap();
    assert!(message.contains("\r\n\tby localhost with LMTPS id "), "{message}");
}

#[test]
fn options_that_contradict_each_other_are_refused_before_anything_is_sent() {
    let ca = Authority::new();
    let (issued, ca) = (ca.issue(&["localhost"]), ca.file());
    let [_, certificate, _, key] = issued.options();
    for (options, hint) in [
        (&["--tls", "off", "--ca", &ca][..], "--tls off contradicts --ca"),
        (&["--tls", "off", "--cert", certificate, "--key", key], "--tls off contradicts --cert"),
        (&["--tls", "off", "--tls-name", "mx.example.org"], "--tls off contradicts --tls-name"),
        (&["--tls", "off", "--dane", "3 1 0 aa"], "--tls off contradicts --dane"),
        (&["--mechanism", "EXTERNAL"], "EXTERNAL needs --cert"),
        (&["--mechanism", "EXTERNAL", "--auth", "ann:x"], "EXTERNAL needs --cert"),
    ] {
        // Nobody listens there: to connect would be another failure.
        let run = send_to("127.0.0.1:1", options);
        assert_eq!(run.code, Some(64), "{options:?}: {} {}", run.stdout, run.stderr);
        assert!(run.stdout.contains(hint), "{options:?}: {}", run.stdout);
    }
}
