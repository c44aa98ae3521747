//! Every registered enhanced status code, `X.0.0` to `X.7.30` (RFC 3463, RFC 5248 and later).
//!
//! A code is one entry for all three classes; what it says for "done", "not now" and "no" differs,
//! so an entry has up to three texts. Codes that no registry holds stand in [`super::vendor`].

mod addressing;
mod authentication;
mod content;
mod fallback;
mod mailbox;
mod network;
mod protocol;
mod security;
mod system;

use std::borrow::Cow;

use serde::Serialize;

use super::{Advice, Category, Class, Standing};

/// What is known of one enhanced status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EnhancedCodeEntry {
    /// The second number.
    pub subject: u16,
    /// The third number.
    pub detail: u16,
    /// The category of a failure with this code.
    pub category: Category,
    /// What it says with class 2, if it is used so.
    pub success: Option<Advice>,
    /// What it says with class 4, where that differs from class 5.
    pub transient: Option<Advice>,
    /// What it says with class 5.
    pub permanent: Option<Advice>,
    /// Who defines it.
    pub rfc: &'static str,
    /// The reply codes it is registered with; empty means any.
    pub reply_codes: &'static [u16],
    /// How well founded it is.
    pub standing: Standing,
}

impl EnhancedCodeEntry {
    /// Whether the code leaves so much open that the words of the reply say more.
    pub const fn is_vague(&self) -> bool {
        self.detail == 0 || (self.subject == 7 && self.detail == 1)
    }

    /// The texts that fit a class: meaning, cause, remedy.
    ///
    /// When an entry has no text of its own for class 4, the permanent one is told with a
    /// sentence that the failure is temporary; the other way round likewise.
    pub fn advice(&self, class: Class) -> Texts {
        let own = match class {
            Class::Success | Class::Intermediate => {
                return Texts::of(self.success.unwrap_or(fallback::success(self.subject)));
            }
            Class::Transient => self.transient,
            Class::Permanent | Class::Unknown => self.permanent,
        };
        if let Some(advice) = own {
            return Texts::of(advice);
        }
        let (other, tail) = match class {
            Class::Transient => (
                self.permanent,
                "The server calls it temporary, so the queue tries again by itself; act if it lasts.",
            ),
            _ => (self.transient, "The server calls it final, so the queue does not try again."),
        };
        let advice = other.unwrap_or(fallback::failure(self.subject, class));
        Texts { remedy: Cow::Owned(format!("{} {tail}", advice.remedy)), ..Texts::of(advice) }
    }
}

/// An [`Advice`] fitted to one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// What the server said, in plain words.
    pub meaning: Cow<'static, str>,
    /// The most likely reason.
    pub cause: Cow<'static, str>,
    /// The next step.
    pub remedy: Cow<'static, str>,
}

impl Texts {
    /// The table's sentences as they stand.
    pub(super) const fn of(advice: Advice) -> Self {
        Self {
            meaning: Cow::Borrowed(advice.meaning),
            cause: Cow::Borrowed(advice.cause),
            remedy: Cow::Borrowed(advice.remedy),
        }
    }
}

pub(super) use fallback::{category as subject_category, failure as subject_failure};
pub(super) use fallback::{class_failure, success as subject_success};

/// Every registered enhanced status code, in ascending order of subject and detail.
pub fn enhanced_codes() -> impl Iterator<Item = &'static EnhancedCodeEntry> {
    [
        fallback::ENTRIES,
        addressing::ENTRIES,
        mailbox::ENTRIES,
        system::ENTRIES,
        network::ENTRIES,
        protocol::ENTRIES,
        content::ENTRIES,
        security::ENTRIES,
        authentication::ENTRIES,
    ]
    .into_iter()
    .flatten()
}

/// The entry of `X.subject.detail`, if it is registered.
///
/// ```
/// use smtpwire_diagnose::registry::{Category, enhanced_code};
/// assert!(enhanced_code(2, 2).is_some_and(|entry| entry.category == Category::MailboxFull));
/// assert!(enhanced_code(7, 999).is_none());
/// ```
pub fn enhanced_code(subject: u16, detail: u16) -> Option<&'static EnhancedCodeEntry> {
    enhanced_codes().find(|entry| entry.subject == subject && entry.detail == detail)
}

/// A row that the tables complete with `success`, `transient` and `permanent`.
const fn row(
    subject: u16,
    detail: u16,
    category: Category,
    rfc: &'static str,
    reply_codes: &'static [u16],
) -> EnhancedCodeEntry {
    EnhancedCodeEntry {
        subject,
        detail,
        category,
        success: None,
        transient: None,
        permanent: None,
        rfc,
        reply_codes,
        standing: Standing::Standard,
    }
}

impl EnhancedCodeEntry {
    const fn success(
        mut self,
        meaning: &'static str,
        cause: &'static str,
        remedy: &'static str,
    ) -> Self {
        self.success = Some(Advice { meaning, cause, remedy });
        self
    }

    const fn transient(
        mut self,
        meaning: &'static str,
        cause: &'static str,
        remedy: &'static str,
    ) -> Self {
        self.transient = Some(Advice { meaning, cause, remedy });
        self
    }

    const fn permanent(
        mut self,
        meaning: &'static str,
        cause: &'static str,
        remedy: &'static str,
    ) -> Self {
        self.permanent = Some(Advice { meaning, cause, remedy });
        self
    }

    const fn standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }
}
