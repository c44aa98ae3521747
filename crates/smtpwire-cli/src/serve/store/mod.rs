//! Where messages go: a Maildir, a folder of .eml files, or nowhere.
//!
//! `name` names messages, `message` is one on its way to the disk, `trace` are the lines that are
//! put on its top.

mod message;
mod name;
mod trace;

pub(crate) use message::Message;
pub(crate) use name::Name;
pub(crate) use trace::{Trace, Via};

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where messages are put.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    /// Nowhere.
    Nowhere,
    /// In a Maildir: `tmp` while they are written, `new` when they are whole.
    Maildir { folder: PathBuf, host: String },
    /// In this folder, as `.eml` files; those that are not whole begin with a dot.
    Eml(PathBuf),
}

impl Store {
    /// A Maildir, made if it is not there.
    ///
    /// # Errors
    /// When its folders can't be made.
    pub(crate) fn maildir(folder: &Path, host: &str) -> io::Result<Self> {
        for part in ["tmp", "new", "cur"] {
            fs::create_dir_all(folder.join(part))?;
        }
        Ok(Self::Maildir { folder: folder.to_owned(), host: host.to_owned() })
    }

    /// A folder for `.eml` files, made if it is not there.
    ///
    /// # Errors
    /// When it can't be made.
    pub(crate) fn eml(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self::Eml(folder.to_owned()))
    }

    /// Whether messages are dropped.
    pub(crate) fn is_nowhere(&self) -> bool {
        matches!(self, Self::Nowhere)
    }

    /// Begins a message; `None` where nothing is kept. Blocks.
    ///
    /// # Errors
    /// When its file can't be made.
    pub(crate) fn begin(&self, name: Name) -> io::Result<Option<Message>> {
        let (written, place) = match self {
            Self::Nowhere => return Ok(None),
            Self::Maildir { folder, host } => {
                let name = name.maildir(host);
                (folder.join("tmp").join(&name), folder.join("new").join(&name))
            }
            Self::Eml(folder) => {
                let name = name.sortable();
                (folder.join(format!(".{name}.tmp")), folder.join(format!("{name}.eml")))
            }
        };
        Message::begin(written, place).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_maildir_shows_a_message_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::maildir(folder.path(), "mx.example").unwrap();
        let mut message = store.begin(Name::next()).unwrap().unwrap();
        message.write(b"Subject: a\r\n").unwrap();
        assert_eq!(names(&folder.path().join("tmp")).len(), 1);
        assert!(names(&folder.path().join("new")).is_empty());
        message.write(b"\r\nb\r\n").unwrap();
        let place = message.keep().unwrap();
        assert_eq!(place.parent(), Some(folder.path().join("new").as_path()));
        assert_eq!(fs::read(place).unwrap(), b"Subject: a\r\n\r\nb\r\n");
        assert!(names(&folder.path().join("tmp")).is_empty());
    }

    #[test]
    fn what_is_not_kept_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::eml(folder.path()).unwrap();
        let mut message = store.begin(Name::next()).unwrap().unwrap();
        message.write(b"half a mess").unwrap();
        assert_eq!(names(folder.path()).len(), 1);
        drop(message);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn an_eml_file_is_hidden_until_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::eml(folder.path()).unwrap();
        let message = store.begin(Name::next()).unwrap().unwrap();
        assert!(names(folder.path()).iter().all(|name| name.starts_with('.')));
        let place = message.keep().unwrap();
        assert_eq!(place.extension().and_then(|e| e.to_str()), Some("eml"));
    }
}
