//! TLS as `serve` has it: what is offered when, which certificates are shown and asked for, and what
//! is told of it.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;
use smtpwire::{ClientConfig, ClientEvent, Connection, Security, Step};
use smtpwire_tls::{ClientTls, Peer, TlsClient};

use crate::certificates::Authority;
use crate::{Server, files, serve, text};

/// Sends one message with `smtpwire send`, to the server by the name localhost.
fn send(server: &Server, options: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_smtpwire"))
        .args(["send", "--json", "-s", &format!("localhost:{}", server.address.port())])
        .args(["-f", "a@client.example", "-t", "jo@mx.example", "--body", "x"])
        .args(options)
        .output()
        .expect("the command runs")
}

fn sent(server: &Server, options: &[&str]) -> Value {
    let output = send(server, options);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{shown}");
    serde_json::from_str(&shown).expect("a document")
}

/// The one document of this kind.
fn of_kind<'d>(documents: &'d [Value], kind: &str) -> &'d Value {
    let mut of_kind = documents.iter().filter(|document| document["event"] == kind);
    let first = of_kind.next().unwrap_or_else(|| panic!("no {kind} in {documents:?}"));
    assert!(of_kind.next().is_none(), "one {kind} in {documents:?}");
    first
}

// R-TLS-023
#[test]
fn a_message_that_came_in_tls_tells_so() {
    let ca = Authority::new();
    let issued = ca.issue(&["localhost"]);
    let folder = tempfile::tempdir().unwrap();
    for (options, protocol) in
        [(&[][..], "ESMTPS"), (&["--auth", "ann:secret", "--mechanism", "plain"], "ESMTPSA")]
    {
        let mail = folder.path().join(protocol);
        let server = serve(
            &[&issued.options()[..], &["--auth", "ann:secret", "--json", "--eml", text(&mail)]]
                .concat(),
        );
        sent(&server, &[&["--ca", &ca.file()], options].concat());
        let documents = server.documents();
        assert_eq!(of_kind(&documents, "message")["protocol"], protocol);
        let tls = &of_kind(&documents, "session")["tls"];
        assert_eq!(tls["version"], "TLSv1.3");
        assert_eq!(tls["cipher_suite"], "TLS_AES_256_GCM_SHA384");
        assert_eq!(tls["server_name"], "localhost");
        assert!(tls["certificate"].is_null() && tls["failure"].is_null());
        let content = String::from_utf8(files(&mail).remove(0).1).unwrap();
        assert!(content.contains(&format!("\r\n\tby localhost with {protocol} id ")), "{content}");
        let clause = "\r\n\ttls TLS_AES_256_GCM_SHA384 group x25519 (TLSv1.3);\r\n\t";
        assert!(content.contains(clause), "{content}");
    }
}

#[test]
fn logins_and_requiretls_are_offered_inside_tls_alone() {
    let server = serve(&["--self-signed", "--auth", "ann:secret", "--quiet"]);
    let mut client = server.connect();
    client.reply();
    let offer = client.ask("EHLO client.example");
    assert!(offer.contains("STARTTLS\r\n"), "{offer}");
    assert!(!offer.contains("AUTH") && !offer.contains("REQUIRETLS"), "{offer}");
    assert!(client.ask("AUTH PLAIN AGFubgBzZWNyZXQ=").starts_with("538 5.7.11 "));
    assert!(client.mail("x\r\n").starts_with("250 "), "TLS is not required");
}

#[test]
fn where_tls_is_required_no_mail_is_taken_without() {
    let server = serve(&["--self-signed", "--tls", "required", "--quiet"]);
    let mut client = server.client();
    assert!(client.ask("MAIL FROM:<a@client.example>").starts_with("530 5.7.0 "));
    assert!(client.ask("NOOP").starts_with("250 "));
    let told = sent(&server, &["--insecure"]);
    assert_eq!(told["tls"]["version"], "TLSv1.3");
}

// CVE-2011-0411
#[test]
fn plaintext_behind_starttls_is_not_run_inside_tls() {
    let server = serve(&["--self-signed", "--json"]);
    let mut client = server.client();
    client.send("STARTTLS\r\nMAIL FROM:<a@client.example>\r\n");
    let reply = client.reply();
    assert!(reply.starts_with("554 ") || reply.starts_with("503 "), "{reply}");
    assert!(client.is_over());
    let documents = server.documents();
    let end = of_kind(&documents, "session")["end"].to_string();
    assert!(end.contains("plaintext arrived behind STARTTLS"), "{end}");
}

#[test]
fn why_a_handshake_failed_is_told_in_words() {
    let server = serve(&["--self-signed", "--json"]);
    let mut client = server.client();
    assert!(client.ask("STARTTLS").starts_with("220 "));
    client.send("EHLO client.example\r\n");
    assert!(client.is_over() || client.is_over());
    let documents = server.documents();
    let session = of_kind(&documents, "session");
    assert_eq!(session["tls"]["failure"]["kind"], "not-tls", "{session}");
    assert!(session["end"].to_string().contains("plaintext"), "{session}");

    let server = serve(&["--self-signed"]);
    assert_eq!(send(&server, &["--tls", "required"]).status.code(), Some(69));
    let (_, output) = server.stop();
    assert!(output.contains("did not accept our certificate"), "{output}");
    assert!(output.contains("[TLS") || output.contains("STARTTLS"), "{output}");
}

#[test]
fn a_plaintext_client_of_a_port_with_tls_is_told_as_such() {
    let server = serve(&["--self-signed", "--tls", "implicit", "--json"]);
    let mut client = server.connect();
    client.send("EHLO client.example\r\n");
    client.reply();
    let documents = server.documents();
    let session = of_kind(&documents, "session");
    assert_eq!(session["tls"]["failure"]["kind"], "not-tls", "{session}");
}

#[test]
fn a_client_certificate_says_who_logged_in() {
    let (ca, other) = (Authority::new(), Authority::new());
    let issued = ca.issue(&["localhost"]);
    let file = ca.file();
    let options = [
        &issued.options()[..],
        &["--client-ca", &file, "--require-auth", "--json", "--transcripts=none"],
    ]
    .concat();
    let client = ca.client("ann@client.example");
    let trust = ["--ca", &file, "--mechanism", "external"];
    let server = serve(&options);
    sent(&server, &[&trust[..], &client.options()].concat());
    let documents = server.documents();
    assert_eq!(of_kind(&documents, "message")["user"], "ann@client.example");
    assert_eq!(of_kind(&documents, "message")["protocol"], "ESMTPSA");
    let session = of_kind(&documents, "session");
    assert_eq!(session["user"], "ann@client.example");
    assert_eq!(session["tls"]["verification"], "client-certificate");
    assert_eq!(session["tls"]["certificate"]["issuer"], ca.name.as_str());
    // Of a CA that nobody asked for.
    let server = serve(&options);
    let stranger = other.client("ann@client.example");
    assert_ne!(send(&server, &[&trust[..], &stranger.options()].concat()).status.code(), Some(0));
    let documents = server.documents();
    let session = of_kind(&documents, "session");
    assert_eq!(session["tls"]["verification"], "failed", "{session}");
    assert!(session["tls"]["why"].is_string() && session["user"].is_null(), "{session}");
}

#[test]
fn who_shows_no_certificate_is_not_served_where_one_is_demanded() {
    let ca = Authority::new();
    let issued = ca.issue(&["localhost"]);
    let file = ca.file();
    let demands = ["--client-ca", &file, "--require-client-cert", "--json"];
    let server = serve(&[&issued.options()[..], &demands].concat());
    let output = send(&server, &["--tls", "required", "--ca", &ca.file()]);
    assert_ne!(output.status.code(), Some(0));
    let documents = server.documents();
    let session = of_kind(&documents, "session");
    assert_eq!(session["tls"]["failure"]["kind"], "certificate-required", "{session}");
    let server = serve(&[&issued.options()[..], &demands].concat());
    let client = ca.client("ann@client.example");
    sent(&server, &[&["--tls", "required", "--ca", &ca.file()], &client.options()[..]].concat());
}

#[test]
fn each_name_has_its_certificate() {
    let ca = Authority::new();
    let (first, second) =
        (ca.issue(&["localhost"]), ca.issue(&["mx.example.org", "*.example.net"]));
    let options = [&first.options()[..], &second.options(), &["--quiet"]].concat();
    let server = serve(&options);
    for (name, shown) in [
        ("mx.example.org", "mx.example.org"),
        ("a.example.net", "mx.example.org"),
        ("localhost", "localhost"),
    ] {
        let told = sent(&server, &["--tls", "required", "--ca", &ca.file(), "--tls-name", name]);
        assert_eq!(told["tls"]["certificate"]["names"][0], shown);
    }
}

#[test]
fn a_self_signed_certificate_is_told_by_its_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.pem");
    let option = format!("--self-signed={}", text(&file));
    let run =
        |more: &[&str]| serve(&[&[option.as_str(), "--hostname", "mx.example.org"], more].concat());
    let mut server = run(&[]);
    let mut line = String::new();
    std::io::BufRead::read_line(&mut server.output, &mut line).unwrap();
    let told = sent(&server, &["--tls", "required", "--ca", text(&file)]);
    let fingerprint = told["tls"]["certificate"]["fingerprint"].as_str().unwrap().to_owned();
    assert!(line.contains(&fingerprint) && line.contains("self-signed"), "{line}");
    let names = told["tls"]["certificate"]["names"].to_string();
    assert_eq!(names, r#"["mx.example.org","localhost","127.0.0.1","::1"]"#);
    let pem = fs::read_to_string(&file).unwrap();
    assert!(pem.contains("BEGIN CERTIFICATE") && !pem.contains("PRIVATE"), "{pem}");
}

#[test]
fn certificates_are_checked_before_the_server_listens() {
    let ca = Authority::new();
    let (one, other) = (ca.issue(&["localhost"]), ca.issue(&["localhost"]));
    let (cert, key) = (text(&one.certificate), text(&one.key));
    for (options, hint) in [
        (&["--cert", "/no/such.pem", "--key", key][..], "/no/such.pem"),
        (&["--cert", key, "--key", key], "certificate"),
        (&["--cert", cert, "--key", cert], "key"),
        (&["--cert", cert, "--key", text(&other.key)], "does not belong"),
        (&["--cert", cert], "--key"),
        (&["--cert", cert, "--cert", cert, "--key", key], "each --cert needs a --key"),
        (&["--tls", "required"], "needs a certificate"),
        (&["--client-ca", cert], "--client-ca needs TLS"),
        (&["--self-signed", "--client-ca", key], "--client-ca"),
        (&["--self-signed=/no/such/folder/x.pem"], "/no/such/folder/x.pem"),
        (&["--self-signed", "--require-auth"], "nobody could log in"),
        (&["--auth", "ann:hunter2"], "--plaintext-auth"),
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_smtpwire"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(options)
            .output()
            .expect("the command runs");
        let error = String::from_utf8(run.stderr).expect("text");
        assert_eq!(run.status.code(), Some(2), "{options:?}: {error}");
        assert!(error.contains(hint) && !error.contains("hunter2"), "{options:?}: {error}");
        assert!(!error.contains("PRIVATE KEY"), "{error}");
    }
}

#[test]
fn a_certificate_that_has_ended_is_warned_of_and_shown_all_the_same() {
    let ca = Authority::new();
    let issued = ca.expired(&["localhost"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_smtpwire"));
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(issued.options());
    command.stderr(std::process::Stdio::piped());
    let mut server = crate::started(command);
    let mut errors = server.child.stderr.take().unwrap();
    assert_eq!(send(&server, &["--insecure"]).status.code(), Some(0));
    assert_eq!(server.stop().0, Some(0));
    let mut warning = String::new();
    std::io::Read::read_to_string(&mut errors, &mut warning).unwrap();
    assert!(warning.contains("expired on 2020-02-29"), "{warning}");
}

#[test]
fn a_handshake_that_stands_still_does_not_hold_up_the_end() {
    let server = serve(&["--self-signed", "--quiet", "--grace", "1"]);
    let mut client = server.client();
    assert!(client.ask("STARTTLS").starts_with("220 "));
    let begun = Instant::now();
    let (code, _) = server.stop();
    assert_eq!(code, Some(0));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn one_client_too_many_gets_no_word_where_tls_comes_first() {
    let server =
        serve(&["--self-signed", "--tls", "implicit", "--max-connections", "1", "--quiet"]);
    let _first = server.connect();
    let mut second = server.connect();
    assert!(second.is_over());
}

#[test]
fn a_handshake_has_no_more_time_than_a_command() {
    for options in [&["--self-signed"][..], &["--self-signed", "--tls", "implicit"]] {
        let server = serve(&[options, &["--quiet", "--timeout", "1"]].concat());
        let mut client = if options.len() == 1 { server.client() } else { server.connect() };
        if options.len() == 1 {
            assert!(client.ask("STARTTLS").starts_with("220 "));
        }
        let begun = Instant::now();
        while !client.is_over() {}
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    }
}

#[test]
fn a_self_signed_certificate_is_written_over_no_other_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("thesis.txt");
    let option = format!("--self-signed={}", text(&file));
    let ca = Authority::new();
    let key = fs::read_to_string(&ca.issue(&["localhost"]).key).unwrap();
    let certificate = fs::read_to_string(ca.file()).unwrap();
    for kept in ["my thesis\n", "x", &key, &format!("{certificate}{key}"), &certificate[..80]] {
        fs::write(&file, kept).unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_smtpwire"))
            .args(["serve", "--listen", "127.0.0.1:0", &option])
            .output()
            .expect("the command runs");
        let error = String::from_utf8(run.stderr).expect("text");
        assert_eq!(run.status.code(), Some(2), "{error}");
        assert!(error.contains("thesis.txt") && error.contains("does not overwrite"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), kept);
    }
    for other in [String::new(), certificate.clone(), format!("{certificate}\r\n{certificate}")] {
        fs::write(&file, &other).unwrap();
        drop(serve(&[&option]));
        let pem = fs::read_to_string(&file).unwrap();
        assert!(pem.contains("BEGIN CERTIFICATE") && pem != other);
    }
}

#[test]
fn a_key_may_stand_in_the_file_of_its_certificate() {
    let ca = Authority::new();
    let issued = ca.issue(&["localhost"]);
    let file = issued.certificate.with_extension("all.pem");
    let both = [fs::read(&issued.certificate).unwrap(), fs::read(&issued.key).unwrap()].concat();
    fs::write(&file, both).unwrap();
    let server = serve(&["--cert", text(&file), "--quiet"]);
    let told = sent(&server, &["--tls", "required", "--ca", &ca.file()]);
    assert_eq!(told["tls"]["verified"], true);
}

/// Says what a client says until TLS is up, and leaves without another word.
fn leave_behind_the_handshake(server: &Server, security: Security) {
    let tls = ClientTls::builder().dangerous_accept_any_certificate().build().unwrap();
    let peer = Peer::named("localhost").unwrap();
    let mut client = TlsClient::new(ClientConfig::new(), security, tls, peer, 0);
    let mut stream = TcpStream::connect(server.address).unwrap();
    let mut buffer = [0; 4096];
    let mut steps = 0;
    loop {
        while let Ok(Step::Event(event)) = client.next_event(0) {
            match event {
                ClientEvent::Greeting { .. } if security == Security::Disabled => {
                    client.client_mut().ehlo("client.example".parse().unwrap()).unwrap();
                }
                ClientEvent::Ehlo { .. } => drop(client.client_mut().starttls().unwrap()),
                _ => {}
            }
        }
        let output = client.output().to_vec();
        stream.write_all(&output).unwrap();
        client.advance_output(output.len()).unwrap();
        if client.session().is_some() && output.is_empty() {
            return;
        }
        if client.session().is_none() || output.is_empty() {
            let octets = stream.read(&mut buffer).unwrap();
            client.receive(&buffer[..octets], 0).unwrap();
        }
        steps += 1;
        assert!(steps < 50, "the handshake comes to an end");
    }
}

#[test]
fn who_leaves_right_behind_the_handshake_may_not_like_the_certificate() {
    for (how, security) in [("opportunistic", Security::Disabled), ("implicit", Security::Implicit)]
    {
        let server = serve(&["--self-signed", "--tls", how, "--json"]);
        leave_behind_the_handshake(&server, security);
        let documents = server.documents();
        let session = of_kind(&documents, "session");
        let end = session["end"].to_string();
        assert!(end.contains("right behind the TLS handshake, without a command"), "{end}");
        assert!(session["tls"]["version"].is_string(), "{session}");
    }
    let server = serve(&["--self-signed", "--json"]);
    drop(server.client());
    let documents = server.documents();
    let end = of_kind(&documents, "session")["end"].to_string();
    assert!(!end.contains("handshake"), "{end}");
}
