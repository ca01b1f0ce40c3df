"""Peeking by keys only: the newest message beside its row, nothing opened, nothing read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.ui.details import READ_AFTER_MS
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ids, ready, row


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=1)


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


def newest(desk: Desk, conversation: int) -> str:
    return desk.engine.read(lambda reading: reading.conversation(conversation)).messages[-1].text


def peeked(desk: Desk) -> str:
    card = desk.opening.desk.screen.peeking.card
    return card.words() if card.isVisible() else ""


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_space_shows_the_newest_message_and_j_takes_it_along(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        before = ids(ready(desk))
        desk.press("Space")
        assert squeezed(newest(desk, before[0])) == squeezed(peeked(desk))
        desk.press("J")
        desk.sees(lambda: squeezed(newest(desk, before[1])) == squeezed(peeked(desk)))
        assert desk.window.holds_focus(desk.window.inbox)
        desk.press("E")
        desk.sees(lambda: squeezed(newest(desk, before[2])) == squeezed(peeked(desk)))
        desk.press("Space")
        assert peeked(desk) == ""
        desk.press("Space", "Esc")
        assert peeked(desk) == ""
        assert desk.window.holds_focus(desk.window.inbox)


def test_who_only_peeks_has_not_read(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        unread = [one for one in ids(ready(desk)) if row(desk, one).unread]
        desk.press("Home", "Space")
        while desk.selected() != unread[-1]:
            desk.press("J")
        qtbot.wait(READ_AFTER_MS + 200)
        desk.press("Space")
        qtbot.wait(READ_AFTER_MS + 200)
        assert row(desk, unread[-1]).unread
        desk.press("Enter")
        desk.sees(lambda: not row(desk, unread[-1]).unread)


def test_opening_or_going_elsewhere_ends_it(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        for keys in (("Enter", "Esc"), ("R", "Esc"), ("/", "Esc"), ("G", "D", "G", "I"), ("F6", "Esc")):
            desk.press("Space")
            assert peeked(desk) != ""
            desk.press(*keys)
            desk.sees(lambda: peeked(desk) == "")
            desk.sees(lambda: desk.window.holds_focus(desk.window.inbox))


@pytest.mark.parametrize("size", [(1440, 900), (960, 600), (640, 400)])
def test_it_stays_inside_the_window(folder: Path, qtbot: QtBot, size: tuple[int, int]) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        desk.window.resize(*size)
        for key in ("Home", "End"):
            desk.press(key, "Space")
            card = desk.opening.desk.screen.peeking.card
            assert card.isVisible()
            assert desk.window.frame.rect().adjusted(-20, -20, 20, 20).contains(card.geometry())
            desk.press("Space")
