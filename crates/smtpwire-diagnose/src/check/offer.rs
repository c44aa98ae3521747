//! What a server offers, kept so that each question is one look.

use std::collections::HashSet;

use smtpwire::types::capability::Limits;
use smtpwire::{Capabilities, Capability};

/// The extensions of the session.
#[derive(Default)]
pub(super) struct Offer {
    keywords: HashSet<String>,
    mechanisms: HashSet<String>,
    pub(super) size: Option<u64>,
    pub(super) limits: Limits,
    /// The least seconds that BY may give.
    pub(super) by_minimum: Option<u32>,
    /// The most seconds that HOLDFOR may ask for.
    pub(super) hold_maximum: Option<u32>,
}

impl Offer {
    /// No extension at all, as after HELO.
    pub(super) fn none() -> Self {
        Self::default()
    }

    pub(super) fn of(capabilities: &Capabilities<'_>) -> Self {
        let mut offer =
            Self { size: capabilities.size(), limits: capabilities.limits(), ..Self::default() };
        for line in capabilities {
            match line {
                Capability::Auth(mechanisms) => {
                    let names = mechanisms.iter().map(|name| name.as_str().to_ascii_uppercase());
                    offer.mechanisms.extend(names);
                }
                Capability::DeliverBy(minimum) => offer.by_minimum = *minimum,
                Capability::FutureRelease { max_interval, .. } => {
                    offer.hold_maximum = Some(*max_interval);
                }
                Capability::Other(word, _) => {
                    offer.keywords.insert(word.as_str().to_ascii_uppercase());
                }
                _ => {}
            }
            if let Some(keyword) = line.keyword() {
                offer.keywords.insert(keyword.as_str().to_owned());
            }
        }
        offer
    }

    /// Whether a keyword is offered, in any case.
    pub(super) fn offers(&self, keyword: &str) -> bool {
        self.keywords.contains(keyword) || self.keywords.contains(&keyword.to_ascii_uppercase())
    }

    /// Whether a mechanism is listed, in any case.
    pub(super) fn lists(&self, mechanism: &str) -> bool {
        self.mechanisms.contains(&mechanism.to_ascii_uppercase())
    }

    /// The mechanisms, sorted.
    pub(super) fn mechanisms(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.mechanisms.iter().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}
