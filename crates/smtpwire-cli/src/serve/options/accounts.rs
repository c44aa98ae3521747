//! `--auth user:password`: who may log in.

use std::fmt;

use smtpwire::sasl::{Claim, SaslMechanism, ScramHash, ScramVerifier};

/// The mechanisms that are offered where there are accounts, those first that do not show the
/// password. Those with a channel binding are offered in TLS alone.
const MECHANISMS: [SaslMechanism; 7] = [
    SaslMechanism::ScramSha256Plus,
    SaslMechanism::ScramSha1Plus,
    SaslMechanism::ScramSha256,
    SaslMechanism::ScramSha1,
    SaslMechanism::CramMd5,
    SaslMechanism::Plain,
    SaslMechanism::Login,
];

/// What is offered, with accounts or without, with certificates of clients or without.
pub(crate) fn mechanisms(accounts: bool, certificates: bool) -> Vec<SaslMechanism> {
    let external = certificates.then_some(SaslMechanism::External);
    external.into_iter().chain(MECHANISMS.into_iter().filter(|_| accounts)).collect()
}

/// How often a password is hashed: the least that SCRAM allows, as the passwords are no real ones.
const ITERATIONS: u32 = 4096;

/// The accounts of the command line. No password is ever shown.
#[derive(Clone, Default)]
pub(crate) struct Accounts(Vec<Account>);

#[derive(Clone)]
struct Account {
    user: String,
    password: String,
    sha_1: ScramVerifier,
    sha_256: ScramVerifier,
}

impl Accounts {
    /// Reads `user:password` texts; the password is all that stands behind the first colon.
    ///
    /// # Errors
    /// A sentence about what is wrong, which does not repeat what was given.
    pub(crate) fn read(texts: &[String]) -> Result<Self, String> {
        let mut accounts: Vec<Account> = Vec::with_capacity(texts.len());
        for text in texts {
            let parts = text.split_once(':').filter(|(user, _)| !user.is_empty());
            let Some((user, password)) = parts.filter(|(_, password)| !password.is_empty()) else {
                return Err("--auth takes a user and a password with a colon between them, and neither is empty".into());
            };
            if accounts.iter().any(|account| account.user == user) {
                return Err("--auth names one user twice".into());
            }
            let verifier = |hash| {
                let mut salt = [0; 16];
                getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
                ScramVerifier::from_password(hash, password, &salt, ITERATIONS)
                    .map_err(|error| format!("a password of --auth can't be used: {error}"))
            };
            let (sha_1, sha_256) = (verifier(ScramHash::Sha1)?, verifier(ScramHash::Sha256)?);
            let (user, password) = (user.to_owned(), password.to_owned());
            accounts.push(Account { user, password, sha_1, sha_256 });
        }
        Ok(Self(accounts))
    }

    /// Whether a client is who it claims to be, and wants to be nobody else.
    pub(crate) fn confirm(&self, claim: &Claim) -> bool {
        let user = claim.username();
        let itself = claim.authorization_identity().is_none_or(|other| Some(other) == user);
        let account = user.and_then(|user| self.named(user));
        itself && account.is_some_and(|account| claim.matches(&account.password))
    }

    /// What SCRAM needs to know about a user.
    pub(crate) fn verifier(
        &self,
        user: &str,
        acting_as: Option<&str>,
        mechanism: SaslMechanism,
    ) -> Option<ScramVerifier> {
        let account = self.named(user).filter(|_| acting_as.is_none_or(|other| other == user))?;
        match mechanism.scram_hash()? {
            ScramHash::Sha1 => Some(account.sha_1.clone()),
            ScramHash::Sha256 => Some(account.sha_256.clone()),
        }
    }

    fn named(&self, user: &str) -> Option<&Account> {
        self.0.iter().find(|account| account.user == user)
    }
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|account| &account.user)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_may_hold_colons_and_is_never_shown() {
        let accounts = Accounts::read(&["ann:se:cret".into()]).unwrap();
        let verifier = accounts.verifier("ann", None, SaslMechanism::ScramSha256).unwrap();
        assert!(verifier.matches("se:cret"));
        assert!(accounts.verifier("bob", None, SaslMechanism::ScramSha256).is_none());
        assert!(accounts.verifier("ann", Some("bob"), SaslMechanism::ScramSha1).is_none());
        assert_eq!(format!("{accounts:?}"), r#"["ann"]"#);
    }

    #[test]
    fn an_error_does_not_repeat_what_was_given() {
        for text in ["hunter2", ":hunter2", "hunter2:"] {
            let error = Accounts::read(&[text.into()]).unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
