"""order.json."""

from __future__ import annotations

import smtpwire

from .case import COMMON, Fields, Json, same


def order(case: Fields) -> None:
    """What one phase says to every verb."""
    case.only(*COMMON, "phase", "standing", "answers")
    answers = case.object("answers")
    # All verbs that the interface knows, and one name for those that it does not.
    same("the verbs", sorted({*smtpwire.verbs(), "unknown"}), sorted(answers.all))
    for verb in answers.all:
        said: Json = smtpwire.order_answer(case.word("phase"), verb, case.words("standing"))
        told: str = said["answer"]
        if told == "allowed":
            told = said["phase"]
        elif told == "refused":
            told = f"{said['code']} {said['enhanced']}"
        same(verb, answers.text(verb), told)
