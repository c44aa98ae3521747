use crate::{scripted, serve, smtpwire};

fn rules(run: &crate::Run) -> Vec<String> {
    let findings = run.json()["findings"].as_array().cloned().unwrap_or_default();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_probe_tells_what_a_server_offers_and_sends_no_mail() {
    let server = serve(&["--size", "1000"]);
    let run = smtpwire(&["probe", "--json", &server.address.to_string()], b"");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let told = run.json();
    let offers: Vec<&str> =
        told["offers"].as_array().unwrap().iter().filter_map(|o| o["line"].as_str()).collect();
    assert!(offers.contains(&"SIZE 1000") && offers.contains(&"PIPELINING"), "{offers:?}");
    assert_eq!(rules(&run), ["no-starttls"], "what the probe itself did is no finding");
    let text = smtpwire(&["probe", "--verbose", &server.address.to_string()], b"").stdout;
    assert!(text.contains("C: EHLO [127.0.0.1]") && !text.contains("MAIL FROM"), "{text}");
}

#[test]
fn a_probe_finds_what_a_server_gets_wrong() {
    let address = scripted(&[
        ("", "220 mx.example.net\r\n"),
        ("EHLO", "250-mx.example.net\r\n250-SMTPUTF8\r\n250 PIPELINING\r\n"),
        ("RSET", "250 ok\r\n"),
        ("RSET", "250 ok\r\n"),
        ("NOOP", "250 ok\r\n"),
        ("XSMTPWIRE", "250 anything you say\r\n"),
        ("QUIT", "221 bye\r\n"),
    ]);
    let run = smtpwire(&["probe", "--json", &address.to_string()], b"");
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    let rules = rules(&run);
    for wanted in ["unknown-command-accepted", "smtputf8-without-8bitmime", "no-starttls"] {
        assert!(rules.iter().any(|rule| rule == wanted), "{wanted} is missing in {rules:?}");
    }
}

#[test]
fn a_server_that_refuses_service_is_told_as_such() {
    let address = scripted(&[("", "554 5.3.2 go away\r\n"), ("QUIT", "221 bye\r\n")]);
    let run = smtpwire(&["probe", &address.to_string()], b"");
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert!(run.stdout.contains("554 5.3.2 go away"), "{}", run.stdout);
}

#[test]
fn a_refusal_for_now_is_told_from_one_for_good() {
    for (script, status) in [
        (&[("", "421 4.3.2 later\r\n"), ("QUIT", "221 bye\r\n")][..], 75),
        (&[("", "220 mx\r\n"), ("EHLO", "421 4.3.2 later\r\n")], 75),
        (
            &[
                ("", "220 mx\r\n"),
                ("EHLO", "500 what\r\n"),
                ("HELO", "500 what\r\n"),
                ("QUIT", "221 bye\r\n"),
            ],
            69,
        ),
    ] {
        let run = smtpwire(&["probe", &scripted(script).to_string()], b"");
        assert_eq!(run.code, Some(status), "{} {}", run.stdout, run.stderr);
        assert!(run.stdout.contains("the server refuses service"), "{}", run.stdout);
    }
}

#[test]
fn an_lmtp_server_that_is_probed_as_smtp_gives_itself_away() {
    let server = serve(&["--lmtp"]);
    let run = smtpwire(&["probe", &server.address.to_string()], b"");
    assert_eq!(run.code, Some(69), "{}", run.stdout);
    assert!(run.stdout.contains("--lmtp"), "{}", run.stdout);
    let run = smtpwire(&["probe", "--lmtp", &server.address.to_string()], b"");
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}

#[test]
fn what_is_no_mail_server_is_told_as_such() {
    let address = scripted(&[("", "SSH-2.0-OpenSSH_9.6\r\n")]);
    let run = smtpwire(&["probe", &address.to_string()], b"");
    assert_eq!(run.code, Some(76), "{} {}", run.stdout, run.stderr);
}

#[test]
fn a_server_that_says_nothing_is_suspected_of_tls() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let run = smtpwire(&["probe", "--timeout", "1", &address], b"");
    assert_eq!(run.code, Some(75), "{}", run.stdout);
    assert!(run.stderr.contains("TLS"), "{}", run.stderr);
}
