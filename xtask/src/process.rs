//! Starting other programs: every start is shown as a person would type it, from the root.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::repo;

mod heard;

pub(crate) use heard::Failed;
use heard::Output;

/// A program with its arguments and environment, not started yet.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    name: OsString,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
}

/// What a program that ran to its end has said.
pub(crate) struct Said {
    pub(crate) succeeded: bool,
    pub(crate) stdout: String,
}

impl Program {
    pub(crate) fn new(name: impl Into<OsString>) -> Self {
        Self { name: name.into(), arguments: Vec::new(), environment: Vec::new() }
    }

    /// `cargo`, in the version that runs this chore.
    pub(crate) fn cargo() -> Self {
        Self::new("cargo")
    }

    pub(crate) fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    pub(crate) fn args<A: Into<OsString>>(
        mut self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    pub(crate) fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Runs it in the root with its output shown; an exit code other than 0 is an error.
    pub(crate) fn run(&self) -> Result<()> {
        self.run_in(repo::root())
    }

    /// As [`Program::run`], elsewhere.
    pub(crate) fn run_in(&self, folder: &Path) -> Result<()> {
        println!("    $ {}", self.shown_in(folder));
        self.run_to_the_end(folder, Output::PassedOn)
    }

    /// As [`Program::run`], but what it says is only shown at the end, and only when it fails: for what talks
    /// much and says little.
    pub(crate) fn run_without_its_output(&self) -> Result<()> {
        println!("    $ {}", self.shown_in(repo::root()));
        self.run_to_the_end(repo::root(), Output::OnlyKept)
    }

    fn run_to_the_end(&self, folder: &Path, output: Output) -> Result<()> {
        let (status, last_lines) = heard::run(&mut self.command(folder), output)
            .with_context(|| format!("cannot start {}", self.name.to_string_lossy()))?;
        if !status.success() {
            return Err(Failed { program: self.shown_in(folder), status, last_lines }.into());
        }
        Ok(())
    }

    /// Runs it unseen; an exit code other than 0 is an error.
    pub(crate) fn run_quietly(&self) -> Result<()> {
        if !self.ask()?.succeeded {
            bail!("`{}` failed", self.shown());
        }
        Ok(())
    }

    /// Runs it unseen. An error only when it cannot be started at all.
    pub(crate) fn ask(&self) -> Result<Said> {
        self.ask_in(repo::root())
    }

    /// As [`Program::ask`], elsewhere.
    pub(crate) fn ask_in(&self, folder: &Path) -> Result<Said> {
        let output = self
            .command(folder)
            .stderr(Stdio::null())
            .output()
            .with_context(|| format!("cannot start {}", self.name.to_string_lossy()))?;
        Ok(Said {
            succeeded: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        })
    }

    /// Runs it in the root, shown, with what it writes to its standard output kept; an exit code other
    /// than 0 is no error yet.
    pub(crate) fn listen(&self) -> Result<Said> {
        println!("    $ {}", self.shown_in(repo::root()));
        let output = self
            .command(repo::root())
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("cannot start {}", self.name.to_string_lossy()))?;
        Ok(Said {
            succeeded: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        })
    }

    /// Runs it unseen and gives what it wrote; an exit code other than 0 is an error.
    pub(crate) fn answer(&self) -> Result<String> {
        self.answer_in(repo::root())
    }

    /// As [`Program::answer`], elsewhere.
    pub(crate) fn answer_in(&self, folder: &Path) -> Result<String> {
        Ok(self.answer_and_complaints(folder)?.0)
    }

    /// Runs it unseen and gives what it complained about; an exit code other than 0 is an error.
    pub(crate) fn complaints(&self) -> Result<String> {
        Ok(self.answer_and_complaints(repo::root())?.1)
    }

    fn answer_and_complaints(&self, folder: &Path) -> Result<(String, String)> {
        let output = self
            .command(folder)
            .output()
            .with_context(|| format!("cannot start {}", self.name.to_string_lossy()))?;
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        let complaints = text(&output.stderr);
        if !output.status.success() {
            bail!("`{}` failed ({}): {}", self.shown(), output.status, complaints.trim());
        }
        Ok((text(&output.stdout), complaints))
    }

    /// Whether it starts and ends well: the way to learn whether a tool is there.
    pub(crate) fn works(&self) -> bool {
        self.ask().is_ok_and(|said| said.succeeded)
    }

    /// Whether this chore may install: as root.
    pub(crate) fn is_root() -> bool {
        Self::new("id").arg("-u").ask().is_ok_and(|said| said.stdout.trim() == "0")
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.name);
        command.args(&self.arguments).current_dir(folder).stdin(Stdio::null());
        // `cargo run` tells its child which cargo started it, and a cargo believes that: without
        // this, what `cargo +nightly fuzz` starts would be the stable cargo of this chore.
        command.env_remove("CARGO");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// As it would be typed in a folder: what lies below that is named from there.
    fn shown_in(&self, folder: &Path) -> String {
        self.shown().replace(&format!("{}/", folder.display()), "")
    }

    fn shown(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        for (name, value) in &self.environment {
            words.push(format!("{}={}", name.to_string_lossy(), quoted(value)));
        }
        words.push(quoted(&self.name));
        words.extend(self.arguments.iter().map(|argument| quoted(argument)));
        words.join(" ")
    }
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c) || !c.is_ascii();
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_shown_as_a_shell_would_take_it() {
        let program =
            Program::cargo().args(["doc", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(program.shown(), "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps");
        assert_eq!(Program::new("echo").arg("it's").shown(), r"echo 'it'\''s'");
    }

    #[test]
    fn what_lies_below_the_folder_is_named_from_there() {
        let program = Program::new("cc").args(["/here/x.c", "-I/here/include", "-o", "/there/x"]);
        assert_eq!(program.shown_in(Path::new("/here")), "cc x.c -Iinclude -o /there/x");
    }

    #[test]
    fn a_program_that_is_not_there_does_not_work() {
        assert!(!Program::new("no-program-has-this-name").works());
    }

    #[test]
    fn an_exit_code_is_an_error_that_names_the_program() {
        let error = Program::new("false").run().expect_err("false fails");
        assert!(error.to_string().contains("`false` failed"), "{error}");
    }
}
