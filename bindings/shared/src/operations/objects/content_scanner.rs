//! What must not stand in content.

use super::options;
use crate::config::{ContentOptions, Plain, Spelling};
use crate::count::Count;
use crate::failure::Failure;
use crate::operations::operations;
use crate::values::Octets;

/// Looks for the first bare CR, bare LF, NUL or over-long line in content that comes in pieces.
#[derive(Clone, Debug)]
pub struct ContentScanner(smtpwire::ContentScanner);

/// The core's, with these options.
pub(in crate::operations) fn scanner(options: ContentOptions) -> smtpwire::ContentScanner {
    smtpwire::ContentScanner::new()
        .with_line_ends(options.line_ends.into())
        .with_max_line(options.max_line)
}

impl ContentScanner {
    /// A scanner with these options: `line_ends`, `max_line`.
    ///
    /// # Errors
    /// `invalid-choice`.
    pub fn new(plain: Plain, spelling: Spelling) -> Result<Self, Failure> {
        Ok(Self(scanner(options(plain, spelling)?)))
    }
}

operations! {
    /// What a scanner is asked.
    ContentScannerOperation on ContentScanner {
        /// Looks at the next piece. The first fault fails, now and from now on.
        scan(scanner; content: Octets) => Ok::<_, Failure>(scanner.0.scan(&content)?);
        /// Says that the content is complete: a last CR is bare.
        finish(scanner) => Ok::<_, Failure>(scanner.0.finish()?);
        /// How many octets have been looked at, up to the first fault.
        octets(scanner) => Ok::<_, Failure>(Count(scanner.0.octets()));
    }
}
