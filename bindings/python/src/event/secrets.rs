//! What is masked in an event, and the calls that have it. Whoever calls one holds a secret.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use smtpwire::sasl::Claim;
use smtpwire::{Secret, ServerEvent};
use smtpwire_shell::AnyEvent;
use smtpwire_shell::values::password_matches;

use super::table::{AuthVerify, Burl};
use crate::errors::{Outcome, wrong_type};
use crate::guard::call;
use crate::octets::octets;
use crate::read::utf8;

/// What a client claims.
fn claim<'a>(event: &'a Bound<'_, AuthVerify>) -> Option<&'a Claim> {
    match event.as_super().get().event() {
        Some(AnyEvent::Server(ServerEvent::AuthVerify { claim })) => Some(claim),
        _ => None,
    }
}

/// A password that a program gives.
enum Given<'a, 'py> {
    Text(&'a str),
    Octets(Bound<'py, PyBytes>),
}

impl<'a, 'py> Given<'a, 'py> {
    fn read(password: &'a Bound<'py, PyAny>) -> Outcome<Self> {
        if let Ok(text) = password.cast::<PyString>() {
            return Ok(Self::Text(utf8("password", text)?));
        }
        let octets = octets("password", password);
        Ok(Self::Octets(octets.map_err(|_| wrong_type("password", "str or bytes", password))?))
    }

    fn octets(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Octets(octets) => octets.as_bytes(),
        }
    }
}

#[pymethods]
impl AuthVerify {
    /// The password as it came, in octets: with LOGIN it may be no UTF-8. ``None`` where there is none.
    fn reveal_password<'py>(slf: &Bound<'py, Self>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        call(|| {
            let password = match claim(slf) {
                Some(Claim::Password(claim)) => Some(&claim.password),
                Some(_) => None,
                None => slf.as_super().get().given_secret("password"),
            };
            Ok(password.map(|password| PyBytes::new(slf.py(), password.reveal())))
        })
    }

    /// The token, visible ASCII. ``None`` where there is none.
    fn reveal_token(slf: &Bound<'_, Self>) -> PyResult<Option<String>> {
        call(|| {
            let token = match claim(slf) {
                Some(Claim::Bearer(claim)) => Some(&claim.token),
                Some(_) => None,
                None => slf.as_super().get().given_secret("token"),
            };
            Ok(token.map(|token| String::from_utf8_lossy(token.reveal()).into_owned()))
        })
    }

    /// Whether this is the password of the claimed name, be it sent (PLAIN, LOGIN) or proven (CRAM-MD5): as text, or
    /// its octets. The time that it takes does not tell where they differ. No for claims without password.
    fn matches(slf: &Bound<'_, Self>, password: &Bound<'_, PyAny>) -> PyResult<bool> {
        call(|| {
            let given = Given::read(password)?;
            let password = given.octets();
            Ok(match claim(slf) {
                Some(claim) => password_matches(claim, password),
                None => slf
                    .as_super()
                    .get()
                    .given_secret("password")
                    .is_some_and(|given| *given == Secret::from(password)),
            })
        })
    }
}

#[pymethods]
impl Burl {
    /// The URL itself.
    fn reveal_url(slf: &Bound<'_, Self>) -> PyResult<Option<String>> {
        call(|| {
            let event = slf.as_super().get();
            Ok(match event.event() {
                Some(AnyEvent::Server(ServerEvent::Burl { burl })) => {
                    Some(burl.reveal_url().to_owned())
                }
                Some(_) => None,
                None => {
                    let given = event.given_secret("url");
                    given.map(|url| String::from_utf8_lossy(url.reveal()).into_owned())
                }
            })
        })
    }
}
