"""The face without a window: `python main.py COMMAND`. Exit 0 done, 1 failed (one sentence on stderr), 2 usage.

Reading needs no lock; whatever writes takes it and is refused while the window is open. Qt is never imported here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from inbox.commands import (
    headless_moving,
    headless_people,
    headless_reading,
    headless_rights,
    headless_same,
    headless_writing,
)
from inbox.commands.workshop import Workshop
from inbox.core.errors import InboxError

Build = Callable[[bool], AbstractContextManager[Workshop]]
"""`build(writes)`: the workshop, holding the lock when `writes`."""

READS: dict[str, headless_reading.Reads] = {
    "networks": headless_reading.networks,
    "commands": headless_reading.commands,
    "places": headless_reading.places,
    "list": headless_reading.listing,
    "show": headless_reading.show,
    "people": headless_people.people,
    "segments": headless_people.segments,
    "person": headless_rights.person,
    "search": headless_reading.search,
    "outbox": headless_reading.outbox,
    "drafts": headless_reading.drafts,
    "rules": headless_reading.rules,
    "newsletter": headless_rights.newsletter,
    "imports": headless_moving.imports,
    "export": headless_moving.write_out,
    "backup": headless_reading.backup,
    "check": headless_reading.check,
    "same": headless_same.same,
}
WRITES: dict[str, headless_writing.Writes] = {
    "import": headless_moving.read_in,
    "undo-import": headless_moving.undo_import,
    "add": headless_writing.add,
    "sync": headless_writing.sync,
    "offline": headless_writing.get_offline,
    "reply": headless_writing.reply,
    "thank": headless_writing.thank,
    "like": headless_writing.like,
    "moderate": headless_writing.moderate,
    "stage": headless_writing.stage,
    "done": headless_writing.done,
    "snooze": headless_writing.snooze,
    "deliver": headless_writing.deliver,
    "erase": headless_rights.erase,
    "merge": headless_same.merge,
    "part": headless_same.part,
    "me": headless_same.me,
}


def run(options: argparse.Namespace, build: Build) -> int:
    """Carry out one command; the exit code."""
    out = Output(getattr(options, "json", False))
    try:
        if options.command in READS:
            with build(False) as workshop:
                return READS[options.command](workshop, options, out)
        with build(True) as workshop:
            return WRITES[options.command](workshop, options, out)
    except InboxError as error:
        out.sentence(str(error))
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0


class Output:
    """Stdout for answers, as JSON or as lines; stderr for sentences."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="replace")

    def answer(self, value: Any, lines: list[str]) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=2) if self.as_json else "\n".join(lines)
        if text:
            sys.stdout.write(text + "\n")

    def sentence(self, text: str) -> None:
        sys.stderr.write(text + "\n")
