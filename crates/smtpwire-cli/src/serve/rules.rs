//! What `--fault` and `--reject` say about a moment of a session.

use smtpwire::{Decisions, ForwardPath, Reply, ReversePath};

use super::options::{Action, Fault, Moment, Reject};

/// The faults and the refusals of the command line.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    faults: Vec<Fault>,
    rejects: Vec<Reject>,
}

impl Rules {
    pub(crate) fn new(faults: Vec<Fault>, rejects: Vec<Reject>) -> Self {
        Self { faults, rejects }
    }

    /// What goes wrong at this moment, in the order of the command line.
    pub(crate) fn faults(&self, moment: Moment) -> impl Iterator<Item = &Action> {
        self.faults.iter().filter(move |fault| fault.moment == moment).map(|fault| &fault.action)
    }

    /// Whether something goes wrong when content begins to come, which must be told then.
    pub(crate) fn watches_content(&self) -> bool {
        self.faults(Moment::Content).next().is_some()
    }

    /// The reply to this sender, if it is refused.
    pub(crate) fn sender(&self, path: &ReversePath<'_>) -> Option<Reply<'static>> {
        self.rejects.iter().find_map(|reject| reject.sender(path))
    }

    /// The reply to this recipient, if it is refused.
    pub(crate) fn recipient(&self, path: &ForwardPath<'_>) -> Option<Reply<'static>> {
        self.rejects.iter().find_map(|reject| reject.recipient(path))
    }

    /// What must be asked before the connection answers. The end of a message always is: it is
    /// answered when it is kept.
    pub(crate) fn decisions(&self) -> Decisions {
        let mut wanted = Decisions::MESSAGE;
        if !self.rejects.is_empty() {
            wanted |= Decisions::MAIL | Decisions::RCPT;
        }
        for fault in &self.faults {
            wanted |= decision(fault.moment);
        }
        wanted
    }
}

/// The decision that a moment belongs to.
pub(crate) fn decision(moment: Moment) -> Decisions {
    match moment {
        Moment::Connect => Decisions::CONNECTION,
        Moment::Helo => Decisions::HELO,
        Moment::Mail => Decisions::MAIL,
        Moment::Rcpt => Decisions::RCPT,
        Moment::Data => Decisions::DATA,
        Moment::Message => Decisions::MESSAGE,
        Moment::Rset => Decisions::RSET,
        Moment::Noop => Decisions::NOOP,
        Moment::Vrfy => Decisions::VRFY,
        Moment::Expn => Decisions::EXPN,
        Moment::Help => Decisions::HELP,
        // These wait, or need no answer.
        Moment::Auth | Moment::Content | Moment::Quit => Decisions::NONE,
    }
}
