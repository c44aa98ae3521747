//! What arguments are given as, where more than one form will do.

use smtpwire::sasl::ScramVerifier;
use smtpwire::{Code, Escaped, Reply, ReplyOptions, ReplyReader};

use crate::config::fields::fields;
use crate::config::number_given;
use crate::config::{Form, FromPlain, Plain, SecretOctets, Wrong};
use crate::failure::Failure;
use crate::values::enhanced_code;

/// A reply that a host gives: octets as on the wire, whose last CRLF may be left out, the same as text
/// whose lines may end with LF alone, or an object of a code and its lines.
#[derive(Clone, Debug)]
pub(super) struct GivenReply(Reply<'static>);

impl GivenReply {
    /// The reply.
    pub(super) fn build(self) -> Reply<'static> {
        self.0
    }
}

impl FromPlain for GivenReply {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let reply = match Form::from_plain(plain)? {
            Form::Text(text) => of_text(&text),
            Form::Octets(octets) if octets.ends_with(b"\n") => of_octets(&octets),
            Form::Octets(octets) => of_octets(&[octets.as_slice(), b"\r\n"].concat()),
            Form::Fields(fields) => of_fields(fields),
        };
        reply.and_then(fitting).map(Self).map_err(|failure| Wrong::said(failure.to_string()))
    }
}

/// The longest line of a reply without its code and its CRLF, in octets (RFC 5321 section 4.5.3.1.5).
const LONGEST_LINE: usize = 512 - "250 \r\n".len();

/// The reply with its over-long lines cut at spaces, as the core cuts what it is given as text.
fn fitting(reply: Reply<'static>) -> Result<Reply<'static>, Failure> {
    if reply.lines().all(|line| line.len() <= LONGEST_LINE) {
        return Ok(reply);
    }
    let too_long = || {
        let message = "a line of a reply has at most 512 octets with its code and CRLF, and this one can't be \
                       cut: it is no text";
        Failure::invalid("too-long", message)
    };
    let texts: Result<Vec<&str>, _> = reply.lines().map(std::str::from_utf8).collect();
    let texts = texts.map_err(|_| too_long())?;
    let enhanced = reply.enhanced();
    // It comes before each part again.
    let prefix = enhanced.map(|enhanced| format!("{enhanced} ")).unwrap_or_default();
    let bare = texts.iter().map(|text| text.strip_prefix(&prefix).unwrap_or(text));
    Ok(Reply::with_lines(reply.code(), enhanced, bare)?)
}

/// Text as on the wire; what ends its lines is completed.
fn of_text(text: &str) -> Result<Reply<'static>, Failure> {
    let mut wire = Vec::with_capacity(text.len().saturating_add(2));
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        wire.extend_from_slice(line.strip_suffix('\r').unwrap_or(line).as_bytes());
        wire.extend_from_slice(b"\r\n");
    }
    of_octets(&wire)
}

fn of_octets(wire: &[u8]) -> Result<Reply<'static>, Failure> {
    // What is too long for the wire is cut.
    let mut options = ReplyOptions::default();
    options.max_line = usize::MAX;
    let mut reader = ReplyReader::with_options(options);
    reader.receive(wire);
    match reader.next_reply()?.map(Reply::into_owned) {
        Some(reply) if reader.unread().is_empty() => Ok(reply),
        Some(_) => Err(Failure::invalid("too-much", "there is more than one reply")),
        None => Err(Failure::invalid("unfinished", "the reply is not whole")),
    }
}

/// The code of a reply: what it can be is told where it is none.
struct ReplyCode(Code);

impl FromPlain for ReplyCode {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let code = match &plain {
            Plain::Integer(number) => u16::try_from(*number).ok().and_then(Code::new),
            _ => None,
        };
        code.map(Self).ok_or_else(|| match plain {
            Plain::Integer(number) => Wrong::other(&number_given(number), CODES),
            other => Wrong::form(&other, CODES),
        })
    }
}

const CODES: &str = "a whole number from 200 to 599";

struct Fields {
    code: ReplyCode,
    enhanced: Option<String>,
    lines: Option<Vec<String>>,
    text: Option<String>,
    /// That of a reply which was read, with code and lines as they were.
    wire: Option<serde_bytes::ByteBuf>,
}

fields!(Fields { code: need, enhanced: option, lines: option, text: option, wire: option });

fn of_fields(fields: Fields) -> Result<Reply<'static>, Failure> {
    if let Some(wire) = &fields.wire {
        let reply = of_octets(wire)?;
        let says_the_same = reply.code() == fields.code.0
            && fields.lines.is_none_or(|lines| {
                reply.lines().map(|line| Escaped(line).to_string()).eq(lines.iter().cloned())
            })
            && fields.text.is_none_or(|text| reply.text() == text);
        return if says_the_same { Ok(reply) } else { Err(contradiction("wire")) };
    }
    let code = fields.code.0;
    let enhanced = fields.enhanced.as_deref().map(enhanced_code).transpose()?;
    let twice = fields.lines.is_some();
    let lines = match (fields.lines, &fields.text) {
        (Some(lines), _) => lines,
        (None, text) => {
            text.as_deref().unwrap_or_default().split('\n').map(str::to_owned).collect()
        }
    };
    // In the lines of a reply that was read it stands already.
    let prefix = fields.enhanced.unwrap_or_default();
    let bare = |line: &'_ String| match line.strip_prefix(&prefix) {
        Some("") => String::new(),
        Some(rest) if !prefix.is_empty() => rest.strip_prefix(' ').unwrap_or(line).to_owned(),
        _ => line.clone(),
    };
    let lines: Vec<String> = lines.iter().map(bare).collect();
    let reply = Reply::with_lines(code, enhanced, lines.iter().map(String::as_str))?;
    // A line that is too long was cut at a space.
    let words = |text: &str| text.replace('\n', " ");
    match fields.text {
        Some(text) if twice && words(&reply.text()) != words(&text) => Err(contradiction("text")),
        _ => Ok(reply),
    }
}

/// A part of a reply says another thing than the others: nobody can tell which was meant.
fn contradiction(part: &str) -> Failure {
    let message = format!("{part}: it says another reply than code and lines do; leave it out");
    Failure::invalid("contradiction", message)
}

/// What is stored about a user for SCRAM, by its text; it is not shown in what is told about it.
#[derive(Clone, Debug)]
pub(super) struct GivenVerifier(pub(super) ScramVerifier);

impl FromPlain for GivenVerifier {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let text = SecretOctets::from_plain(plain)?.build();
        let text = std::str::from_utf8(text.reveal());
        let text = text.map_err(|_| Wrong::said("no UTF-8".to_owned()))?;
        ScramVerifier::parse(text).map(Self).map_err(|error| Wrong::said(error.to_string()))
    }
}
