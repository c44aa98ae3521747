//! What a stranger does: the installed library, moved to another place, and programs that are built with it
//! outside the repository by pkg-config, by `CMake` and as C++.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::install::Installed;
use super::library::{needed, soname};
use super::package::major_and_minor;
use super::programs::{SOURCES, Source};
use super::way::pkg_config;
use crate::process::Program;
use crate::repo::{self, VERSION};

pub(super) fn check(installed: &Installed) -> Result<()> {
    let outside = Outside::new(installed)?;
    outside.by_pkg_config()?;
    outside.by_cmake()?;
    outside.the_examples()
}

/// A folder outside the repository, with the library and sources in it; gone when this is.
struct Outside {
    folder: PathBuf,
    installed: Installed,
    sources: Vec<&'static Source>,
}

impl Drop for Outside {
    fn drop(&mut self) {
        // What stays behind is in the way of nothing.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The program that can tell which library it runs with.
const VERSION_PROGRAM: &str = "version";

impl Outside {
    fn new(installed: &Installed) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("smtpwire-c-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let moved = installed.moved(folder.join("moved"));
        let sources =
            SOURCES.iter().filter(|one| one.name == VERSION_PROGRAM || one.is_example()).collect();
        let outside = Self { folder, installed: moved, sources };
        let copy = Program::new("cp").arg("--archive").arg(&installed.prefix);
        copy.arg(&outside.installed.prefix).run()?;
        for source in &outside.sources {
            for file in source.files()? {
                fs::copy(&file, outside.folder.join(file.file_name().unwrap_or_default()))
                    .with_context(|| format!("cannot copy {}", file.display()))?;
            }
        }
        Ok(outside)
    }

    fn by_pkg_config(&self) -> Result<()> {
        let ours = soname(&self.installed.shared())?;
        for source in &self.sources {
            let shared = self.compile(source, "gcc", &["-std=c11"], "smtpwire", &[])?;
            let moved = self.compile(source, "gcc", &["-std=c11"], "smtpwire-static", &[])?;
            let in_cpp = ["-std=c++17", "-x", "c++"];
            self.compile(source, "g++", &in_cpp, "smtpwire", &[])?;
            if !needed(&shared)?.contains(&ours) {
                bail!("{} does not ask for {ours}", shared.display());
            }
            if needed(&moved)?.contains(&ours) {
                bail!("{} is linked statically and asks for {ours}", moved.display());
            }
        }
        let modversion = pkg_config(&self.installed, "smtpwire", &[], &["--modversion"])?;
        let version = modversion.first().context("pkg-config knows no version")?;
        let source = self.version_program()?;
        let wholly_static =
            self.compile(source, "gcc", &["-std=c11", "-static"], "smtpwire", &["--static"])?;
        for program in ["smtpwire", "smtpwire-static"] {
            self.tells(&self.folder.join(format!("{VERSION_PROGRAM}-gcc-{program}")), version)?;
        }
        self.tells(&self.folder.join(format!("{VERSION_PROGRAM}-g++-smtpwire")), version)?;
        self.tells(&wholly_static, version)
    }

    fn version_program(&self) -> Result<&'static Source> {
        let found = self.sources.iter().find(|source| source.name == VERSION_PROGRAM);
        found.copied().context("the program that tells the version is gone")
    }

    /// Compiles a program by what pkg-config says, and gives where it is.
    fn compile(
        &self,
        source: &Source,
        compiler: &str,
        options: &[&str],
        package: &str,
        questions: &[&str],
    ) -> Result<PathBuf> {
        let questions = [&["--cflags", "--libs"], questions].concat();
        let flags = pkg_config(&self.installed, package, source.modules, &questions)?;
        let whole = questions.get(2).copied().unwrap_or_default();
        let program = self.folder.join(format!("{}-{compiler}-{package}{whole}", source.name));
        let compile = Program::new(compiler).args(["-Wall", "-Wextra", "-Wpedantic", "-Werror"]);
        let compile = compile.args(options.iter().copied());
        // The language is for our files only: the static library is a file too.
        let compile = compile.args(copies(source)?).args(["-x", "none"]).args(flags);
        compile.arg("-o").arg(&program).run_in(&self.folder)?;
        Ok(program)
    }

    /// Runs the program that tells the version, with the version that it has to be.
    fn tells(&self, program: &Path, version: &str) -> Result<()> {
        let run = Program::new(program).arg(version);
        run.env("LD_LIBRARY_PATH", self.installed.libraries()).run_in(&self.folder)
    }

    fn by_cmake(&self) -> Result<()> {
        let project = self.project()?;
        fs::write(self.folder.join("CMakeLists.txt"), project)?;
        let cmake = || Program::new("cmake");
        let prefix = format!("-DCMAKE_PREFIX_PATH={}", self.installed.prefix.display());
        cmake()
            .args(["-S", ".", "-B", "built", "-Wdev", "-Werror=dev"])
            .arg(prefix)
            .run_in(&self.folder)?;
        cmake().args(["--build", "built", "--parallel"]).run_in(&self.folder)?;
        let test = Program::new("ctest").args(["--output-on-failure", "--no-tests=error"]);
        test.run_in(&self.folder.join("built"))
    }

    /// The examples by the project that comes with them.
    fn the_examples(&self) -> Result<()> {
        let examples = repo::root().join("bindings/c/examples");
        Program::new("cp").arg("--recursive").arg(&examples).arg(&self.folder).run()?;
        let prefix = format!("-DCMAKE_PREFIX_PATH={}", self.installed.prefix.display());
        let configure = Program::new("cmake").args(["-S", "examples", "-B", "built-examples"]);
        configure.args(["-Wdev", "-Werror=dev"]).arg(prefix).run_in(&self.folder)?;
        let build = Program::new("cmake").args(["--build", "built-examples", "--parallel"]);
        build.run_in(&self.folder)?;
        for example in self.sources.iter().filter(|source| source.is_example()) {
            let program = self.folder.join("built-examples").join(example.name);
            if !program.is_file() {
                bail!("bindings/c/examples/CMakeLists.txt does not build {}", example.name);
            }
        }
        Ok(())
    }

    /// A project that builds every program with both targets of the package.
    fn project(&self) -> Result<String> {
        let (major, minor) = major_and_minor();
        let mut lines = vec![
            "cmake_minimum_required(VERSION 3.13)".to_owned(),
            "project(outside C)".to_owned(),
            "enable_testing()".to_owned(),
        ];
        for wrong in wrong_versions()? {
            lines.push(format!("find_package(smtpwire {wrong} CONFIG QUIET)"));
            lines.push("if(smtpwire_FOUND)".to_owned());
            lines.push(format!("  message(FATAL_ERROR \"{VERSION} passes for {wrong}\")"));
            lines.push("endif()".to_owned());
        }
        lines.push(format!("find_package(smtpwire {VERSION} EXACT CONFIG REQUIRED)"));
        lines.push(format!("find_package(smtpwire {major}.{minor} CONFIG REQUIRED)"));
        lines.push("find_package(PkgConfig REQUIRED)".to_owned());
        for source in &self.sources {
            let files: Vec<String> =
                copies(source)?.iter().map(|file| file.display().to_string()).collect();
            let files = files.join(" ");
            for (suffix, target) in [("", "smtpwire"), ("-static", "smtpwire-static")] {
                let name = format!("{}{suffix}", source.name);
                lines.push(format!("add_executable({name} {files})"));
                lines.push(format!("target_link_libraries({name} PRIVATE smtpwire::{target})"));
                for module in source.modules {
                    lines.push(format!(
                        "pkg_check_modules({module} REQUIRED IMPORTED_TARGET {module})"
                    ));
                    lines
                        .push(format!("target_link_libraries({name} PRIVATE PkgConfig::{module})"));
                }
                if source.name == VERSION_PROGRAM {
                    lines.push(format!(
                        "add_test(NAME {name} COMMAND {name} ${{smtpwire_VERSION}})"
                    ));
                }
            }
        }
        Ok(lines.join("\n") + "\n")
    }
}

/// The names of the copies of a program's files.
fn copies(source: &Source) -> Result<Vec<PathBuf>> {
    let files = source.files()?;
    Ok(files.iter().filter_map(|file| file.file_name()).map(PathBuf::from).collect())
}

/// Versions for which this one must not be taken.
fn wrong_versions() -> Result<Vec<String>> {
    let (major, minor) = major_and_minor();
    let (major, minor): (u32, u32) = (major.parse()?, minor.parse()?);
    let mut wrong = vec![format!("{}.0", major + 1), format!("{major}.{}", minor + 1)];
    if let (0, Some(before)) = (major, minor.checked_sub(1)) {
        wrong.push(format!("0.{before}"));
    }
    Ok(wrong)
}
