//! What is told once, and from then on by its number.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use smtpwire::Verb;
use smtpwire_shell::javascript::camel_case;
use smtpwire_shell::{Kind, Waits, values};

use super::replies::Replies;

/// No more words than these that are text: what comes behind them is written out.
const MAX_WORDS: usize = 512;
/// No longer ones, in octets.
const MAX_WORD: usize = 32;

/// The words that there are from the beginning: the kinds of events, what a connection waits for, and
/// the verbs, in the order of their numbers. Where each of the three begins:
const WAITS: usize = Kind::ALL.len();
const VERBS: usize = WAITS + Waits::ALL.len();

/// Declares the shapes of what every session has.
macro_rules! forms {
    ($($form:ident [$($field:literal)+],)+) => {
        /// A struct whose shape is known from the beginning.
        #[derive(Clone, Copy)]
        pub(super) enum Form {
            $($form,)+
        }

        const FORMS: &[&[&str]] = &[$(&[$($field),+],)+];
    };
}

forms! {
    Pumped ["output" "events" "deadline" "waits" "taken"],
    Bare ["type"],
    Answered ["type" "reply"],
    Command ["type" "command" "reply"],
    CommandOf ["type" "command" "verb" "reply"],
    Refused ["type" "verb" "reply"],
    Greeted ["type" "verb" "host"],
    From ["type" "from" "parameters"],
    To ["type" "to" "parameters"],
    Octets ["type" "octets"],
    Size ["type" "size"],
    Whole ["type" "size" "octets"],
}

/// A list of names of fields, as a way from the root of a tree: its last name, and those that were
/// seen behind it.
#[derive(Debug)]
struct Shape {
    parent: u16,
    name: &'static str,
    behind: Vec<u16>,
}

/// What JavaScript knows by its number.
#[derive(Clone, Debug)]
pub(super) enum Word {
    /// A text.
    Text(Cow<'static, str>),
    /// A reply, which is told as a list of its fields.
    Reply(smtpwire::Reply<'static>),
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Reply(reply) => {
                let values::Reply { code, enhanced, lines, text, .. } = reply.into();
                (code, enhanced, lines, text).serialize(serializer)
            }
        }
    }
}

/// Every shape and every word so far. Shapes are bounded by the types that there are, words by their
/// number.
#[derive(Debug)]
pub(super) struct Names {
    shapes: Vec<Shape>,
    forms: Vec<u16>,
    words: Vec<Word>,
    replies: Replies,
}

impl Default for Names {
    fn default() -> Self {
        let kinds = Kind::ALL.iter().map(|kind| kind.name());
        let waits = Waits::ALL.iter().map(|waits| waits.name());
        let verbs = Verb::ALL.iter().map(|verb| values::verb(*verb));
        let words = kinds.chain(waits).chain(verbs).map(|word| Word::Text(word.into()));
        let mut names = Self {
            shapes: vec![Shape { parent: 0, name: "", behind: Vec::new() }],
            forms: Vec::new(),
            words: words.collect(),
            replies: Replies::default(),
        };
        for fields in FORMS {
            let shape =
                fields.iter().try_fold(Self::EMPTY, |shape, field| names.with_field(shape, field));
            names.forms.push(shape.unwrap_or_default());
        }
        names
    }
}

fn number(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// The word of a kind of event.
pub(super) fn kind(kind: Kind) -> u16 {
    number(kind as usize)
}

/// The word of what a connection waits for.
pub(super) fn waits(waits: Waits) -> u16 {
    number(WAITS.saturating_add(waits as usize))
}

/// The word of a verb.
pub(super) fn verb(verb: Verb) -> u16 {
    number(VERBS.saturating_add(verb as usize))
}

impl Names {
    /// The shape of a struct that has no field yet.
    pub(super) const EMPTY: u16 = 0;

    /// The shape of a struct that is known from the beginning.
    pub(super) fn form(&self, form: Form) -> u16 {
        self.forms.get(form as usize).copied().unwrap_or_default()
    }

    /// The shape with one more field. `None` when there are more shapes than numbers.
    pub(super) fn with_field(&mut self, shape: u16, name: &'static str) -> Option<u16> {
        let known = self.shapes.get(usize::from(shape))?;
        for next in &known.behind {
            if self.shapes.get(usize::from(*next)).is_some_and(|other| other.name == name) {
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
        let same = |word: &Word| matches!(word, Word::Text(known) if known == text);
        if let Some(known) = self.words.iter().position(same) {
            return u16::try_from(known).ok();
        }
        if self.words.len() >= MAX_WORDS || text.len() > MAX_WORD {
            return None;
        }
        self.words.push(Word::Text(Cow::Owned(text.to_owned())));
        u16::try_from(self.words.len().saturating_sub(1)).ok()
    }

    /// The number of a reply, where it is one that comes again and again.
    pub(super) fn reply(&mut self, reply: &smtpwire::Reply<'_>) -> Option<u16> {
        let words = &mut self.words;
        self.replies.number(reply, || {
            let number = u16::try_from(words.len()).ok()?;
            words.push(Word::Reply(reply.clone().into_owned()));
            Some(number)
        })
    }

    /// How many shapes and words there are.
    pub(super) fn counts(&self) -> (u16, u16) {
        (number(self.shapes.len()), number(self.words.len()))
    }

    /// The names of the fields of all shapes from this one on, and all words from that one on.
    pub(super) fn from(&self, shape: u32, word: u32) -> (Vec<Vec<String>>, Vec<Word>) {
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
