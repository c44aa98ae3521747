//! What is sent, by whom and to whom.

use std::io;

use super::programs::{Run, Sender, Stage, Up};
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
    /// The C library's `send_epoll`, smtp-source and libcurl, all against smtp-sink.
    CClient,
}

const SINK: &str = "smtp-sink";
const SOURCE: &str = "smtp-source";
const LIBCURL: &str = "libcurl";

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
    let c_client = |name, messages, reconnect| Load {
        reconnect,
        side: Side::CClient,
        bars: vec![
            Bar::Rate { of: SOURCE, at_least: 1.0 },
            Bar::Processor { of: LIBCURL, at_most: 0.5 },
        ],
        ..server(name, 100, messages, KIB, 1.0)
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
        c_client("send_epoll.c: messages of 1 KiB, 100 sessions", 10_000, false),
        c_client("send_epoll.c: messages of 1 KiB, 100 at once, a connection for each", 5000, true),
    ]
    .into_iter()
}

impl Load {
    /// Who takes part, ours first, and where each sends to. Nobody where a program is not there.
    fn contenders<'s>(&self, stage: &'s Stage) -> Vec<(&'static str, Sender<'s>, &'s Up)> {
        let source = |name, to| (name, Sender::SmtpSource, to);
        match (self.side, &stage.c_senders) {
            (Side::Server, _) => vec![source(OURS, &stage.serve), source(SINK, &stage.sink)],
            (Side::Client, _) => {
                vec![(OURS, Sender::Mailer, &stage.sink), source(SOURCE, &stage.sink)]
            }
            (Side::CClient, Some(c)) => vec![
                (OURS, Sender::LikeSmtpSource(&c.send_epoll), &stage.sink),
                source(SOURCE, &stage.sink),
                (LIBCURL, Sender::LikeSmtpSource(&c.curl_multi), &stage.sink),
            ],
            (Side::CClient, None) => Vec::new(),
        }
    }
}

/// Lets the contenders have their turns; nothing where there are none.
pub(super) fn measure(load: &Load, stage: &Stage, rounds: usize) -> io::Result<Option<Compared>> {
    let contenders = load.contenders(stage);
    let mut runs: Vec<Vec<Run>> = vec![Vec::with_capacity(rounds); contenders.len()];
    // What the first run finds cold, later ones find warm.
    for (_, sender, to) in &contenders {
        stage.run(*sender, load, to)?;
    }
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            // Each goes first equally often.
            let index = (turn + round) % contenders.len();
            let (_, sender, to) = contenders[index];
            runs[index].push(stage.run(sender, load, to)?);
        }
    }
    let names = contenders.iter().map(|(name, ..)| *name);
    let took = names.zip(&runs).map(|(name, its)| took(load, name, its, &runs[0])).collect();
    Ok((!contenders.is_empty()).then(|| Compared {
        work: load.name.to_owned(),
        items: load.messages,
        bars: load.bars.clone(),
        contenders: took,
    }))
}

/// What a contender took in its turns, beside ours in the same rounds.
fn took(load: &Load, name: &'static str, its: &[Run], ours: &[Run]) -> Took {
    let of = |number: fn(&Run) -> f64| median(its.iter().map(number).collect());
    let ratio = |number: fn(&Run) -> f64| {
        median(its.iter().zip(ours).map(|(its, ours)| number(its) / number(ours)).collect())
    };
    // The processor's time of a server is not measured, and the sender's is not the server's.
    let of_sender = load.side != Side::Server;
    let beside = name != OURS;
    Took {
        name,
        items: load.messages,
        nanoseconds: of(|run| run.time),
        processor: of_sender.then(|| of(|run| run.processor)),
        times_ours: beside.then(|| ratio(|run| run.time)),
        processor_times_ours: (beside && of_sender).then(|| ratio(|run| run.processor)),
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
