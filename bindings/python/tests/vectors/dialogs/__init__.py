"""Whole dialogs, step by step: `client/*.json` and `server/*.json`.

`run` works through the steps and knows no role; `client` and `server` are the two ends, with the
calls as the vectors have them; `expect` compares what is there with what a step says.
"""

from __future__ import annotations

from pathlib import Path

from ..case import COMMON, Failed, Fields, load
from ..split import WAYS
from .client import ClientEnd
from .run import run
from .server import ServerEnd


def dialogs(folder: Path, subject: str) -> list[tuple[Fields, list[Fields]]]:
    """The cases of a file, each with its steps, in which the preludes are written out."""
    file, cases = load(folder, subject, "preludes")
    preludes = file.object("preludes")
    return [(case, written_out(case, "steps", preludes)) for case in cases]


def written_out(given: Fields, name: str, preludes: Fields) -> list[Fields]:
    steps: list[Fields] = []
    for step in map(Fields, given.items(name)):
        if "use" in step:
            step.only("use")
            prelude = step.text("use")
            if prelude not in preludes:
                raise Failed(f"there is no prelude {prelude}")
            steps += written_out(preludes, prelude, preludes)
        else:
            steps.append(step)
    return steps


def dialog(case: Fields, steps: list[Fields], role: str) -> None:
    """Runs a dialog in every way that it may be cut."""
    case.only(*COMMON, "config", "splits", "why", "steps")
    if ("splits" in case) != ("why" in case) or case.all.get("splits", "none") != "none":
        raise Failed('splits is "none", with why')
    for way in range(1 if "splits" in case else len(WAYS)):
        try:
            config = case.object("config")
            run(ClientEnd(config) if role == "client" else ServerEnd(config), steps, way)
        except Failed as failed:
            raise Failed(f"{WAYS[way]}: {failed}") from failed.__cause__
