//! SASLprep: how names and passwords are made comparable (RFC 4013, a profile of RFC 3454).
//!
//! Two departures from the letter, both so that people can log in: characters that Unicode 3.2 did
//! not know are let through (RFC 4013 calls that a query string), since passwords with emoji exist
//! and every server that stores one lets them through too; and normalisation and direction are those of
//! today's Unicode, of which 3.2 is a part but for five corrected characters.

use alloc::borrow::Cow;
use alloc::string::String;

use zeroize::Zeroize;

use super::unicode::{Direction, direction, nfkc};
use crate::types::secret::Secret;

/// Why a name or password can't be prepared. The character is not named: it is part of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PrepError {
    /// A control character, a private or non-character, one that marks direction or tags text.
    #[error("it holds a character that SASLprep forbids, such as a control character")]
    Prohibited,
    /// Text that runs right to left, mixed with text that runs left to right.
    #[error("it mixes directions of writing in a way that SASLprep forbids")]
    Bidirectional,
    /// Nothing is left.
    #[error("it is empty, or SASLprep leaves nothing of it")]
    Empty,
}

/// Prepares a name or password by SASLprep. ASCII is unchanged.
///
/// ```
/// use smtpwire::sasl::saslprep;
/// assert_eq!(saslprep("I\u{ad}X")?, "IX");
/// assert_eq!(saslprep("\u{2168}")?, "IX");
/// assert!(saslprep("\u{7}").is_err());
/// # Ok::<(), smtpwire::sasl::PrepError>(())
/// ```
///
/// # Errors
/// [`PrepError`] for text that may not be used, or of which nothing is left.
pub fn saslprep(text: &str) -> Result<Cow<'_, str>, PrepError> {
    if text.bytes().all(|octet| (b' '..=b'~').contains(&octet)) {
        return if text.is_empty() { Err(PrepError::Empty) } else { Ok(Cow::Borrowed(text)) };
    }
    let mut prepared = mapped(text);
    match check(&prepared) {
        Ok(()) => Ok(Cow::Owned(prepared)),
        Err(error) => {
            prepared.zeroize();
            Err(error)
        }
    }
}

/// A password, prepared.
pub(super) fn prepare_secret(text: &str) -> Result<Secret, PrepError> {
    Ok(match saslprep(text)? {
        Cow::Borrowed(text) => Secret::from(text),
        Cow::Owned(text) => Secret::from(text),
    })
}

/// Sections 2.1 and 2.2: mapped, then normalised.
fn mapped(text: &str) -> String {
    nfkc(text.chars().map(|c| if other_space(c) { ' ' } else { c }).filter(|c| !nothing(*c)))
}

/// Sections 2.3 and 2.4.
fn check(text: &str) -> Result<(), PrepError> {
    if text.is_empty() {
        return Err(PrepError::Empty);
    }
    if text.chars().any(prohibited) {
        return Err(PrepError::Prohibited);
    }
    let right_to_left = |c| direction(c) == Direction::RightToLeft;
    if text.chars().any(right_to_left) {
        let left_to_right = |c| direction(c) == Direction::LeftToRight;
        let ends = [text.chars().next(), text.chars().next_back()];
        let framed = ends.into_iter().flatten().all(right_to_left);
        if !framed || text.chars().any(left_to_right) {
            return Err(PrepError::Bidirectional);
        }
    }
    Ok(())
}

/// Table C.1.2, which becomes a space.
fn other_space(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200B}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Table B.1, which becomes nothing.
fn nothing(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{1806}' | '\u{180B}'..='\u{180D}' | '\u{200B}'..='\u{200D}'
        | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Tables C.1.2 to C.9. Surrogates (C.5) are no `char`.
fn prohibited(c: char) -> bool {
    let noncharacter = (c as u32) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    other_space(c)
        || noncharacter
        || matches!(c,
            // C.2.1 and C.2.2
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{6DD}' | '\u{70F}' | '\u{180E}'
            | '\u{200C}' | '\u{200D}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2063}'
            | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{1D173}'..='\u{1D17A}'
            // C.3
            | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}'
            // C.6 and C.7
            | '\u{FFF9}'..='\u{FFFD}' | '\u{2FF0}'..='\u{2FFB}'
            // C.8 and C.9
            | '\u{340}' | '\u{341}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{E0001}' | '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 4013 section 3
    #[test]
    fn the_examples_of_rfc_4013_come_out_as_it_says() {
        assert_eq!(saslprep("I\u{AD}X").as_deref(), Ok("IX"));
        assert_eq!(saslprep("user").as_deref(), Ok("user"));
        assert_eq!(saslprep("USER").as_deref(), Ok("USER"));
        assert_eq!(saslprep("\u{AA}").as_deref(), Ok("a"));
        assert_eq!(saslprep("\u{2168}").as_deref(), Ok("IX"));
        assert_eq!(saslprep("\u{7}"), Err(PrepError::Prohibited));
        assert_eq!(saslprep("\u{627}1"), Err(PrepError::Bidirectional));
    }

    #[test]
    fn spaces_become_one_space_each_and_invisible_characters_vanish() {
        assert_eq!(saslprep("a\u{A0}b\u{3000}c").as_deref(), Ok("a b c"));
        assert_eq!(saslprep("a\u{FEFF}b\u{FE0F}").as_deref(), Ok("ab"));
        assert_eq!(saslprep("\u{AD}"), Err(PrepError::Empty));
        assert_eq!(saslprep(""), Err(PrepError::Empty));
    }

    #[test]
    fn right_to_left_text_is_framed_by_its_own_and_holds_no_other() {
        assert_eq!(saslprep("\u{627}1\u{628}").as_deref(), Ok("\u{627}1\u{628}"));
        assert_eq!(saslprep("\u{627}a\u{628}"), Err(PrepError::Bidirectional));
    }

    #[test]
    fn each_table_of_prohibited_characters_is_obeyed() {
        for c in [
            '\r',
            '\u{7F}',
            '\u{85}',
            '\u{6DD}',
            '\u{2028}',
            '\u{206A}',
            '\u{1D173}',
            '\u{E000}',
            '\u{10FFFD}',
            '\u{FDD0}',
            '\u{1FFFE}',
            '\u{FFFD}',
            '\u{2FF0}',
            '\u{200E}',
            '\u{202E}',
            '\u{E0001}',
            '\u{E0041}',
        ] {
            assert_eq!(saslprep(c.encode_utf8(&mut [0; 4])), Err(PrepError::Prohibited), "{c:?}");
        }
    }

    #[test]
    fn an_emoji_in_a_password_is_kept() {
        assert_eq!(saslprep("p\u{1F511}ss").as_deref(), Ok("p\u{1F511}ss"));
    }
}
