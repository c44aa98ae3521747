//! Lines with TLS.

use std::sync::LazyLock;

use smtpwire::{Client, ClientConfig, ErrorCode, Security, Server, ServerConfig};
use smtpwire_tls::{ClientTls, Peer, ServerTls, TlsClient, TlsServer, TlsServerConfig};

use crate::authority::{AUTHORITY, client_tls};
use crate::line::{Around, End, Line};

const SERVER: &str = "mx.example.net";

/// Records that wait: some 64 KiB before the last of 16 KiB is made, and what they add.
const MOST_OUTPUT: usize = (64 + 16 + 1) * 1024;

static CLIENT: LazyLock<ClientTls> = LazyLock::new(client_tls);
/// Its handshakes all have one length, so that a cut is at the same place in each.
static SERVER_TLS: LazyLock<ServerTls> = LazyLock::new(|| {
    ServerTls::builder().identity(AUTHORITY.issue_even(SERVER).identity()).build().unwrap()
});

/// TLS from the first octet.
pub(crate) struct Implicit;
/// The client goes through STARTTLS by itself.
pub(crate) struct Upgraded;
/// The client's host asks for STARTTLS.
pub(crate) struct ByHand;

fn client(config: ClientConfig, security: Security) -> End<TlsClient> {
    End(TlsClient::new(config, security, CLIENT.clone(), Peer::named(SERVER).unwrap(), 0))
}

fn server(config: &TlsServerConfig) -> End<TlsServer> {
    End(TlsServer::new(config, [9; 32], 0))
}

/// The line is cut; in the handshake it is TLS that was cut short.
fn is_loss(client: &End<TlsClient>, code: ErrorCode) -> bool {
    match code {
        ErrorCode::ConnectionLost => true,
        ErrorCode::TlsFailed => client.0.session().is_none() && client.0.failure().is_some(),
        _ => false,
    }
}

macro_rules! line {
    ($line:ty, $security:expr, $server:path) => {
        impl Line for $line {
            type Client = End<TlsClient>;
            type Server = End<TlsServer>;

            const TLS: bool = true;
            const MOST_OUTPUT: usize = MOST_OUTPUT;

            fn client(config: ClientConfig) -> End<TlsClient> {
                client(config, $security)
            }

            fn server(config: ServerConfig) -> End<TlsServer> {
                server(&$server(config, SERVER_TLS.clone()))
            }

            fn is_loss(client: &End<TlsClient>, code: ErrorCode) -> bool {
                is_loss(client, code)
            }
        }
    };
}

line!(Implicit, Security::Implicit, TlsServerConfig::implicit);
line!(Upgraded, Security::Required, TlsServerConfig::starttls);
line!(ByHand, Security::Disabled, TlsServerConfig::starttls);

impl Around for TlsClient {
    type Inside = Client;

    fn inside(&self) -> &Client {
        self.client()
    }

    fn inside_mut(&mut self) -> &mut Client {
        self.client_mut()
    }
}

impl Around for TlsServer {
    type Inside = Server;

    fn inside(&self) -> &Server {
        self.server()
    }

    fn inside_mut(&mut self) -> &mut Server {
        self.server_mut()
    }
}
