//! The dialog, written where the command line says.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::Failed;
use super::report::Exit;

/// Where the dialog is written.
pub(super) enum Transcript {
    StandardError,
    File(File),
}

impl Transcript {
    pub(super) fn open(path: &Path) -> Result<Self, Failed> {
        if path.as_os_str() == "-" {
            return Ok(Self::StandardError);
        }
        File::create(path).map(Self::File).map_err(|error| {
            let name = crate::show::file_name(path.as_os_str());
            Failed::new(Exit::CantCreate, format!("{name}: {error}; nothing was sent"))
        })
    }

    pub(super) fn write(self, dialog: &[String]) -> io::Result<()> {
        let mut text = dialog.join("\n");
        text.push('\n');
        match self {
            Self::StandardError => io::stderr().write_all(text.as_bytes()),
            Self::File(mut file) => file.write_all(text.as_bytes()),
        }
    }
}
