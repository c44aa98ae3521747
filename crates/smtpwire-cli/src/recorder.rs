//! What both sides of a connection said, kept in bounded memory and shown without secrets.

use std::fmt::Write;

use smtpwire::Escaped;
use smtpwire_diagnose::transcript::{Format, Side, command_secrets, masked_source, read_as};

/// The most octets that a session's transcript keeps.
const MOST: usize = 64 * 1024;
/// The most lines of one side's turn that are kept from its beginning, and from its end.
const HEAD: usize = 60;
const TAIL: usize = 8;
/// The most octets of one line that are kept; the longest line of a SASL exchange is among them.
const LINE: usize = 12_290;
/// The most octets of a line that is content, or the end of a long turn.
const CONTENT_LINE: usize = 1000;

/// Records a session as it happens.
///
/// Long turns, which are content, lose their middle; when 64 KiB are full, nothing more is kept. So
/// what a login holds is either recorded with what makes it known as such, or not at all.
#[derive(Default)]
pub(crate) struct Recorder {
    lines: Vec<Line>,
    /// Where the turn of the side that speaks now begins.
    turn: usize,
    kept: usize,
    full: bool,
}

struct Line {
    /// Who said it; nobody did where it is a mark.
    side: Option<Side>,
    text: Vec<u8>,
    /// Octets that were not kept.
    missing: usize,
    ended: bool,
    /// Stands behind lines that were left out.
    gap: bool,
}

impl Recorder {
    /// Takes what a side sent.
    pub(crate) fn record(&mut self, side: Side, octets: &[u8]) {
        if self.lines.last().is_none_or(|line| line.side != Some(side)) {
            self.turn = self.lines.len();
        }
        for piece in octets.split_inclusive(|octet| *octet == b'\n') {
            if self.full {
                return;
            }
            self.piece(side, piece);
        }
    }

    /// Takes that TLS came up, with what was agreed upon.
    pub(crate) fn tls(&mut self, agreed: Option<String>) {
        // The first of these is what a reader of dialogs knows.
        for text in std::iter::once("TLS established".into()).chain(agreed) {
            if !self.full {
                self.kept += text.len();
                let text = text.into_bytes();
                let line = Line { side: None, text, missing: 0, ended: true, gap: false };
                self.lines.push(line);
            }
        }
        self.turn = self.lines.len();
    }

    fn piece(&mut self, side: Side, piece: &[u8]) {
        let length = self.lines.len() - self.turn;
        let goes_on = self.lines.last().is_some_and(|line| line.side == Some(side) && !line.ended);
        if !goes_on {
            let mut gap = false;
            if length >= HEAD + TAIL {
                let dropped = self.lines.remove(self.turn + HEAD);
                self.kept -= dropped.text.len();
                if let Some(first) = self.lines.get_mut(self.turn + HEAD) {
                    first.gap = true;
                } else {
                    gap = true;
                }
            }
            let (side, text) = (Some(side), Vec::new());
            self.lines.push(Line { side, text, missing: 0, ended: false, gap });
        }
        let most = if length > HEAD { CONTENT_LINE } else { LINE };
        let Some(line) = self.lines.last_mut() else { return };
        line.ended = piece.ends_with(b"\n");
        let room = most.saturating_sub(line.text.len()).min(MOST - self.kept);
        let (kept, missing) = piece.split_at(room.min(piece.len()));
        line.text.extend_from_slice(kept);
        line.missing += missing.len();
        self.kept += kept.len();
        self.full = self.kept >= MOST || self.lines.len() >= MOST;
    }

    /// The transcript, a line of SMTP on each, `C:` or `S:` before it, its secrets masked; where TLS
    /// came up, in brackets, that it did. Empty when nobody said anything.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut text = String::new();
        for line in &self.lines {
            let label = match line.side {
                Some(Side::Client) => "C: ",
                Some(Side::Server) => "S: ",
                None => {
                    // Writing to a String cannot fail.
                    let _ = writeln!(text, "[{}]", Escaped(&line.text));
                    continue;
                }
            };
            if line.gap {
                text.push_str(label);
                text.push_str("...\n");
            }
            text.push_str(label);
            text.push_str(&line.shown());
            text.push('\n');
        }
        if self.full {
            text.push_str("...\n");
        }
        masked(&text).lines().map(str::to_owned).collect()
    }
}

impl Line {
    fn shown(&self) -> String {
        let (text, bare) = match self.text.strip_suffix(b"\r\n") {
            Some(text) => (text, ""),
            None => match self.text.strip_suffix(b"\n") {
                Some(text) => (text, "\\x0a"),
                None => (self.text.as_slice(), ""),
            },
        };
        let text = text.strip_suffix(b"\r").filter(|_| self.missing > 0).unwrap_or(text);
        let mut shown = Escaped(text).to_string();
        shown.push_str(bare);
        if self.missing > 0 {
            // Writing to a String cannot fail.
            let _ = write!(shown, " ... ({} octets more)", self.missing);
        }
        if self.gap { masked_alone(shown) } else { shown }
    }
}

/// The transcript with its secrets masked as `smtpwire check` does; where that can't be read as a
/// dialog, each line by itself.
fn masked(text: &str) -> String {
    match read_as(Format::Labelled, text.as_bytes()) {
        Ok(transcript) => {
            String::from_utf8_lossy(&masked_source(text.as_bytes(), &transcript)).into_owned()
        }
        Err(_) => text
            .lines()
            .map(|line| match line.split_at_checked(3) {
                Some((label, said)) => format!("{label}{}\n", masked_alone(said.to_owned())),
                None => format!("{line}\n"),
            })
            .collect(),
    }
}

fn masked_alone(text: String) -> String {
    let mut octets = text.into_bytes();
    for range in command_secrets(&octets) {
        octets.get_mut(range).into_iter().flatten().for_each(|octet| *octet = b'*');
    }
    String::from_utf8_lossy(&octets).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(turns: &[(Side, &[u8])]) -> Vec<String> {
        let mut recorder = Recorder::default();
        for (side, octets) in turns {
            recorder.record(*side, octets);
        }
        recorder.lines()
    }

    #[test]
    fn lines_are_put_together_from_pieces() {
        let lines = recorded(&[
            (Side::Server, b"220 mx\r\n"),
            (Side::Client, b"EH"),
            (Side::Client, b"LO a.example\r"),
            (Side::Client, b"\nNOOP\n"),
            (Side::Server, b"250 mx\r\n250 fine\r\n"),
        ]);
        let expected =
            ["S: 220 mx", "C: EHLO a.example", "C: NOOP\\x0a", "S: 250 mx", "S: 250 fine"];
        assert_eq!(lines, expected);
    }

    #[test]
    fn logins_are_masked() {
        let lines = recorded(&[
            (Side::Client, b"AUTH LOGIN\r\n"),
            (Side::Server, b"334 VXNlcm5hbWU6\r\n"),
            (Side::Client, b"YW5u\r\n"),
            (Side::Server, b"334 UGFzc3dvcmQ6\r\n"),
            (Side::Client, b"c2VjcmV0\r\n"),
            (Side::Server, b"235 2.7.0 fine\r\n"),
            (Side::Client, b"AUTH PLAIN AGFubgBzZWNyZXQ=\r\n"),
        ]);
        let all = lines.join("\n");
        assert!(all.contains("C: ********"), "{all}");
        assert!(
            !all.contains("c2VjcmV0") && !all.contains("YW5u") && !all.contains("AGFub"),
            "{all}"
        );
    }

    #[test]
    fn a_long_message_loses_its_middle() {
        let mut content = Vec::new();
        for number in 0..10_000 {
            content.extend_from_slice(format!("line {number}\r\n").as_bytes());
        }
        content.extend_from_slice(b".\r\n");
        let mut recorder = Recorder::default();
        recorder.record(Side::Server, b"354 go on\r\n");
        for piece in content.chunks(999) {
            recorder.record(Side::Client, piece);
        }
        recorder.record(Side::Server, b"250 fine\r\n");
        let lines = recorder.lines();
        assert!(lines.len() < 100, "{}", lines.len());
        assert!(lines.contains(&"C: ...".to_owned()));
        assert_eq!(lines[lines.len() - 3..], ["C: line 9999", "C: .", "S: 250 fine"]);
    }

    #[test]
    fn memory_is_bounded_whatever_is_said() {
        let mut recorder = Recorder::default();
        for _ in 0..1000 {
            recorder.record(Side::Client, &[b'x'; 10_000]);
            recorder.record(Side::Client, &[b'\n'; 10_000]);
            recorder.record(Side::Server, b"500 no\r\n");
        }
        assert!(recorder.kept <= MOST);
        assert!(recorder.lines.len() <= MOST);
        assert!(recorder.lines().last().is_some_and(|line| line == "..."));
    }

    #[test]
    fn a_login_inside_tls_is_not_taken_for_one_in_plaintext() {
        let mut recorder = Recorder::default();
        recorder.record(Side::Server, b"220 mx ESMTP\r\n");
        recorder.record(Side::Client, b"EHLO a.example\r\n");
        recorder.record(Side::Server, b"250-mx\r\n250 STARTTLS\r\n");
        recorder.record(Side::Client, b"STARTTLS\r\n");
        recorder.record(Side::Server, b"220 2.0.0 go on\r\n");
        recorder.tls(Some("TLSv1.3 with cipher TLS_AES_128_GCM_SHA256".into()));
        recorder.record(Side::Client, b"EHLO a.example\r\n");
        recorder.record(Side::Server, b"250-mx\r\n250 AUTH PLAIN\r\n");
        recorder.record(Side::Client, b"AUTH PLAIN AGFubgBzZWNyZXQ=\r\n");
        recorder.record(Side::Server, b"235 2.7.0 fine\r\n");
        let lines = recorder.lines();
        assert_eq!(lines[6], "[TLS established]");
        assert_eq!(lines[7], "[TLSv1.3 with cipher TLS_AES_128_GCM_SHA256]");
        assert_eq!(lines[11], "C: AUTH PLAIN ****************");
        let checked = crate::check::recorded(&lines.join("\n")).expect("a dialog");
        let found: Vec<&str> = checked.report.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(found, ["quit-missing"], "and no word of a password in plaintext");
    }

    #[test]
    fn neither_side_of_a_scram_exchange_is_shown() {
        let lines = recorded(&[
            (Side::Client, b"AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9ck9wck5H\r\n"),
            (Side::Server, b"334 cj1yT3ByTkdmd0ViZSxzPVcyMlphSjBTTlk3c29FPT0saT00MDk2\r\n"),
            (Side::Client, b"Yz1iaXdzLHI9ck9wck5HZndFYmUscD1kSHpiWmFwV0lrNA==\r\n"),
            (Side::Server, b"334 dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5\r\n"),
            (Side::Client, b"\r\n"),
            (Side::Server, b"235 2.7.0 fine\r\n"),
        ]);
        for (line, start) in lines.iter().zip(["C: AUTH SCRAM-SHA-256 *", "S: 334 *", "C: *"]) {
            assert!(line.starts_with(start) && line.ends_with("****"), "{lines:?}");
        }
        assert!(lines[3].starts_with("S: 334 *") && lines[3].ends_with("****"), "{lines:?}");
        assert_eq!(lines[5], "S: 235 2.7.0 fine");
    }

    #[test]
    fn what_is_no_dialog_is_shown_harmless_and_masked() {
        let lines = recorded(&[(Side::Client, b"\x16\x03\x01\x1b[2J\r\n")]);
        assert_eq!(lines, ["C: \\x16\\x03\\x01\\x1b[2J"]);
        let lines = recorded(&[(Side::Client, b"AUHT PLAIN AGFubgBzZWNyZXQ=\r\n")]);
        assert!(lines[0].ends_with("****"), "{lines:?}");
    }
}
