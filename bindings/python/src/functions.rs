//! What needs no object.

use pyo3::prelude::*;
use smtpwire_shell::config::Spelling;
use smtpwire_shell::operations::Function;

use crate::guard::call;
use crate::ops::{Into, functions, given, run};

functions! { ask Function;
    /// The version of the library.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.version() == smtpwire.__version__
    /// True
    version();
    /// Every reason that an error may have, in the order of the numbers.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.error_codes()[4]["name"]
    /// 'out-of-order'
    error_codes();

    /// The command that a line, without its CRLF, says. The secrets of AUTH are ``***``; a line that is no known
    /// command stands as it is.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.parse_command(b"RCPT TO:<jo@example.com> NOTIFY=NEVER")["parameters"]
    /// [{'keyword': 'NOTIFY', 'value': ['NEVER']}]
    parse_command(line, options = None);
    /// The command that a line says, its secrets written out.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.reveal_command(b"AUTH PLAIN AGEAYg==")["initial_response"]
    /// 'AGEAYg=='
    reveal_command(line, options = None);
    /// The line of a command, with its CRLF.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.encode_command({"verb": "BDAT", "size": 5, "last": True})
    /// b'BDAT 5 LAST\r\n'
    encode_command(command);
    /// The parameters of MAIL or RCPT, as they stand in it.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.parse_parameters("MAIL", "SIZE=10 SMTPUTF8")
    /// [{'keyword': 'SIZE', 'value': 10}, {'keyword': 'SMTPUTF8'}]
    parse_parameters(verb, text, options = None);
    /// The parameters of MAIL or RCPT as they are written, parted by spaces.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.encode_parameters("MAIL", [{"keyword": "SIZE", "value": 10}])
    /// 'SIZE=10'
    encode_parameters(verb, parameters);
    /// The names of all verbs that are known.
    ///
    /// >>> import smtpwire
    /// >>> "BDAT" in smtpwire.verbs()
    /// True
    verbs();

    /// What an address says. ``kind`` is one of :func:`address_kinds`, ``mailbox`` where it is left out.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.parse_address("jo@example.com")
    /// {'local_part': 'jo', 'host': {'domain': 'example.com'}}
    parse_address(text, kind = None);
    /// How an address is written; ``None`` is the null path.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.encode_address({"local_part": "jo", "host": {"domain": "example.com"}}, "reverse-path")
    /// '<jo@example.com>'
    encode_address(address, kind = None);
    /// Whether two addresses are the same, however they are written.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.addresses_equal('"jo"@Example.com', "jo@example.COM")
    /// True
    addresses_equal(one, other, kind = None);
    /// A text that equal addresses have in common, and no others: for dictionaries and sets.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.address_key('"jo"@Example.com')
    /// 'jo@example.com'
    address_key(address, kind = None);
    /// The kinds of address.
    ///
    /// >>> import smtpwire
    /// >>> "mailbox" in smtpwire.address_kinds()
    /// True
    address_kinds();
    /// What a local part means, without quotes and escapes.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.local_part_content('"a b"')
    /// 'a b'
    local_part_content(local_part);
    /// The local part that means this, with the least quoting.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.local_part_from_content("a b")
    /// '"a b"'
    local_part_from_content(content);

    /// A date-time from its text (RFC 3339).
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.parse_date_time("2026-01-02T03:04:05Z")["unix"]
    /// 1767323045
    parse_date_time(text);
    /// A date-time as it is written.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.encode_date_time(smtpwire.parse_date_time("2026-01-02T03:04:05Z"))
    /// '2026-01-02T03:04:05Z'
    encode_date_time(date_time);

    /// The reply at the start of these octets; ``None`` when it is not whole yet. It took
    /// ``len(reply.wire)`` octets.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.parse_reply(b"250 2.0.0 ok\r\n").enhanced
    /// '2.0.0'
    parse_reply(octets);
    /// A reply of these parts, with its CRLFs. ``lines`` are several texts, or one.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.encode_reply(250, ["ok"], "2.0.0")
    /// b'250 2.0.0 ok\r\n'
    encode_reply(code, lines, enhanced = None);
    /// What the first digit of a reply code says.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.reply_severity(451)
    /// 'transient-negative'
    reply_severity(code);
    /// Whether the class of an enhanced code fits a reply code.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.codes_agree(550, "4.1.1")
    /// False
    codes_agree(code, enhanced);
    /// The name under which a server queued a message, from its final reply; ``None`` where its wording is
    /// not known.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.queue_id(b"250 Ok: queued as 4Tbx5x0CqKz1\r\n")
    /// '4Tbx5x0CqKz1'
    queue_id(reply);
    /// What the reply to EHLO offers.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.parse_capabilities(b"250-mx.example\r\n250 SIZE 1000\r\n")["size"]
    /// 1000
    parse_capabilities(reply);
    /// The reply to EHLO that offers this.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.encode_capabilities({"greeting": "mx.example", "lines": [{"keyword": "PIPELINING"}]})
    /// b'250-mx.example\r\n250 PIPELINING\r\n'
    encode_capabilities(capabilities);
    /// The EHLO keywords that are known.
    ///
    /// >>> import smtpwire
    /// >>> "PIPELINING" in smtpwire.keywords()
    /// True
    keywords();

    /// The PROXY header at the start of a connection, and how many octets it took; ``None`` when it is not
    /// whole yet.
    ///
    /// >>> import smtpwire
    /// >>> found = smtpwire.parse_proxy(b"PROXY TCP4 192.0.2.1 192.0.2.2 40000 25\r\nEHLO")
    /// >>> found["header"]["source"], found["length"]
    /// ('192.0.2.1:40000', 41)
    parse_proxy(octets, max_length = None);
    /// A PROXY header as it is written in a version of the protocol: 2, or 1.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.encode_proxy({"command": "PROXY", "transport": "UNSPEC"}, 1)
    /// b'PROXY UNKNOWN\r\n'
    encode_proxy(header, version = None);
    /// Text in the coding of RFC 3461 section 4.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.encode_xtext("a b")
    /// 'a+20b'
    encode_xtext(text);
    /// The text that was coded; ``None`` for what is no xtext.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.decode_xtext("a+20b")
    /// 'a b'
    decode_xtext(text);

    /// What the order of commands says to a verb.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.order_answer("ready", "RCPT")
    /// {'answer': 'refused', 'code': 503, 'enhanced': '5.5.1'}
    order_answer(phase, verb, standing = None);
    /// The phase after the final reply to content.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.order_after_content()
    /// 'ready'
    order_after_content();
    /// The phases of a session.
    ///
    /// >>> import smtpwire
    /// >>> "ready" in smtpwire.phases()
    /// True
    phases();

    /// Content as it goes over the wire behind DATA, end mark and all.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.stuff(b".\r\n")
    /// b'..\r\n.\r\n'
    stuff(content, options = None);
    /// The content in what came behind DATA.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.unstuff(b"..\r\n.\r\nQUIT\r\n")
    /// {'content': b'.\r\n', 'rest': b'QUIT\r\n', 'ended': True}
    unstuff(wire, options = None);
    /// Raises the first fault in content; how many octets it has where there is none.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.scan_content(b"a\nb")
    /// Traceback (most recent call last):
    ///     ...
    /// smtpwire.UsageError: a LF without a CR before it at octet 1 of the content; lines end with CRLF
    scan_content(content, options = None);

    /// Whether what is stored of a password was made of this one.
    ///
    /// >>> import smtpwire
    /// >>> smtpwire.scram_verifier_matches(smtpwire.make_scram_verifier("pencil"), "pencil")
    /// True
    scram_verifier_matches(verifier, password);
}

/// What a server stores of a password, as text: as secret as a digest of the password.
///
/// ``iterations`` is 4096 to 10,000,000; each is work for this call and for every login.
///
/// >>> import smtpwire
/// >>> smtpwire.make_scram_verifier("pencil", salt=bytes(16))[:19]
/// 'SCRAM-SHA-256$4096:'
#[pyfunction]
#[pyo3(signature = (password, salt = None, iterations = None, mechanism = None))]
pub(crate) fn make_scram_verifier<'py>(
    py: Python<'py>,
    password: &Bound<'py, PyAny>,
    salt: Option<Bound<'py, PyAny>>,
    iterations: Option<&Bound<'py, PyAny>>,
    mechanism: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    call(|| {
        let salt = salt.map_or_else(|| crate::octets::entropy(py, 16), Ok)?;
        let operation = Function::make_scram_verifier.signature();
        let given = given(operation, &[Some(password), Some(&salt), iterations, mechanism])?;
        run(py, operation.name, given, |given| {
            Function::make_scram_verifier.call(&mut (), given, Spelling::Rust, Into)
        })
    })
}
