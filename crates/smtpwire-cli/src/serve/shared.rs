//! What all sessions share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use smtpwire_tls::TlsServerConfig;
use tokio::sync::watch;

use super::options::{Accounts, Transcripts};
use super::report::{Record, Reporter};
use super::rules::Rules;
use super::store::Store;
use crate::driver::{Clock, Stop};

/// What all sessions share; nothing in it changes but counters and the phase.
#[allow(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
pub(crate) struct Shared {
    pub(crate) config: TlsServerConfig,
    /// TLS comes before all else.
    pub(crate) implicit: bool,
    pub(crate) clock: Clock,
    pub(crate) rules: Rules,
    pub(crate) accounts: Accounts,
    pub(crate) store: Arc<Store>,
    pub(crate) hostname: String,
    /// Whether lines are put on top of messages.
    pub(crate) trace: bool,
    pub(crate) transcripts: Transcripts,
    pub(crate) quiet: bool,
    /// Whether a session is told of even when its transcript is not shown.
    pub(crate) every_session: bool,
    pub(crate) reporter: Reporter,
    pub(crate) most_sessions: usize,
    pub(crate) open: AtomicUsize,
    pub(crate) count: AtomicU64,
    pub(crate) phase: watch::Receiver<Phase>,
}

/// How far the server is from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Serving,
    /// No new sessions; the open ones end with the message that they are at.
    Ending,
    /// All sessions end now.
    Over,
}

impl Shared {
    /// The phase that the server is in.
    pub(crate) fn phase(&self) -> Phase {
        *self.phase.borrow()
    }

    /// Completes when the server is in a later phase than this.
    pub(crate) fn beyond(&self, phase: Phase) -> Stop {
        let mut phases = self.phase.clone();
        Box::pin(async move {
            // A sender that is gone has ended the server.
            let _ = phases.wait_for(|now| *now > phase).await;
        })
    }

    /// Tells of what keeps the server from its work.
    pub(crate) fn trouble(&self, sentence: String) {
        self.reporter.tell(Record::Trouble(sentence));
    }

    /// Admits one more session, if there may be one; gives its number.
    pub(crate) fn admit(self: &Arc<Self>) -> Option<Place> {
        let open = self.open.fetch_add(1, Ordering::Relaxed);
        let place = Place {
            shared: Arc::clone(self),
            number: self.count.fetch_add(1, Ordering::Relaxed) + 1,
        };
        (open < self.most_sessions).then_some(place)
    }
}

/// A session's place among those that may be open at once.
pub(crate) struct Place {
    pub(crate) shared: Arc<Shared>,
    pub(crate) number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shared.open.fetch_sub(1, Ordering::Relaxed);
    }
}
