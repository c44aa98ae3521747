//! The ways to link and run a C program: shared, static, with sanitizers, under valgrind.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::install::Installed;
use super::language;
use crate::process::Program;
use crate::repo;

/// A way to link and run a program.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) name: &'static str,
    /// The package that pkg-config is asked for.
    package: &'static str,
    compile: &'static [&'static str],
    /// What runs it.
    runner: &'static [&'static str],
    /// What else the runner is told where the library does TLS.
    with_tls: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
    /// A program takes ten times as long, so it gets less to do.
    pub(super) is_slow: bool,
}

/// Every way. What the sanitizers and valgrind end a program with is what no program of ours ends with.
pub(super) const WAYS: [Way; 4] = [
    Way { name: "shared", package: "smtpwire", compile: &["-O2"], ..PLAIN },
    Way { name: "static", package: "smtpwire-static", compile: &["-O2"], ..PLAIN },
    // The static library, so that the sanitizers' own `malloc` serves it too: a leak is seen wherever
    // it begins.
    Way {
        name: "sanitized",
        package: "smtpwire-static",
        compile: &[
            "-O1",
            "-g",
            "-fno-omit-frame-pointer",
            "-fsanitize=address,undefined,leak",
            "-fno-sanitize-recover=all",
        ],
        environment: &[
            (
                "ASAN_OPTIONS",
                "detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1:exitcode=98",
            ),
            ("LSAN_OPTIONS", "exitcode=97"),
            ("UBSAN_OPTIONS", "print_stacktrace=1:exitcode=98"),
        ],
        ..PLAIN
    },
    Way {
        name: "valgrind",
        package: "smtpwire",
        compile: &["-O1", "-g"],
        runner: &[
            "valgrind",
            "--quiet",
            "--error-exitcode=99",
            "--leak-check=full",
            "--show-leak-kinds=definite,indirect,possible",
            "--errors-for-leak-kinds=definite,indirect,possible",
        ],
        // Only there: without TLS nothing at all may be reported.
        with_tls: &["--suppressions=bindings/c/examples/valgrind.supp"],
        is_slow: true,
        ..PLAIN
    },
];

const PLAIN: Way = Way {
    name: "",
    package: "",
    compile: &[],
    runner: &[],
    with_tls: &[],
    environment: &[],
    is_slow: false,
};

/// Seconds after which a program hangs.
const PATIENCE: &str = "600";

pub(super) const WARNINGS: [&str; 5] = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];

impl Way {
    /// Compiles a program of these files, and gives where it is.
    pub(super) fn compile(
        &self,
        installed: &Installed,
        name: &str,
        files: &[PathBuf],
        modules: &[&str],
    ) -> Result<PathBuf> {
        let folder = repo::scratch("c").join("programs").join(self.name);
        std::fs::create_dir_all(&folder)?;
        let program = folder.join(name);
        let language = language::of(files);
        let compile = Program::new(language.compiler).args(language.options.iter().copied());
        let compile = compile.args(self.compile.iter().copied());
        let flags = pkg_config(installed, self.package, modules, &["--cflags", "--libs"])?;
        // A file that is made finds the headers of those among which it belongs.
        let beside = files.first().and_then(|file| file.parent()).unwrap_or(&folder).to_owned();
        compile.arg("-I").arg(beside).args(files).args(flags).arg("-o").arg(&program).run()?;
        Ok(program)
    }

    /// The command that runs a program to its end, in the root of the repository.
    pub(super) fn command(&self, installed: &Installed, program: &Path, tls: bool) -> Command {
        let mut command = Command::new("timeout");
        command.arg(PATIENCE).args(self.words(program, tls));
        self.surround(&mut command, installed);
        command
    }

    /// The same for a program that runs until it gets a signal: `timeout` would pass it on twice.
    pub(super) fn endless(&self, installed: &Installed, program: &Path, tls: bool) -> Command {
        let mut words = self.words(program, tls).into_iter();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        self.surround(&mut command, installed);
        command
    }

    fn words(&self, program: &Path, tls: bool) -> Vec<PathBuf> {
        let with_tls = if tls { self.with_tls } else { &[] };
        let words = self.runner.iter().chain(with_tls).map(PathBuf::from);
        words.chain([program.to_path_buf()]).collect()
    }

    fn surround(&self, command: &mut Command, installed: &Installed) {
        command.envs(self.environment.iter().copied()).current_dir(repo::root());
        command.env("LD_LIBRARY_PATH", installed.libraries());
    }
}

/// What pkg-config answers about an installed library, and about others that the system has.
pub(super) fn pkg_config(
    installed: &Installed,
    package: &str,
    modules: &[&str],
    questions: &[&str],
) -> Result<Vec<String>> {
    let ask = Program::new("pkg-config").args(questions.iter().copied()).arg(package);
    let path = installed.libraries().join("pkgconfig");
    let said = ask.args(modules.iter().copied()).env("PKG_CONFIG_PATH", path).answer()?;
    Ok(said.split_whitespace().map(str::to_owned).collect())
}
