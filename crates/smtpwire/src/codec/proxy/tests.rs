//! PROXY headers both ways, and what must be refused.

use super::{
    MAX_V1, ProxyCommand, ProxyEndpoints, ProxyError, ProxyHeader, ProxyTransport, TlvKind,
};
use alloc::vec::Vec;
use proptest::prelude::*;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::{format, vec};

const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";

/// Parses, and checks that every prefix of what was used only asks for more.
fn parse(input: &[u8]) -> Result<Option<(ProxyHeader, usize)>, ProxyError> {
    let parsed = ProxyHeader::parse(input);
    if let Ok(Some((_, consumed))) = parsed {
        for length in 0..consumed {
            assert_eq!(ProxyHeader::parse(&input[..length]), Ok(None), "at {length} octets");
        }
    }
    parsed
}

fn v2(rest: &[u8]) -> Result<Option<(ProxyHeader, usize)>, ProxyError> {
    parse(&[SIGNATURE, rest].concat())
}

fn encoded(header: &ProxyHeader) -> Vec<u8> {
    let mut out = Vec::new();
    header.encode_v2(&mut out).unwrap();
    out
}

// PROXY-001, R-PROXY-002
#[test]
fn a_line_of_version_1_gives_the_addresses_and_is_written_as_it_was_read() {
    for line in [
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 25\r\n",
        "PROXY TCP4 255.255.255.255 0.0.0.0 0 65535\r\n",
        "PROXY TCP6 2001:db8::7 2001:db8::19 56324 25\r\n",
        "PROXY UNKNOWN\r\n",
    ] {
        let input = format!("{line}EHLO");
        let (header, consumed) = parse(input.as_bytes()).unwrap().unwrap();
        assert_eq!(consumed, line.len());
        assert_eq!(header.command(), ProxyCommand::Proxy);
        let mut out = Vec::new();
        header.encode_v1(&mut out).unwrap();
        assert_eq!(out, line.as_bytes());
    }
    let (header, _) = parse(b"PROXY TCP6 2001:db8::7 2001:db8::19 56324 25\r\n").unwrap().unwrap();
    assert_eq!(header.source(), Some("[2001:db8::7]:56324".parse().unwrap()));
    assert_eq!(header.destination(), Some("[2001:db8::19]:25".parse().unwrap()));
    assert_eq!(header.transport(), ProxyTransport::Stream);
}

// PROXY-002, R-PROXY-002
#[test]
fn unknown_keeps_the_real_addresses_whatever_follows() {
    for line in [
        &b"PROXY UNKNOWN\r\n"[..],
        b"PROXY UNKNOWN \r\n",
        b"PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n",
    ] {
        let (header, consumed) = parse(line).unwrap().unwrap();
        assert_eq!(header.endpoints(), &ProxyEndpoints::Unknown);
        assert_eq!((header.source(), consumed), (None, line.len()));
    }
    assert_eq!(parse(b"PROXY UNKNOWNS\r\n"), Err(ProxyError::Protocol));
}

// PROXY-004, R-PROXY-001
#[test]
fn a_line_without_its_crlf_asks_for_more() {
    assert_eq!(parse(b""), Ok(None));
    assert_eq!(parse(b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 25"), Ok(None));
    assert_eq!(parse(b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 25\r"), Ok(None));
}

// R-PROXY-002
#[test]
fn a_line_may_have_107_octets_and_no_more() {
    let start = b"PROXY UNKNOWN ";
    let line = |octets: usize| [start, &vec![b'f'; octets - start.len() - 2][..], b"\r\n"].concat();
    assert!(parse(&line(MAX_V1)).unwrap().is_some());
    assert_eq!(parse(&line(MAX_V1 + 1)), Err(ProxyError::V1TooLong));
    assert_eq!(parse(&line(MAX_V1 + 100)), Err(ProxyError::V1TooLong));
    assert_eq!(parse(&line(MAX_V1 + 2)[..MAX_V1 - 1]), Ok(None));
    assert_eq!(parse(&line(MAX_V1 + 2)[..MAX_V1]), Err(ProxyError::V1TooLong));
}

// PROXY-005, R-PROXY-002
#[test]
fn a_line_that_is_not_exactly_right_is_refused() {
    for (line, error) in [
        ("PROXY TCP4 192.0.2.7 198.51.100.1 99999 25\r\n", ProxyError::Port),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 65536 25\r\n", ProxyError::Port),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 025 25\r\n", ProxyError::Port),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 00 25\r\n", ProxyError::Port),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 +25 25\r\n", ProxyError::Port),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 -1 25\r\n", ProxyError::Port),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 56324 \r\n", ProxyError::Port),
        ("PROXY TCP4 192.0.2.07 198.51.100.1 56324 25\r\n", ProxyError::Address),
        ("PROXY TCP4 192.0.2.256 198.51.100.1 56324 25\r\n", ProxyError::Address),
        ("PROXY TCP4 192.0.2 198.51.100.1 56324 25\r\n", ProxyError::Address),
        ("PROXY TCP4 2001:db8::7 2001:db8::19 56324 25\r\n", ProxyError::Address),
        ("PROXY TCP6 192.0.2.7 198.51.100.1 56324 25\r\n", ProxyError::Address),
        ("PROXY TCP6 fe80::1%eth0 ::1 56324 25\r\n", ProxyError::Address),
        ("PROXY TCP4  192.0.2.7 198.51.100.1 56324 25\r\n", ProxyError::Fields),
        ("PROXY TCP4 192.0.2.7  198.51.100.1 56324 25\r\n", ProxyError::Fields),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 56324 25 \r\n", ProxyError::Fields),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n", ProxyError::Fields),
        ("PROXY TCP4\r\n", ProxyError::Fields),
        ("PROXY TCP4\t192.0.2.7 198.51.100.1 56324 25\r\n", ProxyError::Protocol),
        ("PROXY tcp4 192.0.2.7 198.51.100.1 56324 25\r\n", ProxyError::Protocol),
        ("PROXY UDP4 192.0.2.7 198.51.100.1 56324 25\r\n", ProxyError::Protocol),
        ("PROXY \r\n", ProxyError::Protocol),
        ("PROXY TCP4 192.0.2.7 198.51.100.1 56324 25\n", ProxyError::BareLineEnd),
        ("PROXY TCP4 192.0.2.7\r198.51.100.1 56324 25\r\n", ProxyError::BareLineEnd),
        ("PROXY\tTCP4", ProxyError::NotProxy),
        ("PROXX", ProxyError::NotProxy),
        ("EHLO client.example\r\n", ProxyError::NotProxy),
        ("proxy TCP4", ProxyError::NotProxy),
    ] {
        assert_eq!(parse(line.as_bytes()), Err(error), "{line:?}");
    }
}

// PROXY-009, R-PROXY-003
#[test]
fn the_signature_alone_asks_for_more_and_anything_else_is_no_header() {
    for length in 0..=SIGNATURE.len() {
        assert_eq!(parse(&SIGNATURE[..length]), Ok(None));
    }
    assert_eq!(parse(b"\r\n\r\n\0\r\nQUIT\r"), Err(ProxyError::NotProxy));
    assert_eq!(parse(b"\r\nEHLO"), Err(ProxyError::NotProxy));
}

// PROXY-010, R-PROXY-004
#[test]
fn local_keeps_the_real_addresses_and_skips_what_follows() {
    let (header, consumed) = v2(b"\x20\0\0\0EHLO").unwrap().unwrap();
    assert_eq!((&header, consumed), (&ProxyHeader::local(), 16));
    let (header, consumed) = v2(b"\x20\xff\0\x03abcEHLO").unwrap().unwrap();
    assert_eq!((header, consumed), (ProxyHeader::local(), 19));
    assert_eq!(encoded(&ProxyHeader::local()), [SIGNATURE, b"\x20\0\0\0"].concat());
}

// R-PROXY-003
#[test]
fn a_binary_header_gives_the_addresses() {
    let (header, consumed) =
        v2(b"\x21\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\0\x19").unwrap().unwrap();
    assert_eq!(consumed, 28);
    assert_eq!(header.source(), Some("192.0.2.7:56324".parse().unwrap()));
    assert_eq!(header.destination(), Some("198.51.100.1:25".parse().unwrap()));
    assert_eq!(header.transport(), ProxyTransport::Stream);
    assert!(!header.has_checksum());
    assert_eq!(header.tlvs().len(), 0);
}

// R-PROXY-003
#[test]
fn unspecified_addresses_are_skipped_whole() {
    for protocol in [0x00, 0x01, 0x10] {
        let input = [b"\x21", &[protocol][..], b"\0\x05hello", b"EHLO"].concat();
        let (header, consumed) = v2(&input).unwrap().unwrap();
        assert_eq!(header.endpoints(), &ProxyEndpoints::Unknown);
        assert_eq!((header.command(), consumed), (ProxyCommand::Proxy, 21));
    }
}

// R-PROXY-003, R-PROXY-004
#[test]
fn unknown_versions_commands_families_and_transports_are_refused_at_once() {
    assert_eq!(v2(b"\x11"), Err(ProxyError::Version(1)));
    assert_eq!(v2(b"\x31"), Err(ProxyError::Version(3)));
    assert_eq!(v2(b"\x22"), Err(ProxyError::Command(2)));
    assert_eq!(v2(b"\x21\x41"), Err(ProxyError::Family(4)));
    assert_eq!(v2(b"\x21\x13"), Err(ProxyError::Transport(3)));
}

// PROXY-012
#[test]
fn a_length_too_short_for_the_addresses_is_refused() {
    assert_eq!(
        v2(b"\x21\x11\0\x04\x01\x02\x03\x04"),
        Err(ProxyError::TooShort { length: 4, needed: 12 })
    );
    let short = [&b"\x21\x21\0\x23"[..], &[0; 35]].concat();
    assert_eq!(v2(&short), Err(ProxyError::TooShort { length: 35, needed: 36 }));
    let short = [&b"\x21\x31\0\xd7"[..], &[0; 215]].concat();
    assert_eq!(v2(&short), Err(ProxyError::TooShort { length: 215, needed: 216 }));
}

// PROXY-013
#[test]
fn a_value_that_runs_past_the_end_is_refused() {
    let addresses = b"\x01\x01\x01\x01\x02\x02\x02\x02\0\x01\0\x19";
    for tlv in [&b"\x01\xff\xff"[..], b"\x01", b"\x01\0", b"\x01\0\x01", b"\x04\0\0\x01\0\x02x"] {
        let length = [0, u8::try_from(12 + tlv.len()).unwrap()];
        let input = [b"\x21\x11", &length[..], addresses, tlv].concat();
        assert_eq!(v2(&input), Err(ProxyError::TlvOverrun), "{}", tlv.escape_ascii());
    }
}

// R-LIMIT-014
#[test]
fn a_length_over_the_limit_is_refused_before_it_has_come() {
    let input = [SIGNATURE, b"\x21\x11\xff\xff"].concat();
    let error = ProxyError::TooLong { length: 65535, limit: 4096 };
    assert_eq!(ProxyHeader::parse(&input), Err(error));
    assert_eq!(ProxyHeader::parse_with_limit(&input, u16::MAX), Ok(None));
}

#[test]
fn the_checksum_is_that_of_an_independent_calculation() {
    // CRC-32C of "123456789" is E3069283 in every catalogue of checksums; this one was worked
    // out bit by bit.
    let crc = |octets: &[u8]| {
        !octets.iter().fold(u32::MAX, |crc, &octet| {
            (0..8).fold(crc ^ u32::from(octet), |crc, _| {
                if crc & 1 == 1 { crc >> 1 ^ 0x82f6_3b78 } else { crc >> 1 }
            })
        })
    };
    assert_eq!(crc(b"123456789"), 0xe306_9283);
    let source: SocketAddr = "192.0.2.7:56324".parse().unwrap();
    let header = ProxyHeader::tcp(source, "198.51.100.1:25".parse().unwrap())
        .unwrap()
        .with_tlv(TlvKind::AUTHORITY, b"mx.example")
        .with_checksum();
    let mut wire = encoded(&header);
    assert_eq!(parse(&wire).unwrap().unwrap().0, header);
    let place = wire.len() - 4;
    let sum = wire.split_off(place);
    wire.extend_from_slice(&[0; 4]);
    assert_eq!(sum, crc(&wire).to_be_bytes());
}

#[test]
fn a_checksum_that_is_wrong_or_there_twice_is_refused() {
    let source: SocketAddr = "192.0.2.7:56324".parse().unwrap();
    let header = ProxyHeader::tcp(source, source).unwrap().with_checksum();
    let wire = encoded(&header);
    for place in 16..wire.len() {
        let mut damaged = wire.clone();
        damaged[place] ^= 1;
        let passed = matches!(ProxyHeader::parse(&damaged), Ok(Some((h, _))) if h.has_checksum());
        assert!(!passed, "octet {place}");
    }
    let mut twice = wire.clone();
    twice.extend_from_slice(&wire[28..]);
    twice[15] += 7;
    assert_eq!(ProxyHeader::parse(&twice), Err(ProxyError::Checksum));
    let short = [SIGNATURE, b"\x21\x11\0\x10", &[0; 12], b"\x03\0\x01x"].concat();
    assert_eq!(ProxyHeader::parse(&short), Err(ProxyError::Checksum));
}

#[test]
fn a_checksum_before_other_facts_is_found_right() {
    let source: SocketAddr = "192.0.2.7:56324".parse().unwrap();
    let header = ProxyHeader::tcp(source, source).unwrap();
    let checked = encoded(&header.clone().with_tlv(TlvKind::NOOP, b"").with_checksum());
    // The same facts the other way round; the sum has to be worked out anew.
    let mut turned = [&checked[..28], b"\x03\0\x04\0\0\0\0", b"\x04\0\0"].concat();
    let sum = crc::Crc::<u32>::new(&crc::CRC_32_ISCSI).checksum(&turned).to_be_bytes();
    turned[31..35].copy_from_slice(&sum);
    let (parsed, _) = parse(&turned).unwrap().unwrap();
    assert_eq!(parsed, header.with_tlv(TlvKind::NOOP, b"").with_checksum());
}

#[test]
fn what_cannot_be_said_is_not_written() {
    let four: SocketAddr = "192.0.2.7:1".parse().unwrap();
    let six: SocketAddr = "[::1]:1".parse().unwrap();
    assert_eq!(ProxyHeader::tcp(four, six), Err(ProxyError::MixedFamilies));
    let mut out = b"before".to_vec();
    let unix = |source: &[u8]| {
        let (source, destination) = (source.to_vec(), b"/run/lmtp".to_vec());
        let endpoints = ProxyEndpoints::Unix { source, destination };
        ProxyHeader::proxied(ProxyTransport::Stream, endpoints)
    };
    let tcp = ProxyHeader::tcp(four, four).unwrap();
    assert_eq!(unix(b"").encode_v1(&mut out), Err(ProxyError::NotInV1));
    let noop = tcp.clone().with_tlv(TlvKind::NOOP, b"");
    assert_eq!(noop.encode_v1(&mut out), Err(ProxyError::NotInV1));
    assert_eq!(unix(&[1; 109]).encode_v2(&mut out), Err(ProxyError::UnixAddressTooLong(109)));
    let long = tcp.clone().with_tlv(TlvKind::NOOP, &vec![0; 65535]);
    assert_eq!(
        long.encode_v2(&mut out),
        Err(ProxyError::TooLong { length: 65550, limit: u16::MAX })
    );
    let longer = tcp.with_tlv(TlvKind::NOOP, &vec![0; 65536]);
    assert!(longer.encode_v2(&mut out).is_err());
    assert_eq!(out, b"before");
}

fn endpoints() -> impl Strategy<Value = ProxyEndpoints> {
    let unix = || {
        prop::collection::vec(any::<u8>(), 0..=108).prop_map(|mut address| {
            while address.last() == Some(&0) {
                address.pop();
            }
            address
        })
    };
    prop_oneof![
        (any::<[u32; 2]>(), any::<[u16; 2]>()).prop_map(|(ip, port)| ProxyEndpoints::Inet {
            source: SocketAddrV4::new(Ipv4Addr::from(ip[0]), port[0]),
            destination: SocketAddrV4::new(Ipv4Addr::from(ip[1]), port[1]),
        }),
        (any::<[u128; 2]>(), any::<[u16; 2]>()).prop_map(|(ip, port)| ProxyEndpoints::Inet6 {
            source: SocketAddrV6::new(Ipv6Addr::from(ip[0]), port[0], 0, 0),
            destination: SocketAddrV6::new(Ipv6Addr::from(ip[1]), port[1], 0, 0),
        }),
        (unix(), unix())
            .prop_map(|(source, destination)| ProxyEndpoints::Unix { source, destination }),
    ]
}

fn headers() -> impl Strategy<Value = ProxyHeader> {
    let transport = prop_oneof![Just(ProxyTransport::Stream), Just(ProxyTransport::Datagram)];
    let tlvs = prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..9)), 0..4);
    let proxied = (transport, endpoints(), tlvs, any::<bool>()).prop_map(
        |(transport, endpoints, tlvs, checksum)| {
            let header = ProxyHeader::proxied(transport, endpoints);
            let header = tlvs
                .iter()
                .fold(header, |header, (kind, value)| header.with_tlv(TlvKind(*kind), value));
            if checksum { header.with_checksum() } else { header }
        },
    );
    prop_oneof![1 => Just(ProxyHeader::local()), 9 => proxied]
}

proptest! {
    #[test]
    fn a_header_that_is_written_is_read_back(header in headers(), rest in any::<[u8; 4]>()) {
        let wire = encoded(&header);
        let followed = [&wire[..], &rest].concat();
        prop_assert_eq!(parse(&followed), Ok(Some((header.clone(), wire.len()))));
        let mut line = Vec::new();
        if header.encode_v1(&mut line).is_ok() && header.command() == ProxyCommand::Proxy {
            prop_assert!(line.len() <= MAX_V1);
            prop_assert_eq!(parse(&line), Ok(Some((header, line.len()))));
        }
    }

    #[test]
    fn no_input_panics_or_is_read_past_its_end(
        start in prop_oneof![
            Just(&b""[..]), Just(&b"PROXY "[..]), Just(&b"PROXY TCP4 "[..]), Just(SIGNATURE),
            Just(&b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0"[..]),
        ],
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let input = [start, &rest[..]].concat();
        if let Ok(Some((_, consumed))) = parse(&input) {
            prop_assert!(consumed <= input.len());
        }
    }
}
