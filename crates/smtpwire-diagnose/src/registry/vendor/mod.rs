//! Status codes that no registry holds, or that a provider uses with a meaning of its own.

mod google;
mod microsoft;
mod others;

use serde::Serialize;

use super::{Advice, Category, Vendor};

/// What one provider means by one code, or by a family of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct VendorCodeEntry {
    /// Who sends it.
    pub vendor: Vendor,
    /// The second number.
    pub subject: u16,
    /// The first detail of the family; a single code has `first == last`.
    pub first: u16,
    /// The last detail of the family.
    pub last: u16,
    /// The category of a failure with this code.
    pub category: Category,
    /// Meaning, cause, remedy.
    #[serde(flatten)]
    pub advice: Advice,
}

impl VendorCodeEntry {
    /// Whether this entry speaks of `X.subject.detail`.
    pub const fn covers(&self, subject: u16, detail: u16) -> bool {
        self.subject == subject && self.first <= detail && detail <= self.last
    }
}

/// Every code of a provider; single codes stand before the families that hold them.
pub fn vendor_codes() -> impl Iterator<Item = &'static VendorCodeEntry> {
    google::ENTRIES.iter().chain(microsoft::ENTRIES).chain(others::ENTRIES)
}

/// What a provider means by `X.subject.detail`.
///
/// `vendor` is the provider that the reply names, if any. Without one, only codes that no RFC
/// registers are found: nobody but their provider sends those.
///
/// ```
/// use smtpwire_diagnose::registry::{Category, Vendor, vendor_code};
/// let spf = vendor_code(Some(Vendor::Google), 7, 27);
/// assert!(spf.is_some_and(|entry| entry.category == Category::AuthFailure));
/// assert!(vendor_code(None, 7, 27).is_none(), "elsewhere it means a null MX");
/// ```
pub fn vendor_code(
    vendor: Option<Vendor>,
    subject: u16,
    detail: u16,
) -> Option<&'static VendorCodeEntry> {
    let registered = super::enhanced_code(subject, detail).is_some();
    vendor_codes().filter(|entry| entry.covers(subject, detail)).find(|entry| match vendor {
        Some(vendor) => entry.vendor == vendor,
        None => !registered,
    })
}

const fn one(
    vendor: Vendor,
    (subject, detail): (u16, u16),
    category: Category,
    advice: Advice,
) -> VendorCodeEntry {
    family(vendor, (subject, detail, detail), category, advice)
}

const fn family(
    vendor: Vendor,
    (subject, first, last): (u16, u16, u16),
    category: Category,
    advice: Advice,
) -> VendorCodeEntry {
    VendorCodeEntry { vendor, subject, first, last, category, advice }
}
