"""Marked rows and what is done with all of them, in the list and in what was found; where one stands afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inbox.core.model import State
from inbox.ui.details import READ_AFTER_MS
from tests.desk import Desk
from tests.journeys.sample_people import ids, row, state

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def search(desk: Desk, words: str) -> list[int]:
    desk.press("/")
    desk.type(words)
    desk.press("Enter")
    desk.sees(lambda: desk.window.holds_focus(desk.window.results) and desk.window.results.model.found)
    return desk.window.results.model.ids()


def stands_on(desk: Desk, conversation: int) -> bool:
    return desk.window.results.current() == conversation


def test_all_in_view_are_done_by_one_act_and_taken_back_by_one(desk: Desk) -> None:
    before = ids(desk)
    desk.press("Ctrl+A")
    assert desk.window.status.accessibleName() == f"{len(before)} marked"
    desk.press("E")
    desk.sees(lambda: all(state(desk, one) is State.DONE for one in before))
    assert not set(before) & set(ids(desk))
    desk.press("Z")
    desk.sees(lambda: ids(desk) == before)
    assert desk.selected() == before[0]
    desk.press("Ctrl+A", "Ctrl+A")
    assert not desk.window.inbox.model.marked


def test_what_is_taken_back_is_stood_on_wherever_one_was_by_then(desk: Desk) -> None:
    before = ids(desk)
    desk.press("J", "E")
    desk.sees(lambda: state(desk, before[1]) is State.DONE)
    desk.press("J", "J", "Z")
    desk.sees(lambda: ids(desk) == before)
    desk.sees(lambda: desk.selected() == before[1])


def test_a_star_taken_back_moves_nobody(desk: Desk) -> None:
    before = ids(desk)
    desk.press("S")
    desk.sees(lambda: row(desk, before[0]).starred)
    desk.press("J", "J", "Z")
    desk.sees(lambda: not row(desk, before[0]).starred)
    assert desk.selected() == before[2]


def test_unread_stays_so_until_one_comes_back_to_it(desk: Desk, qtbot: QtBot) -> None:
    here = desk.selected()
    assert here is not None
    desk.sees(lambda: not row(desk, here).unread)
    desk.press("U")
    desk.sees(lambda: row(desk, here).unread)
    qtbot.wait(2 * READ_AFTER_MS)
    assert row(desk, here).unread
    desk.press("J")
    desk.sees(lambda: desk.opening.desk.details.shown not in (None, here))
    desk.press("K")
    desk.sees(lambda: not row(desk, here).unread)


def test_unread_before_it_was_read_keeps_it_from_being_read(desk: Desk, qtbot: QtBot) -> None:
    desk.press("J")
    here = desk.selected()
    assert here is not None
    assert row(desk, here).unread
    desk.press("U")
    qtbot.wait(2 * READ_AFTER_MS)
    assert row(desk, here).unread


def test_in_what_was_found_each_act_moves_on_and_says_how_it_stands_now(desk: Desk) -> None:
    found = search(desk, "amara")
    desk.press("E")
    desk.sees(lambda: state(desk, found[0]) is State.DONE)
    assert stands_on(desk, found[1])
    assert desk.window.results.model.ids() == found
    first = desk.window.results.model.index(0, 0)
    desk.sees(lambda: "Done" in str(first.data(SPOKEN)))
    desk.press("Z")
    desk.sees(lambda: state(desk, found[0]) is State.WAITING)
    desk.sees(lambda: "Done" not in str(first.data(SPOKEN)))


def test_several_that_were_found_are_snoozed_at_once(desk: Desk) -> None:
    found = search(desk, "amara")
    desk.press("X", "J", "Shift+X")
    assert desk.window.status.accessibleName() == "2 marked"
    desk.press("H", "2")
    desk.sees(lambda: all(state(desk, one) is State.SNOOZED for one in found[:2]))
    assert state(desk, found[2]) is not State.SNOOZED
    assert stands_on(desk, found[2])
    desk.sees(lambda: not desk.window.results.model.marked)
    desk.press("Ctrl+A", "Esc")
    assert not desk.window.results.model.marked
    assert desk.opening.desk.views.is_searching(), "Esc lets go of the marks before it leaves the search"


def test_focus_goes_through_what_was_found(desk: Desk) -> None:
    found = search(desk, "is:waiting")
    desk.press("F", "E")
    desk.sees(lambda: stands_on(desk, found[1]))
    desk.sees(lambda: desk.window.status.accessibleName().startswith(f"Focus · 2 of {len(found)}"))
