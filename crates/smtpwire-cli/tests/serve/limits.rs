//! How much the server takes, and that one client does not keep it from another.

use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{serve, started};

#[test]
fn a_message_that_is_too_large_is_refused_before_and_after_it_came() {
    let server = serve(&["--quiet", "--size", "1K"]);
    let mut client = server.connect();
    client.reply();
    assert!(client.ask("EHLO client.example").contains("SIZE 1024\r\n"));
    assert!(client.ask("MAIL FROM:<a@client.example> SIZE=1025").starts_with("552 5.3.4 "));
    assert!(client.mail(&"123456789 123456789 12\r\n".repeat(43)).starts_with("552 5.3.4 "));
    assert!(client.mail(&"123456789 123456789 12\r\n".repeat(42)).starts_with("250 "));
}

#[test]
fn one_client_too_many_is_told_to_come_back() {
    let server = serve(&["--quiet", "--max-connections", "2"]);
    let first = server.client();
    let mut second = server.client();
    let mut third = server.connect();
    assert!(third.reply().starts_with("421 4.3.2 "));
    assert!(third.is_over());
    drop(first);
    second.ask("NOOP");
    let come_back = || server.connect().reply().starts_with("220 ");
    assert!((0..100).any(|_| come_back() || pause()), "there is a place again");
}

/// Waits a moment; false.
fn pause() -> bool {
    std::thread::sleep(Duration::from_millis(20));
    false
}

#[test]
fn a_silent_client_is_hung_up_on() {
    let server = serve(&["--quiet", "--timeout", "1"]);
    let mut client = server.client();
    let start = Instant::now();
    assert!(client.reply().starts_with("421 4.4.2 "));
    assert!(client.is_over());
    assert!(start.elapsed() >= Duration::from_millis(900));
}

#[test]
fn a_client_that_resets_the_connection_harms_nobody() {
    let server = serve(&["--quiet"]);
    for _ in 0..50 {
        // Closed with the greeting unread, which is a reset.
        drop(server.connect());
        let mut client = server.client();
        client.send("MAIL FROM:<a@client.example>\r\nRCPT TO:<jo@mx.example>\r\nDATA\r\nhalf");
        drop(client);
    }
    assert!(server.client().mail("x\r\n").starts_with("250 "));
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn a_client_that_never_reads_makes_nothing_grow() {
    let server = serve(&["--quiet"]);
    let mut flood = server.client();
    flood.stream.get_ref().set_write_timeout(Some(Duration::from_millis(500))).expect("a timeout");
    let commands = "VRFY jo\r\nRSET\r\n".repeat(5000);
    // The server stops reading when its replies are not read; it may also hang up.
    let full = (0..2000)
        .any(|_| std::io::Write::write_all(flood.stream.get_mut(), commands.as_bytes()).is_err());
    assert!(full);
    assert!(server.client().mail("x\r\n").starts_with("250 "));
}

#[cfg(unix)]
#[test]
fn without_descriptors_the_server_goes_on_with_those_it_has() {
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"ulimit -n 40; exec "$0" serve --listen 127.0.0.1:0 --quiet"#])
        .arg(env!("CARGO_BIN_EXE_smtpwire"));
    let server = started(command);
    let mut client = server.client();
    let address = server.address;
    let many: Vec<_> = (0..100).filter_map(|_| TcpStream::connect(address).ok()).collect();
    assert_eq!(many.len(), 100);
    std::thread::sleep(Duration::from_millis(200));
    assert!(client.mail("x\r\n").starts_with("250 "));
    drop(many);
    assert!(server.client().mail("x\r\n").starts_with("250 "));
}

#[test]
fn idle_clients_do_not_starve_a_busy_one() {
    // Both ends of each connection are here, and some descriptors are in use already.
    let most = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1000);
    let many = usize::try_from(most.saturating_sub(500).min(10_000)).expect("a number");
    let server = serve(&["--quiet"]);
    let mut busy = server.client();
    let time = |client: &mut crate::Client| {
        let start = Instant::now();
        for _ in 0..100 {
            assert!(client.mail("x\r\n").starts_with("250 "));
        }
        start.elapsed()
    };
    let alone = time(&mut busy);
    let before = server.memory();
    let idle: Vec<_> = (0..many).map(|_| server.client()).collect();
    let each = server.memory().saturating_sub(before) / many.max(1);
    let beside = time(&mut busy);
    assert!(
        beside < alone * 5 + Duration::from_secs(1),
        "{alone:?} alone, {beside:?} beside {many}"
    );
    assert!(each < 8 * 1024, "{each} octets for each of {many} idle clients");
    // They were not forgotten either.
    let mut last = idle.into_iter().next_back().expect("a client");
    assert!(last.ask("NOOP").starts_with("250 "));
}
