//! Finding requirement ids, and telling tests from the rest.
//!
//! These count as tests, in all folders but `xtask`, whose tests are about the chores:
//! - every file under a folder named `tests` (the vectors of `tests/vectors` among them),
//! - every file named `tests.rs`, by custom the body of a `#[cfg(test)] mod tests;`,
//! - in any other Rust file, the body of each module that `#[cfg(test)]` stands over.
//!
//! An id elsewhere (a doc comment that gives the reason for a rule) shows nothing, but it has to
//! exist all the same.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::repo;

/// A place where a requirement is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Path from the root, with `/`.
    pub(super) file: String,
    /// From 1.
    pub(super) line: usize,
    pub(super) in_test: bool,
}

impl Mention {
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

const EXTENSIONS: [&str; 11] =
    ["rs", "json", "py", "pyi", "js", "mjs", "cjs", "ts", "c", "h", "toml"];

/// Every mention in the repository, with the id that it names.
pub(super) fn repository(root: &Path) -> Result<Vec<(String, Mention)>> {
    let mut mentions = Vec::new();
    let files = repo::files_under(root)
        .with_context(|| format!("cannot list the files of {}", root.display()))?;
    for file in files {
        let relative = file.strip_prefix(root).unwrap_or(&file);
        let extension = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if !EXTENSIONS.contains(&extension) || relative.starts_with("xtask") {
            continue;
        }
        let bytes =
            fs::read(&file).with_context(|| format!("cannot read {}", relative.display()))?;
        let name = relative.to_string_lossy().replace('\\', "/");
        mentions.extend(mentions_in(&name, &String::from_utf8_lossy(&bytes)));
    }
    Ok(mentions)
}

/// Every mention in the file `name` (a path from the root, with `/`) whose content is `text`.
pub(super) fn mentions_in(name: &str, text: &str) -> Vec<(String, Mention)> {
    let mut mentions = Vec::new();
    let whole = is_test_file(name);
    let mut module = TestModule::Outside;
    for (index, line) in text.lines().enumerate() {
        module = module.after(line);
        let in_test = whole || module == TestModule::Inside(module.indent());
        for id in ids(line) {
            mentions.push((
                id.to_string(),
                Mention { file: name.to_string(), line: index + 1, in_test },
            ));
        }
    }
    mentions
}

fn is_test_file(name: &str) -> bool {
    let mut folders = name.split('/');
    let file = folders.next_back().unwrap_or_default();
    file == "tests.rs" || folders.any(|folder| folder == "tests")
}

/// Where a line stands to the nearest `#[cfg(test)] mod … { … }`. The number is the indentation:
/// rustfmt, which `cargo xtask test` holds to, closes a module at the indentation it opened at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TestModule {
    Outside,
    /// Behind the attribute, before the line that opens the module.
    Announced,
    Inside(usize),
}

impl TestModule {
    fn after(self, line: &str) -> Self {
        let code = line.trim();
        let indent = line.len() - line.trim_start().len();
        match self {
            Self::Inside(opened) if code == "}" && indent == opened => Self::Outside,
            Self::Inside(opened) => Self::Inside(opened),
            _ if code == "#[cfg(test)]" => Self::Announced,
            Self::Announced if code.starts_with("#[") => Self::Announced,
            Self::Announced if code.ends_with('{') && code.split(' ').any(|word| word == "mod") => {
                Self::Inside(indent)
            }
            _ => Self::Outside,
        }
    }

    fn indent(self) -> usize {
        match self {
            Self::Inside(indent) => indent,
            _ => 0,
        }
    }
}

/// The ids in a line: `R-`, capitals and digits, `-`, three digits, with no letter, digit or `-` around it.
fn ids(line: &str) -> impl Iterator<Item = &str> {
    let part_of_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    line.split(move |c| !part_of_word(c)).filter(|word| {
        let Some((area, number)) = word.strip_prefix("R-").and_then(|rest| rest.split_once('-'))
        else {
            return false;
        };
        area.starts_with(|c: char| c.is_ascii_uppercase())
            && area.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && number.len() == 3
            && number.chars().all(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of `text` that name an id in a test, and those that name one elsewhere.
    fn lines(name: &str, text: &str) -> (Vec<usize>, Vec<usize>) {
        let (inside, outside): (Vec<_>, Vec<_>) =
            mentions_in(name, text).into_iter().map(|(_, m)| m).partition(|m| m.in_test);
        let line = |mentions: Vec<Mention>| mentions.into_iter().map(|m| m.line).collect();
        (line(inside), line(outside))
    }

    #[test]
    fn an_id_is_found_between_any_punctuation_and_not_inside_a_longer_word() {
        let line =
            r#"// "R-BDAT-005", (R-CORE-001): R-UTF8-001 R-BDAT-0055 XR-BDAT-001 R-BDAT-00 R-X"#;
        assert_eq!(ids(line).collect::<Vec<_>>(), ["R-BDAT-005", "R-CORE-001", "R-UTF8-001"]);
    }

    #[test]
    fn only_the_body_of_a_test_module_counts_in_a_source_file() {
        let text = "/// R-CORE-001\n\
                    fn x() {}\n\
                    #[cfg(test)]\n\
                    mod tests {\n    \
                        // R-CORE-002\n    \
                        mod inner {\n    \
                        }\n    \
                        // R-CORE-003\n\
                    }\n\
                    // R-CORE-004\n";
        assert_eq!(lines("crates/a/src/b.rs", text), (vec![5, 8], vec![1, 10]));
    }

    #[test]
    fn a_test_only_item_that_is_no_module_body_opens_nothing() {
        let text = "#[cfg(test)]\nextern crate std;\n// R-CORE-001\n#[cfg(test)]\nmod tests;\n\
                    // R-CORE-002\n";
        assert_eq!(lines("crates/a/src/lib.rs", text), (vec![], vec![3, 6]));
    }

    #[test]
    fn attributes_may_stand_between_the_condition_and_the_module() {
        let text = "#[cfg(test)]\n#[allow(clippy::unwrap_used)]\nmod tests {\n// R-CORE-001\n}\n";
        assert_eq!(lines("crates/a/src/lib.rs", text), (vec![4], vec![]));
    }

    #[test]
    fn every_line_of_a_test_file_counts() {
        let text = "R-CORE-001";
        for name in
            ["tests/vectors/reply.json", "crates/a/tests/b.rs", "crates/a/src/types/path/tests.rs"]
        {
            assert_eq!(lines(name, text), (vec![1], vec![]), "{name}");
        }
        assert_eq!(lines("crates/a/src/contests/b.rs", text), (vec![], vec![1]));
    }
}
