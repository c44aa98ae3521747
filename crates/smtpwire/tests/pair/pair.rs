//! A client and a server in memory, with a virtual clock between them.

use smtpwire::{ClientConfig, ClientEvent, Connection, Error, ServerConfig, ServerEvent, Step};

use crate::line::Line;

/// What the numbers of a seed say: small, even, the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number from 0 to below `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// How octets travel from one side to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Splits {
    Whole,
    Octets,
    Random,
}

/// Something that one of the sides told its host.
#[derive(Debug)]
pub(crate) enum Told {
    Client(ClientEvent),
    Server(ServerEvent),
}

/// The two sides, the clock, and how many octets may still cross before the line is cut.
pub(crate) struct Pair<L: Line> {
    pub(crate) client: L::Client,
    pub(crate) server: L::Server,
    pub(crate) now: u64,
    pub(crate) splits: Splits,
    pub(crate) dice: Dice,
    /// Octets that may still travel to the server, and to the client.
    pub(crate) fuse: (usize, usize),
    pub(crate) client_error: Option<Error>,
    pub(crate) server_error: Option<Error>,
    pub(crate) client_closed: bool,
    pub(crate) server_closed: bool,
    pub(crate) most_output: (usize, usize),
    cut: bool,
}

impl<L: Line> Pair<L> {
    pub(crate) fn new(client: ClientConfig, server: ServerConfig) -> Self {
        Self {
            client: L::client(client),
            server: L::server(server),
            now: 0,
            splits: Splits::Whole,
            dice: Dice::new(1),
            fuse: (usize::MAX, usize::MAX),
            client_error: None,
            server_error: None,
            client_closed: false,
            server_closed: false,
            most_output: (0, 0),
            cut: false,
        }
    }

    /// The next thing that a side tells; `None` when nothing moves any more. Octets travel
    /// meanwhile. The server is asked first, as its host answers at once.
    pub(crate) fn next(&mut self) -> Option<Told> {
        // Each turn moves at least one octet or one state; a loop that does not is a defect.
        for _ in 0..10_000_000 {
            if let Some(event) = self.ask_server() {
                return Some(Told::Server(event));
            }
            if let Some(event) = self.ask_client() {
                return Some(Told::Client(event));
            }
            let moved = self.carry_to_server() | self.carry_to_client();
            if !moved && !self.hang_up() {
                return None;
            }
        }
        panic!("the sides do not come to rest");
    }

    /// Everything that is told until nothing moves, with every question of the server accepted.
    pub(crate) fn run(&mut self) -> Vec<Told> {
        let mut all = Vec::new();
        while let Some(told) = self.next() {
            if matches!(told, Told::Server(_)) && self.server.answers_due() > 0 {
                while self.server.answers_due() > 0 {
                    self.server.accept().unwrap();
                }
            }
            all.push(told);
        }
        all
    }

    fn ask_server(&mut self) -> Option<ServerEvent> {
        if self.server_error.is_some() || self.server_closed {
            return None;
        }
        match self.server.next_event(self.now) {
            Ok(Step::Event(event)) => return Some(event),
            Ok(Step::Closed) => self.server_closed = true,
            Ok(_) => {}
            Err(error) => self.server_error = Some(error),
        }
        None
    }

    fn ask_client(&mut self) -> Option<ClientEvent> {
        if self.client_error.is_some() || self.client_closed {
            return None;
        }
        match self.client.next_event(self.now) {
            Ok(Step::Event(event)) => return Some(event),
            Ok(Step::Closed) => self.client_closed = true,
            Ok(_) => {}
            Err(error) => self.client_error = Some(error),
        }
        None
    }

    fn piece(&mut self, waiting: usize, room: usize, fuse: usize) -> usize {
        let most = waiting.min(room).min(fuse);
        match self.splits {
            Splits::Whole => most,
            Splits::Octets => most.min(1),
            Splits::Random => most.min(1 + self.dice.below(most.max(1))),
        }
    }

    fn carry_to_server(&mut self) -> bool {
        self.most_output.0 = self.most_output.0.max(self.client.output().len());
        // A host that has closed takes no more; what is written to it is lost.
        let open = !self.server_closed && self.server_error.is_none() && !self.cut;
        let room = if open { self.server.input_room() } else { usize::MAX };
        let waiting = self.client.output().len();
        let size = self.piece(waiting, room, self.fuse.0);
        if size == 0 {
            return false;
        }
        let octets = self.client.output()[..size].to_vec();
        self.client.advance_output(size).unwrap();
        self.fuse.0 -= size;
        if open && let Err(error) = self.server.receive(&octets, self.now) {
            self.server_error = Some(error);
        }
        true
    }

    fn carry_to_client(&mut self) -> bool {
        self.most_output.1 = self.most_output.1.max(self.server.output().len());
        let open = !self.client_closed && self.client_error.is_none() && !self.cut;
        let room = if open { self.client.input_room() } else { usize::MAX };
        let waiting = self.server.output().len();
        let size = self.piece(waiting, room, self.fuse.1);
        if size == 0 {
            return false;
        }
        let octets = self.server.output()[..size].to_vec();
        self.server.advance_output(size).unwrap();
        self.fuse.1 -= size;
        if open && let Err(error) = self.client.receive(&octets, self.now) {
            self.client_error = Some(error);
        }
        true
    }

    /// A side that is over closes its socket, and a burnt fuse cuts the line; the other side reads
    /// the end of the stream. Whether that was news to anybody.
    fn hang_up(&mut self) -> bool {
        let over = self.fuse.0 == 0
            || self.fuse.1 == 0
            || self.server_closed
            || self.server_error.is_some()
            || self.client_closed
            || self.client_error.is_some();
        if self.cut || !over {
            return false;
        }
        self.cut = true;
        self.client.receive_eof(self.now);
        self.server.receive_eof(self.now);
        true
    }
}
