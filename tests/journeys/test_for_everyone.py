"""For everyone: text of double size in a small window, a name and a visible sign for whatever can have the keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from inbox.core.model import State
from inbox.ui.bubble import Bubble
from tests.desk import Desk, called, running
from tests.journeys.sample_people import copied, filled, ids, ready, sheet_name, state

PAGES: dict[str, tuple[str, ...]] = {
    "inbox": (),
    "conversation": ("Enter",),
    "focus": ("F",),
    "find": ("Ctrl+F",),
    "peek": ("Space",),
    "composer": ("R",),
    "note": ("I",),
    "palette": ("Ctrl+K",),
    "keys": ("?",),
    "snooze": ("H",),
    "settings": ("Ctrl+,",),
    "history": ("E", "Shift+H"),
    "outbox": ("G", "O"),
    "done": ("G", "D"),
    "people": ("G", "P"),
    "search": ("/",),
}


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=1)


@pytest.fixture
def desk(first_start: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with running(copied(first_start, tmp_path / "profile"), qtbot, sample=True) as made:
        ready(made)
        yield made


def double_size(desk: Desk) -> None:
    desk.window.resize(960, 600)
    for _ in range(10):
        desk.press("Ctrl++")
    assert desk.opening.look.scale == 2.0
    QApplication.processEvents()


def stops(desk: Desk) -> list[QWidget]:
    """Whatever Tab can come to now."""
    sheet = desk.window.overlay.sheet
    root: QWidget = desk.window if sheet is None else sheet
    return [
        one
        for one in root.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isVisible()
        and one.isEnabled()
        and one.focusProxy() is None
        and not one.visibleRegion().isEmpty()
    ]


@pytest.mark.parametrize("page", PAGES)
def test_whatever_can_have_the_keys_has_a_name(desk: Desk, qtbot: QtBot, page: str) -> None:
    desk.press(*PAGES[page])
    qtbot.wait(50)
    assert [type(one).__name__ for one in stops(desk) if not called(one)] == []


@pytest.mark.parametrize("page", PAGES)
def test_where_the_keys_are_is_seen(desk: Desk, qtbot: QtBot, page: str) -> None:
    desk.press(*PAGES[page])
    qtbot.wait(50)
    unseen = []
    for one in stops(desk):
        if isinstance(one, QAbstractScrollArea) and one.property("readOnly") is not False and not one.children():
            continue
        picture = []
        for has in (False, True):
            one.clearFocus()
            if has:
                one.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            place = QRect(one.mapTo(desk.window, QPoint(0, 0)), one.size()).adjusted(-8, -8, 8, 8)
            picture.append(desk.window.grab(place).toImage())
        if picture[0] == picture[1]:
            unseen.append(f"{type(one).__name__} {called(one)}")
    assert unseen == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_in_a_small_window_with_text_of_double_size(desk: Desk, qtbot: QtBot, page: str) -> None:
    double_size(desk)
    desk.press(*PAGES[page])
    qtbot.wait(80)
    room = desk.window.rect()
    focus = QApplication.focusWidget()
    assert focus is not None
    seen = focus.visibleRegion().boundingRect()
    assert seen.width() > 60
    assert seen.height() >= 36, f"{called(focus)} is hardly seen: {seen}"
    assert room.contains(QRect(focus.mapTo(desk.window, seen.topLeft()), seen.size()))
    assert (desk.window.width(), desk.window.height()) == (960, 600), "the window is not pushed apart"


def test_a_morning_with_text_of_double_size(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    double_size(desk)
    first, second, *_ = ids(desk)
    assert window.inbox.isVisible()
    assert not window.conversation.isVisible()
    desk.press("Enter")
    assert window.conversation.isVisible()
    assert not window.inbox.isVisible()
    focus = desk.focus()
    assert isinstance(focus, Bubble)
    assert focus.visibleRegion().boundingRect().height() > 100
    desk.press("E")
    desk.sees(lambda: state(desk, first) is State.DONE)
    desk.sees(lambda: isinstance(QApplication.focusWidget(), Bubble) and desk.opening.desk.details.shown == second)
    desk.press("R")
    desk.type("Thank you for telling me.")
    desk.press("Ctrl+Shift+Enter")
    desk.sees(lambda: second not in ids(desk))
    assert window.inbox.isVisible()
    desk.press("J", "V")
    assert window.person.isVisible()
    desk.press("Esc")
    desk.press("H")
    assert "Snooze" in sheet_name(desk)
    desk.press("Esc", "Ctrl+0")
    window.resize(1440, 900)
    assert window.inbox.isVisible()
    assert window.conversation.isVisible()
