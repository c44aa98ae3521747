//! The three sentences that every entry of the registry has.

use serde::Serialize;

/// What a reply means, why it came, and what to do: whole sentences, for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// What the server said, in plain words.
    pub meaning: &'static str,
    /// The most likely reason.
    pub cause: &'static str,
    /// The next step: which record, which setting, whom to ask.
    pub remedy: &'static str,
}

/// Shorthand for the tables.
pub(super) const fn advice(
    meaning: &'static str,
    cause: &'static str,
    remedy: &'static str,
) -> Advice {
    Advice { meaning, cause, remedy }
}
