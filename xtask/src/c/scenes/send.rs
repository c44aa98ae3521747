//! `send`: to Postfix, in plaintext, under TLS, with a login; and what is refused has its own exit status.

use anyhow::Result;
use smtpwire_interop::servers::gsasl;
use smtpwire_interop::{PASSWORD, Server, USER, messages};

use super::others::{JO, MEMBERS, NOBODY, arrived, as_a_file, came_by, collect};
use super::serving::Serving;
use super::{Call, Stage};

/// The exit statuses of `sysexits.h` that it uses.
const UNAVAILABLE: i32 = 69;
const TRY_AGAIN: i32 = 75;
const NO_PERMISSION: i32 = 77;

pub(in crate::c) fn play(stage: &Stage<'_>) -> Result<()> {
    if let Some(server) = stage.others.postfix()? {
        in_plaintext(stage, server)?;
        under_tls(stage, server)?;
        with_a_login(stage, server)?;
    }
    bound_to_the_connection(stage)?;
    to_nobody(stage)
}

/// From ann, with this message.
fn send<'s>(stage: &'s Stage<'s>, message: &[u8]) -> Call<'s> {
    stage.calls("send").with(&["-f", "ann@example.org"]).reads(as_a_file(message))
}

fn in_plaintext(stage: &Stage<'_>, server: &Server) -> Result<()> {
    let at = server.address().to_string();
    let messages =
        [messages::dots(), messages::plain(), messages::longest_lines(), messages::large()];
    for message in messages.iter().take(stage.count(4, 1)) {
        let send = send(stage, &message.octets).with(&["--tls", "off", &at, JO]);
        send.ends_saying(0, "accepted jo@example.org")?;
        came_by(&arrived(server, &message.octets)?, "ESMTP")?;
    }
    // One recipient is refused for good, the other gets the message.
    let message = messages::plain().octets;
    let send = send(stage, &message).with(&["--tls", "off", &at, JO, NOBODY]);
    let said = send.ends_saying(UNAVAILABLE, "refused nobody@example.org")?;
    anyhow::ensure!(said.contains("No such user"), "the server's words are not there: {said}");
    arrived(server, &message).map(drop)
}

fn under_tls(stage: &Stage<'_>, server: &Server) -> Result<()> {
    let pki = stage.others.pki();
    let (roots, others) =
        (pki.roots().display().to_string(), pki.other_roots().display().to_string());
    let (at, wrapped) = (server.address().to_string(), server.wrapped().to_string());
    let message = messages::dots().octets;
    let send = || send(stage, &message).does_tls();
    for arguments in
        [["--ca", &roots, &at, JO].as_slice(), &["--tls", "implicit", "--ca", &roots, &wrapped, JO]]
    {
        send().with(arguments).ends_saying(0, "TLSv1.3")?;
        came_by(&arrived(server, &message)?, "ESMTPS")?;
    }
    // Nobody whom we trust vouches for the server: nothing is sent.
    let untrusted = send().with(&["--ca", &others, &at, JO]);
    untrusted.ends_with(UNAVAILABLE)?;
    // Unless TLS is only better than nothing (RFC 7435).
    let arguments = ["--tls", "opportunistic", "--ca", &others, &at, JO];
    send().with(&arguments).ends_with(0)?;
    arrived(server, &message).map(drop)
}

fn with_a_login(stage: &Stage<'_>, server: &Server) -> Result<()> {
    let (roots, at) = (stage.others.pki().roots(), server.address().to_string());
    let roots = roots.display().to_string();
    let message = messages::plain().octets;
    let to_members = || send(stage, &message).does_tls().with(&["--ca", &roots]);
    to_members().with(&[&at, MEMBERS]).ends_with(UNAVAILABLE)?;
    let with_a_login = to_members().with(&["--user", USER, &at, MEMBERS]);
    with_a_login.clone().knows("wrong-horse").ends_with(NO_PERMISSION)?;
    with_a_login.knows(PASSWORD).ends_with(0)?;
    came_by(&arrived(server, &message)?, "ESMTPSA")
}

/// To a server that takes SCRAM with the binding to TLS only, so the library's TLS must give it.
fn bound_to_the_connection(stage: &Stage<'_>) -> Result<()> {
    let pki = stage.others.pki();
    let Some(server) = stage.others.present(gsasl::start(&pki.server()))? else { return Ok(()) };
    let (roots, at) = (pki.roots().display().to_string(), server.address().to_string());
    let message = messages::plain().octets;
    let send = send(stage, &message).does_tls().with(&["--ca", &roots, "--user", USER, &at, JO]);
    send.knows(PASSWORD).ends_with(0)?;
    for stored in collect(&server, 1)? {
        stored.assert_is(&message);
    }
    Ok(())
}

/// A port that has just been closed.
fn to_nobody(stage: &Stage<'_>) -> Result<()> {
    let serving = Serving::start(stage, &[], false)?;
    let at = serving.address.to_string();
    serving.stop()?;
    let send = send(stage, &messages::plain().octets).with(&["--tls", "off", &at, JO]);
    send.ends_saying(TRY_AGAIN, "Connection refused").map(drop)
}
