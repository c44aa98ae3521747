//! Sending where there is no TLS, or where it is broken.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::{send, send_to, tls};
use crate::{scripted, serve, smtpwire};

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
    assert!(run.stderr.contains("said nothing in TLS in time"), "{}", run.stderr);
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
fn the_transcript_of_a_fallback_is_two_sessions_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dialog.txt");
    let file = file.to_str().unwrap();
    for (instead, why) in [(GARBAGE, "[TLS failed: "), ("", " in time]")] {
        let (address, _) = broken(instead);
        let run = send_to(&address.to_string(), &["--timeout", "1", "--transcript", file]);
        assert_eq!(run.code, Some(0), "{} {}", run.stdout, run.stderr);
        let dialog = std::fs::read_to_string(file).unwrap();
        let remarks: Vec<&str> = dialog.lines().filter(|line| line.starts_with('[')).collect();
        assert!(remarks[0].starts_with("[TLS failed: ") && remarks[0].contains(why), "{dialog}");
        assert_eq!(remarks[1], "[connection closed; tried again on a new one, in plaintext]");
        let checked = smtpwire(&["--json", "check", file], b"").json();
        let checked = checked.get(0).cloned().unwrap_or(checked);
        assert_eq!(checked["sessions"], 2, "{checked}");
        let found = checked["findings"].to_string();
        assert!(
            !found.contains("\"error\"") && !found.contains("starttls-injection"),
            "{found}\n{dialog}"
        );
    }
}

#[test]
fn where_a_login_is_held_back_after_a_fallback_the_advice_is_about_the_login() {
    let (address, _) = broken(GARBAGE);
    let server = address.to_string();
    let arguments = ["send", "-s", &server, "-f", "<>", "-t", "jo@example.net", "--body", "hi"];
    let login = ["--auth", "ann:hunter2"];
    let run = smtpwire(&[&arguments[..], &login].concat(), b"");
    assert_eq!(run.code, Some(77), "{} {}", run.stdout, run.stderr);
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("--plaintext-auth logs in without TLS"), "{said}");
    assert!(said.contains("--tls required") && !said.contains("Check the port"), "{said}");
    let run = smtpwire(&[&arguments[..], &login, &["--tls", "required"]].concat(), b"");
    assert_eq!(run.code, Some(76), "{} {}", run.stdout, run.stderr);
    assert!(!run.stdout.contains("--plaintext-auth"), "{}", run.stdout);
}

#[test]
fn a_login_that_went_readably_is_warned_of() {
    let server = serve(&["--auth", "ann:secret", "--plaintext-auth"]);
    let run = send(&server, &["--auth", "ann:secret", "--plaintext-auth"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(run.stderr.contains("a password or token readably"), "{}", run.stderr);
    let run = send(&server, &["--auth", "ann:wrong", "--plaintext-auth"]);
    assert_eq!(run.code, Some(77), "{}", run.stdout);
    assert!(run.stderr.contains("a password or token readably"), "{}", run.stderr);
    let run = send(&server, &[]);
    assert!(!run.stderr.contains("readably"), "{}", run.stderr);
}
