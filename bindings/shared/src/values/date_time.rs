//! Dates with times.

use serde::Serialize;
use smtpwire::types::datetime as core;

use super::build::need;
use super::forms::forms;
use crate::config::fields::fields;
use crate::config::named::named;
use crate::failure::Failure;

/// A point in time, as it was written (RFC 3339).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DateTime {
    /// Year, month and day.
    pub date: (u16, u8, u8),
    /// Hour, minute and second.
    pub time: (u8, u8, u8),
    /// The fraction of the second; absent for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nanosecond: Option<u32>,
    /// How far it is from UTC.
    pub offset: Offset,
    /// The same point in seconds since 1970, for programs. Not looked at when a value is built.
    pub unix: i64,
}

fields!(DateTime { date: need, time: need, nanosecond: option, offset: need, unix: or_default });

/// How far a time is from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Offset {
    /// `Z`.
    Utc(Zulu),
    /// In minutes, east positive.
    Minutes(i16),
}

forms!(Offset, "an offset is \"Z\" or a number of minutes": Utc, Minutes);

/// The letter that stands for UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Zulu {
    /// `Z`.
    Z,
}

named!(Zulu { Z = "Z", });

impl From<core::DateTime> for DateTime {
    fn from(at: core::DateTime) -> Self {
        Self {
            date: at.date(),
            time: at.time(),
            nanosecond: Some(at.nanosecond()).filter(|nanosecond| *nanosecond > 0),
            offset: match at.offset() {
                core::Offset::Utc => Offset::Utc(Zulu::Z),
                core::Offset::Minutes(minutes) => Offset::Minutes(minutes),
            },
            unix: at.unix_seconds(),
        }
    }
}

impl DateTime {
    /// The core's date-time.
    ///
    /// # Errors
    /// There is no such day or time.
    pub fn build(&self) -> Result<core::DateTime, Failure> {
        let offset = match self.offset {
            Offset::Utc(Zulu::Z) => core::Offset::Utc,
            Offset::Minutes(minutes) => core::Offset::Minutes(minutes),
        };
        let at = core::DateTime::new(self.date, self.time, offset);
        let at = need(at, "date", "there is no such date, time or offset")?;
        match self.nanosecond {
            None => Ok(at),
            Some(fraction) => {
                need(at.with_nanosecond(fraction), "nanosecond", "less than 1000000000")
            }
        }
    }
}
