//! Facts about code points, packed.
//!
//! A table is blocks behind an index: the number of blocks (two octets), for each the code point that it begins
//! with (three) and its place behind the index (two), then the blocks. Numbers of an index begin with the
//! highest octet; those of a block have seven bits in each octet, the lowest first, and those that may be
//! negative have their sign in the lowest bit.

/// A table of runs of code points. In a block each is: how many code points lie between it and what came
/// before, and what its kind of table says.
#[derive(Clone, Copy)]
pub(super) struct Table(pub(super) &'static [u8]);

impl Table {
    /// The block in which a code point would be, and the code point that it begins with.
    pub(super) fn block(self, code_point: u32) -> Option<(u32, Reader)> {
        let (count, behind) = self.0.split_first_chunk::<2>()?;
        let index = usize::from(u16::from_be_bytes(*count)).checked_mul(5)?;
        let (index, blocks) = behind.split_at_checked(index)?;
        let (index, _) = index.as_chunks::<5>();
        let begins = |entry: &[u8; 5]| {
            let [high, middle, low, ..] = *entry;
            u32::from_be_bytes([0, high, middle, low])
        };
        let found = index.partition_point(|entry| begins(entry) <= code_point).checked_sub(1)?;
        let entry = index.get(found)?;
        let [.., high, low] = *entry;
        let place = usize::from(u16::from_be_bytes([high, low]));
        Some((begins(entry), Reader(blocks.get(place..)?)))
    }

    /// The value of a code point in a table of values: a run there is its length and one octet. 0 is for those
    /// in no run.
    pub(super) fn value(self, c: char) -> u8 {
        self.found(u32::from(c)).unwrap_or(0)
    }

    fn found(self, code_point: u32) -> Option<u8> {
        let (mut at, mut reader) = self.block(code_point)?;
        loop {
            at = at.checked_add(reader.number()?)?;
            if code_point < at {
                return None;
            }
            at = at.checked_add(reader.number()?)?;
            let value = reader.octet()?;
            if code_point < at {
                return Some(value);
            }
        }
    }
}

/// Reads a block. A block does not say where it ends: whoever reads knows what is in it.
#[derive(Clone, Copy)]
pub(super) struct Reader(pub(super) &'static [u8]);

impl Reader {
    pub(super) fn octet(&mut self) -> Option<u8> {
        let (first, behind) = self.0.split_first()?;
        self.0 = behind;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let octet = self.octet()?;
            number |= u32::from(octet & 0x7F).checked_shl(shift)?;
            if octet < 0x80 {
                return Some(number);
            }
            shift = shift.checked_add(7)?;
        }
    }

    /// What lies so far from another number.
    pub(super) fn number_from(&mut self, other: u32) -> Option<u32> {
        let number = self.number()?;
        let distance = number >> 1;
        if number & 1 == 0 { other.checked_add(distance) } else { other.checked_sub(distance) }
    }

    /// So many octets further on.
    pub(super) fn skip(&mut self, octets: usize) -> Option<()> {
        self.0 = self.0.get(octets..)?;
        Some(())
    }
}
