//! Values inside commands and replies: xtext, timestamps, capabilities.

use proptest::prelude::*;
use smtpwire::types::datetime::{DateTime, Offset};
use smtpwire::{Capabilities, Keyword, Reply, decode_xtext, encode_xtext};

use crate::strategies::{capability, date_time};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    // R-DSN-005
    #[test]
    fn every_text_reads_back_from_its_xtext(text in any::<String>()) {
        let mut coded = String::new();
        encode_xtext(&text, &mut coded);
        prop_assert!(coded.bytes().all(|o| matches!(o, 33..=126) && o != b'='));
        let decoded = decode_xtext(&coded);
        prop_assert_eq!(decoded.as_deref(), Some(text.as_str()));
    }

    #[test]
    fn what_is_decoded_from_xtext_is_coded_in_one_form(coded in "([A-Za-z=!]|\\+[0-9A-F]{2}|\\+){0,12}") {
        if let Some(text) = decode_xtext(&coded) {
            let mut once = String::new();
            encode_xtext(&text, &mut once);
            let again = decode_xtext(&once);
            prop_assert_eq!(again.as_deref(), Some(&*text));
        }
    }

    #[test]
    fn every_timestamp_reads_back(time in date_time(true)) {
        prop_assert_eq!(DateTime::parse(&time.to_string()), Some(time));
    }

    #[test]
    fn an_offset_moves_the_instant_by_its_minutes(time in date_time(true), east in -1439_i16..=1439) {
        let at = |offset| DateTime::new(time.date(), time.time(), offset).unwrap().unix_seconds();
        prop_assert_eq!(at(Offset::Utc) - at(Offset::Minutes(east)), i64::from(east) * 60);
    }

    #[test]
    fn a_day_has_86400_seconds(year in 0_u16..=9999, month in 1_u8..=12, day in 2_u8..=31) {
        let at = |day| DateTime::new((year, month, day), (0, 0, 0), Offset::Utc);
        if let Some(today) = at(day) {
            let yesterday = at(day - 1).unwrap();
            prop_assert_eq!(today.unix_seconds() - yesterday.unix_seconds(), 86_400);
        }
    }

    // R-GRAM-014
    #[test]
    fn what_is_offered_reads_back(
        greeting in "[!-~]{1,20}( [ -~]{0,20}[!-~])?",
        lines in prop::collection::vec(capability(), 0..12),
    ) {
        let offer = Capabilities::new(&greeting, lines);
        let reply = offer.to_reply().unwrap();
        let (read, taken) = Reply::parse(reply.as_bytes()).unwrap().unwrap();
        prop_assert_eq!(taken, reply.as_bytes().len());
        let read = Capabilities::from_reply(&read);
        prop_assert_eq!(&read, &offer);
        prop_assert_eq!(read.mechanisms(), offer.mechanisms());
        for keyword in Keyword::ALL {
            prop_assert_eq!(read.offers(keyword), offer.offers(keyword));
        }
    }

    #[test]
    fn any_ehlo_reply_is_read_and_what_is_read_is_stable(
        lines in prop::collection::vec("[ -~é]{0,30}|(SIZE|AUTH|AUTH=|LIMITS|FUTURERELEASE|DELIVERBY) ?[ -~]{0,20}", 1..8),
    ) {
        let reply = Reply::with_lines(smtpwire::Code::new(250).unwrap(), None, lines.iter().map(String::as_str)).unwrap();
        let offer = Capabilities::from_reply(&reply);
        let again = offer.to_reply().unwrap();
        prop_assert_eq!(Capabilities::from_reply(&again), offer);
    }
}
