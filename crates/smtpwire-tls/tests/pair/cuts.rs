//! The line of a mailer is cut at every octet that crosses it.

use std::sync::LazyLock;

use smtpwire::{MailerEvent, Outcome, Responsibility, Security, ServerEvent};
use smtpwire_tls::{Peer, ServerTls, TlsMailer, TlsServer, TlsServerConfig};

use crate::sessions::{CONTENT, envelope};
use crate::under::*;
use crate::world::*;

/// Its handshakes all have one length, so that a cut is at the same place in each.
static EVEN: LazyLock<ServerTls> = LazyLock::new(|| {
    ServerTls::builder().identity(AUTHORITY.issue_even(SERVER).identity()).build().unwrap()
});

/// Moves what there is, as far as the fuse goes.
fn carry<A: Host, B: Host>(from: &mut Under<A>, to: &mut Under<B>, fuse: &mut usize) -> bool {
    let octets = from.connection.output().to_vec();
    let octets = &octets[..octets.len().min(*fuse)];
    if octets.is_empty() {
        return false;
    }
    *fuse -= octets.len();
    from.connection.advance_output(octets.len()).unwrap();
    from.pump();
    to.gets(octets);
    true
}

/// One message, over a line that is cut after so many octets to the server and to the mailer; how
/// many were left of them, what came of it for the mailer, and whether the server took it.
fn session(security: Security, mut fuse: (usize, usize)) -> ((usize, usize), Vec<Outcome>, bool) {
    let config = if security == Security::Implicit {
        TlsServerConfig::implicit(server_config(), EVEN.clone())
    } else {
        TlsServerConfig::starttls(server_config(), EVEN.clone())
    };
    let mut server = Under::new(TlsServer::new(&config, [9; 32], 0));
    let mut config = mailer_config();
    config.security = security;
    let peer = Peer::named(SERVER).unwrap();
    let mut mailer = TlsMailer::new(config, CLIENT_TLS.clone(), peer, [7; 32], 0);
    mailer.mailer_mut().send(envelope(), CONTENT.to_vec()).unwrap();
    mailer.mailer_mut().quit();
    let mut mailer = Under::new(mailer);
    while carry(&mut mailer, &mut server, &mut fuse.0)
        | carry(&mut server, &mut mailer, &mut fuse.1)
    {}
    mailer.hears_the_end();
    server.hears_the_end();
    let taken = server.events.iter().any(|event| matches!(event, ServerEvent::Message { .. }));
    let outcomes = mailer.events.into_iter().filter_map(|event| match event {
        MailerEvent::Outcome(outcome) => Some(*outcome),
        _ => None,
    });
    (fuse, outcomes.collect(), taken)
}

// R-TLS-016
#[test]
fn the_mailers_account_is_right_wherever_the_line_is_cut() {
    for security in [Security::Implicit, Security::Required] {
        let (left, outcomes, taken) = session(security, (usize::MAX, usize::MAX));
        assert!(taken && outcomes[0].is_accepted());
        let to_server = (0..usize::MAX - left.0).map(|cut| (cut, usize::MAX));
        let to_mailer = (0..usize::MAX - left.1).map(|cut| (usize::MAX, cut));
        let mut unknown = 0;
        for fuse in to_server.chain(to_mailer) {
            let what = format!("{security:?}, cut at {fuse:?}");
            let (_, outcomes, taken) = session(security, fuse);
            assert_eq!(outcomes.len(), 1, "{what}: each message has one outcome");
            match outcomes[0].responsibility() {
                Responsibility::Taken => assert!(taken, "{what}: accepted, and nobody has it"),
                Responsibility::NotTaken => assert!(!taken, "{what}: it would be sent twice"),
                Responsibility::Unknown => unknown += 1,
            }
            assert_eq!(
                outcomes[0].is_accepted(),
                outcomes[0].responsibility() == Responsibility::Taken,
                "{what}"
            );
        }
        // Between the last octet of the message and that of the reply to it nobody can know.
        assert!((10..200).contains(&unknown), "{unknown}");
    }
}
