//! Content on its way: for the wire, from the wire, and looked at.
//!
//! What all three share stands here: what becomes of bare line ends, and how long a line may be.

mod scanner;
mod stuffer;
mod unstuffer;

pub use scanner::*;
pub use stuffer::*;
pub use unstuffer::*;

use smtpwire::LineEnds;

use crate::choice::choice;

choice! {
    /// What becomes of a CR or a LF that stands alone in content. Neither choice passes one on: servers that
    /// take it for a line end are what makes SMTP smuggling possible. A NUL is refused under either.
    smtpwire_line_ends of LineEnds {
        /// The content is refused.
        SMTPWIRE_LINE_ENDS_REFUSE = 0 is Reject,
        /// It becomes CRLF: text that was written with LF line ends is sent as if it had CRLF.
        SMTPWIRE_LINE_ENDS_NORMALISE = 1 is Normalise,
    }
}

/// The longest line of a text, without its CRLF and without a stuffed dot: 998 octets (RFC 5321 section
/// 4.5.3.1.6).
pub const SMTPWIRE_MAX_TEXT_LINE: usize = 998;

/// A limit; the greatest number is none.
fn limit(max_line: usize) -> Option<usize> {
    (max_line != usize::MAX).then_some(max_line)
}
