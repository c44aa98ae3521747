//! Attacks on `smtpwire serve`, octet for octet on a real socket: none puts a message in that nobody
//! sent, and each is answered as it should be.
//!
//! `attacks.json` holds them. Each begins `at` a point of the session and goes on in `turns`: octets
//! are sent, and exactly these replies come. Then the connection is `over`, or QUIT is answered 221,
//! so that nothing more was answered before it. All that the server has stored is what is `kept`.
//! In a text each character is one octet.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use serde_json::Value;
use smtpwire_interop::own::serve;
use smtpwire_interop::raw::Dialog;
use smtpwire_interop::{Dialect, Server};

/// Attacks longer than this are not sent octet by octet.
const SHORT: usize = 2000;

struct Attack {
    name: String,
    at: String,
    options: Vec<String>,
    /// It matters that all of it comes in one piece.
    whole: bool,
    turns: Vec<(Vec<u8>, Vec<String>)>,
    over: bool,
    hang_up: bool,
    kept: Vec<Vec<u8>>,
}

fn attacks() -> Vec<Attack> {
    let attacks: Vec<Value> =
        serde_json::from_str(include_str!("attacks.json")).expect("attacks.json is JSON");
    attacks.iter().map(attack).collect()
}

fn attack(value: &Value) -> Attack {
    let text = |name: &str| value[name].as_str().expect(name).to_owned();
    let list = |name: &str| value[name].as_array().map_or(&[][..], Vec::as_slice);
    let turn = |turn: &Value| {
        let replies = turn["replies"].as_array().expect("replies").iter();
        (octets(&turn["send"]), replies.flat_map(repeated).collect())
    };
    Attack {
        name: format!("{} ({})", text("id"), text("title")),
        at: text("at"),
        options: list("options").iter().map(|text| text.as_str().expect("text").into()).collect(),
        whole: value["whole"] == true,
        turns: list("turns").iter().map(turn).collect(),
        over: value["over"] == true,
        hang_up: value["hang-up"] == true,
        kept: list("kept").iter().map(octets).collect(),
    }
}

/// A list of texts and of texts that are repeated, as octets.
fn octets(parts: &Value) -> Vec<u8> {
    let parts = parts.as_array().expect("a list").iter().flat_map(repeated);
    parts.flat_map(|text| text.chars().map(octet).collect::<Vec<_>>()).collect()
}

fn octet(character: char) -> u8 {
    u8::try_from(character).expect("a character for each octet")
}

fn repeated(part: &Value) -> Vec<String> {
    if let Some(text) = part.as_str() {
        return vec![text.to_owned()];
    }
    let text = part.get("repeat").or_else(|| part.get("reply")).and_then(Value::as_str);
    let times = part["times"].as_u64().expect("times");
    vec![text.expect("a text").to_owned(); usize::try_from(times).expect("not so often")]
}

/// A connection that may be closed at any moment.
struct Victim {
    stream: TcpStream,
    lines: BufReader<TcpStream>,
}

impl Victim {
    fn connect(server: &Server) -> Self {
        let stream = TcpStream::connect(server.address()).expect("the server listens");
        stream.set_nodelay(true).expect("NODELAY can be set");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout can be set");
        let lines = BufReader::new(stream.try_clone().expect("a socket can be shared"));
        Self { stream, lines }
    }

    /// Goes to a point of the session.
    fn go(&mut self, at: &str, dialect: Dialect) {
        const POINTS: [&str; 6] = ["connected", "greeted", "ready", "mail", "rcpt", "data"];
        let hello =
            if dialect == Dialect::Lmtp { "LHLO c.example\r\n" } else { "EHLO c.example\r\n" };
        let steps = [
            ("", "220 "),
            (hello, "250"),
            ("MAIL FROM:<a@b.example>\r\n", "250 "),
            ("RCPT TO:<c@d.example>\r\n", "250 "),
            ("DATA\r\n", "354 "),
        ];
        let count = POINTS.iter().position(|point| *point == at).expect("a point of the session");
        for (command, expected) in &steps[..count] {
            self.stream.write_all(command.as_bytes()).expect("the server takes it");
            let reply = self.reply();
            assert!(reply.starts_with(expected), "{command:?} is answered {reply:?}");
        }
    }

    /// Sends octets while replies are read; an error means that the connection is over, which the
    /// replies tell better.
    fn send(&self, octets: &[u8], by_octet: bool) -> std::thread::JoinHandle<()> {
        let mut stream = self.stream.try_clone().expect("a socket can be shared");
        let octets = octets.to_vec();
        std::thread::spawn(move || {
            let piece = if by_octet { 1 } else { octets.len().max(1) };
            for piece in octets.chunks(piece) {
                if stream.write_all(piece).is_err() {
                    break;
                }
            }
        })
    }

    /// The last line of the next reply; empty when the connection is over.
    fn reply(&mut self) -> String {
        loop {
            let mut line = Vec::new();
            match self.lines.read_until(b'\n', &mut line) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return String::new(),
                Err(error) => return format!("no reply: {error}"),
            }
            if line.get(3) != Some(&b'-') {
                return String::from_utf8_lossy(&line).into_owned();
            }
        }
    }
}

/// Runs an attack; what went wrong is told.
fn run(attack: &Attack, server: &Server, by_octet: bool) -> Result<(), String> {
    let mut victim = Victim::connect(server);
    victim.go(&attack.at, server.dialect());
    for (octets, replies) in &attack.turns {
        let sending = victim.send(octets, by_octet);
        for (at, expected) in replies.iter().enumerate() {
            let reply = victim.reply();
            if !reply.starts_with(expected) {
                return Err(format!("reply {at} is {reply:?}, expected {expected:?}"));
            }
        }
        sending.join().map_err(|_| "the sender panicked".to_owned())?;
    }
    if attack.hang_up {
        victim.stream.shutdown(Shutdown::Write).map_err(|error| error.to_string())?;
        let mut rest = Vec::new();
        victim.lines.read_to_end(&mut rest).map_err(|error| error.to_string())?;
        let rest = rest.escape_ascii().to_string();
        return if rest.is_empty() { Ok(()) } else { Err(format!("at the end it says {rest}")) };
    }
    if !attack.over {
        victim.stream.write_all(b"QUIT\r\n").map_err(|error| error.to_string())?;
        let reply = victim.reply();
        if !reply.starts_with("221 ") {
            return Err(format!("QUIT is answered {reply:?}"));
        }
    }
    let rest = victim.reply();
    if rest.is_empty() { Ok(()) } else { Err(format!("it is not over: {rest:?}")) }
}

/// Where an attack is tried: a server with its options, and all that it should have stored.
struct Place {
    server: Server,
    kept: Vec<Vec<u8>>,
}

impl Place {
    fn with(options: &[String]) -> Self {
        let (lmtp, options): (Vec<&str>, Vec<&str>) =
            options.iter().map(String::as_str).partition(|option| *option == "--lmtp");
        let dialect = if lmtp.is_empty() { Dialect::Smtp } else { Dialect::Lmtp };
        let options = [&options[..], &["--quiet"]].concat();
        Self { server: serve(dialect, &options), kept: Vec::new() }
    }

    /// What is in the store is what should be.
    fn check(&mut self, attack: &Attack) -> Result<(), String> {
        self.kept.extend(attack.kept.iter().cloned());
        self.kept.sort();
        let mut stored: Vec<Vec<u8>> =
            self.server.stored().iter().map(|stored| stored.octets().to_vec()).collect();
        stored.sort();
        if stored == self.kept {
            return Ok(());
        }
        let strange = stored.iter().find(|octets| !self.kept.contains(octets));
        let strange = strange.map(|octets| octets.escape_ascii().to_string());
        let told =
            format!("stored {} messages, not {}: {strange:?}", stored.len(), self.kept.len());
        // The next attack is judged by what it does itself.
        self.kept = stored;
        Err(told)
    }
}

#[test]
fn no_attack_does_more_than_it_may() {
    let mut places: BTreeMap<Vec<String>, Place> = BTreeMap::new();
    let mut failures = Vec::new();
    let attacks = attacks();
    assert!(attacks.len() >= 100, "there are {} attacks", attacks.len());
    for attack in &attacks {
        let place =
            places.entry(attack.options.clone()).or_insert_with(|| Place::with(&attack.options));
        let length: usize = attack.turns.iter().map(|(octets, _)| octets.len()).sum();
        let ways: &[bool] = if attack.whole || length > SHORT { &[false] } else { &[false, true] };
        for by_octet in ways {
            let ran = run(attack, &place.server, *by_octet).and_then(|()| place.check(attack));
            if let Err(reason) = ran {
                let how = if *by_octet { ", octet by octet" } else { "" };
                failures.push(format!("{}{how}: {reason}", attack.name));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    for place in places.values() {
        assert!(place.server.log().lines().count() <= 1, "{}", place.server.log());
    }
}

/// Who is tolerant takes bare line ends for line ends, but still not for the end of a message.
#[test]
fn a_tolerant_server_makes_one_message_of_each_look_alike() {
    let server = serve(Dialect::Smtp, &["--tolerant", "--quiet"]);
    let attacks = attacks();
    let look_alikes = attacks.iter().filter(|attack| attack.name.contains("look-alike"));
    let mut count = 0;
    for attack in look_alikes {
        let mut victim = Victim::connect(&server);
        victim.go(&attack.at, Dialect::Smtp);
        for (octets, _) in &attack.turns {
            victim.stream.write_all(octets).expect("the server takes it");
        }
        victim.stream.write_all(b"QUIT\r\n").expect("the server takes it");
        let reply = victim.reply();
        assert!(reply.starts_with("250 ") || reply.starts_with("550 "), "{}: {reply}", attack.name);
        let end = victim.reply();
        assert!(end.starts_with("221 "), "{}: {end}", attack.name);
        count += usize::from(reply.starts_with("250 "));
        assert_eq!(server.stored().len(), count, "{}", attack.name);
    }
    for stored in server.stored() {
        let text = String::from_utf8_lossy(stored.octets()).into_owned();
        assert!(text.starts_with("Subject: a\r\n") && text.contains("smuggled"), "{text:?}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    }
    assert!(count >= 5, "{count} were taken");
}

/// Commands by the thousand end a session sooner or later, and each until then is answered.
#[test]
fn a_flood_of_commands_is_answered_until_it_is_too_much() {
    let server = serve(Dialect::Smtp, &["--quiet"]);
    for command in ["NOOP\r\n", "RSET\r\n", "HELP\r\n"] {
        let mut victim = Victim::connect(&server);
        victim.go("ready", Dialect::Smtp);
        let sending = victim.send(command.repeat(100_000).as_bytes(), false);
        let mut count = 0;
        let last = loop {
            let reply = victim.reply();
            if !reply.starts_with('2') {
                break reply;
            }
            count += 1;
        };
        assert!(last.starts_with("421 4.7.0 "), "{command:?}: {last:?} after {count}");
        assert!((50..100_000).contains(&count), "{command:?}: {count}");
        assert_eq!(victim.reply(), "");
        drop(victim);
        sending.join().expect("the sender ends");
    }
}

/// Many who say nothing, and one in the midst of a message that never ends, keep nobody else out.
#[test]
fn the_silent_do_not_keep_others_out() {
    let server = serve(Dialect::Smtp, &["--quiet"]);
    let silent: Vec<Victim> = (0..200).map(|_| Victim::connect(&server)).collect();
    let mut endless = Victim::connect(&server);
    endless.go("data", Dialect::Smtp);
    endless.stream.write_all(b"Subject: endless\r\n\r\nline\r\n").expect("the server takes it");
    let start = Instant::now();
    let message = b"Subject: s\r\n\r\nbody\r\n";
    let mut dialog = Dialog::with(&server);
    let replies = dialog.deliver(("a@b.example", ""), &["c@d.example"], message);
    assert!(replies.iter().all(|reply| reply.code == 250), "{replies:?}");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    server.wait_for_one().assert_is(message);
    drop((silent, endless));
}
