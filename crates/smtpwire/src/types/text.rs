//! Octets that a peer sent, shown as text without losing any.

use alloc::borrow::Cow;
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
            let mut rest = chunk.valid();
            while !rest.is_empty() {
                // In whole runs: most text has nothing that can't be shown.
                let run = rest.find(|character| !shown(character)).unwrap_or(rest.len());
                let (run, behind) = rest.split_at_checked(run).unwrap_or((rest, ""));
                f.write_str(run)?;
                let mut characters = behind.chars();
                if let Some(character) = characters.next() {
                    octets(f, character.encode_utf8(&mut [0; 4]).as_bytes())?;
                }
                rest = characters.as_str();
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

/// Octets that whoever built this value knows to be UTF-8.
///
/// A line of ASCII is told from other lines many times faster than it is proven to be UTF-8, so
/// the values of a command keep octets and make a `str` of them when somebody asks for one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Utf8<'a>(Cow<'a, [u8]>);

impl<'a> Utf8<'a> {
    /// The text of these octets, which were taken at the bounds of characters from what is UTF-8.
    #[inline(always)]
    pub(crate) fn known(octets: &'a [u8]) -> Self {
        Self(Cow::Borrowed(octets))
    }

    /// This text.
    pub(crate) fn text(text: Cow<'a, str>) -> Self {
        Self(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    }

    /// The same text, borrowed.
    pub(crate) fn borrowed(&self) -> Utf8<'_> {
        Utf8(Cow::Borrowed(&self.0))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    pub(crate) fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }

    pub(crate) fn into_owned(self) -> Utf8<'static> {
        Utf8(Cow::Owned(self.0.into_owned()))
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
