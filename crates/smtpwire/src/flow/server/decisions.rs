//! Which commands the host wants to decide about.

use core::fmt;
use core::ops::{BitOr, BitOrAssign};

/// A set of decisions that the host makes itself.
///
/// The connection is paused behind an event of a wanted kind until the host has answered. About
/// everything else the connection decides by itself, as a server that takes all mail would.
///
/// The default is [`RCPT`](Self::RCPT) and [`MESSAGE`](Self::MESSAGE): whose mail is taken, and
/// that it is safely stored before the client is told so, is nothing to be answered by itself.
///
/// ```
/// use smtpwire::Decisions;
/// let wanted = Decisions::MAIL | Decisions::default();
/// assert!(wanted.contains(Decisions::RCPT));
/// assert!(!wanted.contains(Decisions::VRFY));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decisions(u32);

macro_rules! decisions {
    ($($(#[doc = $doc:literal])+ $name:ident = $bit:literal;)+) => {
        impl Decisions {
            $($(#[doc = $doc])+ pub const $name: Self = Self(1 << $bit);)+

            /// Each decision with its name.
            pub const NAMES: &'static [(&'static str, Self)] =
                &[$((stringify!($name), Self::$name),)+];

            /// All of them.
            pub const ALL: Self = Self($(Self::$name.0)|+);
        }
    };
}

decisions! {
    /// The greeting: 220, or a refusal (554, 521, 421).
    CONNECTION = 0;
    /// EHLO, HELO and LHLO.
    HELO = 1;
    /// MAIL: is mail from this sender taken?
    MAIL = 2;
    /// RCPT: is mail for this recipient taken?
    RCPT = 3;
    /// The beginning of the content: DATA, or the first BDAT or BURL of a message.
    DATA = 4;
    /// The whole message: is it stored, and the responsibility for it taken?
    MESSAGE = 5;
    /// VRFY.
    VRFY = 6;
    /// EXPN.
    EXPN = 7;
    /// HELP.
    HELP = 8;
    /// NOOP.
    NOOP = 9;
    /// RSET.
    RSET = 10;
    /// ETRN.
    ETRN = 11;
    /// ATRN.
    ATRN = 12;
    /// BURL. Without this decision it is refused: only the host can fetch what a URL names.
    BURL = 13;
    /// XCLIENT from a trusted client.
    XCLIENT = 14;
    /// XFORWARD from a trusted client.
    XFORWARD = 15;
    /// Commands whose verb is not known here.
    UNKNOWN = 16;
    /// A client that speaks before it is greeted. Without this decision it is refused.
    EARLY_TALKER = 17;
}

impl Decisions {
    /// None: the connection takes all mail by itself. For sinks and tests.
    pub const NONE: Self = Self(0);

    /// Whether all of these are in the set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The set without these.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The set as a number, whose bits mean the same from version to version.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The set of this number; bits that mean nothing are dropped.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits & Self::ALL.0)
    }
}

impl Default for Decisions {
    fn default() -> Self {
        Self::RCPT | Self::MESSAGE
    }
}

impl BitOr for Decisions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Decisions {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for Decisions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (name, decision) in Self::NAMES {
            if self.contains(*decision) {
                f.write_str(if first { "" } else { " | " })?;
                f.write_str(name)?;
                first = false;
            }
        }
        if first { f.write_str("NONE") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn a_message_is_not_acknowledged_unless_the_host_says_so() {
        assert!(Decisions::default().contains(Decisions::MESSAGE));
        assert_eq!(format!("{:?}", Decisions::default()), "RCPT | MESSAGE");
    }

    #[test]
    fn bits_without_a_meaning_are_dropped() {
        assert_eq!(Decisions::from_bits(u32::MAX), Decisions::ALL);
        assert_eq!(Decisions::ALL.without(Decisions::ALL), Decisions::NONE);
    }
}
