"""What needs no connection: codec functions, small objects, the checker, explanations, what is asked
about TLS. That each vector holds is for `vectors`; here is what a caller of Python notices."""

from __future__ import annotations

import unittest

import smtpwire
from support import AUTHORITY, IDENTITY, message_of


class Codec(unittest.TestCase):
    def test_a_command_is_plain_data_both_ways(self) -> None:
        command = smtpwire.parse_command(b"MAIL FROM:<jo@example.com> SIZE=5000000000 SMTPUTF8")
        self.assertEqual(command, {
            "verb": "MAIL",
            "from": {"local_part": "jo", "host": {"domain": "example.com"}},
            "parameters": [{"keyword": "SIZE", "value": 5_000_000_000}, {"keyword": "SMTPUTF8"}],
        })
        self.assertEqual(smtpwire.encode_command(command),
                         b"MAIL FROM:<jo@example.com> SIZE=5000000000 SMTPUTF8\r\n")

    def test_counts_have_sixty_four_bits(self) -> None:
        largest = 2**64 - 1
        self.assertEqual(smtpwire.parse_command(b"BDAT %d" % largest).get("size"), largest)
        self.assertEqual(smtpwire.encode_command({"verb": "BDAT", "size": largest}),
                         b"BDAT %d\r\n" % largest)
        for wrong in (2**64, -1):
            with self.assertRaises(smtpwire.UsageError):
                smtpwire.encode_command({"verb": "BDAT", "size": wrong})

    def test_a_line_may_be_octets_text_or_any_buffer(self) -> None:
        for line in (b"NOOP", "NOOP", bytearray(b"NOOP"), memoryview(b"NOOP")):
            self.assertEqual(smtpwire.parse_command(line), {"verb": "NOOP"})

    def test_equal_addresses_have_one_key(self) -> None:
        self.assertTrue(smtpwire.addresses_equal('"jo"@Example.COM', "jo@example.com"))
        self.assertFalse(smtpwire.addresses_equal("Jo@example.com", "jo@example.com"))
        seen = {smtpwire.address_key(text) for text in ('"jo"@Example.COM', "jo@example.com")}
        self.assertEqual(len(seen), 1)

    def test_a_queue_id_is_found_in_a_reply(self) -> None:
        for reply in (b"250 2.0.0 Ok: queued as 4Tbx5x0CqKz1\r\n",
                      smtpwire.Reply(250, "Ok: queued as 4Tbx5x0CqKz1", enhanced="2.0.0")):
            self.assertEqual(smtpwire.queue_id(reply), "4Tbx5x0CqKz1")
        self.assertIsNone(smtpwire.queue_id(b"250 Thanks\r\n"))

    def test_content_is_stuffed_and_read_back(self) -> None:
        content = b".\r\n..\r\nUp above the world\r\n"
        wire = smtpwire.stuff(content)
        self.assertEqual(wire, b"..\r\n...\r\nUp above the world\r\n.\r\n")
        back = smtpwire.unstuff(wire + b"QUIT\r\n")
        self.assertEqual((back["content"], back["rest"], back["ended"]),
                         (content, b"QUIT\r\n", True))

    def test_large_content_is_the_same(self) -> None:
        content = message_of(3 << 20)
        self.assertEqual(smtpwire.unstuff(smtpwire.stuff(content))["content"], content)
        self.assertEqual(smtpwire.scan_content(memoryview(content)), len(content))

    def test_a_fault_in_content_says_where(self) -> None:
        with self.assertRaises(smtpwire.UsageError) as caught:
            smtpwire.stuff(b"line\r\nbare\nline\r\n")
        self.assertEqual((caught.exception.detail, caught.exception.offset), ("bare-lf", 10))
        self.assertEqual(smtpwire.stuff(b"bare\nline", {"line_ends": "normalise"}),
                         b"bare\r\nline\r\n.\r\n")

    def test_an_object_that_is_used_up_says_so_again_and_again(self) -> None:
        stuffer = smtpwire.Stuffer()
        self.assertEqual(stuffer.push(b"a\r\n") + stuffer.finish(), b"a\r\n.\r\n")
        names = set[str]()
        for _ in range(2):
            with self.assertRaises(smtpwire.UsageError) as caught:
                stuffer.finish()
            names.add(caught.exception.name)
        self.assertEqual(names, {"already-closed"})

    def test_an_option_that_is_unknown_is_named(self) -> None:
        with self.assertRaises(smtpwire.UsageError) as caught:
            smtpwire.LineFramer({"limits": 5})  # type: ignore[arg-type]
        self.assertIn("limits", str(caught.exception))

    def test_a_verifier_is_stored_and_asked(self) -> None:
        verifier = smtpwire.make_scram_verifier("looking-glass", iterations=4096)
        self.assertTrue(verifier.startswith("SCRAM-SHA-256$4096:"))
        self.assertNotEqual(verifier, smtpwire.make_scram_verifier("looking-glass"))  # the salt
        self.assertTrue(smtpwire.scram_verifier_matches(verifier, "looking-glass"))
        self.assertFalse(smtpwire.scram_verifier_matches(verifier, "looking glass"))


class Diagnosis(unittest.TestCase):
    DIALOG = b"S: 220 mx.example\r\nC: MAIL FROM:<a@b.example>\r\nS: 503 5.5.1 EHLO first\r\n"

    def test_a_dialog_is_checked(self) -> None:
        report = smtpwire.check(self.DIALOG)
        self.assertEqual(report["summary"]["errors"], 1)
        finding = report["findings"][0]
        self.assertEqual((finding["rule"], finding["severity"], finding["line"]),
                         ("mail-before-ehlo", "error", 2))
        self.assertEqual(self.DIALOG[finding["start"]:finding["end"]], b"MAIL")
        rule = smtpwire.describe_rule(finding["rule"])
        assert rule is not None
        self.assertEqual(rule["rfc"], finding["rfc"])
        self.assertIn(finding["rule"], smtpwire.rules())

    def test_what_is_no_dialog_is_refused(self) -> None:
        for wrong in (b"", b"\0\1\2\3" * 100):
            with self.assertRaises(smtpwire.UsageError) as caught:
                smtpwire.check(wrong)
            self.assertEqual(caught.exception.name, "malformed")

    def test_a_reply_is_explained_in_whatever_form_it_is(self) -> None:
        for given in ("550 5.1.1 No such user", b"550 5.1.1 No such user\r\n",
                      smtpwire.Reply(550, "No such user", enhanced="5.1.1")):
            meaning = smtpwire.explain(given)
            self.assertEqual((meaning["code"], meaning["enhanced"], meaning["category"]),
                             (550, "5.1.1", "bad-mailbox"))
            self.assertTrue(meaning["meaning"] and meaning["remedy"])
        self.assertEqual(smtpwire.explain(code=421)["class"], "transient")

    def test_the_registry_is_asked_by_name(self) -> None:
        keyword = smtpwire.describe_keyword("pipelining")
        assert keyword is not None
        self.assertIn("PIPELINING", smtpwire.keywords())
        self.assertIsNone(smtpwire.describe_keyword("NONSENSE"))
        self.assertIn(550, smtpwire.reply_codes())
        self.assertIsNotNone(smtpwire.describe_reply_code(550))


class AboutTls(unittest.TestCase):
    def test_a_certificate_is_read(self) -> None:
        certificate = IDENTITY["certificate"]
        [own] = smtpwire.read_certificates(certificate)
        self.assertEqual(list(own["names"]), ["localhost", "mx.example", "127.0.0.1"])
        self.assertTrue(smtpwire.certificate_is_valid_for(certificate, "mx.example"))
        self.assertFalse(smtpwire.certificate_is_valid_for(certificate, "other.example"))
        self.assertTrue(smtpwire.read_certificates(AUTHORITY)[0]["authority"])

    def test_a_key_of_another_certificate_is_refused(self) -> None:
        with self.assertRaises(smtpwire.UsageError) as caught:
            smtpwire.read_identity(AUTHORITY, IDENTITY["key"])
        self.assertEqual(caught.exception.name, "unusable-certificate")

    def test_a_tlsa_record_fits_its_certificate(self) -> None:
        record = smtpwire.make_tlsa(IDENTITY["certificate"])
        self.assertTrue(record["text"].startswith("3 1 1 "))
        self.assertEqual(smtpwire.parse_tlsa(record["text"])["data"], record["data"])
        self.assertEqual(smtpwire.tlsa_name("mx.example"), "_25._tcp.mx.example")

    def test_a_policy_of_mta_sts_is_read(self) -> None:
        policy = smtpwire.parse_sts_policy(
            "version: STSv1\r\nmode: enforce\r\nmx: *.example\r\nmax_age: 604800\r\n")
        self.assertEqual((policy["mode"], policy["max_age"]), ("enforce", 604800))
        self.assertTrue(smtpwire.sts_policy_matches(policy, "mx.example"))
        self.assertFalse(smtpwire.sts_policy_matches(policy, "mx.other.test"))


class Setups(unittest.TestCase):
    def test_choices_that_were_read_once_serve_many_connections(self) -> None:
        setup = smtpwire.ServerSetup({"hostname": "mx.example"}, tls={"identity": IDENTITY})
        for _ in range(3):
            server = smtpwire.Server(setup, now=0.0)
            list(server.events(0.0))
            self.assertTrue(server.data_to_send().startswith(b"220 mx.example"))

    def test_choices_are_checked_when_they_are_read(self) -> None:
        with self.assertRaises(smtpwire.UsageError) as caught:
            smtpwire.ServerSetup({"hostname": "not a name"})
        self.assertTrue(str(caught.exception).startswith("hostname: "))

    def test_a_setup_for_another_peer_keeps_the_rest(self) -> None:
        setup = smtpwire.MailerSetup({"name": "a.example"},
                                     tls={"peer": "mx.example", "roots": AUTHORITY})
        other = setup.with_peer("mx2.example")
        self.assertIsNot(other, setup)
        self.assertEqual(smtpwire.Mailer(other, now=0.0).waits, "data")
        with self.assertRaises(smtpwire.UsageError):
            setup.with_peer("no name at all")


if __name__ == "__main__":
    unittest.main()
