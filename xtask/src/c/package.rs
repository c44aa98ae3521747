//! The files by which build systems find the library: for pkg-config and for `CMake`, made of the templates
//! in `bindings/c/package`. They name no absolute path, so a prefix may be moved.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::library::Library;
use crate::repo::{self, VERSION};

/// A file of the package: its name, and its folder below the one for libraries.
pub(super) struct File {
    pub(super) folder: &'static str,
    pub(super) name: &'static str,
}

pub(super) const FILES: [File; 4] = [
    File { folder: "pkgconfig", name: "smtpwire.pc" },
    File { folder: "pkgconfig", name: "smtpwire-static.pc" },
    File { folder: "cmake/smtpwire", name: "smtpwire-config.cmake" },
    File { folder: "cmake/smtpwire", name: "smtpwire-config-version.cmake" },
];

/// The name of the shared library's file, to which its soname is a link.
pub(super) fn shared_file() -> String {
    format!("libsmtpwire.so.{VERSION}")
}

impl File {
    /// What is in it, for a library that lies in `libdir` of its prefix.
    pub(super) fn text(&self, library: &Library, libdir: &Path) -> Result<String> {
        let template = repo::root().join("bindings/c/package").join(format!("{}.in", self.name));
        let template = fs::read_to_string(&template)
            .with_context(|| format!("cannot read {}", template.display()))?;
        fill(&template, &values(library, libdir)).with_context(|| format!("in {}.in", self.name))
    }
}

type Values = [(&'static str, String); 11];

fn values(library: &Library, libdir: &Path) -> Values {
    let (major, minor) = major_and_minor();
    let names = library.system.iter().map(|flag| flag.trim_start_matches("-l"));
    [
        ("version", VERSION.to_owned()),
        ("abi", library.soname.trim_start_matches("libsmtpwire.so.").to_owned()),
        ("major", major.to_owned()),
        ("minor", minor.to_owned()),
        ("pointer_size", size_of::<usize>().to_string()),
        ("libdir", libdir.to_string_lossy().into_owned()),
        // From the folder of the .pc files to the prefix.
        ("up", vec![".."; libdir.components().count() + 1].join("/")),
        ("soname", library.soname.clone()),
        ("file", shared_file()),
        ("system_libraries", library.system.join(" ")),
        ("cmake_libraries", names.collect::<Vec<_>>().join(";")),
    ]
}

/// Of the version.
pub(super) fn major_and_minor() -> (&'static str, &'static str) {
    let mut parts = VERSION.split('.');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Puts values in place of their names between two `@`.
fn fill(template: &str, values: &[(&str, String)]) -> Result<String> {
    let mut parts = template.split('@');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let (Some(name), Some(after)) = (parts.next(), parts.next()) {
        let Some((_, value)) = values.iter().find(|(known, _)| *known == name) else {
            bail!("there is no value for @{name}@");
        };
        text.push_str(value);
        text.push_str(after);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> Library {
        let system = vec!["-lpthread".to_owned(), "-lm".to_owned()];
        let soname = "libsmtpwire.so.0.1".to_owned();
        Library { shared: "x.so".into(), archive: "x.a".into(), soname, system }
    }

    #[test]
    fn a_name_without_a_value_is_an_error() {
        let values = [("version", "1.2.3".to_owned())];
        assert_eq!(fill("v@version@;", &values).expect("it has a value"), "v1.2.3;");
        let error = fill("@nothing@ @version@", &values).expect_err("nothing has no value");
        assert!(error.to_string().contains("@nothing@"), "{error}");
    }

    #[test]
    fn every_file_can_be_made_and_names_no_absolute_path() {
        for file in FILES {
            let text = file.text(&library(), Path::new("lib")).expect("the template is there");
            assert!(!text.contains('@'), "{}", file.name);
            assert!(!text.contains("\"/") && !text.contains("=/"), "{}", file.name);
        }
    }

    #[test]
    fn the_way_up_from_a_deeper_folder_is_longer() {
        let text = |libdir| FILES[0].text(&library(), Path::new(libdir)).expect("it is there");
        assert!(text("lib").contains("prefix=${pcfiledir}/../..\n"));
        assert!(text("lib/x86_64-linux-gnu").contains("prefix=${pcfiledir}/../../..\n"));
    }
}
