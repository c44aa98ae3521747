//! The programs of `bindings/c`, in C and C++: each is compiled against the installed library, and run in every way.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::install::Installed;
use super::scenes::{self, Others, Stage};
use super::way::{WAYS, pkg_config};
use super::{arguments, language};
use crate::process::Program;
use crate::repo;

/// A C program of ours.
pub(super) struct Source {
    pub(super) name: &'static str,
    /// Below `bindings/c`: files, or folders of which every `.c` and `.cpp` file belongs to it.
    files: &'static [&'static str],
    /// What else it is linked with, as pkg-config calls it.
    pub(super) modules: &'static [&'static str],
    runs: Runs,
}

/// What shows that a program works.
enum Runs {
    /// With these arguments it ends with 0.
    Alone(&'static [&'static str]),
    /// With the calls that `arguments` writes as a part of it, it ends with 0.
    Misuses,
    /// It does what it is for, with others.
    Played(fn(&Stage<'_>) -> Result<()>),
}

/// Every program below `bindings/c/tests` and `bindings/c/examples`.
pub(super) const SOURCES: &[Source] = &[
    Source { name: "version", files: &["tests/version.c"], modules: &[], runs: Runs::Alone(&[]) },
    Source {
        name: "vectors",
        files: &["tests/vectors"],
        modules: &["libcjson"],
        runs: Runs::Alone(&["tests/vectors"]),
    },
    Source {
        name: "check",
        files: &["examples/check.c"],
        modules: &[],
        runs: Runs::Played(scenes::check::play),
    },
    Source {
        name: "send",
        files: &["examples/send.c"],
        modules: &[],
        runs: Runs::Played(scenes::send::play),
    },
    Source {
        name: "send_epoll",
        files: &["examples/send_epoll.c"],
        modules: &[],
        runs: Runs::Played(scenes::send_epoll::play),
    },
    Source {
        name: "server_poll",
        files: &["examples/server_poll.c"],
        modules: &[],
        runs: Runs::Played(scenes::server_poll::play),
    },
    Source {
        name: "openssl_handoff",
        files: &["examples/openssl_handoff.c"],
        modules: &["openssl"],
        runs: Runs::Played(scenes::openssl_handoff::play),
    },
    Source { name: "arguments", files: &["tests/arguments"], modules: &[], runs: Runs::Misuses },
    Source { name: "misuse", files: &["tests/misuse.c"], modules: &[], runs: Runs::Alone(&[]) },
    Source {
        name: "memory",
        files: &["tests/memory.c"],
        modules: &[],
        runs: Runs::Played(scenes::memory::play),
    },
    Source { name: "cpp", files: &["tests/cpp.cpp"], modules: &[], runs: Runs::Alone(&[]) },
];

/// Every program in every way; one that fails does not stop the others. Gives what could not be run here.
pub(super) fn check(installed: &Installed) -> Result<Vec<String>> {
    let forgotten = forgotten()?;
    if !forgotten.is_empty() {
        bail!("no program in xtask/src/c/programs.rs has {}", forgotten.join(", "));
    }
    run_each(installed, SOURCES.iter())
}

/// The programs of these names.
pub(super) fn run(installed: &Installed, names: &[String]) -> Result<Vec<String>> {
    for name in names {
        if !SOURCES.iter().any(|source| source.name == name) {
            let known: Vec<&str> = SOURCES.iter().map(|source| source.name).collect();
            bail!("there is no program {name}; there are {}", known.join(", "));
        }
    }
    let wanted = |source: &&Source| names.iter().any(|name| name == source.name);
    run_each(installed, SOURCES.iter().filter(wanted))
}

fn run_each<'s>(
    installed: &Installed,
    sources: impl Iterator<Item = &'s Source>,
) -> Result<Vec<String>> {
    let sources: Vec<&Source> = sources.collect();
    let others = Others::default();
    if sources.iter().any(|source| matches!(source.runs, Runs::Played(_))) {
        Others::install()?;
    }
    let mut failed = Vec::new();
    for source in sources {
        if let Err(error) = source.passes(installed) {
            failed.push(format!("{}: {error:#}", source.name));
        }
        for way in WAYS {
            let start = Instant::now();
            let stage = Stage { installed, way, others: &others };
            match source.run(&stage) {
                Ok(()) => {
                    let time = start.elapsed().as_secs_f64();
                    println!("    {}, {}: passed in {time:.1} s", source.name, way.name);
                }
                Err(error) => failed.push(format!("{}, {}: {error:#}", source.name, way.name)),
            }
        }
    }
    if failed.is_empty() { Ok(others.missing()) } else { bail!("{}", failed.join("; ")) }
}

/// What the program that runs the vectors writes, linked with the shared library.
pub(super) fn vectors(installed: &Installed) -> Result<String> {
    let [way, ..] = WAYS;
    let source = named("vectors")?;
    let program = way.compile(installed, source.name, &source.files()?, source.modules)?;
    let run = Program::new(program).arg(repo::root().join("tests/vectors"));
    run.env("LD_LIBRARY_PATH", installed.libraries()).answer()
}

/// The program of this name.
pub(super) fn named(name: &str) -> Result<&'static Source> {
    let found = SOURCES.iter().find(|source| source.name == name);
    found.with_context(|| format!("the program {name} is gone"))
}

impl Source {
    /// Whether it is one that people copy.
    pub(super) fn is_example(&self) -> bool {
        self.files.iter().all(|file| file.starts_with("examples/"))
    }

    /// Its files in full.
    pub(super) fn files(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for file in self.files {
            files.extend(c_files(&folder().join(file))?);
        }
        Ok(files)
    }

    /// Its files, and those that are made for it.
    pub(super) fn parts(&self, installed: &Installed) -> Result<Vec<PathBuf>> {
        let mut files = self.files()?;
        if matches!(self.runs, Runs::Misuses) {
            let folder = repo::scratch("c").join("arguments");
            fs::create_dir_all(&folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
            files.push(arguments::make(installed, &folder)?);
        }
        Ok(files)
    }

    /// Has its files looked at by the compilers by which it is not built.
    fn passes(&self, installed: &Installed) -> Result<()> {
        let files = self.files()?;
        let language = language::of(&files);
        let flags = pkg_config(installed, "smtpwire", self.modules, &["--cflags"])?;
        for (compiler, standard) in language.others {
            // The later standard counts.
            let look = Program::new(*compiler).args(language.options.iter().copied());
            let look = look.arg(*standard).arg("-fsyntax-only").args(flags.clone());
            look.args(files.clone()).run()?;
        }
        Ok(())
    }

    fn run(&self, stage: &Stage<'_>) -> Result<()> {
        match self.runs {
            Runs::Alone(arguments) => {
                stage.calls(self.name).with(arguments).shown().ends_with(0).map(drop)
            }
            Runs::Misuses => stage.calls(self.name).does_tls().shown().ends_with(0).map(drop),
            Runs::Played(play) => scenes::watched(stage, play),
        }
    }
}

fn folder() -> PathBuf {
    repo::root().join("bindings/c")
}

/// The C files that belong to no program.
fn forgotten() -> Result<Vec<String>> {
    let mut known = BTreeSet::new();
    for source in SOURCES {
        known.extend(source.files()?);
    }
    let mut forgotten = Vec::new();
    for place in ["tests", "examples"] {
        for file in c_files(&folder().join(place))?.difference(&known) {
            forgotten.push(file.strip_prefix(repo::root()).unwrap_or(file).display().to_string());
        }
    }
    Ok(forgotten)
}

/// A file of C or C++ itself, or those below a folder; none where nothing is.
fn c_files(place: &Path) -> Result<BTreeSet<PathBuf>> {
    if place.is_file() {
        return Ok(BTreeSet::from([place.to_path_buf()]));
    }
    if !place.exists() {
        return Ok(BTreeSet::new());
    }
    let files = repo::files_under(place)
        .with_context(|| format!("cannot look into {}", place.display()))?;
    let is_c = |file: &PathBuf| {
        file.extension().is_some_and(|extension| extension == "c" || extension == "cpp")
    };
    Ok(files.into_iter().filter(is_c).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_has_a_file_and_no_file_is_forgotten() {
        for source in SOURCES {
            assert!(!source.files().expect("it can be read").is_empty(), "{}", source.name);
        }
        assert_eq!(forgotten().expect("it can be read"), Vec::<String>::new());
    }
}
