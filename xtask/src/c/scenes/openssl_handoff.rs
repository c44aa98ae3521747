//! `openssl_handoff`: to servers whose certificate is good, and to those whose is not.

use anyhow::{Result, ensure};
use smtpwire_interop::pki::Credential;
use smtpwire_interop::servers::gsasl;
use smtpwire_interop::{PASSWORD, USER, messages};

use super::others::{JO, MEMBERS, arrived, as_a_file, came_by, collect};
use super::serving::Serving;
use super::{Call, Stage};

pub(in crate::c) fn play(stage: &Stage<'_>) -> Result<()> {
    to_postfix(stage)?;
    bound_to_the_connection(stage)?;
    to_ourselves(stage)
}

/// What is sent where nothing else is said.
fn message() -> Vec<u8> {
    messages::dots().octets
}

fn handoff<'s>(stage: &'s Stage<'s>, roots: &str) -> Call<'s> {
    stage.calls("openssl_handoff").with(&["-c", roots]).reads(as_a_file(&message()))
}

fn to_postfix(stage: &Stage<'_>) -> Result<()> {
    let Some(server) = stage.others.postfix()? else { return Ok(()) };
    let pki = stage.others.pki();
    let (roots, others) =
        (pki.roots().display().to_string(), pki.other_roots().display().to_string());
    let at = server.address().to_string();
    let ann = "ann@example.org";
    handoff(stage, &roots).with(&[&at, ann, JO]).ends_saying(0, "TLSv1.3")?;
    came_by(&arrived(server, &message())?, "ESMTPS")?;
    if !stage.way.is_slow {
        // More than fits into any buffer on the way.
        let large = messages::large().octets;
        handoff(stage, &roots).reads(as_a_file(&large)).with(&[&at, ann, JO]).ends_with(0)?;
        arrived(server, &large)?;
    }
    let with_a_login = handoff(stage, &roots).with(&["-u", USER, &at, ann, MEMBERS]);
    with_a_login.clone().knows("wrong-horse").ends_with(1)?;
    with_a_login.knows(PASSWORD).ends_with(0)?;
    came_by(&arrived(server, &message())?, "ESMTPSA")?;
    // A certificate that nobody vouches for. What arrives would be one too many in the next scene.
    handoff(stage, &others).with(&[&at, ann, JO]).ends_saying(1, "certificate")?;
    ensure!(server.stored().is_empty(), "mail went to a server that was not trusted");
    Ok(())
}

/// The server takes SCRAM with the binding to TLS only, so `OpenSSL`'s must be right.
fn bound_to_the_connection(stage: &Stage<'_>) -> Result<()> {
    let pki = stage.others.pki();
    let Some(server) = stage.others.present(gsasl::start(&pki.server()))? else { return Ok(()) };
    let (roots, at) = (pki.roots().display().to_string(), server.address().to_string());
    let handoff = handoff(stage, &roots).with(&["-u", USER, &at, "ann@example.org", JO]);
    handoff.knows(PASSWORD).ends_with(0)?;
    for stored in collect(&server, 1)? {
        stored.assert_is(&message());
    }
    Ok(())
}

/// TLS by `OpenSSL` on one side and by the library on the other.
fn to_ourselves(stage: &Stage<'_>) -> Result<()> {
    let pki = stage.others.pki();
    let roots = pki.roots().display().to_string();
    let served = |certificate: &Credential, exit_status, says: &str| {
        let serving = Serving::start_with_tls(stage, certificate, &[])?;
        let at = serving.address.to_string();
        let handoff = handoff(stage, &roots).with(&[&at, "ann@example.org", JO]);
        handoff.ends_saying(exit_status, says)?;
        serving.stop()
    };
    served(&pki.server(), 0, "TLSv1.3")?.is_only(&message(), 1)?;
    // It is good, but it is another server's.
    served(&pki.wrong_name(), 1, "address mismatch")?.is_only(&[], 0)
}
