//! The same transforms by the plainest means: one octet at a time over the whole input.

use super::{ContentError, LineEnds, Unstuffed};
use alloc::vec::Vec;

/// The first fault in content that is complete.
pub(super) fn fault(
    content: &[u8],
    line_ends: LineEnds,
    max_line: Option<usize>,
) -> Option<ContentError> {
    let mut line = 0;
    for (at, &octet) in content.iter().enumerate() {
        let offset = at as u64;
        let before = at.checked_sub(1).map(|before| content[before]);
        let behind = content.get(at + 1).copied();
        match octet {
            0 => return Some(ContentError::Nul { offset }),
            b'\r' if behind == Some(b'\n') => {}
            b'\n' if before == Some(b'\r') => line = 0,
            b'\r' if line_ends == LineEnds::Reject => return Some(ContentError::BareCr { offset }),
            b'\n' if line_ends == LineEnds::Reject => return Some(ContentError::BareLf { offset }),
            b'\r' | b'\n' => line = 0,
            _ => match max_line {
                Some(limit) if line == limit => {
                    return Some(ContentError::LineTooLong { offset, limit });
                }
                _ => line += 1,
            },
        }
    }
    None
}

/// Every bare CR and bare LF made a CRLF.
pub(super) fn normalise(content: &[u8]) -> Vec<u8> {
    let mut normal = Vec::new();
    for (at, &octet) in content.iter().enumerate() {
        match octet {
            b'\n' if at > 0 && content[at - 1] == b'\r' => {}
            b'\r' | b'\n' => normal.extend_from_slice(b"\r\n"),
            _ => normal.push(octet),
        }
    }
    normal
}

/// Normalises, stuffs, ends.
pub(super) fn stuff(
    content: &[u8],
    line_ends: LineEnds,
    max_line: Option<usize>,
) -> Result<Vec<u8>, ContentError> {
    if let Some(fault) = fault(content, line_ends, max_line) {
        return Err(fault);
    }
    let mut wire = Vec::new();
    for octet in normalise(content) {
        if octet == b'.' && (wire.is_empty() || wire.ends_with(b"\r\n")) {
            wire.push(b'.');
        }
        wire.push(octet);
    }
    if !wire.is_empty() && !wire.ends_with(b"\r\n") {
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(b".\r\n");
    Ok(wire)
}

/// Finds the end, takes the dots off, then judges.
pub(super) fn unstuff(
    wire: &[u8],
    line_ends: LineEnds,
    max_line: Option<usize>,
    max_size: Option<u64>,
) -> Unstuffed {
    let end = if wire.starts_with(b".\r\n") {
        Some(3)
    } else {
        wire.windows(5).position(|octets| octets == b"\r\n.\r\n").map(|at| at + 5)
    };
    let coded = end.map_or(wire, |end| &wire[..end - 3]);
    let mut content = Vec::new();
    for (at, &octet) in coded.iter().enumerate() {
        let line_start = at == 0 || coded[..at].ends_with(b"\r\n");
        if !(octet == b'.' && line_start) {
            content.push(octet);
        }
    }
    // A CR that nothing follows yet may become anything; so may the one of `CRLF . CR`.
    if end.is_none() && content.ends_with(b"\r") {
        content.pop();
    }
    // The fault with the least offset; content before it has been written. A bare CR becomes
    // known, and a normalised one is written, when the next octet comes.
    let fault = fault(&content, line_ends, max_line);
    let sound = match fault {
        Some(
            ContentError::BareCr { offset }
            | ContentError::BareLf { offset }
            | ContentError::Nul { offset }
            | ContentError::LineTooLong { offset, .. },
        ) => usize::try_from(offset).unwrap().min(content.len()),
        _ => content.len(),
    };
    let mut written = normalise(&content[..sound]);
    if let (Some(fault), true) = (fault, content[..sound].ends_with(b"\r")) {
        // The CR before a NUL is never written, neither as it is nor as a line end.
        if matches!(fault, ContentError::Nul { .. }) {
            written.truncate(written.len() - 2);
        }
    }
    let too_large = max_size.filter(|&limit| written.len() as u64 > limit);
    if let Some(limit) = too_large {
        written.truncate(usize::try_from(limit).unwrap());
    }
    let verdict =
        too_large.map(|limit| ContentError::TooLarge { limit }).or(fault).map_or(Ok(()), Err);
    (written, verdict, end)
}
