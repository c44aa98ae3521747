//! Content sent by BDAT: octets that are counted and not searched.

use smtpwire::{Command, Verb};

use super::dialog::{Dialog, Sent};
use super::line::Line;
use super::report::Place;
use super::rules;
use crate::transcript::LineEnd;

/// A chunk that is under way.
pub(super) struct Chunk<'t> {
    command: Place<'t>,
    size: u64,
    shown: u64,
    /// Every line end was shown, so that `shown` is exact.
    exact: bool,
}

/// BDAT was said: octets follow.
pub(super) fn begin<'t>(dialog: &mut Dialog<'_, 't>, sent: &Sent<'t>) {
    if let Some(Command::Bdat(bdat)) = &sent.command
        && bdat.size > 0
    {
        dialog.chunk = Some(Chunk {
            command: sent.line.whole(),
            size: bdat.size,
            shown: 0,
            exact: sent.line.end == LineEnd::CrLf,
        });
    }
}

/// A line that the client sent while a chunk is open; whether it belongs to the chunk.
pub(super) fn line<'t>(dialog: &mut Dialog<'_, 't>, line: Line<'t>) -> bool {
    let Some(chunk) = &mut dialog.chunk else { return false };
    let full = chunk.shown >= chunk.size;
    let known_ends = line.end != LineEnd::Unknown;
    // Where every octet is shown, the count decides and not the look; elsewhere people print a
    // summary of the octets, and the next command shows that it is over.
    let over = if chunk.exact { full } else { may_follow(line.text) };
    if over {
        answered(dialog);
        return false;
    }
    chunk.exact |= chunk.shown == 0 && known_ends;
    chunk.exact &= known_ends;
    let end = match line.end {
        LineEnd::CrLf | LineEnd::Unknown => 2,
        LineEnd::BareLf | LineEnd::BareCr => 1,
        LineEnd::None => 0,
    };
    chunk.shown = chunk.shown.saturating_add(line.text.len() as u64).saturating_add(end);
    true
}

/// The chunk is over, since something else came.
pub(super) fn answered(dialog: &mut Dialog<'_, '_>) {
    let Some(chunk) = dialog.chunk.take() else { return };
    if chunk.exact && chunk.shown > 0 && chunk.shown != chunk.size {
        dialog.find(
            rules::BDAT_SIZE_MISMATCH,
            &chunk.command,
            format!(
                "BDAT announces {} octets, and the transcript shows {}.",
                chunk.size, chunk.shown
            ),
            "Count the octets that are sent, line ends as CRLF. With too few the server waits for \
             more, with too many it takes the rest for commands.",
        );
    }
}

/// Whether a line is a command such as follows a chunk.
fn may_follow(text: &[u8]) -> bool {
    Command::parse(text).is_ok_and(|command| {
        matches!(
            command.verb(),
            Verb::Bdat | Verb::Burl | Verb::Rset | Verb::Quit | Verb::Mail | Verb::Rcpt
        )
    })
}
