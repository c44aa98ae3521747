//! Running a program to its end, and looking how it ended.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::Stage;
use crate::repo;

/// A program of ours with what it is given, not started yet.
#[derive(Clone)]
pub(in crate::c) struct Call<'s> {
    stage: &'s Stage<'s>,
    name: &'static str,
    arguments: Vec<String>,
    password: Option<&'static str>,
    input: Vec<u8>,
    tls: bool,
    shown: bool,
}

impl<'s> Call<'s> {
    pub(super) fn new(stage: &'s Stage<'s>, name: &'static str) -> Self {
        let (arguments, input) = (Vec::new(), Vec::new());
        Self { stage, name, arguments, password: None, input, tls: false, shown: false }
    }

    /// With more arguments.
    pub(in crate::c) fn with<A: AsRef<str>>(mut self, arguments: &[A]) -> Self {
        self.arguments.extend(arguments.iter().map(|one| one.as_ref().to_owned()));
        self
    }

    /// With this to read.
    pub(super) fn reads(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// With a password in its environment.
    pub(super) fn knows(mut self, password: &'static str) -> Self {
        self.password = Some(password);
        self
    }

    /// The library does TLS in it.
    pub(in crate::c) fn does_tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// What it prints is shown, even when all is well.
    pub(in crate::c) fn shown(mut self) -> Self {
        self.shown = true;
        self
    }

    /// Runs it. It has to end with this exit status; gives what it printed.
    pub(in crate::c) fn ends_with(&self, expected: i32) -> Result<String> {
        let start = Instant::now();
        let output = self.command()?.output();
        let output = output.with_context(|| format!("{} cannot be started", self.name))?;
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        let said = text(&output.stdout) + &text(&output.stderr);
        let time = start.elapsed().as_secs_f64();
        println!("      {}: {}, {time:.1} s", self.line(), output.status);
        if output.status.code() != Some(expected) {
            println!("{said}");
            bail!("{} ends with {}, not with {expected}", self.line(), output.status);
        }
        if self.shown {
            print!("{said}");
        }
        Ok(said)
    }

    /// As [`Call::ends_with`], for one that has to say something, too.
    pub(super) fn ends_saying(&self, expected: i32, text: &str) -> Result<String> {
        let said = self.ends_with(expected)?;
        if !said.contains(text) {
            bail!("{} does not say {text:?} but: {said}", self.line());
        }
        Ok(said)
    }

    fn command(&self) -> Result<Command> {
        let Stage { installed, way, .. } = self.stage;
        let mut command = way.command(installed, &self.stage.program(self.name)?, self.tls);
        command.args(&self.arguments);
        if let Some(password) = self.password {
            command.env("SMTP_PASSWORD", password);
        }
        let file = repo::scratch("c").join("input");
        fs::write(&file, &self.input)
            .with_context(|| format!("cannot write {}", file.display()))?;
        command.stdin(Stdio::from(fs::File::open(&file)?));
        Ok(command)
    }

    /// As a person would type it, with files by their names alone.
    fn line(&self) -> String {
        let last = |word: &String| word.rsplit('/').next().unwrap_or(word).to_owned();
        let words = std::iter::once(self.name.to_owned()).chain(self.arguments.iter().map(last));
        words.collect::<Vec<String>>().join(" ")
    }
}
