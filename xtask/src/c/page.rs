//! The man page: `man` has nothing to say against it, the header has every name in it, and its example
//! compiles.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::install::Installed;
use crate::process::Program;
use crate::repo;

pub(super) fn check(installed: &Installed) -> Result<()> {
    let path = installed.prefix.join("share/man/man3/smtpwire.3");
    is_well_formed(&path)?;
    let page =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let header = fs::read_to_string(installed.include().join("smtpwire.h"))
        .context("there is no smtpwire.h")?;
    let unknown: Vec<&str> = names(&page).difference(&names(&header)).copied().collect();
    if !unknown.is_empty() {
        bail!("the man page names what the header has not: {}", unknown.join(", "));
    }
    let source = repo::scratch("c").join("example-of-the-page.c");
    fs::write(&source, example(&page)?)
        .with_context(|| format!("cannot write {}", source.display()))?;
    let compile = Program::new("gcc").args(["-std=c11", "-D_POSIX_C_SOURCE=200809L"]);
    let compile = compile.args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]);
    compile.arg("-I").arg(installed.include()).arg(source).run()
}

fn is_well_formed(page: &Path) -> Result<()> {
    let man = Program::new("man").args(["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z"]);
    let complaints = man.env("LC_ALL", "C.UTF-8").env("MANROFFSEQ", "").arg(page).complaints()?;
    if complaints.is_empty() { Ok(()) } else { bail!("man says: {}", complaints.trim()) }
}

/// Every name of ours in a text, whatever it is a name of.
fn names(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.to_ascii_lowercase().starts_with("smtpwire_")).collect()
}

/// The program in the page, without what only roff wants.
fn example(page: &str) -> Result<String> {
    let (_, after) = page.split_once(".Bd -literal\n").context("the man page has no example")?;
    let (example, _) = after.split_once(".Ed\n").context("the example has no end")?;
    Ok(example.replace("\\e", "\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_roff_and_in_c() {
        let text = ".Fn smtpwire_x ,\nsmtpwire_y(*smtpwire_z);\n.In smtpwire.h\nSMTPWIRE_OK";
        let found: Vec<&str> = names(text).into_iter().collect();
        assert_eq!(found, ["SMTPWIRE_OK", "smtpwire_x", "smtpwire_y", "smtpwire_z"]);
    }

    #[test]
    fn an_example_is_c_again() {
        let page = ".Sh EXAMPLES\n.Bd -literal\nputs(\"x\\en\");\n.Ed\n.Sh SEE ALSO\n";
        assert_eq!(example(page).expect("it has one"), "puts(\"x\\n\");\n");
    }
}
