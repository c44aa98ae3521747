//! The line is cut at every octet of a session, in either direction.

use smtpwire::{ClientEvent, Sent, ServerEvent, Verb};

use crate::line::Line;
use crate::pair::{Pair, Splits, Told};
use crate::{client_config, host, recipient, sender, server_config};

macro_rules! faults {
    ($line:ty) => {
        $crate::line::on_line! { $line, faults:
            the_clients_account_is_right_wherever_the_line_is_cut
            a_server_that_loses_its_client_in_a_transaction_tells_the_host_to_drop_it
        }
    };
}
pub(crate) use faults;

/// What the two hosts know when the line is dead.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that somebody knows")]
struct Account {
    /// The server's host stored the message and said so.
    acknowledged: bool,
    /// The server's host was told to drop what it had.
    dropped: bool,
    /// The client's host read a positive final reply.
    confirmed: bool,
    quit: bool,
}

/// One message, then QUIT, over a line that is cut after so many octets.
fn session<L: Line>(fuse: (usize, usize), bdat: bool) -> (Pair<L>, Account) {
    const CONTENT: &[u8] = b"Subject: x\r\n\r\n.dot\r\n";
    let mut pair = Pair::<L>::new(client_config(), server_config());
    pair.splits = Splits::Random;
    pair.fuse = fuse;
    let mut account = Account::default();
    while let Some(told) = pair.next() {
        match told {
            Told::Client(ClientEvent::Greeting { .. }) => {
                pair.client.ehlo(host("client.example.org")).unwrap();
            }
            Told::Client(ClientEvent::Ehlo { .. }) => {
                let (from, parameters) = sender();
                pair.client.mail(from, parameters).unwrap();
                let (to, parameters) = recipient(0);
                pair.client.rcpt(to, parameters).unwrap();
                if bdat {
                    pair.client.bdat(CONTENT.len() as u64, true).unwrap();
                    assert_eq!(pair.client.content(CONTENT).unwrap(), CONTENT.len());
                } else {
                    pair.client.data().unwrap();
                }
            }
            Told::Client(ClientEvent::DataReady { .. }) => {
                assert_eq!(pair.client.content(CONTENT).unwrap(), CONTENT.len());
                pair.client.end_content().unwrap();
            }
            Told::Client(ClientEvent::ContentReply { reply, .. }) => {
                account.confirmed = reply.code().is_positive();
                pair.client.quit().unwrap();
            }
            Told::Client(ClientEvent::Reply { verb: Verb::Quit, .. }) => account.quit = true,
            Told::Server(ServerEvent::Message { .. }) => {
                pair.server.accept().unwrap();
                account.acknowledged = true;
            }
            Told::Server(ServerEvent::Aborted { .. }) => account.dropped = true,
            Told::Server(_) if pair.server.answers_due() > 0 => pair.server.accept().unwrap(),
            Told::Server(_) | Told::Client(_) => {}
        }
    }
    (pair, account)
}

/// Checks what the client knows against what the server did.
fn check<L: Line>(pair: &Pair<L>, account: &Account, what: &str) {
    assert!(!account.confirmed || account.acknowledged, "{what}: confirmed, never acknowledged");
    if account.acknowledged && !account.confirmed {
        // The reply was lost: the client must know that the server may have the message.
        assert!(pair.client.content_end_sent(), "{what}");
    }
    if !pair.client.content_end_sent() {
        assert!(!account.acknowledged, "{what}: the server has what was never sent");
    }
    if pair.client.content_end_sent() {
        // What the client takes for sent to the last octet can be read at the other end.
        assert!(account.acknowledged, "{what}: what was sent did not arrive");
    }
    if account.quit || (account.confirmed && pair.client_closed) {
        // Once the message is confirmed and QUIT is written, an end without 221 is an end.
        assert!(pair.client_closed && pair.client_error.is_none(), "{what}");
        return;
    }
    let error = pair.client_error.as_ref().unwrap_or_else(|| panic!("{what}: no error"));
    assert!(L::is_loss(&pair.client, error.code()), "{what}: {error}");
    for (_, verb, sent) in pair.client.unanswered() {
        assert!(sent != Sent::Wholly || pair.fuse.1 == 0 || pair.fuse.0 == 0, "{what}: {verb}");
    }
}

pub(crate) fn the_clients_account_is_right_wherever_the_line_is_cut<L: Line>() {
    for bdat in [false, true] {
        let (whole, account) = session::<L>((usize::MAX, usize::MAX), bdat);
        assert!(account.acknowledged && account.confirmed && account.quit);
        let to_server = usize::MAX - whole.fuse.0;
        let to_client = usize::MAX - whole.fuse.1;
        for cut in 0..to_server {
            let (pair, account) = session::<L>((cut, usize::MAX), bdat);
            check(&pair, &account, &format!("bdat {bdat}, cut behind {cut} octets to the server"));
        }
        for cut in 0..to_client {
            let (pair, account) = session::<L>((usize::MAX, cut), bdat);
            check(&pair, &account, &format!("bdat {bdat}, cut behind {cut} octets to the client"));
        }
    }
}

pub(crate) fn a_server_that_loses_its_client_in_a_transaction_tells_the_host_to_drop_it<L: Line>() {
    let (whole, _) = session::<L>((usize::MAX, usize::MAX), false);
    let octets = usize::MAX - whole.fuse.0;
    let mut dropped = 0;
    for cut in 0..octets {
        let (_, account) = session::<L>((cut, usize::MAX), false);
        assert!(!(account.dropped && account.acknowledged), "acknowledged and dropped at {cut}");
        dropped += usize::from(account.dropped);
    }
    assert!(dropped > 20, "{dropped}");
}
