//! The wall clock that certificates are judged by.

use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;
use std::time::{Duration, SystemTime};

/// The system's clock, or a moment that a test or a replay has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) fixed: Option<u64>,
}

impl Clock {
    pub(crate) fn now(self) -> UnixTime {
        match self.fixed {
            Some(seconds) => UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
            // `UnixTime::now` panics where the clock stands before 1970.
            None => UnixTime::since_unix_epoch(
                SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default(),
            ),
        }
    }
}

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.now())
    }
}
