//! TLS as `send` and `probe` have it: what is required, what is fallen back to, and what is said of
//! it.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

use smtpwire::{Connection, ServerConfig, Step};
use smtpwire_tls::dane::{Matching, Selector, TlsaRecord, Usage};
use smtpwire_tls::{ServerTls, TlsServer, TlsServerConfig};

use crate::certificates::{Authority, Issued};
use crate::{Run, Server, scripted, serve, smtpwire};

/// Sends to a server by the name localhost, which is what its certificate is for.
fn send(server: &Server, more: &[&str]) -> Run {
    send_to(&format!("localhost:{}", server.address.port()), more)
}

fn send_to(server: &str, more: &[&str]) -> Run {
    let mut arguments =
        vec!["send", "--json", "-s", server, "-f", "ann@example.org", "-t", "jo@example.net"];
    arguments.extend(["--body", "hi"]);
    arguments.extend(more);
    smtpwire(&arguments, b"")
}

/// A server with a certificate for these names, of a CA, and further options.
fn with_certificate(authority: &Authority, hosts: &[&str], more: &[&str]) -> Server {
    let issued = authority.issue(hosts);
    let mut options = issued.options().to_vec();
    options.extend(more);
    serve(&options)
}

fn tls(run: &Run) -> Value {
    run.json()["tls"].clone()
}

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
fn plaintext_is_never_silent_and_never_where_tls_is_required() {
    let server = serve(&[]);
    let run = send(&server, &["--quiet"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("in plaintext"), "{}", run.stderr);
    assert_eq!(tls(&run)["fallback"], "plaintext");
    assert_eq!(tls(&run)["policy"], "opportunistic");
    let run = send(&server, &["--tls", "off"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(tls(&run)["policy"], "off");
    let run = send(&server, &["--tls", "required"]);
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert_eq!(run.json()["error"]["name"], "tls-unavailable");
    let refusing = scripted(&[
        ("", "220 mx\r\n"),
        ("EHLO", "250-mx\r\n250 STARTTLS\r\n"),
        ("STARTTLS", "454 4.7.0 later\r\n"),
        ("QUIT", "221 bye\r\n"),
    ]);
    let run = send_to(&refusing.to_string(), &["--tls", "required"]);
    assert_eq!(run.code, Some(75), "{}", run.stdout);
}

/// A server that says it is ready for TLS and then says this instead, again and again; what it heard.
fn broken(instead: &'static str) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&heard);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let said = break_tls(stream.unwrap(), instead);
            kept.lock().unwrap().push(said);
        }
    });
    (address, heard)
}

const GARBAGE: &str = "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f";

fn break_tls(mut stream: TcpStream, instead: &'static str) -> String {
    let mut said = String::new();
    let mut buffer = [0; 4096];
    let mut answer = "220 mx\r\n";
    loop {
        if stream.write_all(answer.as_bytes()).is_err() {
            return said;
        }
        let Ok(octets @ 1..) = stream.read(&mut buffer) else { return said };
        let text = String::from_utf8_lossy(&buffer[..octets]).into_owned();
        answer = match text.get(..4) {
            Some("EHLO") => "250-mx\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n",
            Some("STAR") => "220 go on\r\n",
            Some("DATA") => "354 go on\r\n",
            Some("MAIL" | "RCPT" | "QUIT") => "250 ok\r\n",
            _ if text.ends_with("\r\n.\r\n") => "250 ok\r\n",
            // The handshake.
            _ => instead,
        };
        said.push_str(&text);
    }
}

#[test]
fn where_tls_is_broken_opportunism_sends_on_another_connection_in_plaintext() {
    let (silent, _) = broken("");
    let run = send_to(&silent.to_string(), &["--timeout", "1"]);
    assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
    assert!(run.stderr.contains("took too long"), "{}", run.stderr);
    let (address, heard) = broken(GARBAGE);
    let run = send_to(&address.to_string(), &[]);
    assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("again in plaintext"), "{}", run.stderr);
    let tls = tls(&run);
    assert_eq!(tls["fallback"], "plaintext");
    assert!(tls["failure"]["kind"].is_string() && tls["version"].is_null());
    assert_eq!(run.json()["responsibility"], "taken");
    let first = heard.lock().unwrap().first().cloned().unwrap();
    assert!(first.contains("STARTTLS") && !first.contains("MAIL"), "{first}");
}

#[test]
fn where_tls_is_broken_and_required_nothing_is_sent() {
    let (address, heard) = broken(GARBAGE);
    let run = send_to(
        &address.to_string(),
        &["--tls", "required", "--auth", "ann:hunter2", "--mechanism", "plain", "--plaintext-auth"],
    );
    assert_eq!(run.code, Some(76), "{}", run.stdout);
    drop(TcpStream::connect(address).unwrap());
    thread::sleep(std::time::Duration::from_millis(200));
    let heard = heard.lock().unwrap().clone();
    assert_eq!(heard.iter().filter(|said| !said.is_empty()).count(), 1, "one session and no other");
    assert!(!heard.concat().contains("AUTH") && !heard.concat().contains("MAIL"), "{heard:?}");
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
    assert_eq!(run.code, Some(69), "without a certificate: {}", run.stdout);
    assert_eq!(run.json()["error"]["name"], "not-offered");
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
fn what_dnssec_has_proven_of_a_server_is_required_of_it() {
    let ca = Authority::new();
    let (issued, other) = (ca.issue(&["mx.example.org"]), ca.issue(&["localhost"]));
    let server = serve(&issued.options());
    let record = |issued: &Issued| {
        let pem = fs::read(&issued.certificate).unwrap();
        let key = fs::read(&issued.key).unwrap();
        let own = smtpwire_tls::Identity::from_pem(&pem, &key).unwrap().certificates().remove(0);
        let (ee, key, sha_256) = (Usage::DANE_EE, Selector::KEY, Matching::SHA256);
        TlsaRecord::of(own.der(), ee, key, sha_256).unwrap().to_string()
    };
    // Neither the name nor the issuer count then.
    let run = send(&server, &["--dane", &record(&issued)]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    assert_eq!(tls(&run)["verification"], "dane-ee");
    assert_eq!(rules(&probe(&server, &["--dane", &record(&issued)])), [""; 0]);
    let run = send(&server, &["--ca", &ca.file(), "--dane", &record(&other)]);
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert_eq!(tls(&run)["failure"]["kind"], "dane-mismatch");
    let run = probe(&server, &["--dane", &record(&other)]);
    assert_eq!((run.code, rules(&run)), (Some(1), vec!["dane-mismatch".to_owned()]));
    let plain = serve(&[]);
    let run = send(&plain, &["--dane", &record(&issued)]);
    assert_eq!(run.code, Some(69), "TLS is required: {}", run.stdout);
    for wrong in [&["--dane", "3 1 1 zz"][..], &["--tls", "off", "--dane", &record(&issued)]] {
        assert_eq!(send(&server, wrong).code, Some(64));
    }
}

#[test]
fn an_mta_sts_policy_that_is_enforced_names_the_servers() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["localhost"], &[]);
    let folder = tempfile::tempdir().unwrap();
    let policy = |mode: &str, mx: &str| {
        let file = folder.path().join(format!("{mode}-{mx}.txt"));
        let text = format!("version: STSv1\nmode: {mode}\nmx: {mx}\nmax_age: 86400\n");
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let (named, other) = (policy("enforce", "localhost"), policy("enforce", "mx.example.org"));
    let run = send(&server, &["--ca", &ca.file(), "--sts-policy", &named]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let run = send(&server, &["--ca", &ca.file(), "--sts-policy", &other]);
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert_eq!(tls(&run)["failure"]["kind"], "sts-mismatch");
    let run = send(&server, &["--sts-policy", &named]);
    assert_eq!(run.code, Some(69), "it must be proven, too: {}", run.stdout);
    let run = probe(&server, &["--ca", &ca.file(), "--sts-policy", &other]);
    assert_eq!((run.code, rules(&run)), (Some(1), vec!["sts-mismatch".to_owned()]));
    let tested = policy("testing", "mx.example.org");
    let run = send(&server, &["--ca", &ca.file(), "--sts-policy", &tested]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let run = send(&server, &["--sts-policy", &ca.file()]);
    assert_eq!(run.code, Some(64), "{}", run.stdout);
}

fn probe(server: &Server, more: &[&str]) -> Run {
    let address = format!("localhost:{}", server.address.port());
    smtpwire(&[&["probe", "--json", &address], more].concat(), b"")
}

fn rules(run: &Run) -> Vec<String> {
    let findings = run.json()["findings"].as_array().cloned().unwrap_or_default();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_probe_tells_of_tls_and_of_what_it_changes() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["localhost", "mx.example.org"], &["--auth", "ann:secret"]);
    let run = probe(&server, &["--ca", &ca.file()]);
    assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
    assert_eq!(rules(&run), [""; 0], "{}", run.stdout);
    let tls = tls(&run);
    assert_eq!((&tls["version"], &tls["verified"]), (&"TLSv1.3".into(), &true.into()));
    assert_eq!(tls["versions"], serde_json::json!({ "TLSv1.2": true, "TLSv1.3": true }));
    assert_eq!((&tls["name"], &tls["name_matches"]), (&"localhost".into(), &true.into()));
    assert!(tls["days_left"].as_i64().is_some_and(|days| days > 1000), "{tls}");
    assert_eq!(tls["chain"][0]["key"], "ECDSA P-256");
    assert_eq!(tls["chain"][0]["issuer"], ca.name.as_str());
    let added = tls["added"].to_string();
    assert!(added.contains("AUTH ") && added.contains("REQUIRETLS"), "{added}");
    assert_eq!(tls["lost"], serde_json::json!([]));
    let offers = run.json()["offers"].to_string();
    assert!(offers.contains("AUTH ") && !offers.contains("STARTTLS"), "{offers}");
    let text = smtpwire(
        &["probe", &format!("localhost:{}", server.address.port()), "--ca", &ca.file()],
        b"",
    );
    for wanted in [
        "TLS         TLSv1.3 with cipher TLS_AES_256_GCM_SHA384, key exchange X25519, verified",
        "accepts TLSv1.2 and TLSv1.3",
        "certificate localhost, mx.example.org",
        "is for localhost",
        &format!("issued by {}", ca.name),
        "TLS adds    AUTH SCRAM-SHA-256-PLUS",
    ] {
        assert!(text.stdout.contains(wanted), "{wanted} is missing in {}", text.stdout);
    }
}

#[test]
fn a_probe_looks_at_certificates_that_prove_nothing_as_at_others() {
    let ca = Authority::new();
    let ending = ca.issue_with(&["mx.example.org"], |params| {
        let day = std::time::Duration::from_hours(24);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        params.not_after = rcgen::date_time_ymd(1970, 1, 1) + now + 10 * day;
    });
    for how in ["opportunistic", "required", "implicit"] {
        let mut options = ending.options().to_vec();
        options.extend(["--tls", how]);
        let server = serve(&options);
        let run = probe(&server, &["--ca", &ca.file(), "--tls", how]);
        let severe = how != "opportunistic";
        assert_eq!(run.code, Some(i32::from(severe)), "{how}: {} {}", run.stdout, run.stderr);
        assert_eq!(rules(&run), ["certificate-unproven", "certificate-ends-soon"], "{how}");
        let tls = tls(&run);
        assert_eq!((&tls["verified"], &tls["verification"]), (&false.into(), &"failed".into()));
        assert_eq!(tls["name_matches"], false);
        assert!(tls["why"].as_str().is_some_and(|why| why.contains("mx.example.org")), "{tls}");
        assert!(matches!(tls["days_left"].as_i64(), Some(9 | 10)), "{tls}");
        assert_eq!(tls["versions"]["TLSv1.2"], true, "{tls}");
    }
}

#[test]
fn a_probe_says_which_versions_of_tls_are_refused() {
    let ca = Authority::new();
    let server = with_certificate(&ca, &["localhost"], &["--tls-max", "1.2"]);
    let run = probe(&server, &["--ca", &ca.file()]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert_eq!(tls(&run)["versions"], serde_json::json!({ "TLSv1.2": true, "TLSv1.3": false }));
    assert_eq!(rules(&run), ["no-tls-1.3"]);
}

#[test]
fn a_probe_of_the_wrong_kind_of_port_says_which_one_it_is() {
    let ca = Authority::new();
    let implicit = with_certificate(&ca, &["localhost"], &["--tls", "implicit"]);
    let run = probe(&implicit, &["--timeout", "1"]);
    assert_eq!(run.code, Some(75), "{}", run.stdout);
    assert_eq!(rules(&run), ["no-greeting"]);
    assert!(run.stdout.contains("--tls implicit"), "{}", run.stdout);
    let plain = serve(&[]);
    let run = probe(&plain, &["--tls", "implicit"]);
    assert_eq!(run.code, Some(76), "{}", run.stdout);
    assert_eq!(rules(&run), ["plaintext-where-tls-expected"]);
    assert!(run.stdout.contains("--tls opportunistic"), "{}", run.stdout);
    let run = probe(&plain, &["--tls", "required"]);
    assert_eq!((run.code, rules(&run)), (Some(1), vec!["no-starttls".to_owned()]));
}

#[test]
fn a_probe_warns_of_logins_that_anybody_can_read() {
    let server = serve(&["--auth", "ann:secret", "--plaintext-auth", "--self-signed"]);
    let run = probe(&server, &["--insecure"]);
    assert_eq!(rules(&run), ["plaintext-auth-offered"], "{}", run.stdout);
    assert!(run.stdout.contains("LOGIN, PLAIN would send"), "{}", run.stdout);
    let run = probe(&server, &["--tls", "off"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(rules(&run).contains(&"plaintext-auth-offered".to_owned()));
}

/// A server that offers STARTTLS also inside TLS, for one client after the other.
fn offering_twice(issued: &Issued) -> SocketAddr {
    let mut config = ServerConfig::new("localhost".parse().unwrap());
    config.extensions.extra.push("STARTTLS".into());
    let (chain, key) = (fs::read(&issued.certificate).unwrap(), fs::read(&issued.key).unwrap());
    let identity = smtpwire_tls::Identity::from_pem(&chain, &key).unwrap();
    let tls = ServerTls::builder().identity(identity).build().unwrap();
    let config = TlsServerConfig::starttls(config, tls);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut server = TlsServer::new(&config, [7; 32], 0);
            let mut buffer = [0; 4096];
            loop {
                while let Ok(Step::Event(_)) = server.next_event(0) {}
                let output = server.output().to_vec();
                if !output.is_empty() {
                    stream.write_all(&output).unwrap();
                    server.advance_output(output.len()).unwrap();
                    continue;
                }
                match stream.read(&mut buffer) {
                    Ok(octets @ 1..) => drop(server.receive(&buffer[..octets], 0)),
                    _ => break,
                }
            }
        }
    });
    address
}

#[test]
fn starttls_inside_tls_is_an_error() {
    let ca = Authority::new();
    let address = offering_twice(&ca.issue(&["localhost"])).to_string();
    let run = smtpwire(
        &["probe", "--json", &address, "--tls-name", "localhost", "--ca", &ca.file()],
        b"",
    );
    assert_eq!(run.code, Some(1), "{} {}", run.stdout, run.stderr);
    let wanted = ["duplicate-keyword", "starttls-offered-in-tls"];
    assert_eq!(rules(&run), wanted, "{}", run.stdout);
    assert_eq!(tls(&run)["versions"]["TLSv1.2"], true, "it serves one client after the other");
}
