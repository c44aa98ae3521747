//! Names that are told once.

use smtpwire_shell::javascript::camel_case;

/// No more words than these: what comes behind them is text.
const MAX_WORDS: usize = 512;
/// No longer ones, in octets.
const MAX_WORD: usize = 32;

/// A list of names of fields, as a way from the root of a tree: its last name, and those that were
/// seen behind it.
#[derive(Debug)]
struct Shape {
    parent: u16,
    name: &'static str,
    behind: Vec<u16>,
}

/// Every shape and every word so far. Shapes are bounded by the types that there are.
#[derive(Debug)]
pub(super) struct Names {
    shapes: Vec<Shape>,
    words: Vec<String>,
}

impl Default for Names {
    fn default() -> Self {
        Self { shapes: vec![Shape { parent: 0, name: "", behind: Vec::new() }], words: Vec::new() }
    }
}

impl Names {
    /// The shape of a struct that has no field yet.
    pub(super) const EMPTY: u16 = 0;

    /// The shape with one more field. `None` when there are more shapes than numbers.
    pub(super) fn with_field(&mut self, shape: u16, name: &'static str) -> Option<u16> {
        let known = self.shapes.get(usize::from(shape))?;
        let same = |other: &Shape| std::ptr::eq(other.name, name);
        for next in &known.behind {
            if self.shapes.get(usize::from(*next)).is_some_and(same) {
                return Some(*next);
            }
        }
        let new = u16::try_from(self.shapes.len()).ok()?;
        self.shapes.push(Shape { parent: shape, name, behind: Vec::new() });
        self.shapes.get_mut(usize::from(shape))?.behind.push(new);
        Some(new)
    }

    /// The number of a word, which may be new; `None` for what had better be text.
    pub(super) fn word(&mut self, text: &str) -> Option<u16> {
        if let Some(known) = self.words.iter().position(|word| word == text) {
            return u16::try_from(known).ok();
        }
        if self.words.len() >= MAX_WORDS || text.len() > MAX_WORD {
            return None;
        }
        self.words.push(text.to_owned());
        u16::try_from(self.words.len().saturating_sub(1)).ok()
    }

    /// How many shapes and words there are.
    pub(super) fn counts(&self) -> (u16, u16) {
        let count = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
        (count(self.shapes.len()), count(self.words.len()))
    }

    /// The names of the fields of all shapes from this one on, and all words from that one on.
    pub(super) fn from(&self, shape: u32, word: u32) -> (Vec<Vec<String>>, Vec<String>) {
        let skipped = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        let shapes = self.shapes.iter().skip(skipped(shape)).map(|shape| self.fields(shape));
        let words = self.words.iter().skip(skipped(word)).cloned();
        (shapes.collect(), words.collect())
    }

    fn fields<'n>(&'n self, mut shape: &'n Shape) -> Vec<String> {
        let mut names = Vec::new();
        while !shape.name.is_empty() {
            names.push(camel_case(shape.name));
            let Some(parent) = self.shapes.get(usize::from(shape.parent)) else { break };
            shape = parent;
        }
        names.reverse();
        names
    }
}
