"""Quitting asks about what can leave now, and about nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inbox.core.model import PlaceStatus
from inbox.ui.leaving import LeaveSheet
from tests.desk import Desk, running
from tests.journeys.sample_people import copied, filled, ready, row


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("sample") / "profile", undo_seconds=60)


@pytest.fixture
def answered(sample: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Desk, int]]:
    """Somebody who wrote an answer that leaves in a minute; and the place it goes to."""
    with running(copied(sample, tmp_path / "profile"), qtbot, sample=True) as desk:
        ready(desk)
        here = desk.selected()
        assert here is not None
        place = row(desk, here).place
        desk.press("R")
        desk.type("Thank you, that helps.")
        desk.press("Ctrl+Enter")
        desk.sees(lambda: desk.engine.read(lambda reading: reading.outbox_open()) == 1)
        yield desk, place


def test_what_can_leave_is_asked_about(answered: tuple[Desk, int]) -> None:
    desk, _ = answered
    assert not desk.window.close()
    assert isinstance(desk.window.overlay.sheet, LeaveSheet)


def test_a_place_that_rests_keeps_nobody_here(answered: tuple[Desk, int]) -> None:
    desk, place = answered
    desk.engine.store.write(lambda write: write.pause(place, True))
    assert desk.window.close()


def test_a_place_that_waits_for_a_sign_in_keeps_nobody_here(answered: tuple[Desk, int]) -> None:
    desk, place = answered
    desk.engine.store.write(
        lambda write: write.note_sync(
            place, PlaceStatus.NEEDS_YOU, "Sign in again.", next_at=None, failures=1, done=False
        )
    )
    assert desk.window.close()
