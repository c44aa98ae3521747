//! Building the C library with cargo.
//!
//! cargo-c would build and install it too. It is not used: it is a cargo of its own, which takes minutes to
//! compile and has to be as new as the compiler, it makes no `CMake` package and no `.pc` that moves with its
//! prefix, and what is left after that is copying two files and making two links.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::Program;

/// A C library that cargo has built.
pub(super) struct Library {
    pub(super) shared: PathBuf,
    pub(super) archive: PathBuf,
    /// The name that the shared library has for the system's linker.
    pub(super) soname: String,
    /// What the static library needs of the system, as arguments of a linker.
    pub(super) system: Vec<String>,
}

impl Library {
    /// Builds both kinds in one go, by a profile of the workspace.
    pub(super) fn build(profile: &str) -> Result<Self> {
        let rustc = Program::cargo()
            .args(["rustc", "--package", "smtpwire-c", "--lib", "--locked"])
            .args(["--profile", profile, "--message-format=json"]);
        let said = rustc.args(["--", "--print=native-static-libs"]).listen()?;
        let built = Built::read(&said.stdout)?;
        for complaint in &built.complaints {
            eprint!("{complaint}");
        }
        if !said.succeeded {
            bail!("the C library does not compile");
        }
        let shared = built.file("so")?;
        let soname = soname(&shared)?;
        Ok(Self { archive: built.file("a")?, shared, soname, system: built.system })
    }
}

/// What cargo said, in lines of JSON.
#[derive(Default)]
struct Built {
    files: Vec<PathBuf>,
    system: Vec<String>,
    complaints: Vec<String>,
}

impl Built {
    fn read(messages: &str) -> Result<Self> {
        let mut built = Self::default();
        for line in messages.lines() {
            let message: Value =
                serde_json::from_str(line).with_context(|| format!("cargo said {line:?}"))?;
            match message["reason"].as_str() {
                Some("compiler-artifact") if message["target"]["name"] == "smtpwire_c" => {
                    let names = message["filenames"].as_array().into_iter().flatten();
                    built.files = names.filter_map(Value::as_str).map(PathBuf::from).collect();
                }
                Some("compiler-message") => built.heard(&message["message"]),
                _ => (),
            }
        }
        Ok(built)
    }

    fn heard(&mut self, message: &Value) {
        let text = message["message"].as_str().unwrap_or_default();
        if let Some(flags) = text.strip_prefix("native-static-libs: ") {
            self.system = system_libraries(flags);
        } else if message["level"] != "note" {
            self.complaints.extend(message["rendered"].as_str().map(str::to_owned));
        }
    }

    fn file(&self, extension: &str) -> Result<PathBuf> {
        let is_it = |path: &&PathBuf| path.extension().is_some_and(|found| found == extension);
        self.files.iter().find(is_it).cloned().with_context(|| {
            format!("there is no .{extension} among what cargo has built: is this no ELF system?")
        })
    }
}

/// The libraries that a static library needs besides those that every C compiler adds on its own: naming
/// the compiler's again would fail with `-static`, for which there is no `libgcc_s`. Each is named once, at
/// the last place where rustc names it, as those before may need it.
fn system_libraries(flags: &str) -> Vec<String> {
    let mut libraries: Vec<String> = Vec::new();
    for flag in flags.split_whitespace().filter(|flag| !["-lc", "-lgcc_s"].contains(flag)) {
        libraries.retain(|known| known != flag);
        libraries.push(flag.to_owned());
    }
    libraries
}

/// Asks a shared library for its soname.
pub(super) fn soname(library: &Path) -> Result<String> {
    let dynamic = Program::new("readelf").args(["--wide", "--dynamic"]).arg(library).answer()?;
    let entry = entries(&dynamic, "(SONAME)").next();
    entry.with_context(|| format!("{} has no soname", library.display()))
}

/// The shared libraries that a program or library asks for.
pub(super) fn needed(file: &Path) -> Result<Vec<String>> {
    let dynamic = Program::new("readelf").args(["--wide", "--dynamic"]).arg(file).answer()?;
    Ok(entries(&dynamic, "(NEEDED)").collect())
}

/// The names that readelf puts between brackets behind a tag.
fn entries<'d>(dynamic: &'d str, tag: &'static str) -> impl Iterator<Item = String> + 'd {
    let name = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    dynamic.lines().filter(move |line| line.contains(tag)).filter_map(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_cargo_says_the_files_the_libraries_and_the_warnings_are_kept() {
        let messages = [
            r#"{"reason":"compiler-artifact","target":{"name":"smtpwire"},"filenames":["/t/libsmtpwire.rlib"]}"#,
            r#"{"reason":"compiler-message","message":{"level":"note","message":"native-static-libs: -lm","rendered":"note"}}"#,
            r#"{"reason":"compiler-message","message":{"level":"warning","message":"unused","rendered":"warning: unused"}}"#,
            r#"{"reason":"compiler-artifact","target":{"name":"smtpwire_c"},"filenames":["/t/x.so","/t/x.a"]}"#,
            r#"{"reason":"build-finished","success":true}"#,
        ];
        let built = Built::read(&messages.join("\n")).expect("it is JSON");
        assert_eq!(built.file("a").expect("it is named"), Path::new("/t/x.a"));
        assert_eq!(built.file("so").expect("it is named"), Path::new("/t/x.so"));
        assert_eq!(built.system, ["-lm"]);
        assert_eq!(built.complaints, ["warning: unused"]);
    }

    #[test]
    fn a_library_of_the_system_is_named_once_behind_those_that_need_it() {
        let flags = "-lc -lm -lrt -lpthread -lgcc_s -lutil -lrt -lpthread -lm -ldl -lc";
        assert_eq!(system_libraries(flags), ["-lutil", "-lrt", "-lpthread", "-lm", "-ldl"]);
    }

    #[test]
    fn readelf_names_the_soname_in_brackets() {
        let dynamic = " 0x0001 (NEEDED) Shared library: [libc.so.6]\n \
                       0x000e (SONAME) Library soname: [libsmtpwire.so.0.1]\n";
        assert_eq!(entries(dynamic, "(SONAME)").next().as_deref(), Some("libsmtpwire.so.0.1"));
        assert_eq!(entries(dynamic, "(RPATH)").next(), None);
    }
}
