//! A mailer's choices.

use super::Spelling;
use super::choices::choices;
use super::client::ClientConfig;
use super::credentials::{ChannelBinding, Credentials, SaslPolicy};
use super::server::HostName;
use super::words::Security;
use super::wrong::Wrong;
use crate::failure::Failure;

choices! {
    /// How a mailer behaves. `name` is needed.
    MailerConfig of smtpwire::MailerConfig {
        client: ClientConfig,
        name: HostName,
        security: Security,
        credentials: Option<Credentials>,
        sasl: SaslPolicy,
        channel_binding: Option<ChannelBinding>,
        chunking: bool,
        overlap: bool,
        drop_unoffered_dsn: bool,
    }
}

impl MailerConfig {
    /// The core's configuration, checked: a mailer can work with what is chosen.
    ///
    /// # Errors
    /// `name` is missing, or the core's `check` says what is wrong: the path of the field, then why.
    pub fn build(self, spelling: Spelling) -> Result<smtpwire::MailerConfig, Failure> {
        let Some(HostName(name)) = self.name.clone() else {
            let message = "name: a mailer has a name, which it says in EHLO";
            return Err(Failure::invalid("invalid-choice", message));
        };
        let mut config = smtpwire::MailerConfig::new(name);
        self.apply(&mut config);
        config.check().map_err(|error| Wrong::of_check(&error).told("config", spelling))?;
        Ok(config)
    }
}
