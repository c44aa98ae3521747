//! Normalisation form KC: everything taken apart, put in order, and put together again.

use alloc::string::String;
use alloc::vec::Vec;

use zeroize::{DefaultIsZeroes, Zeroize};

use super::table::{Reader, Table};

/// Characters and what they are taken apart to, by compatibility and to the end. A run is 0, its length and the
/// first character of as many in a row; else it is one character, and how many it becomes. What comes first
/// there is told from what came first in the entry before.
const DECOMPOSITIONS: Table = Table(include_bytes!("decompositions.bin"));

/// Pairs that are put together, by the second one: its distance from the one before, the octets of its list,
/// and the list: the first of the pair and what both become, each from those of the pair before.
const COMPOSITIONS: &[u8] = include_bytes!("compositions.bin");

/// Canonical combining classes.
const CLASSES: Table = Table(include_bytes!("classes.bin"));

/// A character on its way. `run` is where its starter stands.
#[derive(Clone, Copy, Default)]
struct Part {
    c: char,
    class: u8,
    run: usize,
    at: usize,
}

impl DefaultIsZeroes for Part {}

/// The text in normalisation form KC. Nothing of it stays behind in memory.
pub(in super::super) fn nfkc(text: impl Iterator<Item = char> + Clone) -> String {
    let mut count = 0_usize;
    text.clone().for_each(|c| decompose(c, |_| count = count.saturating_add(1)));
    let mut parts = Vec::with_capacity(count);
    let mut run = 0;
    text.for_each(|c| {
        decompose(c, |c| {
            let (class, at) = (CLASSES.value(c), parts.len());
            if class == 0 {
                run = at;
            }
            parts.push(Part { c, class, run, at });
        });
    });
    // In place: a sort that keeps the order by itself would leave copies behind.
    parts.sort_unstable_by_key(|part| (part.run, part.class, part.at));
    compose(&mut parts);
    let octets = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.c.len_utf8()));
    let mut text = String::with_capacity(octets);
    text.extend(parts.iter().map(|part| part.c));
    parts.zeroize();
    text
}

/// Puts together what has a character of its own with the starter before it, and is not blocked from it.
fn compose(parts: &mut Vec<Part>) {
    let mut length = 0;
    let mut starter: Option<usize> = None;
    // The class of what stands between the starter and here, last.
    let mut between = 0;
    for at in 0..parts.len() {
        let Some(part) = parts.get(at).copied() else { break };
        let reaches = between == 0 || between < part.class;
        if reaches
            && let Some(held) = starter.and_then(|place| parts.get_mut(place))
            && let Some(both) = composed(held.c, part.c)
        {
            held.c = both;
            continue;
        }
        between = part.class;
        if part.class == 0 {
            starter = Some(length);
        }
        if let Some(slot) = parts.get_mut(length) {
            *slot = part;
        }
        length = length.saturating_add(1);
    }
    parts.truncate(length);
}

// Hangul syllables are made and taken apart by counting (section 3.12 of the standard).
const SYLLABLE: u32 = 0xAC00;
const LEAD: u32 = 0x1100;
const VOWEL: u32 = 0x1161;
const TRAIL: u32 = 0x11A7;
const VOWELS: u32 = 21;
const TRAILS: u32 = 28;
const SYLLABLES: u32 = 19 * VOWELS * TRAILS;

/// Gives the parts of a character, by compatibility and to the end.
fn decompose(c: char, mut give: impl FnMut(char)) {
    if c.is_ascii() {
        return give(c);
    }
    let index = u32::from(c).wrapping_sub(SYLLABLE);
    let taken = if index < SYLLABLES {
        take_syllable(index, &mut give)
    } else {
        take(u32::from(c), &mut give)
    };
    if taken.is_none() {
        give(c);
    }
}

fn take_syllable(index: u32, give: &mut impl FnMut(char)) -> Option<()> {
    let (pair, trail) = (index.checked_div(TRAILS)?, index.checked_rem(TRAILS)?);
    let (lead, vowel) = (pair.checked_div(VOWELS)?, pair.checked_rem(VOWELS)?);
    give(char::from_u32(lead.checked_add(LEAD)?)?);
    give(char::from_u32(vowel.checked_add(VOWEL)?)?);
    if trail != 0 {
        give(char::from_u32(trail.checked_add(TRAIL)?)?);
    }
    Some(())
}

/// The same for what is in the table.
fn take(code_point: u32, give: &mut impl FnMut(char)) -> Option<()> {
    let (mut at, mut reader) = DECOMPOSITIONS.block(code_point)?;
    let mut first = 0;
    loop {
        at = at.checked_add(reader.number()?)?;
        if code_point < at {
            return None;
        }
        let count = reader.number()?;
        let run = if count == 0 { reader.number()? } else { 1 };
        first = reader.number_from(first)?;
        let distance = code_point.checked_sub(at)?;
        if distance < run {
            give(char::from_u32(first.checked_add(distance)?)?);
        }
        for _ in 1..count {
            let further = reader.number()?;
            if distance == 0 {
                give(char::from_u32(further)?);
            }
        }
        if distance < run {
            return Some(());
        }
        at = at.checked_add(run)?;
    }
}

/// What two characters become, if there is one for both.
fn composed(first: char, second: char) -> Option<char> {
    let (first, second) = (u32::from(first), u32::from(second));
    let (lead, vowel) = (first.wrapping_sub(LEAD), second.wrapping_sub(VOWEL));
    if lead < 19 && vowel < VOWELS {
        let pair = lead.checked_mul(VOWELS)?.checked_add(vowel)?;
        return char::from_u32(pair.checked_mul(TRAILS)?.checked_add(SYLLABLE)?);
    }
    let (pair, trail) = (first.wrapping_sub(SYLLABLE), second.wrapping_sub(TRAIL));
    if pair < SYLLABLES && pair.checked_rem(TRAILS)? == 0 && (1..TRAILS).contains(&trail) {
        return char::from_u32(first.checked_add(trail)?);
    }
    let mut reader = Reader(COMPOSITIONS);
    let mut at = 0_u32;
    loop {
        at = at.checked_add(reader.number()?)?;
        let octets = usize::try_from(reader.number()?).ok()?;
        if second < at {
            return None;
        }
        if second == at {
            return in_list(Reader(reader.0.get(..octets)?), first);
        }
        reader.skip(octets)?;
    }
}

fn in_list(mut list: Reader, wanted: u32) -> Option<char> {
    let (mut first, mut both) = (0, 0);
    loop {
        first = list.number_from(first)?;
        both = list.number_from(both)?;
        if first == wanted {
            return char::from_u32(both);
        }
    }
}
