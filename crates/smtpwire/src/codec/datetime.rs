//! Timestamps, read (RFC 3339 section 5.6).

use super::grammar::number;
use crate::types::datetime::{DateTime, Offset};

/// `date-time` of RFC 3339 section 5.6; fractions of a second to the nanosecond.
pub(crate) fn date_time(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_at_checked(10)?;
    let time = time.strip_prefix(['T', 't'])?;
    let mut date = date.split('-');
    let year = fixed(date.next()?, 4)?;
    let month = u8::try_from(fixed(date.next()?, 2)?).ok()?;
    let day = u8::try_from(fixed(date.next()?, 2)?).ok()?;
    let (clock, mut zone) = time.split_at_checked(8)?;
    let mut clock = clock.split(':');
    let mut part = || u8::try_from(fixed(clock.next()?, 2)?).ok();
    let time = (part()?, part()?, part()?);
    if date.next().is_some() || clock.next().is_some() {
        return None;
    }
    let mut nanosecond = 0;
    if let Some(fraction) = zone.strip_prefix('.') {
        let end = fraction.bytes().position(|o| !o.is_ascii_digit())?;
        let (digits, behind) = fraction.split_at_checked(end)?;
        // time-secfrac = "." 1*DIGIT: what is finer than a nanosecond is passed over.
        let kept = digits.get(..9).unwrap_or(digits);
        let scale = 10_u32.checked_pow(9_u32.checked_sub(u32::try_from(kept.len()).ok()?)?)?;
        nanosecond = u32::try_from(number(kept)?).ok()?.checked_mul(scale)?;
        zone = behind;
    }
    let offset = match zone {
        "Z" | "z" => Offset::Utc,
        _ => {
            let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
            let (hours, minutes) = (fixed(hours, 2)?, fixed(minutes, 2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let east = i16::try_from(hours.checked_mul(60)?.checked_add(minutes)?).ok()?;
            Offset::Minutes(if zone.starts_with('-') { east.checked_neg()? } else { east })
        }
    };
    DateTime::new((year, month, day), time, offset)?.with_nanosecond(nanosecond)
}

fn fixed(digits: &str, length: usize) -> Option<u16> {
    u16::try_from(number(digits).filter(|_| digits.len() == length)?).ok()
}

impl DateTime {
    /// Reads a timestamp, `2026-11-22T10:00:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        date_time(text)
    }
}
