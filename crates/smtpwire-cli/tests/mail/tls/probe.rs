//! What a probe tells of TLS.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread;

use smtpwire::{Connection, ServerConfig, Step};
use smtpwire_tls::{ServerTls, TlsServer, TlsServerConfig};

use super::{probe, rules, tls, with_certificate};
use crate::certificates::{Authority, Issued};
use crate::{serve, smtpwire};

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
    let found = rules(&run).iter().filter(|rule| *rule == "plaintext-auth-offered").count();
    assert_eq!(found, 1, "{}", run.stdout);
    let stripped = serve(&["--auth", "ann:secret", "--plaintext-auth"]);
    let found = rules(&probe(&stripped, &[]));
    let found: Vec<_> = found.iter().filter(|rule| *rule == "plaintext-auth-offered").collect();
    assert_eq!(found.len(), 1, "without STARTTLS too");
}

/// A server that offers STARTTLS also inside TLS, for one client after the other; or that leaves when
/// TLS is up.
fn offering_twice(issued: &Issued, leaves: bool) -> SocketAddr {
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
                if leaves && server.session().is_some() {
                    break;
                }
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
    let address = offering_twice(&ca.issue(&["localhost"]), false).to_string();
    let run = smtpwire(
        &["probe", "--json", &address, "--tls-name", "localhost", "--ca", &ca.file()],
        b"",
    );
    assert_eq!(run.code, Some(1), "{} {}", run.stdout, run.stderr);
    let wanted = ["duplicate-keyword", "starttls-offered-in-tls"];
    assert_eq!(rules(&run), wanted, "{}", run.stdout);
    assert_eq!(tls(&run)["versions"]["TLSv1.2"], true, "it serves one client after the other");
}

#[test]
fn without_an_offer_inside_tls_a_probe_compares_nothing() {
    let ca = Authority::new();
    let file = ca.file();
    let demands =
        with_certificate(&ca, &["localhost"], &["--client-ca", &file, "--require-client-cert"]);
    let run = probe(&demands, &["--ca", &file]);
    assert_eq!(run.code, Some(77), "{} {}", run.stdout, run.stderr);
    assert_eq!(rules(&run), ["tls-failed"], "{}", run.stdout);
    assert_eq!(
        (&tls(&run)["added"], &tls(&run)["lost"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
    let leaves = offering_twice(&ca.issue(&["localhost"]), true);
    let server = format!("localhost:{}", leaves.port());
    let run = smtpwire(&["probe", "--json", &server, "--ca", &file], b"");
    assert_eq!(run.code, Some(75), "{} {}", run.stdout, run.stderr);
    assert_eq!(rules(&run), ["duplicate-keyword"], "of the offer in plaintext: {}", run.stdout);
    let run = smtpwire(&["probe", &server, "--ca", &file], b"");
    assert!(!run.stdout.contains("TLS hides") && run.stdout.contains("TLSv1.3"), "{}", run.stdout);
}

#[test]
fn the_days_that_a_certificate_has_left_are_whole_ones_before_and_after_its_end() {
    let ca = Authority::new();
    let day = std::time::Duration::from_hours(24);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let then = rcgen::date_time_ymd(1970, 1, 1) + now;
    for (end, days, words) in [
        (then - 2 * day - day / 3, -2, "ended 2 days ago"),
        (then - day / 3, 0, "ended less than a day ago"),
        (then + 2 * day + day / 3, 2, "ends in 2 days"),
    ] {
        let server =
            serve(&ca.issue_with(&["localhost"], |params| params.not_after = end).options());
        let run = probe(&server, &["--ca", &ca.file()]);
        assert_eq!(tls(&run)["days_left"], days, "{words}");
        let soon = rules(&run).contains(&"certificate-ends-soon".to_owned());
        assert_eq!(soon, words.starts_with("ends "), "{words}");
        let address = format!("localhost:{}", server.address.port());
        let text = smtpwire(&["probe", &address, "--ca", &ca.file()], b"").stdout;
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn the_help_of_probe_says_of_tls_what_a_probe_makes_of_it() {
    let help = smtpwire(&["probe", "--help"], b"").stdout;
    assert!(help.contains("- required:") && help.contains("- off:"), "{help}");
    assert!(!help.contains("nothing is sent") && !help.contains("login leaves"), "{help}");
}
