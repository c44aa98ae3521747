//! What happened in a session, and what to do about it: `report` checks a transcript, `explanation`
//! tells what a reply means, `meaning` looks up what a code, a keyword, a mechanism or a rule is.

mod explanation;
mod meaning;
mod report;

pub use explanation::*;
pub use meaning::*;
pub use report::*;
