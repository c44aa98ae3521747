//! Sessions of a client: calls in a sensible order and out of it.

use anyhow::Result;
use fastrand::Rng;
use serde_json::{Value, json};

use crate::peer::Peer;
use crate::pools::{self, HOSTS, MESSAGES, PATHS, REPLIES, mostly, once_in, one};
use crate::record::{Session, octets};
use crate::subject::Subject;

/// One session.
pub(crate) fn session(seed: u64, chance: &mut Rng) -> Result<Value> {
    let lmtp = once_in(chance, 5);
    let mut config = json!({
        "pipelining": chance.bool(),
        "plaintext_auth": !once_in(chance, 4),
        "helo_fallback": chance.bool(),
    });
    if lmtp {
        config["protocol"] = json!("lmtp");
    }
    if chance.bool() {
        config["line_ends"] = json!("normalise");
    }
    if once_in(chance, 4) {
        config["limits"] = json!({"reply_lines": 2, "pending_commands": 3, "recipients": 2});
    }
    let mut session = Session::new(Subject::client(&config)?)?;
    let mut peer = Peer::new(chance, lmtp)?;
    converse(&mut session, &mut peer, chance)?;
    for _ in 0..chance.u32(5..40) {
        if session.is_over() {
            break;
        }
        act(&mut session, chance)?;
        converse(&mut session, &mut peer, chance)?;
    }
    Ok(session.written(json!({ "seed": seed, "role": "client", "config": config })))
}

/// Carries what was said to the peer, and its answer back, until there is nothing to carry.
pub(crate) fn converse(session: &mut Session, peer: &mut Peer, chance: &mut Rng) -> Result<()> {
    let mut said = std::mem::take(&mut session.seen.output);
    for _ in 0..20 {
        let answer = peer.answer(chance, &said, session.now);
        if answer.is_empty() {
            break;
        }
        said.clear();
        session.receive(chance, &answer, |session, _| {
            said.append(&mut session.seen.output);
            Ok(())
        })?;
    }
    Ok(())
}

/// What comes next in a session that goes well, more often than not.
fn next(session: &mut Session, chance: &mut Rng) -> Result<u8> {
    let phase = session.subject.call("phase", &[])?.ok();
    Ok(match phase.as_ref().and_then(Value::as_str) {
        _ if once_in(chance, 3) => chance.u8(..40),
        Some("greeted") => 0,
        Some("ready") => *chance.choice(&[4, 4, 4, 31]).unwrap_or(&4),
        Some("mail") => 9,
        Some("rcpt") => *chance.choice(&[9, 14, 18]).unwrap_or(&9),
        Some("data") => 21,
        Some("bdat") => 18,
        _ => chance.u8(..40),
    })
}

fn act(session: &mut Session, chance: &mut Rng) -> Result<()> {
    match next(session, chance)? {
        0..=3 => ehlo(session, chance)?,
        4..=8 => {
            let parameters = pools::mail_parameters(chance);
            session.call("mail", &[json!(mostly(chance, PATHS, 3)), parameters])?;
        }
        9..=13 => {
            let parameters = pools::rcpt_parameters(chance);
            session.call("rcpt", &[json!(mostly(chance, PATHS, 3)), parameters])?;
        }
        14..=17 => _ = session.call("data", &[])?,
        18..=20 => {
            let content = one(chance, MESSAGES);
            let arguments = [json!(content.len()), json!(chance.bool())];
            if session.call("bdat", &arguments)?.is_some() {
                session.call("content", &[octets(content)])?;
            }
        }
        21..=24 => {
            session.call("content", &[octets(one(chance, MESSAGES))])?;
            session.call("end_content", &[])?;
        }
        25 => _ = session.call("rset", &[])?,
        26 => _ = session.call("noop", &[])?,
        27 => _ = session.call("vrfy", &[json!(one(chance, PATHS))])?,
        28 => _ = session.call("expn", &[json!("list")])?,
        29 => _ = session.call("help", &[Value::Null])?,
        30 => {
            let line = one(chance, &["XYZ a b", "NOOP\r\nRSET", ""]);
            session.call("raw", &[json!(line)])?;
        }
        31 | 32 => auth(session, chance)?,
        33 => _ = session.call("auth_response", &[octets(b"jo")])?,
        34 => {
            if session.call("starttls", &[])?.is_some() && chance.bool() {
                session.call("tls_failed", &[json!("it was to fail")])?;
            }
        }
        35 => tls(session, chance)?,
        36 => state(session)?,
        37 => session.timeout(chance.u64(..400_000))?,
        38 => {
            let reply = one(chance, REPLIES);
            session.receive(chance, reply, |_, _| Ok(()))?;
        }
        _ if once_in(chance, 3) => session.eof()?,
        _ => _ = session.call("quit", &[])?,
    }
    Ok(())
}

fn ehlo(session: &mut Session, chance: &mut Rng) -> Result<()> {
    session.call("ehlo", &[json!(mostly(chance, HOSTS, 3))])?;
    Ok(())
}

fn auth(session: &mut Session, chance: &mut Rng) -> Result<()> {
    let arguments = [
        pools::credentials(chance),
        octets(&pools::entropy(chance)),
        if once_in(chance, 4) { Value::Null } else { json!({"allow_plaintext_secrets": true}) },
    ];
    session.call("auth", &arguments)?;
    Ok(())
}

fn tls(session: &mut Session, chance: &mut Rng) -> Result<()> {
    let verified = chance.bool();
    session.call("tls_established", &[json!(session.now), json!(verified)])?;
    Ok(())
}

fn state(session: &mut Session) -> Result<()> {
    for name in ["phase", "capabilities", "greeting", "ehlo_name", "pending", "unanswered"] {
        session.call(name, &[])?;
    }
    for name in ["is_tls", "is_authenticated", "is_over", "content_end_sent", "auth_failure"] {
        session.call(name, &[])?;
    }
    Ok(())
}
