//! The smallest host that a mailer can have: blocking sockets, a thread for each session.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use smtpwire::{
    Envelope, ForwardPath, Host, Mailer, MailerConfig, MailerEvent, ReversePath, Security, Step,
};

use crate::samples::message_of;

type Failure = Box<dyn Error + Send + Sync>;

/// How many messages are queued at once: enough for the mailer to begin one behind the other.
const QUEUED: u32 = 4;

/// Sends so many messages of this size, all sessions together.
///
/// # Errors
///
/// When a session fails or a message is not accepted.
pub fn send(address: SocketAddr, sessions: u32, messages: u32, size: usize) -> Result<(), Failure> {
    let content: Arc<[u8]> = message_of(size).into();
    let threads: Vec<_> = (0..sessions)
        .map(|session| {
            let content = Arc::clone(&content);
            let share = messages / sessions + u32::from(session < messages % sessions);
            thread::spawn(move || one_session(address, share, &content))
        })
        .collect();
    for thread in threads {
        thread.join().map_err(|_| "a session panicked")??;
    }
    Ok(())
}

fn one_session(address: SocketAddr, messages: u32, content: &Arc<[u8]>) -> Result<(), Failure> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let start = Instant::now();
    let now = || u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let mut config = MailerConfig::new(Host::parse("mail.sender.example")?.into_owned());
    config.security = Security::Disabled;
    let mut mailer = Mailer::new(config, [7; 32], now());
    let envelope = Envelope::new(ReversePath::parse("<alice@sender.example>")?.into_owned())
        .to(ForwardPath::parse("<humpty@receiver.example>")?.into_owned());
    let mut left = messages;
    let mut buffer = vec![0; 16 * 1024];
    loop {
        while left > 0 && mailer.pending() < QUEUED as usize {
            mailer.send(envelope.clone(), Arc::clone(content))?;
            left -= 1;
        }
        if left == 0 {
            mailer.quit();
        }
        match mailer.next_event(now())? {
            Step::Event(MailerEvent::Outcome(outcome)) if !outcome.is_accepted() => {
                return Err(format!("a message was not accepted: {outcome:?}").into());
            }
            Step::Event(_) => {}
            Step::NeedOutput => write(&mut mailer, &mut stream)?,
            Step::NeedData => {
                write(&mut mailer, &mut stream)?;
                let room = mailer.input_room().min(buffer.len());
                match stream.read(&mut buffer[..room])? {
                    0 => mailer.receive_eof(now()),
                    length => mailer.receive(&buffer[..length], now())?,
                }
            }
            Step::Closed => return Ok(()),
            step => return Err(format!("the mailer says {step:?}").into()),
        }
    }
}

fn write(mailer: &mut Mailer, stream: &mut TcpStream) -> Result<(), Failure> {
    while !mailer.output().is_empty() {
        let written = stream.write(mailer.output())?;
        mailer.advance_output(written)?;
    }
    Ok(())
}
