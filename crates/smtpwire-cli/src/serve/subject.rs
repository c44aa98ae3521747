//! The subject of a message, for people who look at what came.

/// The most octets of a header that are looked at.
const MOST: usize = 16 * 1024;

/// The beginning of a message.
#[derive(Default)]
pub(crate) struct Header {
    octets: Vec<u8>,
}

impl Header {
    /// Takes some of the content.
    pub(crate) fn content(&mut self, octets: &[u8]) {
        let room = MOST.saturating_sub(self.octets.len()).min(octets.len());
        self.octets.extend_from_slice(octets.get(..room).unwrap_or_default());
    }

    /// What the first `Subject` field says, unfolded (RFC 5322 section 2.2.3); encoded words stay as
    /// they are.
    pub(crate) fn subject(&self) -> Option<String> {
        let mut lines = self.octets.split(|octet| *octet == b'\n').map(<[u8]>::trim_ascii_end);
        let is_field = |line: &[u8]| {
            line.split_at_checked(8).is_some_and(|(name, _)| name.eq_ignore_ascii_case(b"subject:"))
        };
        // The header ends with an empty line.
        let first =
            lines.by_ref().take_while(|line| !line.is_empty()).find(|line| is_field(line))?;
        let mut subject = first.get(8..).unwrap_or_default().trim_ascii().to_vec();
        for line in lines.take_while(|line| line.first().is_some_and(u8::is_ascii_whitespace)) {
            subject.push(b' ');
            subject.extend_from_slice(line.trim_ascii());
        }
        Some(String::from_utf8_lossy(&subject).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(content: &str) -> Option<String> {
        let mut header = Header::default();
        for piece in content.as_bytes().chunks(7) {
            header.content(piece);
        }
        header.subject()
    }

    #[test]
    fn a_folded_subject_is_one_line() {
        let text = "From: a@b.example\r\nsubject: one\r\n two\r\n\tthree\r\nTo: c\r\n\r\nx\r\n";
        assert_eq!(subject(text).as_deref(), Some("one two three"));
    }

    #[test]
    fn the_body_has_no_subject() {
        assert_eq!(subject("From: a@b.example\r\n\r\nSubject: no\r\n"), None);
        assert_eq!(subject("Subjects: no\r\n"), None);
        assert_eq!(subject("Subject:\r\n\r\n").as_deref(), Some(""));
    }
}
