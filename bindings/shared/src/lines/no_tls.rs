//! What stands where a connection with TLS would, when there is none in this build: nothing that can
//! exist.

use smtpwire::{
    Client, ClientEvent, Connection, Error, Mailer, MailerEvent, Server, ServerEvent, Step,
};

macro_rules! none {
    ($($type:ident of $core:ty: $inside:ident, $inside_mut:ident => $event:ty;)+) => {$(
        /// No such connection can be made: TLS is not built in.
        #[derive(Clone, Copy, Debug)]
        pub enum $type {}

        impl $type {
            /// The connection inside.
            pub fn $inside(&self) -> &$core {
                match *self {}
            }

            /// The connection inside.
            pub fn $inside_mut(&mut self) -> &mut $core {
                match *self {}
            }
        }

        impl Connection for $type {
            type Event = $event;

            fn receive(&mut self, _: &[u8], _: u64) -> Result<(), Error> {
                match *self {}
            }

            fn receive_eof(&mut self, _: u64) {
                match *self {}
            }

            fn input_room(&self) -> usize {
                match *self {}
            }

            fn is_awaiting_tls(&self) -> bool {
                match *self {}
            }

            fn next_event(&mut self, _: u64) -> Result<Step<$event>, Error> {
                match *self {}
            }

            fn output(&mut self) -> &[u8] {
                match *self {}
            }

            fn advance_output(&mut self, _: usize) -> Result<(), Error> {
                match *self {}
            }

            fn next_deadline(&self) -> Option<u64> {
                match *self {}
            }

            fn handle_timeout(&mut self, _: u64) {
                match *self {}
            }
        }
    )+};
}

none! {
    TlsClient of Client: client, client_mut => ClientEvent;
    TlsMailer of Mailer: mailer, mailer_mut => MailerEvent;
    TlsServer of Server: server, server_mut => ServerEvent;
}
