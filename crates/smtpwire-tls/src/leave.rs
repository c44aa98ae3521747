//! The way out of a session: how long the peer has to take the last records, when the connection inside
//! is over and waits for nothing any more.

/// Since when the peer has taken nothing of the last records.
#[derive(Debug)]
pub(crate) struct Leave {
    /// How long it may take nothing, in milliseconds.
    patience: u64,
    /// The latest time that the host has told.
    told: u64,
    /// Since when it is counted. `None`: from the next time that the host tells.
    since: Option<u64>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The connection inside is not over.
    Staying,
    /// The last records are to be written.
    Leaving,
    /// Nobody takes them.
    GivenUp,
}

impl Leave {
    pub(crate) const fn new(patience: u64, now: u64) -> Self {
        Self { patience, told: now, since: None, stage: Stage::Staying }
    }

    /// Takes in what time it is.
    pub(crate) fn tell(&mut self, now: u64) {
        self.told = self.told.max(now);
        if self.stage == Stage::Leaving {
            self.since.get_or_insert(self.told);
        }
    }

    /// The connection inside is over. To be said again and again; the first time counts.
    pub(crate) fn begin(&mut self) {
        if self.stage == Stage::Staying {
            self.stage = Stage::Leaving;
            self.since = Some(self.told);
        }
    }

    /// The peer took something, and has its time again.
    pub(crate) fn wrote(&mut self) {
        self.since = None;
    }

    /// The peer takes nothing, so that nothing is to be written any more.
    pub(crate) fn give_up(&mut self) {
        self.stage = Stage::GivenUp;
    }

    pub(crate) fn has_given_up(&self) -> bool {
        self.stage == Stage::GivenUp
    }

    /// Until when some of the records that are left must have been written.
    pub(crate) fn deadline(&self) -> Option<u64> {
        let since = self.since.unwrap_or(self.told);
        (self.stage == Stage::Leaving).then(|| since.saturating_add(self.patience))
    }

    pub(crate) fn is_due(&self) -> bool {
        self.deadline().is_some_and(|deadline| deadline <= self.told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_takes_something_has_its_time_again() {
        let mut leave = Leave::new(100, 0);
        assert_eq!(leave.deadline(), None, "nobody leaves yet");
        leave.tell(10);
        leave.begin();
        leave.tell(60);
        leave.begin();
        assert_eq!(leave.deadline(), Some(110));
        leave.wrote();
        leave.tell(90);
        assert_eq!(leave.deadline(), Some(190));
        leave.tell(189);
        assert!(!leave.is_due());
        leave.tell(190);
        assert!(leave.is_due());
        leave.give_up();
        assert_eq!(leave.deadline(), None);
    }

    #[test]
    fn the_end_of_time_is_no_overflow() {
        let mut leave = Leave::new(u64::MAX, 5);
        leave.begin();
        assert_eq!(leave.deadline(), Some(u64::MAX));
    }
}
