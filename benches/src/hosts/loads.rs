//! What is sent, by whom and to whom.

use std::io;

use super::programs::{Run, Sender, Stage};
use super::{Compared, Took};
use crate::{Bar, OURS};

/// What is sent in one run.
pub(super) struct Load {
    pub(super) name: &'static str,
    pub(super) sessions: u32,
    /// In all sessions together.
    pub(super) messages: u32,
    /// Of a message, in octets.
    pub(super) size: u32,
    /// A connection for each message.
    pub(super) reconnect: bool,
    side: Side,
    bars: Vec<Bar>,
}

/// Which side is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// `smtpwire serve` and smtp-sink, both under smtp-source.
    Server,
    /// A mailer and smtp-source, both against smtp-sink.
    Client,
}

const SINK: &str = "smtp-sink";
const SOURCE: &str = "smtp-source";

const KIB: u32 = 1024;

pub(super) fn all() -> impl Iterator<Item = Load> {
    let server = |name, sessions, messages, size, at_least| Load {
        name,
        sessions,
        messages,
        size,
        reconnect: false,
        side: Side::Server,
        bars: vec![Bar::Rate { of: SINK, at_least }],
    };
    let client = |name, sessions, messages, size| Load {
        side: Side::Client,
        bars: vec![
            Bar::Rate { of: SOURCE, at_least: 1.0 },
            Bar::Processor { of: SOURCE, at_most: 0.7 },
        ],
        ..server(name, sessions, messages, size, 1.0)
    };
    let reconnecting = server("serve: messages of 1 KiB, a connection for each", 1, 1000, KIB, 1.0);
    [
        server("serve: messages of 1 KiB, 1 session", 1, 5000, KIB, 1.0),
        server("serve: messages of 1 KiB, 10 sessions", 10, 5000, KIB, 1.0),
        Load { reconnect: true, ..reconnecting },
        server("serve: messages of 10 MiB, 1 session", 1, 10, 10 * KIB * KIB, 1.5),
        client("send: messages of 1 KiB, 1 session", 1, 5000, KIB),
        client("send: messages of 1 KiB, 10 sessions", 10, 5000, KIB),
        client("send: messages of 100 KiB, 1 session", 1, 500, 100 * KIB),
    ]
    .into_iter()
}

/// Lets the two contenders have their turns.
pub(super) fn measure(load: &Load, stage: &Stage, rounds: usize) -> io::Result<Compared> {
    let ours = || match load.side {
        Side::Server => stage.run(Sender::SmtpSource, load, &stage.serve),
        Side::Client => stage.run(Sender::Mailer, load, &stage.sink),
    };
    let theirs = || stage.run(Sender::SmtpSource, load, &stage.sink);
    // What the first run finds cold, later ones find warm.
    ours()?;
    theirs()?;
    let mut pairs = Vec::with_capacity(rounds);
    for round in 0..rounds {
        // Each goes first equally often.
        pairs.push(if round % 2 == 0 {
            let ours = ours()?;
            (ours, theirs()?)
        } else {
            let theirs = theirs()?;
            (ours()?, theirs)
        });
    }
    Ok(told(load, &pairs))
}

fn told(load: &Load, pairs: &[(Run, Run)]) -> Compared {
    let of = |number: fn(&(Run, Run)) -> f64| median(pairs.iter().map(number).collect());
    // The processor's time of a server is not measured, and the sender's is not the server's.
    let client = load.side == Side::Client;
    let ours = Took {
        name: OURS,
        items: load.messages,
        nanoseconds: of(|(ours, _)| ours.time),
        processor: client.then(|| of(|(ours, _)| ours.processor)),
        times_ours: None,
        processor_times_ours: None,
    };
    let theirs = Took {
        name: if client { SOURCE } else { SINK },
        items: load.messages,
        nanoseconds: of(|(_, theirs)| theirs.time),
        processor: client.then(|| of(|(_, theirs)| theirs.processor)),
        times_ours: Some(of(|(ours, theirs)| theirs.time / ours.time)),
        processor_times_ours: client
            .then(|| of(|(ours, theirs)| theirs.processor / ours.processor)),
    };
    Compared {
        work: load.name.to_owned(),
        items: load.messages,
        bars: load.bars.clone(),
        contenders: vec![ours, theirs],
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
