//! A reply's text as plain lower-case words, so that phrases match whatever stands between them.

/// How much of a text is read, in octets. What servers say fits easily; what attackers send does
/// not get to cost more.
pub(in crate::registry) const READ_AT_MOST: usize = 4096;

/// Lower-case words with one space before, between and after them.
///
/// Left out are mail addresses (their words are the correspondents', not the server's), enhanced
/// status codes and repeated reply codes (they cut sentences apart in multi-line replies), and
/// apostrophes, so that `doesn't` and `doesnt` are one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::registry) struct Words {
    text: String,
    /// Which two octets begin a word, one bit each by [`bit`]. A thousand phrases are tried on
    /// each reply; this turns nearly all of them away without a search.
    beginnings: [u64; 16],
}

impl Words {
    /// Reads at most [`READ_AT_MOST`] octets.
    pub(in crate::registry) fn read(text: &str) -> Self {
        let mut end = text.len().min(READ_AT_MOST);
        while !text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let mut words = String::with_capacity(end.saturating_add(2));
        words.push(' ');
        for token in text.get(..end).unwrap_or_default().split_ascii_whitespace() {
            if !(is_address(token) || is_status(token)) {
                push_words(&mut words, token);
            }
        }
        let mut beginnings = [0; 16];
        for window in words.as_bytes().windows(3) {
            if let &[b' ', first, second] = window {
                let (word, bit) = bit(first, second);
                if let Some(bits) = beginnings.get_mut(word) {
                    *bits |= bit;
                }
            }
        }
        Self { text: words, beginnings }
    }

    /// Whether a word may begin with what this phrase begins with; `false` is certain.
    pub(super) fn may_begin(&self, phrase: &str) -> bool {
        let &[first, second, ..] = phrase.as_bytes() else { return true };
        let (word, bit) = bit(first, second);
        self.beginnings.get(word).is_none_or(|bits| bits & bit != 0)
    }

    /// The words, with a space at both ends.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

/// The place of a pair of octets in [`Words::beginnings`]: which word, which bit.
fn bit(first: u8, second: u8) -> (usize, u64) {
    let hash = (usize::from(first) << 5) ^ usize::from(second);
    ((hash >> 6) & 15, 1 << (hash & 63))
}

fn push_words(words: &mut String, token: &str) {
    for character in token.chars() {
        match character {
            '\'' | '\u{2019}' => {}
            'A'..='Z' => words.push(character.to_ascii_lowercase()),
            'a'..='z' | '0'..='9' => words.push(character),
            _ if !character.is_ascii() => words.push(character),
            _ => end_word(words),
        }
    }
    end_word(words);
}

fn end_word(words: &mut String) {
    if !words.ends_with(' ') {
        words.push(' ');
    }
}

/// `<user@example.org>:` and the like; a URL that holds an `@` is kept.
fn is_address(token: &str) -> bool {
    token.contains('@') && !token.contains("://")
}

/// `5.7.1`, `550-5.7.1` or `550-`, as multi-line replies repeat them.
fn is_status(token: &str) -> bool {
    let token = match token.as_bytes() {
        [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9', b'-', ..] => token.get(4..).unwrap_or_default(),
        _ => token,
    };
    token.is_empty()
        || (token.bytes().filter(|&octet| octet == b'.').count() == 2
            && token.starts_with(['2', '4', '5'])
            && token.bytes().all(|octet| octet == b'.' || octet.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_case_and_apostrophes_do_not_matter() {
        let words = Words::read("5.1.1 User-Unknown: it DOESN'T   exist\r\n");
        assert_eq!(words.as_str(), " user unknown it doesnt exist ");
    }

    #[test]
    fn mail_addresses_are_not_evidence() {
        let words = Words::read("<spam.virus@example.org>: Recipient address rejected");
        assert_eq!(words.as_str(), " recipient address rejected ");
    }

    #[test]
    fn a_sentence_over_several_reply_lines_is_one_sentence() {
        let words =
            Words::read("550-5.7.26 the sender is\r\n550-5.7.26 unauthenticated\r\n550 5.7.26 x");
        assert_eq!(words.as_str(), " the sender is unauthenticated 550 x ");
    }

    #[test]
    fn no_more_than_the_limit_is_read_and_characters_stay_whole() {
        let words = Words::read(&"é".repeat(READ_AT_MOST));
        assert!(words.as_str().len() <= READ_AT_MOST + 2);
        let odd = Words::read(&format!("a{}", "é".repeat(READ_AT_MOST)));
        assert!(odd.as_str().len() <= READ_AT_MOST + 2);
    }
}
