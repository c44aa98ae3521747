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
    first(provider_codes::RULES, words, context).or_else(|| first(specific::RULES, words, context))
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
