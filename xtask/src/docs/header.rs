//! The header of the C library, made by cbindgen of the comments in `bindings/c`.
//!
//! cbindgen looks into no macro, and two of the library's macros make types that C has to see: `handle!`
//! and `choice!`. So it is shown a copy of the sources in which those two stand written out.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::version;
use crate::repo;

/// `include/smtpwire.h`.
pub(super) fn make() -> Result<String> {
    let folder = repo::root().join("bindings/c");
    let mut config = cbindgen::Config::from_file(folder.join("cbindgen.toml"))
        .map_err(|error| anyhow::anyhow!("cbindgen.toml: {error}"))?;
    config.after_includes = Some(version::macros());
    let trailer = config.trailer.take().unwrap_or_default();
    let copy = repo::scratch("header");
    if copy.exists() {
        fs::remove_dir_all(&copy).with_context(|| format!("cannot clear {}", copy.display()))?;
    }
    copy_written_out(&folder.join("src"), &copy, &mut config.export.include)?;
    config.export.include.sort();
    if let Some([name, _]) = config.export.include.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("two enumerations are called {name}, and C would see one of them");
    }
    let header = cbindgen::Builder::new()
        .with_src(copy.join("lib.rs"))
        .with_config(config)
        .generate()
        .context("cbindgen can't make the header")?;
    let mut text = Vec::new();
    header.write(&mut text);
    let text = String::from_utf8(text).context("cbindgen wrote what is no UTF-8")?;
    // Compilers that take a source for their own code page see ASCII.
    let text = text.replace('…', "...");
    if let Some(strange) = text.chars().find(|character| !character.is_ascii()) {
        bail!("the header would have a {strange:?}, and is for compilers that know ASCII");
    }
    guarded(&text, &trailer)
}

/// Puts the trailer before the end of the include guard: cbindgen would put it behind, where it comes twice
/// in a file that includes the header twice.
fn guarded(header: &str, trailer: &str) -> Result<String> {
    let end = header.rfind("#endif  /* SMTPWIRE_H */").context("the header has no guard")?;
    let (before, guard) = header.split_at(end);
    let (before, trailer) = (before.trim_end(), trailer.trim());
    Ok(format!("{before}\n\n{trailer}\n\n{}\n", guard.trim_end()))
}

/// Copies a folder of sources, the macros that make types written out. Tells the enumerations, which have
/// to be in the header whether or not a function names them: what C gives is their number.
fn copy_written_out(from: &Path, to: &Path, enumerations: &mut Vec<String>) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_written_out(&from, &to, enumerations)?;
            continue;
        }
        let source =
            fs::read_to_string(&from).with_context(|| format!("cannot read {}", from.display()))?;
        let written = written_out(&source).with_context(|| format!("in {}", from.display()))?;
        let names = written.lines().filter_map(|line| line.strip_prefix("pub enum "));
        enumerations.extend(names.filter_map(|name| Some(name.split_once(" {")?.0.to_string())));
        fs::write(&to, written).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(())
}

/// A source with each `handle!` and `choice!` that starts a line written out as the type it makes.
fn written_out(source: &str) -> Result<String> {
    let mut out = String::with_capacity(source.len());
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let (write, end): (fn(&str) -> Option<String>, _) = match line {
            "handle! {" => (handle, ""),
            "choice! {" => (choice, "}\n"),
            _ => {
                out.push_str(line);
                out.push('\n');
                continue;
            }
        };
        for line in lines.by_ref().take_while(|line| *line != "}") {
            let line = line.trim();
            let Some(written) = write(line) else { bail!("not understood: {line}") };
            out.push_str(&written);
            out.push('\n');
        }
        out.push_str(end);
    }
    Ok(out)
}

/// A line of a `handle!`.
fn handle(line: &str) -> Option<String> {
    if is_kept(line) {
        return Some(line.to_string());
    }
    let (name, _) = line.split_once(" holds ")?;
    Some(format!("pub struct {name}(());"))
}

/// A line of a `choice!`.
fn choice(line: &str) -> Option<String> {
    if is_kept(line) {
        return Some(line.to_string());
    }
    if matches!(line, "}" | "otherwise" | "} otherwise") {
        return Some(String::new());
    }
    if let Some((name, _)) = line.split_once(" of ") {
        return Some(format!("#[repr(C)]\npub enum {name} {{"));
    }
    let (name, value) = line.trim_end_matches(',').split_once(" = ")?;
    let number = value.split_once(" is ").map_or(value, |(number, _)| number);
    Some(format!("{name} = {number},"))
}

/// Comments and empty lines.
fn is_kept(line: &str) -> bool {
    line.is_empty() || line.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_written_out_as_a_type_without_insides() {
        let source = "use x;\n\nhandle! {\n    /// A thing.\n    thing holds Held\n}\nfn f() {}\n";
        let written = written_out(source).unwrap();
        assert_eq!(written, "use x;\n\n/// A thing.\npub struct thing(());\nfn f() {}\n");
    }

    #[test]
    fn a_choice_is_written_out_with_its_numbers() {
        let source = "choice! {\n    /// Which.\n    which of Which {\n        /// The one.\n        \
                      ONE = 1 is One,\n    }\n    otherwise\n        /// None.\n        NONE = 0\n}\n";
        let written = written_out(source).unwrap();
        let expected = "/// Which.\n#[repr(C)]\npub enum which {\n/// The one.\nONE = 1,\n\n\n\
                        /// None.\nNONE = 0,\n}\n";
        assert_eq!(written, expected);
    }

    #[test]
    fn what_stands_in_the_trailer_is_inside_of_the_guard() {
        let header = "#ifndef SMTPWIRE_H\nint x;\n\n#endif  /* SMTPWIRE_H */\n";
        let whole = "#ifndef SMTPWIRE_H\nint x;\n\nint y;\n\n#endif  /* SMTPWIRE_H */\n";
        assert_eq!(guarded(header, "int y;\n").unwrap(), whole);
    }

    #[test]
    fn what_is_not_understood_is_no_header() {
        assert!(written_out("choice! {\n    which one\n}\n").is_err());
    }
}
