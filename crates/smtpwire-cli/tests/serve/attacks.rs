//! Attacks, on a real socket: none puts a second message in, none harms the server.

use std::path::Path;

use crate::{Client, Server, files, serve, text};

const ENVELOPE: &str = "MAIL FROM:<a@client.example>\r\nRCPT TO:<jo@mx.example>\r\nDATA\r\n";
const SMUGGLED: &str = "MAIL FROM:<admin@victim.example>\r\nRCPT TO:<v@target.example>\r\nDATA\r\n\
                        Subject: smuggled\r\n\r\nx\r\n.\r\n";

fn keeping(folder: &Path, more: &[&str]) -> Server {
    let mut options = vec!["--eml", text(folder), "--no-trace-headers", "--quiet"];
    options.extend(more);
    serve(&options)
}

fn in_content(server: &Server) -> Client {
    let mut client = server.client();
    client.send(ENVELOPE);
    for expected in ["250 ", "250 ", "354 "] {
        assert!(client.reply().starts_with(expected));
    }
    client
}

/// What some servers take for the end of a message, and it is not.
const ENDS: [&[u8]; 16] = [
    b"\n.\n",
    b"\n.\r\n",
    b"\r\n.\n",
    b"\r.\r",
    b"\r\n.\r",
    b"\r.\r\n",
    b"\n.\r",
    b"\r.\n",
    b"\r\n.\0\r\n",
    b"\r\n\0.\r\n",
    b"\r\n.\r\r\n",
    b"\r\r\n.\r\r\n",
    b"\r\n. \r\n",
    b"\r\n.\t\r\n",
    b"\n\n.\n\n",
    b"\r\n\x0b.\r\n",
];

#[test]
fn nothing_but_a_dot_between_line_ends_ends_a_message() {
    for end in ENDS {
        for more in [&[][..], &["--tolerant"]] {
            let folder = tempfile::tempdir().expect("a folder");
            let server = keeping(folder.path(), more);
            let mut client = in_content(&server);
            client.send(b"Subject: a\r\n\r\nbody");
            client.send(end);
            client.send(SMUGGLED);
            let reply = client.reply();
            // One reply, and to the whole: refused, or taken as one message.
            assert!(
                ["250 ", "550 ", "554 ", "500 "].iter().any(|code| reply.starts_with(code)),
                "{reply}"
            );
            client.send("QUIT\r\n");
            assert!(client.reply().starts_with("221 "), "{end:?}");
            let kept = files(folder.path());
            assert!(kept.len() <= 1, "{end:?} made {} messages of one", kept.len());
            assert_eq!(kept.len(), usize::from(reply.starts_with("250 ")));
            for (_, octets) in kept {
                assert!(octets.windows(8).any(|window| window == b"smuggled"), "{end:?}");
                assert!(!has_bare_line_ends(&octets), "{end:?}");
            }
        }
    }
}

fn has_bare_line_ends(octets: &[u8]) -> bool {
    let text = String::from_utf8_lossy(octets).replace("\r\n", "");
    text.contains(['\r', '\n'])
}

#[test]
fn bare_line_ends_and_nul_are_refused_with_their_own_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = keeping(folder.path(), &[]);
    for content in [&b"a\nb\r\n.\r\n"[..], b"a\rb\r\n.\r\n", b"a\0b\r\n.\r\n"] {
        let mut client = in_content(&server);
        client.send(content);
        let reply = client.reply();
        assert!(reply.starts_with("550 5.6.11 ") || reply.starts_with("554 5.6."), "{reply}");
    }
    assert!(files(folder.path()).is_empty());
}

#[test]
fn other_protocols_are_hung_up_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = keeping(folder.path(), &[]);
    let requests: [&[u8]; 5] = [
        b"GET / HTTP/1.1\r\nHost: mx.example\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: mx.example\r\nContent-Length: 120\r\n\r\n\
          EHLO x.example\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<jo@mx.example>\r\nDATA\r\nx\r\n.\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"CONNECT mx.example:25 HTTP/1.1\r\n\r\n",
    ];
    for request in requests {
        let mut client = server.connect();
        assert!(client.reply().starts_with("220 "));
        client.send(request);
        let reply = client.reply();
        assert!(reply.starts_with("500 ") || reply.starts_with("421 "), "{request:?}: {reply}");
        assert!(client.is_over(), "{request:?}");
    }
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_bare_lf_in_a_command_ends_the_session() {
    let server = serve(&["--quiet"]);
    let mut client = server.client();
    client.send("NOOP\nMAIL FROM:<a@client.example>\r\nNOOP\r\n");
    assert!(client.reply().starts_with("500 5.5.2 "));
    assert!(client.is_over());
}

#[test]
fn nul_in_a_command_is_refused() {
    let server = serve(&["--quiet"]);
    let mut client = server.client();
    client.send(b"MAIL FROM:<a\0@client.example>\r\n");
    assert!(client.reply().starts_with('5'));
    assert!(client.ask("RCPT TO:<jo@mx.example>").starts_with("503 "));
}

#[test]
fn who_does_not_wait_for_354_is_hung_up_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = keeping(folder.path(), &[]);
    let mut client = server.client();
    client.send(format!("{ENVELOPE}Subject: early\r\n\r\nx\r\n.\r\n"));
    assert!(client.reply().starts_with("250 "));
    assert!(client.reply().starts_with("250 "));
    assert!(client.reply().starts_with("554 5.5.0 "));
    assert!(client.is_over());
    assert!(files(folder.path()).is_empty());
}

#[test]
fn starttls_that_is_not_offered_changes_nothing() {
    let server = serve(&["--quiet"]);
    let mut client = server.client();
    client.send("STARTTLS\r\nNOOP\r\n");
    assert!(client.reply().starts_with("502 "));
    assert!(client.reply().starts_with("250 "));
}

#[test]
fn a_chunk_that_is_refused_is_not_read_as_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = keeping(folder.path(), &[]);
    let mut client = server.client();
    // No transaction is open, so that this BDAT is refused; its octets are content all the same.
    let content = format!("{ENVELOPE}x\r\n.\r\n");
    client.send(format!("BDAT {} LAST\r\n{content}NOOP\r\n", content.len()));
    assert!(client.reply().starts_with("503 "));
    assert!(client.reply().starts_with("250 "));
    assert!(client.ask("QUIT").starts_with("221 "));
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_line_without_end_is_refused_and_does_not_fill_the_memory() {
    let server = serve(&["--quiet"]);
    let mut client = server.client();
    let filling = "x".repeat(65_536);
    for _ in 0..64 {
        client.send(&filling);
    }
    client.send("\r\n");
    assert!(client.reply().starts_with("500 "));
    assert!(client.ask("NOOP").starts_with("250 "));
    assert!(server.client().mail("x\r\n").starts_with("250 "));
}

#[test]
fn addresses_that_would_add_lines_are_no_addresses() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--eml", text(folder.path()), "--quiet"]);
    let mut client = server.client();
    for address in ["<a@b.example\rX-Evil: 1>", "<\"a\rb\"@b.example>", "<a@b.example>\tX=1\x0b"] {
        assert!(client.ask(&format!("MAIL FROM:{address}")).starts_with('5'), "{address:?}");
    }
    assert!(client.ask("EHLO a\u{1b}[2J.example").starts_with('5'));
    assert!(files(folder.path()).is_empty());
}

#[test]
fn too_many_errors_end_the_session() {
    let server = serve(&["--quiet"]);
    let mut client = server.client();
    let replies: Vec<_> = (0..1000)
        .map_while(|_| {
            std::io::Write::write_all(client.stream.get_mut(), b"NOPE\r\n").ok()?;
            Some(client.reply()).filter(|reply| !reply.is_empty())
        })
        .collect();
    assert!(replies.len() <= 30, "{} errors", replies.len());
    assert!(replies.last().is_some_and(|reply| reply.starts_with("421 ")), "{replies:?}");
}
