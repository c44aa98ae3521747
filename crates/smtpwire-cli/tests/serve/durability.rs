//! What was acknowledged is kept, whatever happens to the server.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::{Client, files, serve, text};

#[test]
fn what_was_acknowledged_is_there_after_kill_9() {
    for option in ["--maildir", "--eml"] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut acknowledged = Vec::new();
        for round in 0..8 {
            acknowledged.extend(killed_while_busy(option, folder.path(), round));
        }
        assert!(acknowledged.len() > 8, "{} messages", acknowledged.len());
        let place = match option {
            "--maildir" => folder.path().join("new"),
            _ => folder.path().to_owned(),
        };
        // What was not finished bears another name.
        let kept = files(&place);
        let kept: Vec<_> = kept.iter().filter(|(name, _)| !name.starts_with('.')).collect();
        for content in &acknowledged {
            let copies = kept.iter().filter(|(_, octets)| octets == content.as_bytes()).count();
            assert_eq!(copies, 1, "{option}: {} octets", content.len());
        }
        // And nothing that is there was cut.
        for (name, octets) in kept {
            assert!(octets.ends_with(b"the end\r\n"), "{name} is cut");
        }
    }
}

/// Sends messages until the server is killed; gives those that were acknowledged.
fn killed_while_busy(option: &str, folder: &Path, round: u64) -> Vec<String> {
    let mut server = serve(&[option, text(folder), "--no-trace-headers", "--quiet"]);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let over = Arc::new(AtomicBool::new(false));
    let senders: Vec<_> = (0..3)
        .map(|sender| {
            let (acknowledged, over) = (Arc::clone(&acknowledged), Arc::clone(&over));
            let mut client = server.client();
            thread::spawn(move || {
                for number in 0.. {
                    let filling = "filling\r\n".repeat(1 << (number % 17));
                    let content = format!("{round} {sender} {number}\r\n{filling}the end\r\n");
                    if !is_acknowledged(&mut client, &content) {
                        return;
                    }
                    acknowledged.lock().expect("the list").push(content);
                    if over.load(Ordering::Relaxed) {
                        return;
                    }
                }
            })
        })
        .collect();
    thread::sleep(Duration::from_millis(60 + 37 * round));
    server.child.kill().expect("kill -9");
    over.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.join().expect("a sender");
    }
    let acknowledged = acknowledged.lock().expect("the list");
    acknowledged.clone()
}

/// Sends a message to a server that may die at any moment.
fn is_acknowledged(client: &mut Client, content: &str) -> bool {
    use std::io::{BufRead, Write};
    let commands = "MAIL FROM:<a@client.example>\r\nRCPT TO:<jo@mx.example>\r\nDATA\r\n";
    let mut said = String::new();
    let mut turn = |octets: &str, replies: usize| {
        said.clear();
        client.stream.get_mut().write_all(octets.as_bytes()).is_ok()
            && (0..replies).all(|_| matches!(client.stream.read_line(&mut said), Ok(1..)))
            && said.ends_with('\n')
    };
    turn(commands, 3) && turn(&format!("{content}.\r\n"), 1) && said.starts_with("250 ")
}
