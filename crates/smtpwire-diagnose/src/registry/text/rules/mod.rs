//! The table of phrases: which words, said by which servers, tell of which topic.
//!
//! The first row that matches decides, so exact rows stand before loose ones. Words that say
//! more than any code stand in [`specific`]; words that only help when the codes say nothing
//! ("policy", "blocked", "try again later") stand in [`general`].

mod general;
mod provider_codes;
mod specific;

use smtpwire::EnhancedCode;

use super::phrase::says;
use super::{Topic, Words};
use crate::registry::{Class, Vendor};

/// When a row applies at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Always,
    Transient,
    /// Replies to AUTH: 334 never fails, so 432, 454, 52x and 53x.
    Login,
    /// Exchange Online, by its name or by its code `X.4.1`.
    Microsoft,
}

/// What else is known of the reply while its words are read.
#[derive(Clone, Copy, Debug)]
pub(in crate::registry) struct Context {
    pub(in crate::registry) class: Class,
    pub(in crate::registry) code: Option<u16>,
    pub(in crate::registry) enhanced: Option<EnhancedCode>,
    pub(in crate::registry) vendor: Option<Vendor>,
}

impl Context {
    fn allows(self, when: When) -> bool {
        match when {
            When::Always => true,
            When::Transient => self.class == Class::Transient,
            When::Login => matches!(self.code, Some(432 | 454 | 520..=539)),
            When::Microsoft => {
                self.vendor == Some(Vendor::Microsoft)
                    || self.enhanced.is_some_and(|code| (code.subject(), code.detail()) == (4, 1))
            }
        }
    }
}

struct Rule {
    topic: &'static Topic,
    when: When,
    phrases: &'static [&'static str],
}

const fn rule(topic: &'static Topic, phrases: &'static [&'static str]) -> Rule {
    Rule { topic, when: When::Always, phrases }
}

const fn only(when: When, topic: &'static Topic, phrases: &'static [&'static str]) -> Rule {
    Rule { topic, when, phrases }
}

/// What the words say beyond doubt.
pub(in crate::registry) fn specific(words: &Words, context: Context) -> Option<&'static Topic> {
    first(provider_codes::RULES, words, context)
        .or_else(|| specific::RULES.iter().find_map(|rules| first(rules, words, context)))
}

/// What the words say when the codes say nothing.
pub(in crate::registry) fn general(words: &Words, context: Context) -> Option<&'static Topic> {
    first(general::RULES, words, context)
}

fn first(rules: &[Rule], words: &Words, context: Context) -> Option<&'static Topic> {
    rules
        .iter()
        .filter(|rule| context.allows(rule.when))
        .find(|rule| rule.phrases.iter().any(|phrase| says(words, phrase)))
        .map(|rule| rule.topic)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::registry::topics;

    fn every_rule() -> impl Iterator<Item = &'static Rule> {
        let tables = [provider_codes::RULES, general::RULES];
        tables.into_iter().chain(specific::RULES).flatten()
    }

    #[test]
    fn every_phrase_is_written_so_that_it_can_match() {
        for rule in every_rule() {
            let mut seen = HashSet::new();
            for phrase in rule.phrases {
                assert!(seen.insert(phrase), "{} says {phrase:?} twice", rule.topic.id);
                let plain = phrase.replace('*', "").replace(" .. ", " between ");
                assert!(says(&Words::read(&plain), phrase), "{phrase:?} never matches");
                let alphabet = |letter: char| {
                    letter.is_ascii_lowercase() || letter.is_ascii_digit() || " *.".contains(letter)
                };
                assert!(phrase.chars().all(alphabet), "{phrase:?} has other characters");
            }
        }
    }

    #[test]
    fn every_topic_is_reached_by_some_words() {
        let reached: HashSet<_> = every_rule().map(|rule| rule.topic.id).collect();
        for topic in topics() {
            assert!(reached.contains(topic.id), "no words lead to {}", topic.id);
        }
    }

    #[test]
    fn a_phrase_behind_a_broader_one_of_another_topic_is_not_dead() {
        let context = Context { class: Class::Transient, code: None, enhanced: None, vendor: None };
        for rule in specific::RULES.into_iter().flatten().filter(|rule| rule.when == When::Always) {
            let alive = rule.phrases.iter().any(|phrase| {
                let plain = phrase.replace('*', "").replace(" .. ", " between ");
                specific(&Words::read(&plain), context) == Some(rule.topic)
            });
            assert!(alive, "no phrase of {} is ever reached", rule.topic.id);
        }
    }
}
