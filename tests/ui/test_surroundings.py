"""What the top bar says of the places."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from inbox.core.model import PlaceStatus
from tests.desk import Desk, running
from tests.journeys.sample_people import filled, ready


def _top(desk: Desk) -> str:
    return desk.window.top.sync.text()


def test_the_top_bar_names_the_one_place_that_does_not_answer(tmp_path: Path, qtbot: QtBot) -> None:
    with running(filled(tmp_path / "profile"), qtbot, sample=True) as desk:
        ready(desk)
        desk.sees(lambda: "Up to date" in _top(desk))
        places = desk.engine.read(lambda reading: reading.places())
        later = desk.opening.clock.now() + timedelta(hours=1)

        def lose(place: int) -> None:
            desk.engine.store.write(
                lambda write: write.note_sync(
                    place, PlaceStatus.OFFLINE, "No answer.", next_at=later, failures=1, done=False
                )
            )

        lose(places[1].id)
        desk.sees(lambda: _top(desk) == f"{places[1].title} does not answer")
        lose(places[0].id)
        desk.sees(lambda: _top(desk) == "Offline")
