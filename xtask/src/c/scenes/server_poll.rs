//! `server_poll`: under smtp-source, under TLS, and when it is told to end.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use smtpwire_interop::{Peer, messages, peers};

use super::Stage;
use super::others::{JO, NOBODY, as_a_file};
use super::serving::Serving;

pub(in crate::c) fn play(stage: &Stage<'_>) -> Result<()> {
    under_smtp_source(stage)?;
    under_tls(stage)?;
    told_to_end(stage)
}

fn under_smtp_source(stage: &Stage<'_>) -> Result<()> {
    let Some(source) = stage.others.present(Peer::SmtpSource.program())? else { return Ok(()) };
    let serving = Serving::start(stage, &[], false)?;
    let (each, kept) = (stage.count(200, 10), stage.count(1000, 20));
    let sessions = stage.count(20, 3).to_string();
    for (how, count) in [(&["-l", "20000"][..], each), (&["-d"][..], kept)] {
        let mut command = Command::new(&source);
        // It lies elsewhere than it was built for.
        command.env("LD_LIBRARY_PATH", peers::folder().join("postfix/usr/lib/postfix"));
        command.args(["-f", "ann@example.org", "-t", JO, "-s", &sessions, "-m"]);
        command.arg(count.to_string()).args(how).arg(serving.address.to_string());
        let output = command.output().context("smtp-source cannot be started")?;
        ensure!(
            output.status.success(),
            "smtp-source: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let served = serving.stop()?;
    let large = served.messages.iter().filter(|message| message.len() >= 20000).count();
    let count = served.messages.len();
    ensure!(count == each + kept, "{count} messages have arrived, not {}", each + kept);
    ensure!(large == each, "{large} of them are large, not {each}");
    Ok(())
}

/// By STARTTLS and from the first octet; who does not trust the certificate sends nothing.
fn under_tls(stage: &Stage<'_>) -> Result<()> {
    let pki = stage.others.pki();
    let (roots, others) =
        (pki.roots().display().to_string(), pki.other_roots().display().to_string());
    let message = messages::dots().octets;
    for (serve, tls) in [(&[][..], "required"), (&["-i"][..], "implicit")] {
        let serve = [serve, &["-r", NOBODY]].concat();
        let serving = Serving::start_with_tls(stage, &pki.server(), &serve)?;
        let at = serving.address.to_string();
        let send = || {
            let arguments = ["--tls", tls, "-f", "ann@example.org", "--ca"];
            stage.calls("send").does_tls().with(&arguments).reads(as_a_file(&message))
        };
        send().with(&[&roots, &at, JO]).ends_saying(0, "TLSv1.3")?;
        send().with(&[&roots, &at, NOBODY]).ends_saying(69, "No such user here")?;
        send().with(&[&others, &at, JO]).ends_with(69)?;
        serving.stop()?.is_only(&message, 1)?;
    }
    Ok(())
}

/// A client that has said nothing hears why it is thrown out; the server waits for it, and ends well.
fn told_to_end(stage: &Stage<'_>) -> Result<()> {
    let serving = Serving::start(stage, &[], false)?;
    let client = TcpStream::connect(serving.address)?;
    client.set_read_timeout(Some(Duration::from_mins(1)))?;
    let mut client = BufReader::new(client);
    let mut said = String::new();
    client.read_line(&mut said)?;
    serving.ask_to_end()?;
    client.read_to_string(&mut said)?;
    drop(client);
    match said.lines().collect::<Vec<&str>>()[..] {
        [greeting, farewell] if greeting.starts_with("220 ") && farewell.starts_with("421 ") => (),
        _ => bail!("a client that is there at the end hears {said:?}"),
    }
    serving.has_ended()?.is_only(&[], 0)
}
