//! Why a file could not be read as a dialog.

use super::Format;

/// Why a file could not be read as a dialog. Each is one sentence for the person who pasted it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is nothing but white space.
    #[error("there is nothing to read: the input is empty")]
    Empty,
    /// The input is no text.
    #[error("this is not text: {found} at octet {offset}{}", advice_for(found))]
    Binary {
        /// What was found, in words.
        found: &'static str,
        /// Where, in octets from the start.
        offset: usize,
    },
    /// The input is longer than what is read.
    #[error("the input is too large: at most {limit} octets are read")]
    TooLarge {
        /// The limit, in octets.
        limit: usize,
    },
    /// The file, or the dialog in it, has more lines than what is read.
    #[error("the input has too many lines: at most {limit} are read")]
    TooManyLines {
        /// The limit, in lines.
        limit: usize,
    },
    /// No form of transcript was recognised.
    #[error(
        "no SMTP dialog was found; the forms that are read are C:/S: lines as in the RFCs (and \
         Client:/Server:, >>>/<<<, -->/<--), the output of swaks and of curl -v, Postfix's \
         notification mails and verbose logs, the debug output of Python's smtplib, nodemailer's \
         log, and what a telnet or openssl s_client session left on the screen"
    )]
    NotADialog,
    /// The form was given, and no line of the dialog could be read in it.
    #[error("no line of a dialog in the {format} form was found")]
    NotThisForm {
        /// The form that was asked for.
        format: Format,
    },
}

const UTF_16: &str = "a UTF-16 byte order mark";
const CAPTURE: &str = "the start of a packet capture";

fn advice_for(found: &str) -> &'static str {
    match found {
        UTF_16 => "; save the file as UTF-8 and try again",
        CAPTURE => "; save the dialog as text (in Wireshark: Follow, TCP Stream) and try again",
        _ => "",
    }
}

/// How files begin that people mistake for text.
const MAGIC: [(&[u8], &str); 13] = [
    (b"\xFF\xFE", UTF_16),
    (b"\xFE\xFF", UTF_16),
    (b"\xD4\xC3\xB2\xA1", CAPTURE),
    (b"\xA1\xB2\xC3\xD4", CAPTURE),
    (b"\x4D\x3C\xB2\xA1", CAPTURE),
    (b"\x0A\x0D\x0D\x0A", CAPTURE),
    (b"\x1F\x8B", "the start of gzip data"),
    (b"BZh", "the start of bzip2 data"),
    (b"\xFD7zXZ\0", "the start of xz data"),
    (b"PK\x03\x04", "the start of a zip archive"),
    (b"%PDF-", "the start of a PDF"),
    (b"\x89PNG\r\n", "the start of a PNG image"),
    (b"\x7FELF", "the start of an executable"),
];

/// How much of the input is looked at.
const HEAD: usize = 64 * 1024;

/// The error for input that is no text.
///
/// A stray control character does not make a file binary (dialogs of attacks hold NULs), more than
/// one octet in fifty does.
pub(super) fn binary(input: &[u8]) -> Option<ReadError> {
    if let Some(&(_, found)) = MAGIC.iter().find(|(magic, _)| input.starts_with(magic)) {
        return Some(ReadError::Binary { found, offset: 0 });
    }
    let head = input.get(..HEAD).unwrap_or(input);
    let controls = head.iter().filter(|&&octet| is_control(octet)).count();
    if controls * 50 <= head.len() {
        return None;
    }
    let offset = head.iter().position(|&octet| is_control(octet))?;
    let found = if head.get(offset) == Some(&0) { "a NUL" } else { "a control character" };
    Some(ReadError::Binary { found, offset })
}

/// Controls that text does not hold; line ends, tab, form feed, backspace and the escape of a
/// terminal's colours are left out.
fn is_control(octet: u8) -> bool {
    octet.is_ascii_control() && !matches!(octet, 8..=13 | 0x1B)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_nul_in_a_long_dialog_is_text() {
        let mut input = b"S: 220 mx.example.net\nC: EHLO x\n".repeat(4);
        input.push(0);
        assert_eq!(binary(&input), None);
    }

    #[test]
    fn what_was_found_and_where_is_said() {
        assert_eq!(binary(b"ab\0c"), Some(ReadError::Binary { found: "a NUL", offset: 2 }));
        let capture = binary(b"\xD4\xC3\xB2\xA1\x02\0\x04\0").unwrap().to_string();
        assert!(capture.contains("packet capture at octet 0"), "{capture}");
        assert!(capture.contains("Wireshark"), "{capture}");
        let utf16 = binary(b"\xFF\xFES\0:\0").unwrap().to_string();
        assert!(utf16.contains("save the file as UTF-8"), "{utf16}");
    }
}
