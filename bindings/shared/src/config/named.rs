//! Reading what is chosen by a word.

use super::plain::Plain;
use super::wrong::Wrong;

/// Which of these words was given.
///
/// # Errors
/// It is no text, or none of them.
#[inline(never)]
pub(crate) fn word(plain: &Plain, words: &[&str]) -> Result<usize, Wrong> {
    match plain {
        Plain::Text(text) => {
            let known = words.iter().position(|word| word == text);
            known.ok_or_else(|| Wrong::word(text, words))
        }
        other => Err(Wrong::form(other, "text")),
    }
}

/// Says by which words the variants of an enum are chosen.
macro_rules! named {
    ($type:ty { $($variant:ident = $word:expr),+ $(,)? }) => {
        impl $crate::config::FromPlain for $type {
            fn from_plain(plain: $crate::config::Plain) -> Result<Self, $crate::config::Wrong> {
                const ALL: &[$type] = &[$(<$type>::$variant),+];
                let at = $crate::config::named::word(&plain, &[$($word),+])?;
                // There are as many variants as words.
                ALL.get(at).copied().ok_or_else(|| $crate::config::Wrong::form(&plain, "text"))
            }
        }
    };
}
pub(crate) use named;
