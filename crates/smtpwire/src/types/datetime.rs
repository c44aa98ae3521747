//! The timestamps of RFC 3339, as HOLDUNTIL, FUTURERELEASE and RRVS write them.

use core::fmt;

/// A point in time, `2026-11-22T10:00:00Z` or with an offset such as `+01:00`; to the nanosecond.
///
/// Compared field by field, so two spellings of one instant differ; [`DateTime::unix_seconds`]
/// compares instants.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) second: u8,
    pub(crate) nanosecond: u32,
    pub(crate) offset: Offset,
}

/// How far local time is from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offset {
    /// `Z`: UTC.
    Utc,
    /// `+HH:MM` or `-HH:MM`, in minutes east of UTC; `-00:00` (UTC, zone unknown) reads as 0.
    Minutes(i16),
}

impl DateTime {
    /// A point in time from its parts, if they form a date of the Gregorian calendar in the years
    /// 0 to 9999 and a time of day (the second may be 60, a leap second).
    pub fn new(date: (u16, u8, u8), time: (u8, u8, u8), offset: Offset) -> Option<Self> {
        let (year, month, day) = date;
        let (hour, minute, second) = time;
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap(year) => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        let offset_fits = match offset {
            Offset::Utc => true,
            Offset::Minutes(minutes) => minutes.unsigned_abs() < 24 * 60,
        };
        let fits = year <= 9999
            && (1..=days).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60
            && offset_fits;
        fits.then_some(Self { year, month, day, hour, minute, second, nanosecond: 0, offset })
    }

    /// The same point in time with this fraction of a second, if it is below 1,000,000,000.
    pub fn with_nanosecond(self, nanosecond: u32) -> Option<Self> {
        (nanosecond < 1_000_000_000).then_some(Self { nanosecond, ..self })
    }

    /// The fraction of a second, in nanoseconds.
    pub fn nanosecond(&self) -> u32 {
        self.nanosecond
    }

    /// Year, month (1 to 12) and day (1 to 31), as written.
    pub fn date(&self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// Hour, minute and second, as written.
    pub fn time(&self) -> (u8, u8, u8) {
        (self.hour, self.minute, self.second)
    }

    /// The offset from UTC, as written.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// Seconds since 1970-01-01T00:00:00Z; negative before. A leap second counts as the second
    /// after it.
    pub fn unix_seconds(&self) -> i64 {
        // Days from the civil calendar with March as the first month, so that the leap day is the
        // year's last: 719_468 days lie between 0000-03-01 and 1970-01-01.
        let (year, month, day) = (i64::from(self.year), i64::from(self.month), i64::from(self.day));
        let year = if month <= 2 { year.saturating_sub(1) } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted = month.saturating_add(9).rem_euclid(12);
        let day_of_year = shifted
            .saturating_mul(153)
            .saturating_add(2)
            .div_euclid(5)
            .saturating_add(day.saturating_sub(1));
        let day_of_era = year_of_era
            .saturating_mul(365)
            .saturating_add(year_of_era.div_euclid(4))
            .saturating_sub(year_of_era.div_euclid(100))
            .saturating_add(day_of_year);
        let days = era.saturating_mul(146_097).saturating_add(day_of_era).saturating_sub(719_468);
        let east = match self.offset {
            Offset::Utc => 0,
            Offset::Minutes(minutes) => i64::from(minutes).saturating_mul(60),
        };
        days.saturating_mul(86_400)
            .saturating_add(i64::from(self.hour).saturating_mul(3_600))
            .saturating_add(i64::from(self.minute).saturating_mul(60))
            .saturating_add(i64::from(self.second))
            .saturating_sub(east)
    }
}

fn leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second, nanosecond, offset } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if *nanosecond > 0 {
            let digits = alloc::format!("{nanosecond:09}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        match offset {
            Offset::Utc => f.write_str("Z"),
            Offset::Minutes(minutes) => {
                let sign = if *minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(date: (u16, u8, u8), time: (u8, u8, u8), offset: Offset) -> i64 {
        DateTime::new(date, time, offset).unwrap().unix_seconds()
    }

    #[test]
    fn instants_count_from_the_unix_epoch() {
        assert_eq!(at((1970, 1, 1), (0, 0, 0), Offset::Utc), 0);
        assert_eq!(at((2000, 2, 29), (12, 0, 0), Offset::Utc), 951_825_600);
        assert_eq!(at((2026, 11, 22), (1, 0, 0), Offset::Minutes(60)), 1_795_305_600);
        assert_eq!(at((1969, 12, 31), (23, 59, 59), Offset::Utc), -1);
    }

    #[test]
    fn a_date_that_no_calendar_has_is_refused() {
        assert!(DateTime::new((2026, 2, 29), (0, 0, 0), Offset::Utc).is_none());
        assert!(DateTime::new((2100, 2, 29), (0, 0, 0), Offset::Utc).is_none());
        assert!(DateTime::new((2026, 13, 1), (0, 0, 0), Offset::Utc).is_none());
        assert!(DateTime::new((2026, 1, 1), (24, 0, 0), Offset::Utc).is_none());
        assert!(DateTime::new((2026, 1, 1), (0, 0, 0), Offset::Minutes(1440)).is_none());
    }
}
