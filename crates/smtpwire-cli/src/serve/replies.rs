//! What the server itself says about messages.

use std::io;

use smtpwire::{Code, EnhancedCode, Reply};

const ACCEPTED: Code = Code::new(250).expect("a code");
const NOT_NOW: Code = Code::new(451).expect("a code");
const FULL: Code = Code::new(452).expect("a code");

/// The message is where it belongs. The form is Postfix's, from which programs read the id.
pub(crate) fn queued(id: &str) -> Reply<'static> {
    written(ACCEPTED, EnhancedCode::new(2, 0, 0), &format!("Ok: queued as {id}"))
}

/// The message could not be kept; the client tries again later.
pub(crate) fn not_kept(error: &io::Error) -> Reply<'static> {
    if error.kind() == io::ErrorKind::StorageFull {
        return written(FULL, EnhancedCode::new(4, 3, 1), "Insufficient system storage");
    }
    written(NOT_NOW, EnhancedCode::new(4, 3, 0), "The message could not be stored")
}

fn written(code: Code, enhanced: Option<EnhancedCode>, text: &str) -> Reply<'static> {
    Reply::new(code, enhanced, text).expect("the texts hold no control characters")
}
