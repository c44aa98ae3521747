//! The face that the three connections have in common.

/// What the three connections have in common: each is a [`Layer`] around another one.
macro_rules! connection {
    ($type:ty, $inside:ident => $event:ty) => {
        impl $type {
            /// What the handshake came to, once TLS is up.
            pub fn session(&self) -> Option<&TlsSession> {
                self.0.session()
            }

            /// Why TLS failed, if it did.
            pub fn failure(&self) -> Option<&TlsFailure> {
                self.0.failure()
            }

            /// Keeps what is said, for a transcript, until [`take_trace`](Self::take_trace); off at
            /// first. A host that switches it on takes it after each call, since nothing else bounds
            /// it.
            pub fn set_tracing(&mut self, on: bool) {
                self.0.trace.set(on);
            }

            /// What was said since the last time.
            pub fn take_trace(&mut self) -> Vec<Traced> {
                self.0.trace.take()
            }
        }

        impl Connection for $type {
            type Event = $event;

            fn receive(&mut self, octets: &[u8], now: u64) -> Result<(), Error> {
                self.0.receive(octets, now)
            }

            fn receive_eof(&mut self, now: u64) {
                self.0.receive_eof(now);
            }

            fn input_room(&self) -> usize {
                self.0.input_room()
            }

            fn is_awaiting_tls(&self) -> bool {
                self.0.is_awaiting_tls()
            }

            fn next_event(&mut self, now: u64) -> Result<Step<$event>, Error> {
                self.0.next_event(now)
            }

            fn output(&mut self) -> &[u8] {
                self.0.output()
            }

            fn advance_output(&mut self, octets: usize) -> Result<(), Error> {
                self.0.advance_output(octets)
            }

            fn next_deadline(&self) -> Option<u64> {
                self.0.next_deadline()
            }

            fn handle_timeout(&mut self, now: u64) {
                self.0.handle_timeout(now);
            }
        }

        /// Shows where the session stands, and nothing secret.
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type))
                    .field(stringify!($inside), self.$inside())
                    .field("tls", &self.0)
                    .finish()
            }
        }
    };
}
pub(crate) use connection;
