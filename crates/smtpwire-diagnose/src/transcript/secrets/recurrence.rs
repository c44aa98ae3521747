//! Finds secrets again, octet for octet, wherever they stand and whatever they are glued to.

use std::collections::HashMap;
use std::ops::Range;

/// Shorter words are part of any text, and masking them all would tell them.
pub(super) const MIN_SECRET: usize = 4;

/// How much of a secret is compared. What begins with so much of it is masked up to the next
/// blank, so that a token of a million octets costs no more than a password.
const COMPARED: usize = 64;

/// Secrets to be found, in an order in which those that a text begins with are found at once.
pub(super) struct Needles<'a> {
    sorted: Vec<&'a [u8]>,
    /// For each, the longest other one that it begins with.
    shorter: Vec<Option<usize>>,
    /// Where in `sorted` those with the same first octets stand.
    groups: HashMap<[u8; MIN_SECRET], Range<usize>>,
}

impl<'a> Needles<'a> {
    pub(super) fn new(secrets: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut sorted: Vec<_> = secrets
            .filter(|secret| secret.len() >= MIN_SECRET)
            .map(|secret| secret.get(..COMPARED).unwrap_or(secret))
            .collect();
        sorted.sort_unstable();
        sorted.dedup();
        let mut shorter = Vec::with_capacity(sorted.len());
        let mut open: Vec<(usize, &[u8])> = Vec::new();
        let mut groups: HashMap<_, Range<usize>> = HashMap::new();
        for (at, secret) in sorted.iter().copied().enumerate() {
            while open.last().is_some_and(|(_, start)| !secret.starts_with(start)) {
                open.pop();
            }
            shorter.push(open.last().map(|(index, _)| *index));
            open.push((at, secret));
            if let Some(first) = secret.first_chunk() {
                groups.entry(*first).or_insert(at..at).end = at + 1;
            }
        }
        Self { sorted, shorter, groups }
    }

    /// Calls `each` with every place in a text where a secret stands.
    pub(super) fn find(&self, text: &[u8], mut each: impl FnMut(Range<usize>)) {
        if self.sorted.is_empty() {
            return;
        }
        let mut covered = 0;
        for at in 0..text.len() {
            let Some(rest) = text.get(at..) else { return };
            let Some(length) = self.longest(rest) else { continue };
            let mut end = at + length;
            if length == COMPARED {
                let tail = text.get(end.max(covered)..).unwrap_or(&[]);
                let more = tail.iter().position(u8::is_ascii_whitespace).unwrap_or(tail.len());
                end = end.max(covered) + more;
            }
            if end > covered {
                each(at..end);
                covered = end;
            }
        }
    }

    /// The length of the longest secret that a text begins with.
    fn longest(&self, text: &[u8]) -> Option<usize> {
        let group = self.groups.get(text.first_chunk()?)?;
        let secrets = self.sorted.get(group.clone())?;
        // What a text begins with sorts before it, and what stands between begins with it too.
        let behind = secrets.partition_point(|secret| *secret <= text);
        let mut at = group.start + behind.checked_sub(1)?;
        loop {
            let secret = self.sorted.get(at)?;
            if text.starts_with(secret) {
                return Some(secret.len());
            }
            at = (*self.shorter.get(at)?)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(secrets: &[&str], text: &str) -> Vec<Range<usize>> {
        let needles = Needles::new(secrets.iter().map(|secret| secret.as_bytes()));
        let mut found = Vec::new();
        needles.find(text.as_bytes(), |range| found.push(range));
        found
    }

    #[test]
    fn the_longest_secret_counts_and_others_may_overlap_it() {
        assert_eq!(found(&["abcd", "abcdef", "efgh"], "xabcdefghy"), [1..7, 5..9]);
        assert_eq!(found(&["abcd", "abcdzz", "abcde"], "abcdef abcdz"), [0..5, 7..11]);
        assert_eq!(found(&["abc", ""], "abc"), []);
    }

    #[test]
    fn a_long_secret_is_known_by_its_beginning() {
        let token = "token".repeat(100);
        assert_eq!(found(&[&token], &format!("a {token} b")), vec![2..502; 1]);
        let run = "a".repeat(100_000);
        assert_eq!(found(&[&"a".repeat(64)], &run), vec![0..100_000; 1]);
    }
}
