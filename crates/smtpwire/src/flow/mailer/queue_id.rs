//! The name under which a server has queued a message, read from its final reply.
//!
//! No RFC asks for it, and every server words it in its own way. It is what an operator of that
//! server searches the log for, so it is worth reading where the wording is known.

use alloc::borrow::ToOwned;
use alloc::string::String;

use crate::types::reply::Reply;

/// The longest name that is believed to be one.
const LONGEST: usize = 255;

/// The queue id in a server's final reply, if the reply is positive and its wording is known:
/// Postfix, Exim, Sendmail, `OpenSMTPD`, Exchange, Gmail, qmail, Courier, Haraka, Stalwart,
/// `KumoMTA`, Momentum, Cisco, Amazon SES, Yandex, Dovecot, and those that word it alike.
///
/// ```
/// use smtpwire::Reply;
/// use smtpwire::flow::mailer::queue_id;
/// let (reply, _) = Reply::parse(b"250 2.0.0 Ok: queued as 4Tbx5x0CqKz1\r\n")?.expect("whole");
/// assert_eq!(queue_id(&reply).as_deref(), Some("4Tbx5x0CqKz1"));
/// # Ok::<(), smtpwire::ReplyError>(())
/// ```
pub fn queue_id(reply: &Reply<'_>) -> Option<String> {
    if !reply.code().is_positive() {
        return None;
    }
    let text = reply.text();
    text.lines().find_map(in_line).map(ToOwned::to_owned)
}

fn in_line(line: &str) -> Option<&str> {
    named(line).or_else(|| in_front_of_words(line)).or_else(|| behind_ok(line))
}

/// Ids that words in front of them announce.
fn named(line: &str) -> Option<&str> {
    // Exchange, whose line also says "queued"; the number is the tracking log's.
    if let Some(rest) = after(line, "[internalid=") {
        return token(rest);
    }
    if let Some(rest) = after(line, "queued as ").or_else(|| after(line, "queued with id ")) {
        return token(rest);
    }
    // Yandex names its host in between.
    if let Some(rest) = after(line, "queued on ") {
        let (_, rest) = rest.trim_start().split_once(' ')?;
        return token(after(rest, "as ").unwrap_or(rest));
    }
    // Haraka. hMailServer writes the seconds it took in the same place, with a space.
    if let Some(rest) = after(line, "message queued (") {
        return rest.split_once(')').and_then(|(id, _)| whole(id));
    }
    // Exim, KumoMTA.
    for word in line.split(' ') {
        if let Some(id) = word.strip_prefix("id=").or_else(|| word.strip_prefix("ids=")) {
            return token(id);
        }
    }
    // qmail: the process that queued the message, which its log names.
    let (front, rest) = line.split_once(" qp ")?;
    front.starts_with("ok ").then(|| token(rest)).flatten()
}

/// Ids that stand in front of words that say that the message was accepted.
fn in_front_of_words(line: &str) -> Option<&str> {
    const WORDS: [&str; 3] = [" message accepted", " queued mail for delivery", " saved"];
    for words in WORDS {
        let Some((front, _)) = around(line, words) else { continue };
        let id = whole(front.rsplit(' ').next().unwrap_or_default())?;
        // A word of the sentence holds no digit; an id without one is not known.
        return has_digit(id).then_some(id);
    }
    // Cisco's mail gateway.
    let (_, rest) = around(line, "message ")?;
    let (id, rest) = rest.split_once(' ')?;
    (rest.starts_with("accepted") && has_digit(id)).then(|| whole(id)).flatten()
}

/// Ids behind a plain `OK`.
fn behind_ok(line: &str) -> Option<&str> {
    let rest = after(line, "ok").filter(|_| starts_with(line, "ok"))?;
    let rest = rest.trim_start_matches(['.', ':', ',']);
    if !rest.starts_with(' ') {
        return None;
    }
    // Gmail: a time, the id, and who it is.
    if let Some(front) = rest.strip_suffix(" - gsmtp") {
        return front.rsplit(' ').next().and_then(whole);
    }
    // Amazon SES, Momentum, Courier: the id and nothing else.
    let id = whole(rest.trim())?;
    (id.len() >= 8 && has_digit(id)).then_some(id)
}

/// The line in front of and behind the first place where these words stand, in any case.
fn around<'l>(line: &'l str, words: &str) -> Option<(&'l str, &'l str)> {
    (0..line.len()).find_map(|at| {
        let (front, rest) = line.split_at_checked(at)?;
        let (found, behind) = rest.split_at_checked(words.len())?;
        found.eq_ignore_ascii_case(words).then_some((front, behind))
    })
}

fn after<'l>(line: &'l str, words: &str) -> Option<&'l str> {
    around(line, words).map(|(_, behind)| behind)
}

fn starts_with(line: &str, words: &str) -> bool {
    line.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
}

/// The first word, without the punctuation around it.
fn token(text: &str) -> Option<&str> {
    let end = text.find([' ', ',', ';', ']', ')', '\t']).unwrap_or(text.len());
    whole(text.get(..end)?)
}

/// A text that is an id as a whole, once the punctuation around it is off.
fn whole(text: &str) -> Option<&str> {
    let id = text.trim_matches(['<', '>', '.', ',', ':', ';', '"', '\'']);
    let printable = id.bytes().all(|octet| octet.is_ascii_graphic());
    (!id.is_empty() && id.len() <= LONGEST && printable).then_some(id)
}

fn has_digit(id: &str) -> bool {
    id.bytes().any(|octet| octet.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    fn id(text: &str) -> Option<String> {
        let wire = format!("250 {text}\r\n");
        queue_id(&Reply::parse(wire.as_bytes()).unwrap().unwrap().0)
    }

    #[test]
    fn the_id_is_found_where_each_server_puts_it() {
        for (text, expected) in [
            ("2.0.0 Ok: queued as 4Tbx5x0CqKz1", "4Tbx5x0CqKz1"),
            ("2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as B0C1D2", "B0C1D2"),
            ("OK id=1tAbCd-000000001Xy-2zQr", "1tAbCd-000000001Xy-2zQr"),
            ("OK ids=d7ef132b5d7711ea8c8c000c29c33806", "d7ef132b5d7711ea8c8c000c29c33806"),
            ("2.0.0 4AM3d2Xy012345 Message accepted for delivery", "4AM3d2Xy012345"),
            ("2.0.0 1a2b3c4d Message accepted for delivery", "1a2b3c4d"),
            ("2.0.0 OK  1732241234 a1-20020a17si123456plr.45 - gsmtp", "a1-20020a17si123456plr.45"),
            ("2.0.0 OK 1732241234 ffacd0b-38si7pjb.12 - gsmtp", "ffacd0b-38si7pjb.12"),
            (
                "2.6.0 <m1@host.example> [InternalId=1234567890123, Hostname=A.example] 9 bytes in 0.1, 1 KB/sec Queued mail for delivery",
                "1234567890123",
            ),
            ("2.6.0  <m1@host.example> Queued mail for delivery", "m1@host.example"),
            ("ok 1732241234 qp 4711", "4711"),
            ("Ok 0100018c2f3e-11aa-22bb-000000", "0100018c2f3e-11aa-22bb-000000"),
            ("2.0.0 OK 5A/01-12345-6789ABCD", "5A/01-12345-6789ABCD"),
            (
                "Ok. 0000000000A1B2C3.00000000673FE.00001234",
                "0000000000A1B2C3.00000000673FE.00001234",
            ),
            ("Message Queued (5E6F0A1B-C2D3.1)", "5E6F0A1B-C2D3.1"),
            ("2.0.0 Message queued with id 1f2e3d4c5b6a.", "1f2e3d4c5b6a"),
            ("ok:  Message 123456 accepted", "123456"),
            ("2.0.0 Ok: queued on mx1.example.net as 1732241234-abCD", "1732241234-abCD"),
            ("2.0.0 Ok: queued on mx1.example.net 1732241234-abCD", "1732241234-abCD"),
            ("2.0.0 <jo@example.com> kGt2Jq9aQGfDWgAA Saved", "kGt2Jq9aQGfDWgAA"),
        ] {
            assert_eq!(id(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn words_of_a_sentence_are_no_id() {
        for text in [
            "",
            "OK",
            "2.0.0 Ok",
            "ok dirdel",
            "OK, thanks",
            "2.0.0 Message accepted for delivery",
            "Message accepted for delivery",
            "2.0.0 Ok: queued",
            "Queued (0.030 seconds)",
            "Message Queued (0.030 seconds)",
            "2.6.0 message received",
            "Requested mail action okay, completed",
            "2.1.5 OK id",
            "queued as ",
            "qp 1",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
    }

    #[test]
    fn a_refusal_names_no_queue() {
        let reply = Reply::parse(b"554 5.7.1 Spam, queued as 1A2B3C\r\n").unwrap().unwrap().0;
        assert_eq!(queue_id(&reply), None);
    }

    #[test]
    fn the_id_may_stand_in_any_line() {
        let wire = b"250-2.0.0 Thank you\r\n250 2.0.0 Ok: queued as 1A2B3C\r\n";
        let reply = Reply::parse(wire).unwrap().unwrap().0;
        assert_eq!(queue_id(&reply).as_deref(), Some("1A2B3C"));
    }
}
