//! A program in a process group of its own, that does not outlive the test.

use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

/// A running program and everything that it starts.
///
/// When the value is dropped, the whole process group is killed. When the test itself is killed and
/// drops nothing, a watchdog does the same: it waits on a pipe that only the test holds open.
#[derive(Debug)]
pub struct Process {
    child: Child,
    watchdog: Option<Child>,
    output: PathBuf,
}

/// Waits for the end of its input, then kills the group and removes the folder.
const WATCHDOG: &str = "trap '' HUP INT TERM; read -r _; kill -s KILL -- \"-$1\"; rm -rf -- \"$2\"";

impl Process {
    /// Starts `command`; what it prints goes to the file `output` within `folder`, which is removed
    /// with the process.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn start(command: Command, folder: &Path, output: &str) -> io::Result<Self> {
        Self::start_with_input(command, Stdio::null(), folder, output)
    }

    /// As [`Process::start`], for a program that reads.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn start_with_input(
        mut command: Command,
        input: Stdio,
        folder: &Path,
        output: &str,
    ) -> io::Result<Self> {
        let output = folder.join(output);
        let file = File::options().create(true).append(true).open(&output)?;
        command.process_group(0);
        command.stdin(input).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn()?;
        let mut process = Self { child, watchdog: None, output };
        let mut watchdog = Command::new("sh");
        watchdog.args(["-c", WATCHDOG, "watchdog", &process.group().to_string()]);
        watchdog.arg(folder).process_group(0);
        watchdog.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // From here on an error drops `process`, and so kills the child.
        process.watchdog = Some(watchdog.spawn()?);
        Ok(process)
    }

    /// The number of the process group.
    pub fn group(&self) -> u32 {
        self.child.id()
    }

    /// Where its output goes.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Nobody is there to be told of errors; each step is tried whatever came of the one before.
        if let Some(mut watchdog) = self.watchdog.take() {
            drop(watchdog.stdin.take());
            let _ = watchdog.wait();
        } else {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// The processes that are alive in a process group, or that descend from one that is.
///
/// A dead process that its parent has not asked about is not alive.
pub fn alive(group: u32) -> Vec<u32> {
    let all = running();
    let mut family: Vec<u32> =
        all.iter().filter(|found| found.group == group).map(|found| found.id).collect();
    let mut known = 0;
    while known < family.len() {
        known = family.len();
        for found in &all {
            if family.contains(&found.parent) && !family.contains(&found.id) {
                family.push(found.id);
            }
        }
    }
    family
}

/// Whether a process is there and is not merely waiting to be asked about.
pub fn is_alive(id: u32) -> bool {
    running().iter().any(|found| found.id == id)
}

struct Found {
    id: u32,
    parent: u32,
    group: u32,
}

fn running() -> Vec<Found> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries
        .filter_map(|entry| {
            let id: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            // The name in brackets may hold anything, so the fields count from the last bracket.
            let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace();
            let state = fields.next()?;
            let parent = fields.next()?.parse().ok()?;
            let group = fields.next()?.parse().ok()?;
            (!matches!(state, "Z" | "X")).then_some(Found { id, parent, group })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn children_of_the_program_die_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let process =
            Process::start(shell("sleep 600 & sleep 600 & echo up; wait"), folder.path(), "out")
                .unwrap();
        while std::fs::read(process.output()).unwrap().is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let family = alive(process.group());
        assert_eq!(family.len(), 3, "the shell and its two children");
        drop(process);
        // A signal was sent to each; on a busy machine it takes a moment until it has arrived.
        let patience = std::time::Instant::now() + Duration::from_secs(10);
        while family.iter().any(|id| is_alive(*id)) {
            assert!(std::time::Instant::now() < patience, "they outlive their program");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(!folder.path().exists(), "the watchdog removes the folder");
    }

    #[test]
    fn a_program_that_ended_says_how() {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Process::start(shell("exit 7"), folder.path(), "out").unwrap();
        let status = loop {
            if let Some(status) = process.ended() {
                break status;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        assert_eq!(status.code(), Some(7));
    }
}
