//! Accepting connections, and ending when it is time to.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use smtpwire::{Code, EnhancedCode, Reply, Server};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::session;
use super::shared::{Phase, Shared};
use crate::driver::turn_away;

/// How long nothing is accepted after the system had no more sockets to give.
const REST: Duration = Duration::from_millis(50);
/// How long sessions may take to end once they were all told to.
const LAST_WORDS: Duration = Duration::from_secs(5);

const CLOSING: Code = Code::new(421).expect("a code");

/// Serves clients until the server ends; then waits for the open sessions.
pub(crate) async fn serve(shared: Arc<Shared>, listener: std::net::TcpListener) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let (open, mut all_closed) = mpsc::channel::<Infallible>(1);
    let mut ending = shared.beyond(Phase::Serving);
    loop {
        tokio::select! {
            biased;
            () = &mut ending => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => begin(&shared, stream, peer, open.clone()),
                // It was gone before it was accepted.
                Err(error) if is_of_the_client(&error) => {}
                // No descriptors or no memory are left: sessions that end give some back.
                Err(_) => tokio::time::sleep(REST).await,
            },
        }
    }
    // Who waits to be accepted is refused by the system from here on.
    drop((listener, open));
    let over = shared.beyond(Phase::Ending);
    let last = async {
        over.await;
        tokio::time::sleep(LAST_WORDS).await;
    };
    tokio::select! {
        _ = all_closed.recv() => {}
        () = last => {}
    }
    Ok(())
}

fn begin(
    shared: &Arc<Shared>,
    stream: TcpStream,
    peer: SocketAddr,
    open: mpsc::Sender<Infallible>,
) {
    // Replies are small, and the client waits for each.
    let _ = stream.set_nodelay(true);
    let Some(place) = shared.admit() else {
        if shared.implicit {
            // Without a handshake, which is not worth its price, there are no words to say.
            return;
        }
        let config = Arc::clone(shared.config.server());
        let mut server = Server::new(config, [0; 32], shared.clock.now());
        let code = EnhancedCode::new(4, 3, 2);
        let reply = Reply::new(CLOSING, code, "Too many connections, try again later").ok();
        turn_away(&stream, &mut server, reply);
        return;
    };
    tokio::spawn(async move {
        session::run(Arc::clone(&place.shared), stream, peer, place.number).await;
        drop((place, open));
    });
}

fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}
