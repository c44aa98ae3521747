//! How the server ends.

use std::time::{Duration, Instant};

use crate::{files, serve, text};

#[test]
fn an_idle_client_is_told_and_the_exit_status_is_0() {
    for signal in ["TERM", "INT"] {
        let server = serve(&["--quiet"]);
        let mut greeted = server.connect();
        assert!(greeted.reply().starts_with("220 "));
        let mut waiting = server.client();
        waiting.ask("MAIL FROM:<a@client.example>");
        server.signal(signal);
        for client in [&mut greeted, &mut waiting] {
            assert!(client.reply().starts_with("421 4.3.2 "));
            assert!(client.is_over());
        }
        assert_eq!(server.stopped(), Some(0));
    }
}

#[test]
fn a_message_that_is_being_sent_may_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--eml", text(folder.path()), "--quiet"]);
    let mut client = server.client();
    client.ask("MAIL FROM:<a@client.example>");
    client.ask("RCPT TO:<jo@mx.example>");
    client.ask("DATA");
    client.send("half\r\n");
    let mut idle = server.client();
    server.signal("TERM");
    assert!(idle.reply().starts_with("421 4.3.2 "));
    client.send("whole\r\n.\r\n");
    assert!(client.reply().starts_with("250 "));
    assert!(client.reply().starts_with("421 4.3.2 "));
    assert!(client.is_over());
    assert_eq!(server.stopped(), Some(0));
    assert!(files(folder.path())[0].1.ends_with(b"half\r\nwhole\r\n"));
}

#[test]
fn a_message_that_does_not_end_is_cut_off_when_the_grace_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--eml", text(folder.path()), "--quiet", "--grace", "1"]);
    let mut client = server.client();
    client.ask("MAIL FROM:<a@client.example>");
    client.ask("RCPT TO:<jo@mx.example>");
    client.ask("DATA");
    client.send("half\r\n");
    let start = Instant::now();
    server.signal("TERM");
    assert!(client.reply().starts_with("421 4.3.2 "));
    assert!(client.is_over());
    assert!(start.elapsed() >= Duration::from_millis(900));
    assert_eq!(server.stopped(), Some(0));
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_second_signal_does_not_wait_for_the_grace() {
    let server = serve(&["--quiet", "--grace", "600"]);
    let mut client = server.client();
    client.ask("MAIL FROM:<a@client.example>");
    client.ask("RCPT TO:<jo@mx.example>");
    client.ask("DATA");
    let mut idle = server.client();
    server.signal("INT");
    assert!(idle.reply().starts_with("421 4.3.2 "));
    server.signal("INT");
    assert!(client.reply().starts_with("421 4.3.2 "));
    assert_eq!(server.stopped(), Some(0));
}
