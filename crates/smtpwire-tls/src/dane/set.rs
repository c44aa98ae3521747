//! The TLSA records of one server, what they demand and which of them count.

use std::fmt;
use std::sync::Arc;

use super::field::{Matching, Selector, Usage};
use super::record::{TlsaRecord, Unusable};

/// The TLSA records of one server, which DNSSEC proves. Clones are cheap.
#[derive(Clone, PartialEq, Eq)]
pub struct Dane {
    records: Arc<[TlsaRecord]>,
}

/// What TLSA records demand of a connection (RFC 7672 section 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// Nothing, as there are no records: TLS if the server offers it.
    Opportunistic,
    /// TLS, with whatever certificate: there are records, but none that could be used.
    Encrypted,
    /// TLS, with a certificate that one of the records fits.
    Authenticated,
}

impl Dane {
    /// The TLSA records of one server. They must be proven by DNSSEC: [`Lookup`](super::Lookup)
    /// tells what to do where they are not (RFC 7672 section 2.1.1).
    pub fn new(records: impl IntoIterator<Item = TlsaRecord>) -> Self {
        Self { records: records.into_iter().collect() }
    }

    /// All records.
    pub fn records(&self) -> &[TlsaRecord] {
        &self.records
    }

    /// Whether there is a record that can be used.
    pub fn is_usable(&self) -> bool {
        self.records.iter().any(TlsaRecord::is_usable)
    }

    /// The records that cannot be used, each with the reason.
    pub fn unusable(&self) -> impl Iterator<Item = (&TlsaRecord, Unusable)> {
        self.records.iter().filter_map(|record| Some((record, record.problem()?)))
    }

    /// What the records demand.
    pub fn demand(&self) -> Demand {
        match self.records.is_empty() {
            true => Demand::Opportunistic,
            false if self.is_usable() => Demand::Authenticated,
            false => Demand::Encrypted,
        }
    }

    /// The records that a certificate is compared with: of those that can be used, and where
    /// digests of more than one kind stand for the same usage and selector, only those of the
    /// strongest kind (RFC 7671 section 9: a domain that publishes SHA-512 is not held to a weaker
    /// digest). Records without a digest always count.
    pub fn in_force(&self) -> impl Iterator<Item = &TlsaRecord> {
        let usable = || self.records.iter().filter(|record| record.is_usable());
        let strongest = |usage: Usage, selector: Selector| {
            usable()
                .filter(|record| (record.usage(), record.selector()) == (usage, selector))
                .map(TlsaRecord::matching)
                .max()
        };
        let [[ta, ta_key], [ee, ee_key]] = [Usage::DANE_TA, Usage::DANE_EE].map(|usage| {
            [Selector::CERTIFICATE, Selector::KEY].map(|selector| strongest(usage, selector))
        });
        usable().filter(move |record| {
            let strongest = match (record.usage(), record.selector()) {
                (Usage::DANE_TA, Selector::CERTIFICATE) => ta,
                (Usage::DANE_TA, _) => ta_key,
                (_, Selector::CERTIFICATE) => ee,
                (..) => ee_key,
            };
            record.matching() == Matching::EXACT || Some(record.matching()) == strongest
        })
    }
}

impl fmt::Debug for Dane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.records.iter()).finish()
    }
}
