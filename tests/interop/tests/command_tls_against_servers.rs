//! `smtpwire send` and `smtpwire probe` through TLS against the servers of others: what a person on the
//! command line is told.

use std::process::{Command, Stdio};

use serde_json::Value;
use smtpwire_interop::own::{Letter, program, with_certificate};
use smtpwire_interop::pki::{Credential, NAME};
use smtpwire_interop::servers::{Tls, dovecot, exim, postfix};
use smtpwire_interop::{Dialect, Missing, Pki, Server, messages, present};

/// Exit statuses of `sysexits.h`.
const UNAVAILABLE: i32 = 69;

type Start = fn(&Tls) -> Result<Server, Missing>;

type Make = fn(&Pki) -> Credential;

fn postfix(tls: &Tls) -> Result<Server, Missing> {
    postfix::start_with_tls(tls.clone())
}

const SERVERS: [Start; 3] = [postfix, exim::start_with_tls, dovecot::start_with_tls];

#[test]
fn send_brings_mail_through_tls_and_tells_of_it() {
    let pki = Pki::new();
    for start in SERVERS {
        let Some(server) = present(start(&Tls::with(pki.server()))) else { continue };
        let message = messages::dots().octets;
        let letter = Letter::to_server(&server, message.clone()).trusting(&pki.roots());
        for (version, name) in [("1.2", "TLSv1.2"), ("1.3", "TLSv1.3")] {
            let letter = letter.clone().options(&["--tls-min", version, "--tls-max", version]);
            for letter in
                [letter.clone().options(&["--tls", "required"]), letter.clone().wrapped(&server)]
            {
                let sent = letter.send();
                sent.assert_taken();
                let tls = &sent.outcome["tls"];
                assert_eq!(tls["version"], name, "{sent}");
                assert_eq!(tls["verification"], "pkix", "{sent}");
                assert_eq!(tls["certificate"]["names"][0], NAME, "{sent}");
            }
        }
        for stored in server.wait_for(4) {
            stored.assert_is(&message);
        }
    }
}

#[test]
fn send_refuses_a_bad_certificate_and_says_why() {
    let cases: [(Make, &str); 5] = [
        (Pki::expired, "expired"),
        (Pki::not_yet_valid, "not-yet-valid"),
        (Pki::wrong_name, "wrong-name"),
        (Pki::by_another_root, "unknown-issuer"),
        (Pki::self_signed, "self-signed"),
    ];
    for (make, kind) in cases {
        let pki = Pki::new();
        let Some(server) = present(postfix(&Tls::with(make(&pki)))) else { return };
        let letter = Letter::to_server(&server, messages::plain().octets).trusting(&pki.roots());
        for letter in
            [letter.clone().options(&["--tls", "required"]), letter.clone().wrapped(&server)]
        {
            let sent = letter.send();
            sent.assert_not_taken(UNAVAILABLE);
            assert_eq!(sent.statuses(), ["not-tried"], "{sent}");
            assert_eq!(sent.outcome["tls"]["failure"]["kind"], kind, "{sent}");
            assert!(!sent.has_said("MAIL"), "{sent}");
        }
        assert!(server.stored().is_empty());
        let sent = letter.options(&["--tls", "opportunistic"]).send();
        sent.assert_taken();
        assert_eq!(sent.outcome["tls"]["fallback"], "unverified", "{sent}");
        server.wait_for(1);
    }
}

#[test]
fn send_shows_a_certificate_to_a_server_that_demands_one() {
    let pki = Pki::new();
    let Some(server) = present(postfix(&Tls::with(pki.server()).demanding(&pki))) else { return };
    let letter = Letter::to_server(&server, messages::plain().octets).trusting(&pki.roots());
    let letter = letter.options(&["--tls", "required"]);
    let sent = letter.send();
    assert_ne!(sent.code, 0, "{sent}");
    assert!(sent.to_string().contains("No client certificate presented"), "{sent}");
    let own = with_certificate(&pki.client());
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    letter.options(&own).send().assert_taken();
    let trace = server.wait_for_one().trace();
    assert!(trace.contains("(verified OK)"), "{trace}");
}

fn probe(server: &Server, pki: &Pki, options: &[&str]) -> Value {
    let mut command = Command::new(program());
    command.args(["probe", "--json", &server.address().to_string(), "--tls-name", NAME]);
    command.arg("--ca").arg(pki.roots()).args(options).stdin(Stdio::null());
    if server.dialect() == Dialect::Lmtp {
        command.arg("--lmtp");
    }
    let output = command.output().expect("the command runs");
    let told = || format!("{output:?}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", told()))
}

#[test]
fn probe_tells_of_a_server_s_tls() {
    let pki = Pki::new();
    for start in SERVERS {
        let Some(server) = present(start(&Tls::with(pki.server()))) else { continue };
        let told = probe(&server, &pki, &[]);
        let tls = &told["tls"];
        assert_eq!(tls["version"], "TLSv1.3", "{told:#}");
        assert_eq!(tls["verification"], "pkix", "{told:#}");
        assert_eq!(tls["name_matches"], true, "{told:#}");
        assert_eq!(tls["versions"]["TLSv1.2"], true, "{told:#}");
        assert_eq!(tls["chain"].as_array().map(Vec::len), Some(2), "{told:#}");
    }
    let Some(server) = present(postfix(&Tls::with(pki.expired()))) else { return };
    let told = probe(&server, &pki, &[]);
    assert!(told["tls"]["days_left"].as_i64().is_some_and(|days| days < 0), "{told:#}");
}
