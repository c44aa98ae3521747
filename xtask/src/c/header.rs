//! The headers compile as C11 and C++17, by gcc and by clang, without a warning.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::install::Installed;
use crate::process::Program;
use crate::repo;

const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// A language, and the compilers for it.
struct Language {
    suffix: &'static str,
    standard: &'static str,
    compilers: [&'static str; 2],
    /// The headers that are meant for it, where they are there.
    headers: &'static [&'static str],
}

const LANGUAGES: [Language; 2] = [
    Language {
        suffix: "c",
        standard: "-std=c11",
        compilers: ["gcc", "clang"],
        headers: &["smtpwire.h"],
    },
    Language {
        suffix: "cpp",
        standard: "-std=c++17",
        compilers: ["g++", "clang++"],
        headers: &["smtpwire.h", "smtpwire.hpp"],
    },
];

pub(super) fn check(installed: &Installed) -> Result<()> {
    let folder = repo::scratch("c").join("header");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for language in LANGUAGES {
        for header in language.headers {
            if !installed.include().join(header).exists() {
                continue;
            }
            // A header may be included twice, by two others.
            let include = format!("#include <{header}>\n");
            let source = folder.join(format!("{header}.{}", language.suffix));
            fs::write(&source, format!("{include}{include}int main(void) {{ return 0; }}\n"))?;
            for compiler in language.compilers {
                compile(compiler, language.standard, installed, &source)?;
            }
        }
    }
    Ok(())
}

fn compile(compiler: &str, standard: &str, installed: &Installed, source: &Path) -> Result<()> {
    // With `-isystem` the compiler would keep the warnings to itself.
    let compile = Program::new(compiler).arg(standard).args(WARNINGS).arg("-fsyntax-only");
    compile.arg("-I").arg(installed.include()).arg(source).run()
}
