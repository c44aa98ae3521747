//! What a client proves its identity with.

use alloc::string::String;

use super::mechanism::SaslMechanism;
use super::prep::{PrepError, prepare_secret, saslprep};
use crate::types::secret::Secret;

/// Why credentials can't be used, in words that show nothing of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// No name.
    #[error("the user name is empty")]
    EmptyUsername,
    /// No password.
    #[error("the password is empty")]
    EmptyPassword,
    /// No token.
    #[error("the token is empty")]
    EmptyToken,
    /// The authorization identity is given and empty; give none instead.
    #[error("the authorization identity is empty")]
    EmptyAuthorizationIdentity,
    /// A NUL, which parts the fields of PLAIN.
    #[error("the {0} holds a NUL octet; no mechanism can carry it")]
    Nul(Field),
    /// The octet 1, which parts the fields of OAUTHBEARER and XOAUTH2.
    #[error("the {0} holds octet 1, which parts the fields of OAUTHBEARER and XOAUTH2")]
    Separator(Field),
    /// A password that is no UTF-8.
    #[error("the password is not UTF-8")]
    NotUtf8,
    /// A token with an octet that is no visible ASCII: often the line end of the file it is from.
    #[error("the token holds a space, a line end or another octet that is no visible ASCII")]
    TokenCharacter,
    /// A trace for ANONYMOUS with control characters or over 255 characters.
    #[error("the trace is longer than 255 characters or holds control characters")]
    Trace,
    /// The mechanism takes other credentials.
    #[error("it takes another kind of credentials")]
    OtherKind,
    /// The mechanism has no field for an authorization identity.
    #[error("it can not carry an authorization identity")]
    NoAuthorizationIdentity,
    /// SCRAM can't use this name or password.
    #[error("the {0} can not be prepared for SCRAM: {1}")]
    Unprepared(Field, PrepError),
}

/// Which part of the credentials is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The name that the password or token belongs to.
    Username,
    /// The password.
    Password,
    /// The identity to act as.
    AuthorizationIdentity,
    /// The server's name given with a token.
    Server,
}

impl core::fmt::Display for Field {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Username => "user name",
            Self::Password => "password",
            Self::AuthorizationIdentity => "authorization identity",
            Self::Server => "server's name",
        })
    }
}

impl CredentialsError {
    /// The error's name, in words parted by hyphens; it stays the same from version to version.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::EmptyUsername => "empty-username",
            Self::EmptyPassword => "empty-password",
            Self::EmptyToken => "empty-token",
            Self::EmptyAuthorizationIdentity => "empty-authorization-identity",
            Self::Nul(_) => "nul",
            Self::Separator(_) => "separator",
            Self::NotUtf8 => "password-not-utf8",
            Self::TokenCharacter => "token-character",
            Self::Trace => "trace",
            Self::OtherKind => "other-kind",
            Self::NoAuthorizationIdentity => "no-authorization-identity",
            Self::Unprepared(..) => "unprepared",
        }
    }
}

/// What a client proves its identity with. The secrets in it are never shown.
///
/// CR and LF may stand in names and passwords: what is sent of them is base64.
///
/// ```
/// use smtpwire::sasl::Credentials;
/// let credentials = Credentials::password("jo@example.com", "pencil")?;
/// assert!(!format!("{credentials:?}").contains("pencil"));
/// assert!(Credentials::password("jo", "pen\0cil").is_err());
/// # Ok::<(), smtpwire::sasl::CredentialsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    pub(super) kind: Kind,
    pub(super) authorization_identity: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Password { username: String, password: Secret },
    Bearer { username: String, token: Secret, server: Option<(String, u16)> },
    External,
    Anonymous { trace: String },
}

impl Credentials {
    /// A name and a password: for SCRAM, CRAM-MD5, PLAIN and LOGIN.
    ///
    /// # Errors
    /// [`CredentialsError`] when one of them is empty or holds a NUL, or the password is no UTF-8.
    pub fn password(
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Result<Self, CredentialsError> {
        let (username, password) = (username.into(), password.into());
        check_username(&username)?;
        if password.is_empty() {
            return Err(CredentialsError::EmptyPassword);
        }
        if password.reveal().contains(&0) {
            return Err(CredentialsError::Nul(Field::Password));
        }
        if core::str::from_utf8(password.reveal()).is_err() {
            return Err(CredentialsError::NotUtf8);
        }
        Ok(Self::of(Kind::Password { username, password }))
    }

    /// A name and an OAuth 2.0 access token: for OAUTHBEARER and XOAUTH2.
    ///
    /// # Errors
    /// [`CredentialsError`] when one of them is empty or holds what its message can't.
    pub fn bearer(
        username: impl Into<String>,
        token: impl Into<Secret>,
    ) -> Result<Self, CredentialsError> {
        let (username, token) = (username.into(), token.into());
        check_username(&username)?;
        check_separator(&username, Field::Username)?;
        if token.is_empty() {
            return Err(CredentialsError::EmptyToken);
        }
        if !token.reveal().iter().all(u8::is_ascii_graphic) {
            return Err(CredentialsError::TokenCharacter);
        }
        Ok(Self::of(Kind::Bearer { username, token, server: None }))
    }

    /// What the connection itself has shown, a client certificate mostly: for EXTERNAL.
    pub fn external() -> Self {
        Self::of(Kind::External)
    }

    /// Nobody in particular: for ANONYMOUS. The trace, which may be empty, is for the server's log:
    /// a mail address or a word, at most 255 characters.
    ///
    /// # Errors
    /// [`CredentialsError::Trace`] for a trace with control characters or a longer one.
    pub fn anonymous(trace: impl Into<String>) -> Result<Self, CredentialsError> {
        let trace = trace.into();
        if !is_trace(&trace) {
            return Err(CredentialsError::Trace);
        }
        Ok(Self::of(Kind::Anonymous { trace }))
    }

    /// The identity to act as, where it is another than the one that is proven. PLAIN, SCRAM,
    /// OAUTHBEARER and EXTERNAL can carry it; the others are not chosen then.
    ///
    /// # Errors
    /// [`CredentialsError`] when it is empty or holds a NUL or, with a token, octet 1.
    pub fn with_authorization_identity(
        mut self,
        identity: impl Into<String>,
    ) -> Result<Self, CredentialsError> {
        let identity = identity.into();
        if identity.is_empty() {
            return Err(CredentialsError::EmptyAuthorizationIdentity);
        }
        check_nul(&identity, Field::AuthorizationIdentity)?;
        if matches!(self.kind, Kind::Bearer { .. }) {
            check_separator(&identity, Field::AuthorizationIdentity)?;
        }
        self.authorization_identity = Some(identity);
        Ok(self)
    }

    /// The server's name and port, which OAUTHBEARER passes on with the token: some servers serve
    /// several names. Without effect on other credentials.
    ///
    /// # Errors
    /// [`CredentialsError`] when the name holds NUL or octet 1.
    pub fn with_server(
        mut self,
        host: impl Into<String>,
        port: u16,
    ) -> Result<Self, CredentialsError> {
        let host = host.into();
        check_nul(&host, Field::Server)?;
        check_separator(&host, Field::Server)?;
        if let Kind::Bearer { server, .. } = &mut self.kind {
            *server = Some((host, port));
        }
        Ok(self)
    }

    fn of(kind: Kind) -> Self {
        Self { kind, authorization_identity: None }
    }

    /// The name that is proven, where there is one.
    pub fn username(&self) -> Option<&str> {
        match &self.kind {
            Kind::Password { username, .. } | Kind::Bearer { username, .. } => Some(username),
            Kind::External | Kind::Anonymous { .. } => None,
        }
    }

    /// Whether they can be used with a mechanism.
    ///
    /// # Errors
    /// [`CredentialsError`] says why not.
    pub fn check(&self, mechanism: SaslMechanism) -> Result<(), CredentialsError> {
        use SaslMechanism as M;
        let fits = match mechanism {
            M::OAuthBearer | M::XOAuth2 => matches!(self.kind, Kind::Bearer { .. }),
            M::External => matches!(self.kind, Kind::External),
            M::Anonymous => matches!(self.kind, Kind::Anonymous { .. }),
            _ => matches!(self.kind, Kind::Password { .. }),
        };
        if !fits {
            return Err(CredentialsError::OtherKind);
        }
        let carries = !matches!(mechanism, M::Login | M::CramMd5 | M::XOAuth2 | M::Anonymous);
        if self.authorization_identity.is_some() && !carries {
            return Err(CredentialsError::NoAuthorizationIdentity);
        }
        if mechanism.scram_hash().is_some() {
            self.prepared().map(drop)?;
        }
        Ok(())
    }

    /// Name and password, prepared by SASLprep as SCRAM wants them.
    pub(super) fn prepared(&self) -> Result<(String, Secret), CredentialsError> {
        let Kind::Password { username, password } = &self.kind else {
            return Err(CredentialsError::OtherKind);
        };
        let unprepared = |field| move |error| CredentialsError::Unprepared(field, error);
        let username = saslprep(username).map_err(unprepared(Field::Username))?.into_owned();
        let password =
            core::str::from_utf8(password.reveal()).map_err(|_| CredentialsError::NotUtf8)?;
        let password = prepare_secret(password).map_err(unprepared(Field::Password))?;
        Ok((username, password))
    }
}

/// Whether a trace is one that ANONYMOUS carries (RFC 4505 section 2).
pub(super) fn is_trace(trace: &str) -> bool {
    trace.chars().count() <= 255 && !trace.chars().any(char::is_control)
}

fn check_username(username: &str) -> Result<(), CredentialsError> {
    if username.is_empty() {
        return Err(CredentialsError::EmptyUsername);
    }
    check_nul(username, Field::Username)
}

fn check_nul(text: &str, field: Field) -> Result<(), CredentialsError> {
    if text.contains('\0') { Err(CredentialsError::Nul(field)) } else { Ok(()) }
}

fn check_separator(text: &str, field: Field) -> Result<(), CredentialsError> {
    if text.contains('\x01') { Err(CredentialsError::Separator(field)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    // INJ-025, INJ-028, INJ-032: what is sent is base64, so only what parts fields is refused.
    #[test]
    fn line_ends_are_allowed_in_names_and_passwords_and_nul_is_not() {
        let ok = Credentials::password("x\r\nRCPT TO:<victim@evil.example>", "a\r\nb").unwrap();
        assert!(ok.clone().with_authorization_identity("x\nRSET").is_ok());
        assert_eq!(
            ok.with_authorization_identity("x\0y"),
            Err(CredentialsError::Nul(Field::AuthorizationIdentity))
        );
        assert_eq!(Credentials::password("x\0y", "p"), Err(CredentialsError::Nul(Field::Username)));
    }

    #[test]
    fn a_token_with_the_line_end_of_its_file_is_refused_in_plain_words() {
        let error = Credentials::bearer("jo@example.com", "ya29.a\n").unwrap_err();
        assert!(error.to_string().contains("line end"), "{error}");
        assert_eq!(
            Credentials::bearer("jo\x01auth=x", "t"),
            Err(CredentialsError::Separator(Field::Username))
        );
    }

    #[test]
    fn credentials_say_which_mechanisms_they_are_not_for() {
        let password = Credentials::password("jo", "tab\tbed").unwrap();
        assert_eq!(password.check(SaslMechanism::Plain), Ok(()));
        assert_eq!(password.check(SaslMechanism::External), Err(CredentialsError::OtherKind));
        assert_eq!(
            password.check(SaslMechanism::ScramSha256),
            Err(CredentialsError::Unprepared(Field::Password, PrepError::Prohibited))
        );
        let other = password.with_authorization_identity("list-owner").unwrap();
        assert_eq!(
            other.check(SaslMechanism::CramMd5),
            Err(CredentialsError::NoAuthorizationIdentity)
        );
    }
}
