"""The window comes back where it can be seen, and what folds folds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from inbox.ui.frame import on_a_screen


def room() -> QRect:
    return QGuiApplication.primaryScreen().availableGeometry()


@pytest.mark.parametrize(
    "left_by",
    [(-5000, -5000), (9000, 100), (100, 9000), (-700, 300)],
    ids=["far above", "a screen on the right that is gone", "one below", "half over the edge"],
)
def test_a_window_off_all_screens_comes_back_whole(qtbot: QtBot, left_by: tuple[int, int]) -> None:
    place = on_a_screen([*left_by, 640, 400])
    assert place is not None
    assert room().contains(place)
    assert (place.width(), place.height()) == (min(640, room().width()), min(400, room().height()))


def test_a_window_larger_than_the_screen_is_cut_to_it(qtbot: QtBot) -> None:
    place = on_a_screen([0, 0, 20_000, 10_000])
    assert place == room()


def test_a_window_that_is_seen_stays_where_it_was(qtbot: QtBot) -> None:
    inside = [room().left() + 10, room().top() + 20, 300, 200]
    assert on_a_screen(inside) == QRect(*inside)


@pytest.mark.parametrize("geometry", [[], [1, 2, 3], [0, 0, 0, 0], [5, 5, -1, 100]])
def test_what_was_not_remembered_whole_is_not_used(qtbot: QtBot, geometry: list[int]) -> None:
    assert on_a_screen(geometry) is None
