//! `--reject PATTERN[=REPLY]`: addresses that are refused.

use std::str::FromStr;

use smtpwire::{ForwardPath, Reply, ReversePath};
use wildmatch::WildMatch;

use super::reply;

/// Addresses that are refused, and how.
#[derive(Clone, Debug)]
pub(crate) struct Reject {
    side: Option<Side>,
    pattern: WildMatch,
    reply: Option<Reply<'static>>,
}

/// Whose address a pattern is about; both when there is no prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    From,
    To,
}

impl FromStr for Reject {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (pattern, reply) = split(text);
        let reply = reply.map(reply::read).transpose()?;
        if reply.as_ref().is_some_and(|reply| reply.code().get() < 400) {
            return Err("who is refused gets a 4yz or a 5yz reply".into());
        }
        let (side, pattern) = if let Some(rest) = pattern.strip_prefix("from:") {
            (Some(Side::From), rest)
        } else if let Some(rest) = pattern.strip_prefix("to:") {
            (Some(Side::To), rest)
        } else {
            (None, pattern)
        };
        if pattern.is_empty() {
            return Err(
                "the pattern is empty; `*` stands for every address, `<>` for the null sender"
                    .into(),
            );
        }
        Ok(Self { side, pattern: WildMatch::new_case_insensitive(pattern), reply })
    }
}

/// Parts pattern and reply at the first `=` behind which a 4yz or 5yz code stands alone: addresses
/// hold `=` as well.
fn split(text: &str) -> (&str, Option<&str>) {
    for (at, _) in text.match_indices('=') {
        let (pattern, behind) = (&text[..at], &text[at + 1..]);
        let code = behind.split(' ').next().unwrap_or_default();
        if code.len() == 3 && code.bytes().all(|octet| octet.is_ascii_digit()) {
            return (pattern, Some(behind));
        }
    }
    (text, None)
}

impl Reject {
    /// The reply to this sender, if it is refused.
    pub(crate) fn sender(&self, path: &ReversePath<'_>) -> Option<Reply<'static>> {
        let address = match path {
            ReversePath::Null => "<>".to_owned(),
            ReversePath::Mailbox(mailbox) => mailbox.to_string(),
        };
        self.answer(Side::From, &address, "550 5.7.1 This sender is refused here")
    }

    /// The reply to this recipient, if it is refused.
    pub(crate) fn recipient(&self, path: &ForwardPath<'_>) -> Option<Reply<'static>> {
        let address = match path {
            ForwardPath::Postmaster => "Postmaster".to_owned(),
            ForwardPath::Mailbox(mailbox) => mailbox.to_string(),
        };
        self.answer(Side::To, &address, "550 5.1.1 This recipient is refused here")
    }

    fn answer(&self, side: Side, address: &str, otherwise: &str) -> Option<Reply<'static>> {
        let concerns = self.side.is_none_or(|asked| asked == side);
        if !concerns || !self.pattern.matches(address) {
            return None;
        }
        self.reply.clone().or_else(|| reply::read(otherwise).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(reject: &str, path: &str) -> Option<String> {
        let path = ReversePath::parse(path).expect(path);
        reject.parse::<Reject>().expect(reject).sender(&path).map(|reply| reply.to_string())
    }

    fn recipient(reject: &str, path: &str) -> Option<String> {
        let path = ForwardPath::parse(path).expect(path);
        reject.parse::<Reject>().expect(reject).recipient(&path).map(|reply| reply.to_string())
    }

    #[test]
    fn a_pattern_without_prefix_is_about_senders_and_recipients() {
        assert!(sender("*@spam.example", "<a@Spam.Example>").is_some());
        assert!(recipient("*@spam.example", "<a@spam.example>").is_some());
        assert!(sender("*@spam.example", "<a@ham.example>").is_none());
    }

    #[test]
    fn a_prefix_says_whose_address_is_meant() {
        assert!(sender("to:*", "<a@b.example>").is_none());
        assert!(recipient("from:*", "<a@b.example>").is_none());
        assert!(sender("from:<>", "<>").is_some());
        assert!(sender("from:*@*", "<>").is_none());
        assert!(recipient("to:postmaster", "<Postmaster>").is_some());
    }

    #[test]
    fn the_reply_may_be_given_and_an_equals_sign_in_an_address_is_none() {
        let shown = recipient("to:jo@b.example=450 4.2.1 busy", "<jo@b.example>");
        assert_eq!(shown.as_deref(), Some("450 4.2.1 busy"));
        let shown = sender("list-jo=*@b.example=550", "<list-jo=c.example@b.example>");
        assert!(shown.is_some_and(|reply| reply.starts_with("550 ")));
        assert!(sender("list-jo=*@b.example", "<list-jo=c.example@b.example>").is_some());
        assert!("x@b.example=250 fine".parse::<Reject>().is_err());
        assert!("to:".parse::<Reject>().is_err());
    }

    #[test]
    fn address_literals_need_no_quoting() {
        assert!(recipient("*@[192.0.2.*]", "<jo@[192.0.2.7]>").is_some());
    }
}
