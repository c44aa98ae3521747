//! Everything is as `unicode-normalization` and `unicode-bidi` have it.

mod make;

use std::fs;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;
use std::{env, vec};

use unicode_bidi::{BidiClass, bidi_class};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::{Direction, direction, nfkc};

fn all() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// Set, the tables are written instead: where a new Unicode has come.
const WRITE: &str = "SMTPWIRE_WRITE_UNICODE";

#[test]
fn the_tables_are_what_the_crates_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/flow/sasl/unicode");
    for (name, made) in [
        ("decompositions.bin", make::decompositions()),
        ("compositions.bin", make::compositions()),
        ("classes.bin", make::classes()),
        ("directions.bin", make::directions()),
    ] {
        let file = folder.join(name);
        if env::var_os(WRITE).is_some() {
            fs::write(&file, &made).expect("the table is written");
        }
        let there = fs::read(&file).unwrap_or_default();
        assert!(there == made, "{name} is of another Unicode: run this test with {WRITE}=1");
    }
}

#[track_caller]
fn same(text: &str) {
    let wanted: String = text.nfkc().collect();
    assert_eq!(nfkc(text.chars()), wanted, "{}", text.escape_unicode());
}

#[test]
fn every_character_is_normalised_alone_and_between_others() {
    let mut text = String::new();
    for c in all() {
        text.clear();
        text.push(c);
        same(&text);
        text.insert(0, 'a');
        text.push('\u{301}');
        same(&text);
    }
}

#[test]
fn every_character_runs_as_it_does_there() {
    for c in all() {
        let wanted = match bidi_class(c) {
            BidiClass::L => Direction::LeftToRight,
            BidiClass::R | BidiClass::AL => Direction::RightToLeft,
            _ => Direction::Neither,
        };
        assert_eq!(direction(c), wanted, "{c:?}");
    }
}

#[test]
fn every_pair_is_put_together_as_it_is_there() {
    let pairs = make::pairs();
    let mut firsts: Vec<u32> = pairs.values().flatten().map(|pair| pair.0).collect();
    firsts.sort_unstable();
    firsts.dedup();
    assert!(firsts.len() > 300 && pairs.len() > 50);
    let mut text = String::new();
    for first in firsts.iter().filter_map(|first| char::from_u32(*first)) {
        for second in pairs.keys().filter_map(|second| char::from_u32(*second)) {
            for between in ["", "\u{323}", "x"] {
                text.clear();
                text.push(first);
                text.push_str(between);
                text.push(second);
                same(&text);
            }
        }
    }
}

#[test]
fn every_syllable_of_hangul_comes_back_from_its_letters() {
    for syllable in '\u{AC00}'..='\u{D7A3}' {
        let letters: String = syllable.nfkd().collect();
        assert_eq!(nfkc(letters.chars()), syllable.to_string());
    }
    for first in '\u{10FE}'..='\u{1215}' {
        for second in '\u{1155}'..='\u{11C5}' {
            same(&String::from_iter([first, second]));
            same(&String::from_iter(['\u{AC00}', first, second]));
        }
    }
}

#[test]
fn random_text_of_starters_and_marks_is_normalised_the_same() {
    let marks: Vec<char> = all().filter(|c| canonical_combining_class(*c) != 0).collect();
    let changed: Vec<char> = all().filter(|c| c.nfkc().ne([*c])).collect();
    let pairs = make::pairs();
    let firsts: Vec<char> =
        pairs.values().flatten().filter_map(|pair| char::from_u32(pair.0)).collect();
    let seconds: Vec<char> = pairs.keys().filter_map(|second| char::from_u32(*second)).collect();
    // Of a linear congruence: any text will do, the same each time.
    let mut state = 1_u64;
    let mut pick = |from: &[char]| {
        state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        from[usize::try_from(state >> 40).expect("24 bits") % from.len()]
    };
    let kinds = [&marks, &changed, &firsts, &seconds, &vec!['a', 'o', ' ', '\u{1100}', '\u{1161}']];
    let (kind_of, lengths): (Vec<char>, Vec<char>) =
        (('\0'..'\u{5}').collect(), ('\u{1}'..'\u{1E}').collect());
    for _ in 0..60_000 {
        let length = u32::from(pick(&lengths));
        let text: String = (0..length)
            .map(|_| {
                let kind = usize::try_from(u32::from(pick(&kind_of))).expect("a small number");
                pick(kinds[kind])
            })
            .collect();
        same(&text);
    }
}
