//! Words that say more than any code.
//!
//! The four tables are one, in the order of [`RULES`]: what an earlier one finds, a later one
//! never sees. "Sender address rejected: User unknown" is about the sender for that reason alone.

mod access;
mod delivery;
mod dialog;
mod limits;

use super::Rule;

pub(super) static RULES: [&[Rule]; 4] =
    [access::RULES, dialog::RULES, limits::RULES, delivery::RULES];
