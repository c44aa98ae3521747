//! Reply codes and enhanced status codes (RFC 5321 section 4.2, RFC 3463).

use core::fmt;

/// A three-digit reply code, 200 to 599.
///
/// RFC 5321 section 4.2 allows 0 to 5 as the second digit; servers in use also send 571, 585 or
/// 591, and a client decides by the first digit alone, so any second digit is held.
///
/// ```
/// use smtpwire::{Code, Severity};
/// let code = Code::new(550).ok_or("no reply code")?;
/// assert_eq!(code.severity(), Severity::PermanentNegative);
/// assert!(Code::new(199).is_none());
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

/// The meaning of a reply code's first digit (RFC 5321 section 4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// 2yz: done.
    PositiveCompletion,
    /// 3yz: go on, more input is awaited.
    PositiveIntermediate,
    /// 4yz: not now; the same command may work later.
    TransientNegative,
    /// 5yz: no; the same command must not be repeated unchanged.
    PermanentNegative,
}

impl Code {
    /// The code with this number, if it is one of 200 to 599.
    pub const fn new(number: u16) -> Option<Self> {
        if number >= 200 && number <= 599 { Some(Self(number)) } else { None }
    }

    /// A code known when this crate is compiled; a wrong number does not compile.
    pub(crate) const fn known(number: u16) -> Self {
        assert!(number >= 200 && number <= 599, "a reply code lies in 200..=599");
        Self(number)
    }

    /// The number, 200 to 599.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// What the first digit says.
    pub const fn severity(self) -> Severity {
        match self.0 {
            200..=299 => Severity::PositiveCompletion,
            300..=399 => Severity::PositiveIntermediate,
            400..=499 => Severity::TransientNegative,
            _ => Severity::PermanentNegative,
        }
    }

    /// 2yz or 3yz.
    pub const fn is_positive(self) -> bool {
        self.0 < 400
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// An enhanced status code, `class.subject.detail` (RFC 3463 section 2).
///
/// The class is 2, 4 or 5; subject and detail are 0 to 999, written without leading zeros.
///
/// ```
/// use smtpwire::EnhancedCode;
/// let code = EnhancedCode::new(5, 7, 26).ok_or("no status code")?;
/// assert_eq!(code.to_string(), "5.7.26");
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnhancedCode {
    class: u8,
    subject: u16,
    detail: u16,
}

impl EnhancedCode {
    /// The code of these three numbers, if the class is 2, 4 or 5 and the others at most 999.
    pub const fn new(class: u8, subject: u16, detail: u16) -> Option<Self> {
        if matches!(class, 2 | 4 | 5) && subject <= 999 && detail <= 999 {
            Some(Self { class, subject, detail })
        } else {
            None
        }
    }

    /// A code known when this crate is compiled; wrong numbers do not compile.
    pub(crate) const fn known(class: u8, subject: u16, detail: u16) -> Self {
        assert!(matches!(class, 2 | 4 | 5) && subject <= 999 && detail <= 999);
        Self { class, subject, detail }
    }

    /// The code at the start of a reply line's text: `status-code = class "." subject "." detail`,
    /// then a space or the end of the text (RFC 2034 section 4, RFC 3463 section 2). Some gateways
    /// write a `#` before it, which is passed over.
    ///
    /// ```
    /// use smtpwire::EnhancedCode;
    /// assert_eq!(EnhancedCode::at_start(b"5.7.26 refused"), EnhancedCode::new(5, 7, 26));
    /// assert_eq!(EnhancedCode::at_start(b"#5.7.1 refused"), EnhancedCode::new(5, 7, 1));
    /// assert_eq!(EnhancedCode::at_start(b"5.07.1 refused"), None);
    /// ```
    #[inline]
    pub fn at_start(text: &[u8]) -> Option<Self> {
        let text = text.strip_prefix(b"#").unwrap_or(text);
        let [class @ (b'2' | b'4' | b'5'), b'.', rest @ ..] = text else { return None };
        let (subject, rest) = status_number(rest)?;
        let [b'.', rest @ ..] = rest else { return None };
        let (detail, rest) = status_number(rest)?;
        let ends = matches!(rest.first(), None | Some(b' ' | b'\t'));
        if ends { Self::new(class & 15, subject, detail) } else { None }
    }

    /// 2 (success), 4 (persistent transient failure) or 5 (permanent failure).
    pub const fn class(self) -> u8 {
        self.class
    }

    /// What the code is about: 1 addressing, 2 mailbox, 3 mail system, 4 network, 5 protocol,
    /// 6 content, 7 security, 0 anything else.
    pub const fn subject(self) -> u16 {
        self.subject
    }

    /// The exact condition within the subject.
    pub const fn detail(self) -> u16 {
        self.detail
    }

    /// Whether the class agrees with the reply code's first digit, as RFC 2034 section 4 demands.
    pub const fn agrees_with(self, code: Code) -> bool {
        self.class as u16 == code.get() / 100
    }
}

/// `1*3DIGIT`, without leading zeros.
#[inline]
fn status_number(text: &[u8]) -> Option<(u16, &[u8])> {
    let mut number = 0_u16;
    let mut rest = text;
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        if text.len().saturating_sub(rest.len()) == 3 {
            return None;
        }
        number = number.saturating_mul(10).saturating_add(u16::from(digit & 15));
        rest = behind;
    }
    let length = text.len().saturating_sub(rest.len());
    let leading_zero = length > 1 && text.first() == Some(&b'0');
    (length > 0 && !leading_zero).then_some((number, rest))
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl fmt::Debug for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
