//! Content sent after DATA: its lines, and where it ends.

use smtpwire::types::parameter::Body;
use smtpwire::{Command, Verb};

use super::answer::Answer;
use super::dialog::{Asked, Dialog};
use super::line::Line;
use super::report::Place;
use super::walk::end_of;
use super::{Severity, rules};
use crate::transcript::LineEnd;

/// The longest text line without its CRLF (RFC 5321 section 4.5.3.1.6).
const LONGEST_TEXT: usize = 998;

/// Content that is under way.
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub(super) struct Content<'t> {
    /// Lines of it are not shown.
    pub(super) elided: bool,
    first: Option<Line<'t>>,
    last: Option<Line<'t>>,
    /// The line before ended in something else than CRLF.
    barely: bool,
    header: Header,
    reported: Reported,
}

/// What has been seen of the message's header.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
struct Header {
    begun: bool,
    done: bool,
    date: bool,
    from: bool,
}

/// What was complained about in this message; once each is enough.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
struct Reported {
    bare_lf: bool,
    bare_cr: bool,
    nul: bool,
    eight_bit: bool,
    utf8_header: bool,
}

/// The server asked for content.
pub(super) fn begin(dialog: &mut Dialog<'_, '_>) {
    if dialog.content.is_some() {
        return;
    }
    dialog.content = Some(Content {
        elided: false,
        first: None,
        last: None,
        barely: false,
        header: Header::default(),
        reported: Reported::default(),
    });
}

/// A line that is no command while DATA waits for its reply is content; whether it was.
pub(super) fn begins_early<'t>(dialog: &mut Dialog<'_, 't>, line: Line<'t>) -> bool {
    if dialog.pending.back().and_then(Asked::verb) != Some(Verb::Data) {
        return false;
    }
    dialog.find(
        rules::CONTENT_BEFORE_354,
        &line.whole(),
        "The client sends content while DATA is unanswered. If DATA is refused, the server takes \
         this content for commands.",
        "Wait for 354 before the first line of content.",
    );
    begin(dialog);
    self::line(dialog, line);
    true
}

/// One line that the client sent as content.
pub(super) fn line<'t>(dialog: &mut Dialog<'_, 't>, line: Line<'t>) {
    let Some(mut content) = dialog.content.take() else { return };
    if line.text == b"." {
        let clean = !content.barely && !matches!(line.end, LineEnd::BareLf | LineEnd::BareCr);
        if clean {
            ended(dialog, &content, &line.whole());
            return;
        }
        look_alike(dialog, line);
    } else {
        form(dialog, &mut content, line);
        header(dialog, &mut content, line);
        eight_bit(dialog, &mut content, line);
    }
    line_end(dialog, &mut content, line);
    content.barely = matches!(line.end, LineEnd::BareLf | LineEnd::BareCr);
    content.first = content.first.or(Some(line));
    content.last = Some(line);
    dialog.content = Some(content);
}

/// The content is complete; the server owes its replies.
fn ended<'t>(dialog: &mut Dialog<'_, 't>, content: &Content<'t>, end: &Place<'t>) {
    let header = &content.header;
    if let Some(first) = content.first
        && header.begun
        && !content.elided
        && !(header.date && header.from)
    {
        let missing = match (header.date, header.from) {
            (false, false) => "Date and From fields",
            (false, true) => "Date field",
            _ => "From field",
        };
        dialog.find(
            rules::HEADER_INCOMPLETE,
            &first.whole(),
            format!("The message has no {missing}; every message needs Date and From."),
            "Let the program that writes the message add them. Filters take their absence for a \
             sign of spam.",
        );
    }
    await_replies(dialog, end);
}

fn await_replies<'t>(dialog: &mut Dialog<'_, 't>, end: &Place<'t>) {
    let replies = if dialog.lmtp { dialog.transaction.accepted.max(1) } else { 1 };
    for at in 0..replies {
        dialog.pending.push_back(Asked::Content { end: end.clone(), first: at == 0 });
    }
    dialog.client = dialog.client.map(|_| smtpwire::flow::order::after_content());
}

/// The server replies while content is not ended.
pub(super) fn answered_early<'t>(dialog: &mut Dialog<'_, 't>, answer: &Answer<'t>) {
    if matches!(dialog.pending.front(), Some(Asked::Command(sent)) if sent.verb == Verb::Data) {
        // The reply to a DATA whose content was sent too early.
        if answer.code() != 354 {
            dialog.content = None;
        }
        return;
    }
    let Some(content) = dialog.content.take() else { return };
    let end = content.last.map(Line::whole).or_else(|| answer.place());
    let Some(end) = end else { return };
    if !content.elided && answer.code() != 421 && !dialog.loose {
        let command = content.last.is_some_and(|line| {
            matches!(
                Command::parse(line.text),
                Ok(Command::Quit | Command::Mail(_) | Command::Rset)
            )
        });
        dialog.find(
            rules::END_OF_DATA_MISSING,
            &end,
            if command {
                "A command stands here before the line with a lone dot, so the server takes it \
                 for a line of the message."
            } else {
                "The server answers, and the line with a lone dot that ends the content was not \
                 seen."
            },
            "End the content with CRLF, a dot and CRLF. If the transcript leaves that line out, \
             nothing is wrong.",
        );
    }
    await_replies(dialog, &end);
}

fn look_alike(dialog: &mut Dialog<'_, '_>, line: Line<'_>) {
    dialog.find(
        rules::END_OF_DATA_LOOK_ALIKE,
        &line.whole(),
        "A dot stands alone between line ends that are not both CRLF. Some servers end the \
         message here and take what follows as commands: that is how mail is smuggled past \
         checks.",
        "The client must send CRLF line ends only, and double each dot at the start of a line. \
         The server must end content at CRLF.CRLF alone and refuse bare LF and CR (Postfix: \
         smtpd_forbid_bare_newline).",
    );
}

/// Line ends, NUL, length, dots.
fn form<'t>(dialog: &mut Dialog<'_, 't>, content: &mut Content<'t>, line: Line<'t>) {
    let binary = dialog.transaction.body == Body::BinaryMime;
    if let Some(at) = memchr::memchr(0, line.text).filter(|_| !content.reported.nul && !binary) {
        content.reported.nul = true;
        dialog.find(
            rules::NUL_IN_CONTENT,
            &line.at(at..at + 1),
            "NUL is allowed in no message that is sent with DATA.",
            "Recode the part that holds it as base64 or quoted-printable.",
        );
    }
    let stuffed = usize::from(line.text.starts_with(b".."));
    let length = line.text.len() - stuffed;
    if length > LONGEST_TEXT {
        dialog.find(
            rules::TEXT_LINE_TOO_LONG,
            &line.from(LONGEST_TEXT + stuffed),
            format!("The line has {length} octets before its CRLF; 998 are allowed."),
            "Recode the text as quoted-printable or base64, and fold long header fields. Servers \
             break such lines, which breaks DKIM signatures.",
        );
    }
    // Only where line ends are shown are the octets those of the wire.
    let wire = line.end == LineEnd::CrLf;
    if wire && line.text.starts_with(b".") && stuffed == 0 {
        dialog.find(
            rules::DOT_NOT_STUFFED,
            &line.at(0..1),
            "The server takes the first dot of a line away, and this line has but one.",
            "Double each dot at the start of a line of content.",
        );
    }
}

fn line_end<'t>(dialog: &mut Dialog<'_, 't>, content: &mut Content<'t>, line: Line<'t>) {
    let inner_cr = memchr::memchr(b'\r', line.text);
    if line.end == LineEnd::BareLf && !content.reported.bare_lf {
        content.reported.bare_lf = true;
        dialog.find(
            rules::BARE_LF_IN_CONTENT,
            &end_of(line),
            "The line ends in LF alone. Further ones in this message are not listed.",
            "Send CRLF at the end of each line; servers refuse a bare LF or make of it what they \
             like, and smuggling begins with it.",
        );
    }
    let place = match (line.end, inner_cr) {
        (LineEnd::BareCr, _) => end_of(line),
        (_, Some(at)) => line.at(at..at + 1),
        _ => return,
    };
    if !content.reported.bare_cr {
        content.reported.bare_cr = true;
        dialog.find(
            rules::BARE_CR_IN_CONTENT,
            &place,
            "A CR stands here without LF. Further ones in this message are not listed.",
            "Send CRLF at the end of each line and no CR elsewhere.",
        );
    }
}

fn header<'t>(dialog: &mut Dialog<'_, 't>, content: &mut Content<'t>, line: Line<'t>) {
    if content.header.done {
        return;
    }
    if line.text.is_empty() {
        content.header.done = true;
        return;
    }
    if matches!(line.text.first(), Some(b' ' | b'\t')) && content.header.begun {
        return;
    }
    let Some(colon) = memchr::memchr(b':', line.text) else {
        content.header.done = true;
        return;
    };
    let name = line.text.get(..colon).unwrap_or_default().trim_ascii_end();
    if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
        content.header.done = true;
        return;
    }
    content.header.begun = true;
    content.header.date |= name.eq_ignore_ascii_case(b"Date");
    content.header.from |= name.eq_ignore_ascii_case(b"From");
    let known = dialog.transaction.place.is_some() && !dialog.transaction.partly_seen;
    let non_ascii = line.text.iter().position(|octet| *octet > 127);
    if let Some(at) = non_ascii
        && known
        && !dialog.transaction.smtputf8
        && !content.reported.utf8_header
    {
        content.reported.utf8_header = true;
        dialog.find(
            rules::UTF8_HEADER_WITHOUT_SMTPUTF8,
            &line.from(at),
            "A header field holds non-ASCII text, and MAIL did not declare SMTPUTF8.",
            "Encode it as =?utf-8?q?…?= (RFC 2047), or declare SMTPUTF8 where it is offered.",
        );
    }
}

fn eight_bit<'t>(dialog: &mut Dialog<'_, 't>, content: &mut Content<'t>, line: Line<'t>) {
    let transaction = &dialog.transaction;
    let declared = transaction.body != Body::SevenBit || transaction.smtputf8;
    let known = transaction.place.is_some() && !transaction.partly_seen;
    if content.reported.eight_bit || declared || !known || !content.header.done {
        return;
    }
    let Some(at) = line.text.iter().position(|octet| *octet > 127) else { return };
    content.reported.eight_bit = true;
    let refused = dialog.offer.as_ref().is_some_and(|offer| !offer.offers("8BITMIME"));
    dialog.find_as(
        rules::EIGHT_BIT_WITHOUT_8BITMIME,
        if refused { Severity::Error } else { Severity::Warning },
        &line.from(at),
        if refused {
            "The content has octets over 127, and the server does not take them: it did not offer \
             8BITMIME."
        } else {
            "The content has octets over 127, and MAIL did not declare BODY=8BITMIME."
        },
        "Declare BODY=8BITMIME where it is offered; elsewhere recode the text as quoted-printable.",
    );
}
