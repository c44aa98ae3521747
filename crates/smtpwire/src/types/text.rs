//! Octets that a peer sent, shown as text without losing any.

use alloc::string::String;
use core::fmt;

/// A view of octets as text that loses nothing and cannot harm a terminal or a log.
///
/// UTF-8 is shown as it is; control characters, octets that are no UTF-8, characters that reorder
/// or hide text, and the backslash itself are shown as `\xNN`, octet by octet, so the octets can be
/// told from the text.
///
/// ```
/// use smtpwire::Escaped;
/// assert_eq!(Escaped(b"gr\xc3\xbc\xc3\x9fe \xff\x1b[2J").to_string(), "grüße \\xff\\x1b[2J");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Escaped<'a>(pub &'a [u8]);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            for character in chunk.valid().chars() {
                if shown(character) {
                    fmt::Write::write_char(f, character)?;
                } else {
                    let mut buffer = [0; 4];
                    octets(f, character.encode_utf8(&mut buffer).as_bytes())?;
                }
            }
            octets(f, chunk.invalid())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// Appends formatted text; writing to a String cannot fail.
pub(crate) fn put(out: &mut String, text: fmt::Arguments<'_>) {
    let _ = fmt::write(out, text);
}

fn shown(character: char) -> bool {
    // Line and paragraph separators, the marks that switch the direction of writing, zero-width
    // characters and the byte order mark: none has a use in a reply but to deceive.
    let deceives = matches!(character,
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    character != '\\' && !character.is_control() && !deceives
}

fn octets(f: &mut fmt::Formatter<'_>, octets: &[u8]) -> fmt::Result {
    octets.iter().try_for_each(|octet| write!(f, "\\x{octet:02x}"))
}
