//! What needs no object, and speaks SMTP.

use serde::Serialize;
use smtpwire::flow::order::{Phase as CorePhase, after_content};
use smtpwire::types::datetime;
use smtpwire::{ErrorCode, ErrorKind, Keyword};

use super::address::{self, AddressKind, AddressValue};
use super::order::Fact;
use super::reply::{Lines, ReplyGiven};
use super::{command, content, operations, order, proxy, reply, sasl};
use crate::config::{
    CommandOptions, ContentOptions, Mechanism, Phase, SecretOctets, UnstufferOptions,
};
use crate::failure::{Failure, IN_USE, MALFORMED, POISONED, UNUSABLE_CERTIFICATE};
use crate::values::{Capabilities, Command, DateTime, Octets, Parameter, ProxyHeader};

operations! {
    /// What is asked of the codec, of the order of commands and of SASL.
    Function on () {
        /// The version of the library, as in `0.1.0`.
        version(_none) => Ok::<_, Failure>(env!("CARGO_PKG_VERSION"));
        /// Every code that a failure may have, in the order of the numbers.
        error_codes(_none) => Ok::<_, Failure>(codes());

        /// The command that a line without its CRLF says; its secrets are masked.
        parse_command(_none; line: Octets, options: Option<CommandOptions>) =>
            command::parse(&line, options);
        /// The same, its secrets written out.
        reveal_command(_none; line: Octets, options: Option<CommandOptions>) =>
            command::parse(&line, options).map(Command::revealed);
        /// The line of a command, with its CRLF.
        encode_command(_none; command: Command) => command::encode(&command);
        /// The parameters of MAIL or RCPT, as they stand in it.
        parse_parameters(_none; verb: String, text: Octets, options: Option<CommandOptions>) =>
            command::parse_parameters(&verb, &text, options);
        /// The parameters of MAIL or RCPT as they are written, parted by spaces.
        encode_parameters(_none; verb: String, parameters: Vec<Parameter>) =>
            command::encode_parameters(&verb, &parameters);
        /// The names of all verbs that are known.
        verbs(_none) => Ok::<_, Failure>(command::verbs().collect::<Vec<_>>());

        /// What an address says.
        parse_address(_none; text: String, kind: Option<AddressKind>) =>
            address::parse(&text, kind);
        /// How an address is written; null is the null path.
        encode_address(_none; address: Option<AddressValue>, kind: Option<AddressKind>) =>
            address::encode(address.as_ref(), kind);
        /// Whether two addresses are the same, however they are written.
        addresses_equal(
            _none;
            one: Option<AddressValue>,
            other: Option<AddressValue>,
            kind: Option<AddressKind>,
        ) => address::are_equal(one.as_ref(), other.as_ref(), kind);
        /// A text that equal addresses have in common, and no others.
        address_key(_none; address: Option<AddressValue>, kind: Option<AddressKind>) =>
            address::key(address.as_ref(), kind);
        /// The kinds of address.
        address_kinds(_none) => Ok::<_, Failure>(AddressKind::ALL);
        /// What a local part means, without quotes and escapes.
        local_part_content(_none; local_part: String) => address::local_part_content(&local_part);
        /// The local part that means this, with the least quoting.
        local_part_from_content(_none; content: String) =>
            address::local_part_from_content(&content);

        /// A date-time from its text (RFC 3339).
        parse_date_time(_none; text: String) => match datetime::DateTime::parse(&text) {
            Some(at) => Ok(DateTime::from(at)),
            None => {
                Err(Failure::malformed("bad-date-time", "a date-time is as 2026-11-22T10:00:00Z"))
            }
        };
        /// A date-time as it is written.
        encode_date_time(_none; date_time: DateTime) => date_time.build().map(|at| at.to_string());

        /// The reply at the start of these octets; null when it is not whole yet.
        parse_reply(_none; octets: Octets) => reply::parse(&octets);
        /// A reply of these parts, with its CRLFs.
        encode_reply(_none; code: u16, lines: Lines, enhanced: Option<String>) =>
            reply::encode(code, &lines, enhanced.as_deref());
        /// What the first digit of a reply code says.
        reply_severity(_none; code: u16) => reply::severity(code);
        /// Whether the class of an enhanced code fits a reply code.
        codes_agree(_none; code: u16, enhanced: String) => reply::agree(code, &enhanced);
        /// The name under which a server queued a message, from its final reply; null where its
        /// wording is not known.
        queue_id(_none; reply: ReplyGiven) => reply::queue_id(reply);
        /// What the reply to EHLO offers.
        parse_capabilities(_none; reply: ReplyGiven) => reply::parse_capabilities(reply);
        /// The reply to EHLO that offers this.
        encode_capabilities(_none; capabilities: Capabilities) =>
            reply::encode_capabilities(&capabilities);
        /// The EHLO keywords that are known.
        keywords(_none) => Ok::<_, Failure>(Keyword::ALL.map(Keyword::as_str).to_vec());

        /// The PROXY header at the start of a connection; null when it is not whole yet.
        parse_proxy(_none; octets: Octets, max_length: Option<u16>) =>
            proxy::parse(&octets, max_length);
        /// A PROXY header as it is written in a version of the protocol.
        encode_proxy(_none; header: ProxyHeader, version: Option<u8>) =>
            proxy::encode(&header, version);
        /// Text in the coding of RFC 3461 section 4.
        encode_xtext(_none; text: String) => {
            let mut coded = String::new();
            smtpwire::encode_xtext(&text, &mut coded);
            Ok::<_, Failure>(coded)
        };
        /// The text that was coded; null for what is no xtext.
        decode_xtext(_none; text: String) => {
            let decoded = smtpwire::decode_xtext(&text);
            Ok::<_, Failure>(decoded.map(std::borrow::Cow::into_owned))
        };

        /// What the order of commands says to a verb.
        order_answer(_none; phase: Phase, verb: String, standing: Option<Vec<Fact>>) => {
            let verb = command::verb(&verb);
            Ok::<_, Failure>(order::answer(phase, verb, &standing.unwrap_or_default()))
        };
        /// The phase after the final reply to content.
        order_after_content(_none) => Ok::<_, Failure>(Phase::from(after_content()));
        /// The phases of a session.
        phases(_none) => Ok::<_, Failure>(CorePhase::ALL.map(Phase::from));

        /// Content as it goes over the wire behind DATA, end mark and all.
        stuff(_none; content: Octets, options: Option<ContentOptions>) =>
            content::stuff(&content, options);
        /// The content in what came behind DATA.
        unstuff(_none; wire: Octets, options: Option<UnstufferOptions>) =>
            content::unstuff(&wire, options);
        /// Fails with the first fault in content; the number of its octets where there is none.
        scan_content(_none; content: Octets, options: Option<ContentOptions>) =>
            content::scan(&content, options);

        /// What a server stores of a password, as text. It is as secret as a digest of the password.
        make_scram_verifier(
            _none;
            password: SecretOctets,
            salt: Octets,
            iterations: Option<u32>,
            mechanism: Option<Mechanism>,
        ) => sasl::make_verifier(password, &salt, iterations, mechanism);
        /// Whether what is stored was made of this password.
        scram_verifier_matches(_none; verifier: SecretOctets, password: SecretOctets) =>
            sasl::verifier_matches(verifier, password);
    }
}

/// A code that a failure may have.
#[derive(Serialize)]
struct KnownCode {
    number: u16,
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

/// Those that only the shells have, and the core's.
fn codes() -> Vec<KnownCode> {
    use ErrorKind::{Internal, Usage};
    let of_shells = [
        (
            POISONED,
            "poisoned",
            Internal,
            "an earlier call on the object met a defect of the library",
        ),
        (MALFORMED, "malformed", Usage, "what was to be read is not what it should be"),
        (
            UNUSABLE_CERTIFICATE,
            "unusable-certificate",
            Usage,
            "a certificate, key or root can not be used",
        ),
        (IN_USE, "in-use", Usage, "a call on the object is under way already"),
    ];
    let of_shells = of_shells.into_iter().map(|(number, name, kind, text)| {
        let kind = kind.name();
        KnownCode { number, name, kind, text }
    });
    let of_core = ErrorCode::ALL.iter().map(|code| KnownCode {
        number: code.number(),
        name: code.name(),
        kind: code.kind().name(),
        text: code.text(),
    });
    of_shells.chain(of_core).collect()
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;
    use crate::config::{Plain, Spelling};
    use crate::operations::Answer;

    struct Json;

    impl Answer for Json {
        type Written = String;

        fn write<T: Serialize + ?Sized>(self, value: &T) -> Result<String, Failure> {
            Ok(serde_json::to_string(value).expect("what is plain is JSON"))
        }
    }

    fn call(function: Function, given: Vec<Plain>) -> Result<String, Failure> {
        function.call(&mut (), Plain::List(given), Spelling::Rust, Json)
    }

    #[test]
    fn arguments_are_named_in_their_order() {
        let coded = call(Function::encode_xtext, vec![Plain::Text("a b".into())]);
        assert_eq!(coded.as_deref(), Ok("\"a+20b\""));
    }

    #[test]
    fn an_argument_that_is_missing_or_too_many_is_named() {
        let missing = call(Function::encode_xtext, vec![]).expect_err("text is missing");
        assert!(missing.message.contains("text"), "{missing}");
        let many = call(Function::version, vec![Plain::Bool(true)]).expect_err("it takes none");
        assert_eq!(many.name, "invalid-value", "{many}");
    }
}
