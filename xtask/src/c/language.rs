//! What our programs are written in, and by which compilers they have to pass.

use std::path::PathBuf;

use super::way::WARNINGS;

/// What a program is written in: how it is compiled.
pub(super) struct Language {
    pub(super) compiler: &'static str,
    pub(super) options: &'static [&'static str],
    /// Further compilers and standards by which it has to pass.
    pub(super) others: &'static [(&'static str, &'static str)],
}

const C: Language =
    Language { compiler: "gcc", options: &WARNINGS, others: &[("clang", "-std=c11")] };

const CPP: Language = Language {
    compiler: "g++",
    options: &[
        "-std=c++17",
        "-Wall",
        "-Wextra",
        "-Wpedantic",
        "-Werror",
        "-Wshadow",
        "-Wconversion",
    ],
    others: &[("g++", "-std=c++20"), ("clang++", "-std=c++17"), ("clang++", "-std=c++20")],
};

/// The language of these files.
pub(super) fn of(files: &[PathBuf]) -> &'static Language {
    let is_cpp = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "cpp");
    if files.iter().any(is_cpp) { &CPP } else { &C }
}
