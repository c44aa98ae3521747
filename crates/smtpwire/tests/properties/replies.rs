//! Replies: written and read back, whole and in pieces.

use proptest::prelude::*;
use smtpwire::{Escaped, Reply, ReplyError, ReplyOptions, ReplyReader};

use crate::strategies::{code, enhanced, reply_stream};

/// What a stream is read as: replies, the error behind them, and what is left.
type Outcome = (Vec<Reply<'static>>, Option<ReplyError>, Vec<u8>);

fn in_pieces(pieces: &[&[u8]], options: ReplyOptions) -> Outcome {
    let mut reader = ReplyReader::with_options(options);
    let mut replies = Vec::new();
    for piece in pieces {
        reader.receive(piece);
        loop {
            match reader.next_reply() {
                Ok(Some(reply)) => replies.push(reply.into_owned()),
                Ok(None) => break,
                Err(error) => return (replies, Some(error), Vec::new()),
            }
        }
    }
    (replies, None, reader.unread().to_vec())
}

/// The same, by the parser of one whole reply.
fn at_once(mut stream: &[u8]) -> Outcome {
    let mut replies = Vec::new();
    loop {
        match Reply::parse(stream) {
            Ok(Some((reply, taken))) => {
                replies.push(reply.into_owned());
                stream = &stream[taken..];
            }
            Ok(None) => return (replies, None, stream.to_vec()),
            Err(error) => return (replies, Some(error), Vec::new()),
        }
    }
}

/// Small limits, so that small inputs meet them.
fn options() -> impl Strategy<Value = ReplyOptions> {
    let limits =
        (prop_oneof![Just(4096_usize), 5_usize..40], prop_oneof![Just(512_usize), 1_usize..4]);
    (limits, any::<bool>(), any::<bool>()).prop_map(|((max_line, max_lines), differ, bare_lf)| {
        let mut options = ReplyOptions::default();
        options.max_line = max_line;
        options.max_lines = max_lines;
        options.differing_codes = differ;
        options.bare_lf = bare_lf;
        options
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    // R-API-007
    #[test]
    fn splitting_a_stream_of_replies_anywhere_changes_nothing(
        stream in reply_stream(),
        options in options(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let whole = in_pieces(&[&stream], options);
        let octets: Vec<&[u8]> = stream.chunks(1).collect();
        prop_assert_eq!(&in_pieces(&octets, options), &whole);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len() + 1)).collect();
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut from = 0;
        for cut in cuts {
            pieces.push(&stream[from..cut]);
            from = cut;
        }
        pieces.push(&stream[from..]);
        prop_assert_eq!(&in_pieces(&pieces, options), &whole);
    }

    #[test]
    fn the_reader_and_the_parser_agree(stream in reply_stream()) {
        prop_assert_eq!(in_pieces(&[&stream], ReplyOptions::default()), at_once(&stream));
    }

    // R-GRAM-015, R-GRAM-017, R-ESC-005, R-LIMIT-005
    #[test]
    fn every_reply_reads_back_as_what_was_written(
        code in code(),
        status in prop::option::of(enhanced()),
        texts in prop::collection::vec("[ -~\tä例]{0,40}|([a-z]{1,9} ){60,130}|é{250,300}", 1..5),
    ) {
        let reply = Reply::with_lines(code, status, texts.iter().map(String::as_str)).unwrap();
        let mut wire = Vec::new();
        reply.encode(&mut wire);
        prop_assert_eq!(&wire, reply.as_bytes());
        let (read, taken) = Reply::parse(&wire).unwrap().unwrap();
        prop_assert_eq!(taken, wire.len());
        prop_assert_eq!(&read, &reply);
        prop_assert_eq!(read.code(), code);
        if status.is_some() {
            prop_assert_eq!(read.enhanced(), status);
        }
        for line in wire.split_inclusive(|octet| *octet == b'\n') {
            prop_assert!(line.len() <= 512);
            prop_assert!(std::str::from_utf8(line).is_ok(), "a character was cut");
        }
        // Splitting drops no more than the spaces at which it splits.
        let blank = |text: &str| text.replace(' ', "");
        let prefix = status.map_or(String::new(), |status| status.to_string());
        let lines: Vec<String> = read
            .lines()
            .map(|line| String::from_utf8(line.to_vec()).unwrap())
            .map(|line| line.strip_prefix(&prefix).map(str::to_owned).unwrap())
            .collect();
        prop_assert_eq!(blank(&lines.concat()), blank(&texts.concat()));
    }

    // R-CORE-010, R-API-001
    #[test]
    fn no_text_makes_a_reply_of_more_lines_than_it_should(code in code(), text in any::<String>()) {
        match Reply::new(code, None, &text) {
            Ok(reply) => {
                let (read, taken) = Reply::parse(reply.as_bytes()).unwrap().unwrap();
                prop_assert_eq!(taken, reply.as_bytes().len());
                prop_assert_eq!(read.code(), code);
            }
            Err(_) => prop_assert!(text.contains(['\r', '\n', '\0'])),
        }
    }

    // R-API-005
    #[test]
    fn octets_are_shown_without_loss_and_without_harm(octets in prop::collection::vec(any::<u8>(), 0..60)) {
        let shown = Escaped(&octets).to_string();
        prop_assert!(!shown.contains(char::is_control));
        let mut back = Vec::new();
        let mut rest = shown.as_str();
        while let Some(character) = rest.chars().next() {
            if let Some(escape) = rest.strip_prefix("\\x") {
                back.push(u8::from_str_radix(&escape[..2], 16).unwrap());
                rest = &escape[2..];
            } else {
                back.extend_from_slice(&rest.as_bytes()[..character.len_utf8()]);
                rest = &rest[character.len_utf8()..];
            }
        }
        prop_assert_eq!(back, octets);
    }
}
