//! framing.json.

use serde::Deserialize;
use smtpwire::codec::framer::{FrameError, LineEndPolicy, LineFramer};

use crate::case::{Octets, Verdict, case, same};
use crate::split;

/// A line, or what is wrong with it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Line {
    Whole(Octets),
    Refused(Refused),
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    error: String,
    offset: Option<usize>,
}

case! {
    /// A stream of octets and its lines.
    struct Framing {
        limit: usize,
        line_ends: Option<String>,
        input: Octets,
        lines: Vec<Line>,
        rest: Octets,
        #[serde(default)]
        discarding: bool,
    }
}

fn refused(error: FrameError) -> Line {
    let offset = match error {
        FrameError::BareLf { offset }
        | FrameError::BareCr { offset }
        | FrameError::Nul { offset } => Some(offset),
        _ => None,
    };
    Line::Refused(Refused { error: error.name().to_owned(), offset })
}

pub(crate) fn framing(case: &Framing) -> Verdict {
    let policy = match case.line_ends.as_deref() {
        None => LineEndPolicy::CrLfOnly,
        Some("accept-bare-lf") => LineEndPolicy::AcceptBareLf,
        Some(other) => return Err(format!("{other} is no policy for line ends")),
    };
    for pieces in split::ways(&case.input.0) {
        let mut framer = LineFramer::new(case.limit);
        framer.set_policy(policy);
        let mut lines = Vec::new();
        for mut piece in pieces {
            loop {
                piece = &piece[framer.push(piece)..];
                match framer.next_line() {
                    Ok(Some(line)) => lines.push(Line::Whole(Octets::of(line))),
                    Err(error) => lines.push(refused(error)),
                    Ok(None) if piece.is_empty() => break,
                    Ok(None) => {}
                }
            }
        }
        same("lines", &case.lines, &lines)?;
        same("rest", &case.rest, &Octets::of(framer.buffered()))?;
        same("discarding", &case.discarding, &framer.is_discarding())?;
        let boundary = case.rest.0.is_empty() && !case.discarding;
        same("at a boundary", &boundary, &framer.is_at_boundary())?;
    }
    Ok(())
}
