//! Reading a policy's text (RFC 8461 section 3.2).

use super::policy::{MAX_AGE, MAX_POLICY, StsMode, StsPolicy, StsPolicyError, pattern};
use crate::txt::{is_name, shown, trim};

/// The values that were found; of a key that stands more than once the first counts, even if it
/// turns out to be wrong.
#[derive(Default)]
struct Found {
    version: bool,
    mode: Option<StsMode>,
    max_age: Option<u64>,
    patterns: Vec<String>,
}

impl StsPolicy {
    /// Reads the text of a policy, as it was fetched: lines that end with LF or CRLF, at most
    /// [`MAX_POLICY`] octets. Unknown keys and empty lines are ignored; of a key that stands twice
    /// the first counts, except `mx`. A `max_age` of up to ten digits is read, and counts as
    /// [`MAX_AGE`] when it is more: to take such a policy for none would only protect less.
    pub fn parse(text: impl AsRef<[u8]>) -> Result<Self, StsPolicyError> {
        let text = text.as_ref();
        if text.len() > MAX_POLICY {
            return Err(StsPolicyError::TooLong);
        }
        let mut found = Found::default();
        for (number, line) in (1..).zip(text.split(|&octet| octet == b'\n')) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !trim(line).is_empty() {
                found.line(number, line)?;
            }
        }
        if !found.version {
            return Err(StsPolicyError::Missing("version"));
        }
        let mode = found.mode.ok_or(StsPolicyError::Missing("mode"))?;
        let max_age = found.max_age.ok_or(StsPolicyError::Missing("max_age"))?;
        Self::new(mode, found.patterns, max_age)
    }
}

impl Found {
    fn line(&mut self, number: usize, line: &[u8]) -> Result<(), StsPolicyError> {
        let no_line = || StsPolicyError::Line { line: number, found: shown(line) };
        let colon = line.iter().position(|&octet| octet == b':').ok_or_else(no_line)?;
        let (key, value) = line.split_at(colon);
        let key = std::str::from_utf8(key).ok().filter(|key| is_name(key)).ok_or_else(no_line)?;
        let value = trim(value.get(1..).unwrap_or_default());
        let wrong = |key, allowed| StsPolicyError::Value {
            line: Some(number),
            key,
            allowed,
            found: shown(value),
        };
        match key {
            "version" if !self.version => {
                if value != b"STSv1" {
                    return Err(wrong("version", "STSv1"));
                }
                self.version = true;
            }
            "mode" if self.mode.is_none() => {
                let mode = [StsMode::Enforce, StsMode::Testing, StsMode::None]
                    .into_iter()
                    .find(|mode| mode.name().as_bytes() == value)
                    .ok_or_else(|| wrong("mode", "enforce, testing or none"))?;
                self.mode = Some(mode);
            }
            "max_age" if self.max_age.is_none() => {
                let seconds = seconds(value).ok_or_else(|| {
                    wrong("max_age", "a number of seconds from 0 to 31557600, in digits")
                })?;
                self.max_age = Some(seconds.min(MAX_AGE));
            }
            "mx" => {
                let text = std::str::from_utf8(value).ok();
                let pattern = text.and_then(pattern).ok_or_else(|| {
                    StsPolicyError::mx(Some(number), &String::from_utf8_lossy(value))
                })?;
                self.patterns.push(pattern);
            }
            _ => {}
        }
        Ok(())
    }
}

fn seconds(value: &[u8]) -> Option<u64> {
    let digits = matches!(value.len(), 1..=10) && value.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(value).ok().filter(|_| digits)?.parse().ok()
}
