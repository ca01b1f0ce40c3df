"""The sheets of segments and tags: what they say, what Enter does, what is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inbox.core.model import Stage
from inbox.core.relation import PersonRow
from inbox.core.views import Count, SearchValues
from inbox.ui.look.theme import Look
from inbox.ui.segment_sheet import NOT_YET, SegmentSheet
from inbox.ui.tags_sheet import TagChoice, TagsSheet
from tests.ui import values


def somebody(id: int, *tags: str) -> PersonRow:
    return PersonRow(id, f"Person {id}", "", ("mastodon",), False, Stage.FRIEND, tags, 0, None, None, 2, 1)


@pytest.fixture
def sheet(look: Look, qtbot: QtBot) -> SegmentSheet:
    made = SegmentSheet(
        look, values.faces(), "New segment", name="", query="", values=lambda: SearchValues(tags=("baker", "bran"))
    )
    qtbot.addWidget(made)
    made.resize(620, 580)
    made.show()
    return made


def keys(words: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, words)


def enter() -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return)


def test_what_is_typed_is_asked_for_once_the_typing_rests(sheet: SegmentSheet, qtbot: QtBot) -> None:
    asked: list[str] = []
    sheet.asked.connect(asked.append)
    sheet._query.line.setFocus()
    keys("is:regular")
    qtbot.waitUntil(lambda: asked == ["is:regular"])
    assert sheet.said() == "Looking…"
    sheet.show_found(Count(500, more=True), [somebody(id) for id in range(9)])
    assert sheet.said() == "500+ people fit."
    assert sheet.found() == [f"Person {id}, Friend · 2 to you, 1 from you" for id in range(6)]
    sheet.show_found(Count(1), [somebody(1)])
    assert sheet.said() == "1 person fits."
    sheet.show_found(Count(0), [])
    assert (sheet.said(), sheet.found()) == ("Nobody fits yet.", [])
    sheet._query.line.clear()
    qtbot.waitUntil(lambda: sheet.said() == NOT_YET)


def test_operators_over_people_are_completed_with_the_tags_that_are_there(sheet: SegmentSheet, qtbot: QtBot) -> None:
    sheet._query.line.setFocus()
    keys("me")
    assert sheet.help.offered() == ["met:"]
    sheet._query.line.clear()
    keys("tag:b")
    assert sheet.help.offered() == ["tag:baker", "tag:bran"]
    QTest.keyClick(sheet._query.line, Qt.Key.Key_Down)
    kept: list[tuple[str, str]] = []
    sheet.kept.connect(lambda name, query: kept.append((name, query)))
    enter()
    assert sheet.typed() == "tag:baker"
    assert kept == []


def test_enter_keeps_what_has_a_name_and_a_search_and_says_what_is_missing(sheet: SegmentSheet) -> None:
    kept: list[tuple[str, str]] = []
    sheet.kept.connect(lambda name, query: kept.append((name, query)))
    sheet.first_focus().setFocus()
    keys("Bakers")
    enter()
    assert sheet.said().startswith("There is nothing to look for yet")
    assert QApplication.focusWidget() is sheet._query.line
    keys("tag:baker")
    sheet.help.put_away()
    enter()
    assert kept == [("Bakers", "tag:baker")]


def test_tags_say_how_many_have_them_and_go_round_by_presses(look: Look, qtbot: QtBot) -> None:
    made = TagsSheet(look, [somebody(1, "baker", "rye"), somebody(2, "baker"), somebody(3, "baker")])
    qtbot.addWidget(made)
    made.show()
    assert made.said() == ["baker · all 3", "rye · 1 of 3"]
    baker, rye = made.findChildren(TagChoice)
    baker.click()
    assert made.said()[0] == "baker · nobody"
    told = [rye.text() for _ in range(3) if rye.click() is None]
    assert told == ["rye · all 3", "rye · nobody", "rye · 1 of 3"]
    changed: list[tuple[object, object]] = []
    made.changed.connect(lambda add, remove: changed.append((add, remove)))
    field = made.first_focus()
    QTest.keyClicks(field, "Market, baker, ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert made.said() == ["Market · all 3", "baker · all 3", "rye · 1 of 3"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert changed == [(("Market",), ())]


def test_nothing_is_kept_where_nothing_was_changed(look: Look, qtbot: QtBot) -> None:
    made = TagsSheet(look, [somebody(1, "baker"), somebody(2)])
    qtbot.addWidget(made)
    made.show()
    with qtbot.assertNotEmitted(made.changed), qtbot.waitSignal(made.done):
        QTest.keyClick(made.first_focus(), Qt.Key.Key_Return)
