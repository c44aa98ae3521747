//! What is masked in an event, and the calls that have it. Whoever calls one holds a secret.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use smtpwire::ServerEvent;
use smtpwire::sasl::Claim;
use smtpwire_shell::AnyEvent;

use super::table::{AuthVerify, Burl};
use crate::guard::call;
use crate::read::utf8;

/// What a client claims.
fn claim<'a>(event: &'a Bound<'_, AuthVerify>) -> Option<&'a Claim> {
    match event.as_super().get().event() {
        Some(AnyEvent::Server(ServerEvent::AuthVerify { claim })) => Some(claim),
        _ => None,
    }
}

#[pymethods]
impl AuthVerify {
    /// The password as it came, in octets: with LOGIN it may be no UTF-8. ``None`` where there is none.
    fn reveal_password<'py>(slf: &Bound<'py, Self>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        call(|| {
            Ok(match claim(slf) {
                Some(Claim::Password(claim)) => {
                    Some(PyBytes::new(slf.py(), claim.password.reveal()))
                }
                _ => None,
            })
        })
    }

    /// The token, visible ASCII. ``None`` where there is none.
    fn reveal_token(slf: &Bound<'_, Self>) -> PyResult<Option<String>> {
        call(|| {
            Ok(match claim(slf) {
                Some(Claim::Bearer(claim)) => {
                    Some(String::from_utf8_lossy(claim.token.reveal()).into_owned())
                }
                _ => None,
            })
        })
    }

    /// Whether this is the password of the claimed name, be it sent (PLAIN, LOGIN) or proven (CRAM-MD5). The
    /// time that it takes does not tell where they differ. No for claims without password.
    fn matches(slf: &Bound<'_, Self>, password: &Bound<'_, PyString>) -> PyResult<bool> {
        call(|| {
            let password = utf8(password)?;
            Ok(claim(slf).is_some_and(|claim| claim.matches(password)))
        })
    }
}

#[pymethods]
impl Burl {
    /// The URL itself.
    fn reveal_url(slf: &Bound<'_, Self>) -> PyResult<Option<String>> {
        call(|| {
            Ok(match slf.as_super().get().event() {
                Some(AnyEvent::Server(ServerEvent::Burl { burl })) => {
                    Some(burl.reveal_url().to_owned())
                }
                _ => None,
            })
        })
    }
}
