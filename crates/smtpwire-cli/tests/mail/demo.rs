use crate::smtpwire;

#[test]
fn the_demonstration_shows_a_session_with_one_recipient_refused() {
    let run = smtpwire(&["demo"], b"");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for wanted in [
        "S: 220 mx.example.net ESMTP",
        "C: STARTTLS",
        "[TLS established]",
        "C: AUTH SCRAM-SHA-256-PLUS ****",
        "S: 235 2.7.0",
        "C: RCPT TO:<nobody@example.net>",
        "S: 550 5.1.1",
        "warning[reply-5yz]",
        "accepted <jo@example.net>",
        "refused <nobody@example.net>",
        "This message went from one end of smtpwire to the other.",
    ] {
        assert!(run.stdout.contains(wanted), "{wanted} is missing in {}", run.stdout);
    }
    assert!(!run.stdout.contains("error[") && !run.stdout.contains("battery"), "{}", run.stdout);
}

#[test]
fn the_demonstration_speaks_json() {
    let told = smtpwire(&["demo", "--json"], b"").json();
    assert_eq!(told["recipients"][0]["status"], "accepted");
    assert_eq!(told["recipients"][1]["status"], "refused");
    assert_eq!(told["recipients"][1]["reply"]["code"], 550);
    assert_eq!(told["responsibility"], "taken");
    assert_eq!(told["tls"]["version"], "TLSv1.3");
    assert_eq!(told["tls"]["verified"], true);
    assert_eq!(told["tls"]["certificate"]["names"], serde_json::json!(["mx.example.net"]));
    assert!(told["dialog"].as_array().is_some_and(|lines| lines.len() > 20));
}
