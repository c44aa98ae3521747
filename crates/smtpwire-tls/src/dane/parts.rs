//! The parts of a certificate that DANE looks at, cut out of its DER as they stand.
//!
//! Nothing is decoded and written again: a digest is over the octets that the server sent.

use x509_cert::der::asn1::AnyRef;
use x509_cert::der::{Decode, Reader, SliceReader, Tag, TagNumber, Tagged};

/// Slices of one certificate (RFC 5280 section 4.1).
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    /// The issuer's name, without the header of its SEQUENCE.
    pub(super) issuer: &'a [u8],
    /// The subjectPublicKeyInfo, with its header.
    pub(super) key: &'a [u8],
}

impl<'a> Parts<'a> {
    /// The parts of a certificate; none where the octets are not shaped like one.
    pub(super) fn of(certificate: &'a [u8]) -> Option<Self> {
        let signed = only_sequence(certificate)?;
        let mut signed = SliceReader::new(signed).ok()?;
        let body = sequence(&mut signed)?;
        let mut body = SliceReader::new(body).ok()?;
        let version = Tag::ContextSpecific { constructed: true, number: TagNumber(0) };
        let mut serial = AnyRef::decode(&mut body).ok()?;
        if serial.tag() == version {
            serial = AnyRef::decode(&mut body).ok()?;
        }
        if serial.tag() != Tag::Integer {
            return None;
        }
        let _signature_algorithm = sequence(&mut body)?;
        let issuer = sequence(&mut body)?;
        let _validity = sequence(&mut body)?;
        let _subject = sequence(&mut body)?;
        let key = body.tlv_bytes().ok()?;
        key_value(key)?;
        Some(Self { issuer, key })
    }
}

/// What is inside a subjectPublicKeyInfo: an algorithm and the key's bits. None where the octets
/// are not shaped like one.
pub(super) fn key_value(key: &[u8]) -> Option<&[u8]> {
    let value = only_sequence(key)?;
    let mut reader = SliceReader::new(value).ok()?;
    sequence(&mut reader)?;
    let bits = AnyRef::decode(&mut reader).ok()?;
    (reader.is_finished() && bits.value().len() > 1 && bits.tag() == Tag::BitString)
        .then_some(value)
}

fn sequence<'a>(reader: &mut SliceReader<'a>) -> Option<&'a [u8]> {
    let any = AnyRef::decode(reader).ok()?;
    (any.tag() == Tag::Sequence).then(|| any.value())
}

/// The content of the one SEQUENCE that the octets are, with nothing behind it.
fn only_sequence(octets: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(octets).ok()?;
    let value = sequence(&mut reader)?;
    reader.is_finished().then_some(value)
}
