//! The careful walk: content as runs of plain octets with CR, LF and NUL between them.

/// A piece of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment<'a> {
    /// One or more octets, none of them CR, LF or NUL.
    Text(&'a [u8]),
    /// A CR.
    Cr,
    /// A LF.
    Lf,
    /// A NUL.
    Nul,
}

impl Segment<'_> {
    /// How many octets it is.
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Cr | Self::Lf | Self::Nul => 1,
        }
    }
}

/// The segments of `octets`. Where a run of text is cut has no meaning.
pub(super) fn segments(mut octets: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    core::iter::from_fn(move || {
        let (segment, rest) = match octets {
            [] => return None,
            [b'\r', rest @ ..] => (Segment::Cr, rest),
            [b'\n', rest @ ..] => (Segment::Lf, rest),
            [0, rest @ ..] => (Segment::Nul, rest),
            _ => {
                let run = memchr::memchr3(b'\r', b'\n', 0, octets).unwrap_or(octets.len());
                let (text, rest) = octets.split_at_checked(run)?;
                (Segment::Text(text), rest)
            }
        };
        octets = rest;
        Some(segment)
    })
}
