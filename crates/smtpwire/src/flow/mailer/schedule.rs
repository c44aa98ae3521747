//! Which message goes when.

use super::Mailer;
use super::account::not_begun;
use super::mailer::Queued;
use super::outcome::NotTried;
use super::plan::{Circumstances, Plan};
use super::session::Setup;
use super::transaction::{Pace, Transaction};
use crate::codec::transparency::MAX_TEXT_LINE;
use crate::flow::error::Error;
use crate::flow::limits::Protocol;
use crate::flow::order::Phase;
use crate::types::capability::Capabilities;

impl Mailer {
    /// Writes what may be written now: the transactions under way, the next one, QUIT.
    ///
    /// # Errors
    /// What the session can't go on after.
    pub(super) fn go_on(&mut self) -> Result<(), Error> {
        if self.setup != Setup::Ready {
            return Ok(());
        }
        let pace = self.pace();
        loop {
            for transaction in &mut self.under_way {
                transaction.advance(&mut self.client, pace)?;
            }
            while self.under_way.front().is_some_and(Transaction::is_over) {
                let Some(transaction) = self.under_way.pop_front() else { break };
                self.stale |= transaction.leaves_something();
                let outcome = transaction.outcome(&self.client, None);
                self.tell(outcome);
            }
            let alone = self.under_way.len() <= 1;
            if !(alone && self.may_follow(pace) && self.begin_next()?) {
                break;
            }
        }
        if self.quitting && self.queue.is_empty() {
            // RFC 2920 section 3.1: QUIT may be the last of a group, which saves a round trip. Under
            // LMTP a server may go before it has answered for each recipient (RFC 2033 section 4.2).
            let smtp = self.config.client.protocol == Protocol::Smtp;
            let now = self.under_way.is_empty() || smtp && self.may_follow(pace);
            if now && !self.parted {
                self.client.quit()?;
                self.parted = true;
            }
            if self.under_way.is_empty() {
                self.setup = Setup::Quitting;
            }
        }
        Ok(())
    }

    /// Whether more may be written behind the transactions under way, if there are any.
    fn may_follow(&self, pace: Pace) -> bool {
        let overlap = self.config.overlap && pace.pipelining;
        self.under_way.is_empty()
            || overlap && self.under_way.iter().all(Transaction::may_be_followed)
    }

    /// Begins the next message that can be begun. Whether there was one.
    fn begin_next(&mut self) -> Result<bool, Error> {
        while let Some(Queued { id, envelope, content }) = self.queue.pop_front() {
            if let Some(limit) = self.most_transactions().filter(|limit| self.begun >= *limit) {
                let why = NotTried::TooManyTransactions { limit };
                self.tell(not_begun(id, envelope, &why, alloc::vec::Vec::new(), None));
                continue;
            }
            let plan = match Plan::of(&envelope, &content, &self.circumstances()) {
                Ok(plan) => plan,
                Err(why) => {
                    self.tell(not_begun(id, envelope, &why, alloc::vec::Vec::new(), None));
                    continue;
                }
            };
            if plan.left_out.iter().all(Option::is_some) {
                let why = NotTried::SessionEnded;
                self.tell(not_begun(id, envelope, &why, plan.left_out, None));
                continue;
            }
            let open = matches!(self.client.phase(), Phase::Mail | Phase::Rcpt | Phase::Bdat);
            if self.under_way.is_empty() && (self.stale || open) {
                self.client.rset()?;
            }
            self.stale = false;
            self.begun = self.begun.saturating_add(1);
            // There are never more than this one and the one that it overlaps.
            self.under_way.reserve_exact(2_usize.saturating_sub(self.under_way.len()));
            self.under_way.push_back(Transaction::new(id, envelope, content, plan));
            return Ok(true);
        }
        Ok(false)
    }

    /// How many transactions the server takes in a session (RFC 9422 section 4).
    fn most_transactions(&self) -> Option<usize> {
        let most = self.client.capabilities().map(Capabilities::limits)?.mail_max?;
        Some(usize::try_from(most).unwrap_or(usize::MAX))
    }

    fn circumstances(&self) -> Circumstances<'_> {
        let client = &self.config.client;
        Circumstances {
            capabilities: self.client.capabilities(),
            verified: self.client.is_verified(),
            chunking: self.config.chunking,
            drop_unoffered_dsn: self.config.drop_unoffered_dsn,
            undeclared_eight_bit: client.undeclared_eight_bit,
            line_ends: client.line_ends,
            max_line: if client.long_lines {
                client.limits.content_line
            } else {
                Some(MAX_TEXT_LINE)
            },
            max_recipients: client.limits.recipients,
        }
    }
}
