//! Leniencies: what a host may allow beyond the grammar, each by its own name.

/// What a server accepts beyond the grammar. Nothing, unless it is asked for by name.
///
/// These are runtime options and no cargo features, so that a host behind any binding can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent permission")]
#[non_exhaustive]
pub struct Leniency {
    /// `MAIL FROM: <a@b.example>`: scripts and printers put a space behind the colon.
    pub space_after_colon: bool,
    /// `AUTH  PLAIN`, `MAIL FROM:<a@b.example>  SIZE=1`: more than one space between words.
    pub repeated_spaces: bool,
    /// `MAIL FROM:a@b.example`: no angle brackets. The null path still needs them.
    pub missing_brackets: bool,
    /// `EHLO my_pc`: an underscore in a domain, as Windows machines name themselves.
    pub underscore_in_domain: bool,
}

impl Leniency {
    /// Strict: the grammar and nothing else. This is the default.
    pub const NONE: Self = Self {
        space_after_colon: false,
        repeated_spaces: false,
        missing_brackets: false,
        underscore_in_domain: false,
    };

    /// Everything above: what submission servers accept from old clients.
    pub const ALL: Self = Self {
        space_after_colon: true,
        repeated_spaces: true,
        missing_brackets: true,
        underscore_in_domain: true,
    };
}

/// How commands are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommandOptions {
    /// What is accepted beyond the grammar.
    pub leniency: Leniency,
    /// Whether SMTPUTF8 is offered: only then may addresses hold UTF-8. On by default.
    pub smtputf8: bool,
}

impl Default for CommandOptions {
    fn default() -> Self {
        Self { leniency: Leniency::NONE, smtputf8: true }
    }
}
