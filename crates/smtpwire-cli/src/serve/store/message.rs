//! A message on its way to the disk: written beside its place, moved there when it is complete.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that no reader of the store takes for a message yet.
///
/// Dropped before [`Message::keep`], it is removed. All of it blocks.
#[derive(Debug)]
pub(crate) struct Message {
    file: File,
    written: PathBuf,
    place: PathBuf,
    kept: bool,
}

impl Message {
    /// Begins the file `written`, which is to become `place`.
    ///
    /// # Errors
    /// When it can't be made, or is there already.
    pub(crate) fn begin(written: PathBuf, place: PathBuf) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // Mail is read by who owns it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&written)?;
        Ok(Self { file, written, place, kept: false })
    }

    /// Appends octets.
    ///
    /// # Errors
    /// When the disk is full, and the like.
    pub(crate) fn write(&mut self, octets: &[u8]) -> io::Result<()> {
        self.file.write_all(octets)
    }

    /// Moves the message to its place and gives that. When it returns, the message is on the disk:
    /// the file's octets first, then the folder's entry for it.
    ///
    /// # Errors
    /// When any of it fails; the message counts as not stored then.
    pub(crate) fn keep(mut self) -> io::Result<PathBuf> {
        self.file.sync_all()?;
        fs::rename(&self.written, &self.place)?;
        self.kept = true;
        if let Err(error) = sync_folder(&self.place) {
            // It will be refused, so it must not be found either.
            let _ = fs::remove_file(&self.place);
            return Err(error);
        }
        Ok(std::mem::take(&mut self.place))
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        if !self.kept {
            // What can't be removed is in nobody's way: no reader looks at it.
            let _ = fs::remove_file(&self.written);
        }
    }
}

/// Writes a folder's entries to the disk.
#[cfg(unix)]
fn sync_folder(place: &Path) -> io::Result<()> {
    place.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Where folders can't be opened, the file system orders its own entries.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
