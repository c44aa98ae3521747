//! Sessions of a mailer: messages whole and streamed, to a server that refuses some.

use anyhow::Result;
use fastrand::Rng;
use serde_json::{Value, json};

use crate::client::converse;
use crate::peer::Peer;
use crate::pools::{self, MESSAGES, PATHS, mostly, once_in, one};
use crate::record::{Session, octets};
use crate::subject::Subject;

/// One session.
pub(crate) fn session(seed: u64, chance: &mut Rng) -> Result<Value> {
    let lmtp = once_in(chance, 5);
    let mut config = json!({
        "name": "mail.a.example",
        "security": if once_in(chance, 4) { "opportunistic" } else { "disabled" },
        "chunking": chance.bool(),
        "overlap": chance.bool(),
        "client": {"pipelining": chance.bool(), "plaintext_auth": true},
        "sasl": {"allow_plaintext_secrets": true},
    });
    if lmtp {
        config["client"]["protocol"] = json!("lmtp");
    }
    if once_in(chance, 3) {
        config["credentials"] = pools::credentials(chance);
    }
    let entropy = pools::entropy(chance);
    let mut session = Session::new(Subject::mailer(&config, &entropy)?)?;
    let mut peer = Peer::new(chance, lmtp)?;
    converse(&mut session, &mut peer, chance)?;
    let mut last = json!(1);
    for _ in 0..chance.u32(3..25) {
        if session.is_over() {
            break;
        }
        act(&mut session, chance, &mut last)?;
        converse(&mut session, &mut peer, chance)?;
    }
    let made_of = json!({ "seed": seed, "role": "mailer", "config": config, "entropy": entropy });
    Ok(session.written(made_of))
}

fn act(session: &mut Session, chance: &mut Rng, last: &mut Value) -> Result<()> {
    let asked = session.seen.events.iter().rev().find(|event| event["type"] == "need-content");
    let asked = asked.map(|event| event["transaction"].clone());
    let choice = match asked {
        Some(transaction) if !once_in(chance, 4) => {
            *last = transaction;
            *chance.choice(&[8, 8, 12]).unwrap_or(&8)
        }
        _ => chance.u8(..20),
    };
    match choice {
        0..=7 => {
            let to: Vec<Value> = (0..chance.u8(1..4)).map(|_| recipient(chance)).collect();
            let envelope = json!({
                "from": mostly(chance, PATHS, 3),
                "to": to,
                "parameters": listed(pools::mail_parameters(chance)),
            });
            let content = if chance.bool() { Value::Null } else { octets(one(chance, MESSAGES)) };
            if let Some(transaction) = session.call("send", &[envelope, content])? {
                *last = transaction;
            }
        }
        8..=11 => {
            let content = octets(one(chance, MESSAGES));
            session.call("content", &[last.clone(), content])?;
        }
        12 | 13 => _ = session.call("end_content", std::slice::from_ref(last))?,
        14 => _ = session.call("abort_content", std::slice::from_ref(last))?,
        15 => {
            for name in ["capabilities", "greeting", "starttls_refusal", "pending"] {
                session.call(name, &[])?;
            }
        }
        16 => session.timeout(chance.u64(..400_000))?,
        17 => {
            let now = json!(session.now);
            session.call("tls_established", &[now, json!(chance.bool())])?;
        }
        18 => _ = session.call("tls_failed", &[json!("it was to fail")])?,
        _ if once_in(chance, 3) => session.eof()?,
        _ => _ = session.call("quit", &[])?,
    }
    Ok(())
}

fn recipient(chance: &mut Rng) -> Value {
    let path = mostly(chance, PATHS, 3);
    if once_in(chance, 4) {
        json!({"path": path, "parameters": listed(pools::rcpt_parameters(chance))})
    } else {
        json!(path)
    }
}

/// A list that is empty where there is none.
fn listed(parameters: Value) -> Value {
    if parameters.is_null() { json!([]) } else { parameters }
}
