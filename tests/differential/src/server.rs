//! Sessions of a server: lines good and bad, and a host that decides at random.

use anyhow::Result;
use fastrand::Rng;
use serde_json::{Value, json};

use crate::pools::{self, CONTENTS, LINES, once_in, one};
use crate::record::{Session, octets};
use crate::subject::Subject;

const DECISIONS: &[&str] = &["connection", "helo", "mail", "rcpt", "data", "message", "vrfy"];

/// One session.
pub(crate) fn session(seed: u64, chance: &mut Rng) -> Result<Value> {
    let decisions: Vec<&str> = DECISIONS.iter().copied().filter(|_| once_in(chance, 3)).collect();
    let mut config = json!({
        "hostname": "mx.example",
        "decisions": decisions,
        "plaintext_auth": true,
        "decoy_key": "sixteen octets..",
        "extensions": {
            "auth": ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2"],
            "vrfy": chance.bool(),
            "etrn": chance.bool(),
            "starttls": once_in(chance, 3),
            "xclient": ["NAME", "ADDR"],
        },
        "trusted": chance.bool(),
        "content": if chance.bool() { "whole" } else { "stream" },
        "synchronization": if once_in(chance, 3) { "strict" } else { "tolerant" },
    });
    if once_in(chance, 6) {
        config["protocol"] = json!("lmtp");
    }
    if once_in(chance, 4) {
        config["line_ends"] = json!("normalise");
    }
    if once_in(chance, 4) {
        config["limits"] = json!({"message_size": 20, "recipients": 2, "errors": 3});
    }
    let entropy = pools::entropy(chance);
    let mut session = Session::new(Subject::server(&config, &entropy)?)?;
    let mut greeted = false;
    for _ in 0..chance.u32(5..50) {
        decide(&mut session, chance)?;
        if session.is_over() {
            break;
        }
        act(&mut session, chance, &mut greeted)?;
    }
    let made_of = json!({ "seed": seed, "role": "server", "config": config, "entropy": entropy });
    Ok(session.written(made_of))
}

fn act(session: &mut Session, chance: &mut Rng, greeted: &mut bool) -> Result<()> {
    let content = session.subject.call("phase", &[])?.is_ok_and(|phase| phase == "data");
    let line = match if content && !once_in(chance, 6) { 30 } else { chance.u8(..40) } {
        _ if !*greeted => {
            *greeted = true;
            LINES[0]
        }
        0..=16 => one(chance, LINES),
        17..=29 => b"MAIL FROM:<jo@a.example>\r\nRCPT TO:<al@mx.example>\r\nDATA\r\n",
        30..=35 => one(chance, CONTENTS),
        36 => return session.timeout(chance.u64(..400_000)),
        37 => {
            for name in ["phase", "is_tls", "is_authenticated", "is_closed", "answers_due"] {
                session.call(name, &[])?;
            }
            return Ok(());
        }
        38 => {
            session.call("accept", &[])?;
            return Ok(());
        }
        _ if once_in(chance, 3) => return session.eof(),
        _ => return session.call("close", &[Value::Null]).map(drop),
    };
    session.receive(chance, line, decide)
}

/// Answers what is due, now and then as nobody should.
fn decide(session: &mut Session, chance: &mut Rng) -> Result<()> {
    for _ in 0..20 {
        if session.seen.waits != "host" {
            break;
        }
        let last = session.seen.events.last().and_then(|event| event["type"].as_str());
        match last {
            Some("auth-verify") => {
                session.call("verify", &[json!(chance.bool())])?;
            }
            Some("auth-lookup") => {
                session.call("provide_verifier", &[Value::Null])?;
            }
            Some("start-tls") => {
                let now = json!(session.now);
                session.call("tls_established", &[now])?;
            }
            _ => answer(session, chance)?,
        }
    }
    Ok(())
}

fn answer(session: &mut Session, chance: &mut Rng) -> Result<()> {
    match chance.u8(..6) {
        0 => {
            let reply = json!({"code": 550, "enhanced": "5.1.1", "lines": ["nobody", "at all"]});
            session.call("answer", &[reply])?;
        }
        1 => _ = session.call("answer", &[json!("451 4.3.0 later")])?,
        2 => _ = session.call("answer_all", &[octets(b"450 4.2.1 not now\r\n")])?,
        3 if once_in(chance, 3) => _ = session.call("close", &[json!("421 4.3.2 bye")])?,
        4 if once_in(chance, 3) => _ = session.call("verify", &[json!(true)])?,
        _ => _ = session.call("accept", &[])?,
    }
    Ok(())
}
