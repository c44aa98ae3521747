//! Transparency: carrying content in `DATA` so that a lone dot can end it (RFC 5321 section 4.5.2).
//!
//! Read in this order: [`ContentError`] and [`LineEnds`] here say what content must not hold;
//! [`ContentScanner`] finds it; [`Stuffer`] writes content for the wire; [`Unstuffer`] reads it
//! back and finds the end. All three take their input in pieces of any size, and the pieces make
//! no difference. The private `glance` decides, for a few thousand octets at once, that nothing
//! in them needs care; the private `segments` goes through those that do.

mod error;
mod glance;
mod scanner;
mod segments;
mod stuffer;
#[cfg(test)]
mod tests;
mod unstuffer;

pub use error::ContentError;
pub use scanner::ContentScanner;
pub use stuffer::Stuffer;
pub use unstuffer::{Progress, Unstuffer};

/// The longest line of text, without its CRLF and without a stuffed dot: 998 octets (RFC 5321
/// section 4.5.3.1.6).
pub const MAX_TEXT_LINE: usize = 998;

/// What becomes of a CR or a LF that stands alone in content.
///
/// Neither choice passes one on: servers that take it for a line end are what makes SMTP
/// smuggling possible. A NUL is refused under either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineEnds {
    /// The content is refused.
    #[default]
    Reject,
    /// It becomes CRLF, before dots are stuffed and after dots are unstuffed. Text that was
    /// written with LF line ends is sent as if it had been written with CRLF.
    Normalise,
}
