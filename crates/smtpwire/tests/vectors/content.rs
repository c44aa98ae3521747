//! content.json.

use serde::Deserialize;
use smtpwire::codec::transparency::{ContentError, LineEnds, Progress, Stuffer, Unstuffer};

use crate::case::{Octets, Verdict, case, same};
use crate::split;

/// What is wrong with content.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wrong {
    pub(crate) name: String,
    pub(crate) offset: Option<u64>,
}

impl Wrong {
    pub(crate) fn of(error: ContentError) -> Self {
        let offset = match error {
            ContentError::BareLf { offset }
            | ContentError::BareCr { offset }
            | ContentError::Nul { offset }
            | ContentError::LineTooLong { offset, .. } => Some(offset),
            _ => None,
        };
        Self { name: error.name().to_owned(), offset }
    }
}

case! {
    /// Content on its way to the wire or from it.
    struct Content {
        #[serde(rename = "do")]
        direction: String,
        line_ends: Option<String>,
        max_line: Option<serde_json::Value>,
        max_size: Option<u64>,
        input: Octets,
        wire: Option<Octets>,
        content: Option<Octets>,
        rest: Option<Octets>,
        ended: Option<bool>,
        error: Option<Wrong>,
    }
}

impl Content {
    fn line_ends(&self) -> Result<LineEnds, String> {
        match self.line_ends.as_deref() {
            None => Ok(LineEnds::Reject),
            Some("normalise") => Ok(LineEnds::Normalise),
            Some(other) => Err(format!("{other} is no policy for line ends")),
        }
    }

    fn max_line(&self) -> Result<Option<usize>, String> {
        match &self.max_line {
            None => Ok(Some(998)),
            Some(none) if none == "none" => Ok(None),
            Some(number) => match number.as_u64().and_then(|n| usize::try_from(n).ok()) {
                Some(number) => Ok(Some(number)),
                None => Err(format!("{number} is no limit")),
            },
        }
    }

    fn unstuffer(&self) -> Result<Unstuffer, String> {
        Ok(Unstuffer::new()
            .with_line_ends(self.line_ends()?)
            .with_max_line(self.max_line()?)
            .with_max_size(self.max_size))
    }
}

pub(crate) fn content(case: &Content) -> Verdict {
    match case.direction.as_str() {
        "stuff" => stuff(case),
        "unstuff" => unstuff(case),
        other => Err(format!("{other} is no direction")),
    }
}

fn written(mut stuffer: Stuffer, pieces: &[&[u8]]) -> Result<Octets, Wrong> {
    let mut wire = Vec::new();
    for piece in pieces {
        stuffer.push(piece, &mut wire).map_err(Wrong::of)?;
    }
    stuffer.finish(&mut wire).map_err(Wrong::of)?;
    Ok(Octets(wire))
}

fn stuff(case: &Content) -> Verdict {
    let stuffer = Stuffer::new().with_line_ends(case.line_ends()?).with_max_line(case.max_line()?);
    for pieces in split::ways(&case.input.0) {
        match (&case.wire, &case.error, written(stuffer.clone(), &pieces)) {
            (Some(wire), None, Ok(octets)) => same("stuffed", wire, &octets)?,
            (None, Some(expected), Err(error)) => same("error", expected, &error)?,
            (_, _, outcome) => return Err(format!("  gives {outcome:?}")),
        }
    }
    let Some(wire) = &case.wire else { return Ok(()) };
    let back = case.content.as_ref().unwrap_or(&case.input);
    let unstuffer = Unstuffer::new().with_max_line(case.max_line()?);
    let (content, rest, error) = read(unstuffer, &[&wire.0]);
    same("unstuffed again", &(back, &Some(Octets::of(b"")), &None), &(&content, &rest, &error))
}

/// The content, what stands behind its end, and what is wrong with it.
fn read(mut unstuffer: Unstuffer, pieces: &[&[u8]]) -> (Octets, Option<Octets>, Option<Wrong>) {
    let mut content = Vec::new();
    let mut rest: Option<Vec<u8>> = None;
    for piece in pieces {
        match (&mut rest, unstuffer.push(piece, &mut content)) {
            (None, Progress::NeedMore) => {}
            (None, Progress::End { consumed }) => rest = Some(piece[consumed..].to_vec()),
            (Some(rest), Progress::End { consumed: 0 }) => rest.extend_from_slice(piece),
            (Some(_), progress) => panic!("{progress:?} behind the end"),
        }
    }
    assert_eq!(unstuffer.octets(), content.len() as u64);
    assert_eq!(unstuffer.is_done(), rest.is_some());
    let error = unstuffer.outcome().err().map(Wrong::of);
    (Octets(content), rest.map(Octets), error)
}

fn unstuff(case: &Content) -> Verdict {
    let unstuffer = case.unstuffer()?;
    same("ended", &case.ended.unwrap_or(true), &case.rest.is_some())?;
    let whole = read(unstuffer.clone(), &[&case.input.0]);
    same("error", &case.error.as_ref(), &whole.2.as_ref())?;
    same("rest", &case.rest, &whole.1)?;
    match (&case.content, &case.error) {
        (Some(content), _) => same("content", content, &whole.0)?,
        (None, Some(_)) => {}
        (None, None) => return Err("  content that is good is to be told".into()),
    }
    for pieces in split::ways(&case.input.0) {
        same("the same in pieces", &whole, &read(unstuffer.clone(), &pieces))?;
    }
    Ok(())
}
