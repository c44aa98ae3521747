//! A PROXY header before TLS from the first octet.

use smtpwire::{ErrorCode, ProxyHeader, ServerEvent};
use smtpwire_tls::{TlsServer, TlsServerConfig};

use crate::raw::Raw;
use crate::under::*;
use crate::world::*;

const HEADERS: [&[u8]; 2] = [
    b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 465\r\n",
    b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\xdc\x04\x01\xd1",
];

fn server() -> Under<TlsServer> {
    let mut config = server_config();
    config.proxy = true;
    let config = TlsServerConfig::implicit(config, SERVER_TLS.clone());
    Under::new(TlsServer::new(&config, [9; 32], 0))
}

fn goes_on(mut server: Under<TlsServer>, mut raw: Raw, what: &str) {
    server.shakes_hands(&mut raw, usize::MAX);
    assert!(raw.heard.starts_with(b"220 "), "{what}");
    raw.heard.clear();
    assert!(server.answers(&mut raw, b"EHLO client.example\r\n").starts_with("250"), "{what}");
    let Some(ServerEvent::Proxy { header }) = server.events.first() else {
        panic!("{what}: {:?}", server.events)
    };
    let (expected, _) = ProxyHeader::parse(HEADERS[0]).unwrap().unwrap();
    assert_eq!(header.source(), expected.source(), "{what}");
    assert_eq!(server.events.get(1), Some(&ServerEvent::TlsEstablished), "{what}");
}

#[test]
fn a_proxy_header_and_the_client_hello_may_come_split_at_every_octet() {
    for tls12 in [false, true] {
        for header in HEADERS {
            let length = header.len() + Raw::client(tls12, SERVER).records().len();
            for at in 0..length {
                let mut raw = Raw::client(tls12, SERVER);
                let all = [header, &raw.records()].concat();
                let mut server = server();
                server.gets(&all[..at]);
                server.gets(&all[at..]);
                goes_on(server, raw, &format!("split at {at}"));
            }
        }
    }
}

#[test]
fn a_proxy_header_and_the_client_hello_may_come_octet_by_octet() {
    for header in HEADERS {
        let mut raw = Raw::client(false, SERVER);
        let mut server = server();
        server.gets_in(&[header, &raw.records()].concat(), 1);
        goes_on(server, raw, "octet by octet");
    }
}

#[test]
fn without_its_proxy_header_there_is_no_handshake() {
    let mut raw = Raw::client(false, SERVER);
    let mut server = server();
    server.gets(&raw.records());
    assert_eq!(server.error(), ErrorCode::BadProxyHeader);
    raw.hear(&server.says());
    assert!(server.connection.session().is_none() && raw.tls.is_handshaking());
}

#[test]
fn plaintext_behind_the_proxy_header_is_no_command() {
    let mut server = server();
    server.gets(&[HEADERS[0], b"EHLO client.example\r\nQUIT\r\n"].concat());
    assert_eq!(server.error(), ErrorCode::TlsFailed);
    assert!(matches!(server.events[..], [ServerEvent::Proxy { .. }]), "{:?}", server.events);
}
