//! Replies that come again and again.
//!
//! Most replies of a session say what thousands before have said: `250 2.1.5 Ok`. One that was seen twice
//! becomes a word, so that its texts are made once and not with each event. What comes only once (a
//! message's number in a queue) does not. Both are bounded: there are so many words, and of what was
//! seen once, only a number is kept.

use smtpwire::{EnhancedCode, Reply};

/// So many replies become words.
const MOST: usize = 128;
/// No longer ones, in octets.
const LONGEST: usize = 128;
/// Where they are looked for: at least half of it stays empty, and it is a power of two.
const SLOTS: usize = 2 * MOST;
/// Of so many replies it is known that they were seen once.
const SEEN: usize = 64;

#[derive(Debug)]
struct Known {
    octets: Box<[u8]>,
    enhanced: Option<EnhancedCode>,
    word: u16,
}

/// Which replies are words.
#[derive(Debug)]
pub(super) struct Replies {
    known: Vec<Known>,
    /// Places in `known`, from 1, by what the octets come to; those of the same place stand behind
    /// each other.
    slots: [u8; SLOTS],
    /// What the octets of those came to that were seen once.
    seen: [u32; SEEN],
}

impl Default for Replies {
    fn default() -> Self {
        Self { known: Vec::new(), slots: [0; SLOTS], seen: [0; SEEN] }
    }
}

impl Replies {
    /// The number of a reply that is a word. `make` makes it one.
    pub(super) fn number(
        &mut self,
        reply: &Reply<'_>,
        make: impl FnOnce() -> Option<u16>,
    ) -> Option<u16> {
        let (octets, enhanced) = (reply.as_bytes(), reply.enhanced());
        if octets.len() > LONGEST {
            return None;
        }
        let mixed = mix(octets);
        let place = usize::try_from(mixed).ok()?;
        let mut slot = place % SLOTS;
        while let Some(at) = usize::from(*self.slots.get(slot)?).checked_sub(1) {
            let known = self.known.get(at)?;
            if *known.octets == *octets && known.enhanced == enhanced {
                return Some(known.word);
            }
            slot = slot.wrapping_add(1) % SLOTS;
        }
        let seen = self.seen.get_mut((place >> 8) % SEEN)?;
        let is_new = std::mem::replace(seen, mixed) != mixed;
        if is_new || self.known.len() >= MOST || !is_plain(octets) {
            return None;
        }
        let number = u8::try_from(self.known.len().saturating_add(1)).ok()?;
        let word = make()?;
        self.known.push(Known { octets: octets.into(), enhanced, word });
        *self.slots.get_mut(slot)? = number;
        Some(word)
    }
}

/// A number that is as good as another for other octets.
fn mix(octets: &[u8]) -> u32 {
    let add =
        |mixed: u64, part: u64| (mixed.rotate_left(5) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (parts, rest) = octets.as_chunks::<8>();
    let mixed = parts.iter().fold(0, |mixed, part| add(mixed, u64::from_le_bytes(*part)));
    let mixed = rest.iter().fold(mixed, |mixed, octet| add(mixed, u64::from(*octet)));
    let [_, _, _, _, high @ ..] = mixed.to_le_bytes();
    u32::from_le_bytes(high)
}

/// Whether code and lines make these octets, and the lines are shown as they are.
fn is_plain(octets: &[u8]) -> bool {
    let Some((code, _)) = octets.split_at_checked(3) else { return false };
    let mut lines = octets.split_inclusive(|octet| *octet == b'\n').peekable();
    while let Some(line) = lines.next() {
        let separator: &[u8] = if lines.peek().is_some() { b"-" } else { b" " };
        let text = line.strip_prefix(code).and_then(|rest| rest.strip_prefix(separator));
        let is_shown = |octet: &u8| matches!(octet, b' '..=b'~') && *octet != b'\\';
        match text.and_then(|text| text.strip_suffix(b"\r\n")) {
            Some(text) if text.iter().all(is_shown) => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(octets: &[u8]) -> Reply<'_> {
        Reply::parse(octets).expect("a reply").expect("a whole one").0
    }

    /// What becomes of replies, one after the other: the numbers of those that are words.
    fn numbers<'o>(replies: impl IntoIterator<Item = &'o str>) -> Vec<Option<u16>> {
        let (mut known, mut next) = (Replies::default(), 0);
        let number = |octets: &str| {
            known.number(&reply(octets.as_bytes()), || {
                next += 1;
                Some(next)
            })
        };
        replies.into_iter().map(number).collect()
    }

    #[test]
    fn what_comes_twice_is_a_word_from_then_on() {
        let (ok, no) = ("250 2.0.0 Ok\r\n", "550 5.1.1 No\r\n");
        let came = numbers([ok, ok, no, ok, no, no, ok]);
        assert_eq!(came, [None, Some(1), None, Some(1), Some(2), Some(2), Some(1)]);
    }

    #[test]
    fn what_is_shown_otherwise_than_it_came_is_none() {
        for odd in ["250 back\\slash\r\n", "250 gr\u{fc}n\r\n", "250 a\tb\r\n", "250\r\n"] {
            assert_eq!(numbers([odd; 3]), [None; 3], "{odd:?}");
        }
        assert!(is_plain(b"250-one\r\n250 two\r\n"));
        assert!(!is_plain(b"250-one\r\n250-two\r\n"));
        assert!(!is_plain(b"250 no end"));
    }

    #[test]
    fn there_are_no_more_than_so_many_words_and_each_is_found() {
        let all: Vec<String> = (0..1000).map(|number| format!("250 {number}\r\n")).collect();
        let each = all.iter().flat_map(|reply| [reply.as_str(); 2]);
        let came = numbers(each.chain(all.iter().map(String::as_str)));
        let words = came[..2000].iter().filter(|word| word.is_some()).count();
        assert_eq!(words, MOST);
        for (at, word) in came[..2000].chunks(2).map(|pair| pair[1]).enumerate() {
            assert!(word.is_none() || came[2000 + at] == word, "{at}");
        }
    }

    #[test]
    fn a_long_one_is_none() {
        let long = format!("250 {}\r\n", "x".repeat(LONGEST));
        assert_eq!(numbers([long.as_str(); 2]), [None; 2]);
    }
}
