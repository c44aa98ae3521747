//! One TLSA record: its text, its octets in DNS, and what it says of a certificate.

use std::fmt;

use sha2::{Digest, Sha256, Sha512};

use super::field::{Matching, Selector, Usage};
use super::parts::{Parts, key_value};

/// The most octets of certificate association data that a TLSA record has: what is left of the
/// 65535 octets of a record's data in DNS behind the three numbers.
pub const MAX_TLSA_DATA: usize = 65_532;

/// One TLSA record (RFC 6698 section 2). Numbers without a meaning are kept; whether the record is
/// of any use tells [`problem`](Self::problem).
///
/// ```
/// use smtpwire_tls::dane::{TlsaRecord, Usage};
///
/// let record = TlsaRecord::parse(
///     "DANE-EE SPKI SHA2-256 8CB0FC6C527506A053F4F14C8464BEBB D6DEDE2738D11468DD953D7D6A3021F1",
/// )?;
/// assert_eq!(record.usage(), Usage::DANE_EE);
/// assert_eq!(
///     record.to_string(),
///     "3 1 1 8cb0fc6c527506a053f4f14c8464bebbd6dede2738d11468dd953d7d6a3021f1",
/// );
/// assert_eq!(
///     TlsaRecord::parse("3 1").unwrap_err().to_string(),
///     "a TLSA record is three numbers and the data in hexadecimal digits, \
///      like \"3 1 1 8cb0fc6c…\"; the matching type is missing",
/// );
/// # Ok::<(), smtpwire_tls::dane::TlsaError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TlsaRecord {
    usage: Usage,
    selector: Selector,
    matching: Matching,
    data: Vec<u8>,
}

impl TlsaRecord {
    /// A record of these fields.
    ///
    /// Fails when there is no data or more than [`MAX_TLSA_DATA`] octets of it. Data that does not
    /// fit the fields makes a record that cannot be used, not an error: DNS may hold such, and
    /// they count in [`Dane::demand`](super::Dane::demand).
    pub fn new(
        usage: Usage,
        selector: Selector,
        matching: Matching,
        data: impl Into<Vec<u8>>,
    ) -> Result<Self, TlsaError> {
        let data = data.into();
        if data.is_empty() {
            return Err(TlsaError::NoData);
        }
        if data.len() > MAX_TLSA_DATA {
            return Err(TlsaError::TooLong);
        }
        Ok(Self { usage, selector, matching, data })
    }

    /// Reads the text of a record, as zone files and `dig` write its data (RFC 6698 section 2.2):
    /// `3 1 1 8cb0fc6c…`. The digits may be of either case and parted by white space; the names of
    /// RFC 7218 (`DANE-EE SPKI SHA2-256`) may stand for the numbers.
    pub fn parse(text: &str) -> Result<Self, TlsaError> {
        let mut words = text.split_ascii_whitespace();
        let usage = words.next().ok_or(TlsaError::Missing("certificate usage"))?;
        let usage = Usage::parse(usage).ok_or(TlsaError::NotANumber("certificate usage"))?;
        let selector = words.next().ok_or(TlsaError::Missing("selector"))?;
        let selector = Selector::parse(selector).ok_or(TlsaError::NotANumber("selector"))?;
        let matching = words.next().ok_or(TlsaError::Missing("matching type"))?;
        let matching = Matching::parse(matching).ok_or(TlsaError::NotANumber("matching type"))?;
        let mut data = Vec::new();
        let mut half = None;
        for digit in words.flat_map(str::chars) {
            let digit = digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
                .ok_or(TlsaError::NotHexadecimal(digit))?;
            half = match half {
                None => Some(digit << 4),
                Some(_) if data.len() >= MAX_TLSA_DATA => return Err(TlsaError::TooLong),
                Some(high) => {
                    data.push(high | digit);
                    None
                }
            };
        }
        if half.is_some() {
            return Err(TlsaError::HalfAnOctet);
        }
        Self::new(usage, selector, matching, data)
    }

    /// Reads the data of a record as DNS carries it (RFC 6698 section 2.1): three octets, and the
    /// rest is the certificate association data.
    pub fn from_rdata(rdata: &[u8]) -> Result<Self, TlsaError> {
        let Some((&[usage, selector, matching], data)) = rdata.split_first_chunk() else {
            return Err(TlsaError::ShortRdata);
        };
        if data.len() > MAX_TLSA_DATA {
            return Err(TlsaError::TooLong);
        }
        Self::new(Usage(usage), Selector(selector), Matching(matching), data)
    }

    /// The data of the record as DNS carries it.
    pub fn to_rdata(&self) -> Vec<u8> {
        let mut rdata = vec![self.usage.0, self.selector.0, self.matching.0];
        rdata.extend_from_slice(&self.data);
        rdata
    }

    /// The record that says of this certificate (DER) what the fields select: what an operator
    /// publishes at [`tlsa_name`](super::tlsa_name).
    ///
    /// Fails when the octets are not a certificate, or the selector or matching type is unknown.
    pub fn of(
        certificate: &[u8],
        usage: Usage,
        selector: Selector,
        matching: Matching,
    ) -> Result<Self, TlsaError> {
        if Parts::of(certificate).is_none() {
            return Err(TlsaError::NotACertificate);
        }
        let selected = selected(certificate, selector).ok_or(TlsaError::Selector(selector))?;
        let data = associated(selected, matching).ok_or(TlsaError::Matching(matching))?;
        Self::new(usage, selector, matching, data)
    }

    /// Whose certificate it speaks of.
    pub fn usage(&self) -> Usage {
        self.usage
    }

    /// Whether it speaks of the certificate or of its key.
    pub fn selector(&self) -> Selector {
        self.selector
    }

    /// Whether the data is what is selected itself or its digest.
    pub fn matching(&self) -> Matching {
        self.matching
    }

    /// The certificate association data, 1 to [`MAX_TLSA_DATA`] octets.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Why this record says nothing that a client can use; `None` when it can be used.
    pub fn problem(&self) -> Option<Unusable> {
        match self.usage {
            Usage::DANE_TA | Usage::DANE_EE => {}
            // RFC 7672 section 3.1.3: an MTA shares no set of public roots with its peers.
            Usage::PKIX_TA | Usage::PKIX_EE => return Some(Unusable::NeedsPublicRoots(self.usage)),
            usage => return Some(Unusable::Usage(usage)),
        }
        if !matches!(self.selector, Selector::CERTIFICATE | Selector::KEY) {
            return Some(Unusable::Selector(self.selector));
        }
        match (self.matching.length(), self.matching, self.selector) {
            (Some(length), matching, _) if length != self.data.len() => {
                Some(Unusable::Length { matching, expected: length, found: self.data.len() })
            }
            (Some(_), ..) => None,
            (None, Matching::EXACT, Selector::CERTIFICATE) => {
                Parts::of(&self.data).is_none().then_some(Unusable::NotACertificate)
            }
            (None, Matching::EXACT, _) => {
                key_value(&self.data).is_none().then_some(Unusable::NotAKey)
            }
            (None, matching, _) => Some(Unusable::Matching(matching)),
        }
    }

    /// Whether this record can be used by a client that knows DANE for SMTP.
    pub fn is_usable(&self) -> bool {
        self.problem().is_none()
    }

    /// Whether it is what the record selects of this certificate (DER) that its data speaks of.
    /// The usage does not matter here.
    pub fn fits(&self, certificate: &[u8]) -> bool {
        selected(certificate, self.selector)
            .and_then(|selected| associated(selected, self.matching))
            .is_some_and(|data| data == self.data)
    }
}

/// The first kind of record, and of it the first record, that fits this certificate (DER). Each
/// digest is worked out once, however many records a domain has published.
pub(super) fn first_that_fits<'a>(
    records: &[&'a TlsaRecord],
    certificate: &[u8],
) -> Option<&'a TlsaRecord> {
    let kinds = [Selector::KEY, Selector::CERTIFICATE].into_iter().flat_map(|selector| {
        [Matching::SHA256, Matching::SHA512, Matching::EXACT].map(|matching| (selector, matching))
    });
    kinds.into_iter().find_map(|kind| {
        let of_kind = |record: &&&TlsaRecord| (record.selector, record.matching) == kind;
        records.iter().find(of_kind)?;
        let data = associated(selected(certificate, kind.0)?, kind.1)?;
        records.iter().filter(of_kind).find(|record| record.data == data).copied()
    })
}

/// What a selector selects of a certificate.
fn selected(certificate: &[u8], selector: Selector) -> Option<&[u8]> {
    match selector {
        Selector::CERTIFICATE => Some(certificate),
        Selector::KEY => Parts::of(certificate).map(|parts| parts.key),
        _ => None,
    }
}

fn associated(selected: &[u8], matching: Matching) -> Option<Vec<u8>> {
    match matching {
        Matching::EXACT => Some(selected.to_vec()),
        Matching::SHA256 => Some(Sha256::digest(selected).to_vec()),
        Matching::SHA512 => Some(Sha512::digest(selected).to_vec()),
        _ => None,
    }
}

/// The text of the record's data, with lower-case digits: what [`TlsaRecord::parse`] reads.
impl fmt::Display for TlsaRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} ", self.usage.0, self.selector.0, self.matching.0)?;
        self.data.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for TlsaRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TlsaRecord({self})")
    }
}

/// Why a text or octets are no TLSA record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsaError {
    /// A field is not there.
    #[error(
        "a TLSA record is three numbers and the data in hexadecimal digits, \
         like \"3 1 1 8cb0fc6c…\"; the {0} is missing"
    )]
    Missing(&'static str),
    /// A field is neither a number of one octet nor a name of RFC 7218.
    #[error("the {0} of a TLSA record is a number from 0 to 255, or its name as in RFC 7218")]
    NotANumber(&'static str),
    /// The data holds something that is no hexadecimal digit.
    #[error("the data of a TLSA record is hexadecimal digits and white space; {0:?} is neither")]
    NotHexadecimal(char),
    /// The digits are odd in number.
    #[error("the data of a TLSA record is two hexadecimal digits for each octet; one is missing")]
    HalfAnOctet,
    /// There is no data.
    #[error("a TLSA record has data behind its three numbers: at least one octet")]
    NoData,
    /// There is more data than DNS can carry.
    #[error("the data of a TLSA record is at most {MAX_TLSA_DATA} octets long")]
    TooLong,
    /// Fewer octets than the three numbers take.
    #[error("the data of a TLSA record in DNS is three octets, and at least one more behind them")]
    ShortRdata,
    /// The octets to make a record of are no certificate.
    #[error("a TLSA record is made of an X.509 certificate in DER, and this is none")]
    NotACertificate,
    /// A record cannot be made with this selector.
    #[error("a TLSA record is made with selector 0 (the certificate) or 1 (its key), not {0}")]
    Selector(Selector),
    /// A record cannot be made with this matching type.
    #[error(
        "a TLSA record is made with matching type 0 (exact), 1 (SHA-256) or 2 (SHA-512), not {0}"
    )]
    Matching(Matching),
}

impl TlsaError {
    /// A stable name, as in `missing-field`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing-field",
            Self::NotANumber(_) => "not-a-number",
            Self::NotHexadecimal(_) => "not-hexadecimal",
            Self::HalfAnOctet => "half-an-octet",
            Self::NoData => "no-data",
            Self::TooLong => "too-long",
            Self::ShortRdata => "short-rdata",
            Self::NotACertificate => "not-a-certificate",
            Self::Selector(_) => "unknown-selector",
            Self::Matching(_) => "unknown-matching-type",
        }
    }
}

/// Why a TLSA record cannot be used (RFC 7671 section 4, RFC 7672 section 3.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unusable {
    /// Usage 0 or 1.
    #[error("certificate usage {0} is not used in SMTP; 2 (DANE-TA) and 3 (DANE-EE) are")]
    NeedsPublicRoots(Usage),
    /// A usage that has no meaning here.
    #[error("certificate usage {0} is unknown; 2 (DANE-TA) and 3 (DANE-EE) are used in SMTP")]
    Usage(Usage),
    /// A selector that has no meaning here.
    #[error("selector {0} is unknown; 0 (the certificate) and 1 (its key) are known")]
    Selector(Selector),
    /// A matching type that has no meaning here.
    #[error("matching type {0} is unknown; 0 (exact), 1 (SHA-256) and 2 (SHA-512) are known")]
    Matching(Matching),
    /// A digest of another length than its type's.
    #[error("the digest of matching type {matching} is {expected} octets long, not {found}")]
    Length {
        /// The matching type.
        matching: Matching,
        /// The length of its digests, in octets.
        expected: usize,
        /// The length of the data, in octets.
        found: usize,
    },
    /// The data should be a certificate and is none.
    #[error(
        "the data of selector 0 with matching type 0 is a certificate in DER, and this is none"
    )]
    NotACertificate,
    /// The data should be a public key and is none.
    #[error("the data of selector 1 with matching type 0 is a public key in DER, and this is none")]
    NotAKey,
}
