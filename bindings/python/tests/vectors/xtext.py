"""xtext.json."""

from __future__ import annotations

import smtpwire

from .case import COMMON, Fields, same


def xtext(case: Fields) -> None:
    case.only(*COMMON, "input", "value", "wire")
    coded = case.octets("input").decode()
    text = None if case["value"] is None else case.text("value")
    same("decoded", text, smtpwire.decode_xtext(coded))
    if text is not None:
        wire = case.octets("wire").decode() if "wire" in case else coded
        same("coded", wire, smtpwire.encode_xtext(text))
        same("decoded again", text, smtpwire.decode_xtext(wire))
