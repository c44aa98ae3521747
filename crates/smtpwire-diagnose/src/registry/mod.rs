//! What every code means, why it comes, and what to do.
//!
//! Tables first: [`reply_codes`], [`enhanced_codes`], [`vendor_codes`], [`topics`] (what the words
//! of a reply tell), [`blocklists`], [`mechanisms`], [`extensions`]. Each has an iterator, for
//! documentation, and a lookup. [`explain()`] weighs all of them for one reply; read it last.
//!
//! The sentences are for people and may change; the names in [`Category`], [`Class`], [`Retry`],
//! [`Evidence`] and the ids of topics are for programs and stay.

mod advice;
mod enhanced_codes;
mod explain;
mod extensions;
mod kinds;
mod notes;
mod reply_codes;
mod sasl;
mod text;
mod vendor;

pub use advice::Advice;
pub use enhanced_codes::{EnhancedCodeEntry, Texts, enhanced_code, enhanced_codes};
pub use explain::{Evidence, Explanation, explain, explain_reply};
pub use extensions::{
    Extension, ParameterForm, extension, extension_of_verb, extensions,
    extensions_of_mail_parameter, extensions_of_rcpt_parameter,
};
pub use kinds::{Category, Class, Retry, Standing, Vendor};
pub use reply_codes::{ReplyCodeEntry, reply_code, reply_codes};
pub use sasl::{Mechanism, Speaker, mechanism, mechanisms};
pub use text::{Blocklist, Placement, Topic, blocklists, find_enhanced, topics};
pub use vendor::{VendorCodeEntry, vendor_code, vendor_codes};
