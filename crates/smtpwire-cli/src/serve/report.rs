//! What the server tells of itself, on standard output: for people, or as JSON.
//!
//! Sessions hand their events to the main thread, which prints them. A session never waits for who
//! reads the output: when nobody does, events are left out and counted.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use smtpwire::{ForwardPath, Reply, ReversePath};
use smtpwire_tls::{TlsFailure, TlsSession};
use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::output::{BAD, GOOD, Output, STRONG};
use crate::show;
use crate::tls::{failure_json, session_json};

/// How many events may wait to be printed.
const WAITING: usize = 512;

/// Something that happened.
pub(crate) enum Record {
    Message(Box<Received>),
    Session(Box<Ended>),
    /// Something keeps the server from its work.
    Trouble(String),
}

/// A message that came, whatever it was answered.
pub(crate) struct Received {
    pub(crate) session: u64,
    pub(crate) peer: SocketAddr,
    pub(crate) protocol: &'static str,
    pub(crate) user: Option<String>,
    pub(crate) from: ReversePath<'static>,
    pub(crate) to: Vec<ForwardPath<'static>>,
    pub(crate) size: u64,
    pub(crate) subject: Option<String>,
    pub(crate) id: String,
    pub(crate) file: Option<PathBuf>,
    pub(crate) reply: Reply<'static>,
}

/// A session that is over.
pub(crate) struct Ended {
    pub(crate) session: u64,
    pub(crate) peer: SocketAddr,
    pub(crate) messages: u64,
    pub(crate) user: Option<String>,
    pub(crate) tls: Option<TlsSession>,
    pub(crate) failure: Option<TlsFailure>,
    pub(crate) end: String,
    pub(crate) transcript: Option<Vec<String>>,
}

/// Where sessions hand in what happened.
#[derive(Clone)]
pub(crate) struct Reporter {
    records: Sender<Record>,
    lost: Arc<AtomicU64>,
}

impl Reporter {
    /// A reporter, and the one end where its records come out.
    pub(crate) fn new() -> (Self, Printer) {
        let (records, waiting) = mpsc::channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        (Self { records, lost: Arc::clone(&lost) }, Printer { waiting, lost })
    }

    /// Hands in a record.
    pub(crate) fn tell(&self, record: Record) {
        if self.records.try_send(record).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Prints what is handed in.
pub(crate) struct Printer {
    waiting: Receiver<Record>,
    lost: Arc<AtomicU64>,
}

impl Printer {
    /// Prints until all reporters are gone.
    pub(crate) fn run(mut self, output: &mut Output) {
        while let Some(record) = self.waiting.blocking_recv() {
            self.lost(output);
            print(&record, output);
            while let Ok(record) = self.waiting.try_recv() {
                print(&record, output);
            }
            output.flush();
        }
        self.lost(output);
    }

    fn lost(&self, output: &mut Output) {
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 && output.json() {
            output.document(&json!({ "event": "lost", "events": lost }));
        } else if lost > 0 {
            output.line(format!("({lost} events were left out, as nobody read them)"));
        }
    }
}

/// Says where the server listens, the first line of all output; then, which certificate it made.
pub(crate) fn listening(
    address: SocketAddr,
    tls: bool,
    fingerprint: Option<&str>,
    output: &mut Output,
) {
    if output.json() {
        output.document(&json!({
            "event": "listening",
            "address": address.to_string(),
            "tls": tls,
            "fingerprint": fingerprint,
        }));
    } else {
        output.line(format!("listening on {address}"));
        if let Some(fingerprint) = fingerprint {
            output.line(format!("with a self-signed certificate, SHA-256 {fingerprint}"));
        }
    }
    output.flush();
}

/// Says that the server is done.
pub(crate) fn stopped(output: &mut Output) {
    if output.json() {
        output.document(&json!({ "event": "stopped" }));
    } else {
        output.line("stopped");
    }
}

fn print(record: &Record, output: &mut Output) {
    if output.json() {
        output.document(&document(record));
        return;
    }
    match record {
        Record::Message(message) => print_message(message, output),
        Record::Session(ended) => print_session(ended, output),
        Record::Trouble(sentence) => {
            output.flush();
            crate::output::complain(sentence);
        }
    }
}

fn print_message(message: &Received, output: &mut Output) {
    let Received { session, peer, size, reply, .. } = message;
    let style = if reply.code().is_positive() { GOOD } else { BAD };
    let answer = output.styled(style, show::pictured_lines(&reply.to_string()));
    output.line(format!("[{session}] message from {peer}, {size} octets: {answer}"));
    let who =
        message.user.as_deref().map(|user| format!(" (logged in as {})", show::pictured(user)));
    output.line(format!("    from     {}{}", message.from, who.unwrap_or_default()));
    for path in &message.to {
        output.line(format!("    to       {path}"));
    }
    if let Some(subject) = &message.subject {
        output.line(format!("    subject  {}", show::pictured(subject)));
    }
    if let Some(file) = &message.file {
        output.line(format!("    file     {}", show::file_name(file.as_os_str())));
    }
}

fn print_session(ended: &Ended, output: &mut Output) {
    let Ended { session, peer, messages, user, tls, failure, end, transcript } = ended;
    let count = if *messages == 1 { "1 message".into() } else { format!("{messages} messages") };
    let heading = output.styled(STRONG, format!("session with {peer}"));
    output.line(format!("[{session}] {heading}: {}, {count}", show::pictured(end)));
    if let Some(tls) = tls {
        let shown = tls.peer_certificates().first().map(|certificate| {
            let why = tls.verification().failure().map(|why| format!(" (not believed: {why})"));
            let whose = crate::tls::subject(certificate);
            format!(", certificate of {whose}{}", why.unwrap_or_default())
        });
        let tls = format!("{} with cipher {}", tls.version(), tls.cipher_suite());
        output.line(format!("    TLS      {tls}{}", shown.unwrap_or_default()));
    }
    if let Some(failure) = failure {
        for line in show::wrapped(failure.advice(), 72) {
            output.line(format!("    {line}"));
        }
    }
    if let Some(user) = user {
        output.line(format!("    user     {}", show::pictured(user)));
    }
    for line in transcript.iter().flatten() {
        output.line(format!("    {}", show::pictured(line)));
    }
}

fn document(record: &Record) -> Value {
    match record {
        Record::Message(message) => json!({
            "event": "message",
            "session": message.session,
            "peer": message.peer.to_string(),
            "protocol": message.protocol,
            "user": message.user,
            "from": bare(&message.from.to_string()),
            "to": message.to.iter().map(|path| bare(&path.to_string())).collect::<Vec<_>>(),
            "size": message.size,
            "subject": message.subject,
            "id": message.id,
            "file": message.file.as_ref().map(|file| file.to_string_lossy()),
            "reply": message.reply.to_string(),
        }),
        Record::Session(ended) => json!({
            "event": "session",
            "session": ended.session,
            "peer": ended.peer.to_string(),
            "messages": ended.messages,
            "user": ended.user,
            "end": ended.end,
            "tls": tls_json(ended),
            "transcript": ended.transcript,
        }),
        Record::Trouble(sentence) => json!({ "event": "trouble", "message": sentence }),
    }
}

/// What came of TLS; `null` where there was none.
fn tls_json(ended: &Ended) -> Value {
    let mut document = match (&ended.tls, &ended.failure) {
        (None, None) => return Value::Null,
        (Some(session), _) => session_json(session),
        (None, Some(_)) => json!({}),
    };
    document["failure"] = json!(ended.failure.as_ref().map(failure_json));
    document
}

/// A path without its brackets.
fn bare(path: &str) -> String {
    path.trim_start_matches('<').trim_end_matches('>').to_owned()
}
