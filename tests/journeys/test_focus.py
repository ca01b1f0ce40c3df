"""Focus by keys only: one conversation at a time, every act moves on, and nothing of it is remembered."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from pytestqt.qtbot import QtBot

from inbox.core.model import State
from inbox.ui.bubble import Bubble
from inbox.ui.look.scrolling import Scroller
from inbox.ui.notice_bar import SHADOW
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ids, ready, row, state


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=1)


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


def status(desk: Desk) -> str:
    return desk.window.status.accessibleName()


def has(number: int, desk: Desk) -> bool:
    return len(ids(desk)) == number


def says_else(before: str, desk: Desk) -> bool:
    return status(desk) != before


def in_front(desk: Desk) -> str:
    """Whose message has the keys."""
    focus = desk.focus()
    assert isinstance(focus, Bubble), focus
    return focus.message.author if focus.message is not None else ""


def test_everything_else_goes_and_each_act_brings_the_next(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        before = ids(ready(desk))
        desk.press("F")
        window = desk.window
        assert not window.lists.isVisible()
        assert not window.sidebar.isVisible()
        assert window.conversation.isVisible()
        assert window.person.isVisible()
        assert window.composer.isVisible()
        assert status(desk) == f"Focus · 1 of {len(before)}"
        assert in_front(desk) == row(desk, before[0]).name
        desk.press("E")
        desk.sees(lambda: status(desk) == f"Focus · 2 of {len(before)}")
        desk.sees(lambda: in_front(desk) == row(desk, before[1]).name)
        desk.press("H", "2")
        desk.sees(lambda: status(desk) == f"Focus · 3 of {len(before)}")
        desk.press("J")
        desk.sees(lambda: status(desk) == f"Focus · 4 of {len(before)}")
        desk.press("R")
        desk.type("Thank you for telling me.")
        desk.press("Ctrl+Shift+Enter")
        desk.sees(lambda: status(desk) == f"Focus · 5 of {len(before)}")
        desk.sees(lambda: in_front(desk) == row(desk, before[4]).name)
        assert [state(desk, one) for one in before[:3]] == [State.DONE, State.SNOOZED, State.WAITING]
        desk.press("Esc")
        assert window.lists.isVisible()
        assert window.holds_focus(window.inbox)
        assert desk.selected() == before[4]


def test_what_was_taken_back_is_looked_at_again(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        first, *_ = before = ids(ready(desk))
        desk.press("F", "E")
        desk.sees(lambda: state(desk, first) is State.DONE)
        desk.press("Z")
        desk.sees(lambda: desk.selected() == first)
        desk.sees(lambda: status(desk) == f"Focus · 1 of {len(before)}")
        desk.sees(lambda: in_front(desk) == row(desk, first).name)


def test_it_ends_quietly(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        number = len(ids(ready(desk)))
        desk.press("F")
        for left in range(number - 1, -1, -1):
            desk.press("E")
            desk.sees(partial(has, left, desk))
        window = desk.window
        desk.sees(lambda: "Nothing is waiting for you." in window.nothing.accessibleName())
        assert window.nothing.isVisible()
        assert not window.lists.isVisible()
        assert not window.person.isVisible()
        assert status(desk) == "Focus · nothing is waiting"
        desk.press("Z")
        desk.sees(window.conversation.isVisible)
        desk.press("E")
        desk.sees(window.nothing.isVisible)
        desk.press("F")
        assert window.lists.isVisible()
        assert window.holds_focus(window.inbox)


def test_the_time_that_is_left_is_said_once_ten_were_handled(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        desk.press("F")
        for _ in range(11):
            assert "left" not in status(desk)
            before = status(desk)
            desk.press("E")
            desk.sees(partial(says_else, before, desk))
            desk.sees(lambda: not desk.opening.desk.details._soon.isActive())
        desk.press("E")
        desk.sees(lambda: "about 1 minute left" in status(desk))


def test_another_view_a_search_or_the_outbox_end_it(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        for keys in (("G", "D"), ("G", "O"), ("G", "I")):
            desk.press("F", *keys)
            assert desk.window.lists.isVisible()
        desk.press("F", "/")
        assert desk.window.lists.isVisible()
        assert desk.window.holds_focus(desk.window.top.search)


def test_it_holds_in_a_small_window_and_is_not_remembered(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        desk.window.resize(960, 600)
        widths = desk.window.frame.widths_by_hand()
        desk.press("F")
        assert desk.window.person.isVisible()
        assert desk.window.conversation.width() > 480
        desk.press("V")
        assert not desk.window.person.isVisible()
        desk.press("V")
        assert desk.window.frame.widths_by_hand() == widths
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        assert desk.window.lists.isVisible()


@pytest.mark.parametrize(("width", "height", "percent"), [(1440, 900, 100), (960, 600, 150), (640, 480, 100)])
def test_the_notice_never_lies_on_what_is_being_written(
    folder: Path, qtbot: QtBot, width: int, height: int, percent: int
) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk).window.resize(width, height)
        desk.window.look.set_scale(percent / 100)
        desk.press("F", "E")
        desk.sees(lambda: "Done" in desk.notice())
        desk.sees(lambda: is_clear(desk))
        desk.press("R")
        desk.type("And a long answer, with a line more than before.")
        desk.sees(lambda: is_clear(desk))
        desk.press("Esc", "Esc")
        desk.sees(lambda: not desk.opening.desk.focusing.is_on)
        desk.sees(lambda: is_clear(desk))


def is_clear(desk: Desk) -> bool:
    """The card of the notice, without its shadow, and the composer share no pixel."""
    bar, composer, frame = desk.window.notices, desk.window.composer, desk.window.frame
    edge = desk.window.look.px(SHADOW)
    card = bar.geometry().adjusted(edge, edge, -edge, -edge)
    written = QRect(composer.mapTo(frame, QPoint(0, 0)), composer.size())
    return not bar.isVisible() or not composer.isVisible() or not card.intersects(written)


@pytest.mark.parametrize("size", [(1440, 900), (960, 600)])
def test_in_focus_the_last_words_stand_above_the_notice_and_get_their_room_back(
    folder: Path, qtbot: QtBot, size: tuple[int, int]
) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk).window.resize(*size)
        desk.press("F", "E")
        desk.sees(desk.window.notices.isVisible)
        desk.sees(lambda: last_words_are_clear(desk))
        viewport = desk.window.conversation.findChildren(Scroller)[0].viewport()
        before = viewport.height()
        desk.window.notices.dismiss()
        desk.sees(lambda: viewport.height() > before)


def last_words_are_clear(desk: Desk) -> bool:
    """No message is drawn under the card of the notice."""
    bar, frame = desk.window.notices, desk.window.frame
    edge = desk.window.look.px(SHADOW)
    card = bar.geometry().adjusted(edge, edge, -edge, -edge)
    scroller = desk.window.conversation.findChildren(Scroller)[0].viewport()
    seen = QRect(scroller.mapTo(frame, QPoint(0, 0)), scroller.size())
    bubbles = [one for one in desk.window.conversation.findChildren(Bubble) if one.isVisible()]
    drawn = [QRect(one.mapTo(frame, QPoint(0, 0)), one.size()).intersected(seen) for one in bubbles]
    return bool(bubbles) and not any(one.intersects(card) for one in drawn)
