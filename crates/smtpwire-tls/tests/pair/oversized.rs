//! Messages of the handshake that are larger than a handshake may have.

use smtpwire::{Connection, ErrorCode, Step};
use smtpwire_tls::{TlsServer, TlsServerConfig};

use crate::world::*;

/// A ClientHello whose length is this, in records of this size, and much of what it announces.
fn hello(length: u32, record: u16) -> Vec<u8> {
    let mut message = vec![1];
    message.extend_from_slice(&length.to_be_bytes()[1..]);
    message.resize(80_000, 0);
    message
        .chunks(usize::from(record))
        .flat_map(|piece| {
            let size = u16::try_from(piece.len()).unwrap().to_be_bytes();
            [&[22, 3, 1], &size[..], piece].concat()
        })
        .collect()
}

#[test]
fn a_handshake_message_that_has_no_end_fails_the_handshake() {
    let config = TlsServerConfig::implicit(server_config(), server_tls(SERVER));
    for length in [0xff_00, 0xff_f0, 0xff_fa, 0xff_fb, 0xff_ff, 0x1_0000, 0xff_ffff] {
        for record in [100, 16_384] {
            let mut server = TlsServer::new(&config, [9; 32], 0);
            let octets = hello(length, record);
            let mut rest = octets.as_slice();
            let mut asked = 0;
            let error = loop {
                asked += 1;
                assert!(asked < 1000, "{length:#x}: no end");
                match server.next_event(0) {
                    Ok(Step::NeedData) => {
                        let size = server.input_room().min(rest.len());
                        assert!(size > 0, "{length:#x}: {} octets are left", rest.len());
                        let (piece, behind) = rest.split_at(size);
                        server.receive(piece, 0).unwrap();
                        rest = behind;
                    }
                    Ok(step) => panic!("{step:?}"),
                    Err(error) => break error,
                }
            };
            assert_eq!(error.code(), ErrorCode::TlsFailed);
            assert!(server.failure().is_some());
        }
    }
}
