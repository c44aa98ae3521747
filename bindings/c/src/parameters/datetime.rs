//! Points in time, as parameters write them (RFC 3339).

use smtpwire::types::datetime::{DateTime, Offset};

use crate::guard::{put, status_of};
use crate::text::{smtpwire_text, text};
use crate::{smtpwire_status, smtpwire_str};

/// A point in time as it is written: a date of the Gregorian calendar, a time of day, and how far that is from
/// UTC.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct smtpwire_datetime {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60; 60 is a leap second.
    pub second: u8,
    /// It is written with `Z`; `offset_minutes` counts for nothing then, and is 0 where this is handed out.
    pub utc: bool,
    /// Minutes east of UTC, -1439 to 1439.
    pub offset_minutes: i16,
    /// 0 to 999999999.
    pub nanosecond: u32,
}

impl smtpwire_datetime {
    pub(crate) fn of(time: DateTime) -> Self {
        let (year, month, day) = time.date();
        let (hour, minute, second) = time.time();
        let (utc, offset_minutes) = match time.offset() {
            Offset::Utc => (true, 0),
            Offset::Minutes(minutes) => (false, minutes),
        };
        let nanosecond = time.nanosecond();
        Self { year, month, day, hour, minute, second, utc, offset_minutes, nanosecond }
    }

    pub(crate) fn read(self) -> Option<DateTime> {
        let offset = if self.utc { Offset::Utc } else { Offset::Minutes(self.offset_minutes) };
        let date = (self.year, self.month, self.day);
        let time = (self.hour, self.minute, self.second);
        DateTime::new(date, time, offset)?.with_nanosecond(self.nanosecond)
    }
}

/// Reads a timestamp such as `2026-11-22T10:00:00Z` (RFC 3339 section 5.6); what is finer than a nanosecond is
/// passed over. `SMTPWIRE_INVALID_UTF8`, and `SMTPWIRE_MALFORMED` for what is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_datetime_parse(
    written: smtpwire_str,
    time: *mut smtpwire_datetime,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        let read = DateTime::parse(written.read()?).ok_or(smtpwire_status::SMTPWIRE_MALFORMED)?;
        put(time, smtpwire_datetime::of(read))
    })
}

/// The time as it is written; `*written` is to be freed. `SMTPWIRE_OUT_OF_RANGE` for what is no time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_datetime_text(
    time: *const smtpwire_datetime,
    written: *mut *mut smtpwire_text,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe {
        if written.is_null() {
            return Err(smtpwire_status::SMTPWIRE_NULL_POINTER);
        }
        put(written, text(given(time)?.to_string()))
    })
}

/// Seconds since 1970-01-01T00:00:00Z, negative before; a leap second counts as the second behind it.
/// `SMTPWIRE_OUT_OF_RANGE` for what is no time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smtpwire_datetime_unix_seconds(
    time: *const smtpwire_datetime,
    seconds: *mut i64,
) -> smtpwire_status {
    // SAFETY: the caller's, as the header says.
    status_of(|| unsafe { put(seconds, given(time)?.unix_seconds()) })
}

/// The time that C points to.
///
/// # Safety
/// `time` is NULL or may be read.
unsafe fn given(time: *const smtpwire_datetime) -> Result<DateTime, smtpwire_status> {
    // SAFETY: by the caller's promise.
    let time = unsafe { time.as_ref() }.ok_or(smtpwire_status::SMTPWIRE_NULL_POINTER)?;
    time.read().ok_or(smtpwire_status::SMTPWIRE_OUT_OF_RANGE)
}
