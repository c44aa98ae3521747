//! One session: each event of the connection gets its answer, each message its place.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::Arc;

use smtpwire::sasl::Claim;
use smtpwire::{ErrorCode, ForwardPath, Host, Reply, ReversePath, ServerEvent, Verb};
use smtpwire_tls::{TlsServer, TlsSession};
use tokio::net::TcpStream;

use super::delivery::Delivery;
use super::end::End;
use super::options::{Action, Moment, Transcripts};
use super::replies;
use super::report::{Ended, Received, Record};
use super::shared::{Phase, Shared};
use super::store::{Name, Trace, Via};
use crate::driver::{Driver, Next};
use crate::recorder::Recorder;
use crate::tls::names;

/// Serves a client until the session is over.
pub(crate) async fn run(shared: Arc<Shared>, stream: TcpStream, peer: SocketAddr, number: u64) {
    let mut entropy = [0; 32];
    if let Err(error) = getrandom::fill(&mut entropy) {
        shared.trouble(format!("the system gives no random numbers: {error}"));
        return;
    }
    let server = TlsServer::new(&shared.config, entropy, shared.clock.now());
    let mut driver = Driver::new(stream, server, shared.clock);
    if shared.transcripts != Transcripts::None {
        driver.record();
    }
    let mut session = Session::new(&shared, peer, number);
    let end = session.serve(&mut driver).await;
    session.ended(&end, &driver);
    if end.hung_up() {
        drop(session);
        driver.linger().await;
    }
}

/// The session ends at once, as `--fault` said.
struct Dropped;

#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Session<'s> {
    shared: &'s Arc<Shared>,
    peer: SocketAddr,
    number: u64,
    helo: Option<Box<Host<'static>>>,
    via: Via,
    user: Option<String>,
    /// What the handshake came to.
    tls: Option<TlsSession>,
    /// Who logs in by a certificate.
    holder: Option<String>,
    /// What the transaction has so far.
    envelope: Option<Box<Envelope>>,
    delivery: Option<Box<Delivery>>,
    /// Content is coming; a shutdown waits for its end.
    busy: bool,
    phase: Phase,
    quit: bool,
    messages: u64,
    faulty: bool,
    /// TLS came up, and the client has said nothing since.
    fresh: bool,
}

struct Envelope {
    from: ReversePath<'static>,
    smtputf8: bool,
    to: Vec<ForwardPath<'static>>,
}

impl<'s> Session<'s> {
    fn new(shared: &'s Arc<Shared>, peer: SocketAddr, number: u64) -> Self {
        let via = Via { protocol: shared.config.server().protocol, ..Via::default() };
        Self {
            shared,
            peer,
            number,
            helo: None,
            via,
            user: None,
            tls: None,
            holder: None,
            envelope: None,
            delivery: None,
            busy: false,
            phase: Phase::Serving,
            quit: false,
            messages: 0,
            faulty: false,
            fresh: false,
        }
    }

    async fn serve(&mut self, driver: &mut Driver) -> End {
        driver.stop_on(Some(self.shared.beyond(Phase::Serving)));
        loop {
            match driver.next().await {
                Next::Event(event) => {
                    if let ControlFlow::Break(Dropped) = self.event(event, driver).await {
                        return End::Dropped;
                    }
                }
                Next::Stop => {
                    self.phase = self.shared.phase();
                    let next = (self.phase < Phase::Over).then(|| self.shared.beyond(self.phase));
                    driver.stop_on(next);
                }
                Next::Closed => return End::Closed { quit: self.quit },
                Next::Failed(error) => {
                    let left = self.fresh && error.code() == ErrorCode::ConnectionLost;
                    return if left { End::Left(error) } else { End::Failed(error) };
                }
            }
            if self.phase == Phase::Over || (self.phase == Phase::Ending && !self.busy) {
                // It may be over already.
                let _ = driver.server().close(None);
            }
        }
    }

    /// Tells of the end of the session.
    fn ended(&mut self, end: &End, driver: &Driver) {
        let faulty = self.faulty || matches!(end, End::Failed(_) | End::Left(_) | End::Dropped);
        let shown = match self.shared.transcripts {
            Transcripts::All => true,
            Transcripts::Errors => faulty,
            Transcripts::None => false,
        };
        if self.shared.quiet || !(shown || self.shared.every_session) {
            return;
        }
        let transcript = driver.recorder().filter(|_| shown).map(Recorder::lines);
        let ended = Ended {
            session: self.number,
            peer: self.peer,
            messages: self.messages,
            user: self.user.take(),
            tls: driver.tls().session().cloned(),
            failure: driver.tls().failure().cloned(),
            end: end.sentence(),
            transcript,
        };
        self.shared.reporter.tell(Record::Session(Box::new(ended)));
    }

    async fn event(&mut self, event: ServerEvent, driver: &mut Driver) -> ControlFlow<Dropped> {
        // Where TLS comes first, the connection begins behind it.
        self.fresh = match event {
            ServerEvent::Connected => self.fresh,
            _ => matches!(event, ServerEvent::TlsEstablished),
        };
        let fault = match self.moment(&event) {
            Some(moment) => self.faults(moment, driver).await?,
            None => None,
        };
        let reply = match event {
            ServerEvent::AuthVerify { .. } | ServerEvent::AuthLookup { .. } if fault.is_some() => {
                fault
            }
            ServerEvent::TlsEstablished => {
                // All that was said before is forgotten (RFC 3207 section 4.2).
                self.helo = None;
                self.user = None;
                self.tls = driver.tls().session().cloned();
                self.via = Via { protocol: self.via.protocol, tls: true, ..Via::default() };
                None
            }
            ServerEvent::AuthVerify { claim } => {
                let confirmed = match &claim {
                    Claim::External { authorization_identity } => {
                        self.holder = holder(driver.tls(), authorization_identity.as_deref());
                        self.holder.is_some()
                    }
                    claim => self.shared.accounts.confirm(claim),
                };
                // The connection says itself what comes of it.
                let _ = driver.server().verify(confirmed);
                None
            }
            ServerEvent::AuthLookup { mechanism, username, authorization_identity } => {
                let acting_as = authorization_identity.as_deref();
                let verifier = self.shared.accounts.verifier(&username, acting_as, mechanism);
                let _ = driver.server().provide_verifier(verifier);
                None
            }
            ServerEvent::Authenticated { identity } => {
                self.user = identity.username.or_else(|| self.holder.take());
                None
            }
            ServerEvent::Helo { verb, host } => {
                self.helo = Some(Box::new(host));
                self.via.extended = verb != Verb::Helo;
                fault
            }
            ServerEvent::Mail { mail } => {
                let reply = fault.or_else(|| self.shared.rules.sender(&mail.from));
                let smtputf8 = mail.parameters.smtputf8();
                let envelope = Envelope { from: mail.from, smtputf8, to: Vec::new() };
                self.envelope = Some(Box::new(envelope));
                reply
            }
            ServerEvent::Rcpt { rcpt } => {
                let reply = fault.or_else(|| self.shared.rules.recipient(&rcpt.to));
                if reply.as_ref().is_none_or(|reply| reply.code().is_positive())
                    && let Some(envelope) = &mut self.envelope
                {
                    envelope.to.push(rcpt.to);
                }
                reply
            }
            ServerEvent::Data => {
                self.busy = fault.is_none();
                fault
            }
            ServerEvent::Content { octets } => {
                let mut delivery = self.delivery.take().unwrap_or_else(|| self.begin());
                delivery.content(&octets).await;
                self.delivery = Some(delivery);
                None
            }
            ServerEvent::Message { size, .. } => Some(self.message(size, fault).await),
            ServerEvent::Aborted { .. } => {
                self.forget();
                None
            }
            ServerEvent::Refused { .. }
            | ServerEvent::Unknown { .. }
            | ServerEvent::AuthFailed { .. } => {
                self.faulty = true;
                None
            }
            ServerEvent::Quit => {
                self.quit = true;
                None
            }
            _ => fault,
        };
        self.answer(reply.as_ref(), driver);
        ControlFlow::Continue(())
    }

    /// Gives the answer that is due, if one is.
    fn answer(&mut self, reply: Option<&Reply<'static>>, driver: &mut Driver) {
        let server = driver.server();
        if server.answers_due() == 0 {
            return;
        }
        let answered = match reply {
            Some(reply) => {
                self.faulty |= !reply.code().is_positive();
                server.answer_all(reply)
            }
            None => server.accept(),
        };
        if let Err(error) = answered {
            // Options are checked when they are read, so that each reply fits.
            self.shared.trouble(format!("an answer was not taken: {error}"));
            let _ = server.close(None);
        }
    }

    /// Which moment of `--fault` an event is.
    fn moment(&self, event: &ServerEvent) -> Option<Moment> {
        let moment = match event {
            ServerEvent::Connected => Moment::Connect,
            ServerEvent::AuthVerify { .. } | ServerEvent::AuthLookup { .. } => Moment::Auth,
            ServerEvent::Helo { .. } => Moment::Helo,
            ServerEvent::Mail { .. } => Moment::Mail,
            ServerEvent::Rcpt { .. } => Moment::Rcpt,
            ServerEvent::Data => Moment::Data,
            ServerEvent::Content { .. } if self.delivery.is_none() => Moment::Content,
            ServerEvent::Message { .. } => Moment::Message,
            ServerEvent::Rset => Moment::Rset,
            ServerEvent::Noop => Moment::Noop,
            ServerEvent::Vrfy { .. } => Moment::Vrfy,
            ServerEvent::Expn { .. } => Moment::Expn,
            ServerEvent::Help { .. } => Moment::Help,
            ServerEvent::Quit => Moment::Quit,
            _ => return None,
        };
        Some(moment)
    }

    /// Lets go wrong what is to go wrong now; gives the reply that takes the usual one's place.
    async fn faults(
        &mut self,
        moment: Moment,
        driver: &mut Driver,
    ) -> ControlFlow<Dropped, Option<Reply<'static>>> {
        let mut reply = None;
        let shared = self.shared;
        for action in shared.rules.faults(moment) {
            self.faulty = true;
            // What was answered before is not held up. QUIT's own answer is among it.
            if moment != Moment::Quit && !matches!(action, Action::Reply(_)) {
                driver.flush().await;
            }
            match action {
                Action::Reply(other) => reply = Some(other.clone()),
                Action::Drop => return ControlFlow::Break(Dropped),
                Action::Delay(time) => {
                    let stop = shared.beyond(self.phase);
                    let _ = tokio::time::timeout(*time, stop).await;
                }
            }
        }
        ControlFlow::Continue(reply)
    }

    /// A message begins to come in.
    fn begin(&self) -> Box<Delivery> {
        let name = Name::next();
        let mut lines = String::new();
        if self.shared.trace
            && !self.shared.store.is_nowhere()
            && let Some(envelope) = &self.envelope
        {
            let helo = self.helo.as_ref().map_or_else(|| "unknown".into(), ToString::to_string);
            let trace = Trace {
                name,
                via: self.via_of(envelope),
                helo: &helo,
                peer: self.peer.ip(),
                host: &self.shared.hostname,
                from: &envelope.from,
                to: &envelope.to,
                tls: self.tls.as_ref(),
            };
            lines = trace.lines();
        }
        let store = Arc::clone(&self.shared.store);
        Box::new(Delivery::new(store, name, lines, !self.shared.quiet))
    }

    fn via_of(&self, envelope: &Envelope) -> Via {
        let authenticated = self.user.is_some();
        Via { authenticated, smtputf8: envelope.smtputf8, ..self.via }
    }

    /// A message is whole: keeps it, tells of it, and gives the reply to it.
    async fn message(&mut self, size: u64, fault: Option<Reply<'static>>) -> Reply<'static> {
        // A message without a single octet is one, too.
        let mut delivery = self.delivery.take().unwrap_or_else(|| self.begin());
        let (id, subject) = (delivery.name().id(), delivery.subject());
        let mut file = None;
        let reply = match fault {
            Some(reply) if !reply.code().is_positive() => reply,
            fault => match delivery.keep().await {
                Ok(place) => {
                    file = place;
                    self.messages += 1;
                    fault.unwrap_or_else(|| replies::queued(&id))
                }
                Err(error) => {
                    self.shared.trouble(format!("a message could not be kept: {error}"));
                    replies::not_kept(&error)
                }
            },
        };
        let envelope = self.envelope.take();
        self.busy = false;
        if !self.shared.quiet
            && let Some(envelope) = envelope
        {
            let protocol = self.via_of(&envelope).name();
            let Envelope { from, to, .. } = *envelope;
            self.shared.reporter.tell(Record::Message(Box::new(Received {
                session: self.number,
                peer: self.peer,
                protocol,
                user: self.user.clone(),
                from,
                to,
                size,
                subject,
                id,
                file,
                reply: reply.clone(),
            })));
        }
        reply
    }

    /// The transaction is over without a message.
    fn forget(&mut self) {
        self.envelope = None;
        self.delivery = None;
        self.busy = false;
    }
}

/// Who has shown a certificate that convinces, under the name that is asked for or the one that it is
/// called by.
fn holder(tls: &TlsServer, wanted: Option<&str>) -> Option<String> {
    let session = tls.session().filter(|session| session.verification().is_verified())?;
    let names = names(session.peer_certificates().first()?);
    names.into_iter().find(|name| wanted.is_none_or(|wanted| wanted == name))
}
