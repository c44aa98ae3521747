//! What the words of a reply can tell: one topic per kind of trouble, with its advice.
//!
//! [`super::rules`] says by which words a topic is known.

pub(in crate::registry) mod content;
pub(in crate::registry) mod recipient;
pub(in crate::registry) mod sender;
pub(in crate::registry) mod server;
pub(in crate::registry) mod session;

use crate::registry::{Advice, Category, Retry};

/// A kind of trouble that a reply's words name more exactly than its codes can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// A stable name, such as `greylisted`.
    pub id: &'static str,
    /// How bounce handlers sort it.
    pub category: Category,
    /// Meaning, cause, remedy.
    pub advice: Advice,
    /// The RFC that speaks of it.
    pub rfc: Option<&'static str>,
    /// What a sender should do, where that differs from what the category says.
    pub retry: Option<Retry>,
}

/// Every topic, for documentation and tests.
pub fn topics() -> impl Iterator<Item = &'static Topic> {
    [recipient::ALL, sender::ALL, content::ALL, session::ALL, server::ALL]
        .into_iter()
        .flatten()
        .copied()
}

const fn topic(
    id: &'static str,
    category: Category,
    rfc: Option<&'static str>,
    advice: Advice,
) -> Topic {
    Topic { id, category, advice, rfc, retry: None }
}

impl Topic {
    const fn then(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }
}
