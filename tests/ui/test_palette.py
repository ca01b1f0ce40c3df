"""The palette finds, runs and teaches, by keys alone; the key sheet shows them all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inbox.ui.keysheet import Group, KeySheet, balanced, matching
from inbox.ui.look.controls import PlainLabel
from inbox.ui.look.overlay import Overlay
from inbox.ui.look.theme import Look
from inbox.ui.palette import PaletteEntry, PaletteModel, PaletteSheet

ENTRIES = [
    PaletteEntry("Commands", "snooze", "Snooze until…", "this conversation", "H", "snooze"),
    PaletteEntry("People", 7, "Snorri <b>", "4 messages"),
    PaletteEntry("Commands", "zsnooze", "Go to Snoozed", "view", "G Z"),
    PaletteEntry("Commands", "done", "Done", "this conversation", "E", "done"),
]


def _find(typed: str) -> list[PaletteEntry]:
    return [entry for entry in ENTRIES if typed.casefold() in entry.title.casefold()]


class House:
    def __init__(self, look: Look, qtbot: QtBot) -> None:
        self.host = QWidget()
        self.overlay = Overlay(look, self.host)
        qtbot.addWidget(self.host)
        self.host.resize(960, 600)
        self.host.show()
        self.host.activateWindow()
        qtbot.waitUntil(self.host.isActiveWindow)
        self.chosen: list[PaletteEntry] = []

    def open(self, look: Look, typed: str = "") -> PaletteSheet:
        sheet = PaletteSheet(look, _find, typed)
        sheet.chosen.connect(self.chosen.append)
        self.overlay.open(sheet)
        QApplication.processEvents()
        return sheet


@pytest.fixture
def house(look: Look, qtbot: QtBot) -> House:
    return House(look, qtbot)


def _press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def _said(sheet: QWidget) -> list[str]:
    return [label.text() for label in sheet.findChildren(PlainLabel) if label.isVisible()]


def test_enter_runs_the_first_one_found_and_closes(house: House, look: Look) -> None:
    house.open(look)
    QTest.keyClicks(QApplication.focusWidget(), "sno")
    _press(Qt.Key.Key_Return)
    assert [entry.id for entry in house.chosen] == ["snooze"]
    assert house.overlay.sheet is None


def test_arrows_pass_headings_and_stop_at_the_ends(house: House, look: Look) -> None:
    down, up = Qt.Key.Key_Down, Qt.Key.Key_Up
    for keys, expected in (((down,), "zsnooze"), ((down,) * 3, 7), ((down,) * 9, 7), ((down, up, up), "snooze")):
        house.open(look)
        _press(*keys, Qt.Key.Key_Return)
        assert house.chosen[-1].id == expected


def test_entries_of_one_kind_stand_together_under_one_heading(look: Look, qtmodeltester: ModelTester) -> None:
    model = PaletteModel(_find)
    model.find("")
    said = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert said == [
        "Commands",
        "Snooze until…, this conversation, key H",
        "Go to Snoozed, view, key G Z",
        "Done, this conversation, key E",
        "People",
        "Snorri <b>, 4 messages",
    ]
    qtmodeltester.check(model)


def test_it_teaches_the_key_of_what_is_chosen(house: House, look: Look) -> None:
    sheet = house.open(look)
    assert "next time: H" in _said(sheet)
    _press(Qt.Key.Key_Down)
    assert "next time: G Z" in _said(sheet)
    _press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert "every action of the app is here" in _said(sheet)


def test_nothing_found_says_so_and_enter_does_nothing(house: House, look: Look) -> None:
    sheet = house.open(look, "xyz")
    _press(Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert house.chosen == []
    assert any(text.startswith("Nothing has these words") for text in _said(sheet))


def test_a_press_with_the_mouse_runs_it_too(house: House, look: Look) -> None:
    sheet = house.open(look)
    view = sheet.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    lists = [widget for widget in view if widget.accessibleName() == "Found"]
    lists[0].clicked.emit(lists[0].model().index(3, 0))  # type: ignore[attr-defined]
    assert house.chosen[-1].id == "done"


KEYS: list[Group] = [
    ("Move", [("J / K", "next conversation"), ("G I", "go to Waiting on me")]),
    ("Answer", [("R", "reply"), ("Ctrl Enter", "send"), ("Ctrl Shift Enter", "send and done")]),
    ("App", [("?", "this sheet")]),
]


def test_keys_are_filtered_by_words_or_by_key(house: House, look: Look) -> None:
    assert matching(KEYS, "SEND") == [("Answer", KEYS[1][1][1:])]
    assert matching(KEYS, "g i") == [("Move", [("G I", "go to Waiting on me")])]
    assert matching(KEYS, "nothing") == []
    sheet = KeySheet(look, KEYS, "Gmail-like")
    house.overlay.open(sheet)
    QTest.keyClicks(QApplication.focusWidget(), "reply")
    QApplication.processEvents()
    assert "reply" in _said(sheet)
    assert "send" not in _said(sheet)
    assert "Scheme: Gmail-like" in _said(sheet)


@pytest.mark.parametrize("columns", [1, 2, 3, 5])
def test_columns_keep_every_group_once_and_in_order(columns: int) -> None:
    found = balanced(KEYS, columns)
    assert [group for column in found for group in column] == KEYS
    assert len(found) == min(columns, len(KEYS))


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
def test_sheets_show_whole_words_at_every_text_size(house: House, look: Look, scale: float) -> None:
    look.set_scale(scale)
    sheet = KeySheet(look, KEYS)
    house.overlay.open(sheet)
    QApplication.processEvents()
    for label in sheet.findChildren(PlainLabel):
        assert label.width() >= label.sizeHint().width() - 2, label.text()


def test_what_is_looked_up_joins_below_and_the_choice_stays(house: House, look: Look) -> None:
    sheet = house.open(look)
    asked: list[str] = []
    sheet.typed.connect(asked.append)
    QTest.keyClicks(QApplication.focusWidget(), "sno")
    assert asked == ["s", "sn", "sno"]
    _press(Qt.Key.Key_Down)
    snow = PaletteEntry("Conversations", 9, "Amara", "said snow day menu")
    sheet.show_found("sno", [snow])
    _press(Qt.Key.Key_Return)
    assert house.chosen[-1].id == "zsnooze"


def test_what_was_looked_up_for_other_words_is_not_shown(house: House, look: Look) -> None:
    sheet = house.open(look, "xyz")
    sheet.show_found("xy", [PaletteEntry("People", 9, "Xyz")])
    _press(Qt.Key.Key_Return)
    assert house.chosen == []


def test_nothing_is_missing_before_it_was_looked_up(house: House, look: Look) -> None:
    sheet = house.open(look, "xyz")
    sheet.be_looking(True)
    assert "Looking…" in _said(sheet)
    sheet.show_found("xyz", [])
    assert any(text.startswith("Nothing has these words") for text in _said(sheet))


def test_enter_before_the_answer_counts_when_it_comes(house: House, look: Look) -> None:
    sheet = house.open(look, "xyz")
    sheet.be_looking(True)
    _press(Qt.Key.Key_Return)
    assert house.overlay.sheet is sheet
    assert "Looking… Enter counts as soon as something is found." in _said(sheet)
    sheet.show_found("xyz", [PaletteEntry("People", 9, "Xyzzy"), PaletteEntry("People", 10, "Xyz")])
    assert [one.id for one in house.chosen] == [9]
    assert house.overlay.sheet is None


@pytest.mark.parametrize("after", [Qt.Key.Key_A, Qt.Key.Key_Down])
def test_enter_is_forgotten_when_something_else_is_done(house: House, look: Look, after: Qt.Key) -> None:
    sheet = house.open(look, "xyz")
    sheet.be_looking(True)
    _press(Qt.Key.Key_Return, after)
    sheet.show_found(sheet.typed_words(), [PaletteEntry("People", 9, "Xyz A")])
    assert house.chosen == []
    assert house.overlay.sheet is sheet


def test_enter_before_an_answer_that_finds_nothing_says_so(house: House, look: Look) -> None:
    sheet = house.open(look, "xyz")
    sheet.be_looking(True)
    _press(Qt.Key.Key_Return)
    sheet.show_found("xyz", [])
    assert any(text.startswith("Nothing has these words") for text in _said(sheet))
    assert house.chosen == []


def test_a_far_fit_waits_for_what_is_looked_up_and_stands_below_it(house: House, look: Look) -> None:
    far = PaletteEntry("Commands", "mute", "Mute the conversation", is_far=True)
    sheet = PaletteSheet(look, lambda _: [far])
    sheet.chosen.connect(house.chosen.append)
    house.overlay.open(sheet)
    sheet.be_looking(True)
    _press(Qt.Key.Key_Return)
    assert house.chosen == []
    sheet.show_found("", [PaletteEntry("People", 9, "Matteo")])
    assert [one.id for one in house.chosen] == [9]
    other = PaletteSheet(look, lambda _: [far])
    other.chosen.connect(house.chosen.append)
    house.overlay.open(other)
    other.be_looking(True)
    _press(Qt.Key.Key_Down, Qt.Key.Key_Return)  # chosen by hand
    assert house.chosen[-1].id == "mute"


def test_people_found_before_stay_while_they_fit_what_is_typed_on(look: Look) -> None:
    model = PaletteModel(_find)
    model.find("am")
    model.add("am", [PaletteEntry("People", 9, "Amara"), PaletteEntry("People", 10, "Sam")])
    model.find("ama")
    assert (model.row_of(9) >= 0, model.row_of(10)) == (True, -1)
