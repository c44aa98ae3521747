//! What is written is what the shared spelling of JavaScript says, read back by a decoder that knows only
//! what the module's documentation says.

mod events;

use serde::Serialize;
use serde_bytes::ByteBuf;
use serde_json::{Value, json};
use smtpwire::{ServerEvent, Verb};
use smtpwire_shell::{AnyEvent, Failure, javascript};

use super::{Unwritable, Writer, tag};

/// The names that were told.
struct Names {
    shapes: Vec<Vec<String>>,
    words: Vec<Value>,
}

struct Decoder<'r> {
    octets: &'r [u8],
    at: usize,
    text: Vec<u16>,
    rest: &'r [u8],
    names: &'r Names,
}

impl Decoder<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let taken = self.octets[self.at..self.at + N].try_into().expect("so many octets");
        self.at += N;
        taken
    }

    fn count(&mut self) -> usize {
        u32::from_le_bytes(self.take()) as usize
    }

    fn cut(&mut self, units: usize) -> Value {
        String::from_utf16(&self.text.drain(..units).collect::<Vec<_>>()).expect("text").into()
    }

    fn list(&mut self, length: usize) -> Value {
        (0..length).map(|_| self.value()).collect()
    }

    fn value(&mut self) -> Value {
        let [tag] = self.take();
        match tag {
            tag::NULL => Value::Null,
            tag::FALSE => false.into(),
            tag::TRUE => true.into(),
            tag::SMALL => u8::from_le_bytes(self.take()).into(),
            tag::NUMBER => u32::from_le_bytes(self.take()).into(),
            tag::FLOAT => f64::from_le_bytes(self.take()).into(),
            tag::TEXT => {
                let units = self.count();
                self.cut(units)
            }
            tag::SHORT => {
                let [units] = self.take();
                self.cut(units.into())
            }
            tag::OCTETS => {
                let length = self.count();
                let octets = self.octets[self.at..self.at + length].to_vec();
                self.at += length;
                octets.into()
            }
            tag::LIST => {
                let length = self.count();
                self.list(length)
            }
            tag::ITEMS => {
                let [length] = self.take();
                self.list(length.into())
            }
            tag::OBJECT => {
                let pairs = self.count();
                let pair = |from: &mut Self| {
                    let name = from.value().as_str().expect("a name").to_owned();
                    (name, from.value())
                };
                (0..pairs).map(|_| pair(self)).collect()
            }
            tag::STRUCT => {
                let shape = usize::from(u16::from_le_bytes(self.take()));
                let names = self.names;
                let fields = names.shapes[shape].iter();
                fields.map(|name| (name.clone(), self.value())).collect()
            }
            tag::WORD => {
                let word = usize::from(u16::from_le_bytes(self.take()));
                self.names.words[word].clone()
            }
            tag::REPLY => {
                let word = usize::from(u16::from_le_bytes(self.take()));
                let [code, enhanced, lines, text] = self.names.words[word]
                    .as_array()
                    .expect("a reply")
                    .clone()
                    .try_into()
                    .expect("four");
                let mut reply =
                    json!({"code": code, "enhanced": enhanced, "lines": lines, "text": text});
                if enhanced.is_null() {
                    reply.as_object_mut().expect("an object").shift_remove("enhanced");
                }
                reply
            }
            tag::REST => std::mem::take(&mut self.rest).to_vec().into(),
            other => panic!("tag {other}"),
        }
    }
}

fn decode(octets: &[u8], names: &Names) -> Value {
    let number = |at: usize| u32::from_le_bytes(octets[at..at + 4].try_into().expect("four"));
    let (text_at, text_end) = ((number(0) & 0x7fff_ffff) as usize, number(4) as usize);
    let text = std::str::from_utf8(&octets[text_at..text_end]).expect("UTF-8");
    assert_eq!(number(0) >> 31 == 0, text.is_ascii(), "the head tells whether it is ASCII");
    let text = text.encode_utf16().collect();
    let rest = &octets[text_end..];
    let mut decoder = Decoder { octets: &octets[..text_at], at: 12, text, rest, names };
    let value = decoder.value();
    let left = (decoder.text.len(), decoder.rest.len());
    assert_eq!((decoder.at, left), (text_at, (0, 0)), "all of it was read");
    value
}

/// A value, written and read again.
fn through<T: Serialize + ?Sized>(value: &T) -> Value {
    told(&mut Writer::default(), |writer| value.serialize(writer))
}

/// What is written by a writer, read again.
fn told(writer: &mut Writer, value: impl FnOnce(&mut Writer) -> Result<(), Unwritable>) -> Value {
    writer.write_with(value).expect("it can be written");
    let written = writer.written().to_vec();
    let none = Names { shapes: Vec::new(), words: Vec::new() };
    writer.write_names(0, 0).expect("the names can be written");
    let told = decode(writer.written(), &none);
    let names = |at: usize| serde_json::from_value(told[at].clone()).expect("names");
    let words = serde_json::from_value(told[1].clone()).expect("words");
    decode(&written, &Names { shapes: names(0), words })
}

/// The same as JSON, in JavaScript's spelling.
fn spelled<T: Serialize + ?Sized>(value: &T) -> Value {
    struct Spelled<'v, T: ?Sized>(&'v T);
    impl<T: Serialize + ?Sized> Serialize for Spelled<'_, T> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.serialize(javascript::Writer(serializer))
        }
    }
    serde_json::to_value(Spelled(value)).expect("JSON")
}

#[derive(Serialize)]
struct Everything {
    a_flag: bool,
    numbers: (u8, u16, u32, i64),
    beyond: Vec<u64>,
    text: &'static str,
    octets: ByteBuf,
    nothing: Option<u8>,
    many: Vec<u16>,
}

#[test]
fn values_are_spelled_as_everywhere_in_javascript() {
    let value = Everything {
        a_flag: true,
        numbers: (7, 300, 70_000, -5),
        beyond: vec![1 << 40, (1 << 53) - 1, 1 << 53, u64::MAX],
        text: "Grüße, 🙂 and \u{0} more",
        octets: ByteBuf::from(vec![0, 255, 13]),
        nothing: None,
        many: (0..300).collect(),
    };
    let (ours, theirs) = (through(&value), spelled(&value));
    for field in ["aFlag", "text", "octets", "nothing", "many"] {
        assert_eq!(ours[field], theirs[field], "{field}");
    }
    assert_eq!(ours["beyond"].to_string(), theirs["beyond"].to_string());
    assert_eq!(ours["numbers"][3].as_f64(), Some(-5.0));
}

#[test]
fn an_event_has_the_fields_that_it_has_everywhere() {
    let host = smtpwire::Host::parse("a.example").expect("a host");
    let event = AnyEvent::from(ServerEvent::Helo { verb: Verb::Ehlo, host });
    assert_eq!(through(&event), json!({"type": "helo", "verb": "EHLO", "host": "a.example"}));
}

#[test]
fn the_octets_of_a_reply_cross_only_where_its_lines_do_not_make_them() {
    let reply = |octets: &[u8]| {
        let (reply, _) = smtpwire::Reply::parse(octets).expect("a reply").expect("a whole one");
        let shown = smtpwire_shell::values::Reply::from(&reply);
        through(&shown)
    };
    let plain = reply(b"250-2.1.0 one\r\n250 2.1.0 two\r\n");
    assert_eq!(plain["wire"], Value::Null, "{plain}");
    assert_eq!(plain["lines"], json!(["2.1.0 one", "2.1.0 two"]));
    for odd in [&b"250\r\n"[..], b"250 a\xffb\r\n", b"250 back\\slash\r\n"] {
        let told = reply(odd);
        let wire: Vec<u8> = serde_json::from_value(told["wire"].clone()).unwrap_or_default();
        let text = told["lines"][0].as_str().unwrap_or_default();
        let made = [b"250 ", text.as_bytes(), b"\r\n"].concat();
        assert!(wire == odd || made == odd, "{told}");
    }
}

#[test]
fn nothing_at_all_has_no_octets() {
    let mut writer = Writer::default();
    assert_eq!(writer.write(&()), Ok(0));
    assert_eq!(writer.write(&Some(())), Ok(0));
    assert_ne!(writer.write(&None::<u8>), Ok(0), "null is not undefined");
}

#[test]
fn a_small_number_is_what_the_call_comes_to_and_a_large_one_is_written() {
    let mut writer = Writer::default();
    for small in [0, 1, 77, (1 << 30) - 1] {
        let came = crate::number(small, &mut writer).expect("a number");
        assert_eq!(u64::from(came - crate::NUMBER), small);
        assert!(i32::try_from(came).is_ok(), "it is no failure");
    }
    for large in [1 << 30, u64::from(u32::MAX), u64::MAX] {
        let length = crate::number(large, &mut writer).expect("a number");
        assert_eq!(writer.written().len(), length as usize);
        assert!(length < crate::NUMBER);
    }
}

#[test]
fn a_failure_is_written_with_its_reply() {
    let failure = Failure::from(smtpwire::Command::parse(b"MAIL FROM:<a@").expect_err("malformed"));
    let told = through(&failure);
    assert_eq!(told["name"], "malformed");
    assert_eq!(told["reply"]["code"], 501);
}
