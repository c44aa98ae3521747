//! One line of source with a mark under it, as compilers show it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::show;

/// What is to be said about one line.
pub(crate) struct Remark<'a> {
    /// How grave it is.
    pub(crate) level: Level<'static>,
    /// The rule, if one has a name.
    pub(crate) id: Option<&'a str>,
    /// What is wrong.
    pub(crate) title: &'a str,
    /// The file's name and the column of the mark, if the line stands in a file.
    pub(crate) place: Option<(&'a str, usize)>,
    /// The number of the line, from 1.
    pub(crate) number: usize,
    /// The line's octets, without its end.
    pub(crate) line: &'a [u8],
    /// The octets of the line to mark.
    pub(crate) span: Range<usize>,
    /// What to say at the mark.
    pub(crate) label: Option<&'a str>,
    /// What to say below.
    pub(crate) footers: Vec<(Level<'static>, String)>,
}

/// Octets on either side of a mark that are shown at most; what does not fit the screen is cut by
/// the renderer. A line may be megabytes long and have many marks.
const AROUND: usize = 1000;
/// Columns of the text below a line.
const COLUMNS: usize = 88;

/// Draws a remark, without a line end behind it.
pub(crate) fn draw(remark: &Remark<'_>, renderer: &Renderer) -> String {
    let (source, span, whole) = visible(remark.line, &remark.span);
    let mut group = remark.level.clone().primary_title(show::pictured(remark.title));
    if let Some(id) = remark.id {
        group = group.id(id);
    }
    let mut mark = AnnotationKind::Primary.span(span);
    if let Some(label) = remark.label {
        mark = mark.label(show::pictured(label));
    }
    let snippet = Snippet::source(source).line_start(remark.number).annotation(mark);
    let mut group = match remark.place {
        Some((file, _)) if whole => group.element(snippet.path(file)),
        // The renderer counts columns in what it is shown.
        Some((file, column)) => group
            .element(Origin::path(file).line(remark.number).char_column(column))
            .element(snippet),
        None => group.element(snippet.line_numbering(false)),
    };
    for (level, text) in &remark.footers {
        let text = show::wrapped(&show::pictured_lines(text), COLUMNS).join("\n");
        group = group.element(level.clone().message(text));
    }
    renderer.render(&[group])
}

/// The line around the span as text in which each character has the column that it has in the
/// file, the span in octets of that text, and whether the text begins where the line begins.
fn visible(line: &[u8], span: &Range<usize>) -> (String, Range<usize>, bool) {
    let start = span.start.min(line.len());
    let end = span.end.clamp(start, line.len()).min(start.saturating_add(AROUND));
    let mut from = start.saturating_sub(AROUND);
    // A window does not begin inside a character.
    while from > 0 && from < start && line.get(from).is_some_and(|octet| octet & 0xC0 == 0x80) {
        from += 1;
    }
    let to = end.saturating_add(AROUND).min(line.len());
    let mut text = String::new();
    let (mut marked_from, mut marked_to) = (None, None);
    let mut at = from;
    let mut place = |at: usize, text: &String| {
        if at >= start && marked_from.is_none() {
            marked_from = Some(text.len());
        }
        if at >= end && marked_to.is_none() {
            marked_to = Some(text.len());
        }
    };
    for chunk in line.get(from..to).unwrap_or_default().utf8_chunks() {
        for character in chunk.valid().chars() {
            place(at, &text);
            let shown = show::is_harmless(character) || character == '\t';
            text.push(if shown { character } else { show::picture(character) });
            at += character.len_utf8();
        }
        if !chunk.invalid().is_empty() {
            place(at, &text);
            text.push('\u{FFFD}');
            at += chunk.invalid().len();
        }
    }
    place(usize::MAX, &text);
    let marked_from = marked_from.unwrap_or_default();
    (text, marked_from..marked_to.unwrap_or_default().max(marked_from), from == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_under_the_same_character_whatever_is_before_it() {
        let line = "ü\x1b\u{202e}x".as_bytes();
        let (text, span, _) = visible(line, &(line.len() - 1..line.len()));
        assert_eq!(text, "ü␛\u{FFFD}x");
        assert_eq!(text.get(span), Some("x"));
        let (text, span, _) = visible(b"a\xFF\xE2\x82b", &(4..5));
        assert_eq!(text, "a\u{FFFD}\u{FFFD}b");
        assert_eq!(text.get(span), Some("b"));
    }

    #[test]
    fn the_place_that_is_shown_counts_characters() {
        let line = "\tü\x01\u{202e}x".as_bytes();
        let remark = Remark {
            level: Level::ERROR,
            id: None,
            title: "a title",
            place: Some(("file", 5)),
            number: 7,
            line,
            span: line.len() - 1..line.len(),
            label: None,
            footers: Vec::new(),
        };
        let drawn = draw(&remark, &Renderer::plain());
        assert!(drawn.contains("--> file:7:5\n"), "{drawn}");
        assert!(drawn.contains("7 |     ü␁\u{FFFD}x\n  |        ^"), "{drawn}");
    }

    #[test]
    fn a_span_outside_the_line_marks_its_end() {
        assert_eq!(visible(b"abc", &(7..9)), ("abc".into(), 3..3, true));
    }

    #[test]
    fn of_a_very_long_line_only_the_part_around_the_mark_is_shown() {
        let line = [&b"x".repeat(1 << 20)[..], b"!", &b"y".repeat(1 << 20)].concat();
        let (text, span, _) = visible(&line, &(1 << 20..(1 << 20) + 1));
        assert_eq!(text.get(span), Some("!"));
        assert!(text.len() <= 2 * AROUND + 1);
    }
}
