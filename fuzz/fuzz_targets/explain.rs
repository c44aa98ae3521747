//! Explanations: every reply has one, of our own words, that keeps to the reply code.

#![no_main]

use libfuzzer_sys::fuzz_target;
use smtpwire::{Code, EnhancedCode, Severity};
use smtpwire_diagnose::registry::{Class, Explanation, explain, explain_reply};
use smtpwire_fuzz::Case;

/// What no explanation says of itself.
const STRANGE: &str = "zqxjkv7\u{1b}[2J";

fuzz_target!(|input: &[u8]| {
    let Some(case) = Case::read(input) else { return };
    let text = String::from_utf8_lossy(case.text());
    is_sound(&explain_reply(&text));
    is_sound(&explain_reply(&format!("{text}{STRANGE}")));
    let parsed = explain(code(&text), enhanced(&text), &text);
    is_sound(&parsed);
    assert_eq!(parsed, explain(code(&text), enhanced(&text), &text), "it does not waver");
});

fn is_sound(explanation: &Explanation) {
    let words = [&explanation.meaning, &explanation.cause, &explanation.remedy];
    for word in words.into_iter().chain(&explanation.notes) {
        assert!(!word.contains("zqxjkv7"), "the server's words come back: {word}");
        assert!(!word.contains(|c: char| c.is_control()), "{word:?}");
    }
    assert!(!explanation.meaning.is_empty());
    let Some(code) = explanation.code else { return };
    let class = match code.severity() {
        Severity::PositiveCompletion => Class::Success,
        Severity::PositiveIntermediate => Class::Intermediate,
        Severity::TransientNegative => Class::Transient,
        Severity::PermanentNegative => Class::Permanent,
    };
    assert_eq!(explanation.class, class, "the reply code is right: {explanation:?}");
}

/// Codes out of the text's own octets, so that all of them come up.
fn code(text: &str) -> Option<Code> {
    let [high, low, ..] = text.as_bytes() else { return None };
    Code::new(200 + (u16::from(*high) << 8 | u16::from(*low)) % 420)
}

fn enhanced(text: &str) -> Option<EnhancedCode> {
    let [_, _, class, subject, detail, ..] = text.as_bytes() else { return None };
    EnhancedCode::new(class % 8, u16::from(subject % 10), u16::from(detail % 50))
}
