//! Names of messages: no two are the same, and they sort by time.

use std::process;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

/// What names one message: when it came, and its number in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    time: Timestamp,
    process: u32,
    number: u64,
}

static NUMBER: AtomicU64 = AtomicU64::new(0);
/// Asked for once: that is a call of the system.
static PROCESS: LazyLock<u32> = LazyLock::new(process::id);

impl Name {
    /// The next message's name.
    pub(crate) fn next() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self { time: Timestamp::now(), process: *PROCESS, number }
    }

    /// As Maildir wants it: the seconds, what is unique in them, and the host.
    pub(crate) fn maildir(self, host: &str) -> String {
        let host: String = host
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' })
            .collect();
        let Self { time, process, number } = self;
        let (seconds, microseconds) = (time.as_second(), time.subsec_microsecond());
        format!("{seconds}.M{microseconds:06}P{process}Q{number}.{host}")
    }

    /// A file's name that sorts by time, without its extension.
    pub(crate) fn sortable(self) -> String {
        let Self { time, process, number } = self;
        let time = time.strftime("%Y%m%dT%H%M%S.%6fZ");
        format!("{time}-{number:06}-{process}")
    }

    /// The short form that stands in replies and in `Received` lines.
    pub(crate) fn id(self) -> String {
        let Self { time, process, number } = self;
        format!("{:x}.{process:x}.{number:x}", time.as_microsecond())
    }

    /// When the message came, as a header says it (RFC 5322 section 3.3).
    pub(crate) fn date(self) -> String {
        self.time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str, number: u64) -> Name {
        Name { time: time.parse().expect(time), process: 77, number }
    }

    #[test]
    fn the_forms_of_a_name() {
        let name = at("2026-11-02T03:04:05.000006Z", 8);
        assert_eq!(name.maildir("[::1]"), "1793588645.M000006P77Q8.___1_");
        assert_eq!(name.sortable(), "20261102T030405.000006Z-000008-77");
        assert_eq!(name.date(), "Mon, 02 Nov 2026 03:04:05 +0000");
        assert_eq!(name.id(), format!("{:x}.4d.8", 1_793_588_645_000_006_i64));
    }

    #[test]
    fn names_sort_by_time_and_differ() {
        assert!(
            at("2026-11-02T03:04:05Z", 9).sortable() < at("2026-11-02T03:04:05.5Z", 1).sortable()
        );
        assert_ne!(Name::next().id(), Name::next().id());
    }
}
