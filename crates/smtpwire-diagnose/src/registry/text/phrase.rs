//! Phrases, and how they are found: whole words, in order, in linear time.

use memchr::memmem;

use super::Words;

/// Whether the words say this.
///
/// A phrase is words with single spaces. A `*` lets a word go on (`greylist*`, `relay* denied`).
/// ` .. ` parts a phrase into pieces that must follow one another, with anything between.
pub(super) fn says(words: &Words, phrase: &str) -> bool {
    if !words.may_begin(phrase) {
        return false;
    }
    let mut rest = words.as_str();
    phrase.split(" .. ").all(|piece| match after(rest, piece) {
        Some(tail) => {
            rest = tail;
            true
        }
        None => false,
    })
}

/// What follows the first place where the piece stands, from the space behind it on.
///
/// Only places at the start of a word are compared further, and a `*` reads to the end of its
/// word, so each octet is looked at a bounded number of times.
fn after<'words>(words: &'words str, piece: &str) -> Option<&'words str> {
    let stem = piece.split('*').next().unwrap_or_default();
    let bytes = words.as_bytes();
    memmem::find_iter(bytes, stem).find_map(|at| {
        let begins = at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b' ');
        if begins { words.get(at..).and_then(|here| strip(here, piece)) } else { None }
    })
}

/// The words behind the piece, if they begin with it.
fn strip<'words>(words: &'words str, piece: &str) -> Option<&'words str> {
    let mut parts = piece.split('*');
    let mut rest = words.strip_prefix(parts.next()?)?;
    for part in parts {
        rest = rest.get(rest.find(' ')?..)?.strip_prefix(part)?;
    }
    rest.starts_with(' ').then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_says(text: &str, phrase: &str) -> bool {
        says(&Words::read(text), phrase)
    }

    #[test]
    fn only_whole_words_match() {
        assert!(text_says("blocked by RBL", "rbl"));
        assert!(!text_says("a terrible marble", "rbl"));
        assert!(!text_says("rbls", "rbl"));
    }

    #[test]
    fn a_star_lets_the_word_go_on() {
        assert!(text_says("You are greylisted.", "greylist*"));
        assert!(!text_says("not ungreylisted", "greylist*"));
        assert!(text_says("relaying denied", "relay* denied"));
        assert!(text_says("we relay; relay denied", "relay* denied"));
        assert!(!text_says("relay access denied", "relay* denied"));
    }

    #[test]
    fn pieces_follow_one_another() {
        assert!(text_says("SPF check has failed", "spf .. fail*"));
        assert!(!text_says("failed spf", "spf .. fail*"));
        assert!(!text_says("spf spfail", "spf .. fail"));
        assert!(text_says("spf fail", "spf .. fail"), "one space serves as both ends");
    }
}
