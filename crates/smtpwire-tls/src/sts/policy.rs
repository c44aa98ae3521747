//! A policy: which servers take a domain's mail, and how much that counts.

use std::fmt;

use crate::name::host_name;

/// The most octets of a policy: a longer one is not read (RFC 8461 section 3.3 suggests 64 KiB).
pub const MAX_POLICY: usize = 65_536;

/// The longest time that a policy counts, in seconds: a year (RFC 8461 section 3.2).
pub const MAX_AGE: u64 = 31_557_600;

/// What a sender does about a server that the policy does not allow (RFC 8461 section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StsMode {
    /// It does not deliver there.
    Enforce,
    /// It delivers all the same, and reports.
    Testing,
    /// Nothing: the domain is about to give up its policy.
    None,
}

impl StsMode {
    /// The word that stands in a policy.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Testing => "testing",
            Self::None => "none",
        }
    }
}

impl fmt::Display for StsMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The policy of a domain (RFC 8461 section 3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StsPolicy {
    pub(super) mode: StsMode,
    pub(super) patterns: Vec<String>,
    pub(super) max_age: u64,
}

impl StsPolicy {
    /// A policy of these parts, to publish it or to set one by hand. A pattern is the name of a
    /// server, or `*.` and a domain; at least one is needed unless the mode is `none`. More seconds
    /// than [`MAX_AGE`] are taken for that many.
    pub fn new<T: AsRef<str>>(
        mode: StsMode,
        patterns: impl IntoIterator<Item = T>,
        max_age: u64,
    ) -> Result<Self, StsPolicyError> {
        let patterns = patterns
            .into_iter()
            .map(|text| {
                pattern(text.as_ref()).ok_or_else(|| StsPolicyError::mx(None, text.as_ref()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        if patterns.is_empty() && mode != StsMode::None {
            return Err(StsPolicyError::NoMx(mode));
        }
        Ok(Self { mode, patterns, max_age: max_age.min(MAX_AGE) })
    }

    /// What a sender does about a server that the policy does not allow.
    pub fn mode(&self) -> StsMode {
        self.mode
    }

    /// The patterns of servers' names, in lower case, in the policy's order.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// How long after it was fetched the policy counts, in seconds; at most [`MAX_AGE`].
    pub fn max_age(&self) -> u64 {
        self.max_age
    }

    /// Whether the policy allows a server of this name, the domain's MX host (RFC 8461 section
    /// 4.1). A pattern is a whole name, or `*.` and a domain: then it stands for names with exactly
    /// one label more. Case and a trailing dot do not matter.
    pub fn matches(&self, mx_host: &str) -> bool {
        let Some(host) = host_name(mx_host) else { return false };
        let domain = host.split_once('.').map(|(_, domain)| domain);
        self.patterns.iter().any(|pattern| match pattern.strip_prefix("*.") {
            Some(rest) => domain == Some(rest),
            None => *pattern == host,
        })
    }

    /// Whether the policy, fetched at one time, counts at another; both in seconds since 1970 of
    /// the same clock. When the clock was set back in between, it counts.
    pub fn is_fresh(&self, fetched_at: u64, now: u64) -> bool {
        now.saturating_sub(fetched_at) < self.max_age
    }
}

/// The pattern in lower case; none where it is not one.
pub(super) fn pattern(text: &str) -> Option<String> {
    match text.strip_prefix("*.") {
        Some(domain) => host_name(domain).map(|domain| format!("*.{domain}")),
        None => host_name(text),
    }
}

/// The text of the policy, as it is published.
impl fmt::Display for StsPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version: STSv1\r\nmode: {}\r\n", self.mode)?;
        self.patterns.iter().try_for_each(|pattern| write!(f, "mx: {pattern}\r\n"))?;
        write!(f, "max_age: {}\r\n", self.max_age)
    }
}

/// Why a text is no policy: the domain is treated as if it had none, unless an older one is known
/// and fresh.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StsPolicyError {
    /// It is longer than [`MAX_POLICY`] octets.
    #[error("a policy is at most {MAX_POLICY} octets long")]
    TooLong,
    /// A line is not a key and a value.
    #[error(
        "line {line} of the policy: each line is a key, a colon and a value, like \
         \"mode: enforce\", and \"{found}\" is not"
    )]
    Line {
        /// The number of the line, from 1.
        line: usize,
        /// The line, escaped and perhaps cut short.
        found: String,
    },
    /// The value of a key is not one that it can have.
    #[error(
        "{}the {key} is {allowed}, not \"{found}\"",
        line.map_or_else(String::new, |line| format!("line {line} of the policy: "))
    )]
    Value {
        /// The number of the line, from 1; none for a policy that was not read.
        line: Option<usize>,
        /// The key.
        key: &'static str,
        /// What is allowed.
        allowed: &'static str,
        /// What was found, escaped and perhaps cut short.
        found: String,
    },
    /// A key that must be there is not.
    #[error("the policy has no line that starts \"{0}:\"")]
    Missing(&'static str),
    /// There is no pattern, and the mode needs one.
    #[error("the policy has no line that starts \"mx:\", and mode {0} takes at least one")]
    NoMx(StsMode),
}

impl StsPolicyError {
    /// A stable name, as in `too-long`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TooLong => "too-long",
            Self::Line { .. } => "bad-line",
            Self::Value { .. } => "bad-value",
            Self::Missing(_) => "missing-key",
            Self::NoMx(_) => "no-mx",
        }
    }
}

impl StsPolicyError {
    pub(super) fn mx(line: Option<usize>, found: &str) -> Self {
        Self::Value {
            line,
            key: "mx",
            allowed: "the name of a server, or *. and a domain (other letters as A-labels, xn--…)",
            found: crate::txt::shown(found.as_bytes()),
        }
    }
}
