"""Opening the store: in a lane, while the window shows the first page and listens to keys."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bench.filling import fill
from inbox.app import bind_parts
from inbox.commands import command_line
from inbox.core.errors import StoreError
from inbox.runtime import crash
from inbox.store import migrations
from inbox.ui.engine import Parts
from inbox.ui.start import Opening
from tests.desk import PATIENCE_MS, Desk

FILE = "parlour.sqlite"


class Held:
    """What binds the store, once it may go on."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = threading.Event(), threading.Event()
        self.thread: threading.Thread | None = None
        self.parts: Parts | None = None
        self.error: Exception | None = None

    def __call__(self, folder: Path, on_bug: Callable[[BaseException], None]) -> Parts:
        self.thread = threading.current_thread()
        self.begun.set()
        assert self.may_go_on.wait(PATIENCE_MS / 1000)
        if self.error is not None:
            raise self.error
        self.parts = bind_parts(folder, on_bug, sample=False)
        return self.parts


@contextmanager
def opened(folder: Path, bot: QtBot, held: Held) -> Iterator[Desk]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    door = crash.CrashDoor(folder)
    opening = Opening(app, folder, command_line.parser().parse_args([]), door)
    bot.addWidget(opening.window)
    opening.window.show()
    opening.window.activateWindow()
    bot.waitUntil(opening.window.isActiveWindow)
    opening.bind(held)
    assert held.begun.wait(PATIENCE_MS / 1000)
    try:
        yield Desk(opening, bot, [])
    finally:
        held.may_go_on.set()
        opening.window.hide()
        opening.close()
        door.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(tmp_path / FILE, 300)
    return tmp_path


def test_the_first_page_can_be_walked_while_the_store_is_opened(folder: Path, qtbot: QtBot) -> None:
    held = Held()
    with opened(folder, qtbot, held) as desk:
        assert held.thread is not threading.current_thread()
        assert len(desk.rows()) > 3
        desk.press("J", "J")
        walked_to = desk.selected()
        assert walked_to is not None
        desk.press("E", "Enter", "Esc", "/", "Esc", "G", "O", "?", "Esc", "Z", "1", "2")
        assert desk.opening.engine is None
        assert desk.notice() == "Parlour is still opening. Try again in a moment."
        assert desk.selected() == walked_to
        held.may_go_on.set()
        desk.sees(lambda: desk.opening.engine is not None)
        desk.sees(lambda: desk.opening.desk.details.shown == walked_to)
        assert desk.selected() == walked_to


@pytest.mark.logs("not bound")
def test_a_file_of_an_older_parlour_is_said_to_be_got_ready(folder: Path, qtbot: QtBot) -> None:
    with sqlite3.connect(folder / FILE) as by_hand:
        by_hand.execute(f"PRAGMA user_version = {len(migrations.STEPS) - 1}")
    by_hand.close()
    held = Held()
    held.error = StoreError("The disk is full.")
    with opened(folder, qtbot, held) as desk:
        assert desk.notice().startswith("Getting your inbox ready")
        held.may_go_on.set()
        desk.sees(lambda: desk.notice() == "The disk is full.")
        assert desk.opening.engine is None


def test_a_window_closed_while_it_opens_leaves_the_file_closed(folder: Path, qtbot: QtBot) -> None:
    held = Held()
    with opened(folder, qtbot, held) as desk:
        desk.window.close()
        assert not desk.window.isVisible()
    assert held.parts is not None
    assert desk.opening.engine is None
    with pytest.raises(StoreError):
        held.parts.store.about()
    assert not (folder / f"{FILE}-wal").exists()


@pytest.mark.logs("bug: RuntimeError")
def test_a_bug_while_it_opens_is_told_of_and_ends_the_wait(folder: Path, qtbot: QtBot) -> None:
    held = Held()
    held.error = RuntimeError("a bug")
    with opened(folder, qtbot, held) as desk:
        held.may_go_on.set()
        desk.sees(lambda: "Something went wrong" in desk.notice())
        desk.sees(lambda: not desk.opening.is_opening)
