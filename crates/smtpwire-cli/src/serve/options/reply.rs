//! A reply as a person writes it on the command line.

use smtpwire::{Code, Reply};

/// The text behind a code that stands alone.
const TEXT: &str = "as this server was told to answer";

/// Reads `450`, `450 4.2.1` or `450 4.2.1 Mailbox busy`.
///
/// # Errors
/// A clause that says what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Reply<'static>, String> {
    let (code, rest) = text.split_once(' ').unwrap_or((text, ""));
    let code = number(code)
        .ok_or("a reply begins with a code from 200 to 599, such as 450 in `450 4.2.1 Busy`")?;
    let rest = rest.trim();
    let is_code = smtpwire::EnhancedCode::at_start(rest.as_bytes()).is_some();
    let text = match (rest, is_code && !rest.contains(' ')) {
        ("", _) => TEXT.to_owned(),
        (_, true) => format!("{rest} {TEXT}"),
        _ => rest.to_owned(),
    };
    Reply::new(code, None, &text).map_err(|error| error.to_string())
}

fn number(text: &str) -> Option<Code> {
    if text.len() != 3 || !text.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    Code::new(text.parse().ok()?).filter(|code| code.get() >= 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        read(text).expect(text).to_string()
    }

    #[test]
    fn a_code_alone_gets_a_text() {
        assert_eq!(shown("450"), format!("450 {TEXT}"));
        assert_eq!(shown("450 4.2.1"), format!("450 4.2.1 {TEXT}"));
        assert_eq!(shown("450 4.2.1 Mailbox  busy"), "450 4.2.1 Mailbox  busy");
        assert_eq!(shown("550 no"), "550 no");
        assert_eq!(
            read("450 4.2.1").map(|r| r.enhanced()),
            Ok(smtpwire::EnhancedCode::new(4, 2, 1))
        );
    }

    #[test]
    fn what_is_no_reply_is_refused() {
        for text in ["", "busy", "45", "4500", "+45", "199", "999 x", "450 a\r\n250 b", "450-a"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
