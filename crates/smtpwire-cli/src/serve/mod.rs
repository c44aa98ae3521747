//! `smtpwire serve`: a sandbox and sink for mail, on sockets.
//!
//! In reading order: `options` is the command line, `listen` accepts connections, `session` is what
//! happens on one of them, with `certificates` for TLS around it, with `rules` (trouble on request), `delivery` and `store` (where messages
//! go) at its side. `report` tells of it all. What all sessions know stands in `shared`.
//!
//! The main thread prints; one thread or more serve, each with an event loop of its own. No session
//! ever waits for the printing.

mod certificates;
mod delivery;
mod end;
mod listen;
mod options;
mod replies;
mod report;
mod rules;
mod session;
mod shared;
mod store;
mod subject;

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use smtpwire::codec::framer::LineEndPolicy;
use smtpwire::{ContentMode, Leniency, LineEnds, Protocol, ServerConfig, Synchronization};
use socket2::SockRef;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

pub(crate) use options::Options;

use crate::driver::Clock;
use crate::output::{Output, Status, complain, warn};
use certificates::Certificates;
use options::{Accounts, Transcripts, mechanisms};
use report::{Printer, Reporter};
use rules::Rules;
use shared::{Phase, Shared};
use store::Store;

/// How many clients may wait to be accepted.
const WAITING: i32 = 4096;

pub(crate) fn run(options: &Options, output: &mut Output) -> Status {
    match start(options, output) {
        Ok(server) => {
            server.run(output);
            Status::Fine
        }
        Err(sentence) => {
            if output.json() {
                let error = serde_json::json!({ "kind": "unusable", "message": sentence });
                output.document(&serde_json::json!({ "error": error }));
            } else {
                complain(&sentence);
            }
            Status::Unusable
        }
    }
}

/// A server that listens.
struct Started {
    shared: Arc<Shared>,
    printer: Printer,
    workers: Vec<(Runtime, TcpListener)>,
    ending: Ending,
}

/// What ends the server.
struct Ending {
    phase: watch::Sender<Phase>,
    grace: Duration,
    signals: Signals,
}

fn start(options: &Options, output: &mut Output) -> Result<Started, String> {
    let accounts = Accounts::read(&options.auth)?;
    let certificates = Certificates::new(&options.tls, &options.hostname)?;
    check_logins(options, certificates.is_some())?;
    for doubt in &certificates.doubts {
        warn(doubt);
    }
    let store = store(options).map_err(|error| {
        let folder = options.maildir.as_ref().or(options.eml.as_ref());
        let folder = folder.map(|folder| crate::show::file_name(folder.as_os_str()));
        format!("messages can't be kept in {}: {error}", folder.unwrap_or_default())
    })?;
    // As many connections as the system lets this process have; it says so when there are no more.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let listener = listener(options)
        .map_err(|error| format!("it is not possible to listen on {}: {error}", options.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let workers = (0..options.workers)
        .map(|_| Ok((Builder::new_current_thread().enable_all().build()?, listener.try_clone()?)))
        .collect::<io::Result<Vec<_>>>()
        .map_err(|error| format!("no event loop could be made: {error}"))?;
    let signals = workers
        .first()
        .map_or_else(
            || Err(io::ErrorKind::InvalidInput.into()),
            |(runtime, _)| {
                let _here = runtime.enter();
                Signals::new()
            },
        )
        .map_err(|error| format!("signals can't be awaited: {error}"))?;
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)
        .map_err(|error| format!("the system gives no random numbers: {error}"))?;
    let (reporter, printer) = Reporter::new();
    let rules = Rules::new(options.fault.clone(), options.reject.clone());
    let (phase, phases) = watch::channel(Phase::Serving);
    let (implicit, made) = (certificates.is_implicit(), certificates.made.clone());
    let tls = certificates.is_some();
    let shared = Shared {
        config: certificates.around(config(options, &rules, &secret)),
        implicit,
        clock: Clock::start(),
        rules,
        accounts,
        store: Arc::new(store),
        hostname: options.hostname.to_string(),
        trace: !options.no_trace_headers,
        transcripts: if options.quiet { Transcripts::None } else { options.transcripts },
        quiet: options.quiet,
        every_session: output.json(),
        reporter,
        most_sessions: options.max_connections.get(),
        open: 0.into(),
        count: 0.into(),
        phase: phases,
    };
    let grace = Duration::from_secs(options.grace);
    let ending = Ending { phase, grace, signals };
    // From this line on a program that started the server may talk to it, and end it.
    report::listening(address, tls, made.as_deref(), output);
    Ok(Started { shared: Arc::new(shared), printer, workers, ending })
}

/// Whether those who may log in can do so.
fn check_logins(options: &Options, tls: bool) -> Result<(), String> {
    let sentence = if !options.auth.is_empty() && !tls && !options.plaintext_auth {
        "--auth needs TLS (--cert and --key, or --self-signed), or --plaintext-auth, which lets anybody \
         on the way read the passwords"
    } else if options.require_auth && options.auth.is_empty() && options.tls.client_ca.is_empty() {
        "--require-auth needs --auth or --client-ca: nobody could log in"
    } else if !options.tls.client_ca.is_empty() && !tls {
        "--client-ca needs TLS: give --cert with --key, or --self-signed"
    } else {
        return Ok(());
    };
    Err(sentence.into())
}

impl Started {
    /// Serves until a signal ends it.
    fn run(self, output: &mut Output) {
        let Self { shared, printer, workers, ending } = self;
        let mut ending = Some(ending);
        let mut threads = Vec::new();
        for (runtime, listener) in workers {
            let shared = Arc::clone(&shared);
            let ending = ending.take();
            threads.push(thread::spawn(move || {
                runtime.block_on(async move {
                    if let Some(ending) = ending {
                        tokio::spawn(ending.by_signal());
                    }
                    if let Err(error) = listen::serve(Arc::clone(&shared), listener).await {
                        shared.trouble(format!("a worker could not listen: {error}"));
                    }
                });
                // Sessions that are still there have had their time.
                runtime.shutdown_background();
            }));
        }
        let quiet = shared.quiet;
        drop(shared);
        printer.run(output);
        for thread in threads {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
        if !quiet {
            report::stopped(output);
        }
    }
}

impl Ending {
    /// Ends the server at the first SIGINT or SIGTERM: softly, and after the grace, or at the second
    /// signal, for good.
    async fn by_signal(mut self) {
        self.signals.next().await;
        self.phase.send_replace(Phase::Ending);
        let _ = tokio::time::timeout(self.grace, self.signals.next()).await;
        self.phase.send_replace(Phase::Over);
        self.phase.closed().await;
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}

fn store(options: &Options) -> io::Result<Store> {
    match (&options.maildir, &options.eml) {
        (Some(folder), _) => Store::maildir(folder, &options.hostname.to_string()),
        (_, Some(folder)) => Store::eml(folder),
        _ => Ok(Store::Nowhere),
    }
}

fn listener(options: &Options) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(&*options.listen)?;
    // The standard library lets few clients wait to be accepted; a burst of them is no fault.
    SockRef::from(&listener).listen(WAITING)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn config(options: &Options, rules: &Rules, secret: &[u8]) -> ServerConfig {
    let mut config = ServerConfig::new(options.hostname.clone());
    config.protocol = if options.lmtp { Protocol::Lmtp } else { Protocol::Smtp };
    config.decisions = rules.decisions();
    let kept = options.maildir.is_some() || options.eml.is_some();
    // What is neither kept nor told of is not handed out.
    if options.quiet && !kept && !rules.watches_content() {
        config.content = ContentMode::Discard;
    }
    config.limits.message_size = Some(options.size);
    config.timeouts.idle = options.timeout * 1000;
    config.timeouts.data_block = options.timeout * 1000;
    // Whoever begins TLS and says nothing is as silent as others.
    config.timeouts.tls = options.timeout * 1000;
    config.extensions.binary_mime = true;
    // Machines call themselves so, and it is not their programs' fault.
    config.leniency.underscore_in_domain = true;
    config.require_auth = options.require_auth;
    config.extensions.auth =
        mechanisms(!options.auth.is_empty(), !options.tls.client_ca.is_empty());
    config.decoy_key = secret.into();
    config.plaintext_auth = options.plaintext_auth;
    if options.tolerant {
        config.line_ends = LineEnds::Normalise;
        config.command_ends = LineEndPolicy::AcceptBareLf;
        config.leniency = Leniency::ALL;
        config.synchronization = Synchronization::Tolerant;
        config.limits.errors = u32::MAX;
        config.limits.idle_commands = u32::MAX;
    }
    config
}
