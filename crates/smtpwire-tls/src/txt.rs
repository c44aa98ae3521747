//! TXT records of the kind `v=STSv1; id=20260301;`, which MTA-STS and TLS reporting share
//! (RFC 8461 section 3.1, RFC 8460 section 3).

use smtpwire::Escaped;

/// The most octets of a TXT record: what DNS can carry.
const MAX_TXT: usize = 65_535;
/// The most octets that an error repeats of what it found.
const SHOWN: usize = 60;

/// Why a TXT record of some version cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TxtError {
    /// It does not start with its version and a semicolon.
    #[error("the record starts with {0}; and this one does not")]
    Version(&'static str),
    /// It is longer than a TXT record can be.
    #[error("a TXT record is at most {MAX_TXT} octets long")]
    TooLong,
    /// A field is not a name and a value.
    #[error(
        "the record is fields like id=20260301 with semicolons between them: a name of 1 to 32 \
         letters, digits, \"_\", \"-\" or \".\", then =, then a value without spaces; \"{0}\" is none"
    )]
    Field(String),
    /// A field that must be there is not.
    #[error("the record has no {0}")]
    Missing(&'static str),
    /// The id is not of the kind that it should be.
    #[error("the id is 1 to 32 letters and digits, and \"{0}\" is not")]
    Id(String),
    /// None of the addresses for reports is one that can be used.
    #[error("rua is one or more addresses that start mailto: or https:, and \"{0}\" is none")]
    Rua(String),
    /// There is more than one such record, so that none counts.
    #[error("there are {0} records that start with the version, and only a single one counts")]
    Several(usize),
}

impl TxtError {
    /// A stable name, as in `bad-version`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Version(_) => "bad-version",
            Self::TooLong => "too-long",
            Self::Field(_) => "bad-field",
            Self::Missing(_) => "missing-field",
            Self::Id(_) => "bad-id",
            Self::Rua(_) => "no-address",
            Self::Several(_) => "several-records",
        }
    }
}

/// The fields behind the version, in their order.
pub(crate) fn fields<'a>(
    record: &'a [u8],
    version: &'static str,
) -> Result<Vec<(&'a str, &'a str)>, TxtError> {
    if record.len() > MAX_TXT {
        return Err(TxtError::TooLong);
    }
    let Some(rest) = behind_version(record, version) else {
        return Err(TxtError::Version(version));
    };
    let mut fields = Vec::new();
    let mut texts = rest.split(|&octet| octet == b';').map(trim).peekable();
    while let Some(text) = texts.next() {
        // One semicolon may end the record.
        if text.is_empty() && texts.peek().is_none() && !fields.is_empty() {
            break;
        }
        fields.push(field(text).ok_or_else(|| TxtError::Field(shown(text)))?);
    }
    Ok(fields)
}

/// The one record of this version among the TXT records of a name. Other records do not count, and
/// if there is more than one, none does.
pub(crate) fn single<'a, T: AsRef<[u8]>>(
    records: &'a [T],
    version: &'static str,
) -> Result<Option<&'a [u8]>, TxtError> {
    let mut ours = records
        .iter()
        .map(AsRef::as_ref)
        .filter(|record| behind_version(record, version).is_some());
    match (ours.next(), ours.count()) {
        (one, 0) => Ok(one),
        (_, more) => Err(TxtError::Several(more.saturating_add(1))),
    }
}

fn behind_version<'a>(record: &'a [u8], version: &str) -> Option<&'a [u8]> {
    record.strip_prefix(version.as_bytes())?.strip_prefix(b";")
}

fn field(text: &[u8]) -> Option<(&str, &str)> {
    let (name, value) = std::str::from_utf8(text).ok()?.split_once('=')?;
    let printable = !value.is_empty() && value.bytes().all(|octet| octet.is_ascii_graphic());
    (is_name(name) && printable).then_some((name, value))
}

/// Whether this is the name of a field: 1 to 32 letters, digits, `_`, `-` and `.`, of which the
/// first is a letter or digit.
pub(crate) fn is_name(name: &str) -> bool {
    let octet = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-' | b'.');
    matches!(name.len(), 1..=32)
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().all(octet)
}

/// The octets without the spaces and tabs around them.
pub(crate) fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

/// What an error repeats of what it found: escaped, and not much of it.
pub(crate) fn shown(text: &[u8]) -> String {
    match text.get(..SHOWN) {
        Some(start) => format!("{}…", Escaped(start)),
        None => Escaped(text).to_string(),
    }
}
