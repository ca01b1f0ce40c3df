"""Two blogs on which one thing is discussed, by keys only: walked through as one, answered where it was said, parted
and joined by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.model import ConversationView
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ready, sheet_name


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=60)


@pytest.fixture
def folder(first_start: Path, tmp_path: Path) -> Path:
    return copied(first_start, tmp_path / "profile")


def run(desk: Desk, title: str) -> None:
    desk.press("Ctrl+K")
    desk.type(title)
    desk.press("Enter")


def shown(desk: Desk) -> ConversationView:
    current = desk.window.inbox.current()
    assert current is not None
    return desk.engine.read(lambda reading: reading.conversation(current))


def to_the_workshop(desk: Desk) -> None:
    """To what Agnes asked in the workshop, which was answered with a link to a post of the other blog."""
    agnes = desk.engine.read(lambda reading: reading.search("timings overnight hand washed")).conversations[0]
    desk.opening.desk.views.show_conversation(agnes.id)
    desk.sees(lambda: desk.window.inbox.current() == agnes.id)
    desk.sees(lambda: len(desk.conversation()) > 1)


def test_what_hangs_together_is_walked_through_as_one_and_answered_where_it_was_said(
    folder: Path, qtbot: QtBot
) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        to_the_workshop(desk)
        (there,) = shown(desk).joined
        assert (there.title, there.linked_by_me) == ("Rye, honestly", True)
        newest = next(message for message in reversed(there.messages) if message.direction == "in")
        view = desk.window.conversation
        for _ in range(60):
            focused = view.focused_message()
            if focused is not None and focused.id == newest.id:
                break
            desk.press("N" if focused is None or focused.sort_at < newest.sort_at else "P")
        assert view.focused_message() == newest
        desk.press("R")
        desk.sees(lambda: desk.window.holds_focus(desk.window.composer))
        assert shown(desk).row.id == newest.conversation
        desk.type("From the other blog")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 1)
        (delivery,) = desk.engine.read(lambda reading: reading.outbox())
        assert (delivery.message, delivery.place_title) == (newest.id, "The Slow Oven")


def test_parted_by_key_and_joined_by_hand_again(folder: Path, qtbot: QtBot) -> None:
    with running(folder, qtbot, sample=True) as desk:
        ready(desk)
        to_the_workshop(desk)
        run(desk, "Part what is joined")
        desk.sees(lambda: shown(desk).joined == ())
        desk.sees(lambda: "Parted" in desk.notice())
        run(desk, "Join with another conversation")
        desk.sees(lambda: sheet_name(desk) == f"Join “{shown(desk).thread_title}” with…")
        desk.type("rye")
        sheet = desk.window.overlay.sheet
        desk.sees(lambda: getattr(sheet, "_model").rowCount() > 1)  # noqa: B009
        desk.press("Enter")
        desk.sees(lambda: len(shown(desk).joined) == 1)
        assert shown(desk).joined[0].place_title == "The Slow Oven"
        desk.press("Z")
        desk.sees(lambda: shown(desk).joined == ())
