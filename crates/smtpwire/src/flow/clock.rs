//! Time as the host tells it, which never goes backwards here.

/// The latest time that the host has told, in milliseconds from the host's own origin.
///
/// A host's clock may be set back. What was told before counts then, so that no deadline moves
/// into the past and nothing is computed from a negative span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock(u64);

impl Clock {
    /// A clock that stands at this time.
    pub(crate) const fn new(now: u64) -> Self {
        Self(now)
    }

    /// Takes in what the host says the time is, and gives the time that counts.
    pub(crate) fn tell(&mut self, now: u64) -> u64 {
        self.0 = self.0.max(now);
        self.0
    }

    /// The time that counts.
    pub(crate) const fn now(self) -> u64 {
        self.0
    }

    /// The time that lies this many milliseconds ahead; the end of time when there is no such.
    pub(crate) const fn after(self, milliseconds: u64) -> u64 {
        self.0.saturating_add(milliseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_goes_backwards_stands_still() {
        let mut clock = Clock::new(100);
        assert_eq!(clock.tell(90), 100);
        assert_eq!(clock.tell(101), 101);
        assert_eq!(clock.now(), 101);
    }

    #[test]
    fn a_deadline_past_the_end_of_time_is_the_end_of_time() {
        assert_eq!(Clock::new(u64::MAX).after(5), u64::MAX);
    }
}
