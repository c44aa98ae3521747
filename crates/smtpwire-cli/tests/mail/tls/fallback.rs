//! Sending where there is no TLS, or where it is broken.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::{send, send_to, tls};
use crate::{scripted, serve};

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
