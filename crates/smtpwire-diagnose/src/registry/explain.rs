//! One reply explained: all the evidence weighed.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use smtpwire::{Code, EnhancedCode, Severity};

use super::enhanced_codes::{
    EnhancedCodeEntry, Texts, class_failure, enhanced_code, subject_category, subject_failure,
    subject_success,
};
use super::notes;
use super::reply_codes::{ReplyCodeEntry, reply_code};
use super::text::{self, BLOCKLISTED, Blocklist, Context, Placement, READ_AT_MOST, Topic, Words};
use super::vendor::vendor_code;
use super::{Category, Class, Retry, Vendor};

/// What decided the explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Evidence {
    /// The reply's words.
    Text,
    /// A status code as the named provider uses it.
    VendorCode,
    /// The enhanced status code.
    EnhancedCode,
    /// The subject of an enhanced status code whose detail nobody registered.
    Subject,
    /// The reply code.
    ReplyCode,
    /// The reply code's first digit.
    FirstDigit,
    /// Nothing that was given is known.
    Nothing,
}

/// What a reply means, why it came, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The reply code that was given.
    #[serde(serialize_with = "as_number")]
    pub code: Option<Code>,
    /// The enhanced status code that was given or stood in the text.
    #[serde(serialize_with = "as_text")]
    pub enhanced: Option<EnhancedCode>,
    /// How final it is.
    pub class: Class,
    /// What kind of trouble it is; [`Category::Other`] for successes.
    pub category: Category,
    /// What the server said, in plain words.
    pub meaning: Cow<'static, str>,
    /// The most likely reason.
    pub cause: Cow<'static, str>,
    /// The next step.
    pub remedy: Cow<'static, str>,
    /// What a sending program should do.
    pub retry: Retry,
    /// The RFC that speaks of it, if one does.
    pub rfc: Option<&'static str>,
    /// What decided.
    pub evidence: Evidence,
    /// The id of the topic that the words named.
    pub topic: Option<&'static str>,
    /// The provider that the reply names.
    pub vendor: Option<Vendor>,
    /// The blocklist that the reply names.
    pub blocklist: Option<&'static str>,
    /// What else a reader should know; whole sentences.
    pub notes: Vec<Cow<'static, str>>,
}

/// Explains a reply from its parts.
///
/// The words decide where they say something exact; then the enhanced status code, as the named
/// provider uses it; then the reply code; then its first digit (RFC 5321 section 4.2, RFC 3463
/// section 2). When code and enhanced code disagree about the class, the reply code is right.
///
/// Without `enhanced`, one is looked for in the text. The text is untrusted: at most 4096 octets
/// of it are read, and none of it comes back.
///
/// ```
/// use smtpwire::Code;
/// use smtpwire_diagnose::registry::{Category, Retry, explain};
/// let reply = explain(Code::new(450), None, "4.2.0 Greylisted, see http://example.org");
/// assert_eq!(reply.category, Category::Greylist);
/// assert_eq!(reply.retry, Retry::RetryLater);
/// ```
pub fn explain(code: Option<Code>, enhanced: Option<EnhancedCode>, text: &str) -> Explanation {
    let found = if enhanced.is_none() { text::find_enhanced(cut(text)) } else { None };
    let reply = Reply::read(code, enhanced.or(found.map(|(code, _)| code)), text);
    let verdict = if matches!(reply.context.class, Class::Success | Class::Intermediate) {
        reply.success()
    } else {
        reply.failure()
    };
    reply.explanation(verdict, found.map(|(_, place)| place), text.len() > READ_AT_MOST)
}

/// Explains a whole reply, one line or several, as it stands in a log: `550-5.1.1 …`.
///
/// A text that does not begin with a reply code is explained by its words alone.
///
/// ```
/// use smtpwire_diagnose::registry::{Category, explain_reply};
/// let reply = explain_reply("550-5.1.1 The account that you tried to reach\r\n550 5.1.1 does not exist.");
/// assert_eq!(reply.category, Category::BadMailbox);
/// assert_eq!(reply.code.map(smtpwire::Code::get), Some(550));
/// ```
pub fn explain_reply(reply: &str) -> Explanation {
    let reply = reply.trim_ascii();
    let split = |line: &'_ str| -> Option<(u16, usize)> {
        let digits = line.get(..3)?;
        let number = digits.bytes().all(|octet| octet.is_ascii_digit()).then(|| digits.parse())?;
        let length = match line.as_bytes().get(3) {
            None => 3,
            Some(b' ' | b'-' | b'\t') => 4,
            Some(_) => return None,
        };
        Some((number.ok()?, length))
    };
    let Some((number, _)) = split(cut(reply)) else {
        return explain(None, None, reply);
    };
    let text: Vec<&str> = cut(reply)
        .lines()
        .map(|line| match split(line) {
            Some((same, length)) if same == number => line.get(length..).unwrap_or_default(),
            _ => line,
        })
        .collect();
    let mut explanation = explain(Code::new(number), None, &text.join("\n"));
    if explanation.code.is_none() {
        explanation.notes.push(Cow::Borrowed(notes::OUT_OF_RANGE));
    }
    if reply.len() > READ_AT_MOST {
        explanation.notes.push(Cow::Borrowed(notes::CUT_OFF));
    }
    explanation
}

/// The part of a text that is read.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(READ_AT_MOST);
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}

/// Everything known of the reply before it is weighed.
struct Reply {
    code: Option<Code>,
    enhanced: Option<EnhancedCode>,
    context: Context,
    words: Words,
    code_entry: Option<&'static ReplyCodeEntry>,
    enhanced_entry: Option<&'static EnhancedCodeEntry>,
}

/// What was concluded.
struct Verdict {
    evidence: Evidence,
    category: Category,
    texts: Texts,
    rfc: Option<&'static str>,
    topic: Option<&'static Topic>,
    blocklist: Option<&'static Blocklist>,
}

impl Verdict {
    fn new(evidence: Evidence, category: Category, texts: Texts) -> Self {
        Self { evidence, category, texts, rfc: None, topic: None, blocklist: None }
    }

    fn rfc(mut self, rfc: Option<&'static str>) -> Self {
        self.rfc = rfc;
        self
    }
}

impl Reply {
    fn read(code: Option<Code>, enhanced: Option<EnhancedCode>, text: &str) -> Self {
        let words = Words::read(text);
        let class = match (code.map(Code::severity), enhanced.map(EnhancedCode::class)) {
            (Some(Severity::PositiveCompletion), _) | (None, Some(2)) => Class::Success,
            (Some(Severity::PositiveIntermediate), _) => Class::Intermediate,
            (Some(Severity::TransientNegative), _) | (None, Some(4)) => Class::Transient,
            (Some(Severity::PermanentNegative), _) | (None, Some(_)) => Class::Permanent,
            (None, None) => Class::Unknown,
        };
        let vendor = text::vendor_in(&words);
        let number = code.map(Code::get);
        Self {
            code,
            enhanced,
            context: Context { class, code: number, enhanced, vendor },
            words,
            code_entry: number.and_then(reply_code),
            enhanced_entry: enhanced.and_then(|code| enhanced_code(code.subject(), code.detail())),
        }
    }

    fn success(&self) -> Verdict {
        let class = self.context.class;
        let exact = self.enhanced_entry.filter(|entry| {
            class == Class::Success && !entry.is_vague() && entry.success.is_some()
        });
        if let Some(entry) = exact {
            return Verdict::new(Evidence::EnhancedCode, Category::Other, entry.advice(class))
                .rfc(Some(entry.rfc));
        }
        if let Some(entry) = self.code_entry {
            return Verdict::new(Evidence::ReplyCode, Category::Other, Texts::of(entry.advice))
                .rfc(entry.rfc);
        }
        match self.enhanced.filter(|_| class == Class::Success) {
            Some(code) => {
                let texts = Texts::of(subject_success(code.subject()));
                Verdict::new(Evidence::Subject, Category::Other, texts)
            }
            None => {
                Verdict::new(Evidence::FirstDigit, Category::Other, Texts::of(class_failure(class)))
            }
        }
    }

    fn failure(&self) -> Verdict {
        self.by_exact_words()
            .or_else(|| self.by_vendor_code())
            .or_else(|| self.by_exact_status())
            .or_else(|| self.by_exact_reply_code())
            .or_else(|| self.by_loose_words())
            .or_else(|| self.by_loose_status())
            .or_else(|| self.by_reply_code())
            .unwrap_or_else(|| self.by_class())
    }

    fn by_exact_words(&self) -> Option<Verdict> {
        let listed = text::listed_in(&self.words);
        match text::specific(&self.words, self.context) {
            Some(topic) => Some(Self::by_topic(topic, listed)),
            None => listed.map(|_| Self::by_topic(&BLOCKLISTED, listed)),
        }
    }

    fn by_topic(topic: &'static Topic, listed: Option<&'static Blocklist>) -> Verdict {
        let mut verdict =
            Verdict::new(Evidence::Text, topic.category, Texts::of(topic.advice)).rfc(topic.rfc);
        verdict.topic = Some(topic);
        if let Some(list) = listed.filter(|_| topic.category == Category::Reputation) {
            verdict.blocklist = Some(list);
            let remedy = format!("{} {}", topic.advice.remedy, list.look_up);
            verdict.texts.remedy = Cow::Owned(remedy);
            if topic.id == BLOCKLISTED.id {
                let meaning = format!(
                    "The sending IP address or domain stands on the blocklist {}.",
                    list.name
                );
                verdict.texts.meaning = Cow::Owned(meaning);
            }
        }
        verdict
    }

    fn by_vendor_code(&self) -> Option<Verdict> {
        let code = self.enhanced?;
        let entry = vendor_code(self.context.vendor, code.subject(), code.detail())
            .or_else(|| vendor_code(None, code.subject(), code.detail()))?;
        Some(Verdict::new(Evidence::VendorCode, entry.category, Texts::of(entry.advice)))
    }

    /// A registered code with an exact meaning, in a reply where it has that meaning.
    fn by_exact_status(&self) -> Option<Verdict> {
        let entry = self.enhanced_entry.filter(|entry| !entry.is_vague())?;
        if self.is_out_of_place(entry) { None } else { Some(self.by_status(entry)) }
    }

    /// A reply to AUTH with a code about something else (Gmail's `530 5.5.1`), and a code about
    /// logins in a reply that is not to AUTH (filters write `554 5.7.9`): the number is guesswork.
    fn is_out_of_place(&self, entry: &EnhancedCodeEntry) -> bool {
        let Some(code) = self.context.code else { return false };
        if matches!(code, 520..=539) {
            return entry.subject != 7;
        }
        entry.subject == 7
            && matches!(entry.detail, 8..=13)
            && !matches!(code, 421 | 432 | 451 | 454 | 504)
            && !entry.reply_codes.contains(&code)
    }

    fn by_status(&self, entry: &'static EnhancedCodeEntry) -> Verdict {
        let texts = entry.advice(self.context.class);
        Verdict::new(Evidence::EnhancedCode, entry.category, texts).rfc(Some(entry.rfc))
    }

    /// 421, 45x and 55x are said of everything; other codes have one meaning.
    fn by_exact_reply_code(&self) -> Option<Verdict> {
        match self.context.code? {
            421 | 422 | 450..=452 | 498 | 541 | 542 | 550..=554 | 571 | 591 => None,
            _ => self.by_reply_code(),
        }
    }

    fn by_loose_words(&self) -> Option<Verdict> {
        text::general(&self.words, self.context).map(|topic| Self::by_topic(topic, None))
    }

    /// `X.7.1` and the `X.y.0` codes, and unregistered details by their subject.
    fn by_loose_status(&self) -> Option<Verdict> {
        let code = self.enhanced.filter(|code| code.subject() != 0)?;
        if let Some(entry) = self.enhanced_entry.filter(|entry| !self.is_out_of_place(entry)) {
            return Some(self.by_status(entry));
        }
        if !(1..=7).contains(&code.subject()) {
            return None;
        }
        let texts = Texts::of(subject_failure(code.subject(), self.context.class));
        Some(Verdict::new(Evidence::Subject, subject_category(code.subject()), texts))
    }

    fn by_reply_code(&self) -> Option<Verdict> {
        let entry = self.code_entry?;
        let verdict = Verdict::new(Evidence::ReplyCode, entry.category, Texts::of(entry.advice));
        Some(verdict.rfc(entry.rfc))
    }

    fn by_class(&self) -> Verdict {
        let evidence = if self.context.class == Class::Unknown {
            Evidence::Nothing
        } else {
            Evidence::FirstDigit
        };
        if let Some(entry) = self.enhanced_entry {
            return self.by_status(entry);
        }
        Verdict::new(evidence, Category::Other, Texts::of(class_failure(self.context.class)))
    }

    fn explanation(self, verdict: Verdict, place: Option<Placement>, long: bool) -> Explanation {
        let mut explanation = Explanation {
            code: self.code,
            enhanced: self.enhanced,
            class: self.context.class,
            category: verdict.category,
            meaning: verdict.texts.meaning,
            cause: verdict.texts.cause,
            remedy: verdict.texts.remedy,
            retry: verdict
                .topic
                .and_then(|topic| topic.retry)
                .unwrap_or_else(|| verdict.category.retry(self.context.class)),
            rfc: verdict
                .rfc
                .or(self.enhanced_entry.map(|entry| entry.rfc))
                .or(self.code_entry.and_then(|entry| entry.rfc)),
            evidence: verdict.evidence,
            topic: verdict.topic.map(|topic| topic.id),
            vendor: self.context.vendor,
            blocklist: verdict.blocklist.map(|list| list.name),
            notes: Vec::new(),
        };
        notes::add(&mut explanation, self.code_entry, self.enhanced_entry, place, long);
        explanation
    }
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn as_number<S: Serializer>(code: &Option<Code>, serializer: S) -> Result<S::Ok, S::Error> {
    code.map(Code::get).serialize(serializer)
}

#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn as_text<S: Serializer>(code: &Option<EnhancedCode>, serializer: S) -> Result<S::Ok, S::Error> {
    code.map(|code| code.to_string()).serialize(serializer)
}
