//! What a client logs in with.

use std::fs;
use std::path::Path;

use smtpwire::sasl::{Credentials, SaslMechanism};

use super::Failed;
use super::options::{Options, PASSWORD};
use super::report::Exit;

/// Reads the credentials, from wherever the command line says; `None` where nobody logs in.
pub(super) fn read(options: &Options) -> Result<Option<Credentials>, Failed> {
    let usage = |reason: String| Failed::new(Exit::Usage, reason);
    if options.mechanism.contains(&SaslMechanism::External) && options.tls.cert.is_none() {
        let reason = "--mechanism EXTERNAL needs --cert: the certificate is what logs in";
        return Err(usage(reason.into()));
    }
    if options.mechanism == [SaslMechanism::External] {
        // The certificate says who it is; a name is whom to act as.
        let external = Credentials::external();
        let made = match &options.auth {
            Some(name) => external.with_authorization_identity(name.as_str()),
            None => Ok(external),
        };
        return made.map(Some).map_err(|error| usage(error.to_string()));
    }
    let Some(auth) = &options.auth else { return Ok(None) };
    let read = |path: &Path| {
        fs::read_to_string(path)
            .map(|text| {
                text.strip_suffix('\n')
                    .map_or(&*text, |t| t.strip_suffix('\r').unwrap_or(t))
                    .to_owned()
            })
            .map_err(|error| Failed::new(Exit::NoInput, format!("{}: {error}", path.display())))
    };
    let made = if let Some(path) = &options.token_file {
        Credentials::bearer(auth.as_str(), read(path)?)
    } else if let Some(path) = &options.password_file {
        Credentials::password(auth.as_str(), read(path)?)
    } else if let Some((user, password)) = auth.split_once(':') {
        Credentials::password(user, password)
    } else if let Ok(password) = std::env::var(PASSWORD) {
        Credentials::password(auth.as_str(), password)
    } else {
        return Err(usage(format!(
            "no password for {auth}: give --password-file, set {PASSWORD}, or write --auth USER:PASSWORD"
        )));
    };
    made.map(Some).map_err(|error| usage(error.to_string()))
}
