//! Where results go: standard output, as text or JSON, coloured or not.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::process::ExitCode;

use annotate_snippets::Renderer;
use anstream::AutoStream;
use clap::ColorChoice;
use clap::builder::styling::{AnsiColor, Style};
use serde_json::Value;

use crate::show;

/// What a run comes to, as its exit status tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// 0: read, and no error was found.
    Fine,
    /// 1: read, and something is wrong.
    Faulty,
    /// 2: the command line or the input can't be used.
    Unusable,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Standard output.
///
/// A reader that goes away (`| head`) is no error: what comes after is dropped, and the exit
/// status stays that of the task.
pub(crate) struct Output {
    writer: BufWriter<StdoutLock<'static>>,
    json: bool,
    styled: bool,
    failure: Option<io::Error>,
}

/// A heading or the name of a thing.
pub(crate) const STRONG: Style = Style::new().bold();
/// What went wrong.
pub(crate) const BAD: Style = AnsiColor::BrightRed.on_default().bold();
/// What went well.
pub(crate) const GOOD: Style = AnsiColor::BrightGreen.on_default().bold();
/// What may go better later.
pub(crate) const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();

impl Output {
    /// Standard output in this form; what is chosen for colour holds for standard error too.
    pub(crate) fn new(json: bool, color: ColorChoice) -> Self {
        match color {
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
            ColorChoice::Auto => anstream::ColorChoice::Auto,
        }
        .write_global();
        let stdout = io::stdout();
        let styled = AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
        Self { writer: BufWriter::new(stdout.lock()), json, styled, failure: None }
    }

    /// Whether JSON is wanted.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    /// Text in a style, where styles are shown.
    pub(crate) fn styled(&self, style: Style, text: impl Display) -> String {
        if self.styled { format!("{style}{text}{style:#}") } else { text.to_string() }
    }

    /// What draws annotated source.
    pub(crate) fn renderer(&self) -> Renderer {
        if self.styled { Renderer::styled() } else { Renderer::plain() }
    }

    /// Writes text and ends the line.
    pub(crate) fn line(&mut self, text: impl Display) {
        self.write(|writer| writeln!(writer, "{text}"));
    }

    /// Writes one JSON document on a line of its own.
    pub(crate) fn document(&mut self, value: &Value) {
        let text = show::json(value);
        self.line(text);
    }

    /// Whether anybody still reads; a long task can stop when nobody does.
    pub(crate) fn closed(&self) -> bool {
        self.failure.is_some()
    }

    /// Writes what is held back, before something is said elsewhere.
    pub(crate) fn flush(&mut self) {
        self.write(Write::flush);
    }

    fn write(&mut self, write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>) {
        if self.failure.is_none() {
            self.failure = write(&mut self.writer).err();
        }
    }

    /// Writes what is still held back, and tells what went wrong, if it was more than a reader
    /// that went away.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.flush();
        // A buffer that could not be written is not tried again when it is dropped.
        let (_, _unwritten) = self.writer.into_parts();
        match self.failure {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }
}

/// Says on standard error why something could not be done.
pub(crate) fn complain(sentence: &str) {
    // There is nobody to tell when standard error is closed as well.
    let _ = writeln!(anstream::stderr(), "{BAD}error:{BAD:#} {sentence}");
}

/// Says on standard error what should not pass unnoticed, though the work went on.
pub(crate) fn warn(sentence: &str) {
    let _ = writeln!(anstream::stderr(), "{DOUBTFUL}warning:{DOUBTFUL:#} {sentence}");
}
