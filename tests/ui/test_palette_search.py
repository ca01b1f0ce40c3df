"""The palette of the real app: commands and views at once, people and conversations from a lane, ranked by use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot

from inbox.commands import ranking
from inbox.core.changes import Changes
from inbox.core.model import State
from inbox.core.ports import Writing
from inbox.ui.look.controls import PlainLabel
from inbox.ui.merge_sheet import CompareSheet
from inbox.ui.palette import LINE, PaletteEntry
from tests.desk import Desk, running
from tests.patience import PATIENCE_S


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(tmp_path / "sample", qtbot, "--sample", sample=True) as made:
        made.sees(lambda: made.is_idle() and made.window.inbox.model.rowCount() > 5)
        yield made


def entries(desk: Desk) -> list[PaletteEntry]:
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, QWidget)
    model = next(one for one in sheet.findChildren(QListView) if one.accessibleName() == "Found").model()
    lines = [model.index(row, 0).data(LINE) for row in range(model.rowCount())]
    return [line for line in lines if isinstance(line, PaletteEntry)]


def titles(desk: Desk, kind: str) -> list[str]:
    return [entry.title for entry in entries(desk) if entry.kind == kind]


def test_commands_are_there_at_once_and_people_come(desk: Desk) -> None:
    somebody = desk.rows()[0]
    desk.press("Ctrl+K")
    desk.type(somebody[:3])
    assert {entry.kind for entry in entries(desk)} <= {"Commands", "Views"}
    desk.sees(lambda: somebody in titles(desk, "People"))
    desk.sees(lambda: somebody in titles(desk, "Conversations"))


def test_views_and_places_stand_under_views_with_their_keys(desk: Desk) -> None:
    desk.press("Ctrl+K")
    views = {entry.title: entry.keys for entry in entries(desk) if entry.kind == "Views"}
    assert views["Waiting on them"] == "G T"
    assert views["The Slow Oven"].isdigit()
    assert "Go to Waiting on them" not in titles(desk, "Commands")
    desk.type("snoozed")
    desk.press("Enter")
    assert desk.window.inbox.model.state is State.SNOOZED


def test_the_best_fit_stands_first_and_scattered_letters_where_nothing_else_fits(desk: Desk) -> None:
    desk.press("Ctrl+K")
    desk.type("un")
    commands = titles(desk, "Commands")
    assert commands[:2] == ["Unread", "Undo"] or commands[:2] == ["Undo", "Unread"]
    desk.press("Esc", "Ctrl+K")
    desk.type("sno")
    assert titles(desk, "Commands")[0] == "Snooze…"
    assert "Send and done" not in titles(desk, "Commands")
    desk.press("Esc", "Ctrl+K")
    desk.type("mtc")
    assert "Mute the conversation" in titles(desk, "Commands")


def test_what_is_chosen_often_comes_first_and_is_remembered(desk: Desk) -> None:
    written = Event()

    def waits(write: Writing) -> Changes:
        written.wait(PATIENCE_S)
        return write.wake(desk.opening.desk.clock.now())

    desk.engine.store.submit(waits, lambda _: None)
    desk.press("Ctrl+K")
    desk.type("light or")
    desk.press("Enter", "Ctrl+K")
    assert titles(desk, "Commands")[0] == "Light or dark"
    written.set()
    desk.press("Esc")
    desk.sees(lambda: "app.theme" in desk.engine.read(lambda reading: reading.setting(ranking.SETTING)))


def test_a_person_is_opened_from_the_palette(desk: Desk) -> None:
    somebody = desk.rows()[3]
    desk.press("Ctrl+K")
    desk.type(somebody)
    desk.sees(lambda: somebody in titles(desk, "People"))
    while desk_choice(desk) != ("People", somebody):
        desk.press("Down")
    desk.press("Enter")
    assert desk.window.overlay.sheet is None
    person = desk.opening.desk.profiles.person
    assert person is not None
    assert desk.engine.read(lambda reading: reading.person(person)).name == somebody


def test_a_name_that_is_typed_and_entered_in_one_go_opens_the_person(desk: Desk) -> None:
    somebody = desk.rows()[3]
    desk.press("Ctrl+K")
    desk.type(somebody)
    desk.press("Enter")
    desk.sees(lambda: desk.opening.desk.profiles.person is not None)
    assert desk.window.overlay.sheet is None
    person = desk.opening.desk.profiles.person
    assert person is not None
    assert desk.engine.read(lambda reading: reading.person(person)).name == somebody


def test_a_name_entered_in_one_go_is_taken_where_somebody_is_chosen(desk: Desk) -> None:
    somebody = desk.rows()[3]
    desk.press("Shift+M")
    desk.type(somebody)
    desk.press("Enter")
    desk.sees(lambda: isinstance(desk.window.overlay.sheet, CompareSheet))
    desk.press("Esc", "Shift+M")
    desk.type("x")
    desk.press("Backspace")
    said = [one.text() for one in desk.focus().window().findChildren(PlainLabel) if one.isVisible()]
    assert "Everybody who ever wrote to you can be found by name." in said


def desk_choice(desk: Desk) -> tuple[str, str]:
    sheet = desk.window.overlay.sheet
    assert isinstance(sheet, QWidget)
    chosen = next(one for one in sheet.findChildren(QListView) if one.accessibleName() == "Found").currentIndex()
    entry = chosen.data(LINE)
    return (entry.kind, entry.title)


def test_the_palette_teaches_the_key_that_was_chosen_for_it(desk: Desk) -> None:
    keys = desk.opening.keys
    keys.change(type(keys.own)("gmail"))
    desk.press("Ctrl+K")
    assert next(entry.keys for entry in entries(desk) if entry.id == "triage.snooze") == "B"
