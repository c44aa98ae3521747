//! What a client logs in with, and how far it goes.

use std::fmt;

use smtpwire::Secret;
use smtpwire::sasl as core;

use super::choices::{Choose, choices};
use super::fields::fields;
use super::words::ChannelBindingType;
use super::wrong::shown;
use super::{FromPlain, Plain, Wrong, part, parts};

/// Text or octets that are never shown, not even in the error that they are neither.
#[derive(Clone)]
pub struct SecretOctets(Secret);

impl SecretOctets {
    /// The core's secret.
    pub fn build(self) -> Secret {
        self.0
    }
}

impl fmt::Debug for SecretOctets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl FromPlain for SecretOctets {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let octet = |item: Plain| match item {
            Plain::Integer(number) => u8::try_from(number).ok(),
            _ => None,
        };
        let secret = match plain {
            Plain::Text(text) => Some(Secret::from(text)),
            Plain::Octets(octets) => Some(Secret::from(octets)),
            // Octets, in formats that have none.
            Plain::List(items) => {
                items.into_iter().map(octet).collect::<Option<Vec<_>>>().map(Secret::from)
            }
            _ => None,
        };
        let secret = secret.map(Self);
        secret.ok_or_else(|| Wrong::said("a secret is text or octets".to_owned()))
    }
}

impl Choose<Secret> for SecretOctets {
    fn choose(self, field: &mut Secret) {
        *field = self.0;
    }
}

/// The name of a SASL mechanism that is known here, in any case of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mechanism(pub core::SaslMechanism);

impl FromPlain for Mechanism {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let name = String::from_plain(plain)?;
        core::SaslMechanism::from_name(&name).map(Self).ok_or_else(|| {
            let known = core::SaslMechanism::ALL.map(core::SaslMechanism::name).join(", ");
            Wrong::said(format!(
                "{} is no mechanism that is known; those are {known}",
                shown(&name)
            ))
        })
    }
}

impl Choose<Vec<core::SaslMechanism>> for Vec<Mechanism> {
    fn choose(self, field: &mut Vec<core::SaslMechanism>) {
        *field = self.into_iter().map(|mechanism| mechanism.0).collect();
    }
}

impl Choose<Option<Vec<core::SaslMechanism>>> for Option<Vec<Mechanism>> {
    fn choose(self, field: &mut Option<Vec<core::SaslMechanism>>) {
        *field = self.map(|list| list.into_iter().map(|mechanism| mechanism.0).collect());
    }
}

choices! {
    /// What a client is willing to do to log in.
    SaslPolicy of core::SaslPolicy {
        allow_plaintext_secrets: bool,
        allowed: Option<Vec<Mechanism>>,
        min_iterations: u32,
        max_iterations: u32,
    }
}

impl SaslPolicy {
    /// The core's policy.
    pub fn build(self) -> core::SaslPolicy {
        let mut policy = core::SaslPolicy::default();
        self.apply(&mut policy);
        policy
    }
}

/// What a client logs in with: `username` with `password`, `username` with `token` (and perhaps
/// `server`, a name and a port), `external: true`, or `anonymous` with a word for the log. With each,
/// `authorization_identity` may say as whom to act.
///
/// Its `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Credentials(core::Credentials);

struct Fields {
    username: Option<String>,
    password: Option<SecretOctets>,
    token: Option<SecretOctets>,
    server: Option<Server>,
    external: Option<bool>,
    anonymous: Option<String>,
    authorization_identity: Option<String>,
}

fields!(Fields {
    username: option,
    password: option,
    token: option,
    server: option,
    external: option,
    anonymous: option,
    authorization_identity: option,
});

/// Where a token is for.
struct Server(String, u16);

impl FromPlain for Server {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        let [name, port] = parts(plain, "a name and a port")?;
        Ok(Self(part(name, 0)?, part(port, 1)?))
    }
}

impl Credentials {
    /// The core's credentials.
    pub fn build(self) -> core::Credentials {
        self.0
    }
}

/// The field that can't be used.
fn field(error: core::CredentialsError) -> &'static str {
    use core::{CredentialsError as Error, Field};
    match error {
        Error::EmptyUsername => "username",
        Error::EmptyPassword | Error::NotUtf8 => "password",
        Error::EmptyToken | Error::TokenCharacter => "token",
        Error::EmptyAuthorizationIdentity => "authorization_identity",
        Error::Trace => "anonymous",
        Error::Nul(field) | Error::Separator(field) | Error::Unprepared(field, _) => match field {
            Field::Username => "username",
            Field::Password => "password",
            Field::AuthorizationIdentity => "authorization_identity",
            Field::Server => "server",
        },
        // Of all of them, or of a mechanism.
        _ => "",
    }
}

impl Fields {
    fn build(self) -> Result<core::Credentials, Wrong> {
        let refused = |error: core::CredentialsError| {
            let wrong = Wrong::said(error.to_string());
            match field(error) {
                "" => wrong,
                field => wrong.within(field),
            }
        };
        let external = self.external == Some(true);
        let credentials = match (self.username, self.password, self.token, external, self.anonymous)
        {
            (Some(username), Some(password), None, false, None) => {
                core::Credentials::password(username, password.0).map_err(refused)?
            }
            (Some(username), None, Some(token), false, None) => {
                core::Credentials::bearer(username, token.0).map_err(refused)?
            }
            (None, None, None, true, None) => core::Credentials::external(),
            (None, None, None, false, Some(trace)) => {
                core::Credentials::anonymous(trace).map_err(refused)?
            }
            _ => {
                return Err(Wrong::said(
                    "credentials are `username` with `password`, `username` with `token`, `external`, or \
                     `anonymous`"
                        .to_owned(),
                ));
            }
        };
        let credentials = match self.server {
            None => credentials,
            Some(Server(host, port)) => credentials.with_server(host, port).map_err(refused)?,
        };
        Ok(match self.authorization_identity {
            None => credentials,
            Some(identity) => credentials.with_authorization_identity(identity).map_err(refused)?,
        })
    }
}

impl FromPlain for Credentials {
    fn from_plain(plain: Plain) -> Result<Self, Wrong> {
        Fields::from_plain(plain)?.build().map(Self)
    }
}

impl Choose<Option<core::Credentials>> for Option<Credentials> {
    fn choose(self, field: &mut Option<core::Credentials>) {
        *field = self.map(Credentials::build);
    }
}

/// A channel binding: its `type`, and the octets that the TLS library gave as `data`.
#[derive(Clone, Debug)]
pub struct ChannelBinding {
    /// Which property of the connection it is.
    pub kind: ChannelBindingType,
    /// The octets. They are no secret of their own, and masked all the same.
    pub data: SecretOctets,
}

fields!(ChannelBinding { kind = "type": need, data: need, });

impl ChannelBinding {
    /// The core's channel binding.
    pub fn build(self) -> core::ChannelBinding {
        core::ChannelBinding::new(self.kind.into(), self.data.0.reveal())
    }
}

impl Choose<Option<core::ChannelBinding>> for Option<ChannelBinding> {
    fn choose(self, field: &mut Option<core::ChannelBinding>) {
        *field = self.map(ChannelBinding::build);
    }
}
