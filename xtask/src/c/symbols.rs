//! What the shared library exports: `smtpwire_*` and nothing else, the functions of the header, and those
//! that `bindings/c/symbols.txt` names. A function that vanishes from that file breaks programs, so the
//! file is committed and a change of it is seen.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::install::Installed;
use crate::process::Program;
use crate::repo;

pub(super) fn check(installed: &Installed) -> Result<()> {
    let exported = exported(&installed.shared())?;
    let foreign: Vec<&str> = exported
        .iter()
        .map(String::as_str)
        .filter(|symbol| !symbol.starts_with("smtpwire_"))
        .collect();
    if !foreign.is_empty() {
        bail!("the library exports what is not its own: {}", foreign.join(", "));
    }
    let header = installed.include().join("smtpwire.h");
    let header =
        fs::read_to_string(&header).with_context(|| format!("cannot read {}", header.display()))?;
    same("the library", &exported, "the header", &declared(&header))
        .context("run `cargo xtask docs`")?;
    let snapshot = fs::read_to_string(snapshot()).unwrap_or_default();
    let snapshot = snapshot.lines().map(str::to_owned).collect();
    same("the library", &exported, "bindings/c/symbols.txt", &snapshot)
        .context("run `cargo xtask test-c --write-symbols`, and see that no program breaks")?;
    println!("    {} functions are exported, and nothing else", exported.len());
    Ok(())
}

/// Writes the snapshot anew.
pub(super) fn write(installed: &Installed) -> Result<()> {
    let exported: Vec<String> = exported(&installed.shared())?.into_iter().collect();
    fs::write(snapshot(), exported.join("\n") + "\n").context("cannot write symbols.txt")?;
    println!("    bindings/c/symbols.txt names {} functions", exported.len());
    Ok(())
}

fn snapshot() -> PathBuf {
    repo::root().join("bindings/c/symbols.txt")
}

/// The symbols that a shared library gives to others.
pub(super) fn exported(library: &Path) -> Result<BTreeSet<String>> {
    let nm = Program::new("nm").args(["--dynamic", "--defined-only", "--format=just-symbols"]);
    let said = nm.arg(library).answer()?;
    Ok(said.lines().map(str::to_owned).collect())
}

/// The functions that a header declares, as cbindgen writes them: a declaration begins its line with the
/// type, without the inline functions, which are no symbols.
fn declared(header: &str) -> BTreeSet<String> {
    let declarations = header.lines().filter(|line| {
        line.starts_with(|first: char| first.is_ascii_lowercase())
            && !line.starts_with("static inline ")
            && !line.starts_with("typedef ")
    });
    let name = |line: &str| {
        let before = line.split_once('(')?.0;
        let from = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        before.get(from + 1..).filter(|name| name.starts_with("smtpwire_")).map(str::to_owned)
    };
    declarations.filter_map(name).collect()
}

/// Nothing, or an error that names what one has and the other has not.
fn same(one: &str, ones: &BTreeSet<String>, other: &str, others: &BTreeSet<String>) -> Result<()> {
    let only = |what: &str, ones: &BTreeSet<String>, others: &BTreeSet<String>| {
        let names: Vec<&str> = ones.difference(others).map(String::as_str).collect();
        if names.is_empty() { None } else { Some(format!("only {what} has {}", names.join(", "))) }
    };
    let differences = [only(one, ones, others), only(other, others, ones)];
    let differences: Vec<String> = differences.into_iter().flatten().collect();
    if differences.is_empty() { Ok(()) } else { bail!("{}", differences.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn of_a_header_only_the_functions_with_a_symbol_are_taken() {
        let header = "// A function smtpwire_comment(void).\n\
                      typedef struct smtpwire_reply smtpwire_reply;\n\
                      struct smtpwire_str smtpwire_version(void);\n\
                      const struct smtpwire_reply *smtpwire_pointer(int x);\n\
                      enum smtpwire_status smtpwire_long(const smtpwire_error *error,\n\
                      \x20                                  const smtpwire_reply **reply);\n\
                      static inline smtpwire_str smtpwire_str_of(const char *text) {\n\
                      \x20 while (*end != 0) {\n";
        let functions = set(&["smtpwire_long", "smtpwire_pointer", "smtpwire_version"]);
        assert_eq!(declared(header), functions);
    }

    #[test]
    fn a_difference_names_both_sides() {
        let (ones, others) = (set(&["a", "b"]), set(&["b", "c"]));
        let error = same("here", &ones, "there", &others).expect_err("they differ");
        assert_eq!(error.to_string(), "only here has a; only there has c");
        assert!(same("here", &ones, "there", &ones).is_ok());
    }
}
