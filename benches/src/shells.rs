//! The shells of other languages beside the core: the same work in each language, in turn.
//!
//! A shell's program reads what to do and how often, a line each (`transaction 1000`), and answers with
//! the nanoseconds that it took. The core does the same here, in between.

use std::hint::black_box;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::{Deserialize, Serialize};
use smtpwire::{Client, ClientEvent, Step};

use crate::{OURS, Run, sessions};

/// How long a turn lasts, about, in nanoseconds.
const TURN: f64 = 20e6;

/// How long a work is done before it is measured, in nanoseconds.
const WARM: f64 = 2e9;

/// A program that does the works in its language.
#[derive(Deserialize)]
pub struct Shell {
    /// What the table calls it.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// At most this multiple of the core's time for a transaction; none where there is no bar.
    pub bar: Option<f64>,
}

/// What was measured of a work, in the form that the table reads.
#[derive(Serialize)]
pub struct Measured {
    work: &'static str,
    items: u32,
    bars: Vec<ShellBar>,
    contenders: Vec<Timed>,
}

#[derive(Serialize)]
struct ShellBar {
    kind: &'static str,
    of: String,
    at_most: f64,
}

#[derive(Serialize)]
struct Timed {
    name: String,
    items: u32,
    nanoseconds: f64,
}

/// A shell's program that runs.
struct Worker {
    name: String,
    child: Child,
    tell: Option<ChildStdin>,
    hear: BufReader<ChildStdout>,
}

impl Worker {
    fn start(shell: &Shell) -> io::Result<Self> {
        let (program, arguments) = shell.command.split_first().expect("a command has a program");
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let tell = child.stdin.take();
        let hear = BufReader::new(child.stdout.take().expect("it was piped"));
        Ok(Self { name: shell.name.clone(), child, tell, hear })
    }

    /// How many nanoseconds so many runs take.
    fn time(&mut self, work: &str, repeats: u32) -> io::Result<f64> {
        let tell = self.tell.as_mut().expect("it is open until the end");
        writeln!(tell, "{work} {repeats}")?;
        tell.flush()?;
        let mut line = String::new();
        self.hear.read_line(&mut line)?;
        line.trim().parse().map_err(|_| {
            io::Error::other(format!("{} answers {line:?} to {work} {repeats}", self.name))
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.tell.take());
        // It ends with its input; one that does not is no longer needed either.
        let _ = self.child.wait();
    }
}

/// Measures every work in every shell.
///
/// # Errors
/// A program can't be started, or does not answer with a number.
pub fn compare(shells: &[Shell], rounds: usize) -> io::Result<Vec<Measured>> {
    let mut workers = shells.iter().map(Worker::start).collect::<io::Result<Vec<_>>>()?;
    let mut native: [(&str, &str, Run); 2] = [
        (
            "transaction",
            "a transaction of 1 KiB in memory, in each language",
            Box::new(sessions::transaction()),
        ),
        ("event", "a command and the event of its reply, in each language", Box::new(event())),
    ];
    let mut measured = Vec::new();
    for (work, about, run) in &mut native {
        let mut time = |repeats: u32| {
            let start = crate::timing::now();
            for _ in 0..repeats {
                run();
            }
            Ok((crate::timing::now().saturating_sub(start)).as_secs_f64() * 1e9)
        };
        let ours = fill(&mut time)?;
        let theirs = workers
            .iter_mut()
            .map(|worker| fill(&mut |repeats| worker.time(work, repeats)))
            .collect::<io::Result<Vec<u32>>>()?;
        let mut times = vec![Vec::with_capacity(rounds); 1 + workers.len()];
        for _ in 0..rounds {
            times[0].push(time(ours)? / f64::from(ours));
            for ((worker, repeats), times) in workers.iter_mut().zip(&theirs).zip(&mut times[1..]) {
                times.push(worker.time(work, *repeats)? / f64::from(*repeats));
            }
        }
        let names = std::iter::once(OURS).chain(shells.iter().map(|shell| shell.name.as_str()));
        let contenders = names.zip(times).map(|(name, times)| Timed {
            name: name.to_owned(),
            items: 1,
            nanoseconds: crate::timing::median(times),
        });
        measured.push(Measured {
            work: about,
            items: 1,
            contenders: contenders.collect(),
            bars: if *work == "transaction" { bars(shells) } else { Vec::new() },
        });
    }
    Ok(measured)
}

fn bars(shells: &[Shell]) -> Vec<ShellBar> {
    let bar = |shell: &Shell| {
        let of = shell.name.clone();
        shell.bar.map(|at_most| ShellBar { kind: "shell", of, at_most })
    };
    shells.iter().filter_map(bar).collect()
}

/// How many runs fill a turn.
///
/// A compiler that watches works beside the program, and its time counts as the program's: the first
/// hundreds of runs take several times as long as all later ones. So a work is done until it has taken
/// [`WARM`], and only then its runs are counted.
fn fill(time: &mut impl FnMut(u32) -> io::Result<f64>) -> io::Result<u32> {
    let mut repeats = 64;
    let mut spent = 0.0;
    loop {
        let took = time(repeats)?;
        spent += took;
        if took < TURN / 2.0 && repeats < 1 << 24 {
            repeats *= 2;
        } else if spent >= WARM {
            return Ok(repeats);
        }
    }
}

/// A client past EHLO says NOOP, and the reply's event is pulled.
fn event() -> impl FnMut() {
    let mut client = sessions::greeted();
    move || {
        client.noop().expect("NOOP is next");
        let written = black_box(client.output()).len();
        client.advance_output(written).expect("so much was there");
        client.receive(b"250 2.0.0 Ok\r\n", 0).expect("room for a reply");
        match client.next_event(0).expect("a client that goes on") {
            Step::Event(ClientEvent::Reply { reply, .. }) => assert_eq!(reply.code().get(), 250),
            step => panic!("the client says {step:?}"),
        }
        assert!(matches!(Client::next_event(&mut client, 0), Ok(Step::NeedData)));
    }
}
