//! Files with certificates and keys.

use std::fs::File;
use std::io::Read;

use crate::error::Explained;
use crate::smtpwire_status;

/// The most octets that are read of a file. The largest bundles of roots have a few hundred thousand;
/// a file without an end, as a device has, must not take all memory.
const MAX_FILE: u64 = 16 * 1024 * 1024;

/// All octets of a file.
pub(crate) fn read(path: &str) -> Result<Vec<u8>, Explained> {
    let mut octets = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut octets));
    match read {
        Err(why) => Err(unreadable(format!("{} can't be read: {why}", path.escape_debug()))),
        Ok(_) if octets.len() as u64 > MAX_FILE => Err(unreadable(format!(
            "{} is larger than {MAX_FILE} octets, which no file of certificates or keys is",
            path.escape_debug()
        ))),
        Ok(_) => Ok(octets),
    }
}

/// A file or a store of the system's can't be read, for this reason.
pub(crate) fn unreadable(why: String) -> Explained {
    Explained::new(smtpwire_status::SMTPWIRE_UNREADABLE_FILE, "unreadable-file", why)
}
