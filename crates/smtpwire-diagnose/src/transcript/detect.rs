//! Which form a file is written in, and behind which margin.

use super::lines::{Line, Lines, Margin, blanks};
use super::model::Side;
use super::shape::{is_command, mentions, reply_code};
use super::{Format, curl, labels, nodemailer, postfix_notify, postfix_verbose, smtplib, swaks};

/// How many lines of a file are looked at.
pub(super) const SAMPLE: usize = 20_000;

/// How deep a quotation may be.
const MAX_QUOTES: usize = 3;

/// What speaks for one form.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    client: usize,
    server: usize,
    /// Labelled lines whose text is neither reply nor command.
    weak_client: usize,
    weak_server: usize,
    /// Lines that only this form's tool prints.
    marks: usize,
    /// Replies without a label, for forms that have them.
    pub(super) bare: usize,
    indent: Option<usize>,
}

impl Tally {
    /// Counts a line that `side` said; `strong` when what it said looks like SMTP.
    pub(super) fn add(&mut self, line: Line<'_>, side: Side, strong: bool) {
        let count = match (side, strong) {
            (Side::Client, true) => &mut self.client,
            (Side::Server, true) => &mut self.server,
            (Side::Client, false) => &mut self.weak_client,
            (Side::Server, false) => &mut self.weak_server,
        };
        *count += 1;
        if strong || self.indent.is_none() {
            let indent = blanks(line.text);
            self.indent = Some(self.indent.map_or(indent, |known| known.min(indent)));
        }
    }

    fn strong(&self) -> usize {
        self.client + self.server
    }

    /// Whether any line has the server's label.
    pub(super) fn hears_server(&self) -> bool {
        self.server + self.weak_server > 0
    }

    /// How much it is; only a comparison with other tallies means anything.
    pub(super) fn value(&self) -> usize {
        let bare = if self.client > 0 && !self.hears_server() { self.bare } else { 0 };
        4 * (self.strong() + bare) + self.weak_client + self.weak_server + self.marks
    }
}

/// What a line is to a form, told by the form's own reader.
pub(super) enum Evidence {
    /// A line of the dialog; `true` when its text looks like SMTP.
    Said(Side, bool),
    /// A line that only this form's tool prints.
    Mark,
}

/// The form of a file and its margin; `None` when no form fits.
pub(super) fn detect(input: &[u8]) -> Option<(Format, Margin)> {
    let mut best: Option<(usize, Format, Margin)> = None;
    for quotes in depths(input) {
        for format in Format::ALL {
            let Some((value, margin)) = weigh(format, input, quotes) else { continue };
            if best.is_none_or(|(known, ..)| value > known) {
                best = Some((value, format, margin));
            }
        }
    }
    best.map(|(_, format, margin)| (format, margin))
}

/// The margin that fits a form best.
pub(super) fn margin_for(format: Format, input: &[u8]) -> Margin {
    let weighed = depths(input).filter_map(|quotes| weigh(format, input, quotes));
    // Of equals the shallowest, which comes first.
    let best = weighed.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, margin)| margin).unwrap_or_default()
}

/// The depths of quotation that occur.
fn depths(input: &[u8]) -> impl Iterator<Item = usize> {
    (0..=MAX_QUOTES).filter(move |&quotes| {
        let margin = Margin { quotes, indent: 0 };
        quotes == 0
            || Lines::new(input, margin)
                .iter()
                .take(SAMPLE)
                .any(|line| !line.outside && !line.is_blank())
    })
}

/// How much speaks for a form at a depth of quotation; `None` when not enough.
fn weigh(format: Format, input: &[u8], quotes: usize) -> Option<(usize, Margin)> {
    let lines = Lines::new(input, Margin { quotes, indent: 0 });
    let (tally, telling) = if format == Format::Labelled {
        let (family, tally) = labels::family_of(lines);
        (tally, family.telling)
    } else {
        (count(format, lines), false)
    };
    let both_sides = tally.client > 0 && tally.server > 0;
    let enough = match format {
        // Replies and commands alone are also what bounces and manuals quote.
        Format::Scrollback => both_sides || (tally.marks > 0 && tally.strong() > 0),
        Format::Labelled if telling => {
            tally.strong() > 0 || (tally.weak_client > 0 && tally.weak_server > 0)
        }
        _ => tally.strong() > 0,
    };
    let margin = Margin { quotes, indent: tally.indent.unwrap_or(0) };
    enough.then(|| (tally.value(), margin))
}

fn count(format: Format, lines: Lines<'_>) -> Tally {
    let evidence = match format {
        Format::Swaks => swaks::evidence,
        Format::Curl => curl::evidence,
        Format::PostfixNotify => postfix_notify::evidence,
        Format::PostfixVerbose => postfix_verbose::evidence,
        Format::Smtplib => smtplib::evidence,
        Format::Nodemailer => nodemailer::evidence,
        Format::Scrollback | Format::Labelled => of_scrollback,
    };
    let mut tally = Tally::default();
    for line in lines.iter().take(SAMPLE).filter(|line| !line.outside) {
        match evidence(line) {
            Some(Evidence::Said(side, strong)) => tally.add(line, side, strong),
            Some(Evidence::Mark) => tally.marks += 1,
            None => {}
        }
    }
    tally
}

/// What a side's text tells about itself.
pub(super) fn said(side: Side, text: &[u8]) -> Evidence {
    let text = text.trim_ascii();
    let strong = match side {
        Side::Client => is_command(text),
        Side::Server => reply_code(text).is_some(),
    };
    Evidence::Said(side, strong)
}

fn of_scrollback(line: Line<'_>) -> Option<Evidence> {
    let text = line.trimmed().text;
    let marks = ["escape character is", "closed by foreign host", "connected(0000"];
    if reply_code(text).is_some() {
        Some(Evidence::Said(Side::Server, true))
    } else if is_command(text) {
        Some(Evidence::Said(Side::Client, true))
    } else {
        marks.iter().any(|mark| mentions(text, mark)).then_some(Evidence::Mark)
    }
}
