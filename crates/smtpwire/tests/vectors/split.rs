//! How each input is cut: whole, octet by octet, and at seeded random places.

/// The seeds; README.md names them, so that every host makes the same splits.
const SEEDS: [u32; 4] = [1, 2_463_534_242, 88_172_645, 4_294_967_295];

/// Marsaglia's xorshift with 32 bits and the shifts 13, 17, 5.
pub(crate) struct XorShift(u32);

impl XorShift {
    pub(crate) fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }
}

/// The input in pieces, in each of the ways that every case is run.
pub(crate) fn ways(input: &[u8]) -> impl Iterator<Item = Vec<&[u8]>> {
    let whole = vec![input];
    let octets = input.chunks(1).collect();
    [whole, octets].into_iter().chain(SEEDS.into_iter().map(|seed| at_random(input, seed)))
}

/// How many ways there are.
pub(crate) const WAYS: usize = 2 + SEEDS.len();

/// A way in words.
pub(crate) fn name(way: usize) -> String {
    match way {
        0 => "whole".into(),
        1 => "octet by octet".into(),
        _ => format!("at random, seed {}", SEEDS[way - 2]),
    }
}

/// The input in the pieces of one way.
pub(crate) fn pieces(input: &[u8], way: usize) -> Box<dyn Iterator<Item = &[u8]> + '_> {
    match way {
        0 => Box::new(std::iter::once(input).filter(|input| !input.is_empty())),
        1 => Box::new(input.chunks(1)),
        _ => Box::new(at_random(input, SEEDS[way - 2]).into_iter()),
    }
}

/// Pieces of 1 to 13 octets.
fn at_random(mut input: &[u8], seed: u32) -> Vec<&[u8]> {
    let mut random = XorShift(seed);
    let mut pieces = Vec::new();
    while !input.is_empty() {
        let length = 1 + (random.next() % 13) as usize;
        let (piece, rest) = input.split_at(length.min(input.len()));
        pieces.push(piece);
        input = rest;
    }
    pieces
}

#[test]
fn the_generator_is_the_one_that_the_readme_describes() {
    let mut random = XorShift(1);
    let first: Vec<u32> = std::iter::repeat_with(|| random.next()).take(4).collect();
    assert_eq!(first, [270_369, 67_634_689, 2_647_435_461, 307_599_695]);
    let lengths: Vec<usize> = at_random(&[0; 64], 1).iter().map(|piece| piece.len()).collect();
    assert_eq!(lengths.iter().sum::<usize>(), 64);
    assert_eq!(lengths[..4], [9, 6, 9, 1]);
}
