"""The sample people for journeys: filled once, copied for each; and what journeys ask of a desk."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from inbox.app import workshop
from inbox.core.model import Row, State
from tests.desk import Desk, called


def filled(folder: Path, *, undo_seconds: int = 10) -> Path:
    """The sample as it is after its first start; what is sent can be taken back for so long. Nobody writes, corrects or
    deletes anything in the minutes after it by themselves, as they else do: a journey would meet it or not, by how long
    ago this was. People still answer what is written to them."""
    folder.mkdir(parents=True, exist_ok=True)
    with workshop(folder, writes=True, sample=True) as at:
        at.store.write(lambda write: write.set_setting("undo_seconds", str(undo_seconds)))
    with closing(sqlite3.connect(folder / "sample-server.sqlite")) as server, server:
        assert server.execute("DELETE FROM event").rowcount > 0
    return folder


def copied(filled: Path, to: Path) -> Path:
    shutil.copytree(filled, to, ignore=shutil.ignore_patterns("*.lock"))
    return to


def ready(desk: Desk) -> Desk:
    """The window is bound, nothing is being read, and the list has the keys."""
    desk.window.resize(1440, 900)
    desk.sees(lambda: desk.opening.engine is not None and desk.window.inbox.model.rowCount() > 3)
    desk.sees(desk.is_idle)
    desk.sees(lambda: desk.window.holds_focus(desk.window.inbox))
    return desk


def ids(desk: Desk) -> list[int]:
    return list(desk.window.inbox.model.ids())


def row(desk: Desk, conversation: int) -> Row:
    return desk.engine.read(lambda reading: reading.rows([conversation]))[0]


def state(desk: Desk, conversation: int) -> State:
    return row(desk, conversation).state


def walk_to(desk: Desk, conversation: int) -> None:
    """By keys: from the top, J until it is selected."""
    desk.press("Home")
    for _ in range(desk.window.inbox.model.rowCount()):
        if desk.selected() == conversation:
            return
        desk.press("J")
    assert desk.selected() == conversation, "J never comes to it"


def sheet_name(desk: Desk) -> str:
    sheet = desk.window.overlay.sheet
    return called(sheet) if sheet is not None else ""
