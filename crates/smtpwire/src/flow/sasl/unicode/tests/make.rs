//! Makes the tables of the crates that have them in another form.

use std::boxed::Box;
use std::collections::BTreeMap;
use std::vec::Vec;

use unicode_bidi::{BidiClass, bidi_class};
use unicode_normalization::char::{
    canonical_combining_class, compose, decompose_canonical, decompose_compatible,
};

/// So many runs stand behind one entry of the index.
const BLOCK: usize = 32;

fn number(octets: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        octets.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    octets.push(number.to_le_bytes()[0]);
}

fn distance(octets: &mut Vec<u8>, from: u32, to: u32) {
    number(octets, from.abs_diff(to) << 1 | u32::from(to < from));
}

/// Writes what is told of a run. It is given what came first in the run before, and gives what did in this one.
type Tell<'t> = Box<dyn Fn(&mut Vec<u8>, u32) -> u32 + 't>;

/// A run: where it begins, and where the next could.
struct Run<'t> {
    begins: u32,
    ends: u32,
    tell: Tell<'t>,
}

fn table(runs: &[Run<'_>]) -> Vec<u8> {
    let (mut index, mut blocks) = (Vec::new(), Vec::new());
    for block in runs.chunks(BLOCK) {
        let begins = block[0].begins;
        index.extend_from_slice(&begins.to_be_bytes()[1..]);
        index.extend_from_slice(&u16::try_from(blocks.len()).expect("a small table").to_be_bytes());
        let (mut at, mut before) = (begins, 0);
        for run in block {
            number(&mut blocks, run.begins - at);
            before = (run.tell)(&mut blocks, before);
            at = run.ends;
        }
        // Whatever lies between two blocks is before this.
        number(&mut blocks, 0x0011_0000);
    }
    let count = u16::try_from(index.len() / 5).expect("a small table").to_be_bytes();
    [&count[..], &index, &blocks].concat()
}

/// A table of one octet for each character; those of 0 are not in it.
fn values(value: impl Fn(char) -> u8) -> Vec<u8> {
    let mut runs: Vec<(u32, u32, u8)> = Vec::new();
    for c in super::all() {
        let (at, value) = (u32::from(c), value(c));
        match runs.last_mut() {
            _ if value == 0 => {}
            Some(run) if run.1 == at && run.2 == value => run.1 = at + 1,
            _ => runs.push((at, at + 1, value)),
        }
    }
    let runs = runs.iter().map(|&(begins, ends, value)| Run {
        begins,
        ends,
        tell: Box::new(move |octets, _| {
            number(octets, ends - begins);
            octets.push(value);
            0
        }),
    });
    table(&runs.collect::<Vec<_>>())
}

pub(super) fn classes() -> Vec<u8> {
    values(canonical_combining_class)
}

pub(super) fn directions() -> Vec<u8> {
    values(|c| match bidi_class(c) {
        BidiClass::L => 0,
        BidiClass::R | BidiClass::AL => 1,
        _ => 2,
    })
}

fn is_hangul(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}

pub(super) fn decompositions() -> Vec<u8> {
    let mut runs: Vec<(u32, u32, Vec<u32>)> = Vec::new();
    for c in super::all().filter(|c| !is_hangul(*c)) {
        let mut parts = Vec::new();
        decompose_compatible(c, |part| parts.push(u32::from(part)));
        let at = u32::from(c);
        if parts == [at] {
            continue;
        }
        match runs.last_mut() {
            Some((begins, ends, held))
                if *ends == at
                    && held.len() == 1
                    && parts.len() == 1
                    && held[0] + (at - *begins) == parts[0] =>
            {
                *ends += 1;
            }
            _ => runs.push((at, at + 1, parts)),
        }
    }
    let runs = runs.iter().map(|(begins, ends, parts)| Run {
        begins: *begins,
        ends: *ends,
        tell: Box::new(move |octets, before| {
            if ends - begins > 1 {
                number(octets, 0);
                number(octets, ends - begins);
            } else {
                number(octets, u32::try_from(parts.len()).expect("a short list"));
            }
            distance(octets, before, parts[0]);
            parts[1..].iter().for_each(|part| number(octets, *part));
            parts[0]
        }),
    });
    table(&runs.collect::<Vec<_>>())
}

/// The pairs that are put together, by their second.
pub(super) fn pairs() -> BTreeMap<u32, Vec<(u32, u32)>> {
    let mut pairs: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for both in super::all().filter(|c| !is_hangul(*c)) {
        let mut parts = Vec::new();
        decompose_canonical(both, |part| parts.push(part));
        let Some((second, before)) = parts.split_last() else { continue };
        // What comes first may be put together itself.
        let first = before.iter().copied().map(Some).reduce(|one, other| compose(one?, other?));
        if let Some(Some(first)) = first
            && compose(first, *second) == Some(both)
        {
            pairs.entry((*second).into()).or_default().push((first.into(), both.into()));
        }
    }
    pairs
}

pub(super) fn compositions() -> Vec<u8> {
    let (mut octets, mut at) = (Vec::new(), 0);
    for (second, mut pairs) in pairs() {
        pairs.sort_unstable();
        let (mut list, mut before) = (Vec::new(), (0, 0));
        for pair in pairs {
            distance(&mut list, before.0, pair.0);
            distance(&mut list, before.1, pair.1);
            before = pair;
        }
        number(&mut octets, second - at);
        number(&mut octets, u32::try_from(list.len()).expect("a short list"));
        octets.extend(list);
        at = second;
    }
    octets
}
