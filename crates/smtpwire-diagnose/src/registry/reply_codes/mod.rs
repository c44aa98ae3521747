//! Every three-digit reply code that RFCs define or servers are known to send.

mod permanent;
mod positive;
mod transient;

use serde::Serialize;

use super::{Advice, Category, Standing};

/// What is known of one reply code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReplyCodeEntry {
    /// The number, 200 to 599.
    pub code: u16,
    /// The category when nothing but the number is known.
    pub category: Category,
    /// Meaning, cause, remedy.
    #[serde(flatten)]
    pub advice: Advice,
    /// Who defines it; `None` when no RFC does.
    pub rfc: Option<&'static str>,
    /// Where in the dialog it is met: verbs, `connect`, `end of data`, `any`.
    pub after: &'static [&'static str],
    /// How well founded it is.
    pub standing: Standing,
}

/// Every known reply code, in ascending order.
pub fn reply_codes() -> impl Iterator<Item = &'static ReplyCodeEntry> {
    positive::ENTRIES.iter().chain(transient::ENTRIES).chain(permanent::ENTRIES)
}

/// The entry of one reply code, if it is known.
///
/// ```
/// use smtpwire_diagnose::registry::reply_code;
/// assert!(reply_code(354).is_some_and(|entry| entry.after == ["DATA"]));
/// assert!(reply_code(599).is_none());
/// ```
pub fn reply_code(code: u16) -> Option<&'static ReplyCodeEntry> {
    reply_codes().find(|entry| entry.code == code)
}

/// Shorthand for a row of the tables.
const fn row(
    code: u16,
    category: Category,
    standing: Standing,
    rfc: Option<&'static str>,
    after: &'static [&'static str],
    advice: Advice,
) -> ReplyCodeEntry {
    ReplyCodeEntry { code, category, advice, rfc, after, standing }
}
