"""The last steps, taken back out of their order, by keys only."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.model import State
from inbox.ui.history_sheet import HistorySheet
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ids, ready, row, sheet_name, state


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=1)


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


def sheet(desk: Desk) -> HistorySheet:
    opened = desk.window.overlay.sheet
    assert isinstance(opened, HistorySheet)
    return opened


def steps(desk: Desk) -> list[str]:
    """As they are listed."""
    return [entry.title for entry in sheet(desk)._model._find("")]


def test_an_older_step_is_taken_back_and_the_newer_ones_stand(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        first, second, *_ = ids(ready(desk))
        desk.press("E")
        desk.sees(lambda: state(desk, first) is State.DONE)
        desk.press("W")
        desk.sees(lambda: state(desk, second) is State.THEM)
        desk.press("S")
        desk.press("Shift+H")
        assert sheet_name(desk) == "Undo history"
        shown = [step for step in steps(desk) if "Done" in step]
        assert shown == [f"Done: \u2068{row(desk, first).name}\u2069, on “\u2068{row(desk, first).subject}\u2069”"]
        desk.press("Down", "Down", "Enter")
        desk.sees(lambda: state(desk, first) is State.WAITING)
        assert sheet_name(desk) == ""
        assert state(desk, second) is State.THEM
        desk.sees(lambda: "Taken back: Done" in desk.notice())
        desk.press("Shift+H")
        desk.type("them")
        desk.press("Enter")
        desk.sees(lambda: state(desk, second) is State.WAITING)


def test_what_has_moved_says_so_and_stays(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        first, *_ = ids(ready(desk))
        desk.press("E")
        desk.sees(lambda: state(desk, first) is State.DONE)
        desk.press("G", "D")
        desk.sees(lambda: desk.selected() is not None)
        desk.window.inbox.select(first)
        desk.press("W")
        desk.sees(lambda: state(desk, first) is State.THEM)
        desk.press("Shift+H", "Down", "Enter")
        assert "something else was done there since" in sheet(desk)._lesson.text()
        assert state(desk, first) is State.THEM
        desk.press("Esc")
        assert sheet_name(desk) == ""


def test_where_nothing_was_done_it_says_so(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        desk.press("Shift+H")
        assert sheet_name(desk) == ""
        assert "nothing to take back" in desk.notice()
