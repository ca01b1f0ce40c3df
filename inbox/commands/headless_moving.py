"""Headless commands that move people and conversations in and out."""

from __future__ import annotations

import signal
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inbox.archives import registry
from inbox.commands import shapes
from inbox.commands.headless_people import which
from inbox.commands.headless_reading import Answers
from inbox.commands.workshop import Workshop
from inbox.core.errors import Refused
from inbox.core.moving import Holds, ImportState, Looked, Progress
from inbox.services import accounts, reading_in, writing_out
from inbox.services.reading_in import Opened


def read_in(at: Workshop, options: Namespace, out: Answers) -> int:
    path = Path(options.file).expanduser()
    format, archive = registry.open_file(path)
    into = None
    if options.into is not None:
        try:
            with at.store.reading() as reading:
                into = reading.place(options.into)
        except KeyError as error:
            raise Refused(f"There is no place {options.into}. See them all with: parlour places.") from error
    opened = Opened(path.name, format, archive, into)
    mine = reading_in.who_is_me(opened, options.as_me)
    told = _Told(out)
    with _stopped_by_ctrl_c() as stop:
        if options.preview:
            looked = reading_in.look(at.store, opened, at.clock, stop=stop, heard=told.hear)
            out.answer(_shape(looked), lines_of(looked))
            return 0
        accounts.go_on_forgetting(at.store)  # what an end broke off
        report = reading_in.read_in(at.store, opened, mine, at.clock, stop=stop, heard=told.hear)
    for trouble in report.troubles:
        out.sentence(trouble)
    if report.troubled > len(report.troubles):
        out.sentence(f"… and {report.troubled - len(report.troubles):,} more like these.")
    answer = {
        "import": report.run,
        "state": str(report.state),
        "messages": report.messages,
        "people": report.people,
        "sentence": report.sentence,
        "troubles": report.troubled,
    }
    out.answer(answer, [report.sentence])
    return 0 if report.state is ImportState.DONE else 1


class _Told:
    """How far it is, at each tenth; nothing of what is done within a second."""

    def __init__(self, out: Answers) -> None:
        self._out, self._tenths = out, 0

    def hear(self, progress: Progress) -> None:
        tenths = int(progress.share * 10)
        if progress.left_s is None or tenths <= self._tenths or progress.share >= 1:
            return
        self._tenths = tenths
        what = f"{progress.messages:,} messages, {progress.people:,} people"
        left = (
            f"about {progress.left_s / 60:.0f} minutes left" if progress.left_s > 90 else "less than two minutes left"
        )
        self._out.sentence(f"{tenths * 10} %: {what}; {left}. Ctrl C stops.")


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Whole slices are in when it stops; pressed once more, it ends the program."""
    pressed: list[int] = []

    def on_pressed(number: int, _: object) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, on_pressed)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def imports(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        found = reading.imports()
    lines = [f"{one.id:4} {one.state:8} {one.file}: {one.messages:,} messages, {one.people:,} people" for one in found]
    answer = [
        {
            "id": one.id,
            "file": one.file,
            "format": one.format,
            "place_id": one.place,
            "state": str(one.state),
            "began_at": shapes.when(one.began_at),
            "messages": one.messages,
            "people": one.people,
            "sentence": one.sentence,
        }
        for one in found
    ]
    out.answer(answer, lines or ["Nothing was read in yet."])
    return 0


def undo_import(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        found = next((one for one in reading.imports(limit=1000) if one.id == options.id), None)
    if found is None:
        raise Refused(f"There is no import {options.id}. See them all with: parlour imports.")
    changes = at.store.write(lambda write: write.undo(found.batch))
    sentence = accounts.go_on_forgetting(at.store) or changes.sentence
    out.answer({"id": found.id, "state": "undone", "sentence": sentence}, [sentence])
    return 0


def write_out(at: Workshop, options: Namespace, out: Answers) -> int:
    with at.store.reading() as reading:
        wish = writing_out.Wish(which(reading, options.segment, options.search), options.notes)
    written = writing_out.write_out(at.store, Path(options.file).expanduser(), wish)
    out.answer({"file": str(written.path), "number": written.number}, [written.sentence])
    return 0


def lines_of(looked: Looked) -> list[str]:
    """The preview in words."""
    lines = [f"{looked.file}: {looked.title}"]
    if looked.holds is Holds.PEOPLE:
        lines.append(f"{looked.people:,} people, {looked.matched:,} of them are here already.")
        lines += [f"  {name}" for name in looked.names]
    else:
        span = f", {looked.first:%Y-%m-%d} to {looked.last:%Y-%m-%d}" if looked.first and looked.last else ""
        lines.append(f"{looked.messages:,} messages by {looked.people:,} people{span}.")
        where = (
            "which is listened to" if looked.place_is_live else "which is here" if looked.place_is_here else "a new one"
        )
        lines.append(f"They go to {looked.place} ({where}). {looked.known:,} of them are here already.")
        lines += [
            f"  {one.messages:6,} {one.name}  {one.address}  [{one.stable_id}]{'  (probably you)' if one.is_me else ''}"
            for one in looked.authors
        ]
        if looked.asks_who_is_me:
            lines.append("Say which of these is you with --as-me NAME; several are possible.")
    return [*lines, *looked.troubles]


def _shape(looked: Looked) -> dict[str, Any]:
    shape = asdict(looked)
    for name in ("first", "last"):
        shape[name] = shapes.when(shape[name])
    return shape
