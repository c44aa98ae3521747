//! The forms of transcript, by name.

use std::fmt;
use std::str::FromStr;

/// The forms of transcript that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// `C: …` and `S: …`, as in the RFCs; also `Client:`, `>>>`, `-->` and their like.
    Labelled,
    /// swaks: `<-`, `->`, ` ~>` and so on.
    Swaks,
    /// `curl -v`: `<`, `>`, `*`.
    Curl,
    /// Postfix's "notify" mail: ` In:  …`, ` Out: …`.
    PostfixNotify,
    /// Postfix's verbose log: `postfix/smtpd[1]: < host[addr]: …`.
    PostfixVerbose,
    /// Python's smtplib with `set_debuglevel`: `send: '…'`, `reply: b'…'`.
    Smtplib,
    /// nodemailer with `logger: true, debug: true`.
    Nodemailer,
    /// Terminal scrollback (`telnet`, `openssl s_client`): only content tells the sides apart.
    Scrollback,
}

impl Format {
    /// Every form, the one with the most telling marks first.
    pub const ALL: [Self; 8] = [
        Self::PostfixVerbose,
        Self::Nodemailer,
        Self::Smtplib,
        Self::PostfixNotify,
        Self::Swaks,
        Self::Curl,
        Self::Labelled,
        Self::Scrollback,
    ];

    /// The form's name in kebab-case, as commands and JSON spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Labelled => "labelled",
            Self::Swaks => "swaks",
            Self::Curl => "curl",
            Self::PostfixNotify => "postfix-notify",
            Self::PostfixVerbose => "postfix-verbose",
            Self::Smtplib => "smtplib",
            Self::Nodemailer => "nodemailer",
            Self::Scrollback => "scrollback",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// The form of that name; case does not matter.
    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(name))
            .ok_or(UnknownFormat)
    }
}

/// No form of transcript has that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no such form of transcript; there are labelled, swaks, curl, postfix-notify, \
     postfix-verbose, smtplib, nodemailer and scrollback"
)]
pub struct UnknownFormat;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_form() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
            assert!(UnknownFormat.to_string().contains(format.name()));
        }
        assert_eq!("Postfix-Verbose".parse(), Ok(Format::PostfixVerbose));
        assert_eq!("telnet".parse::<Format>(), Err(UnknownFormat));
    }
}
