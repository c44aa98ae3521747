//! The labels that tell who said a line.

use super::detect::{SAMPLE, Tally};
use super::lines::{Line, Lines};
use super::model::Side;
use super::shape::{is_command, reply_code};

/// A pair of labels that are used together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Family {
    client: &'static [&'static str],
    server: &'static [&'static str],
    /// Made of letters and a colon, so that it is telling even before text that is no SMTP.
    pub(super) telling: bool,
    /// The tool's HTML page parts a reply's lines by tags alone, which are gone once it is copied.
    pub(super) runs_together: bool,
    /// Tools that use it print the server's lines without a label.
    pub(super) bare_replies: bool,
}

/// Every family, the more usual first.
pub(super) const FAMILIES: [Family; 8] = [
    family(&["C:"], &["S:"], true, false),
    family(&["Client:"], &["Server:"], true, false),
    // PHPMailer's SMTPDebug.
    Family {
        runs_together: true,
        ..family(&["CLIENT -> SERVER:"], &["SERVER -> CLIENT:"], true, false)
    },
    // RFC 821: the sender and the receiver.
    family(&["S:"], &["R:"], false, false),
    // sendmail -v, Sendmail's bounces, Exim.
    family(&[">>>"], &["<<<"], false, true),
    // msmtp --debug.
    family(&["-->"], &["<--"], false, false),
    family(&["SMTP>>"], &["SMTP<<"], false, false),
    family(&["c>"], &["s<", "s>"], false, false),
];

const fn family(
    client: &'static [&'static str],
    server: &'static [&'static str],
    telling: bool,
    bare_replies: bool,
) -> Family {
    Family { client, server, telling, runs_together: false, bare_replies }
}

impl Family {
    /// Who said the line, and the line behind its label.
    pub(super) fn split(self, line: Line<'_>) -> Option<(Side, Line<'_>)> {
        let line = line.trimmed();
        self.label(line).or_else(|| self.label(line.from(time_width(line.text)?)))
    }

    fn label(self, line: Line<'_>) -> Option<(Side, Line<'_>)> {
        let labels = [(Side::Client, self.client), (Side::Server, self.server)];
        labels.into_iter().find_map(|(side, labels)| {
            let label = labels.iter().find(|label| {
                line.text
                    .get(..label.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(label.as_bytes()))
            })?;
            let rest = line.from(label.len());
            // A Windows path, a second arrow, a longer run of hyphens.
            let more = matches!(rest.text.first(), Some(b'\\' | b'>' | b'<' | b'-'));
            (!more).then_some((side, rest))
        })
    }

    /// What the line tells for this family.
    fn tally(self, line: Line<'_>, tally: &mut Tally) {
        let Some((side, said)) = self.split(line) else {
            if self.bare_replies && reply_code(line.trimmed().text).is_some() {
                tally.bare += 1;
            }
            return;
        };
        let text = said.text.trim_ascii();
        let strong = match side {
            Side::Client => is_command(text),
            Side::Server => reply_code(text).is_some(),
        };
        tally.add(line, side, strong);
    }

    /// What the first lines of a file tell for this family.
    pub(super) fn tally_all(self, lines: Lines<'_>) -> Tally {
        let mut tally = Tally::default();
        for line in lines.iter().take(SAMPLE).filter(|line| !line.outside) {
            self.tally(line, &mut tally);
        }
        tally
    }
}

/// The family that the file uses.
pub(super) fn family_of(lines: Lines<'_>) -> (Family, Tally) {
    let mut best = (FAMILIES[0], Tally::default());
    for family in FAMILIES {
        let tally = family.tally_all(lines);
        if tally.value() > best.1.value() {
            best = (family, tally);
        }
    }
    best
}

/// The width of a time that a tool printed before the label: `10:00:01.5 `, `[2026-11-22 10:00] `.
fn time_width(text: &[u8]) -> Option<usize> {
    let head = text.get(..48).unwrap_or(text);
    let width = head
        .iter()
        .position(|octet| !octet.is_ascii_digit() && !b":.,-/+[]()TZ \t".contains(octet))
        .unwrap_or(0);
    let time = head.get(..width)?;
    (time.contains(&b':') && time.ends_with(b" ") || time.ends_with(b"\t")).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(family: Family, text: &str) -> Option<(Side, String)> {
        let line = Line { number: 1, start: 0, text: text.as_bytes(), outside: false };
        family.split(line).map(|(side, rest)| {
            assert_eq!(rest.end(), text.len());
            (side, String::from_utf8_lossy(rest.text).into_owned())
        })
    }

    #[test]
    fn labels_are_found_whatever_their_case_and_behind_a_time() {
        assert_eq!(split(FAMILIES[0], "c: QUIT"), Some((Side::Client, String::from(" QUIT"))));
        assert_eq!(split(FAMILIES[0], "12:00:01.5 S: 220"), Some((Side::Server, " 220".into())));
        assert_eq!(
            split(FAMILIES[2], "2026-11-22 10:00:01\tSERVER -> CLIENT: 220"),
            Some((Side::Server, String::from(" 220")))
        );
    }

    #[test]
    fn a_path_and_a_longer_arrow_are_no_labels() {
        assert_eq!(split(FAMILIES[0], "C:\\Windows"), None);
        assert_eq!(split(FAMILIES[4], ">>>> quoted"), None);
        assert_eq!(split(FAMILIES[5], "---> x"), None);
        assert_eq!(split(FAMILIES[5], "--> QUIT"), Some((Side::Client, String::from(" QUIT"))));
    }
}
