//! What comes out: findings, and the report that holds them.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Serialize, Serializer};

use super::Rule;
use crate::transcript::{Entry, Format, Transcript};

/// The most findings of one rule that a report holds; the rest is counted.
pub const MAX_FINDINGS_OF_A_RULE: usize = 25;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// A deviation that is tolerated, something suspicious, or a refusal.
    Warning,
    /// A side broke a rule that it must keep, or the dialog proves a security hole.
    Error,
}

impl Severity {
    /// The word as JSON spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// One thing that the checker found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The rule's id; [`Rule::of`] tells more of it.
    pub rule: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Line in the file, from 1.
    pub line: usize,
    /// Column in that line, from 1 and in characters.
    pub column: usize,
    /// The octets of the file that it is about.
    #[serde(skip)]
    pub span: Range<usize>,
    /// Where it is written, `RFC 5321 section 4.1.4`.
    pub rfc: &'static str,
    /// What is wrong, in whole sentences. Never holds a secret.
    pub message: String,
    /// What to do about it, in whole sentences.
    pub advice: String,
}

/// How many findings there are, those that were left out of the list included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Of severity error.
    pub errors: usize,
    /// Of severity warning.
    pub warnings: usize,
    /// Of severity note.
    pub notes: usize,
    /// How many of them the list leaves out, because it holds [`MAX_FINDINGS_OF_A_RULE`] of their
    /// rule already.
    pub omitted: usize,
}

/// What the checker says of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The form in which the transcript is written.
    #[serde(serialize_with = "name")]
    pub format: Format,
    /// How many sessions it holds.
    pub sessions: usize,
    /// How many findings of each severity.
    pub summary: Summary,
    /// The findings, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether a finding is an error.
    pub fn has_errors(&self) -> bool {
        self.summary.errors > 0
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn name<S: Serializer>(format: &Format, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(format.name())
}

/// A place in the dialog: a part of an entry's text.
#[derive(Clone, Debug)]
pub(super) struct Place<'t> {
    pub(super) entry: &'t Entry,
    pub(super) range: Range<usize>,
}

impl<'t> Place<'t> {
    /// The whole entry.
    pub(super) fn entry(entry: &'t Entry) -> Self {
        Self { entry, range: 0..entry.text().len() }
    }

    fn span(&self) -> Range<usize> {
        let whole = &self.entry.source;
        let start = match self.range.start {
            0 => whole.start,
            start => self.entry.source_of(start),
        };
        let end = if self.range.end >= self.entry.text().len() {
            whole.end
        } else {
            self.entry.source_of(self.range.end)
        };
        start..end.max(start)
    }
}

/// Collects findings.
pub(super) struct Findings<'t> {
    transcript: &'t Transcript,
    found: Vec<Finding>,
    counts: HashMap<&'static str, usize>,
    summary: Summary,
}

impl<'t> Findings<'t> {
    pub(super) fn new(transcript: &'t Transcript) -> Self {
        Self { transcript, found: Vec::new(), counts: HashMap::new(), summary: Summary::default() }
    }

    /// The column of the file in which an entry's text begins.
    pub(super) fn column(&self, entry: &Entry) -> usize {
        self.transcript.lines.position(entry.source.start).column
    }

    /// Whether a further finding of the rule will only be counted.
    pub(super) fn is_full(&self, rule: Rule) -> bool {
        self.counts.get(rule.id).is_some_and(|count| *count >= MAX_FINDINGS_OF_A_RULE)
    }

    pub(super) fn add(
        &mut self,
        rule: Rule,
        severity: Severity,
        place: &Place<'_>,
        message: String,
        advice: String,
    ) {
        match severity {
            Severity::Error => self.summary.errors += 1,
            Severity::Warning => self.summary.warnings += 1,
            Severity::Note => self.summary.notes += 1,
        }
        let count = self.counts.entry(rule.id).or_default();
        *count += 1;
        if *count > MAX_FINDINGS_OF_A_RULE {
            self.summary.omitted += 1;
            return;
        }
        let span = place.span();
        let position = self.transcript.lines.position(span.start);
        self.found.push(Finding {
            rule: rule.id,
            severity,
            line: position.line,
            column: position.column,
            span,
            rfc: rule.rfc,
            message,
            advice,
        });
    }

    pub(super) fn report(mut self) -> Report {
        // Stable, so that findings of one place stay in the order in which they were made.
        self.found.sort_by_key(|finding| (finding.line, finding.column));
        Report {
            format: self.transcript.format,
            sessions: self.transcript.sessions.len(),
            summary: self.summary,
            findings: self.found,
        }
    }
}
