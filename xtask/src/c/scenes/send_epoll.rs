//! `send_epoll`: many sessions and messages, to smtp-sink and to `server_poll`.

use anyhow::{Result, ensure};
use smtpwire_interop::Dialect;
use smtpwire_interop::servers::smtp_sink;

use super::serving::Serving;
use super::{Call, Stage};

/// The octets of a message.
const LENGTH: usize = 4096;

pub(in crate::c) fn play(stage: &Stage<'_>) -> Result<()> {
    let (sessions, kept) = (stage.count(100, 10), stage.count(1000, 30));
    let one_each = stage.count(100, 5);
    let mut loads = [send(stage, sessions, kept).with(&["-d"]), send(stage, 20, one_each)];

    if let Some(sink) = stage.others.present(smtp_sink::start_with(Dialect::Smtp, &[]))? {
        let at = sink.address().to_string();
        for load in &mut loads {
            load.clone().with(&[&at]).ends_saying(0, ", 0 failed, ")?;
        }
        let stored = sink.wait_for(kept + one_each);
        for stored in stored {
            stored.assert_is(&message());
        }
    }

    let serving = Serving::start(stage, &["-r", "nobody@example.org"], false)?;
    let at = serving.address.to_string();
    for load in loads {
        load.with(&[&at]).ends_saying(0, ", 0 failed, ")?;
    }
    // A refusal costs one message, not the session, and is told once.
    let refused = send(stage, 2, 6).with(&["-d", "-t", "nobody@example.org", &at]);
    let said = refused.ends_saying(1, "0 messages of 4096 octets accepted, 6 failed")?;
    ensure!(said.matches("No such user").count() == 1, "it is told more than once: {said}");
    serving.stop()?.is_only(&message(), kept + one_each)
}

fn send<'s>(stage: &'s Stage<'s>, sessions: usize, messages: usize) -> Call<'s> {
    let (sessions, messages, length) =
        (sessions.to_string(), messages.to_string(), LENGTH.to_string());
    let send = stage.calls("send_epoll").with(&["-s", &sessions, "-m", &messages]);
    send.with(&["-l", &length, "-f", "ann@example.org", "-t", "jo@example.org"])
}

/// What it sends: a header, and lines of x.
fn message() -> Vec<u8> {
    let header = format!(
        "From: <ann@example.org>\r\nTo: <jo@example.org>\r\n\
         Subject: a message of {LENGTH} octets\r\n\r\n"
    );
    let mut message = header.into_bytes();
    while let Some(left) = LENGTH.checked_sub(message.len()).filter(|left| *left > 0) {
        let line = if left > 80 { 76 } else { left - 2 };
        message.extend(std::iter::repeat_n(b'x', line));
        message.extend_from_slice(b"\r\n");
    }
    message
}
