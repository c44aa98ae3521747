//! What is kept, and how.

use std::path::Path;

use crate::{files, serve, text};

const CONTENT: &str = "Subject: x\r\n\r\n..leading dot\r\nlast line\r\n";
const KEPT: &[u8] = b"Subject: x\r\n\r\n.leading dot\r\nlast line\r\n";

#[test]
fn a_maildir_gets_each_message_in_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--maildir", text(folder.path()), "--no-trace-headers", "--quiet"]);
    let mut client = server.client();
    assert!(client.mail(CONTENT).starts_with("250 "));
    // It is there before the session is over.
    let kept = files(&folder.path().join("new"));
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].1, KEPT);
    assert!(kept[0].0.ends_with(".localhost"), "{}", kept[0].0);
    assert!(files(&folder.path().join("tmp")).is_empty());
    assert!(files(&folder.path().join("cur")).is_empty());
}

#[test]
fn eml_files_sort_by_the_time_they_came() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--eml", text(folder.path()), "--no-trace-headers", "--quiet"]);
    let mut client = server.client();
    for number in 0..12 {
        client.mail(&format!("{number}\r\n"));
    }
    let kept = files(folder.path());
    assert!(kept.iter().all(|(name, _)| Path::new(name).extension() == Some("eml".as_ref())));
    let contents: Vec<_> = kept.into_iter().map(|(_, octets)| octets).collect();
    let sent: Vec<_> = (0..12).map(|number| format!("{number}\r\n").into_bytes()).collect();
    assert_eq!(contents, sent);
}

#[test]
fn trace_lines_tell_the_way_of_a_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--eml", text(folder.path()), "--hostname", "mx.example", "--quiet"]);
    let mut client = server.client();
    let reply = client.mail(CONTENT);
    let id = reply.trim_end().rsplit(' ').next().expect("an id");
    let kept = files(folder.path());
    let message = String::from_utf8(kept[0].1.clone()).expect("text");
    let head = format!(
        "Return-Path: <a@client.example>\r\n\
         Delivered-To: jo@mx.example\r\n\
         Received: from client.example ([127.0.0.1])\r\n\
         \tby mx.example with ESMTP id {id}\r\n\
         \tfor <jo@mx.example>;\r\n\t"
    );
    assert!(message.starts_with(&head), "{message}");
    assert!(message.as_bytes().ends_with(KEPT));
}

#[test]
fn what_is_not_finished_is_not_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--eml", text(folder.path()), "--quiet"]);
    let mut client = server.client();
    client.ask("MAIL FROM:<a@client.example>");
    client.ask("RCPT TO:<jo@mx.example>");
    client.ask("DATA");
    // More than is held in memory, so that there is a file.
    client.send("half a message\r\n".repeat(40_000));
    drop(client);
    // The next session's answer comes after the first one's end was seen.
    let mut client = server.client();
    for _ in 0..100 {
        client.ask("NOOP");
        if files(folder.path()).is_empty() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("{} files were left", files(folder.path()).len());
}

#[test]
fn chunks_are_kept_octet_for_octet() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--eml", text(folder.path()), "--no-trace-headers", "--quiet"]);
    let mut client = server.client();
    client.ask("MAIL FROM:<a@client.example> BODY=BINARYMIME");
    client.ask("RCPT TO:<jo@mx.example>");
    let octets: Vec<u8> = (0..=255).cycle().take(600_000).collect();
    let (first, second) = octets.split_at(123_456);
    client.send(format!("BDAT {}\r\n", first.len()));
    client.send(first);
    assert!(client.reply().starts_with("250 "));
    client.send(format!("BDAT {} LAST\r\n", second.len()));
    client.send(second);
    assert!(client.reply().starts_with("250 "));
    assert_eq!(files(folder.path())[0].1, octets);
}

#[test]
fn a_large_message_is_kept_octet_for_octet() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--maildir", text(folder.path()), "--no-trace-headers", "--quiet"]);
    let mut client = server.client();
    let lines: Vec<_> = (0..100_000).map(|number| format!("line {number} of many\r\n")).collect();
    let content = lines.concat();
    assert!(client.mail(&content).starts_with("250 "));
    assert!(files(&folder.path().join("new"))[0].1 == content.as_bytes());
}

#[test]
fn a_disk_that_takes_nothing_refuses_for_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--eml", text(&folder.path().join("mail")), "--quiet"]);
    let mut client = server.client();
    std::fs::remove_dir(folder.path().join("mail")).expect("the folder goes away");
    assert!(client.mail(CONTENT).starts_with("451 4.3.0 "));
    std::fs::create_dir(folder.path().join("mail")).expect("the folder is back");
    assert!(client.mail(CONTENT).starts_with("250 "));
}

#[test]
fn lmtp_answers_for_each_recipient() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = serve(&["--lmtp", "--maildir", text(folder.path()), "--quiet"]);
    let mut client = server.connect();
    assert!(client.reply().starts_with("220 "));
    assert!(client.ask("EHLO client.example").starts_with("500 "));
    assert!(client.ask("LHLO client.example").starts_with("250-"));
    client.ask("MAIL FROM:<>");
    client.ask("RCPT TO:<jo@mx.example>");
    client.ask("RCPT TO:<al@mx.example>");
    client.ask("DATA");
    client.send("x\r\n.\r\n");
    assert!(client.reply().starts_with("250 "));
    assert!(client.reply().starts_with("250 "));
    assert!(client.ask("QUIT").starts_with("221 "));
    let kept = String::from_utf8(files(&folder.path().join("new"))[0].1.clone()).expect("text");
    assert!(kept.contains("Delivered-To: jo@mx.example\r\nDelivered-To: al@mx.example\r\n"));
    assert!(kept.contains(" with LMTP id "), "{kept}");
}
